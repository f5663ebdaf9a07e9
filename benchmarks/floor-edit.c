/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "floor-edit.h"

#include <sqlite3.h>

/* Rows with their values in memory, so that only the writing is measured. */
typedef GPtrArray Rows; /* (element-type GPtrArray of sqlite3_value) */

struct _FloorEdit
{
  sqlite3 *ours;
  sqlite3 *db;
  Rows *loaded; /* (nullable) */
};

static void
execute (sqlite3 *db, const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  return statement;
}

static sqlite3 *
open_file (const char *path)
{
  sqlite3 *db = NULL;

  g_assert (sqlite3_open (path, &db) == SQLITE_OK);
  return db;
}

FloorEdit *
floor_edit_new (const char *path, const char *floor_path)
{
  FloorEdit *self = g_new0 (FloorEdit, 1);
  sqlite3_stmt *tables;

  self->ours = open_file (path);
  self->db = open_file (floor_path);
  execute (self->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  tables = prepare (self->ours, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL");
  while (sqlite3_step (tables) == SQLITE_ROW)
    execute (self->db, (const char *) sqlite3_column_text (tables, 0));
  sqlite3_finalize (tables);
  return self;
}

void
floor_edit_free (FloorEdit *self)
{
  g_clear_pointer (&self->loaded, g_ptr_array_unref);
  sqlite3_close (self->ours);
  sqlite3_close (self->db);
  g_free (self);
}

static Rows *
read_rows (sqlite3 *db, const char *sql, const char *object)
{
  Rows *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  sqlite3_stmt *statement = prepare (db, sql);

  if (sqlite3_bind_parameter_count (statement) > 0)
    sqlite3_bind_text (statement, 1, object, -1, SQLITE_STATIC);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);

      for (int i = 0; i < sqlite3_column_count (statement); i++)
        g_ptr_array_add (row, sqlite3_value_dup (sqlite3_column_value (statement, i)));
      g_ptr_array_add (rows, row);
    }
  sqlite3_finalize (statement);
  return rows;
}

/* "INSERT OR REPLACE" would delete first; ours is an upsert. */
static sqlite3_stmt *
prepare_upsert (sqlite3 *db, const char *table, const char *key)
{
  g_autoptr(GString) sql = g_string_new (NULL);
  g_autofree char *info = g_strdup_printf ("SELECT name FROM pragma_table_info('%s')", table);
  sqlite3_stmt *columns = prepare (db, info);
  g_autoptr(GString) marks = g_string_new (NULL);
  g_autoptr(GString) set = g_string_new (NULL);

  while (sqlite3_step (columns) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (columns, 0);

      g_string_append (marks, marks->len > 0 ? ", ?" : "?");
      g_string_append_printf (set, "%s\"%s\" = excluded.\"%s\"", set->len > 0 ? ", " : "", name,
                              name);
    }
  sqlite3_finalize (columns);
  g_string_printf (sql, "INSERT INTO %s VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s", table,
                   marks->str, key, set->str);
  return prepare (db, sql->str);
}

static void
run (sqlite3_stmt *statement, GPtrArray *values)
{
  for (guint i = 0; i < values->len; i++)
    sqlite3_bind_value (statement, (int) i + 1, values->pdata[i]);
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (sqlite3_db_handle (statement)));
  sqlite3_reset (statement);
}

/* What one edit writes. */
typedef struct
{
  sqlite3_stmt *record;
  sqlite3_stmt *change;
  sqlite3_stmt *original;
  sqlite3_stmt *meta;
  Rows *records;
  Rows *changes;
  Rows *originals;
} Writes;

static Rows *
read_records (FloorEdit *self, const char *object)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s ORDER BY 1", object);

  return read_rows (self->ours, sql, NULL);
}

