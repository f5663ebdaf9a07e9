/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-system-tables-private.h>

#include <string.h>

typedef struct
{
  const char *name;
  const char *key; /* column names, separated by blanks */
  const char *text_columns;
  const char *int_columns;
  const char *json_columns;
  const char *index; /* (nullable): column names, separated by blanks */
} TableInfo;

static const TableInfo tables[VMX_N_TABLES] = {
  [VMX_TABLE_META] = { "vmx_meta", "name", "name value", "", "" },
  [VMX_TABLE_SERVICES]
  = { "vmx_services", "name", "name transport url version schema_time set_up", "position",
      "options schema" },
  [VMX_TABLE_CHANGES]
  = { "vmx_changes", "seq", "service object key action state changed_at answer answer_code",
      "seq deferred latest_only attempts temporary_key answer_status", "record_values",
      "object key" },
  [VMX_TABLE_ORIGINALS]
  = { "vmx_originals", "object key",
      "object key first_action base_etag server_etag server_state", "", "base_image server_image" },
  [VMX_TABLE_KEYS]
  = { "vmx_keys", "object temporary_key", "object temporary_key real_key", "", "" },
  [VMX_TABLE_BOOKMARKS]
  = { "vmx_bookmarks", "object filter", "object filter kind token batch_context first_mark", "",
      "" },
  [VMX_TABLE_OUTBOX]
  = { "vmx_outbox", "request_id",
      "request_id service object first_sent last_sent method url form body", "attempts",
      "headers seqs" },
  [VMX_TABLE_RUNS]
  = { "vmx_runs", "run", "service object started ended outcome message", "run downloaded uploaded",
      "options" },
};

static void
add_columns (VmxObjectSchema *schema, const char *names, VmxColumnType type)
{
  g_auto(GStrv) columns = g_strsplit (names, " ", -1);

  for (guint i = 0; columns[i] != NULL && *columns[i] != '\0'; i++)
    {
      g_autoptr(VmxColumn) column = vmx_column_new (columns[i], type, VMX_COLUMN_FLAG_NULLABLE);

      vmx_object_schema_add_column (schema, column);
    }
}

static VmxObjectSchema *
make_schema (const TableInfo *info)
{
  VmxObjectSchema *schema = vmx_object_schema_new (info->name);
  g_auto(GStrv) key = g_strsplit (info->key, " ", -1);
  g_autoptr(GError) error = NULL;

  add_columns (schema, info->text_columns, VMX_COLUMN_STRING);
  add_columns (schema, info->int_columns, VMX_COLUMN_INT64);
  add_columns (schema, info->json_columns, VMX_COLUMN_JSON);
  for (guint i = 0; key[i] != NULL; i++)
    vmx_object_schema_add_key_column (schema, key[i]);
  if (info->index != NULL)
    {
      g_auto(GStrv) index = g_strsplit (info->index, " ", -1);

      vmx_object_schema_add_index (schema, (const char *const *) index);
    }
  if (!vmx_object_schema_seal (schema, &error))
    g_error ("%s", error->message);
  return schema;
}

VmxObjectSchema *
vmx_system_table_get_schema (VmxSystemTable table)
{
  static VmxObjectSchema *schemas[VMX_N_TABLES];
  static gsize done;

  if (g_once_init_enter (&done))
    {
      for (guint i = 0; i < VMX_N_TABLES; i++)
        schemas[i] = make_schema (&tables[i]);
      g_once_init_leave (&done, 1);
    }
  return schemas[table];
}

/* What servers and programs say is kept even if it is not UTF-8; JSON was written by the library
 * itself, and every edit has some: it is not parsed once more. */
static gboolean
set_text (VmxRecordBatch *batch, guint row, guint column, const char *text)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  VmxColumnType type = vmx_column_get_column_type (vmx_object_schema_get_column (schema, column));
  gsize length = strlen (text);
  g_autofree char *valid = NULL;

  if (type == VMX_COLUMN_JSON)
    {
      vmx_record_batch_put_text (batch, row, column, text, length);
      return TRUE;
    }
  if (vmx_record_batch_set_string (batch, row, column, text, length, NULL))
    return TRUE;
  valid = g_utf8_make_valid (text, -1);
  return vmx_record_batch_set_string (batch, row, column, valid, strlen (valid), NULL);
}

