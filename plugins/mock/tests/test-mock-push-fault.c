/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a scenario can make go wrong with uploads. */
#include "mock-push-fixture.h"

#define REPEAT "'features':['upload','batch','repeat'],"

/* A request that creates 5, 6 and 7, updates 1 and deletes 2. */
static VmxUploadRequest *
make_request (VmxTransport *transport, const char *id)
{
  VmxUploadRequest *request = push_request (id);

  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':5,'Name':'e'}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':6,'Name':'f'}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_CREATE, "{'Id':7,'Name':'g'}", NULL);
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_UPDATE, "{'Id':1,'Name':'A'}", "one");
  push_add (transport, request, "Item", VMX_CHANGE_ACTION_DELETE, "{'Id':2}", NULL);
  return request;
}

/* Each case: a fault, what the first request gives, and what the service has then. */
typedef struct
{
  const char *fault; /* beside the call */
  gboolean atomic;
  int code; /* of the error, 0 for a reply */
  VmxUploadVerdict verdict;
  const char *outcomes;
  const char *ids;
} FaultCase;

#define BEFORE "1 2"
#define AFTER "1 5 6 7"

static const FaultCase cases[] = {
  { "'times':1", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "AAAAA", AFTER },
  { "'times':1", TRUE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "AAAAA", AFTER },
  { "'batch':2,'verdict':'busy'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "AAAAA", AFTER },
  { "'object':'Item','error':'auth'", FALSE, VMX_ERROR_NOT_SIGNED_IN, 0, NULL, BEFORE },
  { "'error':'connect'", FALSE, VMX_ERROR_CONNECT_FAILED, 0, NULL, BEFORE },
  { "'error':'offline'", FALSE, VMX_ERROR_OFFLINE, 0, NULL, BEFORE },
  { "'error':'timeout'", FALSE, VMX_ERROR_READ_TIMED_OUT, 0, NULL, BEFORE },
  { "'error':'timeout','when':'before'", FALSE, VMX_ERROR_READ_TIMED_OUT, 0, NULL, BEFORE },
  { "'error':'timeout','when':'after'", FALSE, VMX_ERROR_READ_TIMED_OUT, 0, NULL, AFTER },
  { "'error':'server','when':'after'", FALSE, VMX_ERROR_SERVER, 0, NULL, AFTER },
  { "'error':'cut','when':'during','done':2", FALSE, VMX_ERROR_INVALID_ANSWER, 0, NULL,
    "1 2 5 6" },
  { "'error':'cut','when':'during','done':2", TRUE, VMX_ERROR_INVALID_ANSWER, 0, NULL, BEFORE },
  { "'error':'cut','when':'during','done':9", TRUE, VMX_ERROR_INVALID_ANSWER, 0, NULL, AFTER },
  { "'verdict':'too-large'", FALSE, 0, VMX_UPLOAD_VERDICT_TOO_LARGE, "-----", BEFORE },
  { "'verdict':'busy'", FALSE, 0, VMX_UPLOAD_VERDICT_BUSY, "-----", BEFORE },
  { "'verdict':'refused'", FALSE, 0, VMX_UPLOAD_VERDICT_REFUSED, "-----", BEFORE },
  { "'verdict':'other-form'", FALSE, 0, VMX_UPLOAD_VERDICT_OTHER_FORM, "-----", BEFORE },
  { "'verdict':'incomplete'", FALSE, 0, VMX_UPLOAD_VERDICT_INCOMPLETE, "-----", BEFORE },
  { "'verdict':'incomplete','when':'during','done':3,'answered':2", FALSE, 0,
    VMX_UPLOAD_VERDICT_INCOMPLETE, "AA---", "1 2 5 6 7" },
  { "'verdict':'incomplete','when':'after','answered':1", FALSE, 0,
    VMX_UPLOAD_VERDICT_INCOMPLETE, "A----", AFTER },
  { "'member':2,'outcome':'rejected'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "ARAAA", "1 5 7" },
  { "'member':2,'outcome':'rejected'", TRUE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "-R---", BEFORE },
  { "'member':6,'outcome':'rejected'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "AAAAA", AFTER },
  { "'object':'Item','outcome':'conflict'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "CCCCC",
    BEFORE },
  { "'member':1,'outcome':'gone'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "GAAAA", "1 6 7" },
  { "'member':1,'outcome':'busy'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "BAAAA", "1 6 7" },
  { "'member':1,'outcome':'etag-required'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "EAAAA",
    "1 6 7" },
  { "'member':1,'outcome':'failed'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "FAAAA", "1 6 7" },
  { "'member':1,'outcome':'failed','done':true", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "FAAAA",
    AFTER },
  { "'member':5,'outcome':'unknown','done':true", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "AAAAU",
    AFTER },
  { "'member':5,'outcome':'unanswered'", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "AAAA-",
    "1 2 5 6 7" },
  { "'twice':true", FALSE, 0, VMX_UPLOAD_VERDICT_COMPLETE, "CCCCG", AFTER },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FaultCase *expected = &cases[i];
      g_autofree char *faults
          = g_strdup_printf ("'faults':[{'call':'push-batch',%s}]", expected->fault);
      g_autoptr(VmxTransport) transport = push_open (push_new (NULL, faults));
      g_autoptr(VmxUploadRequest) request = make_request (transport, "id");
      g_autoptr(VmxUploadReply) reply = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *ids = NULL;

      g_test_message ("%s", expected->fault);
      vmx_upload_request_set_atomic (request, expected->atomic);
      reply = vmx_transport_push_batch (transport, request, NULL, &error);
      if (expected->code != 0)
        g_assert_error (error, VMX_ERROR, expected->code);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpint (vmx_upload_reply_get_verdict (reply), ==, expected->verdict);
          push_assert_outcomes (reply, expected->outcomes);
        }
      ids = push_list_ids (transport, "Item");
      g_assert_cmpstr (ids, ==, expected->ids);
    }
}

/* After a lost answer the same request does nothing twice, where the service knows it again. */
static void
test_repeat (void)
{
  static const char *const faults[] = {
    "'error':'cut','when':'after'",
    "'error':'cut','when':'during','done':2",
    "'error':'cut','when':'during','done':0",
    "'twice':true,'error':'timeout','when':'after'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *more
          = g_strdup_printf (REPEAT "'faults':[{'call':'push-batch',%s}]", faults[i]);
      g_autoptr(VmxTransport) transport = push_open (push_new (NULL, more));
      g_autoptr(VmxUploadRequest) request = make_request (transport, "same");
      g_autoptr(VmxUploadRequest) other = make_request (transport, "other");
      g_autoptr(VmxUploadReply) reply = NULL;
      g_autoptr(VmxUploadReply) others = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_null (vmx_transport_push_batch (transport, request, NULL, &error));
      g_assert_nonnull (error);
      reply = push_send (transport, request);
      push_assert_outcomes (reply, "AAAAA");
      push_assert_record (reply, 0, "{'Id':5,'Name':'e','Price':null,'Photo':null}");
      push_assert_item (transport, 1, "{'Id':1,'Name':'A','Price':'1','Photo':null}", "mock-4");
      others = push_send (transport, other);
      push_assert_outcomes (others, "CCCCG");
    }
}

/* The transport believes only what an answer has shown, and keeps it for the next run. */
static void
test_learned (void)
{
  g_autoptr(VmxTransport) transport
      = push_open (push_new (NULL, REPEAT "'faults':[{'call':'push-batch','verdict':"
                                          "'other-form'}]"));
  g_autoptr(VmxTransport) next = push_open (push_new (NULL, REPEAT "'faults':[]"));
  g_autoptr(VmxUploadRequest) request = make_request (transport, "id");
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autofree char *learned = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_transport_get_learned (transport));
  g_assert_cmpuint (vmx_transport_get_features (transport), ==,
                    VMX_TRANSPORT_FEATURE_UPLOAD | VMX_TRANSPORT_FEATURE_BATCH);
  reply = push_send (transport, request);
  g_assert_cmpuint (vmx_transport_get_features (transport) & VMX_TRANSPORT_FEATURE_REPEAT, !=, 0);
  learned = vmx_transport_get_learned (transport);
  g_assert_false (vmx_transport_set_learned (next, "{\"of\":\"another version\"}"));
  g_assert_false (vmx_transport_set_learned (next, "no JSON"));
  g_assert_cmpuint (vmx_transport_get_features (next) & VMX_TRANSPORT_FEATURE_REPEAT, ==, 0);
  g_assert_true (vmx_transport_set_learned (next, learned));
  g_assert_cmpuint (vmx_transport_get_features (next) & VMX_TRANSPORT_FEATURE_REPEAT, !=, 0);
  vmx_transport_encode_push (next, request, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_upload_request_get_form (request), ==, "mock-other");
}

/* The words, numbers and waits of a fault. */
static void
test_words (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new (
      NULL, "'faults':[{'call':'push-batch','verdict':'busy','retry-after-ms':1500,'status':429,"
            "'message':'later'},{'call':'push-batch','batch':2,'member':1,'outcome':'failed',"
            "'status':502,'code':'GW','message':'gateway'},{'call':'push-batch','batch':2,"
            "'member':2,'outcome':'busy','retry-after-ms':20}]"));
  g_autoptr(VmxUploadRequest) request = make_request (transport, "id");
  g_autoptr(VmxUploadReply) first = push_send (transport, request);
  g_autoptr(VmxUploadReply) second = push_send (transport, request);

  g_assert_cmpint (vmx_upload_reply_get_verdict_status (first), ==, 429);
  g_assert_cmpstr (vmx_upload_reply_get_verdict_message (first), ==, "later");
  g_assert_cmpint (vmx_upload_reply_get_retry_after (first), ==, 1500);
  push_assert_outcomes (second, "FBAAA");
  g_assert_cmpint (vmx_upload_reply_get_status (second, 0), ==, 502);
  g_assert_cmpstr (vmx_upload_reply_get_code (second, 0), ==, "GW");
  g_assert_cmpstr (vmx_upload_reply_get_message (second, 0), ==, "gateway");
  g_assert_cmpint (vmx_upload_reply_get_status (second, 1), ==, 503);
  g_assert_cmpint (vmx_upload_reply_get_retry_after (second), ==, 20);
}

/* Pushes are counted from each open on; strikes are not. */
static void
test_counting (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new (
      NULL, "'faults':[{'call':'push-batch','batch':2,'times':2,'verdict':'busy'}]"));
  static const VmxUploadVerdict verdicts[]
      = { VMX_UPLOAD_VERDICT_COMPLETE, VMX_UPLOAD_VERDICT_BUSY, VMX_UPLOAD_VERDICT_COMPLETE };
  g_autoptr(VmxUploadRequest) request = make_request (transport, "id");
  g_autoptr(VmxUploadReply) first = NULL;
  g_autoptr(VmxUploadReply) second = NULL;

  for (guint run = 0; run < 2; run++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
        {
          g_autoptr(VmxUploadReply) reply = push_send (transport, request);

          g_assert_cmpint (vmx_upload_reply_get_verdict (reply), ==, verdicts[i]);
        }
      g_assert_true (vmx_transport_close (transport, NULL));
      push_open (transport);
    }
  first = push_send (transport, request);
  second = push_send (transport, request);
  g_assert_cmpint (vmx_upload_reply_get_verdict (second), ==, VMX_UPLOAD_VERDICT_COMPLETE);
}

static void
test_max_members (void)
{
  g_autoptr(VmxTransport) transport = push_open (push_new (NULL, "'max-members':4"));
  g_autoptr(VmxUploadRequest) request = make_request (transport, "id");
  g_autoptr(VmxUploadReply) reply = push_send (transport, request);
  g_autofree char *ids = push_list_ids (transport, "Item");

  g_assert_cmpint (vmx_upload_reply_get_verdict (reply), ==, VMX_UPLOAD_VERDICT_TOO_LARGE);
  g_assert_cmpint (vmx_upload_reply_get_verdict_status (reply), ==, 413);
  g_assert_cmpstr (ids, ==, BEFORE);
}

/* Services that take no uploads, or one change at a time, and calls other than push-batch. */
static void
test_other_calls (void)
{
  g_autoptr(VmxTransport) none = push_open (push_new (NULL, "'features':['batch']"));
  g_autoptr(VmxTransport) single = push_open (push_new (NULL, "'features':['upload']"));
  g_autoptr(VmxTransport) faulty = push_open (
      push_new (NULL, "'faults':[{'call':'encode-push','error':'server'},"
                      "{'call':'fetch-records','object':'Item','error':'timeout'}]"));
  g_autoptr(VmxUploadRequest) request = make_request (faulty, "id");
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_transport_encode_push (none, request, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "“upload”");
  g_assert_null (vmx_transport_push_batch (single, request, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, "“batch”");
  g_assert_false (vmx_transport_encode_push (faulty, request, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SERVER, "500");
  g_assert_true (vmx_transport_encode_push (faulty, request, &error));
  g_assert_null (vmx_transport_fetch_records (faulty, vmx_upload_request_get_batch (request, 0),
                                              NULL, &error));
  vmx_test_assert_message (error, "object Item");
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_READ_TIMED_OUT, "in time");
}

/* Columns can be left out of both kinds of answers. */
static void
test_missing_columns (void)
{
  g_autoptr(VmxTransport) transport = push_open (
      push_new (NULL, "'faults':[{'call':'push-batch','object':'Item','missing-columns':['Name']},"
                      "{'call':'fetch-records','object':'Item','missing-columns':['Photo']}]"));
  g_autoptr(VmxUploadRequest) request = make_request (transport, "id");
  g_autoptr(VmxUploadReply) reply = push_send (transport, request);

  push_assert_record (reply, 3, "{'Id':1,'Price':'1','Photo':null}");
  push_assert_item (transport, 1, "{'Id':1,'Name':'A','Price':'1'}", "mock-4");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/push-fault/cases", test_cases);
  g_test_add_func ("/mock/push-fault/repeat", test_repeat);
  g_test_add_func ("/mock/push-fault/learned", test_learned);
  g_test_add_func ("/mock/push-fault/words", test_words);
  g_test_add_func ("/mock/push-fault/counting", test_counting);
  g_test_add_func ("/mock/push-fault/max-members", test_max_members);
  g_test_add_func ("/mock/push-fault/other-calls", test_other_calls);
  g_test_add_func ("/mock/push-fault/missing-columns", test_missing_columns);
  return g_test_run ();
}
