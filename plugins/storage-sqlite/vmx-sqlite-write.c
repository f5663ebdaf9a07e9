/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-write.h"

#include "vmx-sqlite-cell.h"
#include "vmx-sqlite-schema.h"

#include <string.h>

/* What is the same for all rows of one call. */
typedef struct
{
  VmxSqliteConnection *connection;
  VmxRecordBatch *batch;
  VmxObjectSchema *schema;
  guint n_columns;
  gboolean has_etag;
  const guint8 *mask; /* (nullable) */
  char *action;
} Work;

static gboolean
work_init (Work *self, VmxSqliteConnection *connection, VmxRecordBatch *batch, GBytes *rows,
           const char *verb, GError **error)
{
  gsize n_rows = 0;

  self->connection = connection;
  self->batch = batch;
  self->schema = vmx_record_batch_get_schema (batch);
  self->n_columns = vmx_record_batch_get_n_columns (batch);
  self->has_etag = vmx_sqlite_has_etag (self->schema);
  self->mask = rows != NULL ? g_bytes_get_data (rows, &n_rows) : NULL;
  if (rows != NULL && n_rows != vmx_record_batch_get_n_rows (batch))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_CRUD,
                   "the row mask has %" G_GSIZE_FORMAT " bytes for %u rows", n_rows,
                   vmx_record_batch_get_n_rows (batch));
      return FALSE;
    }
  self->action
      = g_strdup_printf ("cannot %s “%s”", verb, vmx_object_schema_get_name (self->schema));
  return TRUE;
}

static void
work_clear (Work *self)
{
  g_clear_pointer (&self->action, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Work, work_clear)

static gboolean
leaves_out (const Work *self, guint row)
{
  return self->mask != NULL && self->mask[row] == 0;
}

static VmxSqliteStatement *
take (const Work *self, const char *sql, GError **error)
{
  return vmx_sqlite_connection_take (self->connection, sql, VMX_ERROR_CRUD, self->action, error);
}

/* Steps a statement that gives no rows and makes it ready for the next one. */
static gboolean
run (const Work *self, sqlite3_stmt *stmt, int bound, GError **error)
{
  int result = bound == SQLITE_OK ? sqlite3_step (stmt) : bound;

  if (result != SQLITE_DONE)
    {
      vmx_sqlite_connection_set_error (self->connection, result, VMX_ERROR_CRUD, self->action,
                                       error);
      return FALSE;
    }
  sqlite3_reset (stmt);
  return TRUE;
}

static gboolean
has_key (const Work *self, guint row, GError **error)
{
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (self->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);

      if (vmx_value_is_null (vmx_record_batch_peek_value (self->batch, row, column)))
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
                       "%s: row %u has no value for the key column “%s”", self->action, row,
                       vmx_column_get_name (vmx_object_schema_get_column (self->schema, column)));
          return FALSE;
        }
    }
  return TRUE;
}

/* Before anything is written: what can be known to fail changes nothing. */
static gboolean
check_keys (const Work *self, gboolean deleted_too, GError **error)
{
  for (guint row = 0; row < vmx_record_batch_get_n_rows (self->batch); row++)
    {
      if (leaves_out (self, row)
          || (!deleted_too && vmx_record_batch_is_deleted (self->batch, row)))
        continue;
      if (!has_key (self, row, error))
        return FALSE;
    }
  return TRUE;
}

/* The first part of an upsert. present tells the columns, NULL means all. */
static void
append_insert (GString *sql, VmxObjectSchema *schema, const char *present, gboolean with_etag)
{
  guint n_values = 0;

  g_string_append (sql, "INSERT INTO ");
  vmx_sqlite_append_table (sql, schema);
  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    if (present == NULL || present[i] == '1')
      {
        g_string_append (sql, n_values++ > 0 ? ", " : " (");
        vmx_sqlite_append_column (sql, schema, i);
      }
  if (with_etag)
    g_string_append (sql, ", " VMX_SQLITE_ETAG);
  n_values += with_etag ? 1 : 0;
  g_string_append (sql, ") VALUES (?");
  for (guint i = 1; i < n_values; i++)
    g_string_append (sql, ", ?");
}

