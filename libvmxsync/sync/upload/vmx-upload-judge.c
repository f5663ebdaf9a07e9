/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From what a server says to what happens to a change. Nothing here talks to anybody. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

#include <libvmxsync/local/settle/vmx-agreement-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

/* A server that works, but fails with the same record again and again, has refused it. */
#define MAX_FAILURES 5

static gboolean
is_create (const VmxUploadMember *member)
{
  return member->entry->action == VMX_CHANGE_ACTION_CREATE;
}

static void
need (VmxUploadMember *member, VmxUploadNeed what)
{
  member->need = what;
}

/* --- Replies --- */

static void
judge_accepted (VmxUploadMember *member)
{
  member->fate = VMX_FATE_ACCEPT;
  if (member->entry->action == VMX_CHANGE_ACTION_DELETE)
    {
      g_clear_object (&member->server.batch);
      member->server_known = TRUE;
      return;
    }
  if (member->server_known)
    return;
  if (member->has_temporary_key)
    {
      vmx_upload_member_set_fate (member, VMX_FATE_UNKNOWN);
      vmx_upload_member_set_answer (member, VMX_ERROR_ANSWER_KEY_MISSING, NULL,
                                    "the server accepted it, but did not tell the key that it "
                                    "gave to the record; find it there, and declare the change "
                                    "done with that key");
      return;
    }
  need (member, VMX_NEED_RECORD);
}

/* Without a key of our own nobody can look for what was created. */
static void
judge_unclear (VmxUploadMember *member)
{
  if (member->has_temporary_key)
    vmx_upload_member_set_fate (member, VMX_FATE_UNKNOWN);
  else
    need (member, VMX_NEED_PROOF);
}

static void
judge_gone (VmxUploadMember *member)
{
  if (is_create (member))
    {
      vmx_upload_member_set_fate (member, VMX_FATE_REJECT);
      return;
    }
  g_clear_object (&member->server.batch);
  member->server_known = TRUE;
  vmx_upload_member_set_fate (member, member->entry->action == VMX_CHANGE_ACTION_DELETE
                                          ? VMX_FATE_ACCEPT
                                          : VMX_FATE_CONFLICT);
}

static void
judge_failed (VmxUploadBatch *self, VmxUploadMember *member)
{
  if (member->has_temporary_key || is_create (member))
    judge_unclear (member);
  else if (self->is_complete && member->entry->attempts >= MAX_FAILURES)
    vmx_upload_member_set_fate (member, VMX_FATE_REJECT);
  else
    vmx_upload_member_set_fate (member, VMX_FATE_LATER);
}

static void
judge_unanswered (VmxUploadBatch *self, VmxUploadMember *member)
{
  if (!self->is_complete)
    {
      vmx_upload_member_set_fate (member, VMX_FATE_IN_FLIGHT);
      return;
    }
  if (vmx_upload_request_get_atomic (self->request))
    {
      vmx_upload_member_set_fate (member, VMX_FATE_REJECT);
      vmx_upload_member_set_answer (member, VMX_ERROR_UPLOAD_FAILED, NULL,
                                    "another change of the same request was refused, and they go "
                                    "all together or not at all");
      return;
    }
  vmx_upload_member_set_fate (member, VMX_FATE_AGAIN);
  vmx_upload_member_set_answer (member, VMX_ERROR_UPLOAD_FAILED, NULL,
                                "the server's answer does not mention it, so it was not done");
}

static void
judge_outcome (VmxUploadBatch *self, VmxUploadMember *member, VmxUploadOutcome outcome)
{
  switch (outcome)
    {
    case VMX_UPLOAD_OUTCOME_ACCEPTED:
      judge_accepted (member);
      break;
    case VMX_UPLOAD_OUTCOME_CONFLICT:
    case VMX_UPLOAD_OUTCOME_ETAG_REQUIRED:
      if (member->has_temporary_key)
        vmx_upload_member_set_fate (member, VMX_FATE_REJECT);
      else
        need (member, VMX_NEED_VERSION);
      break;
    case VMX_UPLOAD_OUTCOME_GONE:
      judge_gone (member);
      break;
    case VMX_UPLOAD_OUTCOME_REJECTED:
      vmx_upload_member_set_fate (member, VMX_FATE_REJECT);
      break;
    case VMX_UPLOAD_OUTCOME_BUSY:
      self->upload->is_busy = TRUE;
      vmx_upload_member_set_fate (member, VMX_FATE_AGAIN);
      break;
    case VMX_UPLOAD_OUTCOME_FAILED:
      judge_failed (self, member);
      break;
    case VMX_UPLOAD_OUTCOME_UNKNOWN:
      judge_unclear (member);
      break;
    case VMX_UPLOAD_OUTCOME_UNANSWERED:
    default:
      judge_unanswered (self, member);
    }
}

