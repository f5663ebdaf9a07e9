/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/schema/vmx-object-schema-private.h>

#include <libvmxsync/model/vmx-error.h>

/**
 * VmxObjectSchema:
 *
 * The schema of one object: its columns, primary key, relationships and indexes.
 *
 * It is built by a transport, and never changes after [method@Vmx.ObjectSchema.seal].
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (VmxObjectSchema, vmx_object_schema, G_TYPE_OBJECT)

static void
vmx_object_schema_finalize (GObject *object)
{
  VmxObjectSchema *self = VMX_OBJECT_SCHEMA (object);

  g_free (self->name);
  g_free (self->type_name);
  g_free (self->soft_delete_column);
  g_free (self->change_tracking_column);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->key_names);
  g_array_unref (self->key_columns);
  g_ptr_array_unref (self->relationships);
  g_ptr_array_unref (self->indexes);
  g_ptr_array_unref (self->navigations);
  g_hash_table_unref (self->settings);
  g_hash_table_unref (self->column_index);
  G_OBJECT_CLASS (vmx_object_schema_parent_class)->finalize (object);
}

static void
vmx_object_schema_class_init (VmxObjectSchemaClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_object_schema_finalize;
}

static void
vmx_object_schema_init (VmxObjectSchema *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_object_unref);
  self->key_names = g_ptr_array_new_with_free_func (g_free);
  self->key_columns = g_array_new (FALSE, FALSE, sizeof (guint));
  self->relationships = g_ptr_array_new_with_free_func (g_object_unref);
  self->indexes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->navigations = g_ptr_array_new_with_free_func (g_free);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->column_index = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * vmx_object_schema_new:
 * @name: the name of the object
 *
 * Makes an empty schema.
 *
 * Returns: (transfer full): the schema
 *
 * Since: 0.1
 */
VmxObjectSchema *
vmx_object_schema_new (const char *name)
{
  VmxObjectSchema *self;

  g_return_val_if_fail (name != NULL, NULL);

  self = g_object_new (VMX_TYPE_OBJECT_SCHEMA, NULL);
  self->name = g_strdup (name);
  return self;
}

/**
 * vmx_object_schema_add_column:
 * @self: a schema
 * @column: a column
 *
 * Adds a column behind the others.
 *
 * Since: 0.1
 */
void
vmx_object_schema_add_column (VmxObjectSchema *self, VmxColumn *column)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);
  g_return_if_fail (VMX_IS_COLUMN (column) && vmx_column_get_name (column) != NULL);

  g_ptr_array_add (self->columns, g_object_ref (column));
  g_hash_table_insert (self->column_index, (gpointer) vmx_column_get_name (column),
                       GUINT_TO_POINTER (self->columns->len));
}

/**
 * vmx_object_schema_add_key_column:
 * @self: a schema
 * @name: the name of a column
 *
 * Makes a column part of the primary key, behind the ones named before.
 *
 * Since: 0.1
 */
void
vmx_object_schema_add_key_column (VmxObjectSchema *self, const char *name)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);
  g_return_if_fail (name != NULL);

  g_ptr_array_add (self->key_names, g_strdup (name));
}

/**
 * vmx_object_schema_add_relationship:
 * @self: a schema
 * @relationship: a relationship
 *
 * Adds a relationship.
 *
 * Since: 0.1
 */
void
vmx_object_schema_add_relationship (VmxObjectSchema *self, VmxRelationship *relationship)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);
  g_return_if_fail (VMX_IS_RELATIONSHIP (relationship)
                    && vmx_relationship_get_target (relationship) != NULL);

  g_ptr_array_add (self->relationships, g_object_ref (relationship));
}

/**
 * vmx_object_schema_add_index:
 * @self: a schema
 * @columns: (array zero-terminated=1): the names of columns
 *
 * Asks the storage for an index on columns.
 *
 * Since: 0.1
 */
void
vmx_object_schema_add_index (VmxObjectSchema *self, const char *const *columns)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);
  g_return_if_fail (columns != NULL && columns[0] != NULL);

  g_ptr_array_add (self->indexes, g_strdupv ((char **) columns));
}

/**
 * vmx_object_schema_add_navigation:
 * @self: a schema
 * @name: the name of a navigation property
 *
 * Adds the name of a property that leads to records of other objects. Filters may use it, though
 * they cannot be evaluated here.
 *
 * Since: 0.1
 */
void
vmx_object_schema_add_navigation (VmxObjectSchema *self, const char *name)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);
  g_return_if_fail (name != NULL);

  g_ptr_array_add (self->navigations, g_strdup (name));
}

/**
 * vmx_object_schema_set_type_name:
 * @self: a schema
 * @type_name: (nullable): the server's name of the record type
 *
 * Sets the name that the server has for the type of the records.
 *
 * Since: 0.1
 */
void
vmx_object_schema_set_type_name (VmxObjectSchema *self, const char *type_name)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);

  g_free (self->type_name);
  self->type_name = g_strdup (type_name);
}

/**
 * vmx_object_schema_set_open:
 * @self: a schema
 * @open: whether records may have more columns
 *
 * Says whether records of the server may have columns that the schema does not name.
 *
 * Since: 0.1
 */
