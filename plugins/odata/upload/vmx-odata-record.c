/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-record.h"

#include <string.h>

#include <libvmxsync/model/record/vmx-record-decoder.h>

static gboolean
is_term (const char *term, gsize length, const char *name)
{
  static const char prefix[] = "odata.";

  if (length > strlen (prefix) && memcmp (term, prefix, strlen (prefix)) == 0)
    {
      term += strlen (prefix);
      length -= strlen (prefix);
    }
  return length == strlen (name) && memcmp (term, name, length) == 0;
}

gboolean
vmx_odata_record_take_annotation (gpointer user_data, VmxRecordBatch *batch, guint row,
                                  const char *target, gsize target_length, const char *term,
                                  gsize term_length, const char *text, gsize text_length,
                                  GError **error)
{
  GString *etag = user_data;

  if (target_length > 0)
    return TRUE;
  if (is_term (term, term_length, "etag"))
    {
      /* Byte for byte: the server wants it back exactly so. */
      g_string_truncate (etag, 0);
      g_string_append_len (etag, text, (gssize) text_length);
      vmx_record_batch_set_etag (batch, row, etag->str);
    }
  else if (is_term (term, term_length, "removed"))
    vmx_record_batch_add_deleted (batch, row);
  return TRUE;
}

static gboolean
has_cells (VmxRecordBatch *batch, guint row)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (batch); i++)
    {
      if (vmx_value_get_kind (vmx_record_batch_peek_value (batch, row, i)) != VMX_VALUE_MISSING)
        return TRUE;
    }
  return FALSE;
}

static gboolean
decode (VmxRecordBatch *batch, const char *json, gsize length, GError **error)
{
  g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);
  g_autoptr(GString) etag = g_string_new (NULL);
  guint row = vmx_record_batch_get_n_rows (batch);

  vmx_record_decoder_set_annotation_func (decoder, vmx_odata_record_take_annotation, etag);
  if (!vmx_json_read (vmx_record_decoder_get_handler (), decoder, json, (gssize) length, error))
    return FALSE;
  if (has_cells (batch, row))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "object “%s”: the answer has no column of the object, expected a record",
               vmx_object_schema_get_name (vmx_record_batch_get_schema (batch)));
  return FALSE;
}

gboolean
vmx_odata_record_read (VmxRecordBatch *batch, const char *json, gsize length, GError **error)
{
  guint n_rows = vmx_record_batch_get_n_rows (batch);
  g_autoptr(GError) local_error = NULL;

  if (decode (batch, json, length, &local_error))
    return TRUE;
  if (vmx_record_batch_get_n_rows (batch) > n_rows)
    vmx_record_batch_drop_last_row (batch);
  if (g_error_matches (local_error, VMX_ERROR, VMX_ERROR_JSON))
    g_prefix_error (&local_error, "object “%s”: the answer cannot be read: ",
                    vmx_object_schema_get_name (vmx_record_batch_get_schema (batch)));
  if (local_error->domain == VMX_ERROR)
    local_error->code = VMX_ERROR_INVALID_ANSWER;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
