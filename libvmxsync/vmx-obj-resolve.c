/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person decides about changes that wait for it. */
#include <libvmxsync/vmx-edit-job-private.h>

#include <libvmxsync/local/settle/vmx-settlement-private.h>
#include <libvmxsync/model/record/vmx-record-private.h>

typedef struct
{
  VmxResolution resolution;
  VmxRecord *as; /* (nullable) */
} Decision;

static void
decision_free (gpointer data)
{
  Decision *self = data;

  g_clear_object (&self->as);
  g_free (self);
}

static gboolean
resolve (VmxEdit *edit, VmxEditJob *job, VmxEditResult *result, GError **error)
{
  const Decision *decision = job->data;

  return vmx_edit_resolve (edit, job->object, job->record, decision->resolution, decision->as,
                           error);
}

static VmxEditJob *
new_resolve_job (VmxObj *self, VmxRecord *primary_keys, VmxResolution resolution, VmxRecord *as,
                 GError **error)
{
  VmxEditJob *job = vmx_edit_job_new_for_object (self, primary_keys, NULL, resolve, error);
  Decision *decision;

  if (job == NULL)
    return NULL;
  decision = g_new0 (Decision, 1);
  decision->resolution = resolution;
  decision->as = as != NULL ? vmx_record_copy (as) : NULL;
  job->data = decision;
  job->free_data = decision_free;
  return job;
}

/**
 * vmx_obj_resolve:
 * @self: an object
 * @primary_keys: the key of the record
 * @resolution: what is to become of its changes
 * @as: (nullable): for %VMX_RESOLUTION_KEEP_RECORD the values that are to be kept; for
 *   %VMX_RESOLUTION_DONE the key that the server gave to a new record; else %NULL
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Decides about changes of a record that a sync does not send any more by itself. Nothing is sent
 * now; the next sync goes on from there. [method@Vmx.Obj.get_pending_records_for_upload] lists such
 * records, with both versions of those in conflict.
 *
 * The three ways to keep a version are for conflicts. %VMX_RESOLUTION_KEEP_RECORD leaves columns
 * that @as does not have as they are at the server, and passes over those that the server
 * computes. Changes of unknown outcome can be sent again,
 * even if the server did them, or be declared done; a new record whose key the server makes then
 * needs that key in @as. %VMX_RESOLUTION_SEND_AGAIN is for refused changes, too, and
 * %VMX_RESOLUTION_DISCARD, which undoes all edits of the record, for all.
 *
 * Fails with [error@Vmx.Error.NOT_SET_UP], [error@Vmx.Error.OBJECT_NOT_FOUND],
 * [error@Vmx.Error.NO_RECORD] when the record has no changes in a state that the resolution is for,
 * [error@Vmx.Error.KEY_MISSING] when a column of the key is missing in @primary_keys or @as,
 * [error@Vmx.Error.INVALID_OPTION] for columns of either that are not in the key,
 * [error@Vmx.Error.RECORD_EMPTY] without values to keep, [error@Vmx.Error.UNKNOWN_COLUMN],
 * [error@Vmx.Error.INVALID_VALUE], [error@Vmx.Error.MANDATORY_COLUMN] for null in a mandatory
 * column and [error@Vmx.Error.KEY_UPDATE] for another key in them, and with the errors of the
 * storage.
 * Nothing is changed then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_resolve (VmxObj *self, VmxRecord *primary_keys, VmxResolution resolution, VmxRecord *as,
                 GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);
  g_return_val_if_fail (VMX_IS_RECORD (primary_keys), FALSE);
  g_return_val_if_fail (resolution <= VMX_RESOLUTION_DISCARD, FALSE);
  g_return_val_if_fail (as == NULL || VMX_IS_RECORD (as), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_run (new_resolve_job (self, primary_keys, resolution, as, error), self,
                        cancellable, error));
}

/**
 * vmx_obj_resolve_async:
 * @self: an object
 * @primary_keys: the key of the record
 * @resolution: what is to become of its changes
 * @as: (nullable): the values that are to be kept, or the key that the server gave to it
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): what to call when it is done
 * @user_data: data for @callback
 *
 * Does [method@Vmx.Obj.resolve] without blocking.
 *
 * Since: 0.1
 */
void
vmx_obj_resolve_async (VmxObj *self, VmxRecord *primary_keys, VmxResolution resolution,
                       VmxRecord *as, GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GError *error = NULL;
  VmxEditJob *job;

  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (VMX_IS_RECORD (primary_keys));
  g_return_if_fail (resolution <= VMX_RESOLUTION_DISCARD);
  g_return_if_fail (as == NULL || VMX_IS_RECORD (as));

  job = new_resolve_job (self, primary_keys, resolution, as, &error);
  vmx_edit_job_start (job, self, vmx_obj_resolve_async, cancellable, callback, user_data, error);
}

/**
 * vmx_obj_resolve_finish:
 * @self: an object
 * @result: what the callback got
 * @error: return location for an error, or %NULL
 *
 * Ends [method@Vmx.Obj.resolve_async].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_resolve_finish (VmxObj *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);

  return vmx_edit_result_take_success (
      vmx_edit_job_finish (self, result, vmx_obj_resolve_async, error));
}
