/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Syncs that fail: what was stored before stays, what failed leaves nothing, and the next sync
 * works. Each case runs inline and on threads. */
#include "fixture.h"
#include "test-transport.h"

#include <stdlib.h>
#include <string.h>

/* --- Both modes --- */

static GError *
sync_async (VmxObj *object)
{
  g_autoptr(GAsyncResult) async_result = NULL;
  GError *error = NULL;

  vmx_obj_start_sync_async (object, NULL, NULL, fixture_keep_result, &async_result);
  fixture_wait_for (&async_result);
  g_assert_null (vmx_obj_start_sync_finish (object, async_result, &error));
  return error;
}

static void
assert_sync_fails (VmxObj *object, gboolean inline_mode, int code, const char *part)
{
  g_autoptr(GError) error
      = inline_mode ? fixture_sync_error (object, NULL) : sync_async (object);

  g_test_message ("%s", error->message);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  vmx_assert_error (error, VMX_ERROR, code, part);
  g_assert_false (vmx_obj_get_syncing (object));
}

/* --- The history of runs --- */

static VmxObjectSchema *
make_runs_schema (void)
{
  static const char *const texts[]
      = { "service", "object", "started", "ended", "outcome", "message", NULL };
  static const char *const numbers[] = { "run", "downloaded", "uploaded", NULL };
  VmxObjectSchema *schema = vmx_object_schema_new ("vmx_runs");
  g_autoptr(VmxColumn) options
      = vmx_column_new ("options", VMX_COLUMN_JSON, VMX_COLUMN_FLAG_NULLABLE);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; texts[i] != NULL; i++)
    {
      g_autoptr(VmxColumn) column
          = vmx_column_new (texts[i], VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);

      vmx_object_schema_add_column (schema, column);
    }
  for (guint i = 0; numbers[i] != NULL; i++)
    {
      g_autoptr(VmxColumn) column
          = vmx_column_new (numbers[i], VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NULLABLE);

      vmx_object_schema_add_column (schema, column);
    }
  vmx_object_schema_add_column (schema, options);
  vmx_object_schema_add_key_column (schema, "run");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

/* All runs, oldest first. */
static VmxRecordBatch *
read_runs (VmxObj *object)
{
  g_autoptr(VmxObjectSchema) schema = make_runs_schema ();
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn
      = vmx_storage_begin (vmx_obj_get_storage (object), VMX_TXN_READ, NULL, &error);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  VmxRecordBatch *batch;

  g_assert_no_error (error);
  vmx_selection_add_order (selection, (guint) vmx_object_schema_get_column_index (schema, "run"),
                           VMX_ORDER_ASCENDING);
  cursor = vmx_storage_txn_select (txn, selection, &error);
  g_assert_no_error (error);
  batch = vmx_storage_cursor_next (cursor, 1000, NULL, &error);
  g_assert_no_error (error);
  return batch;
}

static const char *
get_run_text (VmxRecordBatch *runs, guint row, const char *column)
{
  int index = vmx_object_schema_get_column_index (vmx_record_batch_get_schema (runs), column);

  return vmx_value_get_text (vmx_record_batch_peek_value (runs, row, (guint) index), NULL);
}

static void
assert_last_run (VmxObj *object, const char *outcome, const char *part)
{
  g_autoptr(VmxRecordBatch) runs = read_runs (object);
  guint last = vmx_record_batch_get_n_rows (runs) - 1;

  g_assert_cmpstr (get_run_text (runs, last, "outcome"), ==, outcome);
  g_assert_cmpstr (get_run_text (runs, last, "object"), ==, vmx_obj_get_name (object));
  if (part != NULL)
    g_assert_nonnull (strstr (get_run_text (runs, last, "message"), part));
  else
    g_assert_null (get_run_text (runs, last, "message"));
}

