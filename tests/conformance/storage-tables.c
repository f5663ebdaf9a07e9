/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "storage-fixture.h"

#include <string.h>

static gboolean
has_table (VmxStorage *storage, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (storage, VMX_TXN_READ);
  gboolean exists = FALSE;

  vmx_storage_txn_has_table (txn, name, &exists, &error);
  g_assert_no_error (error);
  return exists;
}

static void
drop_table (VmxStorage *storage, const char *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (storage, VMX_TXN_WRITE);

  vmx_storage_txn_drop_table (txn, name, &error);
  g_assert_no_error (error);
  storage_commit (txn);
}

static void
test_create_and_drop (StorageFixture *self, gconstpointer data)
{
  g_assert_true (has_table (self->storage, "Thing"));
  g_assert_false (has_table (self->storage, "Things"));
  g_assert_false (has_table (self->storage, ""));
  drop_table (self->storage, "Things");
  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1}", NULL);
  drop_table (self->storage, "Thing");
  g_assert_false (has_table (self->storage, "Thing"));
  storage_create_table (self->storage, self->schema);
  storage_assert_all (self, self->schema, "");
}

static void
test_create_twice (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);

  g_assert_false (vmx_storage_txn_create_table (txn, self->schema, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP, "Thing");
  storage_commit (txn);
  g_assert_true (has_table (self->storage, "Thing"));
}

/* Creating and dropping belong to the transaction like everything else. */
static void
test_create_rolls_back (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxObjectSchema) other = storage_make_schema ("Other", "*ID:int32", NULL);
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);
  gboolean exists = FALSE;

  vmx_storage_txn_create_table (txn, other, &error);
  g_assert_no_error (error);
  vmx_storage_txn_drop_table (txn, "Thing", &error);
  g_assert_no_error (error);
  vmx_storage_txn_has_table (txn, "Other", &exists, &error);
  g_assert_no_error (error);
  g_assert_true (exists);
  vmx_storage_txn_has_table (txn, "Thing", &exists, &error);
  g_assert_no_error (error);
  g_assert_false (exists);
  vmx_storage_txn_rollback (txn, &error);
  g_assert_no_error (error);
  g_assert_true (has_table (self->storage, "Thing"));
  g_assert_false (has_table (self->storage, "Other"));
}

static void
test_missing_table (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxObjectSchema) other = storage_make_schema ("Other", "*ID:int32", NULL);
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (other, "{\"ID\":1}", NULL);
  g_autoptr(VmxSelection) selection = vmx_selection_new (other);
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);

  g_assert_false (vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error));
  g_assert_true (error->domain == VMX_ERROR);
  vmx_test_assert_message (error, "Other");
  g_clear_error (&error);
  g_assert_null (vmx_storage_txn_lookup (txn, batch, &error));
  g_assert_true (error->domain == VMX_ERROR);
  g_clear_error (&error);
  g_assert_null (vmx_storage_txn_select (txn, selection, &error));
  g_assert_true (error->domain == VMX_ERROR);
  g_clear_error (&error);
  g_assert_cmpint (vmx_storage_txn_count (txn, selection, &error), ==, -1);
  g_assert_true (error->domain == VMX_ERROR);
}

static const char *const odd_names[] = {
  "Order Details", "a\"b", "select", "Größe", "vmx_odd", "it's", "x;DROP TABLE Thing", "[b]", "%s",
};

