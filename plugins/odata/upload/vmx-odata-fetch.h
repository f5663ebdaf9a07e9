/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-session.h"

G_BEGIN_DECLS

/* Reads records by their keys; those that are not there are marked as deleted. in_batches: the
 * service takes many requests in one JSON document. */
VmxRecordBatch *vmx_odata_fetch_records (VmxOdataSession *session, VmxRecordBatch *keys,
                                         gboolean in_batches, GCancellable *cancellable,
                                         GError **error);

G_END_DECLS
