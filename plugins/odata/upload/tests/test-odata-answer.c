/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "upload-records.h"
#include "vmx-odata-answer.h"
#include "vmx-odata-json-batch.h"
#include "vmx-odata-multipart.h"
#include "vmx-odata-verdict.h"
#include "vmx-test.h"

/* --- Reading batches --- */

typedef struct
{
  VmxObjectSchema *schema;
  VmxUploadRequest *request;
  VmxUploadReply *reply;
  GError *error; /* what is wrong with the answer as a whole */
} Answered;

static void
answered_clear (Answered *self)
{
  g_clear_object (&self->schema);
  g_clear_object (&self->request);
  g_clear_object (&self->reply);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answered, answered_clear)

/* The answer to the mixed request of the fixture. */
static void
answer (Answered *self, const char *text, gsize length, gboolean is_atomic)
{
  g_autoptr(GPtrArray) parts = vmx_odata_parts_new ();
  gboolean is_whole;

  self->schema = make_schema ("ID");
  self->request = make_mixed_request (self->schema);
  self->reply = vmx_upload_reply_new (3);
  vmx_upload_request_set_atomic (self->request, is_atomic);
  if (*text == '{')
    is_whole = vmx_odata_json_batch_read (text, length, parts, &self->error);
  else
    is_whole = vmx_odata_multipart_read (text, length, "b", parts, &self->error);
  vmx_odata_answer_take_parts (self->reply, self->request, parts, is_whole,
                               self->error == NULL ? &self->error : NULL);
}

static const char letters[] = "-ACEGRBFU"; /* by outcome */

/* The outcomes as letters, and the key and etag of what came back. */
static char *
describe (VmxUploadReply *reply)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vmx_upload_reply_get_n_members (reply); i++)
    {
      VmxUploadOutcome outcome = vmx_upload_reply_get_outcome (reply, i);
      VmxRecordBatch *batch = vmx_upload_reply_get_batch (reply, i);

      g_string_append_c (text, letters[outcome]);
      if (batch != NULL && outcome == VMX_UPLOAD_OUTCOME_ACCEPTED)
        {
          guint row = vmx_upload_reply_get_row (reply, i);
          const char *etag = vmx_record_batch_get_etag (batch, row);
          g_autofree char *key = vmx_record_batch_get_key_text (batch, row);

          g_string_append_printf (text, "%s%s", key, etag != NULL ? etag : "");
        }
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *path;
  const char *text;
  const char *outcomes;
  const char *problem; /* (nullable) */
  gboolean is_atomic;
} AnswerCase;

#define CREATED                                                                                    \
  "{\"id\":\"1\",\"status\":201,\"headers\":{\"location\":\"Employees(500001)\"},"                 \
  "\"body\":{\"@odata.context\":\"$metadata#Employees/$entity\",\"@odata.etag\":\"W/\\\"n\\\"\","  \
  "\"ID\":500001,\"Name\":\"Ada\",\"ModifiedAt\":\"2024-01-01T00:00:00.000Z\"}}"
#define UPDATED                                                                                    \
  "{\"id\":\"2\",\"status\":200,\"headers\":{\"etag\":\"W/\\\"u\\\"\"},"                           \
  "\"body\":{\"ID\":2,\"Name\":\"Bob\"}}"
#define DELETED "{\"id\":\"3\",\"status\":204,\"headers\":{}}"
#define FAILED(id, status)                                                                         \
  "{\"id\":\"" id "\",\"status\":" status ",\"headers\":{\"content-type\":\"application/json\"},"  \
  "\"body\":{\"error\":{\"code\":\"E1\",\"message\":\"no\"}}}"
#define RESPONSES(list) "{\"responses\":[" list "]}"

#define ALL_DONE "A[500001]W/\"n\"A[2]W/\"u\"A"

