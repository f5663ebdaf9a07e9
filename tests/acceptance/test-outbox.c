/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests whose answer was lost: acceptance rows 110 to 118. */
#include "fixture-upload.h"

#include <string.h>

#define ITEM(id, name) "{'Id':" #id ",'Name':'" name "'}"
#define KEY(id) "{'primaryKeys':{'Id':" #id "}}"
#define NAME(name) "{'Name':'" name "'}"
#define UPLOAD_ONLY "{'syncType':'uploadOnly'}"
#define OBJECTS                                                                                    \
  "'Item':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'records':["                     \
  "{'@etag':'a','Id':1,'Name':'one'},{'@etag':'b','Id':2,'Name':'two'}]},"                         \
  "'Plain':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'etags':false,"                 \
  "'records':[{'Id':1,'Name':'one'}]},"                                                            \
  "'Ticket':{'key':['Id'],'columns':{'Id':'int32','Name':'string?'},'generated-key':'server'}"
#define FAULT(what) "{'call':'push-batch'," what "}"

static void
set_up (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_set_up (fixture, OBJECTS, data);
  fixture_upload_download (fixture, "Item Plain");
}

/* Of a service that knows requests again, and has shown it. */
static void
set_up_repeat (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_set_up_repeatable (fixture, OBJECTS);
  fixture_upload_edit (fixture, "Item", FIXTURE_CREATE, ITEM (5, "known"), NULL);
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
  g_free (fixture_transport_take_log (fixture->transport));
  g_ptr_array_set_size (fixture->transport->ids, 0);
  g_ptr_array_set_size (fixture->transport->bodies, 0);
}

static void
tear_down (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_tear_down (fixture);
}

static void
update_two (FixtureUpload *fixture)
{
  fixture_upload_update (fixture, "Item", NAME ("uno"), KEY (1));
  fixture_upload_update (fixture, "Item", NAME ("due"), KEY (2));
}

static void
lose (FixtureUpload *fixture, const char *object)
{
  fixture->transport->script = "l";
  fixture_upload_assert_sync_fails (fixture, object, UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT, "");
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 1);
  g_free (fixture_transport_take_log (fixture->transport));
}

static void
assert_same_request (FixtureUpload *fixture, guint first, guint second)
{
  g_assert_cmpuint (fixture->transport->ids->len, >, MAX (first, second));
  g_assert_cmpstr (fixture->transport->ids->pdata[first], ==,
                   fixture->transport->ids->pdata[second]);
  g_assert_cmpstr (fixture->transport->bodies->pdata[first], ==,
                   fixture->transport->bodies->pdata[second]);
}

static void
resolve (FixtureUpload *fixture, const char *object, const char *key, VmxResolution resolution,
         const char *as)
{
  g_autofree char *key_json = fixture_upload_quote (key);
  g_autofree char *as_json = fixture_upload_quote (as);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecord) key_record = vmx_record_new_from_json (key_json, &error);
  g_autoptr(VmxRecord) as_record = as != NULL ? vmx_record_new_from_json (as_json, &error) : NULL;

  g_assert_no_error (error);
  vmx_obj_resolve (fixture_upload_get (fixture, object), key_record, resolution, as_record, NULL,
                   &error);
  g_assert_no_error (error);
}

/* --- What is kept --- */

static char *
read_outbox (FixtureUpload *fixture, const char *columns)
{
  return fixture_read_rows (vmx_client_get_storage (fixture->client), &fixture_outbox, columns);
}

