/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/record/vmx-record-batch-private.h>

#define CHECK_CELL(self, row, column)                                                              \
  (VMX_IS_RECORD_BATCH (self) && row < (self)->n_rows && column < (self)->n_columns)

/**
 * vmx_record_batch_peek_value:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 *
 * Gets a cell. It stays valid until a row is added or the cell is set.
 *
 * Returns: (transfer none): the value, of the kind missing if it was never set
 *
 * Since: 0.1
 */
const VmxValue *
vmx_record_batch_peek_value (VmxRecordBatch *self, guint row, guint column)
{
  g_return_val_if_fail (CHECK_CELL (self, row, column), NULL);

  return vmx_record_batch_cell (self, row, column);
}

static gboolean
finish_set (VmxRecordBatch *self, guint row, guint column, gboolean success)
{
  VmxValue *cell = vmx_record_batch_cell (self, row, column);

  if (!success)
    cell->kind = VMX_VALUE_MISSING;
  else if (self->is_key[column])
    vmx_value_normalise_key (cell, self->arena);
  return success;
}

/**
 * vmx_record_batch_set_value:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @value: a value
 * @error: return location for an error, or %NULL
 *
 * Sets a cell to a value, which is converted to what the column holds where nothing is lost.
 *
 * Fails with [error@Vmx.Error.INVALID_VALUE] when the column cannot hold it; the cell is then
 * missing.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_record_batch_set_value (VmxRecordBatch *self, guint row, guint column, const VmxValue *value,
                            GError **error)
{
  g_return_val_if_fail (CHECK_CELL (self, row, column) && value != NULL, FALSE);

  return finish_set (self, row, column,
                     vmx_value_convert (vmx_record_batch_cell (self, row, column),
                                        self->types[column], value, self->arena, error));
}

/**
 * vmx_record_batch_set_number:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @text: a number as written in JSON
 * @length: its length in bytes
 * @error: return location for an error, or %NULL
 *
 * Sets a cell to a number.
 *
 * Fails with [error@Vmx.Error.INVALID_VALUE] when the column cannot hold it; the cell is then
 * missing.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_record_batch_set_number (VmxRecordBatch *self, guint row, guint column, const char *text,
                             gsize length, GError **error)
{
  g_return_val_if_fail (CHECK_CELL (self, row, column), FALSE);

  return finish_set (self, row, column,
                     vmx_value_set_number_text (vmx_record_batch_cell (self, row, column),
                                                self->types[column], text, length, self->arena,
                                                error));
}

/**
 * vmx_record_batch_set_string:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @text: UTF-8 text
 * @length: its length in bytes
 * @error: return location for an error, or %NULL
 *
 * Sets a cell to what a text means for the type of the column.
 *
 * Fails with [error@Vmx.Error.INVALID_VALUE] when the column cannot hold it; the cell is then
 * missing.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_record_batch_set_string (VmxRecordBatch *self, guint row, guint column, const char *text,
                             gsize length, GError **error)
{
  g_return_val_if_fail (CHECK_CELL (self, row, column), FALSE);

  return finish_set (self, row, column,
                     vmx_value_set_string (vmx_record_batch_cell (self, row, column),
                                           self->types[column], text, length, self->arena,
                                           error));
}

/**
 * vmx_record_batch_set_boolean:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @value: true or false
 * @error: return location for an error, or %NULL
 *
 * Sets a cell to a boolean.
 *
 * Fails with [error@Vmx.Error.INVALID_VALUE] when the column cannot hold it; the cell is then
 * missing.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_record_batch_set_boolean (VmxRecordBatch *self, guint row, guint column, gboolean value,
                              GError **error)
{
  g_return_val_if_fail (CHECK_CELL (self, row, column), FALSE);

  return finish_set (self, row, column,
                     vmx_value_set_boolean (vmx_record_batch_cell (self, row, column),
                                            self->types[column], value, self->arena, error));
}

/**
 * vmx_record_batch_set_null:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 *
 * Sets a cell to null.
 *
 * Since: 0.1
 */
