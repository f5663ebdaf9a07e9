/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-transport.h"

#include <string.h>

#include "vmx-test.h"

/* 250 records of one object and none of another. */
#define ITEM                                                                                       \
  "\"Item\":{\"key\":[\"Id\"],"                                                                    \
  "\"columns\":{\"Id\":\"int32\",\"Name\":\"string?\",\"Note\":\"string?\"},"                      \
  "\"generate\":{\"count\":250},\"page-size\":120}"
#define EMPTY "\"Empty\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int32\"}}"
#define OBJECTS "\"objects\":{" ITEM "," EMPTY "}"

static VmxTransport *
make_transport (const char *faults)
{
  g_autofree char *text = g_strdup_printf ("{" OBJECTS "%s%s}", faults != NULL ? "," : "",
                                           faults != NULL ? faults : "");

  return g_object_new (VMX_TYPE_MOCK_TRANSPORT, "scenario-text", text, NULL);
}

static void
open_transport (VmxTransport *transport)
{
  g_autoptr(GError) error = NULL;

  vmx_transport_open (transport, NULL, NULL, &error);
  g_assert_no_error (error);
}

static VmxTransport *
make_open_transport (const char *faults)
{
  VmxTransport *transport = make_transport (faults);

  open_transport (transport);
  return transport;
}

/* What setup does with the schema of a service. */
static VmxServiceSchema *
fetch_schema (VmxTransport *transport)
{
  g_autoptr(GError) error = NULL;
  VmxServiceSchema *schema = vmx_transport_fetch_schema (transport, NULL, &error);

  g_assert_no_error (error);
  vmx_service_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

static VmxFetchRequest *
make_request (VmxTransport *transport, const char *object, guint batch_size)
{
  g_autoptr(VmxServiceSchema) schema = fetch_schema (transport);
  VmxFetchRequest *request
      = vmx_fetch_request_new (vmx_service_schema_find_object (schema, object));

  vmx_fetch_request_set_batch_size (request, batch_size);
  return request;
}

static VmxRecordBatch *
fetch (VmxTransport *transport, VmxFetchRequest *request)
{
  g_autoptr(GError) error = NULL;
  VmxRecordBatch *batch = vmx_transport_fetch_batch (transport, request, NULL, &error);

  g_assert_no_error (error);
  return batch;
}

/* Fetches everything; gives the sizes of the batches and the sum of the ids. */
static char *
fetch_all (VmxTransport *transport, VmxFetchRequest *request, gint64 *sum)
{
  g_autoptr(GString) sizes = g_string_new (NULL);
  const char *context = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;

  *sum = 0;
  do
    {
      g_autoptr(VmxRecordBatch) previous = g_steal_pointer (&batch);

      vmx_fetch_request_set_context (request, context);
      batch = fetch (transport, request);
      g_string_append_printf (sizes, "%s%u", sizes->len > 0 ? " " : "",
                              vmx_record_batch_get_n_rows (batch));
      for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
        *sum += vmx_value_get_int64 (vmx_record_batch_peek_value (batch, row, 0));
      context = vmx_record_batch_get_next_context (batch);
    }
  while (context != NULL);
  return g_string_free (g_steal_pointer (&sizes), FALSE);
}

static void
test_paging (void)
{
  static const struct
  {
    const char *object;
    guint batch_size;
    const char *filter;
    const char *sizes;
    gint64 sum;
  } cases[] = {
    { "Item", 100, NULL, "100 100 50", 31375 },
    { "Item", 250, NULL, "120 120 10", 31375 },
    { "Item", 0, NULL, "120 120 10", 31375 },
    { "Item", 125, NULL, "120 120 10", 31375 },
    { "Item", 50, NULL, "50 50 50 50 50", 31375 },
    { "Item", 100, "Id gt 200", "50", 11275 },
    { "Item", 2, "Id le 4 or Id eq 250", "2 2 1", 260 },
    { "Item", 2, "Name eq null and Id lt 41", "2 2", 100 },
    { "Item", 10, "Id eq -1", "0", 0 },
    { "Empty", 10, NULL, "0", 0 },
  };
  g_autoptr(VmxTransport) transport = make_open_transport (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxFetchRequest) request
          = make_request (transport, cases[i].object, cases[i].batch_size);
      g_autofree char *sizes = NULL;
      gint64 sum;

      vmx_fetch_request_set_filter (request, cases[i].filter);
      sizes = fetch_all (transport, request, &sum);
      g_assert_cmpstr (sizes, ==, cases[i].sizes);
      g_assert_cmpint (sum, ==, cases[i].sum);
    }
}

