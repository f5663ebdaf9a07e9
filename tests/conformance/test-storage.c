/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One suite for every storage. VMX_TEST_STORAGE names the plugin. */
#include "storage-fixture.h"

int
main (int argc, char **argv)
{
  const char *name = g_getenv ("VMX_TEST_STORAGE");

  vmx_test_init (&argc, &argv);
  storage_fixture_set_plugin (name != NULL ? name : "storage-sqlite");
  storage_add_table_tests ();
  storage_add_value_tests ();
  storage_add_write_tests ();
  storage_add_read_tests ();
  storage_add_query_tests ();
  storage_add_txn_tests ();
  storage_add_thread_tests ();
  return g_test_run ();
}
