/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-state.h"

G_BEGIN_DECLS

/* What the service does with an upload request that reached it. faults (element-type VmxMockFault)
 * are those that struck it. */
VmxUploadReply *vmx_mock_push (VmxMockScenario *scenario, VmxMockState *state,
                               VmxUploadRequest *request, GPtrArray *faults, GError **error);
/* The records of the keys, see vmx_transport_fetch_records(). */
VmxRecordBatch *vmx_mock_push_read_back (VmxMockRecords *records, VmxRecordBatch *keys,
                                         GPtrArray *faults, GError **error);

G_END_DECLS
