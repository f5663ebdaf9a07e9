/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record.h>
#include <libvmxsync/sync/vmx-sync-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_SYNC_ERROR (vmx_sync_error_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxSyncError, vmx_sync_error, VMX, SYNC_ERROR, GObject)

VMX_AVAILABLE_IN_ALL
VmxSyncPhase vmx_sync_error_get_phase (VmxSyncError *self);
VMX_AVAILABLE_IN_ALL
int vmx_sync_error_get_opstatus (VmxSyncError *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_sync_error_get_code (VmxSyncError *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_sync_error_get_message (VmxSyncError *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_sync_error_get_object (VmxSyncError *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_sync_error_get_object_service (VmxSyncError *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_sync_error_get_primary_keys (VmxSyncError *self);

G_END_DECLS
