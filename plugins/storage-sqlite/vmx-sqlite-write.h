/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-connection.h"

G_BEGIN_DECLS

/* What writes to the table of an object. rows: one byte per row, 0 for those to leave out; NULL for
 * all. */
gboolean vmx_sqlite_write_put (VmxSqliteConnection *connection, VmxRecordBatch *batch,
                               VmxPutMode mode, GBytes *rows, GError **error);
gboolean vmx_sqlite_write_remove (VmxSqliteConnection *connection, VmxRecordBatch *batch,
                                  GBytes *rows, guint64 *n_removed, GError **error);
gboolean vmx_sqlite_write_clear (VmxSqliteConnection *connection, VmxObjectSchema *schema,
                                 GError **error);

G_END_DECLS
