/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whole records and their keys. */
#include <libvmxsync/model/record/vmx-record-batch-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/model/record/vmx-record-decoder.h>
#include <libvmxsync/model/record/vmx-record-private.h>

static void
write_key_value (VmxJsonWriter *writer, const VmxValue *value)
{
  /* A GUID's case is its server's matter, not part of the key. */
  if (value->kind == VMX_VALUE_GUID)
    {
      g_autofree char *lower = g_ascii_strdown (value->text, value->length);

      vmx_json_writer_string (writer, lower, -1);
    }
  else
    vmx_json_writer_value (writer, value);
}

/**
 * vmx_record_batch_get_key_text:
 * @self: a batch
 * @row: which row, from 0
 *
 * Gets the primary key of a row as a JSON array of its values in key order. Equal keys have equal
 * texts.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
vmx_record_batch_get_key_text (VmxRecordBatch *self, guint row)
{
  g_autoptr(VmxJsonWriter) writer = NULL;
  guint n_key_columns;

  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self) && row < self->n_rows, NULL);

  writer = vmx_json_writer_new ();
  n_key_columns = vmx_object_schema_get_n_key_columns (self->schema);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < n_key_columns; i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);

      write_key_value (writer, vmx_record_batch_cell (self, row, column));
    }
  vmx_json_writer_end_array (writer);
  return vmx_json_writer_steal (writer, NULL);
}

static gboolean
has_whole_key (VmxRecordBatch *self, guint row, GError **error)
{
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (self->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);

      if (vmx_record_batch_cell (self, row, column)->kind <= VMX_VALUE_NULL)
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
                       "object “%s”: a record has no value for its key column “%s”",
                       vmx_object_schema_get_name (self->schema),
                       vmx_column_get_name (vmx_object_schema_get_column (self->schema, column)));
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * vmx_record_batch_check_keys:
 * @self: a batch
 * @error: return location for an error, or %NULL
 *
 * Checks that every record has a value in each column of its primary key.
 *
 * Fails with [error@Vmx.Error.KEY_MISSING].
 *
 * Returns: %TRUE if they have
 *
 * Since: 0.1
 */
gboolean
vmx_record_batch_check_keys (VmxRecordBatch *self, GError **error)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), FALSE);

  for (guint row = 0; row < self->n_rows; row++)
    if (!has_whole_key (self, row, error))
      return FALSE;
  return TRUE;
}

/**
 * vmx_record_batch_append_json:
 * @self: a batch
 * @json: a record as a JSON object
 * @error: return location for an error, or %NULL
 *
 * Adds a record.
 *
 * Fails with [error@Vmx.Error.JSON], [error@Vmx.Error.UNKNOWN_COLUMN] or
 * [error@Vmx.Error.INVALID_VALUE]; nothing is added then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_record_batch_append_json (VmxRecordBatch *self, const char *json, GError **error)
{
  g_autoptr(VmxRecordDecoder) decoder = NULL;
  guint before;

  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), FALSE);
  g_return_val_if_fail (json != NULL, FALSE);

  before = self->n_rows;
  decoder = vmx_record_decoder_new (self);
  vmx_record_decoder_set_strict_names (decoder, TRUE);
  if (vmx_json_read (vmx_record_decoder_get_handler (), decoder, json, -1, error))
    return TRUE;
  while (self->n_rows > before)
    vmx_record_batch_drop_last_row (self);
  return FALSE;
}

/**
 * vmx_record_batch_append_record:
 * @self: a batch
 * @record: a record
 * @error: return location for an error, or %NULL
 *
 * Adds a copy of a record.
 *
 * Fails with [error@Vmx.Error.UNKNOWN_COLUMN] or [error@Vmx.Error.INVALID_VALUE]; nothing is added
 * then.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_record_batch_append_record (VmxRecordBatch *self, VmxRecord *record, GError **error)
{
  guint row;

  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), FALSE);
  g_return_val_if_fail (VMX_IS_RECORD (record), FALSE);

  row = vmx_record_batch_add_row (self);
  if (vmx_record_fill_row (record, self, row, error))
    return TRUE;
  vmx_record_batch_drop_last_row (self);
  return FALSE;
}

/**
 * vmx_record_batch_get_record:
 * @self: a batch
 * @row: which row, from 0
 *
 * Gets a row as a record. It keeps the batch alive and must not be used before the batch is
 * complete.
 *
 * Returns: (transfer full): the record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_record_batch_get_record (VmxRecordBatch *self, guint row)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self) && row < self->n_rows, NULL);

  return vmx_record_new_for_row (self, row);
}
