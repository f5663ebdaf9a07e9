/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How changes are kept until they are uploaded: acceptance rows 76 to 83. */
#include "fixture-edit.h"

#include <string.h>

#define ROOM(number, seats)                                                                        \
  "{\"Number\":\"" number "\",\"DepartmentCode\":null,\"Seats\":" #seats "}"
#define ROOMS "\"Room\":{\"records\":[" ROOM ("A", 1) "," ROOM ("B", 2) "," ROOM ("C", 3) "]}"
#define KEY(number) "\"primaryKeys\":{\"Number\":\"" number "\"}"
#define DEFERRED ",\"markForUpload\":false}"
#define LAST_ONLY ",\"trackIntermediateUpdates\":false}"
#define SNAPSHOT ",\"syncLatestObjectSnapshot\":true}"

typedef struct
{
  VmxClient *client;
  VmxObj *room;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->client = fixture_set_up_hr (ROOMS);
  fixture->room = fixture_get_object (fixture->client, "Room");
  g_object_unref (fixture_sync (fixture->room, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->room);
  g_object_unref (fixture->client);
}

static void
update (Fixture *fixture, const char *record, const char *options)
{
  fixture_edit (fixture->room, FIXTURE_UPDATE_BY_PK, record, options);
}

/* What only a run does: the first change of the object is on its way, or was answered. */
static void
set_first_state (Fixture *fixture, const char *state)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pending
      = vmx_obj_get_pending_records_for_upload (fixture->room, NULL, &error);
  GPtrArray *changes = vmx_pending_record_get_changes (pending->pdata[0]);
  g_autofree char *row = g_strdup_printf ("{\"seq\":%" G_GINT64_FORMAT ",\"state\":\"%s\"}",
                                          vmx_change_get_seq (changes->pdata[0]), state);

  g_assert_no_error (error);
  fixture_put_row (vmx_client_get_storage (fixture->client), &fixture_changes, row);
}

static void
assert_seats (Fixture *fixture, const char *options, const char *seats)
{
  g_autofree char *expected = g_strdup_printf ("[{\"Seats\":%s}]", seats);
  g_autofree char *read = g_strdup_printf ("%.*s,\"projectionColumns\":[\"Seats\"]}",
                                           (int) (strlen (options) - 1), options);

  fixture_assert_records (fixture->room, read, expected);
}

static void
test_row_76 (Fixture *fixture, gconstpointer data)
{
  VmxStorage *storage = vmx_client_get_storage (fixture->client);
  static const char untracked[] = "{\"trackChanges\":false}";

  g_assert_cmpint (fixture_edit (fixture->room, FIXTURE_UPDATE, "{\"Seats\":9}", untracked), ==, 3);
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\"}", untracked);
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL,
                "{" KEY ("B") ",\"trackChanges\":\"false\"}");
  fixture_assert_pending (fixture->room, "");
  g_assert_cmpuint (fixture_count_rows (storage, &fixture_changes), ==, 0);
  g_assert_cmpuint (fixture_count_rows (storage, &fixture_originals), ==, 4);
  /* A download leaves them alone. */
  fixture_sync_object (fixture->client, "Room");
  fixture_assert_all (fixture->room, "[" ROOM ("A", 9) "," ROOM ("C", 9) "," ROOM ("X", null) "]");
  /* Later tracked changes are uploaded without them. */
  update (fixture, "{\"Seats\":8}", "{" KEY ("A") "}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":8}");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);
  fixture_assert_all (fixture->room, "[" ROOM ("A", 1) "," ROOM ("B", 2) "," ROOM ("C", 3) "]");
  fixture_assert_edit_fails (fixture->room, FIXTURE_UPDATE, "{\"Seats\":1}",
                             "{\"trackChanges\":false" LAST_ONLY, VMX_ERROR_EXCLUSIVE_OPTIONS,
                             "trackChanges");
}

static void
test_row_77 (Fixture *fixture, gconstpointer data)
{
  update (fixture, "{\"Seats\":10}", "{" KEY ("A") "}");
  update (fixture, "{\"Seats\":11}", "{" KEY ("A") LAST_ONLY);
  update (fixture, "{\"Seats\":12,\"DepartmentCode\":null}", "{" KEY ("A") LAST_ONLY);
  update (fixture, "{\"Seats\":13}", "{" KEY ("A") LAST_ONLY);
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":10};"
                          " update pending {\"DepartmentCode\":null,\"Seats\":13}");
  update (fixture, "{\"Seats\":14}", "{" KEY ("A") "}");
  update (fixture, "{\"Seats\":15}", "{" KEY ("A") LAST_ONLY);
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":10};"
                          " update pending {\"DepartmentCode\":null,\"Seats\":13};"
                          " update pending {\"Seats\":14}; update pending {\"Seats\":15}");
  assert_seats (fixture, "{" KEY ("A") "}", "15");
}

