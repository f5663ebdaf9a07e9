/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "system-rows.h"

/* As in libvmxsync/local/store/vmx-system-tables.c: names separated by blanks. */
static const struct
{
  const char *name, *key, *texts, *numbers, *json;
} tables[] = {
  [SYSTEM_CHANGES] = { "vmx_changes", "seq", "service object key action state changed_at answer",
                       "seq deferred latest_only attempts", "record_values" },
  [SYSTEM_ORIGINALS]
  = { "vmx_originals", "object key", "object key first_action base_etag server_etag server_state",
      "", "base_image server_image" },
  [SYSTEM_BOOKMARKS] = { "vmx_bookmarks", "object filter",
                         "object filter kind token batch_context first_mark", "", "" },
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
make_schema (SystemTable table)
{
  VmxObjectSchema *schema = vmx_object_schema_new (tables[table].name);
  g_auto(GStrv) key = g_strsplit (tables[table].key, " ", -1);
  g_autoptr(GError) error = NULL;

  add_columns (schema, tables[table].texts, VMX_COLUMN_STRING);
  add_columns (schema, tables[table].numbers, VMX_COLUMN_INT64);
  add_columns (schema, tables[table].json, VMX_COLUMN_JSON);
  for (guint i = 0; key[i] != NULL; i++)
    vmx_object_schema_add_key_column (schema, key[i]);
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

static VmxStorageTxn *
begin (VmxClient *client)
{
  g_autoptr(GError) error = NULL;
  VmxStorageTxn *txn
      = vmx_storage_begin (vmx_client_get_storage (client), VMX_TXN_READ, NULL, &error);

  g_assert_no_error (error);
  return txn;
}

static VmxRecordBatch *
read_all (VmxClient *client, SystemTable table)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (table);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxStorageTxn) txn = begin (client);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(GError) error = NULL;
  VmxRecordBatch *batch;

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    vmx_selection_add_order (selection, vmx_object_schema_get_key_column_index (schema, i),
                             VMX_ORDER_ASCENDING);
  cursor = vmx_storage_txn_select (txn, selection, &error);
  g_assert_no_error (error);
  batch = vmx_storage_cursor_next (cursor, 1000, NULL, &error);
  g_assert_no_error (error);
  return batch;
}

guint
system_rows_count (VmxClient *client, SystemTable table)
{
  g_autoptr(VmxRecordBatch) batch = read_all (client, table);

  return vmx_record_batch_get_n_rows (batch);
}

char *
system_rows_print (VmxClient *client, SystemTable table)
{
  g_autoptr(VmxRecordBatch) batch = read_all (client, table);
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      g_autoptr(VmxRecord) record = vmx_record_batch_get_record (batch, row);
      g_autofree char *json = vmx_record_to_json (record);

      g_string_append_printf (text, "%s\n", json);
    }
  return g_string_free (text, FALSE);
}
