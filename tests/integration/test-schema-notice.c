/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What one program does to the schema of a store is noticed by another one that has it open. */
#include "fixture.h"
#include "fixture-store.h"

#define EMPLOYEE(columns)                                                                          \
  "\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"," columns "},\"records\":["        \
  "{\"Id\":1,\"Name\":\"Anna\",\"Pay\":1},{\"Id\":2,\"Name\":\"Ben\",\"Pay\":2},"                  \
  "{\"Id\":3,\"Name\":\"Cem\",\"Pay\":3}]}"
#define PROJECT                                                                                    \
  "\"Project\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"},\"records\":[{\"Id\":9}]}"
#define NAMED "{\"objects\":{" EMPLOYEE ("\"Name\":\"string?\",\"Pay\":\"int32?\"") "}}"
#define NAMED_AND_PROJECT                                                                          \
  "{\"objects\":{" EMPLOYEE ("\"Name\":\"string?\",\"Pay\":\"int32?\"") "," PROJECT "}}"
#define WIDER                                                                                      \
  "{\"objects\":{" EMPLOYEE ("\"Name\":\"string?\",\"Pay\":\"int32?\",\"New\":\"string?\"") "}}"
#define ONLY_PROJECT "{\"objects\":{" PROJECT "}}"

/* Two programs on one store; both know the same and have synchronised. */
typedef struct
{
  VmxClient *other;  /* changes the schema */
  VmxClient *client; /* notices it */
  VmxObj *employee;  /* of client */
} Notice;

static void
set_up (Notice *self, gconstpointer scenario)
{
  g_autofree char *path = fixture_new_path ();

  self->other = fixture_new_client (path, scenario);
  fixture_setup (self->other);
  self->client = fixture_new_client (path, scenario);
  fixture_setup (self->client);
  self->employee = fixture_get_object (self->client, "Employee");
  fixture_sync_object (self->client, "Employee");
}

static void
tear_down (Notice *self, gconstpointer data)
{
  g_clear_object (&self->employee);
  g_clear_object (&self->client);
  g_clear_object (&self->other);
}

