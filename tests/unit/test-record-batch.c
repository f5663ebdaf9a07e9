/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/value/vmx-value-private.h>

#include "model-fixture.h"
#include "vmx-test.h"

static guint
column_of (VmxRecordBatch *batch, const char *name)
{
  int index = vmx_object_schema_get_column_index (vmx_record_batch_get_schema (batch), name);

  g_assert_cmpint (index, >=, 0);
  return (guint) index;
}

static const VmxValue *
cell (VmxRecordBatch *batch, guint row, const char *name)
{
  return vmx_record_batch_peek_value (batch, row, column_of (batch, name));
}

static void
test_cells (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  g_autoptr(VmxValue) five = vmx_value_new_int64 (5);
  guint row = vmx_record_batch_add_row (batch);
  gsize length;

  for (guint i = 0; i < vmx_record_batch_get_n_columns (batch); i++)
    g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (batch, row, i)), ==,
                     VMX_VALUE_MISSING);
  vmx_record_batch_put_int64 (batch, row, column_of (batch, "boolean"), 1);
  vmx_record_batch_put_int64 (batch, row, column_of (batch, "int64"), G_MAXINT64);
  vmx_record_batch_put_double (batch, row, column_of (batch, "double"), 0.1);
  vmx_record_batch_put_text (batch, row, column_of (batch, "date"), "2024-12-31x", 10);
  vmx_record_batch_put_blob (batch, row, column_of (batch, "binary"), NULL, 0);
  vmx_record_batch_set_null (batch, row, column_of (batch, "guid"));
  g_assert_true (vmx_record_batch_set_value (batch, row, column_of (batch, "int32"), five, NULL));

  g_assert_cmpint (vmx_value_get_kind (cell (batch, row, "boolean")), ==, VMX_VALUE_BOOLEAN);
  g_assert_true (vmx_value_get_boolean (cell (batch, row, "boolean")));
  g_assert_cmpint (vmx_value_get_int64 (cell (batch, row, "int64")), ==, G_MAXINT64);
  g_assert_cmpfloat (vmx_value_get_double (cell (batch, row, "double")), ==, 0.1);
  g_assert_cmpint (vmx_value_get_kind (cell (batch, row, "date")), ==, VMX_VALUE_DATE);
  g_assert_cmpstr (vmx_value_get_text (cell (batch, row, "date"), NULL), ==, "2024-12-31");
  g_assert_nonnull (vmx_value_peek_blob (cell (batch, row, "binary"), &length));
  g_assert_cmpint (vmx_value_get_kind (cell (batch, row, "guid")), ==, VMX_VALUE_NULL);
  g_assert_cmpint (vmx_value_get_kind (cell (batch, row, "string")), ==, VMX_VALUE_MISSING);
}

