/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-schema.h"

#include <string.h>

/* No object can have the name. */
#define TEMPORARY_TABLE "vmx_altered"

const char *
vmx_sqlite_get_kept (VmxObjectSchema *schema, const char *name,
                     char *(*print) (VmxObjectSchema *schema))
{
  const char *kept = g_object_get_data (G_OBJECT (schema), name);
  char *sql;

  if (kept != NULL)
    return kept;
  sql = print (schema);
  /* Another thread may be faster; nobody ever replaces the text. */
  if (!g_object_replace_data (G_OBJECT (schema), name, NULL, sql, g_free, NULL))
    g_free (sql);
  return g_object_get_data (G_OBJECT (schema), name);
}

void
vmx_sqlite_append_name (GString *sql, const char *name)
{
  g_string_append_c (sql, '"');
  for (const char *at = name; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (sql, '"');
      g_string_append_c (sql, *at);
    }
  g_string_append_c (sql, '"');
}

void
vmx_sqlite_append_table (GString *sql, VmxObjectSchema *schema)
{
  vmx_sqlite_append_name (sql, vmx_object_schema_get_name (schema));
}

void
vmx_sqlite_append_column (GString *sql, VmxObjectSchema *schema, guint column)
{
  vmx_sqlite_append_name (sql, vmx_column_get_name (vmx_object_schema_get_column (schema, column)));
}

void
vmx_sqlite_append_key_match (GString *sql, VmxObjectSchema *schema)
{
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      g_string_append (sql, i > 0 ? " AND " : "");
      vmx_sqlite_append_column (sql, schema, vmx_object_schema_get_key_column_index (schema, i));
      g_string_append_printf (sql, " = ?%u", i + 1);
    }
}

gboolean
vmx_sqlite_has_etag (VmxObjectSchema *schema)
{
  return !g_str_has_prefix (vmx_object_schema_get_name (schema), "vmx_");
}

static const char *
get_sql_type (VmxColumnType type)
{
  switch (type)
    {
    case VMX_COLUMN_BOOLEAN:
    case VMX_COLUMN_BYTE:
    case VMX_COLUMN_SBYTE:
    case VMX_COLUMN_INT16:
    case VMX_COLUMN_INT32:
    case VMX_COLUMN_INT64:
      return "INTEGER";
    case VMX_COLUMN_SINGLE:
    case VMX_COLUMN_DOUBLE:
      return "REAL";
    case VMX_COLUMN_BINARY:
      return "BLOB";
    case VMX_COLUMN_GUID:
      return "TEXT COLLATE NOCASE";
    case VMX_COLUMN_DECIMAL:
    case VMX_COLUMN_STRING:
    case VMX_COLUMN_DATE:
    case VMX_COLUMN_TIME_OF_DAY:
    case VMX_COLUMN_TIMESTAMP:
    case VMX_COLUMN_DURATION:
    case VMX_COLUMN_STREAM:
    case VMX_COLUMN_JSON:
    default:
      return "TEXT";
    }
}

/* A single whole-number key is the row number itself, which saves the key's own tree. */
static gboolean
key_is_row_number (VmxObjectSchema *schema)
{
  VmxColumn *column;

  if (vmx_object_schema_get_n_key_columns (schema) != 1)
    return FALSE;
  column
      = vmx_object_schema_get_column (schema, vmx_object_schema_get_key_column_index (schema, 0));
  return g_str_equal (get_sql_type (vmx_column_get_column_type (column)), "INTEGER");
}

static void
append_key (GString *sql, VmxObjectSchema *schema)
{
  g_string_append (sql, ", PRIMARY KEY (");
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      g_string_append (sql, i > 0 ? ", " : "");
      vmx_sqlite_append_column (sql, schema, vmx_object_schema_get_key_column_index (schema, i));
    }
  g_string_append_c (sql, ')');
}

/* Columns outside the key may be null whatever the schema says: a server's null is kept. */
static char *
print_table (VmxObjectSchema *schema, const char *name)
{
  GString *sql = g_string_new ("CREATE TABLE ");
  gboolean row_number = key_is_row_number (schema);

  vmx_sqlite_append_name (sql, name);
  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (schema, i);
      gboolean is_key = vmx_object_schema_is_key_column (schema, i);

      g_string_append (sql, i > 0 ? ", " : " (");
      vmx_sqlite_append_column (sql, schema, i);
      g_string_append_printf (sql, " %s%s", get_sql_type (vmx_column_get_column_type (column)),
                              !is_key      ? ""
                              : row_number ? " PRIMARY KEY"
                                           : " NOT NULL");
    }
  if (vmx_sqlite_has_etag (schema))
    g_string_append (sql, ", " VMX_SQLITE_ETAG " TEXT");
  if (!row_number)
    append_key (sql, schema);
  g_string_append (sql, ") STRICT");
  return g_string_free (sql, FALSE);
}

