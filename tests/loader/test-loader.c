/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmxsync.h>

#include "vmx-test.h"

#include <glib/gstdio.h>
#include <gmodule.h>

/* Looks only where a test says: no installed plugins, no other folder of the build. */
static VmxPluginLoader *
make_loader (const char *folder)
{
  VmxPluginLoader *loader = vmx_plugin_loader_new ();
  g_autofree char *path = NULL;

  g_setenv ("VMX_PLUGIN_PATH", "", TRUE);
  g_setenv ("VMX_PLUGIN_DIR", "", TRUE);
  if (folder != NULL)
    {
      path = g_test_build_filename (G_TEST_BUILT, "loader", folder, NULL);
      vmx_plugin_loader_prepend_path (loader, path);
    }
  return loader;
}

static void
write_plugin_file (const char *folder, const char *name, const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *file = g_strdup_printf ("libvmx-%s." G_MODULE_SUFFIX, name);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static VmxPluginInfo *
find_info (VmxPluginLoader *loader, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (loader)); i++)
    {
      g_autoptr(VmxPluginInfo) info = g_list_model_get_item (G_LIST_MODEL (loader), i);

      if (g_strcmp0 (vmx_plugin_info_get_name (info), name) == 0)
        return g_steal_pointer (&info);
    }
  return NULL;
}

static void
test_good (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxPluginInfo) info = vmx_plugin_loader_load (loader, "good", &error);
  g_autoptr(VmxPluginInfo) again = NULL;
  g_autofree char *file = g_path_get_basename (vmx_plugin_info_get_path (info));

  g_assert_no_error (error);
  g_assert_cmpstr (vmx_plugin_info_get_name (info), ==, "good");
  g_assert_cmpuint (vmx_plugin_info_get_kinds (info), ==,
                    VMX_PLUGIN_KIND_TRANSPORT | VMX_PLUGIN_KIND_PROCESSOR);
  g_assert_cmpstr (vmx_plugin_info_get_version (info), ==, "1.2.3");
  g_assert_cmpstr (vmx_plugin_info_get_description (info), ==, "Does what it should");
  g_assert_cmpstr (vmx_plugin_info_get_license (info), ==, "LGPL-2.1-or-later");
  g_assert_cmpstr (file, ==, "libvmx-good." G_MODULE_SUFFIX);
  g_assert_true (g_path_is_absolute (vmx_plugin_info_get_path (info)));
  g_assert_true (vmx_plugin_info_is_loaded (info));
  g_assert_null (vmx_plugin_info_get_error (info));

  again = vmx_plugin_loader_load (loader, "good", &error);
  g_assert_true (again == info);
}

static void
test_properties (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxPluginInfo) info = vmx_plugin_loader_load (loader, "good", &error);
  g_autoptr(VmxPluginInfo) broken = NULL;
  g_autofree char *name = NULL, *version = NULL, *path = NULL;
  g_autoptr(GError) kept = NULL;
  VmxPluginKinds kinds;
  gboolean loaded;

  g_assert_no_error (error);
  g_object_get (info, "name", &name, "version", &version, "path", &path, "kinds", &kinds, "loaded",
                &loaded, "error", &kept, NULL);
  g_assert_cmpstr (name, ==, "good");
  g_assert_cmpstr (version, ==, "1.2.3");
  g_assert_cmpstr (path, ==, vmx_plugin_info_get_path (info));
  g_assert_cmpuint (kinds, ==, VMX_PLUGIN_KIND_TRANSPORT | VMX_PLUGIN_KIND_PROCESSOR);
  g_assert_true (loaded);
  g_assert_null (kept);

  vmx_plugin_loader_scan (loader);
  broken = find_info (loader, "no-symbol");
  g_object_get (broken, "error", &kept, "loaded", &loaded, NULL);
  g_assert_error (kept, VMX_ERROR, VMX_ERROR_PLUGIN_INVALID);
  g_assert_false (loaded);
}

static void
test_create (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  g_autoptr(GError) error = NULL;
  g_autoptr(GObject) transport = NULL, processor = NULL, storage = NULL;
  g_autoptr(VmxObjectSchema) schema = vmx_object_schema_new ("Thing");
  g_autoptr(VmxColumn) column = vmx_column_new ("id", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;

  transport = vmx_plugin_loader_create (loader, "good", VMX_PLUGIN_KIND_TRANSPORT, &error);
  g_assert_no_error (error);
  g_assert_true (VMX_IS_TRANSPORT (transport));
  processor = vmx_plugin_loader_create (loader, "good", VMX_PLUGIN_KIND_PROCESSOR, &error);
  g_assert_no_error (error);
  g_assert_true (VMX_IS_PROCESSOR (processor));
  g_assert_true (transport != processor);

  storage = vmx_plugin_loader_create (loader, "good", VMX_PLUGIN_KIND_STORAGE, &error);
  g_assert_null (storage);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND,
                    "is a transport and processor, but a storage is needed");

  vmx_object_schema_add_column (schema, column);
  vmx_object_schema_add_key_column (schema, "id");
  g_assert_true (vmx_object_schema_seal (schema, &error));
  request = vmx_fetch_request_new (schema);
  g_object_set (transport, "rows", 7, NULL);
  batch = vmx_transport_fetch_batch (VMX_TRANSPORT (transport), request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 7);
}