static const AnswerCase json_cases[] = {
  { "all-done", RESPONSES (CREATED "," UPDATED "," DELETED), ALL_DONE },
  { "any-order", RESPONSES (DELETED "," CREATED "," UPDATED), ALL_DONE },
  { "body-before-id",
    RESPONSES ("{\"body\":{\"ID\":2},\"status\":200,\"id\":\"2\"}"),
    "-A[2]-" },
  { "without-ids",
    RESPONSES ("{\"status\":201,\"body\":{\"ID\":7}},{\"status\":204},{\"status\":204}"),
    "A[7]A[2]A" },
  { "without-ids-stopped",
    RESPONSES ("{\"status\":204},{\"status\":412,\"body\":{}}"),
    "AC-" },
  { "without-ids-and-some-missing",
    RESPONSES ("{\"status\":204},{\"status\":204}"),
    "---",
    "belong to none" },
  { "left-out", RESPONSES (FAILED ("1", "500")), "F--" },
  { "none", RESPONSES (""), "---" },
  { "unknown-members",
    "{\"x\":[{\"id\":\"1\",\"status\":204}],\"responses\":[{\"id\":\"3\",\"status\":204,"
    "\"more\":{\"status\":500,\"id\":\"1\",\"body\":[{}]}}],\"y\":{\"responses\":[{}]}}",
    "--A" },
  { "ids-as-numbers", RESPONSES ("{\"id\":3,\"status\":204}"), "--A" },
  { "status-as-text", RESPONSES ("{\"id\":\"3\",\"status\":\"204\"}"), "--A" },
  { "foreign-id", RESPONSES (DELETED ",{\"id\":\"9\",\"status\":204}"), "--A", "belong to none" },
  { "twice", RESPONSES (DELETED "," FAILED ("3", "500")), "--U", "belong to none" },
  { "no-status", RESPONSES ("{\"id\":\"3\"}"), "--U" },
  { "short-annotation",
    RESPONSES ("{\"id\":\"2\",\"status\":200,\"body\":{\"@etag\":\"e\",\"ID\":2}}"),
    "-A[2]e-" },
  { "body-as-text",
    RESPONSES ("{\"id\":\"3\",\"status\":401,\"body\":\"Unauthorized\"}"),
    "--R" },
  /* What proves success, and what does not */
  { "bare-200",
    RESPONSES ("{\"id\":\"1\",\"status\":200},{\"id\":\"2\",\"status\":200},"
               "{\"id\":\"3\",\"status\":200}"),
    "UUU" },
  { "created-without-body",
    RESPONSES ("{\"id\":\"1\",\"status\":201,\"headers\":{\"location\":\"Employees(8)\","
               "\"etag\":\"e\"}}"),
    "A[8]e--" },
  { "created-without-anything", RESPONSES ("{\"id\":\"1\",\"status\":201}"), "U--" },
  { "no-content-with-entity-id",
    RESPONSES ("{\"id\":\"1\",\"status\":204,\"headers\":{\"location\":\"Employees(8)\","
               "\"odata-entityid\":\"http://x/Employees(9)\"}}"),
    "A[9]--" },
  { "no-content-without-key", RESPONSES ("{\"id\":\"1\",\"status\":204}"), "A--" },
  { "no-content-for-update",
    RESPONSES ("{\"id\":\"2\",\"status\":204,\"headers\":{\"etag\":\"e\"}}"),
    "-A[2]e-" },
  { "body-without-key",
    RESPONSES ("{\"id\":\"1\",\"status\":201,\"headers\":{\"location\":\"Employees(8)\"},"
               "\"body\":{\"Name\":\"x\"}},{\"id\":\"2\",\"status\":200,"
               "\"body\":{\"Name\":\"x\"}}"),
    "A[8]A[2]-" },
  { "ok-for-create-without-key",
    RESPONSES ("{\"id\":\"1\",\"status\":200,\"body\":{\"Name\":\"x\"}}"),
    "U--" },
  { "error-inside-of-success",
    RESPONSES ("{\"id\":\"2\",\"status\":200,\"body\":{\"error\":{\"message\":\"x\"}}}"),
    "-U-" },
  { "created-with-unreadable-body",
    RESPONSES ("{\"id\":\"1\",\"status\":201,\"headers\":{\"location\":\"Employees(8)\"},"
               "\"body\":{\"ID\":\"eight\"}}"),
    "A[8]--" },
  { "another-record",
    RESPONSES ("{\"id\":\"2\",\"status\":200,\"body\":{\"ID\":4}}"),
    "-U-" },
  { "accepted-only", RESPONSES ("{\"id\":\"2\",\"status\":202}"), "-U-" },
  { "headers-that-break-lines",
    RESPONSES ("{\"id\":\"2\",\"status\":204,\"headers\":{\"etag\":\"a\\r\\nb\",\"a b\":\"x\"}}"),
    "-A[2]-" },
  /* Groups */
  { "group-done", RESPONSES (CREATED "," UPDATED "," DELETED), ALL_DONE, NULL, TRUE },
  { "group-failed",
    RESPONSES (CREATED "," FAILED ("2", "412") "," DELETED), "-C-", NULL, TRUE },
  { "group-failed-all",
    RESPONSES (FAILED ("1", "500") "," FAILED ("2", "400") "," FAILED ("3", "424")), "FRB", NULL,
    TRUE },
  { "group-with-bare-200",
    RESPONSES (CREATED ",{\"id\":\"2\",\"status\":200}," DELETED), "UUU", NULL, TRUE },
  { "group-left-out", RESPONSES (CREATED "," UPDATED), "UUU", NULL, TRUE },
  { "group-not-done", RESPONSES (""), "---", NULL, TRUE },
  /* What is no answer */
  { "only-a-page", "{\"responses\":[" DELETED "],\"@odata.nextLink\":\"x\"}", "--A", "first page" },
  { "error-behind",
    "{\"responses\":[" DELETED "],\"error\":{\"message\":\"pool\"}}",
    "--A",
    "“pool”" },
  { "only-error", "{\"error\":{\"message\":\"pool\"}}", "---", "“pool”" },
  { "no-responses", "{}", "---", "no member “responses”" },
  { "responses-as-object", "{\"responses\":{}}", "---", "no member “responses”" },
};

