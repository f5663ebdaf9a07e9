/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-page.h"

#include <string.h>

#include "vmx-test.h"

static VmxObjectSchema *
make_schema (void)
{
  static const struct
  {
    const char *name;
    VmxColumnType type;
  } columns[] = {
    { "ID", VMX_COLUMN_INT64 },
    { "Name", VMX_COLUMN_STRING },
    { "Salary", VMX_COLUMN_DECIMAL },
    { "Address", VMX_COLUMN_JSON },
  };
  VmxObjectSchema *schema = vmx_object_schema_new ("Employees");

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(VmxColumn) column
          = vmx_column_new (columns[i].name, columns[i].type,
                            i > 0 ? VMX_COLUMN_FLAG_NULLABLE : VMX_COLUMN_FLAG_NONE);

      vmx_object_schema_add_column (schema, column);
    }
  vmx_object_schema_add_key_column (schema, "ID");
  g_assert_true (vmx_object_schema_seal (schema, NULL));
  return schema;
}

/* Reads a document in pieces of a size. */
static VmxOdataPage *
read_page (const char *json, gsize piece, guint max_rows, GError **error)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  VmxOdataPage *page = vmx_odata_page_new (schema);
  gsize length = strlen (json);

  vmx_odata_page_set_max_rows (page, max_rows);
  for (gsize i = 0; i < length; i += piece)
    {
      if (!vmx_odata_page_feed (page, json + i, MIN (piece, length - i), error))
        return page;
    }
  if (vmx_odata_page_finish (page, error))
    vmx_odata_page_check (page, error);
  return page;
}

static const char full_page[]
    = "{\"@odata.context\":\"$metadata#Employees\",\"@odata.count\":\"2\","
      "\"@odata.metadataEtag\":\"x\",\"odd\":{\"value\":[1,{\"error\":2}]},"
      "\"value\":["
      "{\"@odata.etag\":\"W/\\\\\\\"2024\\\\\\\"\",\"ID\":\"9007199254740993\",\"Name\":\"Ö\","
      "\"Salary\":1.10,\"Address\":{\"City\":\"X\",\"value\":[1]},\"Unknown\":[[{}]]},"
      "{\"ID\":2,\"Name@odata.type\":\"#String\",\"Name\":null,\"@etag\":\"e2\"}"
      "],\"@odata.nextLink\":\"Employees?$skiptoken=2\"}";

static void
check_full_page (VmxOdataPage *page)
{
  VmxRecordBatch *batch = vmx_odata_page_get_batch (page);
  g_autofree char *key = vmx_record_batch_get_key_text (batch, 0);

  g_assert_cmpuint (vmx_record_batch_get_n_rows (batch), ==, 2);
  g_assert_cmpstr (key, ==, "[\"9007199254740993\"]");
  g_assert_cmpstr (vmx_record_batch_get_etag (batch, 0), ==, "W/\\\"2024\\\"");
  g_assert_cmpstr (vmx_record_batch_get_etag (batch, 1), ==, "e2");
  g_assert_cmpstr (vmx_value_get_text (vmx_record_batch_peek_value (batch, 0, 2), NULL), ==,
                   "1.10");
  g_assert_cmpstr (vmx_value_get_text (vmx_record_batch_peek_value (batch, 0, 3), NULL), ==,
                   "{\"City\":\"X\",\"value\":[1]}");
  g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (batch, 1, 1)), ==,
                   VMX_VALUE_NULL);
  g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (batch, 1, 2)), ==,
                   VMX_VALUE_MISSING);
  g_assert_cmpint (vmx_odata_page_get_count (page), ==, 2);
  g_assert_cmpstr (vmx_odata_page_get_context (page), ==, "$metadata#Employees");
  g_assert_cmpstr (vmx_odata_page_get_next_link (page), ==, "Employees?$skiptoken=2");
  g_assert_null (vmx_odata_page_get_delta_link (page));
}

static void
test_full (void)
{
  for (gsize piece = 1; piece <= sizeof full_page; piece++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxOdataPage) page = read_page (full_page, piece, 0, &error);

      g_assert_no_error (error);
      check_full_page (page);
    }
}

/* Wherever it is cut, it must be seen. */
static void
test_cut (void)
{
  for (gsize length = 0; length < sizeof full_page - 1; length++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *part = g_strndup (full_page, length);
      g_autoptr(VmxOdataPage) page = read_page (part, 16, 0, &error);

      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "Employees");
    }
}

