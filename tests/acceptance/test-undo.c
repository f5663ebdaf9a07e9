/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Undoing and forgetting: acceptance rows 84 to 89. */
#include "fixture-edit.h"

#include <string.h>

#define ROOM(number, seats)                                                                        \
  "{\"Number\":\"" number "\",\"DepartmentCode\":null,\"Seats\":" #seats "}"
#define ROOMS "\"Room\":{\"records\":[" ROOM ("A", 1) "," ROOM ("B", 2) "]}"
#define DEPARTMENT "{\"Id\":1,\"Code\":null,\"Title\":\"Sales\",\"Budget\":null}"
#define DEPARTMENTS "\"Department\":{\"records\":[" DEPARTMENT "]}"
#define OBJECTS ROOMS "," DEPARTMENTS
#define KEY(number) "{\"primaryKeys\":{\"Number\":\"" number "\"}}"

typedef struct
{
  VmxClient *client;
  VmxStorage *storage;
  VmxObj *room;
  VmxObj *department;
  VmxObj *part;
} Fixture;

/* The service "Shop" has an object "Part" of its own. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->client = fixture_set_up_hr (OBJECTS);
  fixture_add_service (fixture->client, "Shop",
                       "{\"objects\":{\"Part\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\","
                       "\"Text\":\"string?\"},\"records\":[{\"Id\":1,\"Text\":\"screw\"}]}}}");
  fixture_setup (fixture->client);
  fixture->storage = vmx_client_get_storage (fixture->client);
  fixture->room = fixture_get_object (fixture->client, "Room");
  fixture->department = fixture_get_object (fixture->client, "Department");
  fixture->part = fixture_get_object (fixture->client, "Part");
  g_object_unref (fixture_sync (fixture->room, NULL));
  g_object_unref (fixture_sync (fixture->department, NULL));
  g_object_unref (fixture_sync (fixture->part, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->room);
  g_object_unref (fixture->department);
  g_object_unref (fixture->part);
  g_object_unref (fixture->client);
}

static void
edit_rooms (Fixture *fixture)
{
  fixture_edit (fixture->room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":9}", KEY ("A"));
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, KEY ("B"));
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\"}", NULL);
}

static void
edit_all (Fixture *fixture)
{
  edit_rooms (fixture);
  fixture_edit (fixture->department, FIXTURE_UPDATE, "{\"Title\":\"New\"}", NULL);
  fixture_edit (fixture->part, FIXTURE_DELETE, NULL, NULL);
}

static void
assert_rooms_as_synced (Fixture *fixture)
{
  fixture_assert_all (fixture->room, "[" ROOM ("A", 1) "," ROOM ("B", 2) "]");
  fixture_assert_pending (fixture->room, "");
}

static void
test_row_84_all (Fixture *fixture, gconstpointer data)
{
  edit_all (fixture);
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);
  assert_rooms_as_synced (fixture);
  edit_rooms (fixture);
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{}");
  assert_rooms_as_synced (fixture);
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);
  fixture_assert_pending (fixture->department,
                          "{\"Id\":1} pending: update pending {\"Title\":\"New\"}");
  g_assert_cmpuint (fixture_count_rows (fixture->storage, &fixture_originals), ==, 2);
}

static void
test_row_84_one (Fixture *fixture, gconstpointer data)
{
  edit_rooms (fixture);
  fixture_edit (fixture->room, FIXTURE_UPDATE, "{\"Seats\":10}", NULL);
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"A\"}");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"B\"}");
  fixture_assert_all (fixture->room, "[" ROOM ("A", 1) "," ROOM ("B", 2) "," ROOM ("X", 10) "]");
  fixture_assert_pending (fixture->room, "{\"Number\":\"X\"} pending: create pending {};"
                                         " update pending {\"Seats\":10}");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"X\"}");
  assert_rooms_as_synced (fixture);
}

/* The server's version that came in the meantime is the last synced state. */
static void
test_row_84_after_sync (Fixture *fixture, gconstpointer data)
{
  edit_rooms (fixture);
  fixture_sync_hr (
      fixture->client, fixture->room,
      "\"Room\":{\"records\":[" ROOM ("A", 50) "," ROOM ("B", 51) "," ROOM ("C", 52) "]}", NULL);
  fixture_assert_all (fixture->room, "[" ROOM ("A", 9) "," ROOM ("C", 52) "," ROOM ("X", null) "]");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);
  fixture_assert_all (fixture->room, "[" ROOM ("A", 50) "," ROOM ("B", 51) "," ROOM ("C", 52) "]");
  fixture_assert_pending (fixture->room, "");
}

