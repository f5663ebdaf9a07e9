/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-csdl-json.h"

#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/vmxsync.h>

#include <string.h>

static gboolean
fail (GError **error, const char *where, const char *expected)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
               "the metadata cannot be read: “%s”: expected %s", where, expected);
  return FALSE;
}

static gboolean
is_object (const VmxJsonTree *json)
{
  return json != NULL && json->kind == VMX_JSON_TREE_OBJECT;
}

/* Members that start with $ belong to the format, and those with @ are annotations. */
static gboolean
is_name (const char *name)
{
  return *name != '\0' && *name != '$' && strchr (name, '@') == NULL;
}

static const char *
get_kind (const VmxJsonTree *json)
{
  const char *kind = vmx_json_tree_get_member_string (json, "$Kind");

  return kind != NULL ? kind : "";
}

/* --- Annotations --- */

static void
read_paths (VmxODataCsdl *self, VmxODataAnnotation *annotation, const VmxJsonTree *json)
{
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);
      const char *path = vmx_json_tree_get_string (child);

      if (path == NULL)
        path = vmx_json_tree_get_member_string (child, "$PropertyPath");
      if (path == NULL)
        path = vmx_json_tree_get_member_string (child, "$Path");
      if (path != NULL)
        g_ptr_array_add (annotation->paths, (gpointer) vmx_odata_csdl_keep (self, path));
    }
}

static void
read_annotation (VmxODataCsdl *self, const char *target, const VmxJsonTree *json)
{
  const char *term = json->name + 1;
  VmxODataAnnotation *annotation;

  /* With a qualifier (Term#Tablet), or of another annotation, it is no term that is kept. */
  if (!vmx_odata_csdl_is_kept_term (term))
    return;
  annotation = vmx_odata_csdl_add_annotation (self, target, term);
  annotation->flag = vmx_json_tree_is_true (json) || json->kind == VMX_JSON_TREE_ARRAY;
  if (json->kind == VMX_JSON_TREE_ARRAY)
    read_paths (self, annotation, json);
}

static void
read_annotations (VmxODataCsdl *self, const char *owner, const char *name, const VmxJsonTree *json)
{
  g_autofree char *target = name != NULL ? g_strconcat (owner, "/", name, NULL) : NULL;

  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);

      if (child->name != NULL && *child->name == '@')
        read_annotation (self, target != NULL ? target : owner, child);
    }
}

/* --- Types --- */

static int
read_facet (VmxODataCsdl *self, const VmxJsonTree *json, const char *name)
{
  const VmxJsonTree *facet = vmx_json_tree_get_member (json, name);

  return vmx_odata_csdl_parse_facet (self, json->name, name + 1,
                                     facet != NULL ? facet->text : NULL);
}

static void
read_facets (VmxODataCsdl *self, const VmxJsonTree *json, VmxODataFacets *facets)
{
  facets->max_length = read_facet (self, json, "$MaxLength");
  facets->precision = read_facet (self, json, "$Precision");
  facets->scale = read_facet (self, json, "$Scale");
}

static void
read_type_ref (VmxODataCsdl *self, const VmxJsonTree *json, VmxODataTypeRef *type)
{
  const char *name = vmx_json_tree_get_member_string (json, "$Type");

  type->name = vmx_odata_csdl_keep (self, name != NULL ? name : "Edm.String");
  type->collection = vmx_json_tree_is_true (vmx_json_tree_get_member (json, "$Collection"));
}

static void
read_property (VmxODataCsdl *self, VmxODataType *type, const VmxJsonTree *json)
{
  VmxODataProperty *property = vmx_odata_csdl_add_property (self, type, json->name);
  const VmxJsonTree *default_value = vmx_json_tree_get_member (json, "$DefaultValue");

  read_type_ref (self, json, &property->type);
  read_facets (self, json, &property->facets);
  property->nullable = vmx_json_tree_is_true (vmx_json_tree_get_member (json, "$Nullable"));
  if (default_value != NULL)
    property->default_text = vmx_odata_csdl_keep (self, default_value->text);
  read_annotations (self, type->name, property->name, json);
}

static void
read_constraints (VmxODataCsdl *self, VmxODataNavigation *navigation, const VmxJsonTree *json)
{
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);
      const char *referenced = vmx_json_tree_get_string (child);
      VmxODataConstraint constraint;

      if (referenced == NULL || child->name == NULL || !is_name (child->name))
        continue;
      constraint.property = vmx_odata_csdl_keep (self, child->name);
      constraint.referenced = vmx_odata_csdl_keep (self, referenced);
      g_array_append_val (navigation->constraints, constraint);
    }
}

