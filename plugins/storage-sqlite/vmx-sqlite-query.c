/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-query.h"

#include "vmx-sqlite-collation.h"
#include "vmx-sqlite-schema.h"

VmxSqliteSql *
vmx_sqlite_sql_new (const char *text)
{
  VmxSqliteSql *self = g_new0 (VmxSqliteSql, 1);

  self->text = g_string_new (text);
  self->parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_value_free);
  return self;
}

void
vmx_sqlite_sql_free (VmxSqliteSql *self)
{
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->parameters);
  g_free (self);
}

static gboolean
refuse (VmxQuery *query, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "a storage cannot evaluate this part of a query (kind %d); the caller has to",
               (int) vmx_query_get_kind (query));
  return FALSE;
}

static VmxColumnType
get_type (VmxObjectSchema *schema, guint column)
{
  return vmx_column_get_column_type (vmx_object_schema_get_column (schema, column));
}

static gboolean
append_column (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *query, GError **error)
{
  int column = vmx_query_get_column (query);
  const char *collation;

  if (vmx_query_get_kind (query) != VMX_QUERY_COLUMN || column < 0
      || column >= (int) vmx_object_schema_get_n_columns (schema))
    return refuse (query, error);
  vmx_sqlite_append_column (sql->text, schema, (guint) column);
  collation = vmx_sqlite_collation_get_name (get_type (schema, (guint) column), FALSE);
  if (collation != NULL)
    g_string_append_printf (sql->text, " COLLATE %s", collation);
  return TRUE;
}

static gboolean
append_literal (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *column, VmxQuery *query,
                GError **error)
{
  const VmxValue *value;
  VmxValue *parameter;

  if (vmx_query_get_kind (query) != VMX_QUERY_LITERAL)
    return refuse (query, error);
  value = vmx_query_get_value (query);
  if (get_type (schema, (guint) vmx_query_get_column (column)) == VMX_COLUMN_DECIMAL
      && vmx_value_get_kind (value) == VMX_VALUE_INT64)
    {
      /* Decimals are text, and are compared as text. */
      g_autofree char *text = vmx_value_to_string (value);

      parameter = vmx_value_new_text (text);
    }
  else
    parameter = vmx_value_copy (value);
  g_ptr_array_add (sql->parameters, parameter);
  g_string_append_printf (sql->text, "?%u", sql->parameters->len);
  return TRUE;
}

static gboolean
is_null_literal (VmxQuery *query)
{
  return vmx_query_get_kind (query) == VMX_QUERY_LITERAL
         && vmx_value_is_null (vmx_query_get_value (query));
}

static const char *
get_operator (VmxQuery *query)
{
  gboolean odata = vmx_query_get_nulls (query) == VMX_QUERY_NULLS_ODATA;

  switch ((int) vmx_query_get_kind (query))
    {
    case VMX_QUERY_EQ:
      return odata ? " IS " : " = ";
    case VMX_QUERY_NE:
      return odata ? " IS NOT " : " <> ";
    case VMX_QUERY_GT:
      return " > ";
    case VMX_QUERY_GE:
      return " >= ";
    case VMX_QUERY_LT:
      return " < ";
    case VMX_QUERY_LE:
      return " <= ";
    case VMX_QUERY_LIKE:
      return " LIKE ";
    default:
      return NULL;
    }
}

static gboolean
append_binary (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *query, GError **error)
{
  VmxQuery *left = vmx_query_get_child (query, 0);

  if (!append_column (sql, schema, left, error))
    return FALSE;
  g_string_append (sql->text, get_operator (query));
  return append_literal (sql, schema, left, vmx_query_get_child (query, 1), error);
}

static gboolean
append_in (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *query, GError **error)
{
  VmxQuery *needle = vmx_query_get_child (query, 0);
  gboolean odata = vmx_query_get_nulls (query) == VMX_QUERY_NULLS_ODATA;
  gboolean null_counts = FALSE;
  guint n_members = 0;

  g_string_append_c (sql->text, '(');
  if (!append_column (sql, schema, needle, error))
    return FALSE;
  g_string_append (sql->text, " IN (");
  for (guint i = 1; i < vmx_query_get_n_children (query); i++)
    {
      VmxQuery *member = vmx_query_get_child (query, i);

      if (odata && is_null_literal (member))
        {
          null_counts = TRUE;
          continue;
        }
      g_string_append (sql->text, n_members++ > 0 ? ", " : "");
      if (!append_literal (sql, schema, needle, member, error))
        return FALSE;
    }
  g_string_append_c (sql->text, ')');
  if (null_counts)
    {
      g_string_append (sql->text, " OR ");
      vmx_sqlite_append_column (sql->text, schema, (guint) vmx_query_get_column (needle));
      g_string_append (sql->text, " IS NULL");
    }
  g_string_append_c (sql->text, ')');
  return TRUE;
}

