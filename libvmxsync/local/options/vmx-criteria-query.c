/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From criteria to one query tree. */
#include <libvmxsync/local/options/vmx-criteria-private.h>

#include <libvmxsync/local/options/vmx-option-values-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/model/schema/vmx-object-schema-private.h>
#include <libvmxsync/model/query/vmx-query-private.h>

static VmxQuery *
take_and (VmxQuery *condition, VmxQuery *more)
{
  g_autoptr(VmxQuery) left = condition;
  g_autoptr(VmxQuery) right = more;

  if (left == NULL)
    return g_steal_pointer (&right);
  return vmx_query_new_and (left, right);
}

gboolean
vmx_criteria_set_unknown_column (const char *option, const char *column, VmxObjectSchema *schema,
                                 GError **error)
{
  g_autofree char *message = vmx_object_schema_describe_unknown (schema, column);

  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "option “%s”: %s", option, message);
  return FALSE;
}

/* column = value, in the column's own kind; NULL with error. */
static VmxQuery *
make_equal (VmxObjectSchema *schema, guint column, const VmxValue *value, const char *option,
            GError **error)
{
  g_autoptr(VmxArena) arena = vmx_arena_new ();
  VmxColumn *info = vmx_object_schema_get_column (schema, column);
  VmxValue cell = VMX_VALUE_INIT_NULL;
  g_autoptr(VmxQuery) left = NULL;
  g_autoptr(VmxQuery) right = NULL;
  g_autoptr(GError) local_error = NULL;

  if (!vmx_value_convert (&cell, vmx_column_get_column_type (info), value, arena, &local_error))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "option “%s”, column “%s”: %s",
                   option, vmx_column_get_name (info), local_error->message);
      return NULL;
    }
  if (vmx_object_schema_is_key_column (schema, column))
    vmx_value_normalise_key (&cell, arena);
  left = vmx_query_new_column (schema, column);
  right = vmx_query_new_literal (&cell);
  return vmx_query_new_comparison (VMX_QUERY_EQ, VMX_QUERY_NULLS_ODATA, left, right);
}

static gboolean
make_key_query (VmxRecord *keys, VmxObjectSchema *schema, VmxQuery **query, GError **error)
{
  g_auto(GStrv) names = vmx_record_get_column_names (keys);
  g_autoptr(VmxQuery) condition = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      int column = vmx_object_schema_get_column_index (schema, names[i]);
      g_autofree char *shown = NULL;

      if (column >= 0 && vmx_object_schema_is_key_column (schema, (guint) column))
        continue;
      shown = vmx_excerpt (names[i], -1, VMX_EXCERPT_NAME);
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                   "option “primaryKeys”: “%s” is not a key column of object “%s”", shown,
                   vmx_object_schema_get_name (schema));
      return FALSE;
    }
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      const char *name = vmx_object_schema_get_key_column_name (schema, i);
      const VmxValue *value = vmx_record_get_value (keys, name);
      VmxQuery *equal;

      if (value == NULL || vmx_value_is_null (value))
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
                       "option “primaryKeys”: key column “%s” of object “%s” has no value", name,
                       vmx_object_schema_get_name (schema));
          return FALSE;
        }
      equal = make_equal (schema, vmx_object_schema_get_key_column_index (schema, i), value,
                          "primaryKeys", error);
      if (equal == NULL)
        return FALSE;
      condition = take_and (g_steal_pointer (&condition), equal);
    }
  *query = g_steal_pointer (&condition);
  return TRUE;
}

static gboolean
make_where_query (VmxRecord *where, VmxObjectSchema *schema, VmxQuery **query, GError **error)
{
  g_auto(GStrv) names = vmx_record_get_column_names (where);
  g_autoptr(VmxQuery) condition = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      int column = vmx_object_schema_get_column_index (schema, names[i]);
      VmxQuery *equal;

      if (column < 0)
        return vmx_criteria_set_unknown_column ("whereCondition", names[i], schema, error);
      equal = make_equal (schema, (guint) column, vmx_record_get_value (where, names[i]),
                          "whereCondition", error);
      if (equal == NULL)
        return FALSE;
      condition = take_and (g_steal_pointer (&condition), equal);
    }
  *query = g_steal_pointer (&condition);
  return TRUE;
}

static gboolean
make_like_query (VmxRecord *patterns, VmxObjectSchema *schema, VmxQuery **query, GError **error)
{
  g_auto(GStrv) names = vmx_record_get_column_names (patterns);
  g_autoptr(VmxQuery) condition = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      int column = vmx_object_schema_get_column_index (schema, names[i]);
      const VmxValue *pattern = vmx_record_get_value (patterns, names[i]);
      g_autoptr(VmxQuery) left = NULL;
      g_autoptr(VmxQuery) right = NULL;

      if (column < 0)
        return vmx_criteria_set_unknown_column ("likeCondition", names[i], schema, error);
      if (vmx_value_get_kind (pattern) != VMX_VALUE_TEXT)
        return vmx_option_values_refuse ("likeCondition", "a text pattern for each column", error);
      left = vmx_query_new_column (schema, (guint) column);
      right = vmx_query_new_literal (pattern);
      condition = take_and (g_steal_pointer (&condition),
                            vmx_query_new_comparison (VMX_QUERY_LIKE, VMX_QUERY_NULLS_SQL, left,
                                                      right));
    }
  *query = g_steal_pointer (&condition);
  return TRUE;
}

static gboolean
make_filter_query (const char *filter, VmxObjectSchema *schema, VmxQuery **query, GError **error)
{
  g_autoptr(VmxQuery) parsed = vmx_query_new_from_filter (filter, schema, error);

  if (parsed == NULL || !vmx_query_can_evaluate (parsed, error))
    return FALSE;
  *query = g_steal_pointer (&parsed);
  return TRUE;
}

gboolean
vmx_criteria_make_query (const VmxCriteria *self, VmxObjectSchema *schema, VmxQuery **query,
                         GError **error)
{
  *query = NULL;
  if (self->primary_keys != NULL)
    return make_key_query (self->primary_keys, schema, query, error);
  if (self->where_condition != NULL)
    return make_where_query (self->where_condition, schema, query, error);
  if (self->where_condition_as_a_string != NULL)
    {
      *query = vmx_query_new_from_where (self->where_condition_as_a_string, schema, error);
      return *query != NULL;
    }
  if (self->like_condition != NULL)
    return make_like_query (self->like_condition, schema, query, error);
  return self->filter == NULL || make_filter_query (self->filter, schema, query, error);
}
