/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-reader.h>
#include <libvmxsync/model/record/vmx-record-batch.h>

G_BEGIN_DECLS

/* C only: this header is not part of the introspected interface. */

/* Turns the JSON events of records into rows of a batch. Its owner forwards it all events from a
 * record's start_object to the matching end_object, both included. */
typedef struct _VmxRecordDecoder VmxRecordDecoder;

/* A member whose name holds an "@", with its text: strings without quotes, other scalars as
 * written, structures as JSON text. target is the part before the "@", of length 0 for the record
 * itself. FALSE with an error ends the reading. */
typedef gboolean (*VmxAnnotationFunc) (gpointer user_data, VmxRecordBatch *batch, guint row,
                                       const char *target, gsize target_length, const char *term,
                                       gsize term_length, const char *text, gsize text_length,
                                       GError **error);

VMX_AVAILABLE_IN_ALL
VmxRecordDecoder *vmx_record_decoder_new (VmxRecordBatch *batch);
VMX_AVAILABLE_IN_ALL
void vmx_record_decoder_free (VmxRecordDecoder *self);
VMX_AVAILABLE_IN_ALL
void vmx_record_decoder_set_annotation_func (VmxRecordDecoder *self, VmxAnnotationFunc func,
                                             gpointer user_data);
/* FALSE by default: members that are no column are then passed over. */
VMX_AVAILABLE_IN_ALL
void vmx_record_decoder_set_strict_names (VmxRecordDecoder *self, gboolean strict);
VMX_AVAILABLE_IN_ALL
const VmxJsonHandler *vmx_record_decoder_get_handler (void);
/* TRUE between a record's start_object and its end_object. */
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_decoder_in_record (VmxRecordDecoder *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_record_decoder_get_n_unknown (VmxRecordDecoder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxRecordDecoder, vmx_record_decoder_free)

G_END_DECLS
