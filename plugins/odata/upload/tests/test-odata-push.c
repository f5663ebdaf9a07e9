/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "odata-fixture.h"
#include "renewer.h"
#include "upload-records.h"

#define JSON_TYPE "Content-Type: application/json"
#define FOR_EVER G_MAXUINT
#define N_CUTS 250 /* the record that comes back has somewhat more bytes */

/* --- Requests to the sample --- */

static VmxUploadRequest *
make_update (Fixture *fixture)
{
  VmxUploadRequest *request = make_request ();

  add_change (request, VMX_CHANGE_ACTION_UPDATE, fixture->employees,
              "{\"ID\":1,\"LastName\":\"New\"}", "W/\"1\"");
  return request;
}

static VmxUploadReply *
push (Fixture *fixture, VmxUploadRequest *request)
{
  g_autoptr(GError) error = NULL;
  VmxUploadReply *reply = vmx_transport_push_batch (fixture->transport, request, NULL, &error);

  g_assert_no_error (error);
  return reply;
}

static VmxUploadReply *
encode_and_push (Fixture *fixture, VmxUploadRequest *request)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_transport_encode_push (fixture->transport, request, &error));
  g_assert_no_error (error);
  return push (fixture, request);
}

static void
set_form (Fixture *fixture, const char *form)
{
  g_object_set (fixture->transport, "batch-form", form, "retries", 1, NULL);
  fixture_open (fixture, NULL);
  vmx_odata_server_forget_requests (fixture->server);
}

/* --- One answer, and what becomes of it --- */

typedef struct
{
  const char *path;
  const char *form;
  VmxOdataFault fault;
  VmxUploadVerdict verdict;
  VmxUploadOutcome outcome;
  const char *words; /* (nullable): of the verdict, else of the change */
  gint64 retry_after;
  gboolean is_proven; /* the service took the form before */
} ReplyCase;

#define REPLY(code, head, text)                                                                    \
  {                                                                                                \
    VMX_ODATA_FAULT_REPLY, .status = code, .headers = head, .body = text, .times = FOR_EVER        \
  }
#define V(name) VMX_UPLOAD_VERDICT_##name
#define O(name) VMX_UPLOAD_OUTCOME_##name
#define GOOD_JSON "{\"responses\":[{\"id\":\"1\",\"status\":200,\"body\":{\"ID\":1}}]}"
#define GOOD_PARTS                                                                                 \
  "--x\r\nContent-Type: multipart/mixed;boundary=y\r\n\r\n--y\r\nContent-Type: application/http"   \
  "\r\nContent-ID: 1\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\r\n--y--\r\n--x--\r\n"
#define PARTS_TYPE "Content-Type: multipart/mixed;boundary=x"

