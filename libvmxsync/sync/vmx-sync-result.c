/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-sync-result-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/sync/vmx-sync-error-private.h>
#include <libvmxsync/sync/vmx-sync-stats-private.h>

/**
 * VmxSyncResult:
 *
 * What a sync did.
 *
 * Since: 0.1
 */
struct _VmxSyncResult
{
  GObject parent_instance;

  VmxSyncStats *stats;
  gboolean show_stats;
  GStrv warnings;
  GPtrArray *errors; /* (element-type VmxSyncError) */
  GError *failure;   /* (nullable) */
};

G_DEFINE_FINAL_TYPE (VmxSyncResult, vmx_sync_result, G_TYPE_OBJECT)

static void
vmx_sync_result_finalize (GObject *object)
{
  VmxSyncResult *self = VMX_SYNC_RESULT (object);

  g_clear_object (&self->stats);
  g_strfreev (self->warnings);
  g_ptr_array_unref (self->errors);
  g_clear_error (&self->failure);
  G_OBJECT_CLASS (vmx_sync_result_parent_class)->finalize (object);
}

static void
vmx_sync_result_class_init (VmxSyncResultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_sync_result_finalize;
}

static void
vmx_sync_result_init (VmxSyncResult *self)
{
  self->stats = vmx_sync_stats_new ("", "");
  self->warnings = g_new0 (char *, 1);
  self->errors = g_ptr_array_new_with_free_func (g_object_unref);
}

VmxSyncResult *
vmx_sync_result_new (VmxSyncStats *stats, gboolean show_stats, const char *const *warnings,
                     GPtrArray *errors, const GError *failure)
{
  VmxSyncResult *self = g_object_new (VMX_TYPE_SYNC_RESULT, NULL);

  g_set_object (&self->stats, stats);
  self->show_stats = show_stats;
  g_strfreev (self->warnings);
  self->warnings = g_strdupv ((char **) warnings);
  g_ptr_array_extend (self->errors, errors, (GCopyFunc) g_object_ref, NULL);
  self->failure = failure != NULL ? g_error_copy (failure) : NULL;
  return self;
}

/**
 * vmx_sync_result_get_name:
 * @self: a result
 *
 * Gets the name of the object or service that was synchronised.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_sync_result_get_name (VmxSyncResult *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_RESULT (self), NULL);

  return vmx_sync_stats_get_name (self->stats);
}

/**
 * vmx_sync_result_get_succeeded:
 * @self: a result
 *
 * Gets whether the sync succeeded. It may have, though single records failed; see
 * [method@Vmx.SyncResult.get_sync_errors].
 *
 * Returns: %TRUE if it did
 *
 * Since: 0.1
 */
gboolean
vmx_sync_result_get_succeeded (VmxSyncResult *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_RESULT (self), FALSE);

  return self->failure == NULL;
}

/**
 * vmx_sync_result_get_total_uploaded_records:
 * @self: a result
 *
 * Gets how many changes the server accepted.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint64
vmx_sync_result_get_total_uploaded_records (VmxSyncResult *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_RESULT (self), 0);

  return vmx_sync_stats_get_total_uploaded_records (self->stats);
}

/**
 * vmx_sync_result_get_total_downloaded_records:
 * @self: a result
 *
 * Gets how many records were downloaded and stored.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint64
vmx_sync_result_get_total_downloaded_records (VmxSyncResult *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_RESULT (self), 0);

  return vmx_sync_stats_get_total_downloaded_records (self->stats);
}

/**
 * vmx_sync_result_get_stats:
 * @self: a result
 *
 * Gets the statistics.
 *
 * Returns: (transfer none) (nullable): the statistics, %NULL if the options did not ask for them
 *
 * Since: 0.1
 */
VmxSyncStats *
vmx_sync_result_get_stats (VmxSyncResult *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_RESULT (self), NULL);

  return self->show_stats ? self->stats : NULL;
}

/**
 * vmx_sync_result_get_warnings:
 * @self: a result
 *
 * Gets what a user should know, though the sync succeeded: for example that an invalid filter was
 * left aside.
 *
 * Returns: (transfer none) (array zero-terminated=1): sentences
 *
 * Since: 0.1
 */
const char *const *
vmx_sync_result_get_warnings (VmxSyncResult *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_RESULT (self), NULL);

  return (const char *const *) self->warnings;
}

/**
 * vmx_sync_result_get_sync_errors:
 * @self: a result
 *
 * Gets what went wrong with single records. Their changes are still here, and
 * [method@Vmx.Obj.get_pending_records_for_upload] tells how they stand.
 *
 * Returns: (transfer none) (element-type VmxSyncError): the errors
 *
 * Since: 0.1
 */
GPtrArray *
vmx_sync_result_get_sync_errors (VmxSyncResult *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_RESULT (self), NULL);

  return self->errors;
}

/* The object of a failure, with the documented keys. */
static void
write_failure (VmxSyncResult *self, VmxJsonWriter *writer)
{
  gboolean is_own = self->failure->domain == VMX_ERROR;

  vmx_json_writer_member (writer, "code", -1);
  vmx_json_writer_int64 (writer, is_own ? self->failure->code : VMX_ERROR_SYNC_CANCELLED);
  vmx_json_writer_member (writer, "message", -1);
  vmx_json_writer_string (writer, self->failure->message, -1);
  vmx_json_writer_member (writer, "domain", -1);
  vmx_json_writer_string (writer, "OfflineObjectsError", -1);
  vmx_json_writer_member (writer, "callStack", -1);
  vmx_json_writer_string (writer, "", -1);
  vmx_json_writer_member (writer, "userInfo", -1);
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "objectname", -1);
  vmx_json_writer_string (writer, vmx_sync_result_get_name (self), -1);
  vmx_json_writer_end_object (writer);
}

/**
 * vmx_sync_result_to_json:
 * @self: a result
 *
 * Writes the result as a JSON object with the documented keys: `status`, which is -1 after a
 * failure, `name`, `syncStats` if they were asked for, `syncErrors` if there are any, and
 * `warnings` if there are any.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
vmx_sync_result_to_json (VmxSyncResult *self)
{
  g_autoptr(VmxJsonWriter) writer = NULL;

  g_return_val_if_fail (VMX_IS_SYNC_RESULT (self), NULL);

  writer = vmx_json_writer_new ();
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "status", -1);
  vmx_json_writer_int64 (writer, self->failure == NULL ? 0 : -1);
  vmx_json_writer_member (writer, "name", -1);
  vmx_json_writer_string (writer, vmx_sync_result_get_name (self), -1);
  if (self->show_stats)
    {
      vmx_json_writer_member (writer, "syncStats", -1);
      vmx_sync_stats_write (self->stats, writer);
    }
  if (self->failure != NULL)
    write_failure (self, writer);
  if (self->errors->len > 0)
    {
      vmx_json_writer_member (writer, "syncErrors", -1);
      vmx_sync_errors_write (self->errors, writer);
    }
  if (self->warnings[0] != NULL)
    {
      vmx_json_writer_member (writer, "warnings", -1);
      vmx_json_writer_start_array (writer);
      for (guint i = 0; self->warnings[i] != NULL; i++)
        vmx_json_writer_string (writer, self->warnings[i], -1);
      vmx_json_writer_end_array (writer);
    }
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}
