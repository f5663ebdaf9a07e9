/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-operation.h"

#include <libvmxsync/model/json/vmx-json-writer.h>

#include "vmx-odata-url.h"
#include "vmx-odata-key.h"

/* --- Addresses --- */

void
vmx_odata_operation_add_params (GString *url, VmxUploadRequest *request)
{
  const char *const *params = vmx_upload_request_get_query_params (request);

  for (guint i = 0; params[i] != NULL && params[i + 1] != NULL; i += 2)
    vmx_odata_url_add_option (url, params[i], params[i + 1]);
}

/* --- Bodies --- */

static gboolean
is_sent (VmxObjectSchema *schema, guint column, gboolean is_update)
{
  VmxColumn *info = vmx_object_schema_get_column (schema, column);
  gboolean is_key = vmx_object_schema_is_key_column (schema, column);

  if (vmx_column_get_column_type (info) == VMX_COLUMN_STREAM)
    return FALSE;
  if (is_key)
    return !is_update;
  return (vmx_column_get_flags (info) & VMX_COLUMN_FLAG_COMPUTED) == 0;
}

static char *
make_body (VmxRecordBatch *batch, guint row, gboolean is_update)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, i);

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING || !is_sent (schema, i, is_update))
        continue;
      vmx_json_writer_member (writer,
                              vmx_column_get_name (vmx_object_schema_get_column (schema, i)), -1);
      vmx_json_writer_value (writer, value);
    }
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

/* --- The operation --- */

/* An etag that no header can hold becomes one that the server does not have: the record is then in
 * conflict, and the others are not held back. */
static char *
clean_etag (const char *etag)
{
  char *clean = g_strdup (etag);

  for (char *c = clean; c != NULL && *c != '\0'; c++)
    {
      if (g_ascii_iscntrl (*c))
        *c = '?';
    }
  return clean;
}

gboolean
vmx_odata_operation_init (VmxOdataOperation *self, VmxUploadRequest *request, guint member,
                          GError **error)
{
  VmxRecordBatch *batch = vmx_upload_request_get_batch (request, member);
  VmxChangeAction action = vmx_upload_request_get_action (request, member);
  guint row = vmx_upload_request_get_row (request, member);
  g_autoptr(GString) url = g_string_new (NULL);

  if (batch == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                   "change %u of the upload request was abandoned, so that it cannot be encoded "
                   "again; send the request in its stored form",
                   member + 1);
      return FALSE;
    }
  if (action == VMX_CHANGE_ACTION_CREATE)
    vmx_odata_url_append_escaped (url, vmx_odata_key_get_set (vmx_record_batch_get_schema (batch)));
  else if (!vmx_odata_key_append (url, batch, row, error))
    return FALSE;
  vmx_odata_operation_add_params (url, request);
  self->method = action == VMX_CHANGE_ACTION_CREATE   ? "POST"
                 : action == VMX_CHANGE_ACTION_UPDATE ? "PATCH"
                                                      : "DELETE";
  self->url = g_strdup (url->str);
  if (action != VMX_CHANGE_ACTION_CREATE)
    self->etag = clean_etag (vmx_record_batch_get_etag (batch, row));
  if (action != VMX_CHANGE_ACTION_DELETE)
    self->body = make_body (batch, row, action == VMX_CHANGE_ACTION_UPDATE);
  return TRUE;
}

gboolean
vmx_odata_operation_init_read (VmxOdataOperation *self, VmxRecordBatch *keys, guint row,
                               GError **error)
{
  g_autoptr(GString) url = g_string_new (NULL);

  if (!vmx_odata_key_append (url, keys, row, error))
    return FALSE;
  self->method = "GET";
  self->url = g_strdup (url->str);
  return TRUE;
}

void
vmx_odata_operation_clear (VmxOdataOperation *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->etag, g_free);
  g_clear_pointer (&self->body, g_free);
}

static void
add_header (GPtrArray *headers, const char *name, const char *value)
{
  g_ptr_array_add (headers, g_strdup (name));
  g_ptr_array_add (headers, g_strdup (value));
}

char **
vmx_odata_operation_get_headers (const VmxOdataOperation *self)
{
  GPtrArray *headers = g_ptr_array_new ();

  add_header (headers, "Accept", VMX_ODATA_ACCEPT_JSON);
  if (self->body != NULL)
    {
      add_header (headers, "Content-Type", VMX_ODATA_ACCEPT_JSON);
      add_header (headers, "Prefer", "return=representation");
    }
  if (self->etag != NULL)
    add_header (headers, "If-Match", self->etag);
  g_ptr_array_add (headers, NULL);
  return (char **) g_ptr_array_free (headers, FALSE);
}

GArray *
vmx_odata_operations_new (void)
{
  GArray *operations = g_array_new (FALSE, TRUE, sizeof (VmxOdataOperation));

  g_array_set_clear_func (operations, (GDestroyNotify) vmx_odata_operation_clear);
  return operations;
}

GArray *
vmx_odata_operations_new_for_request (VmxUploadRequest *request, GError **error)
{
  g_autoptr(GArray) operations = vmx_odata_operations_new ();

  for (guint i = 0; i < vmx_upload_request_get_n_members (request); i++)
    {
      g_auto(VmxOdataOperation) operation = { NULL };

      if (!vmx_odata_operation_init (&operation, request, i, error))
        return NULL;
      g_array_append_val (operations, operation);
      operation = (VmxOdataOperation){ NULL };
    }
  return g_steal_pointer (&operations);
}
