/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/settle/vmx-agreement-private.h>

#include "vmx-test.h"

static VmxObjectSchema *
make_schema (void)
{
  static const struct
  {
    const char *name;
    VmxColumnType type;
    VmxColumnFlags flags;
  } columns[] = {
    { "Id", VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NONE },
    { "Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE },
    { "Price", VMX_COLUMN_DECIMAL, VMX_COLUMN_FLAG_NULLABLE },
    { "At", VMX_COLUMN_TIMESTAMP, VMX_COLUMN_FLAG_NULLABLE },
    { "Changed", VMX_COLUMN_TIMESTAMP, VMX_COLUMN_FLAG_NULLABLE | VMX_COLUMN_FLAG_COMPUTED },
  };
  VmxObjectSchema *schema = vmx_object_schema_new ("Thing");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(VmxColumn) column
          = vmx_column_new (columns[i].name, columns[i].type, columns[i].flags);

      vmx_object_schema_add_column (schema, column);
    }
  vmx_object_schema_add_key_column (schema, "Id");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

static VmxRecordBatch *
read_row (VmxObjectSchema *schema, const char *json)
{
  VmxRecordBatch *batch = vmx_record_batch_new (schema);
  g_autoptr(GError) error = NULL;

  vmx_record_batch_append_json (batch, json, &error);
  g_assert_no_error (error);
  return batch;
}

/* Columns that are not named are missing. */
static const struct
{
  const char *sent;
  const char *server;
  gboolean reached;
} reached[] = {
  { "{\"Name\":\"a\"}", "{\"Name\":\"a\",\"Price\":\"7\"}", TRUE },
  { "{\"Name\":\"a\"}", "{\"Name\":\"A\"}", FALSE },
  { "{\"Name\":null}", "{\"Name\":null}", TRUE },
  { "{\"Name\":null}", "{\"Name\":\"\"}", FALSE },
  { "{\"Name\":\"a\"}", "{\"Name\":null}", FALSE },
  { "{\"Price\":\"1.50\"}", "{\"Price\":\"1.5\"}", TRUE },
  { "{\"Price\":\"1.50\"}", "{\"Price\":\"1.51\"}", FALSE },
  { "{\"At\":\"2024-01-01T10:00:00+02:00\"}", "{\"At\":\"2024-01-01T08:00:00Z\"}", TRUE },
  /* Servers cut off what they cannot keep, and keep what they can. */
  { "{\"At\":\"2024-01-01T08:00:00.123456Z\"}", "{\"At\":\"2024-01-01T08:00:00.123Z\"}", TRUE },
  { "{\"At\":\"2024-01-01T08:00:00.123456Z\"}", "{\"At\":\"2024-01-01T08:00:00Z\"}", TRUE },
  { "{\"At\":\"2024-01-01T08:00:00.123456Z\"}", "{\"At\":\"2024-01-01T08:00:00.124Z\"}", FALSE },
  { "{\"At\":\"2024-01-01T08:00:00.1Z\"}", "{\"At\":\"2024-01-01T08:00:00.123Z\"}", FALSE },
  { "{\"Changed\":\"2024-01-01T08:00:00Z\"}", "{\"Changed\":\"2025-01-01T08:00:00Z\"}", TRUE },
  { "{\"Id\":-1,\"Name\":\"a\"}", "{\"Id\":5,\"Name\":\"a\"}", TRUE },
};

static void
test_reached (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (reached); i++)
    {
      g_autoptr(VmxRecordBatch) sent = read_row (schema, reached[i].sent);
      g_autoptr(VmxRecordBatch) server = read_row (schema, reached[i].server);

      g_test_message ("%s %s", reached[i].sent, reached[i].server);
      g_assert_cmpint (vmx_agreement_is_reached (sent, 0, server, 0), ==, reached[i].reached);
    }
}

static void
test_same (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  g_autoptr(VmxRecordBatch) base = read_row (
      schema, "{\"Name\":\"a\",\"Changed\":\"2024-01-01T08:00:00Z\",\"Price\":\"1\"}");
  g_autoptr(VmxRecordBatch) touched = read_row (
      schema, "{\"Name\":\"a\",\"Changed\":\"2025-01-01T08:00:00Z\",\"Price\":\"1.0\"}");
  g_autoptr(VmxRecordBatch) less = read_row (schema, "{\"Name\":\"a\"}");
  g_autoptr(VmxRecordBatch) other = read_row (schema, "{\"Name\":\"b\",\"Price\":\"1\"}");
  g_autoptr(VmxRecordBatch) emptied = read_row (schema, "{\"Name\":\"a\",\"Price\":null}");

  g_assert_true (vmx_agreement_is_same (base, 0, base, 0));
  g_assert_true (vmx_agreement_is_same (base, 0, touched, 0));
  g_assert_true (vmx_agreement_is_same (base, 0, less, 0));
  g_assert_false (vmx_agreement_is_same (base, 0, other, 0));
  g_assert_false (vmx_agreement_is_same (base, 0, emptied, 0));
}

static const struct
{
  const char *sent;
  const char *base;
  const char *server;
  gboolean clash;
} clashes[] = {
  /* Only here, only there, both the same, both differently. */
  { "{\"Name\":\"b\"}", "{\"Name\":\"a\",\"Price\":\"1\"}",
    "{\"Name\":\"a\",\"Price\":\"2\"}", FALSE },
  { "{\"Name\":\"a\"}", "{\"Name\":\"a\"}", "{\"Name\":\"c\"}", TRUE },
  { "{\"Name\":\"b\"}", "{\"Name\":\"a\"}", "{\"Name\":\"b\"}", FALSE },
  { "{\"Name\":\"b\"}", "{\"Name\":\"a\"}", "{\"Name\":\"c\"}", TRUE },
  { "{\"Name\":null}", "{\"Name\":\"a\"}", "{\"Name\":\"c\"}", TRUE },
  { "{\"Name\":\"b\"}", "{\"Name\":null}", "{\"Name\":null}", FALSE },
};

static void
test_clash (void)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (clashes); i++)
    {
      g_autoptr(VmxRecordBatch) sent = read_row (schema, clashes[i].sent);
      g_autoptr(VmxRecordBatch) base = read_row (schema, clashes[i].base);
      g_autoptr(VmxRecordBatch) server = read_row (schema, clashes[i].server);

      g_test_message ("%s %s %s", clashes[i].sent, clashes[i].base, clashes[i].server);
      g_assert_cmpint (vmx_agreement_is_clash (sent, 0, base, 0, server, 0), ==,
                       clashes[i].clash);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/agreement/reached", test_reached);
  g_test_add_func ("/agreement/same", test_same);
  g_test_add_func ("/agreement/clash", test_clash);
  return g_test_run ();
}
