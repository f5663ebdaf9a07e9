/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>

G_BEGIN_DECLS

/* Comparing what was sent with what a server has. A row of sent values has missing cells for
 * columns that were not sent. */

/* Whether the server has every value that was sent, whoever brought it there. Columns that it
 * computes do not count. */
gboolean vmx_agreement_is_reached (VmxRecordBatch *sent, guint row, VmxRecordBatch *server,
                                   guint server_row);
/* Whether the server's record is still what it was, as far as both are known and somebody else may
 * have changed them. */
gboolean vmx_agreement_is_same (VmxRecordBatch *base, guint row, VmxRecordBatch *server,
                                guint server_row);
/* Whether both sides gave the same column different values. */
gboolean vmx_agreement_is_clash (VmxRecordBatch *sent, guint row, VmxRecordBatch *base,
                                 guint base_row, VmxRecordBatch *server, guint server_row);

G_END_DECLS