/* A cell that could not be set does not keep what it had. */
static void
test_refused (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  guint row = vmx_record_batch_add_row (batch);
  guint byte = column_of (batch, "byte"), string = column_of (batch, "string");
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_record_batch_set_number (batch, row, byte, "255", 3, &error));
  g_assert_false (vmx_record_batch_set_number (batch, row, byte, "256", 3, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "from 0 to 255");
  g_assert_cmpint (vmx_value_get_kind (cell (batch, row, "byte")), ==, VMX_VALUE_MISSING);

  g_assert_true (vmx_record_batch_set_string (batch, row, byte, "7", 1, &error));
  g_assert_false (vmx_record_batch_set_number (batch, row, string, "7", 1, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "expected text");
  g_assert_false (vmx_record_batch_set_boolean (batch, row, string, TRUE, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "expected text");
  g_assert_false (vmx_record_batch_set_string (batch, row, string, "\xc3\x28", 2, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "UTF-8");
  g_assert_false (vmx_record_batch_set_string (batch, row, string, "a\0b", 3, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "UTF-8");
}

static void
test_growth (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  guint int32 = column_of (batch, "int32"), string = column_of (batch, "string");

  for (int i = 0; i < 2000; i++)
    {
      guint row = vmx_record_batch_add_row (batch);
      g_autofree char *text = g_strnfill ((gsize) i, 'x');

      vmx_record_batch_put_int64 (batch, row, int32, i);
      vmx_record_batch_put_text (batch, row, string, text, (gsize) i);
      vmx_record_batch_set_etag (batch, row, i % 2 == 0 ? "W/\"1\"" : NULL);
    }
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 2000);
  for (guint i = 0; i < 2000; i++)
    {
      g_assert_cmpint (vmx_value_get_int64 (cell (batch, i, "int32")), ==, i);
      g_assert_cmpuint (strlen (vmx_value_get_text (cell (batch, i, "string"), NULL)), ==, i);
      g_assert_cmpstr (vmx_record_batch_get_etag (batch, i), ==, i % 2 == 0 ? "W/\"1\"" : NULL);
      g_assert_cmpint (vmx_value_get_kind (cell (batch, i, "json")), ==, VMX_VALUE_MISSING);
    }
}

static void
test_rows (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  guint row;

  vmx_record_batch_drop_last_row (batch);
  row = vmx_record_batch_add_row (batch);
  vmx_record_batch_set_etag (batch, row, "old");
  vmx_record_batch_set_null (batch, row, 0);
  vmx_record_batch_add_deleted (batch, row);
  vmx_record_batch_add_deleted (batch, row);
  g_assert_true (vmx_record_batch_is_deleted (batch, row));
  g_assert_cmpuint (vmx_record_batch_get_n_deleted (batch), ==, 1);
  vmx_record_batch_drop_last_row (batch);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 0);
  g_assert_cmpuint (vmx_record_batch_get_n_deleted (batch), ==, 0);
  row = vmx_record_batch_add_row (batch);
  g_assert_null (vmx_record_batch_get_etag (batch, row));
  g_assert_false (vmx_record_batch_is_deleted (batch, row));
  g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (batch, row, 0)), ==,
                   VMX_VALUE_MISSING);
}

static VmxRecordBatch *
make_keyed_batch (VmxColumnType first, VmxColumnType second)
{
  g_autoptr(VmxObjectSchema) schema = vmx_object_schema_new ("Keyed");
  g_autoptr(GError) error = NULL;

  model_fixture_add_column (schema, "b", second, VMX_COLUMN_FLAG_NONE);
  model_fixture_add_column (schema, "a", first, VMX_COLUMN_FLAG_NONE);
  vmx_object_schema_add_key_column (schema, "a");
  vmx_object_schema_add_key_column (schema, "b");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return vmx_record_batch_new (schema);
}

