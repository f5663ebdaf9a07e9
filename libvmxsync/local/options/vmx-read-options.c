/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/options/vmx-read-options-private.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-guard-private.h>

/**
 * VmxReadOptions:
 *
 * Which records to read, and how.
 *
 * Without a criterion all records are read. When several are given, the first of these counts and
 * the others are left aside: primary keys, where condition, where condition as a string, like
 * condition, filter.
 *
 * Since: 0.1
 */
struct _VmxReadOptions
{
  GObject parent_instance;

  VmxCriteria criteria;
  GPtrArray *order_columns; /* (element-type utf8) */
  GArray *orders;           /* (element-type VmxOrder) */
  GStrv projection_columns;
  gboolean distinct;
};

G_DEFINE_FINAL_TYPE (VmxReadOptions, vmx_read_options, G_TYPE_OBJECT)

static void
vmx_read_options_finalize (GObject *object)
{
  VmxReadOptions *self = VMX_READ_OPTIONS (object);

  vmx_criteria_clear (&self->criteria);
  g_ptr_array_unref (self->order_columns);
  g_array_unref (self->orders);
  g_strfreev (self->projection_columns);
  G_OBJECT_CLASS (vmx_read_options_parent_class)->finalize (object);
}

static void
vmx_read_options_class_init (VmxReadOptionsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_read_options_finalize;
}

static void
vmx_read_options_init (VmxReadOptions *self)
{
  self->order_columns = g_ptr_array_new_with_free_func (g_free);
  self->orders = g_array_new (FALSE, FALSE, sizeof (VmxOrder));
}

/**
 * vmx_read_options_new:
 *
 * Makes options that read all records.
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
VmxReadOptions *
vmx_read_options_new (void)
{
  return g_object_new (VMX_TYPE_READ_OPTIONS, NULL);
}

VmxReadOptions *
vmx_read_options_copy (VmxReadOptions *self)
{
  VmxReadOptions *copy;

  if (self == NULL)
    return NULL;
  copy = vmx_read_options_new ();
  vmx_criteria_copy (&copy->criteria, &self->criteria);
  for (guint i = 0; i < self->orders->len; i++)
    vmx_read_options_add_order (copy, self->order_columns->pdata[i],
                                g_array_index (self->orders, VmxOrder, i));
  copy->projection_columns = g_strdupv (self->projection_columns);
  copy->distinct = self->distinct;
  return copy;
}

const VmxCriteria *
vmx_read_options_get_criteria (VmxReadOptions *self)
{
  return &self->criteria;
}

static const struct
{
  const char *text;
  VmxOrder order;
} order_names[] = {
  { "ASC", VMX_ORDER_ASCENDING },
  { "DESC", VMX_ORDER_DESCENDING },
  { "ASC_IGNORECASE", VMX_ORDER_ASCENDING_IGNORE_CASE },
  { "DESC_IGNORECASE", VMX_ORDER_DESCENDING_IGNORE_CASE },
};

static gboolean
parse_order (const char *text, VmxOrder *order)
{
  for (guint i = 0; i < G_N_ELEMENTS (order_names); i++)
    if (g_strcmp0 (text, order_names[i].text) == 0)
      {
        *order = order_names[i].order;
        return TRUE;
      }
  return FALSE;
}

static gboolean
add_order_entry (VmxReadOptions *self, const char *column, JsonNode *node, GError **error)
{
  const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
  VmxOrder order;

  if (*column == '\0')
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_ORDER_COLUMN_MISSING,
                           "option “orderByMap”: an entry has an empty column name");
      return FALSE;
    }
  if (!parse_order (text, &order))
    return vmx_option_values_refuse (
        "orderByMap", "ASC, DESC, ASC_IGNORECASE or DESC_IGNORECASE for each column", error);
  vmx_read_options_add_order (self, column, order);
  return TRUE;
}

static gboolean
parse_order_map (VmxReadOptions *self, JsonNode *element, GError **error)
{
  JsonObjectIter iter;
  const char *column;
  JsonNode *node;

  if (JSON_NODE_HOLDS_NULL (element))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_ORDER_COLUMN_MISSING,
                           "option “orderByMap”: an entry is null");
      return FALSE;
    }
  if (!JSON_NODE_HOLDS_OBJECT (element))
    return vmx_option_values_refuse ("orderByMap", "an array such as [{\"Name\": \"ASC\"}]",
                                     error);
  if (json_object_get_size (json_node_get_object (element)) == 0)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_ORDER_COLUMN_MISSING,
                           "option “orderByMap”: an entry is empty");
      return FALSE;
    }
  json_object_iter_init_ordered (&iter, json_node_get_object (element));
  while (json_object_iter_next_ordered (&iter, &column, &node))
    if (!add_order_entry (self, column, node, error))
      return FALSE;
  return TRUE;
}

static gboolean
parse_orders (VmxReadOptions *self, VmxRecord *values, GError **error)
{
  const VmxValue *given = vmx_record_get_value (values, "orderByMap");
  g_autoptr(JsonNode) node = NULL;
  JsonArray *array;

  if (given == NULL)
    return TRUE;
  if (vmx_value_get_kind (given) == VMX_VALUE_JSON)
    node = vmx_json_guard_parse (vmx_value_get_text (given, NULL), -1, 1024 * 1024, "orderByMap",
                                 NULL);
  if (node == NULL || !(JSON_NODE_HOLDS_ARRAY (node) || JSON_NODE_HOLDS_OBJECT (node)))
    return vmx_option_values_refuse ("orderByMap", "an array such as [{\"Name\": \"ASC\"}]",
                                     error);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return parse_order_map (self, node, error);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!parse_order_map (self, json_array_get_element (array, i), error))
      return FALSE;
  return TRUE;
}

/**
 * vmx_read_options_new_from_json:
 * @json: options as a JSON object, with the documented names
 * @error: return location for an error, or %NULL
 *
 * Makes options from JSON text: `primaryKeys`, `whereCondition`, `whereConditionAsAString`,
 * `likeCondition`, `filter`, `orderByMap`, `projectionColumns` and `distinct`.
 *
 * Fails with [error@Vmx.Error.INVALID_OPTION], [error@Vmx.Error.INVALID_FILTER] or
 * [error@Vmx.Error.ORDER_COLUMN_MISSING].
 *
 * Returns: (transfer full): the options
 *
 * Since: 0.1
 */
