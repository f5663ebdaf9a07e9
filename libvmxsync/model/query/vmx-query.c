/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-query.h"

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/query/vmx-query-private.h>

/**
 * VmxQuery:
 *
 * A condition on the records of one object, as a tree.
 *
 * A query comes from a filter ([ctor@Vmx.Query.new_from_filter]), from a where condition
 * ([ctor@Vmx.Query.new_from_where]) or from the small constructors. Once made it never changes, so
 * threads may share it.
 *
 * Since: 0.1
 */

G_DEFINE_BOXED_TYPE (VmxQuery, vmx_query, vmx_query_ref, vmx_query_unref)

VmxQuery *
vmx_query_new (VmxQueryKind kind, guint position)
{
  VmxQuery *self = g_new0 (VmxQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->column = -1;
  self->position = position;
  return self;
}

VmxQuery *
vmx_query_new_named (VmxQueryKind kind, const char *name, guint position)
{
  VmxQuery *self = vmx_query_new (kind, position);

  self->name = g_strdup (name);
  return self;
}

void
vmx_query_add (VmxQuery *self, VmxQuery *child)
{
  if (self->children == NULL)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_query_unref);
  g_ptr_array_add (self->children, child);
  self->height = MAX (self->height, child->height + 1);
}

/**
 * vmx_query_ref:
 * @self: a query
 *
 * Takes another reference.
 *
 * Returns: (transfer full): @self
 *
 * Since: 0.1
 */
VmxQuery *
vmx_query_ref (VmxQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * vmx_query_unref:
 * @self: (transfer full): a query
 *
 * Gives a reference back. The last one frees the query.
 *
 * Since: 0.1
 */
void
vmx_query_unref (VmxQuery *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->value, vmx_value_free);
  g_free (self->name);
  g_free (self);
}

static void
prefix_filter_error (GError **error, VmxObjectSchema *schema)
{
  g_prefix_error (error, "The filter for the object “%s” is invalid ",
                  vmx_object_schema_get_name (schema));
}

/**
 * vmx_query_new_from_filter:
 * @filter: an OData 4.01 `$filter` expression, not percent-encoded
 * @schema: the object whose records are meant
 * @error: return location for an error
 *
 * Parses a filter and checks it against the columns of an object.
 *
 * A filter that cannot be judged, because it names things which the schema does not hold, is no
 * error; [method@Vmx.Query.can_evaluate] tells whether it can be evaluated here.
 *
 * An invalid filter is %VMX_ERROR_INVALID_FILTER; the message has the place, counted in bytes from
 * 0.
 *
 * Returns: (transfer full): the query, or %NULL with @error set
 *
 * Since: 0.1
 */
VmxQuery *
vmx_query_new_from_filter (const char *filter, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxQuery) query = NULL;

  g_return_val_if_fail (filter != NULL, NULL);
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), NULL);

  query = vmx_filter_parse (filter, NULL, error);
  if (query == NULL
      || vmx_filter_check (query, schema, NULL, error) == VMX_FILTER_INVALID)
    {
      prefix_filter_error (error, schema);
      return NULL;
    }
  return g_steal_pointer (&query);
}

/**
 * vmx_query_judge_filter:
 * @filter: an OData 4.01 `$filter` expression, not percent-encoded
 * @schema: the object whose records are meant
 * @service: (nullable): the objects of its service, to follow relationships
 * @error: return location for an error
 *
 * Tells whether a server can be expected to take a filter.
 *
 * @error is set only for %VMX_FILTER_INVALID, to %VMX_ERROR_INVALID_FILTER; the message has the
 * place, counted in bytes from 0.
 *
 * Returns: the verdict
 *
 * Since: 0.1
 */
VmxFilterVerdict
vmx_query_judge_filter (const char *filter, VmxObjectSchema *schema, VmxServiceSchema *service,
                        GError **error)
{
  g_autoptr(VmxQuery) query = NULL;
  VmxFilterVerdict verdict = VMX_FILTER_INVALID;

  g_return_val_if_fail (filter != NULL, VMX_FILTER_INVALID);
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), VMX_FILTER_INVALID);

  query = vmx_filter_parse (filter, NULL, error);
  if (query != NULL)
    verdict = vmx_filter_check (query, schema, service, error);
  if (verdict == VMX_FILTER_INVALID)
    prefix_filter_error (error, schema);
  return verdict;
}

/**
 * vmx_query_new_column:
 * @schema: an object
 * @column: the position of one of its columns
 *
 * Makes a node that stands for a column.
 *
 * Returns: (transfer full): the node
 *
 * Since: 0.1
 */
VmxQuery *
vmx_query_new_column (VmxObjectSchema *schema, guint column)
{
  VmxColumn *found;
  VmxQuery *self;

  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), NULL);
  g_return_val_if_fail (column < vmx_object_schema_get_n_columns (schema), NULL);

  found = vmx_object_schema_get_column (schema, column);
  self = vmx_query_new_named (VMX_QUERY_COLUMN, vmx_column_get_name (found), 0);
  self->column = column;
  self->column_type = vmx_column_get_column_type (found);
  return self;
}

static VmxColumnType
guess_column_type (VmxValueKind kind)
{
  static const VmxColumnType types[] = {
    [VMX_VALUE_INT64] = VMX_COLUMN_INT64,
    [VMX_VALUE_DOUBLE] = VMX_COLUMN_DOUBLE,
    [VMX_VALUE_BOOLEAN] = VMX_COLUMN_BOOLEAN,
    [VMX_VALUE_DECIMAL] = VMX_COLUMN_DECIMAL,
    [VMX_VALUE_TEXT] = VMX_COLUMN_STRING,
    [VMX_VALUE_DATE] = VMX_COLUMN_DATE,
    [VMX_VALUE_TIME_OF_DAY] = VMX_COLUMN_TIME_OF_DAY,
    [VMX_VALUE_TIMESTAMP] = VMX_COLUMN_TIMESTAMP,
    [VMX_VALUE_DURATION] = VMX_COLUMN_DURATION,
    [VMX_VALUE_GUID] = VMX_COLUMN_GUID,
    [VMX_VALUE_BLOB] = VMX_COLUMN_BINARY,
    [VMX_VALUE_JSON] = VMX_COLUMN_JSON,
  };

  return kind < G_N_ELEMENTS (types) ? types[kind] : VMX_COLUMN_BOOLEAN;
}

