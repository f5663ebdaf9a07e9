/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-schema.h"

#include "vmx-odata-column.h"
#include "vmx-odata-csdl-json.h"
#include "vmx-odata-edmx.h"
#include "vmx-odata-relations.h"

#include <string.h>

#define MAX_BYTES (64 * 1024 * 1024)
/* A small document can ask for very many columns: long chains of base types, used by many sets. */
#define MAX_COLUMNS 1000000
#define MAX_BASE_TYPES 100
#define MAX_MISSING_SHOWN 5

typedef struct
{
  VmxODataCsdl *csdl;
  GPtrArray *objects;  /* (element-type VmxODataObject), in order */
  GHashTable *by_name; /* the same by name */
  GPtrArray *missing;  /* (element-type utf8) types that nobody defines, and where */
  guint n_columns;
} Mapper;

static void
object_free (VmxODataObject *object)
{
  g_ptr_array_unref (object->types);
  g_clear_object (&object->schema);
  g_free (object);
}

static void
mapper_clear (Mapper *self)
{
  g_clear_pointer (&self->csdl, vmx_odata_csdl_free);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->objects, g_ptr_array_unref);
  g_clear_pointer (&self->missing, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mapper, mapper_clear)

static void
add_missing (Mapper *self, const char *type, const char *where, const char *of)
{
  g_ptr_array_add (
      self->missing,
      g_strdup_printf ("“%s” (%s “%s”)", vmx_odata_csdl_resolve (self->csdl, type), where, of));
}

static gboolean
leave_out (Mapper *self, const VmxODataSet *set, const char *why)
{
  vmx_odata_csdl_add_note (self->csdl, "“%s” is left out: %s", set->name, why);
  return FALSE;
}

/* --- The parts of an object --- */

/* FALSE if the set cannot be kept; it has been said why. */
static gboolean
collect_types (Mapper *self, VmxODataObject *object)
{
  const char *name = object->set->type;
  const char *where = "the type of the entity set";
  const char *of = object->set->name;

  while (name != NULL)
    {
      VmxODataType *type = vmx_odata_csdl_find_type (self->csdl, name);

      if (type == NULL && vmx_odata_csdl_is_elsewhere (self->csdl, name))
        return leave_out (self, object->set, "its type is defined in another document");
      if (type == NULL)
        {
          add_missing (self, name, where, of);
          return FALSE;
        }
      if (type->kind != VMX_ODATA_TYPE_ENTITY)
        return leave_out (self, object->set, "its type is not an entity type");
      if (object->types->len > MAX_BASE_TYPES)
        return leave_out (self, object->set, "its type has more than 100 base types");
      g_ptr_array_insert (object->types, 0, type);
      if (type->key->len > 0)
        object->key = type->key;
      name = type->base;
      where = "the base type of";
      of = type->name;
    }
  return TRUE;
}

static gboolean
check_key (Mapper *self, VmxODataObject *object)
{
  if (object->key == NULL)
    return leave_out (self, object->set, "its type has no key");
  for (guint i = 0; i < object->key->len; i++)
    {
      const VmxODataKeyRef *ref = &g_array_index (object->key, VmxODataKeyRef, i);

      if (ref->alias != NULL || strchr (ref->path, '/') != NULL)
        return leave_out (self, object->set, "its key is inside a complex property");
    }
  return TRUE;
}

static gboolean
add_column (Mapper *self, VmxODataObject *object, const VmxODataType *owner,
            const VmxODataProperty *property)
{
  g_autoptr(VmxColumn) column = vmx_odata_column_new (self->csdl, object, owner, property);

  self->n_columns++;
  if (column == NULL)
    {
      g_autofree char *where = g_strconcat (owner->name, "/", property->name, NULL);

      add_missing (self, property->type.name, "the type of the property", where);
      return TRUE; /* all of them are named in one error */
    }
  if (vmx_object_schema_find_column (object->schema, property->name) != NULL)
    return leave_out (self, object->set, "its type has two properties of the same name");
  vmx_object_schema_add_column (object->schema, column);
  return TRUE;
}

static gboolean
add_columns (Mapper *self, VmxODataObject *object)
{
  for (guint i = 0; i < object->types->len; i++)
    {
      const VmxODataType *type = object->types->pdata[i];

      if (type->open)
        vmx_object_schema_set_open (object->schema, TRUE);
      for (guint j = 0; j < type->properties->len; j++)
        if (self->n_columns > MAX_COLUMNS
            || !add_column (self, object, type, type->properties->pdata[j]))
          return FALSE;
    }
  return TRUE;
}