static void
append_conflict (GString *sql, VmxObjectSchema *schema)
{
  g_string_append (sql, ") ON CONFLICT");
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      g_string_append (sql, i > 0 ? ", " : " (");
      vmx_sqlite_append_column (sql, schema,
                                vmx_object_schema_get_key_column_index (schema, i));
    }
  g_string_append (sql, ") DO ");
}

static void
append_update (GString *sql, VmxObjectSchema *schema, const char *present, gboolean with_etag)
{
  guint n_set = 0;

  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      if ((present != NULL && present[i] != '1')
          || vmx_object_schema_is_key_column (schema, i))
        continue;
      g_string_append (sql, n_set++ > 0 ? ", " : "UPDATE SET ");
      vmx_sqlite_append_column (sql, schema, i);
      g_string_append (sql, " = excluded.");
      vmx_sqlite_append_column (sql, schema, i);
    }
  if (with_etag)
    g_string_append_printf (sql, "%s%s = excluded.%s", n_set++ > 0 ? ", " : "UPDATE SET ",
                            VMX_SQLITE_ETAG, VMX_SQLITE_ETAG);
  if (n_set == 0)
    g_string_append (sql, "NOTHING");
}

static char *
print_upsert (VmxObjectSchema *schema, const char *present, gboolean with_etag)
{
  GString *sql = g_string_sized_new (512);

  append_insert (sql, schema, present, with_etag);
  append_conflict (sql, schema);
  append_update (sql, schema, present, with_etag);
  return g_string_free (sql, FALSE);
}

static char *
print_replace (VmxObjectSchema *schema)
{
  return print_upsert (schema, NULL, vmx_sqlite_has_etag (schema));
}

static int
bind_etag (const Work *self, sqlite3_stmt *stmt, int parameter, guint row)
{
  const char *etag = vmx_record_batch_get_etag (self->batch, row);

  return sqlite3_bind_text (stmt, parameter, etag, -1, SQLITE_STATIC);
}

static gboolean
replace_row (const Work *self, sqlite3_stmt *stmt, guint row, GError **error)
{
  int result = SQLITE_OK;

  for (guint i = 0; i < self->n_columns && result == SQLITE_OK; i++)
    result = vmx_sqlite_cell_bind (stmt, (int) i + 1,
                                   vmx_record_batch_peek_value (self->batch, row, i));
  if (self->has_etag && result == SQLITE_OK)
    result = bind_etag (self, stmt, (int) self->n_columns + 1, row);
  return run (self, stmt, result, error);
}

static gboolean
replace_rows (const Work *self, GError **error)
{
  const char *sql = vmx_sqlite_get_kept (self->schema, "vmx-sqlite-replace", print_replace);
  g_autoptr(VmxSqliteStatement) statement = take (self, sql, error);
  guint n_rows = vmx_record_batch_get_n_rows (self->batch);
  sqlite3_stmt *stmt;

  if (statement == NULL)
    return FALSE;
  stmt = vmx_sqlite_statement_get (statement);
  for (guint row = 0; row < n_rows; row++)
    {
      if (leaves_out (self, row) || vmx_record_batch_is_deleted (self->batch, row))
        continue;
      if (!replace_row (self, stmt, row, error))
        return FALSE;
    }
  return TRUE;
}

/* '1' for each column that is not missing, and one more for the etag. */
static void
print_pattern (const Work *self, guint row, char *pattern)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (self->batch, row, i);

      pattern[i] = vmx_value_get_kind (value) == VMX_VALUE_MISSING ? '0' : '1';
    }
  pattern[self->n_columns]
      = self->has_etag && vmx_record_batch_get_etag (self->batch, row) != NULL ? '1' : '0';
}

static gboolean
merge_row (const Work *self, sqlite3_stmt *stmt, const char *pattern, guint row, GError **error)
{
  int parameter = 1;
  int result = SQLITE_OK;

  for (guint i = 0; i < self->n_columns && result == SQLITE_OK; i++)
    if (pattern[i] == '1')
      result = vmx_sqlite_cell_bind (stmt, parameter++,
                                     vmx_record_batch_peek_value (self->batch, row, i));
  if (pattern[self->n_columns] == '1' && result == SQLITE_OK)
    result = bind_etag (self, stmt, parameter, row);
  return run (self, stmt, result, error);
}

