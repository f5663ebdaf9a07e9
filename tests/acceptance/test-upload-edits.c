/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* In which order changes go, and edits while they do: acceptance rows 100 and 101. */
#include "fixture-upload.h"

#define ITEM(id, name) "{'Id':" #id ",'Name':'" name "'}"
#define DOC(id, title, version) "{'Id':" #id ",'Title':'" title "','Version':" #version "}"
#define KEY(id) "{'primaryKeys':{'Id':" #id "}}"
#define NAME(name) "{'Name':'" name "'}"
#define UPLOAD_ONLY "{'syncType':'uploadOnly'}"

#define OBJECTS                                                                                    \
  "'Item':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'records':["                     \
  "{'@etag':'a','Id':1,'Name':'one'},{'@etag':'b','Id':2,'Name':'two'},"                           \
  "{'@etag':'c','Id':3,'Name':'three'}]},"                                                         \
  "'Pair':{'key':['Id'],'columns':{'Id':'int32','A':'string?','B':'string?'},'records':["          \
  "{'@etag':'a','Id':1,'A':null,'B':null}]},"                                                      \
  "'Doc':{'records':[{'@etag':'a','Id':1,'Title':'one','Version':7}]}"
/* The server counts how often a document was written. */
#define SCHEMA                                                                                     \
  "'schema':{'objects':[{'name':'Doc','key':['Id'],'columns':[{'name':'Id','type':'int32'},"       \
  "{'name':'Title','type':'string','flags':1},{'name':'Version','type':'int32','flags':3}]}]}"

static void
set_up (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_set_up (fixture, OBJECTS, SCHEMA);
  g_object_unref (fixture_upload_sync (fixture, "Item", NULL));
  g_object_unref (fixture_upload_sync (fixture, "Doc", NULL));
  g_object_unref (fixture_upload_sync (fixture, "Pair", NULL));
  g_free (fixture_transport_take_log (fixture->transport));
}

static void
tear_down (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_tear_down (fixture);
}

static void
update (FixtureUpload *fixture, const char *object, const char *record, const char *key)
{
  fixture_upload_edit (fixture, object, FIXTURE_UPDATE_BY_PK, record, key);
}

static void
test_row_100 (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM (20, "late"), NULL);
  update (fixture, "Item", NAME ("first"), KEY (1));
  fixture_upload_edit (fixture, "Item", FIXTURE_DELETE_BY_PK, NULL, KEY (3));
  update (fixture, "Item", NAME ("second"), KEY (1));
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM (10, "ten"), NULL);
  update (fixture, "Item", NAME ("third"), KEY (1));
  update (fixture, "Item", NAME ("due"), KEY (2));
  fixture_upload_edit (fixture, "Item", FIXTURE_DELETE_BY_PK, NULL, KEY (2));
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 8, "");
  fixture_upload_assert_sent (
      fixture,
      "push create Item " ITEM (20, "late") "; update Item " ITEM (
          1,
          "first") " [a];"
                   " delete Item {'Id':3} [c]; create Item " ITEM (
                       10,
                       "ten") ";"
                              " update Item " ITEM (
                                  2,
                                  "due") " [b]\n"
                                         "push update Item " ITEM (
                                             1,
                                             "second") " [mock-2]; delete Item {'Id':2} [mock-4]\n"
                                                       "push update Item " ITEM (
                                                           1, "third") " [mock-5]");
  fixture_upload_assert_both (fixture, "Item",
                              "[" ITEM (1, "third") "," ITEM (10, "ten") "," ITEM (20, "late") "]");
}

static void
edit_more (gpointer user_data)
{
  FixtureUpload *fixture = user_data;

  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM (11, "eleven"), NULL);
  update (fixture, "Item", NAME ("tre"), KEY (3));
}

/* What is edited while the run is going on waits for the next one. */
static void
test_row_100_snapshot (FixtureUpload *fixture, gconstpointer data)
{
  update (fixture, "Item", NAME ("uno"), KEY (1));
  update (fixture, "Item", NAME ("due"), KEY (2));
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM (10, "ten"), NULL);
  fixture->transport->before_push = edit_more;
  fixture->transport->user_data = fixture;
  fixture_upload_assert_synced (fixture, "Item", "{'uploadBatchSize':1}", 3, "");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':11} pending: create pending {'Name':'eleven'}\n"
                                 "{'Id':3} pending: update pending {'Name':'tre'}");
  fixture_upload_assert_synced (fixture, "Item", NULL, 2, "");
  fixture_upload_assert_both (fixture, "Item",
                              "[" ITEM (1, "uno") "," ITEM (2, "due") "," ITEM (3, "tre") "," ITEM (
                                  10, "ten") "," ITEM (11, "eleven") "]");
}

typedef struct
{
  FixtureEdit first;
  const char *first_record;
  const char *first_options;
  FixtureEdit second;
  const char *second_record;
  const char *second_options;
  const char *sent_at_server; /* what the server has of it after the first run */
  const char *local;          /* and what is here */
  const char *pending;
  const char *undone; /* what a rollback leaves */
  const char *at_end; /* at both ends after the second run */
} Edited;

