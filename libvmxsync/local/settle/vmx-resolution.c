/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person decides about changes that wait for it. */
#include <libvmxsync/local/settle/vmx-settlement-private.h>

#include <libvmxsync/local/edit/vmx-edit-steps-private.h>
#include <libvmxsync/local/settle/vmx-history-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>
#include <libvmxsync/model/vmx-error.h>

/* The first change that is in a state. */
static VmxChangeEntry *
find_in_state (VmxHistory *history, VmxChangeState state)
{
  for (guint i = 0; i < history->entries->len; i++)
    {
      VmxChangeEntry *entry = history->entries->pdata[i];

      if (entry->state == state)
        return entry;
    }
  return NULL;
}

static gboolean
set_nothing (VmxHistory *history, const char *what, const char *advice, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_NO_RECORD,
               "object “%s”: the record %s has no change %s; %s", history->object->name,
               history->key, what, advice);
  return FALSE;
}

/* --- Conflicts --- */

static gboolean
read_server (VmxHistory *history, VmxServerRecord *server, GError **error)
{
  const char *etag = NULL;
  const char *image
      = history->original != NULL ? vmx_original_get_restored (history->original, &etag) : NULL;

  *server = (VmxServerRecord){ NULL, 0 };
  if (image == NULL)
    return TRUE;
  server->batch = vmx_record_batch_new (history->object->schema);
  if (!vmx_image_decode (image, server->batch, "an original", error))
    {
      g_clear_object (&server->batch);
      return FALSE;
    }
  vmx_record_batch_set_etag (server->batch, 0, etag);
  return TRUE;
}

static gboolean
decide (VmxSettlement *self, VmxHistory *history, VmxConflictDecision decision, VmxRecord *record,
        GError **error)
{
  VmxChangeEntry *entry = find_in_state (history, VMX_CHANGE_STATE_CONFLICT);
  VmxConflictChoice choice = { .decision = decision, .record = record };
  VmxServerRecord server;
  gboolean success;

  if (entry == NULL)
    return set_nothing (history, "in conflict",
                        "look at what is pending, “send again” and “discard” are for other "
                        "states",
                        error);
  if (!read_server (history, &server, error))
    return FALSE;
  success = vmx_settlement_decide (self, entry, &server, &choice, NULL, error);
  g_clear_object (&server.batch);
  return success;
}

static gboolean
keep_record (VmxSettlement *self, VmxHistory *history, VmxRecord *record, GError **error)
{
  if (record != NULL)
    return decide (self, history, VMX_CONFLICT_DECISION_KEEP_RECORD, record, error);
  g_set_error (error, VMX_ERROR, VMX_ERROR_RECORD_EMPTY,
               "object “%s”: no record was given that is to be kept for %s",
               history->object->name, history->key);
  return FALSE;
}

/* --- Others --- */

static gboolean
send_again (VmxHistory *history, GError **error)
{
  gboolean found = FALSE;

  for (guint i = 0; i < history->entries->len; i++)
    {
      VmxChangeEntry *entry = history->entries->pdata[i];

      if (entry->state != VMX_CHANGE_STATE_UNKNOWN && entry->state != VMX_CHANGE_STATE_REJECTED
          && entry->state != VMX_CHANGE_STATE_CONFLICT)
        continue;
      entry->state = VMX_CHANGE_STATE_PENDING;
      entry->attempts = 0;
      vmx_change_entry_set_answer (entry, NULL);
      found = TRUE;
    }
  if (!found)
    return set_nothing (history, "that could be sent again",
                        "pending ones go with the next sync, deferred ones after they are marked "
                        "for upload",
                        error);
  return vmx_history_put_changes (history, error);
}

/* The record as it was sent, with the key that the server gave it. What a create did not give is
 * the server's, and nobody knows it yet. */
static VmxRecordBatch *
make_done (VmxHistory *history, const VmxChangeEntry *entry, const char *key, GError **error)
{
  g_autoptr(VmxRecordBatch) done = vmx_record_batch_new (history->object->schema);
  VmxServerRecord before;

  if (!read_server (history, &before, error))
    return NULL;
  vmx_record_batch_add_row (done);
  if (before.batch != NULL)
    vmx_record_batch_overlay (done, 0, before.batch, 0);
  g_clear_object (&before.batch);
  if (!vmx_history_overlay (done, entry->values, history->key, error)
      || !vmx_history_overlay (done, NULL, key, error))
    return NULL;
  return g_steal_pointer (&done);
}

