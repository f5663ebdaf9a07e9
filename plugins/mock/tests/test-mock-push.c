/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the mock service does with uploads. */
#include "mock-push-fixture.h"

/* Each case: what is sent to Item, and what became of it. Quotes are written as ' for the eye. */
typedef struct
{
  VmxChangeAction action;
  const char *record;
  const char *etag;
  VmxUploadOutcome outcome;
  int status;
  const char *reply; /* the record that came back, NULL for none */
  const char *message;
} PushCase;

static const PushCase cases[] = {
  { VMX_CHANGE_ACTION_CREATE, "{'Id':7,'Name':'new','Price':'1.50'}", NULL,
    VMX_UPLOAD_OUTCOME_ACCEPTED, 201, "{'Id':7,'Name':'new','Price':'1.50','Photo':null}", NULL },
  { VMX_CHANGE_ACTION_CREATE, "{'Id':8,'Name':'b','Price':null,'Photo':'__-_'}", NULL,
    VMX_UPLOAD_OUTCOME_ACCEPTED, 201, "{'Id':8,'Name':'b','Price':null,'Photo':'__-_'}", NULL },
  { VMX_CHANGE_ACTION_CREATE, "{'Id':1,'Name':'there'}", NULL, VMX_UPLOAD_OUTCOME_CONFLICT, 409,
    NULL, "[1]" },
  { VMX_CHANGE_ACTION_CREATE, "{'Id':9}", NULL, VMX_UPLOAD_OUTCOME_REJECTED, 400, NULL, "Name" },
  { VMX_CHANGE_ACTION_CREATE, "{'Name':'no key'}", NULL, VMX_UPLOAD_OUTCOME_REJECTED, 400, NULL,
    "Id" },
  { VMX_CHANGE_ACTION_CREATE, "{'Id':9,'Name':null}", NULL, VMX_UPLOAD_OUTCOME_REJECTED, 400, NULL,
    "Name" },
  { VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Price':'3'}", "one", VMX_UPLOAD_OUTCOME_ACCEPTED, 200,
    "{'Id':1,'Name':'Anna','Price':'3','Photo':null}", NULL },
  { VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Name':'x'}", NULL, VMX_UPLOAD_OUTCOME_ACCEPTED, 200,
    "{'Id':1,'Name':'x','Price':'1','Photo':null}", NULL },
  { VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Price':null}", "*", VMX_UPLOAD_OUTCOME_ACCEPTED, 200,
    "{'Id':1,'Name':'Anna','Price':null,'Photo':null}", NULL },
  { VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Price':'3'}", "old", VMX_UPLOAD_OUTCOME_CONFLICT, 412,
    NULL, "changed" },
  { VMX_CHANGE_ACTION_UPDATE, "{'Id':2,'Price':'3'}", "any", VMX_UPLOAD_OUTCOME_CONFLICT, 412,
    NULL, "changed" },
  { VMX_CHANGE_ACTION_UPDATE, "{'Id':99,'Price':'3'}", "one", VMX_UPLOAD_OUTCOME_GONE, 404, NULL,
    "[99]" },
  { VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Name':null}", NULL, VMX_UPLOAD_OUTCOME_REJECTED, 400, NULL,
    "Name" },
  { VMX_CHANGE_ACTION_DELETE, "{'Id':1}", "one", VMX_UPLOAD_OUTCOME_ACCEPTED, 204, NULL, NULL },
  { VMX_CHANGE_ACTION_DELETE, "{'Id':1}", "old", VMX_UPLOAD_OUTCOME_CONFLICT, 412, NULL,
    "changed" },
  { VMX_CHANGE_ACTION_DELETE, "{'Id':99}", NULL, VMX_UPLOAD_OUTCOME_GONE, 404, NULL, "[99]" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PushCase *expected = &cases[i];
      g_autoptr(VmxTransport) transport = push_open (push_new (NULL, NULL));
      g_autoptr(VmxUploadRequest) request = push_request ("id");
      g_autoptr(VmxUploadReply) reply = NULL;
      const char *message;

      push_add (transport, request, "Item", expected->action, expected->record, expected->etag);
      reply = push_send (transport, request);
      g_test_message ("case %u", i);
      g_assert_cmpint (vmx_upload_reply_get_verdict (reply), ==, VMX_UPLOAD_VERDICT_COMPLETE);
      g_assert_cmpint (vmx_upload_reply_get_outcome (reply, 0), ==, expected->outcome);
      g_assert_cmpint (vmx_upload_reply_get_status (reply, 0), ==, expected->status);
      message = vmx_upload_reply_get_message (reply, 0);
      g_assert_true ((message == NULL) == (expected->message == NULL));
      if (message != NULL)
        g_assert_nonnull (strstr (message, expected->message));
      push_assert_record (reply, 0, expected->reply);
    }
}

