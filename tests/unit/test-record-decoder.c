/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/record/vmx-record-decoder.h>

#include "vmx-test.h"

static VmxObjectSchema *
make_schema (void)
{
  static const struct
  {
    const char *name;
    VmxColumnType type;
  } columns[] = {
    { "ID", VMX_COLUMN_INT32 },      { "Name", VMX_COLUMN_STRING },
    { "Salary", VMX_COLUMN_DECIMAL }, { "Active", VMX_COLUMN_BOOLEAN },
    { "Address", VMX_COLUMN_JSON },  { "Big", VMX_COLUMN_INT64 },
  };
  VmxObjectSchema *schema = vmx_object_schema_new ("Employee");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(VmxColumn) column = vmx_column_new (
          columns[i].name, columns[i].type,
          i > 0 ? VMX_COLUMN_FLAG_NULLABLE : VMX_COLUMN_FLAG_NONE);

      vmx_object_schema_add_column (schema, column);
    }
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

/* The cells of a row, for example "ID=1 Name=Ann Salary=null"; missing ones are left out. */
static char *
describe_row (VmxRecordBatch *batch, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, i);
      g_autofree char *text = NULL;

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING)
        continue;
      text = vmx_value_is_null (value) ? g_strdup ("null") : vmx_value_to_string (value);
      g_string_append_printf (out, "%s%s=%s", out->len > 0 ? " " : "",
                              vmx_column_get_name (vmx_object_schema_get_column (schema, i)), text);
    }
  return g_string_free (out, FALSE);
}

static VmxRecordBatch *
new_batch (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();

  return vmx_record_batch_new (schema);
}

static gboolean
decode (VmxRecordDecoder *decoder, const char *json, gsize part_size, GError **error)
{
  g_autoptr(VmxJsonReader) reader
      = vmx_json_reader_new (vmx_record_decoder_get_handler (), decoder);
  gsize length = strlen (json);

  for (gsize position = 0; position < length; position += part_size)
    {
      if (!vmx_json_reader_feed (reader, json + position, MIN (part_size, length - position),
                                 error))
        return FALSE;
    }
  return vmx_json_reader_finish (reader, error);
}

static void
test_records (void)
{
  static const struct
  {
    const char *json;
    const char *row;
  } records[] = {
    { "{}", "" },
    { "{\"ID\":1,\"Name\":\"Ann\",\"Salary\":12345678901234567890.120,\"Active\":true}",
      "ID=1 Name=Ann Salary=12345678901234567890.120 Active=true" },
    { "{\"Active\":false,\"Salary\":\"1.50\",\"Name\":\"\",\"ID\":\"2\"}",
      "ID=2 Name= Salary=1.50 Active=false" },
    { "{\"ID\":3,\"Name\":null,\"Address\":null}", "ID=3 Name=null Address=null" },
    { "{\"Big\":9223372036854775807}", "Big=9223372036854775807" },
    { "{\"Big\":\"-9223372036854775808\"}", "Big=-9223372036854775808" },
    /* columns of JSON take anything */
    { "{\"Address\":{ \"City\" : \"K\\u00f6ln\", \"x\":[1.0,{},[ ] ,null,true] },\"ID\":4}",
      "ID=4 Address={\"City\":\"K\xc3\xb6ln\",\"x\":[1.0,{},[],null,true]}" },
    { "{\"Address\":[],\"ID\":5}", "ID=5 Address=[]" },
    { "{\"Address\":\"a\\\"b\"}", "Address=\"a\\\"b\"" },
    { "{\"Address\":1.50}", "Address=1.50" },
    { "{\"Address\":false}", "Address=false" },
    /* others are passed over, with columns of the same name inside */
    { "{\"Boss\":{\"ID\":7,\"Name\":\"Bob\",\"Address\":{}},\"ID\":6}", "ID=6" },
    { "{\"ID\":7,\"Tasks\":[{\"ID\":1},[{\"ID\":2}],\"x\",1,null,true],\"Name\":\"Eve\"}",
      "ID=7 Name=Eve" },
    { "{\"id\":1,\"NAME\":\"x\",\"Nam\":1,\"Names\":2,\"\":3,\"ID\":8}", "ID=8" },
    { "{\"@odata.etag\":\"W/1\",\"ID\":9,\"Name@odata.type\":\"x\",\"Address@x\":{\"a\":[]}}",
      "ID=9" },
  };

  for (gsize part_size = 1; part_size < 100; part_size += 30)
    {
      g_autoptr(VmxRecordBatch) batch = new_batch ();
      g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);

      for (guint i = 0; i < G_N_ELEMENTS (records); i++)
        {
          g_autoptr(GError) error = NULL;
          g_autofree char *row = NULL;

          g_assert_false (vmx_record_decoder_in_record (decoder));
          decode (decoder, records[i].json, part_size, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, i + 1);
          row = describe_row (batch, i);
          g_assert_cmpstr (row, ==, records[i].row);
        }
      g_assert_cmpuint (vmx_record_decoder_get_n_unknown (decoder), ==, 7);
    }
}

