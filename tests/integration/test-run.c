/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Syncs that succeed: acceptance rows 4 to 18, 50 and 94. */
#include "fixture.h"
#include "test-transport.h"

#include <string.h>

#define EMPLOYEE                                                                                   \
  "\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"Name\":\"string?\","             \
  "\"Age\":\"int32?\"},\"records\":[{\"Id\":1,\"Name\":\"Anna\",\"Age\":31},"                      \
  "{\"Id\":2,\"Name\":\"Ben\",\"Age\":22},{\"Id\":3,\"Name\":\"Cem\",\"Age\":null}]}"
#define THREE "{\"objects\":{" EMPLOYEE "}}"
#define MANY(n)                                                                                    \
  "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"T\":\"string?\"},"        \
  "\"generate\":{\"count\":" n "}}}}"

/* Every type, and what reading gives back: digits, offsets and cases as documented. */
#define ALL_TYPES                                                                                  \
  "{\"objects\":{\"Every\":{\"key\":[\"Id\",\"Code\"],\"columns\":{\"Id\":\"int64\","              \
  "\"Code\":\"string\",\"Bool\":\"boolean?\",\"Byte\":\"byte?\",\"SByte\":\"sbyte?\","             \
  "\"I16\":\"int16?\",\"I32\":\"int32?\",\"Single\":\"single?\",\"Double\":\"double?\","           \
  "\"Dec\":\"decimal?\",\"Date\":\"date?\",\"Tod\":\"time-of-day?\",\"Ts\":\"timestamp?\","        \
  "\"Dur\":\"duration?\",\"Guid\":\"guid?\",\"Bin\":\"binary?\",\"Json\":\"json?\"},\"records\":["
#define EVERY_FULL                                                                                 \
  "{\"Id\":\"9223372036854775807\",\"Code\":\"é \\\"x\\\"\",\"Bool\":true,\"Byte\":255,"          \
  "\"SByte\":-128,\"I16\":-32768,\"I32\":2147483647,\"Single\":0.5,\"Double\":1e+300,"             \
  "\"Dec\":\"12345678901234567890.0123456789\",\"Date\":\"2024-02-29\","                           \
  "\"Tod\":\"23:59:59.123456\",\"Ts\":\"2024-02-29T22:59:59.5Z\",\"Dur\":\"P1DT2H\","              \
  "\"Guid\":\"F5B0ADB6-0000-4000-8000-00000000ABCD\",\"Bin\":\"AAEC_w==\","                        \
  "\"Json\":{\"a\":[1,2.50]}}"
#define EVERY_NULL                                                                                 \
  "{\"Id\":-1,\"Code\":\"\",\"Bool\":null,\"Byte\":null,\"SByte\":null,\"I16\":null,"              \
  "\"I32\":null,\"Single\":null,\"Double\":null,\"Dec\":null,\"Date\":null,\"Tod\":null,"          \
  "\"Ts\":null,\"Dur\":null,\"Guid\":null,\"Bin\":null,\"Json\":null}"

static void
test_values (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (ALL_TYPES EVERY_FULL "," EVERY_NULL "]}}}");
  g_autoptr(VmxObj) object = fixture_get_object (client, "Every");

  /* Twice, because the second run meets the records of the first. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(VmxSyncResult) result = fixture_sync (object, NULL);

      g_assert_cmpuint (vmx_sync_result_get_total_downloaded_records (result), ==, 2);
      g_assert_null (vmx_sync_result_get_warnings (result)[0]);
      fixture_assert_records (object, "{\"orderByMap\":[{\"Id\":\"DESC\"}]}",
                              "[" EVERY_FULL "," EVERY_NULL "]");
    }
}

/* What the server changed arrives; what this version cannot see deleted stays. */
static void
test_again (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (THREE);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxSyncResult) first = fixture_sync (employee, NULL);
  g_autoptr(VmxSyncResult) second = NULL;

  fixture_set_scenario (
      client, "HR",
      "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\","
      "\"Name\":\"string?\",\"Age\":\"int32?\"},\"records\":["
      "{\"Id\":2,\"Name\":null,\"Age\":23},{\"Id\":4,\"Name\":\"D\",\"Age\":1}]}}}");
  second = fixture_sync (employee, NULL);
  fixture_assert_records (employee, "{\"orderByMap\":[{\"Id\":\"ASC\"}]}",
                          "[{\"Id\":1,\"Name\":\"Anna\",\"Age\":31},"
                          "{\"Id\":2,\"Name\":null,\"Age\":23},"
                          "{\"Id\":3,\"Name\":\"Cem\",\"Age\":null},"
                          "{\"Id\":4,\"Name\":\"D\",\"Age\":1}]");
}

