/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Undoing all local edits. */
#include <libvmxsync/vmx-edit-job-private.h>

static gboolean
roll_back (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  return vmx_edit_roll_back_service (edit, NULL, error);
}

static VmxEditJob *
new_rollback_job (VmxClient *self, GError **error)
{
  g_autoptr(VmxEditJob) job = vmx_edit_job_new (self, NULL, roll_back, error);

  if (job == NULL || !vmx_edit_job_exclude (job, "rollback", error))
    return NULL;
  return g_steal_pointer (&job);
}

/**
 * vmx_client_rollback:
 * @self: a client
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Undoes all local edits of all services; see [method@Vmx.Obj.rollback].
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.BUSY_TASK] while a sync runs, and with
 * the errors of the storage. Nothing is changed then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_rollback (VmxClient *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_run (new_rollback_job (self, error), self, cancellable, error));
}

/**
 * vmx_client_rollback_async:
 * @self: a client
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Client.rollback] without blocking.
 *
 * Since: 0.1
 */
void
vmx_client_rollback_async (VmxClient *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_CLIENT (self));

  job = new_rollback_job (self, &error);
  vmx_edit_job_start (job, self, vmx_client_rollback_async, cancellable, callback, user_data,
                      error);
}

/**
 * vmx_client_rollback_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Client.rollback_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_client_rollback_finish (VmxClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_client_rollback_async, error));
}
