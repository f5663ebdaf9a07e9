/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Select queries in the storage's own language. */
#include <libvmxsync/vmx-client-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/sync/vmx-worker-private.h>

typedef struct
{
  VmxStore *store;
  char *query;
} SelectJob;

static void
select_job_free (SelectJob *job)
{
  g_object_unref (job->store);
  g_free (job->query);
  g_free (job);
}

static gpointer
select_job_work (VmxWorker *worker, gpointer data, GCancellable *cancellable, GError **error)
{
  SelectJob *job = data;

  return vmx_storage_execute_select (vmx_store_get_storage (job->store), job->query, cancellable,
                                     error);
}

static const VmxWork select_work = {
  .thread_name = "vmx-select",
  .work = select_job_work,
  .free_data = (GDestroyNotify) select_job_free,
  .free_result = (GDestroyNotify) g_ptr_array_unref,
};

static SelectJob *
select_job_new (VmxClient *self, const char *query, GError **error)
{
  VmxStore *store = vmx_client_get_store (self, error);
  SelectJob *job;

  if (store == NULL)
    return NULL;
  if (query == NULL || *query == '\0' || !g_utf8_validate (query, -1, NULL))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_QUERY,
                           "expected a select statement as UTF-8 text");
      return NULL;
    }
  job = g_new0 (SelectJob, 1);
  job->store = g_object_ref (store);
  job->query = g_strdup (query);
  return job;
}

/**
 * vmx_client_execute_select_query:
 * @self: a client that is set up
 * @query: one select statement in the storage's language, which is SQL for the default storage
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Runs a select statement on the store. Everything that could write is refused.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.INVALID_QUERY] or
 * [error@Vmx.Error.SELECT_FAILED].
 *
 * Returns: (transfer container) (element-type VmxRecord): the records that it finds
 *
 * Since: 0.1
 */
GPtrArray *
vmx_client_execute_select_query (VmxClient *self, const char *query, GCancellable *cancellable,
                                 GError **error)
{
  SelectJob *job;

  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  job = select_job_new (self, query, error);
  return job != NULL ? vmx_worker_run_inline (&select_work, job, self, cancellable, error) : NULL;
}

/**
 * vmx_client_execute_select_query_async:
 * @self: a client that is set up
 * @query: one select statement
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Client.execute_select_query] without blocking.
 *
 * Since: 0.1
 */
void
vmx_client_execute_select_query_async (VmxClient *self, const char *query,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  SelectJob *job;

  g_return_if_fail (VMX_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vmx_client_execute_select_query_async);
  job = select_job_new (self, query, &error);
  if (job != NULL)
    vmx_worker_start (&select_work, job, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * vmx_client_execute_select_query_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Client.execute_select_query_async].
 *
 * Returns: (transfer container) (element-type VmxRecord): the records that it finds
 *
 * Since: 0.1
 */
GPtrArray *
vmx_client_execute_select_query_finish (VmxClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