/* Changes that the server may have are never changed any more. */
static void
test_row_77_frozen (Fixture *fixture, gconstpointer data)
{
  static const char *const frozen[] = { "in-flight", "unknown" };

  for (guint i = 0; i < G_N_ELEMENTS (frozen); i++)
    {
      g_autofree char *expected
          = g_strdup_printf ("{\"Number\":\"A\"} %s: update %s {\"Seats\":10};"
                             " update pending {\"Seats\":12}",
                             frozen[i], frozen[i]);

      update (fixture, "{\"Seats\":10}", "{" KEY ("A") LAST_ONLY);
      set_first_state (fixture, frozen[i]);
      update (fixture, "{\"Seats\":11}", "{" KEY ("A") LAST_ONLY);
      update (fixture, "{\"Seats\":12}", "{" KEY ("A") LAST_ONLY);
      fixture_assert_pending (fixture->room, expected);
      fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);
    }
}

static void
test_row_78 (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\",\"Seats\":1}", NULL);
  update (fixture, "{\"Seats\":2}", "{" KEY ("X") SNAPSHOT);
  update (fixture, "{\"DepartmentCode\":null,\"Seats\":3}", "{" KEY ("X") SNAPSHOT);
  fixture_assert_pending (fixture->room, "{\"Number\":\"X\"} pending:"
                                         " create pending {\"DepartmentCode\":null,\"Seats\":3}");
  assert_seats (fixture, "{" KEY ("X") "}", "3");
  update (fixture, "{\"Seats\":4}", "{" KEY ("X") "}");
  update (fixture, "{\"Seats\":5}", "{" KEY ("X") SNAPSHOT);
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"X\"} pending:"
                          " create pending {\"DepartmentCode\":null,\"Seats\":3};"
                          " update pending {\"Seats\":4}; update pending {\"Seats\":5}");
  /* Nothing to fold into. */
  update (fixture, "{\"Seats\":6}", "{" KEY ("A") SNAPSHOT);
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"X\"}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":6}");
}

static void
test_row_78_frozen (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\",\"Seats\":1}", NULL);
  set_first_state (fixture, "in-flight");
  update (fixture, "{\"Seats\":2}", "{" KEY ("X") SNAPSHOT);
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"X\"} in-flight: create in-flight {\"Seats\":1};"
                          " update pending {\"Seats\":2}");
  /* Nor does a deletion make it undone. */
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("X") "}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"X\"} in-flight: create in-flight {\"Seats\":1};"
                          " update pending {\"Seats\":2}; delete pending");
}

static void
test_row_79 (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\",\"Seats\":1}",
                "{\"markForUpload\":false}");
  update (fixture, "{\"Seats\":5}", "{" KEY ("A") DEFERRED);
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("B") DEFERRED);
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} deferred: update deferred {\"Seats\":5}\n"
                          "{\"Number\":\"B\"} deferred: delete deferred\n"
                          "{\"Number\":\"X\"} deferred: create deferred {\"Seats\":1}");
  fixture_assert_all (fixture->room, "[" ROOM ("A", 5) "," ROOM ("C", 3) "," ROOM ("X", 1) "]");
  /* The last state only, each kind for itself. */
  update (fixture, "{\"Seats\":6}", "{" KEY ("C") LAST_ONLY);
  update (fixture, "{\"Seats\":7}",
          "{" KEY ("C") ",\"trackIntermediateUpdates\":false,\"markForUpload\":false}");
  update (fixture, "{\"Seats\":8}",
          "{" KEY ("C") ",\"trackIntermediateUpdates\":false,\"markForUpload\":false}");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"A\"}");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, "{\"Number\":\"B\"}");
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("X") DEFERRED);
  g_assert_cmpuint (fixture_count_rows (vmx_client_get_storage (fixture->client), &fixture_changes),
                    ==, 2);
}