/* The name is a table's and a column's. */
static void
test_odd_name (StorageFixture *self, const char *name)
{
  g_autofree char *key = g_strdup_printf ("*%s:string", name);
  g_autofree char *column = g_strdup_printf ("%s 2:int32", name);
  g_autofree char *column_name = g_strdup_printf ("%s 2", name);
  g_autoptr(VmxObjectSchema) schema = storage_make_schema (name, key, column, NULL);
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  storage_create_table (self->storage, schema);
  g_assert_true (has_table (self->storage, name));
  vmx_record_set_text (record, name, name);
  vmx_record_set_int64 (record, column_name, 7);
  vmx_record_batch_append_record (batch, record, &error);
  g_assert_no_error (error);
  txn = storage_begin (self->storage, VMX_TXN_WRITE);
  vmx_storage_txn_put (txn, batch, VMX_PUT_MERGE, NULL, &error);
  g_assert_no_error (error);
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  found = vmx_storage_txn_lookup (txn, batch, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_value_get_text (vmx_record_batch_peek_value (found, 0, 0), NULL), ==, name);
  g_assert_cmpint (vmx_value_get_int64 (vmx_record_batch_peek_value (found, 0, 1)), ==, 7);
  storage_commit (txn);
  drop_table (self->storage, name);
  g_assert_false (has_table (self->storage, name));
}

static void
test_odd_names (StorageFixture *self, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (odd_names); i++)
    test_odd_name (self, odd_names[i]);
  g_assert_true (has_table (self->storage, "Thing"));
}

static void
test_indexes (StorageFixture *self, gconstpointer data)
{
  static const char *const by_name[] = { "Name", "Rank", NULL };
  static const char *const by_rank[] = { "Rank", NULL };
  g_autoptr(VmxObjectSchema) schema = vmx_object_schema_new ("Indexed");
  g_autoptr(VmxColumn) id = vmx_column_new ("ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) name = vmx_column_new ("Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);
  g_autoptr(VmxColumn) rank = vmx_column_new ("Rank", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NULLABLE);
  g_autoptr(VmxRelationship) parent
      = vmx_relationship_new ("Parent", VMX_RELATIONSHIP_MANY_TO_ONE, "Thing");
  g_autoptr(GError) error = NULL;

  vmx_object_schema_add_column (schema, id);
  vmx_object_schema_add_column (schema, name);
  vmx_object_schema_add_column (schema, rank);
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_add_index (schema, by_name);
  vmx_object_schema_add_index (schema, by_rank);
  /* The same columns once more. */
  vmx_relationship_add_columns (parent, "Rank", "ID");
  vmx_object_schema_add_relationship (schema, parent);
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  storage_create_table (self->storage, schema);
  storage_put (self->storage, schema, VMX_PUT_REPLACE, "{\"ID\":1,\"Name\":\"x\",\"Rank\":1}",
               "{\"ID\":2,\"Name\":\"x\",\"Rank\":1}", NULL);
  storage_assert_all (self, schema,
                      "{\"ID\":1,\"Name\":\"x\",\"Rank\":1}\n{\"ID\":2,\"Name\":\"x\",\"Rank\":1}");
  drop_table (self->storage, "Indexed");
  storage_create_table (self->storage, schema);
}

static void
alter_table (VmxStorage *storage, VmxObjectSchema *from, VmxObjectSchema *to)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (storage, VMX_TXN_WRITE_DURABLE);

  vmx_storage_txn_alter_table (txn, from, to, &error);
  g_assert_no_error (error);
  storage_commit (txn);
}

static void
put_with_etag (VmxStorage *storage, VmxObjectSchema *schema, const char *json, const char *etag)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (schema, json, NULL);
  g_autoptr(VmxStorageTxn) txn = storage_begin (storage, VMX_TXN_WRITE);

  vmx_record_batch_set_etag (batch, 0, etag);
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  g_assert_no_error (error);
  storage_commit (txn);
}

static void
assert_suffix (const char *text, const char *suffix)
{
  gsize length = strlen (text);

  g_assert_cmpuint (length, >=, strlen (suffix));
  g_assert_cmpstr (text + length - strlen (suffix), ==, suffix);
}

#define FULL_THING                                                                                 \
  "\"Flag\":true,\"Byte\":255,\"Tiny\":-128,\"Short\":-32768,"                                     \
  "\"Big\":\"9223372036854775807\",\"Float\":0.5,\"Real\":1e+300,"                                 \
  "\"Amount\":\"-12345678901234567890.0123456789\",\"Name\":\"Zoë \\u0001\","                     \
  "\"Day\":\"2024-02-29\",\"Clock\":\"23:59:59.5\",\"Stamp\":\"2024-02-29T12:00:00.125Z\","        \
  "\"Span\":\"P1DT2H\",\"Guid\":\"01234567-89AB-cdef-0123-456789ABCDEF\",\"Photo\":\"AAEC_w==\","  \
  "\"Address\":{\"City\":\"Köln\",\"Lines\":[1,null]}"

