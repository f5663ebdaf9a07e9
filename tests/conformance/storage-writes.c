/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "storage-fixture.h"

/* The tests of writing use a small object. */
static VmxObjectSchema *
create_small (StorageFixture *self)
{
  VmxObjectSchema *schema
      = storage_make_schema ("Small", "*ID:int32", "A:string", "B:decimal", NULL);

  storage_create_table (self->storage, schema);
  storage_put (self->storage, schema, VMX_PUT_REPLACE, "{\"ID\":1,\"A\":\"a1\",\"B\":\"1.10\"}",
               "{\"ID\":2,\"A\":\"a2\",\"B\":\"2.20\"}", NULL);
  return schema;
}

static void
put (StorageFixture *self, VmxRecordBatch *batch, VmxPutMode mode, GBytes *rows)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);

  vmx_storage_txn_put (txn, batch, mode, rows, &error);
  g_assert_no_error (error);
  storage_commit (txn);
}

static void
test_replace (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = create_small (self);

  storage_put (self->storage, schema, VMX_PUT_REPLACE, "{\"ID\":1,\"B\":\"9\"}",
               "{\"ID\":2,\"A\":null,\"B\":\"8\"}", "{\"ID\":3}", NULL);
  storage_assert_all (self, schema,
                      "{\"ID\":1,\"A\":null,\"B\":\"9\"}\n{\"ID\":2,\"A\":null,\"B\":\"8\"}\n"
                      "{\"ID\":3,\"A\":null,\"B\":null}");
}

/* Rows of one batch that lack different columns. */
static void
test_merge (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = create_small (self);

  storage_put (self->storage, schema, VMX_PUT_MERGE, "{\"ID\":1,\"B\":\"9\"}",
               "{\"ID\":2,\"A\":null}", "{\"ID\":3,\"A\":\"new\"}", "{\"ID\":1,\"A\":\"late\"}",
               "{\"ID\":4}", "{\"ID\":2}", NULL);
  storage_assert_all (
      self, schema,
      "{\"ID\":1,\"A\":\"late\",\"B\":\"9\"}\n{\"ID\":2,\"A\":null,\"B\":\"2.20\"}\n"
      "{\"ID\":3,\"A\":\"new\",\"B\":null}\n{\"ID\":4,\"A\":null,\"B\":null}");
}

static void
test_merge_many_columns (StorageFixture *self, gconstpointer data)
{
  storage_put (self->storage, self->schema, VMX_PUT_REPLACE,
               "{\"ID\":1,\"Flag\":true,\"Name\":\"n\",\"Photo\":\"AAEC\"}", NULL);
  storage_put (self->storage, self->schema, VMX_PUT_MERGE, "{\"ID\":1,\"Address\":[1]}",
               "{\"ID\":1,\"Flag\":null}", "{\"ID\":1,\"Guid\":null,\"Big\":\"5\"}", NULL);
  storage_assert_all (self, self->schema,
                      "{\"ID\":1,\"Flag\":null,\"Byte\":null,\"Tiny\":null,\"Short\":null,"
                      "\"Big\":5,\"Float\":null,\"Real\":null,\"Amount\":null,\"Name\":\"n\","
                      "\"Day\":null,\"Clock\":null,\"Stamp\":null,\"Span\":null,\"Guid\":null,"
                      "\"Photo\":\"AAEC\",\"Scan\":null,\"Address\":[1]}");
}

static void
test_only_keys (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema
      = storage_make_schema ("vmx_only", "*A:int32", "*B:string", NULL);

  storage_create_table (self->storage, schema);
  storage_put (self->storage, schema, VMX_PUT_REPLACE, "{\"A\":1,\"B\":\"b\"}", NULL);
  storage_put (self->storage, schema, VMX_PUT_REPLACE, "{\"A\":1,\"B\":\"b\"}", NULL);
  storage_put (self->storage, schema, VMX_PUT_MERGE, "{\"A\":1,\"B\":\"b\"}", NULL);
  storage_assert_all (self, schema, "{\"A\":1,\"B\":\"b\"}");
}

