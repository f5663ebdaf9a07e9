/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "storage-fixture.h"

#include <string.h>

/* Records whose values have to come back digit for digit. */
static const char *const records[] = {
  "{\"ID\":1,\"Flag\":true,\"Byte\":255,\"Tiny\":-128,\"Short\":-32768,"
  "\"Big\":-9223372036854775808,\"Float\":1.5,\"Real\":\"INF\",\"Amount\":"
  "\"12345678901234567890123456789.01234567890\",\"Name\":\"\",\"Day\":\"2024-02-29\","
  "\"Clock\":\"23:59:59.999999999\",\"Stamp\":\"2024-12-31T23:59:59.123456789012Z\","
  "\"Span\":\"-P1DT2H3M4.5S\",\"Guid\":\"01234567-89AB-cdef-0123-456789ABCDEF\",\"Photo\":\"\","
  "\"Scan\":null,\"Address\":{\"City\":\"Bonn\",\"Lines\":[1,2.50,null]}}",
  "{\"ID\":2,\"Flag\":false,\"Byte\":0,\"Tiny\":127,\"Short\":32767,"
  "\"Big\":9223372036854775807,\"Float\":-0.25,\"Real\":\"-INF\",\"Amount\":\"-0.000\","
  "\"Name\":\"Zoë 🚲 ' \\\" \\\\ %s ?1\",\"Day\":\"0001-01-01\",\"Clock\":\"00:00:00\","
  "\"Stamp\":\"0001-01-01T00:00:00Z\",\"Span\":\"PT0S\","
  "\"Guid\":\"ffffffff-ffff-ffff-ffff-ffffffffffff\",\"Photo\":\"AAECAwD_\",\"Address\":[]}",
  "{\"ID\":-2147483648,\"Real\":1e308,\"Amount\":\"00012.50\",\"Big\":0,\"Address\":\"text\"}",
  "{\"ID\":2147483647,\"Real\":5e-324,\"Amount\":\"+7\",\"Name\":\"12\",\"Photo\":\"AA\"}",
  "{\"ID\":0,\"Real\":0.1,\"Amount\":9007199254740993,\"Stamp\":\"2024-01-01T01:00:00+02:00\"}",
};

static void
assert_same_cell (VmxRecordBatch *found, VmxRecordBatch *given, guint row, guint column)
{
  const VmxValue *now = vmx_record_batch_peek_value (found, row, column);
  const VmxValue *before = vmx_record_batch_peek_value (given, row, column);
  g_autofree char *now_text = vmx_value_to_string (now);
  g_autofree char *before_text = vmx_value_to_string (before);
  VmxValueKind kind = vmx_value_get_kind (before);

  /* What nobody gave is null in the store. */
  g_assert_cmpint (vmx_value_get_kind (now), ==, kind == VMX_VALUE_MISSING ? VMX_VALUE_NULL : kind);
  g_assert_cmpstr (now_text, ==, before_text);
}

static void
test_round_trip (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecordBatch) given = vmx_record_batch_new (self->schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      vmx_record_batch_append_json (given, records[i], &error);
      g_assert_no_error (error);
    }
  vmx_storage_txn_put (txn, given, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  storage_commit (txn);
  g_clear_object (&txn);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  found = vmx_storage_txn_lookup (txn, given, &error);
  g_assert_no_error (error);
  for (guint row = 0; row < G_N_ELEMENTS (records); row++)
    for (guint column = 0; column < vmx_record_batch_get_n_columns (given); column++)
      assert_same_cell (found, given, row, column);
}

static void
test_all_null (StorageFixture *self, gconstpointer data)
{
  storage_put (self->storage, self->schema, VMX_PUT_MERGE, "{\"ID\":1}", NULL);
  storage_assert_all (self, self->schema,
                      "{\"ID\":1,\"Flag\":null,\"Byte\":null,\"Tiny\":null,\"Short\":null,"
                      "\"Big\":null,\"Float\":null,\"Real\":null,\"Amount\":null,\"Name\":null,"
                      "\"Day\":null,\"Clock\":null,\"Stamp\":null,\"Span\":null,\"Guid\":null,"
                      "\"Photo\":null,\"Scan\":null,\"Address\":null}");
}

/* A server's null is kept whatever the schema says. */
static void
test_null_in_mandatory_column (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxObjectSchema) schema = vmx_object_schema_new ("Strict");
  g_autoptr(VmxColumn) id = vmx_column_new ("ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) name = vmx_column_new ("Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE);

  vmx_object_schema_add_column (schema, id);
  vmx_object_schema_add_column (schema, name);
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  storage_create_table (self->storage, schema);
  storage_put (self->storage, schema, VMX_PUT_REPLACE, "{\"ID\":1,\"Name\":null}", NULL);
  storage_assert_all (self, schema, "{\"ID\":1,\"Name\":null}");
}

static void
test_megabyte (StorageFixture *self, gconstpointer data)
{
  const gsize size = 1024 * 1024;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_malloc (size + 1);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxRecordBatch) given = vmx_record_batch_new (self->schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxRecord) back = NULL;
  g_autoptr(GBytes) bytes_back = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);

  memset (text, 'x', size);
  text[size] = '\0';
  bytes = g_bytes_new (text, size);
  vmx_record_set_int64 (record, "ID", 1);
  vmx_record_set_text (record, "Name", text);
  vmx_record_set_blob (record, "Photo", bytes);
  vmx_record_batch_append_record (given, record, &error);
  g_assert_no_error (error);
  vmx_storage_txn_put (txn, given, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  found = vmx_storage_txn_lookup (txn, given, &error);
  g_assert_no_error (error);
  back = vmx_record_batch_get_record (found, 0);
  g_assert_cmpstr (vmx_record_get_text (back, "Name"), ==, text);
  bytes_back = vmx_record_get_blob (back, "Photo");
  g_assert_true (g_bytes_equal (bytes_back, bytes));
}

