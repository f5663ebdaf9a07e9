/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conflicts, and what is decided about them. */
#include <libvmxsync/local/settle/vmx-settlement-private.h>

#include <libvmxsync/local/edit/vmx-edit-steps-private.h>
#include <libvmxsync/local/settle/vmx-agreement-private.h>
#include <libvmxsync/local/settle/vmx-history-private.h>
#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/local/track/vmx-record-versions-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>
#include <libvmxsync/model/vmx-error.h>

/* --- Reading --- */

/* What an edit of the record would make another text of. */
static char *
describe_changes (GPtrArray *entries)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const VmxChangeEntry *entry = entries->pdata[i];

      g_string_append_printf (text, "%" G_GINT64_FORMAT " %s\n", entry->seq,
                              entry->values != NULL ? entry->values : "");
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

VmxConflict *
vmx_conflict_read (VmxStorageTxn *txn, VmxObjectSchema *schema, const VmxChangeEntry *entry,
                   const VmxServerRecord *server, const char *reason, GError **error)
{
  g_autoptr(VmxRecord) key = vmx_key_text_to_record (entry->key, schema, error);
  g_auto(VmxRecordVersions) versions = { NULL };
  g_autoptr(GPtrArray) changes = NULL;
  VmxConflictInfo info;

  if (key == NULL || !vmx_record_versions_read (&versions, txn, schema, entry->key, error))
    return NULL;
  changes = vmx_change_entry_select (txn, entry->object, entry->key, error);
  if (changes == NULL)
    return NULL;
  info = (VmxConflictInfo){
    .object = g_strdup (entry->object),
    .primary_keys = g_steal_pointer (&key),
    .action = entry->action,
    .reason = g_strdup (reason),
    .base = g_steal_pointer (&versions.base),
    .local = g_steal_pointer (&versions.local),
    .server
    = server->batch != NULL ? vmx_record_batch_get_record (server->batch, server->row) : NULL,
    .seen = describe_changes (changes),
  };
  return vmx_conflict_new (&info);
}

/* --- Changes on top of another version --- */

static void
release (VmxHistory *history)
{
  for (guint i = 0; i < history->entries->len; i++)
    {
      VmxChangeEntry *entry = history->entries->pdata[i];

      if (entry->state != VMX_CHANGE_STATE_DEFERRED)
        entry->state = VMX_CHANGE_STATE_PENDING;
      vmx_change_entry_set_answer (entry, NULL);
    }
}

/* What an update may set. */
static gboolean
is_settable (VmxObjectSchema *schema, guint column)
{
  VmxColumn *info = vmx_object_schema_get_column (schema, column);

  return !vmx_object_schema_is_key_column (schema, column)
         && (vmx_column_get_flags (info) & VMX_COLUMN_FLAG_COMPUTED) == 0;
}

static char *
encode_settable (VmxRecordBatch *batch, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  g_autoptr(VmxRecordBatch) rest = vmx_record_batch_new (schema);

  vmx_record_batch_add_row (rest);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (batch); i++)
    if (is_settable (schema, i))
      vmx_record_batch_put_copy (rest, 0, i, vmx_record_batch_peek_value (batch, row, i));
  return vmx_image_encode (rest, 0);
}

/* What was to be created is there, so the same values become an update of it. */
static gboolean
turn_into_update (VmxHistory *history, GError **error)
{
  VmxChangeEntry *first = history->entries->pdata[0];
  g_autoptr(VmxRecordBatch) values = vmx_record_batch_new (history->object->schema);

  if (first->action != VMX_CHANGE_ACTION_CREATE)
    return TRUE;
  if (!vmx_image_decode (first->values, values, "a local change", error))
    return FALSE;
  first->action = VMX_CHANGE_ACTION_UPDATE;
  g_free (first->values);
  first->values = encode_settable (values, 0);
  return TRUE;
}

/* All that a create may give: columns that the server computes are its own matter. */
static char *
encode_creatable (VmxRecordBatch *record)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (record);
  g_autoptr(VmxRecordBatch) values = vmx_record_batch_new (schema);

  vmx_record_batch_add_row (values);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (record); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (schema, i);
      const VmxValue *value = vmx_record_batch_peek_value (record, 0, i);

      if (vmx_object_schema_is_key_column (schema, i)
          || ((vmx_column_get_flags (column) & VMX_COLUMN_FLAG_COMPUTED) == 0
              && !vmx_value_is_null (value)))
        vmx_record_batch_put_copy (values, 0, i, value);
    }
  return vmx_image_encode (values, 0);
}

static gboolean
keep_only (VmxHistory *history, VmxChangeEntry *kept, GError **error)
{
  for (guint i = history->entries->len; i > 0; i--)
    {
      VmxChangeEntry *entry = history->entries->pdata[i - 1];

      if (entry != kept && !vmx_history_end_change (history, entry->seq, error))
        return FALSE;
    }
  return TRUE;
}

