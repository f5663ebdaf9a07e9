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
begin (VmxClient *client, VmxTxnMode mode)
{
  g_autoptr(GError) error = NULL;
  VmxStorageTxn *txn = vmx_storage_begin (vmx_client_get_storage (client), mode, NULL, &error);

  g_assert_no_error (error);
  return txn;
}

static void
put (VmxClient *client, SystemTable table, const char *json)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (table);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxStorageTxn) txn = begin (client, VMX_TXN_WRITE);
  g_autoptr(GError) error = NULL;

  vmx_record_batch_append_json (batch, json, &error);
  g_assert_no_error (error);
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

/* Quoted for JSON. */
static char *
quote (const char *text)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  return g_strdup_printf ("\"%s\"", escaped);
}

void
system_rows_put_change (VmxClient *client, gint64 seq, const char *service, const char *object,
                        const char *key, const char *values)
{
  g_autofree char *quoted_key = quote (key);
  g_autofree char *json = g_strdup_printf (
      "{\"seq\":%" G_GINT64_FORMAT ",\"service\":\"%s\",\"object\":\"%s\",\"key\":%s,"
      "\"action\":\"update\",\"state\":\"pending\",\"deferred\":0,\"record_values\":%s}",
      seq, service, object, quoted_key, values);

  put (client, SYSTEM_CHANGES, json);
}

void
system_rows_put_original (VmxClient *client, const char *object, const char *key,
                          const char *base_image)
{
  g_autofree char *quoted_key = quote (key);
  g_autofree char *json = g_strdup_printf ("{\"object\":\"%s\",\"key\":%s,\"first_action\":"
                                           "\"update\",\"server_state\":\"same\",\"base_image\":"
                                           "%s}",
                                           object, quoted_key, base_image);

  put (client, SYSTEM_ORIGINALS, json);
}

void
system_rows_clear (VmxClient *client, SystemTable table)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (table);
  g_autoptr(VmxStorageTxn) txn = begin (client, VMX_TXN_WRITE);
  g_autoptr(GError) error = NULL;

  vmx_storage_txn_clear (txn, schema, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

static VmxRecordBatch *
read_all (VmxClient *client, SystemTable table)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (table);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxStorageTxn) txn = begin (client, VMX_TXN_READ);
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
