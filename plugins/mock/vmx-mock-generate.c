/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-generate.h"

#include <string.h>

#define NULL_EVERY 10

/* The column's name and the number, which is the part to keep where there is little room. */
static char *
make_string (VmxColumn *column, guint number)
{
  g_autofree char *text = g_strdup_printf ("%s %u", vmx_column_get_name (column), number);
  glong length = g_utf8_strlen (text, -1);
  guint max_length = vmx_column_get_max_length (column);

  if (max_length == 0 || length <= (glong) max_length)
    return g_steal_pointer (&text);
  return g_strdup (g_utf8_offset_to_pointer (text, length - (glong) max_length));
}

/* A day or an instant so many units after the start of 2000. */
static char *
make_instant (const char *format, gint64 seconds)
{
  const gint64 start = 946684800;
  g_autoptr(GDateTime) instant = g_date_time_new_from_unix_utc (start + seconds);

  return g_date_time_format (instant, format);
}

static char *
make_bytes (guint number)
{
  g_autofree char *text = g_strdup_printf ("bytes %u", number);

  return g_base64_encode ((const guchar *) text, strlen (text));
}

static char *
make_text (VmxColumn *column, guint number)
{
  switch (vmx_column_get_column_type (column))
    {
    case VMX_COLUMN_DECIMAL:
      return g_strdup_printf ("%u.25", number);
    case VMX_COLUMN_DATE:
      return make_instant ("%Y-%m-%d", (gint64) (number % 36500) * 24 * 60 * 60);
    case VMX_COLUMN_TIME_OF_DAY:
      return make_instant ("%H:%M:%S", number);
    case VMX_COLUMN_TIMESTAMP:
      return make_instant ("%Y-%m-%dT%H:%M:%SZ", (gint64) number * 60);
    case VMX_COLUMN_DURATION:
      return g_strdup_printf ("PT%uM", number);
    case VMX_COLUMN_GUID:
      return g_strdup_printf ("00000000-0000-4000-8000-%012x", number);
    case VMX_COLUMN_BINARY:
      return make_bytes (number);
    case VMX_COLUMN_JSON:
      return g_strdup_printf ("{\"number\":%u}", number);
    case VMX_COLUMN_BOOLEAN:
    case VMX_COLUMN_BYTE:
    case VMX_COLUMN_SBYTE:
    case VMX_COLUMN_INT16:
    case VMX_COLUMN_INT32:
    case VMX_COLUMN_INT64:
    case VMX_COLUMN_SINGLE:
    case VMX_COLUMN_DOUBLE:
    case VMX_COLUMN_STRING:
    case VMX_COLUMN_STREAM:
    default:
      return make_string (column, number);
    }
}

/* A value that is no text; FALSE if the type is kept as text. */
static gboolean
put_number (VmxRecordBatch *batch, guint row, guint position, VmxColumnType type, guint number)
{
  switch (type)
    {
    case VMX_COLUMN_BOOLEAN:
      vmx_record_batch_put_int64 (batch, row, position, number % 2);
      return TRUE;
    case VMX_COLUMN_BYTE:
      vmx_record_batch_put_int64 (batch, row, position, number % (G_MAXUINT8 + 1));
      return TRUE;
    case VMX_COLUMN_SBYTE:
      vmx_record_batch_put_int64 (batch, row, position, number % (G_MAXINT8 + 1));
      return TRUE;
    case VMX_COLUMN_INT16:
      vmx_record_batch_put_int64 (batch, row, position, number % (G_MAXINT16 + 1));
      return TRUE;
    case VMX_COLUMN_INT32:
    case VMX_COLUMN_INT64:
      vmx_record_batch_put_int64 (batch, row, position, number);
      return TRUE;
    case VMX_COLUMN_SINGLE:
    case VMX_COLUMN_DOUBLE:
      vmx_record_batch_put_double (batch, row, position, number + 0.5);
      return TRUE;
    case VMX_COLUMN_STREAM:
      vmx_record_batch_set_null (batch, row, position);
      return TRUE;
    case VMX_COLUMN_DECIMAL:
    case VMX_COLUMN_STRING:
    case VMX_COLUMN_DATE:
    case VMX_COLUMN_TIME_OF_DAY:
    case VMX_COLUMN_TIMESTAMP:
    case VMX_COLUMN_DURATION:
    case VMX_COLUMN_GUID:
    case VMX_COLUMN_BINARY:
    case VMX_COLUMN_JSON:
    default:
      return FALSE;
    }
}

static gboolean
set_cell (VmxRecordBatch *batch, guint row, guint position, guint number, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  VmxColumn *column = vmx_object_schema_get_column (schema, position);
  g_autofree char *text = NULL;

  if (number % NULL_EVERY == 0 && vmx_column_is_nullable (column)
      && !vmx_object_schema_is_key_column (schema, position))
    {
      vmx_record_batch_set_null (batch, row, position);
      return TRUE;
    }
  if (put_number (batch, row, position, vmx_column_get_column_type (column), number))
    return TRUE;
  text = make_text (column, number);
  return vmx_record_batch_set_string (batch, row, position, text, strlen (text), error);
}

gboolean
vmx_mock_generate (VmxRecordBatch *batch, guint count, GError **error)
{
  guint n_columns = vmx_record_batch_get_n_columns (batch);

  for (guint number = 1; number <= count; number++)
    {
      guint row = vmx_record_batch_add_row (batch);

      for (guint i = 0; i < n_columns; i++)
        if (!set_cell (batch, row, i, number, error))
          return FALSE;
    }
  return TRUE;
}
