/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands in the file, seen by a program that knows nothing of us. */
#include "sqlite-fixture.h"

static void
add_column (VmxObjectSchema *schema, const char *name, VmxColumnType type, gboolean is_key)
{
  g_autoptr(VmxColumn) column
      = vmx_column_new (name, type, is_key ? VMX_COLUMN_FLAG_NONE : VMX_COLUMN_FLAG_NULLABLE);

  vmx_object_schema_add_column (schema, column);
  if (is_key)
    vmx_object_schema_add_key_column (schema, name);
}

static VmxObjectSchema *
make_schema (void)
{
  static const char *const by_day[] = { "A Day", "Flag", NULL };
  static const char *const by_key[] = { "Guid", NULL };
  g_autoptr(VmxRelationship) parent
      = vmx_relationship_new ("Parent", VMX_RELATIONSHIP_MANY_TO_ONE, "Thing");
  VmxObjectSchema *schema = vmx_object_schema_new ("Order Details");

  add_column (schema, "Guid", VMX_COLUMN_GUID, TRUE);
  add_column (schema, "Flag", VMX_COLUMN_BOOLEAN, FALSE);
  add_column (schema, "Big", VMX_COLUMN_INT64, FALSE);
  add_column (schema, "Real", VMX_COLUMN_DOUBLE, FALSE);
  add_column (schema, "Amount", VMX_COLUMN_DECIMAL, FALSE);
  add_column (schema, "A Day", VMX_COLUMN_DATE, FALSE);
  add_column (schema, "Photo", VMX_COLUMN_BINARY, FALSE);
  add_column (schema, "Scan", VMX_COLUMN_STREAM, FALSE);
  add_column (schema, "Number", VMX_COLUMN_INT32, TRUE);
  vmx_object_schema_add_index (schema, by_day);
  vmx_object_schema_add_index (schema, by_key);
  vmx_relationship_add_columns (parent, "Big", "ID");
  vmx_object_schema_add_relationship (schema, parent);
  g_assert_true (vmx_object_schema_seal (schema, NULL));
  return schema;
}

static void
create_table (SqliteFixture *self, VmxObjectSchema *schema)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (self->storage, VMX_TXN_WRITE);

  vmx_storage_txn_create_table (txn, schema, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

static void
test_definitions (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();

  sqlite_create (self);
  create_table (self, schema);
  sqlite_assert_raw (self->path, "SELECT sql FROM sqlite_schema WHERE name = 'Thing'",
                     "CREATE TABLE \"Thing\" (\"ID\" INTEGER PRIMARY KEY, \"Name\" TEXT, "
                     "\"Amount\" TEXT, vmx_etag TEXT) STRICT");
  sqlite_assert_raw (self->path, "SELECT sql FROM sqlite_schema WHERE name = 'Order Details'",
                     "CREATE TABLE \"Order Details\" (\"Guid\" TEXT COLLATE NOCASE NOT NULL, "
                     "\"Flag\" INTEGER, \"Big\" INTEGER, \"Real\" REAL, \"Amount\" TEXT, "
                     "\"A Day\" TEXT, \"Photo\" BLOB, \"Scan\" TEXT, \"Number\" INTEGER NOT NULL, "
                     "vmx_etag TEXT, PRIMARY KEY (\"Guid\", \"Number\")) STRICT");
  /* An index on the first key column would be of no use. */
  sqlite_assert_raw (self->path,
                     "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL "
                     "ORDER BY name",
                     "CREATE INDEX \"vmx_index_Order Details_1\" ON \"Order Details\" "
                     "(\"A Day\", \"Flag\") "
                     "CREATE INDEX \"vmx_index_Order Details_2\" ON \"Order Details\" (\"Big\")");
}

static void
test_content (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  sqlite_open (self);
  create_table (self, schema);
  vmx_record_batch_append_json (
      batch,
      "{\"Guid\":\"01234567-89AB-cdef-0123-456789ABCDEF\",\"Number\":7,\"Flag\":true,"
      "\"Big\":\"9007199254740993\",\"Real\":2,\"Amount\":\"12345678901234567890.10\","
      "\"A Day\":\"2024-02-29\",\"Photo\":\"AAE\"}",
      &error);
  g_assert_no_error (error);
  vmx_record_batch_set_etag (batch, 0, "W/\"5\"");
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_assert_true (vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, NULL));
  g_assert_true (vmx_storage_txn_commit (txn, NULL));
  sqlite_assert_raw (
      self->path,
      "SELECT Guid || '|' || Flag || '|' || Big || '|' || Real || '|' || Amount || '|' || \"A Day\""
      " || '|' || hex (Photo) || '|' || Number || '|' || vmx_etag FROM \"Order Details\"",
      "01234567-89AB-cdef-0123-456789ABCDEF|1|9007199254740993|2.0|12345678901234567890.10|"
      "2024-02-29|0001|7|W/\"5\"");
  sqlite_assert_raw (self->path,
                     "SELECT typeof (Amount) FROM \"Order Details\" "
                     "WHERE Guid = '01234567-89ab-CDEF-0123-456789abcdef'",
                     "text");
  sqlite_assert_raw (self->path, "PRAGMA integrity_check", "ok");
  sqlite_assert_raw (self->path, "PRAGMA journal_mode", "wal");
  sqlite_assert_raw (self->path, "PRAGMA user_version", "1");
  sqlite_assert_raw (self->path, "PRAGMA application_id", "1984788563");
}

