/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The wrappers of the plugin interfaces, over plugins that behave badly. */
#include <libvmxsync/model/vmx-error.h>

#include "test-plugin-double.h"
#include "vmx-test.h"

typedef gboolean (*CallFunc) (gpointer plugin, VmxObjectSchema *schema, GError **error);

static gboolean
call_transport_open (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_transport_open (plugin, NULL, NULL, error);
}

static gboolean
call_transport_close (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_transport_close (plugin, error);
}

static gboolean
call_fetch_schema (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxServiceSchema) result = vmx_transport_fetch_schema (plugin, NULL, error);

  return result != NULL;
}

static gboolean
call_fetch_batch (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxFetchRequest) request = vmx_fetch_request_new (schema);
  g_autoptr(VmxRecordBatch) batch = vmx_transport_fetch_batch (plugin, request, NULL, error);

  return batch != NULL;
}

static gboolean
call_prepare (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_processor_prepare (plugin, schema, error);
}

static gboolean
call_process_download (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = test_double_make_batch (schema, 2);

  return vmx_processor_process_download (plugin, batch, NULL, error);
}

static gboolean
call_get_headers (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(GHashTable) headers
      = vmx_authenticator_get_headers (plugin, "https://example.com:443", FALSE, NULL, error);

  return headers != NULL;
}

static gboolean
call_begin (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_storage_begin (plugin, VMX_TXN_READ, NULL, error);

  return txn != NULL;
}

static gboolean
call_storage_open (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_open (plugin, TRUE, NULL, error);
}

static gboolean
call_storage_close (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_close (plugin, error);
}

static gboolean
call_destroy (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_destroy (plugin, error);
}

static gboolean
call_execute_select (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(GPtrArray) records = vmx_storage_execute_select (plugin, "SELECT 1", NULL, error);

  return records != NULL;
}

static gboolean
call_check (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_auto(GStrv) damages = vmx_storage_check (plugin, NULL, error);

  return damages != NULL;
}

static gboolean
call_create_table (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_txn_create_table (plugin, schema, error);
}

static gboolean
call_alter_table (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_txn_alter_table (plugin, schema, schema, error);
}

static gboolean
call_drop_table (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_txn_drop_table (plugin, "Thing", error);
}

static gboolean
call_has_table (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  gboolean exists = TRUE;
  gboolean success = vmx_storage_txn_has_table (plugin, "Thing", &exists, error);

  g_assert_true (exists || TEST_IS_EMPTY (plugin));
  return success;
}

static gboolean
call_put (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = test_double_make_batch (schema, 1);

  return vmx_storage_txn_put (plugin, batch, VMX_PUT_MERGE, NULL, error);
}

static gboolean
call_remove (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = test_double_make_batch (schema, 1);

  return vmx_storage_txn_remove (plugin, batch, NULL, NULL, error);
}

static gboolean
call_clear (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_txn_clear (plugin, schema, error);
}

static gboolean
call_lookup (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) keys = test_double_make_batch (schema, 2);
  g_autoptr(VmxRecordBatch) found = vmx_storage_txn_lookup (plugin, keys, error);

  return found != NULL;
}

static gboolean
call_select (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxStorageCursor) cursor = vmx_storage_txn_select (plugin, selection, error);

  return cursor != NULL;
}

static gboolean
call_count (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  gint64 count = vmx_storage_txn_count (plugin, selection, error);

  g_assert_cmpint (count, >=, -1);
  return count >= 0;
}

static gboolean
call_commit (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_txn_commit (plugin, error);
}

static gboolean
call_rollback (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  return vmx_storage_txn_rollback (plugin, error);
}

static gboolean
call_next (gpointer plugin, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = vmx_storage_cursor_next (plugin, 3, NULL, error);

  return batch != NULL;
}

static const struct
{
  const char *name;
  CallFunc call;
} calls[] = {
  { "open", call_transport_open },
  { "close", call_transport_close },
  { "fetch_schema", call_fetch_schema },
  { "fetch_batch", call_fetch_batch },
  { "prepare", call_prepare },
  { "process_download", call_process_download },
  { "get_headers", call_get_headers },
  { "begin", call_begin },
  { "open", call_storage_open },
  { "close", call_storage_close },
  { "destroy", call_destroy },
  { "run_select", call_execute_select },
  { "check", call_check },
  { "create_table", call_create_table },
  { "alter_table", call_alter_table },
  { "drop_table", call_drop_table },
  { "has_table", call_has_table },
  { "put", call_put },
  { "remove", call_remove },
  { "clear", call_clear },
  { "lookup", call_lookup },
  { "select", call_select },
  { "count", call_count },
  { "commit", call_commit },
  { "rollback", call_rollback },
  { "next", call_next },
};

