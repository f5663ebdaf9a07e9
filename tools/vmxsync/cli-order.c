/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-order.h"

static gboolean
is_parent (VmxObjectSchema *candidate, VmxObjectSchema *child)
{
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (child); i++)
    {
      VmxRelationship *relationship = vmx_object_schema_get_relationship (child, i);

      if (vmx_relationship_get_relationship_type (relationship) == VMX_RELATIONSHIP_MANY_TO_ONE
          && g_str_equal (vmx_relationship_get_target (relationship),
                          vmx_object_schema_get_name (candidate)))
        return TRUE;
    }
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (candidate); i++)
    {
      VmxRelationship *relationship = vmx_object_schema_get_relationship (candidate, i);

      if (vmx_relationship_get_relationship_type (relationship) != VMX_RELATIONSHIP_MANY_TO_ONE
          && g_str_equal (vmx_relationship_get_target (relationship),
                          vmx_object_schema_get_name (child)))
        return TRUE;
    }
  return FALSE;
}

/* Objects in a circle come in the order of the schema. */
static void
visit (VmxServiceSchema *schema, VmxObjectSchema *object, GHashTable *visited, GPtrArray *ordered)
{
  if (!g_hash_table_add (visited, object))
    return;
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *other = vmx_service_schema_get_object (schema, i);

      if (other != object && is_parent (other, object))
        visit (schema, other, visited, ordered);
    }
  g_ptr_array_add (ordered, g_object_ref (object));
}

GPtrArray *
cli_order_objects (VmxServiceSchema *schema)
{
  g_autoptr(GHashTable) visited = g_hash_table_new (NULL, NULL);
  GPtrArray *ordered = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    visit (schema, vmx_service_schema_get_object (schema, i), visited, ordered);
  return ordered;
}