static void
test_short_names (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxOdataPage) page
      = read_page ("{\"value\":[],\"@count\":7,\"@context\":\"c\",\"@deltaLink\":\"d\","
                   "\"@nextLink\":null}",
                   1000, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (vmx_odata_page_get_count (page), ==, 7);
  g_assert_cmpstr (vmx_odata_page_get_context (page), ==, "c");
  g_assert_cmpstr (vmx_odata_page_get_delta_link (page), ==, "d");
  g_assert_null (vmx_odata_page_get_next_link (page));
}

static void
test_removed (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxOdataPage) page
      = read_page ("{\"value\":[{\"@removed\":{\"reason\":\"deleted\"},\"ID\":1},{\"ID\":2}]}",
                   1000, 0, &error);

  g_assert_no_error (error);
  g_assert_true (vmx_record_batch_is_deleted (vmx_odata_page_get_batch (page), 0));
  g_assert_false (vmx_record_batch_is_deleted (vmx_odata_page_get_batch (page), 1));
}

static void
test_wrong (void)
{
  static const struct
  {
    const char *json, *words;
  } cases[] = {
    { "", "cannot be read" },
    { "null", "single value" },
    { "5", "single value" },
    { "[]", "an array" },
    { "{}", "no member “value”" },
    { "{\"value\":null}", "no member “value”" },
    { "{\"value\":5}", "single value" },
    { "{\"value\":{\"ID\":1}}", "one object" },
    { "{\"ID\":1}", "no member “value”" },
    { "{\"d\":{\"results\":[]}}", "OData 2" },
    { "{\"value\":[5]}", "expected a record" },
    { "{\"value\":[[]]}", "expected a record" },
    { "{\"value\":[{\"ID\":\"x\"}]}", "column ID" },
    { "{\"value\":[{\"ID\":7,\"Name\":true}]}", "record [7], column Name" },
    { "{\"value\":[{\"ID\":7,\"Name\":{}}]}", "record [7], column Name" },
    { "{\"value\":[{\"Name\":\"x\"}]}", "key column “ID”" },
    { "{\"value\":[{\"ID\":null}]}", "ID" },
    { "{\"value\":[{\"ID\":1,\"ID\":2}]}", "second member" },
    { "{\"value\":[],\"value\":[]}", "second member" },
    { "{\"value\":[]} x", "nothing behind" },
    { "{\"@odata.count\":-1,\"value\":[]}", "count" },
    { "{\"@odata.count\":\"many\",\"value\":[]}", "count" },
    { "{\"@odata.count\":99999999999999999999,\"value\":[]}", "count" },
    { "{\"value\":[{\"ID\":1}],\"error\":{\"code\":\"E5\",\"message\":\"half way\"}}",
      "code E5: “half way”" },
    { "{\"error\":\"plain\",\"value\":[]}", "“plain”" },
    { "{\"error\":[{\"message\":\"listed\"}]}", "" },
    { "<html>", "cannot be read" },
    { "{\"value\":[{\"ID\":1,\"Name\":\"\xff\"}]}", "UTF-8" },
    { "{\"value\":[{\"ID\":1,\"Name\":\"\\u0000\"}]}", "NUL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxOdataPage) page = read_page (cases[i].json, 1000, 0, &error);

      g_test_message ("case %u", i);
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, cases[i].words);
    }
}

static void
test_deep (void)
{
  g_autofree char *open = g_strnfill (200 * 1024, '[');
  g_autofree char *json = g_strconcat ("{\"value\":[{\"ID\":1,\"x\":", open, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxOdataPage) page = read_page (json, 4096, 0, &error);

  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "levels");
}

static void
test_null_error (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxOdataPage) page = read_page ("{\"error\":null,\"value\":[]}", 1000, 0, &error);

  g_assert_no_error (error);
}

static void
test_max_rows (void)
{
  static const char json[] = "{\"value\":[{\"ID\":1,\"Address\":[{}]},{\"ID\":2},{\"ID\":3}]}";
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxOdataPage) fine = read_page (json, 1000, 3, &error);
  g_autoptr(VmxOdataPage) stopped = NULL;

  g_assert_no_error (error);
  g_assert_false (vmx_odata_page_was_stopped (fine));
  stopped = read_page (json, 1000, 2, &error);
  g_assert_nonnull (error);
  g_assert_true (vmx_odata_page_was_stopped (stopped));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/odata/page/full", test_full);
  g_test_add_func ("/odata/page/cut", test_cut);
  g_test_add_func ("/odata/page/short-names", test_short_names);
  g_test_add_func ("/odata/page/removed", test_removed);
  g_test_add_func ("/odata/page/wrong", test_wrong);
  g_test_add_func ("/odata/page/deep", test_deep);
  g_test_add_func ("/odata/page/null-error", test_null_error);
  g_test_add_func ("/odata/page/max-rows", test_max_rows);
  return g_test_run ();
}
