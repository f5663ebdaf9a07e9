/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is looked at before anything is written. */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/local/edit/vmx-key-maker-private.h>
#include <libvmxsync/local/read/vmx-read-private.h>
#include <libvmxsync/local/store/vmx-key-alias-private.h>
#include <libvmxsync/model/vmx-error.h>

static const char *
column_name (VmxEditObject *object, guint column)
{
  return vmx_column_get_name (vmx_object_schema_get_column (object->schema, column));
}

/* Texts are measured in characters, bytes in bytes. */
static gboolean
check_length (VmxEditObject *object, VmxRecordBatch *batch, guint row, guint column,
              GError **error)
{
  guint limit = vmx_column_get_max_length (vmx_object_schema_get_column (object->schema, column));
  const VmxValue *value = vmx_record_batch_peek_value (batch, row, column);
  gsize length = 0;

  if (limit == 0)
    return TRUE;
  if (vmx_value_get_kind (value) == VMX_VALUE_TEXT)
    length = (gsize) g_utf8_strlen (vmx_value_get_text (value, NULL), -1);
  else if (vmx_value_get_kind (value) == VMX_VALUE_BLOB)
    vmx_value_peek_blob (value, &length);
  if (length <= limit)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE,
               "object “%s”, column “%s”: the value is too long, %" G_GSIZE_FORMAT " where at most "
               "%u are allowed; shorten it",
               object->name, column_name (object, column), length, limit);
  return FALSE;
}

static gboolean
set_mandatory (VmxEditObject *object, guint column, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_MANDATORY_COLUMN,
               "object “%s”: the column “%s” is mandatory; give it a value", object->name,
               column_name (object, column));
  return FALSE;
}

static gboolean
check_set_column (VmxEditObject *object, const VmxTracking *tracking, guint column,
                  const VmxValue *value, GError **error)
{
  VmxColumn *info = vmx_object_schema_get_column (object->schema, column);

  /* Key columns have rules of their own. */
  if (vmx_object_schema_is_key_column (object->schema, column))
    return TRUE;
  if (vmx_value_is_null (value) && !vmx_column_is_nullable (info))
    return set_mandatory (object, column, error);
  if (!tracking->changes || (vmx_column_get_flags (info) & VMX_COLUMN_FLAG_COMPUTED) == 0)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_GENERATED_COLUMN,
               "object “%s”: the server computes the column “%s”; leave it out", object->name,
               vmx_column_get_name (info));
  return FALSE;
}

static gboolean
set_empty (VmxEditObject *object, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_RECORD_EMPTY,
               "object “%s”: the record has no values; give at least one column", object->name);
  return FALSE;
}

static gboolean
check_columns (VmxEditObject *object, const VmxTracking *tracking, VmxRecordBatch *batch,
               guint row, GError **error)
{
  gboolean is_empty = TRUE;

  for (guint i = 0; i < vmx_record_batch_get_n_columns (batch); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, i);

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING)
        continue;
      is_empty = FALSE;
      if (!check_length (object, batch, row, i, error)
          || !check_set_column (object, tracking, i, value, error))
        return FALSE;
    }
  return !is_empty || set_empty (object, error);
}

gboolean
vmx_edit_read_record (VmxEditObject *object, const VmxTracking *tracking, VmxRecord *record,
                      VmxRecordBatch *batch, GError **error)
{
  if (record == NULL)
    return set_empty (object, error);
  return vmx_record_batch_append_record (batch, record, error)
         && check_columns (object, tracking, batch, vmx_record_batch_get_n_rows (batch) - 1, error);
}

static gboolean
is_mandatory (VmxEditObject *object, guint column)
{
  VmxColumn *info = vmx_object_schema_get_column (object->schema, column);

  if (vmx_object_schema_is_key_column (object->schema, column))
    return TRUE;
  return vmx_column_is_mandatory (info) && vmx_column_get_column_type (info) != VMX_COLUMN_STREAM;
}

gboolean
vmx_edit_check_mandatory (VmxEditObject *object, VmxRecordBatch *batch, guint row, GError **error)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (batch); i++)
    if (is_mandatory (object, i)
        && vmx_value_is_null (vmx_record_batch_peek_value (batch, row, i)))
      return set_mandatory (object, i, error);
  return TRUE;
}

