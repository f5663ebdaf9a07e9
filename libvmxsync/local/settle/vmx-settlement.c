/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/settle/vmx-settlement-private.h>

#include <libvmxsync/local/edit/vmx-edit-steps-private.h>
#include <libvmxsync/local/edit/vmx-key-maker-private.h>
#include <libvmxsync/local/settle/vmx-agreement-private.h>
#include <libvmxsync/local/settle/vmx-history-private.h>
#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

VmxSettlement *
vmx_settlement_begin (VmxStore *store, GCancellable *cancellable, GError **error)
{
  VmxEdit *edit = vmx_edit_begin (store, cancellable, error);
  VmxSettlement *self;

  if (edit == NULL)
    return NULL;
  self = g_new0 (VmxSettlement, 1);
  self->edit = edit;
  return self;
}

gboolean
vmx_settlement_commit (VmxSettlement *self, GError **error)
{
  return vmx_edit_commit (self->edit, error);
}

void
vmx_settlement_free (VmxSettlement *self)
{
  g_clear_pointer (&self->references, g_hash_table_unref);
  vmx_edit_free (self->edit);
  g_free (self);
}

/* Earlier versions did not tell; the keys that they made are below zero. */
static gboolean
looks_temporary (const VmxChangeEntry *entry, VmxObjectSchema *schema)
{
  VmxKeySource source = vmx_key_maker_get_source (
      schema, vmx_object_schema_get_key_column_index (schema, 0));

  return source == VMX_KEY_SOURCE_SERVER
         || (source == VMX_KEY_SOURCE_ANY && g_str_has_prefix (entry->key, "[-"));
}

gboolean
vmx_settlement_has_temporary_key (const VmxChangeEntry *entry, VmxObjectSchema *schema)
{
  if (entry->action != VMX_CHANGE_ACTION_CREATE)
    return FALSE;
  return entry->key_kind == VMX_KEY_TEMPORARY
         || (entry->key_kind == VMX_KEY_UNTOLD && looks_temporary (entry, schema));
}

/* --- Accepted changes --- */

/* Another filter would never bring the record back while it has a bookmark of its own. */
static gboolean
forget_record (VmxHistory *history, GError **error)
{
  const VmxServerRecord none = { NULL, 0 };

  return vmx_history_rebase (history, &none, NULL, error)
         && vmx_system_table_remove_rows_of (history->edit->txn, VMX_TABLE_BOOKMARKS,
                                             history->object->name, error);
}

static gboolean
finish_change (VmxSettlement *self, VmxEditObject *object, const char *key, gint64 seq,
               const VmxServerRecord *server, gboolean joined, gboolean remove, GError **error)
{
  g_autoptr(VmxHistory) history = vmx_history_read (self->edit, object, key, error);
  g_autoptr(VmxRecordBatch) untracked = NULL;

  /* The row of one history says nothing about what was done to the other. */
  if (history == NULL
      || (!joined && !vmx_history_find_untracked (history, &untracked, error))
      || !vmx_history_end_change (history, seq, error))
    return FALSE;
  if (remove && history->entries->len == 0)
    return forget_record (history, error);
  /* What a download brought is newer than what was sent. */
  if (joined && history->entries->len > 0)
    return vmx_history_rewrite (history, error);
  return vmx_history_rebase (history, server, untracked, error);
}

gboolean
vmx_settlement_accept (VmxSettlement *self, const VmxChangeEntry *entry,
                       const VmxServerRecord *server, gboolean remove, GError **error)
{
  VmxEditObject *object = vmx_edit_find_object (self->edit, entry->object, error);
  g_autofree char *key = NULL;
  gboolean joined = FALSE;

  if (object == NULL)
    return FALSE;
  if (server->batch == NULL)
    return finish_change (self, object, entry->key, entry->seq, server, FALSE, remove, error);
  key = vmx_record_batch_get_key_text (server->batch, server->row);
  if (!g_str_equal (key, entry->key)
      && !vmx_settlement_replace_key (self, object, entry->key, server, &joined, error))
    return FALSE;
  return finish_change (self, object, key, entry->seq, server, joined, remove, error);
}

gboolean
vmx_settlement_set_state (VmxSettlement *self, VmxChangeEntry *entry, VmxChangeState state,
                          const VmxAnswer *answer, GError **error)
{
  entry->state = state;
  if (answer != NULL)
    vmx_change_entry_set_answer (entry, answer);
  return vmx_tracker_put_change (self->edit->tracker, entry, error);
}

/* --- What a download settles --- */

/* The unknown create of a record, if that is what its changes begin with. */
static VmxChangeEntry *
get_unknown_create (VmxHistory *history)
{
  VmxChangeEntry *first = history->entries->len > 0 ? history->entries->pdata[0] : NULL;

  return first != NULL && first->action == VMX_CHANGE_ACTION_CREATE
                 && first->state == VMX_CHANGE_STATE_UNKNOWN
             ? first
             : NULL;
}

static gboolean
settle_unknown_create (VmxSettlement *self, VmxEditObject *object, const VmxServerRecord *server,
                       GError **error)
{
  g_autofree char *key = vmx_record_batch_get_key_text (server->batch, server->row);
  g_autoptr(VmxHistory) history = vmx_history_read (self->edit, object, key, error);
  g_autoptr(VmxRecordBatch) sent = NULL;
  VmxChangeEntry *create;
  const VmxAnswer differs
      = { 0, NULL, "a record with this key came from the server, with other values" };

  if (history == NULL)
    return FALSE;
  create = get_unknown_create (history);
  if (create == NULL)
    return TRUE;
  sent = vmx_record_batch_new (object->schema);
  if (!vmx_image_decode (create->values, sent, "a local change", error))
    return FALSE;
  if (vmx_agreement_is_reached (sent, 0, server->batch, server->row))
    return vmx_settlement_accept (self, create, server, FALSE, error);
  return vmx_settlement_set_state (self, create, VMX_CHANGE_STATE_CONFLICT, &differs, error);
}

static gboolean
settle_rows (VmxSettlement *self, VmxRecordBatch *batch, GBytes *rows, GError **error)
{
  const char *name = vmx_object_schema_get_name (vmx_record_batch_get_schema (batch));
  VmxEditObject *object = vmx_edit_find_object (self->edit, name, error);
  const guint8 *taken = g_bytes_get_data (rows, NULL);

  for (guint row = 0; object != NULL && row < vmx_record_batch_get_n_rows (batch); row++)
    {
      const VmxServerRecord server = { batch, row };

      if (taken[row] == 0 && !vmx_record_batch_is_deleted (batch, row)
          && !settle_unknown_create (self, object, &server, error))
        return FALSE;
    }
  return object != NULL && vmx_edit_finish (self->edit, error);
}

gboolean
vmx_settle_download (VmxStore *store, VmxStorageTxn *txn, VmxRecordBatch *batch, GBytes *rows,
                     GError **error)
{
  VmxSettlement self = { vmx_edit_join (store, txn, NULL, error), NULL };
  gboolean success;

  if (self.edit == NULL)
    return FALSE;
  success = settle_rows (&self, batch, rows, error);
  g_clear_pointer (&self.references, g_hash_table_unref);
  vmx_edit_free (self.edit);
  return success;
}
