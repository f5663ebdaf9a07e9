/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-private.h"

#include <string.h>

VmxServerSet *
vmx_server_state_find_set (VmxServerState *self, const char *name)
{
  for (guint i = 0; i < self->sets->len; i++)
    {
      if (strcmp (vmx_server_set_get_name (self->sets->pdata[i]), name) == 0)
        return self->sets->pdata[i];
    }
  return NULL;
}

/* --- Documents --- */

static void
answer_service_document (VmxServerState *self, VmxServerReply *reply)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "@odata.context", -1);
  vmx_json_writer_string (writer, "$metadata", -1);
  vmx_json_writer_member (writer, "value", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < self->sets->len; i++)
    {
      const char *name = vmx_server_set_get_name (self->sets->pdata[i]);

      vmx_json_writer_start_object (writer);
      vmx_json_writer_member (writer, "name", -1);
      vmx_json_writer_string (writer, name, -1);
      vmx_json_writer_member (writer, "kind", -1);
      vmx_json_writer_string (writer, "EntitySet", -1);
      vmx_json_writer_member (writer, "url", -1);
      vmx_json_writer_string (writer, name, -1);
      vmx_json_writer_end_object (writer);
    }
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  g_string_append (reply->body, vmx_json_writer_peek (writer, NULL));
}

static void
answer_metadata (VmxServerState *self, VmxServerReply *reply)
{
  reply->content_type = "application/xml";
  vmx_server_write_metadata (self, reply->body);
}

/* --- Sets and records --- */

static void
answer_count (VmxServerSet *set, VmxServerRequest *request, VmxServerReply *reply)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) rows
      = vmx_server_set_select (set, vmx_server_request_get_option (request, "$filter"), NULL,
                               &error);

  if (rows == NULL)
    {
      vmx_server_reply_set_error (reply, 400, "400", error->message);
      return;
    }
  reply->content_type = "text/plain";
  g_string_append_printf (reply->body, "%u", rows->len);
}

void
vmx_server_answer_row (VmxServerState *self, VmxServerSet *set, guint row,
                       VmxServerRequest *request, VmxServerReply *reply)
{
  VmxServerFormat format = vmx_server_get_format (self, request);
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_server_set_write_row (set, row, &format, writer);
  g_string_append (reply->body, vmx_json_writer_peek (writer, NULL));
  vmx_server_reply_set_etag (self, set, row, reply);
}

void
vmx_server_reply_set_etag (VmxServerState *self, VmxServerSet *set, guint row,
                           VmxServerReply *reply)
{
  g_autofree char *etag = vmx_server_set_get_etag (set, row);

  if (!self->options.no_etags)
    soup_message_headers_replace (reply->headers, "ETag", etag);
}

static void
answer_record (VmxServerState *self, VmxServerSet *set, const char *key, VmxServerRequest *request,
               VmxServerReply *reply)
{
  gint64 row = vmx_server_set_find_literal (set, key);

  if (row < 0)
    vmx_server_reply_set_error (reply, 404, "404", "there is no record with this key");
  else
    vmx_server_answer_row (self, set, (guint) row, request, reply);
}

/* path is `Set`, `Set/$count` or `Set(key)`. */
static void
answer_set (VmxServerState *self, VmxServerRequest *request, const VmxServerPageFault *fault,
            VmxServerReply *reply)
{
  gboolean reads = strcmp (request->method, SOUP_METHOD_GET) == 0;
  gsize length = strcspn (request->path, "(/");
  const char *rest = request->path + length;
  g_autofree char *name = g_strndup (request->path, length);
  VmxServerSet *set = vmx_server_state_find_set (self, name);

  if (set != NULL && *rest == '\0' && !reads)
    vmx_server_answer_write (self, set, NULL, request, reply);
  else if (set != NULL && *rest == '\0')
    vmx_server_answer_page (self, set, request, fault, reply);
  else if (set != NULL && strcmp (rest, "/$count") == 0 && reads)
    answer_count (set, request, reply);
  else if (set != NULL && *rest == '(' && g_str_has_suffix (rest, ")"))
    {
      g_autofree char *key = g_strndup (rest + 1, strlen (rest) - 2);

      if (reads)
        answer_record (self, set, key, request, reply);
      else
        vmx_server_answer_write (self, set, key, request, reply);
    }
  else
    vmx_server_reply_set_error (reply, 404, "404", "there is no such resource");
}

/* --- All --- */

static gboolean
is_signed_in (VmxServerState *self, VmxServerRequest *request)
{
  const char *header = soup_message_headers_get_one (request->headers, "Authorization");
  g_autofree char *expected = NULL;

  if (self->token == NULL)
    return TRUE;
  expected = g_strconcat ("Bearer ", self->token, NULL);
  return g_strcmp0 (header, expected) == 0;
}

static void
refuse (VmxServerReply *reply)
{
  reply->status = SOUP_STATUS_UNAUTHORIZED;
  reply->content_type = "text/plain";
  g_string_assign (reply->body, "Unauthorized");
  soup_message_headers_replace (reply->headers, "WWW-Authenticate", "Bearer");
}

void
vmx_server_answer_member (VmxServerState *self, VmxServerRequest *request, VmxServerReply *reply)
{
  const VmxServerPageFault no_fault = { FALSE, NULL };

  soup_message_headers_replace (reply->headers, "OData-Version", "4.0");
  if (request->path == NULL)
    vmx_server_reply_set_error (reply, 404, "404", "the address is not encoded well");
  else
    answer_set (self, request, &no_fault, reply);
}

static void
answer_resource (VmxServerState *self, VmxServerRequest *request, const VmxServerPageFault *fault,
                 VmxServerReply *reply)
{
  gboolean reads = strcmp (request->method, SOUP_METHOD_GET) == 0;

  if (strcmp (request->path, "$batch") == 0)
    vmx_server_answer_batch (self, request, reply);
  else if (*request->path == '\0' && reads)
    answer_service_document (self, reply);
  else if (strcmp (request->path, "$metadata") == 0 && reads)
    answer_metadata (self, reply);
  else
    answer_set (self, request, fault, reply);
}

void
vmx_server_answer (VmxServerState *self, VmxServerRequest *request, const VmxServerPageFault *fault,
                   VmxServerReply *reply)
{
  if (!is_signed_in (self, request))
    {
      refuse (reply);
      return;
    }
  soup_message_headers_replace (reply->headers, "OData-Version", "4.0");
  if (request->path == NULL)
    {
      vmx_server_reply_set_error (reply, 404, "404", "the service is at " VMX_SERVER_PATH);
      return;
    }
  if (vmx_server_repeat_answer (self, request, reply))
    return;
  answer_resource (self, request, fault, reply);
  vmx_server_repeat_keep (self, request, reply);
}
