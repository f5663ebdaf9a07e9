/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/value/vmx-value-private.h>

#include "vmx-test.h"

/* What the text becomes in a column of the type; NULL if it is refused. */
static const struct
{
  VmxColumnType type;
  const char *text;
  const char *expected;
} parse_cases[] = {
  { VMX_COLUMN_BOOLEAN, "true", "true" },
  { VMX_COLUMN_BOOLEAN, "0", "false" },
  { VMX_COLUMN_BOOLEAN, "True", NULL },
  { VMX_COLUMN_BOOLEAN, "", NULL },
  { VMX_COLUMN_BYTE, "255", "255" },
  { VMX_COLUMN_BYTE, "256", NULL },
  { VMX_COLUMN_BYTE, "-1", NULL },
  { VMX_COLUMN_SBYTE, "-128", "-128" },
  { VMX_COLUMN_SBYTE, "128", NULL },
  { VMX_COLUMN_INT16, "-32768", "-32768" },
  { VMX_COLUMN_INT16, "32768", NULL },
  { VMX_COLUMN_INT32, "2147483647", "2147483647" },
  { VMX_COLUMN_INT32, "2147483648", NULL },
  { VMX_COLUMN_INT64, "9223372036854775807", "9223372036854775807" },
  { VMX_COLUMN_INT64, "-9223372036854775808", "-9223372036854775808" },
  { VMX_COLUMN_INT64, "9223372036854775808", NULL },
  { VMX_COLUMN_INT64, "-9223372036854775809", NULL },
  { VMX_COLUMN_INT64, "99999999999999999999999", NULL },
  { VMX_COLUMN_INT64, "", NULL },
  { VMX_COLUMN_INT64, "-", NULL },
  { VMX_COLUMN_INT64, "1.5", NULL },
  { VMX_COLUMN_INT64, " 1", NULL },
  { VMX_COLUMN_SINGLE, "3.5", "3.5" },
  { VMX_COLUMN_SINGLE, "1e39", NULL },
  { VMX_COLUMN_DOUBLE, "0.1", "0.1" },
  { VMX_COLUMN_DOUBLE, "1e300", "1e+300" },
  { VMX_COLUMN_DOUBLE, "4.9406564584124654e-324", "5e-324" },
  { VMX_COLUMN_DOUBLE, "INF", "INF" },
  { VMX_COLUMN_DOUBLE, "-INF", "-INF" },
  { VMX_COLUMN_DOUBLE, "NaN", NULL },
  { VMX_COLUMN_DOUBLE, "inf", NULL },
  { VMX_COLUMN_DOUBLE, "0x10", NULL },
  { VMX_COLUMN_DOUBLE, "1e999", NULL },
  { VMX_COLUMN_DOUBLE, "1,5", NULL },
  { VMX_COLUMN_DOUBLE, "1e", NULL },
  { VMX_COLUMN_DOUBLE, "", NULL },
  { VMX_COLUMN_DECIMAL, "12345678901234567890.120", "12345678901234567890.120" },
  { VMX_COLUMN_DECIMAL, "+1.50", "1.50" },
  { VMX_COLUMN_DECIMAL, "1.5e3", "1500" },
  { VMX_COLUMN_DECIMAL, "INF", NULL },
  { VMX_COLUMN_DECIMAL, "1.", NULL },
  { VMX_COLUMN_STRING, "", "" },
  { VMX_COLUMN_STRING, "K\xc3\xb6ln", "K\xc3\xb6ln" },
  { VMX_COLUMN_STRING, "\xff", NULL },
  { VMX_COLUMN_STRING, "\xc3", NULL },
  { VMX_COLUMN_DATE, "2024-02-29", "2024-02-29" },
  { VMX_COLUMN_DATE, "2023-02-29", NULL },
  { VMX_COLUMN_DATE, "2024-02-29T00:00:00Z", NULL },
  { VMX_COLUMN_TIME_OF_DAY, "07:30", "07:30:00" },
  { VMX_COLUMN_TIME_OF_DAY, "23:59:59.1230", "23:59:59.1230" },
  { VMX_COLUMN_TIME_OF_DAY, "12:34:56.123456789012", "12:34:56.123456789012" },
  { VMX_COLUMN_TIME_OF_DAY, "24:00:00", NULL },
  { VMX_COLUMN_TIMESTAMP, "2024-12-31T07:30:00Z", "2024-12-31T07:30:00Z" },
  { VMX_COLUMN_TIMESTAMP, "2024-12-31T07:30:00.1230+02:00", "2024-12-31T05:30:00.1230Z" },
  { VMX_COLUMN_TIMESTAMP, "2024-12-31T00:30:00+02:00", "2024-12-30T22:30:00Z" },
  { VMX_COLUMN_TIMESTAMP, "2024-12-31T07:30Z", "2024-12-31T07:30:00Z" },
  { VMX_COLUMN_TIMESTAMP, "2024-12-31T07:30:00z", "2024-12-31T07:30:00Z" },
  { VMX_COLUMN_TIMESTAMP, "2024-12-31", NULL },
  { VMX_COLUMN_TIMESTAMP, "/Date(0)/", NULL },
  { VMX_COLUMN_DURATION, "-P1DT0.5S", "-P1DT0.5S" },
  { VMX_COLUMN_DURATION, "P1M", NULL },
  { VMX_COLUMN_GUID, "01234567-89ab-CDEF-0123-456789abcdef",
    "01234567-89ab-CDEF-0123-456789abcdef" },
  { VMX_COLUMN_GUID, "0123456789abcdef0123456789abcdef", NULL },
  { VMX_COLUMN_GUID, "01234567-89ab-cdef-0123-456789abcdeg", NULL },
  { VMX_COLUMN_GUID, "{1234567-89ab-cdef-0123-456789abcde}", NULL },
  { VMX_COLUMN_BINARY, "", "" },
  { VMX_COLUMN_BINARY, "QQ==", "QQ==" },
  { VMX_COLUMN_BINARY, "QQ", "QQ==" },
  { VMX_COLUMN_BINARY, "QUI=", "QUI=" },
  { VMX_COLUMN_BINARY, "QUI", "QUI=" },
  { VMX_COLUMN_BINARY, "QUJD", "QUJD" },
  { VMX_COLUMN_BINARY, "-_-_", "+/+/" },
  { VMX_COLUMN_BINARY, "+/+/", "+/+/" },
  { VMX_COLUMN_BINARY, "Q", NULL },
  { VMX_COLUMN_BINARY, "=", NULL },
  { VMX_COLUMN_BINARY, "====", NULL },
  { VMX_COLUMN_BINARY, "QQ=", NULL },
  { VMX_COLUMN_BINARY, "QUI==", NULL },
  { VMX_COLUMN_BINARY, "QU=I", NULL },
  { VMX_COLUMN_BINARY, "QUJ\n", NULL },
  { VMX_COLUMN_STREAM, "x", NULL },
  { VMX_COLUMN_JSON, "{\"a\":[1.0,null]}", "{\"a\":[1.0,null]}" },
  { VMX_COLUMN_JSON, "5", "5" },
  { VMX_COLUMN_JSON, "{\"a\":}", NULL },
  { VMX_COLUMN_JSON, "", NULL },
  { VMX_COLUMN_JSON, "{} {}", NULL },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      VmxColumnType type = parse_cases[i].type;
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxValue) value = vmx_value_new_parsed (type, parse_cases[i].text, &error);
      g_autofree char *text = value != NULL ? vmx_value_to_string (value) : NULL;
      g_autofree char *shown = g_strescape (parse_cases[i].text, NULL);

      g_test_message ("%s: %s", vmx_column_type_to_string (type), shown);
      g_assert_cmpstr (text, ==, parse_cases[i].expected);
      if (value == NULL)
        g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE);
      else
        g_assert_cmpint (vmx_value_get_kind (value), ==, vmx_column_type_get_value_kind (type));
      if (error != NULL)
        g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Texts come with a length; a NUL inside ends none of them early. */
