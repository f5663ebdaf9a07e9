/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* reset, drop and who keeps whom out: acceptance rows 45, 46 and 49. */
#include "fixture.h"
#include "setup-scenarios.h"

/* Row 45. */
static void
test_reset (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (GOOD);
  g_autoptr(VmxObj) employee = NULL;
  g_autoptr(GError) error = NULL;

  fixture_sync_object (client, "Employee");
  fixture_set_scenario (client, "HR",
                        "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":"
                        "{\"Id\":\"int64\",\"Mail\":\"string?\"},"
                        "\"records\":[{\"Id\":3,\"Mail\":\"c@x\"}]}}}");
  vmx_client_reset (client, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count_object (client, "Employee"), ==, 0);
  g_assert_null (vmx_client_get_object (client, "Department", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "Department");
  fixture_sync_object (client, "Employee");
  employee = fixture_get_object (client, "Employee");
  fixture_assert_records (employee, NULL, "[{\"Id\":3,\"Mail\":\"c@x\"}]");
}

static void
test_reset_offline (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  g_autoptr(GError) error = NULL;

  fixture_add_service (client, "Shop", ONE ("Order"));
  fixture_setup (client);
  fixture_sync_object (client, "Employee");
  fixture_set_scenario (client, "Shop", OFFLINE);
  g_assert_false (vmx_client_reset (client, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OFFLINE, "service “Shop”: ");
  g_assert_true (vmx_client_is_set_up (client));
  g_assert_cmpuint (fixture_count_object (client, "Employee"), ==, 2);
  g_assert_cmpuint (fixture_count_object (client, "Order"), ==, 0);
}

/* reset fetches anew what only the store knows. */
static void
test_reset_known (void)
{
  g_autofree char *path = fixture_new_path ();
  VmxClient *first = fixture_new_client (path, GOOD);
  g_autoptr(VmxClient) second = fixture_new_client (path, NULL);
  g_autoptr(GError) error = NULL;

  fixture_setup (first);
  fixture_sync_object (first, "Employee");
  g_object_unref (first);
  vmx_client_reset (second, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (vmx_client_is_set_up (second));
  g_assert_cmpuint (fixture_count_object (second, "Employee"), ==, 0);
}

/* Row 46. */
static void
test_drop (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (GOOD);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autofree char *path = g_strdup (vmx_client_get_store_path (client));
  g_autoptr(GError) error = NULL;
  guint n_notified = 0;

  fixture_sync_object (client, "Employee");
  g_signal_connect (client, "notify::set-up", G_CALLBACK (fixture_count_notify), &n_notified);
  vmx_client_drop (client, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_false (vmx_client_is_set_up (client));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_null (vmx_obj_get_schema (employee));
  fixture_assert_read_fails (employee, NULL, VMX_ERROR_NOT_SET_UP, "setup");
  fixture_assert_sync_fails (employee, NULL, VMX_ERROR, VMX_ERROR_NOT_SET_UP, "setup");
  fixture_setup (client);
  g_assert_cmpuint (fixture_count (employee), ==, 0);
}

static void
test_drop_of_nothing (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  g_autoptr(GError) error = NULL;

  vmx_client_drop (client, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (vmx_client_is_set_up (client));
  fixture_setup (client);
}

/* Without a service and without a store there is nothing to set up, and no empty store is left. */
static void
test_nothing (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, NULL);
  g_autoptr(GError) error = NULL;

  fixture_assert_setup_fails (client, VMX_ERROR_STORE_UNAVAILABLE, "");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (vmx_client_reset (client, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE, "");
}

/* Row 49. */
static void
test_busy_task (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, SLOW);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(GError) error = NULL;

  vmx_client_setup_async (client, NULL, cancellable, fixture_keep_result, &result);
  fixture_assert_setup_fails (client, VMX_ERROR_BUSY_TASK, "while setup is running");
  g_assert_false (vmx_client_reset (client, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY_TASK, "reset");
  vmx_client_drop_async (client, NULL, NULL, fixture_keep_result, &second);
  fixture_wait_for (&second);
  g_assert_false (vmx_client_drop_finish (client, second, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY_TASK, "drop");
  g_cancellable_cancel (cancellable);
  fixture_wait_for (&result);
  g_assert_false (vmx_client_setup_finish (client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  fixture_set_scenario (client, "HR", GOOD);
  fixture_setup (client);
}

static void
test_busy_with_sync (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (GOOD);
  g_autoptr(VmxObj) employee = fixture_get_object (client, "Employee");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) setup_result = NULL;
  g_autoptr(VmxSyncResult) sync_result = NULL;
  g_autoptr(GError) error = NULL;

  vmx_obj_start_sync_async (employee, NULL, NULL, fixture_keep_result, &result);
  g_assert_false (vmx_client_drop (client, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY_TASK, "a sync is running");
  fixture_wait_for (&result);
  sync_result = vmx_obj_start_sync_finish (employee, result, &error);
  g_assert_no_error (error);
  vmx_client_reset_async (client, NULL, NULL, fixture_keep_result, &setup_result);
  fixture_assert_sync_fails (employee, NULL, VMX_ERROR, VMX_ERROR_BUSY, "reset is running");
  fixture_wait_for (&setup_result);
  g_assert_true (vmx_client_reset_finish (client, setup_result, &error));
  g_assert_no_error (error);
}

static void
test_async (void)
{
  g_autofree char *path = fixture_new_path ();
  VmxClient *client = fixture_new_client (path, GOOD);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) drop_result = NULL;
  g_autoptr(GError) error = NULL;

  vmx_client_setup_async (client, NULL, NULL, fixture_keep_result, &result);
  g_assert_false (vmx_client_is_set_up (client));
  fixture_wait_for (&result);
  g_assert_true (vmx_client_setup_finish (client, result, &error));
  g_assert_no_error (error);
  g_assert_true (vmx_client_is_set_up (client));
  vmx_client_drop_async (client, NULL, NULL, fixture_keep_result, &drop_result);
  g_object_unref (client);
  g_clear_object (&result);
  fixture_wait_for (&drop_result);
  fixture_drain ();
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_cancelled (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, GOOD);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (vmx_client_setup (client, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (vmx_client_is_set_up (client));
  fixture_setup (client);
}

/* A reader that is at work when the store goes gets records or an error. */
static void
test_drop_while_reading (void)
{
  g_autoptr(VmxClient) client = fixture_set_up (
      "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"T\":\"string\"},"
      "\"generate\":{\"count\":5000}}}}");
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");

  fixture_sync_object (client, "A");
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GPtrArray) records = NULL;
      g_autoptr(GError) error = NULL;
      g_autoptr(GError) drop_error = NULL;

      vmx_obj_get_async (object, NULL, NULL, fixture_keep_result, &result);
      vmx_client_drop (client, NULL, NULL, &drop_error);
      fixture_wait_for (&result);
      records = vmx_obj_get_finish (object, result, &error);
      g_assert_true ((records != NULL) == (error == NULL));
      g_test_message ("%s; %s", error != NULL ? error->message : "records",
                      drop_error != NULL ? drop_error->message : "dropped");
      fixture_setup (client);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/reset/row-45/reset", test_reset);
  g_test_add_func ("/reset/row-45/reset-offline", test_reset_offline);
  g_test_add_func ("/reset/row-45/reset-known", test_reset_known);
  g_test_add_func ("/reset/row-46/drop", test_drop);
  g_test_add_func ("/reset/row-46/drop-of-nothing", test_drop_of_nothing);
  g_test_add_func ("/reset/nothing", test_nothing);
  g_test_add_func ("/reset/row-49/busy-task", test_busy_task);
  g_test_add_func ("/reset/row-49/busy-with-sync", test_busy_with_sync);
  g_test_add_func ("/reset/async", test_async);
  g_test_add_func ("/reset/cancelled", test_cancelled);
  g_test_add_func ("/reset/drop-while-reading", test_drop_while_reading);
  return g_test_run ();
}
