/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Originals and the change log. */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

void
vmx_edit_note_changed (VmxEdit *edit, VmxEditObject *object)
{
  if (!g_hash_table_contains (edit->changed, object->name))
    g_hash_table_add (edit->changed, g_strdup (object->name));
}

GStrv
vmx_edit_get_keys (VmxRecordBatch *batch)
{
  guint n_rows = vmx_record_batch_get_n_rows (batch);
  GStrv keys = g_new0 (char *, n_rows + 1);

  for (guint row = 0; row < n_rows; row++)
    keys[row] = vmx_record_batch_get_key_text (batch, row);
  return keys;
}

static gboolean
put_new_original (VmxEdit *edit, const VmxEditChange *change, GError **error)
{
  VmxOriginal *original = vmx_original_new (change->action, change->object->name, change->key);

  if (change->before != NULL)
    {
      original->base_image = vmx_image_encode (change->before, change->row);
      original->base_etag = g_strdup (vmx_record_batch_get_etag (change->before, change->row));
    }
  return vmx_tracker_put_original (edit->tracker, original, error);
}

static VmxChangeState
get_new_state (const VmxTracking *tracking)
{
  return tracking->mark_for_upload ? VMX_CHANGE_STATE_PENDING : VMX_CHANGE_STATE_DEFERRED;
}

static gboolean
check_deferred (const VmxEditChange *change, GPtrArray *entries, GError **error)
{
  if (!change->tracking->mark_for_upload)
    return TRUE;
  for (guint i = 0; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      if (entry->state != VMX_CHANGE_STATE_DEFERRED)
        continue;
      g_set_error (error, VMX_ERROR, VMX_ERROR_RECORD_DEFERRED,
                   "object “%s”: the record %s has changes that are held back; hold this one back, "
                   "too (markForUpload: false), or mark the record for upload first",
                   change->object->name, change->key);
      return FALSE;
    }
  return TRUE;
}

/* The last change of the record, if the new one may become part of it. */
static VmxChangeEntry *
find_foldable (const VmxEditChange *change, GPtrArray *entries)
{
  VmxChangeEntry *last = entries->len > 0 ? entries->pdata[entries->len - 1] : NULL;

  if (last == NULL || change->action != VMX_CHANGE_ACTION_UPDATE
      || vmx_change_entry_is_frozen (last)
      || (last->state == VMX_CHANGE_STATE_DEFERRED) == change->tracking->mark_for_upload)
    return NULL;
  if (change->tracking->latest_snapshot && last->action == VMX_CHANGE_ACTION_CREATE)
    return last;
  return !change->tracking->intermediate_updates && last->latest_only ? last : NULL;
}

/* Values of the later change win. */
static char *
merge_values (VmxObjectSchema *schema, const char *earlier, const char *later, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  const char *what = "a local change";

  if (!vmx_image_decode (earlier, batch, what, error)
      || !vmx_image_decode (later, batch, what, error))
    return NULL;
  for (guint i = 0; i < vmx_record_batch_get_n_columns (batch); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, 1, i);

      if (vmx_value_get_kind (value) == VMX_VALUE_NULL)
        vmx_record_batch_set_null (batch, 0, i);
      else if (vmx_value_get_kind (value) != VMX_VALUE_MISSING)
        vmx_record_batch_put_copy (batch, 0, i, value);
    }
  return vmx_image_encode (batch, 0);
}

static gboolean
merge_into (VmxObjectSchema *schema, VmxChangeEntry *entry, const char *later, GError **error)
{
  char *values = merge_values (schema, entry->values, later, error);

  if (values == NULL)
    return FALSE;
  g_free (entry->values);
  entry->values = values;
  return TRUE;
}

static gboolean
fold (VmxEdit *edit, const VmxEditChange *change, VmxChangeEntry *entry, GError **error)
{
  return merge_into (change->object->schema, entry, change->values, error)
         && vmx_tracker_put_change (edit->tracker, entry, error);
}

/* A refused change that this update corrects: the server does not have it, so all updates since
 * become part of it. Sent first and as it was, it would only be refused again. NULL for none. */
static VmxChangeEntry *
find_corrected (const VmxEditChange *change, GPtrArray *entries, guint *n_earlier)
{
  VmxChangeEntry *found = NULL;

  if (change->action != VMX_CHANGE_ACTION_UPDATE || !change->tracking->mark_for_upload)
    return NULL;
  for (guint i = 0; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      if (vmx_change_entry_is_frozen (entry)
          || (found != NULL && entry->action != VMX_CHANGE_ACTION_UPDATE))
        return NULL;
      if (found != NULL || entry->state != VMX_CHANGE_STATE_REJECTED
          || entry->action == VMX_CHANGE_ACTION_DELETE)
        continue;
      found = entry;
      *n_earlier = i + 1;
    }
  return found;
}

/* n_earlier: how many entries there are up to the refused one */
static gboolean
correct (VmxEdit *edit, const VmxEditChange *change, VmxChangeEntry *refused, GPtrArray *entries,
         guint n_earlier, GError **error)
{
  g_autoptr(GPtrArray) later = g_ptr_array_new ();

  for (guint i = n_earlier; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      if (!merge_into (change->object->schema, refused, entry->values, error))
        return FALSE;
      g_ptr_array_add (later, entry);
    }
  refused->attempts = 0;
  return vmx_tracker_remove_changes (edit->tracker, later, error)
         && fold (edit, change, refused, error);
}