static const Edited edited[] = {
  { FIXTURE_UPDATE_BY_PK, "{'Title':'uno'}", KEY (1), FIXTURE_UPDATE_BY_PK, "{'Title':'again'}",
    KEY (1), "[" DOC (1, "uno", 8) "]", "[" DOC (1, "again", 8) "]",
    "{'Id':1} pending: update pending {'Title':'again'}", "[" DOC (1, "uno", 8) "]",
    "[" DOC (1, "again", 9) "]" },
  { FIXTURE_UPDATE_BY_PK, "{'Title':'uno'}", KEY (1), FIXTURE_DELETE_BY_PK, NULL, KEY (1),
    "[" DOC (1, "uno", 8) "]", "[]", "{'Id':1} pending: delete pending", "[" DOC (1, "uno", 8) "]",
    "[]" },
  { FIXTURE_CREATE, "{'Id':2,'Title':'two'}", NULL, FIXTURE_UPDATE_BY_PK, "{'Title':'again'}",
    KEY (2), "[" DOC (1, "one", 7) "," DOC (2, "two", 1) "]",
    "[" DOC (1, "one", 7) "," DOC (2, "again", 1) "]",
    "{'Id':2} pending: update pending {'Title':'again'}",
    "[" DOC (1, "one", 7) "," DOC (2, "two", 1) "]",
    "[" DOC (1, "one", 7) "," DOC (2, "again", 2) "]" },
  { FIXTURE_CREATE, "{'Id':2,'Title':'two'}", NULL, FIXTURE_DELETE_BY_PK, NULL, KEY (2),
    "[" DOC (1, "one", 7) "," DOC (2, "two", 1) "]", "[" DOC (1, "one", 7) "]",
    "{'Id':2} pending: delete pending", "[" DOC (1, "one", 7) "," DOC (2, "two", 1) "]",
    "[" DOC (1, "one", 7) "]" },
  { FIXTURE_DELETE_BY_PK, NULL, KEY (1), FIXTURE_CREATE, "{'Id':1,'Title':'new'}", NULL, "[]",
    "[{'Id':1,'Title':'new','Version':null}]", "{'Id':1} pending: create pending {'Title':'new'}",
    "[]", "[" DOC (1, "new", 1) "]" },
};

typedef struct
{
  FixtureUpload *fixture;
  const Edited *edited;
} Meanwhile;

static void
edit_meanwhile (gpointer user_data)
{
  Meanwhile *meanwhile = user_data;
  const Edited *this = meanwhile->edited;

  fixture_upload_edit (meanwhile->fixture, "Doc", this->second, this->second_record,
                       this->second_options);
}

static void
run_edited (const Edited *this, gboolean after, const char *sync_options)
{
  FixtureUpload fixture = { 0 };
  Meanwhile meanwhile = { &fixture, this };

  g_test_message ("%s, then %s", this->first_record, this->second_record);
  set_up (&fixture, NULL);
  fixture_upload_edit (&fixture, "Doc", this->first, this->first_record, this->first_options);
  *(after ? &fixture.transport->after_push : &fixture.transport->before_push) = edit_meanwhile;
  fixture.transport->user_data = &meanwhile;
  fixture_upload_assert_synced (&fixture, "Doc", sync_options, 1, "");
  fixture_upload_assert_server (&fixture, "Doc", this->sent_at_server);
  fixture_upload_assert_local (&fixture, "Doc", this->local);
  fixture_upload_assert_pending (&fixture, "Doc", this->pending);
  if (after)
    {
      fixture_upload_edit (&fixture, "Doc", FIXTURE_ROLLBACK, NULL, NULL);
      fixture_upload_assert_local (&fixture, "Doc", this->undone);
    }
  else
    {
      fixture_upload_assert_synced (&fixture, "Doc", sync_options, 1, "");
      fixture_upload_assert_both (&fixture, "Doc", this->at_end);
    }
  fixture_upload_assert_pending (&fixture, "Doc", "");
  tear_down (&fixture, NULL);
}

static void
test_row_101 (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (edited); i++)
    {
      run_edited (&edited[i], FALSE, UPLOAD_ONLY);
      run_edited (&edited[i], FALSE, NULL);
      run_edited (&edited[i], TRUE, UPLOAD_ONLY);
      run_edited (&edited[i], TRUE, NULL);
    }
}

static void
undo (gpointer user_data)
{
  fixture_upload_edit (user_data, "Doc", FIXTURE_ROLLBACK, NULL, NULL);
}

