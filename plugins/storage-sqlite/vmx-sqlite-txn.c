/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-txn.h"

#include "vmx-sqlite-cell.h"
#include "vmx-sqlite-cursor.h"
#include "vmx-sqlite-lookup.h"
#include "vmx-sqlite-query.h"
#include "vmx-sqlite-schema.h"
#include "vmx-sqlite-write.h"

struct _VmxSqliteTxn
{
  GObject parent_instance;

  VmxStorage *storage;
  VmxSqliteConnection *connection; /* (nullable): NULL once ended */
  VmxSqliteGiveBack give_back;
  GPtrArray *cursors; /* (element-type VmxSqliteCursor), unowned: they own the transaction */
  gboolean writes;
  gboolean failed; /* a write stopped half way, so it must not be committed */
};

static void txn_iface_init (VmxStorageTxnInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxSqliteTxn, vmx_sqlite_txn, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE_TXN, txn_iface_init))

void
vmx_sqlite_txn_forget_cursor (VmxSqliteTxn *self, gpointer cursor)
{
  g_ptr_array_remove_fast (self->cursors, cursor);
}

static void
close_cursors (VmxSqliteTxn *self)
{
  for (guint i = 0; i < self->cursors->len; i++)
    vmx_sqlite_cursor_close (self->cursors->pdata[i]);
  g_ptr_array_set_size (self->cursors, 0);
}

/* Rolls back what was not committed and lets go of the connection. */
static void
end (VmxSqliteTxn *self)
{
  VmxSqliteConnection *connection = g_steal_pointer (&self->connection);
  sqlite3 *db = vmx_sqlite_connection_get_db (connection);

  close_cursors (self);
  if (!sqlite3_get_autocommit (db))
    vmx_sqlite_connection_run (connection, "ROLLBACK", "cannot roll back", NULL);
  self->give_back (self->storage, connection, self->writes);
}

static void
vmx_sqlite_txn_finalize (GObject *object)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (object);

  if (self->connection != NULL)
    end (self);
  g_clear_object (&self->storage);
  g_clear_pointer (&self->cursors, g_ptr_array_unref);
  G_OBJECT_CLASS (vmx_sqlite_txn_parent_class)->finalize (object);
}

static void
vmx_sqlite_txn_class_init (VmxSqliteTxnClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_sqlite_txn_finalize;
}

static void
vmx_sqlite_txn_init (VmxSqliteTxn *self)
{
  self->cursors = g_ptr_array_new ();
}

static gboolean
begin (VmxSqliteTxn *self, GError **error)
{
  const char *action = "cannot begin a transaction";
  gint64 version;

  if (self->writes)
    return vmx_sqlite_connection_run (self->connection, "BEGIN IMMEDIATE", action, error);
  /* The first reading fixes what the transaction sees. */
  return vmx_sqlite_connection_run (self->connection, "BEGIN", action, error)
         && vmx_sqlite_connection_get_int64 (self->connection, "PRAGMA schema_version", &version,
                                             error);
}

VmxSqliteTxn *
vmx_sqlite_txn_new (VmxStorage *storage, VmxSqliteConnection *connection, gboolean writes,
                    VmxSqliteGiveBack give_back, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxSqliteTxn) self = g_object_new (VMX_TYPE_SQLITE_TXN, NULL);
  gboolean success;

  self->storage = g_object_ref (storage);
  self->connection = connection;
  self->writes = writes;
  self->give_back = give_back;
  vmx_sqlite_connection_set_cancellable (connection, cancellable);
  /* Whoever dropped the store may have done so during the wait. */
  success = begin (self, error)
            && (!writes || vmx_sqlite_connection_check_file (connection, error));
  vmx_sqlite_connection_set_cancellable (connection, NULL);
  return success ? g_steal_pointer (&self) : NULL;
}

static gboolean
check_open (VmxSqliteTxn *self, GError **error)
{
  if (self->connection == NULL)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED,
                           "the transaction has ended; begin a new one");
      return FALSE;
    }
  if (self->failed)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_TRANSACTION_ROLLED_BACK,
                           "an earlier write of the transaction failed, so nothing of it is kept; "
                           "begin a new one");
      return FALSE;
    }
  return TRUE;
}

/* Says whether the transaction can write, and remembers how much it has written. */
static gboolean
start_write (VmxSqliteTxn *self, gint64 *n_changes, GError **error)
{
  if (!check_open (self, error))
    return FALSE;
  if (!self->writes)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED,
                           "the transaction is for reading only; begin a writing one");
      return FALSE;
    }
  *n_changes = sqlite3_total_changes64 (vmx_sqlite_connection_get_db (self->connection));
  return TRUE;
}

static gboolean
finish_write (VmxSqliteTxn *self, gint64 n_changes, gboolean success)
{
  sqlite3 *db = vmx_sqlite_connection_get_db (self->connection);

  if (!success && (sqlite3_get_autocommit (db) || sqlite3_total_changes64 (db) != n_changes))
    self->failed = TRUE;
  return success;
}

static gboolean
vmx_sqlite_txn_create_table (VmxStorageTxn *txn, VmxObjectSchema *schema, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  gint64 n_changes;

  return start_write (self, &n_changes, error)
         && finish_write (self, n_changes,
                          vmx_sqlite_create_table (self->connection, schema, error));
}