static void
test_answer (gconstpointer data)
{
  const AnswerCase *test = data;
  g_auto(Answered) answered = { NULL };
  g_autofree char *outcomes = NULL;

  answer (&answered, test->text, strlen (test->text), test->is_atomic);
  outcomes = describe (answered.reply);
  g_assert_cmpstr (outcomes, ==, test->outcomes);
  if (test->problem == NULL)
    g_assert_no_error (answered.error);
  else
    vmx_assert_error (answered.error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, test->problem);
}

/* --- Multipart --- */

#define HTTP(id)                                                                                   \
  "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n" id "\r\n"
#define ID(n) "content-id: " n "\r\n"
#define M_CREATED                                                                                  \
  "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nLocation: Employees(500001)\r\n\r\n"  \
  "{\"@odata.etag\":\"W/\\\"n\\\"\",\"ID\":500001,\"Name\":\"--b\"}\r\n"
#define M_UPDATED "HTTP/1.1 200 OK\r\netag: W/\"u\"\r\n\r\n{\"ID\":2}\r\n"
#define M_DELETED "HTTP/1.1 204 No Content\r\n\r\n\r\n"
#define M_FAILED "HTTP/1.1 412 Precondition Failed\r\n\r\n{\"error\":{\"message\":\"no\"}}\r\n"
#define SET(c, parts)                                                                              \
  "--b\r\nContent-Type: multipart/mixed; boundary=\"" c "\"\r\n\r\n" parts "--" c "--\r\n"
