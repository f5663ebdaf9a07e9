/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-value-private.h>

#include <libvmxsync/model/json/vmx-json-number-private.h>

#include <math.h>
#include <string.h>

/**
 * VmxValue:
 *
 * The value of one column of one record.
 *
 * Its kind is one of [enum@Vmx.ValueKind]. A value never changes once it is made.
 *
 * Since: 0.1
 */
G_DEFINE_BOXED_TYPE (VmxValue, vmx_value, vmx_value_copy, vmx_value_free)

gboolean
vmx_value_kind_is_text (VmxValueKind kind)
{
  return kind >= VMX_VALUE_DECIMAL && kind != VMX_VALUE_BLOB;
}

const char *
vmx_value_kind_to_string (VmxValueKind kind)
{
  static const char *const names[] = {
    "nothing", "null", "a whole number", "a number", "a boolean", "a decimal number", "text",
    "a date", "a time of day", "a timestamp", "a duration", "a GUID", "bytes", "a complex value",
  };

  return names[kind];
}

/* The content follows the head in the same block. */
VmxValue *
vmx_value_new_content (VmxValueKind kind, gconstpointer content, gsize length)
{
  VmxValue *self = g_malloc (sizeof (VmxValue) + length + 1);
  char *copy = (char *) (self + 1);

  self->kind = kind;
  self->length = (guint32) length;
  if (length > 0)
    memcpy (copy, content, length);
  copy[length] = '\0';
  self->text = copy;
  return self;
}

static VmxValue *
value_new (VmxValueKind kind)
{
  VmxValue *self = g_new0 (VmxValue, 1);

  self->kind = kind;
  return self;
}

/**
 * vmx_value_new_null:
 *
 * Makes a null.
 *
 * Returns: (transfer full): the value
 *
 * Since: 0.1
 */
VmxValue *
vmx_value_new_null (void)
{
  return value_new (VMX_VALUE_NULL);
}

/**
 * vmx_value_new_int64:
 * @value: a whole number
 *
 * Makes a whole number.
 *
 * Returns: (transfer full): the value
 *
 * Since: 0.1
 */
VmxValue *
vmx_value_new_int64 (gint64 value)
{
  VmxValue *self = value_new (VMX_VALUE_INT64);

  self->int64 = value;
  return self;
}

/**
 * vmx_value_new_double:
 * @value: a number; NaN becomes null, because no store can keep it
 *
 * Makes a floating-point number.
 *
 * Returns: (transfer full): the value
 *
 * Since: 0.1
 */
VmxValue *
vmx_value_new_double (double value)
{
  VmxValue *self = value_new (value == value ? VMX_VALUE_DOUBLE : VMX_VALUE_NULL);

  self->number = value == value ? value : 0;
  return self;
}

/**
 * vmx_value_new_boolean:
 * @value: true or false
 *
 * Makes a boolean.
 *
 * Returns: (transfer full): the value
 *
 * Since: 0.1
 */
VmxValue *
vmx_value_new_boolean (gboolean value)
{
  VmxValue *self = value_new (VMX_VALUE_BOOLEAN);

  self->int64 = value != FALSE;
  return self;
}

/**
 * vmx_value_new_text:
 * @text: (nullable): text; what is not UTF-8 in it is replaced; %NULL becomes null
 *
 * Makes a text.
 *
 * Returns: (transfer full): the value
 *
 * Since: 0.1
 */
VmxValue *
vmx_value_new_text (const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return vmx_value_new_null ();
  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);
  return vmx_value_new_content (VMX_VALUE_TEXT, text, strlen (text));
}

/**
 * vmx_value_new_blob:
 * @bytes: (nullable): bytes, less than 4 GB; %NULL becomes null
 *
 * Makes a value of bytes.
 *
 * Returns: (transfer full): the value
 *
 * Since: 0.1
 */
VmxValue *
vmx_value_new_blob (GBytes *bytes)
{
  gsize length;
  gconstpointer data;

  if (bytes == NULL)
    return vmx_value_new_null ();
  data = g_bytes_get_data (bytes, &length);
  g_return_val_if_fail (length <= VMX_VALUE_MAX_LENGTH, NULL);

  return vmx_value_new_content (VMX_VALUE_BLOB, data, length);
}

/**
 * vmx_value_new_parsed:
 * @type: the type of a column
 * @text: a value of that type as text: numbers with a point, dates and durations in ISO form,
 *   bytes in base64
 * @error: return location for an error, or %NULL
 *
 * Makes the value that a column of a type has for a text.
 *
 * Fails with [error@Vmx.Error.INVALID_VALUE] when the text is not a value of the type.
 *
 * Returns: (transfer full): the value
 *
 * Since: 0.1
 */
VmxValue *
vmx_value_new_parsed (VmxColumnType type, const char *text, GError **error)
{
  g_autoptr(VmxArena) arena = vmx_arena_new ();
  VmxValue cell = VMX_VALUE_INIT_NULL;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (vmx_column_type_is_valid (type), NULL);

  if (!vmx_value_set_string (&cell, type, text, strlen (text), arena, error))
    return NULL;
  return vmx_value_copy (&cell);
}

/**
 * vmx_value_copy:
 * @self: a value
 *
 * Makes a copy that lives on its own.
 *
 * Returns: (transfer full): the copy
 *
 * Since: 0.1
 */
