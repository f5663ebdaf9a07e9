/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The upload phase. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-wait.h>

/* More at once gain nothing and leave more in doubt. */
#define MOST_AT_ONCE 50
#define FIRST_PAUSE_MS 250
#define LONGEST_PAUSE_MS (120 * 1000)

/* --- What a service is remembered by --- */

static char *
name_fact (VmxUpload *self, const char *fact)
{
  return g_strconcat (fact, ":", self->run->service->name, NULL);
}

static gboolean
read_facts (VmxUpload *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_sync_run_begin (self->run, VMX_TXN_READ, cancellable, error);
  g_autofree char *learned_name = name_fact (self, "learned");
  g_autofree char *limit_name = name_fact (self, "upload-limit");
  GError *local_error = NULL;
  gint64 limit = 0;

  if (txn == NULL || !vmx_store_get_meta_number (txn, limit_name, &limit, error))
    return FALSE;
  self->limit = limit > 0 && limit < MOST_AT_ONCE ? (guint) limit : MOST_AT_ONCE;
  self->learned = vmx_store_get_meta (txn, learned_name, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  if (self->learned != NULL)
    vmx_transport_set_learned (self->transport, self->learned);
  return TRUE;
}

/* Smaller requests after a time-out; larger ones again when all went well. */
static void
remember_limit (VmxUpload *self, gboolean success)
{
  g_autofree char *name = name_fact (self, "upload-limit");
  g_autoptr(VmxStorageTxn) txn = NULL;
  guint limit = self->limit;

  if (self->timed_out)
    limit = MAX (1, self->limit / 2);
  else if (success && self->n_uploaded > 0 && self->limit < MOST_AT_ONCE)
    limit = MIN (MOST_AT_ONCE, self->limit * 2);
  if (limit == self->limit)
    return;
  txn = vmx_store_begin (self->run->store, VMX_TXN_WRITE, NULL, NULL);
  if (txn != NULL && vmx_store_set_meta_number (txn, name, limit, NULL))
    vmx_storage_txn_commit (txn, NULL);
}

/* --- Counting --- */

static gboolean
is_trouble (const VmxUploadMember *member)
{
  switch (member->fate)
    {
    case VMX_FATE_REJECT:
    case VMX_FATE_UNKNOWN:
    case VMX_FATE_LATER:
    case VMX_FATE_IN_FLIGHT:
      return TRUE;
    case VMX_FATE_CONFLICT:
      return member->decision == VMX_CONFLICT_DECISION_ASK;
    case VMX_FATE_OPEN:
    case VMX_FATE_ACCEPT:
    case VMX_FATE_AGAIN:
    case VMX_FATE_UNTOUCHED:
    default:
      return FALSE;
    }
}

static int
get_opstatus (const VmxUploadMember *member)
{
  if (member->status != 0)
    return member->status;
  if (member->fate == VMX_FATE_CONFLICT)
    return VMX_ERROR_CONFLICT;
  return member->fate == VMX_FATE_UNKNOWN || member->fate == VMX_FATE_IN_FLIGHT
             ? VMX_ERROR_UNKNOWN_OUTCOME
             : VMX_ERROR_UPLOAD_FAILED;
}

static const char *
get_words (const VmxUploadMember *member)
{
  if (member->message != NULL)
    return member->message;
  switch (member->fate)
    {
    case VMX_FATE_CONFLICT:
      return "the record was changed at the server, too; decide which version counts";
    case VMX_FATE_UNKNOWN:
    case VMX_FATE_IN_FLIGHT:
      return "it was sent, but whether the server took it is unknown";
    case VMX_FATE_REJECT:
      return "the server refused it without a reason";
    case VMX_FATE_OPEN:
    case VMX_FATE_ACCEPT:
    case VMX_FATE_AGAIN:
    case VMX_FATE_LATER:
    case VMX_FATE_UNTOUCHED:
    default:
      return "it was not done and stays for the next sync";
    }
}

static void
add_error (VmxUpload *self, VmxUploadMember *member)
{
  g_autoptr(VmxRecord) key = vmx_key_text_to_record (member->entry->key, member->schema, NULL);
  const VmxSyncErrorInfo info = {
    .phase = VMX_SYNC_PHASE_UPLOAD,
    .opstatus = get_opstatus (member),
    .code = member->code,
    .message = get_words (member),
    .object = member->entry->object,
    .object_service = self->run->service->name,
    .primary_keys = key,
  };

  g_hash_table_insert (self->errors, g_memdup2 (&member->entry->seq, sizeof (gint64)),
                       vmx_sync_error_new (&info));
}

static int
compare_seqs (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* What is still wrong at the end, in the order of the changes. */
static void
report_errors (VmxUpload *self)
{
  g_autoptr(GList) seqs = g_list_sort (g_hash_table_get_keys (self->errors), compare_seqs);

  for (GList *seq = seqs; seq != NULL; seq = seq->next)
    g_ptr_array_add (self->run->errors,
                     g_object_ref (g_hash_table_lookup (self->errors, seq->data)));
}

static void
tell_plan (VmxUpload *self, VmxUploadMember *member)
{
  gint64 seq = member->entry->seq;

  switch (member->fate)
    {
    case VMX_FATE_ACCEPT:
      vmx_upload_plan_set_done (self->plan, seq);
      break;
    case VMX_FATE_CONFLICT:
      if (member->decision == VMX_CONFLICT_DECISION_KEEP_SERVER)
        vmx_upload_plan_set_done (self->plan, seq);
      else if (member->decision == VMX_CONFLICT_DECISION_ASK)
        vmx_upload_plan_set_stuck (self->plan, seq);
      else
        vmx_upload_plan_set_untouched (self->plan, seq);
      break;
    case VMX_FATE_UNTOUCHED:
      vmx_upload_plan_set_untouched (self->plan, seq);
      break;
    case VMX_FATE_AGAIN:
      if (!vmx_upload_plan_set_again (self->plan, seq))
        add_error (self, member);
      break;
    case VMX_FATE_OPEN:
    case VMX_FATE_REJECT:
    case VMX_FATE_LATER:
    case VMX_FATE_UNKNOWN:
    case VMX_FATE_IN_FLIGHT:
    default:
      vmx_upload_plan_set_stuck (self->plan, seq);
    }
}

void
vmx_upload_count (VmxUpload *self, VmxUploadMember *member)
{
  gboolean is_undecided = member->fate == VMX_FATE_LATER || member->fate == VMX_FATE_AGAIN
                          || member->fate == VMX_FATE_IN_FLIGHT;

  if (member->fate == VMX_FATE_UNTOUCHED || member->fate == VMX_FATE_OPEN)
    ;
  else if (is_undecided)
    {
      self->n_undecided++;
      if (self->trouble == NULL)
        self->trouble = g_strdup (get_words (member));
    }
  else
    self->n_decided++;
  if (member->fate == VMX_FATE_ACCEPT)
    {
      self->n_uploaded++;
      self->stats.n_records++;
    }
  g_hash_table_remove (self->errors, &member->entry->seq);
  if (is_trouble (member))
    add_error (self, member);
  if (self->plan != NULL)
    tell_plan (self, member);
}

/* --- Batches --- */

static void
post (VmxUpload *self, VmxSyncState state, guint n_left)
{
  self->run->left_to_upload = n_left;
  vmx_sync_run_post (self->run, VMX_SYNC_PHASE_UPLOAD, state, self->batch_number, -1);
}

void
vmx_upload_start_batch (VmxUpload *self, guint n_left)
{
  self->batch_number++;
  self->stats = (VmxBatchStats){ 0 };
  post (self, VMX_SYNC_STATE_STARTED, n_left);
  post (self, VMX_SYNC_STATE_IN_PROGRESS, n_left);
}

void
vmx_upload_end_batch (VmxUpload *self)
{
  guint n_left = self->plan != NULL ? vmx_upload_plan_get_n_left (self->plan) : 0;

  vmx_sync_stats_add_upload (self->run->stats, &self->stats);
  post (self, VMX_SYNC_STATE_ENDED, n_left);
}

static guint
get_request_size (VmxUpload *self, guint rest)
{
  gboolean has_batches
      = (vmx_transport_get_features (self->transport) & VMX_TRANSPORT_FEATURE_BATCH) != 0;

  return has_batches ? MIN (rest, self->limit) : 1;
}

/* A server that is too busy for some changes is left alone before they go again. */
static gboolean
pause_if_busy (VmxUpload *self, GCancellable *cancellable, GError **error)
{
  gint64 wait = self->retry_after;

  if (!self->is_busy)
    return TRUE;
  self->is_busy = FALSE;
  self->retry_after = -1;
  if (wait < 0)
    wait = vmx_wait_get_delay (self->n_pauses++, FIRST_PAUSE_MS, g_random_double ());
  return vmx_wait (MIN (wait, LONGEST_PAUSE_MS), cancellable, error);
}

/* One batch of the size that the options say, in as many requests as it takes. FALSE at the end:
 * nothing is left that may go, or an error is set. */
static gboolean
send_batch (VmxUpload *self, gboolean *more, GCancellable *cancellable, GError **error)
{
  guint rest = vmx_sync_options_get_upload_batch_size (self->run->options);
  gboolean started = FALSE;
  gboolean success = TRUE;

  *more = TRUE;
  while (success && *more && rest > 0)
    {
      g_autoptr(GArray) seqs = vmx_upload_plan_take (self->plan, get_request_size (self, rest));

      *more = seqs->len > 0;
      if (!*more)
        break;
      if (!started)
        vmx_upload_start_batch (self, vmx_upload_plan_get_n_left (self->plan));
      started = TRUE;
      rest -= MIN (rest, seqs->len);
      success = vmx_upload_send (self, seqs, cancellable, error)
                && pause_if_busy (self, cancellable, error)
                && !g_cancellable_set_error_if_cancelled (cancellable, error);
    }
  if (started)
    vmx_upload_end_batch (self);
  return success;
}

static gboolean
make_plan (VmxUpload *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_sync_run_begin (self->run, VMX_TXN_READ, cancellable, error);
  const char *const scope[] = { self->scope, NULL };

  if (txn != NULL)
    self->plan = vmx_upload_plan_new (txn, self->run->service, scope, error);
  return self->plan != NULL;
}

static gboolean
send_all (VmxUpload *self, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!send_batch (self, &more, cancellable, error))
      return FALSE;
  return TRUE;
}

/* --- Those that wait for others --- */

typedef struct
{
  VmxSettlement *settlement;
  GError *error;
} Waiting;

static VmxChangeEntry *
find_change (VmxSettlement *settlement, gint64 seq)
{
  g_autoptr(GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr(GPtrArray) found = NULL;

  g_array_append_val (seqs, seq);
  found = vmx_tracker_lookup_changes (settlement->edit->tracker, seqs, NULL);
  return found != NULL && found->len > 0 ? g_ptr_array_steal_index (found, 0) : NULL;
}

static void
note_waiting (gint64 seq, gint64 waits_for, gpointer user_data)
{
  Waiting *waiting = user_data;
  g_autoptr(VmxChangeEntry) entry = find_change (waiting->settlement, seq);
  g_autoptr(VmxChangeEntry) other = find_change (waiting->settlement, waits_for);
  g_autofree char *message = NULL;
  VmxAnswer answer = { 0, NULL, NULL };

  if (entry == NULL || other == NULL || waiting->error != NULL)
    return;
  message = g_strdup_printf ("it has to wait until the %s of %s in “%s” is uploaded",
                             other->action == VMX_CHANGE_ACTION_CREATE ? "creation" : "change",
                             other->key, other->object);
  answer.message = message;
  if (g_strcmp0 (entry->answer, message) != 0)
    vmx_settlement_set_state (waiting->settlement, entry, entry->state, &answer, &waiting->error);
}

/* Nobody has to guess why a change did not go. That this is not stored is no failure of the run. */
static void
explain_waiting (VmxUpload *self)
{
  g_autoptr(VmxSettlement) settlement = NULL;
  g_autoptr(GError) error = NULL;
  Waiting waiting = { NULL, NULL };

  if (self->plan == NULL || !vmx_upload_plan_has_waiting (self->plan))
    return;
  settlement = vmx_settlement_begin (self->run->store, NULL, &error);
  if (settlement != NULL)
    {
      waiting.settlement = settlement;
      vmx_upload_plan_foreach_waiting (self->plan, note_waiting, &waiting);
      error = waiting.error;
    }
  if (error == NULL)
    vmx_settlement_commit (settlement, &error);
  if (error != NULL)
    vmx_sync_run_add_warning (self->run, error->message);
}

/* --- The phase --- */

/* Everything that was sent failed, and not because of what it was. n_replayed: how many of them
 * belong to requests of earlier runs. */
static gboolean
check_success (VmxUpload *self, guint n_replayed, GError **error)
{
  gboolean is_replay = self->n_undecided == n_replayed;

  if (self->n_undecided == 0 || self->n_decided > 0)
    return TRUE;
  g_set_error (error, VMX_ERROR, is_replay ? VMX_ERROR_OUTBOX_FAILED : VMX_ERROR_UPLOAD_FAILED,
               "object “%s”: none of the changes that were sent %s was done, they are kept: %s",
               vmx_object_schema_get_name (self->run->schema), is_replay ? "again" : "now",
               self->trouble);
  return FALSE;
}

static gboolean
run_phase (VmxUpload *self, gboolean only_recover, GCancellable *cancellable, GError **error)
{
  guint n_replayed;

  if (!read_facts (self, cancellable, error) || !vmx_upload_recover (self, cancellable, error))
    return FALSE;
  n_replayed = self->n_undecided;
  if (!only_recover
      && (!make_plan (self, cancellable, error) || !send_all (self, cancellable, error)))
    return FALSE;
  return check_success (self, n_replayed, error);
}

static gboolean
can_upload (VmxTransport *transport)
{
  return (vmx_transport_get_features (transport) & VMX_TRANSPORT_FEATURE_UPLOAD) != 0;
}

/* A service that takes no changes is only downloaded from, as long as there are none. */
static gboolean
check_nothing_waits (VmxUpload *self, GCancellable *cancellable, GError **error)
{
  if (!make_plan (self, cancellable, error))
    return FALSE;
  if (vmx_upload_plan_get_n_left (self->plan) == 0)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "object “%s”: there are local changes, but %s cannot upload; they are kept, use the "
               "syncType “downloadOnly”",
               vmx_object_schema_get_name (self->run->schema),
               G_OBJECT_TYPE_NAME (self->transport));
  return FALSE;
}

gboolean
vmx_upload_run (VmxSyncRun *run, VmxTransport *transport, GPtrArray *processors,
                gboolean only_recover, GCancellable *cancellable, GError **error)
{
  VmxUpload upload = {
    .run = run,
    .transport = transport,
    .processors = processors,
    .scope = vmx_object_schema_get_name (run->schema),
    .retry_after = -1,
    .conflicts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .errors = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref),
  };
  gboolean success;

  if (can_upload (transport))
    {
      success = run_phase (&upload, only_recover, cancellable, error);
      explain_waiting (&upload);
      report_errors (&upload);
      remember_limit (&upload, success);
    }
  else
    success = only_recover || check_nothing_waits (&upload, cancellable, error);
  g_clear_pointer (&upload.plan, vmx_upload_plan_free);
  g_hash_table_unref (upload.conflicts);
  g_hash_table_unref (upload.errors);
  g_free (upload.learned);
  g_free (upload.trouble);
  return success;
}
