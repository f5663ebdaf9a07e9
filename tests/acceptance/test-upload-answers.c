/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the server says to changes, and what becomes of it: acceptance rows 95 to 99, 102 to
 * 104 and 109. */
#include "fixture-upload.h"

#include <string.h>

#define ITEM(id, name) "{'Id':" #id ",'Name':'" name "'}"
#define KEY(id) "{'primaryKeys':{'Id':" #id "}}"
#define NAME(name) "{'Name':'" name "'}"
#define UPLOAD_ONLY "{'syncType':'uploadOnly'}"

#define OBJECTS                                                                                    \
  "'Item':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'records':["                     \
  "{'@etag':'a','Id':1,'Name':'one'},{'@etag':'b','Id':2,'Name':'two'},"                           \
  "{'@etag':'c','Id':3,'Name':'three'}]},"                                                         \
  "'Plain':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'etags':false,"                 \
  "'records':[{'Id':1,'Name':'one'}]},"                                                            \
  "'Blind':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'etags':false,"                 \
  "'answers':'none','records':[{'Id':1,'Name':'one'}]},"                                           \
  "'Silent':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'answers':'none',"             \
  "'records':[{'@etag':'a','Id':1,'Name':'one'}]},"                                                \
  "'Part':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'answers':'partial',"            \
  "'answer-without':['Name'],'records':[{'@etag':'a','Id':1,'Name':'one'}]},"                      \
  "'Mute':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'answers':'none',"               \
  "'generated-key':'server'},"                                                                     \
  "'Brief':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'answers':'key',"               \
  "'generated-key':'server'}"

static void
set_up (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_set_up (fixture, OBJECTS, NULL);
  fixture_upload_download (fixture, "Item Plain Blind Silent Part");
}

static void
tear_down (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_tear_down (fixture);
}

/* Updates of the items 1 and 2, and an item 10 that is new. */
static void
edit_three (FixtureUpload *fixture)
{
  fixture_upload_update (fixture, "Item", NAME ("uno"), KEY (1));
  fixture_upload_update (fixture, "Item", NAME ("due"), KEY (2));
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM (10, "ten"), NULL);
}

static void
assert_json (VmxSyncResult *result, const char *part)
{
  g_autofree char *json = vmx_sync_result_to_json (result);
  g_autofree char *expected = fixture_upload_quote (part);

  g_test_message ("%s", json);
  g_assert_nonnull (strstr (json, expected));
}

/* --- Failures --- */

static void
test_row_95 (FixtureUpload *fixture, gconstpointer data)
{
  g_autoptr(VmxSyncResult) result = NULL;
  g_autofree char *errors = NULL;

  edit_three (fixture);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'rejected','member':2,"
                                      "'code':'Bad','message':'no such name'}");
  result = fixture_upload_sync (fixture, "Item", NULL);
  errors = fixture_upload_list_errors (result);
  g_assert_cmpstr (errors, ==, "400 {\"Id\":2}");
  g_assert_true (vmx_sync_result_get_succeeded (result));
  g_assert_true (vmx_obj_get_last_outcome (fixture_upload_get (fixture, "Item")) == result);
  g_assert_cmpuint (vmx_sync_result_get_total_uploaded_records (result), ==, 2);
  g_assert_cmpuint (vmx_sync_result_get_total_downloaded_records (result), ==, 4);
  assert_json (result, "'status':0");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':2} rejected: update rejected {'Name':'due'}");
  fixture_upload_assert_local (
      fixture, "Item",
      "[" ITEM (1, "uno") "," ITEM (2, "due") "," ITEM (3, "three") "," ITEM (10, "ten") "]");
  /* It does not go again by itself, nor does it make the next sync fail. */
  g_free (fixture_transport_take_log (fixture->transport));
  fixture_upload_assert_synced (fixture, "Item", NULL, 0, "");
  fixture_upload_assert_sent (fixture, "fetch Item");
  /* Edited, marked or undone it does. */
  fixture_upload_edit (fixture, "Item", FIXTURE_MARK_FOR_UPLOAD, NULL, KEY (2));
  fixture_upload_assert_synced (fixture, "Item", NULL, 1, "");
  fixture_upload_assert_pending (fixture, "Item", "");
}

/* A request that is all or nothing is refused as a whole, and nothing of it goes before somebody
 * has looked at it. */