#define IN_SET(c, id, answer) "--" c "\r\n" HTTP (id) answer
#define END "--b--\r\n"

#define SETS                                                                                       \
  SET ("c1", IN_SET ("c1", ID ("1"), M_CREATED))                                                   \
  SET ("c2", IN_SET ("c2", ID ("2"), M_UPDATED)) SET ("c3", IN_SET ("c3", ID ("3"), M_DELETED))
#define GROUP                                                                                      \
  SET ("c", IN_SET ("c", ID ("1"), M_CREATED) IN_SET ("c", ID ("2"), M_UPDATED)                    \
                IN_SET ("c", ID ("3"), M_DELETED))

static const AnswerCase multipart_cases[] = {
  { "all-done", SETS END, ALL_DONE },
  { "preamble-and-epilogue", "hello\r\n\r\n" SETS END "bye\r\n--b\r\nx", ALL_DONE },
  { "blanks-behind-boundary",
    "--b \t\r\n" HTTP (ID ("3")) M_DELETED "--b-- \r\n",
    "--A" },
  { "no-line-end-at-end", SETS "--b--", ALL_DONE },
  { "any-order",
    SET ("c3", IN_SET ("c3", ID ("3"), M_DELETED)) SET ("c1", IN_SET ("c1", ID ("1"), M_CREATED))
        SET ("c2", IN_SET ("c2", ID ("2"), M_UPDATED)) END,
    ALL_DONE },
  { "ids-of-mail", SET ("c", IN_SET ("c", ID ("<3>"), M_DELETED)) END, "--A" },
  { "id-inside", "--b\r\n" HTTP ("") "HTTP/1.1 204 x\r\nContent-ID: 3\r\n\r\n\r\n" END, "--A" },
  { "without-ids",
    SET ("c1", IN_SET ("c1", "", M_CREATED)) SET ("c2", IN_SET ("c2", "", M_UPDATED))
        SET ("c3", IN_SET ("c3", "", M_DELETED)) END,
    ALL_DONE },
  { "failed-set",
    SET ("c1", IN_SET ("c1", ID ("1"), M_CREATED)) "--b\r\n" HTTP ("") M_FAILED
        SET ("c3", IN_SET ("c3", ID ("3"), M_DELETED)) END,
    "A[500001]W/\"n\"CA" },
  { "stopped",
    SET ("c1", IN_SET ("c1", ID ("1"), M_CREATED)) "--b\r\n" HTTP ("") M_FAILED END,
    "A[500001]W/\"n\"C-" },
  { "only-a-status-line", "--b\r\n\r\nHTTP/1.1 204\r\n" END, "---", "belong to none" },
  { "group", GROUP END, ALL_DONE, NULL, TRUE },
  { "failed-group", "--b\r\n" HTTP ("") M_FAILED END, "CCC", NULL, TRUE },
  { "failed-group-with-culprit", "--b\r\n" HTTP (ID ("2")) M_FAILED END, "-C-", NULL, TRUE },
  { "bare-200-in-group",
    SET ("c", IN_SET ("c", ID ("1"), M_CREATED)
                  IN_SET ("c", ID ("2"), "HTTP/1.1 200 OK\r\n\r\n")) END,
    "UUU", NULL, TRUE },
  { "announced-wrongly", "--real\r\n" HTTP (ID ("3")) M_DELETED "--real--\r\n", "--A" },
  { "not-closed", SETS "--b\r\n", ALL_DONE, "closing boundary" },
  { "no-answer-inside", "--b\r\n" HTTP ("") "{\"ID\":1}\r\n" END, "---", "no answer of HTTP" },
  { "sets-in-sets",
    SET ("c", "--c\r\nContent-Type: multipart/mixed;boundary=d\r\n\r\n--d--\r\n") END,
    "---",
    "inside of a change set" },
  { "nothing", "hello", "---", "no boundary" },
};

