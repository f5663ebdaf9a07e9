/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <json-glib/json-glib.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/query/vmx-filter-parser-private.h>
#include <libvmxsync/model/query/vmx-filter-scan-private.h>
#include <libvmxsync/model/query/vmx-query-private.h>

#include "vmx-test.h"

/* The vectors of the OASIS grammar suite. They start at many rules of the grammar; each rule is
 * mapped to the function of the parser that does its work. */

#define NOWHERE G_MAXSIZE

typedef struct
{
  const char *rule;
  gboolean is_encoded; /* as in a URL */
  VmxFilterScan scan;
} ScanRule;

typedef struct
{
  const char *rule;
  const char *before; /* what makes a filter of a part of one */
  const char *after;
} PartRule;

/* Percent-decoded text that knows where its bytes come from. */
typedef struct
{
  GString *text;
  GArray *origins; /* (element-type gsize) with one more for the end */
} Decoded;

static gboolean
scan_boolean (VmxFilterLexer *lexer)
{
  return vmx_filter_lexer_accept_text (lexer, "true")
         || vmx_filter_lexer_accept_text (lexer, "false");
}

static gboolean
parses_as (VmxFilterLexer *lexer, VmxColumnType type, gboolean wants_null)
{
  g_autoptr(GPtrArray) variables = g_ptr_array_new ();
  VmxFilterParser parser = { .lexer = *lexer, .variables = variables };
  g_autoptr(VmxQuery) node = vmx_filter_parse_literal (&parser);

  *lexer = parser.lexer;
  if (parser.error != NULL)
    lexer->position = parser.error_position;
  g_clear_error (&parser.error);
  return node != NULL && node->column_type == type
         && vmx_value_is_null (node->value) == wants_null;
}

static gboolean
parse_null (VmxFilterLexer *lexer)
{
  return parses_as (lexer, VMX_COLUMN_STRING, TRUE);
}

static gboolean
parse_boolean (VmxFilterLexer *lexer)
{
  gsize start = lexer->position;

  if (parses_as (lexer, VMX_COLUMN_BOOLEAN, FALSE))
    return TRUE;
  lexer->position = start;
  return FALSE;
}

static gboolean
parse_text (VmxFilterLexer *lexer)
{
  return parses_as (lexer, VMX_COLUMN_STRING, FALSE);
}

static gboolean
parse_duration (VmxFilterLexer *lexer)
{
  if (vmx_filter_lexer_peek (lexer) != '\'')
    return parses_as (lexer, VMX_COLUMN_DURATION, FALSE);
  lexer->position++;
  return vmx_filter_scan_duration (lexer) && vmx_filter_lexer_accept (lexer, '\'');
}

static gboolean
parse_binary (VmxFilterLexer *lexer)
{
  gsize start = lexer->position;

  if (parses_as (lexer, VMX_COLUMN_BINARY, FALSE))
    return TRUE;
  lexer->position = start;
  return FALSE;
}

static gboolean
parse_any_literal (VmxFilterLexer *lexer)
{
  g_autoptr(GPtrArray) variables = g_ptr_array_new ();
  VmxFilterParser parser = { .lexer = *lexer, .variables = variables };
  g_autoptr(VmxQuery) node = vmx_filter_parse_literal (&parser);

  *lexer = parser.lexer;
  g_clear_error (&parser.error);
  return node != NULL;
}

/* Values of defaults: one of the forms, without quotes. */
static gboolean
scan_any_value (VmxFilterLexer *lexer)
{
  static const VmxFilterScan scans[] = {
    vmx_filter_scan_guid, vmx_filter_scan_duration, vmx_filter_scan_timestamp,
    vmx_filter_scan_date, vmx_filter_scan_time_of_day, vmx_filter_scan_enum_members,
    vmx_filter_scan_geo, vmx_filter_scan_number, vmx_filter_scan_binary,
  };
  gsize furthest = lexer->position;

  for (guint i = 0; i < G_N_ELEMENTS (scans); i++)
    {
      VmxFilterLexer probe = *lexer;

      if (scans[i](&probe) && vmx_filter_lexer_peek (&probe) == '\0')
        {
          *lexer = probe;
          return TRUE;
        }
      furthest = MAX (furthest, probe.position);
    }
  lexer->position = furthest;
  return FALSE;
}

