/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-worker-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/sync/vmx-sync-progress-private.h>

#include "vmx-test.h"

#define N_POSTED 10000

/* What one piece of work does and what came back of it. */
typedef struct
{
  guint n_milestones;   /* posted first, none of which may be lost */
  guint n_superseding;  /* posted after them */
  gboolean fails;
  gboolean waits;       /* for the cancellable */
  gboolean nested;      /* the handler of the first message runs a loop */
  gboolean posts_on;    /* until the first delivery has begun, then once more */
  gboolean drops_source;

  GThread *owner;
  GThread *worker_thread;
  GObject *source;
  gint alive;           /* (atomic) the work has not returned */
  gint delivering;      /* (atomic) */
  GArray *delivered;    /* (element-type guint), the batch numbers in their order */
  gint64 last_expected; /* of the last message */
  guint depth;
  guint n_done;
  guint n_freed;
  guint n_source_freed;
  gboolean returned;
} Test;

static VmxSyncProgress *
new_message (VmxSyncState state, guint batch_number, gint64 expected)
{
  VmxSyncProgressInfo info = {
    .phase = VMX_SYNC_PHASE_DOWNLOAD,
    .state = state,
    .name = "Employee",
    .batch_number = batch_number,
    .expected = expected,
  };

  return vmx_sync_progress_new (&info);
}

static void
post (VmxWorker *worker, VmxSyncState state, guint batch_number, gint64 expected)
{
  g_autoptr(VmxSyncProgress) message = new_message (state, batch_number, expected);

  vmx_worker_post (worker, G_OBJECT (message));
}

static gpointer
work (VmxWorker *worker, gpointer data, GCancellable *cancellable, GError **error)
{
  Test *test = data;
  guint number = 0;

  test->worker_thread = g_thread_self ();
  g_atomic_int_set (&test->alive, TRUE);
  for (guint i = 0; i < test->n_milestones; i++)
    post (worker, i % 2 == 0 ? VMX_SYNC_STATE_STARTED : VMX_SYNC_STATE_ENDED, ++number, i);
  for (guint i = 0; i < test->n_superseding; i++)
    post (worker, VMX_SYNC_STATE_IN_PROGRESS, number + 1, i);
  while (test->posts_on && g_atomic_int_get (&test->delivering) == 0)
    g_thread_yield ();
  if (test->posts_on)
    post (worker, VMX_SYNC_STATE_ENDED, ++number, 0);
  while (test->waits && !g_cancellable_is_cancelled (cancellable))
    g_usleep (1000);
  g_atomic_int_set (&test->alive, FALSE);
  if (test->fails)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_SYNC, "as the test wants");
  return test->fails ? NULL : test;
}

static gboolean
quit_loop (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

static void
run_nested_loop (void)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_timeout_add (60, quit_loop, loop);
  g_main_loop_run (loop);
}

static void
deliver (gpointer source, GObject *message)
{
  Test *test = g_object_get_data (source, "test");
  guint number = vmx_sync_progress_get_batch_number (VMX_SYNC_PROGRESS (message));

  g_assert_true (g_thread_self () == test->owner);
  g_assert_false (test->returned);
  g_assert_cmpuint (test->depth++, ==, 0);
  g_atomic_int_set (&test->delivering, TRUE);
  g_array_append_val (test->delivered, number);
  test->last_expected = vmx_sync_progress_get_expected_records (VMX_SYNC_PROGRESS (message));
  if (test->nested && test->delivered->len == 1)
    run_nested_loop ();
  if (test->drops_source)
    g_clear_object (&test->source);
  test->depth--;
}

static void
done (gpointer source, gpointer data, gpointer result)
{
  Test *test = data;

  g_assert_true (g_object_get_data (source, "test") == test);
  g_assert_true (g_thread_self () == test->owner);
  g_assert_false (g_atomic_int_get (&test->alive));
  g_assert_true (result == (test->fails ? NULL : test));
  test->n_done++;
}

