/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-column.h"

#include <string.h>

static const struct
{
  const char *name;
  VmxColumnType type;
} edm_types[] = {
  { "Binary", VMX_COLUMN_BINARY },
  { "Boolean", VMX_COLUMN_BOOLEAN },
  { "Byte", VMX_COLUMN_BYTE },
  { "ComplexType", VMX_COLUMN_JSON },
  { "Date", VMX_COLUMN_DATE },
  { "DateTimeOffset", VMX_COLUMN_TIMESTAMP },
  { "Decimal", VMX_COLUMN_DECIMAL },
  { "Double", VMX_COLUMN_DOUBLE },
  { "Duration", VMX_COLUMN_DURATION },
  { "Guid", VMX_COLUMN_GUID },
  { "Int16", VMX_COLUMN_INT16 },
  { "Int32", VMX_COLUMN_INT32 },
  { "Int64", VMX_COLUMN_INT64 },
  { "PrimitiveType", VMX_COLUMN_JSON },
  { "SByte", VMX_COLUMN_SBYTE },
  { "Single", VMX_COLUMN_SINGLE },
  { "Stream", VMX_COLUMN_STREAM },
  { "String", VMX_COLUMN_STRING },
  { "TimeOfDay", VMX_COLUMN_TIME_OF_DAY },
  { "Untyped", VMX_COLUMN_JSON },
};

static gboolean
find_edm_type (const char *name, VmxColumnType *type)
{
  if (!g_str_has_prefix (name, "Edm."))
    return FALSE;
  name += strlen ("Edm.");
  for (guint i = 0; i < G_N_ELEMENTS (edm_types); i++)
    if (g_str_equal (name, edm_types[i].name))
      {
        *type = edm_types[i].type;
        return TRUE;
      }
  *type = VMX_COLUMN_JSON;
  return g_str_has_prefix (name, "Geography") || g_str_has_prefix (name, "Geometry");
}

static int
choose_facet (int of_property, int of_definition)
{
  return of_property >= 0 ? of_property : of_definition;
}

static gboolean
find_column_type (VmxODataCsdl *csdl, const VmxODataProperty *property, VmxColumnType *type,
                  VmxODataFacets *facets)
{
  const VmxODataType *defined;

  *facets = property->facets;
  *type = VMX_COLUMN_JSON;
  if (find_edm_type (property->type.name, type))
    return TRUE;
  defined = vmx_odata_csdl_find_type (csdl, property->type.name);
  if (defined == NULL)
    return vmx_odata_csdl_is_elsewhere (csdl, property->type.name);
  if (defined->kind == VMX_ODATA_TYPE_ENUM)
    *type = VMX_COLUMN_STRING;
  if (defined->kind != VMX_ODATA_TYPE_DEFINITION)
    return TRUE;
  facets->max_length = choose_facet (facets->max_length, defined->facets.max_length);
  facets->precision = choose_facet (facets->precision, defined->facets.precision);
  facets->scale = choose_facet (facets->scale, defined->facets.scale);
  return find_edm_type (defined->base, type);
}

static VmxColumnFlags
get_target_flags (VmxODataCsdl *csdl, const char *owner, const char *property)
{
  static const struct
  {
    const char *term;
    VmxColumnFlags flag;
  } terms[] = {
    { VMX_ODATA_TERM_COMPUTED, VMX_COLUMN_FLAG_COMPUTED },
    { VMX_ODATA_TERM_COMPUTED_DEFAULT, VMX_COLUMN_FLAG_HAS_DEFAULT },
    { VMX_ODATA_TERM_IMMUTABLE, VMX_COLUMN_FLAG_IMMUTABLE },
  };
  g_autofree char *target = g_strconcat (owner, "/", property, NULL);
  VmxColumnFlags flags = VMX_COLUMN_FLAG_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      const VmxODataAnnotation *annotation
          = vmx_odata_csdl_find_annotation (csdl, target, terms[i].term);

      if (annotation != NULL && annotation->flag)
        flags |= terms[i].flag;
    }
  return flags;
}

/* A property is annotated at its type, at a derived type, or at the set (since 4.01). */
static VmxColumnFlags
get_annotated_flags (VmxODataCsdl *csdl, const VmxODataObject *object, const VmxODataType *owner,
                     const char *property)
{
  const VmxODataType *type = object->types->pdata[object->types->len - 1];
  g_autofree char *set = g_strconcat (object->container->name, "/", object->set->name, NULL);
  VmxColumnFlags flags = get_target_flags (csdl, owner->name, property);

  if (type != owner)
    flags |= get_target_flags (csdl, type->name, property);
  return flags | get_target_flags (csdl, set, property);
}

static gboolean
is_key (const VmxODataObject *object, const char *property)
{
  for (guint i = 0; i < object->key->len; i++)
    if (g_str_equal (g_array_index (object->key, VmxODataKeyRef, i).path, property))
      return TRUE;
  return FALSE;
}

static void
set_facets (VmxColumn *column, const VmxODataFacets *facets)
{
  switch ((int) vmx_column_get_column_type (column))
    {
    case VMX_COLUMN_STRING:
    case VMX_COLUMN_BINARY:
      vmx_column_set_max_length (column, (guint) MAX (facets->max_length, 0));
      break;
    case VMX_COLUMN_DECIMAL:
      vmx_column_set_precision (column, facets->precision, facets->scale);
      break;
    case VMX_COLUMN_TIMESTAMP:
    case VMX_COLUMN_TIME_OF_DAY:
    case VMX_COLUMN_DURATION:
      vmx_column_set_precision (column, facets->precision, -1);
      break;
    default:
      break;
    }
}

VmxColumn *
vmx_odata_column_new (VmxODataCsdl *csdl, const VmxODataObject *object, const VmxODataType *owner,
                      const VmxODataProperty *property)
{
  const char *type_name = vmx_odata_csdl_resolve (csdl, property->type.name);
  g_autofree char *collection_name = NULL;
  VmxColumnFlags flags = get_annotated_flags (csdl, object, owner, property->name);
  VmxColumnType type;
  VmxODataFacets facets;
  VmxColumn *column;

  if (!find_column_type (csdl, property, &type, &facets))
    return NULL;
  if (property->type.collection)
    {
      type = VMX_COLUMN_JSON;
      collection_name = g_strconcat ("Collection(", type_name, ")", NULL);
    }
  /* Nullable of a collection is about its items, and a new record may leave collections out.
   * Streams are never part of a record that is sent. */
  if (property->nullable || property->type.collection || type == VMX_COLUMN_STREAM)
    flags |= VMX_COLUMN_FLAG_NULLABLE;
  if (is_key (object, property->name))
    flags &= (VmxColumnFlags) ~VMX_COLUMN_FLAG_NULLABLE;
  column = vmx_column_new (property->name, type, flags);
  vmx_column_set_type_name (column, collection_name != NULL ? collection_name : type_name);
  set_facets (column, &facets);
  vmx_column_set_default (column, property->default_text);
  return column;
}
