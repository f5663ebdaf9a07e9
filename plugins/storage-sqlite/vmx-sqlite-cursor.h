/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-txn.h"

G_BEGIN_DECLS

#define VMX_TYPE_SQLITE_CURSOR (vmx_sqlite_cursor_get_type ())

G_DECLARE_FINAL_TYPE (VmxSqliteCursor, vmx_sqlite_cursor, VMX, SQLITE_CURSOR, GObject)

/* What a selection finds, read in steps. */
VmxSqliteCursor *vmx_sqlite_cursor_new (VmxSqliteTxn *txn, VmxSqliteConnection *connection,
                                        VmxSelection *selection, GError **error);
/* Ends the reading, because the transaction ends. */
void vmx_sqlite_cursor_close (VmxSqliteCursor *self);

G_END_DECLS
