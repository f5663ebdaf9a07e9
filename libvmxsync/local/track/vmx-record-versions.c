/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-record-versions-private.h>

#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/local/track/vmx-original-private.h>

static gboolean
read_image (const char *image, VmxObjectSchema *schema, VmxRecord **record, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = NULL;

  if (image == NULL)
    return TRUE;
  batch = vmx_record_batch_new (schema);
  if (!vmx_image_decode (image, batch, "an original", error))
    return FALSE;
  *record = vmx_record_batch_get_record (batch, 0);
  return TRUE;
}

static gboolean
read_original (VmxRecordVersions *self, VmxStorageTxn *txn, VmxObjectSchema *schema,
               const char *key, GError **error)
{
  g_autoptr(VmxOriginal) original = NULL;

  if (!vmx_original_lookup (txn, vmx_object_schema_get_name (schema), key, &original, error))
    return FALSE;
  if (original == NULL)
    return TRUE;
  self->server_deleted = original->server_state == VMX_SERVER_STATE_DELETED;
  return read_image (original->base_image, schema, &self->base, error)
         && read_image (original->server_image, schema, &self->server, error);
}

static gboolean
read_local (VmxRecordVersions *self, VmxStorageTxn *txn, VmxObjectSchema *schema, const char *key,
            GError **error)
{
  g_autoptr(VmxRecordBatch) keys = vmx_record_batch_new (schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  guint column = vmx_object_schema_get_key_column_index (schema, 0);

  if (!vmx_key_text_decode (key, keys, error))
    return FALSE;
  found = vmx_storage_txn_lookup (txn, keys, error);
  if (found == NULL)
    return FALSE;
  if (vmx_value_get_kind (vmx_record_batch_peek_value (found, 0, column)) != VMX_VALUE_MISSING)
    self->local = vmx_record_batch_get_record (found, 0);
  return TRUE;
}

gboolean
vmx_record_versions_read (VmxRecordVersions *self, VmxStorageTxn *txn, VmxObjectSchema *schema,
                          const char *key, GError **error)
{
  *self = (VmxRecordVersions){ NULL };
  if (read_original (self, txn, schema, key, error) && read_local (self, txn, schema, key, error))
    return TRUE;
  vmx_record_versions_clear (self);
  return FALSE;
}

void
vmx_record_versions_clear (VmxRecordVersions *self)
{
  g_clear_object (&self->base);
  g_clear_object (&self->local);
  g_clear_object (&self->server);
}
