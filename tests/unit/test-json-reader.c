/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/vmx-error.h>

#include "json-events.h"

/* Everything that may stand in a document, with characters of all lengths and all escapes. */
static const char rich_document[]
    = " { \"value\" : [ {\"ID\":1,\"Name\":\"J\\u00fcrgen \\uD83D\\uDE00 \xf0\x9f\x98\x80\","
      "\"Salary\":12345678901234567890.12,\"e\\\"\\\\\\/\\b\\f\\n\\r\\t\":-1.5E-10,"
      "\"\xc3\xa4\xe2\x82\xac\":null,\"t\":true,\"f\":false,\"\":[],\"o\":{}},\r\n\t"
      "[[0],[-0,1e5,0.1]] ],\"@odata.nextLink\":\"?$skiptoken=5\"} ";

typedef struct
{
  const char *text;
  const char *events; /* lines joined with ";" */
} ValidDocument;

static const ValidDocument valid_documents[] = {
  { "{}", "{;}" },
  { "[]", "[;]" },
  { " \t\r\n[ ]\n ", "[;]" },
  { "null", "null" },
  { "true", "true" },
  { " false ", "false" },
  { "\"\"", "string " },
  { "\"a b\"", "string a b" },
  { "5", "number 5" },
  { "5 ", "number 5" },
  { "0", "number 0" },
  { "-0", "number -0" },
  { "-0.0", "number -0.0" },
  { "0.1", "number 0.1" },
  { "1E5", "number 1E5" },
  { "1e+5", "number 1e+5" },
  { "1.5e-7", "number 1.5e-7" },
  { "0e0", "number 0e0" },
  { "0E+00", "number 0E+00" },
  { "1e400", "number 1e400" },
  { "9223372036854775808", "number 9223372036854775808" },
  { "-9223372036854775809", "number -9223372036854775809" },
  { "12345678901234567890.12", "number 12345678901234567890.12" },
  { "0.1000000000000000055511151231257827", "number 0.1000000000000000055511151231257827" },
  { "[1,2]", "[;number 1;number 2;]" },
  { "[1 , null,\"\" ]", "[;number 1;null;string ;]" },
  { "{\"a\":1,\"b\":{\"a\":2}}", "{;name a;number 1;name b;{;name a;number 2;};}" },
  { "[{\"a\":1},{\"a\":2}]", "[;{;name a;number 1;};{;name a;number 2;};]" },
  { "{\"\":0,\"a\":0,\"aa\":0}", "{;name ;number 0;name a;number 0;name aa;number 0;}" },
  { "\"\\\"\\\\\\/\"", "string \"\\/" },
  { "\"\\b\\f\\r\\t\"", "string \b\f\r\t" },
  { "\"\\u0041\\u00E9\\u20ac\"", "string A\xc3\xa9\xe2\x82\xac" },
  { "\"\\u0001\"", "string \x01" },
  { "\"\\\\u0000 \\\\ud800\"", "string \\u0000 \\ud800" },
  { "\"\\uD800\\uDC00\"", "string \xf0\x90\x80\x80" },
  { "\"\\udbff\\udfff!\"", "string \xf4\x8f\xbf\xbf!" },
  { "\"\\uD83D\\uDE00\\uD83D\\uDE00\"", "string \xf0\x9f\x98\x80\xf0\x9f\x98\x80" },
  { "\"\x7f\"", "string \x7f" },
  { "\"\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf\"", "string \xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf" },
  { "\"\xf4\x8f\xbf\xbf\xc2\x80\"", "string \xf4\x8f\xbf\xbf\xc2\x80" },
  { "\"\\u2028\xe2\x80\xa8\"", "string \xe2\x80\xa8\xe2\x80\xa8" },
  { "\xef\xbb\xbf{}", "{;}" },
  { "\xef\xbb\xbf 5", "number 5" },
  { "\"\xef\xbb\xbf\"", "string \xef\xbb\xbf" },
};

typedef struct
{
  const char *text;
  const char *message;
} InvalidDocument;

