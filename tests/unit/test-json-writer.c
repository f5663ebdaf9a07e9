/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <float.h>
#include <math.h>
#include <string.h>

#include <libvmxsync/model/json/vmx-json-number-private.h>
#include <libvmxsync/model/json/vmx-json-writer.h>

#include "json-events.h"

#define REPLACEMENT "\xef\xbf\xbd"

/* The text must be readable, and is then taken. */
static char *
steal_checked (VmxJsonWriter *writer)
{
  static const VmxJsonHandler handler = { NULL };
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *text = vmx_json_writer_peek (writer, &length);

  g_assert_cmpuint (strlen (text), ==, length);
  vmx_json_read (&handler, NULL, text, (gssize) length, &error);
  g_assert_no_error (error);
  return vmx_json_writer_steal (writer, NULL);
}

static void
test_structure (void)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  g_autofree char *text = NULL;
  gsize length;

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "empty", -1);
  vmx_json_writer_start_object (writer);
  g_assert_cmpuint (vmx_json_writer_get_depth (writer), ==, 2);
  vmx_json_writer_end_object (writer);
  vmx_json_writer_member (writer, "list!", 4);
  vmx_json_writer_start_array (writer);
  vmx_json_writer_start_array (writer);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_null (writer);
  vmx_json_writer_boolean (writer, TRUE);
  vmx_json_writer_boolean (writer, FALSE);
  vmx_json_writer_int64 (writer, -5);
  vmx_json_writer_raw (writer, "{\"x\":[1]}", -1);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_member (writer, "", -1);
  vmx_json_writer_string (writer, "", -1);
  vmx_json_writer_end_object (writer);
  g_assert_cmpuint (vmx_json_writer_get_depth (writer), ==, 0);

  text = steal_checked (writer);
  g_assert_cmpstr (text, ==,
                   "{\"empty\":{},\"list\":[[],null,true,false,-5,{\"x\":[1]}],\"\":\"\"}");
  g_assert_cmpstr (vmx_json_writer_peek (writer, &length), ==, "");
  g_assert_cmpuint (length, ==, 0);
}

static void
test_reset (void)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_array (writer);
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "a", -1);
  vmx_json_writer_reset (writer);
  g_assert_cmpuint (vmx_json_writer_get_depth (writer), ==, 0);
  vmx_json_writer_int64 (writer, 1);
  g_assert_cmpstr (vmx_json_writer_peek (writer, NULL), ==, "1");
}

static void
test_strings (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    const char *json;
  } strings[] = {
    { "plain", -1, "\"plain\"" },
    { "plain", 2, "\"pl\"" },
    { NULL, 0, "\"\"" },
    { "\"\\/", -1, "\"\\\"\\\\/\"" },
    { "\b\f\n\r\t", -1, "\"\\b\\f\\n\\r\\t\"" },
    { "\x01\x1f\x7f", -1, "\"\\u0001\\u001f\x7f\"" },
    { "J\xc3\xbcrgen \xf0\x9f\x98\x80", -1, "\"J\xc3\xbcrgen \xf0\x9f\x98\x80\"" },
    { "a\xff" "b", -1, "\"a" REPLACEMENT "b\"" },
    { "\xc3", -1, "\"" REPLACEMENT "\"" },
    { "\xc3\"", -1, "\"" REPLACEMENT "\\\"\"" },
    { "\xed\xa0\x80", -1, "\"" REPLACEMENT REPLACEMENT REPLACEMENT "\"" },
    { "\xf0\x9f\x98\x80", 3, "\"" REPLACEMENT REPLACEMENT REPLACEMENT "\"" },
    { "a\0b", 3, "\"a" REPLACEMENT "b\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
      g_autofree char *value = NULL;
      g_autofree char *object = NULL;
      g_autofree char *expected = g_strdup_printf ("{%s:0}", strings[i].json);

      vmx_json_writer_string (writer, strings[i].text, strings[i].length);
      value = steal_checked (writer);
      g_assert_cmpstr (value, ==, strings[i].json);

      vmx_json_writer_start_object (writer);
      vmx_json_writer_member (writer, strings[i].text, strings[i].length);
      vmx_json_writer_int64 (writer, 0);
      vmx_json_writer_end_object (writer);
      object = steal_checked (writer);
      g_assert_cmpstr (object, ==, expected);
    }
}