static void
test_total (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (NULL);
  g_autoptr(VmxFetchRequest) request = make_request (transport, "Item", 10);
  g_autoptr(VmxRecordBatch) without = fetch (transport, request);
  g_autoptr(VmxRecordBatch) with = NULL;
  g_autoptr(VmxRecordBatch) filtered = NULL;

  g_assert_cmpint (vmx_record_batch_get_total (without), ==, -1);
  g_assert_null (vmx_record_batch_get_bookmark (without));
  vmx_fetch_request_set_want_total (request, TRUE);
  with = fetch (transport, request);
  g_assert_cmpint (vmx_record_batch_get_total (with), ==, 250);
  vmx_fetch_request_set_filter (request, "Id gt 100");
  filtered = fetch (transport, request);
  g_assert_cmpint (vmx_record_batch_get_total (filtered), ==, 150);
}

static void
test_features (void)
{
  g_autoptr(VmxTransport) all = make_open_transport (NULL);
  g_autoptr(VmxTransport) none = make_open_transport ("\"features\":[]");
  g_autoptr(VmxFetchRequest) request = make_request (none, "Item", 10);
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (vmx_transport_get_features (all), ==,
                    VMX_TRANSPORT_FEATURE_FILTER | VMX_TRANSPORT_FEATURE_TOTAL
                        | VMX_TRANSPORT_FEATURE_UPLOAD | VMX_TRANSPORT_FEATURE_BATCH);
  g_assert_cmpuint (vmx_transport_get_features (none), ==, VMX_TRANSPORT_FEATURE_NONE);
  vmx_fetch_request_set_want_total (request, TRUE);
  batch = fetch (none, request);
  g_assert_cmpint (vmx_record_batch_get_total (batch), ==, -1);
  vmx_fetch_request_set_filter (request, "Id eq 1");
  g_assert_null (vmx_transport_fetch_batch (none, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SERVER, "filter");
}

static void
test_refused (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (NULL);
  g_autoptr(VmxFetchRequest) request = make_request (transport, "Item", 10);
  static const char *const contexts[] = { "", "0:0", "1", "1:-1", "x:y", "1:99999999999" };
  g_autoptr(GError) error = NULL;

  vmx_fetch_request_set_filter (request, "Id eq");
  g_assert_null (vmx_transport_fetch_batch (transport, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SERVER, "400");
  vmx_fetch_request_set_filter (request, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (contexts); i++)
    {
      vmx_fetch_request_set_context (request, contexts[i]);
      g_assert_null (vmx_transport_fetch_batch (transport, request, NULL, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SERVER, "context");
    }
  vmx_transport_close (transport, &error);
  g_assert_no_error (error);
  g_assert_null (vmx_transport_fetch_batch (transport, request, NULL, &error));
  g_assert_error (error, VMX_ERROR, VMX_ERROR_SERVER);
  g_clear_error (&error);
  g_assert_null (vmx_transport_fetch_schema (transport, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NETWORK, "not open");
}

static void
test_unknown_object (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (NULL);
  g_autoptr(VmxServiceSchema) other = NULL;
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  other = vmx_service_schema_new_from_json ("{\"objects\":[{\"name\":\"Thing\",\"key\":[\"Id\"],"
                                            "\"columns\":[{\"name\":\"Id\",\"type\":\"int32\"}]}]}",
                                            &error);
  g_assert_no_error (error);
  request = vmx_fetch_request_new (vmx_service_schema_get_object (other, 0));
  g_assert_null (vmx_transport_fetch_batch (transport, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "Thing");
}

/* A request with a schema of its own: other order, a column that the service lacks, an old type. */
static void
test_other_schema (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (NULL);
  g_autoptr(VmxServiceSchema) other = NULL;
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) error = NULL;

  other = vmx_service_schema_new_from_json (
      "{\"objects\":[{\"name\":\"Item\",\"key\":[\"Id\"],\"columns\":["
      "{\"name\":\"Old\",\"type\":\"string\"},{\"name\":\"Id\",\"type\":\"int32\"}]},"
      "{\"name\":\"Empty\",\"key\":[\"Id\"],\"columns\":[{\"name\":\"Id\",\"type\":\"int32\"}]}]}",
      &error);
  g_assert_no_error (error);
  request = vmx_fetch_request_new (vmx_service_schema_find_object (other, "Item"));
  batch = fetch (transport, request);
  g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (batch, 4, 0)), ==,
                   VMX_VALUE_MISSING);
  g_assert_cmpint (vmx_value_get_int64 (vmx_record_batch_peek_value (batch, 4, 1)), ==, 5);
}

static void
test_changed_type (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (NULL);
  g_autoptr(VmxServiceSchema) other = NULL;
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  other = vmx_service_schema_new_from_json (
      "{\"objects\":[{\"name\":\"Item\",\"key\":[\"Id\"],\"columns\":["
      "{\"name\":\"Id\",\"type\":\"int32\"},{\"name\":\"Name\",\"type\":\"date\",\"flags\":1}]}]}",
      &error);
  g_assert_no_error (error);
  request = vmx_fetch_request_new (vmx_service_schema_get_object (other, 0));
  g_assert_null (vmx_transport_fetch_batch (transport, request, NULL, &error));
  vmx_test_assert_message (error, "Item");
  vmx_test_assert_message (error, "[1]");
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "Name");
}

static void
test_errors (void)
{
  static const struct
  {
    const char *name;
    int code;
  } cases[] = {
    { "timeout", VMX_ERROR_READ_TIMED_OUT }, { "connect", VMX_ERROR_CONNECT_FAILED },
    { "offline", VMX_ERROR_OFFLINE },        { "auth", VMX_ERROR_NOT_SIGNED_IN },
    { "server", VMX_ERROR_SERVER },          { "cut", VMX_ERROR_INVALID_ANSWER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *faults = g_strdup_printf (
          "\"faults\":[{\"object\":\"Item\",\"batch\":2,\"error\":\"%s\",\"times\":2,"
          "\"message\":\"words %u\"}]",
          cases[i].name, i);
      g_autofree char *words = g_strdup_printf ("words %u", i);
      g_autoptr(VmxTransport) transport = make_open_transport (faults);
      g_autoptr(VmxFetchRequest) request = make_request (transport, "Item", 100);
      g_autoptr(VmxRecordBatch) first = fetch (transport, request);
      g_autoptr(VmxRecordBatch) second = NULL;
      g_autoptr(GError) error = NULL;

      vmx_fetch_request_set_context (request, vmx_record_batch_get_next_context (first));
      for (guint attempt = 0; attempt < 2; attempt++)
        {
          g_assert_null (vmx_transport_fetch_batch (transport, request, NULL, &error));
          vmx_test_assert_message (error, "Item");
          vmx_assert_error (error, VMX_ERROR, cases[i].code, words);
        }
      second = fetch (transport, request);
      g_assert_cmpint (vmx_value_get_int64 (vmx_record_batch_peek_value (second, 0, 0)), ==, 101);
    }
}

/* Opening again does not bring a fault back; another scenario does. */
static void
test_strikes_once (void)
{
  const char *fault = "\"faults\":[{\"call\":\"open\",\"error\":\"connect\"},"
                      "{\"call\":\"fetch-schema\",\"error\":\"server\"}]";
  g_autoptr(VmxTransport) transport = make_transport (fault);
  g_autoptr(VmxServiceSchema) schema = NULL;
  g_autofree char *text = NULL;
  g_autofree char *changed = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_transport_open (transport, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_CONNECT_FAILED, "refused");
  vmx_transport_close (transport, &error);
  g_assert_no_error (error);
  open_transport (transport);
  g_assert_null (vmx_transport_fetch_schema (transport, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SERVER, "500");
  schema = fetch_schema (transport);
  g_assert_cmpuint (vmx_service_schema_get_n_objects (schema), ==, 2);
  g_object_get (transport, "scenario-text", &text, NULL);
  changed = g_strconcat (text, " ", NULL);
  g_object_set (transport, "scenario-text", changed, NULL);
  g_assert_false (vmx_transport_open (transport, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_CONNECT_FAILED, "refused");
}

static void
test_missing_columns (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (
      "\"faults\":[{\"object\":\"Item\",\"batch\":1,\"missing-columns\":[\"Name\"]}]");
  g_autoptr(VmxFetchRequest) request = make_request (transport, "Item", 5);
  g_autoptr(VmxRecordBatch) damaged = fetch (transport, request);
  g_autoptr(VmxRecordBatch) whole = fetch (transport, request);

  g_assert_cmpuint (vmx_record_batch_get_n_rows (damaged), ==, 5);
  for (guint row = 0; row < 5; row++)
    {
      g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (damaged, row, 1)), ==,
                       VMX_VALUE_MISSING);
      g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (damaged, row, 2)), ==,
                       VMX_VALUE_TEXT);
      g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (whole, row, 1)), ==,
                       VMX_VALUE_TEXT);
    }
}

