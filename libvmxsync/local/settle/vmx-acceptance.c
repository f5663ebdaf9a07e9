/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many changes that were accepted, at once: what is usual about them takes a few calls for all. */
#include <libvmxsync/local/settle/vmx-settlement-private.h>

#include <libvmxsync/local/edit/vmx-edit-steps-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

/* What is written for all of them. */
typedef struct
{
  VmxRecordBatch *put;
  VmxRecordBatch *gone; /* records with temporary keys */
  VmxRecordBatch *changes;
  VmxRecordBatch *originals;
  VmxRecordBatch *keys;
} Writing;

static void
writing_init (Writing *self, VmxObjectSchema *schema)
{
  self->put = vmx_record_batch_new (schema);
  self->gone = vmx_record_batch_new (schema);
  self->changes = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_CHANGES));
  self->originals = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_ORIGINALS));
  self->keys = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_KEYS));
}

static void
writing_clear (Writing *self)
{
  g_object_unref (self->put);
  g_object_unref (self->gone);
  g_object_unref (self->changes);
  g_object_unref (self->originals);
  g_object_unref (self->keys);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

/* --- What is usual --- */

static gboolean
is_there (VmxRecordBatch *rows, guint row)
{
  guint column = vmx_object_schema_get_key_column_index (vmx_record_batch_get_schema (rows), 0);

  return vmx_value_get_kind (vmx_record_batch_peek_value (rows, row, column)) != VMX_VALUE_MISSING;
}

/* Whether a column has what the change made of it. base is NULL, or has no rows, for a create. */
static gboolean
is_as_expected (const VmxAcceptance *item, VmxRecordBatch *base, VmxRecordBatch *stored, guint row,
                guint column)
{
  const VmxValue *sent = vmx_record_batch_peek_value (item->sent, item->row, column);
  const VmxValue *is = vmx_record_batch_peek_value (stored, row, column);

  if (vmx_value_get_kind (sent) == VMX_VALUE_MISSING && base != NULL)
    sent = vmx_record_batch_peek_value (base, 0, column);
  if (vmx_value_get_kind (sent) == VMX_VALUE_MISSING)
    return base != NULL || vmx_value_is_null (is);
  return vmx_value_equal (sent, is);
}

/* The record has only what the change gave it: no edit that was not tracked. */
static gboolean
has_no_other_edit (const VmxAcceptance *item, VmxRecordBatch *stored, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (stored);
  g_autoptr(VmxRecordBatch) base = NULL;

  if (!is_there (stored, row) || item->original == NULL)
    return FALSE;
  if (item->original->base_image != NULL)
    {
      base = vmx_record_batch_new (schema);
      if (!vmx_image_decode (item->original->base_image, base, "an original", NULL))
        return FALSE;
    }
  for (guint i = 0; i < vmx_record_batch_get_n_columns (stored); i++)
    if (!vmx_object_schema_is_key_column (schema, i)
        && !is_as_expected (item, base, stored, row, i))
      return FALSE;
  return TRUE;
}

static VmxRecordBatch *
look_up_old (VmxSettlement *self, VmxObjectSchema *schema, GArray *items, GError **error)
{
  g_autoptr(VmxRecordBatch) keys = vmx_record_batch_new (schema);

  for (guint i = 0; i < items->len; i++)
    if (!vmx_key_text_decode (g_array_index (items, VmxAcceptance, i).entry->key, keys, error))
      return NULL;
  return vmx_storage_txn_lookup (self->edit->txn, keys, error);
}

/* Where the server's key replaces a temporary one; elsewhere these are the rows found before. */
static VmxRecordBatch *
look_up_new (VmxSettlement *self, GArray *items, VmxRecordBatch *old, GError **error)
{
  g_autoptr(VmxRecordBatch) keys = vmx_record_batch_new (vmx_record_batch_get_schema (old));
  gboolean all_same = TRUE;

  for (guint i = 0; i < items->len; i++)
    {
      const VmxAcceptance *item = &g_array_index (items, VmxAcceptance, i);
      g_autofree char *key = NULL;

      vmx_record_batch_add_copy (keys, item->server.batch, item->server.row);
      key = vmx_record_batch_get_key_text (keys, i);
      all_same = all_same && g_str_equal (key, item->entry->key);
    }
  return all_same ? g_object_ref (old)
                  : vmx_storage_txn_lookup (self->edit->txn, keys, error);
}

/* --- Writing --- */

static void
add (Writing *writing, const VmxAcceptance *item, const char *new_key, VmxRecordBatch *stored,
     guint row)
{
  const VmxChangeEntry *entry = item->entry;

  vmx_record_batch_add_copy (writing->put, item->server.batch, item->server.row);
  vmx_change_entry_append_key (entry, writing->changes);
  vmx_system_table_add_row (writing->originals, "object", entry->object, "key", entry->key, NULL);
  if (g_str_equal (new_key, entry->key))
    return;
  vmx_record_batch_add_copy (writing->gone, stored, row);
  vmx_system_table_add_row (writing->keys, "object", entry->object, "temporary_key", entry->key,
                            "real_key", new_key, NULL);
}

static gboolean
write_all (VmxStorageTxn *txn, Writing *writing, GError **error)
{
  return vmx_storage_txn_remove (txn, writing->gone, NULL, NULL, error)
         && vmx_storage_txn_put (txn, writing->put, VMX_PUT_REPLACE, NULL, error)
         && vmx_storage_txn_remove (txn, writing->changes, NULL, NULL, error)
         && vmx_storage_txn_remove (txn, writing->originals, NULL, NULL, error)
         && vmx_storage_txn_put (txn, writing->keys, VMX_PUT_REPLACE, NULL, error);
}

/* Nothing refers to records of the object by their keys. */
static gboolean
is_free_of_children (VmxEditObject *object)
{
  return object->as_parent->len == 0;
}

gboolean
vmx_settlement_accept_together (VmxSettlement *self, const char *name, GArray *items,
                                GError **error)
{
  VmxEditObject *object = vmx_edit_find_object (self->edit, name, error);
  g_autoptr(VmxRecordBatch) stored
      = object != NULL ? look_up_old (self, object->schema, items, error) : NULL;
  g_autoptr(VmxRecordBatch) present
      = stored != NULL ? look_up_new (self, items, stored, error) : NULL;
  g_auto(Writing) writing;

  writing_init (&writing, object != NULL ? object->schema
                                         : vmx_system_table_get_schema (VMX_TABLE_META));
  if (present == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      VmxAcceptance *item = &g_array_index (items, VmxAcceptance, i);
      g_autofree char *key = vmx_record_batch_get_key_text (item->server.batch, item->server.row);
      gboolean same_key = g_str_equal (key, item->entry->key);

      item->done = has_no_other_edit (item, stored, i)
                   && (same_key || (is_free_of_children (object) && !is_there (present, i)));
      if (item->done)
        add (&writing, item, key, stored, i);
    }
  vmx_edit_note_changed (self->edit, object);
  return write_all (self->edit->txn, &writing, error);
}
