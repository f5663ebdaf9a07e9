/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/local/edit/vmx-key-maker-private.h>
#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

static gboolean
check_options (VmxWriteOptions *options, GError **error)
{
  if (!vmx_criteria_is_empty (vmx_write_options_get_criteria (options)))
    return vmx_option_values_refuse ("primaryKeys and conditions",
                                     "none of them, because the values of a new record are in the "
                                     "record itself",
                                     error);
  return vmx_edit_check_tracking (vmx_write_options_get_tracking (options), error);
}

static gboolean
check_is_new (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *values, const char *key,
              GError **error)
{
  g_autoptr(VmxRecordBatch) found = vmx_storage_txn_lookup (edit->txn, values, error);
  guint key_column = vmx_object_schema_get_key_column_index (object->schema, 0);

  if (found == NULL)
    return FALSE;
  if (vmx_value_get_kind (vmx_record_batch_peek_value (found, 0, key_column)) == VMX_VALUE_MISSING)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_CRUD,
               "object “%s”: there is a record with the key %s already; update it, or choose "
               "another key",
               object->name, key);
  return FALSE;
}

/* As reading will give it. */
static void
fill_up (VmxRecordBatch *row)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (row); i++)
    if (vmx_value_get_kind (vmx_record_batch_peek_value (row, 0, i)) == VMX_VALUE_MISSING)
      vmx_record_batch_set_null (row, 0, i);
}

static gboolean
write_record (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
              VmxRecordBatch *row, GError **error)
{
  g_autofree char *key = vmx_record_batch_get_key_text (row, 0);
  g_autofree char *values = vmx_image_encode (row, 0);
  VmxEditChange change = { object, tracking, key, VMX_CHANGE_ACTION_CREATE, NULL, 0, values };

  if (!check_is_new (edit, object, row, key, error))
    return FALSE;
  fill_up (row);
  /* A record may be its own parent, so it is there before parents are looked for. */
  return vmx_storage_txn_put (edit->txn, row, VMX_PUT_REPLACE, NULL, error)
         && vmx_edit_check_parents (edit, object, row, 0, error)
         && vmx_edit_track (edit, &change, error);
}

gboolean
vmx_edit_create (VmxEdit *self, const char *name, VmxRecord *record, VmxWriteOptions *options,
                 VmxRecord **created, GError **error)
{
  const VmxTracking *tracking = vmx_write_options_get_tracking (options);
  g_autoptr(VmxRecordBatch) row = NULL;
  VmxEditObject *object;

  object = check_options (options, error) ? vmx_edit_find_object (self, name, error) : NULL;
  row = object != NULL ? vmx_edit_read_record (object, record, error) : NULL;
  if (row == NULL || !vmx_edit_check_columns (object, tracking, row, error)
      || !vmx_key_maker_fill (self, object, tracking, row, 0, error)
      || !vmx_edit_check_mandatory (object, row, error)
      || !write_record (self, object, tracking, row, error))
    return FALSE;
  *created = vmx_record_batch_get_record (row, 0);
  return TRUE;
}