static void
test_row_80 (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *options;
    int n;
  } released[] = {
    { "{" KEY ("A") "}", 1 },
    { "{\"whereCondition\":{\"Seats\":51}}", 1 },
    { "{\"whereConditionAsAString\":\"Seats > 50\"}", 2 },
    { "{\"likeCondition\":{\"Number\":\"a\"}}", 1 },
    { "{\"filter\":\"Seats gt 50\"}", 2 },
    { "{" KEY ("B") "}", 1 },
    { "{\"whereCondition\":{\"Seats\":2}}", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (released); i++)
    {
      g_autofree char *left = NULL;

      g_test_message ("%s", released[i].options);
      update (fixture, "{\"Seats\":51}", "{" KEY ("A") DEFERRED);
      update (fixture, "{\"Seats\":52}", "{" KEY ("C") DEFERRED);
      fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("B") DEFERRED);
      g_assert_cmpint (
          fixture_edit (fixture->room, FIXTURE_MARK_FOR_UPLOAD, NULL, released[i].options), ==,
          released[i].n);
      left = fixture_read_deferred (fixture->room);
      g_assert_cmpuint (strlen (left), <,
                        strlen ("[{\"Number\":\"A\"},{\"Number\":\"B\"},"
                                "{\"Number\":\"C\"}]"));
      fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);
    }
}

static void
test_row_80_refusals (Fixture *fixture, gconstpointer data)
{
  update (fixture, "{\"Seats\":51}", "{" KEY ("A") DEFERRED);
  update (fixture, "{\"Seats\":52}", "{" KEY ("A") DEFERRED);
  fixture_assert_edit_fails (fixture->room, FIXTURE_MARK_FOR_UPLOAD, NULL, NULL,
                             VMX_ERROR_OPTIONS_EMPTY, "primaryKeys");
  fixture_assert_edit_fails (fixture->room, FIXTURE_MARK_FOR_UPLOAD, NULL, "{}",
                             VMX_ERROR_OPTIONS_EMPTY, "primaryKeys");
  fixture_assert_edit_fails (fixture->room, FIXTURE_MARK_FOR_UPLOAD, NULL, "{" KEY ("Z") "}",
                             VMX_ERROR_NO_RECORD, "Room");
  fixture_edit (fixture->room, FIXTURE_MARK_FOR_UPLOAD, NULL, "{" KEY ("A") "}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":51};"
                          " update pending {\"Seats\":52}");
}

static void
test_row_81 (Fixture *fixture, gconstpointer data)
{
  update (fixture, "{\"Seats\":51}", "{" KEY ("A") DEFERRED);
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\"}", "{\"markForUpload\":false}");
  fixture_assert_edit_fails (fixture->room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":1}",
                             "{" KEY ("A") "}", VMX_ERROR_RECORD_DEFERRED, "A");
  fixture_assert_edit_fails (fixture->room, FIXTURE_UPDATE, "{\"Seats\":1}", NULL,
                             VMX_ERROR_RECORD_DEFERRED, "");
  fixture_assert_edit_fails (fixture->room, FIXTURE_UPDATE_BY_PK, "{\"Seats\":1}",
                             "{" KEY ("X") SNAPSHOT, VMX_ERROR_RECORD_DEFERRED, "X");
  fixture_assert_edit_fails (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("A") "}",
                             VMX_ERROR_RECORD_DEFERRED, "A");
  fixture_assert_edit_fails (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("X") "}",
                             VMX_ERROR_RECORD_DEFERRED, "X");
  update (fixture, "{\"Seats\":52}", "{" KEY ("A") DEFERRED);
  update (fixture, "{\"Seats\":53}", "{" KEY ("A") ",\"trackChanges\":false}");
  update (fixture, "{\"Seats\":54}", "{" KEY ("B") "}");
  fixture_edit (fixture->room, FIXTURE_MARK_FOR_UPLOAD, NULL, "{" KEY ("A") "}");
  update (fixture, "{\"Seats\":55}", "{" KEY ("A") "}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":51};"
                          " update pending {\"Seats\":52}; update pending {\"Seats\":55}\n"
                          "{\"Number\":\"B\"} pending: update pending {\"Seats\":54}\n"
                          "{\"Number\":\"X\"} deferred: create deferred {}");
}

