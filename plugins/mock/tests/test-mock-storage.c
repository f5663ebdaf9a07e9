/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is special to this storage; the rest is in the conformance suite. */
#include "vmx-mock-storage.h"

#include "vmx-test.h"

static VmxObjectSchema *
make_schema (void)
{
  g_autoptr(VmxColumn) id = vmx_column_new ("Id", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) name = vmx_column_new ("Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);
  VmxObjectSchema *schema = vmx_object_schema_new ("Item");
  g_autoptr(GError) error = NULL;

  vmx_object_schema_add_column (schema, id);
  vmx_object_schema_add_column (schema, name);
  vmx_object_schema_add_key_column (schema, "Id");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

static VmxStorage *
make_storage (const char *property, const char *value)
{
  VmxStorage *storage = g_object_new (VMX_TYPE_MOCK_STORAGE, NULL);
  g_autoptr(GError) error = NULL;

  if (property != NULL)
    g_object_set (storage, property, value, NULL);
  vmx_storage_open (storage, TRUE, NULL, &error);
  g_assert_no_error (error);
  return storage;
}

static VmxStorageTxn *
begin (VmxStorage *storage, VmxTxnMode mode)
{
  g_autoptr(GError) error = NULL;
  VmxStorageTxn *txn = vmx_storage_begin (storage, mode, NULL, &error);

  g_assert_no_error (error);
  return txn;
}

static void
commit (VmxStorageTxn *txn)
{
  g_autoptr(GError) error = NULL;

  vmx_storage_txn_commit (txn, &error);
  g_assert_no_error (error);
}

static VmxRecordBatch *
make_items (VmxObjectSchema *schema, guint first, guint count)
{
  VmxRecordBatch *batch = vmx_record_batch_new (schema);

  for (guint i = 0; i < count; i++)
    {
      guint row = vmx_record_batch_add_row (batch);

      vmx_record_batch_put_int64 (batch, row, 0, first + i);
    }
  return batch;
}

static gboolean
put (VmxStorageTxn *txn, VmxObjectSchema *schema, guint first, guint count, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = make_items (schema, first, count);

  return vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, error);
}

static void
create_table (VmxStorage *storage, VmxObjectSchema *schema)
{
  g_autoptr(VmxStorageTxn) txn = begin (storage, VMX_TXN_WRITE);
  g_autoptr(GError) error = NULL;

  vmx_storage_txn_create_table (txn, schema, &error);
  g_assert_no_error (error);
  commit (txn);
}

static void
add_items (VmxStorage *storage, VmxObjectSchema *schema, guint first, guint count)
{
  g_autoptr(VmxStorageTxn) txn = begin (storage, VMX_TXN_WRITE);
  g_autoptr(GError) error = NULL;

  put (txn, schema, first, count, &error);
  g_assert_no_error (error);
  commit (txn);
}

static gint64
count_in (VmxStorageTxn *txn, VmxObjectSchema *schema)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(GError) error = NULL;
  gint64 n = vmx_storage_txn_count (txn, selection, &error);

  g_assert_no_error (error);
  return n;
}

static gint64
count (VmxStorage *storage, VmxObjectSchema *schema)
{
  g_autoptr(VmxStorageTxn) txn = begin (storage, VMX_TXN_READ);

  return count_in (txn, schema);
}