/* The form that is kept: nothing in it changes from run to run. */
static void
test_wire (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new (NULL, NULL));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autofree char *body = push_quotes (
      "{'atomic':false,'members':["
      "{'action':'create','object':'Item','key':{'Id':7},'values':{'Name':'n','Price':'1.50'}},"
      "{'action':'update','object':'Item','key':{'Id':1},'etag':'one','values':{'Price':null}},"
      "{'action':'delete','object':'Item','key':{'Id':2}}]}");
  g_autoptr(GError) error = NULL;

  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE,
            "{'Id':7,'Name':'n','Price':'1.50'}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Price':null}", "one");
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':2}", NULL);
  vmx_transport_encode_push (transport, request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_upload_request_get_form (request), ==, "mock");
  g_assert_cmpstr (vmx_upload_request_get_url (request), ==, "mock:");
  g_assert_cmpstr (vmx_upload_request_get_body (request), ==, body);
}

/* What was stored is sent, also of a change whose answer nobody wants any more. */
static void
test_stored_bytes (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new (NULL, NULL));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autoptr(VmxUploadRequest) again = push_request ("id");
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autoptr(GError) error = NULL;

  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':7,'Name':'a'}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':8,'Name':'b'}", NULL);
  vmx_transport_encode_push (transport, request, &error);
  g_assert_no_error (error);
  vmx_upload_request_add_abandoned (again);
  push_add (transport, again, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':8,'Name':'b'}", NULL);
  vmx_upload_request_set_wire (again, vmx_upload_request_get_form (request),
                               vmx_upload_request_get_method (request),
                               vmx_upload_request_get_url (request), NULL,
                               vmx_upload_request_get_body (request));
  reply = push_send (transport, again);
  g_assert_cmpint (vmx_upload_reply_get_outcome (reply, 0), ==, VMX_UPLOAD_OUTCOME_ACCEPTED);
  g_assert_null (vmx_upload_reply_get_batch (reply, 0));
  push_assert_record (reply, 1, "{'Id':8,'Name':'b','Price':null,'Photo':null}");
  push_assert_item (transport, 7, "{'Id':7,'Name':'a','Price':null,'Photo':null}", "mock-1");
}