static void
test_run_log (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(VmxRecordBatch) runs = NULL;

  for (guint i = 0; i < 53; i++)
    g_object_unref (
        fixture_sync (object, "{\"downloadRequestQueryParams\":{\"token\":\"secret\"}}"));
  runs = read_runs (object);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (runs), ==, 50);
  assert_last_run (object, "done", NULL);
  g_assert_cmpstr (get_run_text (runs, 49, "service"), ==, "Shop");
  g_assert_null (strstr (get_run_text (runs, 49, "options"), "secret"));
  g_assert_nonnull (strstr (get_run_text (runs, 49, "options"), "token"));
}

/* --- The transport fails --- */

static int failing_batch;

static VmxRecordBatch *
fetch_until_failure (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
                     GError **error)
{
  const char *context = vmx_fetch_request_get_context (request);
  int batch = context != NULL ? atoi (context) : 1;
  g_autofree char *next = batch < 4 ? g_strdup_printf ("%d", batch + 1) : NULL;

  if (batch != failing_batch)
    return test_transport_make_batch (request, 2, batch * 2 - 1, next);
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_READ_TIMED_OUT, "no answer for 30 s");
  return NULL;
}

static void
test_transport_open_fails (gconstpointer inline_mode)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");

  transport->open_error = g_error_new_literal (VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN, "who are you");
  assert_sync_fails (object, inline_mode != NULL, VMX_ERROR_NOT_SIGNED_IN, "who are you");
  g_assert_cmpint (transport->n_closed, ==, 2);
  g_assert_cmpint (transport->n_fetched, ==, 0);
  assert_last_run (object, "failed", "who are you");
  g_clear_error (&transport->open_error);
  g_object_unref (fixture_sync (object, NULL));
}

static void
test_transport_fetch_fails (gconstpointer inline_mode)
{
  for (failing_batch = 1; failing_batch <= 4; failing_batch++)
    {
      g_autoptr(TestTransport) transport = test_transport_new ();
      g_autoptr(VmxClient) client = test_transport_set_up (transport);
      g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
      g_autofree char *part
          = g_strdup_printf ("object “Item”, batch %d: no answer for 30 s", failing_batch);

      transport->fetch = fetch_until_failure;
      assert_sync_fails (object, inline_mode != NULL, VMX_ERROR_READ_TIMED_OUT, part);
      g_assert_cmpint (transport->n_closed, ==, 2);
      g_assert_cmpuint (fixture_count (object), ==, (guint) (failing_batch - 1) * 2);
      g_assert_null (vmx_obj_get_last_result (object));
      assert_last_run (object, "failed", part);
      transport->fetch = NULL;
      g_object_unref (fixture_sync (object, NULL));
      g_assert_cmpuint (fixture_count (object), ==, 6);
      assert_last_run (object, "done", NULL);
    }
}

/* Nothing is lost when closing fails, so it is a warning. */
static void
test_transport_close_fails (gconstpointer inline_mode)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(GAsyncResult) async_result = NULL;
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  transport->close_error = g_error_new_literal (VMX_ERROR, VMX_ERROR_NETWORK, "no goodbye");
  if (inline_mode != NULL)
    result = vmx_obj_start_sync (object, NULL, NULL, &error);
  else
    {
      vmx_obj_start_sync_async (object, NULL, NULL, fixture_keep_result, &async_result);
      fixture_wait_for (&async_result);
      result = vmx_obj_start_sync_finish (object, async_result, &error);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length ((GStrv) vmx_sync_result_get_warnings (result)), ==, 1);
  g_assert_nonnull (strstr (vmx_sync_result_get_warnings (result)[0], "no goodbye"));
  g_assert_cmpuint (fixture_count (object), ==, 6);
}

/* --- The storage fails --- */

#define TEN                                                                                        \
  "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"T\":\"string?\"},"        \
  "\"generate\":{\"count\":10},\"page-size\":2}}}"

