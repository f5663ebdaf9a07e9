/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start_sync of an object, in all its forms. */
#include <libvmxsync/vmx-obj-private.h>

#include <libvmxsync/local/store/vmx-service-options-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/sync/vmx-sync-run-private.h>

static void
deliver_progress (gpointer source, GObject *message)
{
  vmx_obj_take_progress (VMX_OBJ (source), VMX_SYNC_PROGRESS (message));
}

static GQuark
get_outcome_quark (void)
{
  return g_quark_from_static_string ("vmx-last-outcome");
}

static void
finish_sync (gpointer source, gpointer data, gpointer result)
{
  VmxObj *self = source;
  VmxSyncRun *run = data;

  /* A handler may start the next sync, so everything is settled before they run. */
  g_object_freeze_notify (source);
  vmx_exclusion_leave_sync (vmx_client_get_exclusion (vmx_obj_get_client (self)),
                            vmx_obj_get_name (self));
  if (run->outcome != NULL)
    g_object_set_qdata_full (source, get_outcome_quark (), g_object_ref (run->outcome),
                             g_object_unref);
  if (result != NULL)
    vmx_obj_set_last_result (self, result);
  vmx_client_take_services (vmx_obj_get_client (self));
  vmx_obj_set_syncing (self, FALSE);
  g_object_thaw_notify (source);
}

static const VmxWork sync_work = {
  .thread_name = "vmx-run",
  .work = vmx_sync_run_work,
  .deliver = deliver_progress,
  .supersedes = vmx_sync_progress_is_superseded,
  .done = finish_sync,
  .free_data = (GDestroyNotify) vmx_sync_run_free,
  .free_result = g_object_unref,
};

/* Everything the run needs, as it is now. */
static VmxSyncRun *
prepare_run (VmxObj *self, VmxSyncOptions *options, GError **error)
{
  VmxClient *client = vmx_obj_get_client (self);
  VmxStore *store = vmx_client_get_store (client, error);
  VmxObjectSchema *schema = NULL;
  VmxObjSvc *service;
  g_autoptr(VmxPluginSpec) transport = NULL;
  g_autoptr(GPtrArray) processors = NULL;
  VmxServiceOptions settings;
  VmxSyncRun *run;

  service = store != NULL ? vmx_obj_look_up (self, &schema, error) : NULL;
  if (service == NULL
      || !vmx_exclusion_enter_sync (vmx_client_get_exclusion (client), vmx_obj_get_name (self),
                                    error))
    return NULL;
  transport = vmx_obj_svc_get_transport_spec (service);
  processors = vmx_obj_collect_processors (self, service);
  vmx_obj_set_syncing (self, TRUE);
  run = vmx_sync_run_new (store, vmx_obj_svc_get_info (service), schema, options,
                          vmx_client_get_authenticator (client), transport, processors);
  vmx_service_options_read (&settings, vmx_obj_svc_get_options (service), NULL);
  run->conflict_policy = settings.conflict_policy;
  run->atomic = settings.atomic_uploads;
  if (vmx_obj_svc_get_resolver (service) != NULL)
    run->resolver = vmx_conflict_resolver_ref (vmx_obj_svc_get_resolver (service));
  return run;
}

/**
 * vmx_obj_start_sync:
 * @self: an object
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Synchronises the records of the object with the server, on the calling thread. Progress is
 * emitted on the calling thread too.
 *
 * Batches that were stored before a failure stay. Running the same sync again gives the same
 * records.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND], with
 * [error@Vmx.Error.BUSY] while the object is synchronised already, with
 * [error@Vmx.Error.NOT_SUPPORTED] for options that this version cannot do, and with the errors of
 * transport and storage, which tell object and batch.
 *
 * Returns: (transfer full): what the sync did
 *
 * Since: 0.1
 */
VmxSyncResult *
vmx_obj_start_sync (VmxObj *self, VmxSyncOptions *options, GCancellable *cancellable,
                    GError **error)
{
  VmxSyncRun *run;

  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);
  g_return_val_if_fail (options == NULL || VMX_IS_SYNC_OPTIONS (options), NULL);

  run = prepare_run (self, options, error);
  return run != NULL ? vmx_worker_run_inline (&sync_work, run, self, cancellable, error) : NULL;
}

/**
 * vmx_obj_start_sync_async:
 * @self: an object
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.start_sync] on threads of its own. Progress and @callback come in the
 * thread-default main context of the caller, which has to run.
 *
 * Since: 0.1
 */
void
vmx_obj_start_sync_async (VmxObj *self, VmxSyncOptions *options, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  VmxSyncRun *run;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (options == NULL || VMX_IS_SYNC_OPTIONS (options));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vmx_obj_start_sync_async);
  run = prepare_run (self, options, &error);
  if (run != NULL)
    vmx_worker_start (&sync_work, run, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * vmx_obj_start_sync_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.start_sync_async].
 *
 * Returns: (transfer full): what the sync did
 *
 * Since: 0.1
 */
VmxSyncResult *
vmx_obj_start_sync_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * vmx_obj_get_last_outcome:
 * @self: an object
 *
 * Gets what the last sync did that has ended, even if it failed: then it tells which records it
 * failed with.
 *
 * Returns: (transfer none) (nullable): what it did, %NULL before the first sync has ended
 *
 * Since: 0.1
 */
VmxSyncResult *
vmx_obj_get_last_outcome (VmxObj *self)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return g_object_get_qdata (G_OBJECT (self), get_outcome_quark ());
}
