/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_READ_OPTIONS (vmx_read_options_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxReadOptions, vmx_read_options, VMX, READ_OPTIONS, GObject)

VMX_AVAILABLE_IN_ALL
VmxReadOptions *vmx_read_options_new (void);
VMX_AVAILABLE_IN_ALL
VmxReadOptions *vmx_read_options_new_from_json (const char *json, GError **error);

VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_read_options_get_primary_keys (VmxReadOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_read_options_set_primary_keys (VmxReadOptions *self, VmxRecord *primary_keys);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_read_options_get_where_condition (VmxReadOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_read_options_set_where_condition (VmxReadOptions *self, VmxRecord *condition);
VMX_AVAILABLE_IN_ALL
const char *vmx_read_options_get_where_condition_as_a_string (VmxReadOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_read_options_set_where_condition_as_a_string (VmxReadOptions *self, const char *text);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_read_options_get_like_condition (VmxReadOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_read_options_set_like_condition (VmxReadOptions *self, VmxRecord *patterns);
VMX_AVAILABLE_IN_ALL
const char *vmx_read_options_get_filter (VmxReadOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_read_options_set_filter (VmxReadOptions *self, const char *filter);
VMX_AVAILABLE_IN_ALL
void vmx_read_options_add_order (VmxReadOptions *self, const char *column, VmxOrder order);
VMX_AVAILABLE_IN_ALL
guint vmx_read_options_get_n_orders (VmxReadOptions *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_read_options_get_order_column (VmxReadOptions *self, guint position);
VMX_AVAILABLE_IN_ALL
VmxOrder vmx_read_options_get_order (VmxReadOptions *self, guint position);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_read_options_get_projection_columns (VmxReadOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_read_options_set_projection_columns (VmxReadOptions *self, const char *const *columns);
VMX_AVAILABLE_IN_ALL
gboolean vmx_read_options_get_distinct (VmxReadOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_read_options_set_distinct (VmxReadOptions *self, gboolean distinct);

G_END_DECLS
