/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-selection.h>

#include <libvmxsync/model/value/vmx-value-private.h>

typedef struct
{
  guint column;
  VmxOrder order;
} OrderBy;

/**
 * VmxSelection:
 *
 * What a storage is asked to read: records, columns, order and limit.
 *
 * The query of a selection has only what [func@Vmx.Selection.can_push] allows, so that every
 * storage understands it.
 *
 * Since: 0.1
 */
struct _VmxSelection
{
  GObject parent_instance;

  VmxObjectSchema *schema;
  VmxQuery *query;
  gboolean *columns; /* NULL for all */
  GArray *orders;    /* (element-type OrderBy) */
  gint64 limit;
  gboolean with_etags;
};

G_DEFINE_FINAL_TYPE (VmxSelection, vmx_selection, G_TYPE_OBJECT)

static void
vmx_selection_finalize (GObject *object)
{
  VmxSelection *self = VMX_SELECTION (object);

  g_clear_object (&self->schema);
  g_clear_pointer (&self->query, vmx_query_unref);
  g_free (self->columns);
  g_array_unref (self->orders);
  G_OBJECT_CLASS (vmx_selection_parent_class)->finalize (object);
}

static void
vmx_selection_class_init (VmxSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_selection_finalize;
}

static void
vmx_selection_init (VmxSelection *self)
{
  self->orders = g_array_new (FALSE, FALSE, sizeof (OrderBy));
  self->limit = -1;
}

/**
 * vmx_selection_new:
 * @schema: the sealed schema of an object
 *
 * Makes a selection of all columns of all records of an object.
 *
 * Returns: (transfer full): the selection
 *
 * Since: 0.1
 */
VmxSelection *
vmx_selection_new (VmxObjectSchema *schema)
{
  VmxSelection *self;

  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), NULL);
  g_return_val_if_fail (vmx_object_schema_is_sealed (schema), NULL);

  self = g_object_new (VMX_TYPE_SELECTION, NULL);
  self->schema = g_object_ref (schema);
  return self;
}

/**
 * vmx_selection_get_schema:
 * @self: a selection
 *
 * Gets the schema of the object whose records are selected.
 *
 * Returns: (transfer none): the schema
 *
 * Since: 0.1
 */
VmxObjectSchema *
vmx_selection_get_schema (VmxSelection *self)
{
  g_return_val_if_fail (VMX_IS_SELECTION (self), NULL);
  return self->schema;
}

/* The column that a node stands for, or NULL. A query may have been made for another schema. */
static VmxColumn *
find_column (VmxQuery *node, VmxObjectSchema *schema)
{
  int index;
  VmxColumn *column;

  if (vmx_query_get_kind (node) != VMX_QUERY_COLUMN)
    return NULL;
  index = vmx_query_get_column (node);
  if (index < 0 || (guint) index >= vmx_object_schema_get_n_columns (schema))
    return NULL;
  column = vmx_object_schema_get_column (schema, index);
  return g_strcmp0 (vmx_column_get_name (column), vmx_query_get_name (node)) == 0 ? column : NULL;
}

static gboolean
kind_fits_column (const VmxValue *value, VmxColumnType type)
{
  VmxValueKind kind = vmx_value_get_kind (value);
  VmxValueKind column_kind = vmx_column_type_get_value_kind (type);

  /* Structured values have no order, and streams are not in the table. */
  if (type == VMX_COLUMN_JSON || type == VMX_COLUMN_STREAM)
    return FALSE;
  if (kind == VMX_VALUE_NULL)
    return TRUE;
  if (kind == VMX_VALUE_INT64)
    return column_kind == VMX_VALUE_INT64 || column_kind == VMX_VALUE_DOUBLE
           || column_kind == VMX_VALUE_DECIMAL;
  return kind == column_kind;
}

static gboolean
is_literal_for (VmxQuery *node, VmxColumn *column)
{
  return vmx_query_get_kind (node) == VMX_QUERY_LITERAL
         && kind_fits_column (vmx_query_get_value (node), vmx_column_get_column_type (column));
}

/* A column, then one literal of its kind or more: the shape of comparisons and of IN. */
static gboolean
is_column_with_literals (VmxQuery *node, VmxObjectSchema *schema)
{
  VmxColumn *column = find_column (vmx_query_get_child (node, 0), schema);

  if (column == NULL)
    return FALSE;
  for (guint i = 1; i < vmx_query_get_n_children (node); i++)
    if (!is_literal_for (vmx_query_get_child (node, i), column))
      return FALSE;
  return TRUE;
}

