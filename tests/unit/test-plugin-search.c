/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-search-private.h>

#include "vmx-test.h"

static void
assert_folders (const char *const *first, gboolean trust, const char *const *expected)
{
  g_auto(GStrv) folders = vmx_plugin_list_folders (first, trust);

  g_assert_cmpstrv (folders, expected);
}

static void
test_order (void)
{
  const char *const first[] = { "/one", "/two", NULL };
  g_autofree char *user
      = g_build_filename (g_get_user_data_dir (), "vmxsync-1", "plugins-1", NULL);
  const char *const with_installed[] = { "/one", "/two", "/a", "/b", user, VMX_PLUGIN_DIR, NULL };
  const char *const with_other[] = { "/a", "/b", user, "/other", NULL };
  const char *const without[] = { user, NULL };

  g_setenv ("VMX_PLUGIN_PATH", "/a:/x/../b", TRUE);
  g_unsetenv ("VMX_PLUGIN_DIR");
  assert_folders (first, TRUE, with_installed);
  g_setenv ("VMX_PLUGIN_DIR", "/other", TRUE);
  assert_folders (NULL, TRUE, with_other);
  g_setenv ("VMX_PLUGIN_PATH", ":", TRUE);
  g_setenv ("VMX_PLUGIN_DIR", "", TRUE);
  assert_folders (NULL, TRUE, without);
}

/* As in a program that is set-uid: nothing that its caller chose. */
static void
test_no_trust (void)
{
  const char *const first[] = { "/one", NULL };
  const char *const expected[] = { "/one", VMX_PLUGIN_DIR, NULL };

  g_setenv ("VMX_PLUGIN_PATH", "/a", TRUE);
  g_setenv ("VMX_PLUGIN_DIR", "/other", TRUE);
  assert_folders (first, FALSE, expected);
  g_assert_true (vmx_plugin_can_trust_environment ());
}

static void
test_names (void)
{
  static const char *const good[] = { "a", "odata", "storage-sqlite", "a1", "a-", "x--y" };
  static const char *const bad[]
      = { "", "A", "1a", "-a", "a b", "a_b", "a/b", "..", "a.so", "ä", "a\n", "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (vmx_plugin_is_valid_name (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (vmx_plugin_is_valid_name (bad[i]));
}

static void
test_files (void)
{
  static const char *const names[] = { "libvmx-a.so", "libvmx-.so",     "libvmx-b.so.1",
                                       "vmx-c.so",    "libvmxsync.so",  "libvmx-d.la",
                                       "README",      "libvmx-\xff.so", "libvmx-e.so" };
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *subfolder = g_build_filename (folder, "libvmx-folder.so", NULL);
  const char *const folders[] = { "/nonexistent", folder, NULL };
  g_autoptr(GHashTable) files = NULL;
  g_autofree char *found = NULL;

  g_assert_cmpint (g_mkdir_with_parents (subfolder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  files = vmx_plugin_list_files (folders);
  g_assert_cmpuint (g_hash_table_size (files), ==, 3);
  g_assert_true (g_hash_table_contains (files, "a"));
  g_assert_true (g_hash_table_contains (files, "e"));
  g_assert_true (g_hash_table_contains (files, "\xef\xbf\xbd"));

  found = vmx_plugin_find_file (folders, "a");
  g_assert_cmpstr (found, ==, g_hash_table_lookup (files, "a"));
  g_assert_null (vmx_plugin_find_file (folders, "folder"));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/plugin-search/order", test_order);
  g_test_add_func ("/plugin-search/no-trust", test_no_trust);
  g_test_add_func ("/plugin-search/names", test_names);
  g_test_add_func ("/plugin-search/files", test_files);
  return g_test_run ();
}
