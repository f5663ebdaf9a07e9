/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-object-schema.h>
#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* The tables in which the library keeps its own facts, beside one table per object. They are
 * described like objects, so that every storage can hold them. */
typedef enum
{
  VMX_TABLE_META,
  VMX_TABLE_SERVICES,
  VMX_TABLE_CHANGES,
  VMX_TABLE_ORIGINALS,
  VMX_TABLE_KEYS,
  VMX_TABLE_BOOKMARKS,
  VMX_TABLE_OUTBOX,
  VMX_TABLE_RUNS,
  VMX_N_TABLES,
} VmxSystemTable;

/* The schema lives as long as the process. */
VmxObjectSchema *vmx_system_table_get_schema (VmxSystemTable table);
/* A batch of one row for values by column name, ended by NULL; each a const char * or NULL. Columns
 * of whole numbers take their digits. */
VmxRecordBatch *vmx_system_table_new_row (VmxSystemTable table, const char *first_column, ...)
    G_GNUC_NULL_TERMINATED;
/* Adds such a row to a batch of the table. */
void vmx_system_table_add_row (VmxRecordBatch *batch, const char *first_column, ...)
    G_GNUC_NULL_TERMINATED;
/* The text of a cell by column name, NULL when it is null. */
const char *vmx_system_table_get_text (VmxRecordBatch *batch, guint row, const char *column);
gint64 vmx_system_table_get_int64 (VmxRecordBatch *batch, guint row, const char *column);

/* That the columns of the schema have these texts, ended by NULL. */
VmxQuery *vmx_system_table_new_condition (VmxObjectSchema *schema, const char *first_column, ...)
    G_GNUC_NULL_TERMINATED;
/* Reads the rows whose columns have these texts, ended by NULL, in the order of a column;
 * first_column may be NULL for all rows. Whole-number columns cannot be asked for. */
VmxRecordBatch *vmx_system_table_select (VmxStorageTxn *txn, VmxSystemTable table,
                                         const char *order, GError **error,
                                         const char *first_column, ...) G_GNUC_NULL_TERMINATED;
/* Removes the rows that are about an object. */
gboolean vmx_system_table_remove_rows_of (VmxStorageTxn *txn, VmxSystemTable table,
                                          const char *object, GError **error);

G_END_DECLS
