/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "storage-fixture.h"

static void
put_in (VmxStorageTxn *txn, VmxObjectSchema *schema, const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (schema, json, NULL);

  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
}

static gint64
count_in (VmxStorageTxn *txn, VmxObjectSchema *schema)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  gint64 count = vmx_storage_txn_count (txn, selection, &error);

  g_assert_no_error (error);
  return count;
}

static gint64
count_now (StorageFixture *self)
{
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_READ);

  return count_in (txn, self->schema);
}

/* Nothing is wrong with what was just written, and looking for damage changes nothing. */
static void
test_check (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(VmxStorageTxn) writer = storage_begin (self->storage, VMX_TXN_WRITE);
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) damages = NULL;

  put_in (writer, self->schema, "{\"ID\":1}");
  put_in (writer, self->schema, "{\"ID\":2}");
  storage_commit (writer);
  damages = vmx_storage_check (self->storage, cancellable, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (damages), ==, 0);
  g_assert_cmpint (count_now (self), ==, 2);
  g_cancellable_cancel (cancellable);
  g_assert_null (vmx_storage_check (self->storage, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (vmx_storage_close (self->storage, NULL));
  g_assert_null (vmx_storage_check (self->storage, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "open");
}

/* A reader sees what was committed when it began. */
static void
test_snapshot (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) before = storage_begin (self->storage, VMX_TXN_READ);
  g_autoptr(VmxStorageTxn) writer = storage_begin (self->storage, VMX_TXN_WRITE);
  g_autoptr(VmxStorageTxn) during = NULL;

  put_in (writer, self->schema, "{\"ID\":1}");
  during = storage_begin (self->storage, VMX_TXN_READ);
  g_assert_cmpint (count_in (during, self->schema), ==, 0);
  storage_commit (writer);
  g_assert_cmpint (count_in (before, self->schema), ==, 0);
  g_assert_cmpint (count_in (during, self->schema), ==, 0);
  g_assert_cmpint (count_now (self), ==, 1);
  storage_commit (before);
}

/* A cursor in the middle of its records does not see the rest change. */
static void
test_cursor_snapshot (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxStorageTxn) reader = NULL;
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) first = NULL;
  g_autoptr(VmxRecordBatch) rest = NULL;
  g_autofree char *names = NULL;

  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1,\"Name\":\"old\"}",
               "{\"ID\":2,\"Name\":\"old\"}", NULL);
  vmx_selection_add_order (selection, 0, VMX_ORDER_ASCENDING);
  reader = storage_begin (self->storage, VMX_TXN_READ);
  cursor = vmx_storage_txn_select (reader, selection, NULL);
  first = vmx_storage_cursor_next (cursor, 1, NULL, NULL);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (first), ==, 1);
  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":2,\"Name\":\"new\"}",
               "{\"ID\":3,\"Name\":\"new\"}", NULL);
  rest = vmx_storage_cursor_next (cursor, 10, NULL, NULL);
  names = storage_print_column (rest, "Name");
  g_assert_cmpstr (names, ==, "old");
}

static void
test_rollback (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);

  put_in (txn, self->schema, "{\"ID\":1}");
  g_assert_true (vmx_storage_txn_rollback (txn, NULL));
  g_assert_cmpint (count_now (self), ==, 0);
  /* The turn is free again. */
  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1}", NULL);
  g_assert_cmpint (count_now (self), ==, 1);
}

static void
test_drop_rolls_back (StorageFixture *self, gconstpointer data)
{
  VmxStorageTxn *txn = storage_begin (self->storage, VMX_TXN_WRITE_DURABLE);

  put_in (txn, self->schema, "{\"ID\":1}");
  g_object_unref (txn);
  g_assert_cmpint (count_now (self), ==, 0);
  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1}", NULL);
}

/* A cursor that outlives its owner's reference keeps the transaction open. */
static void
test_cursor_keeps_txn (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) error = NULL;
  VmxStorageTxn *txn;

  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1}", NULL);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  cursor = vmx_storage_txn_select (txn, selection, NULL);
  g_object_unref (txn);
  batch = vmx_storage_cursor_next (cursor, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 1);
}

static void
assert_ended (GError **error)
{
  g_assert_nonnull (*error);
  g_assert_true ((*error)->domain == VMX_ERROR);
  g_clear_error (error);
}

static void
check_ended (StorageFixture *self, VmxStorageTxn *txn)
{
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (self->schema, "{\"ID\":2}", NULL);
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(GError) error = NULL;
  gboolean exists;

  g_assert_false (vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error));
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_remove (txn, batch, NULL, NULL, &error));
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_clear (txn, self->schema, &error));
  assert_ended (&error);
  g_assert_null (vmx_storage_txn_lookup (txn, batch, &error));
  assert_ended (&error);
  g_assert_null (vmx_storage_txn_select (txn, selection, &error));
  assert_ended (&error);
  g_assert_cmpint (vmx_storage_txn_count (txn, selection, &error), ==, -1);
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_has_table (txn, "Thing", &exists, &error));
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_drop_table (txn, "Thing", &error));
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_commit (txn, &error));
  assert_ended (&error);
}

