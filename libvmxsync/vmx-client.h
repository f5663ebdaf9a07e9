/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-authenticator.h>
#include <libvmxsync/plugin/vmx-storage.h>
#include <libvmxsync/sync/vmx-setup-options.h>
#include <libvmxsync/vmx-obj-svc.h>

G_BEGIN_DECLS

#define VMX_TYPE_CLIENT (vmx_client_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxClient, vmx_client, VMX, CLIENT, GObject)

VMX_AVAILABLE_IN_ALL
VmxClient *vmx_client_get_default (void);
VMX_AVAILABLE_IN_ALL
VmxClient *vmx_client_new (const char *store_path);
VMX_AVAILABLE_IN_ALL
VmxClient *vmx_client_new_with_storage (VmxStorage *storage);

VMX_AVAILABLE_IN_ALL
const char *vmx_client_get_store_path (VmxClient *self);
VMX_AVAILABLE_IN_ALL
VmxStorage *vmx_client_get_storage (VmxClient *self);
VMX_AVAILABLE_IN_ALL
VmxAuthenticator *vmx_client_get_authenticator (VmxClient *self);
VMX_AVAILABLE_IN_ALL
void vmx_client_set_authenticator (VmxClient *self, VmxAuthenticator *authenticator);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_is_set_up (VmxClient *self);

VMX_AVAILABLE_IN_ALL
VmxObjSvc *vmx_client_add_service (VmxClient *self, const char *name, const char *transport,
                                   const char *url, GError **error);
VMX_AVAILABLE_IN_ALL
VmxObjSvc *vmx_client_get_service (VmxClient *self, const char *name, GError **error);
VMX_AVAILABLE_IN_ALL
GListModel *vmx_client_get_services (VmxClient *self);
VMX_AVAILABLE_IN_ALL
VmxObj *vmx_client_get_object (VmxClient *self, const char *name, GError **error);

VMX_AVAILABLE_IN_ALL
gboolean vmx_client_setup (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                           GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_client_setup_async (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_setup_finish (VmxClient *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_incremental_setup (VmxClient *self, VmxSetupOptions *options,
                                       GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_client_incremental_setup_async (VmxClient *self, VmxSetupOptions *options,
                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_incremental_setup_finish (VmxClient *self, GAsyncResult *result,
                                              GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_reset (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                           GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_client_reset_async (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_reset_finish (VmxClient *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_drop (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                          GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_client_drop_async (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_drop_finish (VmxClient *self, GAsyncResult *result, GError **error);

VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_client_execute_select_query (VmxClient *self, const char *query,
                                            GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_client_execute_select_query_async (VmxClient *self, const char *query,
                                            GCancellable *cancellable, GAsyncReadyCallback callback,
                                            gpointer user_data);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_client_execute_select_query_finish (VmxClient *self, GAsyncResult *result,
                                                   GError **error);

VMX_AVAILABLE_IN_ALL
gboolean vmx_client_rollback (VmxClient *self, GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_client_rollback_async (VmxClient *self, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_client_rollback_finish (VmxClient *self, GAsyncResult *result, GError **error);

VMX_AVAILABLE_IN_ALL
char **vmx_client_check_store (VmxClient *self, GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_client_check_store_async (VmxClient *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
char **vmx_client_check_store_finish (VmxClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