static gboolean
add_key (Mapper *self, VmxODataObject *object)
{
  for (guint i = 0; i < object->key->len; i++)
    {
      const char *name = g_array_index (object->key, VmxODataKeyRef, i).path;
      VmxColumn *column = vmx_object_schema_find_column (object->schema, name);

      if (column == NULL)
        return leave_out (self, object->set, "its key names a property that it does not have");
      if (vmx_column_get_column_type (column) == VMX_COLUMN_JSON
          || vmx_column_get_column_type (column) == VMX_COLUMN_STREAM)
        return leave_out (self, object->set, "its key has a property that is not a simple value");
      vmx_object_schema_add_key_column (object->schema, name);
    }
  return TRUE;
}

/* --- What annotations say of a set --- */

static void
add_settings (Mapper *self, VmxODataObject *object)
{
  g_autofree char *target = g_strconcat (object->container->name, "/", object->set->name, NULL);
  const VmxODataAnnotation *concurrency
      = vmx_odata_csdl_find_annotation (self->csdl, target, VMX_ODATA_TERM_CONCURRENCY);
  const VmxODataAnnotation *top
      = vmx_odata_csdl_find_annotation (self->csdl, target, VMX_ODATA_TERM_TOP_SUPPORTED);

  if (concurrency != NULL && concurrency->paths->len == 1)
    {
      const char *name = concurrency->paths->pdata[0];
      VmxColumn *column = vmx_object_schema_find_column (object->schema, name);

      if (column != NULL && vmx_column_get_column_type (column) == VMX_COLUMN_TIMESTAMP)
        vmx_object_schema_set_setting (object->schema, "etag-column", name);
    }
  if (top != NULL && !top->flag)
    vmx_object_schema_set_setting (object->schema, "top-supported", "false");
}

static void
note_derived (Mapper *self, VmxODataObject *object)
{
  const VmxODataType *type = object->types->pdata[object->types->len - 1];

  if (!type->has_derived)
    return;
  vmx_object_schema_set_open (object->schema, TRUE);
  vmx_odata_csdl_add_note (self->csdl,
                           "“%s”: only the columns of “%s” are kept, not those of its derived "
                           "types",
                           object->set->name, type->name);
}

/* --- Sets and containers --- */

static gboolean
fill_object (Mapper *self, VmxODataObject *object)
{
  const VmxODataType *type;

  if (!collect_types (self, object) || !check_key (self, object))
    return FALSE;
  type = object->types->pdata[object->types->len - 1];
  vmx_object_schema_set_type_name (object->schema, type->name);
  return add_columns (self, object) && add_key (self, object);
}

static void
map_set (Mapper *self, const VmxODataContainer *container, const VmxODataSet *set)
{
  VmxODataObject *object;

  if (set->singleton)
    {
      vmx_odata_csdl_add_note (self->csdl, "the singleton “%s” is left out", set->name);
      return;
    }
  if (g_hash_table_contains (self->by_name, set->name))
    {
      vmx_odata_csdl_add_note (self->csdl,
                               "“%s” of the container “%s” is left out: another set has this name",
                               set->name, container->name);
      return;
    }
  object = g_new0 (VmxODataObject, 1);
  object->container = container;
  object->set = set;
  object->types = g_ptr_array_new ();
  object->schema = vmx_object_schema_new (set->name);
  if (!fill_object (self, object))
    {
      object_free (object);
      return;
    }
  add_settings (self, object);
  note_derived (self, object);
  g_ptr_array_add (self->objects, object);
  g_hash_table_insert (self->by_name, (gpointer) set->name, object);
}

static gboolean
has_container (VmxODataCsdl *csdl, const char *name)
{
  for (guint i = 0; i < csdl->containers->len; i++)
    if (g_str_equal (((const VmxODataContainer *) csdl->containers->pdata[i])->name, name))
      return TRUE;
  return FALSE;
}

/* A container that another one extends is in the same document as a rule, and is read like any
 * other. */
static void
map_container (Mapper *self, const VmxODataContainer *container)
{
  const VmxODataAnnotation *batch = vmx_odata_csdl_find_annotation (self->csdl, container->name,
                                                                    VMX_ODATA_TERM_BATCH_SUPPORTED);

  if (batch != NULL && !batch->flag)
    vmx_odata_csdl_add_note (self->csdl, "the service says that it does not know $batch");
  if (container->extends != NULL
      && !has_container (self->csdl, vmx_odata_csdl_resolve (self->csdl, container->extends)))
    vmx_odata_csdl_add_note (self->csdl,
                             "the sets of the container “%s” are left out: it is defined in "
                             "another document",
                             container->extends);
  for (guint i = 0; i < container->sets->len; i++)
    map_set (self, container, container->sets->pdata[i]);
}

