/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stores that earlier versions wrote: files of every format that was ever released. */
#include "fixture-edit.h"

#include <glib/gstdio.h>

static char *
copy_store (const char *name)
{
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "data", "stores", name, NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *content = NULL;
  char *to = fixture_new_path ();
  gsize length;

  g_file_get_contents (from, &content, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, content, (gssize) length, &error);
  g_assert_no_error (error);
  return to;
}

static void
test_open (gconstpointer data)
{
  g_autofree char *path = copy_store (data);

  /* The second time it has the present format. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(VmxClient) client = fixture_new_client (path, NULL);
      g_autoptr(VmxObj) employees = NULL;

      fixture_setup (client);
      employees = fixture_get_object (client, "Employees");
      g_assert_cmpuint (fixture_count (employees), ==, 8);
      g_assert_cmpuint (fixture_count_object (client, "Thing"), ==, 3);
      fixture_assert_records (employees, "{\"primaryKeys\":{\"EmployeeID\":4}}",
                              "[{\"EmployeeID\":4,\"FirstName\":\"Zoë\",\"LastName\":\"Ashdown\","
                              "\"City\":\"York\",\"Country\":\"UK\"}]");
    }
}

static void
assert_city (VmxClient *client, int id, const char *city)
{
  g_autoptr(VmxObj) employees = fixture_get_object (client, "Employees");
  g_autofree char *options = g_strdup_printf (
      "{\"primaryKeys\":{\"EmployeeID\":%d},\"projectionColumns\":[\"City\"]}", id);
  g_autofree char *json = city != NULL ? g_strdup_printf ("[{\"City\":\"%s\"}]", city)
                                       : g_strdup ("[]");

  fixture_assert_records (employees, options, json);
}

/* A store with local edits: they are there, and they can be undone. */
static void
test_edits (gconstpointer data)
{
  g_autofree char *path = copy_store (data);
  g_autoptr(VmxClient) client = fixture_new_client (path, NULL);
  g_autoptr(VmxObj) employees = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) findings = NULL;

  fixture_setup (client);
  employees = fixture_get_object (client, "Employees");
  findings = vmx_client_check_store (client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (findings), ==, 0);
  fixture_assert_pending (
      employees, "{\"EmployeeID\":-1} pending: create pending {\"FirstName\":\"Rui\","
                 "\"LastName\":\"Sousa\",\"City\":\"Faro\",\"Country\":\"Portugal\"}\n"
                 "{\"EmployeeID\":3} deferred: update deferred {\"City\":\"Truro\"}\n"
                 "{\"EmployeeID\":4} pending: update pending {\"City\":\"London\"}\n"
                 "{\"EmployeeID\":8} pending: delete pending");
  assert_city (client, 4, "London");
  assert_city (client, 8, NULL);
  vmx_client_rollback (client, NULL, &error);
  g_assert_no_error (error);
  fixture_assert_pending (employees, "");
  g_assert_cmpuint (fixture_count (employees), ==, 8);
  assert_city (client, 4, "York");
  assert_city (client, 8, "Malmö");
}

/* A store with changes in all states: they are there, and the outcome of those that were sent can
 * be decided. */
static void
test_states (gconstpointer data)
{
  g_autofree char *path = copy_store (data);
  g_autoptr(VmxClient) client = fixture_new_client (path, NULL);
  g_autoptr(VmxObj) employees = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) findings = NULL;

  fixture_setup (client);
  employees = fixture_get_object (client, "Employees");
  findings = vmx_client_check_store (client, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (findings), ==, 0);
  fixture_assert_pending (
      employees, "{\"EmployeeID\":-2} unknown: create unknown {\"FirstName\":\"Rui\","
                 "\"LastName\":\"Sousa\"}\n"
                 "{\"EmployeeID\":1} conflict: update conflict {\"City\":\"Nice\"}\n"
                 "{\"EmployeeID\":2} rejected: update rejected {\"City\":\"Atlantis\"}\n"
                 "{\"EmployeeID\":3} in-flight: update in-flight {\"City\":\"Ghent\"}\n"
                 "{\"EmployeeID\":4} pending: update pending {\"City\":\"London\"}\n"
                 "{\"EmployeeID\":5} deferred: update deferred {\"City\":\"Voss\"}\n"
                 "{\"EmployeeID\":6} pending: delete pending");
  /* The temporary key of a record that was accepted. */
  fixture_assert_records (employees,
                          "{\"primaryKeys\":{\"EmployeeID\":-1},"
                          "\"projectionColumns\":[\"EmployeeID\",\"FirstName\"]}",
                          "[{\"EmployeeID\":7,\"FirstName\":\"Ida\"}]");
  vmx_client_rollback (client, NULL, &error);
  g_assert_no_error (error);
  fixture_assert_pending (employees, "");
  g_assert_cmpuint (fixture_count (employees), ==, 7);
  assert_city (client, 1, "Paris");
  assert_city (client, 3, "York");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_data_func ("/store-files/format-1", "format-1.db", test_open);
  g_test_add_data_func ("/store-files/format-2", "format-2.db", test_edits);
  g_test_add_data_func ("/store-files/format-3", "format-3.db", test_states);
  return g_test_run ();
}