VmxValue *
vmx_value_copy (const VmxValue *self)
{
  VmxValue *copy;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == VMX_VALUE_BLOB || vmx_value_kind_is_text (self->kind))
    return vmx_value_new_content (self->kind, self->text, self->length);
  copy = g_new (VmxValue, 1);
  *copy = *self;
  return copy;
}

/**
 * vmx_value_free:
 * @self: (transfer full) (nullable): a value
 *
 * Frees a value.
 *
 * Since: 0.1
 */
void
vmx_value_free (VmxValue *self)
{
  g_free (self);
}

/**
 * vmx_value_get_kind:
 * @self: a value
 *
 * Gets what the value holds.
 *
 * Returns: the kind
 *
 * Since: 0.1
 */
VmxValueKind
vmx_value_get_kind (const VmxValue *self)
{
  g_return_val_if_fail (self != NULL, VMX_VALUE_MISSING);

  return self->kind;
}

/**
 * vmx_value_is_null:
 * @self: a value
 *
 * Says whether the value is null or missing.
 *
 * Returns: %TRUE if there is no content
 *
 * Since: 0.1
 */
gboolean
vmx_value_is_null (const VmxValue *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->kind <= VMX_VALUE_NULL;
}

/**
 * vmx_value_get_int64:
 * @self: a value
 *
 * Gets a whole number.
 *
 * Returns: the number; 1 or 0 for a boolean; 0 for every other kind
 *
 * Since: 0.1
 */
gint64
vmx_value_get_int64 (const VmxValue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->kind == VMX_VALUE_INT64 || self->kind == VMX_VALUE_BOOLEAN ? self->int64 : 0;
}

/**
 * vmx_value_get_double:
 * @self: a value
 *
 * Gets a number of any kind as a double, which may round it.
 *
 * Returns: the number, 0 when the value is not a number
 *
 * Since: 0.1
 */
double
vmx_value_get_double (const VmxValue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->kind == VMX_VALUE_DOUBLE)
    return self->number;
  if (self->kind == VMX_VALUE_DECIMAL)
    return g_ascii_strtod (self->text, NULL);
  return (double) vmx_value_get_int64 (self);
}

/**
 * vmx_value_get_boolean:
 * @self: a value
 *
 * Gets a boolean.
 *
 * Returns: whether the value is true, or a whole number other than 0
 *
 * Since: 0.1
 */
gboolean
vmx_value_get_boolean (const VmxValue *self)
{
  return vmx_value_get_int64 (self) != 0;
}

/**
 * vmx_value_get_text:
 * @self: a value
 * @length: (out) (optional): return location for the number of bytes
 *
 * Gets the text of a value that is kept as text: text, decimals, dates, times, durations, GUIDs and
 * JSON.
 *
 * Returns: (nullable): the text, which belongs to the value; %NULL for other kinds
 *
 * Since: 0.1
 */
const char *
vmx_value_get_text (const VmxValue *self, gsize *length)
{
  gboolean is_text;

  g_return_val_if_fail (self != NULL, NULL);

  is_text = vmx_value_kind_is_text (self->kind);
  if (length != NULL)
    *length = is_text ? self->length : 0;
  return is_text ? self->text : NULL;
}

/**
 * vmx_value_peek_blob: (skip)
 * @self: a value
 * @length: (out): return location for the number of bytes
 *
 * Gets the bytes of a blob without copying them.
 *
 * Returns: (nullable): the bytes, which belong to the value; %NULL for other kinds
 *
 * Since: 0.1
 */
const guint8 *
vmx_value_peek_blob (const VmxValue *self, gsize *length)
{
  g_return_val_if_fail (self != NULL && length != NULL, NULL);

  *length = self->kind == VMX_VALUE_BLOB ? self->length : 0;
  return self->kind == VMX_VALUE_BLOB ? self->bytes : NULL;
}

/**
 * vmx_value_get_blob:
 * @self: a value
 *
 * Gets a copy of the bytes of a blob.
 *
 * Returns: (transfer full) (nullable): the bytes, %NULL for other kinds
 *
 * Since: 0.1
 */
GBytes *
vmx_value_get_blob (const VmxValue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind == VMX_VALUE_BLOB ? g_bytes_new (self->bytes, self->length) : NULL;
}

static char *
print_double (double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isinf (number))
    return g_strdup (number > 0 ? "INF" : "-INF");
  vmx_json_format_double (number, buffer);
  return g_strdup (buffer);
}

/**
 * vmx_value_to_string:
 * @self: a value
 *
 * Gets the value as text for people and for [ctor@Vmx.Value.new_parsed].
 *
 * Returns: (transfer full): the text; empty for null, base64 for bytes
 *
 * Since: 0.1
 */
char *
vmx_value_to_string (const VmxValue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (vmx_value_kind_is_text (self->kind))
    return g_strndup (self->text, self->length);
  if (self->kind == VMX_VALUE_BLOB)
    return self->length > 0 ? g_base64_encode (self->bytes, self->length) : g_strdup ("");
  if (self->kind == VMX_VALUE_BOOLEAN)
    return g_strdup (self->int64 ? "true" : "false");
  if (self->kind == VMX_VALUE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, self->int64);
  if (self->kind == VMX_VALUE_DOUBLE)
    return print_double (self->number);
  return g_strdup ("");
}

void
vmx_value_set_copy (VmxValue *self, const VmxValue *source, VmxArena *arena)
{
  *self = *source;
  if (source->kind == VMX_VALUE_BLOB || vmx_value_kind_is_text (source->kind))
    self->text = vmx_arena_copy_text (arena, source->text, source->length);
}
