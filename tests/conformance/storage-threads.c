/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "storage-fixture.h"

#define N_THREADS 4
#define N_STEPS 25

static gint64
read_counter (StorageFixture *self, VmxStorageTxn *txn)
{
  g_autoptr(VmxRecordBatch) key = storage_make_batch (self->schema, "{\"ID\":1}", NULL);
  g_autoptr(VmxRecordBatch) found = vmx_storage_txn_lookup (txn, key, NULL);
  int column = vmx_object_schema_get_column_index (self->schema, "Big");

  return vmx_value_get_int64 (vmx_record_batch_peek_value (found, 0, (guint) column));
}

static void
add_one (StorageFixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);
  g_autofree char *json
      = g_strdup_printf ("{\"ID\":1,\"Big\":%d}", (int) read_counter (self, txn) + 1);
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (self->schema, json, NULL);

  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  storage_commit (txn);
}

static gpointer
count_up (gpointer data)
{
  for (guint i = 0; i < N_STEPS; i++)
    add_one (data);
  return NULL;
}

/* Each sees what the last one wrote: nothing gets lost between reading and writing. */
static void
test_one_writer (StorageFixture *self, gconstpointer data)
{
  GThread *threads[N_THREADS];
  g_autoptr(VmxStorageTxn) txn = NULL;
  gint64 last = 0;

  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1,\"Big\":0}", NULL);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("writer", count_up, self);
  /* Readers are never kept waiting, and never go back in time. */
  for (guint i = 0; i < N_STEPS; i++)
    {
      g_autoptr(VmxStorageTxn) reader = storage_begin (self->storage, VMX_TXN_READ);
      gint64 now = read_counter (self, reader);

      g_assert_cmpint (now, >=, last);
      last = now;
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  g_assert_cmpint (read_counter (self, txn), ==, N_THREADS * N_STEPS);
}

typedef struct
{
  StorageFixture *fixture;
  GCancellable *cancellable;
  GError *error;
} Waiter;

static gpointer
wait_for_turn (gpointer data)
{
  Waiter *waiter = data;
  g_autoptr(VmxStorageTxn) txn = vmx_storage_begin (waiter->fixture->storage, VMX_TXN_WRITE,
                                                     waiter->cancellable, &waiter->error);

  return GINT_TO_POINTER (txn != NULL);
}

static void
test_cancel_waiting (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);
  Waiter waiter = { self, cancellable, NULL };
  GThread *thread = g_thread_new ("waiter", wait_for_turn, &waiter);
  gint64 start = g_get_monotonic_time ();

  g_usleep (30 * 1000);
  g_cancellable_cancel (cancellable);
  g_assert_null (g_thread_join (thread));
  g_assert_error (waiter.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&waiter.error);
  /* Long before the default waiting time of five seconds. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, 3 * G_TIME_SPAN_SECOND);
  storage_commit (txn);
  add_one (self);
}

static void
test_turn_comes (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);
  Waiter waiter = { self, NULL, NULL };
  GThread *thread = g_thread_new ("waiter", wait_for_turn, &waiter);

  g_usleep (30 * 1000);
  g_clear_object (&txn);
  g_assert_nonnull (g_thread_join (thread));
  g_assert_no_error (waiter.error);
}

static void
test_bounded_waiting (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (self->storage), "busy-timeout") == NULL)
    {
      g_test_skip ("the storage has no property “busy-timeout”");
      return;
    }
  g_object_set (self->storage, "busy-timeout", 50, NULL);
  txn = storage_begin (self->storage, VMX_TXN_WRITE);
  g_assert_null (vmx_storage_begin (self->storage, VMX_TXN_WRITE, NULL, &error));
  g_assert_true (error->domain == VMX_ERROR);
  vmx_test_assert_message (error, "another");
}

void
storage_add_thread_tests (void)
{
  storage_add_test ("/storage/threads/one-writer", test_one_writer);
  storage_add_test ("/storage/threads/cancel-waiting", test_cancel_waiting);
  storage_add_test ("/storage/threads/turn-comes", test_turn_comes);
  storage_add_test ("/storage/threads/bounded-waiting", test_bounded_waiting);
}