/* A transport of the next run, and one of another name. */
static void
test_survives (void)
{
  g_autoptr(VmxTransport) first = push_open (push_new ("survives", NULL));
  g_autoptr(VmxTransport) next = push_open (push_new ("survives", NULL));
  g_autoptr(VmxTransport) other = push_open (push_new ("other", NULL));
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autoptr(VmxUploadRequest) request = push_request ("id");

  push_add (first, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':1}", NULL);
  push_add (first, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':7,'Name':'a'}", NULL);
  reply = push_send (first, request);
  g_assert_cmpint (vmx_upload_reply_get_outcome (reply, 1), ==, VMX_UPLOAD_OUTCOME_ACCEPTED);
  push_assert_item (next, 1, NULL, NULL);
  push_assert_item (next, 7, "{'Id':7,'Name':'a','Price':null,'Photo':null}", "mock-1");
  push_assert_item (other, 1, "{'Id':1,'Name':'Anna','Price':'1','Photo':null}", "one");
}

#define COLUMNS "'columns':{'Id':'int32','Name':'string?','Note':'string?'}"

/* One record through each kind of answer. */
static void
test_answers (void)
{
  static const struct
  {
    const char *answers;
    int status;
    const char *reply;
  } answers[] = {
    { "'etags':true", 201, "{'Id':1,'Name':'n','Note':'o'}" },
    { "'answers':'whole'", 201, "{'Id':1,'Name':'n','Note':'o'}" },
    { "'answers':'partial','answer-without':['Note']", 201, "{'Id':1,'Name':'n'}" },
    { "'answers':'key'", 201, "{'Id':1}" },
    { "'answers':'none'", 204, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *scenario = g_strdup_printf (
          "{'objects':{'Item':{'key':['Id']," COLUMNS ",%s}}}", answers[i].answers);
      g_autoptr(VmxTransport) transport = push_open (push_new_scenario (NULL, scenario));
      g_autoptr(VmxUploadRequest) request = push_request ("id");
      g_autoptr(VmxUploadReply) reply = NULL;
      VmxRecordBatch *batch;

      push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE,
                "{'Id':1,'Name':'n','Note':'o'}", NULL);
      reply = push_send (transport, request);
      g_assert_cmpint (vmx_upload_reply_get_status (reply, 0), ==, answers[i].status);
      push_assert_record (reply, 0, answers[i].reply);
      batch = vmx_upload_reply_get_batch (reply, 0);
      if (batch != NULL)
        g_assert_cmpstr (vmx_record_batch_get_etag (batch, 0), ==, "mock-1");
      push_assert_item (transport, 1, "{'Id':1,'Name':'n','Note':'o'}", "mock-1");
    }
}

/* Keys of the service, in each type: none that is there, and none when there are no more. */
static void
test_server_keys (void)
{
  static const struct
  {
    const char *type;
    const char *first;
    const char *second;
  } types[] = {
    { "int64", "42", "{'Id':43,'Name':'n'}" },
    { "guid", "'A0000000-0000-4000-9000-000000000001'",
      "{'Id':'00000000-0000-4000-9000-000000000001','Name':'n'}" },
    { "string", "'key-1'", "{'Id':'key-2','Name':'n'}" },
    { "int64", "9223372036854775807", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *scenario = g_strdup_printf (
          "{'objects':{'Item':{'key':['Id'],'generated-key':'server','columns':{'Id':'%s',"
          "'Name':'string?'},'records':[{'Id':%s}]}}}",
          types[i].type, types[i].first);
      g_autoptr(VmxTransport) transport = push_open (push_new_scenario (NULL, scenario));
      g_autoptr(VmxUploadRequest) request = push_request ("id");
      g_autoptr(VmxUploadReply) reply = NULL;

      push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Name':'n'}", NULL);
      reply = push_send (transport, request);
      push_assert_outcomes (reply, types[i].second != NULL ? "A" : "R");
      push_assert_record (reply, 0, types[i].second);
    }
}

/* A key that was given once is not given again, and clients see who makes it. */
static void
test_server_key_is_new (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new_scenario (
      NULL, "{'objects':{'Item':{'key':['Id'],'generated-key':'server','columns':{'Id':'int32',"
            "'Name':'string?'},'records':[{'Id':42}]}}}"));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autoptr(VmxServiceSchema) schema = vmx_transport_fetch_schema (transport, NULL, NULL);

  push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':42}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Name':'a'}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':43}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':1,'Name':'b'}", NULL);
  reply = push_send (transport, request);
  push_assert_record (reply, 1, "{'Id':43,'Name':'a'}");
  push_assert_record (reply, 3, "{'Id':44,'Name':'b'}");
  g_assert_cmpstr (vmx_object_schema_get_setting (
                       vmx_service_schema_find_object (schema, "Item"), "generated-key"),
                   ==, "server");
}

