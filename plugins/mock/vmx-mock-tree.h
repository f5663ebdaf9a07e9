/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* A balanced search tree whose nodes never change. Adding or removing gives a new tree that shares
 * all but a few nodes with the old one, so that a snapshot of a table is one reference. NULL is the
 * empty tree. */
typedef struct _VmxMockNode VmxMockNode;

struct _VmxMockNode
{
  gatomicrefcount ref_count;
  guint32 priority; /* never lower than that of a child */
  VmxRecordBatch *batch;
  guint row;
  VmxMockNode *left;
  VmxMockNode *right;
};

VmxMockNode *vmx_mock_tree_ref (VmxMockNode *tree);
void vmx_mock_tree_unref (VmxMockNode *tree);
/* Rows are ordered by the key columns of their batch's schema. A record with the same key is
 * replaced; is_new tells which it was. */
VmxMockNode *vmx_mock_tree_insert (VmxMockNode *tree, VmxRecordBatch *batch, guint row,
                                   gboolean *is_new);
VmxMockNode *vmx_mock_tree_remove (VmxMockNode *tree, VmxRecordBatch *batch, guint row,
                                   gboolean *was_there);
const VmxMockNode *vmx_mock_tree_find (const VmxMockNode *tree, VmxRecordBatch *batch, guint row);

/* Whether the nodes are where a search looks for them. Counts them, too. */
gboolean vmx_mock_tree_is_sound (VmxMockNode *tree, guint64 *n_nodes);

/* Walks through a tree in the order of its keys. */
typedef struct
{
  VmxMockNode *tree;
  GPtrArray *path; /* (element-type VmxMockNode), nodes that are still to be given */
} VmxMockWalk;

void vmx_mock_walk_init (VmxMockWalk *walk, VmxMockNode *tree);
const VmxMockNode *vmx_mock_walk_next (VmxMockWalk *walk);
void vmx_mock_walk_clear (VmxMockWalk *walk);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxMockWalk, vmx_mock_walk_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockNode, vmx_mock_tree_unref)

G_END_DECLS
