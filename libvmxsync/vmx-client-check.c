/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looking whether a store is whole. */
#include <libvmxsync/vmx-client-private.h>

#include <libvmxsync/local/track/vmx-examine-private.h>
#include <libvmxsync/sync/vmx-worker-private.h>

static gpointer
work (VmxWorker *worker, gpointer store, GCancellable *cancellable, GError **error)
{
  return vmx_examine_store (store, cancellable, error);
}

static const VmxWork check_work = {
  .thread_name = "vmx-check",
  .work = work,
  .free_data = g_object_unref,
  .free_result = (GDestroyNotify) g_strfreev,
};

/**
 * vmx_client_check_store:
 * @self: a client that is set up
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Looks whether the store is whole: for damage of the file, and for local changes, originals and
 * requests that do not fit together. Nothing is changed. This takes the longer the bigger the store
 * is.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP] and with the errors of the storage.
 *
 * Returns: (transfer full) (array zero-terminated=1): a sentence for each thing that is wrong, for
 *   people; empty when the store is whole
 *
 * Since: 0.1
 */
char **
vmx_client_check_store (VmxClient *self, GCancellable *cancellable, GError **error)
{
  VmxStore *store;

  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  store = vmx_client_get_store (self, error);
  if (store == NULL)
    return NULL;
  return vmx_worker_run_inline (&check_work, g_object_ref (store), self, cancellable, error);
}

/**
 * vmx_client_check_store_async:
 * @self: a client that is set up
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Client.check_store] without blocking.
 *
 * Since: 0.1
 */
void
vmx_client_check_store_async (VmxClient *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  VmxStore *store;

  g_return_if_fail (VMX_IS_CLIENT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, vmx_client_check_store_async);
  store = vmx_client_get_store (self, &error);
  if (store != NULL)
    vmx_worker_start (&check_work, g_object_ref (store), g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

/**
 * vmx_client_check_store_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Client.check_store_async].
 *
 * Returns: (transfer full) (array zero-terminated=1): a sentence for each thing that is wrong
 *
 * Since: 0.1
 */
char **
vmx_client_check_store_finish (VmxClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
