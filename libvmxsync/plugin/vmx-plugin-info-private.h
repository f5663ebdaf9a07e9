/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-plugin-abi.h>
#include <libvmxsync/plugin/vmx-plugin-info.h>

G_BEGIN_DECLS

/* An info never changes, so threads share it. The descriptor must stay; the module is resident. */
VmxPluginInfo *vmx_plugin_info_new_loaded (const VmxPluginDescriptor *descriptor,
                                           const char *path);
VmxPluginInfo *vmx_plugin_info_new_failed (const char *name, const char *path,
                                           const GError *error);
/* NULL for a failed one. */
const VmxPluginDescriptor *vmx_plugin_info_get_descriptor (VmxPluginInfo *self);

G_END_DECLS
