/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/settle/vmx-conflict.h>
#include <libvmxsync/model/schema/vmx-service-schema.h>
#include <libvmxsync/plugin/vmx-processor.h>
#include <libvmxsync/plugin/vmx-transport.h>

G_BEGIN_DECLS

#define VMX_TYPE_OBJ_SVC (vmx_obj_svc_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxObjSvc, vmx_obj_svc, VMX, OBJ_SVC, GObject)

typedef struct _VmxObj VmxObj;

VMX_AVAILABLE_IN_ALL
const char *vmx_obj_svc_get_name (VmxObjSvc *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_obj_svc_get_transport_name (VmxObjSvc *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_obj_svc_get_url (VmxObjSvc *self);
VMX_AVAILABLE_IN_ALL
VmxTransport *vmx_obj_svc_get_transport (VmxObjSvc *self);
VMX_AVAILABLE_IN_ALL
void vmx_obj_svc_set_transport (VmxObjSvc *self, VmxTransport *transport);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_svc_set_option (VmxObjSvc *self, const char *name, const char *value,
                                 GError **error);
VMX_AVAILABLE_IN_ALL
VmxConflictPolicy vmx_obj_svc_get_conflict_policy (VmxObjSvc *self);
VMX_AVAILABLE_IN_ALL
void vmx_obj_svc_set_conflict_policy (VmxObjSvc *self, VmxConflictPolicy policy);
VMX_AVAILABLE_IN_ALL
void vmx_obj_svc_set_conflict_resolver (VmxObjSvc *self, VmxConflictFunc func,
                                        gpointer user_data, GDestroyNotify destroy);
VMX_AVAILABLE_IN_ALL
void vmx_obj_svc_set_objects (VmxObjSvc *self, const char *const *objects);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_svc_add_processor_by_name (VmxObjSvc *self, const char *name, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_svc_add_processor (VmxObjSvc *self, VmxProcessor *processor);
VMX_AVAILABLE_IN_ALL
char **vmx_obj_svc_get_processor_names (VmxObjSvc *self);
VMX_AVAILABLE_IN_ALL
VmxServiceSchema *vmx_obj_svc_get_schema (VmxObjSvc *self);
VMX_AVAILABLE_IN_ALL
VmxObj *vmx_obj_svc_get_object (VmxObjSvc *self, const char *name, GError **error);

VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_svc_rollback (VmxObjSvc *self, GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_svc_rollback_async (VmxObjSvc *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_svc_rollback_finish (VmxObjSvc *self, GAsyncResult *result, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_svc_clear_offline_data (VmxObjSvc *self, GCancellable *cancellable,
                                         GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_obj_svc_clear_offline_data_async (VmxObjSvc *self, GCancellable *cancellable,
                                           GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_obj_svc_clear_offline_data_finish (VmxObjSvc *self, GAsyncResult *result,
                                                GError **error);

G_END_DECLS
