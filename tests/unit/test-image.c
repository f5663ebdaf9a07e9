/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form in which changes and originals keep records, and their keys. */
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

#include "model-fixture.h"
#include "vmx-test.h"

static const char everything[]
    = "{\"boolean\":true,\"byte\":255,\"sbyte\":-128,\"int16\":-32768,\"int32\":7,"
      "\"int64\":\"-9223372036854775808\",\"single\":0.5,\"double\":\"-INF\","
      "\"decimal\":\"123456789012345678901234567890.10\",\"string\":\"\\u0001 🐎 \\\"\\\\\","
      "\"date\":\"0001-01-01\",\"time-of-day\":\"23:59:59.123456789\","
      "\"timestamp\":\"2024-02-29T21:59:59.5Z\",\"duration\":\"-P1DT2H3M4.5S\","
      "\"guid\":\"6F9619FF-8B86-D011-B42D-00C04FC964FF\",\"binary\":\"AAH_gA==\","
      "\"json\":{\"a\":[1,0.10,null,true],\"b\":{\"c\":\"d\"}}}";

static void
assert_decoded (const char *image, const char *expected)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;

  vmx_image_decode (image, batch, "an image", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 1);
  again = vmx_image_encode (batch, 0);
  g_assert_cmpstr (again, ==, expected);
}

/* Nothing is lost on the way, and missing is not null. */
static void
test_round_trip (void)
{
  assert_decoded (everything, everything);
  assert_decoded ("{\"int32\":7,\"string\":null}", "{\"int32\":7,\"string\":null}");
  assert_decoded ("{}", "{}");
}

/* Images outlive changes of the schema. */
static void
test_unknown_columns (void)
{
  assert_decoded ("{\"gone\":{\"deep\":[1]},\"int32\":7,\"away\":\"x\"}", "{\"int32\":7}");
}

static void
test_damaged (void)
{
  static const char *const images[]
      = { "", "{", "[]", "null", "{\"int32\":\"seven\"}", "{\"int32\":1}x", "{\"int32\":[1]}" };

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    {
      g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", images[i]);
      g_assert_false (vmx_image_decode (images[i], batch, "the image of “X”", &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_DATABASE, "the image of “X”");
    }
}

static VmxObjectSchema *
make_schema (void)
{
  VmxObjectSchema *schema = vmx_object_schema_new ("Line");
  g_autoptr(GError) error = NULL;

  model_fixture_add_column (schema, "Text", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);
  model_fixture_add_column (schema, "Position", VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NONE);
  model_fixture_add_column (schema, "Region", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE);
  vmx_object_schema_add_key_column (schema, "Region");
  vmx_object_schema_add_key_column (schema, "Position");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

/* In the order of the key, whatever the order of the columns. */
static void
test_key (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxRecord) record = NULL;
  g_autofree char *key = NULL;
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;

  vmx_record_batch_append_json (
      batch, "{\"Region\":\"[\\\"N\\\",1]\",\"Position\":9007199254740993,\"Text\":\"x\"}", &error);
  g_assert_no_error (error);
  key = vmx_record_batch_get_key_text (batch, 0);
  g_assert_true (vmx_key_text_decode (key, batch, &error));
  g_assert_no_error (error);
  again = vmx_record_batch_get_key_text (batch, 1);
  g_assert_cmpstr (again, ==, key);
  record = vmx_key_text_to_record (key, schema, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_record_get_text (record, "Region"), ==, "[\"N\",1]");
  g_assert_cmpint (vmx_record_get_int64 (record, "Position"), ==, 9007199254740993);
  g_assert_false (vmx_record_has (record, "Text"));
}

static void
test_damaged_key (void)
{
  static const char *const keys[]
      = { "", "[", "{}", "[\"N\"]", "[\"N\",1,2]", "[\"N\",\"one\"]", "[\"N\",[1]]", "\"N\"" };
  g_autoptr(VmxObjectSchema) schema = make_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", keys[i]);
      g_assert_null (vmx_key_text_to_record (keys[i], schema, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_DATABASE, "“Line”");
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/image/round-trip", test_round_trip);
  g_test_add_func ("/image/unknown-columns", test_unknown_columns);
  g_test_add_func ("/image/damaged", test_damaged);
  g_test_add_func ("/image/key", test_key);
  g_test_add_func ("/image/damaged-key", test_damaged_key);
  return g_test_run ();
}
