/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Creating, changing and deleting records. */
#include <libvmxsync/vmx-edit-job-private.h>

static gboolean
create (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  g_autoptr(GPtrArray) created = g_ptr_array_new_with_free_func (g_object_unref);
  guint failed;

  g_ptr_array_add (records, job->record);
  if (!vmx_edit_create (edit, job->object, records, job->options, created, &failed, error))
    return FALSE;
  result->record = g_object_ref (created->pdata[0]);
  return TRUE;
}

static VmxEditJob *
new_create_job (VmxObj *self, VmxRecord *record, VmxWriteOptions *options, GError **error)
{
  return vmx_edit_job_new_for_object (self, record, options, create, error);
}

/**
 * vmx_obj_create:
 * @self: an object
 * @record: (nullable): the values; %NULL fails like a record without any
 * @options: (nullable): how the change is kept
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Creates a record in the store. It is uploaded with the next sync, unless the options say
 * otherwise. A key column whose values the server makes gets a temporary value; GUID keys are made
 * here when the program gives none.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.RECORD_EMPTY], [error@Vmx.Error.UNKNOWN_COLUMN],
 * [error@Vmx.Error.INVALID_VALUE] for values of a wrong type or that are too long,
 * [error@Vmx.Error.MANDATORY_COLUMN], [error@Vmx.Error.GENERATED_COLUMN] for values that the
 * server makes, [error@Vmx.Error.KEY_MISSING] for a record that is not tracked and has no key,
 * [error@Vmx.Error.FOREIGN_KEY] when a parent is missing, [error@Vmx.Error.CRUD] when there is a
 * record with the key already, [error@Vmx.Error.RECORD_DEFERRED],
 * [error@Vmx.Error.EXCLUSIVE_OPTIONS], [error@Vmx.Error.INVALID_OPTION] for options with a
 * criterion, and with the errors of the storage. Nothing is changed then.
 *
 * Returns: (transfer full): the created record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_obj_create (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);
  g_return_val_if_fail (record == NULL || VMX_IS_RECORD (record), NULL);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), NULL);

  return vmx_edit_result_take_record (
      vmx_edit_job_run (new_create_job (self, record, options, error), self, cancellable, error));
}

/**
 * vmx_obj_create_async:
 * @self: an object
 * @record: (nullable): the values; %NULL fails like a record without any
 * @options: (nullable): how the change is kept
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.create] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_create_async (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (record == NULL || VMX_IS_RECORD (record));
  g_return_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options));

  job = new_create_job (self, record, options, &error);
  vmx_edit_job_start (job, self, vmx_obj_create_async, cancellable, callback, user_data, error);
}

/**
 * vmx_obj_create_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.create_async].
 *
 * Returns: (transfer full): the created record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_obj_create_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return vmx_edit_result_take_record (
      vmx_edit_job_finish (self, result, vmx_obj_create_async, error));
}

static gboolean
update (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  result->count = vmx_edit_update (edit, job->object, job->record, job->options, FALSE, error);
  return result->count >= 0;
}

static VmxEditJob *
new_update_job (VmxObj *self, VmxRecord *record, VmxWriteOptions *options, GError **error)
{
  return vmx_edit_job_new_for_object (self, record, options, update, error);
}

/**
 * vmx_obj_update:
 * @self: an object
 * @record: (nullable): the columns to change and their values; %NULL fails like a record without
 *   any
 * @options: (nullable): which records, and how the change is kept
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Changes records in the store: all that the criterion of the options finds. Without options, or
 * without a criterion in them, these are all records of the object.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.NO_RECORD] when nothing is found, [error@Vmx.Error.RECORD_EMPTY],
 * [error@Vmx.Error.UNKNOWN_COLUMN], [error@Vmx.Error.INVALID_VALUE],
 * [error@Vmx.Error.MANDATORY_COLUMN] for a null that the column does not allow,
 * [error@Vmx.Error.KEY_UPDATE], [error@Vmx.Error.GENERATED_COLUMN], [error@Vmx.Error.FOREIGN_KEY]
 * when a parent is missing or children refer to the old value, [error@Vmx.Error.RECORD_DEFERRED],
 * [error@Vmx.Error.EXCLUSIVE_OPTIONS], [error@Vmx.Error.INVALID_OPTION],
 * [error@Vmx.Error.INVALID_FILTER], [error@Vmx.Error.KEY_MISSING] for an incomplete primary key,
 * and with the errors of the storage. Nothing is changed then.
 *
 * Returns: the number of records, -1 on failure
 *
 * Since: 0.1
 */
gint64
vmx_obj_update (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), -1);
  g_return_val_if_fail (record == NULL || VMX_IS_RECORD (record), -1);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), -1);

  return vmx_edit_result_take_count (
      vmx_edit_job_run (new_update_job (self, record, options, error), self, cancellable, error));
}

/**
 * vmx_obj_update_async:
 * @self: an object
 * @record: (nullable): the columns to change and their values; %NULL fails like a record without
 *   any
 * @options: (nullable): which records, and how the change is kept
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.update] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_update_async (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (record == NULL || VMX_IS_RECORD (record));
  g_return_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options));

  job = new_update_job (self, record, options, &error);
  vmx_edit_job_start (job, self, vmx_obj_update_async, cancellable, callback, user_data, error);
}

/**
 * vmx_obj_update_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.update_async].
 *
 * Returns: the number of records, -1 on failure
 *
 * Since: 0.1
 */
