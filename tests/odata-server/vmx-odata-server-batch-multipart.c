/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "vmx-odata-server-batch.h"

#define BATCH_BOUNDARY "vmx_batch_answer"
#define GROUP_BOUNDARY "vmx_group_answer"

/* --- Reading --- */

/* One part of a multipart body. */
typedef struct
{
  SoupMessageHeaders *headers;
  const char *content;
  gsize length;
} Part;

static void
part_clear (Part *self)
{
  g_clear_pointer (&self->headers, soup_message_headers_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Part, part_clear)

/* Lines up to the blank one. Moves text behind it; NULL if there is none. */
static SoupMessageHeaders *
read_headers (const char **text, gsize *length)
{
  const char *start = *text;
  gboolean is_empty = *length >= 2 && g_str_has_prefix (start, "\r\n");
  const char *end = is_empty ? start - 2 : g_strstr_len (start, (gssize) *length, "\r\n\r\n");
  SoupMessageHeaders *headers;
  g_autofree char *block = NULL;
  g_auto(GStrv) lines = NULL;

  if (end == NULL)
    return NULL;
  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  block = g_strndup (start, end > start ? (gsize) (end - start) : 0);
  lines = g_strsplit (block, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) pair = g_strsplit (lines[i], ":", 2);

      if (pair[0] != NULL && pair[1] != NULL)
        soup_message_headers_append (headers, pair[0], g_strstrip (pair[1]));
    }
  *text = end + 4;
  *length -= (gsize) (*text - start);
  return headers;
}

/* The delimiter of a change set may begin with that of the batch. */
static const char *
find_delimiter (const char *text, gsize length, const char *delimiter)
{
  const char *end = text + length;
  const char *found = g_strstr_len (text, (gssize) length, delimiter);

  while (found != NULL)
    {
      const char *behind = found + strlen (delimiter);

      if (g_str_has_prefix (behind, "\r\n") || g_str_has_prefix (behind, "--"))
        return found;
      found = g_strstr_len (behind, end - behind, delimiter);
    }
  return NULL;
}

/* Takes the next part out. FALSE if there is none, because the end is reached or the text is
 * broken. */
static gboolean
take_part (const char **text, gsize *length, const char *delimiter, Part *part)
{
  const char *start = *text + strlen (delimiter);
  const char *end;

  if (!g_str_has_prefix (start, "\r\n"))
    return FALSE;
  start += 2;
  *length -= (gsize) (start - *text);
  end = find_delimiter (start, *length, delimiter);
  if (end == NULL)
    return FALSE;
  part->content = start;
  part->length = (gsize) (end - start);
  *length -= part->length;
  *text = end;
  part->headers = read_headers (&part->content, &part->length);
  return part->headers != NULL;
}

/* How the delimiters of a body look, or NULL if its type does not say. As at CAP, quotes around
 * the boundary are not understood. */
static char *
get_delimiter (SoupMessageHeaders *headers)
{
  const char *type = soup_message_headers_get_one (headers, "Content-Type");
  const char *boundary = type != NULL ? strstr (type, "boundary=") : NULL;

  if (boundary == NULL)
    return NULL;
  boundary += strlen ("boundary=");
  if (*boundary == '"' || strcspn (boundary, "; ") == 0)
    return NULL;
  return g_strdup_printf ("\r\n--%.*s", (int) strcspn (boundary, "; "), boundary);
}

/* A part that is a request. */
static gboolean
read_request (const Part *part, const char *group, GPtrArray *members)
{
  const char *content_id = soup_message_headers_get_one (part->headers, "Content-ID");
  const char *type = soup_message_headers_get_one (part->headers, "Content-Type");
  const char *line_end = g_strstr_len (part->content, (gssize) part->length, "\r\n");
  const char *text;
  gsize length;
  g_autofree char *line = NULL;
  g_auto(GStrv) words = NULL;
  g_autoptr(GBytes) body = NULL;
  SoupMessageHeaders *headers;

  if (line_end == NULL || g_strcmp0 (type, "application/http") != 0
      || (group != NULL && content_id == NULL))
    return FALSE;
  line = g_strndup (part->content, (gsize) (line_end - part->content));
  words = g_strsplit (line, " ", -1);
  text = line_end + 2;
  length = part->length - (gsize) (text - part->content);
  if (g_strv_length (words) != 3 || strcmp (words[2], "HTTP/1.1") != 0 || strchr (line, '\n'))
    return FALSE;
  headers = read_headers (&text, &length);
  if (headers == NULL)
    return FALSE;
  body = g_bytes_new (text, length);
  g_ptr_array_add (members,
                   vmx_server_member_new (content_id, group, words[0], words[1], headers, body));
  soup_message_headers_unref (headers);
  return TRUE;
}

