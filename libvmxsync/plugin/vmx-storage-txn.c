/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-storage-txn.h>

#include <libvmxsync/model/value/vmx-value-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-plugin-check-private.h>

/**
 * VmxStorageTxn:
 *
 * The interface of transactions on a store. [method@Vmx.Storage.begin] gives them.
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (VmxStorageTxn, vmx_storage_txn, G_TYPE_OBJECT)

static void
vmx_storage_txn_default_init (VmxStorageTxnInterface *iface)
{
}

static gboolean
is_row_mask (GBytes *rows, VmxRecordBatch *batch)
{
  return rows == NULL || g_bytes_get_size (rows) == vmx_record_batch_get_n_rows (batch);
}

/**
 * vmx_storage_txn_create_table:
 * @self: a writing transaction
 * @schema: the schema of an object
 * @error: return location for an error, or %NULL
 *
 * Creates the table of an object, with its indexes.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_create_table (VmxStorageTxn *self, VmxObjectSchema *schema, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "create_table", iface->create_table != NULL, error))
    return FALSE;
  success = iface->create_table (self, schema, &local_error);
  return vmx_plugin_check_result (self, "create_table", success, &local_error, error);
}

static gboolean
has_same_key (VmxObjectSchema *from, VmxObjectSchema *to)
{
  guint n = vmx_object_schema_get_n_key_columns (from);

  if (n == 0 || n != vmx_object_schema_get_n_key_columns (to))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (vmx_object_schema_get_key_column_name (from, i),
                      vmx_object_schema_get_key_column_name (to, i)))
      return FALSE;
  return TRUE;
}

/* A column of both schemas whose type differs, NULL if there is none. */
static VmxColumn *
find_other_type (VmxObjectSchema *from, VmxObjectSchema *to)
{
  for (guint i = 0; i < vmx_object_schema_get_n_columns (to); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (to, i);
      VmxColumn *old = vmx_object_schema_find_column (from, vmx_column_get_name (column));

      if (old != NULL && vmx_column_get_column_type (old) != vmx_column_get_column_type (column))
        return old;
    }
  return NULL;
}

/* What no storage has to be able to do. */
static gboolean
check_alteration (VmxObjectSchema *from, VmxObjectSchema *to, GError **error)
{
  const char *name = vmx_object_schema_get_name (from);
  VmxColumn *column;

  if (!g_str_equal (name, vmx_object_schema_get_name (to)))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP,
                   "cannot alter the table “%s”: the other schema is of the object “%s”; expected "
                   "the same name",
                   name, vmx_object_schema_get_name (to));
      return FALSE;
    }
  if (!has_same_key (from, to))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP,
                   "cannot alter the table “%s”: the key columns differ; drop the table and create "
                   "it again",
                   name);
      return FALSE;
    }
  column = find_other_type (from, to);
  if (column == NULL)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP,
               "cannot alter the table “%s”: column “%s” is of type %s, and cannot become another "
               "type; drop the table and create it again",
               name, vmx_column_get_name (column),
               vmx_column_type_to_string (vmx_column_get_column_type (column)));
  return FALSE;
}

