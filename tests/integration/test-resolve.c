/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Changes that wait for somebody: both versions of a conflict, and what is decided. */
#include "fixture-edit.h"

#include <string.h>

#define EMPLOYEE(etag, id, name, grade)                                                            \
  "{'@etag':'" etag "','Id':" #id ",'Name':'" name "','Grade':" #grade "}"
#define ANNA EMPLOYEE ("a", 7, "Anna", 5)
#define BERT EMPLOYEE ("b", 8, "Bert", 5)
#define LOST "{'call':'push-batch','error':'cut','when':'after'}"
#define REFUSED                                                                                    \
  "{'call':'push-batch','outcome':'rejected','code':'Grade.high','message':'a grade is below 9'}"

typedef struct
{
  char *state; /* path of what the service has */
  VmxClient *client;
  VmxObj *employee;
  VmxObj *ticket; /* the server makes its keys */
} Fixture;

/* Quotes in texts are written as ' for the eye. */
static char *
quote (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static char *
make_scenario (Fixture *fixture, const char *faults)
{
  g_autofree char *text = g_strdup_printf (
      "{'objects':{'Employee':{'key':['Id'],'columns':{'Id':'int64','Name':'string',"
      "'Grade':'int32?'},'records':[" ANNA "," BERT "]},"
      "'Ticket':{'key':['Number'],'generated-key':'server','columns':{'Number':'int64',"
      "'Text':'string?'}}},'state':'%s','faults':[%s]}",
      fixture->state, faults);

  return quote (text);
}

/* From now on, what goes wrong. The service keeps what it has. */
static void
set_faults (Fixture *fixture, const char *faults)
{
  g_autofree char *scenario = make_scenario (fixture, faults);

  fixture_set_scenario (fixture->client, "HR", scenario);
}

/* Somebody else was at the service; employees and tickets are its records. */
static void
set_server (Fixture *fixture, const char *employees, const char *tickets)
{
  g_autofree char *text = g_strdup_printf ("{'objects':{'Employee':[%s],'Ticket':[%s]}}",
                                           employees, tickets);
  g_autofree char *json = quote (text);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (fixture->state, json, -1, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer faults)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *scenario = NULL;

  fixture->state = g_build_filename (folder, "state.json", NULL);
  scenario = make_scenario (fixture, faults != NULL ? faults : "");
  fixture->client = fixture_new_client (path, scenario);
  fixture_setup (fixture->client);
  fixture->employee = fixture_get_object (fixture->client, "Employee");
  fixture->ticket = fixture_get_object (fixture->client, "Ticket");
  g_object_unref (fixture_sync (fixture->employee, NULL));
  g_object_unref (fixture_sync (fixture->ticket, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->employee);
  g_object_unref (fixture->ticket);
  g_object_unref (fixture->client);
  g_free (fixture->state);
}

static guint
sync_and_count_errors (VmxObj *object)
{
  g_autoptr(VmxSyncResult) result = fixture_sync (object, NULL);

  return vmx_sync_result_get_sync_errors (result)->len;
}

static VmxRecord *
parse (const char *text)
{
  g_autofree char *json = text != NULL ? quote (text) : NULL;
  g_autoptr(GError) error = NULL;
  VmxRecord *record = json != NULL ? vmx_record_new_from_json (json, &error) : NULL;

  g_assert_no_error (error);
  return record;
}

static gboolean
try_resolve (VmxObj *object, const char *key, VmxResolution resolution, const char *as,
             GError **error)
{
  g_autoptr(VmxRecord) keys = parse (key);
  g_autoptr(VmxRecord) given = parse (as);

  return vmx_obj_resolve (object, keys, resolution, given, NULL, error);
}

static void
resolve (VmxObj *object, const char *key, VmxResolution resolution, const char *as)
{
  g_autoptr(GError) error = NULL;
  gboolean success = try_resolve (object, key, resolution, as, &error);

  g_assert_no_error (error);
  g_assert_true (success);
}

/* Nothing changes then. */
static void
assert_refused (VmxObj *object, const char *key, VmxResolution resolution, const char *as,
                int code, const char *part)
{
  g_autofree char *records = fixture_read (object, NULL);
  g_autofree char *pending = fixture_read_pending (object);
  g_autofree char *records_after = NULL;
  g_autofree char *pending_after = NULL;
  g_autoptr(GError) error = NULL;

  g_test_message ("%s %d %s", key, resolution, as);
  g_assert_false (try_resolve (object, key, resolution, as, &error));
  vmx_assert_error (error, VMX_ERROR, code, part);
  records_after = fixture_read (object, NULL);
  pending_after = fixture_read_pending (object);
  g_assert_cmpstr (records_after, ==, records);
  g_assert_cmpstr (pending_after, ==, pending);
}

static VmxPendingRecord *
get_only_pending (VmxObj *object)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = vmx_obj_get_pending_records_for_upload (object, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  return g_object_ref (records->pdata[0]);
}

static void
assert_record (VmxRecord *record, const char *expected)
{
  g_autofree char *found = record != NULL ? vmx_record_to_json (record) : NULL;
  g_autofree char *json = expected != NULL ? quote (expected) : NULL;

  g_assert_cmpstr (found, ==, json);
}

static void
assert_all (VmxObj *object, const char *records)
{
  g_autofree char *json = quote (records);

  fixture_assert_all (object, json);
}

/* What another client downloads. */
static void
assert_server (Fixture *fixture, const char *object, const char *records)
{
  g_autofree char *scenario = make_scenario (fixture, "");
  g_autoptr(VmxClient) other = fixture_set_up (scenario);
  g_autoptr(VmxObj) other_object = fixture_get_object (other, object);

  g_object_unref (fixture_sync (other_object, NULL));
  assert_all (other_object, records);
}

static void
update_anna (Fixture *fixture, const char *values)
{
  g_autofree char *json = quote (values);

  fixture_edit (fixture->employee, FIXTURE_UPDATE_BY_PK, json, "{\"primaryKeys\":{\"Id\":7}}");
}

static void
delete_anna (Fixture *fixture)
{
  fixture_edit (fixture->employee, FIXTURE_DELETE_BY_PK, NULL, "{\"primaryKeys\":{\"Id\":7}}");
}

/* Grade 9 here, 7 at the server, whose name is new, too. */
static void
make_conflict (Fixture *fixture)
{
  update_anna (fixture, "{'Grade':9}");
  set_server (fixture, EMPLOYEE ("a2", 7, "Anne", 7) "," BERT, "");
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 1);
}

static void
make_conflict_with_deletion (Fixture *fixture)
{
  update_anna (fixture, "{'Grade':9}");
  set_server (fixture, BERT, "");
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 1);
}

