/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-json-writer.h"

#include <math.h>
#include <string.h>

#include <libvmxsync/model/json/vmx-json-number-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

#define REPLACEMENT_CHARACTER "\xef\xbf\xbd"

/* The largest whole number up to which a double, all that some readers have, is exact. */
#define MAX_EXACT_INT64 (G_GINT64_CONSTANT (1) << 53)

struct _VmxJsonWriter
{
  GString *text;
  GString *open; /* one "{" or "[" per level */
  gboolean needs_comma;
  gboolean after_member;
};

/* --- Structure --- */

/**
 * vmx_json_writer_new: (skip)
 *
 * Makes a writer of JSON text. Texts that are not valid UTF-8 get U+FFFD in place of what is
 * invalid, so the result is always valid JSON.
 *
 * Returns: (transfer full): a new writer
 *
 * Since: 0.1
 */
VmxJsonWriter *
vmx_json_writer_new (void)
{
  VmxJsonWriter *self = g_new0 (VmxJsonWriter, 1);

  self->text = g_string_new (NULL);
  self->open = g_string_new (NULL);
  return self;
}

/**
 * vmx_json_writer_free: (skip)
 * @self: (transfer full): a writer
 *
 * Frees a writer and its text.
 *
 * Since: 0.1
 */
void
vmx_json_writer_free (VmxJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->text, TRUE);
  g_string_free (self->open, TRUE);
  g_free (self);
}

static char
get_innermost (VmxJsonWriter *self)
{
  return self->open->len > 0 ? self->open->str[self->open->len - 1] : '\0';
}

/* Is this a place for a value: in an array, behind a member name, or the one at the top? */
static gboolean
expects_value (VmxJsonWriter *self)
{
  if (self->open->len == 0)
    return self->text->len == 0;
  return self->after_member || get_innermost (self) == '[';
}

static void
start_item (VmxJsonWriter *self)
{
  if (self->needs_comma)
    g_string_append_c (self->text, ',');
  self->needs_comma = TRUE;
  self->after_member = FALSE;
}

static void
start_level (VmxJsonWriter *self, char bracket)
{
  start_item (self);
  g_string_append_c (self->text, bracket);
  g_string_append_c (self->open, bracket);
  self->needs_comma = FALSE;
}

static void
end_level (VmxJsonWriter *self, char bracket)
{
  g_string_append_c (self->text, bracket);
  g_string_truncate (self->open, self->open->len - 1);
  self->needs_comma = TRUE;
}

/**
 * vmx_json_writer_start_object: (skip)
 * @self: a writer
 *
 * Begins an object.
 *
 * Since: 0.1
 */
void
vmx_json_writer_start_object (VmxJsonWriter *self)
{
  g_return_if_fail (self != NULL && expects_value (self));

  start_level (self, '{');
}

/**
 * vmx_json_writer_end_object: (skip)
 * @self: a writer
 *
 * Ends the innermost object.
 *
 * Since: 0.1
 */
void
vmx_json_writer_end_object (VmxJsonWriter *self)
{
  g_return_if_fail (self != NULL && get_innermost (self) == '{' && !self->after_member);

  end_level (self, '}');
}

/**
 * vmx_json_writer_start_array: (skip)
 * @self: a writer
 *
 * Begins an array.
 *
 * Since: 0.1
 */
void
vmx_json_writer_start_array (VmxJsonWriter *self)
{
  g_return_if_fail (self != NULL && expects_value (self));

  start_level (self, '[');
}

/**
 * vmx_json_writer_end_array: (skip)
 * @self: a writer
 *
 * Ends the innermost array.
 *
 * Since: 0.1
 */
void
vmx_json_writer_end_array (VmxJsonWriter *self)
{
  g_return_if_fail (self != NULL && get_innermost (self) == '[');

  end_level (self, ']');
}

/* --- Texts --- */

static void
append_escaped_byte (GString *out, char byte)
{
  static const char short_forms[] = "\"\"\\\\\bb\ff\nn\rr\tt";
  const char *form;

  for (form = short_forms; *form != '\0'; form += 2)
    {
      if (*form == byte)
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, form[1]);
          return;
        }
    }
  g_string_append_printf (out, "\\u%04x", (guint) (guint8) byte);
}

static inline gboolean
needs_escape (char byte)
{
  return (guint8) byte < 0x20 || byte == '"' || byte == '\\';
}

