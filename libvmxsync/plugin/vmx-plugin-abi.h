/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gmodule.h>
#include <glib-object.h>

#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

/* C only: this header is not part of the introspected interface. Modules include it. */

/* Raised when a call of an interface goes away or changes; names the plugin folder, too. */
#define VMX_PLUGIN_ABI_MAJOR 1
/* Raised when a call is added at the end of an interface: the library must be at least as new. */
#define VMX_PLUGIN_ABI_MINOR 2

typedef struct
{
  guint32 struct_size;
  guint16 abi_major;
  guint16 abi_minor;
  VmxPluginKinds kinds;
  const char *name;
  const char *version;
  const char *description;
  const char *license;
  /* The type that plays one role. */
  GType (*get_type) (VmxPluginKinds kind);
} VmxPluginDescriptor;

/* Exports the descriptor of a module. symbol_name is the plugin's name with underscores for dashes:
 *
 *   VMX_PLUGIN_DEFINE (storage_sqlite, "storage-sqlite", VMX_PLUGIN_KIND_STORAGE, "1.0",
 *                      "Keeps records in a SQLite file", "LGPL-2.1-or-later", get_type_for_kind)
 */
#define VMX_PLUGIN_DEFINE(symbol_name, plugin_name, plugin_kinds, plugin_version,                  \
                          plugin_description, plugin_license, get_type_func)                       \
  G_MODULE_EXPORT const VmxPluginDescriptor *vmx_plugin_##symbol_name##_get_descriptor (void);     \
  const VmxPluginDescriptor *vmx_plugin_##symbol_name##_get_descriptor (void)                      \
  {                                                                                                \
    static const VmxPluginDescriptor descriptor                                                    \
        = { sizeof (VmxPluginDescriptor), VMX_PLUGIN_ABI_MAJOR, VMX_PLUGIN_ABI_MINOR,              \
            (plugin_kinds), (plugin_name), (plugin_version), (plugin_description),                 \
            (plugin_license), (get_type_func) };                                                   \
                                                                                                   \
    return &descriptor;                                                                            \
  }

G_END_DECLS
