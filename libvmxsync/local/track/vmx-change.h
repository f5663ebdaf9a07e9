/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/track/vmx-track-enums.h>
#include <libvmxsync/model/record/vmx-record.h>

G_BEGIN_DECLS

#define VMX_TYPE_CHANGE (vmx_change_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxChange, vmx_change, VMX, CHANGE, GObject)

VMX_AVAILABLE_IN_ALL
gint64 vmx_change_get_seq (VmxChange *self);
VMX_AVAILABLE_IN_ALL
VmxChangeAction vmx_change_get_action (VmxChange *self);
VMX_AVAILABLE_IN_ALL
VmxChangeState vmx_change_get_state (VmxChange *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_change_get_reason (VmxChange *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_change_get_values (VmxChange *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_change_get_changed_at (VmxChange *self);
VMX_AVAILABLE_IN_ALL
guint vmx_change_get_attempts (VmxChange *self);
VMX_AVAILABLE_IN_ALL
int vmx_change_get_status (VmxChange *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_change_get_code (VmxChange *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_change_get_message (VmxChange *self);

G_END_DECLS
