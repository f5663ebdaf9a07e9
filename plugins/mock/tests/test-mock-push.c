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

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/push/cases", test_cases);
  g_test_add_func ("/mock/push/wire", test_wire);
  g_test_add_func ("/mock/push/stored-bytes", test_stored_bytes);
  g_test_add_func ("/mock/push/survives", test_survives);
  return g_test_run ();
}
