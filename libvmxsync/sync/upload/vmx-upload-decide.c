/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is to become of changes in conflict: by the policy of the service, or by the program. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

/* A record that is changed at the server all the time must not keep a run for ever. */
#define MAX_CONFLICTS 3

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