static const ScanRule scan_rules[] = {
  { "binaryLiteral", TRUE, parse_binary },
  { "boolean", TRUE, parse_boolean },
  { "booleanValue", FALSE, scan_boolean },
  { "byteValue", FALSE, vmx_filter_scan_integer },
  { "date", TRUE, vmx_filter_scan_date },
  { "dateTimeOffsetLiteral", TRUE, vmx_filter_scan_timestamp },
  { "dateTimeOffsetValue", FALSE, vmx_filter_scan_timestamp },
  { "dateTimeOffsetValueInUrl", TRUE, vmx_filter_scan_timestamp },
  { "dateValue", FALSE, vmx_filter_scan_date },
  { "decimalLiteral", TRUE, vmx_filter_scan_number },
  { "decimalValue", FALSE, vmx_filter_scan_number },
  { "doubleLiteral", TRUE, vmx_filter_scan_number },
  { "doubleValue", FALSE, vmx_filter_scan_number },
  { "durationLiteral", TRUE, parse_duration },
  { "durationValue", FALSE, vmx_filter_scan_duration },
  { "enumLiteral", TRUE, parse_text },
  { "enumValue", FALSE, vmx_filter_scan_enum_members },
  { "guid", TRUE, vmx_filter_scan_guid },
  { "int16Literal", TRUE, vmx_filter_scan_integer },
  { "int16Value", FALSE, vmx_filter_scan_integer },
  { "int32Literal", TRUE, vmx_filter_scan_integer },
  { "int32Value", FALSE, vmx_filter_scan_integer },
  { "int64Literal", TRUE, vmx_filter_scan_integer },
  { "int64Value", FALSE, vmx_filter_scan_integer },
  { "null", TRUE, parse_null },
  { "odataIdentifier", TRUE, vmx_filter_scan_identifier },
  { "primitiveLiteral", TRUE, parse_any_literal },
  { "primitiveValue", FALSE, scan_any_value },
  { "sbyteLiteral", TRUE, vmx_filter_scan_integer },
  { "sbyteValue", FALSE, vmx_filter_scan_integer },
  { "singleLiteral", TRUE, vmx_filter_scan_number },
  { "singleValue", FALSE, vmx_filter_scan_number },
  { "stringInUrl", TRUE, vmx_filter_scan_json_string },
  { "stringLiteral", TRUE, parse_text },
  { "timeOfDayLiteral", TRUE, vmx_filter_scan_time_of_day },
  { "timeOfDayValue", FALSE, vmx_filter_scan_time_of_day },
};

static const PartRule part_rules[] = {
  { "anyExpr", "Items/", "" },
  { "boolCommonExpr", "", "" },
  { "boolcommonExpr", "", "" },
  { "commonExpr", "", "" },
  { "firstMemberExpr", "", "" },
  { "functionParameter", "F(", ")" },
  { "isofExpr", "", "" },
  { "notExpr", "", "" },
  { "propertyPathExpr", "", "" },
};

static const ScanRule *
find_scan_rule (const char *rule)
{
  for (guint i = 0; i < G_N_ELEMENTS (scan_rules); i++)
    {
      if (strcmp (scan_rules[i].rule, rule) == 0)
        return &scan_rules[i];
    }
  return NULL;
}

static const PartRule *
find_part_rule (const char *rule)
{
  for (guint i = 0; i < G_N_ELEMENTS (part_rules); i++)
    {
      if (strcmp (part_rules[i].rule, rule) == 0)
        return &part_rules[i];
    }
  return NULL;
}

static void
decoded_clear (Decoded *decoded)
{
  g_string_free (decoded->text, TRUE);
  g_array_unref (decoded->origins);
}

static void
decode (Decoded *decoded, const char *text, gboolean is_encoded)
{
  gsize i = 0;

  decoded->text = g_string_new (NULL);
  decoded->origins = g_array_new (FALSE, FALSE, sizeof (gsize));
  while (text[i] != '\0')
    {
      gboolean escaped = is_encoded && text[i] == '%' && g_ascii_isxdigit (text[i + 1])
                         && g_ascii_isxdigit (text[i + 2]);

      g_array_append_val (decoded->origins, i);
      if (escaped)
        g_string_append_c (decoded->text, g_ascii_xdigit_value (text[i + 1]) * 16
                                              + g_ascii_xdigit_value (text[i + 2]));
      else
        g_string_append_c (decoded->text, text[i]);
      i += escaped ? 3 : 1;
    }
  g_array_append_val (decoded->origins, i);
}