static const ReplyCase reply_cases[] = {
  { "json", "json", REPLY (200, JSON_TYPE, GOOD_JSON), V (COMPLETE), O (ACCEPTED), NULL, -1 },
  { "json-202", "json", REPLY (202, JSON_TYPE, GOOD_JSON), V (COMPLETE), O (ACCEPTED), NULL, -1 },
  { "multipart", "multipart", REPLY (200, PARTS_TYPE, GOOD_PARTS), V (COMPLETE), O (ACCEPTED),
    NULL, -1 },
  { "multipart-for-json", "json", REPLY (200, PARTS_TYPE, GOOD_PARTS), V (COMPLETE), O (ACCEPTED),
    NULL, -1 },
  { "empty-batch", "json", REPLY (200, JSON_TYPE, "{\"responses\":[]}"), V (COMPLETE),
    O (UNANSWERED), NULL, -1 },
  { "broken-batch", "json",
    REPLY (200, JSON_TYPE, "{\"responses\":[{\"id\":\"1\",\"status\":204},{"), V (INCOMPLETE),
    O (ACCEPTED), "cut off", -1 },
  { "html", "json", REPLY (200, "Content-Type: text/html", "<title>Sign in</title>"),
    V (INCOMPLETE), O (UNANSWERED), "“Sign in”", -1 },
  { "empty-answer", "json", REPLY (200, JSON_TYPE, ""), V (INCOMPLETE), O (UNANSWERED), "batch",
    -1 },
  { "too-large", "json", REPLY (413, NULL, "no"), V (TOO_LARGE), O (UNANSWERED), "“no”", -1 },
  { "too-many", "json", REPLY (429, NULL, "no"), V (TOO_LARGE), O (UNANSWERED), "“no”", -1 },
  { "too-often", "json", REPLY (429, "Retry-After: 1.5", "no"), V (BUSY), O (UNANSWERED), "429",
    1500 },
  { "unavailable-for-now", "json", REPLY (503, "Retry-After: 7", "no"), V (BUSY), O (UNANSWERED),
    "503", 7000 },
  { "unavailable", "json", REPLY (503, NULL, "no"), V (INCOMPLETE), O (UNANSWERED), "503", -1 },
  { "server-error", "json", REPLY (500, NULL, "boom"), V (INCOMPLETE), O (UNANSWERED), "“boom”",
    -1 },
  { "forbidden", "json", REPLY (403, NULL, "no"), V (REFUSED), O (UNANSWERED), "403", -1 },
  { "refused-by-a-service-that-knows", "auto", REPLY (400, NULL, "no"), V (REFUSED),
    O (UNANSWERED), "400", -1, TRUE },
  { "refused-form", "auto", REPLY (400, NULL, "no"), V (OTHER_FORM), O (UNANSWERED), "400", -1 },
  { "refused-wanted-form", "json", REPLY (501, NULL, "no"), V (REFUSED), O (UNANSWERED), "501",
    -1 },
  { "redirect", "json", REPLY (302, "Location: /odata/Employees?secret=1", ""), V (REFUSED),
    O (UNANSWERED), "it points to http://127.0.0.1:", -1 },
  { "redirect-307", "single", REPLY (307, "Location: http://127.0.0.2/x", ""), V (REFUSED),
    O (UNANSWERED), "127.0.0.2", -1 },
  { "repeat-rejected", "json", REPLY (412, "Repeatability-Result: rejected", ""), V (INCOMPLETE),
    O (UNANSWERED), "412", -1 },
  { "single", "single", REPLY (200, JSON_TYPE, "{\"ID\":1,\"LastName\":\"New\"}"), V (COMPLETE),
    O (ACCEPTED), NULL, -1 },
  { "single-204", "single", REPLY (204, NULL, ""), V (COMPLETE), O (ACCEPTED), NULL, -1 },
  { "single-bare-200", "single", REPLY (200, NULL, ""), V (COMPLETE), O (UNKNOWN), NULL, -1 },
  { "single-html", "single", REPLY (200, "Content-Type: text/html", "<title>Hi</title>"),
    V (INCOMPLETE), O (UNANSWERED), "text/html", -1 },
  { "single-cut", "single", REPLY (200, JSON_TYPE, "{\"ID\":1,"), V (INCOMPLETE), O (UNANSWERED),
    "no whole JSON", -1 },
  { "single-conflict", "single",
    REPLY (412, JSON_TYPE, "{\"error\":{\"code\":\"412\",\"message\":\"stale\"}}"), V (COMPLETE),
    O (CONFLICT), "stale", -1 },
  { "single-etag", "single", REPLY (428, NULL, ""), V (COMPLETE), O (ETAG_REQUIRED), "428", -1 },
  { "single-gone", "single", REPLY (404, NULL, "gone"), V (COMPLETE), O (GONE), "gone", -1 },
  { "single-rejected", "single", REPLY (413, NULL, "fat"), V (COMPLETE), O (REJECTED), "fat", -1 },
  { "single-failed", "single", REPLY (503, NULL, "down"), V (COMPLETE), O (FAILED), "down", -1 },
  { "single-busy", "single", REPLY (503, "Retry-After: 2", "x"), V (BUSY), O (UNANSWERED), "503",
    2000 },
  { "single-too-often", "single", REPLY (429, NULL, "x"), V (BUSY), O (UNANSWERED), "429", -1 },
  { "single-repeat-rejected", "single", REPLY (412, "Repeatability-Result: rejected", ""),
    V (INCOMPLETE), O (UNANSWERED), "412", -1 },
};

