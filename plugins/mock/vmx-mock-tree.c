/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-tree.h"

/* Priorities only have to look random, and the same run should build the same trees. */
static guint32
make_priority (void)
{
  static gint counter;
  guint32 number = (guint32) g_atomic_int_add (&counter, 1);

  number = (number ^ (number >> 16)) * 0x7feb352du;
  number = (number ^ (number >> 15)) * 0x846ca68bu;
  return number ^ (number >> 16);
}

/* Takes the children. */
static VmxMockNode *
node_new (guint32 priority, VmxRecordBatch *batch, guint row, VmxMockNode *left,
          VmxMockNode *right)
{
  VmxMockNode *self = g_new (VmxMockNode, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->priority = priority;
  self->batch = g_object_ref (batch);
  self->row = row;
  self->left = left;
  self->right = right;
  return self;
}

VmxMockNode *
vmx_mock_tree_ref (VmxMockNode *tree)
{
  if (tree != NULL)
    g_atomic_ref_count_inc (&tree->ref_count);
  return tree;
}

/* As deep as the tree, which is some dozens. */
void
vmx_mock_tree_unref (VmxMockNode *tree)
{
  if (tree == NULL || !g_atomic_ref_count_dec (&tree->ref_count))
    return;
  vmx_mock_tree_unref (tree->left);
  vmx_mock_tree_unref (tree->right);
  g_object_unref (tree->batch);
  g_free (tree);
}

/* Another node in the place of one; takes the children. */
static VmxMockNode *
node_with_children (const VmxMockNode *node, VmxMockNode *left, VmxMockNode *right)
{
  return node_new (node->priority, node->batch, node->row, left, right);
}

static int
compare_keys (VmxRecordBatch *batch, guint row, const VmxMockNode *node)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  VmxObjectSchema *node_schema = vmx_record_batch_get_schema (node->batch);
  guint n = vmx_object_schema_get_n_key_columns (schema);
  int order = 0;

  for (guint i = 0; i < n && order == 0; i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);
      guint node_column = vmx_object_schema_get_key_column_index (node_schema, i);

      order = vmx_value_compare (vmx_record_batch_peek_value (batch, row, column),
                                 vmx_record_batch_peek_value (node->batch, node->row,
                                                              node_column));
    }
  return order;
}

/* Both rotations change fresh nodes that nobody else has seen. */

static VmxMockNode *
rotate_right (VmxMockNode *node)
{
  VmxMockNode *top = node->left;

  node->left = top->right;
  top->right = node;
  return top;
}

static VmxMockNode *
rotate_left (VmxMockNode *node)
{
  VmxMockNode *top = node->right;

  node->right = top->left;
  top->left = node;
  return top;
}

VmxMockNode *
vmx_mock_tree_insert (VmxMockNode *tree, VmxRecordBatch *batch, guint row, gboolean *is_new)
{
  VmxMockNode *node;
  int order;

  if (tree == NULL)
    {
      *is_new = TRUE;
      return node_new (make_priority (), batch, row, NULL, NULL);
    }
  order = compare_keys (batch, row, tree);
  if (order == 0)
    {
      *is_new = FALSE;
      return node_new (tree->priority, batch, row, vmx_mock_tree_ref (tree->left),
                       vmx_mock_tree_ref (tree->right));
    }
  if (order < 0)
    {
      node = node_with_children (tree, vmx_mock_tree_insert (tree->left, batch, row, is_new),
                                 vmx_mock_tree_ref (tree->right));
      return node->left->priority > node->priority ? rotate_right (node) : node;
    }
  node = node_with_children (tree, vmx_mock_tree_ref (tree->left),
                             vmx_mock_tree_insert (tree->right, batch, row, is_new));
  return node->right->priority > node->priority ? rotate_left (node) : node;
}

/* One tree of two, where all keys of left come before those of right. */
static VmxMockNode *
join (VmxMockNode *left, VmxMockNode *right)
{
  if (left == NULL)
    return vmx_mock_tree_ref (right);
  if (right == NULL)
    return vmx_mock_tree_ref (left);
  if (left->priority >= right->priority)
    return node_with_children (left, vmx_mock_tree_ref (left->left), join (left->right, right));
  return node_with_children (right, join (left, right->left), vmx_mock_tree_ref (right->right));
}

static VmxMockNode *
remove_found (VmxMockNode *tree, VmxRecordBatch *batch, guint row)
{
  int order = compare_keys (batch, row, tree);

  if (order == 0)
    return join (tree->left, tree->right);
  if (order < 0)
    return node_with_children (tree, remove_found (tree->left, batch, row),
                               vmx_mock_tree_ref (tree->right));
  return node_with_children (tree, vmx_mock_tree_ref (tree->left),
                             remove_found (tree->right, batch, row));
}

VmxMockNode *
vmx_mock_tree_remove (VmxMockNode *tree, VmxRecordBatch *batch, guint row, gboolean *was_there)
{
  *was_there = vmx_mock_tree_find (tree, batch, row) != NULL;
  return *was_there ? remove_found (tree, batch, row) : vmx_mock_tree_ref (tree);
}

const VmxMockNode *
vmx_mock_tree_find (const VmxMockNode *tree, VmxRecordBatch *batch, guint row)
{
  while (tree != NULL)
    {
      int order = compare_keys (batch, row, tree);

      if (order == 0)
        return tree;
      tree = order < 0 ? tree->left : tree->right;
    }
  return NULL;
}

static void
push_left (VmxMockWalk *walk, VmxMockNode *node)
{
  for (; node != NULL; node = node->left)
    g_ptr_array_add (walk->path, node);
}

void
vmx_mock_walk_init (VmxMockWalk *walk, VmxMockNode *tree)
{
  walk->tree = vmx_mock_tree_ref (tree);
  walk->path = g_ptr_array_new ();
  push_left (walk, tree);
}

/* The node stays valid until the walk is cleared. NULL at the end. */
const VmxMockNode *
vmx_mock_walk_next (VmxMockWalk *walk)
{
  VmxMockNode *node;

  if (walk->path->len == 0)
    return NULL;
  node = g_ptr_array_steal_index (walk->path, walk->path->len - 1);
  push_left (walk, node->right);
  return node;
}

void
vmx_mock_walk_clear (VmxMockWalk *walk)
{
  g_clear_pointer (&walk->path, g_ptr_array_unref);
  g_clear_pointer (&walk->tree, vmx_mock_tree_unref);
}

static gboolean
has_low_children (const VmxMockNode *node)
{
  return (node->left == NULL || node->left->priority <= node->priority)
         && (node->right == NULL || node->right->priority <= node->priority);
}

gboolean
vmx_mock_tree_is_sound (VmxMockNode *tree, guint64 *n_nodes)
{
  g_auto(VmxMockWalk) walk = { NULL, NULL };
  const VmxMockNode *last = NULL;
  const VmxMockNode *node;
  gboolean sound = TRUE;

  *n_nodes = 0;
  vmx_mock_walk_init (&walk, tree);
  while ((node = vmx_mock_walk_next (&walk)) != NULL)
    {
      if (last != NULL && compare_keys (last->batch, last->row, node) >= 0)
        sound = FALSE;
      sound = sound && has_low_children (node);
      last = node;
      (*n_nodes)++;
    }
  return sound;
}
