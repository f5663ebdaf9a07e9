/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-object-schema.h>

G_BEGIN_DECLS

#define VMX_TYPE_SERVICE_SCHEMA (vmx_service_schema_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxServiceSchema, vmx_service_schema, VMX, SERVICE_SCHEMA, GObject)

VMX_AVAILABLE_IN_ALL
VmxServiceSchema *vmx_service_schema_new (void);
VMX_AVAILABLE_IN_ALL
VmxServiceSchema *vmx_service_schema_new_from_json (const char *json, GError **error);
VMX_AVAILABLE_IN_ALL
char *vmx_service_schema_to_json (VmxServiceSchema *self);

/* Building, until the schema is sealed */
VMX_AVAILABLE_IN_ALL
void vmx_service_schema_add_object (VmxServiceSchema *self, VmxObjectSchema *object);
VMX_AVAILABLE_IN_ALL
void vmx_service_schema_add_note (VmxServiceSchema *self, const char *note);
VMX_AVAILABLE_IN_ALL
void vmx_service_schema_set_version (VmxServiceSchema *self, const char *version);
VMX_AVAILABLE_IN_ALL
void vmx_service_schema_set_timestamp (VmxServiceSchema *self, const char *timestamp);
VMX_AVAILABLE_IN_ALL
gboolean vmx_service_schema_seal (VmxServiceSchema *self, GError **error);
VMX_AVAILABLE_IN_ALL
VmxServiceSchema *vmx_service_schema_select (VmxServiceSchema *self, const char *const *objects,
                                             GError **error);

/* Reading */
VMX_AVAILABLE_IN_ALL
gboolean vmx_service_schema_is_sealed (VmxServiceSchema *self);
VMX_AVAILABLE_IN_ALL
guint vmx_service_schema_get_n_objects (VmxServiceSchema *self);
VMX_AVAILABLE_IN_ALL
VmxObjectSchema *vmx_service_schema_get_object (VmxServiceSchema *self, guint position);
VMX_AVAILABLE_IN_ALL
VmxObjectSchema *vmx_service_schema_find_object (VmxServiceSchema *self, const char *name);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_service_schema_get_notes (VmxServiceSchema *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_service_schema_get_version (VmxServiceSchema *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_service_schema_get_timestamp (VmxServiceSchema *self);

G_END_DECLS
