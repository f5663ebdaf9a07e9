/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-store-private.h>
#include <libvmxsync/plugin/vmx-authenticator.h>
#include <libvmxsync/sync/vmx-plugin-spec-private.h>
#include <libvmxsync/sync/vmx-worker-private.h>

G_BEGIN_DECLS

typedef enum
{
  VMX_SETUP_TASK_SETUP,       /* fetch the schemas that the store does not have yet */
  VMX_SETUP_TASK_INCREMENTAL, /* fetch all schemas and change the store to them */
  VMX_SETUP_TASK_RESET,       /* fetch all schemas and empty the store */
  VMX_SETUP_TASK_DROP,        /* remove the store */
} VmxSetupTask;

/* A service as the program described it. */
typedef struct
{
  VmxServiceInfo *info;     /* without a schema */
  VmxPluginSpec *transport; /* (nullable): from what the store knows */
} VmxSetupRequest;

typedef struct
{
  VmxSetupTask task;
  VmxStore *store;
  GPtrArray *requests; /* (element-type VmxSetupRequest) */
  VmxAuthenticator *authenticator; /* (nullable) */
  /* What can be used afterwards, even if another service failed. (nullable) */
  GPtrArray *services; /* (element-type VmxServiceInfo) */
} VmxSetup;

VmxSetup *vmx_setup_new (VmxSetupTask task, VmxStore *store, VmxAuthenticator *authenticator);
void vmx_setup_free (VmxSetup *self);
void vmx_setup_add_request (VmxSetup *self, VmxServiceInfo *info, const VmxPluginSpec *transport);
/* A VmxWorkFunc: any pointer on success; the services are in the setup. */
gpointer vmx_setup_work (VmxWorker *worker, gpointer setup, GCancellable *cancellable,
                         GError **error);

G_END_DECLS