static const InvalidDocument invalid_documents[] = {
  /* nothing, or not all */
  { "", "byte 0: found the end, expected a whole JSON value" },
  { "   ", "byte 3: found the end" },
  { "\xef\xbb\xbf", "byte 3: found the end" },
  { "\xef\xbb", "found the end" },
  { "\xef\xbb{}", "byte 0: found a byte of value 0xef" },
  { "{", "byte 1: found the end, expected the rest of a document that was cut off" },
  { "\"abc", "found the end" },
  { "tru", "byte 3: found the end, expected null, true or false" },
  { "-", "byte 1: found the end, expected a digit after the minus sign" },
  { "1.", "byte 2: found the end, expected a digit after the decimal point" },
  { "1e", "byte 2: found the end, expected a digit in the exponent" },
  { "1e+", "byte 3: found the end" },
  /* too much */
  { "{} {}", "byte 3: found \"{\", expected nothing behind the document" },
  { "{} \"abc", "byte 3: found \"\"\"" },
  { "{} tru", "byte 3: found \"t\"" },
  { "1 2", "byte 2" },
  { "null null", "byte 5" },
  { "{}]", "byte 2: found \"]\"" },
  { "{}\xef\xbb\xbf", "byte 2: found a byte of value 0xef" },
  { "\xef\xbb\xbf\xef\xbb\xbf{}", "byte 3" },
  { "\"a\"\\", "byte 3" },
  { "5\v", "byte 1" },
  { "5 \f", "byte 2" },
  /* numbers */
  { "01", "byte 1" },
  { "-01", "byte 2" },
  { "[00]", "byte 2" },
  { "[01.5]", "byte 4: found \"5\"" },
  { "+1", "byte 0: found \"+\", expected a value" },
  { "[+1]", "byte 1" },
  { "[1.]", "byte 3: found \"]\", expected a digit after the decimal point" },
  { "[.5]", "byte 1" },
  { "[-.5]", "byte 2: found \".\", expected a digit after the minus sign" },
  { "[1e]", "byte 3: found \"]\", expected a digit in the exponent" },
  { "[1e+]", "byte 4" },
  { "[1.e1]", "byte 3" },
  { "[1.5.5]", "byte 4" },
  { "[1e1.5]", "byte 4" },
  { "[--1]", "byte 2" },
  { "[1_000]", "byte 2" },
  { "[0x1]", "byte 2" },
  { "[NaN]", "byte 1" },
  { "[INF]", "byte 1" },
  { "[Infinity]", "byte 1" },
  { "[-Infinity]", "byte 2" },
  { "[1 2]", "byte 3: found \"2\", expected \",\" or \"]\" after an array element" },
  { "[1a]", "byte 2" },
  /* words */
  { "True", "byte 0: found \"T\"" },
  { "[nul]", "byte 4: found \"]\", expected null, true or false" },
  { "[nulll]", "byte 5" },
  { "[truefalse]", "expected \",\" or \"]\"" },
  { "undefined", "byte 0" },
  { "'a'", "byte 0: found \"'\"" },
  /* structure */
  { "[,1]", "byte 1: found \",\", expected a value" },
  { "[1,]", "byte 3: found \"]\", expected a value" },
  { "[1,,2]", "byte 3" },
  { "{,}", "byte 1: found \",\", expected a member name in double quotes" },
  { "{\"a\":1,}", "byte 7: found \"}\", expected a member name" },
  { "{\"a\"}", "byte 4: found \"}\", expected \":\" after a member name" },
  { "{\"a\":}", "byte 5: found \"}\", expected a value" },
  { "{\"a\" 1}", "byte 5" },
  { "{\"a\":1 \"b\":2}", "expected \",\" or \"}\" after a member" },
  { "{\"a\"::1}", "byte 5" },
  { "{a:1}", "byte 1: found \"a\"" },
  { "{1:1}", "byte 1" },
  { "{null:1}", "expected a member name in double quotes" },
  { "{[]:1}", "byte 1" },
  { "[}", "byte 1" },
  { "{]", "byte 1" },
  { "[1}", "byte 2" },
  { "{\"a\":1]", "byte 6" },
  { "]", "byte 0" },
  { ":", "byte 0" },
  { "[1:2]", "byte 2" },
  { "/* c */ {}", "byte 0" },
  { "[1] // c", "byte 4" },
  { "[1, /* c */ 2]", "byte 4" },
  { "\v{}", "byte 0: found a vertical tab or form feed" },
  { "[1,\f2]", "byte 3: found a vertical tab or form feed" },
  { "[1, 2, 3,\v4, 5, 6, 7]", "byte 9: found a vertical tab or form feed" },
  { "\"\f\"", "byte 1: found a vertical tab or form feed" },
  { "\xc2\xa0{}", "byte 0" },
  { "\xe2\x80\x8b{}", "byte 0" },
  /* strings */
  { "\"a\nb\"", "byte 2: found a byte of value 0x0a, expected no control character" },
  { "\"a\tb\"", "byte 2" },
  { "\"\x1f\"", "byte 1" },
  { "\"\\a\"", "byte 2: found \"a\", expected one of" },
  { "\"\\'\"", "byte 2" },
  { "\"\\x41\"", "byte 2" },
  { "\"\\U0041\"", "byte 2" },
  { "\"\\u12\"", "byte 5: found \"\"\", expected four hexadecimal digits" },
  { "\"\\u12G4\"", "byte 5: found \"G\"" },
  { "\"\\\xc3\xa9\"", "byte 2" },
  { "\"\\u0000\"", "byte 6: found an escaped NUL character" },
  { "{\"a\\u0000b\":1}", "escaped NUL character" },
  { "\"\\ud800\"", "byte 7: found a high surrogate escape without a low one" },
  { "\"\\uDBFFx\"", "high surrogate" },
  { "\"\\ud83d\xc3\xa9\\ude00\"", "high surrogate" },
  { "\"\\ud83d\\n\"", "byte 8: found a high surrogate escape without a low one" },
  { "\"\\ud83d\\\\\"", "high surrogate" },
  { "\"\\ud83d\\ud83d\\ude00\"", "byte 12: found a high surrogate" },
  { "\"\\ud83d\\u0041\"", "byte 12: found a high surrogate" },
  { "\"\\ud83d\\u0000\"", "byte 12" },
  { "\"\\ude00\"", "byte 6: found a low surrogate escape without a high one" },
  { "\"\\ud83d\\ude00\\ude00\"", "low surrogate" },
  { "{\"\\ud800\":1}", "high surrogate" },
  { "\"\\ud800", "found the end" },
  /* UTF-8 */
  { "\"\x80\"", "byte 1: found a byte that is not valid UTF-8" },
  { "\"\xbf\"", "UTF-8" },
  { "\"\xc3\"", "byte 2: found a byte that is not valid UTF-8" },
  { "\"\xc0\xaf\"", "UTF-8" },
  { "\"\xc1\xbf\"", "UTF-8" },
  { "\"\xe0\x9f\xbf\"", "UTF-8" },
  { "\"\xe2\x82\"", "UTF-8" },
  { "\"\xed\xa0\x80\"", "UTF-8" },
  { "\"\xed\xbf\xbf\"", "UTF-8" },
  { "\"\xf0\x8f\xbf\xbf\"", "UTF-8" },
  { "\"\xf0\x9f\x98\"", "UTF-8" },
  { "\"\xf4\x90\x80\x80\"", "UTF-8" },
  { "\"\xf5\x80\x80\x80\"", "UTF-8" },
  { "\"\xfe\"", "UTF-8" },
  { "\"\xff\"", "UTF-8" },
  { "{\"\xe9\":1}", "UTF-8" },
  /* doubled members */
  { "{\"a\":1,\"a\":1}", "byte 9: found a second member \"a\"" },
  { "{\"a\":1,\"b\":{\"b\":1},\"a\":2}", "second member \"a\"" },
  { "{\"\":1,\"\":2}", "second member \"\"" },
  { "{\"a\":1,\"\\u0061\":2}", "second member \"a\"" },
  { "[{\"a\":1,\"b\":2},{\"a\":1,\"a\":2}]", "second member \"a\"" },
  { "[{\"a\":1,\"b\":2},{\"b\":1,\"a\":2,\"b\":3}]", "second member \"b\"" },
};

