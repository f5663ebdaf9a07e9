/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-connection.h"

#include "vmx-sqlite-collation.h"

/* Merges with changing columns and selections would otherwise fill the memory. */
#define MAX_IDLE_STATEMENTS 64
/* Virtual machine steps between two looks at the cancellable: far below a millisecond. */
#define STEPS_PER_LOOK 2000
#define MAX_BUSY_PAUSE 20 /* ms */
#define HURRIED_BUSY_PAUSE 1 /* ms */

struct _VmxSqliteConnection
{
  sqlite3 *db;
  char *path;
  guint busy_timeout; /* ms */
  VmxSqliteWait wait; /* zeros if there is none */
  gint64 busy_since; /* monotonic time */
  gint64 waited; /* µs, in the last call that others were in the way of */
  GCancellable *cancellable; /* (unowned) (nullable) */
  GHashTable *statements; /* (element-type utf8 VmxSqliteStatement), by their text */
  GQueue idle; /* those that nobody uses now, the last used one first */
};

struct _VmxSqliteStatement
{
  VmxSqliteConnection *connection; /* (unowned) */
  sqlite3_stmt *stmt;
  char *sql;
  gboolean is_kept; /* among the connection's statements */
  gboolean in_use;
  GList link; /* in idle */
};

static void
statement_free (VmxSqliteStatement *self)
{
  sqlite3_finalize (self->stmt);
  g_free (self->sql);
  g_free (self);
}

void
vmx_sqlite_connection_free (VmxSqliteConnection *self)
{
  GList *link;

  while ((link = g_queue_pop_head_link (&self->idle)) != NULL)
    statement_free (link->data);
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->db);
  g_free (self->path);
  g_free (self);
}

static int
wait_for_others (void *data, int n_calls)
{
  VmxSqliteConnection *self = data;
  gint64 now = g_get_monotonic_time ();

  if (n_calls == 0)
    self->busy_since = self->wait.since > 0 ? self->wait.since : now;
  self->waited = now - self->busy_since;
  if (g_cancellable_is_cancelled (self->cancellable)
      || self->waited >= self->busy_timeout * G_TIME_SPAN_MILLISECOND)
    return 0;
  if (self->wait.set_overdue != NULL && now >= self->wait.overdue_from)
    self->wait.set_overdue (self->wait.data);
  if (self->wait.since > 0 && now >= self->wait.hurry_from)
    sqlite3_sleep (HURRIED_BUSY_PAUSE);
  else
    sqlite3_sleep (MIN (n_calls + 1, MAX_BUSY_PAUSE));
  return 1;
}

/* A file can come from anywhere, so nothing in it is trusted to run code. */
static int
harden (sqlite3 *db)
{
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_limit (db, SQLITE_LIMIT_ATTACHED, 0);
  return vmx_sqlite_collation_register (db);
}