/* The columns of an index as `("a", "b")`, or NULL if the primary key serves as well. */
static char *
print_index_columns (VmxObjectSchema *schema, const char *const *columns)
{
  GString *text = g_string_new (" (");
  gboolean in_key = TRUE;

  for (guint i = 0; columns[i] != NULL; i++)
    {
      int index = vmx_object_schema_get_column_index (schema, columns[i]);

      g_string_append (text, i > 0 ? ", " : "");
      vmx_sqlite_append_name (text, columns[i]);
      in_key = in_key && i < vmx_object_schema_get_n_key_columns (schema)
               && index == (int) vmx_object_schema_get_key_column_index (schema, i);
    }
  g_string_append_c (text, ')');
  return g_string_free (text, in_key);
}

static void
add_index (GHashTable *indexes, VmxObjectSchema *schema, const char *const *columns)
{
  char *text = print_index_columns (schema, columns);

  if (text != NULL)
    g_hash_table_add (indexes, text);
}

static GHashTable *
collect_indexes (VmxObjectSchema *schema)
{
  GHashTable *indexes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < vmx_object_schema_get_n_indexes (schema); i++)
    add_index (indexes, schema, vmx_object_schema_get_index (schema, i));
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (schema); i++)
    {
      VmxRelationship *relationship = vmx_object_schema_get_relationship (schema, i);
      g_autoptr(GPtrArray) columns = g_ptr_array_new ();

      for (guint j = 0; j < vmx_relationship_get_n_columns (relationship); j++)
        g_ptr_array_add (columns, (gpointer) vmx_relationship_get_source_column (relationship, j));
      g_ptr_array_add (columns, NULL);
      add_index (indexes, schema, (const char *const *) columns->pdata);
    }
  return indexes;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static void
append_index_name (GString *sql, VmxObjectSchema *schema, guint number)
{
  g_autofree char *name
      = g_strdup_printf ("vmx_index_%s_%u", vmx_object_schema_get_name (schema), number);

  vmx_sqlite_append_name (sql, name);
}

/* All statements in one text, each with its semicolon. The order is the same each time. */
static char *
print_indexes (VmxObjectSchema *schema)
{
  GString *sql = g_string_new (NULL);
  g_autoptr(GHashTable) indexes = collect_indexes (schema);
  g_autoptr(GList) sorted = g_list_sort (g_hash_table_get_keys (indexes), compare_texts);
  guint number = 1;

  for (GList *link = sorted; link != NULL; link = link->next, number++)
    {
      g_string_append (sql, "CREATE INDEX ");
      append_index_name (sql, schema, number);
      g_string_append (sql, " ON ");
      vmx_sqlite_append_table (sql, schema);
      g_string_append_printf (sql, "%s;", (const char *) link->data);
    }
  return g_string_free (sql, FALSE);
}

static char *
print_drop_indexes (VmxObjectSchema *schema)
{
  GString *sql = g_string_new (NULL);
  g_autoptr(GHashTable) indexes = collect_indexes (schema);

  for (guint number = 1; number <= g_hash_table_size (indexes); number++)
    {
      g_string_append (sql, "DROP INDEX ");
      append_index_name (sql, schema, number);
      g_string_append_c (sql, ';');
    }
  return g_string_free (sql, FALSE);
}

static char *
print_create (VmxObjectSchema *schema)
{
  g_autofree char *table = print_table (schema, vmx_object_schema_get_name (schema));
  g_autofree char *indexes = print_indexes (schema);

  return g_strconcat (table, ";", indexes, NULL);
}

static char *
print_common_columns (VmxObjectSchema *from, VmxObjectSchema *to)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vmx_object_schema_get_n_columns (to); i++)
    {
      const char *name = vmx_column_get_name (vmx_object_schema_get_column (to, i));

      if (vmx_object_schema_get_column_index (from, name) < 0)
        continue;
      g_string_append (text, text->len > 0 ? ", " : "");
      vmx_sqlite_append_name (text, name);
    }
  if (vmx_sqlite_has_etag (to))
    g_string_append (text, ", " VMX_SQLITE_ETAG);
  return g_string_free (text, FALSE);
}

/* A table under another name takes the place of the old one. SQLite's own ADD and DROP COLUMN would
 * leave columns in another order than a fresh table has. */
static char *
print_rebuild (VmxObjectSchema *from, VmxObjectSchema *to)
{
  g_autofree char *table = print_table (to, TEMPORARY_TABLE);
  g_autofree char *columns = print_common_columns (from, to);
  g_autofree char *indexes = print_indexes (to);
  GString *sql = g_string_new (table);

  g_string_append_printf (sql, ";INSERT INTO " TEMPORARY_TABLE " (%s) SELECT %s FROM ", columns,
                          columns);
  vmx_sqlite_append_table (sql, from);
  g_string_append (sql, ";DROP TABLE ");
  vmx_sqlite_append_table (sql, from);
  g_string_append (sql, ";ALTER TABLE " TEMPORARY_TABLE " RENAME TO ");
  vmx_sqlite_append_table (sql, to);
  g_string_append_printf (sql, ";%s", indexes);
  return g_string_free (sql, FALSE);
}

