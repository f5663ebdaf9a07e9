/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Cancelling at each moment of a sync, and programs that let go of everything. */
#include "fixture.h"
#include "test-transport.h"

#define SLOW                                                                                       \
  "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"T\":\"string?\"},"        \
  "\"generate\":{\"count\":40},\"page-size\":10}},"                                                \
  "\"faults\":[{\"object\":\"A\",\"batch\":3,\"latency-ms\":60000,\"times\":0}]}"
#define FAST                                                                                       \
  "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"T\":\"string?\"},"        \
  "\"generate\":{\"count\":40},\"page-size\":10}}}"

/* What is cancelled at which event. */
typedef struct
{
  GCancellable *cancellable;
  VmxSyncPhase phase;
  VmxSyncState state;
  guint batch_number;
  gboolean reached;
} Moment;

static void
cancel_at_moment (VmxObj *object, VmxSyncProgress *progress, gpointer user_data)
{
  Moment *moment = user_data;

  if (vmx_sync_progress_get_phase (progress) != moment->phase
      || vmx_sync_progress_get_state (progress) != moment->state
      || vmx_sync_progress_get_batch_number (progress) != moment->batch_number)
    return;
  moment->reached = TRUE;
  g_cancellable_cancel (moment->cancellable);
}

static void
assert_cancelled (const GError *error)
{
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_works_again (VmxClient *client, VmxObj *object)
{
  fixture_set_scenario (client, "HR", FAST);
  g_assert_false (vmx_obj_get_syncing (object));
  g_object_unref (fixture_sync (object, NULL));
  g_assert_cmpuint (fixture_count (object), ==, 40);
}

static GError *
sync_async (VmxObj *object, GCancellable *cancellable)
{
  g_autoptr(GAsyncResult) async_result = NULL;
  g_autoptr(VmxSyncResult) result = NULL;
  GError *error = NULL;

  vmx_obj_start_sync_async (object, NULL, cancellable, fixture_keep_result, &async_result);
  fixture_wait_for (&async_result);
  result = vmx_obj_start_sync_finish (object, async_result, &error);
  g_assert_true ((result == NULL) == (error != NULL));
  return error;
}

static void
test_before_start (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) inline_error = NULL;

  g_cancellable_cancel (cancellable);
  error = sync_async (object, cancellable);
  assert_cancelled (error);
  g_assert_null (vmx_obj_start_sync (object, NULL, cancellable, &inline_error));
  assert_cancelled (inline_error);
  g_assert_cmpint (transport->n_opened, ==, 1);
  g_assert_cmpint (transport->n_fetched, ==, 0);
  g_object_unref (fixture_sync (object, NULL));
}

/* The answer would take a minute. What was stored before it stays. */
static void
test_slow_fetch (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (SLOW);
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  Moment moment = { cancellable, VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_STARTED, 3, FALSE };
  gint64 before = g_get_monotonic_time ();

  g_signal_connect (object, "progress", G_CALLBACK (cancel_at_moment), &moment);
  error = sync_async (object, cancellable);
  assert_cancelled (error);
  g_assert_true (moment.reached);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 30 * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (fixture_count (object), ==, 20);
  g_assert_null (vmx_obj_get_last_result (object));
  assert_works_again (client, object);
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* A blocking call is cancelled from another thread. */
static void
test_slow_fetch_inline (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (SLOW);
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  g_assert_null (vmx_obj_start_sync (object, NULL, cancellable, &error));
  assert_cancelled (error);
  g_thread_join (thread);
  g_assert_cmpuint (fixture_count (object), <=, 20);
  assert_works_again (client, object);
}

/* At every event of the sync, in both modes: whole batches or nothing. */
static void
test_every_moment (void)
{
  for (guint mode = 0; mode < 2; mode++)
    for (guint batch = 0; batch <= 4; batch++)
      for (guint state = VMX_SYNC_STATE_STARTED; state <= VMX_SYNC_STATE_ENDED; state++)
        {
          g_autoptr(VmxClient) client = fixture_set_up (FAST);
          g_autoptr(VmxObj) object = fixture_get_object (client, "A");
          g_autoptr(GCancellable) cancellable = g_cancellable_new ();
          g_autoptr(VmxSyncResult) result = NULL;
          g_autoptr(GError) error = NULL;
          Moment moment
              = { cancellable, batch == 0 ? VMX_SYNC_PHASE_SYNC : VMX_SYNC_PHASE_DOWNLOAD, state,
                  batch, FALSE };

          g_signal_connect (object, "progress", G_CALLBACK (cancel_at_moment), &moment);
          if (mode == 0)
            error = sync_async (object, cancellable);
          else
            result = vmx_obj_start_sync (object, NULL, cancellable, &error);
          if (error != NULL)
            assert_cancelled (error);
          else
            g_assert_cmpuint (fixture_count (object), ==, 40);
          g_assert_cmpuint (fixture_count (object) % 10, ==, 0);
          /* Inline the first events are certain to come in time, the last one too late. */
          if (mode == 1 && batch == 0)
            g_assert_true ((error == NULL) == (state != VMX_SYNC_STATE_STARTED));
          else if (mode == 1 && (batch < 4 || state == VMX_SYNC_STATE_IN_PROGRESS))
            g_assert_nonnull (error);
          assert_works_again (client, object);
        }
}

/* After the last batch there is nothing left to cancel. */
static void
test_after_last_batch (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FAST);
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  Moment moment = { cancellable, VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_ENDED, 4, FALSE };

  g_signal_connect (object, "progress", G_CALLBACK (cancel_at_moment), &moment);
  result = vmx_obj_start_sync (object, NULL, cancellable, &error);
  g_assert_no_error (error);
  g_assert_true (moment.reached);
  g_assert_cmpuint (fixture_count (object), ==, 40);
}