/* Two records were made with one key. */
static void
test_row_84_created_at_both_ends (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\"}", NULL);
  fixture_sync_hr (fixture->client, fixture->room, "\"Room\":{\"records\":[" ROOM ("X", 50) "]}",
                   NULL);
  fixture_assert_records (fixture->room, KEY ("X"), "[" ROOM ("X", null) "]");
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, KEY ("X"));
  fixture_assert_records (fixture->room, KEY ("X"), "[" ROOM ("X", 50) "]");
  fixture_assert_pending (fixture->room, "");
  g_assert_cmpuint (fixture_count_rows (fixture->storage, &fixture_originals), ==, 0);
}

/* Rule 5: without reconciliation the record is overwritten, and so is what a rollback restores. */
static void
test_row_84_without_reconciliation (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":9}", KEY ("A"));
  fixture_sync_hr (fixture->client, fixture->room, "\"Room\":{\"records\":[" ROOM ("A", 50) "]}",
                   "{\"downloadReconciliationRequired\":false,\"syncType\":\"downloadOnly\"}");
  fixture_assert_records (fixture->room, KEY ("A"), "[" ROOM ("A", 50) "]");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":9}");
  fixture_edit (fixture->room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":10}", KEY ("A"));
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"A\"}");
  fixture_assert_records (fixture->room, KEY ("A"), "[" ROOM ("A", 50) "]");
}

static void
test_row_84_service_and_everything (Fixture *fixture, gconstpointer data)
{
  VmxObjSvc *service = vmx_client_get_service (fixture->client, "HR", NULL);
  g_autoptr(GError) error = NULL;

  edit_all (fixture);
  g_assert_true (vmx_obj_svc_rollback (service, NULL, &error));
  g_assert_no_error (error);
  assert_rooms_as_synced (fixture);
  fixture_assert_all (fixture->department, "[" DEPARTMENT "]");
  fixture_assert_pending (fixture->part, "{\"Id\":1} pending: delete pending");
  edit_rooms (fixture);
  g_assert_true (vmx_client_rollback (fixture->client, NULL, &error));
  g_assert_no_error (error);
  assert_rooms_as_synced (fixture);
  fixture_assert_all (fixture->part, "[{\"Id\":1,\"Text\":\"screw\"}]");
  g_assert_cmpuint (fixture_count_rows (fixture->storage, &fixture_originals), ==, 0);
  g_assert_cmpuint (fixture_count_rows (fixture->storage, &fixture_changes), ==, 0);
}

static void
test_row_85 (Fixture *fixture, gconstpointer data)
{
  fixture_assert_edit_fails (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"Z\"}",
                             VMX_ERROR_ROLLBACK_FAILED, "Z");
  fixture_assert_edit_fails (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"A\"}",
                             VMX_ERROR_ROLLBACK_FAILED, "A");
  edit_rooms (fixture);
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"A\"}");
  fixture_assert_edit_fails (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"A\"}",
                             VMX_ERROR_ROLLBACK_FAILED, "A");
  fixture_assert_edit_fails (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Seats\":9}",
                             VMX_ERROR_INVALID_OPTION, "Seats");
}

static void
put_request (Fixture *fixture, const char *id, const char *service, const char *seqs)
{
  g_autofree char *row = g_strdup_printf (
      "{\"request_id\":\"%s\",\"service\":\"%s\",\"first_sent\":\"2024-01-01T00:00:00Z\","
      "\"method\":\"POST\",\"url\":\"x\",\"form\":\"batch\",\"body\":\"{}\",\"attempts\":1,"
      "\"headers\":{},\"seqs\":%s}",
      id, service, seqs);

  fixture_put_row (fixture->storage, &fixture_outbox, row);
}

static void
assert_outbox (Fixture *fixture, const char *rows)
{
  g_autofree char *found = fixture_read_rows (fixture->storage, &fixture_outbox, "request_id seqs");

  g_assert_cmpstr (found, ==, rows);
}

/* The one change of the object goes on its way, as a run does it. Its seq. */
static gint64
put_in_flight (Fixture *fixture, VmxObj *object)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pending = vmx_obj_get_pending_records_for_upload (object, NULL, &error);
  g_autofree char *row = NULL;
  gint64 seq;

  g_assert_no_error (error);
  g_assert_cmpuint (pending->len, ==, 1);
  seq = vmx_change_get_seq (vmx_pending_record_get_changes (pending->pdata[0])->pdata[0]);
  row = g_strdup_printf ("{\"seq\":%" G_GINT64_FORMAT ",\"state\":\"in-flight\"}", seq);
  fixture_put_row (fixture->storage, &fixture_changes, row);
  return seq;
}

