/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/json/vmx-json-tree.h>
#include <string.h>

#include "vmx-odata-server-batch.h"

/* --- Reading --- */

static gboolean
is_lower_case (const char *name)
{
  for (; *name != '\0'; name++)
    {
      if (g_ascii_isupper (*name))
        return FALSE;
    }
  return TRUE;
}

/* Names with capitals are passed over, as CAP does. */
static SoupMessageHeaders *
read_headers (const VmxJsonTree *tree)
{
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  for (guint i = 0; i < vmx_json_tree_get_n_children (tree); i++)
    {
      const VmxJsonTree *header = vmx_json_tree_get_child (tree, i);

      if (is_lower_case (header->name) && vmx_json_tree_get_string (header) != NULL)
        soup_message_headers_append (headers, header->name, header->text);
    }
  return headers;
}

static GBytes *
read_body (const VmxJsonTree *tree)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  gsize length;
  const char *text;

  if (tree == NULL)
    return g_bytes_new (NULL, 0);
  vmx_json_tree_write (tree, writer);
  text = vmx_json_writer_peek (writer, &length);
  return g_bytes_new (text, length);
}

static char **
read_needs (const VmxJsonTree *tree)
{
  g_autoptr(GStrvBuilder) needs = g_strv_builder_new ();

  for (guint i = 0; i < vmx_json_tree_get_n_children (tree); i++)
    {
      const char *id = vmx_json_tree_get_string (vmx_json_tree_get_child (tree, i));

      if (id != NULL)
        g_strv_builder_add (needs, id);
    }
  return g_strv_builder_end (needs);
}

/* NULL if something is missing. */
static VmxServerMember *
read_member (const VmxJsonTree *tree, const char *batch_type)
{
  const char *id = vmx_json_tree_get_member_string (tree, "id");
  const char *method = vmx_json_tree_get_member_string (tree, "method");
  const char *url = vmx_json_tree_get_member_string (tree, "url");
  SoupMessageHeaders *headers;
  g_autoptr(GBytes) body = NULL;
  VmxServerMember *member;

  if (id == NULL || method == NULL || url == NULL)
    return NULL;
  headers = read_headers (vmx_json_tree_get_member (tree, "headers"));
  if (soup_message_headers_get_one (headers, "Content-Type") == NULL)
    soup_message_headers_append (headers, "Content-Type", batch_type);
  body = read_body (vmx_json_tree_get_member (tree, "body"));
  member = vmx_server_member_new (id, vmx_json_tree_get_member_string (tree, "atomicityGroup"),
                                  method, url, headers, body);
  member->needs = read_needs (vmx_json_tree_get_member (tree, "dependsOn"));
  soup_message_headers_unref (headers);
  return member;
}

/* Ids are there once, and the members of a group stand together. */
static gboolean
fits (GPtrArray *members, VmxServerMember *member)
{
  for (guint i = 0; i < members->len; i++)
    {
      VmxServerMember *other = members->pdata[i];
      VmxServerMember *last = members->pdata[members->len - 1];

      if (strcmp (other->id, member->id) == 0
          || (member->group != NULL && g_strcmp0 (other->group, member->group) == 0
              && g_strcmp0 (last->group, member->group) != 0))
        return FALSE;
    }
  return TRUE;
}

static GPtrArray *
read_batch (VmxServerRequest *request, VmxServerReply *reply)
{
  g_autoptr(GPtrArray) members
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_server_member_free);
  const char *type = soup_message_headers_get_one (request->headers, "Content-Type");
  gsize length;
  const char *text = g_bytes_get_data (request->body, &length);
  g_autoptr(VmxJsonTree) tree
      = vmx_json_tree_new (text != NULL ? text : "", (gssize) length, NULL);
  const VmxJsonTree *requests = vmx_json_tree_get_member (tree, "requests");

  for (guint i = 0; i < vmx_json_tree_get_n_children (requests); i++)
    {
      VmxServerMember *member = read_member (vmx_json_tree_get_child (requests, i), type);
      gboolean is_right = member != NULL && fits (members, member);

      if (member != NULL && is_right)
        g_ptr_array_add (members, member);
      else if (member != NULL)
        vmx_server_member_free (member);
      if (!is_right)
        {
          vmx_server_reply_set_error (reply, 400, "400",
                                      "each request needs an id of its own, a method and a url; "
                                      "those of a group stand together");
          return NULL;
        }
    }
  if (members->len > 0)
    return g_steal_pointer (&members);
  vmx_server_reply_set_error (reply, 400, "400", "the batch is no JSON or has no requests");
  return NULL;
}

/* --- Writing --- */

static void
write_text (VmxJsonWriter *writer, const char *name, const char *text)
{
  if (text == NULL)
    return;
  vmx_json_writer_member (writer, name, -1);
  vmx_json_writer_string (writer, text, -1);
}

static void
write_header (const char *name, const char *value, gpointer data)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);

  write_text (data, lower, value);
}

static void
write_member_body (VmxServerReply *reply, VmxJsonWriter *writer)
{
  gboolean is_json = g_str_has_prefix (reply->content_type, "application/json");

  if (reply->body->len == 0)
    return;
  vmx_json_writer_member (writer, "body", -1);
  if (is_json)
    vmx_json_writer_raw (writer, reply->body->str, (gssize) reply->body->len);
  else
    vmx_json_writer_string (writer, reply->body->str, (gssize) reply->body->len);
}

static void
write_member (VmxServerState *self, VmxServerMember *member, VmxJsonWriter *writer)
{
  VmxServerReply *reply = &member->reply;

  if (!member->is_answered)
    return;
  vmx_json_writer_start_object (writer);
  if (!self->options.omits_ids)
    {
      write_text (writer, "id", member->id);
      write_text (writer, "atomicityGroup", member->group);
    }
  vmx_json_writer_member (writer, "status", -1);
  vmx_json_writer_int64 (writer, reply->status);
  vmx_json_writer_member (writer, "headers", -1);
  vmx_json_writer_start_object (writer);
  if (reply->body->len > 0 && soup_message_headers_get_one (reply->headers, "Content-Type") == NULL)
    write_text (writer, "content-type", reply->content_type);
  soup_message_headers_foreach (reply->headers, write_header, writer);
  vmx_json_writer_end_object (writer);
  write_member_body (reply, writer);
  vmx_json_writer_end_object (writer);
}

void
vmx_server_answer_json_batch (VmxServerState *self, VmxServerRequest *request,
                              VmxServerReply *reply)
{
  g_autoptr(GPtrArray) members = read_batch (request, reply);
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  gsize length;
  const char *json;

  if (members == NULL || !vmx_server_batch_check_limit (self, members->len, reply))
    return;
  vmx_server_members_run (self, request, members,
                          vmx_server_request_prefers (request, "odata.continue-on-error=false")
                              || vmx_server_request_prefers (request, "continue-on-error=false"));
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "responses", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < members->len; i++)
    write_member (self, members->pdata[self->options.shuffles_answers ? members->len - 1 - i : i],
                  writer);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  json = vmx_json_writer_peek (writer, &length);
  g_string_append_len (reply->body, json, (gssize) length);
}
