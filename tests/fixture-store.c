/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixture-store.h"

const FixtureTable fixture_meta = { "vmx_meta", "*name:string value:string" };
const FixtureTable fixture_changes = {
  "vmx_changes",
  "service:string object:string key:string action:string state:string changed_at:string "
  "answer:string answer_code:string *seq:int64 deferred:int64 latest_only:int64 attempts:int64 "
  "temporary_key:int64 answer_status:int64 record_values:json",
};
const FixtureTable fixture_originals = {
  "vmx_originals",
  "*object:string *key:string first_action:string base_etag:string server_etag:string "
  "server_state:string base_image:json server_image:json",
};
const FixtureTable fixture_bookmarks = {
  "vmx_bookmarks",
  "*object:string *filter:string kind:string token:string batch_context:string first_mark:string",
};
const FixtureTable fixture_outbox = {
  "vmx_outbox",
  "*request_id:string service:string object:string first_sent:string last_sent:string "
  "method:string url:string form:string body:string attempts:int64 headers:json seqs:json",
};

static VmxObjectSchema *
make_schema (const FixtureTable *table)
{
  VmxObjectSchema *schema = vmx_object_schema_new (table->name);
  g_auto(GStrv) columns = g_strsplit (table->columns, " ", -1);
  g_autoptr(GEnumClass) types = g_type_class_ref (VMX_TYPE_COLUMN_TYPE);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; columns[i] != NULL; i++)
    {
      gboolean is_key = *columns[i] == '*';
      g_auto(GStrv) parts = g_strsplit (columns[i] + (is_key ? 1 : 0), ":", 2);
      GEnumValue *type = g_enum_get_value_by_nick (types, parts[1]);
      g_autoptr(VmxColumn) column
          = vmx_column_new (parts[0], (VmxColumnType) type->value, VMX_COLUMN_FLAG_NULLABLE);

      vmx_object_schema_add_column (schema, column);
      if (is_key)
        vmx_object_schema_add_key_column (schema, parts[0]);
    }
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

void
fixture_put_row (VmxStorage *storage, const FixtureTable *table, const char *json)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (table);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  vmx_record_batch_append_json (batch, json, &error);
  g_assert_no_error (error);
  txn = vmx_storage_begin (storage, VMX_TXN_WRITE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_put (txn, batch, VMX_PUT_MERGE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

static void
append_row (GString *json, VmxRecordBatch *batch, guint row, const char *const *columns)
{
  g_autoptr(VmxRecord) record = vmx_record_batch_get_record (batch, row);
  g_autoptr(VmxRecord) chosen = vmx_record_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    vmx_record_set_value (chosen, columns[i], vmx_record_get_value (record, columns[i]));
  text = vmx_record_to_json (columns != NULL ? chosen : record);
  g_string_append_printf (json, "%s%s", json->len > 1 ? "," : "", text);
}

char *
fixture_read_rows (VmxStorage *storage, const FixtureTable *table, const char *columns)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (table);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_auto(GStrv) names = columns != NULL ? g_strsplit (columns, " ", -1) : NULL;
  g_autoptr(GString) json = g_string_new ("[");
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    vmx_selection_add_order (selection, vmx_object_schema_get_key_column_index (schema, i),
                             VMX_ORDER_ASCENDING);
  txn = vmx_storage_begin (storage, VMX_TXN_READ, NULL, &error);
  g_assert_no_error (error);
  cursor = vmx_storage_txn_select (txn, selection, &error);
  g_assert_no_error (error);
  batch = vmx_storage_cursor_next (cursor, G_MAXUINT, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < vmx_record_batch_get_n_rows (batch); i++)
    append_row (json, batch, i, (const char *const *) names);
  g_string_append_c (json, ']');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

guint
fixture_count_rows (VmxStorage *storage, const FixtureTable *table)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (table);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;
  gint64 n;

  txn = vmx_storage_begin (storage, VMX_TXN_READ, NULL, &error);
  g_assert_no_error (error);
  n = vmx_storage_txn_count (txn, selection, &error);
  g_assert_no_error (error);
  return (guint) n;
}
