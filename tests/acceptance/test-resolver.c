/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conflicts that the program decides about: acceptance row 108. */
#include "fixture-upload.h"

#define ITEM(id, name, price) "{'Id':" #id ",'Name':'" name "','Price':'" #price "'}"
#define KEY(id) "{'primaryKeys':{'Id':" #id "}}"
#define OBJECTS                                                                                    \
  "'Item':{'key':['Id'],'columns':{'Id':'int32','Name':'string?','Price':'decimal?'},"             \
  "'records':[{'@etag':'a','Id':1,'Name':'one','Price':10}]},"                                     \
  "'Log':{'key':['Id'],'columns':{'Id':'int32'}}"
#define UPLOAD_ONLY "{'syncType':'uploadOnly'}"

/* What the resolver does, and what it saw. */
typedef struct
{
  FixtureUpload upload;
  VmxConflictDecision decision;
  const char *record;    /* (nullable): that of KEEP_RECORD */
  FixtureFunc meanwhile; /* (nullable): called in each question */
  guint n_meanwhile;     /* how often, at most */
  GString *log;
  GThread *thread;
} Fixture;

static void
append_record (GString *log, VmxRecord *record)
{
  g_autofree char *json = record != NULL ? vmx_record_to_json (record) : NULL;

  g_string_append_printf (log, " %s", json != NULL ? json : "none");
}

/* OBJECT KEY ACTION BASE LOCAL SERVER */
static VmxConflictDecision
resolve (VmxConflict *conflict, gpointer user_data)
{
  static const char *const actions[] = { "create", "update", "delete" };
  Fixture *fixture = user_data;

  g_assert_true (fixture->thread == g_thread_self ());
  g_assert_nonnull (vmx_conflict_get_reason (conflict));
  g_string_append (fixture->log, vmx_conflict_get_object (conflict));
  append_record (fixture->log, vmx_conflict_get_primary_keys (conflict));
  g_string_append_printf (fixture->log, " %s", actions[vmx_conflict_get_action (conflict)]);
  append_record (fixture->log, vmx_conflict_get_base_record (conflict));
  append_record (fixture->log, vmx_conflict_get_local_record (conflict));
  append_record (fixture->log, vmx_conflict_get_server_record (conflict));
  g_string_append_c (fixture->log, '\n');
  if (fixture->record != NULL)
    {
      g_autofree char *json = fixture_upload_quote (fixture->record);
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxRecord) record = vmx_record_new_from_json (json, &error);

      g_assert_no_error (error);
      vmx_conflict_set_record (conflict, record);
    }
  if (fixture->n_meanwhile > 0 && fixture->n_meanwhile-- > 0)
    fixture->meanwhile (fixture);
  return fixture->decision;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture_upload_set_up (&fixture->upload, OBJECTS, NULL);
  fixture->log = g_string_new (NULL);
  fixture->thread = g_thread_self ();
  vmx_obj_svc_set_conflict_resolver (fixture->upload.service, resolve, fixture, NULL);
  g_object_unref (fixture_upload_sync (&fixture->upload, "Item", NULL));
  g_free (fixture_transport_take_log (fixture->upload.transport));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  vmx_obj_svc_set_conflict_resolver (fixture->upload.service, NULL, NULL, NULL);
  g_string_free (fixture->log, TRUE);
  fixture_upload_tear_down (&fixture->upload);
}

static void
update (Fixture *fixture, const char *record)
{
  fixture_upload_edit (&fixture->upload, "Item", FIXTURE_UPDATE_BY_PK, record, KEY (1));
}

static void
update_elsewhere (Fixture *fixture, const char *record)
{
  fixture_upload_edit_elsewhere (&fixture->upload, "Item", FIXTURE_UPDATE_BY_PK, record, KEY (1));
}

static void
assert_asked (Fixture *fixture, const char *text)
{
  g_autofree char *expected = fixture_upload_quote (text);

  g_assert_cmpstr (fixture->log->str, ==, expected);
  g_string_truncate (fixture->log, 0);
}

#define ASKED                                                                                      \
  "Item {'Id':1} update " ITEM (1, "one", 10) " " ITEM (1, "mine", 10) " " ITEM (1, "theirs",      \
                                                                                 10) "\n"

static void
clash (Fixture *fixture)
{
  update (fixture, "{'Name':'mine'}");
  update_elsewhere (fixture, "{'Name':'theirs'}");
}

