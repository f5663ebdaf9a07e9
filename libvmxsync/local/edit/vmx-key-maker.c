/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/edit/vmx-key-maker-private.h>

#include <libvmxsync/model/value/vmx-value-private.h>
#include <libvmxsync/model/vmx-error.h>

#include <string.h>

static VmxKeySource
get_declared_source (VmxObjectSchema *schema, VmxColumn *column)
{
  const char *setting = vmx_object_schema_get_setting (schema, "generated-key");
  gboolean alone = vmx_object_schema_get_n_key_columns (schema) == 1;

  if (alone && g_strcmp0 (setting, "server") == 0)
    return VMX_KEY_SOURCE_SERVER;
  if (alone && g_strcmp0 (setting, "client") == 0)
    return VMX_KEY_SOURCE_CLIENT;
  if (alone && g_strcmp0 (setting, "program") == 0)
    return VMX_KEY_SOURCE_PROGRAM;
  return (vmx_column_get_flags (column) & VMX_COLUMN_FLAG_COMPUTED) != 0 ? VMX_KEY_SOURCE_SERVER
                                                                         : VMX_KEY_SOURCE_ANY;
}

/* What nobody declared is guessed for keys of one column only: GUIDs are made here, and a missing
 * number is the server's. */
VmxKeySource
vmx_key_maker_get_source (VmxObjectSchema *schema, guint index)
{
  VmxColumn *column = vmx_object_schema_get_column (schema, index);
  VmxColumnType type = vmx_column_get_column_type (column);
  VmxKeySource source = get_declared_source (schema, column);

  if (source != VMX_KEY_SOURCE_ANY)
    return source;
  if (vmx_object_schema_get_n_key_columns (schema) > 1)
    return VMX_KEY_SOURCE_PROGRAM;
  if (type == VMX_COLUMN_GUID)
    return VMX_KEY_SOURCE_CLIENT;
  return vmx_column_type_is_integer (type) && type != VMX_COLUMN_BYTE ? VMX_KEY_SOURCE_ANY
                                                                      : VMX_KEY_SOURCE_PROGRAM;
}

static gint64 *
get_last_temporary_key (VmxEdit *edit, const char *service, GError **error)
{
  gint64 *last = g_hash_table_lookup (edit->temporary_keys, service);
  g_autofree char *name = NULL;
  gint64 stored;

  if (last != NULL)
    return last;
  name = g_strconcat ("last-temporary-key:", service, NULL);
  if (!vmx_store_get_meta_number (edit->txn, name, &stored, error))
    return NULL;
  last = g_new (gint64, 1);
  *last = stored;
  g_hash_table_insert (edit->temporary_keys, g_strdup (service), last);
  return last;
}

/* A key that is nobody's: no record has it, and no edits of a deleted one wait. */
static gboolean
is_free (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *batch, guint row, gboolean *unused,
         GError **error)
{
  g_autoptr(VmxRecordBatch) key = vmx_record_batch_new (object->schema);
  guint column = vmx_object_schema_get_key_column_index (object->schema, 0);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(VmxOriginal) original = NULL;
  g_autofree char *text = NULL;

  *unused = TRUE;
  /* Of a longer key some columns are not known yet, and create() looks at the whole. */
  if (vmx_object_schema_get_n_key_columns (object->schema) > 1)
    return TRUE;
  vmx_record_batch_add_row (key);
  vmx_record_batch_put_copy (key, 0, column, vmx_record_batch_peek_value (batch, row, column));
  text = vmx_record_batch_get_key_text (key, 0);
  found = vmx_storage_txn_lookup (edit->txn, key, error);
  if (found == NULL
      || !vmx_tracker_find_original (edit->tracker, object->name, text, &original, error))
    return FALSE;
  *unused = original == NULL
            && vmx_value_get_kind (vmx_record_batch_peek_value (found, 0, column))
                   == VMX_VALUE_MISSING;
  return TRUE;
}

static gboolean
set_temporary (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *batch, guint row, guint column,
               GError **error)
{
  gint64 *last = get_last_temporary_key (edit, object->service->name, error);
  gboolean unused = FALSE;

  while (last != NULL && !unused)
    {
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, --*last);
      VmxColumnType type
          = vmx_column_get_column_type (vmx_object_schema_get_column (object->schema, column));
      gboolean fits
          = type == VMX_COLUMN_STRING
                ? vmx_record_batch_set_string (batch, row, column, text, strlen (text), error)
                : vmx_record_batch_set_number (batch, row, column, text, strlen (text), error);

      if (!fits)
        g_prefix_error (
            error, "object “%s”: no temporary key can be made for its key column: ", object->name);
      /* A server may have negative keys, too. */
      if (!fits || !is_free (edit, object, batch, row, &unused, error))
        return FALSE;
    }
  return last != NULL;
}

static gboolean
set_uuid (VmxRecordBatch *batch, guint row, guint column, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();

  return vmx_record_batch_set_string (batch, row, column, uuid, strlen (uuid), error);
}

static gboolean
make_value (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *batch, guint row, guint column,
            VmxKeySource source, GError **error)
{
  VmxColumnType type
      = vmx_column_get_column_type (vmx_object_schema_get_column (object->schema, column));

  if (type == VMX_COLUMN_GUID || (source == VMX_KEY_SOURCE_CLIENT && type == VMX_COLUMN_STRING))
    return set_uuid (batch, row, column, error);
  return set_temporary (edit, object, batch, row, column, error);
}

static gboolean
fill_column (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
             VmxRecordBatch *batch, guint row, guint column, VmxKeyKind *kind, GError **error)
{
  VmxKeySource source = vmx_key_maker_get_source (object->schema, column);
  const char *name = vmx_column_get_name (vmx_object_schema_get_column (object->schema, column));
  gboolean given = !vmx_value_is_null (vmx_record_batch_peek_value (batch, row, column));

  if (source == VMX_KEY_SOURCE_PROGRAM || (given && source != VMX_KEY_SOURCE_SERVER))
    return TRUE;
  if (given && tracking->changes)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_GENERATED_COLUMN,
                   "object “%s”: the server makes the values of the key column “%s”; leave it out",
                   object->name, name);
      return FALSE;
    }
  if (given)
    return TRUE;
  if (source != VMX_KEY_SOURCE_CLIENT)
    *kind = VMX_KEY_TEMPORARY;
  if (tracking->changes || source == VMX_KEY_SOURCE_CLIENT)
    return make_value (edit, object, batch, row, column, source, error);
  g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
               "object “%s”: a record that is not tracked never gets a key from the server; give a "
               "value for the key column “%s”",
               object->name, name);
  return FALSE;
}

gboolean
vmx_key_maker_fill (VmxEdit *edit, VmxEditObject *object, const VmxTracking *tracking,
                    VmxRecordBatch *batch, guint row, VmxKeyKind *kind, GError **error)
{
  *kind = VMX_KEY_LASTING;
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (object->schema); i++)
    if (!fill_column (edit, object, tracking, batch, row,
                      vmx_object_schema_get_key_column_index (object->schema, i), kind, error))
      return FALSE;
  return TRUE;
}

gboolean
vmx_key_maker_finish (VmxEdit *edit, GError **error)
{
  GHashTableIter iter;
  gpointer service;
  gpointer last;

  g_hash_table_iter_init (&iter, edit->temporary_keys);
  while (g_hash_table_iter_next (&iter, &service, &last))
    {
      g_autofree char *name = g_strconcat ("last-temporary-key:", service, NULL);

      if (!vmx_store_set_meta_number (edit->txn, name, *(gint64 *) last, error))
        return FALSE;
    }
  return TRUE;
}
