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

/* No record of the store has one of the keys, and no two of the batch have the same. */
static gboolean
check_are_new (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *batch,
               const char *const *keys, guint *failed, GError **error)
{
  g_autoptr(VmxRecordBatch) found = vmx_storage_txn_lookup (edit->txn, batch, error);
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint key_column = vmx_object_schema_get_key_column_index (object->schema, 0);

  for (guint i = 0; found != NULL && keys[i] != NULL; i++)
    {
      const VmxValue *stored = vmx_record_batch_peek_value (found, i, key_column);

      if (g_hash_table_add (seen, (gpointer) keys[i])
          && vmx_value_get_kind (stored) == VMX_VALUE_MISSING)
        continue;
      *failed = i;
      g_set_error (error, VMX_ERROR, VMX_ERROR_CRUD,
                   "object “%s”: there is a record with the key %s already; update it, or choose "
                   "another key",
                   object->name, keys[i]);
      return FALSE;
    }
  return found != NULL;
}

static gboolean
read_records (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
              GPtrArray *records, VmxRecordBatch *batch, VmxKeyKind *kinds, guint *failed,
              GError **error)
{
  for (*failed = 0; *failed < records->len; (*failed)++)
    if (!vmx_edit_read_record (object, tracking, records->pdata[*failed], batch, error)
        || !vmx_edit_follow_keys (edit, object, batch, *failed, error)
        || !vmx_key_maker_fill (edit, object, tracking, batch, *failed, &kinds[*failed], error)
        || !vmx_edit_check_mandatory (object, batch, *failed, error))
      return FALSE;
  return TRUE;
}

static GStrv
encode_rows (VmxRecordBatch *batch)
{
  guint n_rows = vmx_record_batch_get_n_rows (batch);
  GStrv images = g_new0 (char *, n_rows + 1);

  for (guint row = 0; row < n_rows; row++)
    images[row] = vmx_image_encode (batch, row);
  return images;
}

/* As reading will give them. */
static void
fill_up (VmxRecordBatch *batch)
{
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    for (guint i = 0; i < vmx_record_batch_get_n_columns (batch); i++)
      if (vmx_value_get_kind (vmx_record_batch_peek_value (batch, row, i)) == VMX_VALUE_MISSING)
        vmx_record_batch_set_null (batch, row, i);
}

static gboolean
track_rows (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
            VmxRecordBatch *batch, const VmxKeyKind *kinds, GStrv keys, GStrv values,
            guint *failed, GError **error)
{
  for (*failed = 0; *failed < vmx_record_batch_get_n_rows (batch); (*failed)++)
    {
      VmxEditChange change = { object, tracking, keys[*failed], VMX_CHANGE_ACTION_CREATE, NULL, 0,
                               values[*failed], kinds[*failed] };

      if (!vmx_edit_check_parents (edit, object, batch, *failed, error)
          || !vmx_edit_track (edit, &change, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_records (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
               VmxRecordBatch *batch, const VmxKeyKind *kinds, guint *failed, GError **error)
{
  g_auto(GStrv) keys = vmx_edit_get_keys (batch);
  g_auto(GStrv) values = encode_rows (batch);

  *failed = 0;
  if (!check_are_new (edit, object, batch, (const char *const *) keys, failed, error)
      || !vmx_tracker_expect (edit->tracker, object->name, (const char *const *) keys, error))
    return FALSE;
  fill_up (batch);
  /* A record may be its own parent, so it is there before parents are looked for. */
  return vmx_storage_txn_put (edit->txn, batch, VMX_PUT_REPLACE, NULL, error)
         && track_rows (edit, object, tracking, batch, kinds, keys, values, failed, error);
}

static gboolean
create_together (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
                 GPtrArray *records, GPtrArray *created, guint *failed, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (object->schema);
  g_autofree VmxKeyKind *kinds = g_new0 (VmxKeyKind, records->len);

  if (!read_records (edit, object, tracking, records, batch, kinds, failed, error)
      || !write_records (edit, object, tracking, batch, kinds, failed, error))
    return FALSE;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    g_ptr_array_add (created, vmx_record_batch_get_record (batch, row));
  return TRUE;
}

static gboolean
create_one_by_one (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
                   GPtrArray *records, GPtrArray *created, guint *failed, GError **error)
{
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr(GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, records->pdata[i]);
      if (create_together (edit, object, tracking, one, created, failed, error))
        continue;
      *failed = i;
      return FALSE;
    }
  return TRUE;
}

/* A record must not name a parent that comes after it: the server would get it first. */
static gboolean
may_name_each_other (VmxEditObject *object)
{
  for (guint i = 0; i < object->as_child->len; i++)
    if (((VmxRelation *) object->as_child->pdata[i])->parent == object->schema)
      return TRUE;
  return FALSE;
}

/* A key that is given here may be the next one that would be made. */
static gboolean
mix_keys (VmxEditObject *object, GPtrArray *records)
{
  const char *key = vmx_object_schema_get_key_column_name (object->schema, 0);
  guint n_given = 0;

  for (guint i = 0; i < records->len; i++)
    if (records->pdata[i] != NULL && vmx_record_get_value (records->pdata[i], key) != NULL)
      n_given++;
  return n_given > 0 && n_given < records->len;
}

gboolean
vmx_edit_create (VmxEdit *self, const char *name, GPtrArray *records, VmxWriteOptions *options,
                 GPtrArray *created, guint *failed, GError **error)
{
  const VmxTracking *tracking = vmx_write_options_get_tracking (options);
  VmxEditObject *object;

  *failed = 0;
  object = check_options (options, error) ? vmx_edit_find_object (self, name, error) : NULL;
  if (object == NULL)
    return FALSE;
  return may_name_each_other (object) || mix_keys (object, records)
             ? create_one_by_one (self, object, tracking, records, created, failed, error)
             : create_together (self, object, tracking, records, created, failed, error);
}
