/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-object-schema.h>
#include <libvmxsync/model/value/vmx-value.h>

G_BEGIN_DECLS

#define VMX_TYPE_RECORD (vmx_record_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxRecord, vmx_record, VMX, RECORD, GObject)

VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_record_new (void);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_record_new_from_json (const char *json, GError **error);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_record_new_from_variant (GVariant *variant, GError **error);
VMX_AVAILABLE_IN_ALL
char *vmx_record_to_json (VmxRecord *self);
VMX_AVAILABLE_IN_ALL
GVariant *vmx_record_to_variant (VmxRecord *self);

VMX_AVAILABLE_IN_ALL
VmxObjectSchema *vmx_record_get_schema (VmxRecord *self);
VMX_AVAILABLE_IN_ALL
char **vmx_record_get_column_names (VmxRecord *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_has (VmxRecord *self, const char *column);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_is_null (VmxRecord *self, const char *column);
VMX_AVAILABLE_IN_ALL
const VmxValue *vmx_record_get_value (VmxRecord *self, const char *column);
VMX_AVAILABLE_IN_ALL
const char *vmx_record_get_text (VmxRecord *self, const char *column);
VMX_AVAILABLE_IN_ALL
gint64 vmx_record_get_int64 (VmxRecord *self, const char *column);
VMX_AVAILABLE_IN_ALL
double vmx_record_get_double (VmxRecord *self, const char *column);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_get_boolean (VmxRecord *self, const char *column);
VMX_AVAILABLE_IN_ALL
GBytes *vmx_record_get_blob (VmxRecord *self, const char *column);

VMX_AVAILABLE_IN_ALL
void vmx_record_set_value (VmxRecord *self, const char *column, const VmxValue *value);
VMX_AVAILABLE_IN_ALL
void vmx_record_set_text (VmxRecord *self, const char *column, const char *text);
VMX_AVAILABLE_IN_ALL
void vmx_record_set_int64 (VmxRecord *self, const char *column, gint64 value);
VMX_AVAILABLE_IN_ALL
void vmx_record_set_double (VmxRecord *self, const char *column, double value);
VMX_AVAILABLE_IN_ALL
void vmx_record_set_boolean (VmxRecord *self, const char *column, gboolean value);
VMX_AVAILABLE_IN_ALL
void vmx_record_set_blob (VmxRecord *self, const char *column, GBytes *bytes);
VMX_AVAILABLE_IN_ALL
void vmx_record_set_null (VmxRecord *self, const char *column);
VMX_AVAILABLE_IN_ALL
void vmx_record_unset (VmxRecord *self, const char *column);

G_END_DECLS
