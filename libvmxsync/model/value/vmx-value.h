/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_VALUE (vmx_value_get_type ())

typedef struct _VmxValue VmxValue;

VMX_AVAILABLE_IN_ALL
GType vmx_value_get_type (void) G_GNUC_CONST;

VMX_AVAILABLE_IN_ALL
VmxValue *vmx_value_new_null (void);
VMX_AVAILABLE_IN_ALL
VmxValue *vmx_value_new_int64 (gint64 value);
VMX_AVAILABLE_IN_ALL
VmxValue *vmx_value_new_double (double value);
VMX_AVAILABLE_IN_ALL
VmxValue *vmx_value_new_boolean (gboolean value);
VMX_AVAILABLE_IN_ALL
VmxValue *vmx_value_new_text (const char *text);
VMX_AVAILABLE_IN_ALL
VmxValue *vmx_value_new_blob (GBytes *bytes);
VMX_AVAILABLE_IN_ALL
VmxValue *vmx_value_new_parsed (VmxColumnType type, const char *text, GError **error);

VMX_AVAILABLE_IN_ALL
VmxValue *vmx_value_copy (const VmxValue *self);
VMX_AVAILABLE_IN_ALL
void vmx_value_free (VmxValue *self);

VMX_AVAILABLE_IN_ALL
VmxValueKind vmx_value_get_kind (const VmxValue *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_value_is_null (const VmxValue *self);
VMX_AVAILABLE_IN_ALL
gint64 vmx_value_get_int64 (const VmxValue *self);
VMX_AVAILABLE_IN_ALL
double vmx_value_get_double (const VmxValue *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_value_get_boolean (const VmxValue *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_value_get_text (const VmxValue *self, gsize *length);
VMX_AVAILABLE_IN_ALL
GBytes *vmx_value_get_blob (const VmxValue *self);
VMX_AVAILABLE_IN_ALL
const guint8 *vmx_value_peek_blob (const VmxValue *self, gsize *length);
VMX_AVAILABLE_IN_ALL
char *vmx_value_to_string (const VmxValue *self);

VMX_AVAILABLE_IN_ALL
gboolean vmx_value_equal (const VmxValue *a, const VmxValue *b);
VMX_AVAILABLE_IN_ALL
int vmx_value_compare (const VmxValue *a, const VmxValue *b);
VMX_AVAILABLE_IN_ALL
int vmx_column_type_compare_text (VmxColumnType type, gboolean ignore_case, const char *a,
                                  gsize a_length, const char *b, gsize b_length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxValue, vmx_value_free)

G_END_DECLS