static void
test_reply (Fixture *fixture, gconstpointer data)
{
  const ReplyCase *test = data;
  g_autoptr(VmxUploadRequest) request = make_update (fixture);
  g_autoptr(VmxUploadReply) reply = NULL;
  const char *words;

  set_form (fixture, test->form);
  if (test->is_proven)
    g_assert_true (vmx_transport_set_learned (fixture->transport, "{\"batch\":\"json\"}"));
  vmx_odata_server_add_fault (fixture->server, &test->fault);
  reply = encode_and_push (fixture, request);
  g_assert_cmpint (vmx_upload_reply_get_verdict (reply), ==, test->verdict);
  g_assert_cmpint (vmx_upload_reply_get_outcome (reply, 0), ==, test->outcome);
  g_assert_cmpint (vmx_upload_reply_get_retry_after (reply), ==, test->retry_after);
  words = test->verdict == V (COMPLETE) ? vmx_upload_reply_get_message (reply, 0)
                                        : vmx_upload_reply_get_verdict_message (reply);
  if (test->words != NULL)
    {
      g_assert_nonnull (words);
      g_assert_nonnull (strstr (words, test->words));
      g_assert_null (strstr (words, "secret"));
    }
  if (test->verdict != V (COMPLETE))
    g_assert_cmpint (vmx_upload_reply_get_verdict_status (reply), ==, test->fault.status);
  /* Nothing is sent twice, whatever the answer is. */
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 1);
}

/* --- On the wire --- */