static void
test_row_95_atomic (FixtureUpload *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  vmx_obj_svc_set_option (fixture->service, "atomic-uploads", "true", &error);
  g_assert_no_error (error);
  edit_three (fixture);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'rejected','member':2}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0,
                                "2473 {'Id':1}; 400 {'Id':2}; 2473 {'Id':10}");
  g_free (fixture_transport_take_log (fixture->transport));
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "");
  fixture_upload_assert_sent (fixture, "");
  fixture_upload_edit (fixture, "Item", FIXTURE_MARK_FOR_UPLOAD, NULL, "{'filter':'Id ne 0'}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 3, "");
  fixture_upload_assert_pending (fixture, "Item", "");
}

/* Nothing was done, for reasons that are not in the changes. */
static const struct
{
  const char *fault;
  const char *errors;
  int code;
} total[] = {
  { "'outcome':'failed'", "500 {'Id':1}; 500 {'Id':2}", VMX_ERROR_UPLOAD_FAILED },
  { "'outcome':'busy','retry-after-ms':0", "503 {'Id':1}; 503 {'Id':2}", VMX_ERROR_UPLOAD_FAILED },
  { "'outcome':'unanswered'", "2473 {'Id':1}; 2473 {'Id':2}", VMX_ERROR_UPLOAD_FAILED },
  { "'verdict':'refused','message':'closed'", "403 {'Id':1}; 403 {'Id':2}",
    VMX_ERROR_UPLOAD_FAILED },
  { "'verdict':'busy','retry-after-ms':0", "503 {'Id':1}; 503 {'Id':2}", VMX_ERROR_SERVER },
};

static void
test_row_96 (FixtureUpload *fixture, gconstpointer data)
{
  VmxObj *item = fixture_upload_get (fixture, "Item");

  fixture_upload_update (fixture, "Item", NAME ("uno"), KEY (1));
  fixture_upload_update (fixture, "Item", NAME ("due"), KEY (2));
  for (guint i = 0; i < G_N_ELEMENTS (total); i++)
    {
      g_autofree char *fault
          = g_strdup_printf ("{'call':'push-batch','times':0,%s}", total[i].fault);
      g_autofree char *errors = NULL;
      g_autofree char *expected = fixture_upload_quote (total[i].errors);

      g_test_message ("%s", fault);
      fixture_upload_set_faults (fixture, fault);
      fixture_upload_assert_sync_fails (fixture, "Item", NULL, total[i].code, "");
      errors = fixture_upload_list_errors (vmx_obj_get_last_outcome (item));
      g_assert_cmpstr (errors, ==, expected);
      fixture_upload_assert_pending (fixture, "Item",
                                     "{'Id':1} pending: update pending {'Name':'uno'}\n"
                                     "{'Id':2} pending: update pending {'Name':'due'}");
      g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 0);
    }
  fixture_upload_set_faults (fixture, NULL);
  fixture_upload_assert_synced (fixture, "Item", NULL, 2, "");
  fixture_upload_assert_both (fixture, "Item",
                              "[" ITEM (1, "uno") "," ITEM (2, "due") "," ITEM (3, "three") "]");
}

/* What the server refuses is no failure of the sync, even when it refuses everything. */
static void
test_row_96_rejected (FixtureUpload *fixture, gconstpointer data)
{
  edit_three (fixture);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'rejected','times':0}");
  fixture_upload_assert_synced (fixture, "Item", NULL, 0,
                                "400 {'Id':1}; 400 {'Id':2}; 400 {'Id':10}");
}

static void
test_row_97 (FixtureUpload *fixture, gconstpointer data)
{
  g_autoptr(VmxSyncResult) result = NULL;
  VmxSyncError *entry;

  fixture_upload_update (fixture, "Item", NAME ("due"), KEY (2));
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'rejected','status':422,"
                                      "'code':'Bad','message':'no such name'}");
  result = fixture_upload_sync (fixture, "Item", NULL);
  entry = vmx_sync_result_get_sync_errors (result)->pdata[0];
  g_assert_cmpint (vmx_sync_error_get_phase (entry), ==, VMX_SYNC_PHASE_UPLOAD);
  g_assert_cmpint (vmx_sync_error_get_opstatus (entry), ==, 422);
  g_assert_cmpstr (vmx_sync_error_get_code (entry), ==, "Bad");
  g_assert_cmpstr (vmx_sync_error_get_message (entry), ==, "no such name");
  g_assert_cmpstr (vmx_sync_error_get_object (entry), ==, "Item");
  g_assert_cmpstr (vmx_sync_error_get_object_service (entry), ==, "HR");
  assert_json (result,
               "'syncErrors':{'upload':[{'opstatus':422,'errmsg':'no such name',"
               "'errcode':'Bad','object':'Item','objectService':'HR','primaryKeys':{'Id':2}}],"
               "'download':[]}");
}

