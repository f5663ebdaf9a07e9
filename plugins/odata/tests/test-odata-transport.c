/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "odata-fixture.h"

/* --- Opening --- */

static void
test_wrong_url (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxTransport) transport
      = g_object_new (VMX_TYPE_ODATA_TRANSPORT, "url", "http://anna:secret@127.0.0.1/", NULL);
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 10);
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_transport_fetch_batch (transport, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NETWORK, "not open");
  g_assert_false (vmx_transport_open (transport, NULL, NULL, &error));
  g_assert_null (strstr (error->message, "secret"));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_URL, "user name");
  g_object_set (transport, "url", "http://127.0.0.1/", "page-style", "sideways", NULL);
  g_assert_false (vmx_transport_open (transport, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "sideways");
}

static void
test_schema (Fixture *fixture, gconstpointer data)
{
  VmxColumn *salary = vmx_object_schema_find_column (fixture->employees, "Salary");
  VmxRelationship *relationship;

  g_assert_cmpuint (vmx_service_schema_get_n_objects (fixture->service), ==, 2);
  g_assert_cmpuint (vmx_object_schema_get_n_columns (fixture->employees), ==, 11);
  g_assert_cmpint (vmx_column_get_column_type (salary), ==, VMX_COLUMN_DECIMAL);
  g_assert_cmpuint (vmx_object_schema_get_n_relationships (fixture->employees), ==, 1);
  relationship = vmx_object_schema_get_relationship (fixture->employees, 0);
  g_assert_cmpstr (vmx_relationship_get_target (relationship), ==, "Departments");
  g_assert_cmpint (vmx_transport_get_features (fixture->transport), ==,
                   VMX_TRANSPORT_FEATURE_FILTER | VMX_TRANSPORT_FEATURE_TOTAL
                       | VMX_TRANSPORT_FEATURE_UPLOAD | VMX_TRANSPORT_FEATURE_BATCH);
}

/* --- Paging --- */

typedef struct
{
  const char *path;
  VmxOdataServerOptions options;
  const char *style;
  guint batch_size;
  guint n_batches;
  guint n_requests;
} PagingCase;

static const PagingCase paging_cases[] = {
  { "preference", { 0 }, "auto", 100, 10, 10 },
  { "one-page", { 0 }, "auto", 0, 1, 1 },
  { "exact-size", { 0 }, "auto", N_EMPLOYEES, 1, 1 },
  { "server-limit", { .page_size = 70 }, "auto", 100, 15, 15 },
  { "server-limit-alone", { .page_size = 300, .ignores_page_size = TRUE }, "auto", 0, 4, 4 },
  { "somewhat-larger", { .page_size = 200, .ignores_page_size = TRUE }, "auto", 100, 5, 5 },
  /* One request to see that the size is ignored, one for the empty page at the end. */
  { "ignored-size", { .ignores_page_size = TRUE }, "auto", 100, 11, 12 },
  { "ignored-size-by-link", { .ignores_page_size = TRUE }, "link", 100, 1, 1 },
  { "by-key", { 0 }, "key", 100, 11, 11 },
  { "by-key-below-limit", { .page_size = 60, .ignores_page_size = TRUE }, "key", 100, 18, 18 },
  { "by-key-without-size", { .page_size = 300, .ignores_page_size = TRUE }, "key", 0, 4, 4 },
  { "absolute-links", { .absolute_links = TRUE }, "auto", 100, 10, 10 },
  { "annotations-last",
    { .annotations_last = TRUE, .short_annotations = TRUE },
    "auto",
    100,
    10,
    10 },
  { "gzip", { .gzip = TRUE, .plain_numbers = TRUE, .count_as_string = TRUE }, "auto", 100, 10, 10 },
};

static void
test_paging (Fixture *fixture, gconstpointer data)
{
  const PagingCase *paging = data;
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, paging->batch_size);
  g_autoptr(GArray) keys = NULL;
  g_autoptr(GError) error = NULL;
  guint n_batches;

  vmx_odata_server_configure (fixture->server, &paging->options);
  g_object_set (fixture->transport, "page-style", paging->style, NULL);
  fixture_open (fixture, NULL);
  vmx_fetch_request_set_want_total (request, TRUE);
  keys = fixture_download (fixture, request, &n_batches, &error);
  g_assert_no_error (error);
  fixture_assert_keys (keys, N_EMPLOYEES);
  g_assert_cmpuint (n_batches, ==, paging->n_batches);
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, paging->n_requests);
}