/* The key that the record has at the server. */
static char *
find_done_key (VmxSettlement *self, VmxHistory *history, const VmxChangeEntry *entry,
               VmxRecord *as, GError **error)
{
  VmxEditObject *object = history->object;
  gboolean is_temporary = vmx_settlement_has_temporary_key (entry, object->schema);
  g_autofree char *key = NULL;

  if (as == NULL && !is_temporary)
    return g_strdup (history->key);
  if (as == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
                   "object “%s”: the server gave the record %s a key of its own; give it, as the "
                   "value of “%s”",
                   object->name, history->key,
                   vmx_object_schema_get_key_column_name (object->schema, 0));
      return NULL;
    }
  key = vmx_edit_read_key (self->edit, object, as, error);
  if (key == NULL)
    g_prefix_error (error, "object “%s”: the key that the server gave: ", object->name);
  else if (is_temporary || g_str_equal (key, history->key))
    return g_steal_pointer (&key);
  else
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                 "object “%s”: the record %s has its key already; only new records whose keys the "
                 "server makes get another one",
                 object->name, history->key);
  return NULL;
}

static gboolean
accept (VmxSettlement *self, VmxHistory *history, VmxRecord *as, GError **error)
{
  VmxChangeEntry *entry = find_in_state (history, VMX_CHANGE_STATE_UNKNOWN);
  g_autofree char *key = NULL;
  g_autoptr(VmxRecordBatch) done = NULL;
  VmxServerRecord server = { NULL, 0 };

  if (entry == NULL)
    return set_nothing (history, "of unknown outcome", "only those can be declared done", error);
  key = find_done_key (self, history, entry, as, error);
  if (key == NULL)
    return FALSE;
  if (entry->action == VMX_CHANGE_ACTION_DELETE)
    return vmx_settlement_accept (self, entry, &server, FALSE, error);
  done = make_done (history, entry, key, error);
  server.batch = done;
  return done != NULL && vmx_settlement_accept (self, entry, &server, FALSE, error);
}

/* --- All --- */

static VmxHistory *
find_history (VmxSettlement *self, const char *name, VmxRecord *primary_keys, GError **error)
{
  VmxEditObject *object = vmx_edit_find_object (self->edit, name, error);
  g_autofree char *key = NULL;
  g_autoptr(VmxHistory) history = NULL;

  key = object != NULL ? vmx_edit_read_key (self->edit, object, primary_keys, error) : NULL;
  history = key != NULL ? vmx_history_read (self->edit, object, key, error) : NULL;
  if (history == NULL || history->entries->len > 0)
    return g_steal_pointer (&history);
  set_nothing (history, "at all", "look at what is pending", error);
  return NULL;
}

static gboolean
resolve (VmxSettlement *self, VmxHistory *history, VmxRecord *primary_keys,
         VmxResolution resolution, VmxRecord *as, GError **error)
{
  switch (resolution)
    {
    case VMX_RESOLUTION_KEEP_CLIENT:
      return decide (self, history, VMX_CONFLICT_DECISION_KEEP_CLIENT, NULL, error);
    case VMX_RESOLUTION_KEEP_SERVER:
      return decide (self, history, VMX_CONFLICT_DECISION_KEEP_SERVER, NULL, error);
    case VMX_RESOLUTION_KEEP_RECORD:
      return keep_record (self, history, as, error);
    case VMX_RESOLUTION_SEND_AGAIN:
      return send_again (history, error);
    case VMX_RESOLUTION_DONE:
      return accept (self, history, as, error);
    case VMX_RESOLUTION_DISCARD:
    default:
      return vmx_edit_roll_back (self->edit, history->object->name, primary_keys, error);
    }
}

gboolean
vmx_edit_resolve (VmxEdit *edit, const char *object, VmxRecord *primary_keys,
                  VmxResolution resolution, VmxRecord *as, GError **error)
{
  VmxSettlement settlement = { edit, NULL };
  g_autoptr(VmxHistory) history = find_history (&settlement, object, primary_keys, error);
  gboolean success
      = history != NULL
        && resolve (&settlement, history, primary_keys, resolution, as, error);

  g_clear_pointer (&settlement.references, g_hash_table_unref);
  return success;
}