static void
assert_header (Fixture *fixture, guint position, const char *name, const char *expected)
{
  g_autofree char *value
      = vmx_odata_server_get_request_header (fixture->server, position, name);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_wire (Fixture *fixture, gconstpointer data)
{
  static const char *const params[] = { "sap-client", "1 0", NULL };
  const VmxOdataFault fault = REPLY (204, NULL, "");
  g_autoptr(VmxUploadRequest) request = make_update (fixture);
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autofree char *line = NULL;

  set_form (fixture, "single");
  vmx_upload_request_set_query_params (request, params);
  vmx_odata_server_add_fault (fixture->server, &fault);
  reply = encode_and_push (fixture, request);
  line = vmx_odata_server_get_request (fixture->server, 0);
  g_assert_cmpstr (line, ==, "PATCH /odata/Employees(1)?sap-client=1%200");
  assert_header (fixture, 0, "If-Match", "W/\"1\"");
  assert_header (fixture, 0, "Prefer", "return=representation");
  assert_header (fixture, 0, "OData-Version", "4.0");
  assert_header (fixture, 0, "OData-MaxVersion", "4.01");
  assert_header (fixture, 0, "Content-Type",
                 "application/json;odata.metadata=minimal;IEEE754Compatible=true");
  assert_header (fixture, 0, "Content-Length", "18");
  assert_header (fixture, 0, "Repeatability-Request-ID", REQUEST_ID);
  assert_header (fixture, 0, "Repeatability-First-Sent", "Thu, 29 Feb 2024 12:00:00 GMT");
  assert_header (fixture, 0, "Accept-Language", NULL);
}

/* A request that was encoded in another run, by a transport that liked another form. */
static void
test_stored (Fixture *fixture, gconstpointer data)
{
  const VmxOdataFault fault = REPLY (200, JSON_TYPE, GOOD_JSON);
  g_autoptr(VmxUploadRequest) request = make_update (fixture);
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  set_form (fixture, "single");
  vmx_upload_request_set_wire (request, "json", "POST", "$batch?x=1", "{\"X-Kept\":\"yes\"}",
                               "{}");
  vmx_odata_server_add_fault (fixture->server, &fault);
  reply = push (fixture, request);
  g_assert_cmpint (vmx_upload_reply_get_outcome (reply, 0), ==, O (ACCEPTED));
  line = vmx_odata_server_get_request (fixture->server, 0);
  g_assert_cmpstr (line, ==, "POST /odata/$batch?x=1");
  assert_header (fixture, 0, "X-Kept", "yes");
  assert_header (fixture, 0, "Content-Length", "2");
  vmx_upload_request_set_wire (request, "carrier-pigeon", "POST", "$batch", "{}", "");
  g_assert_null (vmx_transport_push_batch (fixture->transport, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "carrier-pigeon");
}

/* --- Forms --- */

static void
assert_form (Fixture *fixture, VmxUploadVerdict verdict, const char *form, gboolean has_batch)
{
  g_autoptr(VmxUploadRequest) request = make_update (fixture);
  g_autoptr(VmxUploadReply) reply = encode_and_push (fixture, request);
  VmxTransportFeatures features = vmx_transport_get_features (fixture->transport);

  g_assert_cmpstr (vmx_upload_request_get_form (request), ==, form);
  g_assert_cmpint (vmx_upload_reply_get_verdict (reply), ==, verdict);
  g_assert_cmpint ((features & VMX_TRANSPORT_FEATURE_BATCH) != 0, ==, has_batch);
}

static void
test_fall_back (Fixture *fixture, gconstpointer data)
{
  VmxOdataFault refuse = REPLY (415, NULL, "no batches");
  const VmxOdataFault take = REPLY (204, "Repeatability-Result: accepted", "");
  g_autofree char *learned = NULL;

  set_form (fixture, "auto");
  refuse.match = "$batch";
  vmx_odata_server_add_fault (fixture->server, &refuse);
  vmx_odata_server_add_fault (fixture->server, &take);
  g_assert_null (vmx_transport_get_learned (fixture->transport));
  assert_form (fixture, V (OTHER_FORM), "json", TRUE);
  assert_form (fixture, V (OTHER_FORM), "multipart", FALSE);
  assert_form (fixture, V (COMPLETE), "single", FALSE);
  learned = vmx_transport_get_learned (fixture->transport);
  g_assert_cmpstr (learned, ==, "{\"batch\":\"single\",\"repeat\":true}");
  /* The next run starts there. */
  fixture_open (fixture, NULL);
  g_assert_true (vmx_transport_set_learned (fixture->transport, learned));
  g_assert_true (vmx_transport_get_features (fixture->transport) & VMX_TRANSPORT_FEATURE_REPEAT);
  assert_form (fixture, V (COMPLETE), "single", FALSE);
}

static void
test_wrong_form (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  g_object_set (fixture->transport, "batch-form", "pigeon", NULL);
  g_assert_false (vmx_transport_open (fixture->transport, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "pigeon");
}

/* --- Signing in --- */

static void
demand_token (Fixture *fixture, Renewer *authenticator)
{
  const VmxOdataServerOptions options = { .token = "right" };

  g_object_set (fixture->transport, "batch-form", "json", NULL);
  fixture_open (fixture, VMX_AUTHENTICATOR (authenticator));
  vmx_odata_server_configure (fixture->server, &options);
  vmx_odata_server_forget_requests (fixture->server);
}

static void
test_renewed (Fixture *fixture, gconstpointer data)
{
  VmxOdataFault take = REPLY (200, JSON_TYPE, GOOD_JSON);
  g_autoptr(Renewer) authenticator = renewer_new ("old", "right");
  g_autoptr(VmxUploadRequest) request = make_update (fixture);
  g_autoptr(VmxUploadReply) reply = NULL;

  demand_token (fixture, authenticator);
  take.skip = 1;
  vmx_odata_server_add_fault (fixture->server, &take);
  reply = encode_and_push (fixture, request);
  g_assert_cmpint (vmx_upload_reply_get_outcome (reply, 0), ==, O (ACCEPTED));
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 2);
  assert_header (fixture, 0, "Authorization", "Bearer old");
  assert_header (fixture, 1, "Authorization", "Bearer right");
  assert_header (fixture, 1, "Repeatability-Request-ID", REQUEST_ID);
}

static void
test_not_signed_in (Fixture *fixture, gconstpointer data)
{
  static const char *const second[] = { "wrong", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (second); i++)
    {
      g_autoptr(Renewer) authenticator = renewer_new ("old", second[i]);
      g_autoptr(VmxUploadRequest) request = make_update (fixture);
      g_autoptr(GError) error = NULL;

      demand_token (fixture, authenticator);
      g_assert_null (vmx_transport_push_batch (fixture->transport, request, NULL, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SIGNED_IN,
                        second[i] != NULL ? "sign-in" : "token service");
      g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==,
                        second[i] != NULL ? 2 : 1);
      fixture_open (fixture, NULL);
    }
}

/* --- No answer --- */

static void
assert_lost (Fixture *fixture, const VmxOdataFault *fault, int code)
{
  static const char *const forms[] = { "json", "multipart", "single" };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(VmxUploadRequest) request = make_request ();
      g_autoptr(GError) error = NULL;

      set_form (fixture, forms[i]);
      add_change (request, VMX_CHANGE_ACTION_DELETE, fixture->employees, "{\"ID\":1}", NULL);
      vmx_odata_server_add_fault (fixture->server, fault);
      g_assert_null (vmx_transport_push_batch (fixture->transport, request, NULL, &error));
      vmx_assert_error (error, VMX_ERROR, code, "127.0.0.1");
      g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 1);
    }
}

