/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What waits to be uploaded. */
#include <libvmxsync/vmx-edit-job-private.h>

static VmxEditJob *
new_job (VmxObj *self, VmxPendingFunc pending, GError **error)
{
  VmxEditJob *job = vmx_edit_job_new_for_object (self, NULL, NULL, NULL, error);

  if (job != NULL)
    job->pending = pending;
  return job;
}

static VmxEditJob *
new_get_upload_deferred_record_keys_job (VmxObj *self, GError **error)
{
  return new_job (self, vmx_pending_select_deferred_keys, error);
}

/**
 * vmx_obj_get_upload_deferred_record_keys:
 * @self: an object
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Gets the records with changes that are held back until they are marked for upload.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND], and with the errors
 * of the storage.
 *
 * Returns: (transfer container) (element-type VmxRecord): their primary keys
 *
 * Since: 0.1
 */
GPtrArray *
vmx_obj_get_upload_deferred_record_keys (VmxObj *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return vmx_edit_result_take_records (vmx_edit_job_run (
      new_get_upload_deferred_record_keys_job (self, error), self, cancellable, error));
}

/**
 * vmx_obj_get_upload_deferred_record_keys_async:
 * @self: an object
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.get_upload_deferred_record_keys] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_get_upload_deferred_record_keys_async (VmxObj *self, GCancellable *cancellable,
                                               GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));

  job = new_get_upload_deferred_record_keys_job (self, &error);
  vmx_edit_job_start (job, self, vmx_obj_get_upload_deferred_record_keys_async, cancellable,
                      callback, user_data, error);
}

/**
 * vmx_obj_get_upload_deferred_record_keys_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.get_upload_deferred_record_keys_async].
 *
 * Returns: (transfer container) (element-type VmxRecord): their primary keys
 *
 * Since: 0.1
 */
GPtrArray *
vmx_obj_get_upload_deferred_record_keys_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return vmx_edit_result_take_records (
      vmx_edit_job_finish (self, result, vmx_obj_get_upload_deferred_record_keys_async, error));
}

static VmxEditJob *
new_get_pending_records_for_upload_job (VmxObj *self, GError **error)
{
  return new_job (self, vmx_pending_select, error);
}

/**
 * vmx_obj_get_pending_records_for_upload:
 * @self: an object
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Gets the records with changes that the server has not accepted yet, also those that are held
 * back or were refused, in the order of their first changes.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.PENDING_FAILED] when the changes cannot be read, and with the errors of the
 * storage.
 *
 * Returns: (transfer container) (element-type VmxPendingRecord): the records
 *
 * Since: 0.1
 */
GPtrArray *
vmx_obj_get_pending_records_for_upload (VmxObj *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return vmx_edit_result_take_records (vmx_edit_job_run (
      new_get_pending_records_for_upload_job (self, error), self, cancellable, error));
}

/**
 * vmx_obj_get_pending_records_for_upload_async:
 * @self: an object
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.get_pending_records_for_upload] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_get_pending_records_for_upload_async (VmxObj *self, GCancellable *cancellable,
                                              GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));

  job = new_get_pending_records_for_upload_job (self, &error);
  vmx_edit_job_start (job, self, vmx_obj_get_pending_records_for_upload_async, cancellable,
                      callback, user_data, error);
}

/**
 * vmx_obj_get_pending_records_for_upload_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.get_pending_records_for_upload_async].
 *
 * Returns: (transfer container) (element-type VmxPendingRecord): the records
 *
 * Since: 0.1
 */
GPtrArray *
vmx_obj_get_pending_records_for_upload_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return vmx_edit_result_take_records (
      vmx_edit_job_finish (self, result, vmx_obj_get_pending_records_for_upload_async, error));
}

static gboolean
mark (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  result->count = vmx_edit_mark_for_upload (edit, job->object, job->options, error);
  return result->count >= 0;
}

static VmxEditJob *
new_mark_for_upload_job (VmxObj *self, VmxWriteOptions *options, GError **error)
{
  return vmx_edit_job_new_for_object (self, NULL, options, mark, error);
}

/**
 * vmx_obj_mark_for_upload:
 * @self: an object
 * @options: (nullable): which records
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Releases changes that were held back (`markForUpload: false`), so that the next sync uploads
 * them, and has changes that the server refused tried again. The criterion of the options says of
 * which records; deleted records are judged by what they were before.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.OPTIONS_EMPTY] without a criterion, [error@Vmx.Error.NO_RECORD] when no such
 * record is found, [error@Vmx.Error.INVALID_OPTION], [error@Vmx.Error.INVALID_FILTER],
 * [error@Vmx.Error.KEY_MISSING], and with the errors of the storage. Nothing is changed then.
 *
 * Returns: the number of records, -1 on failure
 *
 * Since: 0.1
 */
gint64
vmx_obj_mark_for_upload (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                         GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), -1);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), -1);

  return vmx_edit_result_take_count (
      vmx_edit_job_run (new_mark_for_upload_job (self, options, error), self, cancellable, error));
}

/**
 * vmx_obj_mark_for_upload_async:
 * @self: an object
 * @options: (nullable): which records
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.mark_for_upload] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_mark_for_upload_async (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options));

  job = new_mark_for_upload_job (self, options, &error);
  vmx_edit_job_start (job, self, vmx_obj_mark_for_upload_async, cancellable, callback, user_data,
                      error);
}

/**
 * vmx_obj_mark_for_upload_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.mark_for_upload_async].
 *
 * Returns: the number of records, -1 on failure
 *
 * Since: 0.1
 */
gint64
vmx_obj_mark_for_upload_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), -1);

  return vmx_edit_result_take_count (
      vmx_edit_job_finish (self, result, vmx_obj_mark_for_upload_async, error));
}
