/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sqlite3.h>

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Binds a value without copying it: it has to outlive the binding. Missing is null. */
int vmx_sqlite_cell_bind (sqlite3_stmt *stmt, int parameter, const VmxValue *value);
/* Binds values to the parameters from the first one on, and copies them. */
int vmx_sqlite_cell_bind_copies (sqlite3_stmt *stmt, GPtrArray *values);
/* Sets a cell of a batch from a result column. */
void vmx_sqlite_cell_read (sqlite3_stmt *stmt, int result_column, VmxColumnType type,
                           VmxRecordBatch *batch, guint row, guint column);

G_END_DECLS
