/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Setup and what programs name: acceptance rows 34 to 37, 41 and 52 to 55. */
#include "fixture.h"
#include "fixture-store.h"
#include "setup-scenarios.h"

#include <string.h>

static void
assert_setup_fails_with_options (VmxClient *client, const char *json, int code, const char *part)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSetupOptions) options = vmx_setup_options_new_from_json (json, &error);

  if (options != NULL)
    g_assert_false (vmx_client_setup (client, options, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, code, part);
}

/* Row 34. */
static void
test_first_time (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  guint n_notified = 0;

  g_signal_connect (client, "notify::set-up", G_CALLBACK (fixture_count_notify), &n_notified);
  g_assert_false (vmx_client_is_set_up (client));
  fixture_setup (client);
  fixture_setup (client);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpstr (vmx_client_get_store_path (client), ==, path);
  g_assert_cmpuint (fixture_count_object (client, "Employee"), ==, 0);
  g_assert_cmpuint (fixture_count_object (client, "Department"), ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS) == fixture_uses_sqlite ());
}

static void
test_first_time_offline (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, OFFLINE);

  fixture_assert_setup_fails (client, VMX_ERROR_OFFLINE, "service “HR”: ");
  g_assert_false (vmx_client_is_set_up (client));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  fixture_set_scenario (client, "HR", NO_SCHEMA);
  fixture_assert_setup_fails (client, VMX_ERROR_SERVER, "service “HR”: ");
  fixture_set_scenario (client, "HR", GOOD);
  fixture_setup (client);
}

/* Row 35. */
static void
test_later_offline (void)
{
  g_autofree char *path = fixture_new_path ();
  VmxClient *first = fixture_new_client (path, GOOD);
  g_autoptr(VmxClient) second = NULL;
  g_autoptr(VmxObj) employee = NULL;

  fixture_setup (first);
  fixture_sync_object (first, "Employee");
  g_object_unref (first);
  second = fixture_new_client (path, OFFLINE);
  fixture_setup (second);
  g_assert_cmpuint (fixture_count_object (second, "Employee"), ==, 2);
  employee = fixture_get_object (second, "Employee");
  fixture_assert_sync_fails (employee, NULL, VMX_ERROR, VMX_ERROR_OFFLINE, "mock");
  g_assert_cmpuint (fixture_count_object (second, "Employee"), ==, 2);
}

/* A program that names no service gets those that the store knows. */
static void
test_services_from_store (void)
{
  g_autofree char *path = fixture_new_path ();
  VmxClient *first = fixture_new_client (path, GOOD);
  g_autoptr(VmxClient) second = fixture_new_client (path, NULL);
  g_autoptr(VmxObjSvc) service = NULL;
  g_autoptr(GError) error = NULL;

  vmx_obj_svc_add_processor_by_name (vmx_client_get_service (first, "HR", NULL), "fill-missing",
                                     &error);
  g_assert_no_error (error);
  fixture_setup (first);
  g_object_unref (first);
  fixture_setup (second);
  g_assert_cmpuint (g_list_model_get_n_items (vmx_client_get_services (second)), ==, 1);
  service = g_list_model_get_item (vmx_client_get_services (second), 0);
  g_assert_cmpstr (vmx_obj_svc_get_name (service), ==, "HR");
  g_assert_cmpstr (vmx_obj_svc_get_transport_name (service), ==, "mock");
  fixture_sync_object (second, "Employee");
  g_assert_cmpuint (fixture_count_object (second, "Employee"), ==, 2);
}

static void
write_scenario (const char *path, const char *scenario)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, scenario, -1, &error);
  g_assert_no_error (error);
}

static VmxClient *
new_client_with_url (const char *path, const char *url)
{
  VmxClient *client = vmx_client_new (path);
  g_autoptr(GError) error = NULL;

  vmx_client_add_service (client, "HR", "mock", url, &error);
  g_assert_no_error (error);
  fixture_setup (client);
  return client;
}