static void
test_embedded_nul (void)
{
  static const struct
  {
    VmxColumnType type;
    const char *text;
    gsize length;
  } cases[] = {
    { VMX_COLUMN_INT32, "1\0", 2 },       { VMX_COLUMN_DOUBLE, "1\0", 2 },
    { VMX_COLUMN_DOUBLE, "1.5\0x", 5 },   { VMX_COLUMN_DECIMAL, "1e5\0x", 5 },
    { VMX_COLUMN_DECIMAL, "1.5\0", 4 },   { VMX_COLUMN_STRING, "a\0b", 3 },
    { VMX_COLUMN_JSON, "1\0", 2 },        { VMX_COLUMN_DATE, "2024-12-31\0", 11 },
    { VMX_COLUMN_DURATION, "P1D\0", 4 },  { VMX_COLUMN_BINARY, "QQ=\0", 4 },
    { VMX_COLUMN_BOOLEAN, "true\0", 5 },
  };
  g_autoptr(VmxArena) arena = vmx_arena_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VmxValue cell = VMX_VALUE_INIT_NULL;
      g_autoptr(GError) error = NULL;

      g_assert_false (vmx_value_set_string (&cell, cases[i].type, cases[i].text, cases[i].length,
                                            arena, &error));
      g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE);
    }
}

