/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Schema changes while records stay: acceptance rows 43 and 44. */
#include "fixture.h"
#include "fixture-store.h"
#include "setup-scenarios.h"

#define EMPLOYEE(columns, records)                                                                 \
  "\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"," columns                          \
  "},\"records\":[" records "]}"
#define DEPARTMENT                                                                                 \
  "\"Department\":{\"key\":[\"Code\"],\"columns\":{\"Code\":\"string\",\"Title\":\"string?\"},"    \
  "\"records\":[{\"Code\":\"A\",\"Title\":\"Sales\"}]}"
#define PAID_EMPLOYEE                                                                              \
  EMPLOYEE ("\"Pay\":\"decimal?\"", "{\"Id\":1,\"Pay\":0.10},{\"Id\":2,\"Pay\":7}")
/* "Name" is gone, "Pay" is new. */
#define PAID "{\"objects\":{" PAID_EMPLOYEE "," DEPARTMENT "}}"
#define OTHER_TYPE                                                                                 \
  "{\"objects\":{" EMPLOYEE ("\"Name\":\"int32?\"", "{\"Id\":1,\"Name\":5}") "," DEPARTMENT "}}"
#define OTHER_KEY                                                                                  \
  "{\"objects\":{\"Employee\":{\"key\":[\"Name\"],\"columns\":{\"Id\":\"int64\",\"Name\":"         \
  "\"string\"}}," DEPARTMENT "}}"
#define ONLY_EMPLOYEE                                                                              \
  "{\"objects\":{" EMPLOYEE ("\"Name\":\"string?\"", "{\"Id\":1,\"Name\":\"Anna\"}") "}}"
#define WITH_PROJECT                                                                               \
  "{" TWO_OBJECTS_OPEN ",\"Project\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"},"            \
  "\"records\":[{\"Id\":9}]}}}"
#define TWO_OBJECTS_OPEN                                                                           \
  "\"objects\":{" EMPLOYEE ("\"Name\":\"string?\"", "{\"Id\":1,\"Name\":\"Anna\"}") "," DEPARTMENT

static const char *const both_names = "[{\"Id\":1,\"Name\":\"Anna\"},{\"Id\":2,\"Name\":\"Ben\"}]";

static guint
count_rows (VmxClient *client, const FixtureTable *table)
{
  return fixture_count_rows (vmx_client_get_storage (client), table);
}

static char *
read_rows (VmxClient *client, const FixtureTable *table)
{
  return fixture_read_rows (vmx_client_get_storage (client), table, NULL);
}

static void
assert_rows (VmxClient *client, const FixtureTable *table, const char *expected)
{
  g_autofree char *found = read_rows (client, table);

  g_assert_cmpstr (found, ==, expected);
}