static void
look_at_outbox (gpointer user_data)
{
  FixtureUpload *fixture = user_data;
  g_autofree char *rows = read_outbox (fixture, "service object method url form attempts");
  g_autofree char *ids = read_outbox (fixture, "request_id");
  g_autofree char *bodies = read_outbox (fixture, "body");
  g_autofree char *times = read_outbox (fixture, "first_sent last_sent");

  g_assert_cmpstr (rows, ==,
                   "[{\"service\":\"HR\",\"object\":\"Item\",\"method\":\"POST\","
                   "\"url\":\"mock:\",\"form\":\"mock\",\"attempts\":1}]");
  g_assert_nonnull (strstr (ids, fixture->transport->ids->pdata[0]));
  g_assert_nonnull (strstr (bodies, "uno"));
  g_assert_null (strstr (times, "null"));
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':1} in-flight: update in-flight {'Name':'uno'}\n"
                                 "{'Id':2} in-flight: update in-flight {'Name':'due'}");
}

/* Always on: the request is in the store before it is sent. */
static void
test_row_110 (FixtureUpload *fixture, gconstpointer data)
{
  update_two (fixture);
  fixture->transport->before_push = look_at_outbox;
  fixture->transport->user_data = fixture;
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 2, "");
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 0);
}

static void
test_row_111 (FixtureUpload *fixture, gconstpointer data)
{
  GPtrArray *ids = fixture->transport->ids;

  update_two (fixture);
  fixture_upload_create (fixture, "Item", ITEM (10, "ten"));
  fixture_upload_assert_synced (fixture, "Item", "{'uploadBatchSize':1}", 3, "");
  g_assert_cmpuint (ids->len, ==, 3);
  for (guint i = 0; i < ids->len; i++)
    {
      g_assert_true (g_uuid_string_is_valid (ids->pdata[i]));
      for (guint j = 0; j < i; j++)
        g_assert_cmpstr (ids->pdata[i], !=, ids->pdata[j]);
    }
}

static const struct
{
  const char *fault;
  int code;
  gboolean kept;
} failures[] = {
  { "'error':'timeout'", VMX_ERROR_READ_TIMED_OUT, TRUE },
  { "'error':'timeout','when':'after'", VMX_ERROR_READ_TIMED_OUT, TRUE },
  { "'error':'timeout','when':'during','done':1", VMX_ERROR_READ_TIMED_OUT, TRUE },
  { "'error':'server'", VMX_ERROR_SERVER, TRUE },
  { "'error':'server','when':'after'", VMX_ERROR_SERVER, TRUE },
  { "'error':'cut'", VMX_ERROR_INVALID_ANSWER, TRUE },
  { "'error':'cut','when':'after'", VMX_ERROR_INVALID_ANSWER, TRUE },
  { "'error':'cut','when':'during','done':2", VMX_ERROR_INVALID_ANSWER, TRUE },
  { "'verdict':'incomplete'", VMX_ERROR_INVALID_ANSWER, TRUE },
  { "'verdict':'incomplete','when':'after'", VMX_ERROR_INVALID_ANSWER, TRUE },
  { "'verdict':'incomplete','when':'after','answered':1", VMX_ERROR_INVALID_ANSWER, TRUE },
  { "'verdict':'incomplete','when':'during','done':2,'answered':1", VMX_ERROR_INVALID_ANSWER,
    TRUE },
  { "'error':'connect'", VMX_ERROR_CONNECT_FAILED, FALSE },
  { "'error':'offline'", VMX_ERROR_OFFLINE, FALSE },
  { "'error':'auth'", VMX_ERROR_NOT_SIGNED_IN, FALSE },
  { "'verdict':'refused'", VMX_ERROR_UPLOAD_FAILED, FALSE },
};

/* What the server may have done stays until that is known; then both ends are the same. */
static void
test_row_112 (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *fault = g_strdup_printf (FAULT ("%s"), failures[i].fault);
      FixtureUpload fixture = { 0 };

      g_test_message ("%s", fault);
      set_up (&fixture, NULL);
      update_two (&fixture);
      fixture_upload_create (&fixture, "Item", ITEM (10, "ten"));
      fixture_upload_set_faults (&fixture, fault);
      fixture_upload_assert_sync_fails (&fixture, "Item", NULL, failures[i].code, "");
      g_assert_cmpuint (fixture_upload_count_outbox (&fixture), ==, failures[i].kept ? 1 : 0);
      g_object_unref (fixture_upload_sync (&fixture, "Item", NULL));
      fixture_upload_assert_pending (&fixture, "Item", "");
      g_assert_cmpuint (fixture_upload_count_outbox (&fixture), ==, 0);
      fixture_upload_assert_both (&fixture, "Item",
                                  "[" ITEM (1, "uno") "," ITEM (2, "due") "," ITEM (10, "ten") "]");
      tear_down (&fixture, NULL);
    }
}

