/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a program is told of its syncs: acceptance rows 1 and 92. */
#include "fixture.h"
#include "test-transport.h"

#include <string.h>

/* The events of one sync, one letter each: phase, state, batch number. */
static void
log_progress (GObject *source, VmxSyncProgress *progress, gpointer user_data)
{
  GString *log = user_data;
  double fraction = vmx_sync_progress_get_fraction (progress);
  double *last = g_object_get_data (source, "last-fraction");

  if (last == NULL)
    {
      last = g_new (double, 1);
      *last = -1;
      g_object_set_data_full (source, "last-fraction", last, g_free);
    }
  g_assert_cmpfloat (fraction, >=, *last);
  g_assert_cmpfloat (fraction, <=, 1);
  *last = fraction;
  g_string_append_printf (log, "%c%c%u ", "SUD"[vmx_sync_progress_get_phase (progress)],
                          "sie"[vmx_sync_progress_get_state (progress)],
                          vmx_sync_progress_get_batch_number (progress));
}

/* Row 92. */
static void
test_progress (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GString) service_log = g_string_new (NULL);
  g_autoptr(GString) client_log = g_string_new (NULL);
  g_autoptr(VmxSyncResult) result = NULL;

  g_signal_connect (object, "progress", G_CALLBACK (log_progress), log);
  g_signal_connect (vmx_obj_get_service (object), "progress", G_CALLBACK (log_progress),
                    service_log);
  g_signal_connect (client, "progress", G_CALLBACK (log_progress), client_log);
  transport->total = 6;
  result = fixture_sync (object, NULL);
  g_assert_cmpstr (log->str, ==, "Ss0 Ds1 Di1 De1 Ds2 Di2 De2 Ds3 Di3 De3 Se0 ");
  g_assert_cmpstr (service_log->str, ==, log->str);
  g_assert_cmpstr (client_log->str, ==, log->str);
  g_assert_cmpfloat (vmx_obj_get_fraction (object), ==, 1);
}

/* A server whose total is too small or nonsense does not make the fraction leave its range. */
static void
test_progress_wrong_total (void)
{
  static const gint totals[] = { 0, 1, 5, 1000000 };
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);

  for (guint i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
      g_autoptr(GString) log = g_string_new (NULL);
      g_autoptr(VmxSyncResult) result = NULL;

      g_signal_connect (object, "progress", G_CALLBACK (log_progress), log);
      transport->total = totals[i];
      result = fixture_sync (object, NULL);
      g_assert_cmpuint (vmx_sync_result_get_total_downloaded_records (result), ==, 6);
    }
}

typedef struct
{
  GString *log;
  GThread *thread;
  gboolean returned;
  guint n_success;
  guint n_failure;
  guint n_destroyed;
  int code;
} Outcome;

static void
on_success (VmxObj *object, VmxSyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_true (outcome->thread == g_thread_self ());
  g_assert_true (VMX_IS_SYNC_RESULT (result));
  g_assert_false (vmx_obj_get_syncing (object));
  outcome->n_success++;
}

static void
on_failure (VmxObj *object, const GError *error, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_true (outcome->thread == g_thread_self ());
  outcome->code = error->code;
  outcome->n_failure++;
}

static void
on_progress (VmxObj *object, VmxSyncProgress *progress, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_true (outcome->thread == g_thread_self ());
  g_assert_cmpuint (outcome->n_success + outcome->n_failure, ==, 0);
  log_progress (G_OBJECT (object), progress, outcome->log);
}

static void
on_destroy (gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->n_destroyed++;
}

static void
wait_for_outcome (Outcome *outcome)
{
  while (outcome->n_destroyed == 0)
    g_main_context_iteration (NULL, TRUE);
  fixture_drain ();
  g_assert_cmpuint (outcome->n_success + outcome->n_failure, ==, 1);
  g_assert_cmpuint (outcome->n_destroyed, ==, 1);
}

/* Row 1. */
static void
test_callbacks (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(GString) log = g_string_new (NULL);
  Outcome outcome = { .log = log, .thread = g_thread_self () };
  Outcome busy = { .log = log, .thread = g_thread_self () };

  vmx_obj_start_sync_with_callbacks (object, NULL, on_success, on_failure, on_progress, &outcome,
                                     on_destroy);
  vmx_obj_start_sync_with_callbacks (object, NULL, on_success, on_failure, on_progress, &busy,
                                     on_destroy);
  wait_for_outcome (&busy);
  g_assert_cmpint (busy.code, ==, VMX_ERROR_BUSY);
  wait_for_outcome (&outcome);
  g_assert_cmpuint (outcome.n_success, ==, 1);
  g_assert_true (g_str_has_prefix (log->str, "Ss0 Ds1 "));
  g_assert_true (g_str_has_suffix (log->str, "De3 Se0 "));
  g_assert_true (transport->thread != g_thread_self ());
}

static void
test_callbacks_failure (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(GString) log = g_string_new (NULL);
  Outcome outcome = { .log = log, .thread = g_thread_self () };

  transport->open_error = g_error_new_literal (VMX_ERROR, VMX_ERROR_OFFLINE, "no network");
  vmx_obj_start_sync_with_callbacks (object, NULL, on_success, on_failure, on_progress, &outcome,
                                     on_destroy);
  wait_for_outcome (&outcome);
  g_assert_cmpint (outcome.code, ==, VMX_ERROR_OFFLINE);
  g_assert_cmpstr (log->str, ==, "Ss0 ");
}

