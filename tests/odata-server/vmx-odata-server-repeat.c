/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-private.h"

#include <string.h>

#define RESULT "Repeatability-Result"

/* --- Answers that were given --- */

static void
copy_header (const char *name, const char *value, gpointer data)
{
  soup_message_headers_replace (data, name, value);
}

static void
copy_reply (VmxServerReply *from, VmxServerReply *to)
{
  to->status = from->status;
  to->content_type = from->content_type;
  g_string_truncate (to->body, 0);
  g_string_append_len (to->body, from->body->str, (gssize) from->body->len);
  soup_message_headers_foreach (from->headers, copy_header, to->headers);
}

static void
free_reply (gpointer data)
{
  vmx_server_reply_clear (data);
  g_free (data);
}

GHashTable *
vmx_server_repeats_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_reply);
}

/* --- Requests --- */

/* NULL if it is not meant to be repeatable. */
static const char *
get_id (VmxServerState *self, VmxServerRequest *request)
{
  if (!self->options.knows_repeats || strcmp (request->method, SOUP_METHOD_GET) == 0)
    return NULL;
  return soup_message_headers_get_one (request->headers, "Repeatability-Request-ID");
}

/* FALSE with the refusal in reply. */
static gboolean
check_first_sent (VmxServerState *self, VmxServerRequest *request, VmxServerReply *reply)
{
  const char *text = soup_message_headers_get_one (request->headers, "Repeatability-First-Sent");
  g_autoptr(GDateTime) sent = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  if (sent == NULL)
    {
      vmx_server_reply_set_error (reply, 400, "400", "Repeatability-First-Sent must be a date");
      return FALSE;
    }
  if (self->options.repeat_window == 0
      || g_date_time_difference (now, sent) / G_TIME_SPAN_SECOND <= self->options.repeat_window)
    return TRUE;
  vmx_server_reply_set_error (reply, 412, "412", "the request was first sent too long ago");
  return FALSE;
}

gboolean
vmx_server_repeat_answer (VmxServerState *self, VmxServerRequest *request, VmxServerReply *reply)
{
  const char *id = get_id (self, request);
  VmxServerReply *given = id != NULL ? g_hash_table_lookup (self->repeats, id) : NULL;

  if (id == NULL)
    return FALSE;
  if (!check_first_sent (self, request, reply))
    {
      soup_message_headers_replace (reply->headers, RESULT, "rejected");
      return TRUE;
    }
  if (given != NULL)
    copy_reply (given, reply);
  return given != NULL;
}

void
vmx_server_repeat_keep (VmxServerState *self, VmxServerRequest *request, VmxServerReply *reply)
{
  const char *id = get_id (self, request);
  VmxServerReply *kept;

  if (id == NULL)
    return;
  soup_message_headers_replace (reply->headers, RESULT, "accepted");
  kept = g_new0 (VmxServerReply, 1);
  vmx_server_reply_init (kept);
  copy_reply (reply, kept);
  g_hash_table_replace (self->repeats, g_strdup (id), kept);
}
