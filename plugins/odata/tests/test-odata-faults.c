/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "odata-fixture.h"

/* --- One fault, and what becomes of it --- */

typedef struct
{
  const char *path;
  VmxOdataFault fault;
  int code; /* 0: the download succeeds all the same */
  const char *words;
  const char *filter;
} FaultCase;

#define FOR_EVER G_MAXUINT

static const FaultCase fault_cases[] = {
  /* Those that pass */
  { "cut-once", { VMX_ODATA_FAULT_CUT, .n_bytes = 5000 } },
  { "cut-chunked-once", { VMX_ODATA_FAULT_CUT_CHUNKED, .n_bytes = 5000 } },
  { "cut-in-chunk-once", { VMX_ODATA_FAULT_CUT_IN_CHUNK, .n_bytes = 5000 } },
  { "closed-once", { VMX_ODATA_FAULT_CLOSE } },
  { "unavailable-twice", { VMX_ODATA_FAULT_REPLY, .status = 503, .times = 2 } },
  { "too-many-requests-once",
    { VMX_ODATA_FAULT_REPLY, .status = 429, .headers = "Retry-After: 0.05" } },
  { "empty-pages", { VMX_ODATA_FAULT_EMPTY_PAGE, .times = 20 } },
  { "redirect",
    { VMX_ODATA_FAULT_REPLY, .status = 307,
      .headers = "Location: /odata/Employees?$skiptoken=0" } },
  /* Those that stay */
  { "cut",
    { VMX_ODATA_FAULT_CUT, .n_bytes = 5000, .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "cut off" },
  { "cut-to-nothing",
    { VMX_ODATA_FAULT_CUT, .n_bytes = 0, .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "cut off" },
  { "cut-chunked",
    { VMX_ODATA_FAULT_CUT_CHUNKED, .n_bytes = 5000, .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "found the end" },
  { "cut-in-chunk",
    { VMX_ODATA_FAULT_CUT_IN_CHUNK, .n_bytes = 5000, .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "cut off" },
  { "cut-before-end-of-chunks",
    { VMX_ODATA_FAULT_CUT_IN_CHUNK, .n_bytes = G_MAXSIZE, .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "cut off" },
  { "empty-body",
    { VMX_ODATA_FAULT_REPLY, .status = 200, .body = "", .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "cannot be read" },
  { "closed", { VMX_ODATA_FAULT_CLOSE, .times = FOR_EVER }, VMX_ERROR_INVALID_ANSWER, "cut off" },
  { "server-error",
    { VMX_ODATA_FAULT_REPLY, .status = 500, .times = FOR_EVER,
      .body = "{\"error\":{\"code\":\"E7\",\"message\":\"no pool\"}}" },
    VMX_ERROR_SERVER,
    "no pool" },
  { "come-back-tomorrow",
    { VMX_ODATA_FAULT_REPLY, .status = 503, .headers = "Retry-After: 86400" },
    VMX_ERROR_SERVER,
    "503" },
  { "bad-request",
    { VMX_ODATA_FAULT_REPLY, .status = 400, .body = "no" },
    VMX_ERROR_DOWNLOAD_FAILED,
    "“no”" },
  { "refused-filter",
    { VMX_ODATA_FAULT_REPLY, .status = 501,
      .body = "{\"error\":{\"code\":501,\"message\":\"unknown function\"}}" },
    VMX_ERROR_DOWNLOAD_FAILED,
    "refuses the filter: HTTP 501 Not Implemented, code 501: “unknown function”",
    "ID gt 0" },
  { "no-right", { VMX_ODATA_FAULT_REPLY, .status = 403 }, VMX_ERROR_DOWNLOAD_FAILED, "no right" },
  { "no-set",
    { VMX_ODATA_FAULT_REPLY, .status = 404 },
    VMX_ERROR_DOWNLOAD_FAILED,
    "set not found" },
  { "gone", { VMX_ODATA_FAULT_REPLY, .status = 410 }, VMX_ERROR_DOWNLOAD_FAILED, "anew" },
  { "html",
    { VMX_ODATA_FAULT_REPLY, .status = 200, .headers = "Content-Type: text/html",
      .body = "<html><title>Sign in</title>" },
    VMX_ERROR_INVALID_ANSWER,
    "“Sign in”" },
  { "plain-text",
    { VMX_ODATA_FAULT_REPLY, .status = 200, .body = "hello" },
    VMX_ERROR_INVALID_ANSWER,
    "cannot be read" },
  { "wrong-type",
    { VMX_ODATA_FAULT_REPLACE, .body = "\"ID\":7,", .with = "\"ID\":\"seven\"," },
    VMX_ERROR_INVALID_ANSWER,
    "column ID" },
  { "double-member",
    { VMX_ODATA_FAULT_REPLACE, .body = "\"ID\":7,", .with = "\"ID\":7,\"ID\":8," },
    VMX_ERROR_INVALID_ANSWER,
    "second member" },
  { "missing-key",
    { VMX_ODATA_FAULT_REPLACE, .body = "\"ID\":7,", .with = "" },
    VMX_ERROR_INVALID_ANSWER,
    "ID" },
  { "error-inside",
    { VMX_ODATA_FAULT_REPLACE, .body = "\"value\":[",
      .with = "\"error\":{\"message\":\"timeout\"},\"value\":[" },
    VMX_ERROR_INVALID_ANSWER,
    "“timeout”" },
  { "loop-to-itself",
    { VMX_ODATA_FAULT_LINK, .body = "Employees?$skiptoken=100", .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "never end" },
  { "foreign-link",
    { VMX_ODATA_FAULT_LINK, .body = "http://127.0.0.2:1/odata/Employees?$skiptoken=1" },
    VMX_ERROR_INVALID_ANSWER,
    "not followed" },
  { "one-empty-page",
    { VMX_ODATA_FAULT_REPLY, .status = 200,
      .body = "{\"value\":[],\"@odata.nextLink\":\"Employees?$skiptoken=0\"}" } },
  { "redirect-loop",
    { VMX_ODATA_FAULT_REPLY, .status = 302, .headers = "Location: Employees", .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "redirects more than" },
  { "redirect-nowhere",
    { VMX_ODATA_FAULT_REPLY, .status = 302, .headers = "Location: ftp://x/", .times = FOR_EVER },
    VMX_ERROR_INVALID_ANSWER,
    "no usable address" },
};

static void
test_fault (Fixture *fixture, gconstpointer data)
{
  const FaultCase *fault = data;
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GArray) keys = NULL;
  g_autoptr(GError) error = NULL;

  vmx_fetch_request_set_filter (request, fault->filter);
  vmx_odata_server_add_fault (fixture->server, &fault->fault);
  keys = fixture_download (fixture, request, NULL, &error);
  if (fault->code == 0)
    {
      g_assert_no_error (error);
      fixture_assert_keys (keys, N_EMPLOYEES);
      return;
    }
  g_assert_null (keys);
  g_assert_true (g_str_has_prefix (error->message, "object "));
  g_assert_nonnull (strstr (error->message, "Employees"));
  vmx_assert_error (error, VMX_ERROR, fault->code, fault->words);
}

/* Every place where a chunked answer can break off without libsoup noticing. */
static void
test_cut_anywhere (Fixture *fixture, gconstpointer data)
{
  g_object_set (fixture->transport, "retries", 0, NULL);
  fixture_open (fixture, NULL);
  for (gsize n = 1; n < 400; n += 7)
    {
      VmxOdataFault fault = { VMX_ODATA_FAULT_CUT_CHUNKED, .n_bytes = n };
      g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
      g_autoptr(GError) error = NULL;

      vmx_odata_server_add_fault (fixture->server, &fault);
      g_assert_null (fixture_download (fixture, request, NULL, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "found the end");
    }
}

static void
test_long_circle (Fixture *fixture, gconstpointer data)
{
  VmxOdataFault fault = { VMX_ODATA_FAULT_LINK, .body = "Employees?$skiptoken=100", .skip = 5 };
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GError) error = NULL;

  /* The link is new to the client at first: it names no other options. */
  fault.times = FOR_EVER;
  vmx_odata_server_add_fault (fixture->server, &fault);
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "never end");
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), <=, 8);
}

static void
test_too_many_empty_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 1001; i++)
    {
      g_autofree char *body
          = g_strdup_printf ("{\"value\":[],\"@odata.nextLink\":\"Employees?$skiptoken=0&n=%u\"}",
                             i);
      VmxOdataFault fault = { VMX_ODATA_FAULT_REPLY, .status = 200, .body = body };

      vmx_odata_server_add_fault (fixture->server, &fault);
    }
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "empty pages");
}

static void
test_key_ignored (Fixture *fixture, gconstpointer data)
{
  VmxOdataFault fault
      = { VMX_ODATA_FAULT_REPLY, .status = 200, .times = FOR_EVER,
          .body = "{\"value\":[{\"ID\":1,\"LastName\":\"x\"},{\"ID\":2,\"LastName\":\"x\"}]}" };
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GError) error = NULL;

  g_object_set (fixture->transport, "page-style", "key", NULL);
  fixture_open (fixture, NULL);
  vmx_odata_server_add_fault (fixture->server, &fault);
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "does not page by key");
}