/* What is undone while it is being sent is not asked for any more; a download tells the rest. */
static void
test_row_101_undone (FixtureUpload *fixture, gconstpointer data)
{
  update (fixture, "Doc", "{'Title':'uno'}", KEY (1));
  fixture->transport->before_push = undo;
  fixture->transport->user_data = fixture;
  fixture_upload_assert_synced (fixture, "Doc", UPLOAD_ONLY, 0, "");
  fixture_upload_assert_pending (fixture, "Doc", "");
  fixture_upload_assert_local (fixture, "Doc", "[" DOC (1, "one", 7) "]");
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 0);
  fixture_upload_assert_synced (fixture, "Doc", NULL, 0, "");
  fixture_upload_assert_both (fixture, "Doc", "[" DOC (1, "uno", 8) "]");
}

/* --- How edits were tracked --- */

/* Rows 76 to 79, up to the server. */
static void
test_tracking (FixtureUpload *fixture, gconstpointer data)
{
  static const char last_only[] = "{'primaryKeys':{'Id':1},'trackIntermediateUpdates':false}";
  static const char snapshot[] = "{'primaryKeys':{'Id':10},'syncLatestObjectSnapshot':true}";
  static const char deferred[] = "{'primaryKeys':{'Id':3},'markForUpload':false}";

  update (fixture, "Item", NAME ("a"), last_only);
  update (fixture, "Item", NAME ("b"), last_only);
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM (10, "c"), NULL);
  update (fixture, "Item", NAME ("d"), snapshot);
  update (fixture, "Item", "{'Name':null}", deferred);
  fixture_upload_edit (fixture, "Item", FIXTURE_UPDATE, NAME ("e"),
                       "{'primaryKeys':{'Id':2},'trackChanges':false}");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 2, "");
  fixture_upload_assert_sent (fixture,
                              "push update Item " ITEM (1, "b") " [a];"
                                                                " create Item " ITEM (10, "d"));
  fixture_upload_assert_local (
      fixture, "Item",
      "[" ITEM (1, "b") "," ITEM (2, "e") ",{'Id':3,'Name':null}," ITEM (10, "d") "]");
  fixture_upload_edit (fixture, "Item", FIXTURE_MARK_FOR_UPLOAD, NULL, KEY (3));
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_server (
      fixture, "Item",
      "[" ITEM (1, "b") "," ITEM (2, "two") ",{'Id':3,'Name':null}," ITEM (10, "d") "]");
}

/* What was not tracked stays on top of what the server took, until it is undone. */
static void
test_untracked (FixtureUpload *fixture, gconstpointer data)
{
  update (fixture, "Pair", "{'A':'a'}", KEY (1));
  update (fixture, "Pair", "{'B':'b'}", "{'primaryKeys':{'Id':1},'trackChanges':false}");
  fixture_upload_assert_synced (fixture, "Pair", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_server (fixture, "Pair", "[{'Id':1,'A':'a','B':null}]");
  fixture_upload_assert_local (fixture, "Pair", "[{'Id':1,'A':'a','B':'b'}]");
  fixture_upload_assert_synced (fixture, "Pair", NULL, 0, "");
  fixture_upload_assert_local (fixture, "Pair", "[{'Id':1,'A':'a','B':'b'}]");
  fixture_upload_edit (fixture, "Pair", FIXTURE_ROLLBACK, NULL, NULL);
  fixture_upload_assert_local (fixture, "Pair", "[{'Id':1,'A':'a','B':null}]");
}

/* A handler of progress may edit as well. */
static void
edit_in_handler (VmxObj *object, VmxSyncProgress *progress, gpointer user_data)
{
  if (vmx_sync_progress_get_phase (progress) == VMX_SYNC_PHASE_UPLOAD
      && vmx_sync_progress_get_state (progress) == VMX_SYNC_STATE_IN_PROGRESS)
    update (user_data, "Item", NAME ("handler"), KEY (1));
}

static void
test_row_101_handler (FixtureUpload *fixture, gconstpointer data)
{
  VmxObj *item = fixture_upload_get (fixture, "Item");
  gulong handler = g_signal_connect (item, "progress", G_CALLBACK (edit_in_handler), fixture);

  update (fixture, "Item", NAME ("uno"), KEY (1));
  fixture_upload_assert_synced (fixture, "Item", NULL, 1, "");
  g_signal_handler_disconnect (item, handler);
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':1} pending: update pending {'Name':'handler'}");
  fixture_upload_assert_synced (fixture, "Item", NULL, 1, "");
  fixture_upload_assert_both (
      fixture, "Item", "[" ITEM (1, "handler") "," ITEM (2, "two") "," ITEM (3, "three") "]");
}

#define ADD(path, function) g_test_add (path, FixtureUpload, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-100-upload-order", test_row_100);
  ADD ("/acceptance/row-100-snapshot", test_row_100_snapshot);
  g_test_add_func ("/acceptance/row-101-edit-during-sync", test_row_101);
  ADD ("/acceptance/row-101-undone-during-sync", test_row_101_undone);
  ADD ("/acceptance/row-76-to-79-uploaded", test_tracking);
  ADD ("/acceptance/row-76-stays-on-top", test_untracked);
  ADD ("/acceptance/row-101-edit-in-handler", test_row_101_handler);
  return g_test_run ();
}