/* --- Replay --- */

static void
test_row_113 (FixtureUpload *fixture, gconstpointer data)
{
  update_two (fixture);
  lose (fixture, "Item");
  fixture_upload_create (fixture, "Item", ITEM (10, "ten"));
  fixture_upload_assert_synced (fixture, "Item", NULL, 3, "");
  fixture_upload_assert_sent (fixture,
                              "push update Item " ITEM (1, "uno") " [a]; update Item " ITEM (
                                  2, "due") " [b]\n"
                                            "read Item {'Id':1} {'Id':2}\n"
                                            "push create Item " ITEM (10, "ten") "\nfetch Item");
  assert_same_request (fixture, 0, 1);
  fixture_upload_assert_both (fixture, "Item",
                              "[" ITEM (1, "uno") "," ITEM (2, "due") "," ITEM (10, "ten") "]");
}

static void
test_row_113_download_only (FixtureUpload *fixture, gconstpointer data)
{
  update_two (fixture);
  lose (fixture, "Item");
  fixture_upload_create (fixture, "Item", ITEM (10, "ten"));
  fixture_upload_assert_synced (fixture, "Item", "{'syncType':'downloadOnly'}", 2, "");
  assert_same_request (fixture, 0, 1);
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':10} pending: create pending {'Name':'ten'}");
  fixture_upload_assert_server (fixture, "Item", "[" ITEM (1, "uno") "," ITEM (2, "due") "]");
}

/* A create with a key of its own is looked for before anything is sent. */
static void
test_row_113_create (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_create (fixture, "Item", ITEM (10, "ten"));
  lose (fixture, "Item");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_sent (fixture, "read Item {'Id':10}");
  fixture_upload_assert_both (fixture, "Item",
                              "[" ITEM (1, "one") "," ITEM (2, "two") "," ITEM (10, "ten") "]");
}

/* A server that knows the request again is asked again, whatever the request has. */
static void
test_row_113_repeat (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_create (fixture, "Ticket", NAME ("new"));
  fixture_upload_create (fixture, "Ticket", NAME ("newer"));
  lose (fixture, "Ticket");
  fixture_upload_edit (fixture, "Ticket", FIXTURE_ROLLBACK, NULL, "{'Id':-2}");
  fixture_upload_assert_synced (fixture, "Ticket", UPLOAD_ONLY, 1, "");
  assert_same_request (fixture, 0, 1);
  fixture_upload_assert_sent (fixture, "push create Ticket {'Name':'new'}; abandoned");
  fixture_upload_assert_local (fixture, "Ticket", "[" ITEM (1, "new") "]");
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 0, "");
  fixture_upload_assert_both (fixture, "Ticket", "[" ITEM (1, "new") "," ITEM (2, "newer") "]");
}

/* Edits of what is outstanding go on top of what comes out of it. */
static void
test_row_113_edited (FixtureUpload *fixture, gconstpointer data)
{
  update_two (fixture);
  lose (fixture, "Item");
  fixture_upload_update (fixture, "Item", NAME ("again"), KEY (1));
  fixture_upload_edit (fixture, "Item", FIXTURE_DELETE_BY_PK, NULL, KEY (2));
  fixture_upload_assert_synced (fixture, "Item", NULL, 4, "");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "again") "]");
  assert_same_request (fixture, 0, 1);
}