/* Another address counts at once and is remembered; the schema stays. */
static void
test_changed_url (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *one = fixture_new_path ();
  g_autofree char *other = fixture_new_path ();
  g_autoptr(VmxClient) third = fixture_new_client (path, NULL);
  VmxObjSvc *service;

  write_scenario (one, GOOD);
  write_scenario (other, "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":"
                         "{\"Id\":\"int64\",\"Name\":\"string?\"},\"records\":[{\"Id\":7}]}}}");
  g_object_unref (new_client_with_url (path, one));
  g_object_unref (new_client_with_url (path, other));
  fixture_setup (third);
  service = vmx_client_get_service (third, "HR", NULL);
  g_assert_cmpstr (vmx_obj_svc_get_url (service), ==, other);
  g_assert_cmpuint (vmx_service_schema_get_n_objects (vmx_obj_svc_get_schema (service)), ==, 2);
  fixture_sync_object (third, "Employee");
  g_assert_cmpuint (fixture_count_object (third, "Employee"), ==, 1);
}

/* Row 37. */
static void
test_partly_failing (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  g_autoptr(VmxObj) order = NULL;
  g_autoptr(GError) error = NULL;

  fixture_add_service (client, "Shop", OFFLINE);
  fixture_add_service (client, "Stock", ONE ("Part"));
  fixture_assert_setup_fails (client, VMX_ERROR_SCHEMA_REFRESH, "1 of 3 services");
  fixture_assert_setup_fails (client, VMX_ERROR_SCHEMA_REFRESH, "“HR”, “Stock”");
  g_assert_true (vmx_client_is_set_up (client));
  fixture_sync_object (client, "Employee");
  fixture_sync_object (client, "Part");
  g_assert_null (vmx_client_get_object (client, "Order", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "Order");
  fixture_set_scenario (client, "Shop", ONE ("Order"));
  fixture_setup (client);
  order = fixture_get_object (client, "Order");
  g_assert_cmpuint (fixture_count_object (client, "Employee"), ==, 2);
}

static void
test_two_failing (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, OFFLINE);
  g_autoptr(GError) error = NULL;

  fixture_add_service (client, "Shop", NO_SCHEMA);
  g_assert_false (vmx_client_setup (client, NULL, NULL, &error));
  vmx_test_assert_message (error, "service “HR”: ");
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_REFRESH, "service “Shop”: ");
  g_assert_false (vmx_client_is_set_up (client));
}

/* The store cannot tell names of two services apart; one of them has to be renamed. */
static void
test_clashing_services (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  g_autoptr(GError) error = NULL;

  fixture_add_service (client, "Shop", ONE ("EMPLOYEE"));
  fixture_assert_setup_fails (client, VMX_ERROR_INVALID_ATTRIBUTE, "EMPLOYEE.rename=NEWNAME");
  g_assert_true (vmx_client_is_set_up (client));
  vmx_obj_svc_set_option (vmx_client_get_service (client, "Shop", NULL), "EMPLOYEE.rename",
                          "ShopEmployee", &error);
  g_assert_no_error (error);
  fixture_setup (client);
  g_assert_cmpuint (fixture_count_object (client, "ShopEmployee"), ==, 0);
}

static void
test_clashing_names (void)
{
  static const char *const scenarios[] = {
    "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"}},"
    "\"a\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"}}}}",
    ONE ("vmx_meta"),
    ONE ("SQLITE_x"),
    "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"ID\":\"int64\"}}}}",
    "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"vmx_etag\":\"int64\"}}}"
    "}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      g_autofree char *path = fixture_new_path ();
      g_autoptr(VmxClient) client = fixture_new_client (path, scenarios[i]);

      fixture_assert_setup_fails (client, VMX_ERROR_INVALID_ATTRIBUTE, "with the service option");
      g_assert_false (vmx_client_is_set_up (client));
    }
}