gint64
vmx_obj_update_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), -1);

  return vmx_edit_result_take_count (
      vmx_edit_job_finish (self, result, vmx_obj_update_async, error));
}

static gboolean
update_by_pk (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  result->count = vmx_edit_update (edit, job->object, job->record, job->options, TRUE, error);
  return result->count >= 0;
}

static VmxEditJob *
new_update_by_pk_job (VmxObj *self, VmxRecord *record, VmxWriteOptions *options, GError **error)
{
  return vmx_edit_job_new_for_object (self, record, options, update_by_pk, error);
}

/**
 * vmx_obj_update_by_pk:
 * @self: an object
 * @record: (nullable): the columns to change and their values; %NULL fails like a record without
 *   any
 * @options: (nullable): the primary keys, and how the change is kept
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Changes the record that has the primary keys of the options.
 *
 * Fails like [method@Vmx.Obj.update], and with [error@Vmx.Error.OPTIONS_EMPTY] or
 * [error@Vmx.Error.KEY_MISSING] when there are no options or no primary keys in them.
 *
 * Returns: the number of records, -1 on failure
 *
 * Since: 0.1
 */
gint64
vmx_obj_update_by_pk (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                      GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), -1);
  g_return_val_if_fail (record == NULL || VMX_IS_RECORD (record), -1);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), -1);

  return vmx_edit_result_take_count (vmx_edit_job_run (
      new_update_by_pk_job (self, record, options, error), self, cancellable, error));
}

/**
 * vmx_obj_update_by_pk_async:
 * @self: an object
 * @record: (nullable): the columns to change and their values; %NULL fails like a record without
 *   any
 * @options: (nullable): the primary keys, and how the change is kept
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.update_by_pk] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_update_by_pk_async (VmxObj *self, VmxRecord *record, VmxWriteOptions *options,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (record == NULL || VMX_IS_RECORD (record));
  g_return_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options));

  job = new_update_by_pk_job (self, record, options, &error);
  vmx_edit_job_start (job, self, vmx_obj_update_by_pk_async, cancellable, callback, user_data,
                      error);
}

/**
 * vmx_obj_update_by_pk_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.update_by_pk_async].
 *
 * Returns: the number of records, -1 on failure
 *
 * Since: 0.1
 */
gint64
vmx_obj_update_by_pk_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), -1);

  return vmx_edit_result_take_count (
      vmx_edit_job_finish (self, result, vmx_obj_update_by_pk_async, error));
}

static gboolean delete (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  return vmx_edit_delete (edit, job->object, job->options, FALSE, error) >= 0;
}

static VmxEditJob *
new_delete_job (VmxObj *self, VmxWriteOptions *options, GError **error)
{
  return vmx_edit_job_new_for_object (self, NULL, options, delete, error);
}

/**
 * vmx_obj_delete:
 * @self: an object
 * @options: (nullable): which records, and how the change is kept
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Deletes records from the store: all that the criterion of the options finds. Without options, or
 * without a criterion in them, these are all records of the object. Where the schema says so,
 * children are deleted with their parents.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.NO_RECORD] when nothing is found, [error@Vmx.Error.FOREIGN_KEY] when a record
 * has children that stay, [error@Vmx.Error.RECORD_DEFERRED], [error@Vmx.Error.EXCLUSIVE_OPTIONS],
 * [error@Vmx.Error.INVALID_OPTION], [error@Vmx.Error.INVALID_FILTER],
 * [error@Vmx.Error.KEY_MISSING] for an incomplete primary key, and with the errors of the storage.
 * Nothing is changed then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_delete (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_run (new_delete_job (self, options, error), self, cancellable, error));
}

/**
 * vmx_obj_delete_async:
 * @self: an object
 * @options: (nullable): which records, and how the change is kept
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.delete] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_delete_async (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options));

  job = new_delete_job (self, options, &error);
  vmx_edit_job_start (job, self, vmx_obj_delete_async, cancellable, callback, user_data, error);
}

/**
 * vmx_obj_delete_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.delete_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_delete_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_obj_delete_async, error));
}

static gboolean
delete_by_pk (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  return vmx_edit_delete (edit, job->object, job->options, TRUE, error) >= 0;
}

static VmxEditJob *
new_delete_by_pk_job (VmxObj *self, VmxWriteOptions *options, GError **error)
{
  return vmx_edit_job_new_for_object (self, NULL, options, delete_by_pk, error);
}

/**
 * vmx_obj_delete_by_pk:
 * @self: an object
 * @options: (nullable): the primary keys, and how the change is kept
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Deletes the record that has the primary keys of the options.
 *
 * Fails like [method@Vmx.Obj.delete], and with [error@Vmx.Error.OPTIONS_EMPTY] or
 * [error@Vmx.Error.KEY_MISSING] when there are no options or no primary keys in them.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_delete_by_pk (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                      GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);
  g_return_val_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_run (new_delete_by_pk_job (self, options, error), self, cancellable, error));
}

/**
 * vmx_obj_delete_by_pk_async:
 * @self: an object
 * @options: (nullable): the primary keys, and how the change is kept
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.delete_by_pk] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_delete_by_pk_async (VmxObj *self, VmxWriteOptions *options, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (options == NULL || VMX_IS_WRITE_OPTIONS (options));

  job = new_delete_by_pk_job (self, options, &error);
  vmx_edit_job_start (job, self, vmx_obj_delete_by_pk_async, cancellable, callback, user_data,
                      error);
}

/**
 * vmx_obj_delete_by_pk_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.delete_by_pk_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_delete_by_pk_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_obj_delete_by_pk_async, error));
}
