/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-key.h"

#include <string.h>

#include "vmx-odata-url.h"

const char *
vmx_odata_key_get_set (VmxObjectSchema *schema)
{
  const char *set = vmx_object_schema_get_setting (schema, "entity-set");

  return set != NULL ? set : vmx_object_schema_get_name (schema);
}

/* --- Cells --- */

static const VmxValue *
peek (VmxRecordBatch *batch, guint row, guint position)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);

  return vmx_record_batch_peek_value (batch, row,
                                      vmx_object_schema_get_key_column_index (schema, position));
}

static guint
get_n_columns (VmxRecordBatch *batch)
{
  return vmx_object_schema_get_n_key_columns (vmx_record_batch_get_schema (batch));
}

static gboolean
is_known (const VmxValue *value)
{
  return vmx_value_get_kind (value) != VMX_VALUE_MISSING
         && vmx_value_get_kind (value) != VMX_VALUE_NULL;
}

gboolean
vmx_odata_key_is_complete (VmxRecordBatch *batch, guint row)
{
  guint n_columns = get_n_columns (batch);

  for (guint i = 0; i < n_columns; i++)
    {
      if (!is_known (peek (batch, row, i)))
        return FALSE;
    }
  return n_columns > 0;
}

gboolean
vmx_odata_key_equal (VmxRecordBatch *a, guint row_of_a, VmxRecordBatch *b, guint row_of_b)
{
  for (guint i = 0; i < get_n_columns (a); i++)
    {
      if (!vmx_value_equal (peek (a, row_of_a, i), peek (b, row_of_b, i)))
        return FALSE;
    }
  return TRUE;
}

void
vmx_odata_key_copy (VmxRecordBatch *to, guint to_row, VmxRecordBatch *from, guint from_row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (to);

  for (guint i = 0; i < get_n_columns (to); i++)
    {
      const VmxValue *value = peek (from, from_row, i);

      if (is_known (value))
        vmx_record_batch_put_copy (to, to_row, vmx_object_schema_get_key_column_index (schema, i),
                                   value);
    }
}

/* --- Writing --- */

static void
append_quoted (GString *url, const char *text)
{
  g_auto(GStrv) parts = g_strsplit (text, "'", -1);

  g_string_append_c (url, '\'');
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (url, "''");
      vmx_odata_url_append_escaped (url, parts[i]);
    }
  g_string_append_c (url, '\'');
}

static void
append_bytes (GString *url, const VmxValue *value)
{
  gsize length;
  const guint8 *bytes = vmx_value_peek_blob (value, &length);
  g_autofree char *text = g_base64_encode (bytes, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  g_string_append (url, "binary");
  append_quoted (url, text);
}

static void
append_literal (GString *url, const VmxValue *value)
{
  g_autofree char *text = NULL;

  if (vmx_value_get_kind (value) == VMX_VALUE_BLOB)
    {
      append_bytes (url, value);
      return;
    }
  text = vmx_value_to_string (value);
  switch ((int) vmx_value_get_kind (value))
    {
    case VMX_VALUE_DURATION:
      g_string_append (url, "duration");
      append_quoted (url, text);
      break;
    case VMX_VALUE_TEXT:
    case VMX_VALUE_JSON:
      append_quoted (url, text);
      break;
    default:
      vmx_odata_url_append_escaped (url, text);
    }
}

gboolean
vmx_odata_key_append (GString *url, VmxRecordBatch *batch, guint row, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  guint n_columns = get_n_columns (batch);

  if (!vmx_odata_key_is_complete (batch, row))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
                   "object “%s”: a record without its whole key has no address at the server",
                   vmx_object_schema_get_name (schema));
      return FALSE;
    }
  vmx_odata_url_append_escaped (url, vmx_odata_key_get_set (schema));
  for (guint i = 0; i < n_columns; i++)
    {
      g_string_append_c (url, i == 0 ? '(' : ',');
      if (n_columns > 1)
        {
          vmx_odata_url_append_escaped (url, vmx_object_schema_get_key_column_name (schema, i));
          g_string_append_c (url, '=');
        }
      append_literal (url, peek (batch, row, i));
    }
  g_string_append_c (url, ')');
  return TRUE;
}

/* --- Reading --- */

