/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-value-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/model/json/vmx-json-number-private.h>
#include <libvmxsync/model/json/vmx-json-reader.h>

#include <errno.h>
#include <math.h>
#include <string.h>

/* Up to here every whole number is a double of its own. */
#define MAX_EXACT_DOUBLE 9007199254740992.0

typedef struct
{
  const char *name;
  VmxValueKind kind;
  gint64 min, max; /* of whole numbers */
  const char *expected;
} TypeInfo;

static const TypeInfo types[] = {
  [VMX_COLUMN_BOOLEAN] = { "boolean", VMX_VALUE_BOOLEAN, 0, 0, "true or false" },
  [VMX_COLUMN_BYTE] = { "byte", VMX_VALUE_INT64, 0, G_MAXUINT8, "a whole number from 0 to 255" },
  [VMX_COLUMN_SBYTE]
  = { "sbyte", VMX_VALUE_INT64, G_MININT8, G_MAXINT8, "a whole number from -128 to 127" },
  [VMX_COLUMN_INT16]
  = { "int16", VMX_VALUE_INT64, G_MININT16, G_MAXINT16, "a whole number of 16 bits" },
  [VMX_COLUMN_INT32]
  = { "int32", VMX_VALUE_INT64, G_MININT32, G_MAXINT32, "a whole number of 32 bits" },
  [VMX_COLUMN_INT64]
  = { "int64", VMX_VALUE_INT64, G_MININT64, G_MAXINT64, "a whole number of 64 bits" },
  [VMX_COLUMN_SINGLE] = { "single", VMX_VALUE_DOUBLE, 0, 0, "a number" },
  [VMX_COLUMN_DOUBLE] = { "double", VMX_VALUE_DOUBLE, 0, 0, "a number" },
  [VMX_COLUMN_DECIMAL] = { "decimal", VMX_VALUE_DECIMAL, 0, 0, "a decimal number" },
  [VMX_COLUMN_STRING] = { "string", VMX_VALUE_TEXT, 0, 0, "text" },
  [VMX_COLUMN_DATE] = { "date", VMX_VALUE_DATE, 0, 0, "a date such as 2024-12-31" },
  [VMX_COLUMN_TIME_OF_DAY]
  = { "time-of-day", VMX_VALUE_TIME_OF_DAY, 0, 0, "a time of day such as 07:30:00" },
  [VMX_COLUMN_TIMESTAMP]
  = { "timestamp", VMX_VALUE_TIMESTAMP, 0, 0, "a timestamp such as 2024-12-31T07:30:00Z" },
  [VMX_COLUMN_DURATION] = { "duration", VMX_VALUE_DURATION, 0, 0, "a duration such as P1DT2H" },
  [VMX_COLUMN_GUID]
  = { "guid", VMX_VALUE_GUID, 0, 0, "a GUID such as 01234567-89ab-cdef-0123-456789abcdef" },
  [VMX_COLUMN_BINARY] = { "binary", VMX_VALUE_BLOB, 0, 0, "bytes in base64" },
  [VMX_COLUMN_STREAM] = { "stream", VMX_VALUE_NULL, 0, 0, "no value inside the record" },
  [VMX_COLUMN_JSON] = { "json", VMX_VALUE_JSON, 0, 0, "JSON text" },
};

VmxValueKind
vmx_column_type_get_value_kind (VmxColumnType type)
{
  return types[type].kind;
}

const char *
vmx_column_type_to_string (VmxColumnType type)
{
  return types[type].name;
}

gboolean
vmx_column_type_from_string (const char *text, VmxColumnType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (types[i].name, text))
      {
        *type = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
vmx_column_type_is_integer (VmxColumnType type)
{
  return types[type].kind == VMX_VALUE_INT64;
}

gboolean
vmx_column_type_is_valid (VmxColumnType type)
{
  return (guint) type < G_N_ELEMENTS (types);
}

/* The excerpt is short: a value may be a megabyte, and it may be private. */
static gboolean
refuse (VmxColumnType type, const char *text, gsize length, GError **error)
{
  g_autofree char *excerpt = vmx_excerpt (text, (gssize) length, 24);

  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "expected %s, found “%s”",
               types[type].expected, excerpt);
  return FALSE;
}

static void
set_text (VmxValue *self, VmxValueKind kind, const char *text, gsize length, VmxArena *arena)
{
  self->kind = kind;
  self->length = (guint32) length;
  self->text = vmx_arena_copy_text (arena, text, length);
}

