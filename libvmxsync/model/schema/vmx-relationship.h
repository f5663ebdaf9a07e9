/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_RELATIONSHIP (vmx_relationship_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxRelationship, vmx_relationship, VMX, RELATIONSHIP, GObject)

VMX_AVAILABLE_IN_ALL
VmxRelationship *vmx_relationship_new (const char *name, VmxRelationshipType type,
                                       const char *target);
VMX_AVAILABLE_IN_ALL
const char *vmx_relationship_get_name (VmxRelationship *self);
VMX_AVAILABLE_IN_ALL
VmxRelationshipType vmx_relationship_get_relationship_type (VmxRelationship *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_relationship_get_target (VmxRelationship *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_relationship_get_cascade (VmxRelationship *self);
VMX_AVAILABLE_IN_ALL
void vmx_relationship_set_cascade (VmxRelationship *self, gboolean cascade);

VMX_AVAILABLE_IN_ALL
void vmx_relationship_add_columns (VmxRelationship *self, const char *source_column,
                                   const char *target_column);
VMX_AVAILABLE_IN_ALL
guint vmx_relationship_get_n_columns (VmxRelationship *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_relationship_get_source_column (VmxRelationship *self, guint position);
VMX_AVAILABLE_IN_ALL
const char *vmx_relationship_get_target_column (VmxRelationship *self, guint position);

G_END_DECLS