static gboolean
read_navigation (VmxODataCsdl *self, VmxODataType *type, const VmxJsonTree *json, GError **error)
{
  VmxODataNavigation *navigation;

  if (vmx_json_tree_get_member_string (json, "$Type") == NULL)
    return fail (error, json->name, "the member $Type of a navigation property");
  navigation = vmx_odata_csdl_add_navigation (self, type, json->name);
  read_type_ref (self, json, &navigation->type);
  navigation->partner
      = vmx_odata_csdl_keep (self, vmx_json_tree_get_member_string (json, "$Partner"));
  navigation->contains_target
      = vmx_json_tree_is_true (vmx_json_tree_get_member (json, "$ContainsTarget"));
  navigation->cascade
      = g_strcmp0 (vmx_json_tree_get_member_string (json, "$OnDelete"), "Cascade") == 0;
  read_constraints (self, navigation, vmx_json_tree_get_member (json, "$ReferentialConstraint"));
  return TRUE;
}

static gboolean
read_key_ref (VmxODataCsdl *self, VmxODataType *type, const VmxJsonTree *json, GError **error)
{
  VmxODataKeyRef ref = { NULL, NULL };

  if (is_object (json) && vmx_json_tree_get_n_children (json) == 1)
    {
      ref.alias = vmx_odata_csdl_keep (self, vmx_json_tree_get_child (json, 0)->name);
      json = vmx_json_tree_get_child (json, 0);
    }
  ref.path = vmx_odata_csdl_keep (self, vmx_json_tree_get_string (json));
  if (ref.path == NULL)
    return fail (error, type->name, "names of properties in $Key");
  g_array_append_val (type->key, ref);
  return TRUE;
}

static gboolean
read_structured (VmxODataCsdl *self, VmxODataType *type, const VmxJsonTree *json, GError **error)
{
  const VmxJsonTree *key = vmx_json_tree_get_member (json, "$Key");

  type->open = vmx_json_tree_is_true (vmx_json_tree_get_member (json, "$OpenType"));
  type->base = vmx_odata_csdl_keep (self, vmx_json_tree_get_member_string (json, "$BaseType"));
  for (guint i = 0; i < vmx_json_tree_get_n_children (key); i++)
    if (!read_key_ref (self, type, vmx_json_tree_get_child (key, i), error))
      return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);

      if (!is_name (child->name))
        continue;
      if (!is_object (child))
        return fail (error, child->name, "an object that describes a property");
      if (!g_str_equal (get_kind (child), "NavigationProperty"))
        read_property (self, type, child);
      else if (!read_navigation (self, type, child, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_definition (VmxODataCsdl *self, VmxODataType *type, const VmxJsonTree *json, GError **error)
{
  const char *underlying = vmx_json_tree_get_member_string (json, "$UnderlyingType");

  if (underlying == NULL)
    return fail (error, type->name, "the member $UnderlyingType of a type definition");
  type->base = vmx_odata_csdl_keep (self, underlying);
  read_facets (self, json, &type->facets);
  return TRUE;
}

static gboolean
read_nothing (VmxODataCsdl *self, VmxODataType *type, const VmxJsonTree *json, GError **error)
{
  return TRUE;
}

/* --- Containers --- */

static void
read_bindings (VmxODataCsdl *self, VmxODataSet *set, const VmxJsonTree *json)
{
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);
      const char *target = vmx_json_tree_get_string (child);
      VmxODataBinding binding;

      if (target == NULL || child->name == NULL || !is_name (child->name))
        continue;
      binding.path = vmx_odata_csdl_keep (self, child->name);
      binding.target = vmx_odata_csdl_keep (self, target);
      g_array_append_val (set->bindings, binding);
    }
}

static void
read_container (VmxODataCsdl *self, const char *name_space, const VmxJsonTree *json)
{
  VmxODataContainer *container = vmx_odata_csdl_add_container (self, name_space, json->name);

  container->extends
      = vmx_odata_csdl_keep (self, vmx_json_tree_get_member_string (json, "$Extends"));
  read_annotations (self, container->name, NULL, json);
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);
      const char *type = vmx_json_tree_get_member_string (child, "$Type");
      gboolean collection
          = vmx_json_tree_is_true (vmx_json_tree_get_member (child, "$Collection"));
      VmxODataSet *set;

      if (!is_name (child->name) || type == NULL) /* actions and functions have no $Type */
        continue;
      set = vmx_odata_csdl_add_set (self, container, child->name, !collection);
      set->type = vmx_odata_csdl_keep (self, type);
      read_bindings (self, set, vmx_json_tree_get_member (child, "$NavigationPropertyBinding"));
      read_annotations (self, container->name, set->name, child);
    }
}

