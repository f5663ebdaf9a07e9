/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-parser-private.h"

#include <math.h>
#include <string.h>

#include <libvmxsync/model/query/vmx-filter-scan-private.h>

/* Literals that start with a digit or a sign; what a wrong one could have been is told by the one
 * that went furthest. */
typedef struct
{
  VmxFilterScan scan;
  VmxColumnType type;
  const char *what;
} PlainForm;

/* The form that reads most wins; among equals the first one. */
static const PlainForm plain_forms[] = {
  { vmx_filter_scan_number, VMX_COLUMN_DECIMAL, "a digit" },
  { vmx_filter_scan_date, VMX_COLUMN_DATE, "the rest of a date, YYYY-MM-DD" },
  { vmx_filter_scan_timestamp, VMX_COLUMN_TIMESTAMP,
    "the rest of a timestamp, YYYY-MM-DDTHH:MM:SS with Z or an offset" },
  { vmx_filter_scan_time_of_day, VMX_COLUMN_TIME_OF_DAY, "the rest of a time, HH:MM:SS" },
  { vmx_filter_scan_guid, VMX_COLUMN_GUID, "the rest of a GUID" },
};

static VmxQuery *
new_literal (gsize start, VmxColumnType type, VmxValue *value)
{
  VmxQuery *node = vmx_query_new (VMX_QUERY_LITERAL, start);

  node->column_type = type;
  node->value = value;
  return node;
}

static VmxQuery *
new_parsed (VmxFilterParser *self, gsize start, VmxColumnType type, const char *text)
{
  g_autoptr(GError) error = NULL;
  VmxValue *value = vmx_value_new_parsed (type, text, &error);

  if (value != NULL)
    return new_literal (start, type, value);
  vmx_filter_parser_fail (self, start, "this value cannot be used: %s", error->message);
  return NULL;
}

/* There is no value for NaN, so that it stays what it means: text to be read as a number. */
static VmxQuery *
new_cast (gsize start, const char *type_name, const char *text)
{
  VmxQuery *node = vmx_query_new_named (VMX_QUERY_CAST, type_name, start);

  vmx_query_add (node, new_literal (start, VMX_COLUMN_STRING, vmx_value_new_text (text)));
  return node;
}

static VmxQuery *
new_double (VmxFilterParser *self, gsize start, const char *text)
{
  double number = g_ascii_strtod (text, NULL);

  if (strcmp (text, "NaN") == 0)
    return new_cast (start, "Edm.Double", text);
  if (isinf (number) && strstr (text, "INF") == NULL)
    {
      vmx_filter_parser_fail (self, start, "the number %s is too large for a double", text);
      return NULL;
    }
  return new_literal (start, VMX_COLUMN_DOUBLE, vmx_value_new_double (number));
}

static VmxQuery *
new_number (VmxFilterParser *self, gsize start, const char *text)
{
  const char *plain = *text == '+' ? text + 1 : text;
  gint64 number;

  if (strpbrk (text, "eENI") != NULL)
    return new_double (self, start, text);
  if (strchr (text, '.') == NULL
      && g_ascii_string_to_signed (plain, 10, G_MININT64, G_MAXINT64, &number, NULL))
    return new_literal (start, VMX_COLUMN_INT64, vmx_value_new_int64 (number));
  return new_parsed (self, start, VMX_COLUMN_DECIMAL, plain);
}

static VmxQuery *
new_plain (VmxFilterParser *self, gsize start, const PlainForm *form)
{
  g_autofree char *text = vmx_filter_parser_slice (self, start);
  g_autofree char *upper = NULL;

  if (form->type == VMX_COLUMN_DECIMAL)
    return new_number (self, start, text);
  if (form->type == VMX_COLUMN_GUID)
    return new_parsed (self, start, form->type, text);
  upper = g_ascii_strup (text, -1); /* the T and Z of timestamps */
  return new_parsed (self, start, form->type, upper);
}