/* --- Both versions --- */

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxPendingRecord) pending = NULL;
  VmxChange *change;

  make_conflict (fixture);
  pending = get_only_pending (fixture->employee);
  g_assert_cmpint (vmx_pending_record_get_state (pending), ==, VMX_CHANGE_STATE_CONFLICT);
  assert_record (vmx_pending_record_get_base_record (pending), "{'Id':7,'Name':'Anna','Grade':5}");
  assert_record (vmx_pending_record_get_local_record (pending),
                 "{'Id':7,'Name':'Anna','Grade':9}");
  assert_record (vmx_pending_record_get_server_record (pending),
                 "{'Id':7,'Name':'Anne','Grade':7}");
  g_assert_false (vmx_pending_record_get_server_deleted (pending));
  change = vmx_pending_record_get_changes (pending)->pdata[0];
  g_assert_cmpint (vmx_change_get_status (change), ==, 412);
  g_assert_nonnull (vmx_change_get_message (change));
  g_assert_true (g_str_has_prefix (vmx_change_get_reason (change), "the record was changed at"));
  g_assert_true (g_str_has_suffix (vmx_change_get_reason (change),
                                   vmx_change_get_message (change)));
}

static void
test_versions_in_json (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxPendingRecord) pending = NULL;
  g_autofree char *json = NULL;

  make_conflict (fixture);
  pending = get_only_pending (fixture->employee);
  json = vmx_pending_record_to_json (pending);
  g_strdelimit (json, "\"", '\'');
  g_assert_nonnull (strstr (json, ",'base':{'Id':7,'Name':'Anna','Grade':5},"
                                  "'local':{'Id':7,'Name':'Anna','Grade':9},"
                                  "'server':{'Id':7,'Name':'Anne','Grade':7},'changes':["));
  g_assert_nonnull (strstr (json, ",'attempts':1,'status':412,"));
}

static void
test_deleted_at_server (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxPendingRecord) pending = NULL;
  g_autofree char *json = NULL;

  make_conflict_with_deletion (fixture);
  pending = get_only_pending (fixture->employee);
  g_assert_true (vmx_pending_record_get_server_deleted (pending));
  g_assert_null (vmx_pending_record_get_server_record (pending));
  assert_record (vmx_pending_record_get_local_record (pending),
                 "{'Id':7,'Name':'Anna','Grade':9}");
  json = vmx_pending_record_to_json (pending);
  g_assert_nonnull (strstr (json, ",\"server\":null,"));
}

