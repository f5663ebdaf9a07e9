/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-select.h"

#include <string.h>

typedef struct
{
  int action;
  const char *words;
} Denial;

static const Denial denials[] = {
  { SQLITE_INSERT, "INSERT" },
  { SQLITE_UPDATE, "UPDATE" },
  { SQLITE_DELETE, "DELETE" },
  { SQLITE_PRAGMA, "PRAGMA" },
  { SQLITE_ATTACH, "ATTACH" },
  { SQLITE_DETACH, "DETACH" },
  { SQLITE_TRANSACTION, "BEGIN, COMMIT and ROLLBACK" },
  { SQLITE_SAVEPOINT, "SAVEPOINT" },
  { SQLITE_ANALYZE, "ANALYZE" },
  { SQLITE_REINDEX, "REINDEX" },
  { SQLITE_FUNCTION, "this function" },
};

static const char *
describe_denial (int action)
{
  for (guint i = 0; i < G_N_ELEMENTS (denials); i++)
    if (denials[i].action == action)
      return denials[i].words;
  return "everything that changes the store";
}

static gboolean
is_dangerous_function (const char *name)
{
  return g_ascii_strcasecmp (name, "load_extension") == 0
         || g_ascii_strcasecmp (name, "fts3_tokenizer") == 0;
}

/* SQLite asks for this too when it makes a table-valued function such as json_each() known to
 * itself. True updates of that table fail anyway: the connection is defensive and only reads. */
static gboolean
is_own_bookkeeping (int action, const char *table)
{
  return action == SQLITE_UPDATE && g_strcmp0 (table, "sqlite_master") == 0;
}

/* data remembers what was denied first. */
static int
authorize (void *data, int action, const char *first, const char *second, const char *database,
           const char *trigger)
{
  const char **denied = data;

  if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE
      || is_own_bookkeeping (action, first)
      || (action == SQLITE_FUNCTION && !is_dangerous_function (second)))
    return SQLITE_OK;
  if (*denied == NULL)
    *denied = describe_denial (action);
  return SQLITE_DENY;
}

static gboolean
refuse (const char *why, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_QUERY,
               "the query cannot be run: %s; give one SELECT statement", why);
  return FALSE;
}

static gboolean
refuse_denied (const char *denied, GError **error)
{
  g_autofree char *why = g_strdup_printf ("%s cannot be used here, queries only read", denied);

  return refuse (why, error);
}

/* White space and comments are nothing to SQLite: it makes no statement of them. */
static gboolean
is_nothing (sqlite3 *db, const char *text)
{
  while (*text != '\0')
    {
      sqlite3_stmt *stmt = NULL;
      const char *rest = text;
      int result = sqlite3_prepare_v2 (db, text, -1, &stmt, &rest);

      if (result != SQLITE_OK || stmt != NULL)
        {
          sqlite3_finalize (stmt);
          return FALSE;
        }
      if (rest == text)
        return TRUE;
      text = rest;
    }
  return TRUE;
}

static gboolean
check_statement (sqlite3 *db, sqlite3_stmt *stmt, const char *rest, GError **error)
{
  if (stmt == NULL)
    return refuse ("it is empty", error);
  if (!sqlite3_stmt_readonly (stmt) || sqlite3_column_count (stmt) == 0)
    return refuse ("it does not read", error);
  if (sqlite3_stmt_isexplain (stmt))
    return refuse ("EXPLAIN is not a query for records", error);
  if (sqlite3_bind_parameter_count (stmt) > 0)
    return refuse ("it has parameters, and nothing sets them", error);
  return is_nothing (db, rest) || refuse ("more text follows the first statement", error);
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *statement, const char **denied, GError **error)
{
  sqlite3_stmt *stmt = NULL;
  const char *rest = NULL;
  int result;

  if (!g_utf8_validate (statement, -1, NULL))
    {
      refuse ("it is not UTF-8 text", error);
      return NULL;
    }
  result = sqlite3_prepare_v2 (db, statement, -1, &stmt, &rest);
  if (*denied != NULL)
    refuse_denied (*denied, error);
  else if (result != SQLITE_OK)
    refuse (sqlite3_errmsg (db), error);
  else if (check_statement (db, stmt, rest, error))
    return stmt;
  sqlite3_finalize (stmt);
  return NULL;
}

/* Records have one value per name, so a second column of a name gets a number. */
static GPtrArray *
name_columns (sqlite3_stmt *stmt)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = 0; i < sqlite3_column_count (stmt); i++)
    {
      const char *given = sqlite3_column_name (stmt, i);
      char *name = g_utf8_make_valid (given != NULL ? given : "", -1);

      for (guint number = 1; g_hash_table_contains (taken, name); number++)
        {
          g_free (name);
          name = g_strdup_printf ("%s:%u", given, number);
        }
      g_hash_table_add (taken, name);
      g_ptr_array_add (names, name);
    }
  return names;
}

static void
set_value (VmxRecord *record, const char *name, sqlite3_stmt *stmt, int column)
{
  g_autoptr(GBytes) bytes = NULL;

  switch (sqlite3_column_type (stmt, column))
    {
    case SQLITE_INTEGER:
      vmx_record_set_int64 (record, name, sqlite3_column_int64 (stmt, column));
      return;
    case SQLITE_FLOAT:
      vmx_record_set_double (record, name, sqlite3_column_double (stmt, column));
      return;
    case SQLITE_TEXT:
      vmx_record_set_text (record, name, (const char *) sqlite3_column_text (stmt, column));
      return;
    case SQLITE_BLOB:
      bytes = g_bytes_new (sqlite3_column_blob (stmt, column),
                           (gsize) sqlite3_column_bytes (stmt, column));
      vmx_record_set_blob (record, name, bytes);
      return;
    default:
      vmx_record_set_null (record, name);
    }
}

static VmxRecord *
read_record (sqlite3_stmt *stmt, GPtrArray *names)
{
  VmxRecord *record = vmx_record_new ();

  for (guint i = 0; i < names->len; i++)
    set_value (record, names->pdata[i], stmt, (int) i);
  return record;
}

static GPtrArray *
read_records (VmxSqliteConnection *connection, sqlite3_stmt *stmt, const char **denied,
              GError **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) names = name_columns (stmt);
  int result;

  while ((result = sqlite3_step (stmt)) == SQLITE_ROW)
    g_ptr_array_add (records, read_record (stmt, names));
  if (result == SQLITE_DONE)
    return g_steal_pointer (&records);
  /* Table-valued functions of pragmas are denied only when they run. */
  if (*denied != NULL)
    refuse_denied (*denied, error);
  else
    vmx_sqlite_connection_set_error (connection, result, VMX_ERROR_SELECT_FAILED,
                                     "the query failed", error);
  return NULL;
}

GPtrArray *
vmx_sqlite_select (VmxSqliteConnection *connection, const char *statement,
                   GCancellable *cancellable, GError **error)
{
  sqlite3 *db = vmx_sqlite_connection_get_db (connection);
  const char *denied = NULL;
  GPtrArray *records = NULL;
  sqlite3_stmt *stmt;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  sqlite3_set_authorizer (db, authorize, &denied);
  stmt = prepare (db, statement, &denied, error);
  if (stmt != NULL)
    {
      vmx_sqlite_connection_set_cancellable (connection, cancellable);
      records = read_records (connection, stmt, &denied, error);
      vmx_sqlite_connection_set_cancellable (connection, NULL);
    }
  sqlite3_finalize (stmt);
  sqlite3_set_authorizer (db, NULL, NULL);
  return records;
}