static gboolean
is_like_of_text (VmxQuery *node, VmxObjectSchema *schema)
{
  VmxColumn *column = find_column (vmx_query_get_child (node, 0), schema);
  VmxQuery *pattern = vmx_query_get_child (node, 1);

  return column != NULL && vmx_column_get_column_type (column) == VMX_COLUMN_STRING
         && vmx_query_get_kind (pattern) == VMX_QUERY_LITERAL
         && vmx_value_get_kind (vmx_query_get_value (pattern)) == VMX_VALUE_TEXT;
}

/* Under NOT the unknown of SQL and the false of OData part ways, so only few are let through. */
static gboolean
can_negate (VmxQuery *node)
{
  switch ((guint) vmx_query_get_kind (node))
    {
    case VMX_QUERY_IS_NULL:
      return TRUE;
    case VMX_QUERY_IN:
    case VMX_QUERY_LIKE:
      return vmx_query_get_nulls (node) == VMX_QUERY_NULLS_SQL;
    default:
      return FALSE;
    }
}

static gboolean
can_push_all_children (VmxQuery *node, VmxObjectSchema *schema)
{
  for (guint i = 0; i < vmx_query_get_n_children (node); i++)
    if (!vmx_selection_can_push (vmx_query_get_child (node, i), schema))
      return FALSE;
  return TRUE;
}

/**
 * vmx_selection_can_push:
 * @query: a condition
 * @schema: the sealed schema of an object
 *
 * Says whether every storage understands a condition. What it does not understand is evaluated
 * above the storage, with [method@Vmx.Query.matches].
 *
 * Understood are:
 *
 * - AND and OR of what is understood;
 * - comparisons of a column (left) with a literal (right) of the column's kind or null. Numbers may
 *   be INT64 or DOUBLE with a floating-point column, INT64 or DECIMAL with a decimal
 *   column, and INT64 with a whole-number column. Both treatments of null occur;
 * - IN of a column with such literals;
 * - LIKE of a text column with a text literal;
 * - IS_NULL of a column;
 * - NOT right above an IS_NULL, or right above an IN or a LIKE with
 *   [enum@Vmx.QueryNulls.SQL].
 *
 * Columns of structured values and streams are understood in IS_NULL only.
 *
 * Returns: %TRUE if every storage does
 *
 * Since: 0.1
 */
gboolean
vmx_selection_can_push (VmxQuery *query, VmxObjectSchema *schema)
{
  VmxQuery *negated;

  g_return_val_if_fail (query != NULL, FALSE);
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), FALSE);

  switch ((guint) vmx_query_get_kind (query))
    {
    case VMX_QUERY_AND:
    case VMX_QUERY_OR:
      return can_push_all_children (query, schema);
    case VMX_QUERY_EQ:
    case VMX_QUERY_NE:
    case VMX_QUERY_GT:
    case VMX_QUERY_GE:
    case VMX_QUERY_LT:
    case VMX_QUERY_LE:
    case VMX_QUERY_IN:
      return is_column_with_literals (query, schema);
    case VMX_QUERY_LIKE:
      return is_like_of_text (query, schema);
    case VMX_QUERY_IS_NULL:
      return find_column (vmx_query_get_child (query, 0), schema) != NULL;
    case VMX_QUERY_NOT:
      negated = vmx_query_get_child (query, 0);
      return can_negate (negated) && vmx_selection_can_push (negated, schema);
    default:
      return FALSE;
    }
}

/**
 * vmx_selection_set_query:
 * @self: a selection
 * @query: (nullable): a condition that [func@Vmx.Selection.can_push] allows, %NULL for all records
 *
 * Sets which records are selected.
 *
 * Since: 0.1
 */
void
vmx_selection_set_query (VmxSelection *self, VmxQuery *query)
{
  g_return_if_fail (VMX_IS_SELECTION (self));
  g_return_if_fail (query == NULL || vmx_selection_can_push (query, self->schema));

  if (query != NULL)
    vmx_query_ref (query);
  g_clear_pointer (&self->query, vmx_query_unref);
  self->query = query;
}

/**
 * vmx_selection_get_query:
 * @self: a selection
 *
 * Gets which records are selected.
 *
 * Returns: (transfer none) (nullable): the condition, %NULL for all records
 *
 * Since: 0.1
 */
VmxQuery *
vmx_selection_get_query (VmxSelection *self)
{
  g_return_val_if_fail (VMX_IS_SELECTION (self), NULL);
  return self->query;
}

/**
 * vmx_selection_add_column:
 * @self: a selection
 * @column: a column by its position in the schema
 *
 * Adds a column to those that are read. Without any call all columns are read; after the first one,
 * those that were not added stay missing in the batches.
 *
 * Since: 0.1
 */