static gboolean
fail_missing (Mapper *self, GError **error)
{
  guint n_shown = MIN (self->missing->len, MAX_MISSING_SHOWN);
  g_autoptr(GString) names = g_string_new (NULL);

  for (guint i = 0; i < n_shown; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", (char *) self->missing->pdata[i]);
  if (n_shown < self->missing->len)
    g_string_append_printf (names, " and %u more", self->missing->len - n_shown);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OBJECT,
               "the metadata uses types that it does not define: %s", names->str);
  return FALSE;
}

static gboolean
map_objects (Mapper *self, GError **error)
{
  VmxODataCsdl *csdl = self->csdl;

  if (csdl->containers->len == 0)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                           "the metadata has no entity container, so there is nothing to keep");
      return FALSE;
    }
  for (guint i = 0; i < csdl->containers->len; i++)
    map_container (self, csdl->containers->pdata[i]);
  if (self->missing->len > 0)
    return fail_missing (self, error);
  if (self->n_columns > MAX_COLUMNS)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                   "the metadata has more than %d columns", MAX_COLUMNS);
      return FALSE;
    }
  for (guint i = 0; i < self->objects->len; i++)
    vmx_odata_relations_add (csdl, self->objects->pdata[i], self->by_name);
  return TRUE;
}

/* Takes the model. */
static VmxServiceSchema *
map_service (VmxODataCsdl *csdl, GError **error)
{
  g_auto(Mapper) self = { .csdl = csdl };
  VmxServiceSchema *schema;

  self.objects = g_ptr_array_new_with_free_func ((GDestroyNotify) object_free);
  self.by_name = g_hash_table_new (g_str_hash, g_str_equal);
  self.missing = g_ptr_array_new_with_free_func (g_free);
  if (!map_objects (&self, error))
    return NULL;
  schema = vmx_service_schema_new ();
  vmx_service_schema_set_version (schema, csdl->version);
  for (guint i = 0; i < self.objects->len; i++)
    vmx_service_schema_add_object (schema,
                                   ((const VmxODataObject *) self.objects->pdata[i])->schema);
  for (guint i = 0; i < csdl->notes->len; i++)
    vmx_service_schema_add_note (schema, csdl->notes->pdata[i]);
  return schema;
}

/* --- The document --- */

static gboolean
is_utf16 (const char *text, gsize length)
{
  return length >= 2
         && (memcmp (text, "\xff\xfe", 2) == 0 || memcmp (text, "\xfe\xff", 2) == 0
             || (text[0] == '\0') != (text[1] == '\0'));
}

static void
set_unknown_form (const char *content_type, GError **error)
{
  g_autofree char *label = content_type != NULL ? g_utf8_make_valid (content_type, -1) : NULL;

  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
               "the metadata is neither XML nor JSON (the server calls it “%s”); check the URL of "
               "the service",
               label != NULL ? label : "nothing");
}

static VmxODataCsdl *
read_document (const char *text, gsize length, const char *content_type, GError **error)
{
  while (length > 0 && g_ascii_isspace (*text))
    {
      text++;
      length--;
    }
  if (length == 0)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                           "the metadata document is empty");
      return NULL;
    }
  if (*text == '<')
    return vmx_odata_edmx_read (text, length, error);
  if (*text == '{')
    return vmx_odata_csdl_json_read (text, length, error);
  set_unknown_form (content_type, error);
  return NULL;
}

VmxServiceSchema *
vmx_odata_schema_from_metadata (const char *text, gsize length, const char *content_type,
                                GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  VmxODataCsdl *csdl;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > MAX_BYTES)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                   "the metadata has %" G_GSIZE_FORMAT " bytes, at most %d are read", length,
                   MAX_BYTES);
      return NULL;
    }
  if (is_utf16 (text, length))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                           "metadata in UTF-16 is not supported, expected UTF-8");
      return NULL;
    }
  if (length >= strlen (mark) && memcmp (text, mark, strlen (mark)) == 0)
    {
      text += strlen (mark);
      length -= strlen (mark);
    }
  csdl = read_document (text, length, content_type, error);
  return csdl != NULL ? map_service (csdl, error) : NULL;
}