/* Rows 8 to 10. */
static void
test_batch_sizes (void)
{
  static const struct
  {
    const char *options; /* (nullable) */
    guint n_batches;
  } sizes[] = {
    { NULL, 3 }, /* 500 */
    { "{\"getSyncStats\":\"true\"}", 3 },
    { "{\"downloadBatchSize\":0,\"getSyncStats\":\"true\"}", 1 },
    { "{\"downloadBatchSize\":1300,\"getSyncStats\":\"true\"}", 1 },
    { "{\"downloadBatchSize\":\"200\",\"getSyncStats\":\"true\"}", 7 },
    { "{\"downloadBatchSize\":500,\"getSyncStats\":\"true\"}", 3 },
    { "{\"downloadBatchSize\":-1,\"getSyncStats\":\"true\"}", 3 },
    { "{\"downloadBatchSize\":\"junk\",\"getSyncStats\":\"true\"}", 3 },
    { "{\"downloadBatchSize\":7,\"getSyncStats\":\"true\"}", 186 },
  };
  g_autoptr(VmxClient) client = fixture_set_up (MANY ("1300"));
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(VmxSyncResult) result = fixture_sync (object, sizes[i].options);
      VmxSyncStats *stats = vmx_sync_result_get_stats (result);

      g_assert_cmpuint (vmx_sync_result_get_total_downloaded_records (result), ==, 1300);
      g_assert_true ((stats != NULL) == (sizes[i].options != NULL));
      if (stats != NULL)
        g_assert_cmpuint (vmx_sync_stats_get_n_download_batches (stats), ==, sizes[i].n_batches);
      g_assert_cmpuint (fixture_count (object), ==, 1300);
    }
}

static void
test_batches_of_one (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (THREE);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxSyncResult) result
      = fixture_sync (employee, "{\"downloadBatchSize\":1,\"getSyncStats\":true}");

  g_assert_cmpuint (vmx_sync_stats_get_n_download_batches (vmx_sync_result_get_stats (result)), >=,
                    3);
  g_assert_cmpuint (fixture_count (employee), ==, 3);
}

static void
test_empty_object (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (
      "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"},\"records\":[]}}}");
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(VmxSyncResult) result = fixture_sync (object, NULL);

  g_assert_cmpuint (vmx_sync_result_get_total_downloaded_records (result), ==, 0);
  fixture_assert_records (object, NULL, "[]");
  g_assert_cmpfloat (vmx_obj_get_fraction (object), ==, 1);
}

/* Rows 4, 6 and 7, with the deviation of the design: an invalid filter is not sent. */
static void
test_filter_valid (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr (VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr (VmxSyncResult) result
      = fixture_sync (object, "{\"filter\":\"Id lt 3 and Name ne ''\"}");
  g_autoptr(VmxSyncResult) unfiltered = NULL;

  g_assert_cmpstr (transport->filter, ==, "Id lt 3 and Name ne ''");
  g_assert_null (vmx_sync_result_get_warnings (result)[0]);
  unfiltered = fixture_sync (object, NULL);
  g_assert_null (transport->filter);
}

static void
test_filter_on_server (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (THREE);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxSyncResult) result = fixture_sync (employee, "{\"filter\":\"Age gt 25\"}");

  fixture_assert_records (employee, NULL, "[{\"Id\":1,\"Name\":\"Anna\",\"Age\":31}]");
}

static void
test_filter_not_judged (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(VmxSyncResult) result
      = fixture_sync (object, "{\"filter\":\"my.own.function(x=Id)\",\"strictFilter\":true}");

  g_assert_cmpstr (transport->filter, ==, "my.own.function(x=Id)");
  g_assert_null (vmx_sync_result_get_warnings (result)[0]);
}