/* Text that is known to be valid UTF-8. */
static void
append_valid (GString *out, const char *text, gsize length)
{
  gsize start = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (!needs_escape (text[i]))
        continue;
      g_string_append_len (out, text + start, (gssize) (i - start));
      append_escaped_byte (out, text[i]);
      start = i + 1;
    }
  g_string_append_len (out, text + start, (gssize) (length - start));
}

static void
append_quoted (GString *out, const char *text, gssize length)
{
  gsize rest = length < 0 ? strlen (text) : (gsize) length;
  const char *end;

  g_string_append_c (out, '"');
  while (rest > 0 && !g_utf8_validate_len (text, rest, &end))
    {
      append_valid (out, text, (gsize) (end - text));
      g_string_append (out, REPLACEMENT_CHARACTER);
      rest -= (gsize) (end - text) + 1;
      text = end + 1;
    }
  append_valid (out, text, rest);
  g_string_append_c (out, '"');
}

/**
 * vmx_json_writer_member: (skip)
 * @self: a writer
 * @name: a member name
 * @length: its length in bytes, or -1 if it ends with a NUL
 *
 * Begins a member of the innermost object. Its value must follow. The writer does not look for
 * doubled names.
 *
 * Since: 0.1
 */
void
vmx_json_writer_member (VmxJsonWriter *self, const char *name, gssize length)
{
  g_return_if_fail (self != NULL && get_innermost (self) == '{' && !self->after_member);
  g_return_if_fail (name != NULL || length == 0);

  start_item (self);
  append_quoted (self->text, name, length);
  g_string_append_c (self->text, ':');
  self->needs_comma = FALSE;
  self->after_member = TRUE;
}

/**
 * vmx_json_writer_string: (skip)
 * @self: a writer
 * @text: a text
 * @length: its length in bytes, or -1 if it ends with a NUL
 *
 * Writes a string. Bytes that are not valid UTF-8, and NUL characters, become U+FFFD.
 *
 * Since: 0.1
 */
void
vmx_json_writer_string (VmxJsonWriter *self, const char *text, gssize length)
{
  g_return_if_fail (self != NULL && expects_value (self));
  g_return_if_fail (text != NULL || length == 0);

  start_item (self);
  append_quoted (self->text, text, length);
}

/* --- Other scalars --- */

/**
 * vmx_json_writer_null: (skip)
 * @self: a writer
 *
 * Writes null.
 *
 * Since: 0.1
 */
void
vmx_json_writer_null (VmxJsonWriter *self)
{
  vmx_json_writer_raw (self, "null", 4);
}

/**
 * vmx_json_writer_boolean: (skip)
 * @self: a writer
 * @value: a truth value
 *
 * Writes true or false.
 *
 * Since: 0.1
 */
void
vmx_json_writer_boolean (VmxJsonWriter *self, gboolean value)
{
  vmx_json_writer_raw (self, value ? "true" : "false", -1);
}

/**
 * vmx_json_writer_int64: (skip)
 * @self: a writer
 * @value: a whole number
 *
 * Writes a whole number, however large it is, as a JSON number.
 *
 * Since: 0.1
 */
void
vmx_json_writer_int64 (VmxJsonWriter *self, gint64 value)
{
  char text[32];

  vmx_json_writer_raw (self, text, g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value));
}

/**
 * vmx_json_writer_double: (skip)
 * @self: a writer
 * @value: a floating-point number
 *
 * Writes a number in the shortest form that reads back equal. Infinities and NaN, which JSON has
 * no numbers for, are written as OData does: as the strings "INF", "-INF" and "NaN".
 *
 * Since: 0.1
 */
void
vmx_json_writer_double (VmxJsonWriter *self, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    vmx_json_writer_string (self, "NaN", 3);
  else if (isinf (value))
    vmx_json_writer_string (self, value > 0 ? "INF" : "-INF", -1);
  else
    {
      vmx_json_format_double (value, text);
      vmx_json_writer_raw (self, text, -1);
    }
}

/**
 * vmx_json_writer_number: (skip)
 * @self: a writer
 * @text: the text of a number
 * @length: its length in bytes, or -1 if it ends with a NUL
 *
 * Writes a number as it is spelled. What is no JSON number is written as a string.
 *
 * Since: 0.1
 */
void
vmx_json_writer_number (VmxJsonWriter *self, const char *text, gssize length)
{
  g_return_if_fail (self != NULL && expects_value (self));
  g_return_if_fail (text != NULL);

  if (vmx_json_is_number (text, length < 0 ? strlen (text) : (gsize) length))
    vmx_json_writer_raw (self, text, length);
  else
    vmx_json_writer_string (self, text, length);
}

