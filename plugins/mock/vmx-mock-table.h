/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-tree.h"

G_BEGIN_DECLS

/* The records of one object. A committed table never changes; a transaction changes its own copy,
 * which is made in no time. Rows are kept with all cells set, in batches of the table's schema. */
typedef struct
{
  gatomicrefcount ref_count;
  VmxObjectSchema *schema;
  gboolean with_etags;
  VmxMockNode *tree; /* (nullable) */
  guint64 n_rows;
} VmxMockTable;

VmxMockTable *vmx_mock_table_new (VmxObjectSchema *schema);
VmxMockTable *vmx_mock_table_copy (const VmxMockTable *self);
/* The same records with the columns of another schema that has the same key; new ones are null. */
VmxMockTable *vmx_mock_table_convert (const VmxMockTable *self, VmxObjectSchema *schema);
VmxMockTable *vmx_mock_table_ref (VmxMockTable *self);
void vmx_mock_table_unref (VmxMockTable *self);

/* Whether records of a schema are laid out like those of the table. */
gboolean vmx_mock_table_check_schema (const VmxMockTable *self, VmxObjectSchema *schema,
                                      GError **error);
/* Everything or nothing. */
gboolean vmx_mock_table_put (VmxMockTable *self, VmxRecordBatch *batch, VmxPutMode mode,
                             GBytes *rows, GError **error);
gboolean vmx_mock_table_remove (VmxMockTable *self, VmxRecordBatch *batch, GBytes *rows,
                                guint64 *n_removed, GError **error);
void vmx_mock_table_clear (VmxMockTable *self);
VmxRecordBatch *vmx_mock_table_lookup (const VmxMockTable *self, VmxRecordBatch *keys,
                                       GError **error);
/* Adds a sentence for everything that is wrong with the table. */
void vmx_mock_table_check (const VmxMockTable *self, GPtrArray *damages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockTable, vmx_mock_table_unref)

G_END_DECLS