static VmxRecordBatch *
make_keys (VmxObjectSchema *schema)
{
  VmxRecordBatch *keys = vmx_record_batch_new (schema);

  g_assert_true (vmx_record_batch_append_json (keys, "{\"ID\":1,\"Name\":\"x\"}", NULL));
  return keys;
}

/* Statements that were prepared before go on when the table was made anew with other columns. */
static void
test_changed_table (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) wider = vmx_object_schema_new ("Thing");
  g_autoptr(VmxRecordBatch) keys = NULL;
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  add_column (wider, "Extra", VMX_COLUMN_INT32, FALSE);
  add_column (wider, "Name", VMX_COLUMN_STRING, FALSE);
  add_column (wider, "ID", VMX_COLUMN_INT32, TRUE);
  add_column (wider, "Amount", VMX_COLUMN_DECIMAL, FALSE);
  g_assert_true (vmx_object_schema_seal (wider, NULL));
  sqlite_create (self);
  sqlite_put (self->storage, self->schema, 1, "before");
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 1);
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_assert_true (vmx_storage_txn_drop_table (txn, "Thing", NULL));
  g_assert_true (vmx_storage_txn_commit (txn, NULL));
  g_clear_object (&txn);
  create_table (self, wider);
  sqlite_put (self->storage, wider, 1, "after");
  sqlite_put (self->storage, self->schema, 2, "old schema");
  keys = make_keys (wider);
  txn = sqlite_begin (self->storage, VMX_TXN_READ);
  found = vmx_storage_txn_lookup (txn, keys, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_value_get_text (vmx_record_batch_peek_value (found, 0, 1), NULL), ==,
                   "after");
  g_assert_cmpint (sqlite_count (self->storage, wider), ==, 2);
}

/* Names that differ in case only are one name to SQLite, and that has to be an error, not a mix. */
static void
test_clash_of_case (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) other = vmx_object_schema_new ("THING");
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;
  gboolean exists = TRUE;

  add_column (other, "ID", VMX_COLUMN_INT32, TRUE);
  g_assert_true (vmx_object_schema_seal (other, NULL));
  sqlite_create (self);
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_assert_false (vmx_storage_txn_create_table (txn, other, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP, "THING");
  g_assert_true (vmx_storage_txn_has_table (txn, "THING", &exists, NULL));
  g_assert_false (exists);
  g_assert_true (vmx_storage_txn_drop_table (txn, "THING", NULL));
  g_assert_true (vmx_storage_txn_commit (txn, NULL));
  g_assert_cmpint (sqlite_count (self->storage, self->schema), ==, 0);
}

/* A cursor ends with its transaction, in words. */
static void
test_cursor_after_end (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(GError) error = NULL;

  sqlite_create (self);
  sqlite_put (self->storage, self->schema, 1, "x");
  txn = sqlite_begin (self->storage, VMX_TXN_READ);
  cursor = vmx_storage_txn_select (txn, selection, NULL);
  g_assert_true (vmx_storage_txn_commit (txn, NULL));
  g_assert_null (vmx_storage_cursor_next (cursor, 1, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SELECT_FAILED, "ended");
}

static void
test_close_while_in_use (SqliteFixture *self, gconstpointer data)
{
  static const VmxTxnMode modes[] = { VMX_TXN_READ, VMX_TXN_WRITE };

  sqlite_create (self);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxStorageTxn) txn = sqlite_begin (self->storage, modes[i]);

      g_assert_false (vmx_storage_close (self->storage, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY, "end");
      g_assert_true (vmx_storage_txn_commit (txn, &error));
      g_assert_no_error (error);
    }
  sqlite_close (self);
  sqlite_close (self);
}