static gboolean
set_integer (VmxValue *self, VmxColumnType type, const char *text, gsize length, GError **error)
{
  gsize i = length > 0 && *text == '-' ? 1 : 0;
  gboolean negative = i == 1;
  guint64 limit = negative ? (guint64) G_MAXINT64 + 1 : (guint64) G_MAXINT64;
  guint64 number = 0;

  if (i == length)
    return refuse (type, text, length, error);
  for (; i < length; i++)
    {
      guint digit = (guint) (text[i] - '0');

      if (digit > 9 || number > (limit - digit) / 10)
        return refuse (type, text, length, error);
      number = number * 10 + digit;
    }
  self->int64 = negative ? (gint64) (0 - number) : (gint64) number;
  if (self->int64 < types[type].min || self->int64 > types[type].max)
    return refuse (type, text, length, error);
  self->kind = VMX_VALUE_INT64;
  return TRUE;
}

/* The grammar of numbers only: strtod would also take hexadecimal and "infinity". */
static gboolean
looks_like_number (const char *text, gsize length)
{
  gsize i = length > 0 && (*text == '-' || *text == '+') ? 1 : 0;

  if (i == length || !(g_ascii_isdigit (text[i]) || text[i] == '.'))
    return FALSE;
  for (; i < length; i++)
    if (!g_ascii_isdigit (text[i]) && memchr (".eE+-", text[i], 5) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
set_double (VmxValue *self, VmxColumnType type, const char *text, gsize length, GError **error)
{
  char buffer[64];
  g_autofree char *copy = NULL;
  const char *source = buffer;
  char *end;

  self->kind = VMX_VALUE_DOUBLE;
  if (length >= 3 && memcmp (text + length - 3, "INF", 3) == 0
      && (length == 3 || (length == 4 && *text == '-')))
    {
      self->number = length == 3 ? INFINITY : -INFINITY;
      return TRUE;
    }
  if (!looks_like_number (text, length))
    return refuse (type, text, length, error);
  if (length < sizeof buffer)
    {
      memcpy (buffer, text, length);
      buffer[length] = '\0';
    }
  else
    source = copy = g_strndup (text, length);
  self->number = g_ascii_strtod (source, &end);
  if (*end != '\0' || !isfinite (self->number)
      || (type == VMX_COLUMN_SINGLE && fabs (self->number) > G_MAXFLOAT))
    return refuse (type, text, length, error);
  return TRUE;
}

static gboolean
set_decimal (VmxValue *self, VmxColumnType type, const char *text, gsize length, VmxArena *arena,
             GError **error)
{
  g_autofree char *plain = NULL;

  if (vmx_decimal_is_valid (text, length))
    {
      gsize sign = *text == '+' ? 1 : 0;

      set_text (self, VMX_VALUE_DECIMAL, text + sign, length - sign, arena);
      return TRUE;
    }
  plain = vmx_decimal_from_scientific (text, length);
  if (plain == NULL)
    return refuse (type, text, length, error);
  set_text (self, VMX_VALUE_DECIMAL, plain, strlen (plain), arena);
  return TRUE;
}

static gboolean
set_date (VmxValue *self, VmxColumnType type, const char *text, gsize length, VmxArena *arena,
          GError **error)
{
  gint64 days;

  if (!vmx_date_parse (text, length, &days))
    return refuse (type, text, length, error);
  set_text (self, VMX_VALUE_DATE, text, length, arena);
  return TRUE;
}

static gboolean
set_instant (VmxValue *self, VmxColumnType type, const char *text, gsize length, VmxArena *arena,
             GError **error)
{
  gboolean is_time = type == VMX_COLUMN_TIME_OF_DAY;
  g_autofree char *normal = NULL;
  VmxInstant instant;

  if (!(is_time ? vmx_time_of_day_parse (text, length, &instant)
                : vmx_timestamp_parse (text, length, &instant)))
    return refuse (type, text, length, error);
  /* What most servers send is normal already. */
  if (length >= 20 && text[length - 1] == 'Z' && text[10] == 'T' && text[16] == ':')
    {
      set_text (self, VMX_VALUE_TIMESTAMP, text, length, arena);
      return TRUE;
    }
  normal = is_time ? vmx_time_of_day_print (&instant) : vmx_timestamp_print (&instant);
  set_text (self, types[type].kind, normal, strlen (normal), arena);
  return TRUE;
}

static gboolean
set_duration (VmxValue *self, VmxColumnType type, const char *text, gsize length, VmxArena *arena,
              GError **error)
{
  gboolean negative;
  gint64 seconds;
  const char *fraction;
  gsize fraction_length;

  if (!vmx_duration_parse (text, length, &negative, &seconds, &fraction, &fraction_length))
    return refuse (type, text, length, error);
  set_text (self, VMX_VALUE_DURATION, text, length, arena);
  return TRUE;
}

static gboolean
set_guid (VmxValue *self, VmxColumnType type, const char *text, gsize length, VmxArena *arena,
          GError **error)
{
  if (length != 36)
    return refuse (type, text, length, error);
  for (gsize i = 0; i < length; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]))
        return refuse (type, text, length, error);
    }
  set_text (self, VMX_VALUE_GUID, text, length, arena);
  return TRUE;
}

