/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-paging.h"
#include "vmx-odata-session.h"

G_BEGIN_DECLS

/* Reading a service: batches of records and the schema. */

/* One batch: a page of the server, or what is left of a run of empty ones. */
VmxRecordBatch *vmx_odata_read_batch (VmxOdataSession *session, VmxOdataGuard *guard,
                                      VmxOdataPageStyle style, VmxFetchRequest *request,
                                      GCancellable *cancellable, GError **error);
VmxServiceSchema *vmx_odata_read_schema (VmxOdataSession *session, GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
