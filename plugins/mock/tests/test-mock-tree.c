/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-tree.h"

#include "vmx-test.h"

static VmxObjectSchema *
make_schema (void)
{
  g_autoptr(VmxColumn) id = vmx_column_new ("Id", VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NONE);
  VmxObjectSchema *schema = vmx_object_schema_new ("Number");
  g_autoptr(GError) error = NULL;

  vmx_object_schema_add_column (schema, id);
  vmx_object_schema_add_key_column (schema, "Id");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

/* Every number below n once, in an order that looks random. */
static VmxRecordBatch *
make_numbers (guint n)
{
  g_autoptr(VmxObjectSchema) schema = make_schema ();
  VmxRecordBatch *batch = vmx_record_batch_new (schema);

  for (guint i = 0; i < n; i++)
    {
      guint row = vmx_record_batch_add_row (batch);

      vmx_record_batch_put_int64 (batch, row, 0, (i * 7919) % n);
    }
  return batch;
}

static guint
get_depth (const VmxMockNode *node)
{
  guint left, right;

  if (node == NULL)
    return 0;
  left = get_depth (node->left);
  right = get_depth (node->right);
  return 1 + MAX (left, right);
}

/* The numbers in a tree from first on, each step apart from the last. */
static void
assert_numbers (VmxMockNode *tree, gint64 first, gint64 step, guint count)
{
  g_auto(VmxMockWalk) walk = { NULL, NULL };
  const VmxMockNode *node;
  guint n = 0;

  vmx_mock_walk_init (&walk, tree);
  while ((node = vmx_mock_walk_next (&walk)) != NULL)
    {
      const VmxValue *value = vmx_record_batch_peek_value (node->batch, node->row, 0);

      g_assert_cmpint (vmx_value_get_int64 (value), ==, first + step * n);
      n++;
    }
  g_assert_cmpuint (n, ==, count);
}

static VmxMockNode *
insert_all (VmxRecordBatch *batch)
{
  VmxMockNode *tree = NULL;

  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      gboolean is_new = FALSE;
      VmxMockNode *changed = vmx_mock_tree_insert (tree, batch, row, &is_new);

      g_assert_true (is_new);
      vmx_mock_tree_unref (tree);
      tree = changed;
    }
  return tree;
}

static void
test_order (void)
{
  g_autoptr(VmxRecordBatch) batch = make_numbers (10000);
  g_autoptr(VmxMockNode) tree = insert_all (batch);

  assert_numbers (tree, 0, 1, 10000);
  /* A balanced one would have 14. */
  g_assert_cmpuint (get_depth (tree), <, 60);
  assert_numbers (NULL, 0, 1, 0);
}

static void
test_replace (void)
{
  g_autoptr(VmxRecordBatch) batch = make_numbers (100);
  g_autoptr(VmxRecordBatch) again = make_numbers (100);
  g_autoptr(VmxMockNode) tree = insert_all (batch);
  g_autoptr(VmxMockNode) changed = NULL;
  gboolean is_new = TRUE;

  changed = vmx_mock_tree_insert (tree, again, 50, &is_new);
  g_assert_false (is_new);
  assert_numbers (changed, 0, 1, 100);
  g_assert_true (vmx_mock_tree_find (changed, batch, 50)->batch == again);
  g_assert_true (vmx_mock_tree_find (tree, batch, 50)->batch == batch);
}

/* The old tree stays as it was. */
static void
test_remove (void)
{
  g_autoptr(VmxRecordBatch) batch = make_numbers (1000);
  g_autoptr(VmxMockNode) tree = insert_all (batch);
  g_autoptr(VmxMockNode) even = vmx_mock_tree_ref (tree);
  gboolean was_there;

  for (guint row = 0; row < 1000; row++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, 0);
      VmxMockNode *changed;

      if (vmx_value_get_int64 (value) % 2 == 0)
        continue;
      changed = vmx_mock_tree_remove (even, batch, row, &was_there);
      g_assert_true (was_there);
      vmx_mock_tree_unref (even);
      even = changed;
      g_assert_null (vmx_mock_tree_find (even, batch, row));
      vmx_mock_tree_unref (vmx_mock_tree_remove (even, batch, row, &was_there));
      g_assert_false (was_there);
    }
  assert_numbers (even, 0, 2, 500);
  assert_numbers (tree, 0, 1, 1000);
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/mock/tree/order", test_order);
  g_test_add_func ("/mock/tree/replace", test_replace);
  g_test_add_func ("/mock/tree/remove", test_remove);
  return g_test_run ();
}
