/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-key-alias-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/model/value/vmx-value-private.h>
#include <libvmxsync/model/vmx-error.h>

static gboolean
is_made_by_server (VmxObjectSchema *schema, guint column)
{
  VmxColumn *info = vmx_object_schema_get_column (schema, column);

  return (vmx_column_get_flags (info) & VMX_COLUMN_FLAG_COMPUTED) != 0
         || g_strcmp0 (vmx_object_schema_get_setting (schema, "generated-key"), "server") == 0;
}

/* What the library makes: numbers below zero, the same as text, and GUIDs. */
static gboolean
may_be_temporary (VmxObjectSchema *schema, guint column, const VmxValue *value)
{
  VmxValueKind kind = vmx_value_get_kind (value);

  if (kind == VMX_VALUE_INT64)
    return vmx_value_get_int64 (value) < 0;
  if (kind == VMX_VALUE_DECIMAL || kind == VMX_VALUE_TEXT)
    return *vmx_value_get_text (value, NULL) == '-';
  return kind == VMX_VALUE_GUID && is_made_by_server (schema, column);
}

/* Whether the key is whole, and a part of it may be temporary. */
static gboolean
is_worth_it (VmxRecordBatch *keys, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (keys);
  gboolean found = FALSE;

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);
      const VmxValue *value = vmx_record_batch_peek_value (keys, row, column);

      if (vmx_value_is_null (value))
        return FALSE;
      found = found || may_be_temporary (schema, column, value);
    }
  return found;
}

static gboolean
set_key (VmxRecordBatch *keys, guint row, const char *key, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (keys);
  g_autoptr(VmxJsonTree) tree = vmx_json_tree_new (key, -1, error);

  for (guint i = 0; tree != NULL && i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);
      const VmxJsonTree *part = vmx_json_tree_get_child (tree, i);
      VmxColumnType type
          = vmx_column_get_column_type (vmx_object_schema_get_column (schema, column));
      g_autoptr(VmxValue) value = part != NULL && part->text != NULL
                                      ? vmx_value_new_parsed (type, part->text, error)
                                      : NULL;

      if (value == NULL || !vmx_record_batch_set_value (keys, row, column, value, error))
        return FALSE;
    }
  return tree != NULL;
}

/* A server may have negative keys, too. */
static gboolean
has_record (VmxStorageTxn *txn, VmxRecordBatch *keys, guint row, gboolean *exists, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (keys);
  g_autoptr(VmxRecordBatch) found = vmx_storage_txn_lookup (txn, keys, error);
  guint column = vmx_object_schema_get_key_column_index (schema, 0);

  *exists = found != NULL
            && vmx_value_get_kind (vmx_record_batch_peek_value (found, row, column))
                   != VMX_VALUE_MISSING;
  return found != NULL;
}

gboolean
vmx_key_alias_follow (VmxStorageTxn *txn, VmxRecordBatch *keys, guint row, GError **error)
{
  const char *object = vmx_object_schema_get_name (vmx_record_batch_get_schema (keys));
  g_autoptr(VmxRecordBatch) wanted = NULL;
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autofree char *key = NULL;
  const char *real;
  gboolean exists;

  if (!is_worth_it (keys, row))
    return TRUE;
  if (!has_record (txn, keys, row, &exists, error) || exists)
    return exists;
  key = vmx_record_batch_get_key_text (keys, row);
  wanted = vmx_system_table_new_row (VMX_TABLE_KEYS, "object", object, "temporary_key", key, NULL);
  found = vmx_storage_txn_lookup (txn, wanted, error);
  if (found == NULL)
    return FALSE;
  real = vmx_system_table_get_text (found, 0, "real_key");
  return real == NULL || set_key (keys, row, real, error);
}

VmxRecord *
vmx_key_alias_translate (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxRecord *key,
                         GError **error)
{
  g_autoptr(VmxRecordBatch) keys = vmx_record_batch_new (schema);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  /* What is wrong with it is told by those who use it. */
  if (!vmx_record_batch_append_record (keys, key, NULL) || !is_worth_it (keys, 0))
    return g_object_ref (key);
  before = vmx_record_batch_get_key_text (keys, 0);
  if (!vmx_key_alias_follow (txn, keys, 0, error))
    return NULL;
  after = vmx_record_batch_get_key_text (keys, 0);
  return g_str_equal (before, after) ? g_object_ref (key) : vmx_record_batch_get_record (keys, 0);
}
