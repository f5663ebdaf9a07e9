/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the time after an upload brings: records of unknown outcome that come by a download, and
 * keys that a program still holds. */
#include "fixture-upload.h"

#define OBJECTS                                                                                    \
  "'Item':{'key':['Id'],'columns':{'Id':'int32','Name':'string?','Size':'int32?'},'records':[]},"  \
  "'Ticket':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'generated-key':'server'}"
#define UPLOAD_ONLY "{'syncType':'uploadOnly'}"
#define DOWNLOAD_ONLY "{'syncType':'downloadOnly'}"
#define ITEM(name) "{'Id':5,'Name':'" name "','Size':7}"

static void
set_up (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_set_up (fixture, OBJECTS, NULL);
}

/* A service that knows requests again, and has shown it. */
static void
set_up_repeat (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_set_up_repeatable (fixture, OBJECTS);
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, "{'Id':1}", NULL);
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
}

static void
tear_down (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_tear_down (fixture);
}

/* A record that the server never answers for, alone or with others, is parked at last. */
static void
make_unknown (FixtureUpload *fixture)
{
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM ("five"), NULL);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','error':'timeout','times':0}");
  fixture_upload_assert_sync_fails (fixture, "Item", UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT, "");
  fixture_upload_assert_sync_fails (fixture, "Item", UPLOAD_ONLY, VMX_ERROR_OUTBOX_FAILED, "");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "3011 {'Id':5}");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':5} unknown: create unknown {'Name':'five','Size':7}");
  fixture_upload_set_faults (fixture, NULL);
}

static void
test_same_record_comes (FixtureUpload *fixture, gconstpointer data)
{
  make_unknown (fixture);
  fixture_upload_edit_elsewhere (fixture, "Item", FIXTURE_CREATE, ITEM ("five"), NULL);
  g_object_unref (fixture_upload_sync (fixture, "Item", DOWNLOAD_ONLY));
  fixture_upload_assert_pending (fixture, "Item", "");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM ("five") "]");
}

static void
test_other_record_comes (FixtureUpload *fixture, gconstpointer data)
{
  make_unknown (fixture);
  fixture_upload_edit_elsewhere (fixture, "Item", FIXTURE_CREATE, ITEM ("fünf"), NULL);
  g_object_unref (fixture_upload_sync (fixture, "Item", DOWNLOAD_ONLY));
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':5} conflict: create conflict {'Name':'five','Size':7}");
  fixture_upload_assert_local (fixture, "Item", "[" ITEM ("five") "]");
  fixture_upload_assert_server (fixture, "Item", "[" ITEM ("fünf") "]");
}

/* What was edited meanwhile stays on top of it, and goes with the next sync. */
static void
test_edited_record_comes (FixtureUpload *fixture, gconstpointer data)
{
  make_unknown (fixture);
  fixture_upload_edit (fixture, "Item", FIXTURE_UPDATE_BY_PK, "{'Size':8}",
                       "{'primaryKeys':{'Id':5}}");
  fixture_upload_edit_elsewhere (fixture, "Item", FIXTURE_CREATE, ITEM ("five"), NULL);
  g_object_unref (fixture_upload_sync (fixture, "Item", DOWNLOAD_ONLY));
  fixture_upload_assert_pending (fixture, "Item", "{'Id':5} pending: update pending {'Size':8}");
  fixture_upload_assert_synced (fixture, "Item", NULL, 1, "");
  fixture_upload_assert_both (fixture, "Item", "[{'Id':5,'Name':'five','Size':8}]");
}

static void
edit_known (FixtureUpload *fixture)
{
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM ("five"), NULL);
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_edit (fixture, "Item", FIXTURE_UPDATE_BY_PK, "{'Size':8}",
                       "{'primaryKeys':{'Id':5}}");
}

/* A server that answers nothing at all leaves nothing for a person to decide. */
static void
test_silent_server (FixtureUpload *fixture, gconstpointer data)
{
  edit_known (fixture);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','error':'timeout','times':0},"
                                      "{'call':'fetch-records','error':'timeout','times':0}");
  for (guint i = 0; i < 6; i++)
    {
      fixture_upload_assert_sync_fails (fixture, "Item", UPLOAD_ONLY,
                                        VMX_ERROR_READ_TIMED_OUT, "");
      fixture_upload_assert_pending (fixture, "Item",
                                     "{'Id':5} in-flight: update in-flight {'Size':8}");
    }
  fixture_upload_set_faults (fixture, NULL);
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_both (fixture, "Item", "[{'Id':5,'Name':'five','Size':8}]");
}

