/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records that were changed here and at the server: acceptance row 108. */
#include "fixture-upload.h"

#define ITEM(id, name, price) "{'Id':" #id ",'Name':'" name "','Price':'" #price "'}"
#define KEY(id) "{'primaryKeys':{'Id':" #id "}}"
#define OBJECTS(etags, etag)                                                                       \
  "'Item':{'key':['Id'],'columns':{'Id':'int32','Name':'string?','Price':'decimal?'},"             \
  "'etags':" etags ",'records':[{" etag "'Id':1,'Name':'one','Price':10}]}"
#define WITH_ETAGS OBJECTS ("true", "'@etag':'a',")
#define WITHOUT_ETAGS OBJECTS ("false", "")
#define UPLOAD_ONLY "{'syncType':'uploadOnly'}"

static void
set_up (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_set_up (fixture, WITH_ETAGS, NULL);
  g_object_unref (fixture_upload_sync (fixture, "Item", NULL));
  g_free (fixture_transport_take_log (fixture->transport));
}

static void
tear_down (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_tear_down (fixture);
}

/* --- All policies --- */

typedef struct
{
  FixtureEdit edit;
  const char *record;
  const char *options;
} Side;

/* What is there at the end. */
typedef struct
{
  const char *server; /* (nullable) */
  const char *local;  /* NULL: the same */
} End;

typedef struct
{
  const char *name;
  Side here;
  Side there;
  End ends[5];         /* by policy */
  const char *pending; /* while nobody has decided: where the ends differ */
} Case;

#define ONE ITEM (1, "one", 10)
#define UPDATE(record)                                                                             \
  {                                                                                                \
    FIXTURE_UPDATE_BY_PK, record, KEY (1)                                                          \
  }
#define DELETE                                                                                     \
  {                                                                                                \
    FIXTURE_DELETE_BY_PK, NULL, KEY (1)                                                            \
  }
#define CREATE(record)                                                                             \
  {                                                                                                \
    FIXTURE_CREATE, record, NULL                                                                   \
  }