/* The same with line ends of one character, as servers on other systems send them. */
static void
test_line_feeds (void)
{
  g_autoptr(GString) text = g_string_new (SETS END);
  g_auto(Answered) answered = { NULL };
  g_autofree char *outcomes = NULL;

  g_string_replace (text, "\r\n", "\n", 0);
  answer (&answered, text->str, text->len, FALSE);
  g_assert_no_error (answered.error);
  outcomes = describe (answered.reply);
  g_assert_cmpstr (outcomes, ==, ALL_DONE);
}

/* --- Cut off anywhere --- */

/* A change that is told to be done must be that of the whole answer, and that nothing is missing
 * may be said of the whole only. */
static void
check_cut (const char *text, gsize length, gboolean is_atomic)
{
  g_auto(Answered) answered = { NULL };
  g_autofree char *outcomes = NULL;

  answer (&answered, text, length, is_atomic);
  outcomes = describe (answered.reply);
  g_assert_nonnull (answered.error);
  g_assert_nonnull (outcomes);
  for (guint i = 0; i < 3; i++)
    {
      VmxUploadOutcome outcome = vmx_upload_reply_get_outcome (answered.reply, i);
      const char *found = i == 0 ? "ADA" : i == 1 ? "BOB" : "";

      if (outcome == VMX_UPLOAD_OUTCOME_ACCEPTED && *found != '\0')
        {
          VmxRecordBatch *batch = vmx_upload_reply_get_batch (answered.reply, i);
          guint row = vmx_upload_reply_get_row (answered.reply, i);
          g_autofree char *key = NULL;

          g_assert_nonnull (batch);
          key = vmx_record_batch_get_key_text (batch, row);
          g_assert_cmpstr (key, ==, i == 0 ? "[500001]" : "[2]");
          g_assert_cmpstr (vmx_record_batch_get_etag (batch, row), ==,
                           i == 0 ? "W/\"n\"" : "W/\"u\"");
        }
      else if (outcome != VMX_UPLOAD_OUTCOME_ACCEPTED)
        g_assert_true (outcome == VMX_UPLOAD_OUTCOME_UNANSWERED
                       || (is_atomic && outcome == VMX_UPLOAD_OUTCOME_UNKNOWN));
    }
  if (is_atomic && strchr (outcomes, 'A') != NULL)
    g_assert_cmpstr (outcomes, ==, ALL_DONE);
}

static void
test_cut_anywhere (void)
{
  static const char *const texts[] = {
    RESPONSES (CREATED "," UPDATED "," DELETED),
    SETS "--b--",
    GROUP "--b--",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      for (gsize length = 1; length < strlen (texts[i]); length++)
        {
          g_autofree char *cut = g_strndup (texts[i], length);

          check_cut (cut, length, FALSE);
          check_cut (cut, length, TRUE);
        }
    }
}

/* --- Words --- */

static void
test_words (void)
{
  static const char text[]
      = RESPONSES (FAILED ("1", "400") ",{\"id\":\"2\",\"status\":429,\"headers\":"
                   "{\"retry-after\":\"0.249\"}},{\"id\":\"3\",\"status\":503,\"headers\":"
                   "{\"retry-after\":\"2\"}}");
  g_auto(Answered) answered = { NULL };

  answer (&answered, text, strlen (text), FALSE);
  g_assert_cmpint (vmx_upload_reply_get_status (answered.reply, 0), ==, 400);
  g_assert_cmpstr (vmx_upload_reply_get_code (answered.reply, 0), ==, "E1");
  g_assert_cmpstr (vmx_upload_reply_get_message (answered.reply, 0), ==, "no");
  g_assert_cmpstr (vmx_upload_reply_get_message (answered.reply, 1), ==,
                   "the server answered with status 429");
  g_assert_cmpint (vmx_upload_reply_get_outcome (answered.reply, 1), ==,
                   VMX_UPLOAD_OUTCOME_BUSY);
  g_assert_cmpint (vmx_upload_reply_get_outcome (answered.reply, 2), ==,
                   VMX_UPLOAD_OUTCOME_BUSY);
  g_assert_cmpint (vmx_upload_reply_get_retry_after (answered.reply), ==, 2000);
}