static void
test_etags (void)
{
  g_autoptr(VmxTransport) off = push_open (push_new_scenario (
      NULL, "{'objects':{'Item':{'key':['Id']," COLUMNS ",'etags':false,'records':[{'Id':1}]}}}"));
  g_autoptr(VmxTransport) required = push_open (push_new_scenario (
      NULL,
      "{'objects':{'Item':{'key':['Id']," COLUMNS ",'etags':'required','records':[{'Id':1}]}}}"));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autoptr(VmxUploadReply) without = NULL;
  g_autoptr(VmxUploadReply) refused = NULL;

  push_add (off, request, "Item", VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Name':'a'}", NULL);
  push_add (off, request, "Item", VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Note':'b'}", "any");
  without = push_send (off, request);
  push_assert_outcomes (without, "AA");
  push_assert_item (off, 1, "{'Id':1,'Name':'a','Note':'b'}", NULL);
  refused = push_send (required, request);
  push_assert_outcomes (refused, "EC");
  g_assert_cmpint (vmx_upload_reply_get_status (refused, 0), ==, 428);
}

/* What the service computes, and defaults; the schema is in the stored form. */
static void
test_computed (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new_scenario (
      NULL, "{'schema':{'objects':[{'name':'Item','key':['Id'],'columns':["
            "{'name':'Id','type':'int32','flags':2},{'name':'Name','type':'string','flags':1},"
            "{'name':'Kind','type':'string','flags':8,'default':'plain'},"
            "{'name':'Changed','type':'timestamp','flags':2},"
            "{'name':'Version','type':'int32','flags':2},"
            "{'name':'Owner','type':'string','flags':3}]}]},'objects':{'Item':{'records':["
            "{'Id':1,'Name':'a','Kind':'k','Changed':'2026-05-01T10:00:00Z','Version':4,"
            "'Owner':'me'}]}}}"));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autoptr(VmxUploadReply) reply = NULL;

  push_add (transport, request, "Item", VMX_CHANGE_ACTION_UPDATE,
            "{'Id':1,'Name':'b','Changed':'2030-01-01T00:00:00Z','Version':9,'Owner':'you'}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Name':'c'}", NULL);
  reply = push_send (transport, request);
  push_assert_record (reply, 0,
                      "{'Id':1,'Name':'b','Kind':'k','Changed':'2026-05-01T10:00:01Z','Version':5,"
                      "'Owner':'me'}");
  push_assert_record (reply, 1,
                      "{'Id':2,'Name':'c','Kind':'plain','Changed':'2026-05-01T10:00:02Z',"
                      "'Version':1,'Owner':null}");
}

/* Changes of one request see those before them, and a group that fails leaves no trace. */
static void
test_atomic (void)
{
  static const char *const last[] = { "{'Id':6,'Name':'ok'}", "{'Id':7}" };

  for (guint i = 0; i < G_N_ELEMENTS (last); i++)
    {
      g_autoptr(VmxTransport) transport = push_open (push_new (NULL, NULL));
      g_autoptr(VmxUploadRequest) request = push_request ("id");
      g_autoptr(VmxUploadReply) reply = NULL;
      g_autofree char *ids = NULL;

      vmx_upload_request_set_atomic (request, TRUE);
      push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':1}", NULL);
      push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':1,'Name':'x'}", NULL);
      push_add (transport, request, "Item", VMX_CHANGE_ACTION_UPDATE, "{'Id':2,'Name':'y'}", NULL);
      push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, last[i], NULL);
      reply = push_send (transport, request);
      push_assert_outcomes (reply, i == 0 ? "AAAA" : "---R");
      ids = push_list_ids (transport, "Item");
      g_assert_cmpstr (ids, ==, i == 0 ? "2 1 6" : "1 2");
      push_assert_item (transport, 1,
                        i == 0 ? "{'Id':1,'Name':'x','Price':null,'Photo':null}"
                               : "{'Id':1,'Name':'Anna','Price':'1','Photo':null}",
                        i == 0 ? "mock-1" : "one");
    }
}

/* A body that nobody of us wrote, and one about other changes. */
static void
test_refused (void)
{
  static const char *const bodies[] = {
    "", "[]", "{'members':{}}", "{'members':[{'action':'upsert','object':'Item'}]}",
    "{'members':[{'action':'delete','key':{'Id':1}}]}", "{'members':[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(VmxTransport) transport = push_open (push_new (NULL, NULL));
      g_autoptr(VmxUploadRequest) request = push_request ("id");
      g_autofree char *body = push_quotes (bodies[i]);
      g_autoptr(VmxUploadReply) reply = NULL;

      push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':1}", NULL);
      vmx_upload_request_set_wire (request, "mock", "POST", "mock:", NULL, body);
      reply = push_send (transport, request);
      g_assert_cmpint (vmx_upload_reply_get_verdict (reply), ==, VMX_UPLOAD_VERDICT_REFUSED);
      g_assert_cmpint (vmx_upload_reply_get_verdict_status (reply), ==, 400);
    }
}

