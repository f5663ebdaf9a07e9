/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-batch.h"

#include <string.h>

/* --- Members --- */

VmxServerMember *
vmx_server_member_new (const char *id, const char *group, const char *method, const char *url,
                       SoupMessageHeaders *headers, GBytes *body)
{
  VmxServerMember *self = g_new0 (VmxServerMember, 1);

  self->id = g_strdup (id);
  self->group = g_strdup (group);
  vmx_server_request_init_member (&self->request, method, url, headers, body);
  vmx_server_reply_init (&self->reply);
  return self;
}

void
vmx_server_member_free (VmxServerMember *self)
{
  g_free (self->id);
  g_free (self->group);
  g_strfreev (self->needs);
  vmx_server_request_clear (&self->request);
  vmx_server_reply_clear (&self->reply);
  g_free (self);
}

gboolean
vmx_server_member_reads_failed (VmxServerMember *self)
{
  return self->reply.status >= 400
         || (self->reply.status == SOUP_STATUS_OK && self->reply.body->len == 0);
}

guint
vmx_server_members_find_end (GPtrArray *members, guint start)
{
  const char *group = ((VmxServerMember *) members->pdata[start])->group;
  guint end = start + 1;

  while (group != NULL && end < members->len
         && g_strcmp0 (((VmxServerMember *) members->pdata[end])->group, group) == 0)
    end++;
  return end;
}

/* --- Carrying out --- */

/* Whether all that a member depends on went well. */
static gboolean
has_needs (GPtrArray *members, guint position)
{
  VmxServerMember *self = members->pdata[position];

  for (guint i = 0; self->needs != NULL && self->needs[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < position; j++)
        {
          VmxServerMember *other = members->pdata[j];

          if (g_strcmp0 (other->id, self->needs[i]) != 0
              && g_strcmp0 (other->group, self->needs[i]) != 0)
            continue;
          found = TRUE;
          if (!other->is_good)
            return FALSE;
        }
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static void
run_member (VmxServerState *self, VmxServerRequest *batch, GPtrArray *members, guint position)
{
  VmxServerMember *member = members->pdata[position];
  g_autoptr(VmxServerFault) fault
      = vmx_server_state_take_member_fault (self, batch->line, member->request.line);

  member->is_answered = TRUE;
  if (!has_needs (members, position))
    vmx_server_reply_set_error (&member->reply, 424, "424", "a request before this one failed");
  else if (fault == NULL || !vmx_server_fault_replaces_work (fault, member->request.method))
    vmx_server_answer_member (self, &member->request, &member->reply);
  member->is_good = member->reply.status < 400;
  if (fault == NULL)
    return;
  vmx_server_fault_change_reply (fault, &member->reply);
  if (vmx_server_fault_replaces_work (fault, member->request.method))
    member->is_good = FALSE;
}

static void
answer_failed_group (VmxServerState *self, GPtrArray *members, guint start, guint end)
{
  for (guint i = start; i < end; i++)
    {
      VmxServerMember *member = members->pdata[i];

      if (member->is_good && self->options.group_answers == VMX_ODATA_GROUP_ONLY_FAILED)
        member->is_answered = FALSE;
      if (member->is_good && self->options.group_answers == VMX_ODATA_GROUP_ALL_FAILED)
        {
          soup_message_headers_clear (member->reply.headers);
          vmx_server_reply_set_error (&member->reply, 500, "25P02", "the transaction is aborted");
        }
      member->is_good = FALSE;
    }
}

/* FALSE if something went wrong. */
static gboolean
run_group (VmxServerState *self, VmxServerRequest *batch, GPtrArray *members, guint start,
           guint end)
{
  gboolean is_atomic = ((VmxServerMember *) members->pdata[start])->group != NULL;
  g_autoptr(GPtrArray) journal = vmx_server_journal_new ();
  gboolean success = TRUE;

  self->journal = journal;
  for (guint i = start; i < end; i++)
    {
      run_member (self, batch, members, i);
      success = success && ((VmxServerMember *) members->pdata[i])->is_good;
    }
  self->journal = NULL;
  if (success || !is_atomic)
    return success;
  vmx_server_journal_undo (journal);
  answer_failed_group (self, members, start, end);
  return FALSE;
}

void
vmx_server_members_run (VmxServerState *self, VmxServerRequest *batch, GPtrArray *members,
                        gboolean stops)
{
  guint end;

  for (guint start = 0; start < members->len; start = end)
    {
      end = vmx_server_members_find_end (members, start);
      if (!run_group (self, batch, members, start, end) && stops)
        return;
    }
}

/* --- Both forms --- */

gboolean
vmx_server_batch_check_limit (VmxServerState *self, guint n_members, VmxServerReply *reply)
{
  guint status = self->options.batch_limit_status;

  if (self->options.batch_limit == 0 || n_members <= self->options.batch_limit)
    return TRUE;
  vmx_server_reply_set_error (reply, status > 0 ? status : 429, "BATCH_TOO_MANY_REQ",
                              "the batch has too many requests");
  return FALSE;
}

void
vmx_server_answer_batch (VmxServerState *self, VmxServerRequest *request, VmxServerReply *reply)
{
  const char *type = soup_message_headers_get_one (request->headers, "Content-Type");
  VmxOdataBatchForms forms = self->options.batch_forms;

  if (forms == VMX_ODATA_BATCH_NONE)
    vmx_server_reply_set_error (reply, 404, "404", "there is no such resource");
  else if (strcmp (request->method, SOUP_METHOD_POST) != 0)
    vmx_server_reply_set_error (reply, 405, "405", "$batch takes only POST");
  else if (type != NULL && g_str_has_prefix (type, "application/json")
           && forms != VMX_ODATA_BATCH_MULTIPART)
    vmx_server_answer_json_batch (self, request, reply);
  else if (type != NULL && g_str_has_prefix (type, "multipart/mixed")
           && forms != VMX_ODATA_BATCH_JSON)
    vmx_server_answer_multipart_batch (self, request, reply);
  else
    vmx_server_reply_set_error (reply, 415, "415", "this form of $batch is not supported");
}