gboolean
vmx_edit_check_parent (VmxEdit *edit, const VmxRelation *relation, VmxRecordBatch *batch, guint row,
                       GError **error)
{
  g_autofree char *values = NULL;
  gboolean has_parent;

  if (!vmx_relation_has_parent (relation, edit->txn, batch, row, &has_parent, error))
    return FALSE;
  if (has_parent)
    return TRUE;
  values = vmx_relation_describe (relation, batch, row);
  g_set_error (
      error, VMX_ERROR, VMX_ERROR_FOREIGN_KEY,
      "object “%s”: there is no record of “%s” for %s; create or download the parent first",
      vmx_object_schema_get_name (relation->child), vmx_object_schema_get_name (relation->parent),
      values);
  return FALSE;
}

gboolean
vmx_edit_check_parents (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *batch, guint row,
                        GError **error)
{
  for (guint i = 0; i < object->as_child->len; i++)
    if (!vmx_edit_check_parent (edit, object->as_child->pdata[i], batch, row, error))
      return FALSE;
  return TRUE;
}

gboolean
vmx_edit_check_tracking (const VmxTracking *tracking, GError **error)
{
  if (tracking->changes || tracking->intermediate_updates)
    return TRUE;
  g_set_error_literal (
      error, VMX_ERROR, VMX_ERROR_EXCLUSIVE_OPTIONS,
      "the options “trackChanges” and “trackIntermediateUpdates” are both false; "
      "an update that is not tracked has nothing to keep, so leave the second out");
  return FALSE;
}

gboolean
vmx_edit_check_has_key (VmxWriteOptions *options, GError **error)
{
  if (options == NULL)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_OPTIONS_EMPTY,
                         "the options are missing; expected “primaryKeys” with a value for each "
                         "key column");
  else if (vmx_write_options_get_criteria (options)->primary_keys == NULL)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
                         "option “primaryKeys” is missing; give a value for each key column");
  else
    return TRUE;
  return FALSE;
}

/* One record by its key, without a search; no row when it is not there. */
static VmxRecordBatch *
look_up (VmxEdit *edit, VmxEditObject *object, VmxRecord *primary_keys, GError **error)
{
  g_autoptr(VmxRecordBatch) key = vmx_record_batch_new (object->schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  guint column = vmx_object_schema_get_key_column_index (object->schema, 0);

  if (!vmx_record_batch_append_record (key, primary_keys, error)
      || !vmx_key_alias_follow (edit->txn, key, 0, error))
    return NULL;
  found = vmx_storage_txn_lookup (edit->txn, key, error);
  if (found != NULL
      && vmx_value_get_kind (vmx_record_batch_peek_value (found, 0, column)) == VMX_VALUE_MISSING)
    vmx_record_batch_drop_last_row (found);
  return g_steal_pointer (&found);
}

static VmxRecordBatch *
find (VmxEdit *edit, VmxEditObject *object, const VmxCriteria *criteria, GError **error)
{
  g_autoptr(VmxQuery) query = NULL;

  if (!vmx_criteria_make_query (criteria, object->schema, &query, error))
    return NULL;
  if (criteria->primary_keys != NULL)
    return look_up (edit, object, criteria->primary_keys, error);
  return vmx_read_matching (edit->txn, object->schema, query, edit->cancellable, error);
}

static void
set_no_record (VmxEditObject *object, const VmxCriteria *criteria, GError **error)
{
  g_autofree char *key = NULL;

  if (criteria->primary_keys != NULL)
    {
      key = vmx_record_to_json (criteria->primary_keys);
      g_set_error (error, VMX_ERROR, VMX_ERROR_NO_RECORD,
                   "object “%s”: no record has the key %s", object->name, key);
    }
  else if (vmx_criteria_is_empty (criteria))
    g_set_error (error, VMX_ERROR, VMX_ERROR_NO_RECORD, "object “%s”: there are no records",
                 object->name);
  else
    g_set_error (error, VMX_ERROR, VMX_ERROR_NO_RECORD,
                 "object “%s”: no record meets the condition", object->name);
}

VmxRecordBatch *
vmx_edit_match (VmxEdit *edit, VmxEditObject *object, VmxWriteOptions *options, gboolean by_key,
                GError **error)
{
  const VmxCriteria *criteria = vmx_write_options_get_criteria (options);
  g_autoptr(VmxRecordBatch) found = NULL;

  if (by_key && !vmx_edit_check_has_key (options, error))
    return NULL;
  found = find (edit, object, criteria, error);
  if (found != NULL && vmx_record_batch_get_n_rows (found) == 0)
    {
      set_no_record (object, criteria, error);
      return NULL;
    }
  return g_steal_pointer (&found);
}
