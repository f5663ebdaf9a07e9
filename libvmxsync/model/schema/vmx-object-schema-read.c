/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a schema tells; vmx-object-schema.c builds and checks it. */
#include <libvmxsync/model/schema/vmx-object-schema-private.h>

#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/model/vmx-suggest-private.h>

#include <string.h>

/**
 * vmx_object_schema_is_sealed:
 * @self: a schema
 *
 * Says whether the schema can no longer change.
 *
 * Returns: %TRUE if it is sealed
 *
 * Since: 0.1
 */
gboolean
vmx_object_schema_is_sealed (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), FALSE);

  return self->sealed;
}

/**
 * vmx_object_schema_get_name:
 * @self: a schema
 *
 * Gets the name of the object.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_object_schema_get_name (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return self->name;
}

/**
 * vmx_object_schema_get_type_name:
 * @self: a schema
 *
 * Gets the name that the server has for the type of the records.
 *
 * Returns: (nullable): the name
 *
 * Since: 0.1
 */
const char *
vmx_object_schema_get_type_name (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return self->type_name;
}

/**
 * vmx_object_schema_is_open:
 * @self: a schema
 *
 * Says whether records of the server may have columns that the schema does not name.
 *
 * Returns: %TRUE if they may
 *
 * Since: 0.1
 */
gboolean
vmx_object_schema_is_open (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), FALSE);

  return self->open;
}

/**
 * vmx_object_schema_get_n_columns:
 * @self: a schema
 *
 * Gets the number of columns.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_object_schema_get_n_columns (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), 0);

  return self->columns->len;
}

/**
 * vmx_object_schema_get_column:
 * @self: a schema
 * @position: which one, from 0
 *
 * Gets a column by its position.
 *
 * Returns: (transfer none) (nullable): the column, %NULL if there is none
 *
 * Since: 0.1
 */
VmxColumn *
vmx_object_schema_get_column (VmxObjectSchema *self, guint position)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return position < self->columns->len ? self->columns->pdata[position] : NULL;
}

/**
 * vmx_object_schema_find_column:
 * @self: a schema
 * @name: the name of a column
 *
 * Gets a column by its name; upper and lower case differ.
 *
 * Returns: (transfer none) (nullable): the column, %NULL if there is none
 *
 * Since: 0.1
 */
VmxColumn *
vmx_object_schema_find_column (VmxObjectSchema *self, const char *name)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return vmx_object_schema_get_column (self,
                                       (guint) vmx_object_schema_get_column_index (self, name));
}

/**
 * vmx_object_schema_suggest_column:
 * @self: a schema
 * @name: a name that is not a column
 *
 * Gets the column that a misspelt name probably means.
 *
 * Returns: (transfer full) (nullable): the name of a column, %NULL if none is near
 *
 * Since: 0.1
 */
char *
vmx_object_schema_suggest_column (VmxObjectSchema *self, const char *name)
{
  g_autoptr(GPtrArray) names = NULL;

  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  names = g_ptr_array_new ();
  for (guint i = 0; i < self->columns->len; i++)
    g_ptr_array_add (names, (gpointer) vmx_column_get_name (self->columns->pdata[i]));
  g_ptr_array_add (names, NULL);
  return g_strdup (vmx_suggest_nearest (name, (const char *const *) names->pdata));
}

char *
vmx_object_schema_suggest_tail (VmxObjectSchema *self, const char *column)
{
  g_autofree char *nearest = vmx_object_schema_suggest_column (self, column);

  return vmx_suggest_print_tail (nearest);
}

char *
vmx_object_schema_describe_unknown (VmxObjectSchema *self, const char *column)
{
  g_autofree char *excerpt = vmx_excerpt (column, -1, VMX_EXCERPT_NAME);
  g_autofree char *tail = vmx_object_schema_suggest_tail (self, column);

  return g_strdup_printf ("object “%s” has no column “%s”%s", self->name, excerpt, tail);
}

/**
 * vmx_object_schema_get_column_index:
 * @self: a schema
 * @name: the name of a column
 *
 * Gets the position of a column by its name; upper and lower case differ.
 *
 * Returns: the position, -1 if there is no such column
 *
 * Since: 0.1
 */
int
vmx_object_schema_get_column_index (VmxObjectSchema *self, const char *name)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), -1);

  if (name == NULL)
    return -1;
  return (int) GPOINTER_TO_UINT (g_hash_table_lookup (self->column_index, name)) - 1;
}

/**
 * vmx_object_schema_get_column_index_len:
 * @self: a schema
 * @name: the name of a column, not terminated
 * @length: its length in bytes
 *
 * Gets the position of a column like [method@Vmx.ObjectSchema.get_column_index], by a name that is
 * part of a longer text.
 *
 * Returns: the position, -1 if there is no such column
 *
 * Since: 0.1
 */
int
vmx_object_schema_get_column_index_len (VmxObjectSchema *self, const char *name, gsize length)
{
  char buffer[256];

  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), -1);

  if (memchr (name, '\0', length) != NULL)
    return -1;
  if (length >= sizeof buffer)
    {
      g_autofree char *copy = g_strndup (name, length);

      return vmx_object_schema_get_column_index (self, copy);
    }
  memcpy (buffer, name, length);
  buffer[length] = '\0';
  return vmx_object_schema_get_column_index (self, buffer);
}

/**
 * vmx_object_schema_get_n_key_columns:
 * @self: a schema
 *
 * Gets the number of columns in the primary key.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_object_schema_get_n_key_columns (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), 0);

  return self->key_names->len;
}

/**
 * vmx_object_schema_get_key_column_name:
 * @self: a schema
 * @position: which one, from 0
 *
 * Gets the name of a part of the primary key.
 *
 * Returns: (nullable): the name, %NULL if there is none
 *
 * Since: 0.1
 */