static int
base64_digit (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '-' || c == '+')
    return 62;
  return c == '_' || c == '/' ? 63 : -1;
}

/* Both alphabets, with or without padding: OData says one thing and servers do the other. */
static gboolean
set_blob (VmxValue *self, VmxColumnType type, const char *text, gsize length, VmxArena *arena,
          GError **error)
{
  gsize count = length;
  guint8 *bytes;
  guint8 *out;
  guint bits = 0, pending = 0;

  while (count > 0 && length - count < 2 && text[count - 1] == '=')
    count--;
  if (count % 4 == 1 || (count < length && length % 4 != 0))
    return refuse (type, text, length, error);
  out = bytes = vmx_arena_alloc (arena, count / 4 * 3 + 4);
  for (gsize i = 0; i < count; i++)
    {
      int digit = base64_digit (text[i]);

      if (digit < 0)
        return refuse (type, text, length, error);
      pending = pending << 6 | (guint) digit;
      bits += 6;
      if (bits >= 8)
        {
          bits -= 8;
          *out++ = (guint8) (pending >> bits);
        }
    }
  *out = '\0';
  self->kind = VMX_VALUE_BLOB;
  self->length = (guint32) (out - bytes);
  self->bytes = bytes;
  return TRUE;
}

static const VmxJsonHandler only_check;

static gboolean
set_checked_text (VmxValue *self, VmxColumnType type, const char *text, gsize length,
                  VmxArena *arena, GError **error)
{
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE,
                           "expected UTF-8 text without NUL characters");
      return FALSE;
    }
  if (type == VMX_COLUMN_JSON && !vmx_json_read (&only_check, NULL, text, length, NULL))
    return refuse (type, text, length, error);
  set_text (self, types[type].kind, text, length, arena);
  return TRUE;
}

static gboolean
set_boolean_word (VmxValue *self, VmxColumnType type, const char *text, gsize length,
                  GError **error)
{
  gboolean yes = (length == 4 && memcmp (text, "true", 4) == 0) || (length == 1 && *text == '1');
  gboolean no = (length == 5 && memcmp (text, "false", 5) == 0) || (length == 1 && *text == '0');

  if (!yes && !no)
    return refuse (type, text, length, error);
  self->kind = VMX_VALUE_BOOLEAN;
  self->int64 = yes;
  return TRUE;
}

gboolean
vmx_value_set_string (VmxValue *self, VmxColumnType type, const char *text, gsize length,
                      VmxArena *arena, GError **error)
{
  if (length > VMX_VALUE_MAX_LENGTH)
    return refuse (type, text, length, error);
  switch (type)
    {
    case VMX_COLUMN_BOOLEAN:
      return set_boolean_word (self, type, text, length, error);
    case VMX_COLUMN_BYTE:
    case VMX_COLUMN_SBYTE:
    case VMX_COLUMN_INT16:
    case VMX_COLUMN_INT32:
    case VMX_COLUMN_INT64:
      return set_integer (self, type, text, length, error);
    case VMX_COLUMN_SINGLE:
    case VMX_COLUMN_DOUBLE:
      return set_double (self, type, text, length, error);
    case VMX_COLUMN_DECIMAL:
      return set_decimal (self, type, text, length, arena, error);
    case VMX_COLUMN_DATE:
      return set_date (self, type, text, length, arena, error);
    case VMX_COLUMN_TIME_OF_DAY:
    case VMX_COLUMN_TIMESTAMP:
      return set_instant (self, type, text, length, arena, error);
    case VMX_COLUMN_DURATION:
      return set_duration (self, type, text, length, arena, error);
    case VMX_COLUMN_GUID:
      return set_guid (self, type, text, length, arena, error);
    case VMX_COLUMN_BINARY:
      return set_blob (self, type, text, length, arena, error);
    case VMX_COLUMN_STRING:
    case VMX_COLUMN_JSON:
      return set_checked_text (self, type, text, length, arena, error);
    case VMX_COLUMN_STREAM:
    default:
      return refuse (type, text, length, error);
    }
}