static void
test_row_98 (FixtureUpload *fixture, gconstpointer data)
{
  VmxObj *item = fixture_upload_get (fixture, "Item");
  VmxSyncResult *outcome;

  fixture_upload_update (fixture, "Item", NAME ("due"), KEY (2));
  fixture_upload_set_faults (fixture, "{'call':'push-batch','verdict':'refused',"
                                      "'message':'closed on Sundays'}");
  fixture_upload_assert_sync_fails (fixture, "Item", NULL, VMX_ERROR_UPLOAD_FAILED,
                                    "closed on Sundays");
  outcome = vmx_obj_get_last_outcome (item);
  g_assert_false (vmx_sync_result_get_succeeded (outcome));
  assert_json (outcome, "{'status':-1,'name':'Item','code':2473,'message':'");
  assert_json (outcome, "'domain':'OfflineObjectsError','callStack':'','userInfo':{'objectname':"
                        "'Item'},'syncErrors':{'upload':[{'opstatus':403,");
}

/* What was uploaded stays uploaded when the download fails. */
static void
test_row_99 (FixtureUpload *fixture, gconstpointer data)
{
  edit_three (fixture);
  fixture_upload_set_faults (fixture, "{'call':'fetch-batch','error':'server'}");
  fixture_upload_assert_sync_fails (fixture, "Item", NULL, VMX_ERROR_SERVER, "");
  fixture_upload_assert_pending (fixture, "Item", "");
  fixture_upload_assert_both (
      fixture, "Item",
      "[" ITEM (1, "uno") "," ITEM (2, "due") "," ITEM (3, "three") "," ITEM (10, "ten") "]");
}

/* --- Whole failures --- */

static void
test_row_102 (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_update (fixture, "Item", NAME ("uno"), KEY (1));
  fixture_upload_update (fixture, "Item", NAME ("due"), KEY (2));
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'failed','times':0}");
  fixture_upload_assert_sync_fails (fixture, "Item", "{'uploadBatchSize':1}",
                                    VMX_ERROR_UPLOAD_FAILED, "Item");
  /* Later batches went all the same, but nothing was downloaded. */
  fixture_upload_assert_sent (
      fixture, "push update Item " ITEM (1, "uno") " [a]\n"
                                                   "push update Item " ITEM (2, "due") " [b]");
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'failed'}");
  fixture_upload_assert_synced (fixture, "Item", "{'uploadBatchSize':1}", 1, "500 {'Id':1}");
  fixture_upload_assert_sent (
      fixture,
      "push update Item " ITEM (1, "uno") " [a]\n"
                                          "push update Item " ITEM (2, "due") " [b]\nfetch Item");
}

/* A network that is away ends the sync at once, and is no error of any change. */
static void
test_row_102_network (FixtureUpload *fixture, gconstpointer data)
{
  static const struct
  {
    const char *error;
    int code;
  } errors[] = { { "offline", VMX_ERROR_OFFLINE },
                 { "connect", VMX_ERROR_CONNECT_FAILED },
                 { "auth", VMX_ERROR_NOT_SIGNED_IN } };
  VmxObj *item = fixture_upload_get (fixture, "Item");

  edit_three (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *fault
          = g_strdup_printf ("{'call':'push-batch','error':'%s'}", errors[i].error);

      g_free (fixture_transport_take_log (fixture->transport));
      fixture_upload_set_faults (fixture, fault);
      fixture_upload_assert_sync_fails (fixture, "Item", "{'uploadBatchSize':1}", errors[i].code,
                                        "");
      fixture_upload_assert_sent (fixture, "push update Item " ITEM (1, "uno") " [a]");
      g_assert_cmpuint (vmx_sync_result_get_sync_errors (vmx_obj_get_last_outcome (item))->len, ==,
                        0);
      fixture_upload_assert_pending (fixture, "Item",
                                     "{'Id':10} pending: create pending {'Name':'ten'}\n"
                                     "{'Id':1} pending: update pending {'Name':'uno'}\n"
                                     "{'Id':2} pending: update pending {'Name':'due'}");
      g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 0);
    }
  fixture_upload_assert_synced (fixture, "Item", NULL, 3, "");
}

