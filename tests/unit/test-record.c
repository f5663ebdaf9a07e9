/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/record/vmx-record-private.h>

#include "model-fixture.h"
#include "vmx-test.h"

static void
test_set_and_get (void)
{
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(GBytes) bytes = g_bytes_new ("abc", 3);
  g_autoptr(GBytes) back = NULL;
  g_auto(GStrv) names = NULL;
  const VmxValue missing = { .kind = VMX_VALUE_MISSING };

  vmx_record_set_text (record, "text", "Ada");
  vmx_record_set_int64 (record, "number", G_MININT64);
  vmx_record_set_double (record, "double", 0.1);
  vmx_record_set_boolean (record, "yes", TRUE);
  vmx_record_set_blob (record, "bytes", bytes);
  vmx_record_set_null (record, "nothing");
  vmx_record_set_text (record, "text", "Eve");

  g_assert_cmpstr (vmx_record_get_text (record, "text"), ==, "Eve");
  g_assert_cmpint (vmx_record_get_int64 (record, "number"), ==, G_MININT64);
  g_assert_cmpfloat (vmx_record_get_double (record, "double"), ==, 0.1);
  g_assert_true (vmx_record_get_boolean (record, "yes"));
  back = vmx_record_get_blob (record, "bytes");
  g_assert_true (g_bytes_equal (back, bytes));
  g_assert_true (vmx_record_has (record, "nothing"));
  g_assert_true (vmx_record_is_null (record, "nothing"));
  g_assert_false (vmx_record_has (record, "other"));
  g_assert_true (vmx_record_is_null (record, "other"));
  g_assert_null (vmx_record_get_text (record, "number"));
  g_assert_cmpint (vmx_record_get_int64 (record, "text"), ==, 0);

  vmx_record_unset (record, "text");
  vmx_record_unset (record, "other");
  vmx_record_set_value (record, "yes", &missing);
  g_assert_false (vmx_record_has (record, "text"));
  g_assert_false (vmx_record_has (record, "yes"));
  names = vmx_record_get_column_names (record);
  g_assert_cmpuint (g_strv_length (names), ==, 4);
}

/* A record that shows a row is a copy from its first change on. */
static void
test_of_row (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  g_autoptr(VmxRecord) shown = NULL;
  g_autoptr(VmxRecord) changed = NULL;
  g_autoptr(GError) error = NULL;

  vmx_record_batch_append_json (batch, "{\"int32\":1,\"string\":\"Ada\",\"guid\":null}", &error);
  g_assert_no_error (error);
  shown = vmx_record_batch_get_record (batch, 0);
  changed = vmx_record_batch_get_record (batch, 0);
  vmx_record_set_text (changed, "string", "Eve");
  vmx_record_unset (changed, "guid");
  g_clear_object (&batch);

  g_assert_cmpstr (vmx_record_get_text (shown, "string"), ==, "Ada");
  g_assert_true (vmx_record_has (shown, "guid"));
  g_assert_false (vmx_record_has (shown, "json"));
  g_assert_false (vmx_record_has (shown, "unknown"));
  g_assert_cmpstr (vmx_record_get_text (changed, "string"), ==, "Eve");
  g_assert_cmpint (vmx_record_get_int64 (changed, "int32"), ==, 1);
  g_assert_false (vmx_record_has (changed, "guid"));
  g_assert_cmpstr (vmx_object_schema_get_name (vmx_record_get_schema (changed)), ==, "Everything");
}

