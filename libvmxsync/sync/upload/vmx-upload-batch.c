/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A request: from changes to what is kept in the outbox. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

#include <libvmxsync/local/edit/vmx-key-maker-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>
#include <libvmxsync/model/vmx-error.h>

/* --- Members --- */

void
vmx_upload_member_free (VmxUploadMember *self)
{
  g_clear_pointer (&self->entry, vmx_change_entry_free);
  g_clear_object (&self->schema);
  g_clear_object (&self->sent);
  g_clear_pointer (&self->original, vmx_original_free);
  g_clear_object (&self->server.batch);
  g_free (self->code);
  g_free (self->message);
  g_clear_object (&self->kept);
  g_free (self->seen);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxUploadMember, vmx_upload_member_free)

void
vmx_upload_member_set_fate (VmxUploadMember *self, VmxUploadFate fate)
{
  self->fate = fate;
  self->need = VMX_NEED_NOTHING;
}

void
vmx_upload_member_set_server (VmxUploadMember *self, VmxRecordBatch *batch, guint row)
{
  g_set_object (&self->server.batch, batch);
  self->server.row = row;
  self->server_known = TRUE;
  self->processed = FALSE;
}

void
vmx_upload_member_set_answer (VmxUploadMember *self, int status, const char *code,
                              const char *message)
{
  g_autofree char *new_code = g_strdup (code);
  g_autofree char *new_message = g_strdup (message);

  g_free (self->code);
  g_free (self->message);
  self->status = status;
  self->code = g_steal_pointer (&new_code);
  self->message = g_steal_pointer (&new_message);
}

/* --- What is sent --- */

/* The key columns whose values the server makes stay out of a create. */
static gboolean
is_servers (VmxUploadMember *self, guint column)
{
  if (!self->has_temporary_key || !vmx_object_schema_is_key_column (self->schema, column))
    return FALSE;
  return vmx_object_schema_get_n_key_columns (self->schema) == 1
         || vmx_key_maker_get_source (self->schema, column) == VMX_KEY_SOURCE_SERVER;
}

static void
copy_cells (VmxUploadMember *self, VmxRecordBatch *from, guint from_row)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (from); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (from, from_row, i);

      if (vmx_value_get_kind (value) != VMX_VALUE_MISSING && !is_servers (self, i))
        vmx_record_batch_put_copy (self->sent, self->row, i, value);
    }
}

/* A create has its key among its values; what it must not send is left behind in the scratch. */
static gboolean
fill_row (VmxUploadMember *self, GError **error)
{
  g_autoptr(VmxRecordBatch) scratch = NULL;
  gboolean is_create = self->entry->action == VMX_CHANGE_ACTION_CREATE;
  g_autofree char *what
      = g_strdup_printf ("the change %" G_GINT64_FORMAT " of object “%s”", self->entry->seq,
                         self->entry->object);

  self->row = vmx_record_batch_get_n_rows (self->sent);
  if (is_create && !self->has_temporary_key)
    return vmx_image_decode (self->entry->values, self->sent, what, error);
  scratch = vmx_record_batch_new (self->schema);
  if ((!is_create && !vmx_key_text_decode (self->entry->key, scratch, error))
      || (self->entry->values != NULL
          && !vmx_image_decode (self->entry->values, scratch, what, error)))
    return FALSE;
  vmx_record_batch_add_row (self->sent);
  for (guint i = 0; i < vmx_record_batch_get_n_rows (scratch); i++)
    copy_cells (self, scratch, i);
  if (self->original != NULL && self->entry->action != VMX_CHANGE_ACTION_CREATE)
    vmx_record_batch_set_etag (self->sent, self->row, self->original->base_etag);
  return TRUE;
}

/* --- Reading --- */

typedef struct
{
  VmxUploadBatch *batch;
  VmxStorageTxn *txn;
  GHashTable *rows; /* VmxObjectSchema → VmxRecordBatch: one batch for each object */
} Reader;

static VmxRecordBatch *
get_rows (Reader *self, VmxObjectSchema *schema)
{
  VmxRecordBatch *rows = g_hash_table_lookup (self->rows, schema);

  if (rows == NULL)
    {
      rows = vmx_record_batch_new (schema);
      g_hash_table_insert (self->rows, schema, rows);
    }
  return rows;
}

