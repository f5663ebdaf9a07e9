/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What became of the changes of a request goes into the store, together. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

#include <libvmxsync/local/settle/vmx-history-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>

/* A record that is changed at the server all the time must not keep a run for ever. */
#define MAX_CONFLICTS 3

/* --- Decisions --- */

static VmxConflictDecision
apply_policy (VmxConflictPolicy policy, const VmxUploadMember *member)
{
  gboolean is_deleted = member->server.batch == NULL;

  switch (policy)
    {
    case VMX_CONFLICT_POLICY_NONE:
      /* Nobody chose to lose an edit, or to bring a deleted record back. */
      return is_deleted ? VMX_CONFLICT_DECISION_ASK : VMX_CONFLICT_DECISION_KEEP_CLIENT;
    case VMX_CONFLICT_POLICY_CLIENT_WINS:
    case VMX_CONFLICT_POLICY_MERGE:
      return VMX_CONFLICT_DECISION_KEEP_CLIENT;
    case VMX_CONFLICT_POLICY_SERVER_WINS:
      return VMX_CONFLICT_DECISION_KEEP_SERVER;
    case VMX_CONFLICT_POLICY_ASK:
    default:
      return VMX_CONFLICT_DECISION_ASK;
    }
}

static gboolean
was_too_often (VmxUpload *upload, VmxUploadMember *member)
{
  g_autofree char *name = g_strconcat (member->entry->object, " ", member->entry->key, NULL);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (upload->conflicts, name)) + 1;

  g_hash_table_insert (upload->conflicts, g_steal_pointer (&name), GUINT_TO_POINTER (n));
  return n > MAX_CONFLICTS;
}

/* A call of the program's resolver. */
typedef struct
{
  VmxConflictResolver *resolver;
  VmxConflict *conflict;
  VmxConflictDecision decision;
} Question;

static void
ask_resolver (gpointer source, gpointer data)
{
  Question *question = data;

  question->decision
      = question->resolver->func (question->conflict, question->resolver->user_data);
}

/* A decision that cannot be carried out fails nobody else's change. */
static void
take_decision (VmxSyncRun *run, VmxUploadMember *member, const Question *question)
{
  VmxRecord *record = vmx_conflict_get_record (question->conflict);
  g_autoptr(GError) error = NULL;

  member->decision = question->decision;
  g_free (member->seen);
  member->seen = g_strdup (vmx_conflict_get_seen (question->conflict));
  if (question->decision != VMX_CONFLICT_DECISION_KEEP_RECORD)
    return;
  if (vmx_conflict_check_record (member->schema, member->entry->key, record, &error))
    {
      g_set_object (&member->kept, record);
      return;
    }
  member->decision = VMX_CONFLICT_DECISION_ASK;
  vmx_sync_run_add_warning (run, error->message);
}

static gboolean
ask_program (VmxUploadBatch *self, VmxUploadMember *member, GError **error)
{
  VmxSyncRun *run = self->upload->run;
  g_autoptr(VmxStorageTxn) txn = vmx_sync_run_begin (run, VMX_TXN_READ, NULL, error);
  g_autoptr(VmxConflict) conflict = NULL;
  Question question;

  if (txn == NULL)
    return FALSE;
  conflict = vmx_conflict_read (txn, member->schema, member->entry, &member->server,
                                member->message, error);
  if (conflict == NULL || !vmx_storage_txn_rollback (txn, error))
    return FALSE;
  question = (Question){ run->resolver, conflict, VMX_CONFLICT_DECISION_ASK };
  vmx_worker_call (run->worker, ask_resolver, &question);
  take_decision (run, member, &question);
  return TRUE;
}

static gboolean
decide (VmxUploadBatch *self, VmxUploadMember *member, GError **error)
{
  VmxSyncRun *run = self->upload->run;

  if (!member->server_known || was_too_often (self->upload, member))
    {
      member->decision = VMX_CONFLICT_DECISION_ASK;
      return TRUE;
    }
  if (member->decision != VMX_CONFLICT_DECISION_ASK)
    return TRUE;
  if (run->resolver != NULL)
    return ask_program (self, member, error);
  member->decision = apply_policy (run->conflict_policy, member);
  member->merges = run->conflict_policy == VMX_CONFLICT_POLICY_MERGE;
  return TRUE;
}

