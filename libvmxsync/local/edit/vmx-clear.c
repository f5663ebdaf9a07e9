/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Forgetting records without telling the server. */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>

/* What was asked for before would otherwise never bring the records back. */
static gboolean
remove_bookmarks (VmxEdit *edit, VmxEditObject *object, GError **error)
{
  return vmx_system_table_remove_rows_of (edit->txn, VMX_TABLE_BOOKMARKS, object->name, error);
}

static gboolean
clear_object (VmxEdit *edit, VmxEditObject *object, GError **error)
{
  g_autoptr(GPtrArray) entries
      = vmx_tracker_select_changes (edit->tracker, object->name, NULL, error);

  if (entries == NULL)
    return FALSE;
  vmx_edit_note_changed (edit, object);
  return vmx_tracker_remove_changes (edit->tracker, entries, error)
         && vmx_system_table_remove_rows_of (edit->txn, VMX_TABLE_ORIGINALS, object->name, error)
         && vmx_system_table_remove_rows_of (edit->txn, VMX_TABLE_KEYS, object->name, error)
         && remove_bookmarks (edit, object, error)
         && vmx_storage_txn_clear (edit->txn, object->schema, error);
}

static gboolean
set_unknown_key (VmxEditObject *object, const char *key, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_NOT_FOUND,
               "object “%s”: the store has no record with the key %s", object->name, key);
  return FALSE;
}

static gboolean
forget_edits (VmxEdit *edit, VmxEditObject *object, const char *key, VmxOriginal *original,
              GError **error)
{
  g_autoptr(GPtrArray) originals = g_ptr_array_new ();
  g_autoptr(GPtrArray) entries
      = vmx_tracker_select_changes (edit->tracker, object->name, key, error);

  if (original != NULL)
    g_ptr_array_add (originals, original);
  return entries != NULL && vmx_tracker_remove_changes (edit->tracker, entries, error)
         && vmx_tracker_remove_originals (edit->tracker, originals, error);
}

/* A record may be there only as an original, when it was deleted here. */
static gboolean
clear_record (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *record, GError **error)
{
  g_autofree char *key = vmx_record_batch_get_key_text (record, 0);
  g_autoptr(VmxOriginal) original = NULL;
  guint64 n_removed;

  if (!vmx_tracker_find_original (edit->tracker, object->name, key, &original, error)
      || !vmx_storage_txn_remove (edit->txn, record, NULL, &n_removed, error))
    return FALSE;
  if (original == NULL && n_removed == 0)
    return set_unknown_key (object, key, error);
  vmx_edit_note_changed (edit, object);
  return forget_edits (edit, object, key, original, error)
         && remove_bookmarks (edit, object, error);
}

static gboolean
clear_by_key (VmxEdit *edit, VmxEditObject *object, const VmxCriteria *criteria, GError **error)
{
  g_autoptr(VmxRecordBatch) record = NULL;
  g_autoptr(VmxQuery) query = NULL;

  if (!vmx_criteria_make_query (criteria, object->schema, &query, error))
    return FALSE;
  record = vmx_record_batch_new (object->schema);
  return vmx_record_batch_append_record (record, criteria->primary_keys, error)
         && clear_record (edit, object, record, error);
}

gboolean
vmx_edit_clear (VmxEdit *self, const char *name, VmxWriteOptions *options, GError **error)
{
  const VmxCriteria *criteria = vmx_write_options_get_criteria (options);
  VmxEditObject *object = vmx_edit_find_object (self, name, error);

  if (object == NULL)
    return FALSE;
  if (criteria->primary_keys != NULL)
    return clear_by_key (self, object, criteria, error);
  if (!vmx_criteria_is_empty (criteria))
    return vmx_option_values_refuse ("primaryKeys",
                                     "them, or no criterion at all for the whole object", error);
  return clear_object (self, object, error);
}

static gboolean
clear_objects (VmxEdit *self, VmxServiceSchema *schema, GError **error)
{
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      const char *name = vmx_object_schema_get_name (vmx_service_schema_get_object (schema, i));
      VmxEditObject *object = vmx_edit_find_object (self, name, error);

      if (object == NULL || !clear_object (self, object, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
vmx_edit_clear_service (VmxEdit *self, const char *service, GError **error)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      VmxServiceInfo *info = self->services->pdata[i];

      if (g_str_equal (info->name, service) && !clear_objects (self, info->schema, error))
        return FALSE;
    }
  return TRUE;
}