/* In key order, and the same for equal keys. */
static void
test_key_text (void)
{
  static const struct
  {
    VmxColumnType a_type;
    const char *a;
    VmxColumnType b_type;
    const char *b;
    const char *expected;
  } cases[] = {
    { VMX_COLUMN_INT32, "7", VMX_COLUMN_STRING, "x\"y", "[7,\"x\\\"y\"]" },
    { VMX_COLUMN_INT64, "9223372036854775807", VMX_COLUMN_STRING, "",
      "[\"9223372036854775807\",\"\"]" },
    { VMX_COLUMN_DECIMAL, "01.50", VMX_COLUMN_DECIMAL, "-0", "[\"1.5\",\"0\"]" },
    { VMX_COLUMN_GUID, "01234567-89AB-CDEF-0123-456789ABCDEF", VMX_COLUMN_DATE, "2024-12-31",
      "[\"01234567-89ab-cdef-0123-456789abcdef\",\"2024-12-31\"]" },
    { VMX_COLUMN_TIMESTAMP, "2024-12-31T07:30:00.50+01:00", VMX_COLUMN_TIME_OF_DAY, "07:30:00.0",
      "[\"2024-12-31T06:30:00.5Z\",\"07:30:00\"]" },
    { VMX_COLUMN_BOOLEAN, "true", VMX_COLUMN_BINARY, "-_-_", "[true,\"-_-_\"]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxRecordBatch) batch = make_keyed_batch (cases[i].a_type, cases[i].b_type);
      guint row = vmx_record_batch_add_row (batch);
      g_autofree char *key = NULL;

      g_assert_true (vmx_record_batch_set_string (batch, row, 1, cases[i].a, strlen (cases[i].a),
                                                  NULL));
      g_assert_true (vmx_record_batch_set_string (batch, row, 0, cases[i].b, strlen (cases[i].b),
                                                  NULL));
      key = vmx_record_batch_get_key_text (batch, row);
      g_assert_cmpstr (key, ==, cases[i].expected);
    }
}

static void
test_check_keys (void)
{
  g_autoptr(VmxRecordBatch) batch = make_keyed_batch (VMX_COLUMN_INT32, VMX_COLUMN_STRING);
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_record_batch_check_keys (batch, &error));
  g_assert_true (vmx_record_batch_append_json (batch, "{\"a\":1,\"b\":\"\"}", &error));
  g_assert_true (vmx_record_batch_check_keys (batch, &error));
  g_assert_true (vmx_record_batch_append_json (batch, "{\"a\":1,\"b\":null}", &error));
  g_assert_false (vmx_record_batch_check_keys (batch, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING, "“b”");
  vmx_record_batch_drop_last_row (batch);
  g_assert_true (vmx_record_batch_append_json (batch, "{\"b\":\"x\"}", &error));
  g_assert_false (vmx_record_batch_check_keys (batch, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING, "“a”");
}

static void
test_append_json (void)
{
  static const struct
  {
    const char *json;
    int code; /* 0 for success */
  } cases[] = {
    { "{}", 0 },
    { "{\"int32\":1,\"string\":\"x\",\"json\":{\"a\":[]},\"decimal\":0.10}", 0 },
    { "{\"int32\":\"1\",\"boolean\":true,\"binary\":\"QQ\"}", 0 },
    { "{\"int32\":null}", 0 },
    { "{\"int32\":1.5}", VMX_ERROR_INVALID_VALUE },
    { "{\"int32\":2147483648}", VMX_ERROR_INVALID_VALUE },
    { "{\"int32\":{}}", VMX_ERROR_INVALID_VALUE },
    { "{\"string\":5}", VMX_ERROR_INVALID_VALUE },
    { "{\"string\":true}", VMX_ERROR_INVALID_VALUE },
    { "{\"stream\":\"x\"}", VMX_ERROR_INVALID_VALUE },
    { "{\"Int32\":1}", VMX_ERROR_UNKNOWN_COLUMN },
    { "[]", VMX_ERROR_INVALID_VALUE },
    { "5", VMX_ERROR_INVALID_VALUE },
    { "null", VMX_ERROR_INVALID_VALUE },
    { "", VMX_ERROR_JSON },
    { "{\"int32\":1", VMX_ERROR_JSON },
    { "{\"int32\":1}{}", VMX_ERROR_JSON },
    { "{\"int32\":1,\"int32\":2}", VMX_ERROR_JSON },
    { "{\"string\":\"\\u0000\"}", VMX_ERROR_JSON },
    { "{\"string\":\"\xff\"}", VMX_ERROR_JSON },
  };
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      guint before = vmx_record_batch_get_n_rows (batch);
      gboolean success = vmx_record_batch_append_json (batch, cases[i].json, &error);
      g_autofree char *shown = g_strescape (cases[i].json, NULL);

      g_test_message ("%s", shown);
      g_assert_cmpint (success, ==, cases[i].code == 0);
      g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, before + (success ? 1 : 0));
      if (!success)
        g_assert_error (error, VMX_ERROR, cases[i].code);
    }
}

static void
test_append_record (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxRecord) shown = NULL;
  g_autoptr(GError) error = NULL;

  vmx_record_set_text (record, "int32", "12");
  vmx_record_set_text (record, "decimal", "0.10");
  vmx_record_set_null (record, "string");
  g_assert_true (vmx_record_batch_append_record (batch, record, &error));
  g_assert_cmpint (vmx_value_get_int64 (cell (batch, 0, "int32")), ==, 12);
  g_assert_cmpint (vmx_value_get_kind (cell (batch, 0, "string")), ==, VMX_VALUE_NULL);

  /* a row of the batch that grows */
  shown = vmx_record_batch_get_record (batch, 0);
  for (guint i = 0; i < 200; i++)
    g_assert_true (vmx_record_batch_append_record (batch, shown, &error));
  g_assert_cmpstr (vmx_value_get_text (cell (batch, 200, "decimal"), NULL), ==, "0.10");

  vmx_record_set_int64 (record, "string", 5);
  g_assert_false (vmx_record_batch_append_record (batch, record, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "column “string”");
  vmx_record_set_text (record, "string", "x");
  vmx_record_set_text (record, "strings", "x");
  g_assert_false (vmx_record_batch_append_record (batch, record, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN, "did you mean “string”?");
  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 201);
}