static gboolean
append (VmxEdit *edit, const VmxEditChange *change, GError **error)
{
  VmxChangeEntry *entry = vmx_change_entry_new (change->action, change->object->service->name,
                                                change->object->name, change->key);

  entry->state = get_new_state (change->tracking);
  entry->latest_only
      = change->action == VMX_CHANGE_ACTION_UPDATE && !change->tracking->intermediate_updates;
  entry->key_kind = change->key_kind;
  entry->values = g_strdup (change->values);
  return vmx_tracker_add_change (edit->tracker, entry, error);
}

/* An edit is an answer to a refusal, so what was refused is tried again together with it. */
static gboolean
revive (VmxEdit *edit, GPtrArray *entries, GError **error)
{
  for (guint i = 0; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      if (entry->state != VMX_CHANGE_STATE_CONFLICT && entry->state != VMX_CHANGE_STATE_REJECTED)
        continue;
      entry->state = VMX_CHANGE_STATE_PENDING;
      if (!vmx_tracker_put_change (edit->tracker, entry, error))
        return FALSE;
    }
  return TRUE;
}

/* The original of the record, and its changes when the new one is tracked. entries is NULL for a
 * record that has no original, and so no changes. */
static gboolean
read_history (VmxEdit *edit, const VmxEditChange *change, VmxOriginal **original,
              GPtrArray **entries, GError **error)
{
  *entries = NULL;
  if (!vmx_tracker_find_original (edit->tracker, change->object->name, change->key, original,
                                  error))
    return FALSE;
  if (*original == NULL || !change->tracking->changes)
    return TRUE;
  *entries = vmx_tracker_select_changes (edit->tracker, change->object->name, change->key, error);
  return *entries != NULL && check_deferred (change, *entries, error);
}

gboolean
vmx_edit_track (VmxEdit *edit, const VmxEditChange *change, GError **error)
{
  g_autoptr(VmxOriginal) original = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  VmxChangeEntry *corrected;
  VmxChangeEntry *foldable;
  guint n_earlier = 0;

  vmx_edit_note_changed (edit, change->object);
  if (!read_history (edit, change, &original, &entries, error)
      || (original == NULL && !put_new_original (edit, change, error)))
    return FALSE;
  if (!change->tracking->changes)
    return TRUE;
  if (entries == NULL)
    return append (edit, change, error);
  corrected = find_corrected (change, entries, &n_earlier);
  foldable = find_foldable (change, entries);
  if (!revive (edit, entries, error))
    return FALSE;
  if (corrected != NULL)
    return correct (edit, change, corrected, entries, n_earlier, error);
  return foldable != NULL ? fold (edit, change, foldable, error) : append (edit, change, error);
}

/* What never left this machine need not be sent to be undone: the last create and all after it, if
 * the server cannot know of any. The position of that create, or -1. */
static int
find_unsent_life (GPtrArray *entries)
{
  for (guint i = entries->len; i > 0; i--)
    {
      VmxChangeEntry *entry = entries->pdata[i - 1];

      if (vmx_change_entry_is_frozen (entry))
        return -1;
      if (entry->action == VMX_CHANGE_ACTION_CREATE)
        return (int) i - 1;
    }
  return -1;
}

static gboolean
remove_record (VmxEdit *edit, const VmxEditChange *change, GError **error)
{
  VmxObjectSchema *schema = change->object->schema;
  g_autoptr(VmxRecordBatch) key = vmx_record_batch_new (schema);

  vmx_record_batch_add_row (key);
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);

      vmx_record_batch_put_copy (key, 0, column,
                                 vmx_record_batch_peek_value (change->before, change->row, column));
    }
  return vmx_storage_txn_remove (edit->txn, key, NULL, NULL, error);
}

/* The record has no past that counts any more. */
static gboolean
forget (VmxEdit *edit, const VmxEditChange *change, VmxOriginal *original, GError **error)
{
  g_autoptr(GPtrArray) originals = g_ptr_array_new ();

  g_ptr_array_add (originals, original);
  return vmx_edit_restore (edit, change->object, originals, error)
         && vmx_tracker_remove_originals (edit->tracker, originals, error);
}

static gboolean
cancel_life (VmxEdit *edit, const VmxEditChange *change, VmxOriginal *original, GPtrArray *entries,
             guint first, GError **error)
{
  g_autoptr(GPtrArray) unsent = g_ptr_array_new ();

  for (guint i = first; i < entries->len; i++)
    g_ptr_array_add (unsent, entries->pdata[i]);
  if (!vmx_tracker_remove_changes (edit->tracker, unsent, error))
    return FALSE;
  if (first == 0 && original->first_action == VMX_CHANGE_ACTION_CREATE)
    return forget (edit, change, original, error);
  return remove_record (edit, change, error);
}

gboolean
vmx_edit_track_delete (VmxEdit *edit, const VmxEditChange *change, GError **error)
{
  g_autoptr(VmxOriginal) original = NULL;
  g_autoptr(GPtrArray) entries = NULL;
  int first = -1;

  vmx_edit_note_changed (edit, change->object);
  if (!read_history (edit, change, &original, &entries, error)
      || (original == NULL && !put_new_original (edit, change, error)))
    return FALSE;
  if (entries != NULL)
    first = find_unsent_life (entries);
  if (first >= 0)
    return cancel_life (edit, change, original, entries, (guint) first, error);
  if (change->tracking->changes
      && ((entries != NULL && !revive (edit, entries, error)) || !append (edit, change, error)))
    return FALSE;
  return remove_record (edit, change, error);
}