/* From JSON through a row of typed cells and back. */
static void
test_json_is_exact (void)
{
  static const struct
  {
    const char *json;
    const char *expected;
  } cases[] = {
    { "{\"int64\":9223372036854775807}", "{\"int64\":\"9223372036854775807\"}" },
    { "{\"int64\":-9223372036854775808}", "{\"int64\":\"-9223372036854775808\"}" },
    { "{\"int64\":9007199254740993}", "{\"int64\":\"9007199254740993\"}" },
    { "{\"int64\":\"5\"}", "{\"int64\":5}" },
    { "{\"decimal\":12345678901234567890.12}", "{\"decimal\":\"12345678901234567890.12\"}" },
    { "{\"decimal\":0.10}", "{\"decimal\":\"0.10\"}" },
    { "{\"double\":0.1}", "{\"double\":0.1}" },
    { "{\"double\":1e300}", "{\"double\":1e+300}" },
    { "{\"double\":\"INF\"}", "{\"double\":\"INF\"}" },
    { "{\"single\":5}", "{\"single\":5}" },
    { "{\"string\":\"\\u00e4\\\"\"}", "{\"string\":\"\xc3\xa4\\\"\"}" },
    { "{\"string\":null}", "{\"string\":null}" },
    { "{\"boolean\":false}", "{\"boolean\":false}" },
    { "{\"binary\":\"+/+/\"}", "{\"binary\":\"-_-_\"}" },
    { "{\"timestamp\":\"2024-12-31T07:30:00.120+01:00\"}",
      "{\"timestamp\":\"2024-12-31T06:30:00.120Z\"}" },
    { "{\"json\":{ \"a\" : [ 1.0, 12345678901234567890, null, {} ] }}",
      "{\"json\":{\"a\":[1.0,12345678901234567890,null,{}]}}" },
    { "{\"json\":[[],[{}]]}", "{\"json\":[[],[{}]]}" },
    { "{\"json\":1.50}", "{\"json\":1.50}" },
    { "{}", "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxRecord) record = vmx_record_new_from_json (cases[i].json, &error);
      g_autoptr(VmxRecord) back = NULL;
      g_autofree char *json = NULL;

      g_assert_no_error (error);
      vmx_record_fill_row (record, batch, vmx_record_batch_add_row (batch), &error);
      g_assert_no_error (error);
      back = vmx_record_batch_get_record (batch, 0);
      json = vmx_record_to_json (back);
      g_assert_cmpstr (json, ==, cases[i].expected);
    }
}

/* A number is no text, and an object no value of a flat column. */
static void
test_fill_row_refuses (void)
{
  static const char *const cases[] = {
    "{\"string\":5}",     "{\"string\":1.5}",     "{\"string\":true}",  "{\"string\":{}}",
    "{\"int32\":1.5}",    "{\"int32\":\"x\"}",    "{\"int32\":[]}",     "{\"byte\":256}",
    "{\"boolean\":2}",    "{\"date\":20241231}",  "{\"guid\":\"x\"}",   "{\"binary\":5}",
    "{\"stream\":\"x\"}", "{\"decimal\":\"1,5\"}", "{\"double\":\"0x1\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
      g_autoptr(VmxRecord) record = vmx_record_new_from_json (cases[i], NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i]);
      g_assert_nonnull (record);
      g_assert_false (
          vmx_record_fill_row (record, batch, vmx_record_batch_add_row (batch), &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "object “Everything”, column");
    }
}

static void
test_wrong_json (void)
{
  static const struct
  {
    const char *json;
    int code;
  } cases[] = {
    { "[]", VMX_ERROR_JSON },          { "[{\"a\":1}]", VMX_ERROR_JSON },
    { "null", VMX_ERROR_JSON },        { "5", VMX_ERROR_JSON },
    { "true", VMX_ERROR_JSON },        { "\"x\"", VMX_ERROR_JSON },
    { "", VMX_ERROR_JSON },            { " ", VMX_ERROR_JSON },
    { "{", VMX_ERROR_JSON },           { "{\"a\":[1,}", VMX_ERROR_JSON },
    { "{\"a\":{\"b\":[", VMX_ERROR_JSON }, { "{\"a\":1}x", VMX_ERROR_JSON },
    { "{\"a\":1,\"a\":2}", VMX_ERROR_JSON }, { "{\"a\":\"\\u0000\"}", VMX_ERROR_JSON },
    { "{\"a\":\"\xff\"}", VMX_ERROR_JSON }, { "{\"a\":01}", VMX_ERROR_JSON },
    { "{\"a\":1e999}", VMX_ERROR_INVALID_VALUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = g_strescape (cases[i].json, NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", shown);
      g_assert_null (vmx_record_new_from_json (cases[i].json, &error));
      g_assert_error (error, VMX_ERROR, cases[i].code);
    }
}

static void
test_deep_json (void)
{
  for (guint depth = 1; depth < 100000; depth = depth < 70 ? depth + 1 : depth * 10)
    {
      g_autofree char *open = g_strnfill (depth, '[');
      g_autofree char *close = g_strnfill (depth, ']');
      g_autofree char *json = g_strdup_printf ("{\"a\":%s%s}", open, close);
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxRecord) record = vmx_record_new_from_json (json, &error);

      g_assert_cmpint (record != NULL, ==, depth <= 63);
      if (record == NULL)
        g_assert_error (error, VMX_ERROR, VMX_ERROR_JSON);
    }
}

/* What the value of a variant becomes as JSON of a record; NULL if it is refused. */
static void
test_from_variant (void)
{
  static const char *const cases[][2] = {
    { "byte 255", "255" },
    { "int16 -5", "-5" },
    { "uint16 65535", "65535" },
    { "-2147483648", "-2147483648" },
    { "uint32 4294967295", "4294967295" },
    { "int64 9223372036854775807", "\"9223372036854775807\"" },
    { "uint64 18446744073709551615", "\"18446744073709551615\"" },
    { "0.1", "0.1" },
    { "true", "true" },
    { "'x'", "\"x\"" },
    { "@ay [0x41, 0x42]", "\"QUI=\"" },
    { "@ay []", "\"\"" },
    { "@mv nothing", "null" },
    { "@ms nothing", "null" },
    { "just <5>", "5" },
    { "<<'x'>>", "\"x\"" },
    { "{'a': <1>, 'b': <{'c': <[1.5, 2.0]>}>, 'd': <@mv nothing>}",
      "{\"a\":1,\"b\":{\"c\":[1.5,2]},\"d\":null}" },
    { "{'a': <uint64 18446744073709551615>, 'b': <int64 9223372036854775807>}",
      "{\"a\":18446744073709551615,\"b\":9223372036854775807}" },
    { "@a{sv} {}", "{}" },
    { "@as []", "[]" },
    { "['x', 'y']", "[\"x\",\"y\"]" },
    { "(1, 'x', true)", "[1,\"x\",true]" },
    { "{1: 'x'}", NULL },
    { "handle 1", NULL },
    { "objectpath '/a'", NULL },
    { "[handle 1]", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GVariant) value = g_variant_parse (NULL, cases[i][0], NULL, NULL, &error);
      g_autoptr(GVariant) dictionary = NULL;
      g_autoptr(VmxRecord) record = NULL;
      g_autofree char *json = NULL;
      g_autofree char *expected = NULL;

      g_assert_no_error (error);
      g_test_message ("%s", cases[i][0]);
      dictionary = g_variant_ref_sink (g_variant_new_parsed ("{'a': <%v>}", value));
      record = vmx_record_new_from_variant (dictionary, &error);
      if (record != NULL)
        json = vmx_record_to_json (record);
      else
        g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE);
      if (cases[i][1] != NULL)
        expected = g_strdup_printf ("{\"a\":%s}", cases[i][1]);
      g_assert_cmpstr (json, ==, expected);
    }
}

static void
test_wrong_variant (void)
{
  g_autoptr(GVariant) text = g_variant_ref_sink (g_variant_new_string ("x"));
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_record_new_from_variant (text, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "a{sv}");
}

/* Every type comes back equal through a variant. */
static void
test_variant_round_trip (void)
{
  static const char json[]
      = "{\"boolean\":true,\"byte\":255,\"sbyte\":-128,\"int16\":-32768,\"int32\":7,"
        "\"int64\":\"9223372036854775807\",\"single\":1.5,\"double\":0.1,"
        "\"decimal\":\"12345678901234567890.10\",\"string\":\"\xc3\xa4\",\"date\":\"2024-12-31\","
        "\"time-of-day\":\"07:30:00.10\",\"timestamp\":\"2024-12-31T07:30:00Z\","
        "\"duration\":\"P1D\",\"guid\":\"01234567-89ab-CDEF-0123-456789abcdef\","
        "\"binary\":\"-_-_\",\"stream\":null,\"json\":{\"a\":[1.0,null]}}";
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  g_autoptr(VmxRecord) record = NULL;
  g_autoptr(VmxRecord) copy = NULL;
  g_autoptr(VmxRecord) back = NULL;
  g_autoptr(GVariant) variant = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *again = NULL;

  vmx_record_batch_append_json (batch, json, &error);
  g_assert_no_error (error);
  record = vmx_record_batch_get_record (batch, 0);
  variant = vmx_record_to_variant (record);
  g_assert_cmpuint (g_variant_n_children (variant), ==, vmx_record_batch_get_n_columns (batch));
  copy = vmx_record_new_from_variant (variant, &error);
  g_assert_no_error (error);
  vmx_record_batch_append_record (batch, copy, &error);
  g_assert_no_error (error);
  back = vmx_record_batch_get_record (batch, 1);
  again = vmx_record_to_json (back);
  g_assert_cmpstr (again, ==, json);
}

/* Names come from programs, so they can be anything. */
static void
test_odd_names (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(GString) name = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *json = NULL;

  for (guint i = 0; i < 100; i++)
    g_string_append (name, "\xe2\x82\xac");
  vmx_record_set_text (record, name->str, "x");
  g_assert_false (vmx_record_fill_row (record, batch, vmx_record_batch_add_row (batch), &error));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN, "…");
  vmx_record_unset (record, name->str);
  vmx_record_set_null (record, "\xff");
  json = vmx_record_to_json (record);
  g_assert_true (g_utf8_validate (json, -1, NULL));
}

