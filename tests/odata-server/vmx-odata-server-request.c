/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-request.h"

#include <string.h>

/* --- Requests --- */

static void
parse_options (VmxServerRequest *self)
{
  g_auto(GStrv) items = g_strsplit (self->query, "&", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      char *equals = strchr (items[i], '=');
      char *name, *value;

      if (equals == NULL)
        continue;
      *equals = '\0';
      name = g_uri_unescape_string (items[i], NULL);
      value = g_uri_unescape_string (equals + 1, NULL);
      if (name != NULL && value != NULL)
        g_hash_table_replace (self->options, g_steal_pointer (&name), g_steal_pointer (&value));
      g_free (name);
      g_free (value);
    }
}

/* path is as it was sent; what is behind prefix belongs to the service. */
static void
init (VmxServerRequest *self, const char *method, const char *path, const char *prefix,
      const char *query)
{
  memset (self, 0, sizeof *self);
  self->method = g_strdup (method);
  self->line = g_strconcat (self->method, " ", path, query != NULL ? "?" : "", query, NULL);
  if (g_str_has_prefix (path, prefix))
    self->path = g_uri_unescape_string (path + strlen (prefix), NULL);
  self->query = g_strdup (query != NULL ? query : "");
  self->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  parse_options (self);
}

void
vmx_server_request_init (VmxServerRequest *self, SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);

  init (self, soup_server_message_get_method (message), g_uri_get_path (uri), VMX_SERVER_PATH,
        g_uri_get_query (uri));
  self->headers = soup_message_headers_ref (soup_server_message_get_request_headers (message));
  self->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
}

void
vmx_server_request_init_member (VmxServerRequest *self, const char *method, const char *url,
                                SoupMessageHeaders *headers, GBytes *body)
{
  g_auto(GStrv) parts = g_strsplit (*url == '/' ? url + 1 : url, "?", 2);

  init (self, method, parts[0] != NULL ? parts[0] : "", "", parts[0] != NULL ? parts[1] : NULL);
  self->headers = soup_message_headers_ref (headers);
  self->body = g_bytes_ref (body);
}

void
vmx_server_request_clear (VmxServerRequest *self)
{
  g_free (self->method);
  g_free (self->line);
  g_free (self->path);
  g_free (self->query);
  g_clear_pointer (&self->options, g_hash_table_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
}

gboolean
vmx_server_request_prefers (VmxServerRequest *self, const char *preference)
{
  const char *prefer = soup_message_headers_get_list (self->headers, "Prefer");
  g_auto(GStrv) items = g_strsplit (prefer != NULL ? prefer : "", ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      if (strcmp (g_strstrip (items[i]), preference) == 0)
        return TRUE;
    }
  return FALSE;
}

const char *
vmx_server_request_get_option (VmxServerRequest *self, const char *name)
{
  return g_hash_table_lookup (self->options, name);
}

gboolean
vmx_server_request_get_number (VmxServerRequest *self, const char *name, guint otherwise,
                               guint *number)
{
  const char *text = vmx_server_request_get_option (self, name);
  guint64 value;

  *number = otherwise;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

guint
vmx_server_request_get_max_page_size (VmxServerRequest *self)
{
  const char *prefer = soup_message_headers_get_list (self->headers, "Prefer");
  const char *size = prefer != NULL ? strstr (prefer, "maxpagesize=") : NULL;

  if (size == NULL)
    return 0;
  return (guint) MIN (g_ascii_strtoull (size + strlen ("maxpagesize="), NULL, 10), G_MAXUINT);
}

char *
vmx_server_request_make_next (VmxServerRequest *self, guint position, guint left)
{
  g_auto(GStrv) items = g_strsplit (self->query, "&", -1);
  GString *next = g_string_new (NULL);
  gboolean has_top = FALSE;

  g_string_append_uri_escaped (next, self->path, NULL, FALSE);
  g_string_append_c (next, '?');
  for (guint i = 0; items[i] != NULL; i++)
    {
      gboolean is_top
          = g_str_has_prefix (items[i], "$top=") || g_str_has_prefix (items[i], "%24top=");

      has_top = has_top || is_top;
      if (*items[i] != '\0' && !is_top && strstr (items[i], "skiptoken=") == NULL
          && strstr (items[i], "24skip=") == NULL && !g_str_has_prefix (items[i], "$skip="))
        g_string_append_printf (next, "%s&", items[i]);
    }
  if (has_top)
    g_string_append_printf (next, "%%24top=%u&", left);
  g_string_append_printf (next, "%%24skiptoken=%u", position);
  return g_string_free (next, FALSE);
}

/* --- Replies --- */

void
vmx_server_reply_init (VmxServerReply *self)
{
  self->status = SOUP_STATUS_OK;
  self->content_type = "application/json;odata.metadata=minimal";
  self->body = g_string_new (NULL);
  self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
}

void
vmx_server_reply_clear (VmxServerReply *self)
{
  g_string_free (self->body, TRUE);
  soup_message_headers_unref (self->headers);
}

/* target may be NULL. */
static void
set_error (VmxServerReply *self, guint status, const char *code, const char *message,
           const char *target)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "error", -1);
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "code", -1);
  vmx_json_writer_string (writer, code, -1);
  vmx_json_writer_member (writer, "message", -1);
  vmx_json_writer_string (writer, message, -1);
  if (target != NULL)
    {
      vmx_json_writer_member (writer, "target", -1);
      vmx_json_writer_string (writer, target, -1);
    }
  vmx_json_writer_end_object (writer);
  vmx_json_writer_end_object (writer);
  self->status = status;
  g_string_assign (self->body, vmx_json_writer_peek (writer, NULL));
}

void
vmx_server_reply_set_error (VmxServerReply *self, guint status, const char *code,
                            const char *message)
{
  set_error (self, status, code, message, NULL);
}

void
vmx_server_reply_refuse_column (VmxServerReply *self, const char *column, const char *message)
{
  set_error (self, SOUP_STATUS_BAD_REQUEST, "400", message, column);
}
