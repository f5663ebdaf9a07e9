/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sqlite3.h>

#include <libvmxsync/vmxsync.h>

#include "vmx-test.h"

G_BEGIN_DECLS

/* A storage with a path in a new folder; not open, and there is no file. */
typedef struct
{
  char *folder;
  char *path;
  VmxStorage *storage;
  VmxObjectSchema *schema; /* "Thing": ID, Name, Amount */
} SqliteFixture;

void sqlite_fixture_set_up (SqliteFixture *self, gconstpointer data);
void sqlite_fixture_tear_down (SqliteFixture *self, gconstpointer data);

VmxStorage *sqlite_make_storage (const char *path);
VmxObjectSchema *sqlite_make_schema (void);
/* These assert success. */
void sqlite_open (SqliteFixture *self);
void sqlite_close (SqliteFixture *self);
/* Opens, and makes the table. */
void sqlite_create (SqliteFixture *self);
VmxStorageTxn *sqlite_begin (VmxStorage *storage, VmxTxnMode mode);
void sqlite_put (VmxStorage *storage, VmxObjectSchema *schema, int id, const char *name);
/* Rows with numbers only, in one transaction. */
void sqlite_put_rows (VmxStorage *storage, VmxTxnMode mode, int first, int n_rows);
gint64 sqlite_count (VmxStorage *storage, VmxObjectSchema *schema);
/* Like the sqlite3 shell: a plain connection that knows nothing of us. Runs statements, and gives
 * the first column of the last one's rows with blanks between them. */
char *sqlite_run_raw (const char *path, const char *sql);

#define sqlite_assert_raw(path, sql, expected)                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *raw_text = sqlite_run_raw (path, sql);                                        \
    g_assert_cmpstr (raw_text, ==, expected);                                                      \
  }                                                                                                \
  G_STMT_END

#define sqlite_add_test(path, func)                                                                \
  g_test_add (path, SqliteFixture, NULL, sqlite_fixture_set_up, func, sqlite_fixture_tear_down)

G_END_DECLS