static void
change (VmxClient *client)
{
  g_autoptr(GError) error = NULL;
  gboolean success = vmx_client_incremental_setup (client, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (success);
  g_assert_true (vmx_client_is_set_up (client));
}

static void
change_to (VmxClient *client, const char *scenario)
{
  fixture_set_scenario (client, "HR", scenario);
  change (client);
}

static void
assert_change_fails (VmxClient *client, const char *scenario, int code, const char *part)
{
  g_autoptr(GError) error = NULL;

  fixture_set_scenario (client, "HR", scenario);
  g_assert_false (vmx_client_incremental_setup (client, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, code, part);
}

/* Set up with employees and departments, and synchronised. */
static VmxClient *
make_filled (const char *path)
{
  VmxClient *client = fixture_new_client (path, GOOD);

  fixture_setup (client);
  fixture_sync_object (client, "Employee");
  fixture_sync_object (client, "Department");
  return client;
}

static void
assert_unchanged (VmxClient *client)
{
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");

  fixture_assert_records (employee, NULL, both_names);
  g_assert_cmpuint (fixture_count_object (client, "Department"), ==, 1);
}

/* Row 43. */
static void
test_row_43_columns (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);
  g_autoptr(VmxClient) later = fixture_new_client (path, NULL);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(VmxObj) again = NULL;

  g_assert_cmpuint (count_rows (client, &fixture_bookmarks), ==, 2);
  change_to (client, PAID);
  fixture_assert_records (employee, NULL, "[{\"Id\":1,\"Pay\":null},{\"Id\":2,\"Pay\":null}]");
  g_assert_null (vmx_object_schema_find_column (vmx_obj_get_schema (employee), "Name"));
  fixture_assert_read_fails (employee, "{\"projectionColumns\":[\"Name\"]}",
                             VMX_ERROR_INVALID_OPTION, "Name");
  g_assert_cmpuint (fixture_count_object (client, "Department"), ==, 1);
  /* The bookmark of the changed object went, that of the other one stayed. */
  g_assert_cmpuint (count_rows (client, &fixture_bookmarks), ==, 1);
  fixture_sync_object (client, "Employee");
  fixture_assert_records (employee, NULL, "[{\"Id\":1,\"Pay\":\"0.10\"},{\"Id\":2,\"Pay\":\"7\"}]");
  fixture_setup (later);
  again = fixture_get_object (later, "Employee");
  fixture_assert_records (again, NULL, "[{\"Id\":1,\"Pay\":\"0.10\"},{\"Id\":2,\"Pay\":\"7\"}]");
}

static void
test_row_43_objects (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);
  g_autoptr(VmxObj) department = fixture_get_object (client, "Department");
  g_autoptr(GError) error = NULL;

  change_to (client, WITH_PROJECT);
  assert_unchanged (client);
  fixture_sync_object (client, "Project");
  g_assert_cmpuint (fixture_count_object (client, "Project"), ==, 1);
  change_to (client, ONLY_EMPLOYEE);
  fixture_assert_read_fails (department, NULL, VMX_ERROR_OBJECT_NOT_FOUND, "Department");
  g_assert_null (vmx_client_get_object (client, "Project", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "Project");
  g_assert_cmpuint (fixture_count_object (client, "Employee"), ==, 2);
  g_assert_cmpuint (count_rows (client, &fixture_bookmarks), ==, 1);
  /* What comes back begins empty. */
  change_to (client, GOOD);
  g_assert_cmpuint (fixture_count (department), ==, 0);
}

static void
test_chosen_objects (void)
{
  static const char *const employee[] = { "Employee", NULL };
  static const char *const department[] = { "Department", NULL };
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  VmxObjSvc *service = vmx_client_get_service (client, "HR", NULL);

  vmx_obj_svc_set_objects (service, employee);
  fixture_setup (client);
  fixture_sync_object (client, "Employee");
  vmx_obj_svc_set_objects (service, NULL);
  change (client);
  g_assert_cmpuint (fixture_count_object (client, "Employee"), ==, 2);
  g_assert_cmpuint (fixture_count_object (client, "Department"), ==, 0);
  vmx_obj_svc_set_objects (service, department);
  fixture_assert_setup_fails (client, VMX_ERROR_NOT_SUPPORTED, "incremental_setup");
  change (client);
  g_assert_cmpuint (vmx_service_schema_get_n_objects (vmx_obj_svc_get_schema (service)), ==, 1);
  fixture_setup (client);
}

/* A program that names no service changes those that the store knows. */
static void
test_services_from_store (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *scenario = fixture_new_path ();
  g_autoptr(VmxClient) first = vmx_client_new (path);
  g_autoptr(VmxClient) second = vmx_client_new (path);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (scenario, GOOD, -1, &error);
  g_assert_no_error (error);
  vmx_client_add_service (first, "HR", "mock", scenario, &error);
  g_assert_no_error (error);
  fixture_setup (first);
  g_file_set_contents (scenario, WITH_PROJECT, -1, &error);
  g_assert_no_error (error);
  change (second);
  g_assert_cmpuint (fixture_count_object (second, "Project"), ==, 0);
}

static void
test_first_time (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, OFFLINE);
  g_autoptr(VmxClient) none = fixture_new_client (path, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_client_incremental_setup (none, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE, path);
  assert_change_fails (client, OFFLINE, VMX_ERROR_OFFLINE, "service “HR”: ");
  g_assert_false (vmx_client_is_set_up (client));
  change_to (client, GOOD);
  fixture_sync_object (client, "Employee");
  change (client);
  g_assert_cmpuint (fixture_count_object (client, "Employee"), ==, 2);
}

/* A fault of one kind when the schema shall be fetched. */
static char *
make_faulty (const char *fault)
{
  return g_strdup_printf (
      "{\"objects\":{%s},\"faults\":[{\"call\":\"fetch-schema\",\"error\":\"%s\"}]}",
      PAID_EMPLOYEE "," DEPARTMENT, fault);
}

static void
test_offline (void)
{
  static const char *const faults[] = { "offline", "timeout", "connect", "cut" };
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *scenario = make_faulty (faults[i]);

      change_to (client, scenario);
      assert_unchanged (client);
    }
  /* With one known service and one that is new, the new one fails. */
  fixture_set_scenario (client, "HR", OFFLINE);
  fixture_add_service (client, "Shop", OFFLINE);
  assert_change_fails (client, OFFLINE, VMX_ERROR_SCHEMA_REFRESH, "1 of 2 services");
  assert_unchanged (client);
}

