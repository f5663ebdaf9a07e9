/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-table.h"

VmxMockTable *
vmx_mock_table_new (VmxObjectSchema *schema)
{
  VmxMockTable *self = g_new0 (VmxMockTable, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->schema = g_object_ref (schema);
  self->with_etags = !g_str_has_prefix (vmx_object_schema_get_name (schema), "vmx_");
  return self;
}

VmxMockTable *
vmx_mock_table_copy (const VmxMockTable *self)
{
  VmxMockTable *copy = vmx_mock_table_new (self->schema);

  copy->tree = vmx_mock_tree_ref (self->tree);
  copy->n_rows = self->n_rows;
  return copy;
}

static void
convert_row (VmxRecordBatch *converted, const VmxMockNode *node)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (converted);
  VmxObjectSchema *old_schema = vmx_record_batch_get_schema (node->batch);
  guint row = vmx_record_batch_add_row (converted);

  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      const char *name = vmx_column_get_name (vmx_object_schema_get_column (schema, i));
      int old = vmx_object_schema_get_column_index (old_schema, name);

      if (old < 0)
        vmx_record_batch_set_null (converted, row, i);
      else
        vmx_record_batch_put_copy (
            converted, row, i, vmx_record_batch_peek_value (node->batch, node->row, (guint) old));
    }
  vmx_record_batch_set_etag (converted, row, vmx_record_batch_get_etag (node->batch, node->row));
}

VmxMockTable *
vmx_mock_table_convert (const VmxMockTable *self, VmxObjectSchema *schema)
{
  VmxMockTable *converted = vmx_mock_table_new (schema);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_auto(VmxMockWalk) walk;
  const VmxMockNode *node;

  vmx_mock_walk_init (&walk, self->tree);
  while ((node = vmx_mock_walk_next (&walk)) != NULL)
    {
      VmxMockNode *tree;
      gboolean is_new;

      convert_row (batch, node);
      tree = vmx_mock_tree_insert (converted->tree, batch, (guint) converted->n_rows, &is_new);
      vmx_mock_tree_unref (converted->tree);
      converted->tree = tree;
      converted->n_rows++;
    }
  return converted;
}

VmxMockTable *
vmx_mock_table_ref (VmxMockTable *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
vmx_mock_table_unref (VmxMockTable *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  vmx_mock_tree_unref (self->tree);
  g_object_unref (self->schema);
  g_free (self);
}

static gboolean
columns_match (VmxColumn *a, VmxColumn *b)
{
  return g_str_equal (vmx_column_get_name (a), vmx_column_get_name (b))
         && vmx_column_get_column_type (a) == vmx_column_get_column_type (b);
}

static gboolean
schemas_match (VmxObjectSchema *a, VmxObjectSchema *b)
{
  guint n_columns = vmx_object_schema_get_n_columns (a);
  guint n_keys = vmx_object_schema_get_n_key_columns (a);

  if (a == b)
    return TRUE;
  if (n_columns != vmx_object_schema_get_n_columns (b)
      || n_keys != vmx_object_schema_get_n_key_columns (b))
    return FALSE;
  for (guint i = 0; i < n_columns; i++)
    if (!columns_match (vmx_object_schema_get_column (a, i), vmx_object_schema_get_column (b, i)))
      return FALSE;
  for (guint i = 0; i < n_keys; i++)
    if (vmx_object_schema_get_key_column_index (a, i)
        != vmx_object_schema_get_key_column_index (b, i))
      return FALSE;
  return TRUE;
}

gboolean
vmx_mock_table_check_schema (const VmxMockTable *self, VmxObjectSchema *schema, GError **error)
{
  if (schemas_match (self->schema, schema))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_DATABASE,
               "table “%s” was made with other columns than these records have; drop it and "
               "create it again",
               vmx_object_schema_get_name (self->schema));
  return FALSE;
}

static gboolean
check_key (VmxRecordBatch *batch, guint row, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  guint n = vmx_object_schema_get_n_key_columns (schema);

  for (guint i = 0; i < n; i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);

      if (!vmx_value_is_null (vmx_record_batch_peek_value (batch, row, column)))
        continue;
      g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
                   "object “%s”: row %u has no value in key column “%s”",
                   vmx_object_schema_get_name (schema), row,
                   vmx_column_get_name (vmx_object_schema_get_column (schema, column)));
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_masked (GBytes *rows, guint row)
{
  gsize size;
  const guint8 *mask;

  if (rows == NULL)
    return FALSE;
  mask = g_bytes_get_data (rows, &size);
  return row >= size || mask[row] == 0;
}

