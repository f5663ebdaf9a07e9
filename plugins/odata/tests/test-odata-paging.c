/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-paging.h"

#include "vmx-test.h"

static VmxObjectSchema *
make_schema (VmxColumnType type, gboolean compound)
{
  VmxObjectSchema *schema = vmx_object_schema_new ("Things");
  g_autoptr(VmxColumn) key = vmx_column_new ("ID", type, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) other = vmx_column_new ("Part", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);

  vmx_object_schema_add_column (schema, other);
  vmx_object_schema_add_column (schema, key);
  vmx_object_schema_add_key_column (schema, "ID");
  if (compound)
    vmx_object_schema_add_key_column (schema, "Part");
  g_assert_true (vmx_object_schema_seal (schema, NULL));
  return schema;
}

static void
test_style (void)
{
  VmxOdataPageStyle style = VMX_ODATA_STYLE_AUTO;
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_odata_page_style_parse ("key", &style, &error));
  g_assert_cmpint (style, ==, VMX_ODATA_STYLE_KEY);
  g_assert_false (vmx_odata_page_style_parse ("Key", &style, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "expected auto, link or key");
  g_assert_false (vmx_odata_page_style_parse (NULL, &style, &error));
}

static void
test_positions (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (VMX_COLUMN_INT64, FALSE);
  g_autoptr(VmxObjectSchema) guids = make_schema (VMX_COLUMN_GUID, FALSE);
  const struct
  {
    VmxObjectSchema *schema;
    const char *text;
  } cases[] = {
    { schema, "link:/odata/E?$skiptoken=7" },
    { schema, "key:-9007199254740993" },
    { guids, "key:0A2B3C4D-0000-1111-2222-333344445555" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto(VmxOdataPosition) position = { VMX_ODATA_POSITION_START, NULL };
      g_autoptr(GError) error = NULL;
      g_autofree char *text = NULL;

      g_assert_true (vmx_odata_position_parse (&position, cases[i].text, cases[i].schema, &error));
      g_assert_no_error (error);
      text = vmx_odata_position_to_text (&position);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_wrong_positions (void)
{
  static const char *const texts[] = {
    "",
    "link:",
    "link:http://evil.example/",
    "key:",
    "key:1 or true",
    "key:1)",
    "key:abc",
    "key:1.5",
    "key:0x10",
    "odd:1",
    "key:99999999999999999999",
  };
  g_autoptr(VmxObjectSchema) schema = make_schema (VMX_COLUMN_INT64, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto(VmxOdataPosition) position = { VMX_ODATA_POSITION_START, NULL };
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_false (vmx_odata_position_parse (&position, texts[i], schema, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_DOWNLOAD_FAILED, "batch context");
    }
}

static void
test_column (void)
{
  static const struct
  {
    VmxColumnType type;
    gboolean compound;
    int expected;
  } cases[] = {
    { VMX_COLUMN_INT32, FALSE, 1 },    { VMX_COLUMN_GUID, FALSE, 1 },
    { VMX_COLUMN_INT32, TRUE, -1 },    { VMX_COLUMN_STRING, FALSE, -1 },
    { VMX_COLUMN_DECIMAL, FALSE, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxObjectSchema) schema = make_schema (cases[i].type, cases[i].compound);

      g_assert_cmpint (vmx_odata_paging_get_column (schema), ==, cases[i].expected);
    }
}

static char *
get_last_key (const char *rows, const char *previous, GError **error)
{
  g_autoptr(VmxObjectSchema) schema = make_schema (VMX_COLUMN_INT64, FALSE);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_auto(GStrv) keys = g_strsplit (rows, " ", -1);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"ID\":%s}", keys[i]);

      g_assert_true (vmx_record_batch_append_json (batch, json, NULL));
    }
  return vmx_odata_paging_get_last_key (batch, 1, previous, error);
}

static void
test_last_key (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *first = get_last_key ("-5 3 9007199254740993", NULL, &error);
  g_autofree char *next = get_last_key ("4", "3", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, "9007199254740993");
  g_assert_cmpstr (next, ==, "4");
  g_assert_null (get_last_key ("3 4", "3", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "does not page by key");
  g_assert_null (get_last_key ("5 4", NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "key 4 came after key 5");
}

static void
test_guard (void)
{
  g_autoptr(VmxOdataGuard) guard = vmx_odata_guard_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_odata_guard_step (guard, "A", NULL, "1", &error));
  g_assert_true (vmx_odata_guard_step (guard, "A", "1", "2", &error));
  /* The same batch is fetched again. */
  g_assert_true (vmx_odata_guard_step (guard, "A", "1", "2", &error));
  g_assert_true (vmx_odata_guard_step (guard, "B", NULL, "2", &error));
  g_assert_false (vmx_odata_guard_step (guard, "A", "2", "2", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "object “A”");
  g_assert_false (vmx_odata_guard_step (guard, "A", "2", "1", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "never end");

  /* A resumed download must not come back to where it began. */
  vmx_odata_guard_restart (guard, "A");
  g_assert_true (vmx_odata_guard_step (guard, "A", "5", "6", &error));
  g_assert_false (vmx_odata_guard_step (guard, "A", "6", "5", &error));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/odata/paging/style", test_style);
  g_test_add_func ("/odata/paging/positions", test_positions);
  g_test_add_func ("/odata/paging/wrong-positions", test_wrong_positions);
  g_test_add_func ("/odata/paging/column", test_column);
  g_test_add_func ("/odata/paging/last-key", test_last_key);
  g_test_add_func ("/odata/paging/guard", test_guard);
  return g_test_run ();
}