/* What a member of a body names wrongly is its own fault only. */
static void
test_refused_member (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new (NULL, NULL));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autofree char *body = push_quotes (
      "{'members':[{'action':'delete','object':'Thing','key':{'Id':1}},"
      "{'action':'update','object':'Item','key':{'Id':1},'values':{'Nam':'x'}},"
      "{'action':'update','object':'Item','key':{'Id':1},'values':{'Price':'much'}},"
      "{'action':'update','object':'Item','key':{'Id':1},'values':{'Name':'ok'}}]}");
  g_autoptr(VmxUploadReply) reply = NULL;

  for (guint i = 0; i < 4; i++)
    push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':1}", NULL);
  vmx_upload_request_set_wire (request, "mock", "POST", "mock:", NULL, body);
  reply = push_send (transport, request);
  push_assert_outcomes (reply, "RRRA");
  g_assert_nonnull (strstr (vmx_upload_reply_get_message (reply, 0), "“Thing”"));
  g_assert_nonnull (strstr (vmx_upload_reply_get_message (reply, 1), "Nam"));
  g_assert_nonnull (strstr (vmx_upload_reply_get_message (reply, 2), "Price"));
}

/* Another scenario of the same name is another service; the first one comes back as it was. */
static void
test_changed_scenario (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new ("changed", NULL));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_object_get (transport, "scenario-text", &first, NULL);
  second = g_strdup_printf ("%.*s,\"max-members\":9}", (int) strlen (first) - 1, first);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':1}", NULL);
  reply = push_send (transport, request);
  g_object_set (transport, "scenario-text", second, NULL);
  push_open (transport);
  push_assert_item (transport, 1, "{'Id':1,'Name':'Anna','Price':'1','Photo':null}", "one");
  g_object_set (transport, "scenario-text", first, NULL);
  push_open (transport);
  push_assert_item (transport, 1, "{'Id':1,'Name':'Anna','Price':'1','Photo':null}", "one");
}

/* Who has the answers to requests that were carried out has all the rest, too. */
static void
test_changed_faults (void)
{
  g_autoptr(VmxTransport) transport
      = push_open (push_new ("changed faults", "'features':['upload','batch','repeat']"));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autoptr(VmxUploadReply) second = NULL;
  g_autofree char *text = NULL;
  g_autofree char *faults = NULL;

  g_object_get (transport, "scenario-text", &text, NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':1}", NULL);
  reply = push_send (transport, request);
  faults = g_strdup_printf (" %.*s,\"faults\":[{\"call\":\"open\",\"error\":\"offline\","
                            "\"times\":0}]}",
                            (int) strlen (text) - 1, text);
  g_object_set (transport, "scenario-text", faults, NULL);
  g_assert_false (vmx_transport_open (transport, NULL, NULL, NULL));
  g_object_set (transport, "scenario-text", text, NULL);
  push_open (transport);
  push_assert_item (transport, 1, NULL, NULL);
  second = push_send (transport, request);
  push_assert_outcomes (second, "A");
}

static VmxTransport *
open_with_state (const char *path)
{
  g_autofree char *more = g_strdup_printf ("'state':'%s'", path);

  return push_open (push_new (NULL, more));
}

/* Everything that is written is read again, and a person can change it meanwhile. */
static void
test_state_file (void)
{
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "state.json", NULL);
  g_autoptr(VmxTransport) first = open_with_state (path);
  g_autoptr(VmxTransport) next = NULL;
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autofree char *text = NULL;
  g_autofree char *expected = push_quotes (
      "{'objects':{'Item':[{'@etag':'one','Id':1,'Name':'Anna','Price':'1','Photo':null},"
      "{'@etag':'mock-1','Id':7,'Name':'a','Price':null,'Photo':'__-_'}]},'numbers':{'etag':1}}");
  g_autofree char *changed = push_quotes ("{'objects':{'Item':[{'Id':9,'Name':'z'}]}}");

  push_add (first, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':2}", NULL);
  push_add (first, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':7,'Name':'a','Photo':'__-_'}",
            NULL);
  reply = push_send (first, request);
  push_assert_outcomes (reply, "AA");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
  next = open_with_state (path);
  push_assert_item (next, 7, "{'Id':7,'Name':'a','Price':null,'Photo':'__-_'}", "mock-1");
  push_assert_item (next, 2, NULL, NULL);
  g_assert_true (g_file_set_contents (path, changed, -1, NULL));
  push_assert_item (next, 7, NULL, NULL);
  push_assert_item (next, 9, "{'Id':9,'Name':'z'}", NULL);
}

static void
test_bad_state_file (void)
{
  static const struct
  {
    const char *text;
    int code;
    const char *words;
  } files[] = {
    { "{", VMX_ERROR_JSON, "state.json" },
    { "{'object':{}}", VMX_ERROR_INVALID_OPTION, "“objects”" },
    { "{'objects':{'Thing':[]}}", VMX_ERROR_INVALID_OPTION, "objects.Thing" },
    { "{'objects':{'Item':[{'Id':1},{'Id':1}]}}", VMX_ERROR_INVALID_OPTION, "objects.Item" },
    { "{'objects':{'Item':[{'Id':'x'}]}}", VMX_ERROR_INVALID_VALUE, "objects.Item[0]" },
    { "{'numbers':{'etag':-1}}", VMX_ERROR_INVALID_OPTION, "numbers.etag" },
  };
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "state.json", NULL);
  g_autofree char *more = g_strdup_printf ("'state':'%s'", path);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(VmxTransport) transport = push_new (NULL, more);
      g_autofree char *text = push_quotes (files[i].text);
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      g_assert_false (vmx_transport_open (transport, NULL, NULL, &error));
      vmx_test_assert_message (error, "state.json");
      vmx_assert_error (error, VMX_ERROR, files[i].code, files[i].words);
    }
}