static VmxObjectSchema *
make_altered (void)
{
  static const char *const by_note[] = { "Note", NULL };
  static const char *const by_flag[] = { "Flag", NULL };
  VmxObjectSchema *schema = vmx_object_schema_new ("Order Details");

  add_column (schema, "Note", VMX_COLUMN_STRING, FALSE);
  add_column (schema, "Guid", VMX_COLUMN_GUID, TRUE);
  add_column (schema, "Number", VMX_COLUMN_INT32, TRUE);
  add_column (schema, "Flag", VMX_COLUMN_BOOLEAN, FALSE);
  vmx_object_schema_add_index (schema, by_note);
  vmx_object_schema_add_index (schema, by_flag);
  g_assert_true (vmx_object_schema_seal (schema, NULL));
  return schema;
}

static void
alter_table (SqliteFixture *self, VmxObjectSchema *from, VmxObjectSchema *to)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = sqlite_begin (self->storage, VMX_TXN_WRITE);

  vmx_storage_txn_alter_table (txn, from, to, &error);
  g_assert_no_error (error);
  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

/* An altered table cannot be told from a fresh one. */
static void
test_altered_definitions (SqliteFixture *self, gconstpointer data)
{
  const char *const definitions
      = "SELECT sql FROM sqlite_schema WHERE tbl_name = 'Order Details' ORDER BY name";
  g_autoptr(VmxObjectSchema) before = make_schema ();
  g_autoptr(VmxObjectSchema) after = make_altered ();
  g_autofree char *fresh_before = NULL;
  g_autofree char *fresh_after = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;

  sqlite_create (self);
  create_table (self, before);
  fresh_before = sqlite_run_raw (self->path, definitions);
  alter_table (self, before, after);
  fresh_after = sqlite_run_raw (self->path, definitions);
  alter_table (self, after, before);
  sqlite_assert_raw (self->path, definitions, fresh_before);
  txn = sqlite_begin (self->storage, VMX_TXN_WRITE);
  g_assert_true (vmx_storage_txn_drop_table (txn, "Order Details", NULL));
  g_assert_true (vmx_storage_txn_create_table (txn, after, NULL));
  g_assert_true (vmx_storage_txn_commit (txn, NULL));
  sqlite_assert_raw (self->path, definitions, fresh_after);
  sqlite_assert_raw (self->path, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'vmx_alter%'",
                     "0");
  sqlite_assert_raw (self->path, "PRAGMA integrity_check", "ok");
}

/* Views of other programs stay, and see the new table. */
static void
test_altered_below_view (SqliteFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) before = make_schema ();
  g_autoptr(VmxObjectSchema) after = make_altered ();
  g_autofree char *made = NULL;

  sqlite_create (self);
  create_table (self, before);
  made = sqlite_run_raw (self->path, "CREATE VIEW Numbers AS SELECT Number FROM \"Order Details\"");
  alter_table (self, before, after);
  sqlite_assert_raw (self->path,
                     "INSERT INTO \"Order Details\" (Guid, Number) VALUES ('x', 7); "
                     "SELECT Number FROM Numbers",
                     "7");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  sqlite_add_test ("/sqlite/table/definitions", test_definitions);
  sqlite_add_test ("/sqlite/table/altered-definitions", test_altered_definitions);
  sqlite_add_test ("/sqlite/table/altered-below-view", test_altered_below_view);
  sqlite_add_test ("/sqlite/table/content", test_content);
  sqlite_add_test ("/sqlite/table/changed", test_changed_table);
  sqlite_add_test ("/sqlite/table/clash-of-case", test_clash_of_case);
  sqlite_add_test ("/sqlite/table/cursor-after-end", test_cursor_after_end);
  sqlite_add_test ("/sqlite/table/close-while-in-use", test_close_while_in_use);
  return g_test_run ();
}