typedef struct
{
  const char *name;
  int code;
  const char *part;
} BrokenCase;

static const BrokenCase broken_cases[] = {
  { "abi-newer-minor", VMX_ERROR_PLUGIN_ABI, "plugin interface 1.3, but this library has 1.2" },
  { "abi-other-major", VMX_ERROR_PLUGIN_ABI, "plugin interface 2.2, but this library has 1.2" },
  { "no-descriptor", VMX_ERROR_PLUGIN_INVALID, "returned NULL" },
  { "no-get-type", VMX_ERROR_PLUGIN_INVALID, "no get_type" },
  { "no-interface", VMX_ERROR_PLUGIN_INVALID, "GObject for a transport does not implement" },
  { "no-kind", VMX_ERROR_PLUGIN_INVALID, "kinds are 0x0" },
  { "no-name", VMX_ERROR_PLUGIN_INVALID, "no name" },
  { "no-symbol", VMX_ERROR_PLUGIN_INVALID, "vmx_plugin_no_symbol_get_descriptor()" },
  { "no-type", VMX_ERROR_PLUGIN_INVALID, "no type for a transport" },
  { "no-version", VMX_ERROR_PLUGIN_INVALID, "version" },
  { "only-interface", VMX_ERROR_PLUGIN_INVALID, "VmxTransport for a transport is not a GObject" },
  { "other-kind", VMX_ERROR_PLUGIN_INVALID, "kinds are 0x40" },
  { "other-name", VMX_ERROR_PLUGIN_INVALID, "“somebody-else”" },
  { "short-head", VMX_ERROR_PLUGIN_INVALID, "only 4 bytes" },
  { "short-struct", VMX_ERROR_PLUGIN_ABI, "descriptor of 16 bytes" },
  { "unresolved", VMX_ERROR_PLUGIN_INVALID, "vmx_fixture_nobody_has_this" },
};

static void
test_broken (gconstpointer data)
{
  const BrokenCase *broken = data;
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  g_autoptr(GError) error = NULL;
  g_autofree char *file = g_strdup_printf ("libvmx-%s." G_MODULE_SUFFIX, broken->name);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(VmxPluginInfo) info = vmx_plugin_loader_load (loader, broken->name, &error);

      g_assert_null (info);
      g_assert_nonnull (error);
      vmx_test_assert_message (error, file);
      vmx_assert_error (error, VMX_ERROR, broken->code, broken->part);
    }
  g_assert_cmpuint (vmx_plugin_loader_get_plugin_type (loader, broken->name,
                                                       VMX_PLUGIN_KIND_TRANSPORT, NULL),
                    ==, G_TYPE_INVALID);
}

static void
test_not_elf (void)
{
  static const char *const texts[]
      = { "", "not a module at all\n", "\177ELF", "\177ELF\2\1\1 cut" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *folder = vmx_test_make_folder ();
      g_autoptr(VmxPluginLoader) loader = make_loader (NULL);
      g_autoptr(GError) error = NULL;

      write_plugin_file (folder, "x", texts[i]);
      vmx_plugin_loader_prepend_path (loader, folder);
      g_assert_null (vmx_plugin_loader_load (loader, "x", &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_INVALID, "cannot be opened");
    }
}

/* A file that was broken is looked at again, so that a program need not start anew. */
static void
test_repaired (void)
{
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "libvmx-x." G_MODULE_SUFFIX, NULL);
  g_autoptr(VmxPluginLoader) loader = make_loader (NULL);
  g_autoptr(GError) error = NULL;

  vmx_plugin_loader_prepend_path (loader, folder);
  write_plugin_file (folder, "x", "broken");
  g_assert_null (vmx_plugin_loader_load (loader, "x", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_INVALID, "cannot be opened");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (vmx_plugin_loader_load (loader, "x", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, folder);
}

static void
test_missing (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  g_autofree char *other = vmx_test_make_folder ();
  g_autofree char *built = g_test_build_filename (G_TEST_BUILT, "loader", NULL);
  g_autoptr(GError) error = NULL;

  vmx_plugin_loader_prepend_path (loader, other);
  g_assert_null (vmx_plugin_loader_load (loader, "goood", &error));
  g_assert_nonnull (error);
  vmx_test_assert_message (error, other);
  vmx_test_assert_message (error, built);
  vmx_test_assert_message (error, "libvmx-goood." G_MODULE_SUFFIX);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "did you mean “good”?");

  g_assert_null (vmx_plugin_loader_load (loader, "quite-another-thing", &error));
  g_assert_null (strstr (error->message, "did you mean"));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "quite-another-thing");
}