/* Somebody has to know when a server refuses. */
static void
test_refused_by_server (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *refused = make_faulty ("server");
  g_autofree char *unknown = make_faulty ("auth");
  g_autoptr(VmxClient) client = make_filled (path);

  assert_change_fails (client, refused, VMX_ERROR_SERVER, "service “HR”: ");
  assert_unchanged (client);
  assert_change_fails (client, unknown, VMX_ERROR_NOT_SIGNED_IN, "service “HR”: ");
  assert_unchanged (client);
  change_to (client, PAID);
}

/* Row 44. */
static void
test_row_44 (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);
  g_autoptr(VmxClient) later = fixture_new_client (path, OFFLINE);

  assert_change_fails (client, OTHER_TYPE, VMX_ERROR_NOT_SUPPORTED,
                       "object “Employee”, column “Name”: its type was string and now is int32");
  assert_unchanged (client);
  assert_change_fails (client, OTHER_KEY, VMX_ERROR_NOT_SUPPORTED,
                       "object “Employee”: its key was “Id” and now is “Name”");
  assert_unchanged (client);
  fixture_set_scenario (client, "HR", GOOD);
  fixture_sync_object (client, "Employee");
  assert_unchanged (client);
  fixture_setup (later);
  assert_unchanged (later);
}

/* The other services are changed. */
static void
test_one_unsupported (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);
  g_autoptr(VmxObj) thing = NULL;

  fixture_add_service (client, "Shop", ONE ("Thing"));
  fixture_setup (client);
  fixture_set_scenario (client, "Shop",
                        "{\"objects\":{\"Thing\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\","
                        "\"New\":\"json?\"}}}}");
  assert_change_fails (client, OTHER_TYPE, VMX_ERROR_SCHEMA_REFRESH, "column “Name”");
  assert_unchanged (client);
  thing = fixture_get_object (client, "Thing");
  g_assert_nonnull (vmx_object_schema_find_column (vmx_obj_get_schema (thing), "New"));
  g_assert_cmpuint (fixture_count (thing), ==, 0);
}

static void
test_clash (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);

  fixture_add_service (client, "Shop", ONE ("project"));
  fixture_setup (client);
  assert_change_fails (client, WITH_PROJECT, VMX_ERROR_INVALID_ATTRIBUTE, "Project");
  assert_unchanged (client);
  g_assert_cmpuint (fixture_count_object (client, "project"), ==, 0);
}