static gboolean
at_end_of_word (const VmxFilterLexer *lexer)
{
  char c = vmx_filter_lexer_peek (lexer);

  return c == '\0' || strchr (" \t),]}:;", c) != NULL;
}

static VmxQuery *
parse_plain (VmxFilterParser *self)
{
  gsize start = self->lexer.position;
  const PlainForm *best = NULL;
  const PlainForm *furthest = NULL;
  gsize best_end = start;
  gsize furthest_end = start;

  for (guint i = 0; i < G_N_ELEMENTS (plain_forms); i++)
    {
      VmxFilterLexer lexer = self->lexer;

      if (plain_forms[i].scan (&lexer))
        {
          if (lexer.position > best_end)
            {
              best = &plain_forms[i];
              best_end = lexer.position;
            }
        }
      else if (furthest == NULL || lexer.position > furthest_end)
        {
          furthest = &plain_forms[i];
          furthest_end = lexer.position;
        }
    }
  self->lexer.position = best_end;
  if (best != NULL && (furthest_end <= best_end || at_end_of_word (&self->lexer)))
    return new_plain (self, start, best);
  self->lexer.position = furthest_end;
  vmx_filter_parser_expected (self, furthest->what);
  return NULL;
}

/* The content of the quotes, with doubled quotes made single. */
static char *
unquote (VmxFilterParser *self, gsize start)
{
  const char *end = vmx_filter_lexer_here (&self->lexer) - 1;
  GString *text = g_string_new (NULL);

  for (const char *c = self->lexer.text + start + 1; c < end; c++)
    {
      g_string_append_c (text, *c);
      if (*c == '\'')
        c++;
    }
  return g_string_free (text, FALSE);
}

static char *
read_string (VmxFilterParser *self)
{
  gsize start = self->lexer.position;

  if (vmx_filter_scan_string (&self->lexer))
    return unquote (self, start);
  vmx_filter_parser_fail (self, self->lexer.position,
                          "expected a closing ' for the text that starts at character %"
                          G_GSIZE_FORMAT, start);
  return NULL;
}

static VmxQuery *
parse_string (VmxFilterParser *self)
{
  gsize start = self->lexer.position;
  g_autofree char *text = read_string (self);

  if (text == NULL)
    return NULL;
  return new_literal (start, VMX_COLUMN_STRING, vmx_value_new_text (text));
}

/* A prefix, a quote, content of one form and a quote. Gives the content. */
static char *
read_content (VmxFilterParser *self, VmxFilterScan scan, const char *what)
{
  g_autofree char *content = NULL;
  gsize start;

  vmx_filter_lexer_accept (&self->lexer, '\'');
  start = self->lexer.position;
  if (!scan (&self->lexer) || vmx_filter_lexer_peek (&self->lexer) != '\'')
    {
      vmx_filter_parser_expected (self, what);
      return NULL;
    }
  content = vmx_filter_parser_slice (self, start);
  vmx_filter_lexer_accept (&self->lexer, '\'');
  return g_steal_pointer (&content);
}

static VmxQuery *
parse_duration (VmxFilterParser *self, gsize start)
{
  g_autofree char *text = NULL;
  g_autofree char *upper = NULL;

  text = read_content (self, vmx_filter_scan_duration, "a duration such as P1DT2H30M and '");
  if (text == NULL)
    return NULL;
  upper = g_ascii_strup (text, -1);
  return new_parsed (self, start, VMX_COLUMN_DURATION, upper);
}

static VmxQuery *
parse_binary (VmxFilterParser *self, gsize start)
{
  g_autofree char *text = read_content (self, vmx_filter_scan_binary, "base64url text and '");
  g_autoptr(GString) padded = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gsize length;
  guchar *data;

  if (text == NULL)
    return NULL;
  g_strdelimit (text, "-", '+');
  g_strdelimit (text, "_", '/');
  padded = g_string_new (text);
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');
  data = g_base64_decode (padded->str, &length);
  bytes = g_bytes_new_take (data, length);
  return new_literal (start, VMX_COLUMN_BINARY, vmx_value_new_blob (bytes));
}

