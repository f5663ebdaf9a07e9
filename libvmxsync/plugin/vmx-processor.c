/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-processor.h>

#include <libvmxsync/plugin/vmx-plugin-check-private.h>

/**
 * VmxProcessor:
 *
 * The interface of those who work on records between transport and storage.
 *
 * A processor may set cells, and nothing else.
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (VmxProcessor, vmx_processor, G_TYPE_OBJECT)

static void
vmx_processor_default_init (VmxProcessorInterface *iface)
{
}

/**
 * vmx_processor_prepare:
 * @self: a processor
 * @schema: the schema of an object
 * @error: return location for an error, or %NULL
 *
 * Gets ready for the records of an object.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_processor_prepare (VmxProcessor *self, VmxObjectSchema *schema, GError **error)
{
  VmxProcessorInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_PROCESSOR (self), FALSE);
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_PROCESSOR_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "prepare", iface->prepare != NULL, error))
    return FALSE;
  success = iface->prepare (self, schema, &local_error);
  return vmx_plugin_check_result (self, "prepare", success, &local_error, error);
}

static gboolean
check_shape (VmxProcessor *self, const char *call, VmxRecordBatch *batch, guint n_rows,
             guint n_deleted, GError **error)
{
  if (vmx_record_batch_get_n_rows (batch) == n_rows
      && vmx_record_batch_get_n_deleted (batch) == n_deleted)
    return vmx_plugin_check_keys (self, call, batch, error);
  vmx_plugin_set_misbehaved (self, call, error,
                             "it turned %u rows (%u deleted) into %u (%u), but may only set cells",
                             n_rows, n_deleted, vmx_record_batch_get_n_rows (batch),
                             vmx_record_batch_get_n_deleted (batch));
  return FALSE;
}

/**
 * vmx_processor_process_download:
 * @self: a processor
 * @batch: downloaded records
 * @stored: (nullable): the records as they are stored, row by row
 * @error: return location for an error, or %NULL
 *
 * Works on downloaded records before they are stored.
 *
 * A processor that adds, removes or marks rows is refused with
 * [error@Vmx.Error.PLUGIN_MISBEHAVED], one that takes a key away with
 * [error@Vmx.Error.KEY_MISSING].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_processor_process_download (VmxProcessor *self, VmxRecordBatch *batch, VmxRecordBatch *stored,
                                GError **error)
{
  const char *call = "process_download";
  VmxProcessorInterface *iface;
  g_autoptr(GError) local_error = NULL;
  guint n_rows, n_deleted;
  gboolean success;

  g_return_val_if_fail (VMX_IS_PROCESSOR (self), FALSE);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (batch), FALSE);
  g_return_val_if_fail (stored == NULL || VMX_IS_RECORD_BATCH (stored), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  n_rows = vmx_record_batch_get_n_rows (batch);
  n_deleted = vmx_record_batch_get_n_deleted (batch);
  g_return_val_if_fail (stored == NULL || vmx_record_batch_get_n_rows (stored) == n_rows, FALSE);

  iface = VMX_PROCESSOR_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, call, iface->process_download != NULL, error))
    return FALSE;
  success = iface->process_download (self, batch, stored, &local_error);
  if (!vmx_plugin_check_result (self, call, success, &local_error, error))
    return FALSE;
  return check_shape (self, call, batch, n_rows, n_deleted, error);
}

/**
 * vmx_processor_process_upload_reply:
 * @self: a processor
 * @request: what was sent, row by row
 * @reply: the records that came back for it
 * @error: return location for an error, or %NULL
 *
 * Works on records that came back for changes, before they are stored. A processor that does not
 * implement it leaves them as they are.
 *
 * A processor that adds, removes or marks rows is refused with
 * [error@Vmx.Error.PLUGIN_MISBEHAVED], one that takes a key away with
 * [error@Vmx.Error.KEY_MISSING].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_processor_process_upload_reply (VmxProcessor *self, VmxRecordBatch *request,
                                    VmxRecordBatch *reply, GError **error)
{
  const char *call = "process_upload_reply";
  VmxProcessorInterface *iface;
  g_autoptr(GError) local_error = NULL;
  guint n_rows, n_deleted;
  gboolean success;

  g_return_val_if_fail (VMX_IS_PROCESSOR (self), FALSE);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (request), FALSE);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (reply), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  n_rows = vmx_record_batch_get_n_rows (reply);
  n_deleted = vmx_record_batch_get_n_deleted (reply);
  g_return_val_if_fail (vmx_record_batch_get_n_rows (request) == n_rows, FALSE);

  iface = VMX_PROCESSOR_GET_IFACE (self);
  if (iface->process_upload_reply == NULL)
    return TRUE;
  success = iface->process_upload_reply (self, request, reply, &local_error);
  if (!vmx_plugin_check_result (self, call, success, &local_error, error))
    return FALSE;
  return check_shape (self, call, reply, n_rows, n_deleted, error);
}
