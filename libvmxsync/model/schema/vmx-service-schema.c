/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/schema/vmx-service-schema-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/model/vmx-suggest-private.h>

/**
 * VmxServiceSchema:
 *
 * The schemas of all objects of a service.
 *
 * It is built by a transport, stored by the client, and never changes after
 * [method@Vmx.ServiceSchema.seal].
 *
 * Since: 0.1
 */
struct _VmxServiceSchema
{
  GObject parent_instance;

  char *version;
  char *timestamp;
  gboolean sealed;
  GPtrArray *objects; /* (element-type VmxObjectSchema) */
  GPtrArray *notes;   /* (element-type utf8), NULL-terminated */
};

G_DEFINE_FINAL_TYPE (VmxServiceSchema, vmx_service_schema, G_TYPE_OBJECT)

static void
vmx_service_schema_finalize (GObject *object)
{
  VmxServiceSchema *self = VMX_SERVICE_SCHEMA (object);

  g_free (self->version);
  g_free (self->timestamp);
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->notes);
  G_OBJECT_CLASS (vmx_service_schema_parent_class)->finalize (object);
}

static void
vmx_service_schema_class_init (VmxServiceSchemaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_service_schema_finalize;
}

static void
vmx_service_schema_init (VmxServiceSchema *self)
{
  self->objects = g_ptr_array_new_with_free_func (g_object_unref);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->notes, NULL);
}

/**
 * vmx_service_schema_new:
 *
 * Makes an empty schema.
 *
 * Returns: (transfer full): the schema
 *
 * Since: 0.1
 */
VmxServiceSchema *
vmx_service_schema_new (void)
{
  return g_object_new (VMX_TYPE_SERVICE_SCHEMA, NULL);
}

/**
 * vmx_service_schema_add_object:
 * @self: a schema
 * @object: the schema of an object
 *
 * Adds an object.
 *
 * Since: 0.1
 */
void
vmx_service_schema_add_object (VmxServiceSchema *self, VmxObjectSchema *object)
{
  g_return_if_fail (VMX_IS_SERVICE_SCHEMA (self) && !self->sealed);
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (object) && vmx_object_schema_get_name (object) != NULL);

  g_ptr_array_add (self->objects, g_object_ref (object));
}

/**
 * vmx_service_schema_add_note:
 * @self: a schema
 * @note: a sentence for people
 *
 * Adds what a user should know of the service, for example what was left out and why.
 *
 * Since: 0.1
 */
void
vmx_service_schema_add_note (VmxServiceSchema *self, const char *note)
{
  g_return_if_fail (VMX_IS_SERVICE_SCHEMA (self) && !self->sealed);
  g_return_if_fail (note != NULL);

  g_ptr_array_insert (self->notes, (int) self->notes->len - 1, g_strdup (note));
}

/**
 * vmx_service_schema_get_notes:
 * @self: a schema
 *
 * Gets what a user should know of the service.
 *
 * Returns: (transfer none) (array zero-terminated=1): sentences
 *
 * Since: 0.1
 */
const char *const *
vmx_service_schema_get_notes (VmxServiceSchema *self)
{
  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), NULL);

  return (const char *const *) self->notes->pdata;
}

/**
 * vmx_service_schema_set_version:
 * @self: a schema
 * @version: (nullable): the version
 *
 * Sets the version of the service's protocol or schema.
 *
 * Since: 0.1
 */
void
vmx_service_schema_set_version (VmxServiceSchema *self, const char *version)
{
  g_return_if_fail (VMX_IS_SERVICE_SCHEMA (self) && !self->sealed);

  g_free (self->version);
  self->version = g_strdup (version);
}

/**
 * vmx_service_schema_get_version:
 * @self: a schema
 *
 * Gets the version of the service's protocol or schema.
 *
 * Returns: (nullable): the version
 *
 * Since: 0.1
 */
const char *
vmx_service_schema_get_version (VmxServiceSchema *self)
{
  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), NULL);

  return self->version;
}

/**
 * vmx_service_schema_set_timestamp:
 * @self: a schema
 * @timestamp: (nullable): an instant, or a tag of the server
 *
 * Sets what tells this schema from later ones of the service.
 *
 * Since: 0.1
 */
void
vmx_service_schema_set_timestamp (VmxServiceSchema *self, const char *timestamp)
{
  g_return_if_fail (VMX_IS_SERVICE_SCHEMA (self) && !self->sealed);

  g_free (self->timestamp);
  self->timestamp = g_strdup (timestamp);
}

/**
 * vmx_service_schema_get_timestamp:
 * @self: a schema
 *
 * Gets what tells this schema from later ones of the service.
 *
 * Returns: (nullable): an instant, or a tag of the server
 *
 * Since: 0.1
 */
const char *
vmx_service_schema_get_timestamp (VmxServiceSchema *self)
{
  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), NULL);

  return self->timestamp;
}