static const Case cases[] = {
  { "the same column",
    UPDATE ("{'Name':'mine'}"),
    UPDATE ("{'Name':'theirs'}"),
    { [VMX_CONFLICT_POLICY_ASK] = { "[" ITEM (1, "theirs", 10) "]", "[" ITEM (1, "mine", 10) "]" },
      [VMX_CONFLICT_POLICY_NONE] = { "[" ITEM (1, "mine", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_CLIENT_WINS] = { "[" ITEM (1, "mine", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_SERVER_WINS] = { "[" ITEM (1, "theirs", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_MERGE]
      = { "[" ITEM (1, "theirs", 10) "]", "[" ITEM (1, "mine", 10) "]" } },
    "{'Id':1} conflict: update conflict {'Name':'mine'}" },
  { "different columns",
    UPDATE ("{'Name':'mine'}"),
    UPDATE ("{'Price':20}"),
    { [VMX_CONFLICT_POLICY_ASK] = { "[" ITEM (1, "one", 20) "]", "[" ITEM (1, "mine", 10) "]" },
      [VMX_CONFLICT_POLICY_NONE] = { "[" ITEM (1, "mine", 20) "]", NULL },
      [VMX_CONFLICT_POLICY_CLIENT_WINS] = { "[" ITEM (1, "mine", 20) "]", NULL },
      [VMX_CONFLICT_POLICY_SERVER_WINS] = { "[" ITEM (1, "one", 20) "]", NULL },
      [VMX_CONFLICT_POLICY_MERGE] = { "[" ITEM (1, "mine", 20) "]", NULL } },
    "{'Id':1} conflict: update conflict {'Name':'mine'}" },
  { "the same value",
    UPDATE ("{'Name':'same'}"),
    UPDATE ("{'Name':'same'}"),
    { [VMX_CONFLICT_POLICY_ASK] = { "[" ITEM (1, "same", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_NONE] = { "[" ITEM (1, "same", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_CLIENT_WINS] = { "[" ITEM (1, "same", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_SERVER_WINS] = { "[" ITEM (1, "same", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_MERGE] = { "[" ITEM (1, "same", 10) "]", NULL } },
    NULL },
  { "an edit against a deletion",
    UPDATE ("{'Name':'mine'}"),
    DELETE,
    { [VMX_CONFLICT_POLICY_ASK] = { "[]", "[" ITEM (1, "mine", 10) "]" },
      [VMX_CONFLICT_POLICY_NONE] = { "[]", "[" ITEM (1, "mine", 10) "]" },
      [VMX_CONFLICT_POLICY_CLIENT_WINS] = { "[" ITEM (1, "mine", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_SERVER_WINS] = { "[]", NULL },
      [VMX_CONFLICT_POLICY_MERGE] = { "[]", "[" ITEM (1, "mine", 10) "]" } },
    "{'Id':1} conflict: update conflict {'Name':'mine'}" },
  { "a deletion against an edit",
    DELETE,
    UPDATE ("{'Name':'theirs'}"),
    { [VMX_CONFLICT_POLICY_ASK] = { "[" ITEM (1, "theirs", 10) "]", "[]" },
      [VMX_CONFLICT_POLICY_NONE] = { "[]", NULL },
      [VMX_CONFLICT_POLICY_CLIENT_WINS] = { "[]", NULL },
      [VMX_CONFLICT_POLICY_SERVER_WINS] = { "[" ITEM (1, "theirs", 10) "]", NULL },
      [VMX_CONFLICT_POLICY_MERGE] = { "[" ITEM (1, "theirs", 10) "]", "[]" } },
    "{'Id':1} conflict: delete conflict" },
  { "two deletions",
    DELETE,
    DELETE,
    { [VMX_CONFLICT_POLICY_ASK] = { "[]", NULL },
      [VMX_CONFLICT_POLICY_NONE] = { "[]", NULL },
      [VMX_CONFLICT_POLICY_CLIENT_WINS] = { "[]", NULL },
      [VMX_CONFLICT_POLICY_SERVER_WINS] = { "[]", NULL },
      [VMX_CONFLICT_POLICY_MERGE] = { "[]", NULL } },
    NULL },
  { "a record that exists",
    CREATE (ITEM (2, "mine", 1)),
    CREATE (ITEM (2, "theirs", 2)),
    { [VMX_CONFLICT_POLICY_ASK]
      = { "[" ONE "," ITEM (2, "theirs", 2) "]", "[" ONE "," ITEM (2, "mine", 1) "]" },
      [VMX_CONFLICT_POLICY_NONE] = { "[" ONE "," ITEM (2, "mine", 1) "]", NULL },
      [VMX_CONFLICT_POLICY_CLIENT_WINS] = { "[" ONE "," ITEM (2, "mine", 1) "]", NULL },
      [VMX_CONFLICT_POLICY_SERVER_WINS] = { "[" ONE "," ITEM (2, "theirs", 2) "]", NULL },
      [VMX_CONFLICT_POLICY_MERGE]
      = { "[" ONE "," ITEM (2, "theirs", 2) "]", "[" ONE "," ITEM (2, "mine", 1) "]" } },
    "{'Id':2} conflict: create conflict {'Name':'mine','Price':'1'}" },
  { "a record that exists and is the same",
    CREATE (ITEM (2, "same", 2)),
    CREATE (ITEM (2, "same", 2)),
    { [VMX_CONFLICT_POLICY_ASK] = { "[" ONE "," ITEM (2, "same", 2) "]", NULL },
      [VMX_CONFLICT_POLICY_NONE] = { "[" ONE "," ITEM (2, "same", 2) "]", NULL },
      [VMX_CONFLICT_POLICY_CLIENT_WINS] = { "[" ONE "," ITEM (2, "same", 2) "]", NULL },
      [VMX_CONFLICT_POLICY_SERVER_WINS] = { "[" ONE "," ITEM (2, "same", 2) "]", NULL },
      [VMX_CONFLICT_POLICY_MERGE] = { "[" ONE "," ITEM (2, "same", 2) "]", NULL } },
    NULL },
};

static void
assert_end (FixtureUpload *fixture, const End *end, const char *pending)
{
  fixture_upload_assert_server (fixture, "Item", end->server);
  fixture_upload_assert_local (fixture, "Item", end->local != NULL ? end->local : end->server);
  fixture_upload_assert_pending (fixture, "Item", end->local != NULL ? pending : "");
}

/* known: a download has told of the other version before. */
static void
run_case (const Case *this, VmxConflictPolicy policy, const char *objects, gboolean known)
{
  const End *end = &this->ends[policy];
  FixtureUpload fixture = { 0 };
  g_autoptr(VmxSyncResult) result = NULL;

  g_test_message ("%s%s", this->name, known ? ", known before" : "");
  fixture_upload_set_up (&fixture, objects, NULL);
  vmx_obj_svc_set_conflict_policy (fixture.service, policy);
  g_object_unref (fixture_upload_sync (&fixture, "Item", NULL));
  fixture_upload_edit (&fixture, "Item", this->here.edit, this->here.record, this->here.options);
  fixture_upload_edit_elsewhere (&fixture, "Item", this->there.edit, this->there.record,
                                 this->there.options);
  if (known)
    fixture_upload_assert_synced (&fixture, "Item", "{'syncType':'downloadOnly'}", 0, "");
  result = fixture_upload_sync (&fixture, "Item", UPLOAD_ONLY);
  g_assert_cmpuint (vmx_sync_result_get_sync_errors (result)->len, ==, end->local != NULL);
  assert_end (&fixture, end, this->pending);
  /* Nothing happens to it any more. */
  g_free (fixture_transport_take_log (fixture.transport));
  fixture_upload_assert_synced (&fixture, "Item", NULL, 0, "");
  fixture_upload_assert_sent (&fixture, "fetch Item");
  assert_end (&fixture, end, this->pending);
  tear_down (&fixture, NULL);
}

static void
run_policy (VmxConflictPolicy policy, const char *objects)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      run_case (&cases[i], policy, objects, FALSE);
      run_case (&cases[i], policy, objects, TRUE);
    }
}

static void
test_policy (gconstpointer data)
{
  run_policy ((VmxConflictPolicy) GPOINTER_TO_INT (data), WITH_ETAGS);
}

static void
test_policy_without_etags (gconstpointer data)
{
  run_policy ((VmxConflictPolicy) GPOINTER_TO_INT (data), WITHOUT_ETAGS);
}

/* --- Several changes of one record --- */

static void
update (FixtureUpload *fixture, const char *record)
{
  fixture_upload_edit (fixture, "Item", FIXTURE_UPDATE_BY_PK, record, KEY (1));
}

static void
update_elsewhere (FixtureUpload *fixture, const char *record)
{
  fixture_upload_edit_elsewhere (fixture, "Item", FIXTURE_UPDATE_BY_PK, record, KEY (1));
}

static void
test_merge_several (FixtureUpload *fixture, gconstpointer data)
{
  vmx_obj_svc_set_conflict_policy (fixture->service, VMX_CONFLICT_POLICY_MERGE);
  update (fixture, "{'Name':'first'}");
  update (fixture, "{'Name':'second'}");
  update_elsewhere (fixture, "{'Price':20}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 2, "");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "second", 20) "]");
}

/* The clash is not in the first change. */
static void
test_merge_later_clash (FixtureUpload *fixture, gconstpointer data)
{
  vmx_obj_svc_set_conflict_policy (fixture->service, VMX_CONFLICT_POLICY_MERGE);
  update (fixture, "{'Name':'mine'}");
  update (fixture, "{'Price':30}");
  update_elsewhere (fixture, "{'Price':20}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "412 {'Id':1}");
  fixture_upload_assert_server (fixture, "Item", "[" ITEM (1, "one", 20) "]");
  fixture_upload_assert_local (fixture, "Item", "[" ITEM (1, "mine", 30) "]");
}

static void
test_merge_later_deletion (FixtureUpload *fixture, gconstpointer data)
{
  vmx_obj_svc_set_conflict_policy (fixture->service, VMX_CONFLICT_POLICY_MERGE);
  update (fixture, "{'Name':'mine'}");
  fixture_upload_edit (fixture, "Item", FIXTURE_DELETE_BY_PK, NULL, KEY (1));
  update_elsewhere (fixture, "{'Price':20}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "412 {'Id':1}");
  fixture_upload_assert_server (fixture, "Item", "[" ITEM (1, "one", 20) "]");
  fixture_upload_assert_local (fixture, "Item", "[]");
}

static void
edit_price (gpointer user_data)
{
  update (user_data, "{'Price':30}");
}

/* Made while the first one was being sent. */
static void
test_merge_clash_in_flight (FixtureUpload *fixture, gconstpointer data)
{
  vmx_obj_svc_set_conflict_policy (fixture->service, VMX_CONFLICT_POLICY_MERGE);
  update (fixture, "{'Name':'mine'}");
  update_elsewhere (fixture, "{'Price':20}");
  fixture->transport->after_push = edit_price;
  fixture->transport->user_data = fixture;
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "412 {'Id':1}");
  fixture_upload_assert_server (fixture, "Item", "[" ITEM (1, "one", 20) "]");
  fixture_upload_assert_local (fixture, "Item", "[" ITEM (1, "mine", 30) "]");
}

/* Nobody changed anything, only the etag is another one: no conflict. */
static void
test_only_etag (FixtureUpload *fixture, gconstpointer data)
{
  update (fixture, "{'Name':'mine'}");
  update_elsewhere (fixture, "{'Name':'one'}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "mine", 10) "]");
}

/* A server that wants an etag gets it, once. */
static void
test_etag_required (FixtureUpload *fixture, gconstpointer data)
{
  update (fixture, "{'Name':'mine'}");
  fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'etag-required'}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "push update Item {'Id':1,'Name':'mine'} [a]\n"
                                       "read Item {'Id':1}\n"
                                       "push update Item {'Id':1,'Name':'mine'} [a]");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "mine", 10) "]");
}

/* --- What waits for a decision --- */

/* Both versions are kept; undoing the edit takes the server's. */
static void
test_ask (FixtureUpload *fixture, gconstpointer data)
{
  VmxStorage *storage = vmx_client_get_storage (fixture->client);
  g_autofree char *originals = NULL;
  g_autofree char *expected = fixture_upload_quote (
      "[{'base_image':{'Id':1,'Name':'one','Price':'10'},"
      "'server_image':{'Id':1,'Name':'theirs','Price':'10'},'server_etag':'mock-1'}]");

  update (fixture, "{'Name':'mine'}");
  update_elsewhere (fixture, "{'Name':'theirs'}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "412 {'Id':1}");
  originals
      = fixture_read_rows (storage, &fixture_originals, "base_image server_image server_etag");
  g_assert_cmpstr (originals, ==, expected);
  fixture_upload_edit (fixture, "Item", FIXTURE_ROLLBACK, NULL, "{'Id':1}");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "theirs", 10) "]");
  fixture_upload_assert_pending (fixture, "Item", "");
}

/* Others are not held up by it, and an edit of it makes it go again, to be asked about again. */
static void
test_ask_others (FixtureUpload *fixture, gconstpointer data)
{
  update (fixture, "{'Name':'mine'}");
  update_elsewhere (fixture, "{'Name':'theirs'}");
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM (2, "two", 2), NULL);
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "412 {'Id':1}");
  fixture_upload_assert_server (fixture, "Item",
                                "[" ITEM (1, "theirs", 10) "," ITEM (2, "two", 2) "]");
  update (fixture, "{'Price':5}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "3010 {'Id':1}");
  fixture_upload_assert_server (fixture, "Item",
                                "[" ITEM (1, "theirs", 10) "," ITEM (2, "two", 2) "]");
  fixture_upload_assert_local (fixture, "Item", "[" ITEM (1, "mine", 5) "," ITEM (2, "two", 2) "]");
}

/* The server's version cannot be read, so nobody can decide yet. */
static void
test_unreadable (FixtureUpload *fixture, gconstpointer data)
{
  vmx_obj_svc_set_conflict_policy (fixture->service, VMX_CONFLICT_POLICY_SERVER_WINS);
  update (fixture, "{'Name':'mine'}");
  update_elsewhere (fixture, "{'Name':'theirs'}");
  fixture_upload_set_faults (fixture, "{'call':'fetch-records','error':'server','times':0}");
  fixture_upload_assert_sync_fails (fixture, "Item", UPLOAD_ONLY, VMX_ERROR_SERVER, "");
  fixture_upload_assert_local (fixture, "Item", "[" ITEM (1, "mine", 10) "]");
  fixture_upload_set_faults (fixture, NULL);
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "theirs", 10) "]");
}