/* Where the text between the brackets starts: behind the set, or else in the last segment. */
static const char *
find_predicate (const char *address, const char *set)
{
  g_autofree char *plain = g_strconcat (set, "(", NULL);
  g_autofree char *slashed = g_strconcat (set, "/(", NULL);
  const char *found = g_strrstr (address, plain);
  const char *segment;

  if (found != NULL)
    return found + strlen (plain);
  found = g_strrstr (address, slashed);
  if (found != NULL)
    return found + strlen (slashed);
  segment = strrchr (address, '/');
  found = strchr (segment != NULL ? segment : address, '(');
  return found != NULL ? found + 1 : NULL;
}

/* The first of some characters outside of quotes, or NULL. */
static const char *
find_unquoted (const char *text, const char *characters)
{
  gboolean is_quoted = FALSE;

  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '\'')
        is_quoted = !is_quoted;
      else if (!is_quoted && strchr (characters, *c) != NULL)
        return c;
    }
  return NULL;
}

/* Some servers put a key between quotes and do nothing about the quotes inside. */
static char *
cut_predicate (const char *start)
{
  const char *end = find_unquoted (start, ")");

  if (end == NULL || (end[1] != '\0' && strchr ("?#/", end[1]) == NULL))
    end = strrchr (start, ')');
  return end != NULL ? g_strndup (start, (gsize) (end - start)) : NULL;
}

/* "'O''Neil'", "duration'PT1H'" and "17" without what is around them. */
static char *
strip_literal (const char *literal)
{
  const char *quote = strchr (literal, '\'');
  GString *text;

  if (quote == NULL || !g_str_has_suffix (quote + 1, "'"))
    return g_strdup (literal);
  text = g_string_new_len (quote + 1, (gssize) strlen (quote + 1) - 1);
  g_string_replace (text, "''", "'", 0);
  return g_string_free (text, FALSE);
}

static gboolean
set_cell (VmxRecordBatch *batch, guint row, const char *name, gsize name_length,
          const char *literal)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  int column = vmx_object_schema_get_column_index_len (schema, name, name_length);
  g_autofree char *text = strip_literal (literal);

  return column >= 0 && vmx_object_schema_is_key_column (schema, (guint) column)
         && g_utf8_validate (text, -1, NULL)
         && vmx_record_batch_set_string (batch, row, (guint) column, text, strlen (text), NULL);
}

static gboolean
set_single (VmxRecordBatch *batch, guint row, const char *predicate)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  const char *name = vmx_object_schema_get_key_column_name (schema, 0);

  if (g_str_has_prefix (predicate, name) && predicate[strlen (name)] == '=')
    predicate += strlen (name) + 1;
  return set_cell (batch, row, name, strlen (name), predicate);
}

static gboolean
set_compound (VmxRecordBatch *batch, guint row, const char *predicate)
{
  const char *piece = predicate;

  while (*piece != '\0')
    {
      const char *end = find_unquoted (piece, ",");
      gsize length = end != NULL ? (gsize) (end - piece) : strlen (piece);
      g_autofree char *part = g_strndup (piece, length);
      const char *equals = strchr (part, '=');

      if (equals == NULL || !set_cell (batch, row, part, (gsize) (equals - part), equals + 1))
        return FALSE;
      piece += length + (end != NULL ? 1 : 0);
    }
  return vmx_odata_key_is_complete (batch, row);
}

/* Sets a cell back to missing: nothing else does, and the type of no key column takes this. */
static void
forget_key (VmxRecordBatch *batch, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);

  for (guint i = 0; i < get_n_columns (batch); i++)
    vmx_record_batch_set_null (batch, row, vmx_object_schema_get_key_column_index (schema, i));
}

static gboolean
parse_predicate (const char *address, VmxRecordBatch *batch, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  const char *start = find_predicate (address, vmx_odata_key_get_set (schema));
  g_autofree char *predicate = start != NULL ? cut_predicate (start) : NULL;

  forget_key (batch, row);
  if (predicate == NULL)
    return FALSE;
  return get_n_columns (batch) == 1 ? set_single (batch, row, predicate)
                                    : set_compound (batch, row, predicate);
}

gboolean
vmx_odata_key_parse (const char *address, VmxRecordBatch *batch, guint row, VmxRecordBatch *sent,
                     guint sent_row)
{
  g_autofree char *decoded = g_uri_unescape_string (address, NULL);
  gboolean knows_key = sent != NULL && vmx_odata_key_is_complete (sent, sent_row);
  gboolean success;

  /* An address that is not escaped can look as if it were. */
  if (knows_key && parse_predicate (address, batch, row)
      && vmx_odata_key_equal (batch, row, sent, sent_row))
    return TRUE;
  success = parse_predicate (decoded != NULL ? decoded : address, batch, row);
  if (!success)
    forget_key (batch, row);
  return success;
}