/* An object's own setting goes before the transport's. */
static void
test_style_setting (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = vmx_object_schema_new ("Departments");
  g_autoptr(VmxColumn) name = vmx_column_new ("Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(GError) error = NULL;

  vmx_object_schema_add_column (schema, name);
  vmx_object_schema_add_key_column (schema, "Name");
  vmx_object_schema_set_setting (schema, "page-style", "key");
  g_assert_true (vmx_object_schema_seal (schema, NULL));
  request = vmx_fetch_request_new (schema);
  vmx_fetch_request_set_batch_size (request, 10);
  g_assert_null (vmx_transport_fetch_batch (fixture->transport, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "Departments");
}

static void
test_total (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(VmxRecordBatch) filtered = NULL;

  batch = vmx_transport_fetch_batch (fixture->transport, request, NULL, NULL);
  g_assert_cmpint (vmx_record_batch_get_total (batch), ==, -1);
  vmx_fetch_request_set_want_total (request, TRUE);
  vmx_fetch_request_set_filter (request, "ID le 250");
  filtered = vmx_transport_fetch_batch (fixture->transport, request, NULL, NULL);
  g_assert_cmpint (vmx_record_batch_get_total (filtered), ==, 250);
  g_assert_cmpint (vmx_record_batch_get_network_time (filtered), >, 0);
  g_assert_cmpint (vmx_record_batch_get_parsing_time (filtered), >, 0);
}

/* --- Requests --- */

static void
test_headers (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(VmxRecordBatch) batch
      = vmx_transport_fetch_batch (fixture->transport, request, NULL, NULL);
  static const struct
  {
    const char *name, *value;
  } headers[] = {
    { "Accept", "application/json;odata.metadata=minimal;IEEE754Compatible=true" },
    { "OData-MaxVersion", "4.01" },
    { "Prefer", "odata.maxpagesize=100" },
    { "Accept-Language", NULL },
    { "Authorization", NULL },
    { "User-Agent", "vmxsync/" VMX_VERSION_S },
  };

  g_assert_nonnull (batch);
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *value
          = vmx_odata_server_get_request_header (fixture->server, 0, headers[i].name);

      g_assert_cmpstr (value, ==, headers[i].value);
    }
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  static const char *const params[] = { "site", "A&B+C", NULL };
  static const char *const styles[] = { "link", "key" };

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 10);
      g_autoptr(GArray) keys = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *line = NULL;

      g_object_set (fixture->transport, "page-style", styles[i], NULL);
      fixture_open (fixture, NULL);
      vmx_odata_server_forget_requests (fixture->server);
      vmx_fetch_request_set_filter (request, "LastName eq 'O''Neil' or ID eq 1");
      vmx_fetch_request_set_query_params (request, params);
      keys = fixture_download (fixture, request, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (keys->len, ==, 101);
      line = vmx_odata_server_get_request (fixture->server, 1);
      g_assert_nonnull (strstr (line, "site=A%26B%2BC"));
    }
}

/* --- Values --- */

static void
test_exact_values (Fixture *fixture, gconstpointer data)
{
  static const gboolean plain[] = { FALSE, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      VmxOdataServerOptions options = { .plain_numbers = plain[i] };
      g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 3);
      g_autoptr(VmxRecordBatch) batch = NULL;
      g_autofree char *salary = NULL;

      vmx_odata_server_configure (fixture->server, &options);
      batch = vmx_transport_fetch_batch (fixture->transport, request, NULL, NULL);
      g_assert_cmpint (vmx_value_get_int64 (vmx_record_batch_peek_value (batch, 0, 6)), ==,
                       G_GINT64_CONSTANT (9007199254740993));
      salary = vmx_value_to_string (vmx_record_batch_peek_value (batch, 0, 4));
      g_assert_cmpstr (salary, ==, "30000.00");
      g_assert_cmpstr (vmx_record_batch_get_etag (batch, 2), ==, "W/\"2-1\"");
      g_assert_cmpstr (vmx_value_get_text (vmx_record_batch_peek_value (batch, 1, 1), NULL), ==,
                       "Björn");
    }
}