static void
free_data (gpointer data)
{
  Test *test = data;

  g_assert_true (g_thread_self () == test->owner);
  test->n_freed++;
}

static const VmxWork test_work = {
  .thread_name = "test-work",
  .work = work,
  .deliver = deliver,
  .supersedes = vmx_sync_progress_is_superseded,
  .done = done,
  .free_data = free_data,
};

static void
on_source_freed (gpointer data, GObject *source)
{
  Test *test = data;

  g_assert_true (g_thread_self () == test->owner);
  test->n_source_freed++;
}

static void
test_init (Test *test)
{
  test->owner = g_thread_self ();
  test->source = g_object_new (G_TYPE_OBJECT, NULL);
  test->delivered = g_array_new (FALSE, FALSE, sizeof (guint));
  g_object_set_data (test->source, "test", test);
  g_object_weak_ref (test->source, on_source_freed, test);
}

static void
on_returned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Test *test = user_data;
  g_autoptr(GError) error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  g_assert_true (value == (test->fails ? NULL : test));
  if (test->fails)
    g_assert_error (error, VMX_ERROR, VMX_ERROR_SYNC);
  else
    g_assert_no_error (error);
  test->returned = TRUE;
}

/* Runs to the end. The source's last reference is the task's. */
static void
run (Test *test, GCancellable *cancellable)
{
  test_init (test);
  vmx_worker_start (&test_work, test,
                    g_task_new (test->source, cancellable, on_returned, test));
  g_clear_object (&test->source);
  while (!test->returned)
    g_main_context_iteration (NULL, TRUE);
  /* GIO lets go of the task after the callback. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (test->n_done, ==, 1);
  g_assert_cmpuint (test->n_freed, ==, 1);
  g_assert_cmpuint (test->n_source_freed, ==, 1);
  g_assert_true (test->worker_thread != test->owner);
}

static void
test_clear (Test *test)
{
  g_array_unref (test->delivered);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Test, test_clear)

static void
test_order (void)
{
  g_auto(Test) test = { .n_milestones = 500 };

  run (&test, NULL);
  g_assert_cmpuint (test.delivered->len, ==, 500);
  for (guint i = 0; i < 500; i++)
    g_assert_cmpuint (g_array_index (test.delivered, guint, i), ==, i + 1);
}

static void
test_superseded (void)
{
  g_auto(Test) test = { .n_milestones = 3, .n_superseding = N_POSTED };

  run (&test, NULL);
  g_assert_cmpuint (test.delivered->len, >=, 4);
  g_assert_cmpuint (test.delivered->len, <, N_POSTED / 10);
  /* The newest one wins. */
  g_assert_cmpint (test.last_expected, ==, N_POSTED - 1);
}

static void
test_failure (void)
{
  g_auto(Test) test = { .n_milestones = 2, .fails = TRUE };

  run (&test, NULL);
  g_assert_cmpuint (test.delivered->len, ==, 2);
}

static void
test_nothing_to_tell (void)
{
  g_auto(Test) test = { 0 };

  run (&test, NULL);
  g_assert_cmpuint (test.delivered->len, ==, 0);
}

static void
test_nested_loop (void)
{
  g_auto(Test) test = { .n_milestones = 20, .nested = TRUE };

  run (&test, NULL);
  g_assert_cmpuint (test.delivered->len, ==, 20);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (g_array_index (test.delivered, guint, i), ==, i + 1);
}

/* A message that is posted while another one is delivered is not lost. */
static void
test_posted_meanwhile (void)
{
  g_auto(Test) test = { .n_milestones = 1, .posts_on = TRUE };

  run (&test, NULL);
  g_assert_cmpuint (test.delivered->len, ==, 2);
}

static gboolean
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

/* The work decides what a cancellation means: here it succeeds all the same. */
static void
test_cancelled (void)
{
  g_auto(Test) test = { .waits = TRUE, .n_milestones = 1 };
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  g_idle_add (cancel, cancellable);
  run (&test, cancellable);
  g_assert_cmpuint (test.delivered->len, ==, 1);
}

