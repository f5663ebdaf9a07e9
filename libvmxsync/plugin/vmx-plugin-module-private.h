/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-plugin-abi.h>

G_BEGIN_DECLS

/* "transport and processor" and the like. */
char *vmx_plugin_kinds_to_text (VmxPluginKinds kinds);
/* Opens the module of a plugin and checks everything that it says of itself. The module stays in
 * the process from then on. VMX_ERROR_PLUGIN_INVALID or VMX_ERROR_PLUGIN_ABI. */
const VmxPluginDescriptor *vmx_plugin_module_open (const char *path, const char *name,
                                                   GError **error);

G_END_DECLS
