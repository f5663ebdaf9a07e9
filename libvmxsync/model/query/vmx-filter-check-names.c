/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-check-private.h"

#include <string.h>

#include <libvmxsync/model/query/vmx-filter-lexer-private.h>
#include <libvmxsync/model/schema/vmx-object-schema-private.h>

static void
fail_unknown (VmxFilterCheck *self, VmxQuery *node, VmxObjectSchema *schema, const char *name)
{
  g_autofree char *tail = vmx_object_schema_suggest_tail (schema, name);

  vmx_filter_check_fail (self, node, "“%s” has no column “%s”%s",
                         vmx_object_schema_get_name (schema), name, tail);
}

/* A name that is not a column of the schema. */
static VmxFilterType
check_other_name (VmxFilterCheck *self, VmxQuery *node, VmxObjectSchema *schema, const char *name)
{
  if (vmx_object_schema_has_navigation (schema, name) || vmx_object_schema_is_open (schema))
    return vmx_filter_check_give_up (self);
  fail_unknown (self, node, schema, name);
  return VMX_FILTER_TYPE_UNKNOWN;
}

static VmxFilterType
get_column_type (VmxFilterCheck *self, VmxColumnType column_type)
{
  VmxFilterType type = vmx_filter_type_from_column (column_type);

  return type == VMX_FILTER_TYPE_UNKNOWN ? vmx_filter_check_give_up (self) : type;
}

VmxFilterType
vmx_filter_check_column (VmxFilterCheck *self, VmxQuery *node)
{
  node->column = vmx_object_schema_get_column_index (self->schema, node->name);
  if (node->column < 0)
    {
      node->kind = VMX_QUERY_PATH;
      return check_other_name (self, node, self->schema, node->name);
    }
  node->column_type = vmx_column_get_column_type (
      vmx_object_schema_get_column (self->schema, node->column));
  return get_column_type (self, node->column_type);
}

static gboolean
is_simple_name (const char *name)
{
  VmxFilterLexer lexer = { .text = name };

  return vmx_filter_scan_identifier (&lexer) && vmx_filter_lexer_peek (&lexer) == '\0';
}

static VmxObjectSchema *
find_parent_object (VmxFilterCheck *self, const char *name)
{
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (self->schema); i++)
    {
      VmxRelationship *relationship = vmx_object_schema_get_relationship (self->schema, i);

      if (vmx_relationship_get_relationship_type (relationship) == VMX_RELATIONSHIP_MANY_TO_ONE
          && strcmp (vmx_relationship_get_name (relationship), name) == 0)
        return vmx_service_schema_find_object (self->service,
                                               vmx_relationship_get_target (relationship));
    }
  return NULL;
}

/* One step into a parent that is kept can be judged; everything further is the server's. */
static VmxFilterType
check_navigation (VmxFilterCheck *self, VmxQuery *node, const char *name, const char *rest)
{
  VmxObjectSchema *parent = NULL;
  VmxColumn *column;

  if (self->service != NULL && is_simple_name (rest))
    parent = find_parent_object (self, name);
  if (parent == NULL)
    return vmx_filter_check_give_up (self);
  column = vmx_object_schema_find_column (parent, rest);
  if (column == NULL)
    return check_other_name (self, node, parent, rest);
  return get_column_type (self, vmx_column_get_column_type (column));
}

/* A plain value has no parts, but annotations and functions may be bound to it. */
static VmxFilterType
check_below_column (VmxFilterCheck *self, VmxQuery *node, const char *name, const char *rest)
{
  VmxColumn *column = vmx_object_schema_find_column (self->schema, name);
  VmxColumnType type = vmx_column_get_column_type (column);
  gboolean is_plain = vmx_filter_type_from_column (type) != VMX_FILTER_TYPE_UNKNOWN;

  if (is_plain && *rest != '@' && strpbrk (rest, ".(") == NULL)
    {
      vmx_filter_check_fail (self, node, "the column “%s” is a plain value and has no “%s”", name,
                             rest);
      return VMX_FILTER_TYPE_UNKNOWN;
    }
  return vmx_filter_check_give_up (self);
}

static VmxFilterType
check_segments (VmxFilterCheck *self, VmxQuery *node, const char *path)
{
  gsize length = strcspn (path, "/(");
  g_autofree char *name = g_strndup (path, length);
  const char *rest = path[length] == '\0' ? "" : path + length + 1;

  if (*name == '@' || strchr (name, '.') != NULL)
    return vmx_filter_check_give_up (self);
  if (vmx_object_schema_get_column_index (self->schema, name) >= 0)
    return check_below_column (self, node, name, rest);
  if (path[length] == '(')
    return vmx_filter_check_give_up (self);
  if (vmx_object_schema_has_navigation (self->schema, name))
    return check_navigation (self, node, name, rest);
  return check_other_name (self, node, self->schema, name);
}

VmxFilterType
vmx_filter_check_path (VmxFilterCheck *self, VmxQuery *node)
{
  VmxFilterType type = check_segments (self, node, node->name);

  return g_str_has_suffix (node->name, "/$count") ? VMX_FILTER_TYPE_NUMBER : type;
}

/* $it is the record itself, and so is $this outside of lambda expressions. */
VmxFilterType
vmx_filter_check_variable (VmxFilterCheck *self, VmxQuery *node)
{
  g_autofree char *rest = NULL;

  if (g_str_has_prefix (node->name, "$it/"))
    rest = g_strdup (node->name + strlen ("$it/"));
  else if (g_str_has_prefix (node->name, "$this/") && self->lambda_depth == 0)
    rest = g_strdup (node->name + strlen ("$this/"));
  if (rest == NULL)
    {
      vmx_filter_check_give_up (self);
      return g_str_has_suffix (node->name, "/$count") ? VMX_FILTER_TYPE_NUMBER
                                                      : VMX_FILTER_TYPE_UNKNOWN;
    }
  node->kind = is_simple_name (rest) ? VMX_QUERY_COLUMN : VMX_QUERY_PATH;
  g_free (node->name);
  node->name = g_steal_pointer (&rest);
  return node->kind == VMX_QUERY_COLUMN ? vmx_filter_check_column (self, node)
                                        : vmx_filter_check_path (self, node);
}

void
vmx_filter_check_collection (VmxFilterCheck *self, VmxQuery *node)
{
  VmxFilterType type;

  if (node->kind == VMX_QUERY_VARIABLE)
    type = vmx_filter_check_variable (self, node);
  else if (node->kind == VMX_QUERY_COLUMN)
    type = vmx_filter_check_column (self, node);
  else
    type = vmx_filter_check_path (self, node);
  if (type != VMX_FILTER_TYPE_UNKNOWN)
    vmx_filter_check_fail (self, node, "any() and all() need a collection, but “%s” is none",
                           node->name);
}
