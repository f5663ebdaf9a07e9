/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-csdl.h"

#include <libvmxsync/vmxsync.h>

#include <string.h>

static const char *const kept_terms[] = {
  VMX_ODATA_TERM_COMPUTED,
  VMX_ODATA_TERM_COMPUTED_DEFAULT,
  VMX_ODATA_TERM_IMMUTABLE,
  VMX_ODATA_TERM_CONCURRENCY,
  VMX_ODATA_TERM_TOP_SUPPORTED,
  VMX_ODATA_TERM_BATCH_SUPPORTED,
  NULL,
};

static const VmxODataFacets no_facets = { -1, -1, -1 };

static void
navigation_free (VmxODataNavigation *navigation)
{
  g_array_unref (navigation->constraints);
  g_free (navigation);
}

static void
type_free (VmxODataType *type)
{
  g_array_unref (type->key);
  g_ptr_array_unref (type->properties);
  g_ptr_array_unref (type->navigations);
  g_free (type);
}

static void
set_free (VmxODataSet *set)
{
  g_array_unref (set->bindings);
  g_free (set);
}

static void
container_free (VmxODataContainer *container)
{
  g_ptr_array_unref (container->sets);
  g_free (container);
}

static void
annotation_free (VmxODataAnnotation *annotation)
{
  g_ptr_array_unref (annotation->paths);
  g_free (annotation);
}

static guint
annotation_hash (gconstpointer key)
{
  const VmxODataAnnotation *annotation = key;

  return g_str_hash (annotation->target) * 31 + g_str_hash (annotation->term);
}

static gboolean
annotation_equal (gconstpointer a, gconstpointer b)
{
  const VmxODataAnnotation *left = a;
  const VmxODataAnnotation *right = b;

  return g_str_equal (left->target, right->target) && g_str_equal (left->term, right->term);
}

VmxODataCsdl *
vmx_odata_csdl_new (void)
{
  VmxODataCsdl *self = g_new0 (VmxODataCsdl, 1);

  self->types = g_ptr_array_new_with_free_func ((GDestroyNotify) type_free);
  self->containers = g_ptr_array_new_with_free_func ((GDestroyNotify) container_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->strings = g_string_chunk_new (16 * 1024);
  self->types_by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self->namespaces = g_hash_table_new (g_str_hash, g_str_equal);
  self->own = g_hash_table_new (g_str_hash, g_str_equal);
  self->included = g_hash_table_new (g_str_hash, g_str_equal);
  self->loose = g_ptr_array_new_with_free_func ((GDestroyNotify) annotation_free);
  self->annotations = g_hash_table_new (annotation_hash, annotation_equal);
  return self;
}

void
vmx_odata_csdl_free (VmxODataCsdl *self)
{
  g_ptr_array_unref (self->types);
  g_ptr_array_unref (self->containers);
  g_ptr_array_unref (self->notes);
  g_hash_table_unref (self->types_by_name);
  g_hash_table_unref (self->namespaces);
  g_hash_table_unref (self->own);
  g_hash_table_unref (self->included);
  g_hash_table_unref (self->annotations);
  g_ptr_array_unref (self->loose);
  g_string_chunk_free (self->strings);
  g_free (self);
}

const char *
vmx_odata_csdl_keep (VmxODataCsdl *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

static const char *
keep_qualified (VmxODataCsdl *self, const char *name_space, const char *name)
{
  g_autofree char *qualified = g_strconcat (name_space, ".", name, NULL);

  return vmx_odata_csdl_keep (self, qualified);
}

gboolean
vmx_odata_csdl_set_version (VmxODataCsdl *self, const char *version, GError **error)
{
  if (g_str_has_prefix (version, "4."))
    {
      self->version = vmx_odata_csdl_keep (self, version);
      return TRUE;
    }
  if (*version >= '1' && *version <= '3' && version[1] == '.')
    g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                 "OData V2/V3 services are not supported yet (the metadata says version “%s”); use "
                 "the V4 address of the service if it has one",
                 version);
  else
    g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                 "metadata of version “%s” is not supported, expected 4.0 or 4.01", version);
  return FALSE;
}