/* --- Going on --- */

static void
test_resume (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 400);
  g_autoptr(VmxRecordBatch) first
      = vmx_transport_fetch_batch (fixture->transport, request, NULL, NULL);
  g_autoptr(VmxRecordBatch) again = NULL;
  g_autoptr(VmxRecordBatch) same = NULL;
  g_autoptr(GError) error = NULL;
  const char *context = vmx_record_batch_get_next_context (first);

  /* What is kept must not name the server: it may move. */
  g_assert_nonnull (context);
  g_assert_null (strstr (context, "127.0.0.1"));
  vmx_fetch_request_set_context (request, context);
  fixture_open (fixture, NULL);
  again = vmx_transport_fetch_batch (fixture->transport, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vmx_value_get_int64 (vmx_record_batch_peek_value (again, 0, 0)), ==, 401);
  /* The same batch may be asked for twice. */
  same = vmx_transport_fetch_batch (fixture->transport, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (same), ==, 400);
}

/* Records that come and go before the present page do not hide others when pages go by key. */
static void
test_change_while_paging (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(VmxRecordBatch) first = NULL;
  g_autoptr(VmxRecordBatch) second = NULL;

  g_object_set (fixture->transport, "page-style", "key", NULL);
  fixture_open (fixture, NULL);
  first = vmx_transport_fetch_batch (fixture->transport, request, NULL, NULL);
  g_assert_true (vmx_odata_server_remove (fixture->server, "Employees", "[5]"));
  vmx_fetch_request_set_context (request, vmx_record_batch_get_next_context (first));
  second = vmx_transport_fetch_batch (fixture->transport, request, NULL, NULL);
  g_assert_cmpint (vmx_value_get_int64 (vmx_record_batch_peek_value (second, 0, 0)), ==, 101);
}

/* GUIDs go back to the server in its own spelling. */
static void
test_guid_keys (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema = vmx_object_schema_new ("Things");
  g_autoptr(VmxColumn) key = vmx_column_new ("ID", VMX_COLUMN_GUID, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(GArray) keys = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;
  guint n_batches;

  vmx_object_schema_add_column (schema, key);
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_set_setting (schema, "page-style", "key");
  g_assert_true (vmx_object_schema_seal (schema, NULL));
  vmx_odata_server_add_set (fixture->server, schema);
  for (guint i = 0; i < 25; i++)
    {
      g_autofree char *json
          = g_strdup_printf ("{\"ID\":\"%08X-ABCD-4000-8000-00000000000%x\"}", 0xa0 + i, i % 16);

      g_assert_true (vmx_odata_server_add_json (fixture->server, "Things", json, &error));
    }
  request = vmx_fetch_request_new (schema);
  vmx_fetch_request_set_batch_size (request, 10);
  keys = fixture_download (fixture, request, &n_batches, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (keys->len, ==, 25);
  g_assert_cmpuint (n_batches, ==, 4);
  line = vmx_odata_server_get_request (fixture->server, 1);
  g_assert_nonnull (strstr (line, "ID%20gt%20000000A9-ABCD-4000-8000-000000000009"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/odata/transport/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("wrong-url", test_wrong_url);
  ADD ("schema", test_schema);
  ADD ("style-setting", test_style_setting);
  ADD ("total", test_total);
  ADD ("headers", test_headers);
  ADD ("filter", test_filter);
  ADD ("exact-values", test_exact_values);
  ADD ("resume", test_resume);
  ADD ("change-while-paging", test_change_while_paging);
  ADD ("guid-keys", test_guid_keys);
  for (guint i = 0; i < G_N_ELEMENTS (paging_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/odata/transport/paging/", paging_cases[i].path, NULL);

      g_test_add (path, Fixture, &paging_cases[i], fixture_set_up, test_paging, fixture_tear_down);
    }
  add_fault_tests ();
  add_auth_tests ();
  return g_test_run ();
}
