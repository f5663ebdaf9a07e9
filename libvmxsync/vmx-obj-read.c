/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading the records of an object. */
#include <libvmxsync/vmx-obj-private.h>

#include <libvmxsync/local/options/vmx-read-options-private.h>
#include <libvmxsync/local/read/vmx-read-private.h>
#include <libvmxsync/sync/vmx-worker-private.h>

typedef struct
{
  VmxStore *store;
  char *object;
  VmxReadOptions *options; /* (nullable) */
} ReadJob;

static void
read_job_free (ReadJob *job)
{
  g_object_unref (job->store);
  g_free (job->object);
  g_clear_object (&job->options);
  g_free (job);
}

/* Takes options. */
static ReadJob *
read_job_new (VmxObj *self, VmxReadOptions *options, GError **error)
{
  g_autoptr(VmxReadOptions) own = options;
  VmxStore *store = vmx_client_get_store (vmx_obj_get_client (self), error);
  ReadJob *job;

  if (store == NULL || !vmx_client_check_object_name (vmx_obj_get_name (self), error))
    return NULL;
  job = g_new0 (ReadJob, 1);
  job->store = g_object_ref (store);
  job->object = g_strdup (vmx_obj_get_name (self));
  job->options = g_steal_pointer (&own);
  return job;
}

static gpointer
read_job_work (VmxWorker *worker, gpointer data, GCancellable *cancellable, GError **error)
{
  ReadJob *job = data;

  return vmx_read_records (job->store, job->object, job->options, cancellable, error);
}

static void
finish_read (gpointer source, gpointer data, gpointer result)
{
  vmx_client_take_services (vmx_obj_get_client (VMX_OBJ (source)));
}

static const VmxWork read_work = {
  .thread_name = "vmx-read",
  .work = read_job_work,
  .done = finish_read,
  .free_data = (GDestroyNotify) read_job_free,
  .free_result = (GDestroyNotify) g_ptr_array_unref,
};

/**
 * vmx_obj_get:
 * @self: an object
 * @options: (nullable): which records and how, %NULL for all
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Reads records from the store.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.KEY_MISSING] for an incomplete primary key, [error@Vmx.Error.INVALID_OPTION] for
 * unknown columns and conditions that cannot be read, [error@Vmx.Error.INVALID_FILTER],
 * [error@Vmx.Error.ORDER_COLUMN_MISSING], [error@Vmx.Error.NOT_SUPPORTED] for filters that cannot
 * be evaluated here, and with the errors of the storage.
 *
 * Returns: (transfer container) (element-type VmxRecord): the records
 *
 * Since: 0.1
 */
GPtrArray *
vmx_obj_get (VmxObj *self, VmxReadOptions *options, GCancellable *cancellable, GError **error)
{
  ReadJob *job;

  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);
  g_return_val_if_fail (options == NULL || VMX_IS_READ_OPTIONS (options), NULL);

  job = read_job_new (self, options != NULL ? g_object_ref (options) : NULL, error);
  return job != NULL ? vmx_worker_run_inline (&read_work, job, self, cancellable, error) : NULL;
}

/**
 * vmx_obj_get_async:
 * @self: an object
 * @options: (nullable): which records and how, %NULL for all
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.get] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_get_async (VmxObj *self, VmxReadOptions *options, GCancellable *cancellable,
                   GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  ReadJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (options == NULL || VMX_IS_READ_OPTIONS (options));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vmx_obj_get_async);
  job = read_job_new (self, vmx_read_options_copy (options), &error);
  if (job != NULL)
    vmx_worker_start (&read_work, job, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * vmx_obj_get_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.get_async].
 *
 * Returns: (transfer container) (element-type VmxRecord): the records
 *
 * Since: 0.1
 */
GPtrArray *
vmx_obj_get_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
