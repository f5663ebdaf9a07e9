/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

#define VMX_TYPE_SETUP_OPTIONS (vmx_setup_options_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxSetupOptions, vmx_setup_options, VMX, SETUP_OPTIONS, GObject)

VMX_AVAILABLE_IN_ALL
VmxSetupOptions *vmx_setup_options_new (void);
VMX_AVAILABLE_IN_ALL
VmxSetupOptions *vmx_setup_options_new_from_json (const char *json, GError **error);
VMX_AVAILABLE_IN_ALL
const char *vmx_setup_options_get_device_db_path (VmxSetupOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_setup_options_set_device_db_path (VmxSetupOptions *self, const char *path);

G_END_DECLS
