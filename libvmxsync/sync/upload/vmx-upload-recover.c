/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests of earlier runs to which no answer came: what can be found out is found out, what may be
 * sent again is sent again, and the rest waits for a person. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

#include <libvmxsync/model/vmx-error.h>

/* A change that is never answered, even alone, must not hold the others back: after so many
 * attempts the next is its last. */
#define MAX_ATTEMPTS_ALONE 2

/* Nor may one that ends the server each time hold back those in the same request, where a server is
 * known to know requests again: after so many attempts they go in requests of their own. */
#define MAX_REPEATS 3

/* --- Finding out --- */

static gboolean
knows_repeats (VmxUpload *self)
{
  return (vmx_transport_get_features (self->transport) & VMX_TRANSPORT_FEATURE_REPEAT) != 0;
}

static void
park (VmxUploadMember *member, const char *message)
{
  vmx_upload_member_set_fate (member, VMX_FATE_UNKNOWN);
  vmx_upload_member_set_answer (member, 0, NULL, message);
}

static gboolean
is_last_attempt (VmxUploadBatch *self)
{
  VmxUploadMember *member = self->members->len == 1 ? vmx_upload_batch_get (self, 0) : NULL;

  return member != NULL && member->entry != NULL && member->entry->attempts >= MAX_ATTEMPTS_ALONE;
}

/* Where no etag keeps the server from doing it on top of what others did since, it is looked at
 * first. A server that knows requests again (repeats) tells all else itself. Elsewhere creates are
 * looked for by their keys; without a key there is nothing to look for. And a server that answers
 * nothing at all must not have everything parked, so it is asked before a last attempt. */
static void
ask_for_proof (VmxUploadBatch *self, gboolean repeats)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry == NULL)
        continue;
      if (vmx_upload_is_unguarded (self->upload, member))
        member->need = VMX_NEED_PROOF;
      else if (!repeats && member->has_temporary_key)
        park (member, "no answer came, and the server may have created the record with a key of "
                      "its own");
      else if (!repeats
               && (member->entry->action == VMX_CHANGE_ACTION_CREATE || is_last_attempt (self)))
        member->need = VMX_NEED_PROOF;
    }
}

/* What was not found goes again. */
static guint
open_missing (VmxUploadBatch *self)
{
  guint n_open = 0;

  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry == NULL)
        continue;
      if (member->fate == VMX_FATE_LATER)
        vmx_upload_member_set_fate (member, VMX_FATE_OPEN);
      if (member->fate == VMX_FATE_OPEN)
        n_open++;
    }
  return n_open;
}

static gboolean
find_out (VmxUploadBatch *self, gboolean repeats, guint *n_open, GCancellable *cancellable,
          GError **error)
{
  gboolean success;

  ask_for_proof (self, repeats);
  success = vmx_upload_fetch (self, cancellable, error);
  *n_open = open_missing (self);
  if (*n_open == self->members->len && success)
    return TRUE;
  return vmx_upload_finish (self, NULL, success ? error : NULL) && success;
}

/* --- Sending again --- */

static GArray *
collect_open (VmxUploadBatch *self)
{
  GArray *seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL && member->fate == VMX_FATE_OPEN)
        g_array_append_val (seqs, member->entry->seq);
    }
  return seqs;
}

/* The open ones become changes like any other, to go in requests of their own. */
static gboolean
release_open (VmxUploadBatch *self, GError **error)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL && member->fate == VMX_FATE_OPEN)
        vmx_upload_member_set_fate (member, VMX_FATE_UNTOUCHED);
      else if (member->entry != NULL)
        g_clear_pointer (&member->entry, vmx_change_entry_free);
    }
  return vmx_upload_settle (self, error);
}

static GArray *
copy_part (GArray *seqs, guint first, guint n)
{
  GArray *part = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_vals (part, &g_array_index (seqs, gint64, first), MIN (n, seqs->len - first));
  return part;
}

