/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-check-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-suggest-private.h>

#include <math.h>
#include <string.h>

/* How much of a wrong text a message repeats. */
#define MAX_SHOWN_LENGTH 64

static char *
shorten (const char *text)
{
  return g_utf8_make_valid (text, strnlen (text, MAX_SHOWN_LENGTH));
}

static gboolean
is_option (GParamSpec *pspec)
{
  return (pspec->flags & G_PARAM_WRITABLE) != 0 && (pspec->flags & G_PARAM_CONSTRUCT_ONLY) == 0;
}

/* (transfer container) NULL-terminated */
static const char **
list_options (GObject *plugin)
{
  guint n_pspecs;
  g_autofree GParamSpec **pspecs
      = g_object_class_list_properties (G_OBJECT_GET_CLASS (plugin), &n_pspecs);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < n_pspecs; i++)
    if (is_option (pspecs[i]))
      g_ptr_array_add (names, (gpointer) pspecs[i]->name);
  g_ptr_array_add (names, NULL);
  return (const char **) g_ptr_array_free (names, FALSE);
}

static void
set_unknown (GObject *plugin, const char *name, GError **error)
{
  g_autofree const char **options = list_options (plugin);
  g_autofree char *shown = shorten (name);
  g_autofree char *all = g_strjoinv (", ", (char **) options);
  const char *nearest = vmx_suggest_nearest (shown, options);
  g_autofree char *hint
      = nearest != NULL ? g_strdup_printf ("; did you mean “%s”?", nearest) : g_strdup (".");

  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "%s has no option “%s”%s It has: %s",
               G_OBJECT_TYPE_NAME (plugin), shown, hint, *all != '\0' ? all : "none");
}

static gboolean
parse_boolean (const char *text, GValue *value)
{
  gboolean is_true = strcmp (text, "true") == 0;

  if (!is_true && strcmp (text, "false") != 0)
    return FALSE;
  g_value_set_boolean (value, is_true);
  return TRUE;
}

static gboolean
parse_signed (const char *text, gint64 *number)
{
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, number, NULL);
}

static gboolean
parse_int (const char *text, GValue *value)
{
  gint64 number;

  if (!parse_signed (text, &number) || number < G_MININT || number > G_MAXINT)
    return FALSE;
  g_value_set_int (value, number);
  return TRUE;
}

static gboolean
parse_int64 (const char *text, GValue *value)
{
  gint64 number;

  if (!parse_signed (text, &number))
    return FALSE;
  g_value_set_int64 (value, number);
  return TRUE;
}

static gboolean
parse_uint (const char *text, GValue *value)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &number, NULL))
    return FALSE;
  g_value_set_uint (value, number);
  return TRUE;
}

static gboolean
parse_uint64 (const char *text, GValue *value)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &number, NULL))
    return FALSE;
  g_value_set_uint64 (value, number);
  return TRUE;
}

static gboolean
parse_double (const char *text, GValue *value)
{
  char *end;
  double number;

  /* g_ascii_strtod() also takes white space, hexadecimal numbers, nan and inf. */
  if (*text == '\0' || text[strspn (text, "+-.0123456789eE")] != '\0')
    return FALSE;
  number = g_ascii_strtod (text, &end);
  if (*end != '\0' || !isfinite (number))
    return FALSE;
  g_value_set_double (value, number);
  return TRUE;
}

static gboolean
parse_string (const char *text, GValue *value)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  g_value_set_string (value, text);
  return TRUE;
}

static gboolean
parse_enum (const char *text, GValue *value)
{
  g_autoptr(GEnumClass) enum_class = g_type_class_ref (G_VALUE_TYPE (value));
  GEnumValue *found = g_enum_get_value_by_nick (enum_class, text);

  if (found == NULL)
    return FALSE;
  g_value_set_enum (value, found->value);
  return TRUE;
}

static char *
describe_boolean (GParamSpec *pspec)
{
  return g_strdup ("true or false");
}