void
vmx_selection_add_column (VmxSelection *self, guint column)
{
  g_return_if_fail (VMX_IS_SELECTION (self));
  g_return_if_fail (column < vmx_object_schema_get_n_columns (self->schema));

  if (self->columns == NULL)
    self->columns = g_new0 (gboolean, vmx_object_schema_get_n_columns (self->schema));
  self->columns[column] = TRUE;
}

/**
 * vmx_selection_has_column:
 * @self: a selection
 * @column: a column by its position in the schema
 *
 * Says whether a column is read.
 *
 * Returns: %TRUE if it is
 *
 * Since: 0.1
 */
gboolean
vmx_selection_has_column (VmxSelection *self, guint column)
{
  g_return_val_if_fail (VMX_IS_SELECTION (self), FALSE);
  g_return_val_if_fail (column < vmx_object_schema_get_n_columns (self->schema), FALSE);

  return self->columns == NULL || self->columns[column];
}

/**
 * vmx_selection_add_order:
 * @self: a selection
 * @column: a column by its position in the schema
 * @order: how to order by it
 *
 * Orders the records by one more column, which counts where all columns before are equal.
 *
 * Since: 0.1
 */
void
vmx_selection_add_order (VmxSelection *self, guint column, VmxOrder order)
{
  OrderBy by = { column, order };

  g_return_if_fail (VMX_IS_SELECTION (self));
  g_return_if_fail (column < vmx_object_schema_get_n_columns (self->schema));

  g_array_append_val (self->orders, by);
}

/**
 * vmx_selection_get_n_orders:
 * @self: a selection
 *
 * Gets how many columns the records are ordered by.
 *
 * Returns: the number of columns
 *
 * Since: 0.1
 */
guint
vmx_selection_get_n_orders (VmxSelection *self)
{
  g_return_val_if_fail (VMX_IS_SELECTION (self), 0);
  return self->orders->len;
}

/**
 * vmx_selection_get_order_column:
 * @self: a selection
 * @position: a position from 0 on
 *
 * Gets a column that the records are ordered by.
 *
 * Returns: the column's position in the schema
 *
 * Since: 0.1
 */
guint
vmx_selection_get_order_column (VmxSelection *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SELECTION (self), 0);
  g_return_val_if_fail (position < self->orders->len, 0);

  return g_array_index (self->orders, OrderBy, position).column;
}

/**
 * vmx_selection_get_order:
 * @self: a selection
 * @position: a position from 0 on
 *
 * Gets how the records are ordered by a column.
 *
 * Returns: the order
 *
 * Since: 0.1
 */
VmxOrder
vmx_selection_get_order (VmxSelection *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SELECTION (self), VMX_ORDER_ASCENDING);
  g_return_val_if_fail (position < self->orders->len, VMX_ORDER_ASCENDING);

  return g_array_index (self->orders, OrderBy, position).order;
}

/**
 * vmx_selection_set_limit:
 * @self: a selection
 * @limit: a number of records, -1 for no limit
 *
 * Sets how many records are read at most.
 *
 * Since: 0.1
 */
void
vmx_selection_set_limit (VmxSelection *self, gint64 limit)
{
  g_return_if_fail (VMX_IS_SELECTION (self));
  g_return_if_fail (limit >= -1);

  self->limit = limit;
}

/**
 * vmx_selection_get_limit:
 * @self: a selection
 *
 * Gets how many records are read at most.
 *
 * Returns: the number of records, -1 for no limit
 *
 * Since: 0.1
 */
gint64
vmx_selection_get_limit (VmxSelection *self)
{
  g_return_val_if_fail (VMX_IS_SELECTION (self), -1);
  return self->limit;
}

/**
 * vmx_selection_set_with_etags:
 * @self: a selection
 * @with_etags: whether batches carry the etags, too
 *
 * Sets whether batches carry the etags; off by default.
 *
 * Since: 0.1
 */
void
vmx_selection_set_with_etags (VmxSelection *self, gboolean with_etags)
{
  g_return_if_fail (VMX_IS_SELECTION (self));
  self->with_etags = with_etags;
}

/**
 * vmx_selection_get_with_etags:
 * @self: a selection
 *
 * Gets whether batches carry the etags, too.
 *
 * Returns: %TRUE if they do
 *
 * Since: 0.1
 */
gboolean
vmx_selection_get_with_etags (VmxSelection *self)
{
  g_return_val_if_fail (VMX_IS_SELECTION (self), FALSE);
  return self->with_etags;
}
