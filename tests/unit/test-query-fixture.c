/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test-query-fixture.h"

#include <string.h>

/* A column without text is null; one with "-" is never set. */
static const struct
{
  const char *name;
  VmxColumnType type;
  const char *text;
} columns[] = {
  { "Id", VMX_COLUMN_INT32, "7" },
  { "Big", VMX_COLUMN_INT64, "9223372036854775807" },
  { "Low", VMX_COLUMN_INT64, "-9223372036854775808" },
  { "Tiny", VMX_COLUMN_SBYTE, "-3" },
  { "Price", VMX_COLUMN_DECIMAL, "0.10" },
  { "Huge", VMX_COLUMN_DECIMAL, "123456789012345678901234567890.123456789" },
  { "Score", VMX_COLUMN_DOUBLE, "2.5" },
  { "Rate", VMX_COLUMN_SINGLE, "-0.5" },
  { "Active", VMX_COLUMN_BOOLEAN, "true" },
  { "Idle", VMX_COLUMN_BOOLEAN, "false" },
  { "Name", VMX_COLUMN_STRING, "Grüße O'Neil" },
  { "Other", VMX_COLUMN_STRING, "Grüße" },
  { "Pad", VMX_COLUMN_STRING, " \tx\xc2\xa0" },
  { "Colors", VMX_COLUMN_STRING, "Red, Blue" },
  { "Born", VMX_COLUMN_DATE, "2024-02-29" },
  { "Wakes", VMX_COLUMN_TIME_OF_DAY, "06:30:15.250" },
  { "Changed", VMX_COLUMN_TIMESTAMP, "2024-02-29T13:30:15.2500Z" },
  { "Seen", VMX_COLUMN_TIMESTAMP, "1969-12-31T23:59:59.5Z" },
  { "Lasts", VMX_COLUMN_DURATION, "P1DT2H" },
  { "Guid", VMX_COLUMN_GUID, "ABCDEF01-2345-6789-abcd-ef0123456789" },
  { "Photo", VMX_COLUMN_BINARY, "AP8=" },
  { "Extra", VMX_COLUMN_JSON, "{\"a\":1}" },
  { "Film", VMX_COLUMN_STREAM, NULL },
  { "order by", VMX_COLUMN_STRING, "odd" },
  { "NoNumber", VMX_COLUMN_INT32, NULL },
  { "NoFlag", VMX_COLUMN_BOOLEAN, NULL },
  { "NoText", VMX_COLUMN_STRING, NULL },
  { "Absent", VMX_COLUMN_STRING, "-" },
};

VmxObjectSchema *
query_fixture_make_schema (void)
{
  VmxObjectSchema *schema = vmx_object_schema_new ("Employee");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(VmxColumn) column
          = vmx_column_new (columns[i].name, columns[i].type, VMX_COLUMN_FLAG_NULLABLE);

      if (strcmp (columns[i].name, "Colors") == 0)
        vmx_column_set_type_name (column, "Model.Color");
      vmx_object_schema_add_column (schema, column);
    }
  vmx_object_schema_add_key_column (schema, "Id");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

VmxRecordBatch *
query_fixture_make_batch (VmxObjectSchema *schema)
{
  VmxRecordBatch *batch = vmx_record_batch_new (schema);
  guint row = vmx_record_batch_add_row (batch);
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      const char *text = columns[i].text;

      if (text == NULL)
        vmx_record_batch_set_null (batch, row, i);
      else if (strcmp (text, "-") != 0)
        vmx_record_batch_set_string (batch, row, i, text, strlen (text), &error);
      g_assert_no_error (error);
    }
  return batch;
}

char
query_fixture_get_truth (VmxQuery *query, VmxRecordBatch *batch)
{
  g_autoptr(VmxQuery) negation = vmx_query_new (VMX_QUERY_NOT, 0);
  gboolean met, negation_met;

  vmx_query_add (negation, vmx_query_ref (query));
  met = vmx_query_matches (query, batch, 0);
  negation_met = vmx_query_matches (negation, batch, 0);
  g_assert_false (met && negation_met);
  if (met)
    return 't';
  return negation_met ? 'f' : 'u';
}