static void
test_rename (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  g_autoptr(VmxObj) staff = NULL;
  g_autoptr(GError) error = NULL;

  vmx_obj_svc_set_option (vmx_client_get_service (client, "HR", NULL), "Employee.rename", "Staff",
                          &error);
  g_assert_no_error (error);
  fixture_setup (client);
  g_assert_null (vmx_client_get_object (client, "Employee", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "Employee");
  fixture_sync_object (client, "Staff");
  staff = fixture_get_object (client, "Staff");
  fixture_assert_records (staff, NULL,
                          "[{\"Id\":1,\"Name\":\"Anna\"},{\"Id\":2,\"Name\":\"Ben\"}]");
}

static void
test_omit_columns (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  VmxObjSvc *service = vmx_client_get_service (client, "HR", NULL);
  g_autoptr(VmxObj) employee = NULL;

  vmx_obj_svc_set_option (service, "Employee.omit-columns", "Nmae", NULL);
  fixture_assert_setup_fails (client, VMX_ERROR_UNKNOWN_COLUMN, "Nmae");
  vmx_obj_svc_set_option (service, "Employee.omit-columns", "Name", NULL);
  fixture_setup (client);
  fixture_sync_object (client, "Employee");
  employee = fixture_get_object (client, "Employee");
  fixture_assert_records (employee, NULL, "[{\"Id\":1},{\"Id\":2}]");
}

static void
test_bad_settings (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    int code;
    const char *part;
  } settings[] = {
    { "Employee.renam", "X", VMX_ERROR_INVALID_OPTION, "did you mean “rename”?" },
    { "Emplyee.rename", "X", VMX_ERROR_OBJECT_NOT_FOUND, "Emplyee" },
    { "no-such-property", "X", VMX_ERROR_INVALID_OPTION, "no-such-property" },
    { "Employee.omit-columns", "Id", VMX_ERROR_INVALID_OPTION, "Id" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autofree char *path = fixture_new_path ();
      g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
      g_autoptr(GError) error = NULL;

      vmx_obj_svc_set_option (vmx_client_get_service (client, "HR", NULL), settings[i].name,
                              settings[i].value, &error);
      g_assert_no_error (error);
      fixture_assert_setup_fails (client, settings[i].code, settings[i].part);
    }
}

static void
test_objects (void)
{
  static const char *const wrong[] = { "Department", "Employe", NULL };
  static const char *const chosen[] = { "Department", NULL };
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  VmxObjSvc *service = vmx_client_get_service (client, "HR", NULL);
  g_autoptr(GError) error = NULL;

  vmx_obj_svc_set_objects (service, wrong);
  fixture_assert_setup_fails (client, VMX_ERROR_OBJECT_NOT_FOUND, "Employe");
  vmx_obj_svc_set_objects (service, chosen);
  fixture_setup (client);
  g_assert_cmpuint (vmx_service_schema_get_n_objects (vmx_obj_svc_get_schema (service)), ==, 1);
  g_assert_null (vmx_client_get_object (client, "Employee", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "Employee");
  fixture_sync_object (client, "Department");
}

/* Rows 41 and 43, as far as setup answers for them. */
static void
test_device_db_path (void)
{
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *file = g_build_filename (folder, "sub", "store.db", NULL);
  g_autofree char *sub = g_build_filename (folder, "sub", NULL);
  g_autofree char *other = fixture_new_path ();
  g_autoptr(VmxSetupOptions) options = vmx_setup_options_new ();
  g_autoptr(VmxClient) client = fixture_new_client (NULL, GOOD);
  g_autoptr(VmxClient) elsewhere = fixture_new_client (other, GOOD);
  g_autoptr(GError) error = NULL;

  assert_setup_fails_with_options (client, "{\"deviceDbPath\":\"\"}", VMX_ERROR_INVALID_OPTION,
                                   "deviceDbPath");
  vmx_setup_options_set_device_db_path (options, sub);
  vmx_client_setup (client, options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_client_get_store_path (client), ==, file);
  g_assert_true (g_file_test (file, G_FILE_TEST_EXISTS) == fixture_uses_sqlite ());
  vmx_client_setup (client, options, NULL, &error);
  g_assert_no_error (error);
  assert_setup_fails_with_options (client, "{\"deviceDbPath\":\"/somewhere\"}",
                                   VMX_ERROR_INVALID_OPTION, "elsewhere");
  g_assert_false (vmx_client_setup (elsewhere, options, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, other);
}

static void
test_bad_options (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);

  assert_setup_fails_with_options (client, "{\"deviceDbEncryptionKey\":\"12345\"}",
                                   VMX_ERROR_INVALID_PASSPHRASE, "6 characters");
  assert_setup_fails_with_options (client, "{\"deviceDbEncryptionKey\":\"123456\"}",
                                   VMX_ERROR_NOT_SUPPORTED, "deviceDbEncryptionKey");
  assert_setup_fails_with_options (client, "{\"devicedbpath\":\"/a\"}", VMX_ERROR_INVALID_OPTION,
                                   "deviceDbPath");
  fixture_setup (client);
}

/* A fact of a store that no client has open. */
static void
put_format (const char *path, const char *format)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GObject) storage = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), NULL,
                                                         VMX_PLUGIN_KIND_STORAGE, &error);
  g_autofree char *row = g_strdup_printf ("{\"name\":\"format\",\"value\":\"%s\"}", format);

  g_assert_no_error (error);
  g_object_set (storage, "path", path, NULL);
  vmx_storage_open (VMX_STORAGE (storage), FALSE, NULL, &error);
  g_assert_no_error (error);
  fixture_put_row (VMX_STORAGE (storage), &fixture_meta, row);
  vmx_storage_close (VMX_STORAGE (storage), &error);
  g_assert_no_error (error);
}