static void
change_by_other (Notice *self, const char *scenario)
{
  g_autoptr(GError) error = NULL;

  fixture_set_scenario (self->other, "HR", scenario);
  vmx_client_incremental_setup (self->other, NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
shows_column (VmxObj *object, const char *name)
{
  return vmx_object_schema_find_column (vmx_obj_get_schema (object), name) != NULL;
}

static void
test_read (Notice *self, gconstpointer data)
{
  VmxObjectSchema *before = vmx_obj_get_schema (self->employee);

  change_by_other (self, WIDER);
  g_assert_false (shows_column (self->employee, "New"));
  fixture_assert_records (self->employee, "{\"primaryKeys\":{\"Id\":1}}",
                          "[{\"Id\":1,\"Name\":\"Anna\",\"Pay\":1,\"New\":null}]");
  g_assert_true (shows_column (self->employee, "New"));
  /* What the program had before stays valid. */
  g_assert_null (vmx_object_schema_find_column (before, "New"));
  change_by_other (self, "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":"
                         "{\"Id\":\"int64\",\"Pay\":\"int32?\"}}}}");
  fixture_assert_read_fails (self->employee, "{\"orderByMap\":[{\"Name\":\"ASC\"}]}",
                             VMX_ERROR_INVALID_OPTION, "Name");
  g_assert_false (shows_column (self->employee, "Name"));
  fixture_assert_records (self->employee, "{\"filter\":\"Pay eq 2\"}", "[{\"Id\":2,\"Pay\":2}]");
}

static void
test_read_async (Notice *self, gconstpointer data)
{
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(VmxRecord) key = vmx_record_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;

  change_by_other (self, WIDER);
  vmx_record_set_int64 (key, "Id", 2);
  vmx_read_options_set_primary_keys (options, key);
  vmx_obj_get_async (self->employee, options, NULL, fixture_keep_result, &result);
  /* The call goes by what the options were. */
  vmx_record_set_int64 (key, "Id", 3);
  vmx_read_options_set_primary_keys (options, NULL);
  fixture_wait_for (&result);
  g_assert_true (shows_column (self->employee, "New"));
  records = vmx_obj_get_finish (self->employee, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  g_assert_cmpstr (vmx_record_get_text (records->pdata[0], "Name"), ==, "Ben");
}

static void
test_objects (Notice *self, gconstpointer data)
{
  g_autoptr(VmxObj) project = NULL;
  g_autoptr(GError) error = NULL;

  change_by_other (self, NAMED_AND_PROJECT);
  g_assert_cmpuint (fixture_count (self->employee), ==, 3);
  project = fixture_get_object (self->client, "Project");
  g_assert_cmpuint (fixture_count (project), ==, 0);
  change_by_other (self, ONLY_PROJECT);
  fixture_assert_read_fails (self->employee, NULL, VMX_ERROR_OBJECT_NOT_FOUND, "“Employee”");
  g_assert_null (vmx_obj_get_schema (self->employee));
  g_assert_null (vmx_client_get_object (self->client, "Employee", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "“Employee”");
  g_assert_cmpuint (fixture_count (project), ==, 0);
}

static void
test_service (Notice *self, gconstpointer data)
{
  fixture_add_service (self->other, "Shop",
                       "{\"objects\":{\"Order\":{\"key\":[\"Id\"],"
                       "\"columns\":{\"Id\":\"int64\"}}}}");
  fixture_setup (self->other);
  g_assert_null (vmx_client_get_service (self->client, "Shop", NULL));
  g_assert_cmpuint (fixture_count (self->employee), ==, 3);
  g_assert_nonnull (vmx_client_get_service (self->client, "Shop", NULL));
  g_assert_cmpuint (fixture_count_object (self->client, "Order"), ==, 0);
}

/* A run goes by the schema of the store, even if the program has not seen it yet. */
static void
test_sync (Notice *self, gconstpointer data)
{
  change_by_other (self, "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":"
                         "{\"Id\":\"int64\",\"Pay\":\"int32?\"}}}}");
  fixture_set_scenario (self->client, "HR",
                        "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":"
                        "{\"Id\":\"int64\",\"Pay\":\"int32?\"},\"records\":["
                        "{\"Id\":1,\"Pay\":100}]}}}");
  fixture_sync_object (self->client, "Employee");
  g_assert_false (shows_column (self->employee, "Name"));
  fixture_assert_records (self->employee, "{\"primaryKeys\":{\"Id\":1}}",
                          "[{\"Id\":1,\"Pay\":100}]");
}

static void
test_sync_of_removed (Notice *self, gconstpointer data)
{
  change_by_other (self, ONLY_PROJECT);
  fixture_assert_sync_fails (self->employee, NULL, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND,
                             "“Employee”");
  g_assert_null (vmx_obj_get_schema (self->employee));
}

static void
create (VmxObj *object, const char *json, GError **error)
{
  g_autoptr(VmxRecord) record = vmx_record_new_from_json (json, NULL);
  g_autoptr(VmxRecord) created = vmx_obj_create (object, record, NULL, NULL, error);

  g_assert_true ((created != NULL) == (*error == NULL));
}

/* Edits go by the schema of the store, too. */
static void
test_edit (Notice *self, gconstpointer data)
{
  g_autoptr(VmxObj) project = NULL;
  g_autoptr(GError) error = NULL;

  change_by_other (self, WIDER);
  create (self->employee, "{\"Id\":7,\"Name\":\"Gül\",\"New\":\"x\"}", &error);
  g_assert_no_error (error);
  g_assert_true (shows_column (self->employee, "New"));
  change_by_other (self, NAMED_AND_PROJECT);
  create (self->employee, "{\"Id\":8,\"New\":\"x\"}", &error);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN, "New");
  g_assert_false (shows_column (self->employee, "New"));
  project = fixture_get_object (self->client, "Project");
  change_by_other (self, NAMED);
  create (project, "{\"Id\":1}", &error);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "“Project”");
  g_assert_null (vmx_obj_get_schema (project));
}

/* Once, when the first batch of a download was stored. */
static void
on_progress (VmxObj *object, VmxSyncProgress *progress, gpointer user_data)
{
  Notice *self = user_data;

  if (vmx_sync_progress_get_phase (progress) != VMX_SYNC_PHASE_DOWNLOAD
      || vmx_sync_progress_get_state (progress) != VMX_SYNC_STATE_ENDED
      || vmx_sync_progress_get_batch_number (progress) != 1)
    return;
  g_signal_handlers_disconnect_by_data (object, self);
  change_by_other (self, WIDER);
}

static void
check_during_sync (Notice *self)
{
  g_autofree char *bookmarks = NULL;

  g_signal_connect (self->employee, "progress", G_CALLBACK (on_progress), self);
  fixture_assert_sync_fails (self->employee, "{\"downloadBatchSize\":1}", VMX_ERROR,
                             VMX_ERROR_SCHEMA_REFRESH,
                             "object “Employee”, batch 2: the schema of the store was changed by "
                             "another program");
  /* The bookmark of batch 1 went with the change, and none came after it. */
  g_assert_cmpuint (
      fixture_count_rows (vmx_client_get_storage (self->client), &fixture_bookmarks), ==, 0);
  g_assert_cmpuint (fixture_count (self->employee), ==, 3);
  g_assert_true (shows_column (self->employee, "New"));
  fixture_set_scenario (self->client, "HR", WIDER);
  fixture_sync_object (self->client, "Employee");
}

static void
test_during_sync (Notice *self, gconstpointer data)
{
  check_during_sync (self);
}

/* The stored records are asked for a column that the answer leaves out. */
static void
test_during_processing (Notice *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  vmx_obj_add_processor_by_name (self->employee, "fill-missing", &error);
  g_assert_no_error (error);
  fixture_set_scenario (
      self->client, "HR",
      "{\"objects\":{" EMPLOYEE (
          "\"Name\":\"string?\",\"Pay\":\"int32?\"") "},\"faults\":[{\"object\":\"Employee\","
                                                     "\"missing-columns\":[\"Pay\"],\"times\":0}]"
                                                     "}");
  check_during_sync (self);
}

/* A reset leaves the same schema, but the batches before it are gone. */
static void
on_progress_reset (VmxObj *object, VmxSyncProgress *progress, gpointer user_data)
{
  Notice *self = user_data;
  g_autoptr(GError) error = NULL;

  if (vmx_sync_progress_get_phase (progress) != VMX_SYNC_PHASE_DOWNLOAD
      || vmx_sync_progress_get_state (progress) != VMX_SYNC_STATE_ENDED)
    return;
  g_signal_handlers_disconnect_by_data (object, self);
  vmx_client_reset (self->other, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_reset_during_sync (Notice *self, gconstpointer data)
{
  g_signal_connect (self->employee, "progress", G_CALLBACK (on_progress_reset), self);
  fixture_assert_sync_fails (self->employee, "{\"downloadBatchSize\":1}", VMX_ERROR,
                             VMX_ERROR_SCHEMA_REFRESH, "start the sync again");
  g_assert_cmpuint (fixture_count (self->employee), ==, 0);
}

/* An address that changes is no change of the schema. */
static void
test_other_option (Notice *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  change_by_other (self, WIDER);
  fixture_set_scenario (self->client, "HR", NAMED);
  fixture_setup (self->client);
  g_assert_true (shows_column (self->employee, "New"));
  fixture_setup (self->other);
  g_assert_cmpuint (fixture_count_object (self->other, "Employee"), ==, 3);
}

static void
add_test (const char *path, const char *scenario, void (*test) (Notice *, gconstpointer))
{
  g_test_add (path, Notice, scenario, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  add_test ("/schema-notice/read", NAMED, test_read);
  add_test ("/schema-notice/read-async", NAMED, test_read_async);
  add_test ("/schema-notice/objects", NAMED, test_objects);
  add_test ("/schema-notice/service", NAMED, test_service);
  add_test ("/schema-notice/sync", NAMED, test_sync);
  add_test ("/schema-notice/sync-of-removed", NAMED, test_sync_of_removed);
  add_test ("/schema-notice/edit", NAMED, test_edit);
  add_test ("/schema-notice/during-sync", NAMED, test_during_sync);
  add_test ("/schema-notice/during-processing", NAMED, test_during_processing);
  add_test ("/schema-notice/reset-during-sync", NAMED, test_reset_during_sync);
  add_test ("/schema-notice/other-option", NAMED, test_other_option);
  return g_test_run ();
}