static void
test_parents (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new_scenario (
      NULL, "{'schema':{'objects':[{'name':'House','key':['Id'],'columns':["
            "{'name':'Id','type':'int32'}]},{'name':'Door','key':['Id'],'columns':["
            "{'name':'Id','type':'int64'},{'name':'HouseId','type':'int64','flags':1}],"
            "'relationships':[{'name':'House','type':0,'target':'House',"
            "'columns':[['HouseId','Id']]}]}]},"
            "'objects':{'House':{'records':[{'Id':1}]},'Door':{'checks-parents':true}}}"));
  g_autoptr(VmxUploadRequest) request = push_request ("id");
  g_autoptr(VmxUploadReply) reply = NULL;

  push_add (transport, request, "Door", VMX_CHANGE_ACTION_CREATE, "{'Id':1,'HouseId':1}", NULL);
  push_add (transport, request, "Door", VMX_CHANGE_ACTION_CREATE, "{'Id':2,'HouseId':2}", NULL);
  push_add (transport, request, "Door", VMX_CHANGE_ACTION_CREATE, "{'Id':3,'HouseId':null}", NULL);
  push_add (transport, request, "Door", VMX_CHANGE_ACTION_CREATE, "{'Id':4}", NULL);
  push_add (transport, request, "Door", VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'HouseId':3}", NULL);
  push_add (transport, request, "House", VMX_CHANGE_ACTION_CREATE, "{'Id':3}", NULL);
  push_add (transport, request, "Door", VMX_CHANGE_ACTION_UPDATE, "{'Id':3,'HouseId':3}", NULL);
  reply = push_send (transport, request);
  push_assert_outcomes (reply, "ARAARAA");
  g_assert_cmpstr (vmx_upload_reply_get_code (reply, 1), ==, "NoParent");
  g_assert_nonnull (strstr (vmx_upload_reply_get_message (reply, 1), "House"));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/push/cases", test_cases);
  g_test_add_func ("/mock/push/wire", test_wire);
  g_test_add_func ("/mock/push/stored-bytes", test_stored_bytes);
  g_test_add_func ("/mock/push/survives", test_survives);
  g_test_add_func ("/mock/push/answers", test_answers);
  g_test_add_func ("/mock/push/server-keys", test_server_keys);
  g_test_add_func ("/mock/push/server-key-is-new", test_server_key_is_new);
  g_test_add_func ("/mock/push/etags", test_etags);
  g_test_add_func ("/mock/push/computed", test_computed);
  g_test_add_func ("/mock/push/atomic", test_atomic);
  g_test_add_func ("/mock/push/refused", test_refused);
  g_test_add_func ("/mock/push/refused-member", test_refused_member);
  g_test_add_func ("/mock/push/parents", test_parents);
  g_test_add_func ("/mock/push/changed-scenario", test_changed_scenario);
  g_test_add_func ("/mock/push/changed-faults", test_changed_faults);
  g_test_add_func ("/mock/push/state-file", test_state_file);
  g_test_add_func ("/mock/push/bad-state-file", test_bad_state_file);
  return g_test_run ();
}