/* --- Limits --- */

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  static const gboolean gzip[] = { FALSE, TRUE };

  g_object_set (fixture->transport, "max-response-bytes", (guint64) 20000, NULL);
  fixture_open (fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (gzip); i++)
    {
      VmxOdataServerOptions options = { .gzip = gzip[i] };
      g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 0);
      g_autoptr(GError) error = NULL;

      vmx_odata_server_configure (fixture->server, &options);
      g_assert_null (fixture_download (fixture, request, NULL, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "max-response-bytes");
    }
}

static void
test_read_timeout (Fixture *fixture, gconstpointer data)
{
  VmxOdataFault fault = { VMX_ODATA_FAULT_DELAY, .delay_ms = 5000 };
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GError) error = NULL;

  g_object_set (fixture->transport, "timeout", 1, "retries", 0, NULL);
  fixture_open (fixture, NULL);
  vmx_odata_server_add_fault (fixture->server, &fault);
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_READ_TIMED_OUT, "Employees");
}

static void
test_no_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GError) error = NULL;

  vmx_odata_server_stop (fixture->server);
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_CONNECT_FAILED, "Employees");
  g_object_set (fixture->transport, "url", "http://nowhere.invalid/odata/", NULL);
  fixture_open (fixture, NULL);
  g_assert_null (fixture_download (fixture, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_HOST_NOT_FOUND, "nowhere.invalid");
}

