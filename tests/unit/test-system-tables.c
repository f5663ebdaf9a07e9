/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-system-tables-private.h>

#include "vmx-test.h"

static void
test_schemas (void)
{
  for (guint i = 0; i < VMX_N_TABLES; i++)
    {
      VmxObjectSchema *schema = vmx_system_table_get_schema (i);

      g_assert_true (vmx_object_schema_is_sealed (schema));
      g_assert_true (g_str_has_prefix (vmx_object_schema_get_name (schema), "vmx_"));
      g_assert_cmpuint (vmx_object_schema_get_n_key_columns (schema), >, 0);
      g_assert_true (vmx_system_table_get_schema (i) == schema);
    }
}

static void
test_row (void)
{
  g_autoptr(VmxRecordBatch) row = vmx_system_table_new_row (
      VMX_TABLE_CHANGES, "seq", "9223372036854775807", "service", "HR", "object", "Employees",
      "key", "[7]", "record_values", "{\"Name\":null}", "answer", NULL, "state", "a\xff", NULL);
  g_autofree char *key = vmx_record_batch_get_key_text (row, 0);

  g_assert_cmpuint (vmx_record_batch_get_n_rows (row), ==, 1);
  g_assert_cmpstr (key, ==, "[\"9223372036854775807\"]");
  g_assert_cmpint (vmx_system_table_get_int64 (row, 0, "seq"), ==, G_MAXINT64);
  g_assert_cmpstr (vmx_system_table_get_text (row, 0, "service"), ==, "HR");
  g_assert_cmpstr (vmx_system_table_get_text (row, 0, "record_values"), ==, "{\"Name\":null}");
  g_assert_null (vmx_system_table_get_text (row, 0, "answer"));
  g_assert_null (vmx_system_table_get_text (row, 0, "action"));
  g_assert_cmpint (vmx_system_table_get_int64 (row, 0, "attempts"), ==, 0);
  /* an answer of a server, for example */
  g_assert_cmpstr (vmx_system_table_get_text (row, 0, "state"), ==, "a\xef\xbf\xbd");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/system-tables/schemas", test_schemas);
  g_test_add_func ("/system-tables/row", test_row);
  return g_test_run ();
}
