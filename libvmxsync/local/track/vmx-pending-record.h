/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/track/vmx-change.h>

G_BEGIN_DECLS

#define VMX_TYPE_PENDING_RECORD (vmx_pending_record_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxPendingRecord, vmx_pending_record, VMX, PENDING_RECORD, GObject)

VMX_AVAILABLE_IN_ALL
const char *vmx_pending_record_get_object (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_pending_record_get_primary_keys (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
VmxChangeState vmx_pending_record_get_state (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_pending_record_get_reason (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_pending_record_get_changes (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_pending_record_get_base_record (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_pending_record_get_local_record (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_pending_record_get_server_record (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_pending_record_get_server_deleted (VmxPendingRecord *self);
VMX_AVAILABLE_IN_ALL
char *vmx_pending_record_to_json (VmxPendingRecord *self);

G_END_DECLS