/* A request of an earlier run, with one update of an item; object is (nullable). */
static void
put_request (FixtureUpload *fixture, int item, const char *object, const char *last_sent)
{
  g_autofree char *text = g_strdup_printf ("{'atomic':false,'members':[{'action':'update',"
                                           "'object':'Item','key':{'Id':%d},"
                                           "'values':{'Name':'sent'}}]}",
                                           item);
  g_autofree char *id = g_strdup_printf ("request %d", item);
  g_autofree char *body = fixture_upload_quote (text);
  g_autoptr(VmxRecord) row = vmx_record_new ();
  g_autofree char *record = NULL;
  g_autoptr(GString) json = NULL;

  vmx_record_set_text (row, "request_id", id);
  vmx_record_set_text (row, "service", "HR");
  if (object != NULL)
    vmx_record_set_text (row, "object", object);
  vmx_record_set_text (row, "first_sent", last_sent);
  vmx_record_set_text (row, "last_sent", last_sent);
  vmx_record_set_text (row, "form", "mock");
  vmx_record_set_text (row, "method", "POST");
  vmx_record_set_text (row, "url", "mock:");
  vmx_record_set_text (row, "body", body);
  vmx_record_set_int64 (row, "attempts", 1);
  record = vmx_record_to_json (row);
  json = g_string_new (record);
  g_string_truncate (json, json->len - 1);
  g_string_append_printf (json, ",\"seqs\":[%d]}", item);
  fixture_put_row (vmx_client_get_storage (fixture->client), &fixture_outbox, json->str);
}

/* Updates of the items 1 and 2, which are the changes 1 and 2, and a third one. */
static void
set_in_flight (FixtureUpload *fixture)
{
  VmxStorage *storage = vmx_client_get_storage (fixture->client);

  fixture_upload_edit (fixture, "Item", FIXTURE_UPDATE, NAME ("sent"), NULL);
  fixture_put_row (storage, &fixture_changes, "{\"seq\":1,\"state\":\"in-flight\"}");
  fixture_put_row (storage, &fixture_changes, "{\"seq\":2,\"state\":\"in-flight\"}");
  fixture_upload_create (fixture, "Item", ITEM (10, "ten"));
}

static void
assert_all_sent (FixtureUpload *fixture)
{
  fixture_upload_assert_pending (fixture, "Item", "");
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 0);
  fixture_upload_assert_both (fixture, "Item",
                              "[" ITEM (1, "sent") "," ITEM (2, "sent") "," ITEM (10, "ten") "]");
}

/* The oldest first, and several of one object are fine (row 117). */
static void
test_row_114 (FixtureUpload *fixture, gconstpointer data)
{
  set_in_flight (fixture);
  put_request (fixture, 1, "Item", "2026-01-02T00:00:00Z");
  put_request (fixture, 2, "Item", "2026-01-01T00:00:00Z");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 3, "");
  fixture_upload_assert_sent (
      fixture,
      "push update Item " ITEM (2, "sent") " [b]\n"
                                           "push update Item " ITEM (
                                               1, "sent") " [a]\n"
                                                          "push create Item " ITEM (10, "ten"));
  assert_all_sent (fixture);
}

/* At the level of an object those of the service go first. */
static void
test_row_114_service (FixtureUpload *fixture, gconstpointer data)
{
  set_in_flight (fixture);
  put_request (fixture, 1, NULL, "2026-01-02T00:00:00Z");
  put_request (fixture, 2, "Item", "2026-01-01T00:00:00Z");
  fixture_upload_assert_synced (fixture, "Item", UPLOAD_ONLY, 3, "");
  fixture_upload_assert_sent (
      fixture,
      "push update Item " ITEM (1, "sent") " [a]\n"
                                           "push update Item " ITEM (
                                               2, "sent") " [b]\n"
                                                          "push create Item " ITEM (10, "ten"));
  assert_all_sent (fixture);
}

/* --- Replays that fail --- */

