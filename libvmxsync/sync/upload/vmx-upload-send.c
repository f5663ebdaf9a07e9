/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sending requests, and what a server says to one as a whole. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-wait.h>

/* How often a busy server is asked again in one run, and how long it is waited for. */
#define MAX_BUSY 3
#define FIRST_WAIT_MS 500
#define LONGEST_WAIT_MS (120 * 1000)

/* --- Members of a request to which there was no proper answer --- */

/* What becomes of changes that were not done this time. Of those that went before nobody knows, and
 * a create whose key the server makes must not go twice. */
static void
set_not_done (VmxUploadBatch *self, VmxUploadFate fate, int status, const char *message)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry == NULL)
        continue;
      vmx_upload_member_set_fate (member, self->attempts > 1 && member->has_temporary_key
                                              ? VMX_FATE_IN_FLIGHT
                                              : fate);
      vmx_upload_member_set_answer (member, status, NULL, message);
      member->unheard = member->fate != VMX_FATE_REJECT;
    }
}

static void
set_all (VmxUploadBatch *self, VmxUploadFate fate)
{
  for (guint i = 0; i < self->members->len; i++)
    vmx_upload_member_set_fate (vmx_upload_batch_get (self, i), fate);
}

static void
note_trouble (VmxUpload *self, const char *message)
{
  if (self->trouble == NULL)
    self->trouble = g_strdup (message != NULL ? message : "the server gave no reason");
}

/* Puts in front of an error which request it is about. */
static void
name_request (VmxUploadBatch *self, GError **error)
{
  const char *object = vmx_object_schema_get_name (self->upload->run->schema);

  if (self->upload->batch_number == 0)
    g_prefix_error (error, "object “%s”, upload of an earlier sync: ", object);
  else
    g_prefix_error (error, "object “%s”, upload batch %u: ", object, self->upload->batch_number);
}

/* --- Errors instead of a reply --- */

static gboolean
says_nothing_was_done (const GError *error)
{
  static const int codes[]
      = { VMX_ERROR_NOT_SIGNED_IN, VMX_ERROR_CONNECT_TIMED_OUT, VMX_ERROR_CONNECT_FAILED,
          VMX_ERROR_HOST_NOT_FOUND, VMX_ERROR_OFFLINE, VMX_ERROR_TLS, VMX_ERROR_INVALID_URL,
          VMX_ERROR_NOT_SUPPORTED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, VMX_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

/* Takes the error. Being offline or signed out is not the fault of any change, so nothing is noted
 * with them. */
static gboolean
take_error (VmxUploadBatch *self, GError *error, GError **result)
{
  g_autoptr(GError) settle_error = NULL;

  self->upload->timed_out = self->upload->timed_out
                            || g_error_matches (error, VMX_ERROR, VMX_ERROR_READ_TIMED_OUT);
  if (says_nothing_was_done (error))
    set_not_done (self, VMX_FATE_UNTOUCHED, 0, NULL);
  else
    set_all (self, VMX_FATE_IN_FLIGHT);
  if (!vmx_upload_settle (self, &settle_error))
    vmx_sync_run_add_warning (self->upload->run, settle_error->message);
  g_propagate_error (result, error);
  name_request (self, result);
  return FALSE;
}

/* --- Verdicts --- */

static gboolean
fail (VmxUploadBatch *self, VmxError code, VmxUploadReply *reply, GError **error)
{
  const char *message = vmx_upload_reply_get_verdict_message (reply);

  g_set_error (error, VMX_ERROR, code, "%s; the changes are kept",
               message != NULL ? message : "the server did not take the request");
  name_request (self, error);
  return FALSE;
}

/* The same request in smaller ones. */
static gboolean
send_less (VmxUploadBatch *self, VmxUploadReply *reply, GError **error)
{
  guint n = self->members->len;
  const char *message = vmx_upload_reply_get_verdict_message (reply);

  if (n == 1 && self->attempts == 1)
    {
      set_not_done (self, VMX_FATE_REJECT, vmx_upload_reply_get_verdict_status (reply), message);
      return vmx_upload_settle (self, error);
    }
  self->upload->limit = MIN (self->upload->limit, MAX (1, n / 2));
  set_not_done (self, VMX_FATE_UNTOUCHED, 0, NULL);
  return vmx_upload_settle (self, error);
}

/* Something in the request is wrong; alone, the culprit is found. */
static gboolean
is_about_content (int status)
{
  return status == 400 || status == 409 || status == 422;
}

static gboolean
take_refusal (VmxUploadBatch *self, VmxUploadReply *reply, GError **error)
{
  if (is_about_content (vmx_upload_reply_get_verdict_status (reply)))
    return send_less (self, reply, error);
  set_not_done (self, VMX_FATE_LATER, vmx_upload_reply_get_verdict_status (reply),
                vmx_upload_reply_get_verdict_message (reply));
  if (!vmx_upload_settle (self, error))
    return FALSE;
  return fail (self, VMX_ERROR_UPLOAD_FAILED, reply, error);
}

static gboolean
take_other_form (VmxUploadBatch *self, VmxUploadReply *reply, GError **error)
{
  set_not_done (self, VMX_FATE_UNTOUCHED, 0, NULL);
  if (!vmx_upload_settle (self, error))
    return FALSE;
  return ++self->upload->n_forms <= VMX_UPLOAD_MAX_FORMS
         || fail (self, VMX_ERROR_NOT_SUPPORTED, reply, error);
}

static gboolean
has_open_member (VmxUploadBatch *self)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL && member->fate == VMX_FATE_IN_FLIGHT)
        return TRUE;
    }
  return FALSE;
}