typedef struct
{
  const char *type;
  const char *stored; /* JSON values */
  const char *same;
  const char *other;
} KeyCase;

static const KeyCase keys[] = {
  { "int64", "9223372036854775807", "\"9223372036854775807\"", "9223372036854775806" },
  { "boolean", "true", "true", "false" },
  { "decimal", "1.0", "\"1.00\"", "1.01" },
  { "decimal", "\"123456789012345678901234567890.5\"", "\"123456789012345678901234567890.50\"",
    "\"123456789012345678901234567891.5\"" },
  { "guid", "\"01234567-89ab-cdef-0123-456789abcdef\"", "\"01234567-89AB-CDEF-0123-456789ABCDEF\"",
    "\"01234567-89ab-cdef-0123-456789abcdee\"" },
  { "timestamp", "\"2024-01-01T00:00:00Z\"", "\"2024-01-01T02:00:00.00+02:00\"",
    "\"2024-01-01T00:00:00.001Z\"" },
  { "string", "\"a\"", "\"a\"", "\"A\"" },
  { "string", "\"\"", "\"\"", "\" \"" },
  { "date", "\"2024-01-01\"", "\"2024-01-01\"", "\"2024-01-02\"" },
  { "double", "0.1", "0.1", "0.2" },
};

/* Equal keys are one record, different ones are two. */
static void
test_key (StorageFixture *self, const KeyCase *item, const char *name)
{
  g_autofree char *key = g_strdup_printf ("*K:%s", item->type);
  g_autoptr(VmxObjectSchema) schema = storage_make_schema (name, key, "V:int32", NULL);
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autofree char *stored = g_strdup_printf ("{\"K\":%s,\"V\":1}", item->stored);
  g_autofree char *same = g_strdup_printf ("{\"K\":%s,\"V\":2}", item->same);
  g_autofree char *other = g_strdup_printf ("{\"K\":%s,\"V\":3}", item->other);
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (schema, same, other, NULL);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autofree char *values = NULL;
  g_autoptr(GError) error = NULL;
  guint64 n_removed = 0;

  storage_create_table (self->storage, schema);
  storage_put (self->storage, schema, VMX_PUT_REPLACE, stored, NULL);
  storage_put (self->storage, schema, VMX_PUT_REPLACE, same, NULL);
  storage_put (self->storage, schema, VMX_PUT_MERGE, other, NULL);
  txn = storage_begin (self->storage, VMX_TXN_WRITE);
  g_assert_cmpint (vmx_storage_txn_count (txn, selection, NULL), ==, 2);
  found = vmx_storage_txn_lookup (txn, batch, &error);
  g_assert_no_error (error);
  values = storage_print_column (found, "V");
  g_assert_cmpstr (values, ==, "2 3");
  vmx_storage_txn_remove (txn, batch, NULL, &n_removed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_removed, ==, 2);
}

static void
test_keys (StorageFixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *name = g_strdup_printf ("Key%u", i);

      g_test_message ("%s %s", keys[i].type, keys[i].stored);
      test_key (self, &keys[i], name);
    }
}

static void
test_composite_key (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) schema
      = storage_make_schema ("Pair", "V:string", "*B:string", "*A:int32", NULL);
  g_autoptr(VmxRecordBatch) keys_of_two = NULL;
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *values = NULL;

  storage_create_table (self->storage, schema);
  storage_put (self->storage, schema, VMX_PUT_REPLACE, "{\"A\":1,\"B\":\"x\",\"V\":\"1x\"}",
               "{\"A\":1,\"B\":\"y\",\"V\":\"1y\"}", "{\"A\":2,\"B\":\"x\",\"V\":\"2x\"}",
               "{\"A\":1,\"B\":\"y\",\"V\":\"1y again\"}", NULL);
  storage_assert_all (self, schema,
                      "{\"V\":\"1x\",\"B\":\"x\",\"A\":1}\n{\"V\":\"2x\",\"B\":\"x\",\"A\":2}\n"
                      "{\"V\":\"1y again\",\"B\":\"y\",\"A\":1}");
  keys_of_two = storage_make_batch (schema, "{\"A\":2,\"B\":\"x\"}", "{\"A\":2,\"B\":\"y\"}", NULL);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  found = vmx_storage_txn_lookup (txn, keys_of_two, &error);
  g_assert_no_error (error);
  values = storage_print_column (found, "V");
  g_assert_cmpstr (values, ==, "2x ");
  g_assert_cmpint (vmx_value_get_kind (vmx_record_batch_peek_value (found, 1, 1)), ==,
                   VMX_VALUE_MISSING);
}

void
storage_add_value_tests (void)
{
  storage_add_test ("/storage/values/round-trip", test_round_trip);
  storage_add_test ("/storage/values/all-null", test_all_null);
  storage_add_test ("/storage/values/null-in-mandatory-column", test_null_in_mandatory_column);
  storage_add_test ("/storage/values/megabyte", test_megabyte);
  storage_add_test ("/storage/values/keys", test_keys);
  storage_add_test ("/storage/values/composite-key", test_composite_key);
}