static void
writes_init (Writes *writes, FloorEdit *self, const char *object)
{
  writes->records = read_records (self, object);
  writes->changes = read_rows (
      self->ours, "SELECT * FROM vmx_changes WHERE object = ?1 ORDER BY seq", object);
  writes->originals = read_rows (
      self->ours, "SELECT * FROM vmx_originals WHERE object = ?1 ORDER BY rowid", object);
  writes->record = prepare_upsert (self->db, object, "Id");
  writes->change = prepare_upsert (self->db, "vmx_changes", "seq");
  writes->original = prepare_upsert (self->db, "vmx_originals", "object, key");
  writes->meta = prepare (self->db, "INSERT INTO vmx_meta VALUES ('next-seq', '7') "
                                    "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
  g_assert (writes->records->len == writes->changes->len);
  g_assert (writes->records->len == writes->originals->len);
}

static void
writes_clear (Writes *writes)
{
  sqlite3_finalize (writes->record);
  sqlite3_finalize (writes->change);
  sqlite3_finalize (writes->original);
  sqlite3_finalize (writes->meta);
  g_ptr_array_unref (writes->records);
  g_ptr_array_unref (writes->changes);
  g_ptr_array_unref (writes->originals);
}

static void
write_edit (Writes *writes, guint position)
{
  run (writes->record, writes->records->pdata[position]);
  run (writes->change, writes->changes->pdata[position]);
  run (writes->original, writes->originals->pdata[position]);
}

void
floor_edit_load (FloorEdit *self, const char *object)
{
  sqlite3_stmt *record = prepare_upsert (self->db, object, "Id");

  self->loaded = read_records (self, object);
  execute (self->db, "BEGIN");
  for (guint i = 0; i < self->loaded->len; i++)
    run (record, self->loaded->pdata[i]);
  execute (self->db, "COMMIT");
  sqlite3_finalize (record);
}

static void
write_meta (Writes *writes)
{
  g_assert (sqlite3_step (writes->meta) == SQLITE_DONE);
  sqlite3_reset (writes->meta);
}

gint64
floor_edit_write (FloorEdit *self, const char *object, gboolean one_by_one)
{
  Writes writes;
  gint64 started;
  gint64 time;

  writes_init (&writes, self, object);
  started = g_get_monotonic_time ();
  for (guint i = 0; i < writes.records->len; i++)
    {
      gboolean is_last = i + 1 == writes.records->len;

      if (one_by_one || i == 0)
        execute (self->db, "BEGIN IMMEDIATE");
      write_edit (&writes, i);
      if (one_by_one || is_last)
        {
          write_meta (&writes);
          execute (self->db, "COMMIT");
        }
    }
  time = g_get_monotonic_time () - started;
  writes_clear (&writes);
  return time;
}

gint64
floor_edit_roll_back (FloorEdit *self, const char *object)
{
  sqlite3_stmt *record = prepare_upsert (self->db, object, "Id");
  sqlite3_stmt *change = prepare (self->db, "DELETE FROM vmx_changes WHERE seq = ?1");
  sqlite3_stmt *original
      = prepare (self->db, "DELETE FROM vmx_originals WHERE object = ?1 AND key = ?2");
  g_autoptr(GPtrArray) seqs
      = read_rows (self->db, "SELECT seq FROM vmx_changes WHERE object = ?1", object);
  g_autoptr(GPtrArray) keys
      = read_rows (self->db, "SELECT object, key FROM vmx_originals WHERE object = ?1", object);
  gint64 started = g_get_monotonic_time ();

  execute (self->db, "BEGIN IMMEDIATE");
  for (guint i = 0; i < self->loaded->len; i++)
    {
      run (record, self->loaded->pdata[i]);
      run (change, seqs->pdata[i]);
      run (original, keys->pdata[i]);
    }
  execute (self->db, "COMMIT");
  started = g_get_monotonic_time () - started;
  sqlite3_finalize (record);
  sqlite3_finalize (change);
  sqlite3_finalize (original);
  return started;
}