/* The messages come in the context that started the work, not in the default one. */
static void
test_own_context (void)
{
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_auto(Test) test = { .n_milestones = 5 };

  g_main_context_push_thread_default (context);
  test_init (&test);
  vmx_worker_start (&test_work, &test, g_task_new (test.source, NULL, on_returned, &test));
  g_main_context_pop_thread_default (context);
  g_clear_object (&test.source);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (test.delivered->len, ==, 0);
  while (!test.returned)
    g_main_context_iteration (context, TRUE);
  while (g_main_context_iteration (context, FALSE))
    continue;
  g_assert_cmpuint (test.delivered->len, ==, 5);
  g_assert_cmpuint (test.n_source_freed, ==, 1);
}

static void
test_many_at_once (void)
{
  Test tests[16] = { 0 };
  guint n_returned = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      tests[i].n_milestones = 50;
      tests[i].n_superseding = 200;
      test_init (&tests[i]);
      vmx_worker_start (&test_work, &tests[i],
                        g_task_new (tests[i].source, NULL, on_returned, &tests[i]));
      g_clear_object (&tests[i].source);
    }
  while (n_returned < G_N_ELEMENTS (tests))
    {
      g_main_context_iteration (NULL, TRUE);
      n_returned = 0;
      for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
        n_returned += tests[i].returned ? 1 : 0;
    }
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_assert_cmpuint (tests[i].delivered->len, >=, 51);
      test_clear (&tests[i]);
    }
}

static void
test_inline (void)
{
  g_auto(Test) test = { .n_milestones = 3, .n_superseding = 7 };
  g_autoptr(GError) error = NULL;

  test_init (&test);
  g_assert_true (vmx_worker_run_inline (&test_work, &test, test.source, NULL, &error) == &test);
  g_assert_no_error (error);
  g_assert_true (test.worker_thread == test.owner);
  /* Nothing waits, so nothing is merged. */
  g_assert_cmpuint (test.delivered->len, ==, 10);
  g_assert_cmpuint (test.n_done, ==, 1);
  g_assert_cmpuint (test.n_freed, ==, 1);
  g_assert_cmpuint (test.n_source_freed, ==, 0);
  g_clear_object (&test.source);
}

static void
test_inline_failure (void)
{
  g_auto(Test) test = { .fails = TRUE };
  g_autoptr(GError) error = NULL;

  test_init (&test);
  g_assert_null (vmx_worker_run_inline (&test_work, &test, test.source, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SYNC, "as the test wants");
  g_assert_cmpuint (test.n_done, ==, 1);
  g_clear_object (&test.source);
}

/* A handler that lets go of the object that works is safe. */
static void
test_inline_drops_source (void)
{
  g_auto(Test) test = { .n_milestones = 3, .drops_source = TRUE };
  g_autoptr(GError) error = NULL;

  test_init (&test);
  g_assert_true (vmx_worker_run_inline (&test_work, &test, test.source, NULL, &error) == &test);
  g_assert_no_error (error);
  g_assert_cmpuint (test.delivered->len, ==, 3);
  g_assert_cmpuint (test.n_source_freed, ==, 1);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/worker/order", test_order);
  g_test_add_func ("/worker/superseded", test_superseded);
  g_test_add_func ("/worker/failure", test_failure);
  g_test_add_func ("/worker/nothing-to-tell", test_nothing_to_tell);
  g_test_add_func ("/worker/nested-loop", test_nested_loop);
  g_test_add_func ("/worker/posted-meanwhile", test_posted_meanwhile);
  g_test_add_func ("/worker/cancelled", test_cancelled);
  g_test_add_func ("/worker/own-context", test_own_context);
  g_test_add_func ("/worker/many-at-once", test_many_at_once);
  g_test_add_func ("/worker/inline", test_inline);
  g_test_add_func ("/worker/inline-failure", test_inline_failure);
  g_test_add_func ("/worker/inline-drops-source", test_inline_drops_source);
  return g_test_run ();
}
