/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>
#include <libvmxsync/model/vmx-error.h>

/* Columns that a record sets, and whether a key column among them has the value that it has. */
static gboolean
is_set (VmxRecordBatch *values, guint column)
{
  return vmx_value_get_kind (vmx_record_batch_peek_value (values, 0, column)) != VMX_VALUE_MISSING;
}

static gboolean
differs (VmxRecordBatch *values, VmxRecordBatch *before, guint row, guint column)
{
  return is_set (values, column)
         && !vmx_value_equal (vmx_record_batch_peek_value (values, 0, column),
                              vmx_record_batch_peek_value (before, row, column));
}

static gboolean
set_key_update (VmxEditObject *object, guint column, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_UPDATE,
               "object “%s”: the key column “%s” cannot be changed; delete the record and create "
               "another one",
               object->name,
               vmx_column_get_name (vmx_object_schema_get_column (object->schema, column)));
  return FALSE;
}

static gboolean
set_only_key (VmxEditObject *object, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_RECORD_EMPTY,
               "object “%s”: the record has no values but its key; give at least one other column",
               object->name);
  return FALSE;
}

static gboolean
keeps_key (VmxEditObject *object, VmxRecordBatch *values, VmxRecordBatch *before, GError **error)
{
  gboolean is_one = vmx_record_batch_get_n_rows (before) == 1;

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (object->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (object->schema, i);

      if (is_set (values, column) && (!is_one || differs (values, before, 0, column)))
        return set_key_update (object, column, error);
    }
  return TRUE;
}

/* The key that a record has already is no change of it. */
static VmxRecordBatch *
take_key_out (VmxEditObject *object, VmxRecordBatch *values, VmxRecordBatch *before, GError **error)
{
  g_autoptr(VmxRecordBatch) rest = vmx_record_batch_new (object->schema);
  gboolean is_empty = TRUE;

  if (!keeps_key (object, values, before, error))
    return NULL;
  vmx_record_batch_add_row (rest);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (values); i++)
    {
      if (!is_set (values, i) || vmx_object_schema_is_key_column (object->schema, i))
        continue;
      vmx_record_batch_put_copy (rest, 0, i, vmx_record_batch_peek_value (values, 0, i));
      is_empty = FALSE;
    }
  return !is_empty || set_only_key (object, error) ? g_steal_pointer (&rest) : NULL;
}

static gboolean
changes_any (GArray *columns, VmxRecordBatch *values, VmxRecordBatch *before, guint row)
{
  for (guint i = 0; i < columns->len; i++)
    if (differs (values, before, row, g_array_index (columns, guint, i)))
      return TRUE;
  return FALSE;
}

static gboolean
check_not_referenced (VmxEdit *edit, const VmxRelation *relation, VmxRecordBatch *before, guint row,
                      GError **error)
{
  g_autoptr(VmxRecordBatch) children
      = vmx_relation_select_children (relation, edit->txn, before, row, 1, error);
  g_autofree char *key = NULL;

  if (children == NULL)
    return FALSE;
  if (vmx_record_batch_get_n_rows (children) == 0)
    return TRUE;
  key = vmx_record_batch_get_key_text (before, row);
  g_set_error (error, VMX_ERROR, VMX_ERROR_FOREIGN_KEY,
               "object “%s”: records of “%s” refer to the record %s by a column that would change; "
               "change or delete them first",
               vmx_object_schema_get_name (relation->parent),
               vmx_object_schema_get_name (relation->child), key);
  return FALSE;
}

/* after is the row as it will be. */
static gboolean
check_relations (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *values,
                 VmxRecordBatch *before, VmxRecordBatch *after, guint row, GError **error)
{
  for (guint i = 0; i < object->as_child->len; i++)
    {
      VmxRelation *relation = object->as_child->pdata[i];

      if (changes_any (relation->child_columns, values, before, row)
          && !vmx_edit_check_parent (edit, relation, after, row, error))
        return FALSE;
    }
  for (guint i = 0; i < object->as_parent->len; i++)
    {
      VmxRelation *relation = object->as_parent->pdata[i];

      if (changes_any (relation->parent_columns, values, before, row)
          && !check_not_referenced (edit, relation, before, row, error))
        return FALSE;
    }
  return TRUE;
}

/* The rows as they will be, whole. */
static VmxRecordBatch *
make_after (VmxRecordBatch *before, VmxRecordBatch *values)
{
  VmxRecordBatch *after = vmx_record_batch_new (vmx_record_batch_get_schema (before));

  for (guint row = 0; row < vmx_record_batch_get_n_rows (before); row++)
    {
      vmx_record_batch_add_row (after);
      for (guint i = 0; i < vmx_record_batch_get_n_columns (before); i++)
        vmx_record_batch_put_copy (after, row, i,
                                   is_set (values, i)
                                       ? vmx_record_batch_peek_value (values, 0, i)
                                       : vmx_record_batch_peek_value (before, row, i));
      vmx_record_batch_set_etag (after, row, vmx_record_batch_get_etag (before, row));
    }
  return after;
}

static gboolean
track_rows (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
            VmxRecordBatch *before, const char *values, GError **error)
{
  g_auto(GStrv) keys = vmx_edit_get_keys (before);

  if (!vmx_tracker_expect (edit->tracker, object->name, (const char *const *) keys, error))
    return FALSE;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (before); row++)
    {
      VmxEditChange change
          = { object, tracking, keys[row], VMX_CHANGE_ACTION_UPDATE, before, row, values };

      if (!vmx_edit_track (edit, &change, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
update_rows (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
             VmxRecordBatch *before, VmxRecordBatch *values, GError **error)
{
  g_autoptr(VmxRecordBatch) after = make_after (before, values);
  g_autofree char *json = vmx_image_encode (values, 0);

  for (guint row = 0; row < vmx_record_batch_get_n_rows (before); row++)
    if (!check_relations (edit, object, values, before, after, row, error))
      return FALSE;
  return vmx_storage_txn_put (edit->txn, after, VMX_PUT_REPLACE, NULL, error)
         && track_rows (edit, object, tracking, before, json, error);
}

gint64
vmx_edit_update (VmxEdit *self, const char *name, VmxRecord *record, VmxWriteOptions *options,
                 gboolean by_key, GError **error)
{
  const VmxTracking *tracking = vmx_write_options_get_tracking (options);
  g_autoptr(VmxRecordBatch) given = NULL;
  g_autoptr(VmxRecordBatch) before = NULL;
  g_autoptr(VmxRecordBatch) values = NULL;
  VmxEditObject *object;

  object
      = vmx_edit_check_tracking (tracking, error) ? vmx_edit_find_object (self, name, error) : NULL;
  if (object == NULL)
    return -1;
  given = vmx_record_batch_new (object->schema);
  if (!vmx_edit_read_record (object, tracking, record, given, error)
      || !vmx_edit_follow_keys (self, object, given, 0, error))
    return -1;
  before = vmx_edit_match (self, object, options, by_key, error);
  values = before != NULL ? take_key_out (object, given, before, error) : NULL;
  if (values == NULL || !update_rows (self, object, tracking, before, values, error))
    return -1;
  return vmx_record_batch_get_n_rows (before);
}
