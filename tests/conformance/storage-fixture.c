/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "storage-fixture.h"

#include <string.h>

static const char *plugin;

void
storage_fixture_set_plugin (const char *name)
{
  plugin = name;
}

static gboolean
has_property (VmxStorage *storage, const char *name)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (storage), name) != NULL;
}

VmxStorage *
storage_fixture_make (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "new", "store.db", NULL);
  GObject *storage = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), plugin,
                                               VMX_PLUGIN_KIND_STORAGE, &error);

  g_assert_no_error (error);
  g_assert_true (VMX_IS_STORAGE (storage));
  if (has_property (VMX_STORAGE (storage), "path"))
    g_object_set (storage, "path", path, NULL);
  return VMX_STORAGE (storage);
}

void
storage_fixture_set_up (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->storage = storage_fixture_make ();
  g_assert_false (vmx_storage_exists (self->storage));
  vmx_storage_open (self->storage, TRUE, NULL, &error);
  g_assert_no_error (error);
  self->schema = storage_make_schema (
      "Thing", "*ID:int32", "Flag:boolean", "Byte:byte", "Tiny:sbyte", "Short:int16", "Big:int64",
      "Float:single", "Real:double", "Amount:decimal", "Name:string", "Day:date",
      "Clock:time-of-day", "Stamp:timestamp", "Span:duration", "Guid:guid", "Photo:binary",
      "Scan:stream", "Address:json", NULL);
  storage_create_table (self->storage, self->schema);
}

void
storage_fixture_tear_down (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  vmx_storage_close (self->storage, &error);
  g_assert_no_error (error);
  vmx_storage_destroy (self->storage, &error);
  g_assert_no_error (error);
  g_assert_false (vmx_storage_exists (self->storage));
  g_clear_object (&self->storage);
  g_clear_object (&self->schema);
}

static VmxColumnType
find_type (const char *name)
{
  static const char *const names[] = {
    "boolean",   "byte",     "sbyte",   "int16",  "int32",  "int64",
    "single",    "double",   "decimal", "string", "date",   "time-of-day",
    "timestamp", "duration", "guid",    "binary", "stream", "json",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return (VmxColumnType) i;
  g_error ("no column type “%s”", name);
}

static void
add_column (VmxObjectSchema *schema, const char *text)
{
  gboolean is_key = *text == '*';
  g_auto(GStrv) parts = g_strsplit (is_key ? text + 1 : text, ":", 2);
  g_autoptr(VmxColumn) column = vmx_column_new (
      parts[0], find_type (parts[1]), is_key ? VMX_COLUMN_FLAG_NONE : VMX_COLUMN_FLAG_NULLABLE);

  vmx_object_schema_add_column (schema, column);
  if (is_key)
    vmx_object_schema_add_key_column (schema, parts[0]);
}

VmxObjectSchema *
storage_make_schema (const char *name, ...)
{
  g_autoptr(GError) error = NULL;
  VmxObjectSchema *schema = vmx_object_schema_new (name);
  const char *text;
  va_list columns;

  va_start (columns, name);
  while ((text = va_arg (columns, const char *)) != NULL)
    add_column (schema, text);
  va_end (columns);
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

static VmxRecordBatch *
make_batch (VmxObjectSchema *schema, va_list records)
{
  g_autoptr(GError) error = NULL;
  VmxRecordBatch *batch = vmx_record_batch_new (schema);
  const char *json;

  while ((json = va_arg (records, const char *)) != NULL)
    {
      vmx_record_batch_append_json (batch, json, &error);
      g_assert_no_error (error);
    }
  return batch;
}

VmxRecordBatch *
storage_make_batch (VmxObjectSchema *schema, ...)
{
  VmxRecordBatch *batch;
  va_list records;

  va_start (records, schema);
  batch = make_batch (schema, records);
  va_end (records);
  return batch;
}

VmxStorageTxn *
storage_begin (VmxStorage *storage, VmxTxnMode mode)
{
  g_autoptr(GError) error = NULL;
  VmxStorageTxn *txn = vmx_storage_begin (storage, mode, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (txn);
  return txn;
}

void
storage_commit (VmxStorageTxn *txn)
{
  g_autoptr(GError) error = NULL;
  gboolean success = vmx_storage_txn_commit (txn, &error);

  g_assert_no_error (error);
  g_assert_true (success);
}

void
storage_create_table (VmxStorage *storage, VmxObjectSchema *schema)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (storage, VMX_TXN_WRITE_DURABLE);

  vmx_storage_txn_create_table (txn, schema, &error);
  g_assert_no_error (error);
  storage_commit (txn);
}

void
storage_put (VmxStorage *storage, VmxObjectSchema *schema, VmxPutMode mode, ...)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (storage, VMX_TXN_WRITE);
  g_autoptr(VmxRecordBatch) batch = NULL;
  va_list records;

  va_start (records, mode);
  batch = make_batch (schema, records);
  va_end (records);
  vmx_storage_txn_put (txn, batch, mode, NULL, &error);
  g_assert_no_error (error);
  storage_commit (txn);
}

VmxRecordBatch *
storage_select (VmxStorageTxn *txn, VmxSelection *selection)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageCursor) cursor = vmx_storage_txn_select (txn, selection, &error);
  VmxRecordBatch *batch;

  g_assert_no_error (error);
  batch = vmx_storage_cursor_next (cursor, 100000, NULL, &error);
  g_assert_no_error (error);
  return batch;
}

char *
storage_read_all (VmxStorage *storage, VmxObjectSchema *schema)
{
  g_autoptr(VmxStorageTxn) txn = storage_begin (storage, VMX_TXN_READ);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxRecordBatch) batch = NULL;

  vmx_selection_set_with_etags (selection, TRUE);
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    vmx_selection_add_order (selection, vmx_object_schema_get_key_column_index (schema, i),
                             VMX_ORDER_ASCENDING);
  batch = storage_select (txn, selection);
  return storage_print (batch);
}

char *
storage_print (VmxRecordBatch *batch)
{
  GString *text = g_string_new (NULL);

  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      g_autoptr(VmxRecord) record = vmx_record_batch_get_record (batch, row);
      g_autofree char *json = vmx_record_to_json (record);
      const char *etag = vmx_record_batch_get_etag (batch, row);

      g_string_append (text, row > 0 ? "\n" : "");
      g_string_append (text, json);
      if (etag != NULL)
        g_string_append_printf (text, " %s", etag);
    }
  return g_string_free (text, FALSE);
}

char *
storage_print_column (VmxRecordBatch *batch, const char *column)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  int index = vmx_object_schema_get_column_index (schema, column);
  GString *text = g_string_new (NULL);

  g_assert_cmpint (index, >=, 0);
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, (guint) index);
      g_autofree char *word = vmx_value_to_string (value);

      g_string_append (text, row > 0 ? " " : "");
      g_string_append (text, vmx_value_get_kind (value) == VMX_VALUE_NULL ? "null" : word);
    }
  return g_string_free (text, FALSE);
}