/* Adds a column in front and behind, drops one, and keeps a value of every kind. */
static void
test_alter_values (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) before = storage_make_schema (
      "Thing", "*ID:int32", "Flag:boolean", "Byte:byte", "Tiny:sbyte", "Short:int16", "Big:int64",
      "Float:single", "Real:double", "Amount:decimal", "Name:string", "Day:date",
      "Clock:time-of-day", "Stamp:timestamp", "Span:duration", "Guid:guid", "Photo:binary",
      "Address:json", NULL);
  g_autoptr(VmxObjectSchema) wider = storage_make_schema (
      "Thing", "New:string", "*ID:int32", "Flag:boolean", "Byte:byte", "Tiny:sbyte", "Short:int16",
      "Big:int64", "Float:single", "Real:double", "Amount:decimal", "Name:string", "Day:date",
      "Clock:time-of-day", "Stamp:timestamp", "Span:duration", "Guid:guid", "Photo:binary",
      "Address:json", "Last:decimal", NULL);
  g_autofree char *found = NULL;

  put_with_etag (self->storage, self->schema, "{\"ID\":1," FULL_THING ",\"Scan\":null}", "W/\"1\"");
  put_with_etag (self->storage, self->schema, "{\"ID\":-2}", NULL);
  alter_table (self->storage, self->schema, before);
  found = storage_read_all (self->storage, before);
  assert_suffix (found, "{\"ID\":1," FULL_THING "} W/\"1\"");
  alter_table (self->storage, before, wider);
  g_clear_pointer (&found, g_free);
  found = storage_read_all (self->storage, wider);
  g_assert_true (g_str_has_prefix (found, "{\"New\":null,\"ID\":-2,\"Flag\":null,"));
  assert_suffix (found, "\n{\"New\":null,\"ID\":1," FULL_THING ",\"Last\":null} W/\"1\"");
  /* The new columns are as good as the others. */
  storage_put (self->storage, wider, VMX_PUT_MERGE, "{\"ID\":1,\"New\":\"x\",\"Last\":\"0.10\"}",
               NULL);
  g_clear_pointer (&found, g_free);
  found = storage_read_all (self->storage, wider);
  assert_suffix (found, "\n{\"New\":\"x\",\"ID\":1," FULL_THING ",\"Last\":\"0.10\"} W/\"1\"");
}

/* What was dropped is gone for good, and one alteration may drop and add. */
static void
test_alter_drop_and_add (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) first
      = storage_make_schema ("Part", "*A:string", "*B:int64", "X:string", "Y:int32", NULL);
  g_autoptr(VmxObjectSchema) second
      = storage_make_schema ("Part", "*A:string", "Z:boolean", "*B:int64", "Y:int32", NULL);

  storage_create_table (self->storage, first);
  put_with_etag (self->storage, first, "{\"A\":\"a\",\"B\":2,\"X\":\"gone\",\"Y\":7}", "e");
  put_with_etag (self->storage, first, "{\"A\":\"a\",\"B\":1,\"X\":\"gone\",\"Y\":null}", NULL);
  alter_table (self->storage, first, second);
  storage_assert_all (self, second,
                      "{\"A\":\"a\",\"Z\":null,\"B\":1,\"Y\":null}\n"
                      "{\"A\":\"a\",\"Z\":null,\"B\":2,\"Y\":7} e");
  alter_table (self->storage, second, first);
  storage_assert_all (self, first,
                      "{\"A\":\"a\",\"B\":1,\"X\":null,\"Y\":null}\n"
                      "{\"A\":\"a\",\"B\":2,\"X\":null,\"Y\":7} e");
  drop_table (self->storage, "Part");
  storage_create_table (self->storage, second);
  storage_assert_all (self, second, "");
}

