/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Undoing local edits, and forgetting records. */
#include <libvmxsync/vmx-edit-job-private.h>

#include <libvmxsync/model/vmx-error.h>

static gboolean
roll_back (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  return vmx_edit_roll_back (edit, job->object, job->record, error);
}

static VmxEditJob *
new_rollback_job (VmxObj *self, VmxRecord *primary_keys, GError **error)
{
  return vmx_edit_job_new_for_object (self, primary_keys, NULL, roll_back, error);
}

/**
 * vmx_obj_rollback:
 * @self: an object
 * @primary_keys: (nullable): the key of one record; %NULL or an empty record for all
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Undoes all local edits of a record or of all records: each becomes what it was before its first
 * edit, or what the server has made of it since. Edits that are not tracked are undone, too. Roll
 * back children before their parents.
 *
 * Changes that were sent and not answered yet are forgotten; the server may have taken them all
 * the same.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.ROLLBACK_FAILED] when the record has no local edits,
 * [error@Vmx.Error.KEY_MISSING], [error@Vmx.Error.INVALID_OPTION] for columns that are not in the
 * key, and with the errors of the storage. Nothing is changed then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_rollback (VmxObj *self, VmxRecord *primary_keys, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);
  g_return_val_if_fail (primary_keys == NULL || VMX_IS_RECORD (primary_keys), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_run (new_rollback_job (self, primary_keys, error), self, cancellable, error));
}

/**
 * vmx_obj_rollback_async:
 * @self: an object
 * @primary_keys: (nullable): the key of one record; %NULL or an empty record for all
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.rollback] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_rollback_async (VmxObj *self, VmxRecord *primary_keys, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (primary_keys == NULL || VMX_IS_RECORD (primary_keys));

  job = new_rollback_job (self, primary_keys, &error);
  vmx_edit_job_start (job, self, vmx_obj_rollback_async, cancellable, callback, user_data, error);
}

/**
 * vmx_obj_rollback_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.rollback_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_rollback_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_obj_rollback_async, error));
}

static gboolean
clear (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  return vmx_edit_clear (edit, job->object, job->options, error);
}

/* Without a key the object is emptied, and a sync that goes on would leave holes. */
static VmxEditJob *
new_clear_offline_data_job (VmxObj *self, VmxWriteOptions *options, GError **error)
{
  g_autoptr(VmxEditJob) job = vmx_edit_job_new_for_object (self, NULL, options, clear, error);

  if (job == NULL
      || (vmx_write_options_get_criteria (options)->primary_keys == NULL
          && !vmx_edit_job_exclude (job, "clear_offline_data", error)))
    return NULL;
  job->failure_code = VMX_ERROR_CLEAR_OBJECT_FAILED;
  return g_steal_pointer (&job);
}

/**
 * vmx_obj_clear_offline_data:
 * @self: an object
 * @options: (nullable): the primary keys of one record
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Removes records from the store with all that is known of them, local edits included. The server
 * does not hear of it. Without primary keys all records of the object go; the next sync downloads
 * everything anew.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.KEY_NOT_FOUND] when there is no such record, [error@Vmx.Error.KEY_MISSING],
 * [error@Vmx.Error.INVALID_OPTION], [error@Vmx.Error.BUSY_TASK] while a sync runs,
 * [error@Vmx.Error.CLEAR_OBJECT_FAILED] when the storage fails, and with the errors of the
 * storage. Nothing is changed then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_clear_offline_data (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                            GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), FALSE);

  return vmx_edit_result_take_success (vmx_edit_job_run (
      new_clear_offline_data_job (self, options, error), self, cancellable, error));
}

/**
 * vmx_obj_clear_offline_data_async:
 * @self: an object
 * @options: (nullable): the primary keys of one record
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.clear_offline_data] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_clear_offline_data_async (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options));

  job = new_clear_offline_data_job (self, options, &error);
  vmx_edit_job_start (job, self, vmx_obj_clear_offline_data_async, cancellable, callback, user_data,
                      error);
}

/**
 * vmx_obj_clear_offline_data_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.clear_offline_data_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_clear_offline_data_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_obj_clear_offline_data_async, error));
}