/* Also after a request whose connection could be used again. */
static void
test_lost (Fixture *fixture, gconstpointer data)
{
  const VmxOdataFault close = { VMX_ODATA_FAULT_CLOSE };
  const VmxOdataFault lose = { VMX_ODATA_FAULT_LOSE };
  g_autoptr(VmxFetchRequest) request = fixture_new_request (fixture, 1);
  g_autoptr(VmxRecordBatch) batch
      = vmx_transport_fetch_batch (fixture->transport, request, NULL, NULL);

  g_assert_nonnull (batch);
  assert_lost (fixture, &close, VMX_ERROR_INVALID_ANSWER);
  assert_lost (fixture, &lose, VMX_ERROR_INVALID_ANSWER);
}

/* The answer breaks off at every byte, in each way that a connection can. The stored request asks
 * for a record, which comes back as that of an update would. */
static void
test_cut_anywhere (Fixture *fixture, gconstpointer data)
{
  static const VmxOdataFaultKind kinds[]
      = { VMX_ODATA_FAULT_CUT, VMX_ODATA_FAULT_CUT_CHUNKED, VMX_ODATA_FAULT_CUT_IN_CHUNK };

  set_form (fixture, "single");
  for (guint i = 0; i < 3 * N_CUTS; i++)
    {
      const VmxOdataFault fault = { kinds[i % 3], .n_bytes = 1 + i / 3 };
      g_autoptr(VmxUploadRequest) request = make_update (fixture);
      g_autoptr(VmxUploadReply) reply = NULL;

      g_test_message ("%u bytes, kind %u", 1 + i / 3, i % 3);
      vmx_upload_request_set_wire (request, "single", "GET", "Employees(1)", "{}", NULL);
      vmx_odata_server_add_fault (fixture->server, &fault);
      reply = push (fixture, request);
      g_assert_cmpint (vmx_upload_reply_get_verdict (reply), ==, V (INCOMPLETE));
      g_assert_cmpint (vmx_upload_reply_get_verdict_status (reply), ==, 200);
      g_assert_cmpint (vmx_upload_reply_get_outcome (reply, 0), ==, O (UNANSWERED));
    }
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 3 * N_CUTS);
}