static void
test_row_82 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *none = fixture_read_deferred (fixture->room);
  g_autofree char *some = NULL;

  g_assert_cmpstr (none, ==, "[]");
  update (fixture, "{\"Seats\":51}", "{" KEY ("A") "}");
  update (fixture, "{\"Seats\":52}", "{" KEY ("A") DEFERRED);
  update (fixture, "{\"Seats\":53}", "{" KEY ("A") DEFERRED);
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("B") DEFERRED);
  update (fixture, "{\"Seats\":54}", "{" KEY ("C") "}");
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\"}", "{\"markForUpload\":false}");
  some = fixture_read_deferred (fixture->room);
  g_assert_cmpstr (some, ==, "[{\"Number\":\"A\"},{\"Number\":\"B\"},{\"Number\":\"X\"}]");
}

static void
test_row_83 (Fixture *fixture, gconstpointer data)
{
  fixture_assert_pending (fixture->room, "");
  update (fixture, "{\"Seats\":51}", "{" KEY ("A") "}");
  update (fixture, "{\"Seats\":null}", "{" KEY ("A") "}");
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("B") "}");
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\"}", "{\"markForUpload\":false}");
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"Y\"}", NULL);
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("Y") "}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":51};"
                          " update pending {\"Seats\":null}\n"
                          "{\"Number\":\"B\"} pending: delete pending\n"
                          "{\"Number\":\"X\"} deferred: create deferred {}");
}

/* Every state is listed, and a deletion after a refused creation leaves nothing to send. */
static void
test_row_83_states (Fixture *fixture, gconstpointer data)
{
  static const char *const states[] = { "in-flight", "unknown", "conflict", "rejected" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autofree char *expected = g_strdup_printf (
          "{\"Number\":\"A\"} %s: update %s {\"Seats\":51}", states[i], states[i]);

      update (fixture, "{\"Seats\":51}", "{" KEY ("A") "}");
      set_first_state (fixture, states[i]);
      fixture_assert_pending (fixture->room, expected);
      fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);
    }
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\"}", NULL);
  set_first_state (fixture, "rejected");
  fixture_edit (fixture->room, FIXTURE_DELETE_BY_PK, NULL, "{" KEY ("X") "}");
  fixture_assert_pending (fixture->room, "");
}

/* The server does not have what it refused, so that what corrects it has to go in its place. */
static void
test_row_83_correction (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->room, FIXTURE_CREATE, "{\"Number\":\"X\",\"Seats\":1}", NULL);
  update (fixture, "{\"Seats\":2}", "{" KEY ("X") "}");
  set_first_state (fixture, "rejected");
  update (fixture, "{\"Seats\":3}", "{" KEY ("X") "}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"X\"} pending: create pending {\"Seats\":3}");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);

  update (fixture, "{\"Seats\":51}", "{" KEY ("A") "}");
  set_first_state (fixture, "rejected");
  fixture_edit (fixture->room, FIXTURE_UPDATE, "{\"Seats\":52}",
                "{" KEY ("A") ",\"markForUpload\":false}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} deferred: update pending {\"Seats\":51};"
                          " update deferred {\"Seats\":52}");
  fixture_edit (fixture->room, FIXTURE_ROLLBACK, NULL, NULL);

  update (fixture, "{\"Seats\":51}", "{" KEY ("A") "}");
  set_first_state (fixture, "conflict");
  update (fixture, "{\"Seats\":52}", "{" KEY ("A") "}");
  fixture_assert_pending (fixture->room,
                          "{\"Number\":\"A\"} pending: update pending {\"Seats\":51};"
                          " update pending {\"Seats\":52}");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-76-track-changes-false", test_row_76);
  ADD ("/acceptance/row-77-track-intermediate-updates-false", test_row_77);
  ADD ("/acceptance/row-77-frozen", test_row_77_frozen);
  ADD ("/acceptance/row-78-sync-latest-object-snapshot", test_row_78);
  ADD ("/acceptance/row-78-frozen", test_row_78_frozen);
  ADD ("/acceptance/row-79-mark-for-upload-false", test_row_79);
  ADD ("/acceptance/row-80-mark-for-upload", test_row_80);
  ADD ("/acceptance/row-80-refusals", test_row_80_refusals);
  ADD ("/acceptance/row-81-change-of-deferred-record", test_row_81);
  ADD ("/acceptance/row-82-get-upload-deferred-record-keys", test_row_82);
  ADD ("/acceptance/row-83-get-pending-records-for-upload", test_row_83);
  ADD ("/acceptance/row-83-states", test_row_83_states);
  ADD ("/acceptance/row-83-correction", test_row_83_correction);
  return g_test_run ();
}