/* Answers the place where the text is refused, or NOWHERE. */
static gsize
refuse_scan (const ScanRule *rule, const char *text)
{
  VmxFilterLexer lexer = { .text = text };

  if (rule->scan (&lexer) && text[lexer.position] == '\0')
    return NOWHERE;
  return lexer.position;
}

static gsize
refuse_part (const PartRule *rule, const char *text)
{
  g_autofree char *filter = g_strconcat (rule->before, text, rule->after, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxQuery) query = NULL;
  gsize position = 0;

  query = vmx_filter_parse (filter, &position, &error);
  g_assert_true ((query == NULL) == (error != NULL));
  if (query != NULL)
    return NOWHERE;
  g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER);
  return position - strlen (rule->before);
}

static gsize
refuse_option (const char *text)
{
  const char *name = *text == '$' ? "$filter=" : "filter=";
  gsize same = 0;
  gsize position;

  while (text[same] != '\0' && text[same] == name[same])
    same++;
  if (name[same] != '\0')
    return same;
  position = refuse_part (find_part_rule ("boolCommonExpr"), text + same);
  return position == NOWHERE ? NOWHERE : position + same;
}

/* The grammar lets blanks stand before a bracket, so that its parser stumbles behind them; and it
 * takes all() for a function with that name, where we ask for the variable inside. */
static gboolean
is_same_place (const char *text, gsize expected, gsize position)
{
  if (g_str_has_suffix (text, "/all()"))
    return position == strlen (text) - 1;
  while (position < expected && text[position] == ' ')
    position++;
  return position == expected;
}

static gsize
refuse (const char *rule, const char *group, const char *text)
{
  const ScanRule *scan_rule = find_scan_rule (rule);
  const PartRule *part_rule = find_part_rule (rule);

  if (strcmp (group, "filter-in-url") == 0)
    return refuse_part (find_part_rule ("boolCommonExpr"), text);
  if (scan_rule != NULL)
    return refuse_scan (scan_rule, text);
  if (part_rule != NULL)
    return refuse_part (part_rule, text);
  g_assert_cmpstr (rule, ==, "filter");
  return refuse_option (text);
}

static void
judge_case (JsonObject *object)
{
  const char *group = json_object_get_string_member (object, "group");
  const char *rule = json_object_get_string_member (object, "rule");
  const char *input = json_object_get_string_member (object, "input");
  gboolean in_url = strcmp (group, "filter-in-url") == 0;
  gboolean valid = json_object_get_boolean_member (object, "valid");
  const ScanRule *scan_rule = find_scan_rule (rule);
  Decoded decoded;
  gsize position;

  decode (&decoded,
          in_url ? json_object_get_string_member (object, "expression") : input,
          scan_rule == NULL || scan_rule->is_encoded);
  position = refuse (rule, group, decoded.text->str);
  if (valid != (position == NOWHERE))
    {
      g_test_message ("vector %" G_GINT64_FORMAT " of %s, “%s”: expected %s",
                      json_object_get_int_member (object, "id"), rule, input,
                      valid ? "valid" : "invalid");
      g_test_fail ();
    }
  else if (!valid)
    {
      gsize expected = json_object_get_int_member (object, "failAt");
      gsize origin = g_array_index (decoded.origins, gsize, position);

      if (!is_same_place (input, expected, origin))
        {
          g_test_message ("vector %" G_GINT64_FORMAT " of %s, “%s”: refused at %" G_GSIZE_FORMAT,
                          json_object_get_int_member (object, "id"), rule, input, origin);
          g_test_fail ();
        }
    }
  decoded_clear (&decoded);
}

static void
test_vectors (gconstpointer data)
{
  const char *group = data;
  g_autofree char *path = vmx_test_find_shared ("odata-abnf/filter-cases.json");
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;
  JsonArray *cases;
  guint n = 0;

  if (path == NULL)
    return;
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  cases = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                        "cases");
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *object = json_array_get_object_element (cases, i);

      if (strcmp (json_object_get_string_member (object, "group"), group) != 0)
        continue;
      judge_case (object);
      n++;
    }
  g_assert_cmpuint (n, >, 20);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_data_func ("/filter-vectors/literals", "literal", test_vectors);
  g_test_add_data_func ("/filter-vectors/expressions", "expression", test_vectors);
  g_test_add_data_func ("/filter-vectors/filters", "filter", test_vectors);
  g_test_add_data_func ("/filter-vectors/filters-in-urls", "filter-in-url", test_vectors);
  return g_test_run ();
}
