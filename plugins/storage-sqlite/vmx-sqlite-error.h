/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sqlite3.h>

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Sets what SQLite answered, in words that tell what to do. path names the store; action is what
 * was tried ("cannot write to “Employee”"); code is for answers that have no code of their own. */
void vmx_sqlite_set_error (GError **error, const char *path, sqlite3 *db, int result, VmxError code,
                           const char *action);
/* The same for a store that was still locked after waiting for so many microseconds. SQLite does
 * not know by whom, but it is nobody who had to go through the gate. */
void vmx_sqlite_set_busy_error (GError **error, const char *path, sqlite3 *db, gint64 waited,
                                const char *action);

G_END_DECLS