static void
test_abandoned (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ("ID");
  g_autoptr(VmxUploadRequest) request = make_request ();
  g_autoptr(VmxUploadReply) reply = vmx_upload_reply_new (2);
  g_autoptr(GPtrArray) parts = vmx_odata_parts_new ();
  g_autofree char *outcomes = NULL;
  static const char text[] = RESPONSES ("{\"status\":201,\"body\":{\"ID\":1}},{\"status\":204}");

  vmx_upload_request_add_abandoned (request);
  add_change (request, VMX_CHANGE_ACTION_UPDATE, schema, "{\"ID\":2,\"Name\":\"x\"}", NULL);
  g_assert_true (vmx_odata_json_batch_read (text, strlen (text), parts, NULL));
  g_assert_true (vmx_odata_answer_take_parts (reply, request, parts, TRUE, NULL));
  outcomes = describe (reply);
  g_assert_cmpstr (outcomes, ==, "AA[2]");
}

/* --- Statuses --- */

#define NO_FORM VMX_UPLOAD_VERDICT_OTHER_FORM

static const struct
{
  guint status;
  gboolean has_retry_after;
  char outcome; /* of an update in a batch */
  char single;  /* of an update alone, if the verdict on that is COMPLETE */
  VmxUploadVerdict for_single;
  VmxUploadVerdict for_batch;
  VmxUploadVerdict for_proven_batch;
} statuses[] = {
#define V(name) VMX_UPLOAD_VERDICT_##name
  { 302, FALSE, 'R', 0, V (REFUSED), V (REFUSED), V (REFUSED) },
  { 400, FALSE, 'R', 'R', V (COMPLETE), NO_FORM, V (REFUSED) },
  { 403, FALSE, 'R', 'R', V (COMPLETE), V (REFUSED), V (REFUSED) },
  { 404, FALSE, 'G', 'G', V (COMPLETE), NO_FORM, V (REFUSED) },
  { 405, FALSE, 'R', 'R', V (COMPLETE), NO_FORM, NO_FORM },
  { 406, FALSE, 'R', 'R', V (COMPLETE), NO_FORM, V (REFUSED) },
  { 407, FALSE, 'R', 0, V (REFUSED), V (REFUSED), V (REFUSED) },
  { 408, FALSE, 'B', 0, V (BUSY), V (BUSY), V (BUSY) },
  { 409, FALSE, 'C', 'C', V (COMPLETE), V (REFUSED), V (REFUSED) },
  { 410, FALSE, 'G', 'G', V (COMPLETE), V (REFUSED), V (REFUSED) },
  { 412, FALSE, 'C', 'C', V (COMPLETE), V (REFUSED), V (REFUSED) },
  { 413, FALSE, 'R', 'R', V (COMPLETE), V (TOO_LARGE), V (TOO_LARGE) },
  { 414, FALSE, 'R', 'R', V (COMPLETE), V (TOO_LARGE), V (TOO_LARGE) },
  { 415, FALSE, 'R', 'R', V (COMPLETE), NO_FORM, NO_FORM },
  { 422, FALSE, 'R', 'R', V (COMPLETE), V (REFUSED), V (REFUSED) },
  { 424, FALSE, 'B', 'B', V (COMPLETE), V (REFUSED), V (REFUSED) },
  { 428, FALSE, 'E', 'E', V (COMPLETE), V (REFUSED), V (REFUSED) },
  { 429, FALSE, 'B', 0, V (BUSY), V (TOO_LARGE), V (TOO_LARGE) },
  { 429, TRUE, 'B', 0, V (BUSY), V (BUSY), V (BUSY) },
  { 431, FALSE, 'R', 'R', V (COMPLETE), V (TOO_LARGE), V (TOO_LARGE) },
  { 500, FALSE, 'F', 'F', V (COMPLETE), V (INCOMPLETE), V (INCOMPLETE) },
  { 501, FALSE, 'R', 'R', V (COMPLETE), NO_FORM, NO_FORM },
  { 502, FALSE, 'F', 'F', V (COMPLETE), V (INCOMPLETE), V (INCOMPLETE) },
  { 503, FALSE, 'B', 'F', V (COMPLETE), V (INCOMPLETE), V (INCOMPLETE) },
  { 503, TRUE, 'B', 0, V (BUSY), V (BUSY), V (BUSY) },
  { 504, FALSE, 'F', 'F', V (COMPLETE), V (INCOMPLETE), V (INCOMPLETE) },
  { 505, FALSE, 'R', 'R', V (COMPLETE), V (REFUSED), V (REFUSED) },
#undef V
};