static void
test_deleted_here (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxPendingRecord) pending = NULL;

  delete_anna (fixture);
  set_server (fixture, EMPLOYEE ("a2", 7, "Anne", 7) "," BERT, "");
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 1);
  pending = get_only_pending (fixture->employee);
  g_assert_cmpint (vmx_pending_record_get_state (pending), ==, VMX_CHANGE_STATE_CONFLICT);
  g_assert_null (vmx_pending_record_get_local_record (pending));
  assert_record (vmx_pending_record_get_server_record (pending),
                 "{'Id':7,'Name':'Anne','Grade':7}");
}

static void
test_no_versions (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxPendingRecord) pending = NULL;
  g_autofree char *json = NULL;
  VmxChange *change;

  update_anna (fixture, "{'Grade':9}");
  pending = get_only_pending (fixture->employee);
  g_assert_null (vmx_pending_record_get_base_record (pending));
  g_assert_null (vmx_pending_record_get_local_record (pending));
  g_assert_null (vmx_pending_record_get_server_record (pending));
  g_assert_false (vmx_pending_record_get_server_deleted (pending));
  change = vmx_pending_record_get_changes (pending)->pdata[0];
  g_assert_cmpint (vmx_change_get_status (change), ==, 0);
  g_assert_null (vmx_change_get_code (change));
  g_assert_null (vmx_change_get_message (change));
  json = vmx_pending_record_to_json (pending);
  for (guint i = 0; i < 5; i++)
    {
      static const char *const members[]
          = { "\"base\"", "\"server\"", "\"status\"", "\"code\"", "\"message\"" };

      g_assert_null (strstr (json, members[i]));
    }
}

static void
test_refused_answer (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxPendingRecord) pending = NULL;
  VmxChange *change;

  update_anna (fixture, "{'Grade':9}");
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 1);
  pending = get_only_pending (fixture->employee);
  change = vmx_pending_record_get_changes (pending)->pdata[0];
  g_assert_cmpint (vmx_change_get_state (change), ==, VMX_CHANGE_STATE_REJECTED);
  g_assert_cmpint (vmx_change_get_status (change), ==, 400);
  g_assert_cmpstr (vmx_change_get_code (change), ==, "Grade.high");
  g_assert_cmpstr (vmx_change_get_message (change), ==, "a grade is below 9");
  g_assert_cmpstr (vmx_change_get_reason (change), ==,
                   "the server refused it: a grade is below 9");
}

/* --- Conflicts --- */

static void
test_keep_client (Fixture *fixture, gconstpointer data)
{
  make_conflict (fixture);
  resolve (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_CLIENT, NULL);
  fixture_assert_pending (fixture->employee, "{\"Id\":7} pending: update pending {\"Grade\":9}");
  assert_all (fixture->employee,
              "[{'Id':7,'Name':'Anne','Grade':9},{'Id':8,'Name':'Bert','Grade':5}]");
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 0);
  fixture_assert_pending (fixture->employee, "");
  assert_server (fixture, "Employee",
                 "[{'Id':7,'Name':'Anne','Grade':9},{'Id':8,'Name':'Bert','Grade':5}]");
}

static void
test_keep_server (Fixture *fixture, gconstpointer data)
{
  make_conflict (fixture);
  resolve (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_SERVER, NULL);
  fixture_assert_pending (fixture->employee, "");
  assert_all (fixture->employee,
              "[{'Id':7,'Name':'Anne','Grade':7},{'Id':8,'Name':'Bert','Grade':5}]");
}

static void
test_keep_record (Fixture *fixture, gconstpointer data)
{
  make_conflict (fixture);
  resolve (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_RECORD, "{'Grade':8}");
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 0);
  fixture_assert_pending (fixture->employee, "");
  assert_all (fixture->employee,
              "[{'Id':7,'Name':'Anne','Grade':8},{'Id':8,'Name':'Bert','Grade':5}]");
  assert_server (fixture, "Employee",
                 "[{'Id':7,'Name':'Anne','Grade':8},{'Id':8,'Name':'Bert','Grade':5}]");
}

static void
test_keep_client_after_deletion (Fixture *fixture, gconstpointer data)
{
  make_conflict_with_deletion (fixture);
  resolve (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_CLIENT, NULL);
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 0);
  fixture_assert_pending (fixture->employee, "");
  assert_server (fixture, "Employee",
                 "[{'Id':7,'Name':'Anna','Grade':9},{'Id':8,'Name':'Bert','Grade':5}]");
}

