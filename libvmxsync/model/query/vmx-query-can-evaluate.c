/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-query-evaluate-private.h>

#include <libvmxsync/model/vmx-error.h>

static gboolean
refuse (VmxQuery *query, GError **error, const char *what)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "the condition cannot be evaluated on this device: at character %u: %s%s%s%s",
               query->position, what, query->name != NULL ? " “" : "",
               query->name != NULL ? query->name : "", query->name != NULL ? "”" : "");
  return FALSE;
}

static gboolean
check_call (VmxQuery *query, GError **error)
{
  guint count = vmx_query_get_n_children (query);
  const VmxQueryFunctionInfo *function;

  if (vmx_query_is_case (query))
    return count >= 2 && count % 2 == 0 ? TRUE : refuse (query, error, "incomplete function");
  function = vmx_query_find_function (query->name);
  if (function == NULL)
    return refuse (query, error, "function");
  if (!vmx_query_function_takes (function, count))
    return refuse (query, error, "wrong number of arguments for the function");
  return TRUE;
}

static gboolean
check_column (VmxQuery *query, GError **error)
{
  if (query->column < 0)
    return refuse (query, error, "unknown property");
  if (query->column_type == VMX_COLUMN_STREAM)
    return refuse (query, error, "binary stream");
  return TRUE;
}

/* Collections are JSON text here, whose members nobody reads. */
static gboolean
check_collections (VmxQuery *query, GError **error)
{
  if (query->kind != VMX_QUERY_IN && query->kind != VMX_QUERY_CALL)
    return TRUE;
  for (guint i = 0; i < vmx_query_get_n_children (query); i++)
    {
      VmxQuery *child = vmx_query_get_child (query, i);

      if (child->kind == VMX_QUERY_COLUMN && child->column_type == VMX_COLUMN_JSON)
        return refuse (child, error, "collection or complex value");
    }
  return TRUE;
}

/* What a node must be on its own; its children are looked at elsewhere. */
static gboolean
check_node (VmxQuery *query, GError **error)
{
  switch ((int) query->kind)
    {
    case VMX_QUERY_LITERAL:
      return query->value != NULL ? TRUE : refuse (query, error, "literal without a value");
    case VMX_QUERY_COLUMN:
      return check_column (query, error);
    case VMX_QUERY_CALL:
      return check_call (query, error);
    case VMX_QUERY_CAST:
      return refuse (query, error, "cast to the type");
    case VMX_QUERY_ISOF:
      return refuse (query, error, "isof with the type");
    case VMX_QUERY_ANY:
      return refuse (query, error, "lambda expression any with the variable");
    case VMX_QUERY_ALL:
      return refuse (query, error, "lambda expression all with the variable");
    case VMX_QUERY_PATH:
      return refuse (query, error, "path");
    case VMX_QUERY_VARIABLE:
      return refuse (query, error, "variable");
    case VMX_QUERY_ALIAS:
      return refuse (query, error, "parameter alias");
    case VMX_QUERY_LIST:
      return refuse (query, error, "list");
    case VMX_QUERY_JSON:
      return refuse (query, error, "JSON literal");
    default:
      return TRUE;
    }
}

static guint
get_least_children (VmxQueryKind kind)
{
  switch ((int) kind)
    {
    case VMX_QUERY_AND:
    case VMX_QUERY_OR:
    case VMX_QUERY_NOT:
    case VMX_QUERY_IN:
    case VMX_QUERY_IS_NULL:
    case VMX_QUERY_NEGATE:
      return 1;
    case VMX_QUERY_LITERAL:
    case VMX_QUERY_COLUMN:
    case VMX_QUERY_CALL:
      return 0;
    default:
      return 2;
    }
}

static gboolean
check_tree (VmxQuery *query, GError **error)
{
  if (query->height > VMX_QUERY_MAX_HEIGHT)
    return refuse (query, error, "the condition is nested too deeply");
  if (!check_node (query, error) || !check_collections (query, error))
    return FALSE;
  if (vmx_query_get_n_children (query) < get_least_children (query->kind))
    return refuse (query, error, "incomplete expression");
  for (guint i = 0; i < vmx_query_get_n_children (query); i++)
    if (!check_tree (vmx_query_get_child (query, i), error))
      return FALSE;
  return TRUE;
}

/**
 * vmx_query_can_evaluate:
 * @self: a query
 * @error: return location for an error, or %NULL
 *
 * Says whether [method@Vmx.Query.matches] can answer for the query.
 *
 * Lambda expressions, `isof`, `cast`, geographic and custom functions, paths, aliases and
 * properties that the object does not have cannot be evaluated here; the error is
 * [error@Vmx.Error.NOT_SUPPORTED] and names the part.
 *
 * Returns: %TRUE if it can
 *
 * Since: 0.1
 */
gboolean
vmx_query_can_evaluate (VmxQuery *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return check_tree (self, error);
}