/* A value of one column that is set in another one; NULL if it is refused. */
static void
test_convert (void)
{
  static const struct
  {
    VmxColumnType from;
    const char *text;
    VmxColumnType to;
    const char *expected;
  } cases[] = {
    { VMX_COLUMN_INT64, "5", VMX_COLUMN_STRING, NULL },
    { VMX_COLUMN_DECIMAL, "1.5", VMX_COLUMN_STRING, NULL },
    { VMX_COLUMN_DOUBLE, "1.5", VMX_COLUMN_STRING, NULL },
    { VMX_COLUMN_BOOLEAN, "true", VMX_COLUMN_STRING, NULL },
    { VMX_COLUMN_JSON, "{}", VMX_COLUMN_STRING, NULL },
    { VMX_COLUMN_JSON, "5", VMX_COLUMN_INT32, NULL },
    { VMX_COLUMN_BINARY, "QUJD", VMX_COLUMN_STRING, NULL },
    { VMX_COLUMN_BINARY, "1234", VMX_COLUMN_INT32, NULL },
    { VMX_COLUMN_STRING, "5", VMX_COLUMN_INT32, "5" },
    { VMX_COLUMN_STRING, "5x", VMX_COLUMN_INT32, NULL },
    { VMX_COLUMN_STRING, "true", VMX_COLUMN_BOOLEAN, "true" },
    { VMX_COLUMN_STRING, "QUI", VMX_COLUMN_BINARY, "QUI=" },
    { VMX_COLUMN_STRING, "[1]", VMX_COLUMN_JSON, "[1]" },
    { VMX_COLUMN_STRING, "Rome", VMX_COLUMN_JSON, NULL },
    { VMX_COLUMN_INT64, "300", VMX_COLUMN_BYTE, NULL },
    { VMX_COLUMN_INT64, "200", VMX_COLUMN_BYTE, "200" },
    { VMX_COLUMN_INT64, "1", VMX_COLUMN_BOOLEAN, "true" },
    { VMX_COLUMN_INT64, "2", VMX_COLUMN_BOOLEAN, NULL },
    { VMX_COLUMN_INT64, "9007199254740993", VMX_COLUMN_DECIMAL, "9007199254740993" },
    { VMX_COLUMN_INT64, "3", VMX_COLUMN_DOUBLE, "3" },
    { VMX_COLUMN_INT64, "3", VMX_COLUMN_DATE, NULL },
    { VMX_COLUMN_DOUBLE, "5", VMX_COLUMN_INT32, "5" },
    { VMX_COLUMN_DOUBLE, "5.5", VMX_COLUMN_INT32, NULL },
    { VMX_COLUMN_DOUBLE, "1e15", VMX_COLUMN_INT64, "1000000000000000" },
    { VMX_COLUMN_DOUBLE, "1e18", VMX_COLUMN_INT64, NULL },
    { VMX_COLUMN_DOUBLE, "0.1", VMX_COLUMN_DECIMAL, "0.1" },
    { VMX_COLUMN_DOUBLE, "INF", VMX_COLUMN_DECIMAL, NULL },
    { VMX_COLUMN_DOUBLE, "1e300", VMX_COLUMN_SINGLE, NULL },
    { VMX_COLUMN_DECIMAL, "5", VMX_COLUMN_INT32, "5" },
    { VMX_COLUMN_DECIMAL, "5.0", VMX_COLUMN_INT32, NULL },
    { VMX_COLUMN_DECIMAL, "0.1", VMX_COLUMN_DOUBLE, "0.1" },
    { VMX_COLUMN_BOOLEAN, "true", VMX_COLUMN_INT32, NULL },
    { VMX_COLUMN_BOOLEAN, "true", VMX_COLUMN_JSON, "true" },
    { VMX_COLUMN_DECIMAL, "1.50", VMX_COLUMN_JSON, "1.50" },
    { VMX_COLUMN_DECIMAL, "007", VMX_COLUMN_JSON, NULL },
    { VMX_COLUMN_DOUBLE, "INF", VMX_COLUMN_JSON, NULL },
    { VMX_COLUMN_DATE, "2024-12-31", VMX_COLUMN_STRING, "2024-12-31" },
    { VMX_COLUMN_DATE, "2024-12-31", VMX_COLUMN_TIMESTAMP, NULL },
  };
  g_autoptr(VmxArena) arena = vmx_arena_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxValue) source = vmx_value_new_parsed (cases[i].from, cases[i].text, NULL);
      VmxValue cell = VMX_VALUE_INIT_NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%s %s to %s", vmx_column_type_to_string (cases[i].from), cases[i].text,
                      vmx_column_type_to_string (cases[i].to));
      if (vmx_value_convert (&cell, cases[i].to, source, arena, &error))
        text = vmx_value_to_string (&cell);
      else
        g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE);
      g_assert_cmpstr (text, ==, cases[i].expected);
    }
}

