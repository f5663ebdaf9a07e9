/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-batch-queue-private.h>

#include "test-plugin-double.h"
#include "vmx-test.h"

#define N_BATCHES 300

typedef struct
{
  VmxBatchQueue *queue;
  VmxObjectSchema *schema;
  gint n_pushed; /* (atomic) */
  gint n_refused;
} Pusher;

static VmxRecordBatch *
make_batch (VmxObjectSchema *schema, guint number)
{
  VmxRecordBatch *batch = test_double_make_batch (schema, 1);

  vmx_record_batch_set_total (batch, number);
  return batch;
}

static gpointer
push_all (gpointer user_data)
{
  Pusher *pusher = user_data;

  for (guint i = 0; i < N_BATCHES; i++)
    if (vmx_batch_queue_push (pusher->queue, make_batch (pusher->schema, i)))
      g_atomic_int_inc (&pusher->n_pushed);
    else
      pusher->n_refused++;
  vmx_batch_queue_close (pusher->queue);
  return NULL;
}

static void
wait_for_pushed (Pusher *pusher, gint number)
{
  while (g_atomic_int_get (&pusher->n_pushed) < number)
    g_usleep (500);
}

static void
test_order (void)
{
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("A", NULL, VMX_COLUMN_STRING);
  g_autoptr(VmxBatchQueue) queue = vmx_batch_queue_new ();
  Pusher pusher = { queue, schema, 0, 0 };
  GThread *thread = g_thread_new ("push", push_all, &pusher);
  VmxRecordBatch *batch;
  gint64 expected = 0;

  while ((batch = vmx_batch_queue_pop (queue)) != NULL)
    {
      g_assert_cmpint (vmx_record_batch_get_total (batch), ==, expected++);
      g_object_unref (batch);
      /* Those that wait, and the one that was just taken. */
      g_assert_cmpint (g_atomic_int_get (&pusher.n_pushed) - expected, <=, 3);
    }
  g_thread_join (thread);
  g_assert_cmpint (expected, ==, N_BATCHES);
  g_assert_cmpint (pusher.n_refused, ==, 0);
}

static void
test_bounded (void)
{
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("A", NULL, VMX_COLUMN_STRING);
  g_autoptr(VmxBatchQueue) queue = vmx_batch_queue_new ();
  Pusher pusher = { queue, schema, 0, 0 };
  GThread *thread = g_thread_new ("push", push_all, &pusher);

  wait_for_pushed (&pusher, 2);
  g_usleep (20 * 1000);
  g_assert_cmpint (g_atomic_int_get (&pusher.n_pushed), ==, 2);
  g_object_unref (vmx_batch_queue_pop (queue));
  wait_for_pushed (&pusher, 3);
  g_usleep (20 * 1000);
  g_assert_cmpint (g_atomic_int_get (&pusher.n_pushed), ==, 3);
  vmx_batch_queue_abandon (queue);
  g_thread_join (thread);
}

/* Whoever waits for room is woken, and whatever comes later is refused and freed. */
static void
test_abandon (void)
{
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("A", NULL, VMX_COLUMN_STRING);
  g_autoptr(VmxBatchQueue) queue = vmx_batch_queue_new ();
  Pusher pusher = { queue, schema, 0, 0 };
  VmxRecordBatch *waiting = make_batch (schema, 7);
  VmxRecordBatch *late = make_batch (schema, 8);
  GThread *thread;

  g_object_add_weak_pointer (G_OBJECT (waiting), (gpointer *) &waiting);
  g_object_add_weak_pointer (G_OBJECT (late), (gpointer *) &late);
  g_assert_true (vmx_batch_queue_push (queue, waiting));
  thread = g_thread_new ("push", push_all, &pusher);
  wait_for_pushed (&pusher, 1);
  vmx_batch_queue_abandon (queue);
  g_assert_null (waiting);
  g_thread_join (thread);
  g_assert_cmpint (pusher.n_pushed, ==, 1);
  g_assert_cmpint (pusher.n_refused, ==, N_BATCHES - 1);
  g_assert_false (vmx_batch_queue_push (queue, late));
  g_assert_null (late);
}

/* What waits when the fetching side ends is still handed out. */
static void
test_close (void)
{
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("A", NULL, VMX_COLUMN_STRING);
  g_autoptr(VmxBatchQueue) queue = vmx_batch_queue_new ();
  g_autoptr(VmxRecordBatch) first = NULL;
  g_autoptr(VmxRecordBatch) second = NULL;

  g_assert_true (vmx_batch_queue_push (queue, make_batch (schema, 1)));
  g_assert_true (vmx_batch_queue_push (queue, make_batch (schema, 2)));
  vmx_batch_queue_close (queue);
  first = vmx_batch_queue_pop (queue);
  second = vmx_batch_queue_pop (queue);
  g_assert_cmpint (vmx_record_batch_get_total (first), ==, 1);
  g_assert_cmpint (vmx_record_batch_get_total (second), ==, 2);
  g_assert_null (vmx_batch_queue_pop (queue));
  g_assert_null (vmx_batch_queue_pop (queue));
}

static gpointer
pop_one (gpointer queue)
{
  return vmx_batch_queue_pop (queue);
}

static void
test_close_wakes (void)
{
  g_autoptr(VmxBatchQueue) queue = vmx_batch_queue_new ();
  GThread *thread = g_thread_new ("pop", pop_one, queue);

  g_usleep (10 * 1000);
  vmx_batch_queue_close (queue);
  g_assert_null (g_thread_join (thread));
}

static void
test_free_with_batches (void)
{
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("A", NULL, VMX_COLUMN_STRING);
  VmxBatchQueue *queue = vmx_batch_queue_new ();
  VmxRecordBatch *batch = make_batch (schema, 1);

  g_object_add_weak_pointer (G_OBJECT (batch), (gpointer *) &batch);
  g_assert_true (vmx_batch_queue_push (queue, batch));
  vmx_batch_queue_free (queue);
  g_assert_null (batch);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/batch-queue/order", test_order);
  g_test_add_func ("/batch-queue/bounded", test_bounded);
  g_test_add_func ("/batch-queue/abandon", test_abandon);
  g_test_add_func ("/batch-queue/close", test_close);
  g_test_add_func ("/batch-queue/close-wakes", test_close_wakes);
  g_test_add_func ("/batch-queue/free-with-batches", test_free_with_batches);
  return g_test_run ();
}