/**
 * vmx_query_new_literal:
 * @value: a value
 *
 * Makes a node that stands for a value.
 *
 * Returns: (transfer full): the node
 *
 * Since: 0.1
 */
VmxQuery *
vmx_query_new_literal (const VmxValue *value)
{
  VmxQuery *self;

  g_return_val_if_fail (value != NULL, NULL);

  self = vmx_query_new (VMX_QUERY_LITERAL, 0);
  self->value = vmx_value_copy (value);
  self->column_type = guess_column_type (vmx_value_get_kind (value));
  return self;
}

static gboolean
is_comparison (VmxQueryKind kind)
{
  return (kind >= VMX_QUERY_EQ && kind <= VMX_QUERY_LE) || kind == VMX_QUERY_LIKE;
}

/**
 * vmx_query_new_comparison:
 * @kind: one of the six comparisons, or %VMX_QUERY_LIKE
 * @nulls: how null is compared
 * @left: (transfer none): the left side
 * @right: (transfer none): the right side
 *
 * Makes a comparison.
 *
 * Returns: (transfer full): the node
 *
 * Since: 0.1
 */
VmxQuery *
vmx_query_new_comparison (VmxQueryKind kind, VmxQueryNulls nulls, VmxQuery *left, VmxQuery *right)
{
  VmxQuery *self;

  g_return_val_if_fail (is_comparison (kind), NULL);
  g_return_val_if_fail (left != NULL && right != NULL, NULL);

  self = vmx_query_new (kind, 0);
  self->nulls = nulls;
  vmx_query_add (self, vmx_query_ref (left));
  vmx_query_add (self, vmx_query_ref (right));
  return self;
}

/* A chain of conditions becomes one wide node, so that long chains do not make deep trees. */
static void
add_condition (VmxQuery *self, VmxQuery *condition)
{
  if (condition->kind != VMX_QUERY_AND)
    {
      vmx_query_add (self, vmx_query_ref (condition));
      return;
    }
  for (guint i = 0; i < condition->children->len; i++)
    vmx_query_add (self, vmx_query_ref (condition->children->pdata[i]));
}

/**
 * vmx_query_new_and:
 * @left: (transfer none): a condition
 * @right: (transfer none): another condition
 *
 * Makes a condition that is met when both are.
 *
 * Returns: (transfer full): the node
 *
 * Since: 0.1
 */
VmxQuery *
vmx_query_new_and (VmxQuery *left, VmxQuery *right)
{
  VmxQuery *self;

  g_return_val_if_fail (left != NULL && right != NULL, NULL);

  self = vmx_query_new (VMX_QUERY_AND, 0);
  self->nulls = left->nulls;
  add_condition (self, left);
  add_condition (self, right);
  return self;
}

/**
 * vmx_query_get_kind:
 * @self: a query
 *
 * Gets what the node is.
 *
 * Returns: the kind
 *
 * Since: 0.1
 */
VmxQueryKind
vmx_query_get_kind (VmxQuery *self)
{
  g_return_val_if_fail (self != NULL, VMX_QUERY_LITERAL);

  return self->kind;
}

/**
 * vmx_query_get_nulls:
 * @self: a query
 *
 * Gets how the node compares null.
 *
 * Returns: the rule for null
 *
 * Since: 0.1
 */
VmxQueryNulls
vmx_query_get_nulls (VmxQuery *self)
{
  g_return_val_if_fail (self != NULL, VMX_QUERY_NULLS_ODATA);

  return self->nulls;
}

/**
 * vmx_query_get_name:
 * @self: a query
 *
 * Gets the name that a node has: of a column, a function (built-in ones in small letters), a type,
 * a variable or an alias, or the text of a path. The literal of an enumeration has its type's name.
 *
 * Returns: (nullable): the name
 *
 * Since: 0.1
 */
const char *
vmx_query_get_name (VmxQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * vmx_query_get_column:
 * @self: a query
 *
 * Gets the position of the column a node stands for.
 *
 * Returns: the position in the object schema, or -1
 *
 * Since: 0.1
 */
int
vmx_query_get_column (VmxQuery *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->column;
}

/**
 * vmx_query_get_value:
 * @self: a query
 *
 * Gets the value of a literal, or the text of a JSON object.
 *
 * Returns: (nullable) (transfer none): the value
 *
 * Since: 0.1
 */
const VmxValue *
vmx_query_get_value (VmxQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->value;
}

/**
 * vmx_query_get_n_children:
 * @self: a query
 *
 * Gets how many nodes are directly below this one.
 *
 * Returns: the number of children
 *
 * Since: 0.1
 */
guint
vmx_query_get_n_children (VmxQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->children == NULL ? 0 : self->children->len;
}

/**
 * vmx_query_get_child:
 * @self: a query
 * @position: less than [method@Vmx.Query.get_n_children]
 *
 * Gets a node that is directly below this one.
 *
 * Returns: (transfer none): the child
 *
 * Since: 0.1
 */
VmxQuery *
vmx_query_get_child (VmxQuery *self, guint position)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (self->children != NULL && position < self->children->len, NULL);

  return self->children->pdata[position];
}
