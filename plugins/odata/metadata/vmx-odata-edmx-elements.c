/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-edmx-private.h"

#include <libvmxsync/vmxsync.h>

gboolean
vmx_odata_edmx_fail (VmxODataEdmxReader *self, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;
  int line, column;

  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_markup_parse_context_get_position (self->context, &line, &column);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
               "the metadata cannot be read: line %d, column %d: %s", line, column, what);
  return FALSE;
}

/* --- Attributes --- */

static const char *
get_attribute (const VmxODataElement *element, const char *name)
{
  for (guint i = 0; element->attributes[i] != NULL; i++)
    if (g_str_equal (element->attributes[i], name))
      return element->values[i];
  return NULL;
}

static gboolean
require_attribute (VmxODataEdmxReader *self, const VmxODataElement *element, const char *name,
                   const char **value, GError **error)
{
  *value = get_attribute (element, name);
  if (*value != NULL && **value != '\0')
    return TRUE;
  return vmx_odata_edmx_fail (self, error, "the element “%s” needs the attribute “%s”",
                              element->name, name);
}

gboolean
vmx_odata_edmx_parse_boolean (const char *text, gboolean otherwise)
{
  if (text == NULL)
    return otherwise;
  if (g_ascii_strcasecmp (text, "true") == 0 || g_str_equal (text, "1"))
    return TRUE;
  if (g_ascii_strcasecmp (text, "false") == 0 || g_str_equal (text, "0"))
    return FALSE;
  return otherwise;
}

static int
parse_facet (VmxODataEdmxReader *self, const VmxODataElement *element, const char *name)
{
  return vmx_odata_csdl_parse_facet (self->csdl, get_attribute (element, "Name"), name,
                                     get_attribute (element, name));
}

static void
parse_facets (VmxODataEdmxReader *self, const VmxODataElement *element, VmxODataFacets *facets)
{
  facets->max_length = parse_facet (self, element, "MaxLength");
  facets->precision = parse_facet (self, element, "Precision");
  facets->scale = parse_facet (self, element, "Scale");
}

/* --- Document and schemas --- */

static gboolean
start_edmx (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  const char *version;

  return require_attribute (self, element, "Version", &version, error)
         && vmx_odata_csdl_set_version (self->csdl, version, error);
}

static gboolean
start_include (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  const char *name;

  return require_attribute (self, element, "Namespace", &name, error)
         && vmx_odata_csdl_add_namespace (self->csdl, name, get_attribute (element, "Alias"), FALSE,
                                          error);
}

static gboolean
start_schema (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  const char *name;

  if (!require_attribute (self, element, "Namespace", &name, error))
    return FALSE;
  self->name_space = vmx_odata_csdl_keep (self->csdl, name);
  return vmx_odata_csdl_add_namespace (self->csdl, name, get_attribute (element, "Alias"), TRUE,
                                       error);
}

/* --- Types --- */

static gboolean
begin_type (VmxODataEdmxReader *self, VmxODataTypeKind kind, const VmxODataElement *element,
            GError **error)
{
  const char *name;

  if (!require_attribute (self, element, "Name", &name, error))
    return FALSE;
  self->type = vmx_odata_csdl_add_type (self->csdl, kind, self->name_space, name, error);
  if (self->type == NULL)
    return FALSE;
  self->type->open = vmx_odata_edmx_parse_boolean (get_attribute (element, "OpenType"), FALSE);
  self->type->base = vmx_odata_csdl_keep (self->csdl, get_attribute (element, "BaseType"));
  return TRUE;
}

static gboolean
start_entity_type (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  return begin_type (self, VMX_ODATA_TYPE_ENTITY, element, error);
}

static gboolean
start_complex_type (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  return begin_type (self, VMX_ODATA_TYPE_COMPLEX, element, error);
}

static gboolean
start_enum_type (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  return begin_type (self, VMX_ODATA_TYPE_ENUM, element, error);
}

static gboolean
start_type_definition (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  const char *underlying;

  if (!require_attribute (self, element, "UnderlyingType", &underlying, error)
      || !begin_type (self, VMX_ODATA_TYPE_DEFINITION, element, error))
    return FALSE;
  self->type->base = vmx_odata_csdl_keep (self->csdl, underlying);
  parse_facets (self, element, &self->type->facets);
  return TRUE;
}