static void
update (VmxClient *client, const char *object, const char *record, const char *options)
{
  g_autoptr(VmxObj) handle = fixture_get_object (client, object);
  g_autoptr(VmxRecord) values = vmx_record_new_from_json (record, NULL);
  g_autoptr(VmxWriteOptions) parsed = vmx_write_options_new_from_json (options, NULL);
  g_autoptr(GError) error = NULL;
  gint64 n_updated = vmx_obj_update (handle, values, parsed, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n_updated, ==, 1);
}

static void
roll_back (VmxClient *client)
{
  g_autoptr(GError) error = NULL;
  gboolean success = vmx_client_rollback (client, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (success);
}

/* Changes and originals hold their values by column name, and outlive the columns. */
static void
test_edits_stay (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autofree char *changes = NULL;
  g_autofree char *originals = NULL;

  update (client, "Employee", "{\"Name\":\"Anne\"}", "{\"primaryKeys\":{\"Id\":1}}");
  update (client, "Employee", "{\"Name\":\"B\"}",
          "{\"primaryKeys\":{\"Id\":2},\"trackChanges\":false}");
  changes = read_rows (client, &fixture_changes);
  originals = read_rows (client, &fixture_originals);
  g_assert_cmpuint (count_rows (client, &fixture_changes), ==, 1);
  g_assert_cmpuint (count_rows (client, &fixture_originals), ==, 2);
  change_to (client, PAID);
  assert_rows (client, &fixture_changes, changes);
  assert_rows (client, &fixture_originals, originals);
  fixture_assert_records (employee, NULL, "[{\"Id\":1,\"Pay\":null},{\"Id\":2,\"Pay\":null}]");
  /* Another edit of the same record, with the column that is new. */
  update (client, "Employee", "{\"Pay\":\"3.5\"}", "{\"primaryKeys\":{\"Id\":1}}");
  change_to (client, GOOD);
  g_assert_cmpuint (count_rows (client, &fixture_changes), ==, 2);
  assert_rows (client, &fixture_originals, originals);
  roll_back (client);
  fixture_assert_records (employee, NULL, both_names);
  g_assert_cmpuint (count_rows (client, &fixture_changes), ==, 0);
  g_assert_cmpuint (count_rows (client, &fixture_originals), ==, 0);
}

/* An original that has a column that is gone, and lacks one that is new, can be restored. */
static void
test_roll_back_afterwards (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");

  update (client, "Employee", "{\"Name\":\"Anne\"}", "{\"primaryKeys\":{\"Id\":1}}");
  change_to (client, PAID);
  update (client, "Employee", "{\"Pay\":\"3.5\"}", "{\"primaryKeys\":{\"Id\":1}}");
  roll_back (client);
  fixture_assert_records (employee, NULL, "[{\"Id\":1,\"Pay\":null},{\"Id\":2,\"Pay\":null}]");
}

static void
test_edited_object_stays (void)
{
  static const char *const employee[] = { "Employee", NULL };
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);
  VmxObjSvc *service = vmx_client_get_service (client, "HR", NULL);

  update (client, "Department", "{\"Title\":\"x\"}", "{\"primaryKeys\":{\"Code\":\"A\"}}");
  update (client, "Department", "{\"Title\":\"y\"}", "{\"primaryKeys\":{\"Code\":\"A\"}}");
  assert_change_fails (client, ONLY_EMPLOYEE, VMX_ERROR_SCHEMA_SETUP,
                       "object “Department” cannot be removed, because local edits would be lost "
                       "(changes: 2, edited records: 1); synchronise it or roll it back first");
  assert_unchanged (client);
  vmx_obj_svc_set_objects (service, employee);
  assert_change_fails (client, GOOD, VMX_ERROR_SCHEMA_SETUP, "“Department”");
  assert_unchanged (client);
  vmx_obj_svc_set_objects (service, NULL);
  roll_back (client);
  /* An edit that is not tracked has an original only. */
  update (client, "Department", "{\"Title\":\"z\"}",
          "{\"primaryKeys\":{\"Code\":\"A\"},\"trackChanges\":false}");
  assert_change_fails (client, ONLY_EMPLOYEE, VMX_ERROR_SCHEMA_SETUP,
                       "(changes: 0, edited records: 1)");
  assert_unchanged (client);
  roll_back (client);
  change_to (client, ONLY_EMPLOYEE);
  g_assert_cmpuint (fixture_count_object (client, "Employee"), ==, 2);
}