VmxSqliteConnection *
vmx_sqlite_connection_new (const char *path, VmxSqliteAccess access, guint busy_timeout,
                           GError **error)
{
  static const int flags[] = {
    [VMX_SQLITE_ACCESS_READ] = SQLITE_OPEN_READONLY,
    [VMX_SQLITE_ACCESS_WRITE] = SQLITE_OPEN_READWRITE,
    [VMX_SQLITE_ACCESS_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
  };
  g_autoptr(VmxSqliteConnection) self = g_new0 (VmxSqliteConnection, 1);
  int result;

  /* An absolute path is never taken for a URI or for ":memory:". */
  self->path = g_canonicalize_filename (path, NULL);
  self->busy_timeout = busy_timeout;
  self->statements = g_hash_table_new (g_str_hash, g_str_equal);
  result = sqlite3_open_v2 (self->path, &self->db, flags[access] | SQLITE_OPEN_NOMUTEX, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_extended_result_codes (self->db, 1);
  if (result == SQLITE_OK)
    result = sqlite3_busy_handler (self->db, wait_for_others, self);
  if (result == SQLITE_OK)
    result = harden (self->db);
  if (result != SQLITE_OK)
    {
      vmx_sqlite_set_error (error, self->path, self->db, result, VMX_ERROR_STORE_UNAVAILABLE,
                            "cannot open it");
      return NULL;
    }
  return g_steal_pointer (&self);
}

sqlite3 *
vmx_sqlite_connection_get_db (VmxSqliteConnection *self)
{
  return self->db;
}

void
vmx_sqlite_connection_set_wait (VmxSqliteConnection *self, const VmxSqliteWait *wait)
{
  self->wait = wait != NULL ? *wait : (VmxSqliteWait){ 0 };
  self->waited = 0;
}

gboolean
vmx_sqlite_connection_check_file (VmxSqliteConnection *self, GError **error)
{
  int has_moved = 0;

  sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
  if (!has_moved)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_STORE_UNAVAILABLE,
               "store “%s”: the file was removed or replaced while it was open, so nothing more is "
               "written to it; close the store, then open it again or set it up again",
               self->path);
  return FALSE;
}

static int
look_at_cancellable (void *data)
{
  return g_cancellable_is_cancelled (data);
}

void
vmx_sqlite_connection_set_cancellable (VmxSqliteConnection *self, GCancellable *cancellable)
{
  self->cancellable = cancellable;
  sqlite3_progress_handler (self->db, STEPS_PER_LOOK,
                            cancellable != NULL ? look_at_cancellable : NULL, cancellable);
}

void
vmx_sqlite_connection_set_error (VmxSqliteConnection *self, int result, VmxError code,
                                 const char *action, GError **error)
{
  int kind = result & 0xff;

  if ((kind == SQLITE_INTERRUPT || kind == SQLITE_BUSY)
      && g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return;
  if (kind == SQLITE_BUSY)
    vmx_sqlite_set_busy_error (error, self->path, self->db, self->waited, action);
  else
    vmx_sqlite_set_error (error, self->path, self->db, result, code, action);
}

gboolean
vmx_sqlite_connection_execute (VmxSqliteConnection *self, const char *sql, const char *action,
                               GError **error)
{
  int result = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  if (result == SQLITE_OK)
    return TRUE;
  vmx_sqlite_connection_set_error (self, result, VMX_ERROR_DATABASE, action, error);
  return FALSE;
}

gboolean
vmx_sqlite_connection_run (VmxSqliteConnection *self, const char *sql, const char *action,
                           GError **error)
{
  g_autoptr(VmxSqliteStatement) statement
      = vmx_sqlite_connection_take (self, sql, VMX_ERROR_DATABASE, action, error);
  int result;

  if (statement == NULL)
    return FALSE;
  result = sqlite3_step (statement->stmt);
  if (result == SQLITE_DONE)
    return TRUE;
  vmx_sqlite_connection_set_error (self, result, VMX_ERROR_DATABASE, action, error);
  return FALSE;
}

gboolean
vmx_sqlite_connection_get_int64 (VmxSqliteConnection *self, const char *sql, gint64 *value,
                                 GError **error)
{
  const char *action = "cannot read it";
  g_autoptr(VmxSqliteStatement) statement
      = vmx_sqlite_connection_take (self, sql, VMX_ERROR_DATABASE, action, error);
  int result;

  if (statement == NULL)
    return FALSE;
  result = sqlite3_step (statement->stmt);
  if (result != SQLITE_ROW)
    {
      vmx_sqlite_connection_set_error (self, result, VMX_ERROR_DATABASE, action, error);
      return FALSE;
    }
  *value = sqlite3_column_int64 (statement->stmt, 0);
  return TRUE;
}

VmxSqliteStatement *
vmx_sqlite_connection_take (VmxSqliteConnection *self, const char *sql, VmxError code,
                            const char *action, GError **error)
{
  VmxSqliteStatement *known = g_hash_table_lookup (self->statements, sql);
  VmxSqliteStatement *statement;
  sqlite3_stmt *stmt = NULL;
  int result;

  if (known != NULL && !known->in_use)
    {
      known->in_use = TRUE;
      g_queue_unlink (&self->idle, &known->link);
      return known;
    }
  result = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
  if (result != SQLITE_OK)
    {
      vmx_sqlite_connection_set_error (self, result, code, action, error);
      return NULL;
    }
  statement = g_new0 (VmxSqliteStatement, 1);
  statement->connection = self;
  statement->stmt = stmt;
  statement->sql = g_strdup (sql);
  statement->link.data = statement;
  statement->in_use = TRUE;
  statement->is_kept = known == NULL;
  if (statement->is_kept)
    g_hash_table_insert (self->statements, statement->sql, statement);
  return statement;
}

void
vmx_sqlite_statement_release (VmxSqliteStatement *self)
{
  VmxSqliteConnection *connection = self->connection;
  VmxSqliteStatement *oldest;

  /* The values that were bound belong to a batch that may go away now. */
  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  if (!self->is_kept)
    {
      statement_free (self);
      return;
    }
  self->in_use = FALSE;
  g_queue_push_head_link (&connection->idle, &self->link);
  if (connection->idle.length <= MAX_IDLE_STATEMENTS)
    return;
  oldest = g_queue_pop_tail_link (&connection->idle)->data;
  g_hash_table_remove (connection->statements, oldest->sql);
  statement_free (oldest);
}

sqlite3_stmt *
vmx_sqlite_statement_get (VmxSqliteStatement *self)
{
  return self->stmt;
}
