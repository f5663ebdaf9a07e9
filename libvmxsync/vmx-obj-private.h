/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmx-client-private.h>
#include <libvmxsync/vmx-obj-svc-private.h>
#include <libvmxsync/vmx-obj.h>

G_BEGIN_DECLS

/* After setup an unknown name is VMX_ERROR_OBJECT_NOT_FOUND; before, it is a handle. */
VmxObj *vmx_obj_new_for_client (VmxClient *client, const char *name, GError **error);
/* The service and the schema of the object, once the client is set up. */
VmxObjSvc *vmx_obj_look_up (VmxObj *self, VmxObjectSchema **schema, GError **error);
/* (element-type VmxPluginSpec): the service's chain, then the object's own. */
GPtrArray *vmx_obj_collect_processors (VmxObj *self, VmxObjSvc *service);
void vmx_obj_set_syncing (VmxObj *self, gboolean syncing);
void vmx_obj_take_progress (VmxObj *self, VmxSyncProgress *progress);
void vmx_obj_set_last_result (VmxObj *self, VmxSyncResult *result);

G_END_DECLS
