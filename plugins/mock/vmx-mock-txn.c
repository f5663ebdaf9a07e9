/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-txn.h"

#include "vmx-mock-cursor.h"

struct _VmxMockTxn
{
  GObject parent_instance;

  VmxMockStorage *storage;
  VmxMockStore *store;
  gboolean writes;
  gboolean ended;
  GHashTable *tables;  /* (element-type utf8 VmxMockTable), as this transaction sees them */
  GHashTable *changed; /* (element-type utf8), names of tables that are the transaction's own */
};

static void vmx_mock_txn_storage_txn_init (VmxStorageTxnInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxMockTxn, vmx_mock_txn, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE_TXN,
                                                      vmx_mock_txn_storage_txn_init))

static void
end (VmxMockTxn *self, gboolean keep)
{
  if (self->ended)
    return;
  self->ended = TRUE;
  if (self->writes)
    vmx_mock_store_end_write (self->store, keep ? self->tables : NULL);
}

static gboolean
check_open (VmxMockTxn *self, GError **error)
{
  if (!self->ended)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED,
                       "the transaction has ended; begin another one");
  return FALSE;
}

/* Every writing call goes through here first. */
static gboolean
check_write (VmxMockTxn *self, GError **error)
{
  if (!check_open (self, error))
    return FALSE;
  if (!self->writes)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED,
                           "a transaction for reading cannot write; begin one for writing");
      return FALSE;
    }
  if (vmx_mock_storage_check_write (self->storage, error))
    return TRUE;
  end (self, FALSE);
  return FALSE;
}

static VmxMockTable *
find_table (VmxMockTxn *self, const char *name, GError **error)
{
  VmxMockTable *table = g_hash_table_lookup (self->tables, name);

  if (table == NULL)
    g_set_error (error, VMX_ERROR, VMX_ERROR_DATABASE,
                 "the store has no table “%s”; run setup to create it", name);
  return table;
}

/* The table for records of a schema, for reading. */
static VmxMockTable *
get_table (VmxMockTxn *self, VmxObjectSchema *schema, GError **error)
{
  VmxMockTable *table;

  if (!check_open (self, error))
    return NULL;
  table = find_table (self, vmx_object_schema_get_name (schema), error);
  return table != NULL && vmx_mock_table_check_schema (table, schema, error) ? table : NULL;
}

static void
set_table (VmxMockTxn *self, const char *name, VmxMockTable *table)
{
  g_hash_table_insert (self->tables, g_strdup (name), table);
  g_hash_table_add (self->changed, g_strdup (name));
}

/* The table for records of a schema, as a copy that nobody else sees. */
static VmxMockTable *
get_own_table (VmxMockTxn *self, VmxObjectSchema *schema, GError **error)
{
  const char *name = vmx_object_schema_get_name (schema);
  VmxMockTable *table = get_table (self, schema, error);

  if (table == NULL || g_hash_table_contains (self->changed, name))
    return table;
  table = vmx_mock_table_copy (table);
  set_table (self, name, table);
  return table;
}

static gboolean
vmx_mock_txn_create_table (VmxStorageTxn *txn, VmxObjectSchema *schema, GError **error)
{
  VmxMockTxn *self = VMX_MOCK_TXN (txn);
  const char *name = vmx_object_schema_get_name (schema);

  if (!check_write (self, error))
    return FALSE;
  if (g_hash_table_contains (self->tables, name))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP,
                   "the store has a table “%s” already; drop it first", name);
      return FALSE;
    }
  set_table (self, name, vmx_mock_table_new (schema));
  return TRUE;
}

static gboolean
vmx_mock_txn_alter_table (VmxStorageTxn *txn, VmxObjectSchema *from, VmxObjectSchema *to,
                          GError **error)
{
  VmxMockTxn *self = VMX_MOCK_TXN (txn);
  g_autoptr(GError) local_error = NULL;
  VmxMockTable *table;

  if (!check_write (self, error))
    return FALSE;
  table = get_table (self, from, &local_error);
  if (table == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP, "cannot alter the table “%s”: %s",
                   vmx_object_schema_get_name (from), local_error->message);
      return FALSE;
    }
  set_table (self, vmx_object_schema_get_name (to), vmx_mock_table_convert (table, to));
  return TRUE;
}

static gboolean
vmx_mock_txn_drop_table (VmxStorageTxn *txn, const char *name, GError **error)
{
  VmxMockTxn *self = VMX_MOCK_TXN (txn);

  if (!check_write (self, error))
    return FALSE;
  g_hash_table_remove (self->tables, name);
  g_hash_table_remove (self->changed, name);
  return TRUE;
}

static gboolean
vmx_mock_txn_has_table (VmxStorageTxn *txn, const char *name, gboolean *exists, GError **error)
{
  VmxMockTxn *self = VMX_MOCK_TXN (txn);

  if (!check_open (self, error))
    return FALSE;
  *exists = g_hash_table_contains (self->tables, name);
  return TRUE;
}