/* The schema of "Indexed" with these indexes. */
static VmxObjectSchema *
make_indexed (const char *const *first, const char *const *second)
{
  VmxObjectSchema *schema = vmx_object_schema_new ("Indexed");
  g_autoptr(VmxColumn) id = vmx_column_new ("ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) name = vmx_column_new ("Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);
  g_autoptr(GError) error = NULL;

  vmx_object_schema_add_column (schema, id);
  vmx_object_schema_add_column (schema, name);
  vmx_object_schema_add_key_column (schema, "ID");
  if (first != NULL)
    vmx_object_schema_add_index (schema, first);
  if (second != NULL)
    vmx_object_schema_add_index (schema, second);
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

static void
test_alter_indexes (StorageFixture *self, gconstpointer data)
{
  static const char *const by_name[] = { "Name", NULL };
  static const char *const by_both[] = { "Name", "ID", NULL };
  g_autoptr(VmxObjectSchema) none = make_indexed (NULL, NULL);
  g_autoptr(VmxObjectSchema) one = make_indexed (by_both, NULL);
  g_autoptr(VmxObjectSchema) two = make_indexed (by_name, by_both);
  g_autoptr(VmxObjectSchema) same = make_indexed (by_both, by_name);
  VmxObjectSchema *const steps[] = { none, two, same, one, none, one };
  const char *const all = "{\"ID\":1,\"Name\":\"x\"} e\n{\"ID\":2,\"Name\":\"x\"}";

  storage_create_table (self->storage, none);
  put_with_etag (self->storage, none, "{\"ID\":1,\"Name\":\"x\"}", "e");
  put_with_etag (self->storage, none, "{\"ID\":2,\"Name\":\"x\"}", NULL);
  for (guint i = 1; i < G_N_ELEMENTS (steps); i++)
    {
      alter_table (self->storage, steps[i - 1], steps[i]);
      storage_assert_all (self, steps[i], all);
    }
}

static void
test_alter_rolls_back (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxObjectSchema) smaller
      = storage_make_schema ("Thing", "*ID:int32", "New:json", NULL);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autofree char *before = NULL;

  put_with_etag (self->storage, self->schema, "{\"ID\":1," FULL_THING "}", "e");
  before = storage_read_all (self->storage, self->schema);
  txn = storage_begin (self->storage, VMX_TXN_WRITE);
  vmx_storage_txn_alter_table (txn, self->schema, smaller, &error);
  g_assert_no_error (error);
  vmx_storage_txn_rollback (txn, &error);
  g_assert_no_error (error);
  storage_assert_all (self, self->schema, before);
}

/* Others go on seeing what they saw, and the transaction itself sees the new table at once. */
static void
test_alter_snapshot (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxObjectSchema) smaller
      = storage_make_schema ("Thing", "*ID:int32", "New:json", NULL);
  g_autoptr(VmxSelection) old_selection = vmx_selection_new (self->schema);
  g_autoptr(VmxSelection) new_selection = vmx_selection_new (smaller);
  g_autoptr(VmxStorageTxn) reader = NULL;
  g_autoptr(VmxStorageTxn) writer = NULL;

  put_with_etag (self->storage, self->schema, "{\"ID\":1," FULL_THING "}", "e");
  reader = storage_begin (self->storage, VMX_TXN_READ);
  writer = storage_begin (self->storage, VMX_TXN_WRITE);
  vmx_storage_txn_alter_table (writer, self->schema, smaller, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vmx_storage_txn_count (writer, new_selection, &error), ==, 1);
  g_assert_no_error (error);
  storage_commit (writer);
  g_assert_cmpint (vmx_storage_txn_count (reader, old_selection, &error), ==, 1);
  g_assert_no_error (error);
  storage_assert_all (self, smaller, "{\"ID\":1,\"New\":null} e");
}