gboolean
vmx_odata_csdl_add_namespace (VmxODataCsdl *self, const char *name, const char *alias, gboolean own,
                              GError **error)
{
  const char *kept = vmx_odata_csdl_keep (self, name);
  const char *known;

  g_hash_table_add (own ? self->own : self->included, (gpointer) kept);
  if (alias == NULL)
    return TRUE;
  known = g_hash_table_lookup (self->namespaces, alias);
  if (known != NULL && !g_str_equal (known, name))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                   "the metadata uses the alias “%s” for two namespaces, “%s” and “%s”", alias,
                   known, name);
      return FALSE;
    }
  g_hash_table_insert (self->namespaces, (gpointer) vmx_odata_csdl_keep (self, alias),
                       (gpointer) kept);
  return TRUE;
}

void
vmx_odata_csdl_add_note (VmxODataCsdl *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

VmxODataType *
vmx_odata_csdl_add_type (VmxODataCsdl *self, VmxODataTypeKind kind, const char *name_space,
                         const char *name, GError **error)
{
  const char *qualified = keep_qualified (self, name_space, name);
  VmxODataType *type;

  if (g_hash_table_contains (self->types_by_name, qualified))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                   "the metadata defines the type “%s” twice", qualified);
      return NULL;
    }
  type = g_new0 (VmxODataType, 1);
  type->kind = kind;
  type->name = qualified;
  type->facets = no_facets;
  type->key = g_array_new (FALSE, TRUE, sizeof (VmxODataKeyRef));
  type->properties = g_ptr_array_new_with_free_func (g_free);
  type->navigations = g_ptr_array_new_with_free_func ((GDestroyNotify) navigation_free);
  g_ptr_array_add (self->types, type);
  g_hash_table_insert (self->types_by_name, (gpointer) qualified, type);
  return type;
}

VmxODataContainer *
vmx_odata_csdl_add_container (VmxODataCsdl *self, const char *name_space, const char *name)
{
  VmxODataContainer *container = g_new0 (VmxODataContainer, 1);

  container->name = keep_qualified (self, name_space, name);
  container->sets = g_ptr_array_new_with_free_func ((GDestroyNotify) set_free);
  g_ptr_array_add (self->containers, container);
  return container;
}

VmxODataProperty *
vmx_odata_csdl_add_property (VmxODataCsdl *self, VmxODataType *type, const char *name)
{
  VmxODataProperty *property = g_new0 (VmxODataProperty, 1);

  property->name = vmx_odata_csdl_keep (self, name);
  property->facets = no_facets;
  g_ptr_array_add (type->properties, property);
  return property;
}

VmxODataNavigation *
vmx_odata_csdl_add_navigation (VmxODataCsdl *self, VmxODataType *type, const char *name)
{
  VmxODataNavigation *navigation = g_new0 (VmxODataNavigation, 1);

  navigation->name = vmx_odata_csdl_keep (self, name);
  navigation->constraints = g_array_new (FALSE, TRUE, sizeof (VmxODataConstraint));
  g_ptr_array_add (type->navigations, navigation);
  return navigation;
}

VmxODataSet *
vmx_odata_csdl_add_set (VmxODataCsdl *self, VmxODataContainer *container, const char *name,
                        gboolean singleton)
{
  VmxODataSet *set = g_new0 (VmxODataSet, 1);

  set->name = vmx_odata_csdl_keep (self, name);
  set->singleton = singleton;
  set->bindings = g_array_new (FALSE, TRUE, sizeof (VmxODataBinding));
  g_ptr_array_add (container->sets, set);
  return set;
}

gboolean
vmx_odata_csdl_is_kept_term (const char *term)
{
  const char *last = strrchr (term, '.');

  if (last == NULL)
    return FALSE;
  for (guint i = 0; kept_terms[i] != NULL; i++)
    if (g_str_equal (last, strrchr (kept_terms[i], '.')))
      return TRUE;
  return FALSE;
}

VmxODataAnnotation *
vmx_odata_csdl_add_annotation (VmxODataCsdl *self, const char *target, const char *term)
{
  VmxODataAnnotation *annotation = g_new0 (VmxODataAnnotation, 1);

  annotation->target = vmx_odata_csdl_keep (self, target);
  annotation->term = vmx_odata_csdl_keep (self, term);
  annotation->flag = TRUE; /* the default of all tagging terms */
  annotation->paths = g_ptr_array_new ();
  g_ptr_array_add (self->loose, annotation);
  return annotation;
}