/* Neither of two copies sees what the other becomes. */
static void
test_copy (void)
{
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxRecord) copy = NULL;
  g_autoptr(VmxRecord) second = NULL;
  g_autofree char *json = NULL;
  g_autofree char *copy_json = NULL;
  g_autofree char *second_json = NULL;

  vmx_record_set_text (record, "a", "1");
  vmx_record_set_text (record, "b", "2");
  copy = vmx_record_copy (record);
  second = vmx_record_copy (copy);
  vmx_record_set_text (record, "a", "x");
  vmx_record_unset (copy, "b");
  vmx_record_set_text (copy, "c", vmx_record_get_text (copy, "a"));
  json = vmx_record_to_json (record);
  copy_json = vmx_record_to_json (copy);
  second_json = vmx_record_to_json (second);
  g_assert_cmpstr (json, ==, "{\"a\":\"x\",\"b\":\"2\"}");
  g_assert_cmpstr (copy_json, ==, "{\"a\":\"1\",\"c\":\"1\"}");
  g_assert_cmpstr (second_json, ==, "{\"a\":\"1\",\"b\":\"2\"}");
  /* The last one that has them may change them, too. */
  g_clear_object (&record);
  g_clear_object (&copy);
  vmx_record_set_null (second, "a");
  g_assert_true (vmx_record_is_null (second, "a"));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/record/set-and-get", test_set_and_get);
  g_test_add_func ("/record/of-row", test_of_row);
  g_test_add_func ("/record/json-is-exact", test_json_is_exact);
  g_test_add_func ("/record/fill-row-refuses", test_fill_row_refuses);
  g_test_add_func ("/record/wrong-json", test_wrong_json);
  g_test_add_func ("/record/deep-json", test_deep_json);
  g_test_add_func ("/record/from-variant", test_from_variant);
  g_test_add_func ("/record/wrong-variant", test_wrong_variant);
  g_test_add_func ("/record/variant-round-trip", test_variant_round_trip);
  g_test_add_func ("/record/odd-names", test_odd_names);
  g_test_add_func ("/record/copy", test_copy);
  return g_test_run ();
}
