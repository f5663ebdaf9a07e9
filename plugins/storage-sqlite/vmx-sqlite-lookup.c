/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-lookup.h"

#include "vmx-sqlite-cell.h"
#include "vmx-sqlite-schema.h"

static char *
print_lookup (VmxObjectSchema *schema)
{
  GString *sql = g_string_new ("SELECT ");

  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      vmx_sqlite_append_column (sql, schema, i);
      g_string_append (sql, ", ");
    }
  g_string_append (sql, vmx_sqlite_has_etag (schema) ? VMX_SQLITE_ETAG : "NULL");
  g_string_append (sql, " FROM ");
  vmx_sqlite_append_table (sql, schema);
  g_string_append (sql, " WHERE ");
  vmx_sqlite_append_key_match (sql, schema);
  return g_string_free (sql, FALSE);
}

static int
find_row (sqlite3_stmt *stmt, VmxRecordBatch *keys, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (keys);
  int result = SQLITE_OK;

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);

      if (result == SQLITE_OK)
        result = vmx_sqlite_cell_bind (stmt, (int) i + 1,
                                       vmx_record_batch_peek_value (keys, row, column));
    }
  return result == SQLITE_OK ? sqlite3_step (stmt) : result;
}

static void
read_row (sqlite3_stmt *stmt, VmxRecordBatch *found, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (found);
  guint n_columns = vmx_record_batch_get_n_columns (found);

  for (guint i = 0; i < n_columns; i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (schema, i);

      vmx_sqlite_cell_read (stmt, (int) i, vmx_column_get_column_type (column), found, row, i);
    }
  vmx_record_batch_set_etag (found, row,
                             (const char *) sqlite3_column_text (stmt, (int) n_columns));
}

VmxRecordBatch *
vmx_sqlite_lookup (VmxSqliteConnection *connection, VmxRecordBatch *keys, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (keys);
  const char *sql = vmx_sqlite_get_kept (schema, "vmx-sqlite-lookup", print_lookup);
  g_autoptr(VmxSqliteStatement) statement = vmx_sqlite_connection_take (
      connection, sql, VMX_ERROR_SELECT_FAILED, "cannot look records up", error);
  g_autoptr(VmxRecordBatch) found = NULL;

  if (statement == NULL)
    return NULL;
  found = vmx_record_batch_new (schema);
  for (guint i = 0; i < vmx_record_batch_get_n_rows (keys); i++)
    {
      sqlite3_stmt *stmt = vmx_sqlite_statement_get (statement);
      guint row = vmx_record_batch_add_row (found);
      int result = find_row (stmt, keys, i);

      if (result == SQLITE_ROW)
        read_row (stmt, found, row);
      else if (result != SQLITE_DONE)
        {
          vmx_sqlite_connection_set_error (connection, result, VMX_ERROR_SELECT_FAILED,
                                           "cannot look records up", error);
          return NULL;
        }
      sqlite3_reset (stmt);
    }
  return g_steal_pointer (&found);
}
