/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* A statement with the values of its parameters; no value is ever in the text. */
typedef struct
{
  GString *text;
  GPtrArray *parameters; /* (element-type VmxValue) */
} VmxSqliteSql;

VmxSqliteSql *vmx_sqlite_sql_new (const char *text);
void vmx_sqlite_sql_free (VmxSqliteSql *self);

/* The statements that read what a selection asks for, and that count it. */
VmxSqliteSql *vmx_sqlite_query_print_select (VmxSelection *selection, GError **error);
VmxSqliteSql *vmx_sqlite_query_print_count (VmxSelection *selection, GError **error);
/* Appends a condition. */
gboolean vmx_sqlite_query_append (VmxSqliteSql *sql, VmxObjectSchema *schema, VmxQuery *query,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxSqliteSql, vmx_sqlite_sql_free)

G_END_DECLS
