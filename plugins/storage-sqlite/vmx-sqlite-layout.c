/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-layout.h"

#include "vmx-sqlite-intent.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* "vMxS", in the head of the file: `file` and others can tell it by that. */
#define APPLICATION_ID 0x764d7853
#define APPLICATION_ID_OFFSET 68
#define LAYOUT_VERSION 1
#define HEAD_LENGTH 100

typedef struct
{
  gint64 application_id;
  gint64 version;
  gint64 n_tables;
} Head;

static gboolean
read_head (VmxSqliteConnection *connection, Head *head, GError **error)
{
  return vmx_sqlite_connection_get_int64 (connection, "SELECT count(*) FROM sqlite_schema",
                                          &head->n_tables, error)
         && vmx_sqlite_connection_get_int64 (connection, "PRAGMA application_id",
                                             &head->application_id, error)
         && vmx_sqlite_connection_get_int64 (connection, "PRAGMA user_version", &head->version,
                                             error);
}

static gboolean
is_empty (const Head *head)
{
  return head->application_id == 0 && head->version == 0 && head->n_tables == 0;
}

static gboolean
check_head (const char *path, const Head *head, GError **error)
{
  if (is_empty (head))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE,
                   "store “%s”: the file is empty; set the store up first", path);
      return FALSE;
    }
  if (head->application_id != APPLICATION_ID)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE,
                   "store “%s”: the file is a database of another program; choose another path",
                   path);
      return FALSE;
    }
  if (head->version != LAYOUT_VERSION)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_VERSION,
                   "store “%s”: its layout is version %" G_GINT64_FORMAT
                   ", this plugin knows version %d; use the version of the library that wrote it "
                   "or a newer one",
                   path, head->version, LAYOUT_VERSION);
      return FALSE;
    }
  return TRUE;
}

/* This is written in rollback mode, so that it stands in the file's head from the first moment. In
 * WAL mode it would be in the log only. */
static gboolean
mark_as_ours (VmxSqliteConnection *connection, Head *head, GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
                         LAYOUT_VERSION);

  return vmx_sqlite_connection_execute (connection, sql, "cannot create it", error)
         && read_head (connection, head, error);
}

/* Two programs may find the same empty file; the second one then finds a store. */
static gboolean
create_store (VmxSqliteConnection *connection, Head *head, GError **error)
{
  const char *action = "cannot create it";
  sqlite3 *db = vmx_sqlite_connection_get_db (connection);
  gboolean success;

  if (!vmx_sqlite_connection_execute (connection, "BEGIN IMMEDIATE", action, error))
    return FALSE;
  success = read_head (connection, head, error)
            && (!is_empty (head) || mark_as_ours (connection, head, error))
            && vmx_sqlite_connection_execute (connection, "COMMIT", action, error);
  if (!sqlite3_get_autocommit (db))
    sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL);
  return success;
}

gboolean
vmx_sqlite_layout_prepare (VmxSqliteConnection *connection, gboolean create, GError **error)
{
  sqlite3 *db = vmx_sqlite_connection_get_db (connection);
  const char *path = sqlite3_db_filename (db, "main");
  Head head;

  if (!read_head (connection, &head, error))
    return FALSE;
  if (sqlite3_db_readonly (db, "main") == 1)
    {
      vmx_sqlite_connection_set_error (connection, SQLITE_READONLY, VMX_ERROR_STORE_UNAVAILABLE,
                                       "cannot open it for writing", error);
      return FALSE;
    }
  if (create && is_empty (&head) && !create_store (connection, &head, error))
    return FALSE;
  return check_head (path, &head, error)
         && vmx_sqlite_connection_execute (connection, "PRAGMA journal_mode = WAL",
                                           "cannot open it for writing", error);
}

/* Empty files count as ours: a store whose making was cut off is one. */
static gboolean
is_ours (const char *path, GError **error)
{
  static const guint8 id[] = { 'v', 'M', 'x', 'S' };
  guint8 head[HEAD_LENGTH];
  size_t length;
  FILE *file = g_fopen (path, "rbe");

  if (file == NULL)
    {
      int reason = errno;

      if (reason == ENOENT)
        return TRUE;
      g_set_error (error, VMX_ERROR, VMX_ERROR_DROP_FAILED, "cannot drop the store “%s”: %s", path,
                   g_strerror (reason));
      return FALSE;
    }
  length = fread (head, 1, sizeof head, file);
  fclose (file);
  if (length == 0
      || (length == sizeof head && memcmp (head + APPLICATION_ID_OFFSET, id, sizeof id) == 0))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_DROP_FAILED,
               "cannot drop the store “%s”: the file is not a store; remove it by hand if it is "
               "not needed",
               path);
  return FALSE;
}

gboolean
vmx_sqlite_layout_remove_files (const char *path, GError **error)
{
  /* The main file goes first: SQLite throws away a log without one, but it would play a log into a
   * file that came back. */
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal",
                                          VMX_SQLITE_LOCK_SUFFIX };

  if (!is_ours (path, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      if (g_unlink (name) != 0 && errno != ENOENT)
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_DROP_FAILED, "cannot remove “%s”: %s", name,
                       g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}
