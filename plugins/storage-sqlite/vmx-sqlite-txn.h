/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-connection.h"

G_BEGIN_DECLS

#define VMX_TYPE_SQLITE_TXN (vmx_sqlite_txn_get_type ())

G_DECLARE_FINAL_TYPE (VmxSqliteTxn, vmx_sqlite_txn, VMX, SQLITE_TXN, GObject)

/* What takes the connection back when the transaction has ended. */
typedef void (*VmxSqliteGiveBack) (VmxStorage *storage, VmxSqliteConnection *connection,
                                   gboolean writes);

/* Begins a transaction. The connection belongs to it until it is given back, on failure too. */
VmxSqliteTxn *vmx_sqlite_txn_new (VmxStorage *storage, VmxSqliteConnection *connection,
                                  gboolean writes, VmxSqliteGiveBack give_back,
                                  GCancellable *cancellable, GError **error);
/* A cursor says that it is gone. */
void vmx_sqlite_txn_forget_cursor (VmxSqliteTxn *self, gpointer cursor);

G_END_DECLS