void
vmx_object_schema_set_open (VmxObjectSchema *self, gboolean open)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);

  self->open = open;
}

/**
 * vmx_object_schema_set_soft_delete_column:
 * @self: a schema
 * @name: (nullable): a column
 *
 * Names the column that marks records as deleted.
 *
 * Since: 0.1
 */
void
vmx_object_schema_set_soft_delete_column (VmxObjectSchema *self, const char *name)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);

  g_free (self->soft_delete_column);
  self->soft_delete_column = g_strdup (name);
}

/**
 * vmx_object_schema_set_change_tracking_column:
 * @self: a schema
 * @name: (nullable): a column
 *
 * Names the column that holds the time of the last change.
 *
 * Since: 0.1
 */
void
vmx_object_schema_set_change_tracking_column (VmxObjectSchema *self, const char *name)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);

  g_free (self->change_tracking_column);
  self->change_tracking_column = g_strdup (name);
}

/**
 * vmx_object_schema_set_setting:
 * @self: a schema
 * @name: the name of a setting
 * @value: (nullable): its value, %NULL to remove it
 *
 * Sets a setting of a transport for this object, which is stored with the schema.
 *
 * Since: 0.1
 */
void
vmx_object_schema_set_setting (VmxObjectSchema *self, const char *name, const char *value)
{
  g_return_if_fail (VMX_IS_OBJECT_SCHEMA (self) && !self->sealed);
  g_return_if_fail (name != NULL);

  if (value == NULL)
    g_hash_table_remove (self->settings, name);
  else
    g_hash_table_insert (self->settings, g_strdup (name), g_strdup (value));
}

static gboolean
check_name (VmxObjectSchema *self, const char *what, const char *name, GError **error)
{
  if (name == NULL || g_hash_table_contains (self->column_index, name))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OBJECT,
               "object “%s”: the %s “%s” is not a column of it", self->name, what, name);
  return FALSE;
}

static gboolean
check_columns (VmxObjectSchema *self, GError **error)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      VmxColumn *column = self->columns->pdata[i];
      const char *name = vmx_column_get_name (column);

      if (*name == '\0' || !g_utf8_validate (name, -1, NULL))
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ATTRIBUTE,
                       "object “%s”: column %u has no usable name", self->name, i + 1);
          return FALSE;
        }
      if (GPOINTER_TO_UINT (g_hash_table_lookup (self->column_index, name)) != i + 1)
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ATTRIBUTE,
                       "object “%s”: two columns are named “%s”", self->name, name);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_key_column (VmxObjectSchema *self, const char *name, GError **error)
{
  VmxColumn *column;

  if (!check_name (self, "key column", name, error))
    return FALSE;
  column = vmx_object_schema_find_column (self, name);
  if (vmx_column_get_column_type (column) == VMX_COLUMN_JSON
      || vmx_column_get_column_type (column) == VMX_COLUMN_STREAM)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ATTRIBUTE,
                   "object “%s”: column “%s” cannot be part of a key, its type has no order",
                   self->name, name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
collect_key (VmxObjectSchema *self, GError **error)
{
  if (self->key_names->len == 0)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NO_PRIMARY_KEY,
                   "object “%s” has no primary key and cannot be kept; leave it out with the "
                   "list of objects to keep",
                   self->name);
      return FALSE;
    }
  for (guint i = 0; i < self->key_names->len; i++)
    {
      const char *name = self->key_names->pdata[i];
      guint column;

      if (!check_key_column (self, name, error))
        return FALSE;
      column = (guint) vmx_object_schema_get_column_index (self, name);
      if (vmx_object_schema_is_key_column (self, column))
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OBJECT,
                       "object “%s”: its key names the column “%s” twice", self->name, name);
          return FALSE;
        }
      g_array_append_val (self->key_columns, column);
    }
  return TRUE;
}

static gboolean
check_indexes (VmxObjectSchema *self, GError **error)
{
  for (guint i = 0; i < self->indexes->len; i++)
    {
      char **columns = self->indexes->pdata[i];

      for (guint j = 0; columns[j] != NULL; j++)
        if (!check_name (self, "index column", columns[j], error))
          return FALSE;
    }
  return TRUE;
}

/**
 * vmx_object_schema_seal:
 * @self: a schema
 * @error: return location for an error, or %NULL
 *
 * Checks the schema and makes it unchangeable.
 *
 * Fails with [error@Vmx.Error.NO_PRIMARY_KEY], [error@Vmx.Error.INVALID_OBJECT] or
 * [error@Vmx.Error.INVALID_ATTRIBUTE].
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_object_schema_seal (VmxObjectSchema *self, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), FALSE);

  if (self->sealed)
    return TRUE;
  if (self->name == NULL || *self->name == '\0' || !g_utf8_validate (self->name, -1, NULL))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_OBJECT,
                           "an object of the schema has no usable name");
      return FALSE;
    }
  g_array_set_size (self->key_columns, 0);
  if (!check_columns (self, error) || !collect_key (self, error)
      || !check_name (self, "soft-delete column", self->soft_delete_column, error)
      || !check_name (self, "change-tracking column", self->change_tracking_column, error)
      || !check_indexes (self, error))
    return FALSE;
  self->sealed = TRUE;
  return TRUE;
}