static VmxQuery *
parse_geo (VmxFilterParser *self, gsize start, const char *type_name)
{
  g_autofree char *text = NULL;

  text = read_content (self, vmx_filter_scan_geo, "a shape such as SRID=0;Point(1 2) and '");
  return text == NULL ? NULL : new_cast (start, type_name, text);
}

static VmxQuery *
parse_enum (VmxFilterParser *self, gsize start, const char *type_name)
{
  g_autofree char *text = NULL;
  VmxQuery *node;

  text = read_content (self, vmx_filter_scan_enum_members, "members of an enumeration and '");
  if (text == NULL)
    return NULL;
  node = new_literal (start, VMX_COLUMN_STRING, vmx_value_new_text (text));
  node->name = g_strdup (type_name);
  return node;
}

static VmxQuery *
parse_prefixed (VmxFilterParser *self, gsize start, const char *prefix)
{
  if (g_ascii_strcasecmp (prefix, "duration") == 0)
    return parse_duration (self, start);
  if (g_ascii_strcasecmp (prefix, "binary") == 0)
    return parse_binary (self, start);
  if (g_ascii_strcasecmp (prefix, "geography") == 0)
    return parse_geo (self, start, "Edm.Geography");
  if (g_ascii_strcasecmp (prefix, "geometry") == 0)
    return parse_geo (self, start, "Edm.Geometry");
  if (strchr (prefix, '.') != NULL)
    return parse_enum (self, start, prefix);
  vmx_filter_parser_fail (self, self->lexer.position,
                          "expected no quote: “%s” is no prefix of values in OData 4 (GUIDs, dates "
                          "and times are written without quotes)", prefix);
  return NULL;
}

static VmxQuery *
parse_word (VmxFilterParser *self, gsize start, const char *word)
{
  if (strcmp (word, "null") == 0)
    return new_literal (start, VMX_COLUMN_STRING, vmx_value_new_null ());
  if (strcmp (word, "NaN") == 0 || strcmp (word, "INF") == 0)
    return new_double (self, start, word);
  if (g_ascii_strcasecmp (word, "true") == 0 || g_ascii_strcasecmp (word, "false") == 0)
    return new_literal (start, VMX_COLUMN_BOOLEAN,
                        vmx_value_new_boolean (g_ascii_tolower (*word) == 't'));
  return NULL;
}

/* Words of letters are mostly names, so that the place is given back if this is no literal. */
static VmxQuery *
parse_named (VmxFilterParser *self)
{
  gsize start = self->lexer.position;
  g_autofree char *word = NULL;
  VmxQuery *node = NULL;

  if (vmx_filter_scan_guid (&self->lexer) && at_end_of_word (&self->lexer))
    {
      word = vmx_filter_parser_slice (self, start);
      return new_parsed (self, start, VMX_COLUMN_GUID, word);
    }
  self->lexer.position = start;
  if (!vmx_filter_scan_qualified_name (&self->lexer))
    {
      self->lexer.position = start;
      return NULL;
    }
  word = vmx_filter_parser_slice (self, start);
  if (vmx_filter_lexer_peek (&self->lexer) == '\'')
    return parse_prefixed (self, start, word);
  if (at_end_of_word (&self->lexer))
    node = parse_word (self, start, word);
  if (node == NULL)
    self->lexer.position = start;
  return node;
}

VmxQuery *
vmx_filter_parse_literal (VmxFilterParser *self)
{
  const char *here = vmx_filter_lexer_here (&self->lexer);
  gboolean is_signed = *here == '+' || *here == '-';

  if (*here == '\'')
    return parse_string (self);
  if (g_ascii_isdigit (*here))
    return parse_plain (self);
  if (is_signed && (g_ascii_isdigit (here[1]) || g_str_has_prefix (here, "-INF")))
    return parse_plain (self);
  if (vmx_filter_lexer_at_identifier (&self->lexer))
    return parse_named (self);
  return NULL;
}
