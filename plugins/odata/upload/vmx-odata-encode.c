/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-encode.h"

#include <libvmxsync/model/json/vmx-json-tree.h>
#include <libvmxsync/model/json/vmx-json-writer.h>

#include "vmx-odata-json-batch.h"
#include "vmx-odata-multipart.h"

/* --- Headers --- */

static void
write_header (VmxJsonWriter *writer, const char *name, const char *value)
{
  vmx_json_writer_member (writer, name, -1);
  vmx_json_writer_string (writer, value, -1);
}

/* By these a server can know the request again. */
static void
write_repeatability (VmxJsonWriter *writer, VmxUploadRequest *request)
{
  const char *first_sent = vmx_upload_request_get_first_sent (request);
  g_autoptr(GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr(GDateTime) date = g_date_time_new_from_iso8601 (first_sent, utc);
  g_autofree char *text = NULL;

  if (date == NULL)
    return;
  text = soup_date_time_to_string (date, SOUP_DATE_HTTP);
  write_header (writer, "Repeatability-Request-ID", vmx_upload_request_get_request_id (request));
  write_header (writer, "Repeatability-First-Sent", text);
}

static void
start_headers (VmxJsonWriter *writer, VmxUploadRequest *request, const char *version)
{
  vmx_json_writer_start_object (writer);
  write_header (writer, "OData-Version", version);
  write_repeatability (writer, request);
}

/* --- Forms --- */

static void
set_wire (VmxUploadRequest *request, VmxOdataForm form, const char *method, const char *url,
          VmxJsonWriter *headers, const char *body)
{
  vmx_json_writer_end_object (headers);
  vmx_upload_request_set_wire (request, vmx_odata_form_to_text (form), method, url,
                               vmx_json_writer_peek (headers, NULL), body);
}

static gboolean
encode_single (VmxUploadRequest *request, GError **error)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  g_auto(VmxOdataOperation) operation = { NULL };
  g_auto(GStrv) headers = NULL;

  if (vmx_upload_request_get_n_members (request) != 1)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                   "the upload request has %u changes, but the service takes them one by one",
                   vmx_upload_request_get_n_members (request));
      return FALSE;
    }
  if (!vmx_odata_operation_init (&operation, request, 0, error))
    return FALSE;
  headers = vmx_odata_operation_get_headers (&operation);
  start_headers (writer, request, "4.0");
  for (guint i = 0; headers[i] != NULL; i += 2)
    write_header (writer, headers[i], headers[i + 1]);
  set_wire (request, VMX_ODATA_FORM_SINGLE, operation.method, operation.url, writer,
            operation.body);
  return TRUE;
}

static gboolean
encode_batch (VmxUploadRequest *request, VmxOdataForm form, GError **error)
{
  gboolean is_json = form == VMX_ODATA_FORM_JSON;
  gboolean is_atomic = vmx_upload_request_get_atomic (request);
  const char *seed = vmx_upload_request_get_request_id (request);
  g_autoptr(GArray) operations = vmx_odata_operations_new_for_request (request, error);
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  g_autoptr(GString) url = g_string_new ("$batch");
  g_autofree char *type = NULL;
  g_autofree char *body = NULL;

  if (operations == NULL)
    return FALSE;
  vmx_odata_operation_add_params (url, request);
  start_headers (writer, request, is_json ? "4.01" : "4.0");
  type = is_json ? g_strdup (VMX_ODATA_ACCEPT_JSON) : vmx_odata_multipart_get_content_type (seed);
  write_header (writer, "Content-Type", type);
  write_header (writer, "Accept", is_json ? VMX_ODATA_ACCEPT_JSON : "multipart/mixed");
  write_header (writer, "Prefer", "odata.continue-on-error");
  body = is_json ? vmx_odata_json_batch_write (operations, is_atomic)
                 : vmx_odata_multipart_write (operations, is_atomic, seed);
  set_wire (request, form, "POST", url->str, writer, body);
  return TRUE;
}

gboolean
vmx_odata_encode (VmxUploadRequest *request, VmxOdataForm form, GError **error)
{
  return form == VMX_ODATA_FORM_SINGLE ? encode_single (request, error)
                                       : encode_batch (request, form, error);
}

char **
vmx_odata_encode_get_headers (VmxUploadRequest *request, GError **error)
{
  const char *text = vmx_upload_request_get_headers (request);
  g_autoptr(VmxJsonTree) tree = text != NULL ? vmx_json_tree_new (text, -1, NULL) : NULL;
  g_autoptr(GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);

  if (tree == NULL || tree->kind != VMX_JSON_TREE_OBJECT)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                           "the headers of the stored upload request cannot be read");
      return NULL;
    }
  for (guint i = 0; i < vmx_json_tree_get_n_children (tree); i++)
    {
      const VmxJsonTree *member = vmx_json_tree_get_child (tree, i);
      const char *value = vmx_json_tree_get_string (member);

      if (value == NULL)
        continue;
      g_ptr_array_add (headers, g_strdup (member->name));
      g_ptr_array_add (headers, g_strdup (value));
    }
  g_ptr_array_add (headers, NULL);
  return (char **) g_ptr_array_steal (headers, NULL);
}