static void
test_newer_format (void)
{
  static const char *const formats[] = { "4", "999", "", "x", "0", "99999999999999999999" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = fixture_new_path ();
      VmxClient *first = fixture_new_client (path, GOOD);
      g_autoptr(VmxClient) second = fixture_new_client (path, GOOD);

      fixture_setup (first);
      fixture_sync_object (first, "Employee");
      g_object_unref (first);
      put_format (path, formats[i]);
      fixture_assert_setup_fails (second, VMX_ERROR_STORE_VERSION, "format");
      g_assert_false (vmx_client_is_set_up (second));
      put_format (path, "3");
      fixture_setup (second);
      g_assert_cmpuint (fixture_count_object (second, "Employee"), ==, 2);
    }
}

/* What the default client does: a store in the user's data folder. */
static void
test_default_client (void)
{
  VmxClient *client = vmx_client_get_default ();
  g_autoptr(VmxObj) employee = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_client_get_default () == client);
  employee = vmx_obj_new ("Employee", &error);
  g_assert_no_error (error);
  fixture_assert_read_fails (employee, NULL, VMX_ERROR_NOT_SET_UP, "setup");
  fixture_add_service (client, "HR", GOOD);
  fixture_setup (client);
  g_assert_true (g_str_has_prefix (vmx_client_get_store_path (client), g_get_user_data_dir ()));
  g_assert_cmpuint (fixture_count (employee), ==, 0);
  vmx_client_drop (client, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Rows 52 to 55, and names that are no names. */
static void
test_names (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (GOOD);
  VmxObjSvc *service = vmx_client_get_service (client, "HR", NULL);
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  const struct
  {
    const char *name;
    int object_code;
    int service_code;
  } names[] = {
    { NULL, VMX_ERROR_OBJECT_NAME_EMPTY, VMX_ERROR_SERVICE_NAME_EMPTY },
    { "", VMX_ERROR_OBJECT_NAME_EMPTY, VMX_ERROR_SERVICE_NAME_EMPTY },
    { "employee", VMX_ERROR_OBJECT_NOT_FOUND, VMX_ERROR_INVALID_SERVICE_NAME },
    { "\xff\xfe", VMX_ERROR_OBJECT_NOT_FOUND, VMX_ERROR_INVALID_SERVICE_NAME },
    { huge, VMX_ERROR_OBJECT_NOT_FOUND, VMX_ERROR_INVALID_SERVICE_NAME },
  };
  g_autoptr(VmxObj) employee = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_null (vmx_client_get_object (client, names[i].name, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, names[i].object_code, "object");
      g_assert_null (vmx_obj_svc_get_object (service, names[i].name, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, names[i].object_code, "object");
      g_assert_null (vmx_client_get_service (client, names[i].name, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, names[i].service_code, "service");
    }
  employee = vmx_obj_svc_get_object (service, "Employee", &error);
  g_assert_no_error (error);
  g_assert_true (vmx_obj_get_service (employee) == service);
  g_assert_cmpstr (vmx_obj_get_transport_name (employee), ==, "mock");
}

static void
test_add_service_refusals (void)
{
  g_autoptr(VmxClient) client = fixture_new_client (NULL, GOOD);
  static const struct
  {
    const char *name;
    const char *url;
    int code;
    const char *part;
  } refused[] = {
    { "HR", NULL, VMX_ERROR_INVALID_SERVICE_NAME, "already" },
    { "", NULL, VMX_ERROR_SERVICE_NAME_EMPTY, "empty" },
    { "\xff", NULL, VMX_ERROR_INVALID_SERVICE_NAME, "UTF-8" },
    { "A", "https://me:secret@host/", VMX_ERROR_INVALID_URL, "user name" },
    { "A", "https://me@host/x", VMX_ERROR_INVALID_URL, "authenticator" },
    { "A", "\xff", VMX_ERROR_INVALID_URL, "UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vmx_client_add_service (client, refused[i].name, "mock", refused[i].url,
                                             &error));
      g_assert_null (strstr (error->message, "secret"));
      vmx_assert_error (error, VMX_ERROR, refused[i].code, refused[i].part);
    }
  g_assert_cmpuint (g_list_model_get_n_items (vmx_client_get_services (client)), ==, 1);
}

static void
test_service_options (void)
{
  static const struct
  {
    const char *name;
    const char *value;
  } refused[] = { { NULL, "1" }, { "", "1" }, { "a=b", "1" }, { "\xff", "1" }, { "a", "\xff" } };
  g_autoptr(VmxClient) client = fixture_new_client (NULL, GOOD);
  VmxObjSvc *service = vmx_client_get_service (client, "HR", NULL);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_assert_false (vmx_obj_svc_set_option (service, refused[i].name, refused[i].value, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "service option");
    }
  g_assert_false (vmx_obj_svc_add_processor_by_name (service, "no-such", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "no-such");
}

/* A missing plugin names the folders that were searched. */
static void
test_missing_plugin (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = vmx_client_new (path);
  g_autoptr(GError) error = NULL;

  vmx_client_add_service (client, "HR", "no-such-transport", NULL, &error);
  g_assert_no_error (error);
  g_assert_false (vmx_client_setup (client, NULL, NULL, &error));
  vmx_test_assert_message (error, "no-such-transport");
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "plugins/mock");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/setup/row-34/first-time", test_first_time);
  g_test_add_func ("/setup/row-34/first-time-offline", test_first_time_offline);
  g_test_add_func ("/setup/row-35/later-offline", test_later_offline);
  g_test_add_func ("/setup/row-35/services-from-store", test_services_from_store);
  g_test_add_func ("/setup/changed-url", test_changed_url);
  g_test_add_func ("/setup/row-37/partly-failing", test_partly_failing);
  g_test_add_func ("/setup/row-37/two-failing", test_two_failing);
  g_test_add_func ("/setup/clashing-services", test_clashing_services);
  g_test_add_func ("/setup/clashing-names", test_clashing_names);
  g_test_add_func ("/setup/rename", test_rename);
  g_test_add_func ("/setup/omit-columns", test_omit_columns);
  g_test_add_func ("/setup/bad-settings", test_bad_settings);
  g_test_add_func ("/setup/objects", test_objects);
  g_test_add_func ("/setup/row-41/device-db-path", test_device_db_path);
  g_test_add_func ("/setup/bad-options", test_bad_options);
  g_test_add_func ("/setup/newer-format", test_newer_format);
  g_test_add_func ("/setup/default-client", test_default_client);
  g_test_add_func ("/setup/rows-52-to-55/names", test_names);
  g_test_add_func ("/setup/add-service-refusals", test_add_service_refusals);
  g_test_add_func ("/setup/service-options", test_service_options);
  g_test_add_func ("/setup/missing-plugin", test_missing_plugin);
  return g_test_run ();
}