gboolean
vmx_value_set_number_text (VmxValue *self, VmxColumnType type, const char *text, gsize length,
                           VmxArena *arena, GError **error)
{
  VmxValueKind kind = types[type].kind;

  if (kind != VMX_VALUE_INT64 && kind != VMX_VALUE_DOUBLE && kind != VMX_VALUE_DECIMAL
      && type != VMX_COLUMN_BOOLEAN)
    return refuse (type, text, length, error);
  return vmx_value_set_string (self, type, text, length, arena, error);
}

gboolean
vmx_value_set_boolean (VmxValue *self, VmxColumnType type, gboolean value, VmxArena *arena,
                       GError **error)
{
  if (type != VMX_COLUMN_BOOLEAN)
    return refuse (type, value ? "true" : "false", value ? 4 : 5, error);
  self->kind = VMX_VALUE_BOOLEAN;
  self->int64 = value != FALSE;
  return TRUE;
}

static gboolean
kind_is_number (VmxValueKind kind)
{
  return kind == VMX_VALUE_INT64 || kind == VMX_VALUE_DOUBLE || kind == VMX_VALUE_DECIMAL;
}

/* Whole numbers have to fit their type, and so do floating-point numbers of less precision. */
static gboolean
fits_as_it_is (VmxColumnType type, const VmxValue *source)
{
  return source->kind <= VMX_VALUE_NULL
         || (source->kind == types[type].kind && source->kind != VMX_VALUE_INT64
             && type != VMX_COLUMN_SINGLE);
}

/* Scalars whose text is also JSON. */
static gboolean
is_json_scalar (const VmxValue *source, const char *text, gsize length)
{
  return source->kind == VMX_VALUE_BOOLEAN
         || (kind_is_number (source->kind) && vmx_json_is_number (text, length));
}

/* Programs whose only number is the double write 1e+16 for a whole number. */
static char *
print_for_type (VmxColumnType type, const VmxValue *source)
{
  if (source->kind == VMX_VALUE_DOUBLE && vmx_column_type_is_integer (type)
      && source->number == trunc (source->number) && fabs (source->number) <= MAX_EXACT_DOUBLE)
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) source->number);
  return vmx_value_to_string (source);
}

gboolean
vmx_value_convert (VmxValue *self, VmxColumnType type, const VmxValue *source, VmxArena *arena,
                   GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (fits_as_it_is (type, source))
    {
      vmx_value_set_copy (self, source, arena);
      return TRUE;
    }
  text = print_for_type (type, source);
  length = strlen (text);
  if (source->kind == VMX_VALUE_BLOB || source->kind == VMX_VALUE_JSON)
    return refuse (type, text, length, error);
  if (type == VMX_COLUMN_JSON && is_json_scalar (source, text, length))
    {
      set_text (self, VMX_VALUE_JSON, text, length, arena);
      return TRUE;
    }
  if (source->kind == VMX_VALUE_BOOLEAN)
    return vmx_value_set_boolean (self, type, source->int64 != 0, arena, error);
  if (kind_is_number (source->kind))
    return vmx_value_set_number_text (self, type, text, length, arena, error);
  return vmx_value_set_string (self, type, text, length, arena, error);
}

/* "07:30:00.50" is "07:30:00.5". */
static void
drop_zeros (VmxInstant *instant)
{
  while (instant->fraction_length > 0 && instant->fraction[instant->fraction_length - 1] == '0')
    instant->fraction_length--;
}

void
vmx_value_normalise_key (VmxValue *self, VmxArena *arena)
{
  g_autofree char *normal = NULL;
  VmxInstant instant;

  if (self->kind == VMX_VALUE_DECIMAL)
    normal = vmx_decimal_canonical (self->text, self->length);
  else if (self->kind == VMX_VALUE_TIMESTAMP
           && vmx_timestamp_parse (self->text, self->length, &instant))
    {
      drop_zeros (&instant);
      normal = vmx_timestamp_print (&instant);
    }
  else if (self->kind == VMX_VALUE_TIME_OF_DAY
           && vmx_time_of_day_parse (self->text, self->length, &instant))
    {
      drop_zeros (&instant);
      normal = vmx_time_of_day_print (&instant);
    }
  if (normal != NULL && strcmp (normal, self->text) != 0)
    set_text (self, self->kind, normal, strlen (normal), arena);
}
