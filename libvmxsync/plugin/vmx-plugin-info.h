/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_PLUGIN_INFO (vmx_plugin_info_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxPluginInfo, vmx_plugin_info, VMX, PLUGIN_INFO, GObject)

VMX_AVAILABLE_IN_ALL
const char *vmx_plugin_info_get_name (VmxPluginInfo *self);
VMX_AVAILABLE_IN_ALL
VmxPluginKinds vmx_plugin_info_get_kinds (VmxPluginInfo *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_plugin_info_get_version (VmxPluginInfo *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_plugin_info_get_description (VmxPluginInfo *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_plugin_info_get_license (VmxPluginInfo *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_plugin_info_get_path (VmxPluginInfo *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_plugin_info_is_loaded (VmxPluginInfo *self);
VMX_AVAILABLE_IN_ALL
const GError *vmx_plugin_info_get_error (VmxPluginInfo *self);

G_END_DECLS