/* One change that a server never answers, though it answers all else, does not fail all syncs. */
static void
test_silent_change (FixtureUpload *fixture, gconstpointer data)
{
  edit_known (fixture);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','error':'timeout','times':0}");
  fixture_upload_assert_sync_fails (fixture, "Item", UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT, "");
  fixture_upload_assert_sync_fails (fixture, "Item", UPLOAD_ONLY, VMX_ERROR_OUTBOX_FAILED, "");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "3011 {'Id':5}");
  fixture_upload_assert_pending (fixture, "Item", "{'Id':5} unknown: update unknown {'Size':8}");
}

/* The same of a server that would know requests again: at last its other changes go without it, and
 * a create whose key the server makes is not sent once more. */
static void
test_silent_repeats (FixtureUpload *fixture, gconstpointer data)
{
  edit_known (fixture);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','error':'timeout','times':0}");
  fixture_upload_assert_sync_fails (fixture, "Item", UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT, "");
  for (guint i = 0; i < 3; i++)
    fixture_upload_assert_sync_fails (fixture, "Item", UPLOAD_ONLY, VMX_ERROR_OUTBOX_FAILED, "");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 0, "3011 {'Id':5}");
  fixture_upload_assert_pending (fixture, "Item", "{'Id':5} unknown: update unknown {'Size':8}");
}

static void
test_silent_repeats_create (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit (fixture, "Ticket", FIXTURE_CREATE, "{'Name':'a'}", NULL);
  fixture_upload_set_faults (fixture, "{'call':'push-batch','error':'timeout','times':4},"
                                      "{'call':'fetch-records','error':'timeout','times':2}");
  fixture_upload_assert_sync_fails (fixture, "Ticket", UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT, "");
  for (guint i = 0; i < 2; i++)
    fixture_upload_assert_sync_fails (fixture, "Ticket", UPLOAD_ONLY, VMX_ERROR_OUTBOX_FAILED, "");
  /* Nothing is answered: nothing is given up. */
  for (guint i = 0; i < 2; i++)
    {
      fixture_upload_assert_sync_fails (fixture, "Ticket", UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT,
                                        "");
      fixture_upload_assert_pending (fixture, "Ticket",
                                     "{'Id':-1} in-flight: create in-flight {'Name':'a'}");
    }
  fixture_upload_assert_synced (fixture, "Ticket", UPLOAD_ONLY, 0, "3011 {'Id':-1}");
  fixture_upload_assert_server (fixture, "Ticket", "[]");
}

/* However often a change went before, a lost answer is asked for again. */
static void
test_busy_before (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit (fixture, "Ticket", FIXTURE_CREATE, "{'Name':'a'}", NULL);
  for (guint i = 0; i < 2; i++)
    {
      fixture_upload_set_faults (fixture, "{'call':'push-batch','outcome':'busy','times':0,"
                                          "'retry-after-ms':0}");
      fixture_upload_assert_sync_fails (fixture, "Ticket", UPLOAD_ONLY, VMX_ERROR_UPLOAD_FAILED,
                                        "");
    }
  fixture_upload_set_faults (fixture, "{'call':'push-batch','error':'timeout','when':'after'}");
  fixture_upload_assert_sync_fails (fixture, "Ticket", UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT, "");
  fixture_upload_assert_synced (fixture, "Ticket", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_both (fixture, "Ticket", "[{'Id':1,'Name':'a'}]");
}

/* A program may go on with the key that it got when it created the record. */
static void
test_old_key (FixtureUpload *fixture, gconstpointer data)
{
  static const char old_key[] = "{'primaryKeys':{'Id':-1}}";
  g_autofree char *options = fixture_upload_quote (old_key);
  VmxObj *tickets = fixture_upload_get (fixture, "Ticket");

  fixture_upload_edit (fixture, "Ticket", FIXTURE_CREATE, "{'Name':'a'}", NULL);
  fixture_assert_records (tickets, options, "[{\"Id\":-1,\"Name\":\"a\"}]");
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 1, "");
  fixture_assert_records (tickets, options, "[{\"Id\":1,\"Name\":\"a\"}]");
  fixture_upload_edit (fixture, "Ticket", FIXTURE_UPDATE_BY_PK, "{'Name':'b'}", old_key);
  fixture_upload_assert_pending (fixture, "Ticket",
                                 "{'Id':1} pending: update pending {'Name':'b'}");
  fixture_edit (tickets, FIXTURE_ROLLBACK, NULL, "{\"Id\":-1}");
  fixture_upload_assert_pending (fixture, "Ticket", "");
  fixture_upload_edit (fixture, "Ticket", FIXTURE_DELETE_BY_PK, NULL, old_key);
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 1, "");
  fixture_upload_assert_both (fixture, "Ticket", "[]");
}

