/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-cell.h"

/* SQLITE_STATIC or SQLITE_TRANSIENT. */
typedef void (*Lifetime) (void *);

static int
bind_blob (sqlite3_stmt *stmt, int parameter, const VmxValue *value, Lifetime lifetime)
{
  gsize length;
  const guint8 *bytes = vmx_value_peek_blob (value, &length);

  /* SQLite takes no bytes without an address for null. */
  if (length == 0)
    return sqlite3_bind_zeroblob (stmt, parameter, 0);
  return sqlite3_bind_blob64 (stmt, parameter, bytes, length, lifetime);
}

/* Most cells are text, so that is asked first: this runs once per cell of a download. */
static int
bind_value (sqlite3_stmt *stmt, int parameter, const VmxValue *value, Lifetime lifetime)
{
  gsize length;
  const char *text = vmx_value_get_text (value, &length);

  if (text != NULL)
    return sqlite3_bind_text64 (stmt, parameter, text, length, lifetime, SQLITE_UTF8);
  switch ((int) vmx_value_get_kind (value))
    {
    case VMX_VALUE_INT64:
    case VMX_VALUE_BOOLEAN:
      return sqlite3_bind_int64 (stmt, parameter, vmx_value_get_int64 (value));
    case VMX_VALUE_DOUBLE:
      return sqlite3_bind_double (stmt, parameter, vmx_value_get_double (value));
    case VMX_VALUE_BLOB:
      return bind_blob (stmt, parameter, value, lifetime);
    default:
      return sqlite3_bind_null (stmt, parameter);
    }
}

int
vmx_sqlite_cell_bind (sqlite3_stmt *stmt, int parameter, const VmxValue *value)
{
  return bind_value (stmt, parameter, value, SQLITE_STATIC);
}

int
vmx_sqlite_cell_bind_copies (sqlite3_stmt *stmt, GPtrArray *values)
{
  int result = SQLITE_OK;

  for (guint i = 0; i < values->len && result == SQLITE_OK; i++)
    result = bind_value (stmt, (int) i + 1, values->pdata[i], SQLITE_TRANSIENT);
  return result;
}

static void
read_text (sqlite3_stmt *stmt, int result_column, VmxRecordBatch *batch, guint row, guint column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, result_column);
  int length = sqlite3_column_bytes (stmt, result_column);

  vmx_record_batch_put_text (batch, row, column, text != NULL ? text : "", (gsize) length);
}

static void
read_blob (sqlite3_stmt *stmt, int result_column, VmxRecordBatch *batch, guint row, guint column)
{
  const guint8 *bytes = sqlite3_column_blob (stmt, result_column);
  int length = sqlite3_column_bytes (stmt, result_column);

  vmx_record_batch_put_blob (batch, row, column, bytes != NULL ? bytes : (const guint8 *) "",
                             (gsize) length);
}

void
vmx_sqlite_cell_read (sqlite3_stmt *stmt, int result_column, VmxColumnType type,
                      VmxRecordBatch *batch, guint row, guint column)
{
  if (sqlite3_column_type (stmt, result_column) == SQLITE_NULL)
    {
      vmx_record_batch_set_null (batch, row, column);
      return;
    }
  switch (type)
    {
    case VMX_COLUMN_BOOLEAN:
    case VMX_COLUMN_BYTE:
    case VMX_COLUMN_SBYTE:
    case VMX_COLUMN_INT16:
    case VMX_COLUMN_INT32:
    case VMX_COLUMN_INT64:
      vmx_record_batch_put_int64 (batch, row, column, sqlite3_column_int64 (stmt, result_column));
      return;
    case VMX_COLUMN_SINGLE:
    case VMX_COLUMN_DOUBLE:
      vmx_record_batch_put_double (batch, row, column, sqlite3_column_double (stmt, result_column));
      return;
    case VMX_COLUMN_BINARY:
      read_blob (stmt, result_column, batch, row, column);
      return;
    case VMX_COLUMN_STREAM:
      vmx_record_batch_set_null (batch, row, column);
      return;
    case VMX_COLUMN_DECIMAL:
    case VMX_COLUMN_STRING:
    case VMX_COLUMN_DATE:
    case VMX_COLUMN_TIME_OF_DAY:
    case VMX_COLUMN_TIMESTAMP:
    case VMX_COLUMN_DURATION:
    case VMX_COLUMN_GUID:
    case VMX_COLUMN_JSON:
    default:
      read_text (stmt, result_column, batch, row, column);
    }
}
