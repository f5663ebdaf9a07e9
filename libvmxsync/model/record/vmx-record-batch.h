/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-object-schema.h>
#include <libvmxsync/model/record/vmx-record.h>
#include <libvmxsync/model/value/vmx-value.h>

G_BEGIN_DECLS

#define VMX_TYPE_RECORD_BATCH (vmx_record_batch_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxRecordBatch, vmx_record_batch, VMX, RECORD_BATCH, GObject)

VMX_AVAILABLE_IN_ALL
VmxRecordBatch *vmx_record_batch_new (VmxObjectSchema *schema);
VMX_AVAILABLE_IN_ALL
VmxObjectSchema *vmx_record_batch_get_schema (VmxRecordBatch *self);

/* Rows and cells */
VMX_AVAILABLE_IN_ALL
guint vmx_record_batch_get_n_rows (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
guint vmx_record_batch_get_n_columns (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
guint vmx_record_batch_add_row (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_drop_last_row (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
const VmxValue *vmx_record_batch_peek_value (VmxRecordBatch *self, guint row, guint column);
VMX_AVAILABLE_IN_ALL
const char *vmx_record_batch_get_etag (VmxRecordBatch *self, guint row);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_set_etag (VmxRecordBatch *self, guint row, const char *etag);
VMX_AVAILABLE_IN_ALL
char *vmx_record_batch_get_key_text (VmxRecordBatch *self, guint row);

VMX_AVAILABLE_IN_ALL
gboolean vmx_record_batch_check_keys (VmxRecordBatch *self, GError **error);

/* Setters that check against the column's type */
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_batch_set_value (VmxRecordBatch *self, guint row, guint column,
                                     const VmxValue *value, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_batch_set_number (VmxRecordBatch *self, guint row, guint column,
                                      const char *text, gsize length, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_batch_set_string (VmxRecordBatch *self, guint row, guint column,
                                      const char *text, gsize length, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_batch_set_boolean (VmxRecordBatch *self, guint row, guint column,
                                       gboolean value, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_set_null (VmxRecordBatch *self, guint row, guint column);

/* Setters for those who hold values that were checked before, such as a storage */
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_put_int64 (VmxRecordBatch *self, guint row, guint column, gint64 value);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_put_double (VmxRecordBatch *self, guint row, guint column, double value);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_put_text (VmxRecordBatch *self, guint row, guint column, const char *text,
                                gsize length);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_put_blob (VmxRecordBatch *self, guint row, guint column,
                                const guint8 *bytes, gsize length);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_put_copy (VmxRecordBatch *self, guint row, guint column,
                                const VmxValue *value);

/* Whole records, for bindings */
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_batch_append_json (VmxRecordBatch *self, const char *json, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_batch_append_record (VmxRecordBatch *self, VmxRecord *record, GError **error);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_record_batch_get_record (VmxRecordBatch *self, guint row);

/* Deleted records */
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_add_deleted (VmxRecordBatch *self, guint row);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_batch_is_deleted (VmxRecordBatch *self, guint row);
VMX_AVAILABLE_IN_ALL
guint vmx_record_batch_get_n_deleted (VmxRecordBatch *self);

/* What the transport tells of the batch as a whole */
VMX_AVAILABLE_IN_ALL
const char *vmx_record_batch_get_next_context (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_set_next_context (VmxRecordBatch *self, const char *context);
VMX_AVAILABLE_IN_ALL
const char *vmx_record_batch_get_bookmark (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_set_bookmark (VmxRecordBatch *self, const char *bookmark);
VMX_AVAILABLE_IN_ALL
gint64 vmx_record_batch_get_total (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_set_total (VmxRecordBatch *self, gint64 total);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_set_times (VmxRecordBatch *self, gint64 network, gint64 parsing);
VMX_AVAILABLE_IN_ALL
gint64 vmx_record_batch_get_network_time (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
gint64 vmx_record_batch_get_parsing_time (VmxRecordBatch *self);
VMX_AVAILABLE_IN_ALL
void vmx_record_batch_add_warning (VmxRecordBatch *self, const char *warning);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_record_batch_get_warnings (VmxRecordBatch *self);

G_END_DECLS