/**
 * vmx_service_schema_seal:
 * @self: a schema
 * @error: return location for an error, or %NULL
 *
 * Checks and seals the schemas of all objects and makes this one unchangeable.
 *
 * Fails like [method@Vmx.ObjectSchema.seal], and with [error@Vmx.Error.INVALID_OBJECT] when two
 * objects have the same name.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_service_schema_seal (VmxServiceSchema *self, GError **error)
{
  g_autoptr(GHashTable) names = NULL;

  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), FALSE);

  names = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < self->objects->len; i++)
    {
      VmxObjectSchema *object = self->objects->pdata[i];

      if (!vmx_object_schema_seal (object, error))
        return FALSE;
      if (!g_hash_table_add (names, (gpointer) vmx_object_schema_get_name (object)))
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OBJECT,
                       "two objects of the schema are named “%s”",
                       vmx_object_schema_get_name (object));
          return FALSE;
        }
    }
  self->sealed = TRUE;
  return TRUE;
}

/**
 * vmx_service_schema_is_sealed:
 * @self: a schema
 *
 * Says whether the schema can no longer change.
 *
 * Returns: %TRUE if it is sealed
 *
 * Since: 0.1
 */
gboolean
vmx_service_schema_is_sealed (VmxServiceSchema *self)
{
  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), FALSE);

  return self->sealed;
}

/**
 * vmx_service_schema_get_n_objects:
 * @self: a schema
 *
 * Gets the number of objects.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_service_schema_get_n_objects (VmxServiceSchema *self)
{
  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), 0);

  return self->objects->len;
}

/**
 * vmx_service_schema_get_object:
 * @self: a schema
 * @position: which one, from 0
 *
 * Gets the schema of an object by its position.
 *
 * Returns: (transfer none) (nullable): the schema, %NULL if there is none
 *
 * Since: 0.1
 */
VmxObjectSchema *
vmx_service_schema_get_object (VmxServiceSchema *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), NULL);

  return position < self->objects->len ? self->objects->pdata[position] : NULL;
}

/**
 * vmx_service_schema_find_object:
 * @self: a schema
 * @name: the name of an object
 *
 * Gets the schema of an object by its name; upper and lower case differ.
 *
 * Returns: (transfer none) (nullable): the schema, %NULL if there is none
 *
 * Since: 0.1
 */
VmxObjectSchema *
vmx_service_schema_find_object (VmxServiceSchema *self, const char *name)
{
  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->objects->len; i++)
    if (g_str_equal (vmx_object_schema_get_name (self->objects->pdata[i]), name))
      return self->objects->pdata[i];
  return NULL;
}

VmxObjectSchema *
vmx_service_schema_require_object (VmxServiceSchema *self, const char *name, GError **error)
{
  VmxObjectSchema *object = vmx_service_schema_find_object (self, name);
  g_autoptr(GPtrArray) names = NULL;
  g_autofree char *excerpt = NULL;
  g_autofree char *tail = NULL;

  if (object != NULL)
    return object;
  names = g_ptr_array_new ();
  for (guint i = 0; i < self->objects->len; i++)
    g_ptr_array_add (names, (gpointer) vmx_object_schema_get_name (self->objects->pdata[i]));
  g_ptr_array_add (names, NULL);
  excerpt = vmx_excerpt (name, -1, VMX_EXCERPT_NAME);
  tail = vmx_suggest_tail (name, (const char *const *) names->pdata);
  g_set_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "the service has no object “%s”%s",
               excerpt, tail);
  return NULL;
}

/**
 * vmx_service_schema_select:
 * @self: a schema
 * @objects: (array zero-terminated=1): names of objects
 * @error: return location for an error, or %NULL
 *
 * Makes a schema with only some of the objects.
 *
 * Fails with [error@Vmx.Error.OBJECT_NOT_FOUND] when there is no object of a name.
 *
 * Returns: (transfer full): the schema, not sealed
 *
 * Since: 0.1
 */
VmxServiceSchema *
vmx_service_schema_select (VmxServiceSchema *self, const char *const *objects, GError **error)
{
  g_autoptr(VmxServiceSchema) selected = NULL;

  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), NULL);
  g_return_val_if_fail (objects != NULL, NULL);

  selected = vmx_service_schema_new ();
  vmx_service_schema_set_version (selected, self->version);
  vmx_service_schema_set_timestamp (selected, self->timestamp);
  for (guint i = 0; objects[i] != NULL; i++)
    {
      VmxObjectSchema *object = vmx_service_schema_require_object (self, objects[i], error);

      if (object == NULL)
        return NULL;
      if (vmx_service_schema_find_object (selected, objects[i]) == NULL)
        vmx_service_schema_add_object (selected, object);
    }
  for (guint i = 0; i + 1 < self->notes->len; i++)
    vmx_service_schema_add_note (selected, self->notes->pdata[i]);
  return g_steal_pointer (&selected);
}