static gboolean
take_answers (VmxUploadBatch *self, VmxUploadReply *reply, GCancellable *cancellable,
              GError **error)
{
  vmx_upload_judge_reply (self, reply);
  if (!vmx_upload_finish (self, cancellable, error))
    return FALSE;
  if (!has_open_member (self))
    return TRUE;
  self->is_expired = vmx_upload_reply_get_verdict_status (reply) == 412;
  note_trouble (self->upload, vmx_upload_reply_get_verdict_message (reply));
  return fail (self, VMX_ERROR_INVALID_ANSWER, reply, error);
}

static gboolean
take_reply (VmxUploadBatch *self, VmxUploadReply *reply, GCancellable *cancellable, GError **error)
{
  switch (vmx_upload_reply_get_verdict (reply))
    {
    case VMX_UPLOAD_VERDICT_TOO_LARGE:
      return send_less (self, reply, error);
    case VMX_UPLOAD_VERDICT_OTHER_FORM:
      return take_other_form (self, reply, error);
    case VMX_UPLOAD_VERDICT_REFUSED:
      return take_refusal (self, reply, error);
    case VMX_UPLOAD_VERDICT_BUSY:
      set_not_done (self, VMX_FATE_LATER, vmx_upload_reply_get_verdict_status (reply),
                    vmx_upload_reply_get_verdict_message (reply));
      return vmx_upload_settle (self, error) && fail (self, VMX_ERROR_SERVER, reply, error);
    case VMX_UPLOAD_VERDICT_COMPLETE:
    case VMX_UPLOAD_VERDICT_INCOMPLETE:
    default:
      return take_answers (self, reply, cancellable, error);
    }
}

/* --- Pushing --- */

static gint64
choose_wait (VmxUploadReply *reply, guint n)
{
  gint64 wait = vmx_upload_reply_get_retry_after (reply);

  return wait >= 0 ? wait : vmx_wait_get_delay (n, FIRST_WAIT_MS, g_random_double ());
}

static void
add_times (VmxUploadBatch *self, VmxUploadReply *reply, gint64 taken)
{
  VmxBatchStats *stats = &self->upload->stats;
  gint64 network = vmx_upload_reply_get_network_time (reply);
  gint64 parsing = vmx_upload_reply_get_parsing_time (reply);

  stats->network_time += network;
  stats->parsing_time += parsing;
  stats->creation_time += MAX (0, taken - network - parsing);
}

/* Waits for a busy server, within reason. NULL with an error. */
static VmxUploadReply *
push_patiently (VmxUploadBatch *self, GCancellable *cancellable, GError **error)
{
  for (guint n = 0;; n++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr(VmxUploadReply) reply
          = vmx_transport_push_batch (self->upload->transport, self->request, cancellable, error);
      gint64 wait;

      if (reply == NULL)
        return NULL;
      add_times (self, reply, g_get_monotonic_time () - start);
      if (vmx_upload_reply_get_verdict (reply) != VMX_UPLOAD_VERDICT_BUSY || n >= MAX_BUSY)
        return g_steal_pointer (&reply);
      wait = choose_wait (reply, n);
      /* Cancelled or not, nothing was done. */
      if (wait > LONGEST_WAIT_MS || !vmx_wait (wait, cancellable, NULL))
        return g_steal_pointer (&reply);
    }
}