static void
test_filter_invalid (void)
{
  static const char *const filters[]
      = { "Id eq", "Nme eq 'x'", "Id eq 'text'", "((", "Name eq 1", "Id gt 1 gt 2" };
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
      g_autoptr(VmxSyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      gint fetched = transport->n_fetched;

      g_test_message ("%s", filters[i]);
      vmx_sync_options_set_filter (options, filters[i]);
      result = vmx_obj_start_sync (object, options, NULL, &error);
      g_assert_no_error (error);
      g_assert_null (transport->filter);
      g_assert_cmpuint (vmx_sync_result_get_total_downloaded_records (result), ==, 6);
      g_assert_cmpuint (g_strv_length ((GStrv) vmx_sync_result_get_warnings (result)), ==, 1);
      g_assert_nonnull (strstr (vmx_sync_result_get_warnings (result)[0], "filter is invalid"));
      vmx_sync_options_set_strict_filter (options, TRUE);
      fetched = transport->n_fetched;
      g_assert_null (vmx_obj_start_sync (object, options, NULL, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, "object “Item”");
      g_assert_cmpint (transport->n_fetched, ==, fetched);
    }
}

/* An empty filter is a mistake of the program, however it was set. */
static void
test_filter_empty (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(GError) error = NULL;

  vmx_sync_options_set_filter (options, "");
  g_assert_null (vmx_obj_start_sync (object, options, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, "Item");
  g_assert_cmpint (transport->n_fetched, ==, 0);
}

/* Text that is not UTF-8 is an invalid filter like another; nothing downstream breaks on it. */
static void
test_filter_broken (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autofree char *huge = g_strnfill (1024 * 1024, '(');
  const char *filters[] = { "Name eq '\xff'", "\xc3", huge };

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
      g_autoptr(VmxSyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *json = NULL;

      vmx_sync_options_set_filter (options, filters[i]);
      result = vmx_obj_start_sync (object, options, NULL, &error);
      g_assert_no_error (error);
      g_assert_null (transport->filter);
      json = vmx_sync_result_to_json (result);
      g_assert_true (g_utf8_validate (json, -1, NULL));
      g_assert_nonnull (strstr (json, "warnings"));
      vmx_sync_options_set_strict_filter (options, TRUE);
      g_assert_null (vmx_obj_start_sync (object, options, NULL, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, "Item");
    }
}

/* Rows 8, 17 and 18. */
static void
test_request (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");
  g_autoptr(VmxSyncResult) result = fixture_sync (
      object, "{\"downloadRequestQueryParams\":{\"sap-client\":\"100\",\"q\":\"a b\"},"
              "\"uploadRequestQueryParams\":{\"up\":\"1\"},\"downloadBatchSize\":\"33\"}");
  g_autoptr(VmxSyncResult) plain = NULL;

  g_assert_cmpstr (transport->params, ==, "sap-client|100|q|a b");
  g_assert_cmpuint (transport->batch_size, ==, 33);
  g_assert_false (transport->want_total);
  transport->total = 6;
  plain = fixture_sync (object, NULL);
  g_assert_cmpstr (transport->params, ==, "");
  g_assert_cmpuint (transport->batch_size, ==, 500);
  g_assert_true (transport->want_total);
  g_assert_cmpint (transport->n_opened, ==, transport->n_closed);
}

/* Row 50. */
static void
test_same_object (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (THREE);
  g_autoptr(VmxObj) one = fixture_get_object (client, "Employee");
  g_autoptr(VmxObj) other = fixture_get_object (client, "Employee");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) refused = NULL;
  g_autoptr(VmxSyncResult) sync_result = NULL;
  g_autoptr(GError) error = NULL;

  vmx_obj_start_sync_async (one, NULL, NULL, fixture_keep_result, &result);
  vmx_obj_start_sync_async (other, NULL, NULL, fixture_keep_result, &refused);
  fixture_assert_sync_fails (other, NULL, VMX_ERROR, VMX_ERROR_BUSY, "a sync of “Employee”");
  g_assert_false (vmx_obj_get_syncing (other));
  fixture_wait_for (&refused);
  g_assert_null (vmx_obj_start_sync_finish (other, refused, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY, "Employee");
  fixture_wait_for (&result);
  sync_result = vmx_obj_start_sync_finish (one, result, &error);
  g_assert_no_error (error);
  g_object_unref (fixture_sync (other, NULL));
}

static void
test_parallel (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (
      "{\"objects\":{" EMPLOYEE ",\"B\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int32\"},"
      "\"generate\":{\"count\":2000}},\"C\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int32\"},"
      "\"generate\":{\"count\":1500}}},"
      "\"faults\":[{\"latency-ms\":30,\"times\":0}]}");
  static const char *const names[] = { "Employee", "B", "C" };
  static const guint counts[] = { 3, 2000, 1500 };
  VmxObj *objects[3];
  GAsyncResult *results[3] = { NULL };

  for (guint i = 0; i < 3; i++)
    {
      objects[i] = fixture_get_object (client, names[i]);
      vmx_obj_start_sync_async (objects[i], NULL, NULL, fixture_keep_result, &results[i]);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxSyncResult) result = NULL;

      fixture_wait_for (&results[i]);
      result = vmx_obj_start_sync_finish (objects[i], results[i], &error);
      g_assert_no_error (error);
      g_assert_cmpuint (fixture_count (objects[i]), ==, counts[i]);
      g_object_unref (results[i]);
      g_object_unref (objects[i]);
    }
}

/* Programs read while a sync goes on, also from its own handlers. */
static void
count_records (VmxObj *object, VmxSyncProgress *progress, gpointer user_data)
{
  guint *last = user_data;
  guint now = fixture_count (object);

  g_assert_cmpuint (now, >=, *last);
  *last = now;
}

static void
test_read_meanwhile (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (MANY ("300"));
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(VmxSyncResult) sync_result = NULL;
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(GError) error = NULL;
  guint count = 0;

  g_signal_connect (object, "progress", G_CALLBACK (count_records), &count);
  g_object_unref (fixture_sync (object, "{\"downloadBatchSize\":50}"));
  g_assert_cmpuint (count, ==, 300);
  vmx_sync_options_set_download_batch_size (options, 10);
  vmx_obj_start_sync_async (object, options, NULL, fixture_keep_result, &result);
  /* The run has its own copy. */
  vmx_sync_options_set_filter (options, "broken (");
  vmx_sync_options_set_strict_filter (options, TRUE);
  fixture_wait_for (&result);
  sync_result = vmx_obj_start_sync_finish (object, result, &error);
  g_assert_no_error (error);
}

/* What this version cannot do is refused before anything is sent. */
static void
test_unsupported (void)
{
  static const char *const options[] = {
    "{\"preserveBatchContext\":true}",
  };
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      fixture_assert_sync_fails (object, options[i], VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                                 "not supported yet");
      g_assert_cmpint (transport->n_opened, ==, 1);
    }
}

/* Rows 13 and 14, and the warnings about old names. */
static void
test_result (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (THREE);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxSyncResult) plain = fixture_sync (employee, "{\"getSyncStats\":\"yes\"}");
  g_autoptr(VmxSyncResult) full = fixture_sync (
      employee, "{\"getSyncStats\":\"true\",\"syncType\":\"downloadOnly\",\"BatchSize\":9}");
  g_autofree char *plain_json = vmx_sync_result_to_json (plain);
  g_autofree char *json = vmx_sync_result_to_json (full);

  g_assert_cmpstr (plain_json, ==, "{\"status\":0,\"name\":\"Employee\"}");
  g_assert_nonnull (strstr (json, "\"syncStats\":{\"name\":\"Employee\",\"startTime\":\"2"));
  g_assert_nonnull (strstr (json, "\"numberOfRecordsSynced\":3"));
  g_assert_nonnull (strstr (json, "\"downloadStats\":[{\"batchNumber\":1,\"numberOfRecords\":3,"));
  g_assert_nonnull (strstr (json, "\"warnings\":[\"option “BatchSize” is left aside"));
}

