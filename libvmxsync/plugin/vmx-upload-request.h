/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_UPLOAD_REQUEST (vmx_upload_request_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxUploadRequest, vmx_upload_request, VMX, UPLOAD_REQUEST, GObject)

VMX_AVAILABLE_IN_ALL
VmxUploadRequest *vmx_upload_request_new (const char *request_id, const char *first_sent);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_request_get_request_id (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_request_get_first_sent (VmxUploadRequest *self);

/* Members */
VMX_AVAILABLE_IN_ALL
guint vmx_upload_request_add (VmxUploadRequest *self, VmxChangeAction action,
                              VmxRecordBatch *batch, guint row);
VMX_AVAILABLE_IN_ALL
guint vmx_upload_request_add_abandoned (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
guint vmx_upload_request_get_n_members (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
VmxChangeAction vmx_upload_request_get_action (VmxUploadRequest *self, guint member);
VMX_AVAILABLE_IN_ALL
VmxRecordBatch *vmx_upload_request_get_batch (VmxUploadRequest *self, guint member);
VMX_AVAILABLE_IN_ALL
guint vmx_upload_request_get_row (VmxUploadRequest *self, guint member);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_upload_request_get_record (VmxUploadRequest *self, guint member);

/* How it is sent */
VMX_AVAILABLE_IN_ALL
const char *const *vmx_upload_request_get_query_params (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
void vmx_upload_request_set_query_params (VmxUploadRequest *self, const char *const *params);
VMX_AVAILABLE_IN_ALL
gboolean vmx_upload_request_get_atomic (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
void vmx_upload_request_set_atomic (VmxUploadRequest *self, gboolean atomic);

/* What the transport made of it */
VMX_AVAILABLE_IN_ALL
void vmx_upload_request_set_wire (VmxUploadRequest *self, const char *form, const char *method,
                                  const char *url, const char *headers, const char *body);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_request_get_form (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_request_get_method (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_request_get_url (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_request_get_headers (VmxUploadRequest *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_request_get_body (VmxUploadRequest *self);

G_END_DECLS