static void
test_errors (void)
{
  static const struct
  {
    const char *json;
    int code;
    const char *message;
  } records[] = {
    { "5", VMX_ERROR_INVALID_VALUE, "object Employee: found a single value, expected a record" },
    { "null", VMX_ERROR_INVALID_VALUE, "expected a record" },
    { "true", VMX_ERROR_INVALID_VALUE, "expected a record" },
    { "\"x\"", VMX_ERROR_INVALID_VALUE, "expected a record" },
    { "[{}]", VMX_ERROR_INVALID_VALUE, "object Employee: found an array, expected a record" },
    { "{\"ID\":{}}", VMX_ERROR_INVALID_VALUE, "object Employee, column ID: found an object" },
    { "{\"ID\":7,\"Name\":[]}", VMX_ERROR_INVALID_VALUE,
      "object Employee, record [7], column Name: found an array, expected a value of type" },
    { "{\"ID\":7,\"Active\":\"maybe\"}", VMX_ERROR_INVALID_VALUE,
      "object Employee, record [7], column Active: " },
    { "{\"Active\":5,\"ID\":7}", VMX_ERROR_INVALID_VALUE, "object Employee, column Active: " },
    { "{\"ID\":2147483648}", VMX_ERROR_INVALID_VALUE, "object Employee, column ID: " },
    { "{\"ID\":7,\"Big\":9223372036854775808}", VMX_ERROR_INVALID_VALUE, "record [7], column Big" },
    { "{\"ID\":7,\"Salary\":true}", VMX_ERROR_INVALID_VALUE, "record [7], column Salary" },
    { "{\"ID\":7,\"Salary\":\"12,5\"}", VMX_ERROR_INVALID_VALUE, "record [7], column Salary" },
    { "{\"ID\":7,\"Name\":\"a\",\"Name\":\"b\"}", VMX_ERROR_JSON, "second member \"Name\"" },
    { "{\"ID\":7", VMX_ERROR_JSON, "cut off" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr(VmxRecordBatch) batch = new_batch ();
      g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", records[i].json);
      g_assert_false (decode (decoder, records[i].json, 5, &error));
      vmx_assert_error (error, VMX_ERROR, records[i].code, records[i].message);
    }
}

static void
test_strict_names (void)
{
  g_autoptr(VmxRecordBatch) batch = new_batch ();
  g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);
  g_autoptr(GError) error = NULL;

  vmx_record_decoder_set_strict_names (decoder, TRUE);
  g_assert_true (decode (decoder, "{\"ID\":1,\"@odata.etag\":\"x\",\"Name\":\"a\"}", 99, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_decoder_get_n_unknown (decoder), ==, 0);
  g_assert_false (decode (decoder, "{\"ID\":1,\"name\":\"a\"}", 99, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN,
                    "object Employee, record [1], column name: ");
}

static gboolean
record_annotation (gpointer data, VmxRecordBatch *batch, guint row, const char *target,
                   gsize target_length, const char *term, gsize term_length, const char *text,
                   gsize text_length, GError **error)
{
  GString *log = data;

  g_string_append_printf (log, "%u %.*s@%.*s=%.*s\n", row, (int) target_length, target,
                          (int) term_length, term, (int) text_length, text);
  if (term_length != 4 || memcmp (term, "stop", 4) != 0)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_SERVER, "stopped");
  return FALSE;
}

static void
test_annotations (void)
{
  static const char json[]
      = "{\"@odata.etag\":\"W/\\\"1\\\"\",\"Name@odata.type\":\"#String\",\"Name\":\"Ann\","
        "\"@n\":1.50,\"@t\":true,\"@f\":false,\"@z\":null,\"@\":\"\",\"a@b@c\":1,"
        "\"@context\":{ \"x\" : [ 1, {\"@y\":\"z\"} ] },\"Boss@list\":[],\"Other\":{\"@in\":1},"
        "\"Address\":{\"@type\":\"A\"},\"ID\":1}";
  g_autoptr(VmxRecordBatch) batch = new_batch ();
  g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);
  g_autoptr(GString) log = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  g_autofree char *row = NULL;

  vmx_record_decoder_set_annotation_func (decoder, record_annotation, log);
  decode (decoder, "{}", 99, &error);
  decode (decoder, json, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (log->str, ==,
                   "1 @odata.etag=W/\"1\"\n"
                   "1 Name@odata.type=#String\n"
                   "1 @n=1.50\n1 @t=true\n1 @f=false\n1 @z=null\n1 @=\n1 a@b@c=1\n"
                   "1 @context={\"x\":[1,{\"@y\":\"z\"}]}\n"
                   "1 Boss@list=[]\n");
  row = describe_row (batch, 1);
  g_assert_cmpstr (row, ==, "ID=1 Name=Ann Address={\"@type\":\"A\"}");
  g_assert_cmpuint (vmx_record_decoder_get_n_unknown (decoder), ==, 1);

  g_assert_false (decode (decoder, "{\"@stop\":[1]}", 99, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SERVER, "stopped");
}

static char *
make_record (guint order, guint n)
{
  if (order == 0)
    return g_strdup_printf ("{\"ID\":%u,\"Name\":\"n%u\",\"Big\":%u}", n, n, n);
  if (order == 1)
    return g_strdup_printf ("{\"Big\":%u,\"Name\":\"n%u\",\"ID\":%u}", n, n, n);
  return g_strdup_printf ("{\"x\":0,\"Name\":\"n%u\",\"y\":[],\"ID\":%u,\"Big\":%u}", n, n,
                          n);
}

/* Members in the order of the schema, in another, and in changing ones. */
static void
test_member_orders (void)
{
  static const guint8 orders[] = { 0, 0, 0, 1, 1, 2, 2, 2, 0, 1, 2, 0, 2, 1 };
  g_autoptr(VmxRecordBatch) batch = new_batch ();
  g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);

  for (guint i = 0; i < 3 * G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *json = make_record (orders[i % G_N_ELEMENTS (orders)], i);
      g_autofree char *expected = g_strdup_printf ("ID=%u Name=n%u Big=%u", i, i, i);
      g_autofree char *row = NULL;
      g_autoptr(GError) error = NULL;

      decode (decoder, json, 99, &error);
      g_assert_no_error (error);
      row = describe_row (batch, i);
      g_assert_cmpstr (row, ==, expected);
    }
}

static void
test_long_values (void)
{
  gsize length = 1024 * 1024;
  g_autofree char *content = g_strnfill (length, 'x');
  g_autofree char *json
      = g_strdup_printf ("{\"ID\":1,\"Name\":\"%s\",\"Address\":{\"a\":\"%s\"}}", content, content);
  g_autoptr(VmxRecordBatch) batch = new_batch ();
  g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);
  g_autoptr(GError) error = NULL;
  gsize text_length;

  decode (decoder, json, 1000, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_value_get_text (vmx_record_batch_peek_value (batch, 0, 1), NULL), ==,
                   content);
  vmx_value_get_text (vmx_record_batch_peek_value (batch, 0, 4), &text_length);
  g_assert_cmpuint (text_length, ==, length + strlen ("{\"a\":\"\"}"));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);

  g_test_add_func ("/record-decoder/records", test_records);
  g_test_add_func ("/record-decoder/errors", test_errors);
  g_test_add_func ("/record-decoder/strict-names", test_strict_names);
  g_test_add_func ("/record-decoder/annotations", test_annotations);
  g_test_add_func ("/record-decoder/member-orders", test_member_orders);
  g_test_add_func ("/record-decoder/long-values", test_long_values);
  return g_test_run ();
}
