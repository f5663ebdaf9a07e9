/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Undoing local edits of a service, and forgetting its records. */
#include <libvmxsync/vmx-edit-job-private.h>

#include <libvmxsync/model/vmx-error.h>

static VmxEditJob *
new_job (VmxObjSvc *self, const char *task, VmxEditFunc edit, GError **error)
{
  VmxClient *client = vmx_obj_svc_get_client (self);
  g_autoptr(VmxEditJob) job = NULL;

  if (client == NULL)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP,
                         "the client of the service is gone; keep it as long as the service");
  else
    job = vmx_edit_job_new (client, vmx_obj_svc_get_name (self), edit, error);
  if (job == NULL || !vmx_edit_job_exclude (job, task, error))
    return NULL;
  return g_steal_pointer (&job);
}

static gboolean
roll_back (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  return vmx_edit_roll_back_service (edit, job->object, error);
}

static VmxEditJob *
new_rollback_job (VmxObjSvc *self, GError **error)
{
  return new_job (self, "rollback", roll_back, error);
}

/**
 * vmx_obj_svc_rollback:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Undoes all local edits of all objects of the service; see [method@Vmx.Obj.rollback].
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.BUSY_TASK] while a sync runs, and with
 * the errors of the storage. Nothing is changed then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_svc_rollback (VmxObjSvc *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_run (new_rollback_job (self, error), self, cancellable, error));
}

/**
 * vmx_obj_svc_rollback_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.ObjSvc.rollback] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_svc_rollback_async (VmxObjSvc *self, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ_SVC (self));

  job = new_rollback_job (self, &error);
  vmx_edit_job_start (job, self, vmx_obj_svc_rollback_async, cancellable, callback, user_data,
                      error);
}

/**
 * vmx_obj_svc_rollback_finish:
 * @self: a service
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.ObjSvc.rollback_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_svc_rollback_finish (VmxObjSvc *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_obj_svc_rollback_async, error));
}

static gboolean
clear (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  return vmx_edit_clear_service (edit, job->object, error);
}

static VmxEditJob *
new_clear_offline_data_job (VmxObjSvc *self, GError **error)
{
  VmxEditJob *job = new_job (self, "clear_offline_data", clear, error);

  if (job != NULL)
    job->failure_code = VMX_ERROR_CLEAR_SERVICE_FAILED;
  return job;
}

/**
 * vmx_obj_svc_clear_offline_data:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Removes all records of all objects of the service from the store with all that is known of them,
 * local edits included. The server does not hear of it; the next sync downloads everything anew.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.BUSY_TASK] while a sync runs, and with
 * [error@Vmx.Error.CLEAR_SERVICE_FAILED]. Nothing is changed then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_svc_clear_offline_data (VmxObjSvc *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_run (new_clear_offline_data_job (self, error), self, cancellable, error));
}

/**
 * vmx_obj_svc_clear_offline_data_async:
 * @self: a service
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.ObjSvc.clear_offline_data] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_svc_clear_offline_data_async (VmxObjSvc *self, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ_SVC (self));

  job = new_clear_offline_data_job (self, &error);
  vmx_edit_job_start (job, self, vmx_obj_svc_clear_offline_data_async, cancellable, callback,
                      user_data, error);
}

/**
 * vmx_obj_svc_clear_offline_data_finish:
 * @self: a service
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.ObjSvc.clear_offline_data_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_svc_clear_offline_data_finish (VmxObjSvc *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_obj_svc_clear_offline_data_async, error));
}
