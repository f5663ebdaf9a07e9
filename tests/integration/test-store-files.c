/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stores that earlier versions wrote: files of every format that was ever released. */
#include "fixture.h"

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

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_data_func ("/store-files/format-1", "format-1.db", test_open);
  return g_test_run ();
}
