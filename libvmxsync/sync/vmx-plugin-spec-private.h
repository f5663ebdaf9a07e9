/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

/* How a run gets a plugin: a new instance by name and properties, or the program's own one, which
 * only one run may use at a time. Immutable. */
typedef struct
{
  VmxPluginKinds kind;
  char *name;        /* (nullable): the default plugin of the kind */
  GObject *instance; /* (nullable) */
  char *url;         /* (nullable) */
  GStrv properties;  /* "name=value" (nullable) */
} VmxPluginSpec;

VmxPluginSpec *vmx_plugin_spec_new (VmxPluginKinds kind, const char *name, GObject *instance,
                                    const char *url, const char *const *properties);
VmxPluginSpec *vmx_plugin_spec_copy (const VmxPluginSpec *self);
void vmx_plugin_spec_free (VmxPluginSpec *self);
/* VMX_ERROR_BUSY while another run uses the program's instance. */
GObject *vmx_plugin_spec_acquire (const VmxPluginSpec *self, GError **error);
void vmx_plugin_spec_release (const VmxPluginSpec *self, GObject *plugin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxPluginSpec, vmx_plugin_spec_free)

G_END_DECLS
