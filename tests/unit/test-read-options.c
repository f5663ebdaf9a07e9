/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/options/vmx-read-options.h>
#include <libvmxsync/model/vmx-error.h>

#include "vmx-test.h"

static void
test_all (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxReadOptions) options = vmx_read_options_new_from_json (
      "{\"primaryKeys\":{\"ID\":\"7\"},\"whereCondition\":{\"Name\":null},"
      "\"whereConditionAsAString\":\"Age > 30\",\"likeCondition\":{\"Name\":\"A%\"},"
      "\"filter\":\"Age gt 30\",\"orderByMap\":[{\"Name\":\"DESC_IGNORECASE\"},{\"Age\":\"ASC\"}],"
      "\"projectionColumns\":[\"Name\",\"Age\"],\"distinct\":\"true\"}",
      &error);

  g_assert_no_error (error);
  g_assert_cmpstr (vmx_record_get_text (vmx_read_options_get_primary_keys (options), "ID"), ==,
                   "7");
  g_assert_true (vmx_record_has (vmx_read_options_get_where_condition (options), "Name"));
  g_assert_cmpstr (vmx_read_options_get_where_condition_as_a_string (options), ==, "Age > 30");
  g_assert_cmpstr (vmx_record_get_text (vmx_read_options_get_like_condition (options), "Name"),
                   ==, "A%");
  g_assert_cmpstr (vmx_read_options_get_filter (options), ==, "Age gt 30");
  g_assert_cmpuint (vmx_read_options_get_n_orders (options), ==, 2);
  g_assert_cmpstr (vmx_read_options_get_order_column (options, 0), ==, "Name");
  g_assert_cmpint (vmx_read_options_get_order (options, 0), ==, VMX_ORDER_DESCENDING_IGNORE_CASE);
  g_assert_cmpint (vmx_read_options_get_order (options, 1), ==, VMX_ORDER_ASCENDING);
  g_assert_null (vmx_read_options_get_order_column (options, 2));
  g_assert_cmpstr (vmx_read_options_get_projection_columns (options)[1], ==, "Age");
  g_assert_true (vmx_read_options_get_distinct (options));
}

static void
test_empty (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxReadOptions) options = vmx_read_options_new_from_json ("{}", &error);

  g_assert_no_error (error);
  g_assert_null (vmx_read_options_get_primary_keys (options));
  g_assert_null (vmx_read_options_get_filter (options));
  g_assert_cmpuint (vmx_read_options_get_n_orders (options), ==, 0);
  g_assert_null (vmx_read_options_get_projection_columns (options));
  g_assert_false (vmx_read_options_get_distinct (options));
}

static void
test_wrong (void)
{
  static const struct
  {
    const char *json;
    int code;
    const char *part;
  } cases[] = {
    { "[]", VMX_ERROR_INVALID_OPTION, "the read options" },
    { "null", VMX_ERROR_INVALID_OPTION, "the read options" },
    { "{", VMX_ERROR_INVALID_OPTION, "the read options" },
    { "{\"primaryKey\":{}}", VMX_ERROR_INVALID_OPTION, "did you mean “primaryKeys”?" },
    { "{\"primaryKeys\":null}", VMX_ERROR_INVALID_OPTION, "“primaryKeys”" },
    { "{\"primaryKeys\":[1]}", VMX_ERROR_INVALID_OPTION, "“primaryKeys”" },
    { "{\"whereCondition\":\"a = 1\"}", VMX_ERROR_INVALID_OPTION, "“whereCondition”" },
    { "{\"whereConditionAsAString\":{}}", VMX_ERROR_INVALID_OPTION, "“whereConditionAsAString”" },
    { "{\"likeCondition\":5}", VMX_ERROR_INVALID_OPTION, "“likeCondition”" },
    { "{\"projectionColumns\":\"Name\"}", VMX_ERROR_INVALID_OPTION, "“projectionColumns”" },
    { "{\"projectionColumns\":[null]}", VMX_ERROR_INVALID_OPTION, "“projectionColumns”" },
    { "{\"distinct\":1}", VMX_ERROR_INVALID_OPTION, "“distinct”" },
    { "{\"filter\":null}", VMX_ERROR_INVALID_FILTER, "“filter”" },
    { "{\"filter\":\"\"}", VMX_ERROR_INVALID_FILTER, "“filter”" },
    { "{\"filter\":5}", VMX_ERROR_INVALID_FILTER, "“filter”" },
    { "{\"orderByMap\":null}", VMX_ERROR_INVALID_OPTION, "“orderByMap”" },
    { "{\"orderByMap\":\"Name\"}", VMX_ERROR_INVALID_OPTION, "“orderByMap”" },
    { "{\"orderByMap\":[\"Name\"]}", VMX_ERROR_INVALID_OPTION, "“orderByMap”" },
    { "{\"orderByMap\":[{\"Name\":\"UP\"}]}", VMX_ERROR_INVALID_OPTION, "ASC_IGNORECASE" },
    { "{\"orderByMap\":[{\"Name\":1}]}", VMX_ERROR_INVALID_OPTION, "ASC_IGNORECASE" },
    { "{\"orderByMap\":[{\"Name\":null}]}", VMX_ERROR_INVALID_OPTION, "ASC_IGNORECASE" },
    { "{\"orderByMap\":[{\"\":\"ASC\"}]}", VMX_ERROR_ORDER_COLUMN_MISSING, "empty" },
    { "{\"orderByMap\":[{}]}", VMX_ERROR_ORDER_COLUMN_MISSING, "empty" },
    { "{\"orderByMap\":[null]}", VMX_ERROR_ORDER_COLUMN_MISSING, "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_null (vmx_read_options_new_from_json (cases[i].json, &error));
      vmx_assert_error (error, VMX_ERROR, cases[i].code, cases[i].part);
    }
}

static void
test_setters (void)
{
  static const char *const columns[] = { "Name", NULL };
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(VmxRecord) keys = vmx_record_new ();

  vmx_read_options_set_primary_keys (options, keys);
  vmx_read_options_set_filter (options, "a eq 1");
  vmx_read_options_set_filter (options, vmx_read_options_get_filter (options));
  g_assert_cmpstr (vmx_read_options_get_filter (options), ==, "a eq 1");
  vmx_read_options_set_filter (options, NULL);
  vmx_read_options_set_projection_columns (options, columns);
  vmx_read_options_set_projection_columns (options,
                                           vmx_read_options_get_projection_columns (options));
  vmx_read_options_add_order (options, "Name", VMX_ORDER_DESCENDING);
  g_assert_true (vmx_read_options_get_primary_keys (options) == keys);
  g_assert_null (vmx_read_options_get_filter (options));
  g_assert_cmpstr (vmx_read_options_get_projection_columns (options)[0], ==, "Name");
  g_assert_cmpint (vmx_read_options_get_order (options, 0), ==, VMX_ORDER_DESCENDING);
  vmx_read_options_set_projection_columns (options, NULL);
  g_assert_null (vmx_read_options_get_projection_columns (options));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/read-options/all", test_all);
  g_test_add_func ("/read-options/empty", test_empty);
  g_test_add_func ("/read-options/wrong", test_wrong);
  g_test_add_func ("/read-options/setters", test_setters);
  return g_test_run ();
}
