/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-plugin-spec-private.h>

#include <libvmxsync/model/vmx-error.h>

#include "test-plugin-double.h"
#include "vmx-test.h"

static void
test_copy (void)
{
  static const char *const properties[] = { "timeout=3", "A.rename=B", NULL };
  g_autoptr(TestDouble) instance = test_double_new ();
  VmxPluginSpec *spec = vmx_plugin_spec_new (VMX_PLUGIN_KIND_TRANSPORT, "odata",
                                             G_OBJECT (instance), "http://a/", properties);
  g_autoptr(VmxPluginSpec) copy = vmx_plugin_spec_copy (spec);

  vmx_plugin_spec_free (spec);
  g_assert_cmpint (copy->kind, ==, VMX_PLUGIN_KIND_TRANSPORT);
  g_assert_cmpstr (copy->name, ==, "odata");
  g_assert_true (copy->instance == G_OBJECT (instance));
  g_assert_cmpstr (copy->url, ==, "http://a/");
  g_assert_true (g_strv_equal ((const char *const *) copy->properties, properties));
}

static void
test_empty (void)
{
  g_autoptr(VmxPluginSpec) spec
      = vmx_plugin_spec_new (VMX_PLUGIN_KIND_PROCESSOR, NULL, NULL, NULL, NULL);
  g_autoptr(VmxPluginSpec) copy = vmx_plugin_spec_copy (spec);

  g_assert_null (copy->name);
  g_assert_null (copy->instance);
  g_assert_null (copy->url);
  g_assert_null (copy->properties);
}

/* The program's instance serves one run at a time, whichever spec leads to it. */
static void
test_busy_instance (void)
{
  g_autoptr(TestDouble) instance = test_double_new ();
  g_autoptr(VmxPluginSpec) spec = vmx_plugin_spec_new (VMX_PLUGIN_KIND_PROCESSOR, NULL,
                                                       G_OBJECT (instance), NULL, NULL);
  g_autoptr(VmxPluginSpec) copy = vmx_plugin_spec_copy (spec);
  g_autoptr(GError) error = NULL;
  GObject *plugin = vmx_plugin_spec_acquire (spec, &error);

  g_assert_no_error (error);
  g_assert_true (plugin == G_OBJECT (instance));
  g_assert_null (vmx_plugin_spec_acquire (spec, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY, "TestDouble");
  g_assert_null (vmx_plugin_spec_acquire (copy, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_BUSY, "another run");
  vmx_plugin_spec_release (spec, plugin);
  plugin = vmx_plugin_spec_acquire (copy, &error);
  g_assert_no_error (error);
  vmx_plugin_spec_release (copy, plugin);
  g_assert_cmpuint (G_OBJECT (instance)->ref_count, ==, 3);
}

static void
test_different_instances (void)
{
  g_autoptr(TestDouble) one = test_double_new ();
  g_autoptr(TestDouble) other = test_double_new ();
  g_autoptr(VmxPluginSpec) first
      = vmx_plugin_spec_new (VMX_PLUGIN_KIND_PROCESSOR, NULL, G_OBJECT (one), NULL, NULL);
  g_autoptr(VmxPluginSpec) second
      = vmx_plugin_spec_new (VMX_PLUGIN_KIND_PROCESSOR, NULL, G_OBJECT (other), NULL, NULL);
  g_autoptr(GError) error = NULL;
  GObject *first_plugin = vmx_plugin_spec_acquire (first, &error);
  GObject *second_plugin = vmx_plugin_spec_acquire (second, &error);

  g_assert_no_error (error);
  vmx_plugin_spec_release (first, first_plugin);
  vmx_plugin_spec_release (second, second_plugin);
}

static void
test_missing_plugin (void)
{
  g_autoptr(VmxPluginSpec) spec
      = vmx_plugin_spec_new (VMX_PLUGIN_KIND_TRANSPORT, "no-such-plugin", NULL, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_plugin_spec_acquire (spec, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND, "no-such-plugin");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/plugin-spec/copy", test_copy);
  g_test_add_func ("/plugin-spec/empty", test_empty);
  g_test_add_func ("/plugin-spec/busy-instance", test_busy_instance);
  g_test_add_func ("/plugin-spec/different-instances", test_different_instances);
  g_test_add_func ("/plugin-spec/missing-plugin", test_missing_plugin);
  return g_test_run ();
}
