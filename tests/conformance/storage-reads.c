/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "storage-fixture.h"

static void
put_things (StorageFixture *self)
{
  storage_put (
      self->storage, self->schema, VMX_PUT_REPLACE,
      "{\"ID\":1,\"Amount\":\"10\",\"Name\":\"b\",\"Real\":1e10,\"Big\":\"9007199254740993\","
      "\"Stamp\":\"2024-01-01T00:00:00.10Z\",\"Span\":\"PT60M\",\"Flag\":true,"
      "\"Guid\":\"bbbbbbbb-0000-0000-0000-000000000000\",\"Photo\":\"_w\",\"Day\":\"2024-01-02\","
      "\"Clock\":\"10:00:00\"}",
      "{\"ID\":2,\"Amount\":\"9.90\",\"Name\":\"B2\",\"Real\":\"-INF\",\"Big\":"
      "\"9007199254740992\","
      "\"Stamp\":\"2024-01-01T00:00:00.1000000001Z\",\"Span\":\"PT61M\",\"Flag\":false,"
      "\"Guid\":\"AAAAAAAA-0000-0000-0000-000000000000\",\"Photo\":\"AAAA\",\"Day\":\"2023-12-31\","
      "\"Clock\":\"09:59:59.5\"}",
      "{\"ID\":3}",
      "{\"ID\":4,\"Amount\":\"-1.5\",\"Name\":\"a\",\"Real\":-0.5,\"Big\":-1,"
      "\"Stamp\":\"2023-12-31T23:59:59Z\",\"Span\":\"-PT1S\",\"Flag\":true,"
      "\"Guid\":\"cccccccc-0000-0000-0000-000000000000\",\"Photo\":\"\",\"Day\":\"2024-01-01\","
      "\"Clock\":\"09:59:59.25\"}",
      "{\"ID\":5,\"Amount\":\"123456789012345678901\",\"Name\":\"Ä\",\"Real\":\"INF\",\"Big\":0,"
      "\"Stamp\":\"2024-01-01T00:00:00Z\",\"Span\":\"P1D\",\"Flag\":false,"
      "\"Guid\":\"0bbbbbbb-0000-0000-0000-000000000000\",\"Photo\":\"AAA\",\"Day\":\"0999-01-01\","
      "\"Clock\":\"09:59:59\"}",
      "{\"ID\":6,\"Amount\":\"123456789012345678900.99\",\"Name\":\"ä2\",\"Real\":0.5,\"Big\":1,"
      "\"Stamp\":\"2024-01-01T00:00:00.09Z\",\"Span\":\"PT23H59M59.9S\",\"Flag\":true,"
      "\"Guid\":\"dddddddd-0000-0000-0000-000000000000\",\"Photo\":\"AQ\",\"Day\":\"2024-01-03\","
      "\"Clock\":\"00:00:00\"}",
      NULL);
}

typedef struct
{
  const char *column;
  VmxOrder order;
  const char *expected; /* IDs; equal ones in key order */
} OrderCase;

static const OrderCase orders[] = {
  { "ID", VMX_ORDER_DESCENDING, "6 5 4 3 2 1" },
  { "Amount", VMX_ORDER_ASCENDING, "3 4 2 1 6 5" },
  { "Amount", VMX_ORDER_DESCENDING, "5 6 1 2 4 3" },
  { "Amount", VMX_ORDER_ASCENDING_IGNORE_CASE, "3 4 2 1 6 5" },
  { "Name", VMX_ORDER_ASCENDING, "3 2 4 1 5 6" },
  { "Name", VMX_ORDER_DESCENDING, "6 5 1 4 2 3" },
  { "Name", VMX_ORDER_ASCENDING_IGNORE_CASE, "3 4 1 2 5 6" },
  { "Name", VMX_ORDER_DESCENDING_IGNORE_CASE, "6 5 2 1 4 3" },
  { "Real", VMX_ORDER_ASCENDING, "3 2 4 6 1 5" },
  { "Big", VMX_ORDER_ASCENDING, "3 4 5 6 2 1" },
  { "Stamp", VMX_ORDER_ASCENDING, "3 4 5 6 1 2" },
  { "Stamp", VMX_ORDER_DESCENDING, "2 1 6 5 4 3" },
  { "Span", VMX_ORDER_ASCENDING, "3 4 1 2 6 5" },
  { "Guid", VMX_ORDER_ASCENDING, "3 5 2 1 4 6" },
  { "Photo", VMX_ORDER_ASCENDING, "3 4 5 2 6 1" },
  { "Day", VMX_ORDER_ASCENDING, "3 5 2 4 1 6" },
  { "Clock", VMX_ORDER_ASCENDING, "3 6 5 4 2 1" },
  { "Flag", VMX_ORDER_ASCENDING, "3 2 5 1 4 6" },
  { "Flag", VMX_ORDER_DESCENDING, "1 4 6 2 5 3" },
};

static void
test_orders (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxStorageTxn) txn = NULL;

  put_things (self);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
      g_autoptr(VmxRecordBatch) found = NULL;
      g_autofree char *ids = NULL;
      int column = vmx_object_schema_get_column_index (self->schema, orders[i].column);

      g_test_message ("by %s, order %d", orders[i].column, orders[i].order);
      vmx_selection_add_order (selection, (guint) column, orders[i].order);
      vmx_selection_add_order (selection, 0, VMX_ORDER_ASCENDING);
      found = storage_select (txn, selection);
      ids = storage_print_column (found, "ID");
      g_assert_cmpstr (ids, ==, orders[i].expected);
    }
}

