/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/sync/vmx-sync-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_SYNC_PROGRESS (vmx_sync_progress_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxSyncProgress, vmx_sync_progress, VMX, SYNC_PROGRESS, GObject)

VMX_AVAILABLE_IN_ALL
VmxSyncPhase vmx_sync_progress_get_phase (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
VmxSyncState vmx_sync_progress_get_state (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_sync_progress_get_name (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_sync_progress_get_start_time (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
guint vmx_sync_progress_get_total_objects_to_sync (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
guint vmx_sync_progress_get_batch_number (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_progress_get_total_downloaded_records (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_progress_get_total_uploaded_records (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_progress_get_total_records_to_upload (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
gint64 vmx_sync_progress_get_expected_records (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
gint64 vmx_sync_progress_get_elapsed_time (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
double vmx_sync_progress_get_fraction (VmxSyncProgress *self);
VMX_AVAILABLE_IN_ALL
char *vmx_sync_progress_to_json (VmxSyncProgress *self);

G_END_DECLS
