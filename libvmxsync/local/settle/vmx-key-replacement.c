/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The server's key comes in the place of a temporary one: in the record, its changes, its original,
 * and in everything that refers to it. */
#include <libvmxsync/local/settle/vmx-settlement-private.h>

#include <libvmxsync/local/edit/vmx-edit-steps-private.h>
#include <libvmxsync/local/edit/vmx-relations-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

/* One key that goes, and the one that comes. */
typedef struct
{
  VmxSettlement *settlement;
  VmxEditObject *object;
  const char *old_key;
  const char *new_key;
  VmxRecordBatch *before; /* the record with the old key: one row, perhaps only its key */
  VmxRecordBatch *after;  /* the same with the new key */
  gboolean joined;        /* two histories became one */
} Replacement;

static gboolean
has_cells (VmxRecordBatch *batch, guint column)
{
  return vmx_value_get_kind (vmx_record_batch_peek_value (batch, 0, column)) != VMX_VALUE_MISSING;
}

static void
copy_key (VmxObjectSchema *schema, VmxRecordBatch *from, guint from_row, VmxRecordBatch *to)
{
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);

      vmx_record_batch_put_copy (to, 0, column,
                                 vmx_record_batch_peek_value (from, from_row, column));
    }
}

/* --- Of the record itself --- */

static gboolean
remember (Replacement *self, GError **error)
{
  g_autoptr(VmxRecordBatch) row = vmx_system_table_new_row (
      VMX_TABLE_KEYS, "object", self->object->name, "temporary_key", self->old_key, "real_key",
      self->new_key, NULL);

  return vmx_storage_txn_put (self->settlement->edit->txn, row, VMX_PUT_REPLACE, NULL, error);
}

/* Values of an image that belong to the key follow it. */
static gboolean
replace_in_image (Replacement *self, char **image, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = NULL;
  VmxObjectSchema *schema = self->object->schema;

  if (*image == NULL)
    return TRUE;
  batch = vmx_record_batch_new (schema);
  if (!vmx_image_decode (*image, batch, "a local change", error))
    return FALSE;
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);

      if (has_cells (batch, column))
        vmx_record_batch_put_copy (batch, 0, column,
                                   vmx_record_batch_peek_value (self->after, 0, column));
    }
  g_free (*image);
  *image = vmx_image_encode (batch, 0);
  return TRUE;
}

static gboolean
move_changes (Replacement *self, GError **error)
{
  VmxTracker *tracker = self->settlement->edit->tracker;
  g_autoptr(GPtrArray) entries
      = vmx_tracker_select_changes (tracker, self->object->name, self->old_key, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      g_free (entry->key);
      entry->key = g_strdup (self->new_key);
      if (!replace_in_image (self, &entry->values, error)
          || !vmx_tracker_put_change (tracker, entry, error))
        return FALSE;
    }
  return entries != NULL;
}

/* The record may have come by a download meanwhile, and been edited there: that original stays. */
static gboolean
move_original (Replacement *self, GError **error)
{
  VmxTracker *tracker = self->settlement->edit->tracker;
  g_autoptr(VmxOriginal) original = NULL;
  g_autoptr(VmxOriginal) present = NULL;
  g_autoptr(GPtrArray) gone = g_ptr_array_new ();

  if (!vmx_tracker_find_original (tracker, self->object->name, self->old_key, &original, error)
      || !vmx_tracker_find_original (tracker, self->object->name, self->new_key, &present, error))
    return FALSE;
  if (original == NULL)
    return TRUE;
  g_ptr_array_add (gone, original);
  if (!vmx_tracker_remove_originals (tracker, gone, error))
    return FALSE;
  self->joined = present != NULL;
  if (self->joined)
    return TRUE;
  g_free (original->key);
  original->key = g_strdup (self->new_key);
  return replace_in_image (self, &original->base_image, error)
         && replace_in_image (self, &original->server_image, error)
         && vmx_tracker_put_original (tracker, g_steal_pointer (&original), error);
}