static void
check_refused (StorageFixture *self, VmxObjectSchema *from, VmxObjectSchema *to,
               const char *fragment)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);

  g_assert_false (vmx_storage_txn_alter_table (txn, from, to, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP, fragment);
  storage_commit (txn);
}

static void
test_alter_refused (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxObjectSchema) part
      = storage_make_schema ("Part", "*A:string", "*B:int64", "X:int32", NULL);
  g_autoptr(VmxObjectSchema) other_name = storage_make_schema ("Parts", "*A:string", NULL);
  g_autoptr(VmxObjectSchema) less_key
      = storage_make_schema ("Part", "*A:string", "B:int64", "X:int32", NULL);
  g_autoptr(VmxObjectSchema) other_key
      = storage_make_schema ("Part", "*A:string", "B:int64", "*X:int32", NULL);
  g_autoptr(VmxObjectSchema) other_key_type
      = storage_make_schema ("Part", "*A:string", "*B:int32", "X:int32", NULL);
  g_autoptr(VmxObjectSchema) other_type
      = storage_make_schema ("Part", "*A:string", "*B:int64", "X:int64", NULL);
  g_autoptr(VmxObjectSchema) unknown = storage_make_schema ("Unknown", "*A:string", NULL);
  g_autoptr(VmxObjectSchema) wider
      = storage_make_schema ("Unknown", "*A:string", "B:string", NULL);
  const char *const all = "{\"A\":\"a\",\"B\":1,\"X\":2} e";

  storage_create_table (self->storage, part);
  put_with_etag (self->storage, part, "{\"A\":\"a\",\"B\":1,\"X\":2}", "e");
  check_refused (self, part, other_name, "“Parts”");
  check_refused (self, part, less_key, "key");
  check_refused (self, part, other_key, "key");
  check_refused (self, part, other_key_type, "“B”");
  check_refused (self, part, other_type, "“X”");
  check_refused (self, unknown, wider, "“Unknown”");
  storage_assert_all (self, part, all);
  g_assert_false (has_table (self->storage, "Unknown"));
}

/* The table is not what the caller takes it for. */
static void
test_alter_fails (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxObjectSchema) from
      = storage_make_schema ("Thing", "*ID:int32", "Name:string", "Imagined:string", NULL);
  g_autoptr(VmxObjectSchema) to
      = storage_make_schema ("Thing", "*ID:int32", "Imagined:string", NULL);
  g_autofree char *before = NULL;

  put_with_etag (self->storage, self->schema, "{\"ID\":1," FULL_THING "}", "e");
  before = storage_read_all (self->storage, self->schema);
  check_refused (self, from, to, "“Thing”");
  storage_assert_all (self, self->schema, before);
}

static void
test_alter_reading (StorageFixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxObjectSchema) smaller = storage_make_schema ("Thing", "*ID:int32", NULL);
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_READ);

  g_assert_false (vmx_storage_txn_alter_table (txn, self->schema, smaller, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED, "reading");
}

void
storage_add_table_tests (void)
{
  storage_add_test ("/storage/tables/create-and-drop", test_create_and_drop);
  storage_add_test ("/storage/tables/create-twice", test_create_twice);
  storage_add_test ("/storage/tables/create-rolls-back", test_create_rolls_back);
  storage_add_test ("/storage/tables/missing", test_missing_table);
  storage_add_test ("/storage/tables/odd-names", test_odd_names);
  storage_add_test ("/storage/tables/indexes", test_indexes);
  storage_add_test ("/storage/tables/alter-values", test_alter_values);
  storage_add_test ("/storage/tables/alter-drop-and-add", test_alter_drop_and_add);
  storage_add_test ("/storage/tables/alter-indexes", test_alter_indexes);
  storage_add_test ("/storage/tables/alter-rolls-back", test_alter_rolls_back);
  storage_add_test ("/storage/tables/alter-snapshot", test_alter_snapshot);
  storage_add_test ("/storage/tables/alter-refused", test_alter_refused);
  storage_add_test ("/storage/tables/alter-fails", test_alter_fails);
  storage_add_test ("/storage/tables/alter-reading", test_alter_reading);
}