const char *
vmx_object_schema_get_key_column_name (VmxObjectSchema *self, guint position)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return position < self->key_names->len ? self->key_names->pdata[position] : NULL;
}

/**
 * vmx_object_schema_get_key_column_index:
 * @self: a schema
 * @position: which one, from 0
 *
 * Gets the column of a part of the primary key. The schema must be sealed.
 *
 * Returns: the position of the column
 *
 * Since: 0.1
 */
guint
vmx_object_schema_get_key_column_index (VmxObjectSchema *self, guint position)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), 0);
  g_return_val_if_fail (position < self->key_columns->len, 0);

  return g_array_index (self->key_columns, guint, position);
}

/**
 * vmx_object_schema_is_key_column:
 * @self: a schema
 * @column: the position of a column
 *
 * Says whether a column is part of the primary key. The schema must be sealed.
 *
 * Returns: %TRUE if it is
 *
 * Since: 0.1
 */
gboolean
vmx_object_schema_is_key_column (VmxObjectSchema *self, guint column)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), FALSE);

  for (guint i = 0; i < self->key_columns->len; i++)
    if (g_array_index (self->key_columns, guint, i) == column)
      return TRUE;
  return FALSE;
}

/**
 * vmx_object_schema_get_n_relationships:
 * @self: a schema
 *
 * Gets the number of relationships.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_object_schema_get_n_relationships (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), 0);

  return self->relationships->len;
}

/**
 * vmx_object_schema_get_relationship:
 * @self: a schema
 * @position: which one, from 0
 *
 * Gets a relationship.
 *
 * Returns: (transfer none) (nullable): the relationship, %NULL if there is none
 *
 * Since: 0.1
 */
VmxRelationship *
vmx_object_schema_get_relationship (VmxObjectSchema *self, guint position)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return position < self->relationships->len ? self->relationships->pdata[position] : NULL;
}

/**
 * vmx_object_schema_has_navigation:
 * @self: a schema
 * @name: a name
 *
 * Says whether a name is a property that leads to records of other objects.
 *
 * Returns: %TRUE if it is
 *
 * Since: 0.1
 */
gboolean
vmx_object_schema_has_navigation (VmxObjectSchema *self, const char *name)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), FALSE);

  return name != NULL
         && g_ptr_array_find_with_equal_func (self->navigations, name, g_str_equal, NULL);
}

/**
 * vmx_object_schema_get_n_navigations:
 * @self: a schema
 *
 * Gets the number of properties that lead to records of other objects.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_object_schema_get_n_navigations (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), 0);

  return self->navigations->len;
}

/**
 * vmx_object_schema_get_navigation:
 * @self: a schema
 * @position: which one, from 0
 *
 * Gets the name of a property that leads to records of other objects.
 *
 * Returns: (nullable): the name, %NULL if there is none
 *
 * Since: 0.1
 */
const char *
vmx_object_schema_get_navigation (VmxObjectSchema *self, guint position)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return position < self->navigations->len ? self->navigations->pdata[position] : NULL;
}

/**
 * vmx_object_schema_get_n_indexes:
 * @self: a schema
 *
 * Gets the number of indexes that the storage is asked for.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_object_schema_get_n_indexes (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), 0);

  return self->indexes->len;
}

/**
 * vmx_object_schema_get_index:
 * @self: a schema
 * @position: which one, from 0
 *
 * Gets the columns of an index.
 *
 * Returns: (array zero-terminated=1) (transfer none) (nullable): the names of its columns, %NULL if
 *   there is none
 *
 * Since: 0.1
 */
const char *const *
vmx_object_schema_get_index (VmxObjectSchema *self, guint position)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return position < self->indexes->len ? self->indexes->pdata[position] : NULL;
}

/**
 * vmx_object_schema_get_soft_delete_column:
 * @self: a schema
 *
 * Gets the name of the column that marks records as deleted.
 *
 * Returns: (nullable): the name
 *
 * Since: 0.1
 */
const char *
vmx_object_schema_get_soft_delete_column (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return self->soft_delete_column;
}

/**
 * vmx_object_schema_get_change_tracking_column:
 * @self: a schema
 *
 * Gets the name of the column that holds the time of the last change.
 *
 * Returns: (nullable): the name
 *
 * Since: 0.1
 */
const char *
vmx_object_schema_get_change_tracking_column (VmxObjectSchema *self)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return self->change_tracking_column;
}

/**
 * vmx_object_schema_get_setting:
 * @self: a schema
 * @name: the name of a setting
 *
 * Gets a setting of a transport for this object.
 *
 * Returns: (nullable): the value, %NULL if it is not set
 *
 * Since: 0.1
 */
const char *
vmx_object_schema_get_setting (VmxObjectSchema *self, const char *name)
{
  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  return name != NULL ? g_hash_table_lookup (self->settings, name) : NULL;
}

/**
 * vmx_object_schema_get_setting_names:
 * @self: a schema
 *
 * Gets the names of all settings, in order.
 *
 * Returns: (transfer full) (array zero-terminated=1): the names
 *
 * Since: 0.1
 */
char **
vmx_object_schema_get_setting_names (VmxObjectSchema *self)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GList) names = NULL;

  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (self), NULL);

  names = g_list_sort (g_hash_table_get_keys (self->settings), (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    g_strv_builder_add (builder, l->data);
  return g_strv_builder_end (builder);
}
