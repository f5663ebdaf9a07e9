/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/schema/vmx-relationship.h>

/**
 * VmxRelationship:
 *
 * How the records of one object belong to records of another: pairs of columns with equal values.
 *
 * Since: 0.1
 */
struct _VmxRelationship
{
  GObject parent_instance;

  char *name;
  VmxRelationshipType type;
  char *target;
  gboolean cascade;
  GPtrArray *source_columns;
  GPtrArray *target_columns;
};

G_DEFINE_FINAL_TYPE (VmxRelationship, vmx_relationship, G_TYPE_OBJECT)

static void
vmx_relationship_finalize (GObject *object)
{
  VmxRelationship *self = VMX_RELATIONSHIP (object);

  g_free (self->name);
  g_free (self->target);
  g_ptr_array_unref (self->source_columns);
  g_ptr_array_unref (self->target_columns);
  G_OBJECT_CLASS (vmx_relationship_parent_class)->finalize (object);
}

static void
vmx_relationship_class_init (VmxRelationshipClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_relationship_finalize;
}

static void
vmx_relationship_init (VmxRelationship *self)
{
  self->source_columns = g_ptr_array_new_with_free_func (g_free);
  self->target_columns = g_ptr_array_new_with_free_func (g_free);
}

/**
 * vmx_relationship_new:
 * @name: the name, for example the navigation property's
 * @type: the kind of relationship
 * @target: the name of the object at the other end
 *
 * Makes a relationship without columns.
 *
 * Returns: (transfer full): the relationship
 *
 * Since: 0.1
 */
VmxRelationship *
vmx_relationship_new (const char *name, VmxRelationshipType type, const char *target)
{
  VmxRelationship *self;

  g_return_val_if_fail (name != NULL && target != NULL, NULL);

  self = g_object_new (VMX_TYPE_RELATIONSHIP, NULL);
  self->name = g_strdup (name);
  self->type = type;
  self->target = g_strdup (target);
  return self;
}

/**
 * vmx_relationship_get_name:
 * @self: a relationship
 *
 * Gets the name.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_relationship_get_name (VmxRelationship *self)
{
  g_return_val_if_fail (VMX_IS_RELATIONSHIP (self), NULL);

  return self->name;
}

/**
 * vmx_relationship_get_relationship_type:
 * @self: a relationship
 *
 * Gets the kind of relationship.
 *
 * Returns: the kind
 *
 * Since: 0.1
 */
VmxRelationshipType
vmx_relationship_get_relationship_type (VmxRelationship *self)
{
  g_return_val_if_fail (VMX_IS_RELATIONSHIP (self), VMX_RELATIONSHIP_MANY_TO_ONE);

  return self->type;
}

/**
 * vmx_relationship_get_target:
 * @self: a relationship
 *
 * Gets the name of the object at the other end.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_relationship_get_target (VmxRelationship *self)
{
  g_return_val_if_fail (VMX_IS_RELATIONSHIP (self), NULL);

  return self->target;
}

/**
 * vmx_relationship_get_cascade:
 * @self: a relationship
 *
 * Says whether the children of a deleted parent are deleted with it.
 *
 * Returns: %TRUE if they are
 *
 * Since: 0.1
 */
gboolean
vmx_relationship_get_cascade (VmxRelationship *self)
{
  g_return_val_if_fail (VMX_IS_RELATIONSHIP (self), FALSE);

  return self->cascade;
}

/**
 * vmx_relationship_set_cascade:
 * @self: a relationship
 * @cascade: whether children are deleted with their parent
 *
 * Sets what happens to the children of a deleted parent.
 *
 * Since: 0.1
 */
void
vmx_relationship_set_cascade (VmxRelationship *self, gboolean cascade)
{
  g_return_if_fail (VMX_IS_RELATIONSHIP (self));

  self->cascade = cascade;
}

/**
 * vmx_relationship_add_columns:
 * @self: a relationship
 * @source_column: a column of the object that has the relationship
 * @target_column: the column of the target that holds the same value
 *
 * Adds a pair of columns.
 *
 * Since: 0.1
 */
void
vmx_relationship_add_columns (VmxRelationship *self, const char *source_column,
                              const char *target_column)
{
  g_return_if_fail (VMX_IS_RELATIONSHIP (self));
  g_return_if_fail (source_column != NULL && target_column != NULL);

  g_ptr_array_add (self->source_columns, g_strdup (source_column));
  g_ptr_array_add (self->target_columns, g_strdup (target_column));
}

/**
 * vmx_relationship_get_n_columns:
 * @self: a relationship
 *
 * Gets the number of column pairs.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_relationship_get_n_columns (VmxRelationship *self)
{
  g_return_val_if_fail (VMX_IS_RELATIONSHIP (self), 0);

  return self->source_columns->len;
}

/**
 * vmx_relationship_get_source_column:
 * @self: a relationship
 * @position: which pair, from 0
 *
 * Gets the column of a pair in the object that has the relationship.
 *
 * Returns: (nullable): the name, %NULL if there is no such pair
 *
 * Since: 0.1
 */
const char *
vmx_relationship_get_source_column (VmxRelationship *self, guint position)
{
  g_return_val_if_fail (VMX_IS_RELATIONSHIP (self), NULL);

  return position < self->source_columns->len ? self->source_columns->pdata[position] : NULL;
}

/**
 * vmx_relationship_get_target_column:
 * @self: a relationship
 * @position: which pair, from 0
 *
 * Gets the column of a pair in the target.
 *
 * Returns: (nullable): the name, %NULL if there is no such pair
 *
 * Since: 0.1
 */
const char *
vmx_relationship_get_target_column (VmxRelationship *self, guint position)
{
  g_return_val_if_fail (VMX_IS_RELATIONSHIP (self), NULL);

  return position < self->target_columns->len ? self->target_columns->pdata[position] : NULL;
}