/* --- Answers that leave something out --- */

static void
test_row_103 (FixtureUpload *fixture, gconstpointer data)
{
  edit_three (fixture);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'unanswered','member':2}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 3, "");
  fixture_upload_assert_sent (
      fixture,
      "push update Item " ITEM (1, "uno") " [a]; update Item " ITEM (
          2, "due") " [b];"
                    " create Item " ITEM (10, "ten") "\npush update Item " ITEM (2, "due") " [b]");
  fixture_upload_assert_server (
      fixture, "Item",
      "[" ITEM (1, "uno") "," ITEM (2, "due") "," ITEM (3, "three") "," ITEM (10, "ten") "]");
}

static void
test_row_103_stays (FixtureUpload *fixture, gconstpointer data)
{
  g_autoptr(VmxSyncResult) result = NULL;
  g_autofree char *errors = NULL;

  edit_three (fixture);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'rejected','member':1},"
                                      "{'call':'push-batch','outcome':'unanswered','times':0}");
  result = fixture_upload_sync (fixture, "Item", UPLOAD_ONLY);
  errors = fixture_upload_list_errors (result);
  g_assert_cmpstr (errors, ==, "400 {\"Id\":1}; 2473 {\"Id\":2}; 2473 {\"Id\":10}");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':10} pending: create pending {'Name':'ten'}\n"
                                 "{'Id':1} rejected: update rejected {'Name':'uno'}\n"
                                 "{'Id':2} pending: update pending {'Name':'due'}");
}

static void
test_row_104 (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit (fixture, "Mute", FIXTURE_CREATE, NAME ("new"), NULL);
  fixture_upload_assert_synced (fixture, "Mute", NULL, 0, "2484 {'Id':-1}");
  fixture_upload_assert_pending (fixture, "Mute",
                                 "{'Id':-1} unknown: create unknown {'Name':'new'}");
  fixture_upload_assert_server (fixture, "Mute", "[" ITEM (1, "new") "]");
  g_free (fixture_transport_take_log (fixture->transport));
  /* Never again by itself, or there would be two of it. */
  fixture_upload_assert_synced (fixture, "Mute", NULL, 0, "");
  fixture_upload_assert_sent (fixture, "fetch Mute");
  fixture_upload_assert_server (fixture, "Mute", "[" ITEM (1, "new") "]");
}

/* Where the key is known, the record is read. */
static void
test_row_104_known_key (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_update (fixture, "Silent", NAME ("uno"), KEY (1));
  fixture_upload_edit (fixture, "Silent", FIXTURE_CREATE, ITEM (2, "two"), NULL);
  fixture_upload_assert_synced (fixture, "Silent", UPLOAD_ONLY, 2, "");
  fixture_upload_assert_sent (
      fixture, "push update Silent " ITEM (
                   1, "uno") " [a];"
                             " create Silent " ITEM (2, "two") "\nread Silent {'Id':1} {'Id':2}");
  fixture_upload_assert_both (fixture, "Silent", "[" ITEM (1, "uno") "," ITEM (2, "two") "]");
  fixture_upload_update (fixture, "Silent", NAME ("again"), KEY (1));
  fixture_upload_assert_synced (fixture, "Silent", UPLOAD_ONLY, 1, "");
}