/* A server that is too busy, or refuses: the request is kept as it is, and nothing is deleted. */
static void
assert_replay (FixtureUpload *fixture, const char *script, int code, const char *part)
{
  fixture_upload_create (fixture, "Ticket", NAME ("new"));
  lose (fixture, "Ticket");
  fixture->transport->script = script;
  fixture_upload_assert_sync_fails (fixture, "Ticket", UPLOAD_ONLY, code, part);
  fixture_upload_assert_pending (fixture, "Ticket",
                                 "{'Id':-1} in-flight: create in-flight {'Name':'new'}");
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 1);
  fixture->transport->script = script;
  fixture_upload_assert_sync_fails (fixture, "Ticket", "{'syncType':'downloadOnly'}", code, part);
  fixture->transport->script = NULL;
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 1, "");
  assert_same_request (fixture, 0, fixture->transport->ids->len - 1);
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 0);
  fixture_upload_assert_both (fixture, "Ticket", "[" ITEM (1, "new") "]");
}

static void
test_row_115 (FixtureUpload *fixture, gconstpointer data)
{
  assert_replay (fixture, "bbbb", VMX_ERROR_OUTBOX_FAILED, "too many requests");
}

static void
test_row_116 (FixtureUpload *fixture, gconstpointer data)
{
  assert_replay (fixture, "r", VMX_ERROR_UPLOAD_FAILED, "closed");
}

/* No answer again. */
static void
test_row_116_lost (FixtureUpload *fixture, gconstpointer data)
{
  assert_replay (fixture, "l", VMX_ERROR_OUTBOX_FAILED, "Ticket");
}

/* While the answer is outstanding the changes are neither lost nor sent in another way. */
static void
test_row_116_network (FixtureUpload *fixture, gconstpointer data)
{
  static const struct
  {
    const char *error;
    int code;
  } errors[] = { { "offline", VMX_ERROR_OFFLINE },
                 { "connect", VMX_ERROR_CONNECT_FAILED },
                 { "auth", VMX_ERROR_NOT_SIGNED_IN } };

  update_two (fixture);
  lose (fixture, "Item");
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autofree char *fault = g_strdup_printf (FAULT ("'error':'%s'"), errors[i].error);

      fixture_upload_set_faults (fixture, fault);
      fixture_upload_assert_sync_fails (fixture, "Item", NULL, errors[i].code, "");
    }
  fixture_upload_assert_synced (fixture, "Item", NULL, 2, "");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "uno") "," ITEM (2, "due") "]");
}

/* Tries that never reached the server do not count against a change. */
static void
test_row_116_tries (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_update (fixture, "Item", NAME ("uno"), KEY (1));
  for (guint i = 0; i < 6; i++)
    {
      fixture->transport->script = "o";
      fixture_upload_assert_sync_fails (fixture, "Item", NULL, VMX_ERROR_OFFLINE, "");
      fixture->transport->script = "bbbb";
      fixture_upload_assert_sync_fails (fixture, "Item", NULL, VMX_ERROR_SERVER, "");
    }
  fixture_upload_set_faults (fixture, FAULT ("'outcome':'failed'"));
  fixture_upload_assert_sync_fails (fixture, "Item", NULL, VMX_ERROR_UPLOAD_FAILED, "");
  fixture_upload_assert_pending (fixture, "Item",
                                 "{'Id':1} pending: update pending {'Name':'uno'}");
  lose (fixture, "Item");
  fixture_upload_assert_synced (fixture, "Item", NULL, 1, "");
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "uno") "," ITEM (2, "two") "]");
}

/* --- What nobody can know --- */

static void
lose_ticket (FixtureUpload *fixture)
{
  fixture_upload_create (fixture, "Ticket", NAME ("new"));
  lose (fixture, "Ticket");
  fixture_upload_create (fixture, "Ticket", NAME ("other"));
  fixture_upload_assert_synced (fixture, "Ticket", UPLOAD_ONLY, 1, "3011 {'Id':-1}");
  fixture_upload_assert_sent (fixture, "push create Ticket {'Name':'other'}");
  fixture_upload_assert_pending (fixture, "Ticket",
                                 "{'Id':-1} unknown: create unknown {'Name':'new'}");
  fixture_upload_assert_local (fixture, "Ticket", "[" ITEM (-1, "new") "," ITEM (2, "other") "]");
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 0);
}

