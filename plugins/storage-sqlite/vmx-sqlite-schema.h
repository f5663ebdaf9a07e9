/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-connection.h"

G_BEGIN_DECLS

/* The column behind those of the schema. */
#define VMX_SQLITE_ETAG "vmx_etag"

/* A statement that is printed once for a schema, which keeps it under the name: edits and reads of
 * single records are that fast. */
const char *vmx_sqlite_get_kept (VmxObjectSchema *schema, const char *name,
                                 char *(*print) (VmxObjectSchema *schema));
/* Appends a name between double quotes. */
void vmx_sqlite_append_name (GString *sql, const char *name);
void vmx_sqlite_append_table (GString *sql, VmxObjectSchema *schema);
void vmx_sqlite_append_column (GString *sql, VmxObjectSchema *schema, guint column);
/* Appends `"key1" = ?1 AND "key2" = ?2 …`. */
void vmx_sqlite_append_key_match (GString *sql, VmxObjectSchema *schema);
gboolean vmx_sqlite_has_etag (VmxObjectSchema *schema);

gboolean vmx_sqlite_create_table (VmxSqliteConnection *connection, VmxObjectSchema *schema,
                                  GError **error);
/* Leaves the table as it is on failure. */
gboolean vmx_sqlite_alter_table (VmxSqliteConnection *connection, VmxObjectSchema *from,
                                 VmxObjectSchema *to, GError **error);
gboolean vmx_sqlite_drop_table (VmxSqliteConnection *connection, const char *name, GError **error);
gboolean vmx_sqlite_has_table (VmxSqliteConnection *connection, const char *name, gboolean *exists,
                               GError **error);

G_END_DECLS