static void
tell_case (const char *text, gsize part_size)
{
  g_autofree char *escaped = g_strescape (text, NULL);

  g_test_message ("%s in parts of %" G_GSIZE_FORMAT, escaped, part_size);
}

static void
test_valid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (valid_documents); i++)
    {
      const ValidDocument *document = &valid_documents[i];

      for (gsize part_size = 0; part_size < 4; part_size++)
        {
          g_autoptr(GError) error = NULL;
          g_autofree char *events
              = json_events_read (document->text, strlen (document->text), part_size, &error);

          tell_case (document->text, part_size);
          g_assert_no_error (error);
          events[strlen (events) - 1] = '\0';
          g_assert_cmpstr (g_strdelimit (events, "\n", ';'), ==, document->events);
        }
    }
}

static void
test_invalid (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (invalid_documents); i++)
    {
      const InvalidDocument *document = &invalid_documents[i];

      for (gsize part_size = 0; part_size < 4; part_size++)
        {
          g_autoptr(GError) error = NULL;
          g_autofree char *events
              = json_events_read (document->text, strlen (document->text), part_size, &error);

          tell_case (document->text, part_size);
          g_assert_null (events);
          vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, document->message);
        }
    }
}

/* Events before an error do not depend on how the text is cut. */
static void
test_events_before_error (void)
{
  static const char text[] = "[1,{\"a\":\"b\",\"c\":\"\\ud800\"}]";

  for (gsize part_size = 0; part_size < sizeof text; part_size++)
    {
      g_autoptr(GString) events = g_string_new (NULL);
      g_autoptr(VmxJsonReader) reader = vmx_json_reader_new (&json_events_handler, events);

      g_assert_false (json_events_feed (reader, text, strlen (text), part_size, NULL));
      g_assert_cmpstr (events->str, ==, "[\nnumber 1\n{\nname a\nstring b\nname c\n");
    }
}