/* Null and missing fit every column. */
static void
test_convert_nothing (void)
{
  g_autoptr(VmxArena) arena = vmx_arena_new ();

  for (guint type = 0; vmx_column_type_is_valid (type); type++)
    for (guint kind = VMX_VALUE_MISSING; kind <= VMX_VALUE_NULL; kind++)
      {
        VmxValue source = { .kind = (guint8) kind };
        VmxValue cell = { .kind = VMX_VALUE_INT64 };

        g_assert_true (vmx_value_convert (&cell, type, &source, arena, NULL));
        g_assert_cmpint (cell.kind, ==, kind);
      }
}

static void
test_compare (void)
{
  static const struct
  {
    VmxColumnType a_type;
    const char *a;
    VmxColumnType b_type;
    const char *b;
    int order;
  } cases[] = {
    { VMX_COLUMN_INT64, "9223372036854775807", VMX_COLUMN_INT64, "9223372036854775806", 1 },
    { VMX_COLUMN_INT64, "9007199254740993", VMX_COLUMN_DOUBLE, "9007199254740992", 1 },
    { VMX_COLUMN_INT64, "9223372036854775807", VMX_COLUMN_DOUBLE, "9223372036854775808", -1 },
    { VMX_COLUMN_INT64, "-9223372036854775808", VMX_COLUMN_DOUBLE, "-9223372036854775808", 0 },
    { VMX_COLUMN_INT64, "-9223372036854775808", VMX_COLUMN_DOUBLE, "-1e300", 1 },
    { VMX_COLUMN_INT64, "5", VMX_COLUMN_DOUBLE, "5.5", -1 },
    { VMX_COLUMN_INT64, "-5", VMX_COLUMN_DOUBLE, "-5.5", 1 },
    { VMX_COLUMN_INT64, "5", VMX_COLUMN_DOUBLE, "INF", -1 },
    { VMX_COLUMN_INT64, "5", VMX_COLUMN_DOUBLE, "-INF", 1 },
    { VMX_COLUMN_INT64, "9223372036854775807", VMX_COLUMN_DECIMAL, "9223372036854775807.0", 0 },
    { VMX_COLUMN_INT64, "9223372036854775807", VMX_COLUMN_DECIMAL, "9223372036854775807.1", -1 },
    { VMX_COLUMN_DECIMAL, "12345678901234567890.12", VMX_COLUMN_DECIMAL,
      "12345678901234567890.13", -1 },
    { VMX_COLUMN_DECIMAL, "0.1", VMX_COLUMN_DOUBLE, "0.1", 0 },
    { VMX_COLUMN_DECIMAL, "0.2", VMX_COLUMN_DOUBLE, "0.1", 1 },
    { VMX_COLUMN_STRING, "a", VMX_COLUMN_STRING, "B", 1 },
    { VMX_COLUMN_STRING, "a", VMX_COLUMN_STRING, "ab", -1 },
    { VMX_COLUMN_GUID, "01234567-89ab-CDEF-0123-456789abcdef", VMX_COLUMN_GUID,
      "01234567-89AB-cdef-0123-456789abcdef", 0 },
    { VMX_COLUMN_TIMESTAMP, "2024-12-31T07:30:00.10Z", VMX_COLUMN_TIMESTAMP,
      "2024-12-31T07:30:00.1Z", 0 },
    { VMX_COLUMN_BINARY, "QUJD", VMX_COLUMN_BINARY, "QUI=", 1 },
    { VMX_COLUMN_BOOLEAN, "true", VMX_COLUMN_BOOLEAN, "false", 1 },
    { VMX_COLUMN_STRING, "1", VMX_COLUMN_INT64, "1", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxValue) a = vmx_value_new_parsed (cases[i].a_type, cases[i].a, NULL);
      g_autoptr(VmxValue) b = vmx_value_new_parsed (cases[i].b_type, cases[i].b, NULL);
      int order = vmx_value_compare (a, b);

      g_test_message ("%s and %s", cases[i].a, cases[i].b);
      g_assert_cmpint ((order > 0) - (order < 0), ==, cases[i].order);
      order = vmx_value_compare (b, a);
      g_assert_cmpint ((order < 0) - (order > 0), ==, cases[i].order);
      g_assert_cmpint (vmx_value_equal (a, b), ==, cases[i].order == 0);
    }
}