/* The new row goes where no download has brought it yet. */
static gboolean
move_record (Replacement *self, gboolean exists, GError **error)
{
  VmxStorageTxn *txn = self->settlement->edit->txn;

  vmx_edit_note_changed (self->settlement->edit, self->object);
  if (!exists)
    return TRUE;
  return vmx_storage_txn_remove (txn, self->before, NULL, NULL, error)
         && vmx_storage_txn_put (txn, self->after, VMX_PUT_REPLACE, NULL, error);
}

/* --- Of the records that refer to it --- */

static gboolean
add_reference (GHashTable *references, const VmxRelation *relation, const VmxChangeEntry *entry,
               GError **error)
{
  g_autoptr(VmxRecordBatch) values = vmx_record_batch_new (relation->child);
  g_autofree char *text = NULL;
  GArray *seqs;

  if (!vmx_image_decode (entry->values, values, "a local change", error))
    return FALSE;
  text = vmx_relation_join_values (values, 0, relation->child_columns);
  if (text == NULL)
    return TRUE;
  seqs = g_hash_table_lookup (references, text);
  if (seqs == NULL)
    {
      seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (references, g_steal_pointer (&text), seqs);
    }
  g_array_append_val (seqs, entry->seq);
  return TRUE;
}

/* The pending changes of the children by what they refer to: read once for a whole settlement. */
static GHashTable *
get_references (VmxSettlement *self, const VmxRelation *relation, GError **error)
{
  g_autoptr(GHashTable) references = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  if (self->references == NULL)
    self->references
        = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  references = g_hash_table_lookup (self->references, relation);
  if (references != NULL)
    return g_steal_pointer (&references);
  references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_array_unref);
  entries = vmx_tracker_select_changes (self->edit->tracker,
                                        vmx_object_schema_get_name (relation->child), NULL, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const VmxChangeEntry *entry = entries->pdata[i];

      if (entry->values != NULL && !add_reference (references, relation, entry, error))
        return NULL;
    }
  if (entries == NULL)
    return NULL;
  g_hash_table_insert (self->references, (gpointer) relation, references);
  return g_steal_pointer (&references);
}

