/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-image-private.h>

#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/model/record/vmx-record-decoder.h>
#include <libvmxsync/model/vmx-error.h>

char *
vmx_image_encode (VmxRecordBatch *batch, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (batch); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (schema, i);
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, i);

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING
          || vmx_column_get_column_type (column) == VMX_COLUMN_STREAM)
        continue;
      vmx_json_writer_member (writer, vmx_column_get_name (column), -1);
      vmx_json_writer_value (writer, value);
    }
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

static gboolean
set_damaged (const char *what, const GError *reason, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_DATABASE, "the store is damaged: %s cannot be read: %s",
               what, reason->message);
  return FALSE;
}

gboolean
vmx_image_decode (const char *image, VmxRecordBatch *batch, const char *what, GError **error)
{
  g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);
  g_autoptr(GError) local_error = NULL;

  return vmx_json_read (vmx_record_decoder_get_handler (), decoder, image, -1, &local_error)
         || set_damaged (what, local_error, error);
}

/* The values of the array get the names of the key columns. */
static char *
name_key_values (const char *key, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxJsonTree) tree = vmx_json_tree_new (key, -1, error);
  guint n_columns = vmx_object_schema_get_n_key_columns (schema);
  g_autoptr(VmxJsonWriter) writer = NULL;

  if (tree == NULL)
    return NULL;
  if (tree->kind != VMX_JSON_TREE_ARRAY || vmx_json_tree_get_n_children (tree) != n_columns)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_DATABASE, "“%s” has not %u values", key, n_columns);
      return NULL;
    }
  writer = vmx_json_writer_new ();
  vmx_json_writer_start_object (writer);
  for (guint i = 0; i < n_columns; i++)
    {
      vmx_json_writer_member (writer, vmx_object_schema_get_key_column_name (schema, i), -1);
      vmx_json_tree_write (vmx_json_tree_get_child (tree, i), writer);
    }
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

gboolean
vmx_key_text_decode (const char *key, VmxRecordBatch *batch, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  g_autoptr(GError) local_error = NULL;
  g_autofree char *image = name_key_values (key, schema, &local_error);
  g_autofree char *what
      = g_strdup_printf ("the key of a record of “%s”", vmx_object_schema_get_name (schema));

  if (image == NULL)
    return set_damaged (what, local_error, error);
  return vmx_image_decode (image, batch, what, error);
}

VmxRecord *
vmx_key_text_to_record (const char *key, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);

  return vmx_key_text_decode (key, batch, error) ? vmx_record_batch_get_record (batch, 0) : NULL;
}