static void
test_not_supported (void)
{
  g_autoptr(GObject) plugin = g_object_new (TEST_TYPE_EMPTY, NULL);
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *part = g_strdup_printf ("TestEmpty: %s()", calls[i].name);

      g_assert_false (calls[i].call (plugin, schema, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED, part);
      g_assert_false (calls[i].call (plugin, schema, NULL));
    }
  g_assert_cmpint (vmx_transport_get_features (VMX_TRANSPORT (plugin)), ==, 0);
  g_assert_false (vmx_storage_exists (VMX_STORAGE (plugin)));
}

/* One call per shape of result. */
static const struct
{
  const char *name;
  CallFunc call;
} shapes[] = {
  { "open", call_transport_open },         { "fetch_batch", call_fetch_batch },
  { "fetch_schema", call_fetch_schema },   { "process_download", call_process_download },
  { "get_headers", call_get_headers },     { "begin", call_begin },
  { "remove", call_remove },               { "lookup", call_lookup },
  { "count", call_count },                 { "next", call_next },
  { "has_table", call_has_table },         { "prepare", call_prepare },
  { "check", call_check },
};

/* As from a Python method that raised an exception. */
static void
test_silent_failure (void)
{
  g_autoptr(TestDouble) plugin = test_double_new ();
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);

  plugin->success = FALSE;
  plugin->count = -1;
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *part
          = g_strdup_printf ("TestDouble: %s() broke the rules", shapes[i].name);

      g_assert_false (shapes[i].call (plugin, schema, &error));
      g_assert_nonnull (error);
      vmx_test_assert_message (error, part);
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "without an error");
    }
}

static void
test_result_and_error (void)
{
  static const struct
  {
    CallFunc call;
    gboolean with_batch;
  } cases[] = {
    { call_transport_open, FALSE }, { call_process_download, FALSE }, { call_count, FALSE },
    { call_check, FALSE },
    { call_fetch_batch, TRUE },     { call_lookup, TRUE },            { call_next, TRUE },
  };
  g_autoptr(TestDouble) plugin = test_double_new ();
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);

  plugin->error = g_error_new (VMX_ERROR, VMX_ERROR_SERVER, "half-hearted");
  plugin->result = G_OBJECT (test_double_make_batch (schema, 2));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_false (cases[i].call (plugin, schema, &error));
      g_assert_nonnull (error);
      vmx_test_assert_message (error, "half-hearted");
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "a result and an error");
      /* Nobody keeps what was thrown away. */
      g_assert_cmpuint (plugin->result->ref_count, ==, 1);
    }
}

static void
test_foreign_errors (void)
{
  const struct
  {
    GQuark domain;
    int code;
    int expected;
  } cases[] = {
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, VMX_ERROR_HOST_NOT_FOUND },
    { G_RESOLVER_ERROR, G_RESOLVER_ERROR_TEMPORARY_FAILURE, VMX_ERROR_HOST_NOT_FOUND },
    { G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, VMX_ERROR_TLS },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED, VMX_ERROR_CONNECT_FAILED },
    { G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, VMX_ERROR_CONNECT_FAILED },
    { G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND, VMX_ERROR_HOST_NOT_FOUND },
    { G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE, VMX_ERROR_OFFLINE },
    { G_IO_ERROR, G_IO_ERROR_TIMED_OUT, VMX_ERROR_READ_TIMED_OUT },
    { G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, VMX_ERROR_NETWORK },
    { G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, VMX_ERROR_INVALID_ANSWER },
    { G_IO_ERROR, G_IO_ERROR_NO_SPACE, VMX_ERROR_PLUGIN_MISBEHAVED },
    { G_FILE_ERROR, G_FILE_ERROR_NOENT, VMX_ERROR_PLUGIN_MISBEHAVED },
    { g_quark_from_static_string ("some-domain"), 7, VMX_ERROR_PLUGIN_MISBEHAVED },
  };
  g_autoptr(TestDouble) plugin = test_double_new ();

  plugin->success = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *domain
          = g_strdup_printf ("%s %d", g_quark_to_string (cases[i].domain), cases[i].code);

      g_clear_error (&plugin->error);
      plugin->error = g_error_new_literal (cases[i].domain, cases[i].code, "their own words");
      g_assert_false (vmx_transport_close (VMX_TRANSPORT (plugin), &error));
      g_assert_error (error, VMX_ERROR, cases[i].expected);
      vmx_test_assert_message (error, "TestDouble: close()");
      vmx_test_assert_message (error, domain);
      vmx_test_assert_message (error, "their own words");
    }
}