static void
test_row_118_done (FixtureUpload *fixture, gconstpointer data)
{
  lose_ticket (fixture);
  resolve (fixture, "Ticket", "{'Id':-1}", VMX_RESOLUTION_DONE, "{'Id':1}");
  fixture_upload_assert_pending (fixture, "Ticket", "");
  fixture_upload_assert_both (fixture, "Ticket", "[" ITEM (1, "new") "," ITEM (2, "other") "]");
}

static void
test_row_118_send_again (FixtureUpload *fixture, gconstpointer data)
{
  lose_ticket (fixture);
  resolve (fixture, "Ticket", "{'Id':-1}", VMX_RESOLUTION_SEND_AGAIN, NULL);
  fixture_upload_assert_synced (fixture, "Ticket", UPLOAD_ONLY, 1, "");
  fixture_upload_assert_local (fixture, "Ticket", "[" ITEM (2, "other") "," ITEM (3, "new") "]");
}

static void
test_row_118_discard (FixtureUpload *fixture, gconstpointer data)
{
  lose_ticket (fixture);
  resolve (fixture, "Ticket", "{'Id':-1}", VMX_RESOLUTION_DISCARD, NULL);
  fixture_upload_assert_pending (fixture, "Ticket", "");
  fixture_upload_assert_synced (fixture, "Ticket", NULL, 0, "");
  fixture_upload_assert_both (fixture, "Ticket", "[" ITEM (1, "new") "," ITEM (2, "other") "]");
}

/* A service without etags: what was done there since the lost request is not overwritten. */
static void
test_without_etags (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_update (fixture, "Plain", NAME ("uno"), KEY (1));
  lose (fixture, "Plain");
  fixture_upload_edit_elsewhere (fixture, "Plain", FIXTURE_UPDATE_BY_PK, NAME ("theirs"), KEY (1));
  fixture_upload_assert_synced (fixture, "Plain", UPLOAD_ONLY, 0, "3010 {'Id':1}");
  fixture_upload_assert_server (fixture, "Plain", "[" ITEM (1, "theirs") "]");
  fixture_upload_assert_pending (fixture, "Plain",
                                 "{'Id':1} conflict: update conflict {'Name':'uno'}");
}

/* Nor by a server that would know the request again; what nobody touched there goes on its own. */
static void
test_without_etags_repeat (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_create (fixture, "Plain", ITEM (2, "two"));
  fixture_upload_assert_synced (fixture, "Plain", NULL, 1, "");
  fixture_upload_update (fixture, "Plain", NAME ("uno"), KEY (1));
  fixture_upload_update (fixture, "Plain", NAME ("due"), KEY (2));
  fixture_upload_set_faults (fixture, FAULT ("'error':'timeout'"));
  fixture_upload_assert_sync_fails (fixture, "Plain", UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT, "");
  fixture_upload_set_faults (fixture, NULL);
  fixture_upload_edit_elsewhere (fixture, "Plain", FIXTURE_UPDATE_BY_PK, NAME ("theirs"), KEY (1));
  fixture_upload_assert_synced (fixture, "Plain", UPLOAD_ONLY, 1, "3010 {'Id':1}");
  fixture_upload_assert_server (fixture, "Plain", "[" ITEM (1, "theirs") "," ITEM (2, "due") "]");
  fixture_upload_assert_pending (fixture, "Plain",
                                 "{'Id':1} conflict: update conflict {'Name':'uno'}");
}