/* --- Schemas --- */

static const struct
{
  const char *kind;
  VmxODataTypeKind type;
  gboolean (*read) (VmxODataCsdl *self, VmxODataType *type, const VmxJsonTree *json,
                    GError **error);
} type_kinds[] = {
  { "EntityType", VMX_ODATA_TYPE_ENTITY, read_structured },
  { "ComplexType", VMX_ODATA_TYPE_COMPLEX, read_structured },
  { "EnumType", VMX_ODATA_TYPE_ENUM, read_nothing },
  { "TypeDefinition", VMX_ODATA_TYPE_DEFINITION, read_definition },
};

static gboolean
read_schema_child (VmxODataCsdl *self, const char *name_space, const VmxJsonTree *json,
                   GError **error)
{
  const char *kind = get_kind (json);

  if (g_str_equal (kind, "EntityContainer"))
    read_container (self, name_space, json);
  for (guint i = 0; i < G_N_ELEMENTS (type_kinds); i++)
    {
      VmxODataType *type;

      if (!g_str_equal (kind, type_kinds[i].kind))
        continue;
      type = vmx_odata_csdl_add_type (self, type_kinds[i].type, name_space, json->name, error);
      return type != NULL && type_kinds[i].read (self, type, json, error);
    }
  return TRUE;
}

static gboolean
read_schema (VmxODataCsdl *self, const VmxJsonTree *json, GError **error)
{
  const VmxJsonTree *annotations = vmx_json_tree_get_member (json, "$Annotations");

  if (!vmx_odata_csdl_add_namespace (
          self, json->name, vmx_json_tree_get_member_string (json, "$Alias"), TRUE, error))
    return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);

      if (is_name (child->name) && !read_schema_child (self, json->name, child, error))
        return FALSE;
    }
  for (guint i = 0; i < vmx_json_tree_get_n_children (annotations); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (annotations, i);

      if (child->name != NULL)
        read_annotations (self, child->name, NULL, child);
    }
  return TRUE;
}

static gboolean
read_includes (VmxODataCsdl *self, const VmxJsonTree *reference, GError **error)
{
  const VmxJsonTree *includes = vmx_json_tree_get_member (reference, "$Include");

  for (guint i = 0; i < vmx_json_tree_get_n_children (includes); i++)
    {
      const VmxJsonTree *include = vmx_json_tree_get_child (includes, i);
      const char *name = vmx_json_tree_get_member_string (include, "$Namespace");

      if (name == NULL)
        return fail (error, "$Include", "the member $Namespace");
      if (!vmx_odata_csdl_add_namespace (
              self, name, vmx_json_tree_get_member_string (include, "$Alias"), FALSE, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_document (VmxODataCsdl *self, const VmxJsonTree *json, GError **error)
{
  const char *version = vmx_json_tree_get_member_string (json, "$Version");
  const VmxJsonTree *references = vmx_json_tree_get_member (json, "$Reference");

  if (version == NULL)
    return fail (error, "$Version",
                 "an object with this member; check that the URL is the one of an OData service");
  if (!vmx_odata_csdl_set_version (self, version, error))
    return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (references); i++)
    if (!read_includes (self, vmx_json_tree_get_child (references, i), error))
      return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);

      if (is_name (child->name) && is_object (child) && !read_schema (self, child, error))
        return FALSE;
    }
  return vmx_odata_csdl_complete (self, error);
}

VmxODataCsdl *
vmx_odata_csdl_json_read (const char *text, gsize length, GError **error)
{
  g_autoptr(VmxODataCsdl) self = vmx_odata_csdl_new ();
  g_autoptr(GError) local_error = NULL;
  g_autoptr(VmxJsonTree) json = vmx_json_tree_new (text, (gssize) length, &local_error);

  if (json == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA, "the metadata cannot be read: %s",
                   local_error->message);
      return NULL;
    }
  if (!read_document (self, json, error))
    return NULL;
  return g_steal_pointer (&self);
}
