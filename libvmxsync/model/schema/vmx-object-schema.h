/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-column.h>
#include <libvmxsync/model/schema/vmx-relationship.h>

G_BEGIN_DECLS

#define VMX_TYPE_OBJECT_SCHEMA (vmx_object_schema_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxObjectSchema, vmx_object_schema, VMX, OBJECT_SCHEMA, GObject)

VMX_AVAILABLE_IN_ALL
VmxObjectSchema *vmx_object_schema_new (const char *name);

/* Building, until the schema is sealed */
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_add_column (VmxObjectSchema *self, VmxColumn *column);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_add_key_column (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_add_relationship (VmxObjectSchema *self, VmxRelationship *relationship);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_add_index (VmxObjectSchema *self, const char *const *columns);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_add_navigation (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_set_type_name (VmxObjectSchema *self, const char *type_name);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_set_open (VmxObjectSchema *self, gboolean open);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_set_soft_delete_column (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_set_change_tracking_column (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
void vmx_object_schema_set_setting (VmxObjectSchema *self, const char *name, const char *value);
VMX_AVAILABLE_IN_ALL
gboolean vmx_object_schema_seal (VmxObjectSchema *self, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_object_schema_is_sealed (VmxObjectSchema *self);

/* Reading */
VMX_AVAILABLE_IN_ALL
const char *vmx_object_schema_get_name (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_object_schema_get_type_name (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_object_schema_is_open (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
guint vmx_object_schema_get_n_columns (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
VmxColumn *vmx_object_schema_get_column (VmxObjectSchema *self, guint position);
VMX_AVAILABLE_IN_ALL
VmxColumn *vmx_object_schema_find_column (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
char *vmx_object_schema_suggest_column (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
int vmx_object_schema_get_column_index (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
int vmx_object_schema_get_column_index_len (VmxObjectSchema *self, const char *name,
                                            gsize length);
VMX_AVAILABLE_IN_ALL
guint vmx_object_schema_get_n_key_columns (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_object_schema_get_key_column_name (VmxObjectSchema *self, guint position);
VMX_AVAILABLE_IN_ALL
guint vmx_object_schema_get_key_column_index (VmxObjectSchema *self, guint position);
VMX_AVAILABLE_IN_ALL
gboolean vmx_object_schema_is_key_column (VmxObjectSchema *self, guint column);
VMX_AVAILABLE_IN_ALL
guint vmx_object_schema_get_n_relationships (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
VmxRelationship *vmx_object_schema_get_relationship (VmxObjectSchema *self, guint position);
VMX_AVAILABLE_IN_ALL
gboolean vmx_object_schema_has_navigation (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
guint vmx_object_schema_get_n_navigations (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_object_schema_get_navigation (VmxObjectSchema *self, guint position);
VMX_AVAILABLE_IN_ALL
guint vmx_object_schema_get_n_indexes (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_object_schema_get_index (VmxObjectSchema *self, guint position);
VMX_AVAILABLE_IN_ALL
const char *vmx_object_schema_get_soft_delete_column (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_object_schema_get_change_tracking_column (VmxObjectSchema *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_object_schema_get_setting (VmxObjectSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
char **vmx_object_schema_get_setting_names (VmxObjectSchema *self);

G_END_DECLS