/* The columns of a row of the child get what the parent's columns have now. */
static gboolean
follow (Replacement *self, const VmxRelation *relation, VmxRecordBatch *child, GError **error)
{
  for (guint i = 0; i < relation->child_columns->len; i++)
    {
      guint column = g_array_index (relation->child_columns, guint, i);
      guint parent = g_array_index (relation->parent_columns, guint, i);

      if (vmx_object_schema_is_key_column (self->object->schema, parent)
          && !vmx_record_batch_set_value (child, 0, column,
                                          vmx_record_batch_peek_value (self->after, 0, parent),
                                          error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
follow_in_change (Replacement *self, const VmxRelation *relation, VmxChangeEntry *entry,
                  GError **error)
{
  g_autoptr(VmxRecordBatch) values = vmx_record_batch_new (relation->child);

  if (!vmx_image_decode (entry->values, values, "a local change", error)
      || !follow (self, relation, values, error))
    return FALSE;
  g_free (entry->values);
  entry->values = vmx_image_encode (values, 0);
  return vmx_tracker_put_change (self->settlement->edit->tracker, entry, error);
}

static gboolean
follow_in_changes (Replacement *self, const VmxRelation *relation, GError **error)
{
  GHashTable *references = get_references (self->settlement, relation, error);
  g_autofree char *text = vmx_relation_join_values (self->before, 0, relation->parent_columns);
  g_autoptr(GPtrArray) entries = NULL;
  GArray *seqs;

  if (references == NULL)
    return FALSE;
  seqs = text != NULL ? g_hash_table_lookup (references, text) : NULL;
  if (seqs == NULL)
    return TRUE;
  entries = vmx_tracker_lookup_changes (self->settlement->edit->tracker, seqs, error);
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      if (entry->values != NULL && !follow_in_change (self, relation, entry, error))
        return FALSE;
    }
  return entries != NULL;
}

/* A reference may be part of the child's own key, which then changes, too. */
static gboolean
follow_in_record (Replacement *self, const VmxRelation *relation, VmxRecordBatch *child,
                  GError **error)
{
  VmxEdit *edit = self->settlement->edit;
  VmxEditObject *object
      = vmx_edit_find_object (edit, vmx_object_schema_get_name (relation->child), error);
  g_autofree char *old_key = vmx_record_batch_get_key_text (child, 0);
  g_autofree char *new_key = NULL;
  const VmxServerRecord moved = { child, 0 };
  gboolean joined;

  if (object == NULL || !follow (self, relation, child, error))
    return FALSE;
  vmx_edit_note_changed (edit, object);
  new_key = vmx_record_batch_get_key_text (child, 0);
  if (!g_str_equal (old_key, new_key)
      && !vmx_settlement_replace_key (self->settlement, object, old_key, &moved, &joined,
                                      error))
    return FALSE;
  return vmx_storage_txn_put (edit->txn, child, VMX_PUT_REPLACE, NULL, error);
}

static gboolean
follow_relation (Replacement *self, const VmxRelation *relation, GError **error)
{
  g_autoptr(VmxRecordBatch) children = vmx_relation_select_children (
      relation, self->settlement->edit->txn, self->before, 0, -1, error);

  if (children == NULL || !follow_in_changes (self, relation, error))
    return FALSE;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (children); row++)
    {
      g_autoptr(VmxRecordBatch) child = vmx_record_batch_new (relation->child);

      vmx_record_batch_add_copy (child, children, row);
      if (!follow_in_record (self, relation, child, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
refers_to_key (const VmxRelation *relation)
{
  for (guint i = 0; i < relation->parent_columns->len; i++)
    if (vmx_object_schema_is_key_column (relation->parent,
                                         g_array_index (relation->parent_columns, guint, i)))
      return TRUE;
  return FALSE;
}

static gboolean
follow_relations (Replacement *self, GError **error)
{
  for (guint i = 0; i < self->object->as_parent->len; i++)
    {
      const VmxRelation *relation = self->object->as_parent->pdata[i];

      if (refers_to_key (relation) && !follow_relation (self, relation, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
vmx_settlement_replace_key (VmxSettlement *self, VmxEditObject *object, const char *key,
                            const VmxServerRecord *server, gboolean *joined, GError **error)
{
  g_autoptr(VmxRecordBatch) wanted = vmx_record_batch_new (object->schema);
  g_autofree char *new_key = vmx_record_batch_get_key_text (server->batch, server->row);
  g_autoptr(VmxRecordBatch) before = NULL;
  g_autoptr(VmxRecordBatch) after = NULL;
  Replacement replacement = { self, object, key, new_key, NULL, NULL, FALSE };
  gboolean exists;
  gboolean success;

  if (!vmx_key_text_decode (key, wanted, error))
    return FALSE;
  before = vmx_storage_txn_lookup (self->edit->txn, wanted, error);
  if (before == NULL)
    return FALSE;
  exists = has_cells (before, vmx_object_schema_get_key_column_index (object->schema, 0));
  if (!exists)
    copy_key (object->schema, wanted, 0, before);
  after = vmx_record_batch_new (object->schema);
  vmx_record_batch_add_copy (after, before, 0);
  copy_key (object->schema, server->batch, server->row, after);
  replacement.before = before;
  replacement.after = after;
  success = remember (&replacement, error) && move_changes (&replacement, error)
            && move_original (&replacement, error) && move_record (&replacement, exists, error)
            && follow_relations (&replacement, error);
  *joined = replacement.joined;
  return success;
}