static void
test_bad_names (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  g_autofree char *huge = g_strnfill (1024 * 1024, 'a');
  g_autofree char *huge_bad = g_strnfill (1024 * 1024, '/');
  const char *const names[] = { "",     ".",    "..",      "../good", "loader/good", "/etc/passwd",
                                "Good", "good\n", "1good", "-good",   "good.so",     "go od",
                                "\xff\xfe", "gööd", huge,  huge_bad };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (vmx_plugin_loader_load (loader, names[i], &error));
      g_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpuint (strlen (error->message), <, 4096);
    }
}

static void
test_scan (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  g_autoptr(VmxPluginInfo) good = NULL, loaded = NULL;
  guint n_items;

  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (loader)) == VMX_TYPE_PLUGIN_INFO);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (loader)), ==, 0);
  vmx_plugin_loader_scan (loader);
  n_items = g_list_model_get_n_items (G_LIST_MODEL (loader));
  g_assert_cmpuint (n_items, ==, G_N_ELEMENTS (broken_cases) + 1);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (loader), n_items));
  for (guint i = 1; i < n_items; i++)
    {
      g_autoptr(VmxPluginInfo) a = g_list_model_get_item (G_LIST_MODEL (loader), i - 1);
      g_autoptr(VmxPluginInfo) b = g_list_model_get_item (G_LIST_MODEL (loader), i);

      g_assert_cmpstr (vmx_plugin_info_get_name (a), <, vmx_plugin_info_get_name (b));
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken_cases); i++)
    {
      g_autoptr(VmxPluginInfo) info = find_info (loader, broken_cases[i].name);
      const GError *error = vmx_plugin_info_get_error (info);

      g_assert_false (vmx_plugin_info_is_loaded (info));
      g_assert_error (error, VMX_ERROR, broken_cases[i].code);
      g_assert_cmpuint (vmx_plugin_info_get_kinds (info), ==, VMX_PLUGIN_KIND_NONE);
      g_assert_null (vmx_plugin_info_get_version (info));
    }
  good = find_info (loader, "good");
  g_assert_true (vmx_plugin_info_is_loaded (good));
  loaded = vmx_plugin_loader_load (loader, "good", NULL);
  g_assert_true (good == loaded);
}

static void
count_items (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  guint *n_items = data;

  g_assert_cmpuint (removed, ==, *n_items);
  *n_items += added - removed;
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, *n_items);
}

static void
test_scan_again (void)
{
  g_autofree char *folder = vmx_test_make_folder ();
  g_autoptr(VmxPluginLoader) loader = make_loader (NULL);
  g_autoptr(VmxPluginInfo) strange = NULL;
  guint n_items = 0;

  g_signal_connect (loader, "items-changed", G_CALLBACK (count_items), &n_items);
  vmx_plugin_loader_prepend_path (loader, folder);
  write_plugin_file (folder, "one", "broken");
  vmx_plugin_loader_scan (loader);
  g_assert_cmpuint (n_items, ==, 1);

  write_plugin_file (folder, "Strange name", "broken");
  vmx_plugin_loader_scan (loader);
  g_assert_cmpuint (n_items, ==, 2);
  strange = find_info (loader, "Strange name");
  g_assert_error (vmx_plugin_info_get_error (strange), VMX_ERROR, VMX_ERROR_PLUGIN_INVALID);
  vmx_test_assert_message (vmx_plugin_info_get_error (strange), "small letters");
}

static void
test_first_wins (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader ("second");
  g_autoptr(VmxPluginLoader) late = make_loader ("second");
  g_autofree char *first = g_test_build_filename (G_TEST_BUILT, "loader", "first", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxPluginInfo) info = NULL;

  vmx_plugin_loader_prepend_path (loader, first);
  info = vmx_plugin_loader_load (loader, "twin", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_plugin_info_get_version (info), ==, "first");
  vmx_plugin_loader_scan (loader);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (loader)), ==, 1);

  /* A second file with the same plugin cannot be in the same process. */
  g_assert_null (vmx_plugin_loader_load (late, "twin", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_INVALID,
                    "already; start it again");
}