gboolean
vmx_upload_push (VmxUploadBatch *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxUploadReply) reply = NULL;
  GError *local_error = NULL;

  reply = push_patiently (self, cancellable, &local_error);
  if (reply == NULL)
    return take_error (self, local_error, error);
  self->upload->retry_after
      = MAX (self->upload->retry_after, vmx_upload_reply_get_retry_after (reply));
  return take_reply (self, reply, cancellable, error);
}

/* --- Batches --- */

/* Changes that are in conflict before they are sent: a download brought another version. */
static gboolean
judge_known_version (VmxUploadMember *member)
{
  const VmxOriginal *original = member->original;
  g_autoptr(VmxRecordBatch) server = NULL;

  if (original == NULL || original->server_state == VMX_SERVER_STATE_SAME)
    return FALSE;
  if (original->server_state == VMX_SERVER_STATE_UPDATED)
    {
      server = vmx_record_batch_new (member->schema);
      if (!vmx_image_decode (original->server_image, server, "an original", NULL))
        return FALSE;
      vmx_record_batch_set_etag (server, 0, original->server_etag);
    }
  vmx_upload_member_set_server (member, server, 0);
  vmx_upload_member_set_answer (member, 0, NULL,
                                "the server has another version of the record");
  member->need = VMX_NEED_VERSION;
  return TRUE;
}

gboolean
vmx_upload_is_unguarded (VmxUpload *self, VmxUploadMember *member)
{
  return self->run->conflict_policy != VMX_CONFLICT_POLICY_NONE
         && member->entry->action != VMX_CHANGE_ACTION_CREATE
         && vmx_record_batch_get_etag (member->sent, member->row) == NULL
         && vmx_transport_can_fetch_records (self->transport);
}

static gboolean
look_before (VmxUploadBatch *self, gboolean *found, GCancellable *cancellable, GError **error)
{
  gboolean must_fetch = FALSE;

  *found = FALSE;
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (judge_known_version (member))
        {
          vmx_upload_judge_record (self, member);
          *found = TRUE;
        }
      else if (vmx_upload_is_unguarded (self->upload, member))
        {
          member->need = VMX_NEED_PROOF;
          must_fetch = TRUE;
        }
    }
  if (must_fetch && !vmx_upload_fetch (self, cancellable, error))
    return FALSE;
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      /* As it was: it can go. */
      if (member->fate == VMX_FATE_LATER)
        vmx_upload_member_set_fate (member, VMX_FATE_OPEN);
      *found = *found || member->fate != VMX_FATE_OPEN;
    }
  return TRUE;
}

/* Members whose fate is known already leave the batch; the others may go again. */
static gboolean
settle_before (VmxUploadBatch *self, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->fate == VMX_FATE_OPEN)
        vmx_upload_member_set_fate (member, VMX_FATE_UNTOUCHED);
    }
  return vmx_upload_finish (self, cancellable, error);
}

/* Undone meanwhile, or sent by another program: whatever waits for it waits for the next run. */
static void
set_vanished_aside (VmxUpload *self, GArray *seqs, VmxUploadBatch *batch)
{
  for (guint i = 0; self->plan != NULL && i < seqs->len; i++)
    {
      gint64 seq = g_array_index (seqs, gint64, i);
      gboolean found = FALSE;

      for (guint j = 0; j < batch->members->len && !found; j++)
        found = vmx_upload_batch_get (batch, j)->entry->seq == seq;
      if (!found)
        vmx_upload_plan_set_stuck (self->plan, seq);
    }
}

gboolean
vmx_upload_send (VmxUpload *self, GArray *seqs, GCancellable *cancellable, GError **error)
{
  gboolean sealed = FALSE;

  while (!sealed)
    {
      g_autoptr(VmxUploadBatch) batch = vmx_upload_batch_new (self, seqs, cancellable, error);
      gboolean found;

      if (batch == NULL)
        return FALSE;
      set_vanished_aside (self, seqs, batch);
      if (batch->members->len == 0)
        return TRUE;
      if (!look_before (batch, &found, cancellable, error))
        return FALSE;
      if (found)
        return settle_before (batch, cancellable, error);
      if (!vmx_upload_batch_seal (batch, &sealed, cancellable, error))
        return FALSE;
      if (sealed)
        return vmx_upload_push (batch, cancellable, error);
    }
  return TRUE;
}
