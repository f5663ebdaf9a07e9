/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records for those who change them. */
#include <libvmxsync/local/read/vmx-read-private.h>

#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>

/* Keeps the rows that the storage could not judge. */
static VmxRecordBatch *
pick (VmxRecordBatch *found, VmxQuery *residual)
{
  VmxRecordBatch *picked = vmx_record_batch_new (vmx_record_batch_get_schema (found));

  for (guint row = 0; row < vmx_record_batch_get_n_rows (found); row++)
    {
      if (vmx_query_matches (residual, found, row))
        vmx_record_batch_add_copy (picked, found, row);
    }
  return picked;
}

VmxRecordBatch *
vmx_read_matching (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxQuery *query,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxQuery) pushed = NULL;
  g_autoptr(VmxQuery) residual = NULL;
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) found = NULL;

  if (query != NULL)
    vmx_read_share_out (query, schema, &pushed, &residual);
  vmx_selection_set_query (selection, pushed);
  vmx_selection_set_with_etags (selection, TRUE);
  cursor = vmx_storage_txn_select (txn, selection, error);
  if (cursor != NULL)
    found = vmx_storage_cursor_next (cursor, G_MAXUINT, cancellable, error);
  if (found == NULL || residual == NULL)
    return g_steal_pointer (&found);
  return pick (found, residual);
}