/* What was to be updated is not there any more, so the record as it is here is created anew. */
static gboolean
turn_into_create (VmxHistory *history, VmxRecordBatch *record, GError **error)
{
  VmxChangeEntry *first = history->entries->pdata[0];

  if (!keep_only (history, first, error))
    return FALSE;
  first->action = VMX_CHANGE_ACTION_CREATE;
  first->latest_only = FALSE;
  first->key_kind = VMX_KEY_UNTOLD;
  g_free (first->values);
  first->values = encode_creatable (record);
  first->key_kind = vmx_settlement_has_temporary_key (first, history->object->schema)
                        ? VMX_KEY_TEMPORARY
                        : VMX_KEY_LASTING;
  return TRUE;
}

static gboolean
is_deleted_here (VmxRecordBatch *record)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (record);
  guint column = vmx_object_schema_get_key_column_index (schema, 0);

  return vmx_value_get_kind (vmx_record_batch_peek_value (record, 0, column)) == VMX_VALUE_MISSING;
}

/* Both sides deleted it: there is nothing left to do. */
static gboolean
take_server (VmxHistory *history, const VmxServerRecord *server, VmxRecordBatch *untracked,
             GError **error)
{
  return vmx_history_end_all_changes (history, error)
         && vmx_history_rebase (history, server, untracked, error);
}

static gboolean
keep_client (VmxHistory *history, const VmxServerRecord *server, VmxRecordBatch *untracked,
             GError **error)
{
  g_autoptr(VmxRecordBatch) record = NULL;

  if (history->entries->len == 0)
    return vmx_history_rebase (history, server, untracked, error);
  release (history);
  if (server->batch != NULL)
    return turn_into_update (history, error) && vmx_history_put_changes (history, error)
           && vmx_history_rebase (history, server, untracked, error);
  record = vmx_history_read_record (history, error);
  if (record == NULL)
    return FALSE;
  if (is_deleted_here (record))
    return take_server (history, server, NULL, error);
  return turn_into_create (history, record, error) && vmx_history_put_changes (history, error)
         && vmx_history_rebase (history, server, untracked, error);
}

/* Whether a record that somebody gave has the key, as far as it has one. */
static gboolean
check_given_key (VmxRecordBatch *given, const char *key_text, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (given);
  g_autoptr(VmxRecordBatch) key = vmx_record_batch_new (schema);

  if (!vmx_key_text_decode (key_text, key, error))
    return FALSE;
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);
      const VmxValue *value = vmx_record_batch_peek_value (given, 0, column);

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING
          || vmx_value_equal (value, vmx_record_batch_peek_value (key, 0, column)))
        continue;
      g_set_error (error, VMX_ERROR, VMX_ERROR_KEY_UPDATE,
                   "it has another value of “%s” than the record %s",
                   vmx_object_schema_get_key_column_name (schema, i), key_text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_has_values (VmxRecordBatch *given, GError **error)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (given); i++)
    if (is_settable (vmx_record_batch_get_schema (given), i)
        && vmx_value_get_kind (vmx_record_batch_peek_value (given, 0, i)) != VMX_VALUE_MISSING)
      return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_RECORD_EMPTY,
                       "it has no values that can be set; give at least one column");
  return FALSE;
}

/* The values of a record that somebody gave, as JSON. */
static char *
encode_given (VmxObjectSchema *schema, const char *key, VmxRecord *given, GError **error)
{
  VmxEditObject object = { .schema = schema, .name = vmx_object_schema_get_name (schema) };
  const VmxTracking tracking = { 0 };
  g_autoptr(VmxRecordBatch) values = vmx_record_batch_new (schema);

  if (vmx_edit_read_record (&object, &tracking, given, values, error)
      && check_given_key (values, key, error) && check_has_values (values, error))
    return encode_settable (values, 0);
  g_prefix_error (error, "object “%s”: the record that is to be kept: ", object.name);
  return NULL;
}

gboolean
vmx_conflict_check_record (VmxObjectSchema *schema, const char *key, VmxRecord *record,
                           GError **error)
{
  g_autofree char *values = encode_given (schema, key, record, error);

  return values != NULL;
}

/* The record as it is here, with the values that the changes give to it. */
static gboolean
create_anew (VmxHistory *history, GError **error)
{
  VmxChangeEntry *first = history->entries->pdata[0];
  g_autoptr(VmxRecordBatch) record = vmx_history_read_record (history, error);

  return record != NULL && vmx_history_overlay (record, first->values, history->key, error)
         && turn_into_create (history, record, error);
}