static void
test_parts (void)
{
  gsize length = strlen (rich_document);
  g_autoptr(GError) error = NULL;
  g_autofree char *expected = json_events_read (rich_document, length, length, &error);

  g_assert_no_error (error);
  g_assert_nonnull (strstr (expected, "name e\"\\/\b\f\n\r\t\nnumber -1.5E-10\n"));
  g_assert_nonnull (strstr (expected, "string J\xc3\xbcrgen \xf0\x9f\x98\x80 \xf0\x9f\x98\x80\n"));
  for (guint round = 0; round < 300; round++)
    {
      gsize part_size = round < 100 ? round : 0;
      g_autofree char *events = json_events_read (rich_document, length, part_size, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (events, ==, expected);
    }
}

static void
test_truncation (void)
{
  /* White space at the end can be missing. */
  gsize length = strlen (rich_document) - 1;

  for (gsize end = 0; end < length; end++)
    {
      for (gsize part_size = 0; part_size < 2; part_size++)
        {
          g_autoptr(GError) error = NULL;

          g_assert_null (json_events_read (rich_document, end, part_size, &error));
          vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "found the end");
        }
    }
}

static void
test_invalid_bytes (void)
{
  static const guint8 bytes[] = { 0x00, 0x01, 0x80, 0xc0, 0xff };
  gsize length = strlen (rich_document);

  for (gsize position = 0; position < length; position++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (bytes); i++)
        {
          g_autofree char *text = g_strdup (rich_document);
          g_autoptr(GError) error = NULL;
          g_autofree char *events = NULL;

          text[position] = (char) bytes[i];
          events = json_events_read (text, length, position % 20, &error);
          /* The middle of a character may be another one. */
          if (events != NULL)
            g_assert_true (bytes[i] == 0x80 && g_utf8_validate (text, -1, NULL));
          else
            g_assert_error (error, VMX_ERROR, VMX_ERROR_JSON);
        }
    }
}

static char *
make_nested (const char *open, guint n, const char *middle, const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (text, open);
  g_string_append (text, middle);
  for (guint i = 0; i < n; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const struct
  {
    const char *open;
    const char *middle;
    const char *close;
  } shapes[] = { { "[", "", "]" }, { "{\"a\":", "1", "}" }, { "[{\"a\":", "[]", "}]" } };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      guint levels = i == 2 ? 2 : 1;
      guint n = (VMX_JSON_MAX_DEPTH - (i == 2 ? 2 : 0)) / levels;
      g_autofree char *good
          = make_nested (shapes[i].open, n, shapes[i].middle, shapes[i].close);
      g_autofree char *bad
          = make_nested (shapes[i].open, n + 1, shapes[i].middle, shapes[i].close);
      g_autoptr(GError) error = NULL;
      g_autofree char *events = json_events_read (good, strlen (good), 7, &error);

      g_assert_no_error (error);
      g_assert_nonnull (events);
      g_assert_null (json_events_read (bad, strlen (bad), 7, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "at most 64 levels");
    }
}

static void
test_deep_garbage (void)
{
  gsize length = 200 * 1000;
  g_autofree char *text = g_strnfill (length, '[');
  g_autoptr(GError) error = NULL;

  g_assert_null (json_events_read (text, length, length, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "byte 64: found one more level");
}

static void
test_long_string (void)
{
  gsize length = 1024 * 1024;
  g_autofree char *content = g_strnfill (length, 'x');
  g_autofree char *text = NULL;
  g_autofree char *expected = g_strdup_printf ("[\nstring %s\n]\n", content);
  g_autofree char *escaped = NULL;

  text = g_strdup_printf ("[\"%s\"]", content);
  /* One byte at a time would take hours if the reader were quadratic. */
  for (gsize part_size = 1; part_size <= length * 4; part_size *= 64)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *events = json_events_read (text, strlen (text), part_size, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (events, ==, expected);
    }
  memcpy (content + length - 6, "\\u0000", 6);
  escaped = g_strdup_printf ("[\"%s\"]", content);
  for (gsize part_size = 1; part_size <= length * 4; part_size *= 64)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (json_events_read (escaped, strlen (escaped), part_size, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "byte 1048577: found an escaped NUL");
    }
}

static void
test_max_bytes (void)
{
  static const char text[] = "[1,2,3]";

  for (gsize limit = 0; limit <= strlen (text); limit++)
    {
      g_autoptr(GString) events = g_string_new (NULL);
      g_autoptr(VmxJsonReader) reader = vmx_json_reader_new (&json_events_handler, events);
      g_autoptr(GError) error = NULL;
      gboolean success;

      vmx_json_reader_set_max_bytes (reader, limit);
      success = json_events_feed (reader, text, strlen (text), 2, &error)
                && vmx_json_reader_finish (reader, &error);
      g_assert_cmpint (success, ==, limit == strlen (text));
      if (!success)
        vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "too large");
    }
}

static gboolean
refuse_number (gpointer data, const char *text, gsize length, GError **error)
{
  guint *n_calls = data;

  ++*n_calls;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "not today");
  return FALSE;
}