void
vmx_upload_judge_reply (VmxUploadBatch *self, VmxUploadReply *reply)
{
  self->is_complete = vmx_upload_reply_get_verdict (reply) == VMX_UPLOAD_VERDICT_COMPLETE;
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);
      VmxRecordBatch *batch = vmx_upload_reply_get_batch (reply, i);

      if (member->entry == NULL)
        continue;
      vmx_upload_member_set_answer (member, vmx_upload_reply_get_status (reply, i),
                                    vmx_upload_reply_get_code (reply, i),
                                    vmx_upload_reply_get_message (reply, i));
      if (batch != NULL
          && vmx_upload_reply_get_outcome (reply, i) == VMX_UPLOAD_OUTCOME_ACCEPTED)
        vmx_upload_member_set_server (member, batch, vmx_upload_reply_get_row (reply, i));
      judge_outcome (self, member, vmx_upload_reply_get_outcome (reply, i));
    }
}

/* --- Records that were read --- */

static gboolean
is_reached (VmxUploadMember *member)
{
  return vmx_agreement_is_reached (member->sent, member->row, member->server.batch,
                                   member->server.row);
}

/* The record as it was before it was edited; NULL when there was none. */
static VmxRecordBatch *
read_base (VmxUploadMember *member)
{
  g_autoptr(VmxRecordBatch) base = NULL;

  if (member->original == NULL || member->original->base_image == NULL)
    return NULL;
  base = vmx_record_batch_new (member->schema);
  return vmx_image_decode (member->original->base_image, base, "an original", NULL)
             ? g_steal_pointer (&base)
             : NULL;
}

static gboolean
is_same (VmxUploadMember *member)
{
  g_autoptr(VmxRecordBatch) base = read_base (member);

  return base != NULL
         && vmx_agreement_is_same (base, 0, member->server.batch, member->server.row);
}

/* Whether the server has the very version that the change was made on. */
static gboolean
has_sent_etag (VmxUploadMember *member)
{
  const char *sent = vmx_record_batch_get_etag (member->sent, member->row);

  return sent != NULL
         && g_strcmp0 (sent, vmx_record_batch_get_etag (member->server.batch, member->server.row))
                == 0;
}

/* It was moved by something that changed nothing: the change goes on top of it. */
static void
go_on_top (VmxUploadMember *member)
{
  vmx_upload_member_set_fate (member, VMX_FATE_CONFLICT);
  member->decision = VMX_CONFLICT_DECISION_KEEP_CLIENT;
}

static void
judge_version (VmxUploadMember *member)
{
  gboolean is_there = member->server.batch != NULL;

  if (!is_there && is_create (member))
    vmx_upload_member_set_fate (member, VMX_FATE_REJECT);
  else if (!is_there)
    judge_gone (member);
  else if (member->entry->action != VMX_CHANGE_ACTION_DELETE && is_reached (member))
    vmx_upload_member_set_fate (member, VMX_FATE_ACCEPT);
  else if (!is_create (member) && member->status == 409 && has_sent_etag (member))
    vmx_upload_member_set_fate (member, VMX_FATE_REJECT);
  else if (!is_create (member) && is_same (member))
    go_on_top (member);
  else
    vmx_upload_member_set_fate (member, VMX_FATE_CONFLICT);
}

static void
judge_proof_of_create (VmxUploadBatch *self, VmxUploadMember *member)
{
  if (member->server.batch != NULL)
    vmx_upload_member_set_fate (member,
                                is_reached (member) ? VMX_FATE_ACCEPT : VMX_FATE_CONFLICT);
  else
    vmx_upload_member_set_fate (member, self->is_complete
                                                && member->entry->attempts >= MAX_FAILURES
                                            ? VMX_FATE_REJECT
                                            : VMX_FATE_LATER);
}

static void
judge_proof (VmxUploadBatch *self, VmxUploadMember *member)
{
  if (is_create (member))
    judge_proof_of_create (self, member);
  else if (member->server.batch == NULL)
    judge_gone (member);
  else if (member->entry->action != VMX_CHANGE_ACTION_DELETE && is_reached (member))
    vmx_upload_member_set_fate (member, VMX_FATE_ACCEPT);
  else
    vmx_upload_member_set_fate (member, is_same (member) ? VMX_FATE_LATER : VMX_FATE_CONFLICT);
}

void
vmx_upload_judge_record (VmxUploadBatch *self, VmxUploadMember *member)
{
  switch (member->need)
    {
    case VMX_NEED_RECORD:
      /* Even if somebody has deleted it since. */
      vmx_upload_member_set_fate (member, VMX_FATE_ACCEPT);
      break;
    case VMX_NEED_VERSION:
      judge_version (member);
      break;
    case VMX_NEED_PROOF:
      judge_proof (self, member);
      break;
    case VMX_NEED_NOTHING:
    default:
      break;
    }
}