VmxReadOptions *
vmx_read_options_new_from_json (const char *json, GError **error)
{
  static const char *const known[] = {
    VMX_CRITERIA_NAMES, "orderByMap", "projectionColumns", "distinct", NULL,
  };
  g_autoptr(VmxReadOptions) self = NULL;
  g_autoptr(VmxRecord) values = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  values = vmx_option_values_parse (json, "the read options", error);
  if (values == NULL || !vmx_option_values_check_names (values, known, "the read options", error))
    return NULL;
  self = vmx_read_options_new ();
  if (!vmx_criteria_parse (&self->criteria, values, error)
      || !vmx_option_values_get_texts (values, "projectionColumns", &self->projection_columns,
                                       error)
      || !vmx_option_values_get_boolean (values, "distinct", &self->distinct, error)
      || !parse_orders (self, values, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * vmx_read_options_get_primary_keys:
 * @self: options
 *
 * Gets the primary key of the record to read: a value for each key column.
 *
 * Returns: (transfer none) (nullable): a record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_read_options_get_primary_keys (VmxReadOptions *self)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), NULL);

  return self->criteria.primary_keys;
}

/**
 * vmx_read_options_set_primary_keys:
 * @self: options
 * @primary_keys: (nullable): column names and values; %NULL for none
 *
 * Sets the primary key of the record to read: a value for each key column.
 *
 * Since: 0.1
 */
void
vmx_read_options_set_primary_keys (VmxReadOptions *self, VmxRecord *primary_keys)
{
  g_return_if_fail (VMX_IS_READ_OPTIONS (self));

  g_set_object (&self->criteria.primary_keys, primary_keys);
}

/**
 * vmx_read_options_get_where_condition:
 * @self: options
 *
 * Gets the values that records have to have; a null finds null.
 *
 * Returns: (transfer none) (nullable): a record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_read_options_get_where_condition (VmxReadOptions *self)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), NULL);

  return self->criteria.where_condition;
}

/**
 * vmx_read_options_set_where_condition:
 * @self: options
 * @condition: (nullable): column names and values; %NULL for none
 *
 * Sets the values that records have to have; a null finds null.
 *
 * Since: 0.1
 */
void
vmx_read_options_set_where_condition (VmxReadOptions *self, VmxRecord *condition)
{
  g_return_if_fail (VMX_IS_READ_OPTIONS (self));

  g_set_object (&self->criteria.where_condition, condition);
}

/**
 * vmx_read_options_get_where_condition_as_a_string:
 * @self: options
 *
 * Gets the condition as SQL where text, such as `Age > 30 AND Name IS NOT NULL`.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_read_options_get_where_condition_as_a_string (VmxReadOptions *self)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), NULL);

  return self->criteria.where_condition_as_a_string;
}

/**
 * vmx_read_options_set_where_condition_as_a_string:
 * @self: options
 * @text: (nullable): a text; %NULL for none
 *
 * Sets the condition as SQL where text, such as `Age > 30 AND Name IS NOT NULL`.
 *
 * Since: 0.1
 */
void
vmx_read_options_set_where_condition_as_a_string (VmxReadOptions *self, const char *text)
{
  g_return_if_fail (VMX_IS_READ_OPTIONS (self));

  vmx_option_values_replace_text (&self->criteria.where_condition_as_a_string, text);
}

