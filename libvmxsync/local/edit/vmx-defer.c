/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Releasing changes that were held back. */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/local/read/vmx-read-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

/* Changes that wait for somebody, by the key text of their records. */
static GHashTable *
collect_waiting (GPtrArray *entries)
{
  GHashTable *by_key
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];
      GPtrArray *waiting;

      if (entry->state == VMX_CHANGE_STATE_PENDING || vmx_change_entry_is_frozen (entry))
        continue;
      waiting = g_hash_table_lookup (by_key, entry->key);
      if (waiting == NULL)
        {
          waiting = g_ptr_array_new ();
          g_hash_table_insert (by_key, entry->key, waiting);
        }
      g_ptr_array_add (waiting, entry);
    }
  return by_key;
}

/* Of a deleted record only the original can be asked; of what is left of a key, only the key. */
static gboolean
add_deleted (VmxEdit *edit, VmxEditObject *object, const char *key, VmxRecordBatch *records,
             GError **error)
{
  g_autoptr(VmxOriginal) original = NULL;

  if (!vmx_tracker_find_original (edit->tracker, object->name, key, &original, error))
    return FALSE;
  if (original != NULL && original->base_image != NULL)
    return vmx_image_decode (original->base_image, records, "an original", error);
  return vmx_key_text_decode (key, records, error);
}

/* The records that changes are about, as they are, or were before they were deleted. */
static VmxRecordBatch *
read_records (VmxEdit *edit, VmxEditObject *object, GHashTable *by_key, GError **error)
{
  g_autoptr(VmxRecordBatch) keys = vmx_record_batch_new (object->schema);
  g_autoptr(VmxRecordBatch) records = NULL;
  guint key_column = vmx_object_schema_get_key_column_index (object->schema, 0);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, by_key);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!vmx_key_text_decode (key, keys, error))
      return NULL;
  records = vmx_storage_txn_lookup (edit->txn, keys, error);
  for (guint row = 0; records != NULL && row < vmx_record_batch_get_n_rows (keys); row++)
    {
      g_autofree char *text = NULL;

      if (vmx_value_get_kind (vmx_record_batch_peek_value (records, row, key_column))
          != VMX_VALUE_MISSING)
        continue;
      text = vmx_record_batch_get_key_text (keys, row);
      if (!add_deleted (edit, object, text, records, error))
        return NULL;
    }
  return g_steal_pointer (&records);
}

static gboolean
release (VmxEdit *edit, GPtrArray *waiting, GError **error)
{
  for (guint i = 0; i < waiting->len; i++)
    {
      VmxChangeEntry *entry = waiting->pdata[i];

      entry->state = VMX_CHANGE_STATE_PENDING;
      if (!vmx_tracker_put_change (edit->tracker, entry, error))
        return FALSE;
    }
  return TRUE;
}

static gint64
release_matching (VmxEdit *edit, GHashTable *by_key, VmxRecordBatch *records, VmxQuery *query,
                  GError **error)
{
  guint key_column
      = vmx_object_schema_get_key_column_index (vmx_record_batch_get_schema (records), 0);
  gint64 n_released = 0;

  for (guint row = 0; row < vmx_record_batch_get_n_rows (records); row++)
    {
      g_autofree char *key = NULL;

      if (vmx_value_get_kind (vmx_record_batch_peek_value (records, row, key_column))
              == VMX_VALUE_MISSING
          || !vmx_query_matches (query, records, row))
        continue;
      key = vmx_record_batch_get_key_text (records, row);
      if (!release (edit, g_hash_table_lookup (by_key, key), error))
        return -1;
      n_released++;
    }
  return n_released;
}

static gint64
release_by_query (VmxEdit *edit, VmxEditObject *object, VmxQuery *query, GError **error)
{
  g_autoptr(GPtrArray) entries
      = vmx_tracker_select_changes (edit->tracker, object->name, NULL, error);
  g_autoptr(GHashTable) by_key = entries != NULL ? collect_waiting (entries) : NULL;
  g_autoptr(VmxRecordBatch) records = NULL;
  gint64 n_released;

  if (by_key != NULL)
    records = read_records (edit, object, by_key, error);
  if (records == NULL)
    return -1;
  n_released = release_matching (edit, by_key, records, query, error);
  if (n_released != 0)
    return n_released;
  g_set_error (
      error, VMX_ERROR, VMX_ERROR_NO_RECORD,
      "object “%s”: no record with changes that are held back or were refused has this key "
      "or meets this condition",
      object->name);
  return -1;
}

gint64
vmx_edit_mark_for_upload (VmxEdit *self, const char *name, VmxWriteOptions *options, GError **error)
{
  const VmxCriteria *criteria = vmx_write_options_get_criteria (options);
  VmxEditObject *object = vmx_edit_find_object (self, name, error);
  g_autoptr(VmxQuery) query = NULL;

  if (object == NULL)
    return -1;
  if (vmx_criteria_is_empty (criteria))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_OPTIONS_EMPTY,
                           "the options are missing; expected a criterion, such as “primaryKeys”");
      return -1;
    }
  if (!vmx_criteria_make_query (criteria, object->schema, &query, error))
    return -1;
  vmx_edit_note_changed (self, object);
  return release_by_query (self, object, query, error);
}