#define POLICY(path, policy)                                                                       \
  g_test_add_data_func ("/acceptance/row-108-" path, GINT_TO_POINTER (policy), test_policy);       \
  g_test_add_data_func ("/acceptance/row-108-" path "-without-etags", GINT_TO_POINTER (policy),    \
                        test_policy_without_etags)
#define ADD(path, function)                                                                        \
  g_test_add ("/acceptance/row-108-" path, FixtureUpload, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  POLICY ("ask", VMX_CONFLICT_POLICY_ASK);
  POLICY ("none", VMX_CONFLICT_POLICY_NONE);
  POLICY ("client-wins", VMX_CONFLICT_POLICY_CLIENT_WINS);
  POLICY ("server-wins", VMX_CONFLICT_POLICY_SERVER_WINS);
  POLICY ("merge", VMX_CONFLICT_POLICY_MERGE);
  ADD ("merge-several-changes", test_merge_several);
  ADD ("merge-later-clash", test_merge_later_clash);
  ADD ("merge-later-deletion", test_merge_later_deletion);
  ADD ("merge-clash-in-flight", test_merge_clash_in_flight);
  ADD ("only-the-etag", test_only_etag);
  ADD ("etag-required", test_etag_required);
  ADD ("ask-keeps-both", test_ask);
  ADD ("ask-holds-nobody-up", test_ask_others);
  ADD ("unreadable-version", test_unreadable);
  return g_test_run ();
}