static void
test_passed_on (void)
{
  g_autoptr(TestDouble) plugin = test_double_new ();
  g_autoptr(GError) error = NULL;

  plugin->success = FALSE;
  plugin->error = g_error_new (VMX_ERROR, VMX_ERROR_SERVER, "as it is");
  g_assert_false (vmx_transport_close (VMX_TRANSPORT (plugin), &error));
  g_assert_error (error, VMX_ERROR, VMX_ERROR_SERVER);
  g_assert_cmpstr (error->message, ==, "as it is");
  g_clear_error (&error);

  g_clear_error (&plugin->error);
  plugin->error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "enough");
  g_assert_false (vmx_transport_close (VMX_TRANSPORT (plugin), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (error->message, ==, "enough");
  g_assert_false (vmx_transport_close (VMX_TRANSPORT (plugin), NULL));
}

/* Batches that are not of the object that was asked for. */
static void
test_wrong_schema (void)
{
  static const struct
  {
    const char *name;
    const char *column;
    VmxColumnType type;
    gboolean fits;
  } cases[] = {
    { "Thing", "text", VMX_COLUMN_STRING, TRUE },    { "Other", "text", VMX_COLUMN_STRING, FALSE },
    { "Thing", NULL, 0, FALSE },                     { "Thing", "word", VMX_COLUMN_STRING, FALSE },
    { "Thing", "text", VMX_COLUMN_BOOLEAN, FALSE },
  };
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", "text", VMX_COLUMN_STRING);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TestDouble) plugin = test_double_new ();
      g_autoptr(VmxObjectSchema) given
          = test_double_make_schema (cases[i].name, cases[i].column, cases[i].type);
      g_autoptr(GError) error = NULL;

      plugin->result = G_OBJECT (test_double_make_batch (given, 2));
      g_assert_cmpint (call_fetch_batch (plugin, schema, &error), ==, cases[i].fits);
      if (!cases[i].fits)
        vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "“Thing” with 2 columns");
      g_assert_cmpint (call_lookup (plugin, schema, &error), ==, cases[i].fits);
      if (!cases[i].fits)
        vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "“Thing” with 2 columns");
    }
}

static void
test_missing_key (void)
{
  g_autoptr(TestDouble) plugin = test_double_new ();
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);
  g_autoptr(VmxRecordBatch) batch = test_double_make_batch (schema, 2);
  g_autoptr(GError) error = NULL;

  plugin->result = g_object_ref (G_OBJECT (batch));
  g_assert_true (call_fetch_batch (plugin, schema, &error));
  vmx_record_batch_add_row (batch);
  g_assert_false (call_fetch_batch (plugin, schema, &error));
  vmx_test_assert_message (error, "TestDouble: fetch_batch()");
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING, "key column “id”");
}

static void
test_sealed_schema (void)
{
  g_autoptr(TestDouble) plugin = test_double_new ();
  g_autoptr(VmxObjectSchema) object = test_double_make_schema ("Thing", NULL, 0);
  g_autoptr(VmxServiceSchema) service = vmx_service_schema_new ();
  g_autoptr(GError) error = NULL;

  vmx_service_schema_add_object (service, object);
  plugin->result = g_object_ref (G_OBJECT (service));
  g_assert_true (call_fetch_schema (plugin, object, &error));
  g_assert_true (vmx_service_schema_seal (service, &error));
  g_assert_false (call_fetch_schema (plugin, object, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "sealed");
}

static void
test_processor_rows (void)
{
  g_autoptr(TestDouble) plugin = test_double_new ();
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);
  g_autoptr(GError) error = NULL;

  g_assert_true (call_process_download (plugin, schema, &error));
  plugin->n_added = 1;
  g_assert_false (call_process_download (plugin, schema, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "2 rows (0 deleted) into 3 (0)");
  plugin->n_added = 0;
  plugin->marks = TRUE;
  g_assert_false (call_process_download (plugin, schema, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "2 rows (0 deleted) into 2 (1)");
  plugin->marks = FALSE;
  plugin->takes_key = TRUE;
  g_assert_false (call_process_download (plugin, schema, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING, "TestDouble: process_download()");
}

static void
test_row_counts (void)
{
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);

  for (guint n_rows = 0; n_rows < 6; n_rows++)
    {
      g_autoptr(TestDouble) plugin = test_double_new ();
      g_autoptr(GError) error = NULL;

      plugin->result = G_OBJECT (test_double_make_batch (schema, n_rows));
      g_assert_cmpint (call_lookup (plugin, schema, &error), ==, n_rows == 2);
      if (n_rows != 2)
        vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "2 rows were asked for");
      g_assert_cmpint (call_next (plugin, schema, &error), ==, n_rows <= 3);
      if (n_rows > 3)
        vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "at most 3 rows");
    }
}

