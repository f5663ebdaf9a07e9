/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include <libvmxsync/model/value/vmx-value.h>

G_BEGIN_DECLS

/* C only: this header is not part of the introspected interface. */

typedef struct _VmxJsonWriter VmxJsonWriter;

VMX_AVAILABLE_IN_ALL
VmxJsonWriter *vmx_json_writer_new (void);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_free (VmxJsonWriter *self);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_start_object (VmxJsonWriter *self);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_end_object (VmxJsonWriter *self);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_start_array (VmxJsonWriter *self);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_end_array (VmxJsonWriter *self);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_member (VmxJsonWriter *self, const char *name, gssize length);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_null (VmxJsonWriter *self);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_boolean (VmxJsonWriter *self, gboolean value);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_int64 (VmxJsonWriter *self, gint64 value);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_double (VmxJsonWriter *self, double value);
/* Number text as it stood in a document. */
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_number (VmxJsonWriter *self, const char *text, gssize length);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_string (VmxJsonWriter *self, const char *text, gssize length);
/* JSON text that is known to be one whole value. */
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_raw (VmxJsonWriter *self, const char *json, gssize length);
/* A cell: whole numbers beyond 2^53, decimals and dates as strings, blobs in base64url, complex
 * values as they are. A missing value is written as null. */
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_value (VmxJsonWriter *self, const VmxValue *value);
/* How deep in objects and arrays the writer is. */
VMX_AVAILABLE_IN_ALL
guint vmx_json_writer_get_depth (VmxJsonWriter *self);
/* The document so far. */
VMX_AVAILABLE_IN_ALL
const char *vmx_json_writer_peek (VmxJsonWriter *self, gsize *length);
VMX_AVAILABLE_IN_ALL
char *vmx_json_writer_steal (VmxJsonWriter *self, gsize *length);
VMX_AVAILABLE_IN_ALL
void vmx_json_writer_reset (VmxJsonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxJsonWriter, vmx_json_writer_free)

G_END_DECLS