/* Whether the run may go on: the connection broke over this request, but the server is there. */
static gboolean
is_about_request (const GError *error)
{
  static const int codes[]
      = { VMX_ERROR_NETWORK, VMX_ERROR_READ_TIMED_OUT, VMX_ERROR_INVALID_ANSWER, VMX_ERROR_SERVER };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, VMX_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
send_in_parts (VmxUpload *self, GArray *seqs, guint size, GCancellable *cancellable,
               gboolean *broken, GError **error)
{
  gboolean has_batches
      = (vmx_transport_get_features (self->transport) & VMX_TRANSPORT_FEATURE_BATCH) != 0;

  size = has_batches ? MAX (1, size) : 1;
  for (guint first = 0; first < seqs->len; first += size)
    {
      g_autoptr(GArray) part = copy_part (seqs, first, size);
      GError *local_error = NULL;

      if (vmx_upload_send (self, part, cancellable, &local_error))
        continue;
      if (!is_about_request (local_error))
        {
          g_propagate_error (error, local_error);
          return FALSE;
        }
      *broken = TRUE;
      vmx_sync_run_add_warning (self->run, local_error->message);
      g_error_free (local_error);
    }
  return TRUE;
}

/* --- One request --- */

static gboolean
send_same (VmxUploadBatch *self, GCancellable *cancellable, gboolean *broken, GError **error)
{
  GError *local_error = NULL;

  if (!vmx_upload_batch_seal_again (self, cancellable, error))
    return FALSE;
  if (vmx_upload_push (self, cancellable, &local_error))
    return TRUE;
  if (is_about_request (local_error))
    {
      *broken = TRUE;
      vmx_sync_run_add_warning (self->upload->run, local_error->message);
      g_error_free (local_error);
      return TRUE;
    }
  g_propagate_error (error, local_error);
  return FALSE;
}

/* The server answers, but has not answered this change so far. It may be this very change that ends
 * the server, so whatever stops the run now, the change does not stop the next one. */
static gboolean
send_last (VmxUploadBatch *self, GCancellable *cancellable, GError **error)
{
  VmxUploadMember *member = vmx_upload_batch_get (self, 0);
  GError *trouble = NULL;
  gboolean broken = FALSE;

  if (send_same (self, cancellable, &broken, &trouble) && !broken)
    return TRUE;
  if (member->entry != NULL && member->fate == VMX_FATE_IN_FLIGHT
      && !g_error_matches (trouble, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      park (member,
            "the server answers, but not to this change, though it was sent several times");
      vmx_upload_finish (self, NULL, trouble == NULL ? &trouble : NULL);
    }
  if (trouble == NULL)
    return TRUE;
  g_propagate_error (error, trouble);
  return FALSE;
}

/* tried: the request went in this run already, and broke. */
static gboolean
recover_in_parts (VmxUploadBatch *self, guint n_open, gboolean tried, gboolean *broken,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr(GArray) open = NULL;
  guint size = tried || self->attempts > 1 ? (n_open + 1) / 2 : n_open;

  if (tried && n_open == 1)
    return TRUE;
  open = collect_open (self);
  return release_open (self, error)
         && send_in_parts (self->upload, open, size, cancellable, broken, error);
}

static gboolean
recover_unrepeatable (VmxUpload *self, VmxOutboxEntry *entry, gboolean tried, gboolean *broken,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxUploadBatch) batch
      = vmx_upload_batch_new_for_outbox (self, entry, cancellable, error);
  guint n_open;

  if (batch == NULL || !find_out (batch, FALSE, &n_open, cancellable, error))
    return FALSE;
  if (n_open == 0)
    return TRUE;
  if (!tried && is_last_attempt (batch))
    return send_last (batch, cancellable, error);
  return n_open == batch->members->len && !tried && batch->attempts == 1
             ? send_same (batch, cancellable, broken, error)
             : recover_in_parts (batch, n_open, tried, broken, cancellable, error);
}

static gboolean
has_conflict (VmxUploadBatch *self)
{
  for (guint i = 0; i < self->members->len; i++)
    if (vmx_upload_batch_get (self, i)->fate == VMX_FATE_CONFLICT)
      return TRUE;
  return FALSE;
}

static gboolean
recover_repeatable (VmxUpload *self, VmxOutboxEntry *entry, gboolean *broken,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxUploadBatch) batch
      = vmx_upload_batch_new_for_outbox (self, entry, cancellable, error);
  guint n_open;

  if (batch == NULL || !find_out (batch, TRUE, &n_open, cancellable, error))
    return FALSE;
  if (n_open == 0)
    return TRUE;
  /* The request as it is would do it all the same. */
  if (has_conflict (batch))
    return recover_unrepeatable (self, entry, FALSE, broken, cancellable, error);
  if (!send_same (batch, cancellable, broken, error))
    return FALSE;
  if (!batch->is_expired)
    return TRUE;
  /* It has gone twice by now, so the changes go in requests of their own. */
  entry->attempts = batch->attempts;
  *broken = FALSE;
  return recover_unrepeatable (self, entry, FALSE, broken, cancellable, error);
}