static void
test_async (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = make_filled (path);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) cancelled = NULL;
  g_autoptr(GAsyncResult) done = NULL;
  g_autoptr(GError) error = NULL;

  fixture_set_scenario (client, "HR", SLOW);
  vmx_client_incremental_setup_async (client, NULL, cancellable, fixture_keep_result, &cancelled);
  g_assert_false (vmx_client_setup (client, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY_TASK, "incremental_setup");
  g_cancellable_cancel (cancellable);
  fixture_wait_for (&cancelled);
  g_assert_false (vmx_client_incremental_setup_finish (client, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  assert_unchanged (client);
  fixture_set_scenario (client, "HR", WITH_PROJECT);
  vmx_client_incremental_setup_async (client, NULL, NULL, fixture_keep_result, &done);
  fixture_wait_for (&done);
  g_assert_true (vmx_client_incremental_setup_finish (client, done, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_object (client, "Project"), ==, 0);
}

/* However far it got, a failed change leaves nothing behind. */
static void
test_storage_fails (void)
{
  VmxStorage *storage;
  g_autoptr(VmxClient) client = fixture_set_up_with_mock_storage (GOOD, &storage);
  gboolean success = FALSE;
  guint n_failures = 0;

  fixture_sync_object (client, "Employee");
  fixture_sync_object (client, "Department");
  fixture_set_scenario (client, "HR",
                        "{\"objects\":{" PAID_EMPLOYEE ","
                        "\"Project\":{\"key\":[\"Id\"],\"columns\":{\"Id\":"
                        "\"int64\"}}}}");
  for (int write = 1; !success; write++)
    {
      g_autoptr(GError) error = NULL;

      g_object_set (storage, "fail-after-writes", write, NULL);
      success = vmx_client_incremental_setup (client, NULL, NULL, &error);
      if (success)
        continue;
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_ROLLED_BACK, "service “HR”: ");
      assert_unchanged (client);
      n_failures++;
    }
  g_object_set (storage, "fail-after-writes", -1, NULL);
  /* Alter, drop, create, and the rows of service and generation at least. */
  g_assert_cmpuint (n_failures, >=, 5);
  g_assert_cmpuint (fixture_count_object (client, "Project"), ==, 0);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/incremental-setup/row-43/columns", test_row_43_columns);
  g_test_add_func ("/incremental-setup/row-43/objects", test_row_43_objects);
  g_test_add_func ("/incremental-setup/row-44", test_row_44);
  g_test_add_func ("/incremental-setup/chosen-objects", test_chosen_objects);
  g_test_add_func ("/incremental-setup/services-from-store", test_services_from_store);
  g_test_add_func ("/incremental-setup/first-time", test_first_time);
  g_test_add_func ("/incremental-setup/offline", test_offline);
  g_test_add_func ("/incremental-setup/refused-by-server", test_refused_by_server);
  g_test_add_func ("/incremental-setup/one-unsupported", test_one_unsupported);
  g_test_add_func ("/incremental-setup/clash", test_clash);
  g_test_add_func ("/incremental-setup/edits-stay", test_edits_stay);
  g_test_add_func ("/incremental-setup/roll-back-afterwards", test_roll_back_afterwards);
  g_test_add_func ("/incremental-setup/edited-object-stays", test_edited_object_stays);
  g_test_add_func ("/incremental-setup/async", test_async);
  g_test_add_func ("/incremental-setup/storage-fails", test_storage_fails);
  return g_test_run ();
}