static void
test_keep_client (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_CLIENT;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 1, "");
  assert_asked (fixture, ASKED);
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "mine", 10) "]");
  fixture_upload_assert_pending (&fixture->upload, "Item", "");
}

static void
test_keep_server (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_SERVER;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 0, "");
  assert_asked (fixture, ASKED);
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "theirs", 10) "]");
  fixture_upload_assert_pending (&fixture->upload, "Item", "");
}

static void
test_keep_record (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_RECORD;
  fixture->record = "{'Name':'both'}";
  clash (fixture);
  update (fixture, "{'Price':11}");
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "both", 10) "]");
  fixture_upload_assert_pending (&fixture->upload, "Item", "");
}

/* What cannot be carried out leaves everything as it is. */
static void
test_keep_nothing (Fixture *fixture, gconstpointer data)
{
  static const char *const records[]
      = { NULL, "{}", "{'Nome':'x'}", "{'Id':2,'Name':'x'}", "{'Price':'much'}" };

  fixture->decision = VMX_CONFLICT_DECISION_KEEP_RECORD;
  clash (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_test_message ("%s", records[i]);
      fixture->record = records[i];
      fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 0,
                                    i == 0 ? "412 {'Id':1}" : "3010 {'Id':1}");
      fixture_upload_assert_local (&fixture->upload, "Item", "[" ITEM (1, "mine", 10) "]");
      fixture_upload_assert_pending (&fixture->upload, "Item",
                                     "{'Id':1} conflict: update conflict {'Name':'mine'}");
      fixture_upload_edit (&fixture->upload, "Item", FIXTURE_MARK_FOR_UPLOAD, NULL, KEY (1));
    }
}

static void
test_ask (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_ASK;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 0, "412 {'Id':1}");
  assert_asked (fixture, ASKED);
  /* Not again, as long as nothing happens to it. */
  fixture_upload_assert_synced (&fixture->upload, "Item", NULL, 0, "");
  assert_asked (fixture, "");
  fixture_upload_assert_pending (&fixture->upload, "Item",
                                 "{'Id':1} conflict: update conflict {'Name':'mine'}");
}

/* It goes before the policy, and is asked about what is not there, too. */
static void
test_deletions (Fixture *fixture, gconstpointer data)
{
  vmx_obj_svc_set_conflict_policy (fixture->upload.service, VMX_CONFLICT_POLICY_SERVER_WINS);
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_CLIENT;
  fixture_upload_edit (&fixture->upload, "Item", FIXTURE_DELETE_BY_PK, NULL, KEY (1));
  update_elsewhere (fixture, "{'Price':20}");
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 1, "");
  assert_asked (fixture,
                "Item {'Id':1} delete " ITEM (1, "one", 10) " none " ITEM (1, "one", 20) "\n");
  fixture_upload_assert_both (&fixture->upload, "Item", "[]");
}

static void
test_deleted_there (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_RECORD;
  fixture->record = "{'Name':'new'}";
  update (fixture, "{'Name':'mine'}");
  fixture_upload_edit_elsewhere (&fixture->upload, "Item", FIXTURE_DELETE_BY_PK, NULL, KEY (1));
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 1, "");
  assert_asked (fixture,
                "Item {'Id':1} update " ITEM (1, "one", 10) " " ITEM (1, "mine", 10) " none\n");
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "new", 10) "]");
}

static void
test_existing (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_RECORD;
  fixture->record = "{'Name':'both'}";
  fixture_upload_edit (&fixture->upload, "Item", FIXTURE_CREATE, ITEM (2, "mine", 1), NULL);
  fixture_upload_edit_elsewhere (&fixture->upload, "Item", FIXTURE_CREATE, ITEM (2, "theirs", 2),
                                 NULL);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 1, "");
  assert_asked (fixture,
                "Item {'Id':2} create none " ITEM (2, "mine", 1) " " ITEM (2, "theirs", 2) "\n");
  fixture_upload_assert_both (&fixture->upload, "Item",
                              "[" ITEM (1, "one", 10) "," ITEM (2, "both", 2) "]");
}

/* --- Edits in the middle of it --- */

static void
edit_other (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture_upload_edit (&fixture->upload, "Log", FIXTURE_CREATE, "{'Id':5}", NULL);
  fixture_upload_assert_local (&fixture->upload, "Item", "[" ITEM (1, "mine", 10) "]");
}

static void
test_edits_others (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_SERVER;
  fixture->meanwhile = edit_other;
  fixture->n_meanwhile = 1;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 0, "");
  fixture_upload_assert_pending (&fixture->upload, "Log", "{'Id':5} pending: create pending {}");
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "theirs", 10) "]");
}