static void
test_normalise_key (void)
{
  static const struct
  {
    VmxColumnType type;
    const char *text;
    const char *expected;
  } cases[] = {
    { VMX_COLUMN_DECIMAL, "007.50", "7.5" },
    { VMX_COLUMN_TIMESTAMP, "2024-12-31T07:30:00.500+01:00", "2024-12-31T06:30:00.5Z" },
    { VMX_COLUMN_TIMESTAMP, "2024-12-31T07:30:00.000Z", "2024-12-31T07:30:00Z" },
    { VMX_COLUMN_TIME_OF_DAY, "07:30:00.10", "07:30:00.1" },
    { VMX_COLUMN_STRING, "007.50", "007.50" },
    { VMX_COLUMN_GUID, "01234567-89ab-CDEF-0123-456789abcdef",
      "01234567-89ab-CDEF-0123-456789abcdef" },
  };
  g_autoptr(VmxArena) arena = vmx_arena_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      VmxValue cell = VMX_VALUE_INIT_NULL;

      g_assert_true (vmx_value_set_string (&cell, cases[i].type, cases[i].text,
                                           strlen (cases[i].text), arena, NULL));
      vmx_value_normalise_key (&cell, arena);
      g_assert_cmpstr (cell.text, ==, cases[i].expected);
      g_assert_cmpuint (cell.length, ==, strlen (cases[i].expected));
    }
}

static void
test_makers (void)
{
  g_autoptr(VmxValue) nan = vmx_value_new_double (NAN);
  g_autoptr(VmxValue) damaged = vmx_value_new_text ("a\xff" "b");
  g_autoptr(VmxValue) null_text = vmx_value_new_text (NULL);
  g_autoptr(VmxValue) null_blob = vmx_value_new_blob (NULL);
  g_autoptr(GBytes) no_bytes = g_bytes_new (NULL, 0);
  g_autoptr(VmxValue) empty = vmx_value_new_blob (no_bytes);
  g_autoptr(VmxValue) copy = vmx_value_copy (empty);
  gsize length = 1;

  g_assert_cmpint (vmx_value_get_kind (nan), ==, VMX_VALUE_NULL);
  g_assert_cmpstr (vmx_value_get_text (damaged, &length), ==, "a\xef\xbf\xbd" "b");
  g_assert_cmpuint (length, ==, 5);
  g_assert_true (vmx_value_is_null (null_text));
  g_assert_true (vmx_value_is_null (null_blob));
  g_assert_nonnull (vmx_value_peek_blob (copy, &length));
  g_assert_cmpuint (length, ==, 0);
  g_assert_null (vmx_value_get_text (copy, &length));
  g_assert_null (vmx_value_get_blob (damaged));
  g_assert_cmpint (vmx_value_compare (nan, empty), <, 0);
}

/* Messages show a short and valid piece, cut between two characters. */
static void
test_refusal_message (void)
{
  g_autofree char *big = g_strnfill (1024 * 1024, 'x');
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_value_new_parsed (VMX_COLUMN_INT32, big, &error));
  g_assert_cmpuint (strlen (error->message), <, 100);
  g_clear_error (&error);
  g_assert_null (vmx_value_new_parsed (
      VMX_COLUMN_INT32, "12345678901234567890123\xc3\xa4\xc3\xb6", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "“12345678901234567890123…”");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/value/parse", test_parse);
  g_test_add_func ("/value/embedded-nul", test_embedded_nul);
  g_test_add_func ("/value/convert", test_convert);
  g_test_add_func ("/value/convert-nothing", test_convert_nothing);
  g_test_add_func ("/value/compare", test_compare);
  g_test_add_func ("/value/normalise-key", test_normalise_key);
  g_test_add_func ("/value/makers", test_makers);
  g_test_add_func ("/value/refusal-message", test_refusal_message);
  return g_test_run ();
}