static void
resolve (FixtureUpload *fixture, const char *key, VmxResolution resolution, VmxRecord *as)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecord) record = vmx_record_new_from_json (key, &error);

  g_assert_no_error (error);
  vmx_obj_resolve (fixture_upload_get (fixture, "Ticket"), record, resolution, as, NULL, &error);
  g_assert_no_error (error);
}

/* A download brought the record before anybody said that it is the one, and both were edited. */
static void
test_joined (FixtureUpload *fixture, gconstpointer data)
{
  static const char elsewhere[] = "{'primaryKeys':{'Id':1}}";
  g_autoptr(VmxRecord) key = vmx_record_new_from_json ("{\"Id\":1}", NULL);

  fixture_upload_set_faults (fixture, "{'call':'push-batch','error':'cut','when':'after'}");
  fixture_upload_edit (fixture, "Ticket", FIXTURE_CREATE, "{'Name':'new'}", NULL);
  fixture_upload_assert_sync_fails (fixture, "Ticket", NULL, VMX_ERROR_INVALID_ANSWER, "");
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 0, "3011 {'Id':-1}");
  fixture_upload_edit (fixture, "Ticket", FIXTURE_UPDATE_BY_PK, "{'Name':'mine'}", elsewhere);
  fixture_upload_edit_elsewhere (fixture, "Ticket", FIXTURE_UPDATE_BY_PK, "{'Name':'theirs'}",
                                 elsewhere);
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 0, "412 {'Id':1}");
  resolve (fixture, "{\"Id\":-1}", VMX_RESOLUTION_DONE, key);
  fixture_upload_assert_pending (fixture, "Ticket",
                                 "{'Id':1} conflict: update conflict {'Name':'mine'}");
  fixture_upload_assert_local (fixture, "Ticket", "[{'Id':1,'Name':'mine'}]");
  resolve (fixture, "{\"Id\":1}", VMX_RESOLUTION_KEEP_SERVER, NULL);
  fixture_upload_assert_pending (fixture, "Ticket", "");
  fixture_upload_assert_both (fixture, "Ticket", "[{'Id':1,'Name':'theirs'}]");
  fixture_upload_edit_elsewhere (fixture, "Ticket", FIXTURE_UPDATE_BY_PK, "{'Name':'last'}",
                                 elsewhere);
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 0, "");
  fixture_upload_assert_both (fixture, "Ticket", "[{'Id':1,'Name':'last'}]");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
#define ADD(name, func)                                                                            \
  g_test_add ("/upload-unknown/" name, FixtureUpload, NULL, set_up, func, tear_down)
  ADD ("same-record-comes", test_same_record_comes);
  ADD ("other-record-comes", test_other_record_comes);
  ADD ("edited-record-comes", test_edited_record_comes);
  ADD ("silent-server", test_silent_server);
  ADD ("silent-change", test_silent_change);
  ADD ("old-key", test_old_key);
  g_test_add ("/upload-unknown/silent-repeats", FixtureUpload, NULL, set_up_repeat,
              test_silent_repeats, tear_down);
  g_test_add ("/upload-unknown/silent-repeats-create", FixtureUpload, NULL, set_up_repeat,
              test_silent_repeats_create, tear_down);
  g_test_add ("/upload-unknown/busy-before", FixtureUpload, NULL, set_up_repeat, test_busy_before,
              tear_down);
  ADD ("joined", test_joined);
#undef ADD
  return g_test_run ();
}
