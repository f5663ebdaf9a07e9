/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A service's schema changes while its records stay. */
#include <libvmxsync/local/store/vmx-store-change-private.h>

#include <libvmxsync/local/store/vmx-schema-diff-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>

static VmxRecordBatch *
select_rows (VmxStorageTxn *txn, VmxSystemTable table, const char *object, GError **error)
{
  return vmx_system_table_select (txn, table, "object", error, "object", object, NULL);
}

/* No edit is ever lost with its object. */
static gboolean
check_no_edits (VmxStorageTxn *txn, const char *object, GError **error)
{
  g_autoptr(VmxRecordBatch) changes = select_rows (txn, VMX_TABLE_CHANGES, object, error);
  g_autoptr(VmxRecordBatch) originals
      = changes != NULL ? select_rows (txn, VMX_TABLE_ORIGINALS, object, error) : NULL;
  guint n_changes;
  guint n_originals;

  if (originals == NULL)
    return FALSE;
  n_changes = vmx_record_batch_get_n_rows (changes);
  n_originals = vmx_record_batch_get_n_rows (originals);
  if (n_changes == 0 && n_originals == 0)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP,
               "object “%s” cannot be removed, because local edits would be lost (changes: %u, "
               "edited records: %u); synchronise it or roll it back first",
               object, n_changes, n_originals);
  return FALSE;
}

static gboolean
remove_object (VmxStorageTxn *txn, const char *object, GError **error)
{
  return check_no_edits (txn, object, error) && vmx_storage_txn_drop_table (txn, object, error)
         && vmx_system_table_remove_rows_of (txn, VMX_TABLE_KEYS, object, error)
         && vmx_system_table_remove_rows_of (txn, VMX_TABLE_BOOKMARKS, object, error);
}

static gboolean
apply_one (VmxStorageTxn *txn, VmxObjectDiff *diff, GError **error)
{
  const char *name
      = vmx_object_schema_get_name (diff->before != NULL ? diff->before : diff->after);

  switch (diff->kind)
    {
    case VMX_OBJECT_DIFF_REMOVED:
      return remove_object (txn, name, error);
    case VMX_OBJECT_DIFF_ALTERED:
      return vmx_storage_txn_alter_table (txn, diff->before, diff->after, error)
             && vmx_system_table_remove_rows_of (txn, VMX_TABLE_BOOKMARKS, name, error);
    case VMX_OBJECT_DIFF_ADDED:
      return vmx_storage_txn_create_table (txn, diff->after, error);
    case VMX_OBJECT_DIFF_UNCHANGED:
    default:
      return TRUE;
    }
}

gboolean
vmx_store_change_tables (VmxStorageTxn *txn, VmxServiceInfo *before, VmxServiceInfo *after,
                         gboolean *is_changed, GError **error)
{
  g_autoptr(GPtrArray) diffs = vmx_schema_diff (before->schema, after->schema, error);

  *is_changed = FALSE;
  if (diffs == NULL)
    return FALSE;
  /* Added objects come last: one may have the name of a removed one in another case. */
  for (guint i = 0; i < diffs->len; i++)
    {
      VmxObjectDiff *diff = diffs->pdata[i];

      if (!apply_one (txn, diff, error))
        return FALSE;
      *is_changed = *is_changed || diff->kind != VMX_OBJECT_DIFF_UNCHANGED;
    }
  return TRUE;
}