/* Takes the entry. */
static gboolean
add_member (Reader *self, VmxChangeEntry *entry, GError **error)
{
  VmxSyncRun *run = self->batch->upload->run;
  VmxObjectSchema *schema = vmx_service_schema_find_object (run->service->schema, entry->object);
  g_autoptr(VmxUploadMember) member = g_new0 (VmxUploadMember, 1);

  member->entry = entry;
  if (schema == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND,
                   "the change %" G_GINT64_FORMAT " is about the object “%s”, which the service "
                   "“%s” does not have",
                   entry->seq, entry->object, run->service->name);
      return FALSE;
    }
  member->schema = g_object_ref (schema);
  member->has_temporary_key = vmx_settlement_has_temporary_key (entry, schema);
  member->sent = g_object_ref (get_rows (self, schema));
  g_ptr_array_add (self->batch->members, g_steal_pointer (&member));
  return TRUE;
}

static VmxUploadBatch *
batch_new (VmxUpload *upload)
{
  VmxUploadBatch *self = g_new0 (VmxUploadBatch, 1);

  self->upload = upload;
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_upload_member_free);
  return self;
}

void
vmx_upload_batch_free (VmxUploadBatch *self)
{
  g_clear_object (&self->request);
  g_ptr_array_unref (self->members);
  g_free (self);
}

VmxUploadMember *
vmx_upload_batch_get (VmxUploadBatch *self, guint position)
{
  return self->members->pdata[position];
}

static void
add_abandoned (Reader *self)
{
  g_ptr_array_add (self->batch->members, g_new0 (VmxUploadMember, 1));
}

/* The entry with a number, out of those that were read; NULL if it is not in the wanted state. */
static VmxChangeEntry *
steal_entry (GPtrArray *entries, gint64 seq, VmxChangeState state)
{
  for (guint i = 0; i < entries->len; i++)
    {
      VmxChangeEntry *entry = entries->pdata[i];

      if (entry->seq == seq && entry->state == state)
        return g_ptr_array_steal_index (entries, i);
    }
  return NULL;
}

static gboolean
read_members (Reader *self, GArray *seqs, VmxChangeState state, gboolean keep_places,
              GError **error)
{
  g_autoptr(GPtrArray) entries = vmx_change_entry_lookup (self->txn, seqs, error);

  for (guint i = 0; entries != NULL && i < seqs->len; i++)
    {
      VmxChangeEntry *entry = steal_entry (entries, g_array_index (seqs, gint64, i), state);

      if (entry != NULL && !add_member (self, entry, error))
        return FALSE;
      if (entry == NULL && keep_places)
        add_abandoned (self);
    }
  return entries != NULL;
}

/* All together: one by one they would take most of the time. */
static gboolean
read_originals (Reader *self, GError **error)
{
  g_autoptr(GPtrArray) entries = g_ptr_array_new ();
  g_autoptr(GPtrArray) originals = NULL;
  GPtrArray *members = self->batch->members;
  guint n = 0;

  for (guint i = 0; i < members->len; i++)
    {
      VmxUploadMember *member = members->pdata[i];

      if (member->entry != NULL)
        g_ptr_array_add (entries, member->entry);
    }
  originals = vmx_original_lookup_all (self->txn, entries, error);
  for (guint i = 0; originals != NULL && i < members->len; i++)
    {
      VmxUploadMember *member = members->pdata[i];

      if (member->entry == NULL)
        continue;
      member->original = g_steal_pointer (&originals->pdata[n++]);
      if (!fill_row (member, error))
        return FALSE;
    }
  return originals != NULL;
}

static VmxUploadBatch *
read_batch (VmxUpload *upload, GArray *seqs, VmxChangeState state, gboolean keep_places,
            GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn
      = vmx_sync_run_begin (upload->run, VMX_TXN_READ, cancellable, error);
  g_autoptr(VmxUploadBatch) self = batch_new (upload);
  g_autoptr(GHashTable) rows = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  Reader reader = { self, txn, rows };

  if (txn == NULL || !read_members (&reader, seqs, state, keep_places, error)
      || !read_originals (&reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

VmxUploadBatch *
vmx_upload_batch_new (VmxUpload *upload, GArray *seqs, GCancellable *cancellable, GError **error)
{
  return read_batch (upload, seqs, VMX_CHANGE_STATE_PENDING, FALSE, cancellable, error);
}

/* --- Requests --- */

static void
fill_request (VmxUploadBatch *self)
{
  VmxSyncRun *run = self->upload->run;

  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL)
        vmx_upload_request_add (self->request, member->entry->action, member->sent, member->row);
      else
        vmx_upload_request_add_abandoned (self->request);
    }
  vmx_upload_request_set_query_params (
      self->request, vmx_sync_options_get_upload_request_query_params (run->options));
  vmx_upload_request_set_atomic (self->request, run->atomic);
}

VmxUploadBatch *
vmx_upload_batch_new_for_outbox (VmxUpload *upload, const VmxOutboxEntry *entry,
                                 GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxUploadBatch) self = read_batch (upload, entry->seqs, VMX_CHANGE_STATE_IN_FLIGHT,
                                               TRUE, cancellable, error);

  if (self == NULL)
    return NULL;
  self->request = vmx_upload_request_new (entry->request_id, entry->first_sent);
  self->attempts = entry->attempts;
  fill_request (self);
  vmx_upload_request_set_wire (self->request, entry->form, entry->method, entry->url,
                               entry->headers, entry->body);
  return g_steal_pointer (&self);
}