static char *
describe_int (GParamSpec *pspec)
{
  return g_strdup_printf ("a whole number from %d to %d", G_PARAM_SPEC_INT (pspec)->minimum,
                          G_PARAM_SPEC_INT (pspec)->maximum);
}

static char *
describe_uint (GParamSpec *pspec)
{
  return g_strdup_printf ("a whole number from %u to %u", G_PARAM_SPEC_UINT (pspec)->minimum,
                          G_PARAM_SPEC_UINT (pspec)->maximum);
}

static char *
describe_int64 (GParamSpec *pspec)
{
  return g_strdup_printf ("a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                          G_PARAM_SPEC_INT64 (pspec)->minimum,
                          G_PARAM_SPEC_INT64 (pspec)->maximum);
}

static char *
describe_uint64 (GParamSpec *pspec)
{
  return g_strdup_printf ("a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT,
                          G_PARAM_SPEC_UINT64 (pspec)->minimum,
                          G_PARAM_SPEC_UINT64 (pspec)->maximum);
}

static char *
describe_double (GParamSpec *pspec)
{
  char minimum[G_ASCII_DTOSTR_BUF_SIZE], maximum[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (minimum, sizeof minimum, "%g", G_PARAM_SPEC_DOUBLE (pspec)->minimum);
  g_ascii_formatd (maximum, sizeof maximum, "%g", G_PARAM_SPEC_DOUBLE (pspec)->maximum);
  return g_strdup_printf ("a number from %s to %s", minimum, maximum);
}

static char *
describe_string (GParamSpec *pspec)
{
  return g_strdup ("text in UTF-8");
}

static char *
describe_enum (GParamSpec *pspec)
{
  GEnumClass *enum_class = G_PARAM_SPEC_ENUM (pspec)->enum_class;
  g_autoptr(GString) text = g_string_new ("one of ");

  for (guint i = 0; i < enum_class->n_values; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", enum_class->values[i].value_nick);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct
{
  GType type;
  gboolean (*parse) (const char *text, GValue *value);
  char *(*describe) (GParamSpec *pspec);
} TypeRow;

static const TypeRow type_rows[] = {
  { G_TYPE_BOOLEAN, parse_boolean, describe_boolean },
  { G_TYPE_INT, parse_int, describe_int },
  { G_TYPE_UINT, parse_uint, describe_uint },
  { G_TYPE_INT64, parse_int64, describe_int64 },
  { G_TYPE_UINT64, parse_uint64, describe_uint64 },
  { G_TYPE_DOUBLE, parse_double, describe_double },
  { G_TYPE_STRING, parse_string, describe_string },
  { G_TYPE_ENUM, parse_enum, describe_enum },
};

static const TypeRow *
find_type_row (GType type)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_rows); i++)
    if (type_rows[i].type == G_TYPE_FUNDAMENTAL (type))
      return &type_rows[i];
  return NULL;
}

gboolean
vmx_plugin_set_property_from_text (GObject *plugin, const char *name, const char *text,
                                   GError **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (plugin), name);
  const TypeRow *row;
  g_auto(GValue) value = G_VALUE_INIT;

  if (pspec == NULL || !is_option (pspec))
    {
      set_unknown (plugin, name, error);
      return FALSE;
    }
  row = find_type_row (pspec->value_type);
  if (row == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                   "option “%s” of %s is a %s and cannot be set from text; set the property",
                   pspec->name, G_OBJECT_TYPE_NAME (plugin), g_type_name (pspec->value_type));
      return FALSE;
    }
  g_value_init (&value, pspec->value_type);
  /* Validation changes what is out of range. */
  if (!row->parse (text, &value) || g_param_value_validate (pspec, &value))
    {
      g_autofree char *shown = shorten (text);
      g_autofree char *expected = row->describe (pspec);

      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                   "option “%s” of %s cannot be “%s”; expected %s", pspec->name,
                   G_OBJECT_TYPE_NAME (plugin), shown, expected);
      return FALSE;
    }
  g_object_set_property (plugin, pspec->name, &value);
  return TRUE;
}
