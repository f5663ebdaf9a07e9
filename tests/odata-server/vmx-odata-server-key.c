/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "vmx-odata-server-set.h"

/* Keys as they stand in addresses. */

static VmxColumnType
get_type (VmxServerSet *self, guint column)
{
  return vmx_column_get_column_type (vmx_object_schema_get_column (self->schema, column));
}

gboolean
vmx_server_set_makes_key (VmxServerSet *self, guint column)
{
  VmxColumnType type = get_type (self, column);

  if (!vmx_object_schema_is_key_column (self->schema, column))
    return FALSE;
  if (vmx_column_get_flags (vmx_object_schema_get_column (self->schema, column))
      & VMX_COLUMN_FLAG_COMPUTED)
    return TRUE;
  return self->generates_keys
         && (type == VMX_COLUMN_INT16 || type == VMX_COLUMN_INT32 || type == VMX_COLUMN_INT64
             || type == VMX_COLUMN_GUID);
}

/* --- Reading --- */

/* Cuts the next part off at a comma outside of quotes. */
static char *
take_key_part (const char **rest)
{
  const char *start = *rest;
  const char *end = start;
  gboolean quoted = FALSE;
  char *part;

  while (*end != '\0' && (quoted || *end != ','))
    quoted ^= *end++ == '\'';
  part = g_strndup (start, (gsize) (end - start));
  *rest = *end == ',' ? end + 1 : end;
  return part;
}

/* The text between quotes, or NULL if they are missing or one inside of them is not doubled. */
static char *
unquote (const char *literal)
{
  gsize length = strlen (literal);
  g_autoptr(GString) text = NULL;

  if (length < 2 || *literal != '\'' || literal[length - 1] != '\'')
    return NULL;
  text = g_string_new (NULL);
  for (const char *at = literal + 1; at < literal + length - 1; at++)
    {
      if (*at == '\'' && (at + 1 == literal + length - 1 || *++at != '\''))
        return NULL;
      g_string_append_c (text, *at);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static VmxValue *
parse_key_value (VmxColumnType type, const char *literal)
{
  g_autofree char *text = NULL;

  if (type != VMX_COLUMN_STRING)
    return *literal != '\'' ? vmx_value_new_parsed (type, literal, NULL) : NULL;
  text = unquote (literal);
  return text != NULL ? vmx_value_new_parsed (type, text, NULL) : NULL;
}

static gboolean
set_key_part (VmxServerSet *self, VmxRecordBatch *batch, guint position, const char *part)
{
  guint n = vmx_object_schema_get_n_key_columns (self->schema);
  const char *equals = *part != '\'' ? strchr (part, '=') : NULL;
  g_autoptr(VmxValue) value = NULL;
  int column;

  if (equals != NULL)
    column = vmx_object_schema_get_column_index_len (self->schema, part, (gsize) (equals - part));
  else
    column = n == 1 ? (int) vmx_object_schema_get_key_column_index (self->schema, 0) : -1;
  if (column < 0 || position >= n)
    return FALSE;
  value = parse_key_value (get_type (self, (guint) column), equals != NULL ? equals + 1 : part);
  return value != NULL && vmx_record_batch_set_value (batch, 0, (guint) column, value, NULL);
}

gint64
vmx_server_set_find_literal (VmxServerSet *self, const char *literal)
{
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (self->schema);
  g_autofree char *key = NULL;
  guint n_parts = 0;

  vmx_record_batch_add_row (batch);
  while (*literal != '\0')
    {
      g_autofree char *part = take_key_part (&literal);

      if (!set_key_part (self, batch, n_parts++, part))
        return -1;
    }
  if (!vmx_record_batch_check_keys (batch, NULL))
    return -1;
  key = vmx_record_batch_get_key_text (batch, 0);
  return vmx_server_set_find (self, key);
}

/* --- Writing --- */

static void
append_literal (GString *address, const VmxValue *value)
{
  g_autoptr(GString) text = NULL;
  g_autofree char *plain = vmx_value_to_string (value);
  gboolean is_text = vmx_value_get_kind (value) == VMX_VALUE_TEXT;

  text = g_string_new (plain);
  if (is_text)
    g_string_replace (text, "'", "''", 0);
  g_string_append (address, is_text ? "'" : "");
  g_string_append_uri_escaped (address, text->str, NULL, FALSE);
  g_string_append (address, is_text ? "'" : "");
}

char *
vmx_server_set_make_address (VmxServerSet *self, guint row)
{
  GString *address = g_string_new (vmx_server_set_get_name (self));
  guint n = vmx_object_schema_get_n_key_columns (self->schema);

  for (guint i = 0; i < n; i++)
    {
      g_string_append_c (address, i == 0 ? '(' : ',');
      if (n > 1)
        g_string_append_printf (address,
                                "%s=", vmx_object_schema_get_key_column_name (self->schema, i));
      append_literal (
          address, vmx_record_batch_peek_value (
                       self->batch, row, vmx_object_schema_get_key_column_index (self->schema, i)));
    }
  g_string_append_c (address, ')');
  return g_string_free (address, FALSE);
}