/* None of the callbacks is needed. */
static void
test_no_callbacks (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  Outcome outcome = { .n_success = 1 };

  vmx_obj_start_sync_with_callbacks (object, NULL, NULL, NULL, NULL, &outcome, on_destroy);
  wait_for_outcome (&outcome);
  vmx_obj_start_sync_with_closures (object, NULL, NULL, NULL, NULL);
  while (vmx_obj_get_syncing (object))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture_count (object), ==, 6);
}

static void
closure_success (gpointer result, gpointer user_data)
{
  Outcome *outcome = user_data;

  g_assert_true (VMX_IS_SYNC_RESULT (result));
  outcome->n_success++;
}

static void
closure_failure (gpointer error, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->code = ((const GError *) error)->code;
  outcome->n_failure++;
}

static void
closure_progress (gpointer progress, gpointer user_data)
{
  g_assert_true (VMX_IS_SYNC_PROGRESS (progress));
  g_string_append_c (((Outcome *) user_data)->log, '.');
}

static void
closure_destroy (gpointer user_data, GClosure *closure)
{
  on_destroy (user_data);
}

static void
start_with_closures (VmxObj *object, Outcome *outcome)
{
  vmx_obj_start_sync_with_closures (
      object, NULL, g_cclosure_new (G_CALLBACK (closure_success), outcome, NULL),
      g_cclosure_new (G_CALLBACK (closure_failure), outcome, NULL),
      g_cclosure_new (G_CALLBACK (closure_progress), outcome, closure_destroy));
}

static void
test_closures (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(GString) log = g_string_new (NULL);
  Outcome good = { .log = log };
  Outcome bad = { .log = log };

  start_with_closures (object, &good);
  wait_for_outcome (&good);
  g_assert_cmpuint (good.n_success, ==, 1);
  g_assert_cmpuint (log->len, >, 3);
  transport->open_error = g_error_new_literal (VMX_ERROR, VMX_ERROR_TLS, "no trust");
  start_with_closures (object, &bad);
  wait_for_outcome (&bad);
  g_assert_cmpint (bad.code, ==, VMX_ERROR_TLS);
}

static void
log_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_string_append_printf (user_data, "%s=%d ", pspec->name,
                          vmx_obj_get_syncing (VMX_OBJ (object)));
}

static void
test_notify (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GAsyncResult) async_result = NULL;
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_signal_connect (object, "notify::syncing", G_CALLBACK (log_notify), log);
  g_signal_connect (object, "notify::last-result", G_CALLBACK (log_notify), log);
  g_assert_null (vmx_obj_get_last_result (object));
  g_assert_cmpfloat (vmx_obj_get_fraction (object), ==, -1);
  vmx_obj_start_sync_async (object, NULL, NULL, fixture_keep_result, &async_result);
  g_assert_true (vmx_obj_get_syncing (object));
  fixture_wait_for (&async_result);
  result = vmx_obj_start_sync_finish (object, async_result, &error);
  g_assert_no_error (error);
  g_assert_true (vmx_obj_get_last_result (object) == result);
  g_assert_true (g_str_has_prefix (log->str, "syncing=1 "));
  g_assert_nonnull (strstr (log->str + 10, "syncing=0 "));
  g_assert_nonnull (strstr (log->str + 10, "last-result=0 "));
  /* A failure leaves the last result. */
  transport->open_error = g_error_new_literal (VMX_ERROR, VMX_ERROR_OFFLINE, "no network");
  fixture_assert_sync_fails (object, NULL, VMX_ERROR, VMX_ERROR_OFFLINE, "no network");
  g_assert_true (vmx_obj_get_last_result (object) == result);
  g_assert_false (vmx_obj_get_syncing (object));
}

static void
start_next (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (object, start_next, user_data);
  g_assert_false (vmx_obj_get_syncing (VMX_OBJ (object)));
  vmx_obj_start_sync_async (VMX_OBJ (object), NULL, NULL, fixture_keep_result, user_data);
  g_assert_true (vmx_obj_get_syncing (VMX_OBJ (object)));
}

/* The next sync may be started as soon as the last one tells that it is over. */
static void
test_start_in_handler (void)
{
  static const char *const signals[] = { "notify::syncing", "notify::last-result" };
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
      g_autoptr(GAsyncResult) first = NULL;
      g_autoptr(GAsyncResult) second = NULL;
      g_autoptr(VmxSyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      vmx_obj_start_sync_async (object, NULL, NULL, fixture_keep_result, &first);
      g_signal_connect (object, signals[i], G_CALLBACK (start_next), &second);
      fixture_wait_for (&first);
      g_assert_true (vmx_obj_get_syncing (object));
      fixture_wait_for (&second);
      result = vmx_obj_start_sync_finish (object, second, &error);
      g_assert_no_error (error);
      g_assert_false (vmx_obj_get_syncing (object));
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/run-events/row-92/progress", test_progress);
  g_test_add_func ("/run-events/progress-wrong-total", test_progress_wrong_total);
  g_test_add_func ("/run-events/row-1/callbacks", test_callbacks);
  g_test_add_func ("/run-events/row-1/callbacks-failure", test_callbacks_failure);
  g_test_add_func ("/run-events/row-1/no-callbacks", test_no_callbacks);
  g_test_add_func ("/run-events/row-1/closures", test_closures);
  g_test_add_func ("/run-events/notify", test_notify);
  g_test_add_func ("/run-events/start-in-handler", test_start_in_handler);
  return g_test_run ();
}