static void
edit_same (gpointer user_data)
{
  update (user_data, "{'Price':99}");
}

/* An edit that the decision does not know of is not dropped by it; the program is asked again. */
static void
test_edits_same (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_SERVER;
  fixture->meanwhile = edit_same;
  fixture->n_meanwhile = 1;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 0, "");
  assert_asked (fixture, ASKED "Item {'Id':1} update " ITEM (1, "one", 10) " " ITEM (
                             1, "mine", 99) " " ITEM (1, "theirs", 10) "\n");
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "theirs", 10) "]");
}

static void
test_edits_always (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_SERVER;
  fixture->meanwhile = edit_same;
  fixture->n_meanwhile = 100;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 0, "3010 {'Id':1}");
  g_assert_cmpuint (fixture->n_meanwhile, >, 90);
  fixture_upload_assert_local (&fixture->upload, "Item", "[" ITEM (1, "mine", 99) "]");
}

static void
test_edits_and_keeps_client (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_CLIENT;
  fixture->meanwhile = edit_same;
  fixture->n_meanwhile = 1;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_server (&fixture->upload, "Item", "[" ITEM (1, "mine", 10) "]");
  fixture_upload_assert_local (&fixture->upload, "Item", "[" ITEM (1, "mine", 99) "]");
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "mine", 99) "]");
}

static void
undo_same (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture_upload_edit (&fixture->upload, "Item", FIXTURE_ROLLBACK, NULL, NULL);
}

static void
test_undoes_same (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_CLIENT;
  fixture->meanwhile = undo_same;
  fixture->n_meanwhile = 1;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", NULL, 0, "");
  fixture_upload_assert_pending (&fixture->upload, "Item", "");
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "theirs", 10) "]");
}

static void
change_at_server (gpointer user_data)
{
  static guint n_prices = 100;
  g_autofree char *record = g_strdup_printf ("{'Price':%u}", ++n_prices);

  update_elsewhere (user_data, record);
}

/* A record that is changed at the server all the time does not keep the sync for ever. */
static void
test_changes_always (Fixture *fixture, gconstpointer data)
{
  fixture->decision = VMX_CONFLICT_DECISION_KEEP_CLIENT;
  fixture->meanwhile = change_at_server;
  fixture->n_meanwhile = 100;
  clash (fixture);
  fixture_upload_assert_synced (&fixture->upload, "Item", UPLOAD_ONLY, 0, "412 {'Id':1}");
  g_assert_cmpuint (fixture->n_meanwhile, >, 90);
  fixture_upload_assert_local (&fixture->upload, "Item", "[{'Id':1,'Name':'mine','Price':'102'}]");
}

/* --- Threads --- */

/* The program is asked in its main context, while the sync runs elsewhere. */
static void
test_async (Fixture *fixture, gconstpointer data)
{
  VmxObj *item = fixture_upload_get (&fixture->upload, "Item");
  g_autoptr(GAsyncResult) async_result = NULL;
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->decision = VMX_CONFLICT_DECISION_KEEP_CLIENT;
  fixture->meanwhile = edit_other;
  fixture->n_meanwhile = 1;
  clash (fixture);
  vmx_obj_start_sync_async (item, NULL, NULL, fixture_keep_result, &async_result);
  fixture_wait_for (&async_result);
  result = vmx_obj_start_sync_finish (item, async_result, &error);
  g_assert_no_error (error);
  assert_asked (fixture, ASKED);
  fixture_upload_assert_both (&fixture->upload, "Item", "[" ITEM (1, "mine", 10) "]");
}

#define ADD(path, function)                                                                        \
  g_test_add ("/acceptance/row-108-resolver-" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("keep-client", test_keep_client);
  ADD ("keep-server", test_keep_server);
  ADD ("keep-record", test_keep_record);
  ADD ("keep-nothing", test_keep_nothing);
  ADD ("ask", test_ask);
  ADD ("deleted-here", test_deletions);
  ADD ("deleted-there", test_deleted_there);
  ADD ("existing", test_existing);
  ADD ("edits-others", test_edits_others);
  ADD ("edits-the-same", test_edits_same);
  ADD ("edits-always", test_edits_always);
  ADD ("edits-and-keeps-client", test_edits_and_keeps_client);
  ADD ("undoes-the-same", test_undoes_same);
  ADD ("changes-always", test_changes_always);
  ADD ("async", test_async);
  return g_test_run ();
}