static void
add_row (VmxRecordBatch *batch, const char *first_column, va_list args)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  guint row = vmx_record_batch_add_row (batch);

  for (const char *column = first_column; column != NULL; column = va_arg (args, const char *))
    {
      const char *text = va_arg (args, const char *);
      guint index = (guint) vmx_object_schema_get_column_index (schema, column);

      if (text == NULL)
        vmx_record_batch_set_null (batch, row, index);
      else if (!set_text (batch, row, index, text))
        g_critical ("%s.%s cannot hold a value", vmx_object_schema_get_name (schema), column);
    }
}

VmxRecordBatch *
vmx_system_table_new_row (VmxSystemTable table, const char *first_column, ...)
{
  VmxRecordBatch *batch = vmx_record_batch_new (vmx_system_table_get_schema (table));
  va_list args;

  va_start (args, first_column);
  add_row (batch, first_column, args);
  va_end (args);
  return batch;
}

void
vmx_system_table_add_row (VmxRecordBatch *batch, const char *first_column, ...)
{
  va_list args;

  va_start (args, first_column);
  add_row (batch, first_column, args);
  va_end (args);
}

static const VmxValue *
get_cell (VmxRecordBatch *batch, guint row, const char *column)
{
  int index = vmx_object_schema_get_column_index (vmx_record_batch_get_schema (batch), column);

  return vmx_record_batch_peek_value (batch, row, (guint) index);
}

const char *
vmx_system_table_get_text (VmxRecordBatch *batch, guint row, const char *column)
{
  return vmx_value_get_text (get_cell (batch, row, column), NULL);
}

gint64
vmx_system_table_get_int64 (VmxRecordBatch *batch, guint row, const char *column)
{
  return vmx_value_get_int64 (get_cell (batch, row, column));
}

static VmxQuery *
make_condition (VmxObjectSchema *schema, const char *first_column, va_list args)
{
  g_autoptr(VmxQuery) condition = NULL;

  for (const char *column = first_column; column != NULL; column = va_arg (args, const char *))
    {
      g_autoptr(VmxValue) value = vmx_value_new_text (va_arg (args, const char *));
      g_autoptr(VmxQuery) left = vmx_query_new_column (
          schema, (guint) vmx_object_schema_get_column_index (schema, column));
      g_autoptr(VmxQuery) right = vmx_query_new_literal (value);
      g_autoptr(VmxQuery) equal
          = vmx_query_new_comparison (VMX_QUERY_EQ, VMX_QUERY_NULLS_SQL, left, right);
      g_autoptr(VmxQuery) before = g_steal_pointer (&condition);

      condition = before != NULL ? vmx_query_new_and (before, equal) : g_steal_pointer (&equal);
    }
  return g_steal_pointer (&condition);
}

VmxQuery *
vmx_system_table_new_condition (VmxObjectSchema *schema, const char *first_column, ...)
{
  VmxQuery *condition;
  va_list args;

  va_start (args, first_column);
  condition = make_condition (schema, first_column, args);
  va_end (args);
  return condition;
}

VmxRecordBatch *
vmx_system_table_select (VmxStorageTxn *txn, VmxSystemTable table, const char *order,
                         GError **error, const char *first_column, ...)
{
  VmxObjectSchema *schema = vmx_system_table_get_schema (table);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxQuery) condition = NULL;
  va_list args;

  va_start (args, first_column);
  condition = make_condition (schema, first_column, args);
  va_end (args);
  vmx_selection_set_query (selection, condition);
  vmx_selection_add_order (selection, (guint) vmx_object_schema_get_column_index (schema, order),
                           VMX_ORDER_ASCENDING);
  cursor = vmx_storage_txn_select (txn, selection, error);
  return cursor != NULL ? vmx_storage_cursor_next (cursor, G_MAXUINT, NULL, error) : NULL;
}

gboolean
vmx_system_table_remove_rows_of (VmxStorageTxn *txn, VmxSystemTable table, const char *object,
                                 GError **error)
{
  g_autoptr(VmxRecordBatch) rows
      = vmx_system_table_select (txn, table, "object", error, "object", object, NULL);

  if (rows == NULL)
    return FALSE;
  return vmx_record_batch_get_n_rows (rows) == 0
         || vmx_storage_txn_remove (txn, rows, NULL, NULL, error);
}
