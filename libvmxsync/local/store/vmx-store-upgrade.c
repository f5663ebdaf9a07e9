/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The format of a store: making the system tables, and bringing those of older versions up. */
#include <libvmxsync/local/store/vmx-store-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>

static gboolean
create_system_tables (VmxStorageTxn *txn, GError **error)
{
  g_autofree char *id = g_uuid_string_random ();

  for (guint i = 0; i < VMX_N_TABLES; i++)
    if (!vmx_storage_txn_create_table (txn, vmx_system_table_get_schema (i), error))
      return FALSE;
  return vmx_store_set_meta_number (txn, "format", VMX_STORE_FORMAT, error)
         && vmx_store_set_meta (txn, "store-id", id, error)
         && vmx_store_set_meta_number (txn, "schema-generation", 0, error);
}

/* Also stores of formats that are not even numbers are left alone. */
static gboolean
read_format (VmxStorageTxn *txn, gint64 *format, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *text = vmx_store_get_meta (txn, "format", &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (text != NULL && g_ascii_string_to_signed (text, 10, 1, VMX_STORE_FORMAT, format, NULL))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_VERSION,
               "the store has the format %s, this program knows the formats 1 to %d; use a newer "
               "version of the program, the store is left as it is",
               text != NULL ? text : "“unknown”", VMX_STORE_FORMAT);
  return FALSE;
}

/* The schema that a system table had before it got these columns. */
static VmxObjectSchema *
make_schema_without (VmxObjectSchema *schema, const char *const *columns, GError **error)
{
  VmxObjectSchema *earlier = vmx_object_schema_new (vmx_object_schema_get_name (schema));

  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (schema, i);

      if (!g_strv_contains (columns, vmx_column_get_name (column)))
        vmx_object_schema_add_column (earlier, column);
    }
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    vmx_object_schema_add_key_column (earlier, vmx_object_schema_get_key_column_name (schema, i));
  if (vmx_object_schema_seal (earlier, error))
    return earlier;
  g_object_unref (earlier);
  return NULL;
}

static const char *const new_change_columns[]
    = { "temporary_key", "answer_status", "answer_code", NULL };

/* Stores of format 1 never had a change. */
static gboolean
upgrade_from_1 (VmxStorageTxn *txn, GError **error)
{
  g_autoptr(VmxObjectSchema) changes = make_schema_without (
      vmx_system_table_get_schema (VMX_TABLE_CHANGES), new_change_columns, error);

  return changes != NULL && vmx_storage_txn_drop_table (txn, "vmx_changes", error)
         && vmx_storage_txn_create_table (txn, changes, error);
}

static gboolean
add_columns (VmxStorageTxn *txn, VmxSystemTable table, const char *const *columns, GError **error)
{
  VmxObjectSchema *schema = vmx_system_table_get_schema (table);
  g_autoptr(VmxObjectSchema) earlier = make_schema_without (schema, columns, error);

  return earlier != NULL && vmx_storage_txn_alter_table (txn, earlier, schema, error);
}

/* Format 2 had no uploads, so its outbox was always empty. */
static gboolean
upgrade_from_2 (VmxStorageTxn *txn, GError **error)
{
  static const char *const outbox_columns[] = { "object", "last_sent", NULL };

  return add_columns (txn, VMX_TABLE_CHANGES, new_change_columns, error)
         && add_columns (txn, VMX_TABLE_OUTBOX, outbox_columns, error);
}

typedef gboolean (*UpgradeFunc) (VmxStorageTxn *txn, GError **error);

/* The step from each format to the next. */
static const UpgradeFunc upgrades[VMX_STORE_FORMAT] = { NULL, upgrade_from_1, upgrade_from_2 };

static gboolean
upgrade (VmxStorageTxn *txn, gint64 format, GError **error)
{
  for (; format < VMX_STORE_FORMAT; format++)
    {
      g_autoptr(GError) local_error = NULL;

      if (upgrades[format](txn, &local_error))
        continue;
      g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_UPGRADE_FAILED,
                   "the store could not be brought from format %" G_GINT64_FORMAT " to the next, "
                   "and is left as it is: %s",
                   format, local_error->message);
      return FALSE;
    }
  return vmx_store_set_meta_number (txn, "format", VMX_STORE_FORMAT, error);
}

/* Whether there is nothing to write. */
static gboolean
check_current (VmxStore *self, gboolean *is_current, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn
      = vmx_storage_begin (self->storage, VMX_TXN_READ, cancellable, error);
  gint64 format = 0;

  if (txn == NULL || !vmx_storage_txn_has_table (txn, "vmx_meta", is_current, error)
      || (*is_current && !read_format (txn, &format, error)))
    return FALSE;
  *is_current = format == VMX_STORE_FORMAT;
  return vmx_storage_txn_rollback (txn, error);
}

gboolean
vmx_store_prepare (VmxStore *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = NULL;
  gboolean is_current;
  gboolean exists;
  gint64 format;

  if (!check_current (self, &is_current, cancellable, error))
    return FALSE;
  if (is_current)
    return TRUE;
  /* Another program may be faster, so everything is asked again. */
  txn = vmx_storage_begin (self->storage, VMX_TXN_WRITE_DURABLE, cancellable, error);
  if (txn == NULL || !vmx_storage_txn_has_table (txn, "vmx_meta", &exists, error))
    return FALSE;
  if (exists)
    return read_format (txn, &format, error) && upgrade (txn, format, error)
           && vmx_storage_txn_commit (txn, error);
  return create_system_tables (txn, error) && vmx_storage_txn_commit (txn, error);
}
