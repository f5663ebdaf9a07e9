/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-store-watch-private.h>
#include <libvmxsync/sync/vmx-exclusion-private.h>
#include <libvmxsync/sync/vmx-sync-progress.h>
#include <libvmxsync/vmx-client.h>

G_BEGIN_DECLS

struct _VmxClient
{
  GObject parent_instance;

  char *store_path;
  VmxStorage *storage; /* (nullable) until it is needed, unless the program gave one */
  VmxStore *store;     /* (nullable), made with the storage */
  VmxWatchList *watches; /* the store's, once there is one */
  VmxAuthenticator *authenticator; /* (nullable) */
  GListStore *services; /* (element-type VmxObjSvc) */
  VmxExclusion *exclusion;
  gboolean set_up;
  gint64 generation; /* of the store that the services show */
};

/* Makes storage and store; VMX_ERROR_PLUGIN_NOT_FOUND and others. */
gboolean vmx_client_ensure_store (VmxClient *self, GError **error);
/* The open store; VMX_ERROR_NOT_SET_UP before setup. */
VmxStore *vmx_client_get_store (VmxClient *self, GError **error);
/* Who wants to know of changes, before setup too. */
VmxWatchList *vmx_client_get_watches (VmxClient *self);
VmxExclusion *vmx_client_get_exclusion (VmxClient *self);
/* VMX_ERROR_OBJECT_NAME_EMPTY for NULL, which only g_object_new() can leave. */
gboolean vmx_client_check_object_name (const char *object, GError **error);
/* The service that has an object; VMX_ERROR_OBJECT_NOT_FOUND or VMX_ERROR_NOT_SET_UP. */
VmxObjSvc *vmx_client_find_service_of (VmxClient *self, const char *object, GError **error);
/* Takes over what a call has seen of changes that other programs made to the schemas. Calls that
 * use the store do this when they end, in the context that started them. FALSE if it was nothing.
 */
gboolean vmx_client_take_services (VmxClient *self);
void vmx_client_emit_progress (VmxClient *self, VmxSyncProgress *progress);

G_END_DECLS