static gboolean
vmx_mock_txn_put (VmxStorageTxn *txn, VmxRecordBatch *batch, VmxPutMode mode, GBytes *rows,
                  GError **error)
{
  VmxMockTxn *self = VMX_MOCK_TXN (txn);
  VmxMockTable *table;

  if (!check_write (self, error))
    return FALSE;
  table = get_own_table (self, vmx_record_batch_get_schema (batch), error);
  return table != NULL && vmx_mock_table_put (table, batch, mode, rows, error);
}

static gboolean
vmx_mock_txn_remove (VmxStorageTxn *txn, VmxRecordBatch *batch, GBytes *rows, guint64 *n_removed,
                     GError **error)
{
  VmxMockTxn *self = VMX_MOCK_TXN (txn);
  guint64 n = 0;
  VmxMockTable *table;

  if (!check_write (self, error))
    return FALSE;
  table = get_own_table (self, vmx_record_batch_get_schema (batch), error);
  if (table == NULL || !vmx_mock_table_remove (table, batch, rows, &n, error))
    return FALSE;
  if (n_removed != NULL)
    *n_removed = n;
  return TRUE;
}

static gboolean
vmx_mock_txn_clear (VmxStorageTxn *txn, VmxObjectSchema *schema, GError **error)
{
  VmxMockTxn *self = VMX_MOCK_TXN (txn);
  VmxMockTable *table;

  if (!check_write (self, error))
    return FALSE;
  table = get_own_table (self, schema, error);
  if (table == NULL)
    return FALSE;
  vmx_mock_table_clear (table);
  return TRUE;
}

static VmxRecordBatch *
vmx_mock_txn_lookup (VmxStorageTxn *txn, VmxRecordBatch *keys, GError **error)
{
  VmxMockTable *table
      = get_table (VMX_MOCK_TXN (txn), vmx_record_batch_get_schema (keys), error);

  return table != NULL ? vmx_mock_table_lookup (table, keys, error) : NULL;
}

static VmxMockCursor *
open_cursor (VmxMockTxn *self, VmxSelection *selection, GError **error)
{
  VmxMockTable *table = get_table (self, vmx_selection_get_schema (selection), error);
  VmxQuery *query = vmx_selection_get_query (selection);

  if (table == NULL || (query != NULL && !vmx_query_can_evaluate (query, error)))
    return NULL;
  return vmx_mock_cursor_new (table, selection);
}

static VmxStorageCursor *
vmx_mock_txn_select (VmxStorageTxn *txn, VmxSelection *selection, GError **error)
{
  return (VmxStorageCursor *) open_cursor (VMX_MOCK_TXN (txn), selection, error);
}

static gint64
vmx_mock_txn_count (VmxStorageTxn *txn, VmxSelection *selection, GError **error)
{
  g_autoptr(VmxMockCursor) cursor = open_cursor (VMX_MOCK_TXN (txn), selection, error);

  return cursor != NULL ? vmx_mock_cursor_count (cursor) : -1;
}

static gboolean
vmx_mock_txn_commit (VmxStorageTxn *txn, GError **error)
{
  VmxMockTxn *self = VMX_MOCK_TXN (txn);

  if (!check_open (self, error))
    return FALSE;
  if (self->writes && !vmx_mock_storage_check_commit (self->storage, error))
    {
      end (self, FALSE);
      return FALSE;
    }
  end (self, TRUE);
  return TRUE;
}

static gboolean
vmx_mock_txn_rollback (VmxStorageTxn *txn, GError **error)
{
  end (VMX_MOCK_TXN (txn), FALSE);
  return TRUE;
}

static void
vmx_mock_txn_storage_txn_init (VmxStorageTxnInterface *iface)
{
  iface->create_table = vmx_mock_txn_create_table;
  iface->alter_table = vmx_mock_txn_alter_table;
  iface->drop_table = vmx_mock_txn_drop_table;
  iface->has_table = vmx_mock_txn_has_table;
  iface->put = vmx_mock_txn_put;
  iface->remove = vmx_mock_txn_remove;
  iface->clear = vmx_mock_txn_clear;
  iface->lookup = vmx_mock_txn_lookup;
  iface->select = vmx_mock_txn_select;
  iface->count = vmx_mock_txn_count;
  iface->commit = vmx_mock_txn_commit;
  iface->rollback = vmx_mock_txn_rollback;
}

static void
vmx_mock_txn_finalize (GObject *object)
{
  VmxMockTxn *self = VMX_MOCK_TXN (object);

  end (self, FALSE);
  g_hash_table_unref (self->tables);
  g_hash_table_unref (self->changed);
  vmx_mock_store_unref (self->store);
  g_object_unref (self->storage);
  G_OBJECT_CLASS (vmx_mock_txn_parent_class)->finalize (object);
}

static void
vmx_mock_txn_class_init (VmxMockTxnClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_mock_txn_finalize;
}

static void
vmx_mock_txn_init (VmxMockTxn *self)
{
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

VmxStorageTxn *
vmx_mock_txn_new (VmxMockStorage *storage, VmxMockStore *store, VmxTxnMode mode)
{
  VmxMockTxn *self = g_object_new (VMX_TYPE_MOCK_TXN, NULL);

  self->storage = g_object_ref (storage);
  self->store = vmx_mock_store_ref (store);
  self->writes = mode != VMX_TXN_READ;
  self->tables = vmx_mock_store_get_tables (store);
  return VMX_STORAGE_TXN (self);
}