static void
test_schema_faults (Fixture *fixture, gconstpointer data)
{
  VmxOdataFault not_there = { VMX_ODATA_FAULT_REPLY, .status = 404 };
  VmxOdataFault broken = { VMX_ODATA_FAULT_CUT_CHUNKED, .n_bytes = 300 };
  VmxOdataFault not_xml = { VMX_ODATA_FAULT_REPLY, .status = 406, .times = 2 };
  g_autoptr(GError) error = NULL;
  g_autofree char *accept = NULL;

  vmx_odata_server_add_fault (fixture->server, &not_there);
  g_assert_null (vmx_transport_fetch_schema (fixture->transport, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_REFRESH, "schema of the service");
  vmx_odata_server_add_fault (fixture->server, &broken);
  g_assert_null (vmx_transport_fetch_schema (fixture->transport, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  vmx_odata_server_forget_requests (fixture->server);
  vmx_odata_server_add_fault (fixture->server, &not_xml);
  g_assert_null (vmx_transport_fetch_schema (fixture->transport, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_REFRESH, "406");
  accept = vmx_odata_server_get_request_header (fixture->server, 1, "Accept");
  g_assert_cmpstr (accept, ==, "application/json");
}

/* --- Cancelling --- */

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
check_cancelling (Fixture *fixture)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);

  g_assert_null (vmx_transport_fetch_batch (fixture->transport, request, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 300 * 1000);
  g_thread_join (thread);
}

static void
test_cancel_while_waiting (Fixture *fixture, gconstpointer data)
{
  VmxOdataFault slow = { VMX_ODATA_FAULT_DELAY, .delay_ms = 3000 };
  VmxOdataFault busy = { VMX_ODATA_FAULT_REPLY, .status = 503, .headers = "Retry-After: 3" };
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GArray) keys = NULL;

  vmx_odata_server_add_fault (fixture->server, &slow);
  check_cancelling (fixture);
  vmx_odata_server_add_fault (fixture->server, &busy);
  check_cancelling (fixture);
  /* And the transport is as good as before. */
  keys = fixture_download (fixture, request, NULL, NULL);
  fixture_assert_keys (keys, N_EMPLOYEES);
}

static void
test_cancelled_before (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 100);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (vmx_transport_fetch_batch (fixture->transport, request, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 0);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/odata/transport/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

void
add_fault_tests (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/odata/transport/fault/", fault_cases[i].path, NULL);

      g_test_add (path, Fixture, &fault_cases[i], fixture_set_up, test_fault, fixture_tear_down);
    }
  ADD ("cut-anywhere", test_cut_anywhere);
  ADD ("long-circle", test_long_circle);
  ADD ("too-many-empty-pages", test_too_many_empty_pages);
  ADD ("key-ignored", test_key_ignored);
  ADD ("too-large", test_too_large);
  ADD ("read-timeout", test_read_timeout);
  ADD ("no-server", test_no_server);
  ADD ("schema-faults", test_schema_faults);
  ADD ("cancel-while-waiting", test_cancel_while_waiting);
  ADD ("cancelled-before", test_cancelled_before);
}
