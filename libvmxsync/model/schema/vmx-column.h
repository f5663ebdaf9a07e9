/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_COLUMN (vmx_column_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxColumn, vmx_column, VMX, COLUMN, GObject)

VMX_AVAILABLE_IN_ALL
VmxColumn *vmx_column_new (const char *name, VmxColumnType type, VmxColumnFlags flags);

VMX_AVAILABLE_IN_ALL
const char *vmx_column_get_name (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
VmxColumnType vmx_column_get_column_type (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
VmxColumnFlags vmx_column_get_flags (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_column_is_nullable (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_column_is_mandatory (VmxColumn *self);

VMX_AVAILABLE_IN_ALL
const char *vmx_column_get_type_name (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
void vmx_column_set_type_name (VmxColumn *self, const char *type_name);
VMX_AVAILABLE_IN_ALL
guint vmx_column_get_max_length (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
void vmx_column_set_max_length (VmxColumn *self, guint max_length);
VMX_AVAILABLE_IN_ALL
int vmx_column_get_precision (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
int vmx_column_get_scale (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
void vmx_column_set_precision (VmxColumn *self, int precision, int scale);
VMX_AVAILABLE_IN_ALL
const char *vmx_column_get_default (VmxColumn *self);
VMX_AVAILABLE_IN_ALL
void vmx_column_set_default (VmxColumn *self, const char *text);

G_END_DECLS