static void
test_count (void)
{
  g_autoptr(TestDouble) plugin = test_double_new ();
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);
  g_autoptr(GError) error = NULL;

  g_assert_true (call_count (plugin, schema, &error));
  plugin->count = G_MININT64;
  g_assert_false (call_count (plugin, schema, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "count()");
}

static void
test_removed (void)
{
  g_autoptr(TestDouble) plugin = test_double_new ();
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);
  g_autoptr(VmxRecordBatch) batch = test_double_make_batch (schema, 1);
  g_autoptr(GError) error = NULL;
  guint64 n_removed = 0;

  g_assert_true (
      vmx_storage_txn_remove (VMX_STORAGE_TXN (plugin), batch, NULL, &n_removed, &error));
  g_assert_cmpuint (n_removed, ==, 5);
  g_assert_true (vmx_storage_txn_remove (VMX_STORAGE_TXN (plugin), batch, NULL, NULL, &error));
}

static void
test_headers (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    gboolean fits;
  } cases[] = {
    { "Authorization", "Basic dTpw", TRUE },     { "X-Empty", "", TRUE },
    { "X-Tab", "a\tb", TRUE },                   { "X-Words", "grüße", TRUE },
    { "Authorization", "s3cret\r\nX: 1", FALSE }, { "Authorization", "s3cret\n", FALSE },
    { "Authorization", "s3cret\x7f", FALSE },    { "Authorization", NULL, FALSE },
    { "", "s3cret", FALSE },                     { "A B", "s3cret", FALSE },
    { "A:", "s3cret", FALSE },                   { "A\r\nB", "s3cret", FALSE },
    { "Ä", "s3cret", FALSE },
  };
  g_autoptr(VmxObjectSchema) schema = test_double_make_schema ("Thing", NULL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(TestDouble) plugin = test_double_new ();
      g_autoptr(GError) error = NULL;

      plugin->headers = g_hash_table_new (g_str_hash, g_str_equal);
      g_assert_true (call_get_headers (plugin, schema, &error));
      g_hash_table_insert (plugin->headers, (gpointer) cases[i].name, (gpointer) cases[i].value);
      g_assert_cmpint (call_get_headers (plugin, schema, &error), ==, cases[i].fits);
      if (cases[i].fits)
        continue;
      g_assert_null (strstr (error->message, "s3cret"));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_MISBEHAVED, "header");
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/plugin-check/not-supported", test_not_supported);
  g_test_add_func ("/plugin-check/silent-failure", test_silent_failure);
  g_test_add_func ("/plugin-check/result-and-error", test_result_and_error);
  g_test_add_func ("/plugin-check/foreign-errors", test_foreign_errors);
  g_test_add_func ("/plugin-check/passed-on", test_passed_on);
  g_test_add_func ("/plugin-check/wrong-schema", test_wrong_schema);
  g_test_add_func ("/plugin-check/missing-key", test_missing_key);
  g_test_add_func ("/plugin-check/sealed-schema", test_sealed_schema);
  g_test_add_func ("/plugin-check/processor-rows", test_processor_rows);
  g_test_add_func ("/plugin-check/row-counts", test_row_counts);
  g_test_add_func ("/plugin-check/count", test_count);
  g_test_add_func ("/plugin-check/removed", test_removed);
  g_test_add_func ("/plugin-check/headers", test_headers);
  return g_test_run ();
}