static void
test_use_after_end (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) committed = storage_begin (self->storage, VMX_TXN_WRITE);
  g_autoptr(VmxStorageTxn) rolled_back = NULL;

  put_in (committed, self->schema, "{\"ID\":1}");
  storage_commit (committed);
  check_ended (self, committed);
  rolled_back = storage_begin (self->storage, VMX_TXN_WRITE);
  g_assert_true (vmx_storage_txn_rollback (rolled_back, NULL));
  check_ended (self, rolled_back);
  g_assert_cmpint (count_now (self), ==, 1);
}

static void
test_reader_cannot_write (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (self->schema, "{\"ID\":2}", NULL);
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_READ);
  g_autoptr(VmxObjectSchema) other = storage_make_schema ("Other", "*ID:int32", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error));
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_remove (txn, batch, NULL, NULL, &error));
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_clear (txn, self->schema, &error));
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_create_table (txn, other, &error));
  assert_ended (&error);
  g_assert_false (vmx_storage_txn_drop_table (txn, "Thing", &error));
  assert_ended (&error);
  g_assert_cmpint (count_in (txn, self->schema), ==, 0);
}

static void
test_not_open (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorage) closed = storage_fixture_make ();
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_storage_begin (closed, VMX_TXN_READ, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "open");
  g_assert_null (vmx_storage_begin (closed, VMX_TXN_WRITE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "open");
  g_assert_false (vmx_storage_open (closed, FALSE, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE, "store");
  g_assert_false (vmx_storage_exists (closed));
  g_assert_true (vmx_storage_destroy (closed, &error));
  g_assert_no_error (error);
}

/* What was committed is there after the store was closed and opened. */
static void
test_reopen (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1,\"Amount\":\"1.50\"}",
               NULL);
  vmx_storage_close (self->storage, &error);
  g_assert_no_error (error);
  g_assert_true (vmx_storage_exists (self->storage));
  g_assert_null (vmx_storage_begin (self->storage, VMX_TXN_READ, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_NOT_OPEN, "open");
  for (int create = 0; create < 2; create++)
    {
      vmx_storage_open (self->storage, create, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (count_now (self), ==, 1);
      vmx_storage_close (self->storage, &error);
      g_assert_no_error (error);
    }
  vmx_storage_open (self->storage, FALSE, NULL, &error);
  g_assert_no_error (error);
}

static void
test_destroy (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  gboolean exists = TRUE;

  vmx_storage_close (self->storage, NULL);
  g_assert_true (vmx_storage_destroy (self->storage, &error));
  g_assert_no_error (error);
  g_assert_false (vmx_storage_exists (self->storage));
  vmx_storage_open (self->storage, TRUE, NULL, &error);
  g_assert_no_error (error);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  vmx_storage_txn_has_table (txn, "Thing", &exists, &error);
  g_assert_no_error (error);
  g_assert_false (exists);
}

static void
test_cancelled (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1}", NULL);
  g_cancellable_cancel (cancelled);
  for (VmxTxnMode mode = VMX_TXN_READ; mode <= VMX_TXN_WRITE_DURABLE; mode++)
    {
      g_assert_null (vmx_storage_begin (self->storage, mode, cancelled, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
    }
  txn = storage_begin (self->storage, VMX_TXN_READ);
  cursor = vmx_storage_txn_select (txn, selection, &error);
  g_assert_no_error (error);
  g_assert_null (vmx_storage_cursor_next (cursor, 10, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

void
storage_add_txn_tests (void)
{
  storage_add_test ("/storage/transactions/snapshot", test_snapshot);
  storage_add_test ("/storage/transactions/cursor-snapshot", test_cursor_snapshot);
  storage_add_test ("/storage/transactions/rollback", test_rollback);
  storage_add_test ("/storage/transactions/drop-rolls-back", test_drop_rolls_back);
  storage_add_test ("/storage/transactions/cursor-keeps-it", test_cursor_keeps_txn);
  storage_add_test ("/storage/transactions/use-after-end", test_use_after_end);
  storage_add_test ("/storage/transactions/reader-cannot-write", test_reader_cannot_write);
  storage_add_test ("/storage/transactions/not-open", test_not_open);
  storage_add_test ("/storage/transactions/reopen", test_reopen);
  storage_add_test ("/storage/transactions/destroy", test_destroy);
  storage_add_test ("/storage/transactions/cancelled", test_cancelled);
  storage_add_test ("/storage/transactions/check", test_check);
}