static void
test_wrong_type (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (
      "\"faults\":[{\"object\":\"Item\",\"batch\":2,\"wrong-type\":\"Note\"}]");
  g_autoptr(VmxFetchRequest) request = make_request (transport, "Item", 5);
  g_autoptr(VmxRecordBatch) first = fetch (transport, request);
  g_autoptr(GError) error = NULL;

  vmx_fetch_request_set_context (request, vmx_record_batch_get_next_context (first));
  g_assert_null (vmx_transport_fetch_batch (transport, request, NULL, &error));
  vmx_test_assert_message (error, "object Item");
  vmx_test_assert_message (error, "[6]");
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "Note");
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (20 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_latency (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (
      "\"faults\":[{\"object\":\"Empty\",\"latency-ms\":30},"
      "{\"object\":\"Item\",\"latency-ms\":600000,\"times\":0}]");
  g_autoptr(VmxFetchRequest) quick = make_request (transport, "Empty", 5);
  g_autoptr(VmxFetchRequest) slow = make_request (transport, "Item", 5);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) error = NULL;
  GThread *thread;

  batch = fetch (transport, quick);
  g_assert_cmpint (vmx_record_batch_get_network_time (batch), >=, 30 * 1000);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (vmx_transport_fetch_batch (transport, slow, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_thread_join (thread);
  g_assert_null (vmx_transport_fetch_batch (transport, quick, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* All three ways to a file, and what is said when there is none. */
static void
test_sources (void)
{
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "scenario 1.json", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  const char *const ways[][2] = { { "scenario", path }, { "url", path }, { "url", uri } };
  g_autoptr(VmxTransport) lost
      = g_object_new (VMX_TYPE_MOCK_TRANSPORT, "url", "https://example.com/odata/", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_transport_open (lost, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "no scenario");
  g_setenv ("VMX_MOCK_SCENARIO", path, TRUE);
  g_assert_false (vmx_transport_open (lost, NULL, NULL, &error));
  g_unsetenv ("VMX_MOCK_SCENARIO");
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "scenario 1.json");
  g_object_set (lost, "scenario", path, NULL);
  g_assert_false (vmx_transport_open (lost, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "scenario 1.json");
  g_file_set_contents (path, "{" OBJECTS ",\"fault\":[]}", -1, NULL);
  g_assert_false (vmx_transport_open (lost, NULL, NULL, &error));
  vmx_test_assert_message (error, "scenario 1.json");
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "“faults”");
  g_file_set_contents (path, "{" OBJECTS "}\0", sizeof "{" OBJECTS "}", NULL);
  g_assert_false (vmx_transport_open (lost, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "scenario 1.json");
  g_file_set_contents (path, "{" OBJECTS "}", -1, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr(VmxTransport) transport = g_object_new (VMX_TYPE_MOCK_TRANSPORT, NULL);

      g_object_set (transport, ways[i][0], ways[i][1], NULL);
      open_transport (transport);
    }
}

/* The program's settings are put into the schema, so it may not be sealed, and each call gives its
 * own. */
static void
test_schema_is_own (void)
{
  g_autoptr(VmxTransport) transport = make_open_transport (NULL);
  g_autoptr(VmxServiceSchema) first = vmx_transport_fetch_schema (transport, NULL, NULL);
  g_autoptr(VmxServiceSchema) second = NULL;

  g_assert_false (vmx_service_schema_is_sealed (first));
  vmx_object_schema_set_setting (vmx_service_schema_get_object (first, 0), "page-style", "keys");
  second = fetch_schema (transport);
  g_assert_null (vmx_object_schema_get_setting (vmx_service_schema_get_object (second, 0),
                                                "page-style"));
}

/* The example of the README does what it says. */
static void
test_readme (void)
{
  g_autofree char *readme = NULL;
  g_autofree char *text = NULL;
  g_autoptr(VmxTransport) transport = NULL;
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(VmxFetchRequest) invoices = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) error = NULL;
  const char *start, *end;

  g_file_get_contents (MOCK_README, &readme, NULL, &error);
  g_assert_no_error (error);
  start = strstr (readme, "```json\n");
  g_assert_nonnull (start);
  start += strlen ("```json\n");
  end = strstr (start, "```");
  g_assert_nonnull (end);
  text = g_strndup (start, (gsize) (end - start));
  transport = g_object_new (VMX_TYPE_MOCK_TRANSPORT, "scenario-text", text, NULL);
  open_transport (transport);
  request = make_request (transport, "Employee", 10);
  batch = fetch (transport, request);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 3);
  g_assert_cmpstr (vmx_record_batch_get_etag (batch, 0), ==, "W/\"1\"");
  g_assert_cmpint (vmx_value_get_int64 (vmx_record_batch_peek_value (batch, 1, 0)), ==, G_MAXINT64);
  g_assert_cmpstr (vmx_value_get_text (vmx_record_batch_peek_value (batch, 0, 2), NULL), ==,
                   "1234567890.0123456789");
  g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (batch, 1, 1)), ==,
                   VMX_VALUE_NULL);
  g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (batch, 2, 2)), ==,
                   VMX_VALUE_MISSING);
  invoices = make_request (transport, "Invoice", 500);
  vmx_fetch_request_set_context (invoices, "3:200");
  g_assert_null (vmx_transport_fetch_batch (transport, invoices, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_READ_TIMED_OUT, "no answer for 30 s");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/transport/paging", test_paging);
  g_test_add_func ("/mock/transport/total", test_total);
  g_test_add_func ("/mock/transport/features", test_features);
  g_test_add_func ("/mock/transport/refused", test_refused);
  g_test_add_func ("/mock/transport/unknown-object", test_unknown_object);
  g_test_add_func ("/mock/transport/other-schema", test_other_schema);
  g_test_add_func ("/mock/transport/changed-type", test_changed_type);
  g_test_add_func ("/mock/transport/errors", test_errors);
  g_test_add_func ("/mock/transport/strikes-once", test_strikes_once);
  g_test_add_func ("/mock/transport/missing-columns", test_missing_columns);
  g_test_add_func ("/mock/transport/wrong-type", test_wrong_type);
  g_test_add_func ("/mock/transport/latency", test_latency);
  g_test_add_func ("/mock/transport/sources", test_sources);
  g_test_add_func ("/mock/transport/schema-is-own", test_schema_is_own);
  g_test_add_func ("/mock/transport/readme", test_readme);
  return g_test_run ();
}
