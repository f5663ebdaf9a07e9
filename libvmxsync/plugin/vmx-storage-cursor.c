/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-storage-txn.h>

#include <libvmxsync/plugin/vmx-plugin-check-private.h>

/**
 * VmxStorageCursor:
 *
 * The interface of the records that a selection finds. [method@Vmx.StorageTxn.select] gives them.
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (VmxStorageCursor, vmx_storage_cursor, G_TYPE_OBJECT)

static void
vmx_storage_cursor_default_init (VmxStorageCursorInterface *iface)
{
}

/**
 * vmx_storage_cursor_next:
 * @self: a cursor
 * @max_rows: how many records to read at most, at least one
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Reads on.
 *
 * Returns: (transfer full): the next records; a batch without rows at the end
 *
 * Since: 0.1
 */
VmxRecordBatch *
vmx_storage_cursor_next (VmxStorageCursor *self, guint max_rows, GCancellable *cancellable,
                         GError **error)
{
  VmxStorageCursorInterface *iface;
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_STORAGE_CURSOR (self), NULL);
  g_return_val_if_fail (max_rows > 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_STORAGE_CURSOR_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "next", iface->next != NULL, error))
    return NULL;
  batch = iface->next (self, max_rows, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, "next", batch != NULL, &local_error, error))
    return NULL;
  if (vmx_record_batch_get_n_rows (batch) > max_rows)
    {
      vmx_plugin_set_misbehaved (self, "next", error,
                                 "at most %u rows were asked for, but it gave %u", max_rows,
                                 vmx_record_batch_get_n_rows (batch));
      return NULL;
    }
  return g_steal_pointer (&batch);
}