static void
test_projection (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autofree char *text = NULL;

  put_things (self);
  vmx_selection_add_column (selection, vmx_object_schema_get_column_index (self->schema, "Name"));
  vmx_selection_add_column (selection, vmx_object_schema_get_column_index (self->schema, "Amount"));
  vmx_selection_add_order (selection, 0, VMX_ORDER_ASCENDING);
  vmx_selection_set_limit (selection, 3);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  found = storage_select (txn, selection);
  text = storage_print (found);
  g_assert_cmpstr (text, ==,
                   "{\"Amount\":\"10\",\"Name\":\"b\"}\n{\"Amount\":\"9.90\",\"Name\":\"B2\"}\n"
                   "{\"Amount\":null,\"Name\":null}");
}

static void
test_limits (StorageFixture *self, gconstpointer data)
{
  static const struct
  {
    gint64 limit;
    const char *expected;
  } cases[]
      = { { 0, "" }, { 1, "6" }, { 4, "6 5 4 3" }, { 100, "6 5 4 3 2 1" }, { -1, "6 5 4 3 2 1" } };
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxStorageTxn) txn = NULL;

  put_things (self);
  vmx_selection_add_order (selection, 0, VMX_ORDER_DESCENDING);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxRecordBatch) found = NULL;
      g_autofree char *ids = NULL;

      vmx_selection_set_limit (selection, cases[i].limit);
      found = storage_select (txn, selection);
      ids = storage_print_column (found, "ID");
      g_assert_cmpstr (ids, ==, cases[i].expected);
      /* Counting leaves limits and orders aside. */
      g_assert_cmpint (vmx_storage_txn_count (txn, selection, NULL), ==, 6);
    }
}

static char *
read_step (VmxStorageCursor *cursor, guint max_rows)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecordBatch) batch = vmx_storage_cursor_next (cursor, max_rows, NULL, &error);

  g_assert_no_error (error);
  return storage_print_column (batch, "ID");
}

#define assert_step(cursor, max_rows, expected)                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *step_text = read_step (cursor, max_rows);                                     \
    g_assert_cmpstr (step_text, ==, expected);                                                     \
  }                                                                                                \
  G_STMT_END

/* Two cursors of the same selection do not disturb each other. */
static void
test_steps (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(VmxStorageCursor) first = NULL;
  g_autoptr(VmxStorageCursor) second = NULL;

  put_things (self);
  vmx_selection_add_order (selection, 0, VMX_ORDER_ASCENDING);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  first = vmx_storage_txn_select (txn, selection, NULL);
  assert_step (first, 2, "1 2");
  second = vmx_storage_txn_select (txn, selection, NULL);
  assert_step (second, 5, "1 2 3 4 5");
  assert_step (first, 3, "3 4 5");
  assert_step (second, 5, "6");
  assert_step (second, 5, "");
  assert_step (first, 1, "6");
  assert_step (first, 1, "");
  assert_step (first, 1, "");
}

/* A batch lives on after its cursor and transaction. */
static void
test_batch_outlives_txn (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autofree char *names = NULL;

  put_things (self);
  vmx_selection_add_order (selection, 0, VMX_ORDER_ASCENDING);
  txn = storage_begin (self->storage, VMX_TXN_READ);
  found = storage_select (txn, selection);
  g_clear_object (&txn);
  storage_put (self->storage, self->schema, VMX_PUT_REPLACE, "{\"ID\":1,\"Name\":\"changed\"}",
               NULL);
  names = storage_print_column (found, "Name");
  g_assert_cmpstr (names, ==, "b B2 null a Ä ä2");
}

/* One's own writes are seen at once. */
static void
test_read_own_writes (StorageFixture *self, gconstpointer data)
{
  g_autoptr(VmxSelection) selection = vmx_selection_new (self->schema);
  g_autoptr(VmxRecordBatch) batch = storage_make_batch (self->schema, "{\"ID\":9}", NULL);
  g_autoptr(VmxStorageTxn) txn = storage_begin (self->storage, VMX_TXN_WRITE);

  g_assert_cmpint (vmx_storage_txn_count (txn, selection, NULL), ==, 0);
  g_assert_true (vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, NULL));
  g_assert_cmpint (vmx_storage_txn_count (txn, selection, NULL), ==, 1);
  g_assert_true (vmx_storage_txn_remove (txn, batch, NULL, NULL, NULL));
  g_assert_cmpint (vmx_storage_txn_count (txn, selection, NULL), ==, 0);
}

void
storage_add_read_tests (void)
{
  storage_add_test ("/storage/reads/orders", test_orders);
  storage_add_test ("/storage/reads/projection", test_projection);
  storage_add_test ("/storage/reads/limits", test_limits);
  storage_add_test ("/storage/reads/steps", test_steps);
  storage_add_test ("/storage/reads/batch-outlives-transaction", test_batch_outlives_txn);
  storage_add_test ("/storage/reads/own-writes", test_read_own_writes);
}