/* Halves, because SQLite allows 1000 levels only and a long chain would be that deep. */
static gboolean
append_junction (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *query, guint from, guint to,
                 GError **error)
{
  guint middle = from + (to - from) / 2;

  if (to - from == 1)
    return vmx_sqlite_query_append (sql, schema, vmx_query_get_child (query, from), error);
  g_string_append_c (sql->text, '(');
  if (!append_junction (sql, schema, query, from, middle, error))
    return FALSE;
  g_string_append (sql->text, vmx_query_get_kind (query) == VMX_QUERY_AND ? " AND " : " OR ");
  if (!append_junction (sql, schema, query, middle, to, error))
    return FALSE;
  g_string_append_c (sql->text, ')');
  return TRUE;
}

static gboolean
append_not (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *query, GError **error)
{
  g_string_append (sql->text, "NOT (");
  if (!vmx_sqlite_query_append (sql, schema, vmx_query_get_child (query, 0), error))
    return FALSE;
  g_string_append_c (sql->text, ')');
  return TRUE;
}

static gboolean
append_is_null (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *query, GError **error)
{
  if (!append_column (sql, schema, vmx_query_get_child (query, 0), error))
    return FALSE;
  g_string_append (sql->text, " IS NULL");
  return TRUE;
}

gboolean
vmx_sqlite_query_append (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *query,
                         GError **error)
{
  guint n_children = vmx_query_get_n_children (query);

  switch ((int) vmx_query_get_kind (query))
    {
    case VMX_QUERY_AND:
    case VMX_QUERY_OR:
      return n_children > 0 ? append_junction (sql, schema, query, 0, n_children, error)
                            : refuse (query, error);
    case VMX_QUERY_NOT:
      return append_not (sql, schema, query, error);
    case VMX_QUERY_IN:
      return append_in (sql, schema, query, error);
    case VMX_QUERY_IS_NULL:
      return append_is_null (sql, schema, query, error);
    default:
      return get_operator (query) != NULL ? append_binary (sql, schema, query, error)
                                          : refuse (query, error);
    }
}

static gboolean
append_from (VmxSqliteSql *sql, VmxSelection *selection, GError **error)
{
  VmxObjectSchema *schema = vmx_selection_get_schema (selection);
  VmxQuery *query = vmx_selection_get_query (selection);

  g_string_append (sql->text, " FROM ");
  vmx_sqlite_append_table (sql->text, schema);
  if (query == NULL)
    return TRUE;
  g_string_append (sql->text, " WHERE ");
  return vmx_sqlite_query_append (sql, schema, query, error);
}

/* Nulls come first in SQLite's rising orders and last in its falling ones, as it shall be. */
static void
append_orders (VmxSqliteSql *sql, VmxSelection *selection)
{
  VmxObjectSchema *schema = vmx_selection_get_schema (selection);

  for (guint i = 0; i < vmx_selection_get_n_orders (selection); i++)
    {
      guint column = vmx_selection_get_order_column (selection, i);
      VmxOrder order = vmx_selection_get_order (selection, i);
      gboolean ignore_case
          = order == VMX_ORDER_ASCENDING_IGNORE_CASE || order == VMX_ORDER_DESCENDING_IGNORE_CASE;
      const char *collation
          = vmx_sqlite_collation_get_name (get_type (schema, column), ignore_case);

      g_string_append (sql->text, i > 0 ? ", " : " ORDER BY ");
      vmx_sqlite_append_column (sql->text, schema, column);
      if (collation != NULL)
        g_string_append_printf (sql->text, " COLLATE %s", collation);
      if (order == VMX_ORDER_DESCENDING || order == VMX_ORDER_DESCENDING_IGNORE_CASE)
        g_string_append (sql->text, " DESC");
    }
}

static void
append_result_columns (VmxSqliteSql *sql, VmxSelection *selection)
{
  VmxObjectSchema *schema = vmx_selection_get_schema (selection);
  gboolean with_etags = vmx_selection_get_with_etags (selection) && vmx_sqlite_has_etag (schema);

  g_string_append (sql->text, with_etags ? VMX_SQLITE_ETAG : "NULL");
  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    if (vmx_selection_has_column (selection, i))
      {
        g_string_append (sql->text, ", ");
        vmx_sqlite_append_column (sql->text, schema, i);
      }
}

VmxSqliteSql *
vmx_sqlite_query_print_select (VmxSelection *selection, GError **error)
{
  g_autoptr(VmxSqliteSql) sql = vmx_sqlite_sql_new ("SELECT ");
  gint64 limit = vmx_selection_get_limit (selection);

  append_result_columns (sql, selection);
  if (!append_from (sql, selection, error))
    return NULL;
  append_orders (sql, selection);
  if (limit >= 0)
    {
      g_ptr_array_add (sql->parameters, vmx_value_new_int64 (limit));
      g_string_append_printf (sql->text, " LIMIT ?%u", sql->parameters->len);
    }
  return g_steal_pointer (&sql);
}

VmxSqliteSql *
vmx_sqlite_query_print_count (VmxSelection *selection, GError **error)
{
  g_autoptr(VmxSqliteSql) sql = vmx_sqlite_sql_new ("SELECT count(*)");

  if (!append_from (sql, selection, error))
    return NULL;
  return g_steal_pointer (&sql);
}
