/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/sync/vmx-sync-stats.h>

G_BEGIN_DECLS

#define VMX_TYPE_SYNC_RESULT (vmx_sync_result_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxSyncResult, vmx_sync_result, VMX, SYNC_RESULT, GObject)

VMX_AVAILABLE_IN_ALL
const char *vmx_sync_result_get_name (VmxSyncResult *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_sync_result_get_succeeded (VmxSyncResult *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_result_get_total_uploaded_records (VmxSyncResult *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_result_get_total_downloaded_records (VmxSyncResult *self);
VMX_AVAILABLE_IN_ALL
VmxSyncStats *vmx_sync_result_get_stats (VmxSyncResult *self);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_sync_result_get_warnings (VmxSyncResult *self);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_sync_result_get_sync_errors (VmxSyncResult *self);
VMX_AVAILABLE_IN_ALL
char *vmx_sync_result_to_json (VmxSyncResult *self);

G_END_DECLS