/**
 * vmx_read_options_get_like_condition:
 * @self: options
 *
 * Gets the patterns that columns have to match; `%` and `_` are wild.
 *
 * Returns: (transfer none) (nullable): a record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_read_options_get_like_condition (VmxReadOptions *self)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), NULL);

  return self->criteria.like_condition;
}

/**
 * vmx_read_options_set_like_condition:
 * @self: options
 * @patterns: (nullable): column names and values; %NULL for none
 *
 * Sets the patterns that columns have to match; `%` and `_` are wild.
 *
 * Since: 0.1
 */
void
vmx_read_options_set_like_condition (VmxReadOptions *self, VmxRecord *patterns)
{
  g_return_if_fail (VMX_IS_READ_OPTIONS (self));

  g_set_object (&self->criteria.like_condition, patterns);
}

/**
 * vmx_read_options_get_filter:
 * @self: options
 *
 * Gets the condition as OData filter text.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_read_options_get_filter (VmxReadOptions *self)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), NULL);

  return self->criteria.filter;
}

/**
 * vmx_read_options_set_filter:
 * @self: options
 * @filter: (nullable): a text; %NULL for none
 *
 * Sets the condition as OData filter text.
 *
 * Since: 0.1
 */
void
vmx_read_options_set_filter (VmxReadOptions *self, const char *filter)
{
  g_return_if_fail (VMX_IS_READ_OPTIONS (self));

  vmx_option_values_replace_text (&self->criteria.filter, filter);
}

/**
 * vmx_read_options_add_order:
 * @self: options
 * @column: the name of a column
 * @order: how to order by it
 *
 * Orders the records by a column, behind the columns named before.
 *
 * Since: 0.1
 */
void
vmx_read_options_add_order (VmxReadOptions *self, const char *column, VmxOrder order)
{
  g_return_if_fail (VMX_IS_READ_OPTIONS (self));
  g_return_if_fail (column != NULL);

  g_ptr_array_add (self->order_columns, g_strdup (column));
  g_array_append_val (self->orders, order);
}

/**
 * vmx_read_options_get_n_orders:
 * @self: options
 *
 * Gets by how many columns the records are ordered.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_read_options_get_n_orders (VmxReadOptions *self)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), 0);

  return self->orders->len;
}

/**
 * vmx_read_options_get_order_column:
 * @self: options
 * @position: which one, from 0
 *
 * Gets a column by which the records are ordered.
 *
 * Returns: (nullable): its name, %NULL if there is none
 *
 * Since: 0.1
 */
const char *
vmx_read_options_get_order_column (VmxReadOptions *self, guint position)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), NULL);

  return position < self->order_columns->len ? self->order_columns->pdata[position] : NULL;
}

/**
 * vmx_read_options_get_order:
 * @self: options
 * @position: which one, from 0
 *
 * Gets how the records are ordered by a column.
 *
 * Returns: the order
 *
 * Since: 0.1
 */
VmxOrder
vmx_read_options_get_order (VmxReadOptions *self, guint position)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), VMX_ORDER_ASCENDING);
  g_return_val_if_fail (position < self->orders->len, VMX_ORDER_ASCENDING);

  return g_array_index (self->orders, VmxOrder, position);
}

/**
 * vmx_read_options_get_projection_columns:
 * @self: options
 *
 * Gets the columns that are read.
 *
 * Returns: (transfer none) (array zero-terminated=1) (nullable): their names, %NULL for all
 *
 * Since: 0.1
 */
const char *const *
vmx_read_options_get_projection_columns (VmxReadOptions *self)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), NULL);

  return (const char *const *) self->projection_columns;
}

/**
 * vmx_read_options_set_projection_columns:
 * @self: options
 * @columns: (array zero-terminated=1) (nullable): names of columns, %NULL for all
 *
 * Sets the columns that are read.
 *
 * Since: 0.1
 */
void
vmx_read_options_set_projection_columns (VmxReadOptions *self, const char *const *columns)
{
  g_auto(GStrv) copy = g_strdupv ((char **) columns);

  g_return_if_fail (VMX_IS_READ_OPTIONS (self));

  g_strfreev (self->projection_columns);
  self->projection_columns = g_steal_pointer (&copy);
}

/**
 * vmx_read_options_get_distinct:
 * @self: options
 *
 * Says whether each value of the first projection column is read only once.
 *
 * Returns: %TRUE if it is
 *
 * Since: 0.1
 */
gboolean
vmx_read_options_get_distinct (VmxReadOptions *self)
{
  g_return_val_if_fail (VMX_IS_READ_OPTIONS (self), FALSE);

  return self->distinct;
}

/**
 * vmx_read_options_set_distinct:
 * @self: options
 * @distinct: whether each value of the first projection column is read only once
 *
 * Sets whether only the distinct values of the first projection column are read.
 *
 * Since: 0.1
 */
void
vmx_read_options_set_distinct (VmxReadOptions *self, gboolean distinct)
{
  g_return_if_fail (VMX_IS_READ_OPTIONS (self));

  self->distinct = distinct;
}
