/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person decides about changes that wait for it. */
#include <libvmxsync/local/settle/vmx-settlement-private.h>

#include <libvmxsync/local/edit/vmx-edit-steps-private.h>
#include <libvmxsync/local/settle/vmx-history-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
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
  VmxServerRecord server;
  gboolean success;

  if (entry == NULL)
    return set_nothing (history, "in conflict",
                        "look at what is pending, “send again” and “discard” are for other "
                        "states",
                        error);
  if (!read_server (history, &server, error))
    return FALSE;
  success = vmx_settlement_decide (self, entry, &server, decision, record, NULL, error);
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

/* The record as it was sent, with the key that the server gave it. */
static VmxRecordBatch *
make_done (VmxHistory *history, const VmxChangeEntry *entry, VmxRecord *as, GError **error)
{
  VmxObjectSchema *schema = history->object->schema;
  g_autoptr(VmxRecordBatch) done = vmx_record_batch_new (schema);
  VmxServerRecord before;

  if (!read_server (history, &before, error))
    return NULL;
  vmx_record_batch_add_row (done);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (done); i++)
    if (before.batch != NULL)
      vmx_record_batch_put_copy (done, 0, i, vmx_record_batch_peek_value (before.batch, 0, i));
    else
      vmx_record_batch_set_null (done, 0, i);
  g_clear_object (&before.batch);
  if (!vmx_history_overlay (done, entry->values, history->key, error))
    return NULL;
  for (guint i = 0; as != NULL && i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      const char *name = vmx_object_schema_get_key_column_name (schema, i);

      if (vmx_record_has (as, name)
          && !vmx_record_batch_set_value (done, 0,
                                          vmx_object_schema_get_key_column_index (schema, i),
                                          vmx_record_get_value (as, name), error))
        return NULL;
    }
  return g_steal_pointer (&done);
}

static gboolean
check_key (VmxHistory *history, const VmxChangeEntry *entry, VmxRecord *as, GError **error)
{
  const char *name = vmx_object_schema_get_key_column_name (history->object->schema, 0);

  if (!vmx_settlement_has_temporary_key (entry, history->object->schema)
      || (as != NULL && vmx_record_has (as, name)))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
               "object “%s”: the server gave the record %s a key of its own; give it, as the value "
               "of “%s”",
               history->object->name, history->key, name);
  return FALSE;
}

static gboolean
accept (VmxSettlement *self, VmxHistory *history, VmxRecord *as, GError **error)
{
  VmxChangeEntry *entry = find_in_state (history, VMX_CHANGE_STATE_UNKNOWN);
  g_autoptr(VmxRecordBatch) done = NULL;
  VmxServerRecord server = { NULL, 0 };

  if (entry == NULL)
    return set_nothing (history, "of unknown outcome", "only those can be declared done", error);
  if (entry->action == VMX_CHANGE_ACTION_DELETE)
    return vmx_settlement_accept (self, entry, &server, FALSE, error);
  if (!check_key (history, entry, as, error))
    return FALSE;
  done = make_done (history, entry, as, error);
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
vmx_edit_resolve (VmxStore *store, const char *object, VmxRecord *primary_keys,
                  VmxResolution resolution, VmxRecord *as, GCancellable *cancellable,
                  GError **error)
{
  g_autoptr(VmxSettlement) self = vmx_settlement_begin (store, cancellable, error);
  g_autoptr(VmxHistory) history
      = self != NULL ? find_history (self, object, primary_keys, error) : NULL;

  return history != NULL && resolve (self, history, primary_keys, resolution, as, error)
         && vmx_settlement_commit (self, error);
}