static void
test_environment (void)
{
  g_autofree char *added = vmx_test_make_folder ();
  g_autofree char *replaced = vmx_test_make_folder ();
  g_autofree char *user
      = g_build_filename (g_get_user_data_dir (), "vmxsync-1", "plugins-1", NULL);
  g_autoptr(VmxPluginLoader) loader = make_loader (NULL);
  g_autofree char *search_path = g_strconcat ("/nonexistent::", added, NULL);
  const char *const names[] = { "a", "b", "c", "d" };
  const char *const expected[] = { added, user, user, replaced };

  write_plugin_file (added, "a", "in the added folder");
  write_plugin_file (replaced, "a", "hidden by the one before");
  write_plugin_file (replaced, "b", "hidden by the user's");
  write_plugin_file (user, "b", "before the replaced folder");
  write_plugin_file (user, "c", "in the user's folder");
  write_plugin_file (replaced, "d", "in the replaced folder");
  g_setenv ("VMX_PLUGIN_PATH", search_path, TRUE);
  g_setenv ("VMX_PLUGIN_DIR", replaced, TRUE);
  vmx_plugin_loader_scan (loader);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (loader)), ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(VmxPluginInfo) info = g_list_model_get_item (G_LIST_MODEL (loader), i);
      g_autofree char *folder = g_path_get_dirname (vmx_plugin_info_get_path (info));

      g_assert_cmpstr (vmx_plugin_info_get_name (info), ==, names[i]);
      g_assert_cmpstr (folder, ==, expected[i]);
    }
}

static void
test_defaults (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  g_autoptr(GError) error = NULL;
  g_autoptr(GObject) transport = NULL;

  g_unsetenv ("VMX_USE_TRANSPORT");
  g_setenv ("VMX_USE_STORAGE", "", TRUE);
  g_assert_cmpstr (vmx_plugin_loader_get_default_name (VMX_PLUGIN_KIND_TRANSPORT), ==, "odata");
  g_assert_cmpstr (vmx_plugin_loader_get_default_name (VMX_PLUGIN_KIND_STORAGE), ==,
                   "storage-sqlite");
  g_assert_null (vmx_plugin_loader_get_default_name (VMX_PLUGIN_KIND_PROCESSOR));

  g_assert_null (vmx_plugin_loader_create (loader, NULL, VMX_PLUGIN_KIND_TRANSPORT, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "“odata”");
  g_assert_null (vmx_plugin_loader_create (loader, NULL, VMX_PLUGIN_KIND_PROCESSOR, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "no default processor");

  g_setenv ("VMX_USE_TRANSPORT", "good", TRUE);
  g_setenv ("VMX_USE_STORAGE", "mine", TRUE);
  g_assert_cmpstr (vmx_plugin_loader_get_default_name (VMX_PLUGIN_KIND_STORAGE), ==, "mine");
  transport = vmx_plugin_loader_create (loader, NULL, VMX_PLUGIN_KIND_TRANSPORT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (transport), ==, "VmxFixtureGood");
  g_unsetenv ("VMX_USE_TRANSPORT");
  g_unsetenv ("VMX_USE_STORAGE");
}

static void
test_default_loader (void)
{
  g_assert_true (VMX_IS_PLUGIN_LOADER (vmx_plugin_loader_get_default ()));
  g_assert_true (vmx_plugin_loader_get_default () == vmx_plugin_loader_get_default ());
}

static gpointer
load_in_thread (gpointer data)
{
  g_autoptr(GError) error = NULL;
  VmxPluginInfo *info = vmx_plugin_loader_load (data, "good", &error);

  g_assert_no_error (error);
  return info;
}

static void
test_threads (void)
{
  g_autoptr(VmxPluginLoader) loader = make_loader (".");
  GThread *threads[8];
  gpointer first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("load", load_in_thread, loader);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr(VmxPluginInfo) info = g_thread_join (threads[i]);

      if (first == NULL)
        first = info;
      g_assert_true (first == (gpointer) info);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/loader/good", test_good);
  g_test_add_func ("/loader/properties", test_properties);
  g_test_add_func ("/loader/create", test_create);
  for (guint i = 0; i < G_N_ELEMENTS (broken_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/loader/broken/", broken_cases[i].name, NULL);

      g_test_add_data_func (path, &broken_cases[i], test_broken);
    }
  g_test_add_func ("/loader/not-elf", test_not_elf);
  g_test_add_func ("/loader/repaired", test_repaired);
  g_test_add_func ("/loader/missing", test_missing);
  g_test_add_func ("/loader/bad-names", test_bad_names);
  g_test_add_func ("/loader/scan", test_scan);
  g_test_add_func ("/loader/scan-again", test_scan_again);
  g_test_add_func ("/loader/first-wins", test_first_wins);
  g_test_add_func ("/loader/environment", test_environment);
  g_test_add_func ("/loader/defaults", test_defaults);
  g_test_add_func ("/loader/default-loader", test_default_loader);
  g_test_add_func ("/loader/threads", test_threads);
  return g_test_run ();
}
