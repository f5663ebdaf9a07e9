/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-relations.h"

#include <string.h>

static const VmxODataNavigation *
find_navigation (const VmxODataObject *object, const char *name)
{
  for (guint i = 0; i < object->types->len; i++)
    {
      const VmxODataType *type = object->types->pdata[i];

      for (guint j = 0; j < type->navigations->len; j++)
        {
          const VmxODataNavigation *navigation = type->navigations->pdata[j];

          if (g_str_equal (navigation->name, name))
            return navigation;
        }
    }
  return NULL;
}

static gboolean
leads_to (VmxODataCsdl *csdl, const VmxODataNavigation *navigation, const VmxODataObject *object)
{
  const VmxODataType *type = vmx_odata_csdl_find_type (csdl, navigation->type.name);

  return type != NULL && g_ptr_array_find (object->types, type, NULL);
}

/* Only one of the two ends has to name the other. */
static const VmxODataNavigation *
find_partner (VmxODataCsdl *csdl, const VmxODataObject *object,
              const VmxODataNavigation *navigation, const VmxODataObject *target)
{
  if (navigation->partner != NULL)
    return find_navigation (target, navigation->partner);
  for (guint i = 0; i < target->types->len; i++)
    {
      const VmxODataType *type = target->types->pdata[i];

      for (guint j = 0; j < type->navigations->len; j++)
        {
          const VmxODataNavigation *other = type->navigations->pdata[j];

          if (g_strcmp0 (other->partner, navigation->name) == 0 && leads_to (csdl, other, object))
            return other;
        }
    }
  return NULL;
}

/* "Set", or "Namespace.Container/Set" for a set of another container; other paths lead to
 * contained sets, which are no objects. */
static const char *
get_bound_set (VmxODataCsdl *csdl, const char *target)
{
  const char *resolved;
  const char *slash = strchr (target, '/');

  if (slash == NULL)
    return target;
  resolved = vmx_odata_csdl_resolve (csdl, target);
  for (guint i = 0; i < csdl->containers->len; i++)
    {
      const VmxODataContainer *container = csdl->containers->pdata[i];
      gsize length = strlen (container->name);

      if (strncmp (resolved, container->name, length) == 0 && resolved[length] == '/'
          && strchr (resolved + length + 1, '/') == NULL)
        return resolved + length + 1;
    }
  return NULL;
}

static const VmxODataObject *
find_target (VmxODataCsdl *csdl, const VmxODataObject *object, const VmxODataNavigation *navigation,
             GHashTable *objects)
{
  for (guint i = 0; i < object->set->bindings->len; i++)
    {
      const VmxODataBinding *binding = &g_array_index (object->set->bindings, VmxODataBinding, i);
      const char *set;

      if (!g_str_equal (binding->path, navigation->name))
        continue;
      set = get_bound_set (csdl, binding->target);
      return set != NULL ? g_hash_table_lookup (objects, set) : NULL;
    }
  return NULL;
}

static gboolean
has_columns (const VmxODataObject *object, const VmxODataObject *target, const GArray *constraints)
{
  for (guint i = 0; i < constraints->len; i++)
    {
      const VmxODataConstraint *constraint = &g_array_index (constraints, VmxODataConstraint, i);

      if (vmx_object_schema_find_column (object->schema, constraint->property) == NULL
          || vmx_object_schema_find_column (target->schema, constraint->referenced) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
starts_key (const VmxODataObject *object, const char *const *columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    if (i >= object->key->len
        || !g_str_equal (g_array_index (object->key, VmxODataKeyRef, i).path, columns[i]))
      return FALSE;
  return TRUE;
}

static void
add_index (VmxODataObject *object, const GArray *constraints)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new ();
  const char *const *names;

  for (guint i = 0; i < constraints->len; i++)
    g_ptr_array_add (columns,
                     (gpointer) g_array_index (constraints, VmxODataConstraint, i).property);
  g_ptr_array_add (columns, NULL);
  names = (const char *const *) columns->pdata;
  if (starts_key (object, names))
    return;
  for (guint i = 0; i < vmx_object_schema_get_n_indexes (object->schema); i++)
    if (g_strv_equal (vmx_object_schema_get_index (object->schema, i), names))
      return;
  vmx_object_schema_add_index (object->schema, names);
}

static VmxRelationshipType
get_relationship_type (const VmxODataNavigation *navigation, const VmxODataNavigation *partner)
{
  if (navigation->type.collection)
    return VMX_RELATIONSHIP_ONE_TO_MANY;
  if (navigation->constraints->len > 0 || partner->type.collection)
    return VMX_RELATIONSHIP_MANY_TO_ONE;
  return VMX_RELATIONSHIP_ONE_TO_ONE;
}

static void
add_pairs (VmxRelationship *relationship, const GArray *constraints, gboolean reversed)
{
  for (guint i = 0; i < constraints->len; i++)
    {
      const VmxODataConstraint *constraint = &g_array_index (constraints, VmxODataConstraint, i);

      vmx_relationship_add_columns (relationship,
                                    reversed ? constraint->referenced : constraint->property,
                                    reversed ? constraint->property : constraint->referenced);
    }
}

static void
add_relationship (VmxODataCsdl *csdl, VmxODataObject *object, const VmxODataNavigation *navigation,
                  const VmxODataObject *target)
{
  const VmxODataNavigation *partner = find_partner (csdl, object, navigation, target);
  gboolean own = navigation->constraints->len > 0;
  const GArray *constraints
      = own || partner == NULL ? navigation->constraints : partner->constraints;
  g_autoptr(VmxRelationship) relationship = NULL;
  VmxRelationshipType type;

  if (constraints->len == 0)
    return;
  if (!has_columns (own ? object : target, own ? target : object, constraints))
    {
      vmx_odata_csdl_add_note (csdl,
                               "“%s”: the relationship “%s” is not used, because its referential "
                               "constraint names something that is not a column",
                               object->set->name, navigation->name);
      return;
    }
  type = get_relationship_type (navigation, partner);
  relationship = vmx_relationship_new (navigation->name, type, target->set->name);
  add_pairs (relationship, constraints, !own);
  if (type == VMX_RELATIONSHIP_MANY_TO_ONE) /* the end of the parent says what a deletion does */
    vmx_relationship_set_cascade (relationship, partner != NULL && partner->cascade);
  else
    vmx_relationship_set_cascade (relationship, navigation->cascade);
  vmx_object_schema_add_relationship (object->schema, relationship);
  if (type == VMX_RELATIONSHIP_MANY_TO_ONE && own)
    add_index (object, constraints);
}

static void
add_navigation (VmxODataCsdl *csdl, VmxODataObject *object, const VmxODataNavigation *navigation,
                GHashTable *objects)
{
  const VmxODataObject *target = find_target (csdl, object, navigation, objects);

  vmx_object_schema_add_navigation (object->schema, navigation->name);
  if (target != NULL)
    add_relationship (csdl, object, navigation, target);
  else if (navigation->contains_target)
    vmx_odata_csdl_add_note (csdl,
                             "“%s/%s”: contained records have no set of their own and are not kept",
                             object->set->name, navigation->name);
}

void
vmx_odata_relations_add (VmxODataCsdl *csdl, VmxODataObject *object, GHashTable *objects)
{
  for (guint i = 0; i < object->types->len; i++)
    {
      const VmxODataType *type = object->types->pdata[i];

      for (guint j = 0; j < type->navigations->len; j++)
        add_navigation (csdl, object, type->navigations->pdata[j], objects);
    }
}