static gboolean
start_property_ref (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  VmxODataKeyRef ref = { NULL, NULL };
  const char *name;

  if (!require_attribute (self, element, "Name", &name, error))
    return FALSE;
  ref.path = vmx_odata_csdl_keep (self->csdl, name);
  ref.alias = vmx_odata_csdl_keep (self->csdl, get_attribute (element, "Alias"));
  g_array_append_val (self->type->key, ref);
  return TRUE;
}

static gboolean
start_property (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  const char *name, *type;

  if (!require_attribute (self, element, "Name", &name, error)
      || !require_attribute (self, element, "Type", &type, error))
    return FALSE;
  self->property = vmx_odata_csdl_add_property (self->csdl, self->type, name);
  vmx_odata_csdl_parse_type (self->csdl, type, &self->property->type);
  parse_facets (self, element, &self->property->facets);
  self->property->nullable
      = vmx_odata_edmx_parse_boolean (get_attribute (element, "Nullable"), TRUE);
  self->property->default_text
      = vmx_odata_csdl_keep (self->csdl, get_attribute (element, "DefaultValue"));
  return TRUE;
}

/* --- Navigation --- */

static gboolean
start_navigation (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  const char *name, *type;

  if (!require_attribute (self, element, "Name", &name, error)
      || !require_attribute (self, element, "Type", &type, error))
    return FALSE;
  self->navigation = vmx_odata_csdl_add_navigation (self->csdl, self->type, name);
  vmx_odata_csdl_parse_type (self->csdl, type, &self->navigation->type);
  self->navigation->partner = vmx_odata_csdl_keep (self->csdl, get_attribute (element, "Partner"));
  self->navigation->contains_target
      = vmx_odata_edmx_parse_boolean (get_attribute (element, "ContainsTarget"), FALSE);
  return TRUE;
}

static gboolean
start_constraint (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  VmxODataConstraint constraint;
  const char *property, *referenced;

  if (!require_attribute (self, element, "Property", &property, error)
      || !require_attribute (self, element, "ReferencedProperty", &referenced, error))
    return FALSE;
  constraint.property = vmx_odata_csdl_keep (self->csdl, property);
  constraint.referenced = vmx_odata_csdl_keep (self->csdl, referenced);
  g_array_append_val (self->navigation->constraints, constraint);
  return TRUE;
}

static gboolean
start_on_delete (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  self->navigation->cascade = g_strcmp0 (get_attribute (element, "Action"), "Cascade") == 0;
  return TRUE;
}

/* --- Containers --- */

static gboolean
start_container (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  const char *name;

  if (!require_attribute (self, element, "Name", &name, error))
    return FALSE;
  self->container = vmx_odata_csdl_add_container (self->csdl, self->name_space, name);
  self->container->extends = vmx_odata_csdl_keep (self->csdl, get_attribute (element, "Extends"));
  return TRUE;
}

static gboolean
start_set (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  gboolean singleton = g_str_equal (element->name, "Singleton");
  const char *name, *type;

  if (!require_attribute (self, element, "Name", &name, error)
      || !require_attribute (self, element, singleton ? "Type" : "EntityType", &type, error))
    return FALSE;
  self->set = vmx_odata_csdl_add_set (self->csdl, self->container, name, singleton);
  self->set->type = vmx_odata_csdl_keep (self->csdl, type);
  return TRUE;
}

static gboolean
start_binding (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  VmxODataBinding binding;
  const char *path, *target;

  if (!require_attribute (self, element, "Path", &path, error)
      || !require_attribute (self, element, "Target", &target, error))
    return FALSE;
  binding.path = vmx_odata_csdl_keep (self->csdl, path);
  binding.target = vmx_odata_csdl_keep (self->csdl, target);
  g_array_append_val (self->set->bindings, binding);
  return TRUE;
}

/* --- Annotations --- */

static gboolean
start_annotations (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  const char *target;

  if (!require_attribute (self, element, "Target", &target, error))
    return FALSE;
  /* A qualifier makes annotations hold for one device or purpose only. */
  self->target = get_attribute (element, "Qualifier") == NULL
                     ? vmx_odata_csdl_keep (self->csdl, target)
                     : NULL;
  return TRUE;
}

