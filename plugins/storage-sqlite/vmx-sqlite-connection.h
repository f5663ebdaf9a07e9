/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-error.h"

G_BEGIN_DECLS

typedef enum
{
  VMX_SQLITE_ACCESS_READ,
  VMX_SQLITE_ACCESS_WRITE,
  VMX_SQLITE_ACCESS_CREATE,
} VmxSqliteAccess;

/* One connection to the file, with its prepared statements. It belongs to one thread at a time. */
typedef struct _VmxSqliteConnection VmxSqliteConnection;
typedef struct _VmxSqliteStatement VmxSqliteStatement;

/* How a caller waits for its turn to write. Times are monotonic. */
typedef struct
{
  gint64 since;
  gint64 hurry_from; /* when pauses begin to be short */
  gint64 overdue_from; /* when set_overdue is called */
  void (*set_overdue) (gpointer data);
  gpointer data;
} VmxSqliteWait;

/* busy_timeout is in milliseconds. */
VmxSqliteConnection *vmx_sqlite_connection_new (const char *path, VmxSqliteAccess access,
                                                guint busy_timeout, GError **error);
void vmx_sqlite_connection_free (VmxSqliteConnection *self);
sqlite3 *vmx_sqlite_connection_get_db (VmxSqliteConnection *self);

/* How to wait for others from now on; NULL: from each call on, and with pauses that grow. */
void vmx_sqlite_connection_set_wait (VmxSqliteConnection *self, const VmxSqliteWait *wait);
/* Fails if the file is no longer the one that the path leads to. */
gboolean vmx_sqlite_connection_check_file (VmxSqliteConnection *self, GError **error);
/* What interrupts the calls from now on. Borrowed: set NULL before it may go away. */
void vmx_sqlite_connection_set_cancellable (VmxSqliteConnection *self, GCancellable *cancellable);
/* Like vmx_sqlite_set_error(), and knows what was cancelled. */
void vmx_sqlite_connection_set_error (VmxSqliteConnection *self, int result, VmxError code,
                                      const char *action, GError **error);
gboolean vmx_sqlite_connection_execute (VmxSqliteConnection *self, const char *sql,
                                        const char *action, GError **error);
/* The same with one statement that gives no rows and is used often. */
gboolean vmx_sqlite_connection_run (VmxSqliteConnection *self, const char *sql, const char *action,
                                    GError **error);
gboolean vmx_sqlite_connection_get_int64 (VmxSqliteConnection *self, const char *sql, gint64 *value,
                                          GError **error);

/* A statement that nobody else uses now: one prepared before, or a new one. Releasing it keeps it
 * for the next time. */
VmxSqliteStatement *vmx_sqlite_connection_take (VmxSqliteConnection *self, const char *sql,
                                                VmxError code, const char *action, GError **error);
void vmx_sqlite_statement_release (VmxSqliteStatement *self);
sqlite3_stmt *vmx_sqlite_statement_get (VmxSqliteStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxSqliteConnection, vmx_sqlite_connection_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxSqliteStatement, vmx_sqlite_statement_release)

G_END_DECLS
