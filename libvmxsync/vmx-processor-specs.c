/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The processor chain of a service or an object. */
#include <libvmxsync/vmx-obj-svc-private.h>

#include <libvmxsync/plugin/vmx-plugin-loader.h>

void
vmx_processor_specs_add (GPtrArray *specs, const char *name, GObject *instance)
{
  g_ptr_array_add (specs, vmx_plugin_spec_new (VMX_PLUGIN_KIND_PROCESSOR, name, instance, NULL,
                                               NULL));
}

gboolean
vmx_processor_specs_add_name (GPtrArray *specs, const char *name, GError **error)
{
  if (vmx_plugin_loader_get_plugin_type (vmx_plugin_loader_get_default (), name,
                                         VMX_PLUGIN_KIND_PROCESSOR, error)
      == G_TYPE_INVALID)
    return FALSE;
  vmx_processor_specs_add (specs, name, NULL);
  return TRUE;
}

void
vmx_processor_specs_add_instance (GPtrArray *specs, VmxProcessor *processor)
{
  vmx_processor_specs_add (specs, NULL, G_OBJECT (processor));
}

char **
vmx_processor_specs_get_names (GPtrArray *specs)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < specs->len; i++)
    {
      VmxPluginSpec *spec = specs->pdata[i];

      g_strv_builder_add (names, spec->name != NULL ? spec->name
                                                    : G_OBJECT_TYPE_NAME (spec->instance));
    }
  return g_strv_builder_end (names);
}
