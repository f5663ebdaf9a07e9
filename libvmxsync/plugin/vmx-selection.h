/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-query.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_SELECTION (vmx_selection_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxSelection, vmx_selection, VMX, SELECTION, GObject)

VMX_AVAILABLE_IN_ALL
VmxSelection *vmx_selection_new (VmxObjectSchema *schema);
VMX_AVAILABLE_IN_ALL
VmxObjectSchema *vmx_selection_get_schema (VmxSelection *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_selection_can_push (VmxQuery *query, VmxObjectSchema *schema);
VMX_AVAILABLE_IN_ALL
void vmx_selection_set_query (VmxSelection *self, VmxQuery *query);
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_selection_get_query (VmxSelection *self);
VMX_AVAILABLE_IN_ALL
void vmx_selection_add_column (VmxSelection *self, guint column);
VMX_AVAILABLE_IN_ALL
gboolean vmx_selection_has_column (VmxSelection *self, guint column);
VMX_AVAILABLE_IN_ALL
void vmx_selection_add_order (VmxSelection *self, guint column, VmxOrder order);
VMX_AVAILABLE_IN_ALL
guint vmx_selection_get_n_orders (VmxSelection *self);
VMX_AVAILABLE_IN_ALL
guint vmx_selection_get_order_column (VmxSelection *self, guint position);
VMX_AVAILABLE_IN_ALL
VmxOrder vmx_selection_get_order (VmxSelection *self, guint position);
VMX_AVAILABLE_IN_ALL
void vmx_selection_set_limit (VmxSelection *self, gint64 limit);
VMX_AVAILABLE_IN_ALL
gint64 vmx_selection_get_limit (VmxSelection *self);
VMX_AVAILABLE_IN_ALL
void vmx_selection_set_with_etags (VmxSelection *self, gboolean with_etags);
VMX_AVAILABLE_IN_ALL
gboolean vmx_selection_get_with_etags (VmxSelection *self);

G_END_DECLS
