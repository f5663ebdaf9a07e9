/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

#define VMX_TYPE_SYNC_STATS (vmx_sync_stats_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxSyncStats, vmx_sync_stats, VMX, SYNC_STATS, GObject)

VMX_AVAILABLE_IN_ALL
const char *vmx_sync_stats_get_name (VmxSyncStats *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_sync_stats_get_start_time (VmxSyncStats *self);
VMX_AVAILABLE_IN_ALL
gint64 vmx_sync_stats_get_elapsed_time (VmxSyncStats *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_stats_get_total_uploaded_records (VmxSyncStats *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_stats_get_total_downloaded_records (VmxSyncStats *self);
VMX_AVAILABLE_IN_ALL
guint vmx_sync_stats_get_n_upload_batches (VmxSyncStats *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_stats_get_upload_batch_records (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
double vmx_sync_stats_get_upload_batch_network_time (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
double vmx_sync_stats_get_upload_batch_parsing_time (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
double vmx_sync_stats_get_upload_batch_processing_time (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
double vmx_sync_stats_get_upload_batch_storing_time (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
guint vmx_sync_stats_get_n_download_batches (VmxSyncStats *self);
VMX_AVAILABLE_IN_ALL
guint64 vmx_sync_stats_get_batch_records (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
double vmx_sync_stats_get_batch_network_time (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
double vmx_sync_stats_get_batch_parsing_time (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
double vmx_sync_stats_get_batch_processing_time (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
double vmx_sync_stats_get_batch_storing_time (VmxSyncStats *self, guint position);
VMX_AVAILABLE_IN_ALL
char *vmx_sync_stats_to_json (VmxSyncStats *self);

G_END_DECLS