/* Whether parts of a text are all requests, the last one followed by the closing delimiter. */
static gboolean
read_parts (const char *text, gsize length, const char *delimiter, const char *group,
            GPtrArray *members)
{
  const char *start = find_delimiter (text, length, delimiter);

  if (start == NULL)
    return FALSE;
  length -= (gsize) (start - text);
  while (g_str_has_prefix (start + strlen (delimiter), "\r\n"))
    {
      g_auto(Part) part = { NULL };
      const char *type;

      if (!take_part (&start, &length, delimiter, &part))
        return FALSE;
      type = soup_message_headers_get_one (part.headers, "Content-Type");
      if (group == NULL && type != NULL && g_str_has_prefix (type, "multipart/mixed"))
        {
          g_autofree char *inner = get_delimiter (part.headers);
          g_autofree char *name = g_strdup_printf ("group %u", members->len);

          /* The line end before its first delimiter may be that of the blank line. */
          if (inner == NULL
              || !read_parts (part.content - 2, part.length + 2, inner, name, members))
            return FALSE;
        }
      else if (!read_request (&part, group, members))
        return FALSE;
    }
  return g_str_has_prefix (start + strlen (delimiter), "--");
}

static GPtrArray *
read_batch (VmxServerRequest *request, VmxServerReply *reply)
{
  g_autoptr(GPtrArray) members
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_server_member_free);
  g_autofree char *delimiter = get_delimiter (request->headers);
  g_autoptr(GString) text = g_string_new ("\r\n");
  gsize length;
  const char *body = g_bytes_get_data (request->body, &length);

  g_string_append_len (text, body != NULL ? body : "", (gssize) length);
  if (delimiter != NULL && read_parts (text->str, text->len, delimiter, NULL, members)
      && members->len > 0)
    return g_steal_pointer (&members);
  vmx_server_reply_set_error (
      reply, 400, "400", delimiter == NULL ? "No boundary found" : "the batch is not well formed");
  return NULL;
}

/* --- Writing; lines end in LF until the end --- */

static void
write_header (const char *name, const char *value, gpointer data)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  g_string_append_printf (data, "%s: %s\n", lower, value);
}

static void
write_part (const char *boundary, VmxServerMember *member, GString *text)
{
  VmxServerReply *reply = &member->reply;

  g_string_append_printf (text,
                          "--%s\ncontent-type: application/http\n"
                          "content-transfer-encoding: binary\n",
                          boundary);
  /* Outside of change sets they are not given back. */
  if (strcmp (boundary, GROUP_BOUNDARY) == 0)
    g_string_append_printf (text, "content-id: %s\n", member->id);
  g_string_append_printf (text, "\nHTTP/1.1 %u %s\n", reply->status,
                          soup_status_get_phrase (reply->status));
  if (reply->body->len > 0)
    g_string_append_printf (text, "content-type: %s\ncontent-length: %zu\n", reply->content_type,
                            reply->body->len);
  soup_message_headers_foreach (reply->headers, write_header, text);
  g_string_append_printf (text, "\n%s\n", reply->body->str);
}

/* A change set that failed is one part for all. */
static VmxServerMember *
find_failed (GPtrArray *members, guint start, guint end)
{
  for (guint i = start; i < end; i++)
    {
      VmxServerMember *member = members->pdata[i];

      if (member->is_answered && vmx_server_member_reads_failed (member))
        return member;
    }
  return NULL;
}

static void
write_group (GPtrArray *members, guint start, guint end, GString *text)
{
  VmxServerMember *first = members->pdata[start];
  VmxServerMember *failed = find_failed (members, start, end);

  if (first->group == NULL || failed != NULL)
    {
      write_part (BATCH_BOUNDARY, failed != NULL ? failed : first, text);
      return;
    }
  g_string_append (text, "--" BATCH_BOUNDARY "\n"
                         "content-type: multipart/mixed;boundary=" GROUP_BOUNDARY "\n\n");
  for (guint i = start; i < end; i++)
    write_part (GROUP_BOUNDARY, members->pdata[i], text);
  g_string_append (text, "--" GROUP_BOUNDARY "--\n\n");
}

static gboolean
is_answered (GPtrArray *members, guint start, guint end)
{
  for (guint i = start; i < end; i++)
    {
      if (((VmxServerMember *) members->pdata[i])->is_answered)
        return TRUE;
    }
  return FALSE;
}

void
vmx_server_answer_multipart_batch (VmxServerState *self, VmxServerRequest *request,
                                   VmxServerReply *reply)
{
  g_autoptr(GPtrArray) members = read_batch (request, reply);
  guint end;

  if (members == NULL || !vmx_server_batch_check_limit (self, members->len, reply))
    return;
  vmx_server_members_run (
      self, request, members,
      !vmx_server_request_prefers (request, "odata.continue-on-error")
          && !vmx_server_request_prefers (request, "odata.continue-on-error=true")
          && !vmx_server_request_prefers (request, "continue-on-error")
          && !vmx_server_request_prefers (request, "continue-on-error=true"));
  for (guint start = 0; start < members->len; start = end)
    {
      end = vmx_server_members_find_end (members, start);
      if (is_answered (members, start, end))
        write_group (members, start, end, reply->body);
    }
  g_string_append (reply->body, "--" BATCH_BOUNDARY "--\n");
  if (!self->options.lf_only)
    g_string_replace (reply->body, "\n", "\r\n", 0);
  reply->content_type = "multipart/mixed;boundary=" BATCH_BOUNDARY;
}
