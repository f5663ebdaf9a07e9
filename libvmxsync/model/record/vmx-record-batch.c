/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows; the cells, the whole records and the facts about the batch have files of their own. */
#include <libvmxsync/model/record/vmx-record-batch-private.h>

#include <string.h>

/**
 * VmxRecordBatch:
 *
 * The records of one request, and what a transport tells of them as a whole.
 *
 * Records are rows, and the columns are those of the object's schema in their order. A cell that
 * nobody set is missing, which is not the same as null. A batch belongs to one thread at a time.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (VmxRecordBatch, vmx_record_batch, G_TYPE_OBJECT)

static void
vmx_record_batch_finalize (GObject *object)
{
  VmxRecordBatch *self = VMX_RECORD_BATCH (object);

  g_clear_object (&self->schema);
  vmx_arena_free (self->arena);
  g_free (self->cells);
  g_free (self->rows);
  g_free (self->types);
  g_free (self->is_key);
  g_free (self->next_context);
  g_free (self->bookmark);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  G_OBJECT_CLASS (vmx_record_batch_parent_class)->finalize (object);
}

static void
vmx_record_batch_class_init (VmxRecordBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_record_batch_finalize;
}

static void
vmx_record_batch_init (VmxRecordBatch *self)
{
  self->arena = vmx_arena_new ();
  self->total = -1;
}

/**
 * vmx_record_batch_new:
 * @schema: the sealed schema of an object
 *
 * Makes an empty batch.
 *
 * Returns: (transfer full): the batch
 *
 * Since: 0.1
 */
VmxRecordBatch *
vmx_record_batch_new (VmxObjectSchema *schema)
{
  VmxRecordBatch *self;

  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), NULL);
  g_return_val_if_fail (vmx_object_schema_is_sealed (schema), NULL);

  self = g_object_new (VMX_TYPE_RECORD_BATCH, NULL);
  self->schema = g_object_ref (schema);
  self->n_columns = vmx_object_schema_get_n_columns (schema);
  self->types = g_new0 (VmxColumnType, self->n_columns);
  self->is_key = g_new0 (gboolean, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      self->types[i] = vmx_column_get_column_type (vmx_object_schema_get_column (schema, i));
      self->is_key[i] = vmx_object_schema_is_key_column (schema, i);
    }
  return self;
}

/**
 * vmx_record_batch_get_schema:
 * @self: a batch
 *
 * Gets the schema of the records.
 *
 * Returns: (transfer none): the schema
 *
 * Since: 0.1
 */
VmxObjectSchema *
vmx_record_batch_get_schema (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), NULL);

  return self->schema;
}

/**
 * vmx_record_batch_get_n_rows:
 * @self: a batch
 *
 * Gets the number of rows, those of deleted records included.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_record_batch_get_n_rows (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), 0);

  return self->n_rows;
}

/**
 * vmx_record_batch_get_n_columns:
 * @self: a batch
 *
 * Gets the number of columns.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_record_batch_get_n_columns (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), 0);

  return self->n_columns;
}

/**
 * vmx_record_batch_add_row:
 * @self: a batch
 *
 * Adds a row whose cells are all missing.
 *
 * Returns: the position of the row
 *
 * Since: 0.1
 */
guint
vmx_record_batch_add_row (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), 0);

  if (self->n_rows == self->n_allocated)
    {
      self->n_allocated = MAX (4, self->n_allocated * 2);
      self->cells = g_renew (VmxValue, self->cells, (gsize) self->n_allocated * self->n_columns);
      self->rows = g_renew (VmxRowInfo, self->rows, self->n_allocated);
    }
  memset (vmx_record_batch_cell (self, self->n_rows, 0), 0, sizeof (VmxValue) * self->n_columns);
  self->rows[self->n_rows] = (VmxRowInfo){ NULL, FALSE };
  return self->n_rows++;
}

/**
 * vmx_record_batch_drop_last_row:
 * @self: a batch
 *
 * Takes the last row away.
 *
 * Since: 0.1
 */
void
vmx_record_batch_drop_last_row (VmxRecordBatch *self)
{
  g_return_if_fail (VMX_IS_RECORD_BATCH (self));

  if (self->n_rows == 0)
    return;
  self->n_rows--;
  if (self->rows[self->n_rows].deleted)
    self->n_deleted--;
}

/**
 * vmx_record_batch_get_etag:
 * @self: a batch
 * @row: which row, from 0
 *
 * Gets the version tag that the server gave the record.
 *
 * Returns: (nullable): the tag
 *
 * Since: 0.1
 */
const char *
vmx_record_batch_get_etag (VmxRecordBatch *self, guint row)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self) && row < self->n_rows, NULL);

  return self->rows[row].etag;
}

/**
 * vmx_record_batch_set_etag:
 * @self: a batch
 * @row: which row, from 0
 * @etag: (nullable): the tag, byte for byte as the server sent it
 *
 * Sets the version tag of a record.
 *
 * Since: 0.1
 */
void
vmx_record_batch_set_etag (VmxRecordBatch *self, guint row, const char *etag)
{
  g_return_if_fail (VMX_IS_RECORD_BATCH (self) && row < self->n_rows);

  self->rows[row].etag
      = etag != NULL ? vmx_arena_copy_text (self->arena, etag, strlen (etag)) : NULL;
}

/**
 * vmx_record_batch_add_deleted:
 * @self: a batch
 * @row: which row, from 0
 *
 * Marks a row as the key of a deleted record; only its key columns count.
 *
 * Since: 0.1
 */
void
vmx_record_batch_add_deleted (VmxRecordBatch *self, guint row)
{
  g_return_if_fail (VMX_IS_RECORD_BATCH (self) && row < self->n_rows);

  self->n_deleted += self->rows[row].deleted ? 0 : 1;
  self->rows[row].deleted = TRUE;
}

/**
 * vmx_record_batch_is_deleted:
 * @self: a batch
 * @row: which row, from 0
 *
 * Says whether a row is the key of a deleted record.
 *
 * Returns: %TRUE if it is
 *
 * Since: 0.1
 */
gboolean
vmx_record_batch_is_deleted (VmxRecordBatch *self, guint row)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self) && row < self->n_rows, FALSE);

  return self->rows[row].deleted;
}

/**
 * vmx_record_batch_get_n_deleted:
 * @self: a batch
 *
 * Gets the number of rows that are keys of deleted records.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_record_batch_get_n_deleted (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), 0);

  return self->n_deleted;
}
