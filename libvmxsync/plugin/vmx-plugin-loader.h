/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <libvmxsync/plugin/vmx-plugin-info.h>

G_BEGIN_DECLS

#define VMX_TYPE_PLUGIN_LOADER (vmx_plugin_loader_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxPluginLoader, vmx_plugin_loader, VMX, PLUGIN_LOADER, GObject)

VMX_AVAILABLE_IN_ALL
VmxPluginLoader *vmx_plugin_loader_get_default (void);
VMX_AVAILABLE_IN_ALL
VmxPluginLoader *vmx_plugin_loader_new (void);
VMX_AVAILABLE_IN_ALL
void vmx_plugin_loader_prepend_path (VmxPluginLoader *self, const char *path);
VMX_AVAILABLE_IN_ALL
void vmx_plugin_loader_scan (VmxPluginLoader *self);
VMX_AVAILABLE_IN_ALL
VmxPluginInfo *vmx_plugin_loader_load (VmxPluginLoader *self, const char *name, GError **error);
VMX_AVAILABLE_IN_ALL
GType vmx_plugin_loader_get_plugin_type (VmxPluginLoader *self, const char *name,
                                         VmxPluginKinds kind, GError **error);
VMX_AVAILABLE_IN_ALL
GObject *vmx_plugin_loader_create (VmxPluginLoader *self, const char *name, VmxPluginKinds kind,
                                   GError **error);
VMX_AVAILABLE_IN_ALL
const char *vmx_plugin_loader_get_default_name (VmxPluginKinds kind);

G_END_DECLS
