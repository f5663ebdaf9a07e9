/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-records.h"
#include "vmx-mock-scenario.h"

G_BEGIN_DECLS

/* Where an answer begins: what the context of a request says. */
typedef struct
{
  guint batch;  /* counted from 1 */
  guint offset; /* of the first record to look at */
} VmxMockPosition;

gboolean vmx_mock_position_read (VmxMockPosition *self, const char *context, GError **error);

/* The records of an answer. faults (element-type VmxMockFault) are those that struck the request:
 * their missing columns are left out, and a wrong type fails like in the decoder of a real one. */
VmxRecordBatch *vmx_mock_page_make (const VmxMockObject *object, VmxMockRecords *records,
                                    VmxTransportFeatures features, VmxFetchRequest *request,
                                    const VmxMockPosition *position, GPtrArray *faults,
                                    GError **error);

G_END_DECLS
