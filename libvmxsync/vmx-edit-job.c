/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmx-edit-job-private.h>

#include <libvmxsync/model/record/vmx-record-private.h>
#include <libvmxsync/model/vmx-error.h>

static void
edit_result_free (VmxEditResult *self)
{
  g_clear_object (&self->record);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxEditResult, edit_result_free)

VmxEditJob *
vmx_edit_job_new (VmxClient *client, const char *name, VmxEditFunc edit, GError **error)
{
  VmxStore *store = vmx_client_get_store (client, error);
  VmxEditJob *self;

  if (store == NULL)
    return NULL;
  self = g_new0 (VmxEditJob, 1);
  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->object = g_strdup (name);
  self->edit = edit;
  return self;
}

VmxEditJob *
vmx_edit_job_new_for_object (VmxObj *object, VmxRecord *record, VmxWriteOptions *options,
                             VmxEditFunc edit, GError **error)
{
  VmxEditJob *self = NULL;

  /* Whether there is such an object is seen in the store. */
  if (vmx_client_check_object_name (vmx_obj_get_name (object), error))
    self = vmx_edit_job_new (vmx_obj_get_client (object), vmx_obj_get_name (object), edit, error);
  if (self == NULL)
    return NULL;
  self->record = record != NULL ? vmx_record_copy (record) : NULL;
  self->options = options != NULL ? vmx_write_options_copy (options) : NULL;
  return self;
}

gboolean
vmx_edit_job_exclude (VmxEditJob *self, const char *task, GError **error)
{
  self->is_exclusive
      = vmx_exclusion_enter_task (vmx_client_get_exclusion (self->client), task, error);
  return self->is_exclusive;
}

static void
leave_exclusion (VmxEditJob *self)
{
  if (self->is_exclusive)
    vmx_exclusion_leave_task (vmx_client_get_exclusion (self->client));
  self->is_exclusive = FALSE;
}

void
vmx_edit_job_free (VmxEditJob *self)
{
  leave_exclusion (self);
  g_object_unref (self->client);
  g_object_unref (self->store);
  g_free (self->object);
  g_clear_object (&self->record);
  g_clear_object (&self->options);
  if (self->free_data != NULL)
    self->free_data (self->data);
  g_free (self);
}

static gboolean
run_edit (VmxEditJob *self, VmxEditResult *result, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxEdit) edit = vmx_edit_begin (self->store, cancellable, error);

  return edit != NULL && self->edit (edit, self, result, error) && vmx_edit_commit (edit, error);
}

/* Errors of the storage have the codes 2000 to 2029. */
static void
set_failure_code (VmxEditJob *self, GError *error)
{
  if (self->failure_code != 0 && error->domain == VMX_ERROR && error->code < VMX_ERROR_NETWORK
      && error->code >= VMX_ERROR_DATABASE)
    error->code = self->failure_code;
}

static gpointer
work (VmxWorker *worker, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxEditResult) result = g_new0 (VmxEditResult, 1);
  g_autoptr(GError) local_error = NULL;
  VmxEditJob *self = data;
  gboolean success;

  if (self->pending != NULL)
    {
      result->records = self->pending (self->store, self->object, cancellable, &local_error);
      success = result->records != NULL;
    }
  else
    success = run_edit (self, result, cancellable, &local_error);
  if (success)
    return g_steal_pointer (&result);
  set_failure_code (self, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
done (gpointer source, gpointer data, gpointer result)
{
  VmxEditJob *self = data;

  if (self->done != NULL)
    self->done (source, data, result);
  vmx_client_take_services (self->client);
  leave_exclusion (self);
}

static const VmxWork edit_work = {
  .thread_name = "vmx-edit",
  .work = work,
  .done = done,
  .free_data = (GDestroyNotify) vmx_edit_job_free,
  .free_result = (GDestroyNotify) edit_result_free,
};

VmxEditResult *
vmx_edit_job_run (VmxEditJob *self, gpointer source, GCancellable *cancellable, GError **error)
{
  return self != NULL ? vmx_worker_run_inline (&edit_work, self, source, cancellable, error) : NULL;
}

void
vmx_edit_job_start (VmxEditJob *self, gpointer source, gpointer tag, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer user_data, GError *error)
{
  g_autoptr(GTask) task = g_task_new (source, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (self != NULL)
    vmx_worker_start (&edit_work, self, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

VmxEditResult *
vmx_edit_job_finish (gpointer source, GAsyncResult *result, gpointer tag, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
vmx_edit_result_take_success (VmxEditResult *self)
{
  g_autoptr(VmxEditResult) result = self;

  return result != NULL;
}

gint64
vmx_edit_result_take_count (VmxEditResult *self)
{
  g_autoptr(VmxEditResult) result = self;

  return result != NULL ? result->count : -1;
}

VmxRecord *
vmx_edit_result_take_record (VmxEditResult *self)
{
  g_autoptr(VmxEditResult) result = self;

  return result != NULL ? g_steal_pointer (&result->record) : NULL;
}

GPtrArray *
vmx_edit_result_take_records (VmxEditResult *self)
{
  g_autoptr(VmxEditResult) result = self;

  return result != NULL ? g_steal_pointer (&result->records) : NULL;
}