static void
test_keep_server_after_deletion (Fixture *fixture, gconstpointer data)
{
  make_conflict_with_deletion (fixture);
  resolve (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_SERVER, NULL);
  fixture_assert_pending (fixture->employee, "");
  assert_all (fixture->employee, "[{'Id':8,'Name':'Bert','Grade':5}]");
}

static void
test_discard (Fixture *fixture, gconstpointer data)
{
  make_conflict (fixture);
  resolve (fixture->employee, "{'Id':7}", VMX_RESOLUTION_DISCARD, NULL);
  fixture_assert_pending (fixture->employee, "");
  assert_all (fixture->employee,
              "[{'Id':7,'Name':'Anne','Grade':7},{'Id':8,'Name':'Bert','Grade':5}]");
}

/* --- Others --- */

static void
test_send_refused_again (Fixture *fixture, gconstpointer data)
{
  update_anna (fixture, "{'Grade':9}");
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 1);
  assert_refused (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_CLIENT, NULL,
                  VMX_ERROR_NO_RECORD, "no change in conflict");
  resolve (fixture->employee, "{'Id':7}", VMX_RESOLUTION_SEND_AGAIN, NULL);
  fixture_assert_pending (fixture->employee, "{\"Id\":7} pending: update pending {\"Grade\":9}");
  set_faults (fixture, "");
  g_assert_cmpuint (sync_and_count_errors (fixture->employee), ==, 0);
  fixture_assert_pending (fixture->employee, "");
}

/* The answer to the creation of a ticket is lost. */
static void
make_unknown (Fixture *fixture)
{
  g_autofree char *ticket = fixture_create (fixture->ticket, "{\"Text\":\"printer\"}", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (ticket, ==, "{\"Number\":-1,\"Text\":\"printer\"}");
  error = fixture_sync_error (fixture->ticket, "{\"syncType\":\"uploadOnly\"}");
  set_faults (fixture, "");
  g_object_unref (fixture_sync (fixture->ticket, "{\"syncType\":\"uploadOnly\"}"));
  fixture_assert_pending (fixture->ticket,
                          "{\"Number\":-1} unknown: create unknown {\"Text\":\"printer\"}");
}

static void
test_done (Fixture *fixture, gconstpointer data)
{
  make_unknown (fixture);
  assert_refused (fixture->ticket, "{'Number':-1}", VMX_RESOLUTION_DONE, NULL,
                  VMX_ERROR_KEY_MISSING, "“Number”");
  assert_refused (fixture->ticket, "{'Number':-1}", VMX_RESOLUTION_DONE, "{}",
                  VMX_ERROR_KEY_MISSING, "Number");
  assert_refused (fixture->ticket, "{'Number':-1}", VMX_RESOLUTION_DONE,
                  "{'Number':1,'Text':'x'}", VMX_ERROR_INVALID_OPTION, "Text");
  resolve (fixture->ticket, "{'Number':-1}", VMX_RESOLUTION_DONE, "{'Number':1}");
  fixture_assert_pending (fixture->ticket, "");
  assert_all (fixture->ticket, "[{'Number':1,'Text':'printer'}]");
  g_assert_cmpuint (sync_and_count_errors (fixture->ticket), ==, 0);
  assert_all (fixture->ticket, "[{'Number':1,'Text':'printer'}]");
}

static void
test_send_unknown_again (Fixture *fixture, gconstpointer data)
{
  make_unknown (fixture);
  resolve (fixture->ticket, "{'Number':-1}", VMX_RESOLUTION_SEND_AGAIN, NULL);
  g_assert_cmpuint (sync_and_count_errors (fixture->ticket), ==, 0);
  fixture_assert_pending (fixture->ticket, "");
  /* The server had done it; that is what “again” means. */
  assert_server (fixture, "Ticket",
                 "[{'Number':1,'Text':'printer'},{'Number':2,'Text':'printer'}]");
}

static void
test_discard_unknown (Fixture *fixture, gconstpointer data)
{
  make_unknown (fixture);
  resolve (fixture->ticket, "{'Number':-1}", VMX_RESOLUTION_DISCARD, NULL);
  fixture_assert_pending (fixture->ticket, "");
  assert_all (fixture->ticket, "[]");
  g_assert_cmpuint (sync_and_count_errors (fixture->ticket), ==, 0);
  assert_all (fixture->ticket, "[{'Number':1,'Text':'printer'}]");
}

/* --- What is wrong --- */

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) nothing = vmx_client_get_object (fixture->client, "Employe", NULL);

  g_assert_null (nothing);
  assert_refused (fixture->employee, "{'Id':8}", VMX_RESOLUTION_DISCARD, NULL,
                  VMX_ERROR_NO_RECORD, "no change at all");
  make_conflict (fixture);
  assert_refused (fixture->employee, "{}", VMX_RESOLUTION_DISCARD, NULL, VMX_ERROR_KEY_MISSING,
                  "Id");
  assert_refused (fixture->employee, "{'Id':7,'Name':'x'}", VMX_RESOLUTION_KEEP_CLIENT, NULL,
                  VMX_ERROR_INVALID_OPTION, "Name");
  assert_refused (fixture->employee, "{'Id':8}", VMX_RESOLUTION_KEEP_SERVER, NULL,
                  VMX_ERROR_NO_RECORD, "[8]");
  assert_refused (fixture->employee, "{'Id':7}", VMX_RESOLUTION_DONE, NULL, VMX_ERROR_NO_RECORD,
                  "of unknown outcome");
  assert_refused (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_RECORD, NULL,
                  VMX_ERROR_RECORD_EMPTY, "no record was given");
  assert_refused (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_RECORD, "{}",
                  VMX_ERROR_RECORD_EMPTY, "no values");
  assert_refused (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_RECORD, "{'Id':7}",
                  VMX_ERROR_RECORD_EMPTY, "no values");
  assert_refused (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_RECORD, "{'Grad':1}",
                  VMX_ERROR_UNKNOWN_COLUMN, "Grad");
  assert_refused (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_RECORD, "{'Grade':'x'}",
                  VMX_ERROR_INVALID_VALUE, "Grade");
  assert_refused (fixture->employee, "{'Id':7}", VMX_RESOLUTION_KEEP_RECORD, "{'Id':9}",
                  VMX_ERROR_KEY_UPDATE, "Id");
}

