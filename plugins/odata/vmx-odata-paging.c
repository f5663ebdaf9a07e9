/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-paging.h"

#include <string.h>

#define LINK_PREFIX "link:"
#define KEY_PREFIX "key:"

gboolean
vmx_odata_page_style_parse (const char *text, VmxOdataPageStyle *style, GError **error)
{
  static const char *const names[] = { "auto", "link", "key" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_strcmp0 (text, names[i]) == 0)
        {
          *style = (VmxOdataPageStyle) i;
          return TRUE;
        }
    }
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
               "the page style “%s” is unknown, expected auto, link or key",
               text != NULL ? text : "");
  return FALSE;
}

/* --- Positions --- */

static VmxColumnType
get_type (VmxObjectSchema *schema, int column)
{
  return vmx_column_get_column_type (vmx_object_schema_get_column (schema, (guint) column));
}

/* The literal goes into a filter, so nothing but a number or GUID may be in it. */
static gboolean
is_key_literal (VmxObjectSchema *schema, const char *text)
{
  int column = vmx_odata_paging_get_column (schema);
  g_autoptr(VmxValue) value = NULL;

  if (column < 0)
    return FALSE;
  if (get_type (schema, column) != VMX_COLUMN_GUID && strspn (text, "-0123456789") != strlen (text))
    return FALSE;
  value = vmx_value_new_parsed (get_type (schema, column), text, NULL);
  return value != NULL && !vmx_value_is_null (value);
}

gboolean
vmx_odata_position_parse (VmxOdataPosition *self, const char *context, VmxObjectSchema *schema,
                          GError **error)
{
  const char *rest;

  self->kind = VMX_ODATA_POSITION_START;
  self->text = NULL;
  if (context == NULL)
    return TRUE;
  if (g_str_has_prefix (context, LINK_PREFIX "/"))
    {
      self->kind = VMX_ODATA_POSITION_LINK;
      self->text = g_strdup (context + strlen (LINK_PREFIX));
      return TRUE;
    }
  rest = context + strlen (KEY_PREFIX);
  if (g_str_has_prefix (context, KEY_PREFIX) && is_key_literal (schema, rest))
    {
      self->kind = VMX_ODATA_POSITION_KEY;
      self->text = g_strdup (rest);
      return TRUE;
    }
  g_set_error (error, VMX_ERROR, VMX_ERROR_DOWNLOAD_FAILED,
               "object “%s”: the stored batch context is none of this transport; start the "
               "download without it",
               vmx_object_schema_get_name (schema));
  return FALSE;
}

char *
vmx_odata_position_to_text (const VmxOdataPosition *self)
{
  switch (self->kind)
    {
    case VMX_ODATA_POSITION_LINK:
      return g_strconcat (LINK_PREFIX, self->text, NULL);
    case VMX_ODATA_POSITION_KEY:
      return g_strconcat (KEY_PREFIX, self->text, NULL);
    case VMX_ODATA_POSITION_START:
    default:
      return NULL;
    }
}

void
vmx_odata_position_clear (VmxOdataPosition *self)
{
  g_clear_pointer (&self->text, g_free);
}

/* --- Pages by key --- */

static gboolean
is_ordered_type (VmxColumnType type)
{
  return type == VMX_COLUMN_BYTE || type == VMX_COLUMN_SBYTE || type == VMX_COLUMN_INT16
         || type == VMX_COLUMN_INT32 || type == VMX_COLUMN_INT64 || type == VMX_COLUMN_GUID;
}

int
vmx_odata_paging_get_column (VmxObjectSchema *schema)
{
  int column;

  if (vmx_object_schema_get_n_key_columns (schema) != 1)
    return -1;
  column = (int) vmx_object_schema_get_key_column_index (schema, 0);
  return is_ordered_type (get_type (schema, column)) ? column : -1;
}

static gboolean
check_growth (VmxRecordBatch *batch, int column, const char *previous, GError **error)
{
  gint64 last = previous != NULL ? g_ascii_strtoll (previous, NULL, 10) : G_MININT64;
  guint n_rows = vmx_record_batch_get_n_rows (batch);

  for (guint row = 0; row < n_rows; row++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, (guint) column);
      gint64 key = vmx_value_get_int64 (value);

      if (key <= last && (row > 0 || previous != NULL))
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
                       "the server does not page by key: key %" G_GINT64_FORMAT
                       " came after key %" G_GINT64_FORMAT "; set the page style to “link”",
                       key, last);
          return FALSE;
        }
      last = key;
    }
  return TRUE;
}

char *
vmx_odata_paging_get_last_key (VmxRecordBatch *batch, int column, const char *previous,
                               GError **error)
{
  guint last = vmx_record_batch_get_n_rows (batch) - 1;
  const VmxValue *value = vmx_record_batch_peek_value (batch, last, (guint) column);

  if (vmx_value_get_kind (value) == VMX_VALUE_INT64
      && !check_growth (batch, column, previous, error))
    return NULL;
  return vmx_value_to_string (value);
}

/* --- The guard --- */

struct _VmxOdataGuard
{
  GHashTable *objects; /* object name → (position → the position before it) */
};

VmxOdataGuard *
vmx_odata_guard_new (void)
{
  VmxOdataGuard *self = g_new0 (VmxOdataGuard, 1);

  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  return self;
}

void
vmx_odata_guard_free (VmxOdataGuard *self)
{
  g_hash_table_unref (self->objects);
  g_free (self);
}

void
vmx_odata_guard_restart (VmxOdataGuard *self, const char *object)
{
  g_hash_table_remove (self->objects, object);
}

static GHashTable *
get_positions (VmxOdataGuard *self, const char *object)
{
  GHashTable *positions = g_hash_table_lookup (self->objects, object);

  if (positions == NULL)
    {
      positions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_hash_table_insert (self->objects, g_strdup (object), positions);
    }
  return positions;
}

gboolean
vmx_odata_guard_step (VmxOdataGuard *self, const char *object, const char *from, const char *to,
                      GError **error)
{
  GHashTable *positions = get_positions (self, object);
  const char *origin = from != NULL ? from : "";
  const char *before;

  /* A resumed download begins in the middle. */
  if (!g_hash_table_contains (positions, origin))
    g_hash_table_insert (positions, g_strdup (origin), g_strdup (""));
  before = g_hash_table_lookup (positions, to);
  if (before == NULL)
    {
      g_hash_table_insert (positions, g_strdup (to), g_strdup (origin));
      return TRUE;
    }
  if (strcmp (to, origin) != 0 && strcmp (before, origin) == 0)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "object “%s”: the next page of the server is one that was read before; the "
               "download would never end",
               object);
  return FALSE;
}
