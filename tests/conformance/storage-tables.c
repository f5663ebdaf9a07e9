/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "storage-fixture.h"

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

void
storage_add_table_tests (void)
{
  storage_add_test ("/storage/tables/create-and-drop", test_create_and_drop);
  storage_add_test ("/storage/tables/create-twice", test_create_twice);
  storage_add_test ("/storage/tables/create-rolls-back", test_create_rolls_back);
  storage_add_test ("/storage/tables/missing", test_missing_table);
  storage_add_test ("/storage/tables/odd-names", test_odd_names);
  storage_add_test ("/storage/tables/indexes", test_indexes);
}