static void
test_names (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) first = make_storage ("name", "shared");
  g_autoptr(VmxStorage) second = make_storage ("path", "shared");
  g_autoptr(VmxStorage) lone = make_storage (NULL, NULL);
  g_autoptr(VmxStorage) closed = g_object_new (VMX_TYPE_MOCK_STORAGE, "name", "nothing", NULL);
  g_autoptr(GError) error = NULL;

  create_table (first, schema);
  add_items (first, schema, 1, 3);
  g_assert_cmpint (count (second, schema), ==, 3);
  create_table (lone, schema);
  g_assert_cmpint (count (lone, schema), ==, 0);
  g_assert_false (vmx_storage_exists (closed));
  g_assert_false (vmx_storage_open (closed, FALSE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE, "nothing");
  g_assert_null (vmx_storage_begin (closed, VMX_TXN_READ, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "open");
}

static void
test_reopen (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) storage = make_storage ("name", "kept");
  g_autoptr(GError) error = NULL;

  create_table (storage, schema);
  add_items (storage, schema, 1, 5);
  vmx_storage_close (storage, &error);
  g_assert_no_error (error);
  g_assert_null (vmx_storage_begin (storage, VMX_TXN_READ, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "open");
  g_clear_object (&storage);
  storage = g_object_new (VMX_TYPE_MOCK_STORAGE, "name", "kept", NULL);
  vmx_storage_open (storage, FALSE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (storage, schema), ==, 5);
  vmx_storage_close (storage, &error);
  vmx_storage_destroy (storage, &error);
  g_assert_no_error (error);
  g_assert_false (vmx_storage_exists (storage));
  vmx_storage_destroy (storage, &error);
  g_assert_no_error (error);
}

/* A reader and its cursors never see what is written later, not even by their own transaction. */
static void
test_snapshots (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  g_autoptr(VmxStorageTxn) reader = NULL;
  g_autoptr(VmxStorageTxn) writer = NULL;
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) rows = NULL;
  g_autoptr(GError) error = NULL;

  create_table (storage, schema);
  add_items (storage, schema, 1, 10);
  reader = begin (storage, VMX_TXN_READ);
  writer = begin (storage, VMX_TXN_WRITE);
  cursor = vmx_storage_txn_select (writer, selection, &error);
  g_assert_no_error (error);
  vmx_storage_txn_clear (writer, schema, &error);
  g_assert_no_error (error);
  put (writer, schema, 100, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_in (writer, schema), ==, 2);
  rows = vmx_storage_cursor_next (cursor, 100, NULL, &error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (rows), ==, 10);
  g_assert_cmpint (count_in (reader, schema), ==, 10);
  commit (writer);
  g_assert_cmpint (count_in (reader, schema), ==, 10);
  g_assert_cmpint (count (storage, schema), ==, 2);
}

static void
test_dropped (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  VmxStorageTxn *txn;

  create_table (storage, schema);
  txn = begin (storage, VMX_TXN_WRITE);
  g_assert_true (put (txn, schema, 1, 10, NULL));
  g_object_unref (txn);
  g_assert_cmpint (count (storage, schema), ==, 0);
  add_items (storage, schema, 1, 1);
}