static void
test_handler_error (void)
{
  static const VmxJsonHandler handler = { .on_number = refuse_number };
  guint n_calls = 0;
  g_autoptr(VmxJsonReader) reader = vmx_json_reader_new (&handler, &n_calls);
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_json_reader_feed (reader, "{\"a\":[true,", 11, &error));
  g_assert_no_error (error);
  g_assert_false (vmx_json_reader_feed (reader, "1,2", 3, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "not today");
  g_assert_false (vmx_json_reader_feed (reader, "1", 1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "not today");
  g_assert_false (vmx_json_reader_feed (reader, "", 0, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "not today");
  g_assert_false (vmx_json_reader_finish (reader, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "not today");
  g_assert_false (vmx_json_reader_finish (reader, NULL));
  g_assert_cmpuint (n_calls, ==, 1);
}

static void
test_error_stays (void)
{
  g_autoptr(GString) events = g_string_new (NULL);
  g_autoptr(VmxJsonReader) reader = vmx_json_reader_new (&json_events_handler, events);
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_json_reader_feed (reader, "[1,]", 4, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "byte 3");
  g_assert_false (vmx_json_reader_feed (reader, "[1,2]", 5, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "byte 3");
  g_assert_cmpstr (events->str, ==, "[\nnumber 1\n");
}

/* Members of the handler that are NULL are passed over. */
static void
test_empty_handler (void)
{
  static const VmxJsonHandler handler = { NULL };
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_json_read (&handler, NULL, rich_document, -1, &error));
  g_assert_no_error (error);
  g_assert_true (vmx_json_read (&handler, NULL, "[1]xyz", 3, &error));
  g_assert_no_error (error);
  g_assert_false (vmx_json_read (&handler, NULL, "[1]xyz", 4, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "byte 3: found \"x\"");
}

static void
test_white_space_after_end (void)
{
  g_autoptr(GString) events = g_string_new (NULL);
  g_autoptr(VmxJsonReader) reader = vmx_json_reader_new (&json_events_handler, events);
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_json_reader_feed (reader, "{}", 2, &error));
  g_assert_true (vmx_json_reader_feed (reader, "\r\n", 2, &error));
  g_assert_true (vmx_json_reader_feed (reader, NULL, 0, &error));
  g_assert_true (vmx_json_reader_finish (reader, &error));
  g_assert_no_error (error);
  g_assert_false (vmx_json_reader_feed (reader, " ,", 2, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_JSON, "byte 5: found \",\"");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  g_test_add_func ("/json-reader/valid", test_valid);
  g_test_add_func ("/json-reader/invalid", test_invalid);
  g_test_add_func ("/json-reader/events-before-error", test_events_before_error);
  g_test_add_func ("/json-reader/parts", test_parts);
  g_test_add_func ("/json-reader/truncation", test_truncation);
  g_test_add_func ("/json-reader/invalid-bytes", test_invalid_bytes);
  g_test_add_func ("/json-reader/depth", test_depth);
  g_test_add_func ("/json-reader/deep-garbage", test_deep_garbage);
  g_test_add_func ("/json-reader/long-string", test_long_string);
  g_test_add_func ("/json-reader/max-bytes", test_max_bytes);
  g_test_add_func ("/json-reader/handler-error", test_handler_error);
  g_test_add_func ("/json-reader/error-stays", test_error_stays);
  g_test_add_func ("/json-reader/empty-handler", test_empty_handler);
  g_test_add_func ("/json-reader/white-space-after-end", test_white_space_after_end);
  return g_test_run ();
}