/* Changes in flight that are rolled back are abandoned: their answers will concern nobody. */
static void
test_row_86 (Fixture *fixture, gconstpointer data)
{
  VmxObjSvc *service = vmx_client_get_service (fixture->client, "HR", NULL);
  gint64 seqs[3];
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;
  g_autofree char *left = NULL;
  g_autoptr(GError) error = NULL;

  fixture_edit (fixture->room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":9}", KEY ("A"));
  fixture_edit (fixture->department, FIXTURE_UPDATE, "{\"Title\":\"New\"}", NULL);
  fixture_edit (fixture->part, FIXTURE_DELETE, NULL, NULL);
  seqs[0] = put_in_flight (fixture, fixture->room);
  seqs[1] = put_in_flight (fixture, fixture->department);
  seqs[2] = put_in_flight (fixture, fixture->part);
  both = g_strdup_printf ("[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]", seqs[0], seqs[1]);
  one = g_strdup_printf ("[%" G_GINT64_FORMAT "]", seqs[0]);
  put_request (fixture, "1", "HR", both);
  put_request (fixture, "2", "HR", one);
  g_free (one);
  one = g_strdup_printf ("[%" G_GINT64_FORMAT "]", seqs[2]);
  put_request (fixture, "3", "Shop", one);
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"A\"}");
  left = g_strdup_printf ("[{\"request_id\":\"1\",\"seqs\":[null,%" G_GINT64_FORMAT "]},"
                          "{\"request_id\":\"3\",\"seqs\":%s}]",
                          seqs[1], one);
  assert_outbox (fixture, left);
  g_assert_true (vmx_obj_svc_rollback (service, NULL, &error));
  g_assert_no_error (error);
  g_free (left);
  left = g_strdup_printf ("[{\"request_id\":\"3\",\"seqs\":%s}]", one);
  assert_outbox (fixture, left);
  g_assert_true (vmx_client_rollback (fixture->client, NULL, &error));
  g_assert_no_error (error);
  assert_outbox (fixture, "[]");
}

static void
test_row_87 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *seqs = NULL;
  g_autofree char *bookmarks = NULL;
  g_autofree char *originals = NULL;

  edit_all (fixture);
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"B\"}");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"X\"}");
  seqs = g_strdup_printf ("[%" G_GINT64_FORMAT "]", put_in_flight (fixture, fixture->room));
  put_request (fixture, "1", "HR", seqs);
  fixture_edit (fixture->room, FIXTURE_CLEAR, NULL, NULL);
  g_assert_cmpuint (fixture_count (fixture->room), ==, 0);
  fixture_assert_pending (fixture->room, "");
  assert_outbox (fixture, "[]");
  bookmarks = fixture_read_rows (fixture->storage, &fixture_bookmarks, "object");
  g_assert_cmpstr (bookmarks, ==, "[{\"object\":\"Department\"},{\"object\":\"Part\"}]");
  originals = fixture_read_rows (fixture->storage, &fixture_originals, "object");
  g_assert_cmpstr (originals, ==, "[{\"object\":\"Department\"},{\"object\":\"Part\"}]");
  fixture_sync_object (fixture->client, "Room");
  assert_rooms_as_synced (fixture);
  edit_rooms (fixture);
  fixture_edit (fixture->room, FIXTURE_CLEAR, NULL, "{}");
  g_assert_cmpuint (fixture_count (fixture->room), ==, 0);
  /* Foreign keys in other objects are left alone. */
  fixture_edit (fixture->department, FIXTURE_CLEAR, NULL, NULL);
  g_assert_cmpuint (fixture_count (fixture->part), ==, 0);
  fixture_assert_pending (fixture->part, "{\"Id\":1} pending: delete pending");
}

static void
test_row_88 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *bookmarks = NULL;

  edit_rooms (fixture);
  g_object_unref (fixture_sync (fixture->department, "{\"filter\":\"Id lt 9\"}"));
  fixture_edit (fixture->room, FIXTURE_CLEAR, NULL, KEY ("A"));
  fixture_assert_all (fixture->room, "[" ROOM ("X", null) "]");
  fixture_assert_edit_fails (fixture->room, FIXTURE_CLEAR, NULL, KEY ("A"), VMX_ERROR_KEY_NOT_FOUND,
                             "A");
  /* Known by its original only. */
  fixture_edit (fixture->room, FIXTURE_CLEAR, NULL, KEY ("B"));
  fixture_edit (fixture->room, FIXTURE_CLEAR, NULL, KEY ("X"));
  fixture_assert_all (fixture->room, "[]");
  fixture_assert_pending (fixture->room, "");
  g_assert_cmpuint (fixture_count_rows (fixture->storage, &fixture_originals), ==, 0);
  fixture_assert_edit_fails (fixture->room, FIXTURE_CLEAR, NULL,
                             "{\"primaryKeys\":{\"Number\":null}}", VMX_ERROR_KEY_MISSING,
                             "Number");
  /* Or a sync with another filter would never bring it back. */
  fixture_edit (fixture->department, FIXTURE_CLEAR, NULL, "{\"primaryKeys\":{\"Id\":1}}");
  bookmarks = fixture_read_rows (fixture->storage, &fixture_bookmarks, "object filter");
  g_assert_null (strstr (bookmarks, "Id lt 9"));
  fixture_sync_object (fixture->client, "Department");
  fixture_assert_all (fixture->department, "[" DEPARTMENT "]");
}

