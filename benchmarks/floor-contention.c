/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "floor-contention.h"

#include <sqlite3.h>

#define N_TABLES 3
#define N_TEXTS 7
#define N_NUMBERS 3

struct _FloorContention
{
  sqlite3 *db;
  sqlite3_stmt *upserts[N_TABLES];
};

static const char *const tables[N_TABLES] = { "Record", "Change", "Original" };

static void
run (sqlite3 *db, const char *sql)
{
  g_assert (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static sqlite3 *
open_store (const char *path)
{
  sqlite3 *db;

  g_assert (sqlite3_open (path, &db) == SQLITE_OK);
  g_assert (sqlite3_busy_timeout (db, 60 * 1000) == SQLITE_OK);
  run (db, "PRAGMA journal_mode=WAL");
  run (db, "PRAGMA synchronous=FULL");
  return db;
}

void
floor_contention_make (const char *path)
{
  sqlite3 *db = open_store (path);

  for (guint i = 0; i < N_TABLES; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("CREATE TABLE %s (Id INTEGER PRIMARY KEY, Name TEXT, Email TEXT, "
                             "City TEXT, Notes TEXT, Salary TEXT, HiredAt TEXT, Birthday TEXT, "
                             "Number0 INTEGER, Number1 INTEGER, Number2 INTEGER, vmx_etag TEXT) "
                             "STRICT",
                             tables[i]);

      run (db, sql);
    }
  sqlite3_close (db);
}

FloorContention *
floor_contention_open (const char *path)
{
  FloorContention *self = g_new0 (FloorContention, 1);

  self->db = open_store (path);
  for (guint i = 0; i < N_TABLES; i++)
    {
      g_autofree char *sql
          = g_strdup_printf ("INSERT OR REPLACE INTO %s VALUES (?,?,?,?,?,?,?,?,?,?,?,NULL)",
                             tables[i]);

      g_assert (sqlite3_prepare_v2 (self->db, sql, -1, &self->upserts[i], NULL) == SQLITE_OK);
    }
  return self;
}

void
floor_contention_edit (FloorContention *self, gint64 id)
{
  g_autofree char *text = g_strdup_printf ("text of record %" G_GINT64_FORMAT, id);

  run (self->db, "BEGIN IMMEDIATE");
  for (guint i = 0; i < N_TABLES; i++)
    {
      sqlite3_stmt *upsert = self->upserts[i];

      sqlite3_bind_int64 (upsert, 1, id);
      for (int j = 0; j < N_TEXTS; j++)
        sqlite3_bind_text (upsert, 2 + j, text, -1, SQLITE_STATIC);
      for (int j = 0; j < N_NUMBERS; j++)
        sqlite3_bind_int64 (upsert, 2 + N_TEXTS + j, id + j);
      g_assert (sqlite3_step (upsert) == SQLITE_DONE);
      sqlite3_reset (upsert);
    }
  run (self->db, "COMMIT");
}

void
floor_contention_close (FloorContention *self)
{
  for (guint i = 0; i < N_TABLES; i++)
    sqlite3_finalize (self->upserts[i]);
  g_assert (sqlite3_close (self->db) == SQLITE_OK);
  g_free (self);
}