/**
 * vmx_json_writer_raw: (skip)
 * @self: a writer
 * @json: JSON text of one value, which is trusted
 * @length: its length in bytes, or -1 if it ends with a NUL
 *
 * Writes a value that is JSON text already.
 *
 * Since: 0.1
 */
void
vmx_json_writer_raw (VmxJsonWriter *self, const char *json, gssize length)
{
  g_return_if_fail (self != NULL && expects_value (self));
  g_return_if_fail (json != NULL && length != 0);

  start_item (self);
  g_string_append_len (self->text, json, length);
}

static void
write_int64_value (VmxJsonWriter *self, gint64 value)
{
  char text[32];

  if (value <= MAX_EXACT_INT64 && value >= -MAX_EXACT_INT64)
    {
      vmx_json_writer_int64 (self, value);
      return;
    }
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  vmx_json_writer_string (self, text, -1);
}

static void
write_blob (VmxJsonWriter *self, const guint8 *bytes, gsize length)
{
  g_autofree char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  vmx_json_writer_string (self, text, -1);
}

/**
 * vmx_json_writer_value: (skip)
 * @self: a writer
 * @value: a cell
 *
 * Writes a cell of a record: whole numbers beyond 2⁵³, decimals, dates and GUIDs as strings, blobs
 * in padded base64url, complex values as they are. A missing value is written as null.
 *
 * Since: 0.1
 */
void
vmx_json_writer_value (VmxJsonWriter *self, const VmxValue *value)
{
  g_return_if_fail (self != NULL && expects_value (self));
  g_return_if_fail (value != NULL);

  switch ((VmxValueKind) value->kind)
    {
    case VMX_VALUE_INT64:
      write_int64_value (self, value->int64);
      return;

    case VMX_VALUE_DOUBLE:
      vmx_json_writer_double (self, value->number);
      return;

    case VMX_VALUE_BOOLEAN:
      vmx_json_writer_boolean (self, value->int64 != 0);
      return;

    case VMX_VALUE_BLOB:
      write_blob (self, value->bytes, value->length);
      return;

    case VMX_VALUE_JSON:
      vmx_json_writer_raw (self, value->text, value->length);
      return;

    case VMX_VALUE_DECIMAL:
    case VMX_VALUE_TEXT:
    case VMX_VALUE_DATE:
    case VMX_VALUE_TIME_OF_DAY:
    case VMX_VALUE_TIMESTAMP:
    case VMX_VALUE_DURATION:
    case VMX_VALUE_GUID:
      vmx_json_writer_string (self, value->text, value->length);
      return;

    case VMX_VALUE_MISSING:
    case VMX_VALUE_NULL:
    default:
      vmx_json_writer_null (self);
      return;
    }
}

/**
 * vmx_json_writer_get_depth: (skip)
 * @self: a writer
 *
 * Tells how many objects and arrays are open.
 *
 * Returns: the depth
 *
 * Since: 0.1
 */
guint
vmx_json_writer_get_depth (VmxJsonWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) self->open->len;
}

/**
 * vmx_json_writer_peek: (skip)
 * @self: a writer
 * @length: (out) (optional): its length in bytes
 *
 * Gives the document so far.
 *
 * Returns: (transfer none): the text, valid until the next call
 *
 * Since: 0.1
 */
const char *
vmx_json_writer_peek (VmxJsonWriter *self, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (length != NULL)
    *length = self->text->len;
  return self->text->str;
}

/**
 * vmx_json_writer_steal: (skip)
 * @self: a writer
 * @length: (out) (optional): its length in bytes
 *
 * Takes the document out of the writer, which is then as new.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
vmx_json_writer_steal (VmxJsonWriter *self, gsize *length)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (length != NULL)
    *length = self->text->len;
  text = g_string_free (self->text, FALSE);
  self->text = g_string_new (NULL);
  vmx_json_writer_reset (self);
  return g_steal_pointer (&text);
}

/**
 * vmx_json_writer_reset: (skip)
 * @self: a writer
 *
 * Empties the writer for another document. Its memory is kept.
 *
 * Since: 0.1
 */
void
vmx_json_writer_reset (VmxJsonWriter *self)
{
  g_return_if_fail (self != NULL);

  g_string_truncate (self->text, 0);
  g_string_truncate (self->open, 0);
  self->needs_comma = FALSE;
  self->after_member = FALSE;
}
