/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-check.h"

/* A file that is damaged all over would give one line for each page and row. */
#define MAX_DAMAGES 100

/* A row may have several lines, of which the first only names the database. */
static void
add_lines (GPtrArray *damages, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_auto(GStrv) lines = g_strsplit (valid, "\n", -1);

  for (guint i = 0; lines[i] != NULL && damages->len < MAX_DAMAGES; i++)
    {
      char *line = g_strstrip (lines[i]);

      if (*line != '\0' && !g_str_equal (line, "ok") && !g_str_has_prefix (line, "*** in database"))
        g_ptr_array_add (damages, g_strdup (line));
    }
}

/* The result with which it ended. */
static int
find_damages (sqlite3 *db, GPtrArray *damages)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA integrity_check (%d)", MAX_DAMAGES);
  sqlite3_stmt *stmt = NULL;
  int result = sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL);

  if (result != SQLITE_OK)
    return result;
  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    add_lines (damages, (const char *) sqlite3_column_text (stmt, 0));
  if (result == SQLITE_DONE)
    result = SQLITE_OK;
  sqlite3_finalize (stmt);
  return result;
}

static void
interrupt (GCancellable *cancellable, gpointer db)
{
  sqlite3_interrupt (db);
}

/* The pages of all tables are one step for SQLite, in which only an interruption is noticed. */
static int
find_damages_cancellably (VmxSqliteConnection *connection, GPtrArray *damages,
                          GCancellable *cancellable)
{
  sqlite3 *db = vmx_sqlite_connection_get_db (connection);
  gulong handler = 0;
  int result;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (interrupt), db, NULL);
  result = find_damages (db, damages);
  g_cancellable_disconnect (cancellable, handler);
  return result;
}

static gboolean
is_damage (int result)
{
  return (result & 0xff) == SQLITE_CORRUPT || (result & 0xff) == SQLITE_NOTADB;
}

char **
vmx_sqlite_check (VmxSqliteConnection *connection, GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) damages = g_ptr_array_new_with_free_func (g_free);
  int result;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  vmx_sqlite_connection_set_cancellable (connection, cancellable);
  result = find_damages_cancellably (connection, damages, cancellable);
  if (is_damage (result))
    g_ptr_array_add (damages,
                     g_strdup_printf ("the file is damaged so badly that it cannot be checked to "
                                      "the end: %s",
                                      sqlite3_errstr (result)));
  else if (result != SQLITE_OK)
    vmx_sqlite_connection_set_error (connection, result, VMX_ERROR_DATABASE, "cannot check it",
                                     error);
  vmx_sqlite_connection_set_cancellable (connection, NULL);
  if (result != SQLITE_OK && !is_damage (result))
    return NULL;
  g_ptr_array_add (damages, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&damages), FALSE);
}