static void
test_row_89 (Fixture *fixture, gconstpointer data)
{
  VmxObjSvc *service = vmx_client_get_service (fixture->client, "HR", NULL);
  g_autofree char *seqs = NULL;
  g_autofree char *bookmarks = NULL;
  g_autoptr(GError) error = NULL;

  edit_all (fixture);
  seqs = g_strdup_printf ("[%" G_GINT64_FORMAT "]", put_in_flight (fixture, fixture->department));
  put_request (fixture, "1", "HR", seqs);
  g_assert_true (vmx_obj_svc_clear_offline_data (service, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (fixture->room), ==, 0);
  g_assert_cmpuint (fixture_count (fixture->department), ==, 0);
  fixture_assert_pending (fixture->room, "");
  fixture_assert_pending (fixture->department, "");
  fixture_assert_pending (fixture->part, "{\"Id\":1} pending: delete pending");
  assert_outbox (fixture, "[]");
  bookmarks = fixture_read_rows (fixture->storage, &fixture_bookmarks, "object");
  g_assert_cmpstr (bookmarks, ==, "[{\"object\":\"Part\"}]");
  fixture_sync_object (fixture->client, "Room");
  assert_rooms_as_synced (fixture);
}

static void
assert_failing_clear_keeps (VmxClient *client, VmxStorage *storage, const char *fault, int nth)
{
  VmxObjSvc *service = vmx_client_get_service (client, "HR", NULL);
  g_autoptr(VmxObj) room = fixture_get_object (client, "Room");
  g_autoptr(GError) error = NULL;

  g_object_set (storage, fault, nth, NULL);
  g_assert_false (vmx_obj_svc_clear_offline_data (service, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_CLEAR_SERVICE_FAILED, "mock storage");
  fixture_assert_all (room, "[" ROOM ("A", 9) "," ROOM ("B", 2) "]");
  fixture_assert_pending (room, "{\"Number\":\"A\"} pending: update pending {\"Seats\":9}");
  g_object_set (storage, fault, nth, NULL);
  g_assert_cmpint (fixture_try_edit (room, FIXTURE_CLEAR, NULL, NULL, &error), ==, -1);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_CLEAR_OBJECT_FAILED, "mock storage");
  fixture_assert_all (room, "[" ROOM ("A", 9) "," ROOM ("B", 2) "]");
  fixture_assert_pending (room, "{\"Number\":\"A\"} pending: update pending {\"Seats\":9}");
}

static void
test_row_89_failure (void)
{
  g_autofree char *scenario = fixture_hr_scenario (OBJECTS);
  VmxStorage *storage;
  g_autoptr(VmxClient) client = fixture_set_up_with_mock_storage (scenario, &storage);
  g_autoptr(VmxObj) room = fixture_get_object (client, "Room");

  g_object_unref (fixture_sync (room, NULL));
  fixture_edit (room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":9}", KEY ("A"));
  assert_failing_clear_keeps (client, storage, "fail-after-writes", 1);
  assert_failing_clear_keeps (client, storage, "fail-after-writes", 2);
  assert_failing_clear_keeps (client, storage, "fail-commit", 1);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-84-rollback-all", test_row_84_all);
  ADD ("/acceptance/row-84-rollback-one", test_row_84_one);
  ADD ("/acceptance/row-84-rollback-after-sync", test_row_84_after_sync);
  ADD ("/acceptance/row-84-created-at-both-ends", test_row_84_created_at_both_ends);
  ADD ("/acceptance/row-84-without-reconciliation", test_row_84_without_reconciliation);
  ADD ("/acceptance/row-84-service-and-everything", test_row_84_service_and_everything);
  ADD ("/acceptance/row-85-rollback-unknown-key", test_row_85);
  ADD ("/acceptance/row-86-rollback-clears-cached-requests", test_row_86);
  ADD ("/acceptance/row-87-clear-offline-data", test_row_87);
  ADD ("/acceptance/row-88-clear-offline-data-of-one", test_row_88);
  ADD ("/acceptance/row-89-clear-offline-data-of-service", test_row_89);
  g_test_add_func ("/acceptance/row-89-failure", test_row_89_failure);
  return g_test_run ();
}