/* The changes become one that sets what the given record says. */
static gboolean
keep_record (VmxHistory *history, const VmxServerRecord *server, VmxRecord *given,
             VmxRecordBatch *untracked, GError **error)
{
  VmxChangeEntry *first;
  char *values;

  if (history->entries->len == 0)
    return vmx_history_rebase (history, server, untracked, error);
  values = encode_given (history->object->schema, history->key, given, error);
  if (values == NULL)
    return FALSE;
  first = history->entries->pdata[0];
  first->action = VMX_CHANGE_ACTION_UPDATE;
  g_free (first->values);
  first->values = values;
  release (history);
  return keep_only (history, first, error)
         && (server->batch != NULL || create_anew (history, error))
         && vmx_history_put_changes (history, error)
         && vmx_history_rebase (history, server, untracked, error);
}

/* --- Waiting for a decision --- */

static gboolean
note_server (VmxHistory *history, const VmxServerRecord *server, GError **error)
{
  VmxOriginal *original = g_steal_pointer (&history->original);

  if (original == NULL)
    original = vmx_original_new (VMX_CHANGE_ACTION_UPDATE, history->object->name, history->key);
  if (server->batch != NULL)
    {
      g_autofree char *image = vmx_image_encode (server->batch, server->row);

      vmx_original_set_server (original, VMX_SERVER_STATE_UPDATED, image,
                               vmx_record_batch_get_etag (server->batch, server->row));
    }
  else
    vmx_original_set_server (original, VMX_SERVER_STATE_DELETED, NULL, NULL);
  return vmx_tracker_put_original (history->edit->tracker, original, error);
}

static gboolean
park (VmxSettlement *self, VmxHistory *history, VmxChangeEntry *entry,
      const VmxServerRecord *server, const VmxAnswer *answer, GError **error)
{
  return note_server (history, server, error)
         && vmx_settlement_set_state (self, entry, VMX_CHANGE_STATE_CONFLICT, answer, error);
}

/* Somebody edited the record after the question was asked, which nobody has decided about. */
static gboolean
is_stale (VmxHistory *history, const VmxConflictChoice *choice)
{
  g_autofree char *now = NULL;

  if (choice->seen == NULL || choice->decision == VMX_CONFLICT_DECISION_KEEP_CLIENT)
    return FALSE;
  now = describe_changes (history->entries);
  return !g_str_equal (now, choice->seen);
}

/* --- Merging --- */

static gboolean
has_only_updates (VmxHistory *history)
{
  for (guint i = 0; i < history->entries->len; i++)
    if (((const VmxChangeEntry *) history->entries->pdata[i])->action != VMX_CHANGE_ACTION_UPDATE)
      return FALSE;
  return TRUE;
}

/* All changes of the record count, because those that follow go on top of the server's version. */
static gboolean
can_merge (VmxHistory *history, const VmxServerRecord *server)
{
  g_autoptr(VmxRecordBatch) base = NULL;
  g_autoptr(VmxRecordBatch) values = NULL;

  if (server->batch == NULL || history->original == NULL || history->original->base_image == NULL
      || !has_only_updates (history))
    return FALSE;
  base = vmx_record_batch_new (history->object->schema);
  if (!vmx_image_decode (history->original->base_image, base, "an original", NULL))
    return FALSE;
  values = vmx_history_collect_values (history, NULL);
  return values != NULL
         && !vmx_agreement_is_clash (values, 0, base, 0, server->batch, server->row);
}

/* --- All --- */

gboolean
vmx_settlement_decide (VmxSettlement *self, VmxChangeEntry *entry, const VmxServerRecord *server,
                       VmxConflictChoice *choice, const VmxAnswer *answer, GError **error)
{
  VmxEditObject *object = vmx_edit_find_object (self->edit, entry->object, error);
  g_autoptr(VmxHistory) history
      = object != NULL ? vmx_history_read (self->edit, object, entry->key, error) : NULL;
  g_autoptr(VmxRecordBatch) untracked = NULL;

  if (history == NULL || !vmx_history_find_untracked (history, &untracked, error))
    return FALSE;
  choice->is_stale = is_stale (history, choice);
  if (choice->is_stale)
    return note_server (history, server, error)
           && vmx_settlement_set_state (self, entry, VMX_CHANGE_STATE_PENDING, answer, error);
  if (choice->merges && !can_merge (history, server))
    choice->decision = VMX_CONFLICT_DECISION_ASK;
  switch (choice->decision)
    {
    case VMX_CONFLICT_DECISION_KEEP_CLIENT:
      return keep_client (history, server, untracked, error);
    case VMX_CONFLICT_DECISION_KEEP_SERVER:
      return take_server (history, server, untracked, error);
    case VMX_CONFLICT_DECISION_KEEP_RECORD:
      return keep_record (history, server, choice->record, untracked, error);
    case VMX_CONFLICT_DECISION_ASK:
    default:
      return park (self, history, entry, server, answer, error);
    }
}