/* Adds the row as it is to be stored: what is missing comes from the stored record or is null. */
static guint
append_row (const VmxMockTable *self, VmxRecordBatch *chunk, VmxRecordBatch *batch, guint row,
            const VmxMockNode *stored)
{
  guint added = vmx_record_batch_add_row (chunk);
  guint n = vmx_record_batch_get_n_columns (chunk);
  const char *etag = vmx_record_batch_get_etag (batch, row);

  for (guint i = 0; i < n; i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, i);

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING && stored != NULL)
        value = vmx_record_batch_peek_value (stored->batch, stored->row, i);
      if (vmx_value_is_null (value))
        vmx_record_batch_set_null (chunk, added, i);
      else
        vmx_record_batch_put_copy (chunk, added, i, value);
    }
  if (etag == NULL && stored != NULL)
    etag = vmx_record_batch_get_etag (stored->batch, stored->row);
  if (self->with_etags)
    vmx_record_batch_set_etag (chunk, added, etag);
  return added;
}

gboolean
vmx_mock_table_put (VmxMockTable *self, VmxRecordBatch *batch, VmxPutMode mode, GBytes *rows,
                    GError **error)
{
  g_autoptr(VmxRecordBatch) chunk = vmx_record_batch_new (self->schema);
  g_autoptr(VmxMockNode) tree = vmx_mock_tree_ref (self->tree);
  guint64 n_rows = self->n_rows;

  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      const VmxMockNode *stored = NULL;
      VmxMockNode *changed;
      gboolean is_new;

      if (is_masked (rows, row) || vmx_record_batch_is_deleted (batch, row))
        continue;
      if (!check_key (batch, row, error))
        return FALSE;
      if (mode == VMX_PUT_MERGE)
        stored = vmx_mock_tree_find (tree, batch, row);
      changed = vmx_mock_tree_insert (tree, chunk, append_row (self, chunk, batch, row, stored),
                                      &is_new);
      vmx_mock_tree_unref (tree);
      tree = changed;
      n_rows += is_new ? 1 : 0;
    }
  vmx_mock_tree_unref (self->tree);
  self->tree = g_steal_pointer (&tree);
  self->n_rows = n_rows;
  return TRUE;
}

gboolean
vmx_mock_table_remove (VmxMockTable *self, VmxRecordBatch *batch, GBytes *rows,
                       guint64 *n_removed, GError **error)
{
  g_autoptr(VmxMockNode) tree = vmx_mock_tree_ref (self->tree);

  *n_removed = 0;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      VmxMockNode *changed;
      gboolean was_there;

      if (is_masked (rows, row))
        continue;
      if (!check_key (batch, row, error))
        return FALSE;
      changed = vmx_mock_tree_remove (tree, batch, row, &was_there);
      vmx_mock_tree_unref (tree);
      tree = changed;
      *n_removed += was_there ? 1 : 0;
    }
  vmx_mock_tree_unref (self->tree);
  self->tree = g_steal_pointer (&tree);
  self->n_rows -= *n_removed;
  return TRUE;
}

void
vmx_mock_table_clear (VmxMockTable *self)
{
  g_clear_pointer (&self->tree, vmx_mock_tree_unref);
  self->n_rows = 0;
}

VmxRecordBatch *
vmx_mock_table_lookup (const VmxMockTable *self, VmxRecordBatch *keys, GError **error)
{
  g_autoptr(VmxRecordBatch) found
      = vmx_record_batch_new (vmx_record_batch_get_schema (keys));
  guint n_columns = vmx_record_batch_get_n_columns (found);

  for (guint row = 0; row < vmx_record_batch_get_n_rows (keys); row++)
    {
      const VmxMockNode *stored;

      if (!check_key (keys, row, error))
        return NULL;
      vmx_record_batch_add_row (found);
      stored = vmx_mock_tree_find (self->tree, keys, row);
      if (stored == NULL)
        continue;
      for (guint i = 0; i < n_columns; i++)
        vmx_record_batch_put_copy (found, row, i,
                                   vmx_record_batch_peek_value (stored->batch, stored->row, i));
      vmx_record_batch_set_etag (found, row,
                                 vmx_record_batch_get_etag (stored->batch, stored->row));
    }
  return g_steal_pointer (&found);
}

void
vmx_mock_table_check (const VmxMockTable *self, GPtrArray *damages)
{
  const char *name = vmx_object_schema_get_name (self->schema);
  guint64 n_nodes;

  if (!vmx_mock_tree_is_sound (self->tree, &n_nodes))
    g_ptr_array_add (damages, g_strdup_printf ("table “%s”: its records are not in the order of "
                                               "their keys",
                                               name));
  if (n_nodes != self->n_rows)
    g_ptr_array_add (damages,
                     g_strdup_printf ("table “%s”: there are %" G_GUINT64_FORMAT
                                      " records, but it counts %" G_GUINT64_FORMAT,
                                      name, n_nodes, self->n_rows));
}