void
vmx_record_batch_set_null (VmxRecordBatch *self, guint row, guint column)
{
  VmxValue *cell;

  g_return_if_fail (CHECK_CELL (self, row, column));

  cell = vmx_record_batch_cell (self, row, column);
  cell->kind = VMX_VALUE_NULL;
}

/**
 * vmx_record_batch_put_int64:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @value: a whole number; 0 and 1 for a boolean column
 *
 * Sets a cell of a whole-number or boolean column without any check.
 *
 * For those who hold values that were checked before, such as a storage.
 *
 * Since: 0.1
 */
void
vmx_record_batch_put_int64 (VmxRecordBatch *self, guint row, guint column, gint64 value)
{
  VmxValue *cell;

  g_return_if_fail (CHECK_CELL (self, row, column));

  cell = vmx_record_batch_cell (self, row, column);
  cell->kind = self->types[column] == VMX_COLUMN_BOOLEAN ? VMX_VALUE_BOOLEAN : VMX_VALUE_INT64;
  cell->int64 = value;
}

/**
 * vmx_record_batch_put_double:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @value: a number, not NaN
 *
 * Sets a cell of a floating-point column without any check.
 *
 * For those who hold values that were checked before, such as a storage.
 *
 * Since: 0.1
 */
void
vmx_record_batch_put_double (VmxRecordBatch *self, guint row, guint column, double value)
{
  VmxValue *cell;

  g_return_if_fail (CHECK_CELL (self, row, column));

  cell = vmx_record_batch_cell (self, row, column);
  cell->kind = VMX_VALUE_DOUBLE;
  cell->number = value;
}

static void
put_content (VmxRecordBatch *self, guint row, guint column, VmxValueKind kind,
             gconstpointer content, gsize length)
{
  VmxValue *cell = vmx_record_batch_cell (self, row, column);

  cell->kind = kind;
  cell->length = (guint32) length;
  cell->text = vmx_arena_copy_text (self->arena, content, length);
}

/**
 * vmx_record_batch_put_text:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @text: UTF-8 text in the form that cells of the column have
 * @length: its length in bytes
 *
 * Sets a cell of a column that is kept as text, without any check.
 *
 * For those who hold values that were checked before, such as a storage.
 *
 * Since: 0.1
 */
void
vmx_record_batch_put_text (VmxRecordBatch *self, guint row, guint column, const char *text,
                           gsize length)
{
  g_return_if_fail (CHECK_CELL (self, row, column) && length <= VMX_VALUE_MAX_LENGTH);

  put_content (self, row, column, vmx_column_type_get_value_kind (self->types[column]), text,
               length);
}

/**
 * vmx_record_batch_put_blob:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @bytes: (array length=length) (nullable): bytes, may be %NULL if there are none
 * @length: their number
 *
 * Sets a cell of a binary column without any check.
 *
 * For those who hold values that were checked before, such as a storage.
 *
 * Since: 0.1
 */
void
vmx_record_batch_put_blob (VmxRecordBatch *self, guint row, guint column, const guint8 *bytes,
                           gsize length)
{
  g_return_if_fail (CHECK_CELL (self, row, column) && length <= VMX_VALUE_MAX_LENGTH);

  put_content (self, row, column, VMX_VALUE_BLOB, bytes, length);
}

/**
 * vmx_record_batch_put_copy:
 * @self: a batch
 * @row: which row, from 0
 * @column: the position of a column
 * @value: a value of the kind that the column holds, null or missing
 *
 * Sets a cell to a copy of a cell of the same column type, without any check.
 *
 * For those who hold values that were checked before, such as a storage.
 *
 * Since: 0.1
 */
void
vmx_record_batch_put_copy (VmxRecordBatch *self, guint row, guint column, const VmxValue *value)
{
  VmxValue *cell;

  g_return_if_fail (CHECK_CELL (self, row, column));

  cell = vmx_record_batch_cell (self, row, column);
  vmx_value_set_copy (cell, value, self->arena);
}