static const struct
{
  const char *property;
  gint number; /* which call fails */
  int code;
  guint batch; /* which batch that is: a batch is one put, one put of its bookmark, one commit */
} storage_faults[] = {
  { "fail-after-writes", 1, VMX_ERROR_TRANSACTION_ROLLED_BACK, 1 },
  { "fail-after-writes", 2, VMX_ERROR_TRANSACTION_ROLLED_BACK, 1 },
  { "fail-after-writes", 3, VMX_ERROR_TRANSACTION_ROLLED_BACK, 2 },
  { "fail-after-writes", 8, VMX_ERROR_TRANSACTION_ROLLED_BACK, 4 },
  { "fail-after-writes", 10, VMX_ERROR_TRANSACTION_ROLLED_BACK, 5 },
  { "fail-commit", 1, VMX_ERROR_TRANSACTION_FAILED, 1 },
  { "fail-commit", 3, VMX_ERROR_TRANSACTION_FAILED, 3 },
  { "fail-commit", 5, VMX_ERROR_TRANSACTION_FAILED, 5 },
};

static void
test_storage_fails (gconstpointer inline_mode)
{
  for (guint i = 0; i < G_N_ELEMENTS (storage_faults); i++)
    {
      VmxStorage *storage;
      g_autoptr(VmxClient) client = fixture_set_up_with_mock_storage (TEN, &storage);
      g_autoptr(VmxObj) object = fixture_get_object (client, "A");
      g_autofree char *part
          = g_strdup_printf ("object “A”, batch %u: ", storage_faults[i].batch);

      g_object_set (storage, storage_faults[i].property, storage_faults[i].number, NULL);
      assert_sync_fails (object, inline_mode != NULL, storage_faults[i].code, part);
      g_assert_cmpuint (fixture_count (object), ==, (storage_faults[i].batch - 1) * 2);
      assert_last_run (object, "failed", part);
      g_object_unref (fixture_sync (object, NULL));
      g_assert_cmpuint (fixture_count (object), ==, 10);
    }
}

/* A history that cannot be written does not fail a sync that succeeded. */
static void
test_run_log_fails (void)
{
  VmxStorage *storage;
  g_autoptr(VmxClient) client = fixture_set_up_with_mock_storage (TEN, &storage);
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(VmxRecordBatch) runs = NULL;

  g_object_set (storage, "fail-commit", 6, NULL);
  g_object_unref (fixture_sync (object, NULL));
  g_assert_cmpuint (fixture_count (object), ==, 10);
  runs = read_runs (object);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (runs), ==, 0);
}

/* --- Bad answers --- */

static void
test_wrong_type (gconstpointer inline_mode)
{
  g_autoptr(VmxClient) client = fixture_set_up (
      "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"N\":\"int32\"},"
      "\"generate\":{\"count\":30},\"page-size\":10}},"
      "\"faults\":[{\"object\":\"A\",\"batch\":2,\"wrong-type\":\"N\"}]}");
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");

  assert_sync_fails (object, inline_mode != NULL, VMX_ERROR_INVALID_VALUE,
                     "object “A”, batch 2: ");
  g_assert_cmpuint (fixture_count (object), ==, 10);
}

static VmxRecordBatch *
fetch_nothing (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
               GError **error)
{
  return NULL;
}

static VmxRecordBatch *
fetch_other (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
             GError **error)
{
  g_autoptr(VmxObjectSchema) schema = make_runs_schema ();

  return vmx_record_batch_new (schema);
}

static VmxRecordBatch *
fetch_without_key (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
                   GError **error)
{
  VmxRecordBatch *batch = test_transport_make_batch (request, 2, 1, NULL);

  vmx_record_batch_set_null (batch, 1, 0);
  return batch;
}

static VmxRecordBatch *
fetch_for_ever (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
                GError **error)
{
  return test_transport_make_batch (request, 1, 1, "again");
}

static VmxRecordBatch *
fetch_both (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
            GError **error)
{
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_SERVER, "a batch and an error");
  return test_transport_make_batch (request, 1, 1, NULL);
}

static VmxRecordBatch *
fetch_foreign (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
               GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, "refused");
  return NULL;
}

static const struct
{
  TestFetchFunc fetch;
  int code;
  const char *part;
  guint n_stored;
} bad_answers[] = {
  { fetch_nothing, VMX_ERROR_PLUGIN_MISBEHAVED, "object “Item”, batch 1: TestTransport", 0 },
  { fetch_other, VMX_ERROR_PLUGIN_MISBEHAVED, "fetch_batch", 0 },
  { fetch_without_key, VMX_ERROR_KEY_MISSING, "batch 1", 0 },
  { fetch_for_ever, VMX_ERROR_PLUGIN_MISBEHAVED, "batch 2: TestTransport", 1 },
  { fetch_both, VMX_ERROR_PLUGIN_MISBEHAVED, "fetch_batch", 0 },
  { fetch_foreign, VMX_ERROR_CONNECT_FAILED, "object “Item”, batch 1: ", 0 },
};

