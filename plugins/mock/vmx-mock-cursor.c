/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-cursor.h"

/* So many records are looked at between two looks at the cancellable. */
#define ROWS_BETWEEN_CHECKS 256

struct _VmxMockCursor
{
  GObject parent_instance;

  VmxSelection *selection;
  VmxMockWalk walk;
  GPtrArray *sorted; /* (element-type VmxMockNode) (nullable), made for the first batch */
  guint position;    /* in sorted */
  gint64 left;       /* records that may still be given, -1 for no limit */
};

static void vmx_mock_cursor_storage_cursor_init (VmxStorageCursorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxMockCursor, vmx_mock_cursor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE_CURSOR,
                                                      vmx_mock_cursor_storage_cursor_init))

/* NULL at the end, and with an error when cancelled. */
static const VmxMockNode *
next_match (VmxMockCursor *self, GCancellable *cancellable, GError **error)
{
  VmxQuery *query = vmx_selection_get_query (self->selection);
  const VmxMockNode *node;
  guint n_seen = 0;

  while ((node = vmx_mock_walk_next (&self->walk)) != NULL)
    {
      if (query == NULL || vmx_query_matches (query, node->batch, node->row))
        return node;
      if (++n_seen % ROWS_BETWEEN_CHECKS == 0
          && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  return NULL;
}

static int
compare_column (VmxSelection *selection, guint position, const VmxMockNode *a,
                const VmxMockNode *b)
{
  guint column = vmx_selection_get_order_column (selection, position);
  VmxOrder order = vmx_selection_get_order (selection, position);
  gboolean descending
      = order == VMX_ORDER_DESCENDING || order == VMX_ORDER_DESCENDING_IGNORE_CASE;
  gboolean ignore_case
      = order == VMX_ORDER_ASCENDING_IGNORE_CASE || order == VMX_ORDER_DESCENDING_IGNORE_CASE;
  VmxObjectSchema *schema = vmx_selection_get_schema (selection);
  const VmxValue *left = vmx_record_batch_peek_value (a->batch, a->row, column);
  const VmxValue *right = vmx_record_batch_peek_value (b->batch, b->row, column);
  VmxColumnType type
      = vmx_column_get_column_type (vmx_object_schema_get_column (schema, column));
  gsize left_length, right_length;
  const char *left_text = vmx_value_get_text (left, &left_length);
  const char *right_text = vmx_value_get_text (right, &right_length);
  int result;

  if (ignore_case && left_text != NULL && right_text != NULL)
    result = vmx_column_type_compare_text (type, TRUE, left_text, left_length, right_text,
                                           right_length);
  else
    result = vmx_value_compare (left, right);
  return descending ? -result : result;
}

static int
compare_nodes (gconstpointer a, gconstpointer b, gpointer user_data)
{
  VmxSelection *selection = user_data;
  int result = 0;

  for (guint i = 0; i < vmx_selection_get_n_orders (selection) && result == 0; i++)
    result = compare_column (selection, i, *(const VmxMockNode *const *) a,
                             *(const VmxMockNode *const *) b);
  return result;
}

/* The sort is stable, so that records that are alike stay in the order of their keys. */
static gboolean
sort_all (VmxMockCursor *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr(GError) local_error = NULL;
  const VmxMockNode *node;

  while ((node = next_match (self, cancellable, &local_error)) != NULL)
    g_ptr_array_add (nodes, (gpointer) node);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_ptr_array_sort_with_data (nodes, compare_nodes, self->selection);
  self->sorted = g_steal_pointer (&nodes);
  return TRUE;
}

static const VmxMockNode *
next_node (VmxMockCursor *self, GCancellable *cancellable, GError **error)
{
  if (vmx_selection_get_n_orders (self->selection) == 0)
    return next_match (self, cancellable, error);
  if (self->sorted == NULL && !sort_all (self, cancellable, error))
    return NULL;
  return self->position < self->sorted->len ? self->sorted->pdata[self->position++] : NULL;
}

static void
append_node (VmxMockCursor *self, VmxRecordBatch *batch, const VmxMockNode *node)
{
  guint row = vmx_record_batch_add_row (batch);
  guint n = vmx_record_batch_get_n_columns (batch);

  for (guint i = 0; i < n; i++)
    if (vmx_selection_has_column (self->selection, i))
      vmx_record_batch_put_copy (batch, row, i,
                                 vmx_record_batch_peek_value (node->batch, node->row, i));
  if (vmx_selection_get_with_etags (self->selection))
    vmx_record_batch_set_etag (batch, row, vmx_record_batch_get_etag (node->batch, node->row));
}

static VmxRecordBatch *
vmx_mock_cursor_next (VmxStorageCursor *cursor, guint max_rows, GCancellable *cancellable,
                      GError **error)
{
  VmxMockCursor *self = VMX_MOCK_CURSOR (cursor);
  g_autoptr(VmxRecordBatch) batch
      = vmx_record_batch_new (vmx_selection_get_schema (self->selection));
  g_autoptr(GError) local_error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  while (vmx_record_batch_get_n_rows (batch) < max_rows && self->left != 0)
    {
      const VmxMockNode *node = next_node (self, cancellable, &local_error);

      if (node == NULL)
        break;
      append_node (self, batch, node);
      if (self->left > 0)
        self->left--;
    }
  if (local_error == NULL)
    return g_steal_pointer (&batch);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
vmx_mock_cursor_storage_cursor_init (VmxStorageCursorInterface *iface)
{
  iface->next = vmx_mock_cursor_next;
}

static void
vmx_mock_cursor_finalize (GObject *object)
{
  VmxMockCursor *self = VMX_MOCK_CURSOR (object);

  g_clear_pointer (&self->sorted, g_ptr_array_unref);
  vmx_mock_walk_clear (&self->walk);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (vmx_mock_cursor_parent_class)->finalize (object);
}

static void
vmx_mock_cursor_class_init (VmxMockCursorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_mock_cursor_finalize;
}

static void
vmx_mock_cursor_init (VmxMockCursor *self)
{
}

VmxMockCursor *
vmx_mock_cursor_new (VmxMockTable *table, VmxSelection *selection)
{
  VmxMockCursor *self = g_object_new (VMX_TYPE_MOCK_CURSOR, NULL);

  self->selection = g_object_ref (selection);
  self->left = vmx_selection_get_limit (selection);
  vmx_mock_walk_init (&self->walk, table->tree);
  return self;
}

gint64
vmx_mock_cursor_count (VmxMockCursor *self)
{
  gint64 n = 0;

  while (next_match (self, NULL, NULL) != NULL)
    n++;
  return n;
}
