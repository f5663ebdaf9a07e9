/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The module as a program gets it: by name, with options that are text. */
#include <libvmxsync/vmxsync.h>

#include "vmx-test.h"

#define SCENARIO "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int32\"}}}}"

static void
test_info (void)
{
  g_autoptr(GError) error = NULL;
  VmxPluginLoader *loader = vmx_plugin_loader_get_default ();
  VmxPluginInfo *info = vmx_plugin_loader_load (loader, "mock", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_plugin_info_get_kinds (info), ==,
                    VMX_PLUGIN_KIND_TRANSPORT | VMX_PLUGIN_KIND_STORAGE);
  g_assert_null (vmx_plugin_loader_create (loader, "mock", VMX_PLUGIN_KIND_PROCESSOR, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "mock");
}

/* A program that was written for other plugins sets nothing but url and path. */
static void
test_in_place_of_others (void)
{
  g_autofree char *folder = vmx_test_make_folder ();
  g_autofree char *scenario = g_build_filename (folder, "scenario.json", NULL);
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  VmxPluginLoader *loader = vmx_plugin_loader_get_default ();
  g_autoptr(GObject) transport = NULL;
  g_autoptr(GObject) storage = NULL;
  g_autoptr(GError) error = NULL;

  g_file_set_contents (scenario, SCENARIO, -1, &error);
  g_assert_no_error (error);
  g_setenv ("VMX_USE_TRANSPORT", "mock", TRUE);
  g_setenv ("VMX_USE_STORAGE", "mock", TRUE);
  transport = vmx_plugin_loader_create (loader, NULL, VMX_PLUGIN_KIND_TRANSPORT, &error);
  g_assert_no_error (error);
  storage = vmx_plugin_loader_create (loader, NULL, VMX_PLUGIN_KIND_STORAGE, &error);
  g_assert_no_error (error);
  g_object_set (transport, "url", scenario, NULL);
  vmx_transport_open (VMX_TRANSPORT (transport), NULL, NULL, &error);
  g_assert_no_error (error);
  g_object_set (storage, "path", path, NULL);
  vmx_storage_open (VMX_STORAGE (storage), TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/plugin/info", test_info);
  g_test_add_func ("/mock/plugin/in-place-of-others", test_in_place_of_others);
  return g_test_run ();
}