static void
test_slow (Fixture *fixture, gconstpointer data)
{
  const VmxOdataFault slow = { VMX_ODATA_FAULT_DELAY, .delay_ms = 5000 };
  g_autoptr(VmxUploadRequest) request = make_update (fixture);
  g_autoptr(GError) error = NULL;

  g_object_set (fixture->transport, "timeout", 1, NULL);
  set_form (fixture, "json");
  vmx_odata_server_add_fault (fixture->server, &slow);
  g_assert_null (vmx_transport_push_batch (fixture->transport, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_READ_TIMED_OUT, "$batch");
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 1);
}

static void
test_no_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxUploadRequest) request = make_update (fixture);
  g_autoptr(GError) error = NULL;

  vmx_odata_server_stop (fixture->server);
  g_assert_null (vmx_transport_push_batch (fixture->transport, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_CONNECT_FAILED, "upload: ");
  g_object_set (fixture->transport, "url", "http://nowhere.invalid/odata/", NULL);
  fixture_open (fixture, NULL);
  g_assert_null (vmx_transport_push_batch (fixture->transport, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_HOST_NOT_FOUND, "nowhere.invalid");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxUploadRequest) request = make_update (fixture);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  vmx_odata_server_forget_requests (fixture->server);
  g_assert_null (vmx_transport_push_batch (fixture->transport, request, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 0);
}

/* --- Records by key --- */

static VmxRecordBatch *
make_keys (Fixture *fixture)
{
  static const char *const keys[] = { "{\"ID\":7}", "{\"ID\":99999}", "{\"ID\":3}" };
  VmxRecordBatch *batch = vmx_record_batch_new (fixture->employees);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_assert_true (vmx_record_batch_append_json (batch, keys[i], NULL));
  return batch;
}

static void
check_records (VmxRecordBatch *records)
{
  static const gint64 keys[] = { 7, 99999, 3 };

  g_assert_cmpuint (vmx_record_batch_get_n_rows (records), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gboolean is_gone = keys[i] == 99999;

      g_assert_cmpint (vmx_value_get_int64 (vmx_record_batch_peek_value (records, i, 0)), ==,
                       keys[i]);
      g_assert_cmpint (vmx_record_batch_is_deleted (records, i), ==, is_gone);
      g_assert_cmpint (vmx_record_batch_get_etag (records, i) != NULL, ==, !is_gone);
    }
}

static void
test_fetch (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxRecordBatch) keys = make_keys (fixture);
  g_autoptr(VmxRecordBatch) records = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  records = vmx_transport_fetch_records (fixture->transport, keys, NULL, &error);
  g_assert_no_error (error);
  check_records (records);
  line = vmx_odata_server_get_request (fixture->server, 0);
  g_assert_cmpstr (line, ==, "GET /odata/Employees(7)");
  assert_header (fixture, 0, "Accept-Language", NULL);
}

static void
test_fetch_in_batch (Fixture *fixture, gconstpointer data)
{
  VmxOdataFault fault = REPLY (200, JSON_TYPE,
                               "{\"responses\":[{\"id\":\"3\",\"status\":200,\"body\":{\"ID\":3,"
                               "\"@odata.etag\":\"c\"}},{\"id\":\"2\",\"status\":404},"
                               "{\"id\":\"1\",\"status\":200,\"headers\":{\"etag\":\"a\"},"
                               "\"body\":{\"ID\":7}}]}");
  g_autoptr(VmxRecordBatch) keys = make_keys (fixture);
  g_autoptr(VmxRecordBatch) records = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  g_assert_true (vmx_transport_set_learned (fixture->transport, "{\"batch\":\"json\"}"));
  vmx_odata_server_add_fault (fixture->server, &fault);
  records = vmx_transport_fetch_records (fixture->transport, keys, NULL, &error);
  g_assert_no_error (error);
  check_records (records);
  line = vmx_odata_server_get_request (fixture->server, 0);
  g_assert_cmpstr (line, ==, "POST /odata/$batch");
  g_assert_cmpuint (vmx_odata_server_get_n_requests (fixture->server), ==, 1);
}

