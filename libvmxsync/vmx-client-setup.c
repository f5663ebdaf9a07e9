/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* setup, incremental_setup, reset and drop of a client. */
#include <libvmxsync/vmx-client-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/sync/vmx-setup-private.h>
#include <libvmxsync/vmx-obj-svc-private.h>

static void
apply_services (VmxClient *self, GPtrArray *services)
{
  for (guint i = 0; i < services->len; i++)
    {
      VmxServiceInfo *info = services->pdata[i];
      VmxObjSvc *service = vmx_client_get_service (self, info->name, NULL);
      g_autoptr(VmxObjSvc) added = NULL;

      if (service == NULL)
        {
          service = added = vmx_obj_svc_new_for_info (self, info);
          g_list_store_append (self->services, service);
        }
      vmx_obj_svc_set_info (service, info);
    }
}

static gboolean
is_among (GPtrArray *services, const char *name)
{
  for (guint i = 0; i < services->len; i++)
    if (g_str_equal (((VmxServiceInfo *) services->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

/* All but these. */
static void
forget_services (VmxClient *self, GPtrArray *kept)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);

      if (kept == NULL || !is_among (kept, vmx_obj_svc_get_name (service)))
        vmx_obj_svc_set_info (service, NULL);
    }
}

gboolean
vmx_client_take_services (VmxClient *self)
{
  g_autoptr(GPtrArray) services
      = self->set_up ? vmx_store_take_services (self->store, &self->generation) : NULL;

  if (services == NULL)
    return FALSE;
  forget_services (self, services);
  apply_services (self, services);
  return TRUE;
}

static void
finish_task (gpointer source, gpointer data, gpointer result)
{
  VmxClient *self = source;
  VmxSetup *setup = data;
  gboolean before = self->set_up;

  /* A store that was made anew counts from the beginning. */
  self->generation = -1;
  if (setup->services != NULL && setup->services->len > 0)
    {
      self->set_up = TRUE;
      if (!vmx_client_take_services (self))
        apply_services (self, setup->services);
      vmx_watch_list_notify (self->watches, NULL);
    }
  else if (setup->task == VMX_SETUP_TASK_DROP && !vmx_store_is_open (self->store))
    {
      forget_services (self, NULL);
      self->set_up = FALSE;
      vmx_watch_list_notify (self->watches, NULL);
    }
  vmx_exclusion_leave_task (self->exclusion);
  if (before != self->set_up)
    g_object_notify (G_OBJECT (self), "set-up");
}

static const VmxWork setup_work = {
  .thread_name = "vmx-setup",
  .work = vmx_setup_work,
  .done = finish_task,
  .free_data = (GDestroyNotify) vmx_setup_free,
};

static gboolean
apply_options (VmxClient *self, VmxSetupOptions *options, GError **error)
{
  const char *folder = options != NULL ? vmx_setup_options_get_device_db_path (options) : NULL;
  g_autofree char *file = NULL;

  if (folder == NULL)
    return TRUE;
  if (*folder == '\0')
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                           "option “deviceDbPath”: expected the path of a folder, it is empty");
      return FALSE;
    }
  file = g_build_filename (folder, "store.db", NULL);
  if (self->store == NULL && self->storage == NULL && self->store_path == NULL)
    {
      self->store_path = g_steal_pointer (&file);
      return TRUE;
    }
  if (g_strcmp0 (file, self->store_path) == 0)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
               "option “deviceDbPath”: the client keeps its records elsewhere already (%s)",
               self->store_path != NULL ? self->store_path : "in a storage of the program");
  return FALSE;
}

static VmxSetup *
prepare (VmxClient *self, VmxSetupTask task, VmxSetupOptions *options, GError **error)
{
  static const char *const names[] = {
    [VMX_SETUP_TASK_SETUP] = "setup",
    [VMX_SETUP_TASK_INCREMENTAL] = "incremental_setup",
    [VMX_SETUP_TASK_RESET] = "reset",
    [VMX_SETUP_TASK_DROP] = "drop",
  };
  VmxSetup *setup;

  if (!vmx_exclusion_enter_task (self->exclusion, names[task], error))
    return NULL;
  if (!apply_options (self, options, error) || !vmx_client_ensure_store (self, error))
    {
      vmx_exclusion_leave_task (self->exclusion);
      return NULL;
    }
  setup = vmx_setup_new (task, self->store, self->authenticator);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);
      g_autoptr(VmxServiceInfo) info = vmx_obj_svc_describe (service);
      g_autoptr(VmxPluginSpec) spec = vmx_obj_svc_get_transport_spec (service);

      vmx_setup_add_request (setup, info, spec);
    }
  return setup;
}

static gboolean
run_task (VmxClient *self, VmxSetupTask task, VmxSetupOptions *options, GCancellable *cancellable,
          GError **error)
{
  VmxSetup *setup = prepare (self, task, options, error);

  return setup != NULL
         && vmx_worker_run_inline (&setup_work, setup, self, cancellable, error) != NULL;
}

static void
start_task (VmxClient *self, VmxSetupTask task, VmxSetupOptions *options, gpointer tag,
            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) gtask = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  VmxSetup *setup;

  g_task_set_source_tag (gtask, tag);
  setup = prepare (self, task, options, &error);
  if (setup != NULL)
    vmx_worker_start (&setup_work, setup, g_steal_pointer (&gtask));
  else
    g_task_return_error (gtask, error);
}

