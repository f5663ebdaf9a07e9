/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-absorb-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/local/track/vmx-original-private.h>
#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>

/* Most objects have no local edits at all. */
static gboolean
has_originals (VmxStorageTxn *txn, const char *object, gboolean *has, GError **error)
{
  VmxObjectSchema *schema = vmx_system_table_get_schema (VMX_TABLE_ORIGINALS);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxStorageCursor) cursor = NULL;
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxQuery) query = vmx_system_table_new_condition (schema, "object", object, NULL);

  vmx_selection_set_query (selection, query);
  vmx_selection_set_limit (selection, 1);
  cursor = vmx_storage_txn_select (txn, selection, error);
  found = cursor != NULL ? vmx_storage_cursor_next (cursor, 1, NULL, error) : NULL;
  *has = found != NULL && vmx_record_batch_get_n_rows (found) > 0;
  return found != NULL;
}

/* The originals of the rows, row for row; missing where there is none. */
static VmxRecordBatch *
lookup_originals (VmxStorageTxn *txn, VmxRecordBatch *batch, GError **error)
{
  const char *object = vmx_object_schema_get_name (vmx_record_batch_get_schema (batch));
  g_autoptr(VmxRecordBatch) wanted
      = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_ORIGINALS));

  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      g_autofree char *key = vmx_record_batch_get_key_text (batch, row);

      vmx_system_table_add_row (wanted, "object", object, "key", key, NULL);
    }
  return vmx_storage_txn_lookup (txn, wanted, error);
}

static void
take_server (VmxOriginal *original, VmxRecordBatch *batch, guint row)
{
  const char *etag = vmx_record_batch_get_etag (batch, row);
  g_autofree char *image = NULL;

  if (vmx_record_batch_is_deleted (batch, row))
    {
      /* What was created here is news to the server. */
      vmx_original_set_server (original,
                               original->base_image != NULL ? VMX_SERVER_STATE_DELETED
                                                            : VMX_SERVER_STATE_SAME,
                               NULL, NULL);
      return;
    }
  image = vmx_image_encode (batch, row);
  if (g_strcmp0 (image, original->base_image) == 0 && g_strcmp0 (etag, original->base_etag) == 0)
    vmx_original_set_server (original, VMX_SERVER_STATE_SAME, NULL, NULL);
  else
    vmx_original_set_server (original, VMX_SERVER_STATE_UPDATED, image, etag);
}

static gboolean
absorb (VmxStorageTxn *txn, VmxRecordBatch *batch, VmxRecordBatch *found, GBytes **rows,
        GError **error)
{
  guint n_rows = vmx_record_batch_get_n_rows (batch);
  g_autoptr(VmxRecordBatch) changed = vmx_record_batch_new (vmx_record_batch_get_schema (found));
  g_autofree guint8 *mask = g_malloc (n_rows);

  for (guint row = 0; row < n_rows; row++)
    {
      g_autoptr(VmxOriginal) original = NULL;

      mask[row] = vmx_system_table_get_text (found, row, "key") == NULL ? 1 : 0;
      if (mask[row] != 0)
        continue;
      original = vmx_original_read (found, row, error);
      if (original == NULL)
        return FALSE;
      take_server (original, batch, row);
      vmx_original_append (original, changed);
    }
  if (vmx_record_batch_get_n_rows (changed) == 0)
    return TRUE;
  *rows = g_bytes_new_take (g_steal_pointer (&mask), n_rows);
  return vmx_storage_txn_put (txn, changed, VMX_PUT_REPLACE, NULL, error);
}

gboolean
vmx_absorb_batch (VmxStorageTxn *txn, VmxRecordBatch *batch, GBytes **rows, GError **error)
{
  const char *object = vmx_object_schema_get_name (vmx_record_batch_get_schema (batch));
  g_autoptr(VmxRecordBatch) found = NULL;
  gboolean has = FALSE;

  *rows = NULL;
  if (!has_originals (txn, object, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  found = lookup_originals (txn, batch, error);
  return found != NULL && absorb (txn, batch, found, rows, error);
}

/* Adds the row as it is stored, or as its original says; a row without cells when the server has no
 * such record. */
static gboolean
add_server_view (VmxRecordBatch *view, VmxRecordBatch *stored, VmxRecordBatch *originals,
                 guint row, GError **error)
{
  g_autoptr(VmxOriginal) original = NULL;
  const char *image;
  const char *etag = NULL;

  if (vmx_system_table_get_text (originals, row, "key") == NULL)
    {
      vmx_record_batch_add_copy (view, stored, row);
      return TRUE;
    }
  original = vmx_original_read (originals, row, error);
  if (original == NULL)
    return FALSE;
  image = vmx_original_get_restored (original, &etag);
  if (image == NULL)
    vmx_record_batch_add_row (view);
  else if (!vmx_image_decode (image, view, "an original", error))
    return FALSE;
  vmx_record_batch_set_etag (view, row, etag);
  return TRUE;
}

VmxRecordBatch *
vmx_absorb_lookup (VmxStorageTxn *txn, VmxRecordBatch *keys, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (keys);
  g_autoptr(VmxRecordBatch) stored = vmx_storage_txn_lookup (txn, keys, error);
  g_autoptr(VmxRecordBatch) originals = NULL;
  g_autoptr(VmxRecordBatch) view = NULL;
  gboolean has = FALSE;

  if (stored == NULL || !has_originals (txn, vmx_object_schema_get_name (schema), &has, error))
    return NULL;
  if (!has)
    return g_steal_pointer (&stored);
  originals = lookup_originals (txn, keys, error);
  view = vmx_record_batch_new (schema);
  for (guint row = 0; originals != NULL && row < vmx_record_batch_get_n_rows (stored); row++)
    if (!add_server_view (view, stored, originals, row, error))
      return NULL;
  return originals != NULL ? g_steal_pointer (&view) : NULL;
}
