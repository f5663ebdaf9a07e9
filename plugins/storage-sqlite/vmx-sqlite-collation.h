/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sqlite3.h>

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Makes our orders known to a connection. Table definitions never use them, so that every program
 * can read the tables. */
int vmx_sqlite_collation_register (sqlite3 *db);
/* The order that values of a column type need, or NULL where SQLite's own is right. */
const char *vmx_sqlite_collation_get_name (VmxColumnType type, gboolean ignore_case);

G_END_DECLS