typedef struct
{
  const char *path;
  const char *learned; /* (nullable) */
  VmxOdataFault fault;
  int code;
  const char *words;
} FetchCase;

static const FetchCase fetch_cases[] = {
  { "server-error", NULL, REPLY (500, NULL, "boom"), VMX_ERROR_SERVER, "“boom”" },
  { "no-right", NULL, REPLY (403, NULL, ""), VMX_ERROR_DOWNLOAD_FAILED, "no right" },
  { "not-signed-in", NULL, REPLY (401, NULL, ""), VMX_ERROR_NOT_SIGNED_IN, "sign-in" },
  { "cut", NULL, REPLY (200, JSON_TYPE, "{\"ID\":7"), VMX_ERROR_INVALID_ANSWER, "cannot be read" },
  { "empty", NULL, REPLY (200, JSON_TYPE, ""), VMX_ERROR_INVALID_ANSWER, "cannot be read" },
  { "no-record", NULL, REPLY (200, JSON_TYPE, "{\"value\":[]}"), VMX_ERROR_INVALID_ANSWER,
    "no column" },
  { "other-record", NULL, REPLY (200, JSON_TYPE, "{\"ID\":8}"), VMX_ERROR_INVALID_ANSWER,
    "another record" },
  { "html", NULL, REPLY (200, "Content-Type: text/html", "<title>Sign in</title>"),
    VMX_ERROR_INVALID_ANSWER, "“Sign in”" },
  { "batch-refused", "{\"batch\":\"json\"}", REPLY (403, NULL, ""), VMX_ERROR_DOWNLOAD_FAILED,
    "no right" },
  { "batch-left-out", "{\"batch\":\"json\"}", REPLY (200, JSON_TYPE, "{\"responses\":[]}"),
    VMX_ERROR_INVALID_ANSWER, "leaves records out" },
  { "batch-member-fails", "{\"batch\":\"json\"}",
    REPLY (200, JSON_TYPE, "{\"responses\":[{\"id\":\"1\",\"status\":500}]}"), VMX_ERROR_SERVER,
    "500" },
  { "batch-redirected", "{\"batch\":\"json\"}", REPLY (302, "Location: Employees", ""),
    VMX_ERROR_DOWNLOAD_FAILED, "302" },
};

static void
test_fetch_fails (Fixture *fixture, gconstpointer data)
{
  const FetchCase *test = data;
  g_autoptr(VmxRecordBatch) keys = make_keys (fixture);
  g_autoptr(GError) error = NULL;

  if (test->learned != NULL)
    g_assert_true (vmx_transport_set_learned (fixture->transport, test->learned));
  vmx_odata_server_add_fault (fixture->server, &test->fault);
  g_assert_null (vmx_transport_fetch_records (fixture->transport, keys, NULL, &error));
  g_assert_true (g_str_has_prefix (error->message, "object “Employees”: "));
  vmx_assert_error (error, VMX_ERROR, test->code, test->words);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/odata/push/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (reply_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/odata/push/reply/", reply_cases[i].path, NULL);

      g_test_add (path, Fixture, &reply_cases[i], fixture_set_up, test_reply, fixture_tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fetch_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/odata/push/fetch/", fetch_cases[i].path, NULL);

      g_test_add (path, Fixture, &fetch_cases[i], fixture_set_up, test_fetch_fails,
                  fixture_tear_down);
    }
  ADD ("wire", test_wire);
  ADD ("stored", test_stored);
  ADD ("fall-back", test_fall_back);
  ADD ("wrong-form", test_wrong_form);
  ADD ("renewed", test_renewed);
  ADD ("not-signed-in", test_not_signed_in);
  ADD ("lost", test_lost);
  ADD ("cut-anywhere", test_cut_anywhere);
  ADD ("slow", test_slow);
  ADD ("no-server", test_no_server);
  ADD ("cancelled", test_cancelled);
  ADD ("fetch", test_fetch);
  ADD ("fetch-in-batch", test_fetch_in_batch);
  return g_test_run ();
}