/* Only of a server that answers something, and never without having asked for this very request
 * again: a change may have other attempts behind it. */
static gboolean
check_repeats (VmxUpload *self, VmxOutboxEntry *entry, gboolean *exhausted,
               GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxUploadBatch) batch
      = vmx_upload_batch_new_for_outbox (self, entry, cancellable, error);

  *exhausted = entry->attempts > 1;
  for (guint i = 0; batch != NULL && i < batch->members->len; i++)
    {
      const VmxUploadMember *member = vmx_upload_batch_get (batch, i);

      if (member->entry != NULL && member->entry->attempts <= MAX_REPEATS)
        *exhausted = FALSE;
    }
  return batch != NULL && (!*exhausted || vmx_upload_probe (batch, cancellable, error));
}

static gboolean
recover_request (VmxUpload *self, VmxOutboxEntry *entry, gboolean tried, gboolean *broken,
                 GCancellable *cancellable, GError **error)
{
  gboolean exhausted = TRUE;

  if (knows_repeats (self) && !check_repeats (self, entry, &exhausted, cancellable, error))
    return FALSE;
  if (exhausted)
    return recover_unrepeatable (self, entry, tried, broken, cancellable, error);
  return tried || recover_repeatable (self, entry, broken, cancellable, error);
}

static guint
count_kept (const VmxOutboxEntry *entry)
{
  guint n = 0;

  for (guint i = 0; i < entry->seqs->len; i++)
    n += g_array_index (entry->seqs, gint64, i) != 0;
  return n;
}

/* What comes out of it counts like any other batch. */
static gboolean
recover_counted (VmxUpload *self, VmxOutboxEntry *entry, gboolean tried, gboolean *broken,
                 GCancellable *cancellable, GError **error)
{
  gboolean success;

  vmx_upload_start_batch (self, count_kept (entry));
  success = recover_request (self, entry, tried, broken, cancellable, error);
  vmx_upload_end_batch (self);
  return success;
}

/* --- All --- */

/* At the level of an object the requests of its service come first, at that of a service last. */
static int
compare_entries (gconstpointer a, gconstpointer b, gpointer data)
{
  const VmxOutboxEntry *first = *(const VmxOutboxEntry *const *) a;
  const VmxOutboxEntry *second = *(const VmxOutboxEntry *const *) b;
  const VmxUpload *self = data;
  gboolean first_is_service = first->object == NULL;
  gboolean second_is_service = second->object == NULL;

  if (first_is_service != second_is_service)
    return (first_is_service ? -1 : 1) * (self->scope != NULL ? 1 : -1);
  return g_strcmp0 (first->last_sent, second->last_sent);
}

static GPtrArray *
read_outbox (VmxUpload *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_sync_run_begin (self->run, VMX_TXN_READ, cancellable, error);
  GPtrArray *entries
      = txn != NULL ? vmx_outbox_select (txn, self->run->service->name, self->scope, error) : NULL;

  if (entries != NULL)
    g_ptr_array_sort_with_data (entries, compare_entries, self);
  return entries;
}

/* One pass over what there is; again: a request broke that can be tried in parts. */
static gboolean
recover_all (VmxUpload *self, GHashTable *tried, gboolean *again, GCancellable *cancellable,
             GError **error)
{
  g_autoptr(GPtrArray) entries = read_outbox (self, cancellable, error);

  *again = FALSE;
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      VmxOutboxEntry *entry = entries->pdata[i];
      gboolean was_tried = g_hash_table_contains (tried, entry->request_id);
      gboolean broken = FALSE;

      g_hash_table_add (tried, g_strdup (entry->request_id));
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !recover_counted (self, entry, was_tried, &broken, cancellable, error))
        return FALSE;
      *again = *again || broken;
    }
  return entries != NULL;
}

gboolean
vmx_upload_recover (VmxUpload *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(GHashTable) tried = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean again = TRUE;

  while (again)
    if (!recover_all (self, tried, &again, cancellable, error))
      return FALSE;
  return TRUE;
}