static void
test_int64 (void)
{
  static const struct
  {
    gint64 value;
    const char *plain;
    const char *cell;
  } numbers[] = {
    { 0, "0", "0" },
    { -1, "-1", "-1" },
    { G_GINT64_CONSTANT (9007199254740992), "9007199254740992", "9007199254740992" },
    { G_GINT64_CONSTANT (9007199254740993), "9007199254740993", "\"9007199254740993\"" },
    { G_GINT64_CONSTANT (-9007199254740992), "-9007199254740992", "-9007199254740992" },
    { G_GINT64_CONSTANT (-9007199254740993), "-9007199254740993", "\"-9007199254740993\"" },
    { G_MAXINT64, "9223372036854775807", "\"9223372036854775807\"" },
    { G_MININT64, "-9223372036854775808", "\"-9223372036854775808\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
      g_autoptr(VmxValue) value = vmx_value_new_int64 (numbers[i].value);
      g_autofree char *plain = NULL;
      g_autofree char *cell = NULL;

      vmx_json_writer_int64 (writer, numbers[i].value);
      plain = steal_checked (writer);
      g_assert_cmpstr (plain, ==, numbers[i].plain);
      vmx_json_writer_value (writer, value);
      cell = steal_checked (writer);
      g_assert_cmpstr (cell, ==, numbers[i].cell);
    }
}

static void
test_doubles (void)
{
  static const struct
  {
    double value;
    const char *json;
  } numbers[] = {
    { 0, "0" },
    { -0.0, "-0" },
    { 0.1, "0.1" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 1.0 / 3, "0.3333333333333333" },
    { 100, "100" },
    { 1e21, "1e+21" },
    { 123456789.125, "123456789.125" },
    { 5e-324, "5e-324" },
    { 2.2250738585072011e-308, "2.225073858507201e-308" },
    { DBL_MIN, "2.2250738585072014e-308" },
    { DBL_MAX, "1.7976931348623157e+308" },
    { -DBL_MAX, "-1.7976931348623157e+308" },
    { INFINITY, "\"INF\"" },
    { -INFINITY, "\"-INF\"" },
    { NAN, "\"NaN\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
      g_autofree char *text = NULL;

      vmx_json_writer_double (writer, numbers[i].value);
      text = steal_checked (writer);
      g_assert_cmpstr (text, ==, numbers[i].json);
    }
}

static void
test_random_doubles (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      guint64 bits = ((guint64) (guint32) g_test_rand_int () << 32) | (guint32) g_test_rand_int ();
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      double value, again;

      memcpy (&value, &bits, sizeof value);
      if (!isfinite (value))
        continue;
      vmx_json_format_double (value, text);
      again = g_ascii_strtod (text, NULL);
      g_assert_cmpmem (&value, sizeof value, &again, sizeof again);
      g_assert_true (vmx_json_is_number (text, strlen (text)));
    }
}

static void
test_number_text (void)
{
  static const char *const valid[]
      = { "0", "-0", "10", "-1.50", "0.0", "1e5", "1E+5", "1.25e-300", "12345678901234567890.12" };
  static const char *const invalid[]
      = { "",    "-",    "01",  "-01", "+1",  "1.", ".5",  "1e",   "1e+", "1.e5",
          "0x1", "1 ", " 1", "INF", "NaN", "1,5", "--1", "1-",  "1e5.0", "1\"" };

  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    {
      g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
      g_autofree char *text = NULL;

      vmx_json_writer_number (writer, valid[i], i % 2 == 0 ? -1 : (gssize) strlen (valid[i]));
      text = steal_checked (writer);
      g_assert_cmpstr (text, ==, valid[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (invalid); i++)
    {
      g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
      g_autofree char *text = NULL;

      g_assert_false (vmx_json_is_number (invalid[i], strlen (invalid[i])));
      vmx_json_writer_number (writer, invalid[i], -1);
      text = steal_checked (writer);
      g_assert_cmpint (text[0], ==, '"');
    }
}

static void
test_cells (void)
{
  static const struct
  {
    VmxColumnType type;
    const char *text;
    const char *json;
  } cells[] = {
    { VMX_COLUMN_DECIMAL, "12345678901234567890.120", "\"12345678901234567890.120\"" },
    { VMX_COLUMN_STRING, "a \"b\"", "\"a \\\"b\\\"\"" },
    { VMX_COLUMN_DATE, "2024-02-29", "\"2024-02-29\"" },
    { VMX_COLUMN_TIME_OF_DAY, "23:59:59.5", "\"23:59:59.5\"" },
    { VMX_COLUMN_TIMESTAMP, "2024-02-29T12:00:00.25Z", "\"2024-02-29T12:00:00.25Z\"" },
    { VMX_COLUMN_DURATION, "P1DT2H", "\"P1DT2H\"" },
    { VMX_COLUMN_GUID, "0A1B2C3D-0000-1111-2222-333344445555",
      "\"0A1B2C3D-0000-1111-2222-333344445555\"" },
    { VMX_COLUMN_BOOLEAN, "true", "true" },
    { VMX_COLUMN_INT32, "42", "42" },
    { VMX_COLUMN_DOUBLE, "0.1", "0.1" },
    { VMX_COLUMN_DOUBLE, "-INF", "\"-INF\"" },
    { VMX_COLUMN_JSON, "{\"a\":[1]}", "{\"a\":[1]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxValue) value = vmx_value_new_parsed (cells[i].type, cells[i].text, &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      vmx_json_writer_value (writer, value);
      text = steal_checked (writer);
      g_assert_cmpstr (text, ==, cells[i].json);
    }
}

static void
test_null_and_blob_cells (void)
{
  static const guint8 bytes[] = { 0xfb, 0xff, 0xfe, 0x00 };
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  g_autoptr(GBytes) content = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr(GBytes) nothing = g_bytes_new_static (NULL, 0);
  g_autoptr(VmxValue) blob = vmx_value_new_blob (content);
  g_autoptr(VmxValue) empty = vmx_value_new_blob (nothing);
  g_autoptr(VmxValue) null = vmx_value_new_null ();
  g_autofree char *text = NULL;

  vmx_json_writer_start_array (writer);
  vmx_json_writer_value (writer, blob);
  vmx_json_writer_value (writer, empty);
  vmx_json_writer_value (writer, null);
  vmx_json_writer_end_array (writer);
  text = steal_checked (writer);
  g_assert_cmpstr (text, ==, "[\"-__-AA==\",\"\",null]");
}

static void
test_long_string (void)
{
  gsize length = 1024 * 1024;
  g_autofree char *content = g_strnfill (length, '"');
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  g_autofree char *text = NULL;
  g_autofree char *events = NULL;
  g_autofree char *expected = NULL;
  g_autoptr(GError) error = NULL;

  vmx_json_writer_string (writer, content, (gssize) length);
  text = steal_checked (writer);
  events = json_events_read (text, strlen (text), 10000, &error);
  g_assert_no_error (error);
  expected = g_strdup_printf ("string %s\n", content);
  g_assert_cmpstr (events, ==, expected);
}

/* What is written comes back as it was, for random texts of all kinds of characters. */
static void
test_round_trip (void)
{
  static const gunichar samples[] = { 1, '\n', '"', '\\', '/', 'a', 0x7f, 0x80, 0x7ff, 0x800,
                                      0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff };

  for (guint round = 0; round < 200; round++)
    {
      g_autoptr(GString) content = g_string_new (NULL);
      g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;
      g_autofree char *events = NULL;
      g_autofree char *expected = NULL;

      for (int n = g_test_rand_int_range (0, 30); n > 0; n--)
        g_string_append_unichar (content,
                                 samples[g_test_rand_int_range (0, G_N_ELEMENTS (samples))]);
      vmx_json_writer_start_object (writer);
      vmx_json_writer_member (writer, content->str, -1);
      vmx_json_writer_string (writer, content->str, (gssize) content->len);
      vmx_json_writer_end_object (writer);
      text = vmx_json_writer_steal (writer, NULL);
      events = json_events_read (text, strlen (text), 0, &error);
      g_assert_no_error (error);
      expected = g_strdup_printf ("{\nname %s\nstring %s\n}\n", content->str, content->str);
      g_assert_cmpstr (events, ==, expected);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  g_test_add_func ("/json-writer/structure", test_structure);
  g_test_add_func ("/json-writer/reset", test_reset);
  g_test_add_func ("/json-writer/strings", test_strings);
  g_test_add_func ("/json-writer/int64", test_int64);
  g_test_add_func ("/json-writer/doubles", test_doubles);
  g_test_add_func ("/json-writer/random-doubles", test_random_doubles);
  g_test_add_func ("/json-writer/number-text", test_number_text);
  g_test_add_func ("/json-writer/cells", test_cells);
  g_test_add_func ("/json-writer/null-and-blob-cells", test_null_and_blob_cells);
  g_test_add_func ("/json-writer/long-string", test_long_string);
  g_test_add_func ("/json-writer/round-trip", test_round_trip);
  return g_test_run ();
}