/* A transport that knows no cancellables: the run ends as soon as it comes back. */
static VmxRecordBatch *
fetch_deaf (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
            GError **error)
{
  g_autofree char *next = g_strdup_printf ("%d", self->n_fetched + 1);

  return test_transport_make_batch (request, 1, self->n_fetched, next);
}

static void
test_deaf_transport (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  Moment moment = { cancellable, VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_ENDED, 5, FALSE };

  transport->fetch = fetch_deaf;
  g_signal_connect (object, "progress", G_CALLBACK (cancel_at_moment), &moment);
  error = sync_async (object, cancellable);
  assert_cancelled (error);
  g_assert_cmpint (transport->n_closed, ==, 2);
  transport->fetch = NULL;
  g_object_unref (fixture_sync (object, NULL));
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gint *outcome = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSyncResult) sync_result
      = vmx_obj_start_sync_finish (VMX_OBJ (source), result, &error);

  g_assert_cmpint (*outcome, ==, 0);
  *outcome = sync_result != NULL ? 1 : -1;
}

/* The program lets go of object and client right after the start; the sync goes on to its end. */
static void
test_drop_references (void)
{
  g_autofree char *path = fixture_new_path ();
  VmxClient *client = fixture_new_client (path, FAST);
  g_autoptr(VmxClient) later = fixture_new_client (path, FAST);
  g_autoptr(VmxObj) later_object = NULL;
  VmxObj *object;
  gint outcome = 0;

  fixture_setup (client);
  object = fixture_get_object (client, "A");
  vmx_obj_start_sync_async (object, NULL, NULL, on_done, &outcome);
  g_object_add_weak_pointer (G_OBJECT (client), (gpointer *) &client);
  g_object_add_weak_pointer (G_OBJECT (object), (gpointer *) &object);
  g_object_unref (object);
  g_object_unref (client);
  while (outcome == 0)
    g_main_context_iteration (NULL, TRUE);
  fixture_drain ();
  g_assert_cmpint (outcome, ==, 1);
  g_assert_null (object);
  g_assert_null (client);
  fixture_setup (later);
  later_object = fixture_get_object (later, "A");
  g_assert_cmpuint (fixture_count (later_object), ==, 40);
}

static void
test_drop_references_and_cancel (void)
{
  VmxClient *client = fixture_set_up (SLOW);
  VmxObj *object = fixture_get_object (client, "A");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  gint outcome = 0;

  vmx_obj_start_sync_async (object, NULL, cancellable, on_done, &outcome);
  g_object_add_weak_pointer (G_OBJECT (client), (gpointer *) &client);
  g_object_unref (object);
  g_object_unref (client);
  g_cancellable_cancel (cancellable);
  while (outcome == 0)
    g_main_context_iteration (NULL, TRUE);
  fixture_drain ();
  g_assert_cmpint (outcome, ==, -1);
  g_assert_null (client);
}

/* Nobody waits for the result. */
static void
test_no_callback (void)
{
  VmxClient *client = fixture_set_up (FAST);
  VmxObj *object = fixture_get_object (client, "A");

  vmx_obj_start_sync_async (object, NULL, NULL, NULL, NULL);
  vmx_obj_get_async (object, NULL, NULL, NULL, NULL);
  vmx_client_execute_select_query_async (client, "SELECT 1", NULL, NULL, NULL);
  g_object_add_weak_pointer (G_OBJECT (client), (gpointer *) &client);
  g_object_unref (object);
  g_object_unref (client);
  while (client != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_cancelled_read (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (FAST);
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) async_error = NULL;

  g_object_unref (fixture_sync (object, NULL));
  g_cancellable_cancel (cancellable);
  g_assert_null (vmx_obj_get (object, NULL, cancellable, &error));
  assert_cancelled (error);
  vmx_obj_get_async (object, NULL, cancellable, fixture_keep_result, &result);
  fixture_wait_for (&result);
  g_assert_null (vmx_obj_get_finish (object, result, &async_error));
  assert_cancelled (async_error);
  g_assert_cmpuint (fixture_count (object), ==, 40);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/run-cancel/before-start", test_before_start);
  g_test_add_func ("/run-cancel/slow-fetch", test_slow_fetch);
  g_test_add_func ("/run-cancel/slow-fetch-inline", test_slow_fetch_inline);
  g_test_add_func ("/run-cancel/every-moment", test_every_moment);
  g_test_add_func ("/run-cancel/after-last-batch", test_after_last_batch);
  g_test_add_func ("/run-cancel/deaf-transport", test_deaf_transport);
  g_test_add_func ("/run-cancel/drop-references", test_drop_references);
  g_test_add_func ("/run-cancel/drop-references-and-cancel", test_drop_references_and_cancel);
  g_test_add_func ("/run-cancel/no-callback", test_no_callback);
  g_test_add_func ("/run-cancel/cancelled-read", test_cancelled_read);
  return g_test_run ();
}
