/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-service-info-private.h>
#include <libvmxsync/sync/upload/vmx-conflict-resolver-private.h>
#include <libvmxsync/sync/vmx-plugin-spec-private.h>
#include <libvmxsync/sync/vmx-sync-progress.h>
#include <libvmxsync/vmx-client.h>
#include <libvmxsync/vmx-obj-svc.h>

G_BEGIN_DECLS

VmxObjSvc *vmx_obj_svc_new (VmxClient *client, const char *name, const char *transport,
                            const char *url);
/* A service that only the store knows. */
VmxObjSvc *vmx_obj_svc_new_for_info (VmxClient *client, VmxServiceInfo *info);
/* (nullable): the client owns its services. */
VmxClient *vmx_obj_svc_get_client (VmxObjSvc *self);
/* As the program describes it now, without a schema. */
VmxServiceInfo *vmx_obj_svc_describe (VmxObjSvc *self);
/* As the store has it, with its schema; NULL before setup. */
VmxServiceInfo *vmx_obj_svc_get_info (VmxObjSvc *self);
void vmx_obj_svc_set_info (VmxObjSvc *self, VmxServiceInfo *info);
/* "name=value", NULL-terminated. */
const char *const *vmx_obj_svc_get_options (VmxObjSvc *self);
/* (nullable) */
VmxConflictResolver *vmx_obj_svc_get_resolver (VmxObjSvc *self);
void vmx_obj_svc_take_resolver (VmxObjSvc *self, VmxConflictResolver *resolver);
VmxPluginSpec *vmx_obj_svc_get_transport_spec (VmxObjSvc *self);
/* (element-type VmxPluginSpec) */
GPtrArray *vmx_obj_svc_get_processor_specs (VmxObjSvc *self);
void vmx_obj_svc_emit_progress (VmxObjSvc *self, VmxSyncProgress *progress);
/* Shared with VmxObj: the chain of one of the two. */
void vmx_processor_specs_add (GPtrArray *specs, const char *name, GObject *instance);
gboolean vmx_processor_specs_add_name (GPtrArray *specs, const char *name, GError **error);
void vmx_processor_specs_add_instance (GPtrArray *specs, VmxProcessor *processor);
char **vmx_processor_specs_get_names (GPtrArray *specs);

G_END_DECLS