static void
test_without_etags_delete (FixtureUpload *fixture, gconstpointer data)
{
  fixture_upload_edit (fixture, "Plain", FIXTURE_DELETE_BY_PK, NULL, KEY (1));
  fixture_upload_set_faults (fixture, FAULT ("'error':'timeout'"));
  fixture_upload_assert_sync_fails (fixture, "Plain", UPLOAD_ONLY, VMX_ERROR_READ_TIMED_OUT, "");
  fixture_upload_set_faults (fixture, NULL);
  fixture_upload_edit_elsewhere (fixture, "Plain", FIXTURE_UPDATE_BY_PK, NAME ("theirs"), KEY (1));
  fixture_upload_assert_synced (fixture, "Plain", UPLOAD_ONLY, 0, "3010 {'Id':1}");
  fixture_upload_assert_server (fixture, "Plain", "[" ITEM (1, "theirs") "]");
}

/* --- Undoing --- */

/* Only the record that is undone is abandoned. */
static void
test_rollback (FixtureUpload *fixture, gconstpointer data)
{
  update_two (fixture);
  lose (fixture, "Item");
  fixture_upload_edit (fixture, "Item", FIXTURE_ROLLBACK, NULL, "{'Id':1}");
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 1);
  fixture_upload_assert_local (fixture, "Item", "[" ITEM (1, "one") "," ITEM (2, "due") "]");
  fixture_upload_assert_synced (fixture, "Item", NULL, 1, "");
  fixture_upload_assert_pending (fixture, "Item", "");
  /* The server had done it. */
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "uno") "," ITEM (2, "due") "]");
}

static void
test_rollback_all (FixtureUpload *fixture, gconstpointer data)
{
  update_two (fixture);
  lose (fixture, "Item");
  fixture_upload_edit (fixture, "Item", FIXTURE_ROLLBACK, NULL, NULL);
  fixture_upload_assert_synced (fixture, "Item", NULL, 0, "");
  fixture_upload_assert_sent (fixture, "fetch Item");
  g_assert_cmpuint (fixture_upload_count_outbox (fixture), ==, 0);
  fixture_upload_assert_both (fixture, "Item", "[" ITEM (1, "uno") "," ITEM (2, "due") "]");
}

#define ADD(path, set_up_function, data, function)                                                 \
  g_test_add ("/acceptance/row-" path, FixtureUpload, data, set_up_function, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("110-kept-before-sent", set_up, NULL, test_row_110);
  ADD ("111-request-id", set_up, NULL, test_row_111);
  g_test_add_func ("/acceptance/row-112-kept-or-not", test_row_112);
  ADD ("113-replay-first", set_up, NULL, test_row_113);
  ADD ("113-download-only", set_up, NULL, test_row_113_download_only);
  ADD ("113-create-is-looked-for", set_up, NULL, test_row_113_create);
  ADD ("113-repeatable-request", set_up_repeat, NULL, test_row_113_repeat);
  ADD ("113-edited-meanwhile", set_up, NULL, test_row_113_edited);
  ADD ("114-order", set_up, NULL, test_row_114);
  ADD ("114-service-first", set_up, NULL, test_row_114_service);
  ADD ("115-busy", set_up_repeat, NULL, test_row_115);
  ADD ("116-refused", set_up_repeat, NULL, test_row_116);
  ADD ("116-no-answer", set_up_repeat, NULL, test_row_116_lost);
  ADD ("116-network", set_up, NULL, test_row_116_network);
  ADD ("116-tries", set_up, NULL, test_row_116_tries);
  ADD ("118-unknown-done", set_up, NULL, test_row_118_done);
  ADD ("118-unknown-send-again", set_up, NULL, test_row_118_send_again);
  ADD ("118-unknown-discard", set_up, NULL, test_row_118_discard);
  ADD ("118-without-etags", set_up, NULL, test_without_etags);
  ADD ("118-without-etags-repeat", set_up_repeat, NULL, test_without_etags_repeat);
  ADD ("118-without-etags-delete", set_up, NULL, test_without_etags_delete);
  ADD ("86-rollback-of-one", set_up, NULL, test_rollback);
  ADD ("86-rollback-of-all", set_up, NULL, test_rollback_all);
  return g_test_run ();
}