static void
test_row_mask (StorageFixture *self, gconstpointer data)
{
  static const guint8 mask[] = { 1, 0, 2, 1 };
  g_autoptr(VmxObjectSchema) schema = create_small (self);
  g_autoptr(GBytes) rows = g_bytes_new_static (mask, sizeof mask);
  g_autoptr(VmxRecordBatch) batch
      = storage_make_batch (schema, "{\"ID\":1,\"A\":\"x\"}", "{\"ID\":2,\"A\":\"x\"}",
                            "{\"ID\":3,\"A\":\"x\"}", "{\"ID\":4,\"A\":\"x\"}", NULL);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n_removed = 0;

  vmx_record_batch_add_deleted (batch, 3);
  put (self, batch, VMX_PUT_MERGE, rows);
  storage_assert_all (
      self, schema,
      "{\"ID\":1,\"A\":\"x\",\"B\":\"1.10\"}\n{\"ID\":2,\"A\":\"a2\",\"B\":\"2.20\"}\n"
      "{\"ID\":3,\"A\":\"x\",\"B\":null}");
  put (self, batch, VMX_PUT_REPLACE, rows);
  storage_assert_all (self, schema,
                      "{\"ID\":1,\"A\":\"x\",\"B\":null}\n{\"ID\":2,\"A\":\"a2\",\"B\":\"2.20\"}\n"
                      "{\"ID\":3,\"A\":\"x\",\"B\":null}");
  txn = storage_begin (self->storage, VMX_TXN_WRITE);
  vmx_storage_txn_remove (txn, batch, rows, &n_removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, 2);
  storage_commit (txn);
  storage_assert_all (self, schema, "{\"ID\":2,\"A\":\"a2\",\"B\":\"2.20\"}");
}

/* Rows marked as deleted are not written, but remove takes them. */
static void
test_deleted_marks (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = create_small (self);
  g_autoptr(VmxRecordBatch) batch
      = storage_make_batch (schema, "{\"ID\":1}", "{\"ID\":3,\"A\":\"x\"}", "{\"ID\":9}", NULL);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n_removed = 99;

  vmx_record_batch_add_deleted (batch, 0);
  vmx_record_batch_add_deleted (batch, 2);
  put (self, batch, VMX_PUT_REPLACE, NULL);
  storage_assert_all (
      self, schema,
      "{\"ID\":1,\"A\":\"a1\",\"B\":\"1.10\"}\n{\"ID\":2,\"A\":\"a2\",\"B\":\"2.20\"}\n"
      "{\"ID\":3,\"A\":\"x\",\"B\":null}");
  txn = storage_begin (self->storage, VMX_TXN_WRITE);
  vmx_storage_txn_remove (txn, batch, NULL, &n_removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, 2);
  vmx_storage_txn_remove (txn, batch, NULL, &n_removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, 0);
  storage_commit (txn);
  storage_assert_all (self, schema, "{\"ID\":2,\"A\":\"a2\",\"B\":\"2.20\"}");
}

static void
test_etags (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = create_small (self);
  g_autoptr(VmxRecordBatch) batch
      = storage_make_batch (schema, "{\"ID\":1,\"A\":\"x\"}", "{\"ID\":2,\"A\":\"x\"}", NULL);
  g_autoptr(VmxRecordBatch) again
      = storage_make_batch (schema, "{\"ID\":1,\"A\":\"y\"}", "{\"ID\":2,\"A\":\"y\"}", NULL);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;

  vmx_record_batch_set_etag (batch, 0, "W/\"1\"");
  vmx_record_batch_set_etag (batch, 1, "\"zwei ü\"");
  put (self, batch, VMX_PUT_REPLACE, NULL);
  /* A merge without an etag leaves the stored one, like any other missing cell. */
  vmx_record_batch_set_etag (again, 1, "");
  put (self, again, VMX_PUT_MERGE, NULL);
  storage_assert_all (
      self, schema,
      "{\"ID\":1,\"A\":\"y\",\"B\":null} W/\"1\"\n{\"ID\":2,\"A\":\"y\",\"B\":null} ");
  txn = storage_begin (self->storage, VMX_TXN_READ);
  found = vmx_storage_txn_lookup (txn, batch, NULL);
  g_assert_cmpstr (vmx_record_batch_get_etag (found, 0), ==, "W/\"1\"");
  g_clear_object (&txn);
  put (self, again, VMX_PUT_REPLACE, NULL);
  storage_assert_all (self, schema,
                      "{\"ID\":1,\"A\":\"y\",\"B\":null}\n{\"ID\":2,\"A\":\"y\",\"B\":null} ");
}