/* Batches whose transport tells of deleted records. */
static VmxRecordBatch *
fetch_with_deleted (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
                    GError **error)
{
  VmxRecordBatch *batch = test_transport_make_batch (request, 3, 1, NULL);

  vmx_record_batch_add_deleted (batch, 1);
  return batch;
}

static void
test_deleted (void)
{
  g_autoptr(TestTransport) transport = test_transport_new ();
  g_autoptr(VmxClient) client = test_transport_set_up (transport);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Item");

  g_object_unref (fixture_sync (object, NULL));
  g_assert_cmpuint (fixture_count (object), ==, 6);
  transport->fetch = fetch_with_deleted;
  g_object_unref (fixture_sync (object, NULL));
  g_assert_cmpuint (fixture_count (object), ==, 5);
  fixture_assert_records (object, "{\"primaryKeys\":{\"Id\":2}}", "[]");
}

static void
test_1_mb_text (void)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autofree char *scenario = g_strdup_printf (
      "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"T\":\"string\"},"
      "\"records\":[{\"Id\":1,\"T\":\"%s\"}]}}}",
      text);
  g_autoptr(VmxClient) client = fixture_set_up (scenario);
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;

  g_object_unref (fixture_sync (object, NULL));
  records = vmx_obj_get (object, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_record_get_text (records->pdata[0], "T"), ==, text);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/run/values", test_values);
  g_test_add_func ("/run/again", test_again);
  g_test_add_func ("/run/rows-8-to-10/batch-sizes", test_batch_sizes);
  g_test_add_func ("/run/row-8/batches-of-one", test_batches_of_one);
  g_test_add_func ("/run/empty-object", test_empty_object);
  g_test_add_func ("/run/row-4/filter-valid", test_filter_valid);
  g_test_add_func ("/run/row-4/filter-on-server", test_filter_on_server);
  g_test_add_func ("/run/filter-not-judged", test_filter_not_judged);
  g_test_add_func ("/run/row-7/filter-invalid", test_filter_invalid);
  g_test_add_func ("/run/row-6/filter-empty", test_filter_empty);
  g_test_add_func ("/run/filter-broken", test_filter_broken);
  g_test_add_func ("/run/row-17/request", test_request);
  g_test_add_func ("/run/row-50/same-object", test_same_object);
  g_test_add_func ("/run/row-50/parallel", test_parallel);
  g_test_add_func ("/run/read-meanwhile", test_read_meanwhile);
  g_test_add_func ("/run/unsupported", test_unsupported);
  g_test_add_func ("/run/row-94/result", test_result);
  g_test_add_func ("/run/deleted", test_deleted);
  g_test_add_func ("/run/1-mb-text", test_1_mb_text);
  return g_test_run ();
}