static char *
make_target (VmxODataEdmxReader *self, VmxODataPlace place)
{
  switch ((int) place)
    {
    case IN_PROPERTY:
      return g_strconcat (self->type->name, "/", self->property->name, NULL);
    case IN_CONTAINER:
      return g_strdup (self->container->name);
    case IN_SET:
      return g_strconcat (self->container->name, "/", self->set->name, NULL);
    default:
      return g_strdup (self->target);
    }
}

static gboolean
start_annotation (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  VmxODataPlace place = g_array_index (self->places, VmxODataPlace, self->places->len - 1);
  g_autofree char *target = NULL;
  const char *term;

  self->annotation = NULL;
  if (!require_attribute (self, element, "Term", &term, error))
    return FALSE;
  if (!vmx_odata_csdl_is_kept_term (term) || get_attribute (element, "Qualifier") != NULL)
    return TRUE;
  target = make_target (self, place);
  if (target == NULL)
    return TRUE;
  self->annotation = vmx_odata_csdl_add_annotation (self->csdl, target, term);
  self->annotation->flag = get_attribute (element, "Path") == NULL
                           && vmx_odata_edmx_parse_boolean (get_attribute (element, "Bool"), TRUE);
  return TRUE;
}

/* An expression that only the server can evaluate; nothing is promised then. */
static gboolean
start_expression (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  if (self->annotation != NULL)
    self->annotation->flag = FALSE;
  return TRUE;
}

static gboolean
start_text (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  g_string_truncate (self->text, 0);
  return TRUE;
}

/* --- What may stand where --- */

static const VmxODataRule rules[] = {
  { IN_DOCUMENT, "Edmx", IN_EDMX, start_edmx },
  { IN_EDMX, "Reference", IN_REFERENCE, NULL },
  { IN_EDMX, "DataServices", IN_DATA_SERVICES, NULL },
  { IN_REFERENCE, "Include", IN_LEAF, start_include },
  { IN_DATA_SERVICES, "Schema", IN_SCHEMA, start_schema },
  { IN_SCHEMA, "EntityType", IN_TYPE, start_entity_type },
  { IN_SCHEMA, "ComplexType", IN_TYPE, start_complex_type },
  { IN_SCHEMA, "EnumType", IN_LEAF, start_enum_type },
  { IN_SCHEMA, "TypeDefinition", IN_LEAF, start_type_definition },
  { IN_SCHEMA, "EntityContainer", IN_CONTAINER, start_container },
  { IN_SCHEMA, "Annotations", IN_ANNOTATIONS, start_annotations },
  { IN_TYPE, "Key", IN_KEY, NULL },
  { IN_TYPE, "Property", IN_PROPERTY, start_property },
  { IN_TYPE, "NavigationProperty", IN_NAVIGATION, start_navigation },
  { IN_KEY, "PropertyRef", IN_LEAF, start_property_ref },
  { IN_PROPERTY, "Annotation", IN_ANNOTATION, start_annotation },
  { IN_NAVIGATION, "ReferentialConstraint", IN_LEAF, start_constraint },
  { IN_NAVIGATION, "OnDelete", IN_LEAF, start_on_delete },
  { IN_CONTAINER, "EntitySet", IN_SET, start_set },
  { IN_CONTAINER, "Singleton", IN_SET, start_set },
  { IN_CONTAINER, "Annotation", IN_ANNOTATION, start_annotation },
  { IN_SET, "NavigationPropertyBinding", IN_LEAF, start_binding },
  { IN_SET, "Annotation", IN_ANNOTATION, start_annotation },
  { IN_ANNOTATIONS, "Annotation", IN_ANNOTATION, start_annotation },
  { IN_ANNOTATION, "Annotation", IN_OTHER, NULL },
  { IN_ANNOTATION, "Bool", IN_FLAG, start_text },
  { IN_ANNOTATION, "Collection", IN_COLLECTION, NULL },
  { IN_ANNOTATION, NULL, IN_OTHER, start_expression },
  { IN_COLLECTION, "PropertyPath", IN_PATH, start_text },
  { IN_COLLECTION, "Path", IN_PATH, start_text },
};

const VmxODataRule *
vmx_odata_edmx_find_rule (VmxODataPlace parent, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].parent == parent && (rules[i].name == NULL || g_str_equal (rules[i].name, name)))
      return &rules[i];
  return NULL;
}