/* --- The outbox --- */

static char *
get_time (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format_iso8601 (now);
}

static VmxOutboxEntry *
make_outbox_entry (VmxUploadBatch *self)
{
  VmxUploadRequest *request = self->request;
  VmxOutboxEntry *entry = vmx_outbox_entry_new (
      vmx_upload_request_get_request_id (request), self->upload->run->service->name,
      self->upload->scope, vmx_upload_request_get_first_sent (request));

  entry->last_sent = get_time ();
  entry->form = g_strdup (vmx_upload_request_get_form (request));
  entry->method = g_strdup (vmx_upload_request_get_method (request));
  entry->url = g_strdup (vmx_upload_request_get_url (request));
  entry->headers = g_strdup (vmx_upload_request_get_headers (request));
  entry->body = g_strdup (vmx_upload_request_get_body (request));
  entry->attempts = self->attempts;
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);
      gint64 seq = member->entry != NULL ? member->entry->seq : 0;

      g_array_append_val (entry->seqs, seq);
    }
  return entry;
}

static GArray *
collect_seqs (VmxUploadBatch *self)
{
  GArray *seqs = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL)
        g_array_append_val (seqs, member->entry->seq);
    }
  return seqs;
}

/* Whether the change is still the one that was encoded. */
static gboolean
mark (VmxSettlement *settlement, VmxUploadMember *member, GPtrArray *entries, gboolean *sealed,
      GError **error)
{
  g_autoptr(VmxChangeEntry) entry
      = steal_entry (entries, member->entry->seq, VMX_CHANGE_STATE_PENDING);

  *sealed = entry != NULL && g_strcmp0 (entry->values, member->entry->values) == 0
            && g_str_equal (entry->key, member->entry->key);
  if (!*sealed)
    return TRUE;
  member->entry->attempts++;
  return vmx_settlement_set_state (settlement, member->entry, VMX_CHANGE_STATE_IN_FLIGHT, NULL,
                                   error);
}

static gboolean
mark_all (VmxUploadBatch *self, VmxSettlement *settlement, gboolean *sealed, GError **error)
{
  g_autoptr(GArray) seqs = collect_seqs (self);
  g_autoptr(GPtrArray) entries
      = vmx_tracker_lookup_changes (settlement->edit->tracker, seqs, error);
  g_autoptr(VmxOutboxEntry) outbox = NULL;

  *sealed = TRUE;
  for (guint i = 0; entries != NULL && *sealed && i < self->members->len; i++)
    if (!mark (settlement, vmx_upload_batch_get (self, i), entries, sealed, error))
      return FALSE;
  if (entries == NULL || !*sealed)
    return entries != NULL;
  self->attempts = 1;
  outbox = make_outbox_entry (self);
  return vmx_outbox_put (settlement->edit->txn, outbox, error)
         && vmx_settlement_commit (settlement, error);
}

gboolean
vmx_upload_batch_seal (VmxUploadBatch *self, gboolean *sealed, GCancellable *cancellable,
                       GError **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autofree char *now = get_time ();
  g_autoptr(VmxSettlement) settlement = NULL;

  self->request = vmx_upload_request_new (id, now);
  fill_request (self);
  if (!vmx_transport_encode_push (self->upload->transport, self->request, error))
    return FALSE;
  settlement = vmx_settlement_begin (self->upload->run->store, cancellable, error);
  return settlement != NULL
         && vmx_sync_run_check_generation (self->upload->run, settlement->edit->txn, error)
         && mark_all (self, settlement, sealed, error);
}

gboolean
vmx_upload_batch_seal_again (VmxUploadBatch *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxSettlement) settlement
      = vmx_settlement_begin (self->upload->run->store, cancellable, error);
  g_autoptr(VmxOutboxEntry) outbox = NULL;

  if (settlement == NULL)
    return FALSE;
  self->attempts++;
  outbox = make_outbox_entry (self);
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry == NULL)
        continue;
      member->entry->attempts++;
      if (!vmx_settlement_set_state (settlement, member->entry, VMX_CHANGE_STATE_IN_FLIGHT, NULL,
                                     error))
        return FALSE;
    }
  return vmx_outbox_put (settlement->edit->txn, outbox, error)
         && vmx_settlement_commit (settlement, error);
}
