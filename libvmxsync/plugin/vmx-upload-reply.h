/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_UPLOAD_REPLY (vmx_upload_reply_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxUploadReply, vmx_upload_reply, VMX, UPLOAD_REPLY, GObject)

VMX_AVAILABLE_IN_ALL
VmxUploadReply *vmx_upload_reply_new (guint n_members);
VMX_AVAILABLE_IN_ALL
guint vmx_upload_reply_get_n_members (VmxUploadReply *self);

/* Of the whole */
VMX_AVAILABLE_IN_ALL
void vmx_upload_reply_set_verdict (VmxUploadReply *self, VmxUploadVerdict verdict, int status,
                                   const char *message);
VMX_AVAILABLE_IN_ALL
VmxUploadVerdict vmx_upload_reply_get_verdict (VmxUploadReply *self);
VMX_AVAILABLE_IN_ALL
int vmx_upload_reply_get_verdict_status (VmxUploadReply *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_reply_get_verdict_message (VmxUploadReply *self);
VMX_AVAILABLE_IN_ALL
void vmx_upload_reply_set_retry_after (VmxUploadReply *self, gint64 milliseconds);
VMX_AVAILABLE_IN_ALL
gint64 vmx_upload_reply_get_retry_after (VmxUploadReply *self);
VMX_AVAILABLE_IN_ALL
void vmx_upload_reply_set_times (VmxUploadReply *self, gint64 network, gint64 parsing);
VMX_AVAILABLE_IN_ALL
gint64 vmx_upload_reply_get_network_time (VmxUploadReply *self);
VMX_AVAILABLE_IN_ALL
gint64 vmx_upload_reply_get_parsing_time (VmxUploadReply *self);

/* Of each change */
VMX_AVAILABLE_IN_ALL
void vmx_upload_reply_set_outcome (VmxUploadReply *self, guint member, VmxUploadOutcome outcome,
                                   int status, const char *code, const char *message);
VMX_AVAILABLE_IN_ALL
VmxUploadOutcome vmx_upload_reply_get_outcome (VmxUploadReply *self, guint member);
VMX_AVAILABLE_IN_ALL
int vmx_upload_reply_get_status (VmxUploadReply *self, guint member);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_reply_get_code (VmxUploadReply *self, guint member);
VMX_AVAILABLE_IN_ALL
const char *vmx_upload_reply_get_message (VmxUploadReply *self, guint member);
VMX_AVAILABLE_IN_ALL
void vmx_upload_reply_set_record (VmxUploadReply *self, guint member, VmxRecordBatch *batch,
                                  guint row);
VMX_AVAILABLE_IN_ALL
VmxRecordBatch *vmx_upload_reply_get_batch (VmxUploadReply *self, guint member);
VMX_AVAILABLE_IN_ALL
guint vmx_upload_reply_get_row (VmxUploadReply *self, guint member);

G_END_DECLS