gboolean
vmx_upload_decide (VmxUploadBatch *self, GError **error)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL && member->fate == VMX_FATE_CONFLICT
          && !decide (self, member, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Writing --- */

static gboolean
is_removed (VmxSyncRun *run, VmxUploadMember *member)
{
  const char *const *names = vmx_sync_options_get_remove_after_upload (run->options);

  return names != NULL && vmx_sync_options_get_sync_type (run->options) == VMX_SYNC_TYPE_UPLOAD_ONLY
         && g_strv_contains (names, member->entry->object);
}

static gboolean
write_conflict (VmxSettlement *settlement, VmxUploadMember *member, VmxChangeEntry *entry,
                const VmxAnswer *answer, GError **error)
{
  VmxConflictChoice choice = {
    .decision = member->decision,
    .merges = member->merges,
    .record = member->kept,
    .seen = member->seen,
  };

  if (!member->server_known)
    return vmx_settlement_set_state (settlement, entry, VMX_CHANGE_STATE_CONFLICT, answer, error);
  if (!vmx_settlement_decide (settlement, entry, &member->server, &choice, answer, error))
    return FALSE;
  member->decision = choice.decision;
  if (choice.is_stale)
    vmx_upload_member_set_fate (member, VMX_FATE_UNTOUCHED);
  return TRUE;
}

/* entry is the change as it is now. */
static gboolean
write_member (VmxUploadBatch *self, VmxSettlement *settlement, VmxUploadMember *member,
              VmxChangeEntry *entry, GError **error)
{
  const VmxAnswer answer = { member->status, member->code, member->message };

  if (member->unheard && entry->attempts > 0)
    entry->attempts--;
  switch (member->fate)
    {
    case VMX_FATE_ACCEPT:
      return vmx_settlement_accept (settlement, entry, &member->server,
                                    is_removed (self->upload->run, member), error);
    case VMX_FATE_CONFLICT:
      return write_conflict (settlement, member, entry, &answer, error);
    case VMX_FATE_REJECT:
      return vmx_settlement_set_state (settlement, entry, VMX_CHANGE_STATE_REJECTED, &answer,
                                       error);
    case VMX_FATE_UNKNOWN:
      return vmx_settlement_set_state (settlement, entry, VMX_CHANGE_STATE_UNKNOWN, &answer,
                                       error);
    case VMX_FATE_AGAIN:
    case VMX_FATE_LATER:
      return vmx_settlement_set_state (settlement, entry, VMX_CHANGE_STATE_PENDING, &answer,
                                       error);
    case VMX_FATE_UNTOUCHED:
      entry->attempts -= MIN (entry->attempts, self->request != NULL ? 1 : 0);
      return vmx_settlement_set_state (settlement, entry, VMX_CHANGE_STATE_PENDING, NULL, error);
    case VMX_FATE_OPEN:
    case VMX_FATE_IN_FLIGHT:
    default:
      return TRUE;
    }
}

static gboolean
stays_open (const VmxUploadMember *member)
{
  return member->fate == VMX_FATE_OPEN || member->fate == VMX_FATE_IN_FLIGHT;
}

static VmxChangeEntry *
find_entry (GPtrArray *entries, gint64 seq)
{
  for (guint i = 0; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      if (entry->seq == seq)
        return entry;
    }
  return NULL;
}

/* A change that was rolled back meanwhile is not asked for any more. */
static void
abandon (VmxUploadMember *member)
{
  g_clear_pointer (&member->entry, vmx_change_entry_free);
}

static gboolean
write_one (VmxUploadBatch *self, VmxSettlement *settlement, VmxUploadMember *member, GError **error)
{
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) entries = NULL;
  VmxChangeEntry *entry;

  g_array_append_val (seqs, member->entry->seq);
  entries = vmx_tracker_lookup_changes (settlement->edit->tracker, seqs, error);
  if (entries == NULL)
    return FALSE;
  /* Read anew: the answer of another member may have replaced a key in it. */
  entry = find_entry (entries, member->entry->seq);
  if (entry != NULL)
    return write_member (self, settlement, member, entry, error);
  abandon (member);
  return TRUE;
}

/* --- The usual case --- */

static gboolean
is_simple (VmxUploadBatch *self, VmxUploadMember *member, gint64 next_seq)
{
  return member->entry != NULL && member->fate == VMX_FATE_ACCEPT && member->server.batch != NULL
         && member->entry->action != VMX_CHANGE_ACTION_DELETE
         && !is_removed (self->upload->run, member)
         && vmx_upload_plan_is_alone (self->upload->plan, member->entry->seq, next_seq);
}

static GArray *
collect_simple (VmxUploadBatch *self, VmxObjectSchema *schema, gint64 next_seq)
{
  GArray *items = g_array_new (FALSE, FALSE, sizeof (VmxAcceptance));

  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);
      VmxAcceptance item = { member->entry, member->original, member->sent, member->row,
                             member->server, FALSE };

      if (member->schema == schema && is_simple (self, member, next_seq))
        g_array_append_val (items, item);
    }
  return items;
}

static void
set_written (VmxUploadBatch *self, GArray *items)
{
  guint n = 0;

  for (guint i = 0; n < items->len && i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != g_array_index (items, VmxAcceptance, n).entry)
        continue;
      member->written = g_array_index (items, VmxAcceptance, n).done;
      n++;
    }
}