/* What was accepted is not in doubt because it cannot be read. */
static void
test_row_104_unreadable (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit (fixture, "Brief", FIXTURE_CREATE, NAME ("new"), NULL);
  fixture_upload_set_faults (fixture, "{'call':'fetch-records','error':'offline'}");
  fixture_upload_assert_sync_fails (fixture, "Brief", UPLOAD_ONLY, VMX_ERROR_OFFLINE,
                                    "no network");
  fixture_upload_assert_pending (fixture, "Brief", "");
  fixture_upload_assert_both (fixture, "Brief", "[" ITEM (1, "new") "]");
  fixture_upload_update (fixture, "Brief", NAME ("newer"), KEY (1));
  fixture_upload_assert_synced (fixture, "Brief", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_both (fixture, "Brief", "[" ITEM (1, "newer") "]");
}

static void
test_partial_answer (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit_elsewhere (fixture, "Part", FIXTURE_UPDATE_BY_PK, NAME ("uno"), KEY (1));
  fixture_upload_edit (fixture, "Part", FIXTURE_CREATE, ITEM (2, "two"), NULL);
  fixture_upload_assert_synced (fixture, "Part", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "push create Part " ITEM (2, "two") "\nread Part {'Id':2}");
  fixture_upload_assert_local (fixture, "Part", "[" ITEM (1, "one") "," ITEM (2, "two") "]");
}

/* As the page advises: what the answer leaves out is taken from the request. */
static void
test_fill_missing (FixtureUpload *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  vmx_obj_add_processor_by_name (fixture_upload_get (fixture, "Part"), "fill-missing", &error);
  g_assert_no_error (error);
  fixture_upload_edit (fixture, "Part", FIXTURE_CREATE, ITEM (2, "two"), NULL);
  fixture_upload_assert_synced (fixture, "Part", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "push create Part " ITEM (2, "two"));
  fixture_upload_assert_local (fixture, "Part", "[" ITEM (1, "one") "," ITEM (2, "two") "]");
}

/* --- Etags --- */

static void
test_row_109 (FixtureUpload *fixture, gconstpointer data)
{
  edit_three (fixture);
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 3, "");
  g_free (fixture_transport_take_log (fixture->transport));
  fixture_upload_update (fixture, "Item", NAME ("ten"), KEY (1));
  fixture_upload_edit (fixture, "Item", FIXTURE_DELETE_BY_PK, NULL, KEY (10));
  fixture_upload_edit (fixture, "Item", FIXTURE_DELETE_BY_PK, NULL, KEY (3));
  fixture_upload_assert_synced (fixture, "Item", NULL, 3, "");
  fixture_upload_assert_sent (
      fixture, "push update Item " ITEM (1, "ten") " [mock-1]; delete Item {'Id':10} [mock-3];"
                                                   " delete Item {'Id':3} [c]\nfetch Item");
  /* A download brings them, too. */
  fixture_upload_update (fixture, "Item", NAME ("due"), KEY (2));
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "push update Item " ITEM (2, "due") " [mock-2]");
}

/* A service without them is asked for the record before it is written. */
static void
test_row_109_without (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_update (fixture, "Plain", NAME ("uno"), KEY (1));
  fixture_upload_assert_synced (fixture, "Plain", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "read Plain {'Id':1}\npush update Plain " ITEM (1, "uno"));
  vmx_obj_svc_set_conflict_policy (fixture->service, VMX_CONFLICT_POLICY_NONE);
  fixture_upload_update (fixture, "Plain", NAME ("again"), KEY (1));
  fixture_upload_assert_synced (fixture, "Plain", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "push update Plain " ITEM (1, "again"));
}

/* What was read before is not what the server has after. */
static void
test_row_109_silent (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_update (fixture, "Blind", NAME ("uno"), KEY (1));
  fixture_upload_assert_synced (fixture, "Blind", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "read Blind {'Id':1}\npush update Blind " ITEM (
                                           1, "uno") "\nread Blind {'Id':1}");
  fixture_upload_assert_both (fixture, "Blind", "[" ITEM (1, "uno") "]");
}

#define ADD(path, function) g_test_add (path, FixtureUpload, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-95-partial-failure", test_row_95);
  ADD ("/acceptance/row-95-atomic", test_row_95_atomic);
  ADD ("/acceptance/row-96-complete-failure", test_row_96);
  ADD ("/acceptance/row-96-all-rejected", test_row_96_rejected);
  ADD ("/acceptance/row-97-sync-errors-entry", test_row_97);
  ADD ("/acceptance/row-98-error-object", test_row_98);
  ADD ("/acceptance/row-99-download-fails", test_row_99);
  ADD ("/acceptance/row-102-all-batches-fail", test_row_102);
  ADD ("/acceptance/row-102-network", test_row_102_network);
  ADD ("/acceptance/row-103-unanswered", test_row_103);
  ADD ("/acceptance/row-103-unanswered-stays", test_row_103_stays);
  ADD ("/acceptance/row-104-answer-without-key", test_row_104);
  ADD ("/acceptance/row-104-known-key", test_row_104_known_key);
  ADD ("/acceptance/row-104-unreadable", test_row_104_unreadable);
  ADD ("/acceptance/row-122-partial-answer", test_partial_answer);
  ADD ("/acceptance/row-123-fill-missing", test_fill_missing);
  ADD ("/acceptance/row-109-etags", test_row_109);
  ADD ("/acceptance/row-109-without-etags", test_row_109_without);
  ADD ("/acceptance/row-109-without-answer", test_row_109_silent);
  return g_test_run ();
}