/* Only what differs is done; the text is empty if nothing does. */
static char *
print_alter (VmxObjectSchema *from, VmxObjectSchema *to)
{
  g_autofree char *old_table = print_table (from, TEMPORARY_TABLE);
  g_autofree char *new_table = print_table (to, TEMPORARY_TABLE);
  g_autofree char *old_indexes = print_indexes (from);
  g_autofree char *new_indexes = print_indexes (to);
  g_autofree char *drop = NULL;

  if (!g_str_equal (old_table, new_table))
    return print_rebuild (from, to);
  if (g_str_equal (old_indexes, new_indexes))
    return g_strdup ("");
  drop = print_drop_indexes (from);
  return g_strconcat (drop, new_indexes, NULL);
}

static gboolean
execute_for_table (VmxSqliteConnection *connection, const char *sql, const char *verb,
                   const char *table, GError **error)
{
  g_autofree char *action = NULL;
  int result = sqlite3_exec (vmx_sqlite_connection_get_db (connection), sql, NULL, NULL, NULL);

  if (result == SQLITE_OK)
    return TRUE;
  action = g_strdup_printf ("cannot %s the table “%s”", verb, table);
  vmx_sqlite_connection_set_error (connection, result, VMX_ERROR_SCHEMA_SETUP, action, error);
  return FALSE;
}

gboolean
vmx_sqlite_has_table (VmxSqliteConnection *connection, const char *name, gboolean *exists,
                      GError **error)
{
  const char *action = "cannot read the list of tables";
  g_autoptr(VmxSqliteStatement) statement = vmx_sqlite_connection_take (
      connection, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1",
      VMX_ERROR_DATABASE, action, error);
  int result;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (vmx_sqlite_statement_get (statement), 1, name, -1, SQLITE_STATIC);
  result = sqlite3_step (vmx_sqlite_statement_get (statement));
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    {
      vmx_sqlite_connection_set_error (connection, result, VMX_ERROR_DATABASE, action, error);
      return FALSE;
    }
  *exists = result == SQLITE_ROW;
  return TRUE;
}

/* All statements or none: a table without its indexes must not stay. */
static gboolean
execute_all (VmxSqliteConnection *connection, const char *sql, const char *verb, const char *table,
             GError **error)
{
  sqlite3 *db = vmx_sqlite_connection_get_db (connection);

  if (!execute_for_table (connection, "SAVEPOINT vmx_table", verb, table, error))
    return FALSE;
  if (execute_for_table (connection, sql, verb, table, error))
    return execute_for_table (connection, "RELEASE vmx_table", verb, table, error);
  sqlite3_exec (db, "ROLLBACK TO vmx_table; RELEASE vmx_table", NULL, NULL, NULL);
  return FALSE;
}

gboolean
vmx_sqlite_create_table (VmxSqliteConnection *connection, VmxObjectSchema *schema, GError **error)
{
  const char *name = vmx_object_schema_get_name (schema);
  g_autofree char *sql = NULL;

  if (vmx_object_schema_get_n_key_columns (schema) == 0)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NO_PRIMARY_KEY,
                   "cannot create the table “%s”: the object has no primary key", name);
      return FALSE;
    }
  sql = print_create (schema);
  return execute_all (connection, sql, "create", name, error);
}

gboolean
vmx_sqlite_alter_table (VmxSqliteConnection *connection, VmxObjectSchema *from, VmxObjectSchema *to,
                        GError **error)
{
  const char *name = vmx_object_schema_get_name (from);
  sqlite3 *db = vmx_sqlite_connection_get_db (connection);
  g_autofree char *sql = print_alter (from, to);
  gboolean exists;
  gboolean success;

  if (!vmx_sqlite_has_table (connection, name, &exists, error))
    return FALSE;
  if (!exists)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_SCHEMA_SETUP,
                   "cannot alter the table “%s”: the store has no such table; create it", name);
      return FALSE;
    }
  /* Otherwise the renaming minds views of other programs, which have no table for a moment. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 1, NULL);
  success = execute_all (connection, sql, "alter", name, error);
  sqlite3_db_config (db, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0, NULL);
  return success;
}

gboolean
vmx_sqlite_drop_table (VmxSqliteConnection *connection, const char *name, GError **error)
{
  g_autoptr(GString) sql = g_string_new ("DROP TABLE ");
  gboolean exists;

  /* SQLite would also take a name of another case. */
  if (!vmx_sqlite_has_table (connection, name, &exists, error))
    return FALSE;
  if (!exists)
    return TRUE;
  vmx_sqlite_append_name (sql, name);
  return execute_for_table (connection, sql->str, "drop", name, error);
}