static void
test_reader_cannot_write (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  g_autoptr(VmxStorageTxn) reader = NULL;
  g_autoptr(GError) error = NULL;

  create_table (storage, schema);
  reader = begin (storage, VMX_TXN_READ);
  g_assert_false (put (reader, schema, 1, 1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED, "reading");
  commit (reader);
  g_assert_false (vmx_storage_txn_commit (reader, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED, "ended");
  g_assert_cmpint (count (storage, schema), ==, 0);
}

static void
test_fail_after_writes (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;
  int left;

  create_table (storage, schema);
  g_object_set (storage, "fail-after-writes", 3, NULL);
  add_items (storage, schema, 1, 5);
  txn = begin (storage, VMX_TXN_WRITE);
  g_assert_true (put (txn, schema, 10, 5, &error));
  g_assert_no_error (error);
  g_assert_false (put (txn, schema, 20, 5, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_ROLLED_BACK, "fail-after-writes");
  g_assert_false (vmx_storage_txn_commit (txn, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED, "ended");
  g_assert_cmpint (count (storage, schema), ==, 5);
  g_object_get (storage, "fail-after-writes", &left, NULL);
  g_assert_cmpint (left, ==, -1);
  add_items (storage, schema, 10, 5);
  g_assert_cmpint (count (storage, schema), ==, 10);
}

static void
test_fail_commit (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  g_autoptr(VmxStorageTxn) reader = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  create_table (storage, schema);
  g_object_set (storage, "fail-commit", 1, NULL);
  reader = begin (storage, VMX_TXN_READ);
  commit (reader);
  txn = begin (storage, VMX_TXN_WRITE);
  g_assert_true (put (txn, schema, 1, 5, NULL));
  g_assert_false (vmx_storage_txn_commit (txn, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED, "fail-commit");
  g_assert_cmpint (count (storage, schema), ==, 0);
  add_items (storage, schema, 1, 5);
  g_assert_cmpint (count (storage, schema), ==, 5);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (20 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_waiting (void)
{
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  g_autoptr(VmxStorageTxn) writer = begin (storage, VMX_TXN_WRITE);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GThread *thread;

  g_object_set (storage, "busy-timeout", 20, NULL);
  g_assert_null (vmx_storage_begin (storage, VMX_TXN_WRITE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY, "20 ms");
  g_object_set (storage, "busy-timeout", 600000, NULL);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (vmx_storage_begin (storage, VMX_TXN_WRITE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
}

typedef struct
{
  VmxStorage *storage;
  VmxObjectSchema *schema;
  guint first;
} Writer;

static gpointer
write_many (gpointer data)
{
  Writer *writer = data;

  for (guint i = 0; i < 50; i++)
    add_items (writer->storage, writer->schema, writer->first + i * 10, 10);
  return NULL;
}

/* Readers only ever see whole commits. */
static void
test_threads (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  Writer writers[4];
  GThread *threads[G_N_ELEMENTS (writers)];
  gint64 n = 0;

  create_table (storage, schema);
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      writers[i] = (Writer){ storage, schema, i * 10000 };
      threads[i] = g_thread_new ("writer", write_many, &writers[i]);
    }
  while (n < 2000)
    {
      gint64 now = count (storage, schema);

      g_assert_cmpint (now, >=, n);
      g_assert_cmpint (now % 10, ==, 0);
      n = now;
      g_thread_yield ();
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (count (storage, schema), ==, 2000);
}

static void
test_other_columns (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxColumn) id = vmx_column_new ("Id", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxObjectSchema) narrow = vmx_object_schema_new ("Item");
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  vmx_object_schema_add_column (narrow, id);
  vmx_object_schema_add_key_column (narrow, "Id");
  vmx_object_schema_seal (narrow, &error);
  g_assert_no_error (error);
  create_table (storage, schema);
  txn = begin (storage, VMX_TXN_WRITE);
  g_assert_false (put (txn, narrow, 1, 1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_DATABASE, "Item");
}

static void
assert_damage (VmxStorage *storage, const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) damages = vmx_storage_check (storage, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (damages), ==, expected != NULL ? 1 : 0);
  g_assert_cmpstr (damages[0], ==, expected);
}

static void
test_check (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxStorage) storage = make_storage ("name", "check");
  g_autoptr(VmxMockStore) store = vmx_mock_store_get ("check");
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GHashTable) tables = NULL;
  VmxMockTable *table;
  VmxMockNode *left;

  create_table (storage, schema);
  txn = begin (storage, VMX_TXN_WRITE);
  g_assert_true (put (txn, schema, 1, 100, NULL));
  commit (txn);
  assert_damage (storage, NULL);

  tables = vmx_mock_store_get_tables (store);
  table = g_hash_table_lookup (tables, "Item");
  table->n_rows = 99;
  assert_damage (storage, "table “Item”: there are 100 records, but it counts 99");
  table->n_rows = 100;
  left = table->tree->left;
  table->tree->left = table->tree->right;
  table->tree->right = left;
  assert_damage (storage, "table “Item”: its records are not in the order of their keys");
  table->tree->right = table->tree->left;
  table->tree->left = left;
  table->tree->priority = 0;
  assert_damage (storage, "table “Item”: its records are not in the order of their keys");
}

static void
test_no_statements (void)
{
  g_autoptr(VmxStorage) storage = make_storage (NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_storage_execute_select (storage, "SELECT 1", NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "run_select");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/storage/names", test_names);
  g_test_add_func ("/mock/storage/reopen", test_reopen);
  g_test_add_func ("/mock/storage/snapshots", test_snapshots);
  g_test_add_func ("/mock/storage/dropped", test_dropped);
  g_test_add_func ("/mock/storage/reader-cannot-write", test_reader_cannot_write);
  g_test_add_func ("/mock/storage/fail-after-writes", test_fail_after_writes);
  g_test_add_func ("/mock/storage/fail-commit", test_fail_commit);
  g_test_add_func ("/mock/storage/waiting", test_waiting);
  g_test_add_func ("/mock/storage/threads", test_threads);
  g_test_add_func ("/mock/storage/other-columns", test_other_columns);
  g_test_add_func ("/mock/storage/check", test_check);
  g_test_add_func ("/mock/storage/no-statements", test_no_statements);
  return g_test_run ();
}
