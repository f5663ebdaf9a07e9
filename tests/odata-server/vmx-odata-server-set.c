/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-set.h"

#include <string.h>

VmxServerSet *
vmx_server_set_new (VmxObjectSchema *schema)
{
  VmxServerSet *self = g_new0 (VmxServerSet, 1);

  self->schema = g_object_ref (schema);
  self->batch = vmx_record_batch_new (schema);
  self->rows_by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->versions = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
vmx_server_set_free (VmxServerSet *self)
{
  g_object_unref (self->schema);
  g_object_unref (self->batch);
  g_hash_table_unref (self->rows_by_key);
  g_array_unref (self->versions);
  g_free (self);
}

const char *
vmx_server_set_get_name (VmxServerSet *self)
{
  return vmx_object_schema_get_name (self->schema);
}

/* --- Rows --- */

/* Keys that the set makes go on behind the highest. */
static void
note_key (VmxServerSet *self, guint row)
{
  const VmxValue *value = vmx_record_batch_peek_value (
      self->batch, row, vmx_object_schema_get_key_column_index (self->schema, 0));

  if (vmx_value_get_kind (value) == VMX_VALUE_INT64)
    self->last_key = MAX (self->last_key, vmx_value_get_int64 (value));
}

void
vmx_server_set_index_rows (VmxServerSet *self)
{
  const guint first_version = 1;

  for (guint row = self->versions->len; row < vmx_record_batch_get_n_rows (self->batch); row++)
    {
      g_hash_table_insert (self->rows_by_key, vmx_record_batch_get_key_text (self->batch, row),
                           GUINT_TO_POINTER (row));
      g_array_append_val (self->versions, first_version);
      note_key (self, row);
    }
}

gint64
vmx_server_set_find (VmxServerSet *self, const char *key_text)
{
  gpointer row;

  if (!g_hash_table_lookup_extended (self->rows_by_key, key_text, NULL, &row))
    return -1;
  return GPOINTER_TO_UINT (row);
}

void
vmx_server_set_remove (VmxServerSet *self, guint row)
{
  g_autofree char *key = vmx_record_batch_get_key_text (self->batch, row);

  g_hash_table_remove (self->rows_by_key, key);
  g_array_index (self->versions, guint, row) = 0;
}

char *
vmx_server_set_get_etag (VmxServerSet *self, guint row)
{
  guint version = g_array_index (self->versions, guint, row);

  /* Who changes a byte of it while it is kept or sent shall be found out. */
  return g_strdup_printf ("W/\"%u-%u%s\"", row, version, version > 1 ? "\\+%2F='&#" : "");
}

/* --- Selecting --- */

typedef struct
{
  VmxRecordBatch *batch;
  GArray *columns; /* of int: a column plus one, negative for descending */
} Order;

static Order
parse_order (VmxServerSet *self, const char *text, GError **error)
{
  Order order = { self->batch, g_array_new (FALSE, FALSE, sizeof (int)) };
  g_auto(GStrv) items = g_strsplit (text, ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (g_strstrip (items[i]), " ", 2);
      gboolean descending = words[0] != NULL && g_strcmp0 (words[1], "desc") == 0;
      int column = vmx_object_schema_get_column_index (self->schema, words[0] ? words[0] : "");
      int item = descending ? -(column + 1) : column + 1;

      if (column < 0)
        g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "$orderby: “%s” is no property",
                     items[i]);
      if (column < 0)
        break;
      g_array_append_val (order.columns, item);
    }
  return order;
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  const Order *order = data;

  for (guint i = 0; i < order->columns->len; i++)
    {
      int item = g_array_index (order->columns, int, i);
      guint column = (guint) ABS (item) - 1;
      int result = vmx_value_compare (vmx_record_batch_peek_value (order->batch, *(const guint *) a,
                                                                   column),
                                      vmx_record_batch_peek_value (order->batch, *(const guint *) b,
                                                                   column));

      if (result != 0)
        return item > 0 ? result : -result;
    }
  return 0;
}

static gboolean
is_sorted (GArray *rows, Order *order)
{
  for (guint i = 1; i < rows->len; i++)
    {
      if (compare_rows (&g_array_index (rows, guint, i - 1), &g_array_index (rows, guint, i), order)
          > 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
sort_rows (VmxServerSet *self, GArray *rows, const char *text, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  Order order = parse_order (self, text, &local_error);

  /* Most sets stand in the order of their keys. */
  if (local_error == NULL && !is_sorted (rows, &order))
    g_array_sort_with_data (rows, compare_rows, &order);
  g_array_unref (order.columns);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

GArray *
vmx_server_set_select (VmxServerSet *self, const char *filter, const char *order, GError **error)
{
  g_autoptr(GArray) rows = g_array_sized_new (FALSE, FALSE, sizeof (guint), self->versions->len);
  g_autoptr(VmxQuery) query = NULL;

  if (filter != NULL)
    {
      query = vmx_query_new_from_filter (filter, self->schema, error);
      if (query == NULL || !vmx_query_can_evaluate (query, error))
        return NULL;
    }
  for (guint row = 0; row < self->versions->len; row++)
    {
      if (g_array_index (self->versions, guint, row) != 0
          && (query == NULL || vmx_query_matches (query, self->batch, row)))
        g_array_append_val (rows, row);
    }
  if (order != NULL && !sort_rows (self, rows, order, error))
    return NULL;
  return g_steal_pointer (&rows);
}

/* --- Writing --- */

static void
write_cell (VmxServerSet *self, guint row, guint column, const VmxServerFormat *format,
            VmxJsonWriter *writer)
{
  const VmxValue *value = vmx_record_batch_peek_value (self->batch, row, column);
  VmxColumnType type
      = vmx_column_get_column_type (vmx_object_schema_get_column (self->schema, column));
  g_autofree char *text = NULL;

  if (vmx_value_is_null (value) || (type != VMX_COLUMN_INT64 && type != VMX_COLUMN_DECIMAL))
    {
      vmx_json_writer_value (writer, value);
      return;
    }
  text = vmx_value_to_string (value);
  if (format->exact_strings)
    vmx_json_writer_string (writer, text, -1);
  else
    vmx_json_writer_number (writer, text, -1);
}

static void
write_etag (VmxServerSet *self, guint row, const VmxServerFormat *format, VmxJsonWriter *writer)
{
  g_autofree char *etag = vmx_server_set_get_etag (self, row);
  char name[32];

  g_snprintf (name, sizeof name, "%setag", format->prefix);
  vmx_json_writer_member (writer, name, -1);
  vmx_json_writer_string (writer, etag, -1);
}

void
vmx_server_set_write_row (VmxServerSet *self, guint row, const VmxServerFormat *format,
                          VmxJsonWriter *writer)
{
  vmx_json_writer_start_object (writer);
  if (!format->no_etags)
    write_etag (self, row, format, writer);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (self->batch); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (self->schema, i);

      if (vmx_column_get_column_type (column) == VMX_COLUMN_STREAM
          || (format->columns != NULL && !format->columns[i]
              && !vmx_object_schema_is_key_column (self->schema, i)))
        continue;
      vmx_json_writer_member (writer, vmx_column_get_name (column), -1);
      write_cell (self, row, i, format, writer);
    }
  vmx_json_writer_end_object (writer);
}