static void
test_before_setup (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, NULL);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Employee");
  g_autoptr(GError) error = NULL;

  g_assert_false (try_resolve (object, "{'Id':7}", VMX_RESOLUTION_DISCARD, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP, "setup");
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxRecord) key = NULL;
  g_autoptr(VmxRecord) record = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GAsyncResult) refused = NULL;
  g_autoptr(GError) error = NULL;

  make_conflict (fixture);
  key = parse ("{'Id':7}");
  record = parse ("{'Grade':8}");
  vmx_obj_resolve_async (fixture->employee, key, VMX_RESOLUTION_KEEP_RECORD, record, NULL,
                         fixture_keep_result, &done);
  vmx_record_set_int64 (key, "Id", 8);
  vmx_record_set_int64 (record, "Grade", 1);
  fixture_wait_for (&done);
  g_assert_true (vmx_obj_resolve_finish (fixture->employee, done, &error));
  g_assert_no_error (error);
  fixture_assert_pending (fixture->employee, "{\"Id\":7} pending: update pending {\"Grade\":8}");
  vmx_obj_resolve_async (fixture->employee, key, VMX_RESOLUTION_DISCARD, NULL, NULL,
                         fixture_keep_result, &refused);
  fixture_wait_for (&refused);
  g_assert_false (vmx_obj_resolve_finish (fixture->employee, refused, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NO_RECORD, "[8]");
}

static void
add (const char *path, const char *faults, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, faults, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  add ("/resolve/versions", NULL, test_versions);
  add ("/resolve/versions/json", NULL, test_versions_in_json);
  add ("/resolve/versions/deleted-at-server", NULL, test_deleted_at_server);
  add ("/resolve/versions/deleted-here", NULL, test_deleted_here);
  add ("/resolve/versions/none", NULL, test_no_versions);
  add ("/resolve/versions/refused", REFUSED, test_refused_answer);
  add ("/resolve/keep-client", NULL, test_keep_client);
  add ("/resolve/keep-server", NULL, test_keep_server);
  add ("/resolve/keep-record", NULL, test_keep_record);
  add ("/resolve/keep-client/after-deletion", NULL, test_keep_client_after_deletion);
  add ("/resolve/keep-server/after-deletion", NULL, test_keep_server_after_deletion);
  add ("/resolve/discard", NULL, test_discard);
  add ("/resolve/send-again/refused", REFUSED, test_send_refused_again);
  add ("/resolve/send-again/unknown", LOST, test_send_unknown_again);
  add ("/resolve/done", LOST, test_done);
  add ("/resolve/discard/unknown", LOST, test_discard_unknown);
  add ("/resolve/errors", NULL, test_errors);
  g_test_add_func ("/resolve/before-setup", test_before_setup);
  add ("/resolve/async", NULL, test_async);
  return g_test_run ();
}