static gboolean
write_simple (VmxUploadBatch *self, VmxSettlement *settlement, GError **error)
{
  VmxServiceSchema *schema = self->upload->run->service->schema;
  gint64 next_seq;

  if (self->upload->plan == NULL)
    return TRUE;
  if (!vmx_tracker_get_next_seq (settlement->edit->txn, &next_seq, error))
    return FALSE;
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (schema, i);
      g_autoptr(GArray) items = collect_simple (self, object, next_seq);

      if (items->len < 2)
        continue;
      if (!vmx_settlement_accept_together (settlement, vmx_object_schema_get_name (object), items,
                                           error))
        return FALSE;
      set_written (self, items);
    }
  return TRUE;
}

/* --- All --- */

/* The request itself goes from the outbox when all its changes were rolled back, or when another
 * program has taken it up: then only what the server has done counts, as far as it is still asked
 * for. */
static void
abandon_missing (VmxUploadBatch *self, const VmxOutboxEntry *outbox)
{
  for (guint i = 0; self->request != NULL && i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL
          && (outbox != NULL ? g_array_index (outbox->seqs, gint64, i) != member->entry->seq
                             : member->fate != VMX_FATE_ACCEPT))
        abandon (member);
    }
}

static gboolean
write_members (VmxUploadBatch *self, VmxSettlement *settlement, const VmxOutboxEntry *outbox,
               GError **error)
{
  abandon_missing (self, outbox);
  if (outbox != NULL && !write_simple (self, settlement, error))
    return FALSE;
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL && !stays_open (member) && !member->written
          && !write_one (self, settlement, member, error))
        return FALSE;
    }
  return TRUE;
}

/* What is still open stays in the outbox; the others keep their places there. */
static gboolean
write_outbox (VmxUploadBatch *self, VmxStorageTxn *txn, VmxOutboxEntry *outbox, GError **error)
{
  gboolean is_open = FALSE;

  if (outbox == NULL)
    return TRUE;
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);
      gboolean stays = member->entry != NULL && stays_open (member);

      if (!stays)
        g_array_index (outbox->seqs, gint64, i) = 0;
      is_open = is_open || stays;
    }
  return is_open ? vmx_outbox_put (txn, outbox, error)
                 : vmx_outbox_remove (txn, outbox->request_id, error);
}

static gboolean
write_learned (VmxUpload *upload, VmxStorageTxn *txn, GError **error)
{
  g_autofree char *learned = vmx_transport_get_learned (upload->transport);
  g_autofree char *name = NULL;

  if (learned == NULL || g_strcmp0 (learned, upload->learned) == 0)
    return TRUE;
  g_free (upload->learned);
  upload->learned = g_strdup (learned);
  name = g_strconcat ("learned:", upload->run->service->name, NULL);
  return vmx_store_set_meta (txn, name, learned, error);
}

/* Whatever was cancelled: an answer that came must not be lost. */
static gboolean
write_all (VmxUploadBatch *self, GError **error)
{
  VmxSyncRun *run = self->upload->run;
  g_autoptr(VmxSettlement) settlement = vmx_settlement_begin (run->store, NULL, error);
  g_autoptr(VmxOutboxEntry) outbox = NULL;
  VmxStorageTxn *txn;

  if (settlement == NULL)
    return FALSE;
  txn = settlement->edit->txn;
  if (!vmx_sync_run_check_generation (run, txn, error)
      || (self->request != NULL
          && !vmx_outbox_lookup (txn, vmx_upload_request_get_request_id (self->request), &outbox,
                                 error)))
    return FALSE;
  return write_members (self, settlement, outbox, error) && write_outbox (self, txn, outbox, error)
         && write_learned (self->upload, txn, error) && vmx_settlement_commit (settlement, error);
}

gboolean
vmx_upload_settle (VmxUploadBatch *self, GError **error)
{
  gint64 start = g_get_monotonic_time ();

  if (!write_all (self, error))
    return FALSE;
  self->upload->stats.storing_time += g_get_monotonic_time () - start;
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL)
        vmx_upload_count (self->upload, member);
    }
  return TRUE;
}

/* --- All steps --- */

static void
keep_first (GError **first, GError *error)
{
  if (*first == NULL)
    *first = error;
  else
    g_error_free (error);
}

gboolean
vmx_upload_finish (VmxUploadBatch *self, GCancellable *cancellable, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  gboolean is_processed;
  GError *trouble = NULL;
  GError *step_error = NULL;

  is_processed = vmx_upload_process (self, &step_error);
  if (!is_processed)
    keep_first (&trouble, g_steal_pointer (&step_error));
  vmx_upload_require_whole (self);
  if (!vmx_upload_fetch (self, cancellable, &step_error))
    keep_first (&trouble, g_steal_pointer (&step_error));
  if (is_processed && !vmx_upload_process (self, &step_error))
    keep_first (&trouble, g_steal_pointer (&step_error));
  if (!vmx_upload_decide (self, &step_error))
    keep_first (&trouble, g_steal_pointer (&step_error));
  self->upload->stats.processing_time += g_get_monotonic_time () - start;
  if (!vmx_upload_settle (self, &step_error))
    keep_first (&trouble, g_steal_pointer (&step_error));
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, trouble);
  return FALSE;
}
