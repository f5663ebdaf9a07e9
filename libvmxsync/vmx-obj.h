/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-read-options.h>
#include <libvmxsync/local/options/vmx-write-options.h>
#include <libvmxsync/local/settle/vmx-conflict-enums.h>
#include <libvmxsync/local/track/vmx-pending-record.h>
#include <libvmxsync/sync/vmx-sync-options.h>
#include <libvmxsync/sync/vmx-sync-progress.h>
#include <libvmxsync/sync/vmx-sync-result.h>
#include <libvmxsync/vmx-client.h>

G_BEGIN_DECLS

#define VMX_TYPE_OBJ (vmx_obj_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxObj, vmx_obj, VMX, OBJ, GObject)

/**
 * VmxSyncSuccessFunc:
 * @obj: the object that was synchronised
 * @result: what the sync did
 * @user_data: data of the program
 *
 * What is called when a sync succeeded.
 *
 * Since: 0.1
 */
typedef void (*VmxSyncSuccessFunc) (VmxObj *obj, VmxSyncResult *result, gpointer user_data);

/**
 * VmxSyncFailureFunc:
 * @obj: the object that was to be synchronised
 * @error: why the sync failed
 * @user_data: data of the program
 *
 * What is called when a sync failed.
 *
 * Since: 0.1
 */
typedef void (*VmxSyncFailureFunc) (VmxObj *obj, const GError *error, gpointer user_data);

/**
 * VmxSyncProgressFunc:
 * @obj: the object that is synchronised
 * @progress: where the sync stands
 * @user_data: data of the program
 *
 * What is called while a sync goes on.
 *
 * Since: 0.1
 */
typedef void (*VmxSyncProgressFunc) (VmxObj *obj, VmxSyncProgress *progress, gpointer user_data);

VMX_AVAILABLE_IN_ALL
VmxObj *vmx_obj_new (const char *name, GError **error);

VMX_AVAILABLE_IN_ALL
const char *vmx_obj_get_name (VmxObj *self);
VMX_AVAILABLE_IN_ALL
VmxClient *vmx_obj_get_client (VmxObj *self);
VMX_AVAILABLE_IN_ALL
VmxObjSvc *vmx_obj_get_service (VmxObj *self);
VMX_AVAILABLE_IN_ALL
VmxObjectSchema *vmx_obj_get_schema (VmxObj *self);
VMX_AVAILABLE_IN_ALL
VmxStorage *vmx_obj_get_storage (VmxObj *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_obj_get_transport_name (VmxObj *self);
VMX_AVAILABLE_IN_ALL
VmxTransport *vmx_obj_get_transport (VmxObj *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_add_processor_by_name (VmxObj *self, const char *name, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_add_processor (VmxObj *self, VmxProcessor *processor);
VMX_AVAILABLE_IN_ALL
char **vmx_obj_get_processor_names (VmxObj *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_get_syncing (VmxObj *self);
VMX_AVAILABLE_IN_ALL
double vmx_obj_get_fraction (VmxObj *self);
VMX_AVAILABLE_IN_ALL
VmxSyncResult *vmx_obj_get_last_result (VmxObj *self);
VMX_AVAILABLE_IN_ALL
VmxSyncResult *vmx_obj_get_last_outcome (VmxObj *self);

VMX_AVAILABLE_IN_ALL
VmxSyncResult *vmx_obj_start_sync (VmxObj *self, VmxSyncOptions *options, GCancellable *cancellable,
                                   GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_start_sync_async (VmxObj *self, VmxSyncOptions *options, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
VmxSyncResult *vmx_obj_start_sync_finish (VmxObj *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_start_sync_with_callbacks (VmxObj *self, VmxSyncOptions *options,
                                        VmxSyncSuccessFunc success, VmxSyncFailureFunc failure,
                                        VmxSyncProgressFunc progress, gpointer user_data,
                                        GDestroyNotify destroy);
VMX_AVAILABLE_IN_ALL
void vmx_obj_start_sync_with_closures (VmxObj *self, VmxSyncOptions *options, GClosure *success,
                                       GClosure *failure, GClosure *progress);

VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_obj_get (VmxObj *self, VmxReadOptions *options, GCancellable *cancellable,
                        GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_get_async (VmxObj *self, VmxReadOptions *options, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_obj_get_finish (VmxObj *self, GAsyncResult *result, GError **error);

/* Editing records */
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_obj_create (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                           GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_create_async (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_obj_create_finish (VmxObj *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
gint64 vmx_obj_update (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                       GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_update_async (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data);
VMX_AVAILABLE_IN_ALL
gint64 vmx_obj_update_finish (VmxObj *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
gint64 vmx_obj_update_by_pk (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                             GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_update_by_pk_async (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
VMX_AVAILABLE_IN_ALL
gint64 vmx_obj_update_by_pk_finish (VmxObj *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_delete (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                         GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_delete_async (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_delete_finish (VmxObj *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_delete_by_pk (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                               GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_delete_by_pk_async (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_delete_by_pk_finish (VmxObj *self, GAsyncResult *result, GError **error);

/* Changes that were not uploaded */
VMX_AVAILABLE_IN_ALL
gint64 vmx_obj_mark_for_upload (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                                GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_mark_for_upload_async (VmxObj *self, VmxWriteOptions *options,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
VMX_AVAILABLE_IN_ALL
gint64 vmx_obj_mark_for_upload_finish (VmxObj *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_obj_get_upload_deferred_record_keys (VmxObj *self, GCancellable *cancellable,
                                                    GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_get_upload_deferred_record_keys_async (VmxObj *self, GCancellable *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_obj_get_upload_deferred_record_keys_finish (VmxObj *self, GAsyncResult *result,
                                                           GError **error);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_obj_get_pending_records_for_upload (VmxObj *self, GCancellable *cancellable,
                                                   GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_get_pending_records_for_upload_async (VmxObj *self, GCancellable *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_obj_get_pending_records_for_upload_finish (VmxObj *self, GAsyncResult *result,
                                                          GError **error);

/* Undoing and forgetting */
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_rollback (VmxObj *self, VmxRecord *primary_keys, GCancellable *cancellable,
                           GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_rollback_async (VmxObj *self, VmxRecord *primary_keys, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_rollback_finish (VmxObj *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_clear_offline_data (VmxObj *self, VmxWriteOptions *options,
                                     GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_clear_offline_data_async (VmxObj *self, VmxWriteOptions *options,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_clear_offline_data_finish (VmxObj *self, GAsyncResult *result, GError **error);

/* Deciding about changes */
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_resolve (VmxObj *self, VmxRecord *primary_keys, VmxResolution resolution,
                          VmxRecord *as, GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_resolve_async (VmxObj *self, VmxRecord *primary_keys, VmxResolution resolution,
                            VmxRecord *as, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_resolve_finish (VmxObj *self, GAsyncResult *result, GError **error);

G_END_DECLS