static gboolean
finish (VmxClient *self, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * vmx_client_setup:
 * @self: a client
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Gets the store and the services ready: the schema of a service that the store does not know yet
 * is fetched and its tables are made. Services that the store knows need no network.
 *
 * If some services cannot be set up, the others can be used; the call fails with
 * [error@Vmx.Error.SCHEMA_REFRESH] then, or with the error of the service if there is only one.
 * Fails with [error@Vmx.Error.BUSY_TASK] while another task runs, with
 * [error@Vmx.Error.STORE_UNAVAILABLE] or [error@Vmx.Error.STORE_VERSION] when the store cannot be
 * used, with [error@Vmx.Error.INVALID_ATTRIBUTE] for names that no store can tell apart, and with
 * the errors of the transport.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_setup (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (options == NULL || VMX_IS_SETUP_OPTIONS (options), FALSE);

  return run_task (self, VMX_SETUP_TASK_SETUP, options, cancellable, error);
}

/**
 * vmx_client_setup_async:
 * @self: a client
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Client.setup] without blocking.
 *
 * Since: 0.1
 */
void
vmx_client_setup_async (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (VMX_IS_CLIENT (self));
  g_return_if_fail (options == NULL || VMX_IS_SETUP_OPTIONS (options));

  start_task (self, VMX_SETUP_TASK_SETUP, options, vmx_client_setup_async, cancellable, callback,
              user_data);
}

/**
 * vmx_client_setup_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Client.setup_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_setup_finish (VmxClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);

  return finish (self, result, vmx_client_setup_async, error);
}

/**
 * vmx_client_incremental_setup:
 * @self: a client
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Does the same as [method@Vmx.Client.setup], and fetches the schemas of services that the store
 * knows anew and takes them over: objects and columns that are new, that the service no longer
 * has, or that the program chose otherwise with [method@Vmx.ObjSvc.set_objects]. Records, local
 * changes and originals stay. The next sync of an object that was changed downloads all its
 * records, to fill new columns.
 *
 * Without a network, services that the store knows go on with the schemas that it has, and count
 * as set up.
 *
 * A service that cannot be changed stays as it is, and can be used. That is
 * [error@Vmx.Error.NOT_SUPPORTED] if key columns, or type, length or precision of a column differ,
 * and [error@Vmx.Error.SCHEMA_SETUP] if an object would go that has local edits. Otherwise the call
 * fails like [method@Vmx.Client.setup].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_incremental_setup (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                              GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (options == NULL || VMX_IS_SETUP_OPTIONS (options), FALSE);

  return run_task (self, VMX_SETUP_TASK_INCREMENTAL, options, cancellable, error);
}

/**
 * vmx_client_incremental_setup_async:
 * @self: a client
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Client.incremental_setup] without blocking.
 *
 * Since: 0.1
 */
void
vmx_client_incremental_setup_async (VmxClient *self, VmxSetupOptions *options,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (VMX_IS_CLIENT (self));
  g_return_if_fail (options == NULL || VMX_IS_SETUP_OPTIONS (options));

  start_task (self, VMX_SETUP_TASK_INCREMENTAL, options, vmx_client_incremental_setup_async,
              cancellable, callback, user_data);
}

/**
 * vmx_client_incremental_setup_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Client.incremental_setup_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_incremental_setup_finish (VmxClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);

  return finish (self, result, vmx_client_incremental_setup_async, error);
}

/**
 * vmx_client_reset:
 * @self: a client
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Fetches the schemas of all services anew and empties the store. If one cannot be fetched, the
 * store is left as it is.
 *
 * Fails like [method@Vmx.Client.setup].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_reset (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (options == NULL || VMX_IS_SETUP_OPTIONS (options), FALSE);

  return run_task (self, VMX_SETUP_TASK_RESET, options, cancellable, error);
}

/**
 * vmx_client_reset_async:
 * @self: a client
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Client.reset] without blocking.
 *
 * Since: 0.1
 */
void
vmx_client_reset_async (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (VMX_IS_CLIENT (self));
  g_return_if_fail (options == NULL || VMX_IS_SETUP_OPTIONS (options));

  start_task (self, VMX_SETUP_TASK_RESET, options, vmx_client_reset_async, cancellable, callback,
              user_data);
}

/**
 * vmx_client_reset_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Client.reset_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_reset_finish (VmxClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);

  return finish (self, result, vmx_client_reset_async, error);
}

/**
 * vmx_client_drop:
 * @self: a client
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Removes the store with everything in it. Services that the program added can be set up again.
 *
 * Fails with [error@Vmx.Error.BUSY_TASK] or [error@Vmx.Error.DROP_FAILED].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_drop (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                 GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (options == NULL || VMX_IS_SETUP_OPTIONS (options), FALSE);

  return run_task (self, VMX_SETUP_TASK_DROP, options, cancellable, error);
}

/**
 * vmx_client_drop_async:
 * @self: a client
 * @options: (nullable): options, %NULL for the defaults
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Client.drop] without blocking.
 *
 * Since: 0.1
 */
void
vmx_client_drop_async (VmxClient *self, VmxSetupOptions *options, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (VMX_IS_CLIENT (self));
  g_return_if_fail (options == NULL || VMX_IS_SETUP_OPTIONS (options));

  start_task (self, VMX_SETUP_TASK_DROP, options, vmx_client_drop_async, cancellable, callback,
              user_data);
}

/**
 * vmx_client_drop_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Client.drop_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_drop_finish (VmxClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);

  return finish (self, result, vmx_client_drop_async, error);
}
