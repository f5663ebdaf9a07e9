/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Undoing local edits. */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/local/read/vmx-read-private.h>
#include <libvmxsync/local/store/vmx-key-alias-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

static gboolean
add_restored (VmxRecordBatch *put, VmxRecordBatch *gone, const VmxOriginal *original,
              GError **error)
{
  const char *etag;
  const char *image = vmx_original_get_restored (original, &etag);
  g_autofree char *what = NULL;

  if (image == NULL)
    return vmx_key_text_decode (original->key, gone, error);
  what = g_strdup_printf ("the original of %s in object “%s”", original->key, original->object);
  if (!vmx_image_decode (image, put, what, error))
    return FALSE;
  vmx_record_batch_set_etag (put, vmx_record_batch_get_n_rows (put) - 1, etag);
  return TRUE;
}

gboolean
vmx_edit_restore (VmxEdit *edit, VmxEditObject *object, GPtrArray *originals, GError **error)
{
  g_autoptr(VmxRecordBatch) put = vmx_record_batch_new (object->schema);
  g_autoptr(VmxRecordBatch) gone = vmx_record_batch_new (object->schema);

  for (guint i = 0; i < originals->len; i++)
    if (!add_restored (put, gone, originals->pdata[i], error))
      return FALSE;
  return vmx_storage_txn_put (edit->txn, put, VMX_PUT_REPLACE, NULL, error)
         && vmx_storage_txn_remove (edit->txn, gone, NULL, NULL, error);
}

/* key NULL: all changes of the object. */
static gboolean
undo (VmxEdit *edit, VmxEditObject *object, GPtrArray *originals, const char *key, GError **error)
{
  g_autoptr(GPtrArray) entries
      = vmx_tracker_select_changes (edit->tracker, object->name, key, error);

  if (entries == NULL)
    return FALSE;
  if (originals->len > 0 || entries->len > 0)
    vmx_edit_note_changed (edit, object);
  return vmx_edit_restore (edit, object, originals, error)
         && vmx_tracker_remove_changes (edit->tracker, entries, error)
         && vmx_tracker_remove_originals (edit->tracker, originals, error);
}

char *
vmx_edit_read_key (VmxEdit *edit, VmxEditObject *object, VmxRecord *primary_keys, GError **error)
{
  VmxCriteria criteria = { .primary_keys = primary_keys };
  g_autoptr(VmxQuery) query = NULL;
  g_autoptr(VmxRecordBatch) key = NULL;

  if (!vmx_criteria_make_query (&criteria, object->schema, &query, error))
    return NULL;
  key = vmx_record_batch_new (object->schema);
  if (!vmx_record_batch_append_record (key, primary_keys, error)
      || !vmx_key_alias_follow (edit->txn, key, 0, error))
    return NULL;
  return vmx_record_batch_get_key_text (key, 0);
}

static gboolean
roll_back_record (VmxEdit *edit, VmxEditObject *object, VmxRecord *primary_keys, GError **error)
{
  g_autofree char *key = vmx_edit_read_key (edit, object, primary_keys, error);
  g_autoptr(GPtrArray) originals
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_original_free);
  VmxOriginal *original = NULL;

  if (key == NULL
      || !vmx_tracker_find_original (edit->tracker, object->name, key, &original, error))
    return FALSE;
  if (original == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_ROLLBACK_FAILED,
                   "object “%s”: the record %s has no local change that could be rolled back",
                   object->name, key);
      return FALSE;
    }
  g_ptr_array_add (originals, original);
  return undo (edit, object, originals, key, error);
}

static gboolean
roll_back_object (VmxEdit *edit, VmxEditObject *object, GError **error)
{
  g_autoptr(GPtrArray) originals
      = vmx_tracker_select_originals (edit->tracker, object->name, error);

  return originals != NULL && undo (edit, object, originals, NULL, error);
}

static gboolean
has_keys (VmxRecord *primary_keys)
{
  g_auto(GStrv) names = primary_keys != NULL ? vmx_record_get_column_names (primary_keys) : NULL;

  return names != NULL && names[0] != NULL;
}

gboolean
vmx_edit_roll_back (VmxEdit *self, const char *name, VmxRecord *primary_keys, GError **error)
{
  VmxEditObject *object = vmx_edit_find_object (self, name, error);

  if (object == NULL)
    return FALSE;
  return has_keys (primary_keys) ? roll_back_record (self, object, primary_keys, error)
                                 : roll_back_object (self, object, error);
}

static gboolean
roll_back_schema (VmxEdit *self, VmxServiceSchema *schema, GError **error)
{
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (schema, i);

      if (!vmx_edit_roll_back (self, vmx_object_schema_get_name (object), NULL, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
vmx_edit_roll_back_service (VmxEdit *self, const char *service, GError **error)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      VmxServiceInfo *info = self->services->pdata[i];

      if ((service == NULL || g_str_equal (info->name, service))
          && !roll_back_schema (self, info->schema, error))
        return FALSE;
    }
  return TRUE;
}