static gboolean
vmx_sqlite_txn_alter_table (VmxStorageTxn *txn, VmxObjectSchema *from, VmxObjectSchema *to,
                            GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  gint64 n_changes;

  return start_write (self, &n_changes, error)
         && finish_write (self, n_changes,
                          vmx_sqlite_alter_table (self->connection, from, to, error));
}

static gboolean
vmx_sqlite_txn_drop_table (VmxStorageTxn *txn, const char *name, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  gint64 n_changes;

  return start_write (self, &n_changes, error)
         && finish_write (self, n_changes, vmx_sqlite_drop_table (self->connection, name, error));
}

static gboolean
vmx_sqlite_txn_has_table (VmxStorageTxn *txn, const char *name, gboolean *exists, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);

  return check_open (self, error) && vmx_sqlite_has_table (self->connection, name, exists, error);
}

static gboolean
vmx_sqlite_txn_put (VmxStorageTxn *txn, VmxRecordBatch *batch, VmxPutMode mode, GBytes *rows,
                    GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  gint64 n_changes;

  return start_write (self, &n_changes, error)
         && finish_write (self, n_changes,
                          vmx_sqlite_write_put (self->connection, batch, mode, rows, error));
}

static gboolean
vmx_sqlite_txn_remove (VmxStorageTxn *txn, VmxRecordBatch *batch, GBytes *rows, guint64 *n_removed,
                       GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  gint64 n_changes;

  return start_write (self, &n_changes, error)
         && finish_write (
             self, n_changes,
             vmx_sqlite_write_remove (self->connection, batch, rows, n_removed, error));
}

static gboolean
vmx_sqlite_txn_clear (VmxStorageTxn *txn, VmxObjectSchema *schema, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  gint64 n_changes;

  return start_write (self, &n_changes, error)
         && finish_write (self, n_changes,
                          vmx_sqlite_write_clear (self->connection, schema, error));
}

static VmxRecordBatch *
vmx_sqlite_txn_lookup (VmxStorageTxn *txn, VmxRecordBatch *keys, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);

  return check_open (self, error) ? vmx_sqlite_lookup (self->connection, keys, error) : NULL;
}

static VmxStorageCursor *
vmx_sqlite_txn_select (VmxStorageTxn *txn, VmxSelection *selection, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  VmxSqliteCursor *cursor;

  if (!check_open (self, error))
    return NULL;
  cursor = vmx_sqlite_cursor_new (self, self->connection, selection, error);
  if (cursor == NULL)
    return NULL;
  g_ptr_array_add (self->cursors, cursor);
  return VMX_STORAGE_CURSOR (cursor);
}

static gint64
vmx_sqlite_txn_count (VmxStorageTxn *txn, VmxSelection *selection, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  const char *action = "cannot count records";
  g_autoptr(VmxSqliteStatement) statement = NULL;
  g_autoptr(VmxSqliteSql) sql = NULL;
  int result;

  if (!check_open (self, error))
    return -1;
  sql = vmx_sqlite_query_print_count (selection, error);
  if (sql != NULL)
    statement = vmx_sqlite_connection_take (self->connection, sql->text->str,
                                            VMX_ERROR_SELECT_FAILED, action, error);
  if (statement == NULL)
    return -1;
  result = vmx_sqlite_cell_bind_copies (vmx_sqlite_statement_get (statement), sql->parameters);
  if (result == SQLITE_OK)
    result = sqlite3_step (vmx_sqlite_statement_get (statement));
  if (result == SQLITE_ROW)
    return sqlite3_column_int64 (vmx_sqlite_statement_get (statement), 0);
  vmx_sqlite_connection_set_error (self->connection, result, VMX_ERROR_SELECT_FAILED, action,
                                   error);
  return -1;
}

static gboolean
vmx_sqlite_txn_commit (VmxStorageTxn *txn, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);
  gboolean success;

  if (self->connection == NULL)
    return check_open (self, error);
  close_cursors (self);
  success = check_open (self, error)
            && vmx_sqlite_connection_run (self->connection, "COMMIT", "cannot commit", error);
  end (self);
  return success;
}

static gboolean
vmx_sqlite_txn_rollback (VmxStorageTxn *txn, GError **error)
{
  VmxSqliteTxn *self = VMX_SQLITE_TXN (txn);

  if (self->connection != NULL)
    end (self);
  return TRUE;
}

static void
txn_iface_init (VmxStorageTxnInterface *iface)
{
  iface->create_table = vmx_sqlite_txn_create_table;
  iface->alter_table = vmx_sqlite_txn_alter_table;
  iface->drop_table = vmx_sqlite_txn_drop_table;
  iface->has_table = vmx_sqlite_txn_has_table;
  iface->put = vmx_sqlite_txn_put;
  iface->remove = vmx_sqlite_txn_remove;
  iface->clear = vmx_sqlite_txn_clear;
  iface->lookup = vmx_sqlite_txn_lookup;
  iface->select = vmx_sqlite_txn_select;
  iface->count = vmx_sqlite_txn_count;
  iface->commit = vmx_sqlite_txn_commit;
  iface->rollback = vmx_sqlite_txn_rollback;
}