/**
 * vmx_storage_txn_alter_table:
 * @self: a writing transaction
 * @from: the schema that the table was made with
 * @to: a schema of the same name with the same key columns, in which columns of the same name have
 *   the same type
 * @error: return location for an error, or %NULL
 *
 * Brings a table to the columns and indexes of another schema. Records stay, with their etags and
 * with the values of the columns that both schemas have. New columns are null. There must be no
 * cursor on the table.
 *
 * Fails with [error@Vmx.Error.SCHEMA_SETUP] if the schemas do not fit together, or if the table
 * cannot be altered; it stays as it is then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_alter_table (VmxStorageTxn *self, VmxObjectSchema *from, VmxObjectSchema *to,
                             GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (from), FALSE);
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (to), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "alter_table", iface->alter_table != NULL, error)
      || !check_alteration (from, to, error))
    return FALSE;
  success = iface->alter_table (self, from, to, &local_error);
  return vmx_plugin_check_result (self, "alter_table", success, &local_error, error);
}

/**
 * vmx_storage_txn_drop_table:
 * @self: a writing transaction
 * @name: the name of a table; it is no error if there is none
 * @error: return location for an error, or %NULL
 *
 * Removes a table with its records and indexes.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_drop_table (VmxStorageTxn *self, const char *name, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "drop_table", iface->drop_table != NULL, error))
    return FALSE;
  success = iface->drop_table (self, name, &local_error);
  return vmx_plugin_check_result (self, "drop_table", success, &local_error, error);
}

/**
 * vmx_storage_txn_has_table:
 * @self: a transaction
 * @name: the name of a table
 * @exists: (out): return location for whether it exists
 * @error: return location for an error, or %NULL
 *
 * Says whether a table exists.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_has_table (VmxStorageTxn *self, const char *name, gboolean *exists,
                           GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (exists != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  *exists = FALSE;
  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "has_table", iface->has_table != NULL, error))
    return FALSE;
  success = iface->has_table (self, name, exists, &local_error);
  return vmx_plugin_check_result (self, "has_table", success, &local_error, error);
}

/**
 * vmx_storage_txn_put:
 * @self: a writing transaction
 * @batch: records with whole keys
 * @mode: what missing cells do
 * @rows: (nullable): one byte per row, 0 for the rows to leave out; %NULL for all
 * @error: return location for an error, or %NULL
 *
 * Writes records with their etags: new ones are added, others with the same key are changed. Rows
 * that are marked as deleted are left out. With %VMX_PUT_MERGE, a row without an etag leaves the
 * stored one.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_put (VmxStorageTxn *self, VmxRecordBatch *batch, VmxPutMode mode, GBytes *rows,
                     GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (batch), FALSE);
  g_return_val_if_fail (is_row_mask (rows, batch), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "put", iface->put != NULL, error))
    return FALSE;
  success = iface->put (self, batch, mode, rows, &local_error);
  return vmx_plugin_check_result (self, "put", success, &local_error, error);
}

/**
 * vmx_storage_txn_remove:
 * @self: a writing transaction
 * @batch: rows with whole keys
 * @rows: (nullable): one byte per row, 0 for the rows to leave out; %NULL for all
 * @n_removed: (out) (optional): return location for the number of records that were there
 * @error: return location for an error, or %NULL
 *
 * Removes records by their keys. It is no error if one is not there.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_remove (VmxStorageTxn *self, VmxRecordBatch *batch, GBytes *rows,
                        guint64 *n_removed, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  guint64 removed = 0;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (batch), FALSE);
  g_return_val_if_fail (is_row_mask (rows, batch), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "remove", iface->remove != NULL, error))
    return FALSE;
  success = iface->remove (self, batch, rows, &removed, &local_error);
  if (n_removed != NULL)
    *n_removed = removed;
  return vmx_plugin_check_result (self, "remove", success, &local_error, error);
}

/**
 * vmx_storage_txn_clear:
 * @self: a writing transaction
 * @schema: the schema of an object
 * @error: return location for an error, or %NULL
 *
 * Removes all records of an object.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_clear (VmxStorageTxn *self, VmxObjectSchema *schema, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "clear", iface->clear != NULL, error))
    return FALSE;
  success = iface->clear (self, schema, &local_error);
  return vmx_plugin_check_result (self, "clear", success, &local_error, error);
}

static gboolean
check_row_count (VmxStorageTxn *self, VmxRecordBatch *found, VmxRecordBatch *keys, GError **error)
{
  guint n_found = vmx_record_batch_get_n_rows (found);
  guint n_keys = vmx_record_batch_get_n_rows (keys);

  if (n_found == n_keys)
    return TRUE;
  vmx_plugin_set_misbehaved (self, "lookup", error, "%u rows were asked for, but it gave %u",
                             n_keys, n_found);
  return FALSE;
}

/**
 * vmx_storage_txn_lookup:
 * @self: a transaction
 * @keys: rows with whole keys
 * @error: return location for an error, or %NULL
 *
 * Reads the stored records that have the keys of a batch, with their etags.
 *
 * Returns: (transfer full): a batch with as many rows in the same order; where nothing is stored
 *   all cells of the row are missing
 *
 * Since: 0.1
 */
VmxRecordBatch *
vmx_storage_txn_lookup (VmxStorageTxn *self, VmxRecordBatch *keys, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), NULL);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (keys), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "lookup", iface->lookup != NULL, error))
    return NULL;
  found = iface->lookup (self, keys, &local_error);
  if (!vmx_plugin_check_result (self, "lookup", found != NULL, &local_error, error)
      || !vmx_plugin_check_schema (self, "lookup", found, vmx_record_batch_get_schema (keys), error)
      || !check_row_count (self, found, keys, error))
    return NULL;
  return g_steal_pointer (&found);
}

/**
 * vmx_storage_txn_select:
 * @self: a transaction
 * @selection: what to find
 * @error: return location for an error, or %NULL
 *
 * Finds records.
 *
 * Returns: (transfer full): a cursor
 *
 * Since: 0.1
 */
VmxStorageCursor *
vmx_storage_txn_select (VmxStorageTxn *self, VmxSelection *selection, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), NULL);
  g_return_val_if_fail (VMX_IS_SELECTION (selection), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "select", iface->select != NULL, error))
    return NULL;
  cursor = iface->select (self, selection, &local_error);
  if (!vmx_plugin_check_result (self, "select", cursor != NULL, &local_error, error))
    return NULL;
  return g_steal_pointer (&cursor);
}

/**
 * vmx_storage_txn_count:
 * @self: a transaction
 * @selection: what to count; its columns, orders and limit are left aside
 * @error: return location for an error, or %NULL
 *
 * Counts records.
 *
 * Returns: the number, -1 on failure
 *
 * Since: 0.1
 */
gint64
vmx_storage_txn_count (VmxStorageTxn *self, VmxSelection *selection, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gint64 count;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), -1);
  g_return_val_if_fail (VMX_IS_SELECTION (selection), -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "count", iface->count != NULL, error))
    return -1;
  count = iface->count (self, selection, &local_error);
  return vmx_plugin_check_result (self, "count", count >= 0, &local_error, error) ? count : -1;
}

/**
 * vmx_storage_txn_commit:
 * @self: a transaction
 * @error: return location for an error, or %NULL
 *
 * Makes everything done in the transaction last, and ends it. A failed commit keeps nothing.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_commit (VmxStorageTxn *self, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "commit", iface->commit != NULL, error))
    return FALSE;
  success = iface->commit (self, &local_error);
  return vmx_plugin_check_result (self, "commit", success, &local_error, error);
}

/**
 * vmx_storage_txn_rollback:
 * @self: a transaction
 * @error: return location for an error, or %NULL
 *
 * Undoes everything done in the transaction, and ends it.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_txn_rollback (VmxStorageTxn *self, GError **error)
{
  VmxStorageTxnInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE_TXN (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_TXN_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "rollback", iface->rollback != NULL, error))
    return FALSE;
  success = iface->rollback (self, &local_error);
  return vmx_plugin_check_result (self, "rollback", success, &local_error, error);
}