static void
test_bad_answers (gconstpointer inline_mode)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_answers); i++)
    {
      g_autoptr(TestTransport) transport = test_transport_new ();
      g_autoptr(VmxClient) client = test_transport_set_up (transport);
      g_autoptr(VmxObj) object = fixture_get_object (client, "Item");

      transport->fetch = bad_answers[i].fetch;
      assert_sync_fails (object, inline_mode != NULL, bad_answers[i].code, bad_answers[i].part);
      g_assert_cmpuint (fixture_count (object), ==, bad_answers[i].n_stored);
      g_assert_cmpint (transport->n_closed, ==, 2);
    }
}

/* --- Plugins that are not there --- */

static void
test_missing_plugin (gconstpointer inline_mode)
{
  g_autofree char *path = fixture_new_path ();
  VmxClient *first = fixture_new_client (path, TEN);
  g_autoptr(VmxClient) second = vmx_client_new (path);
  g_autoptr(VmxObj) object = NULL;
  g_autoptr(GError) error = NULL;

  fixture_setup (first);
  g_object_unref (first);
  vmx_client_add_service (second, "HR", "no-such-transport", NULL, &error);
  g_assert_no_error (error);
  fixture_setup (second);
  object = fixture_get_object (second, "A");
  assert_sync_fails (object, inline_mode != NULL, VMX_ERROR_PLUGIN_NOT_FOUND, "plugins/mock");
  assert_last_run (object, "failed", "no-such-transport");
}

/* An instance that another run uses; the objects themselves differ. */
static void
test_busy_transport (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) one = test_transport_set_up (transport);
  g_autoptr(VmxObj) first = fixture_get_object (one, "Item");
  g_autoptr(TestTransport) unused = test_transport_new ();
  g_autoptr(VmxClient) other = test_transport_set_up (unused);
  g_autoptr(VmxObj) second = fixture_get_object (other, "Item");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();

  vmx_obj_svc_set_transport (vmx_obj_get_service (second), VMX_TRANSPORT (transport));
  g_mutex_lock (&transport->gate);
  vmx_obj_start_sync_async (first, NULL, cancellable, fixture_keep_result, &result);
  while (g_atomic_int_get (&transport->n_opened) < 2)
    g_usleep (1000);
  assert_sync_fails (second, TRUE, VMX_ERROR_BUSY, "TestTransport");
  g_mutex_unlock (&transport->gate);
  fixture_wait_for (&result);
  g_object_unref (vmx_obj_start_sync_finish (first, result, &error));
  g_assert_no_error (error);
  g_object_unref (fixture_sync (second, NULL));
}

static void
add_both (const char *path, GTestDataFunc function)
{
  g_autofree char *inline_path = g_strconcat (path, "/inline", NULL);
  g_autofree char *threads_path = g_strconcat (path, "/threads", NULL);

  g_test_add_data_func (inline_path, GINT_TO_POINTER (TRUE), function);
  g_test_add_data_func (threads_path, NULL, function);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/run-errors/run-log", test_run_log);
  g_test_add_func ("/run-errors/run-log-fails", test_run_log_fails);
  add_both ("/run-errors/transport-open", test_transport_open_fails);
  add_both ("/run-errors/transport-fetch", test_transport_fetch_fails);
  add_both ("/run-errors/transport-close", test_transport_close_fails);
  add_both ("/run-errors/storage", test_storage_fails);
  add_both ("/run-errors/wrong-type", test_wrong_type);
  add_both ("/run-errors/bad-answers", test_bad_answers);
  add_both ("/run-errors/missing-plugin", test_missing_plugin);
  g_test_add_func ("/run-errors/busy-transport", test_busy_transport);
  return g_test_run ();
}
