/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/sync/vmx-sync-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_SYNC_OPTIONS (vmx_sync_options_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxSyncOptions, vmx_sync_options, VMX, SYNC_OPTIONS, GObject)

VMX_AVAILABLE_IN_ALL
VmxSyncOptions *vmx_sync_options_new (void);
VMX_AVAILABLE_IN_ALL
VmxSyncOptions *vmx_sync_options_new_from_json (const char *json, GError **error);

VMX_AVAILABLE_IN_ALL
const char *vmx_sync_options_get_filter (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_filter (VmxSyncOptions *self, const char *filter);
VMX_AVAILABLE_IN_ALL
gboolean vmx_sync_options_get_strict_filter (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_strict_filter (VmxSyncOptions *self, gboolean strict_filter);
VMX_AVAILABLE_IN_ALL
guint vmx_sync_options_get_download_batch_size (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_download_batch_size (VmxSyncOptions *self, guint download_batch_size);
VMX_AVAILABLE_IN_ALL
guint vmx_sync_options_get_upload_batch_size (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_upload_batch_size (VmxSyncOptions *self, guint upload_batch_size);
VMX_AVAILABLE_IN_ALL
gboolean vmx_sync_options_get_get_sync_stats (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_get_sync_stats (VmxSyncOptions *self, gboolean get_sync_stats);
VMX_AVAILABLE_IN_ALL
VmxSyncType vmx_sync_options_get_sync_type (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_sync_type (VmxSyncOptions *self, VmxSyncType sync_type);
VMX_AVAILABLE_IN_ALL
gboolean vmx_sync_options_get_download_reconciliation_required (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_download_reconciliation_required (VmxSyncOptions *self,
                                                            gboolean required);
VMX_AVAILABLE_IN_ALL
gboolean vmx_sync_options_get_preserve_batch_context (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_preserve_batch_context (VmxSyncOptions *self,
                                                  gboolean preserve_batch_context);
VMX_AVAILABLE_IN_ALL
gboolean vmx_sync_options_add_download_request_query_param (VmxSyncOptions *self, const char *name,
                                                            const char *value, GError **error);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_sync_options_get_download_request_query_params (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_sync_options_add_upload_request_query_param (VmxSyncOptions *self, const char *name,
                                                          const char *value, GError **error);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_sync_options_get_upload_request_query_params (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_sync_options_get_remove_after_upload (VmxSyncOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_sync_options_set_remove_after_upload (VmxSyncOptions *self,
                                               const char *const *objects);

G_END_DECLS
