/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/settle/vmx-history-private.h>

#include <libvmxsync/local/edit/vmx-edit-steps-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

static gboolean
is_missing (VmxRecordBatch *batch, guint row, guint column)
{
  return vmx_value_get_kind (vmx_record_batch_peek_value (batch, row, column))
         == VMX_VALUE_MISSING;
}

VmxHistory *
vmx_history_read (VmxEdit *edit, VmxEditObject *object, const char *key, GError **error)
{
  g_autoptr(VmxHistory) self = g_new0 (VmxHistory, 1);

  self->edit = edit;
  self->object = object;
  self->key = g_strdup (key);
  self->entries = vmx_tracker_select_changes (edit->tracker, object->name, key, error);
  if (self->entries == NULL
      || !vmx_tracker_find_original (edit->tracker, object->name, key, &self->original, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
vmx_history_free (VmxHistory *self)
{
  g_free (self->key);
  g_clear_pointer (&self->original, vmx_original_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_free (self);
}

VmxRecordBatch *
vmx_history_read_record (VmxHistory *self, GError **error)
{
  g_autoptr(VmxRecordBatch) key = vmx_record_batch_new (self->object->schema);

  return vmx_key_text_decode (self->key, key, error)
             ? vmx_storage_txn_lookup (self->edit->txn, key, error)
             : NULL;
}

/* --- Putting changes on top of a record --- */

/* A record while changes are put on it. */
typedef struct
{
  VmxRecordBatch *batch; /* one row */
  gboolean exists;
} Draft;

gboolean
vmx_history_overlay (VmxRecordBatch *batch, const char *values, const char *key, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  g_autoptr(VmxRecordBatch) given = vmx_record_batch_new (schema);

  if (!vmx_key_text_decode (key, given, error))
    return FALSE;
  vmx_record_batch_overlay (batch, 0, given, 0);
  if (values == NULL)
    return TRUE;
  if (!vmx_image_decode (values, given, "a local change", error))
    return FALSE;
  vmx_record_batch_overlay (batch, 0, given, 1);
  return TRUE;
}

static void
start_row (Draft *draft, VmxObjectSchema *schema)
{
  g_clear_object (&draft->batch);
  draft->batch = vmx_record_batch_new (schema);
  vmx_record_batch_add_row (draft->batch);
}

static gboolean
apply_entry (Draft *draft, const VmxChangeEntry *entry, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) values = NULL;

  if (entry->action == VMX_CHANGE_ACTION_DELETE)
    {
      draft->exists = FALSE;
      return TRUE;
    }
  if (entry->action == VMX_CHANGE_ACTION_CREATE)
    {
      start_row (draft, schema);
      draft->exists = TRUE;
    }
  values = vmx_record_batch_new (schema);
  if (!vmx_image_decode (entry->values, values, "a local change", error))
    return FALSE;
  vmx_record_batch_overlay (draft->batch, 0, values, 0);
  return TRUE;
}

static gboolean
apply_entries (VmxHistory *self, Draft *draft, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (!apply_entry (draft, self->entries->pdata[i], self->object->schema, error))
      return FALSE;
  return TRUE;
}

VmxRecordBatch *
vmx_history_collect_values (VmxHistory *self, GError **error)
{
  Draft draft = { NULL, FALSE };

  start_row (&draft, self->object->schema);
  if (apply_entries (self, &draft, error))
    return draft.batch;
  g_object_unref (draft.batch);
  return NULL;
}

/* --- Edits that were not tracked --- */

static gboolean
decode_image (VmxHistory *self, const char *image, VmxRecordBatch **batch, GError **error)
{
  *batch = NULL;
  if (image == NULL)
    return TRUE;
  *batch = vmx_record_batch_new (self->object->schema);
  if (vmx_image_decode (image, *batch, "an original", error))
    return TRUE;
  g_clear_object (batch);
  return FALSE;
}

/* What the changes alone would have made of the record. */
static gboolean
make_expected (VmxHistory *self, Draft *draft, GError **error)
{
  g_autoptr(VmxRecordBatch) base = NULL;

  if (!decode_image (self, self->original->base_image, &base, error))
    return FALSE;
  start_row (draft, self->object->schema);
  draft->exists = base != NULL;
  if (base != NULL)
    vmx_record_batch_overlay (draft->batch, 0, base, 0);
  return apply_entries (self, draft, error);
}

/* A value that the record has neither by a tracked change nor from the server. */
static gboolean
is_own (const VmxValue *value, VmxRecordBatch *expected, VmxRecordBatch *server, guint column)
{
  const VmxValue *expected_value = vmx_record_batch_peek_value (expected, 0, column);

  if (vmx_value_get_kind (expected_value) == VMX_VALUE_MISSING
      || vmx_value_equal (value, expected_value))
    return FALSE;
  return server == NULL
         || !vmx_value_equal (value, vmx_record_batch_peek_value (server, 0, column));
}

static VmxRecordBatch *
collect_own (VmxHistory *self, VmxRecordBatch *record, VmxRecordBatch *expected,
             VmxRecordBatch *server)
{
  g_autoptr(VmxRecordBatch) own = vmx_record_batch_new (self->object->schema);
  gboolean found = FALSE;

  vmx_record_batch_add_row (own);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (record); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (record, 0, i);

      if (vmx_object_schema_is_key_column (self->object->schema, i)
          || !is_own (value, expected, server, i))
        continue;
      vmx_record_batch_put_copy (own, 0, i, value);
      found = TRUE;
    }
  return found ? g_steal_pointer (&own) : NULL;
}

gboolean
vmx_history_find_untracked (VmxHistory *self, VmxRecordBatch **untracked, GError **error)
{
  g_autoptr(VmxRecordBatch) record = NULL;
  g_autoptr(VmxRecordBatch) server = NULL;
  g_autoptr(VmxRecordBatch) expected = NULL;
  Draft draft = { NULL, FALSE };

  *untracked = NULL;
  if (self->original == NULL)
    return TRUE;
  record = vmx_history_read_record (self, error);
  if (record == NULL || !decode_image (self, self->original->server_image, &server, error)
      || !make_expected (self, &draft, error))
    {
      g_clear_object (&draft.batch);
      return FALSE;
    }
  expected = draft.batch;
  if (draft.exists
      && !is_missing (record, 0, vmx_object_schema_get_key_column_index (self->object->schema, 0)))
    *untracked = collect_own (self, record, expected, server);
  return TRUE;
}

/* --- Writing --- */

gboolean
vmx_history_end_change (VmxHistory *self, gint64 seq, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      VmxChangeEntry *entry = self->entries->pdata[i];

      if (entry->seq != seq)
        continue;
      if (!vmx_tracker_end_change (self->edit->tracker, entry, error))
        return FALSE;
      g_ptr_array_remove_index (self->entries, i);
      return TRUE;
    }
  return TRUE;
}

gboolean
vmx_history_end_all_changes (VmxHistory *self, GError **error)
{
  if (!vmx_tracker_remove_changes (self->edit->tracker, self->entries, error))
    return FALSE;
  g_ptr_array_set_size (self->entries, 0);
  return TRUE;
}

gboolean
vmx_history_put_changes (VmxHistory *self, GError **error)
{
  for (guint i = 0; i < self->entries->len; i++)
    if (!vmx_tracker_put_change (self->edit->tracker, self->entries->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
put_original (VmxHistory *self, const VmxServerRecord *server, GError **error)
{
  VmxChangeAction first_action = VMX_CHANGE_ACTION_UPDATE;
  VmxOriginal *original;

  if (self->entries->len > 0)
    first_action = ((VmxChangeEntry *) self->entries->pdata[0])->action;
  original = vmx_original_new (first_action, self->object->name, self->key);
  if (server->batch != NULL)
    {
      original->base_image = vmx_image_encode (server->batch, server->row);
      original->base_etag = g_strdup (vmx_record_batch_get_etag (server->batch, server->row));
    }
  return vmx_tracker_put_original (self->edit->tracker, original, error);
}

static gboolean
remove_original (VmxHistory *self, GError **error)
{
  g_autoptr(GPtrArray) originals = g_ptr_array_new ();

  if (self->original == NULL)
    return TRUE;
  g_ptr_array_add (originals, self->original);
  return vmx_tracker_remove_originals (self->edit->tracker, originals, error);
}

static gboolean
write_record (VmxHistory *self, const Draft *draft, const char *etag, GError **error)
{
  g_autoptr(VmxRecordBatch) key = NULL;

  vmx_edit_note_changed (self->edit, self->object);
  if (draft->exists)
    {
      vmx_record_batch_set_etag (draft->batch, 0, etag);
      return vmx_storage_txn_put (self->edit->txn, draft->batch, VMX_PUT_REPLACE, NULL, error);
    }
  key = vmx_record_batch_new (self->object->schema);
  return vmx_key_text_decode (self->key, key, error)
         && vmx_storage_txn_remove (self->edit->txn, key, NULL, NULL, error);
}

gboolean
vmx_history_rewrite (VmxHistory *self, GError **error)
{
  Draft draft = { NULL, FALSE };
  gboolean success = make_expected (self, &draft, error)
                     && write_record (self, &draft, self->original->base_etag, error);

  g_clear_object (&draft.batch);
  return success;
}

gboolean
vmx_history_rebase (VmxHistory *self, const VmxServerRecord *server, VmxRecordBatch *untracked,
                    GError **error)
{
  gboolean has_edits = self->entries->len > 0 || untracked != NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;
  const char *etag = NULL;
  Draft draft = { NULL, server->batch != NULL };
  gboolean success;

  start_row (&draft, self->object->schema);
  if (server->batch != NULL)
    {
      vmx_record_batch_overlay (draft.batch, 0, server->batch, server->row);
      etag = vmx_record_batch_get_etag (server->batch, server->row);
    }
  success = apply_entries (self, &draft, error);
  batch = draft.batch;
  if (!success)
    return FALSE;
  if (draft.exists && untracked != NULL)
    vmx_record_batch_overlay (draft.batch, 0, untracked, 0);
  return write_record (self, &draft, etag, error)
         && (has_edits ? put_original (self, server, error) : remove_original (self, error));
}
