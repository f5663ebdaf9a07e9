/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-cursor.h"

#include "vmx-sqlite-cell.h"
#include "vmx-sqlite-query.h"

struct _VmxSqliteCursor
{
  GObject parent_instance;

  VmxSqliteTxn *txn;
  VmxSqliteConnection *connection; /* (unowned), the transaction's */
  VmxSqliteStatement *statement; /* (nullable): NULL once closed */
  VmxObjectSchema *schema;
  GArray *columns; /* (element-type guint): those of the schema that are read */
  char *action;
  gboolean at_end;
};

static void cursor_iface_init (VmxStorageCursorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxSqliteCursor, vmx_sqlite_cursor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_STORAGE_CURSOR, cursor_iface_init))

void
vmx_sqlite_cursor_close (VmxSqliteCursor *self)
{
  g_clear_pointer (&self->statement, vmx_sqlite_statement_release);
}

static void
vmx_sqlite_cursor_finalize (GObject *object)
{
  VmxSqliteCursor *self = VMX_SQLITE_CURSOR (object);

  vmx_sqlite_cursor_close (self);
  vmx_sqlite_txn_forget_cursor (self->txn, self);
  g_clear_object (&self->txn);
  g_clear_object (&self->schema);
  g_clear_pointer (&self->columns, g_array_unref);
  g_free (self->action);
  G_OBJECT_CLASS (vmx_sqlite_cursor_parent_class)->finalize (object);
}

static void
vmx_sqlite_cursor_class_init (VmxSqliteCursorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_sqlite_cursor_finalize;
}

static void
vmx_sqlite_cursor_init (VmxSqliteCursor *self)
{
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
}

static gboolean
bind_parameters (VmxSqliteCursor *self, GPtrArray *parameters, GError **error)
{
  int result = vmx_sqlite_cell_bind_copies (vmx_sqlite_statement_get (self->statement), parameters);

  if (result == SQLITE_OK)
    return TRUE;
  vmx_sqlite_connection_set_error (self->connection, result, VMX_ERROR_SELECT_FAILED, self->action,
                                   error);
  return FALSE;
}

VmxSqliteCursor *
vmx_sqlite_cursor_new (VmxSqliteTxn *txn, VmxSqliteConnection *connection, VmxSelection *selection,
                       GError **error)
{
  g_autoptr(VmxSqliteCursor) self = g_object_new (VMX_TYPE_SQLITE_CURSOR, NULL);
  g_autoptr(VmxSqliteSql) sql = vmx_sqlite_query_print_select (selection, error);

  self->txn = g_object_ref (txn);
  self->connection = connection;
  self->schema = g_object_ref (vmx_selection_get_schema (selection));
  self->action
      = g_strdup_printf ("cannot read from “%s”", vmx_object_schema_get_name (self->schema));
  for (guint i = 0; i < vmx_object_schema_get_n_columns (self->schema); i++)
    if (vmx_selection_has_column (selection, i))
      g_array_append_val (self->columns, i);
  if (sql != NULL)
    self->statement = vmx_sqlite_connection_take (connection, sql->text->str,
                                                  VMX_ERROR_SELECT_FAILED, self->action, error);
  if (self->statement == NULL || !bind_parameters (self, sql->parameters, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* The etag is the first result column. */
static void
read_row (VmxSqliteCursor *self, sqlite3_stmt *stmt, VmxRecordBatch *batch)
{
  guint row = vmx_record_batch_add_row (batch);

  for (guint i = 0; i < self->columns->len; i++)
    {
      guint column = g_array_index (self->columns, guint, i);
      VmxColumnType type
          = vmx_column_get_column_type (vmx_object_schema_get_column (self->schema, column));

      vmx_sqlite_cell_read (stmt, (int) i + 1, type, batch, row, column);
    }
  vmx_record_batch_set_etag (batch, row, (const char *) sqlite3_column_text (stmt, 0));
}

static int
read_rows (VmxSqliteCursor *self, VmxRecordBatch *batch, guint max_rows)
{
  sqlite3_stmt *stmt = vmx_sqlite_statement_get (self->statement);
  int result = SQLITE_ROW;

  while (vmx_record_batch_get_n_rows (batch) < max_rows)
    {
      result = sqlite3_step (stmt);
      if (result != SQLITE_ROW)
        return result;
      read_row (self, stmt, batch);
    }
  return result;
}

static VmxRecordBatch *
vmx_sqlite_cursor_next (VmxStorageCursor *cursor, guint max_rows, GCancellable *cancellable,
                        GError **error)
{
  VmxSqliteCursor *self = VMX_SQLITE_CURSOR (cursor);
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (self->schema);
  int result;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (self->at_end)
    return g_steal_pointer (&batch);
  if (self->statement == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_SELECT_FAILED,
                   "%s: the reading has ended with its transaction or an error; select again",
                   self->action);
      return NULL;
    }
  vmx_sqlite_connection_set_cancellable (self->connection, cancellable);
  result = read_rows (self, batch, max_rows);
  self->at_end = result == SQLITE_DONE;
  if (result != SQLITE_ROW && result != SQLITE_DONE)
    vmx_sqlite_connection_set_error (self->connection, result, VMX_ERROR_SELECT_FAILED,
                                     self->action, error);
  vmx_sqlite_connection_set_cancellable (self->connection, NULL);
  if (result == SQLITE_ROW)
    return g_steal_pointer (&batch);
  /* A statement that is stepped again would begin anew. */
  vmx_sqlite_cursor_close (self);
  return self->at_end ? g_steal_pointer (&batch) : NULL;
}

static void
cursor_iface_init (VmxStorageCursorInterface *iface)
{
  iface->next = vmx_sqlite_cursor_next;
}
