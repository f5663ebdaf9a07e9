/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sqlite-fixture.h"

VmxStorage *
sqlite_make_storage (const char *path)
{
  g_autoptr(GError) error = NULL;
  GObject *storage = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), "storage-sqlite",
                                               VMX_PLUGIN_KIND_STORAGE, &error);

  g_assert_no_error (error);
  g_object_set (storage, "path", path, NULL);
  return VMX_STORAGE (storage);
}

static void
add_column (VmxObjectSchema *schema, const char *name, VmxColumnType type)
{
  g_autoptr(VmxColumn) column = vmx_column_new (name, type, VMX_COLUMN_FLAG_NULLABLE);

  vmx_object_schema_add_column (schema, column);
}

VmxObjectSchema *
sqlite_make_schema (void)
{
  g_autoptr(GError) error = NULL;
  VmxObjectSchema *schema = vmx_object_schema_new ("Thing");

  add_column (schema, "ID", VMX_COLUMN_INT32);
  add_column (schema, "Name", VMX_COLUMN_STRING);
  add_column (schema, "Amount", VMX_COLUMN_DECIMAL);
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

void
sqlite_fixture_set_up (SqliteFixture *self, gconstpointer data)
{
  self->folder = vmx_test_make_folder ();
  self->path = g_build_filename (self->folder, "store.db", NULL);
  self->storage = sqlite_make_storage (self->path);
  self->schema = sqlite_make_schema ();
}

void
sqlite_fixture_tear_down (SqliteFixture *self, gconstpointer data)
{
  g_clear_object (&self->storage);
  g_clear_object (&self->schema);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->folder, g_free);
}

void
sqlite_open (SqliteFixture *self)
{
  g_autoptr(GError) error = NULL;

  vmx_storage_open (self->storage, TRUE, NULL, &error);
  g_assert_no_error (error);
}

void
sqlite_close (SqliteFixture *self)
{
  g_autoptr(GError) error = NULL;

  vmx_storage_close (self->storage, &error);
  g_assert_no_error (error);
}

void
sqlite_create (SqliteFixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;

  sqlite_open (self);
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE_DURABLE);
  vmx_storage_txn_create_table (txn, self->schema, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

VmxStorageTxn *
sqlite_begin (VmxStorage *storage, VmxTxnMode mode)
{
  g_autoptr(GError) error = NULL;
  VmxStorageTxn *txn = vmx_storage_begin (storage, mode, NULL, &error);

  g_assert_no_error (error);
  return txn;
}

void
sqlite_put (VmxStorage *storage, VmxObjectSchema *schema, int id, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (storage, VMX_TXN_WRITE);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxRecord) record = vmx_record_new ();

  vmx_record_set_int64 (record, "ID", id);
  vmx_record_set_text (record, "Name", name);
  vmx_record_batch_append_record (batch, record, &error);
  g_assert_no_error (error);
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

void
sqlite_put_rows (VmxStorage *storage, VmxTxnMode mode, int first, int n_rows)
{
  g_autoptr(VmxObjectSchema) schema = sqlite_make_schema ();
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (storage, mode);
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < n_rows; i++)
    vmx_record_batch_put_int64 (batch, vmx_record_batch_add_row (batch), 0, first + i);
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

gint64
sqlite_count (VmxStorage *storage, VmxObjectSchema *schema)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (storage, VMX_TXN_READ);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  gint64 count = vmx_storage_txn_count (txn, selection, &error);

  g_assert_no_error (error);
  return count;
}

static void
run_one (sqlite3 *db, const char *sql, const char **rest, GString *output)
{
  sqlite3_stmt *stmt = NULL;
  int result = sqlite3_prepare_v2 (db, sql, -1, &stmt, rest);

  g_assert_cmpint (result, ==, SQLITE_OK);
  if (stmt == NULL)
    return;
  g_string_truncate (output, 0);
  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    g_string_append_printf (output, "%s%s", output->len > 0 ? " " : "",
                            sqlite3_column_type (stmt, 0) == SQLITE_NULL
                                ? "null"
                                : (const char *) sqlite3_column_text (stmt, 0));
  if (result != SQLITE_DONE)
    g_test_message ("%s: %s", sql, sqlite3_errmsg (db));
  g_assert_cmpint (result, ==, SQLITE_DONE);
  sqlite3_finalize (stmt);
}

char *
sqlite_run_raw (const char *path, const char *sql)
{
  GString *output = g_string_new (NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  while (*sql != '\0')
    run_one (db, sql, &sql, output);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return g_string_free (output, FALSE);
}
