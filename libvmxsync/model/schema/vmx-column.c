/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/schema/vmx-column.h>

#include <libvmxsync/model/value/vmx-value-private.h>

/**
 * VmxColumn:
 *
 * A column of an object: its name, type and properties.
 *
 * A column is made and filled by a transport, and never changes after its object schema is sealed.
 *
 * Since: 0.1
 */
struct _VmxColumn
{
  GObject parent_instance;

  char *name;
  VmxColumnType type;
  VmxColumnFlags flags;
  char *type_name;
  guint max_length;
  int precision;
  int scale;
  char *default_text;
};

G_DEFINE_FINAL_TYPE (VmxColumn, vmx_column, G_TYPE_OBJECT)

static void
vmx_column_finalize (GObject *object)
{
  VmxColumn *self = VMX_COLUMN (object);

  g_free (self->name);
  g_free (self->type_name);
  g_free (self->default_text);
  G_OBJECT_CLASS (vmx_column_parent_class)->finalize (object);
}

static void
vmx_column_class_init (VmxColumnClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_column_finalize;
}

static void
vmx_column_init (VmxColumn *self)
{
  self->precision = -1;
  self->scale = -1;
}

/**
 * vmx_column_new:
 * @name: the name
 * @type: the type
 * @flags: properties
 *
 * Makes a column.
 *
 * Returns: (transfer full): the column
 *
 * Since: 0.1
 */
VmxColumn *
vmx_column_new (const char *name, VmxColumnType type, VmxColumnFlags flags)
{
  VmxColumn *self;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (vmx_column_type_is_valid (type), NULL);

  self = g_object_new (VMX_TYPE_COLUMN, NULL);
  self->name = g_strdup (name);
  self->type = type;
  self->flags = flags;
  return self;
}

/**
 * vmx_column_get_name:
 * @self: a column
 *
 * Gets the name, which is also the column's name in the store.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_column_get_name (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), NULL);

  return self->name;
}

/**
 * vmx_column_get_column_type:
 * @self: a column
 *
 * Gets the type.
 *
 * Returns: the type
 *
 * Since: 0.1
 */
VmxColumnType
vmx_column_get_column_type (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), VMX_COLUMN_STRING);

  return self->type;
}

/**
 * vmx_column_get_flags:
 * @self: a column
 *
 * Gets the properties.
 *
 * Returns: the flags
 *
 * Since: 0.1
 */
VmxColumnFlags
vmx_column_get_flags (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), VMX_COLUMN_FLAG_NONE);

  return self->flags;
}

/**
 * vmx_column_is_nullable:
 * @self: a column
 *
 * Says whether the column may be null.
 *
 * Returns: %TRUE if it may
 *
 * Since: 0.1
 */
gboolean
vmx_column_is_nullable (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), TRUE);

  return (self->flags & VMX_COLUMN_FLAG_NULLABLE) != 0;
}

/**
 * vmx_column_is_mandatory:
 * @self: a column
 *
 * Says whether a new record must have a value here: the column is not nullable, has no default and
 * is not computed by the server.
 *
 * Returns: %TRUE if it must
 *
 * Since: 0.1
 */
gboolean
vmx_column_is_mandatory (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), FALSE);

  return (self->flags
          & (VMX_COLUMN_FLAG_NULLABLE | VMX_COLUMN_FLAG_COMPUTED | VMX_COLUMN_FLAG_HAS_DEFAULT))
         == 0;
}

/**
 * vmx_column_get_type_name:
 * @self: a column
 *
 * Gets the name that the server has for the type, for example `Edm.Int32` or `HR.Colour`.
 *
 * Returns: (nullable): the name
 *
 * Since: 0.1
 */
const char *
vmx_column_get_type_name (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), NULL);

  return self->type_name;
}

/**
 * vmx_column_set_type_name:
 * @self: a column
 * @type_name: (nullable): the server's name of the type
 *
 * Sets the name that the server has for the type.
 *
 * Since: 0.1
 */
void
vmx_column_set_type_name (VmxColumn *self, const char *type_name)
{
  g_return_if_fail (VMX_IS_COLUMN (self));

  g_free (self->type_name);
  self->type_name = g_strdup (type_name);
}

/**
 * vmx_column_get_max_length:
 * @self: a column
 *
 * Gets the largest length, in characters of text or bytes of binary values.
 *
 * Returns: the length, 0 if there is no limit
 *
 * Since: 0.1
 */
guint
vmx_column_get_max_length (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), 0);

  return self->max_length;
}

/**
 * vmx_column_set_max_length:
 * @self: a column
 * @max_length: the largest length, 0 for none
 *
 * Sets the largest length.
 *
 * Since: 0.1
 */
void
vmx_column_set_max_length (VmxColumn *self, guint max_length)
{
  g_return_if_fail (VMX_IS_COLUMN (self));

  self->max_length = max_length;
}

/**
 * vmx_column_get_precision:
 * @self: a column
 *
 * Gets the number of digits of a decimal, or of fraction digits of a time.
 *
 * Returns: the number, -1 if the server does not tell
 *
 * Since: 0.1
 */
int
vmx_column_get_precision (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), -1);

  return self->precision;
}

/**
 * vmx_column_get_scale:
 * @self: a column
 *
 * Gets the number of digits behind the point of a decimal.
 *
 * Returns: the number, -1 if it varies or the server does not tell
 *
 * Since: 0.1
 */
int
vmx_column_get_scale (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), -1);

  return self->scale;
}

/**
 * vmx_column_set_precision:
 * @self: a column
 * @precision: the number of digits, -1 if not known
 * @scale: the digits behind the point, -1 if not known
 *
 * Sets precision and scale.
 *
 * Since: 0.1
 */
void
vmx_column_set_precision (VmxColumn *self, int precision, int scale)
{
  g_return_if_fail (VMX_IS_COLUMN (self));

  self->precision = precision;
  self->scale = scale;
}

/**
 * vmx_column_get_default:
 * @self: a column
 *
 * Gets the value that the server gives a new record, as text.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_column_get_default (VmxColumn *self)
{
  g_return_val_if_fail (VMX_IS_COLUMN (self), NULL);

  return self->default_text;
}

/**
 * vmx_column_set_default:
 * @self: a column
 * @text: (nullable): the default as text
 *
 * Sets the value that the server gives a new record.
 *
 * Since: 0.1
 */
void
vmx_column_set_default (VmxColumn *self, const char *text)
{
  g_return_if_fail (VMX_IS_COLUMN (self));

  g_free (self->default_text);
  self->default_text = g_strdup (text);
  if (text != NULL)
    self->flags |= VMX_COLUMN_FLAG_HAS_DEFAULT;
}