static void
test_no_etags_unless_asked (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = create_small (self);
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (schema, "{\"ID\":1}", NULL);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;

  vmx_record_batch_set_etag (batch, 0, "e");
  put (self, batch, VMX_PUT_REPLACE, NULL);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  found = storage_select (txn, selection);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (found), ==, 2);
  g_assert_null (vmx_record_batch_get_etag (found, 0));
}

/* Tables of the library itself have none. */
static void
test_system_table_has_no_etags (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema
      = storage_make_schema ("vmx_test", "*ID:int32", "A:string", NULL);
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (schema, "{\"ID\":1,\"A\":\"a\"}", NULL);

  storage_create_table (self->storage, schema);
  vmx_record_batch_set_etag (batch, 0, "e");
  put (self, batch, VMX_PUT_REPLACE, NULL);
  put (self, batch, VMX_PUT_MERGE, NULL);
  storage_assert_all (self, schema, "{\"ID\":1,\"A\":\"a\"}");
}

static void
test_clear (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = create_small (self);
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);
  g_autoptr(GError) error = NULL;

  vmx_storage_txn_clear (txn, schema, &error);
  g_assert_no_error (error);
  storage_commit (txn);
  g_clear_object (&txn);
  storage_assert_all (self, schema, "");
}

/* A key without a value is refused before anything is written. */
static void
test_null_key (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = create_small (self);
  g_autoptr(VmxRecordBatch) batch
      = storage_make_batch (schema, "{\"ID\":7,\"A\":\"x\"}", "{\"A\":\"no key\"}", NULL);
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING, "ID");
  g_assert_false (vmx_storage_txn_put (txn, batch, VMX_PUT_MERGE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING, "ID");
  storage_commit (txn);
  g_clear_object (&txn);
  storage_assert_all (
      self, schema,
      "{\"ID\":1,\"A\":\"a1\",\"B\":\"1.10\"}\n{\"ID\":2,\"A\":\"a2\",\"B\":\"2.20\"}");
}

static void
test_empty_batch (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = create_small (self);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n_removed = 99;

  put (self, batch, VMX_PUT_REPLACE, NULL);
  put (self, batch, VMX_PUT_MERGE, NULL);
  txn = storage_begin (self->storage, VMX_TXN_WRITE);
  vmx_storage_txn_remove (txn, batch, NULL, &n_removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, 0);
  found = vmx_storage_txn_lookup (txn, batch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (found), ==, 0);
}

void
storage_add_write_tests (void)
{
  storage_add_test ("/storage/writes/replace", test_replace);
  storage_add_test ("/storage/writes/merge", test_merge);
  storage_add_test ("/storage/writes/merge-many-columns", test_merge_many_columns);
  storage_add_test ("/storage/writes/only-keys", test_only_keys);
  storage_add_test ("/storage/writes/row-mask", test_row_mask);
  storage_add_test ("/storage/writes/deleted-marks", test_deleted_marks);
  storage_add_test ("/storage/writes/etags", test_etags);
  storage_add_test ("/storage/writes/no-etags-unless-asked", test_no_etags_unless_asked);
  storage_add_test ("/storage/writes/system-table", test_system_table_has_no_etags);
  storage_add_test ("/storage/writes/clear", test_clear);
  storage_add_test ("/storage/writes/null-key", test_null_key);
  storage_add_test ("/storage/writes/empty-batch", test_empty_batch);
}