void
vmx_odata_csdl_parse_type (VmxODataCsdl *self, const char *text, VmxODataTypeRef *type)
{
  g_autofree char *inner = NULL;

  type->collection = g_str_has_prefix (text, "Collection(") && g_str_has_suffix (text, ")");
  if (type->collection)
    inner = g_strndup (text + strlen ("Collection("), strlen (text) - strlen ("Collection()"));
  type->name = vmx_odata_csdl_keep (self, type->collection ? inner : text);
}

int
vmx_odata_csdl_parse_facet (VmxODataCsdl *self, const char *owner, const char *facet,
                            const char *text)
{
  static const char *const unlimited[] = { "max", "variable", "floating" };
  guint64 number;

  if (text == NULL)
    return -1;
  for (guint i = 0; i < G_N_ELEMENTS (unlimited); i++)
    if (g_ascii_strcasecmp (text, unlimited[i]) == 0)
      return -1;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL))
    return (int) number;
  vmx_odata_csdl_add_note (self, "the facet %s “%s” of “%s” is not known and is ignored", facet,
                           text, owner);
  return -1;
}

/* The namespace of a name, or of the first step of a path. */
static char *
get_namespace (const char *name)
{
  const char *dot = g_strrstr_len (name, (gssize) strcspn (name, "/"), ".");

  return dot != NULL ? g_strndup (name, (gsize) (dot - name)) : NULL;
}

const char *
vmx_odata_csdl_resolve (VmxODataCsdl *self, const char *name)
{
  g_autofree char *prefix = get_namespace (name);
  const char *name_space = prefix != NULL ? g_hash_table_lookup (self->namespaces, prefix) : NULL;

  if (name_space == NULL)
    return vmx_odata_csdl_keep (self, name);
  return keep_qualified (self, name_space, name + strlen (prefix) + 1);
}

VmxODataType *
vmx_odata_csdl_find_type (VmxODataCsdl *self, const char *name)
{
  return g_hash_table_lookup (self->types_by_name, vmx_odata_csdl_resolve (self, name));
}

gboolean
vmx_odata_csdl_is_elsewhere (VmxODataCsdl *self, const char *name)
{
  g_autofree char *name_space = get_namespace (vmx_odata_csdl_resolve (self, name));

  return name_space != NULL && g_hash_table_contains (self->included, name_space)
         && !g_hash_table_contains (self->own, name_space);
}

const VmxODataAnnotation *
vmx_odata_csdl_find_annotation (VmxODataCsdl *self, const char *target, const char *term)
{
  const VmxODataAnnotation key = { .target = target, .term = term };

  return g_hash_table_lookup (self->annotations, &key);
}

static void
resolve_annotations (VmxODataCsdl *self)
{
  for (guint i = 0; i < self->loose->len; i++)
    {
      VmxODataAnnotation *annotation = self->loose->pdata[i];

      annotation->target = vmx_odata_csdl_resolve (self, annotation->target);
      annotation->term = vmx_odata_csdl_resolve (self, annotation->term);
      if (g_strv_contains (kept_terms, annotation->term))
        g_hash_table_add (self->annotations, annotation);
    }
}

/* Each type is visited once: a walk ends at types that an earlier walk has seen. */
static gboolean
check_bases (VmxODataCsdl *self, guint walk, GError **error)
{
  VmxODataType *type = self->types->pdata[walk - 1];

  while (type != NULL && type->visit == 0)
    {
      type->visit = walk;
      if (type->base == NULL || type->kind == VMX_ODATA_TYPE_DEFINITION)
        return TRUE;
      type->base = vmx_odata_csdl_resolve (self, type->base);
      type = g_hash_table_lookup (self->types_by_name, type->base);
      if (type != NULL)
        type->has_derived = TRUE;
    }
  if (type == NULL || type->visit != walk)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
               "the metadata is wrong: the type “%s” is among its own base types", type->name);
  return FALSE;
}

gboolean
vmx_odata_csdl_complete (VmxODataCsdl *self, GError **error)
{
  if (self->version == NULL)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                           "the metadata does not say its version, expected 4.0 or 4.01");
      return FALSE;
    }
  for (guint i = 1; i <= self->types->len; i++)
    if (!check_bases (self, i, error))
      return FALSE;
  resolve_annotations (self);
  return TRUE;
}