static void
test_statuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      VmxOdataStatus status = { statuses[i].status, statuses[i].has_retry_after, FALSE };
      VmxChangeAction action = VMX_CHANGE_ACTION_UPDATE;

      g_test_message ("status %u", status.status);
      g_assert_cmpint (letters[vmx_odata_outcome (&status, action, FALSE)], ==,
                       statuses[i].outcome);
      if (statuses[i].single != 0)
        g_assert_cmpint (letters[vmx_odata_outcome (&status, action, TRUE)], ==,
                         statuses[i].single);
      g_assert_cmpint (vmx_odata_verdict_for_single (&status), ==, statuses[i].for_single);
      g_assert_cmpint (vmx_odata_verdict_for_batch (&status, FALSE), ==, statuses[i].for_batch);
      g_assert_cmpint (vmx_odata_verdict_for_batch (&status, TRUE), ==,
                       statuses[i].for_proven_batch);
    }
}

static void
test_special_statuses (void)
{
  VmxOdataStatus gone = { 404, FALSE, FALSE };
  VmxOdataStatus too_late = { 412, FALSE, TRUE };

  g_assert_cmpint (vmx_odata_outcome (&gone, VMX_CHANGE_ACTION_CREATE, FALSE), ==,
                   VMX_UPLOAD_OUTCOME_REJECTED);
  g_assert_cmpint (vmx_odata_outcome (&gone, VMX_CHANGE_ACTION_DELETE, FALSE), ==,
                   VMX_UPLOAD_OUTCOME_GONE);
  g_assert_cmpint (vmx_odata_outcome (&too_late, VMX_CHANGE_ACTION_UPDATE, FALSE), ==,
                   VMX_UPLOAD_OUTCOME_UNKNOWN);
  g_assert_cmpint (vmx_odata_verdict_for_batch (&too_late, TRUE), ==,
                   VMX_UPLOAD_VERDICT_INCOMPLETE);
  g_assert_cmpint (vmx_odata_verdict_for_single (&too_late), ==, VMX_UPLOAD_VERDICT_INCOMPLETE);
}

static void
add_cases (const char *kind, const AnswerCase *cases, guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autofree char *path = g_strdup_printf ("/odata/answer/%s/%s", kind, cases[i].path);

      g_test_add_data_func (path, &cases[i], test_answer);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  add_cases ("json", json_cases, G_N_ELEMENTS (json_cases));
  add_cases ("multipart", multipart_cases, G_N_ELEMENTS (multipart_cases));
  g_test_add_func ("/odata/answer/line-feeds", test_line_feeds);
  g_test_add_func ("/odata/answer/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/odata/answer/words", test_words);
  g_test_add_func ("/odata/answer/abandoned", test_abandoned);
  g_test_add_func ("/odata/answer/statuses", test_statuses);
  g_test_add_func ("/odata/answer/special-statuses", test_special_statuses);
  return g_test_run ();
}