static void
test_big_text (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  gsize length = 1024 * 1024;
  g_autofree char *big = g_strnfill (length, 'x');

  for (guint i = 0; i < 3; i++)
    {
      guint row = vmx_record_batch_add_row (batch);

      g_assert_true (vmx_record_batch_set_string (batch, row, column_of (batch, "string"), big,
                                                  length, NULL));
      vmx_record_batch_put_blob (batch, row, column_of (batch, "binary"), (guint8 *) big, length);
      vmx_record_batch_put_text (batch, row, column_of (batch, "date"), "2024-12-31", 10);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (vmx_value_get_text (cell (batch, i, "string"), NULL), ==, big);
      g_assert_cmpstr (vmx_value_get_text (cell (batch, i, "date"), NULL), ==, "2024-12-31");
    }
}

/* put does not check, and what it let in still does not break what comes out. */
static void
test_unchecked_text (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();
  guint row = vmx_record_batch_add_row (batch);
  g_autoptr(VmxRecord) record = NULL;
  g_autofree char *json = NULL;

  vmx_record_batch_put_text (batch, row, column_of (batch, "string"), "a\xff", 2);
  record = vmx_record_batch_get_record (batch, row);
  json = vmx_record_to_json (record);
  g_assert_cmpstr (json, ==, "{\"string\":\"a\xef\xbf\xbd\"}");
}

static void
test_facts (void)
{
  g_autoptr(VmxRecordBatch) batch = model_fixture_make_batch ();

  g_assert_cmpint (vmx_record_batch_get_total (batch), ==, -1);
  g_assert_null (vmx_record_batch_get_next_context (batch));
  g_assert_null (vmx_record_batch_get_warnings (batch)[0]);
  vmx_record_batch_set_total (batch, 12);
  vmx_record_batch_set_next_context (batch, "skip=5");
  vmx_record_batch_set_bookmark (batch, "delta");
  vmx_record_batch_set_bookmark (batch, vmx_record_batch_get_bookmark (batch));
  vmx_record_batch_set_times (batch, 5, 6);
  vmx_record_batch_add_warning (batch, "one");
  vmx_record_batch_add_warning (batch, "two");
  g_assert_cmpint (vmx_record_batch_get_total (batch), ==, 12);
  g_assert_cmpstr (vmx_record_batch_get_next_context (batch), ==, "skip=5");
  g_assert_cmpstr (vmx_record_batch_get_bookmark (batch), ==, "delta");
  g_assert_cmpint (vmx_record_batch_get_network_time (batch), ==, 5);
  g_assert_cmpint (vmx_record_batch_get_parsing_time (batch), ==, 6);
  g_assert_cmpstr (vmx_record_batch_get_warnings (batch)[1], ==, "two");
  g_assert_null (vmx_record_batch_get_warnings (batch)[2]);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/record-batch/cells", test_cells);
  g_test_add_func ("/record-batch/refused", test_refused);
  g_test_add_func ("/record-batch/growth", test_growth);
  g_test_add_func ("/record-batch/rows", test_rows);
  g_test_add_func ("/record-batch/key-text", test_key_text);
  g_test_add_func ("/record-batch/check-keys", test_check_keys);
  g_test_add_func ("/record-batch/append-json", test_append_json);
  g_test_add_func ("/record-batch/append-record", test_append_record);
  g_test_add_func ("/record-batch/big-text", test_big_text);
  g_test_add_func ("/record-batch/unchecked-text", test_unchecked_text);
  g_test_add_func ("/record-batch/facts", test_facts);
  return g_test_run ();
}
