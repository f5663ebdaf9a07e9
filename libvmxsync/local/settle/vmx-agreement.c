/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/settle/vmx-agreement-private.h>

#include <libvmxsync/model/value/vmx-value-private.h>

#include <string.h>

static gboolean
is_missing (const VmxValue *value)
{
  return vmx_value_get_kind (value) == VMX_VALUE_MISSING;
}

static gsize
count_fraction (const char *text)
{
  const char *dot = strchr (text, '.');

  return dot != NULL ? strspn (dot + 1, "0123456789") : 0;
}

/* Servers cut off the digits of a second that they cannot keep. */
static gboolean
is_cut_timestamp (const VmxValue *sent, const VmxValue *server)
{
  const char *sent_text = vmx_value_get_text (sent, NULL);
  const char *server_text = vmx_value_get_text (server, NULL);
  gsize kept = count_fraction (server_text);
  g_autofree char *cut = NULL;
  g_autoptr(VmxValue) shortened = NULL;
  const char *dot = strchr (sent_text, '.');
  const char *zone;

  if (dot == NULL || count_fraction (sent_text) <= kept)
    return FALSE;
  zone = dot + 1 + count_fraction (sent_text);
  cut = g_strdup_printf ("%.*s%s", (int) (dot - sent_text + (kept > 0 ? (gssize) kept + 1 : 0)),
                         sent_text, zone);
  shortened = vmx_value_new_parsed (VMX_COLUMN_TIMESTAMP, cut, NULL);
  return shortened != NULL && vmx_value_equal (shortened, server);
}

static gboolean
agrees (const VmxValue *sent, const VmxValue *server)
{
  if (vmx_value_is_null (sent) || vmx_value_is_null (server))
    return vmx_value_is_null (sent) && vmx_value_is_null (server);
  return vmx_value_equal (sent, server)
         || (vmx_value_get_kind (sent) == VMX_VALUE_TIMESTAMP
             && vmx_value_get_kind (server) == VMX_VALUE_TIMESTAMP
             && is_cut_timestamp (sent, server));
}

static gboolean
counts (VmxObjectSchema *schema, guint column)
{
  VmxColumn *info = vmx_object_schema_get_column (schema, column);

  return (vmx_column_get_flags (info) & VMX_COLUMN_FLAG_COMPUTED) == 0
         && vmx_column_get_column_type (info) != VMX_COLUMN_STREAM
         && !vmx_object_schema_is_key_column (schema, column);
}

gboolean
vmx_agreement_is_reached (VmxRecordBatch *sent, guint row, VmxRecordBatch *server,
                          guint server_row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (sent);

  for (guint i = 0; i < vmx_record_batch_get_n_columns (sent); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (sent, row, i);

      if (!is_missing (value) && counts (schema, i)
          && !agrees (value, vmx_record_batch_peek_value (server, server_row, i)))
        return FALSE;
    }
  return TRUE;
}

gboolean
vmx_agreement_is_same (VmxRecordBatch *base, guint row, VmxRecordBatch *server, guint server_row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (base);

  for (guint i = 0; i < vmx_record_batch_get_n_columns (base); i++)
    {
      const VmxValue *was = vmx_record_batch_peek_value (base, row, i);
      const VmxValue *is = vmx_record_batch_peek_value (server, server_row, i);

      if (!is_missing (was) && !is_missing (is) && counts (schema, i) && !agrees (was, is))
        return FALSE;
    }
  return TRUE;
}

gboolean
vmx_agreement_is_clash (VmxRecordBatch *sent, guint row, VmxRecordBatch *base, guint base_row,
                        VmxRecordBatch *server, guint server_row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (sent);

  for (guint i = 0; i < vmx_record_batch_get_n_columns (sent); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (sent, row, i);
      const VmxValue *is = vmx_record_batch_peek_value (server, server_row, i);

      if (is_missing (value) || is_missing (is) || !counts (schema, i) || agrees (value, is))
        continue;
      if (!agrees (vmx_record_batch_peek_value (base, base_row, i), is))
        return TRUE;
    }
  return FALSE;
}