/* Rows with the same columns share a statement, and only present columns are in it: what is
 * missing stays as it is stored. */
static VmxSqliteStatement *
find_merge (const Work *self, GHashTable *statements, const char *pattern, GError **error)
{
  VmxSqliteStatement *statement = g_hash_table_lookup (statements, pattern);
  g_autofree char *sql = NULL;

  if (statement != NULL)
    return statement;
  sql = print_upsert (self->schema, pattern, pattern[self->n_columns] == '1');
  statement = take (self, sql, error);
  if (statement != NULL)
    g_hash_table_insert (statements, g_strdup (pattern), statement);
  return statement;
}

static gboolean
merge_rows (const Work *self, GError **error)
{
  g_autoptr(GHashTable) statements = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) vmx_sqlite_statement_release);
  g_autofree char *pattern = g_malloc0 (self->n_columns + 2);
  guint n_rows = vmx_record_batch_get_n_rows (self->batch);

  for (guint row = 0; row < n_rows; row++)
    {
      VmxSqliteStatement *statement;

      if (leaves_out (self, row) || vmx_record_batch_is_deleted (self->batch, row))
        continue;
      print_pattern (self, row, pattern);
      statement = find_merge (self, statements, pattern, error);
      if (statement == NULL
          || !merge_row (self, vmx_sqlite_statement_get (statement), pattern, row, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
vmx_sqlite_write_put (VmxSqliteConnection *connection, VmxRecordBatch *batch, VmxPutMode mode,
                      GBytes *rows, GError **error)
{
  g_auto(Work) work = { NULL };

  if (!work_init (&work, connection, batch, rows, "write to", error)
      || !check_keys (&work, FALSE, error))
    return FALSE;
  return mode == VMX_PUT_REPLACE ? replace_rows (&work, error) : merge_rows (&work, error);
}

static gboolean
remove_row (const Work *self, sqlite3_stmt *stmt, guint row, GError **error)
{
  int result = SQLITE_OK;

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (self->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);

      if (result == SQLITE_OK)
        result = vmx_sqlite_cell_bind (stmt, (int) i + 1,
                                       vmx_record_batch_peek_value (self->batch, row, column));
    }
  return run (self, stmt, result, error);
}

static char *
print_remove (VmxObjectSchema *schema)
{
  GString *sql = g_string_new ("DELETE FROM ");

  vmx_sqlite_append_table (sql, schema);
  g_string_append (sql, " WHERE ");
  vmx_sqlite_append_key_match (sql, schema);
  return g_string_free (sql, FALSE);
}

gboolean
vmx_sqlite_write_remove (VmxSqliteConnection *connection, VmxRecordBatch *batch, GBytes *rows,
                         guint64 *n_removed, GError **error)
{
  sqlite3 *db = vmx_sqlite_connection_get_db (connection);
  g_autoptr(VmxSqliteStatement) statement = NULL;
  g_auto(Work) work = { NULL };
  gint64 before = sqlite3_total_changes64 (db);

  if (!work_init (&work, connection, batch, rows, "remove from", error)
      || !check_keys (&work, TRUE, error))
    return FALSE;
  statement = take (&work,
                    vmx_sqlite_get_kept (work.schema, "vmx-sqlite-remove", print_remove), error);
  if (statement == NULL)
    return FALSE;
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    if (!leaves_out (&work, row)
        && !remove_row (&work, vmx_sqlite_statement_get (statement), row, error))
      return FALSE;
  if (n_removed != NULL)
    *n_removed = (guint64) (sqlite3_total_changes64 (db) - before);
  return TRUE;
}

gboolean
vmx_sqlite_write_clear (VmxSqliteConnection *connection, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(GString) sql = g_string_new ("DELETE FROM ");
  g_autoptr(VmxSqliteStatement) statement = NULL;
  g_autoptr(VmxRecordBatch) no_rows = vmx_record_batch_new (schema);
  g_auto(Work) work = { NULL };

  if (!work_init (&work, connection, no_rows, NULL, "clear", error))
    return FALSE;
  vmx_sqlite_append_table (sql, schema);
  statement = take (&work, sql->str, error);
  return statement != NULL && run (&work, vmx_sqlite_statement_get (statement), SQLITE_OK, error);
}
