/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-change-entry-private.h>

#include <libvmxsync/local/store/vmx-system-tables-private.h>
#include <libvmxsync/model/vmx-error.h>

static const char *const action_names[] = { "create", "update", "delete" };

/* NULL for what is not told. */
static const char *const key_kind_texts[] = { "0", "1", NULL };

/* A deferred change is a pending one with a mark. */
static const char *const state_names[]
    = { "pending", "deferred", "in-flight", "unknown", "conflict", "rejected" };

const char *
vmx_change_action_to_string (VmxChangeAction action)
{
  return action_names[action];
}

static gboolean
find_name (const char *text, const char *const *names, guint n_names, guint *position)
{
  for (guint i = 0; i < n_names; i++)
    if (g_strcmp0 (text, names[i]) == 0)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

gboolean
vmx_change_action_from_string (const char *text, VmxChangeAction *action)
{
  guint position;

  if (!find_name (text, action_names, G_N_ELEMENTS (action_names), &position))
    return FALSE;
  *action = (VmxChangeAction) position;
  return TRUE;
}

const char *
vmx_change_state_to_string (VmxChangeState state)
{
  return state_names[state];
}

VmxChangeEntry *
vmx_change_entry_new (VmxChangeAction action, const char *service, const char *object,
                      const char *key)
{
  VmxChangeEntry *self = g_new0 (VmxChangeEntry, 1);

  self->action = action;
  self->service = g_strdup (service);
  self->object = g_strdup (object);
  self->key = g_strdup (key);
  return self;
}

void
vmx_change_entry_free (VmxChangeEntry *self)
{
  g_free (self->service);
  g_free (self->object);
  g_free (self->key);
  g_free (self->values);
  g_free (self->changed_at);
  g_free (self->answer);
  g_free (self->answer_code);
  g_free (self);
}

void
vmx_change_entry_set_answer (VmxChangeEntry *self, const VmxAnswer *answer)
{
  g_free (self->answer);
  g_free (self->answer_code);
  self->answer = g_strdup (answer != NULL ? answer->message : NULL);
  self->answer_code = g_strdup (answer != NULL ? answer->code : NULL);
  self->answer_status = answer != NULL ? answer->status : 0;
}

void
vmx_change_entry_append (const VmxChangeEntry *self, VmxRecordBatch *rows)
{
  g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, self->seq);
  g_autofree char *attempts = g_strdup_printf ("%u", self->attempts);
  g_autofree char *status = g_strdup_printf ("%d", self->answer_status);
  gboolean deferred = self->state == VMX_CHANGE_STATE_DEFERRED;
  VmxChangeState state = deferred ? VMX_CHANGE_STATE_PENDING : self->state;

  vmx_system_table_add_row (
      rows, "seq", seq, "service", self->service, "object", self->object, "key", self->key,
      "action", action_names[self->action], "state", state_names[state], "deferred",
      deferred ? "1" : "0", "latest_only", self->latest_only ? "1" : "0", "attempts", attempts,
      "record_values", self->values, "changed_at", self->changed_at, "answer", self->answer,
      "answer_code", self->answer_code, "answer_status",
      self->answer_status != 0 ? status : NULL, "temporary_key",
      key_kind_texts[self->key_kind], NULL);
}

void
vmx_change_entry_append_key (const VmxChangeEntry *self, VmxRecordBatch *rows)
{
  g_autofree char *seq = g_strdup_printf ("%" G_GINT64_FORMAT, self->seq);

  vmx_system_table_add_row (rows, "seq", seq, NULL);
}

static VmxKeyKind
read_key_kind (VmxRecordBatch *rows, guint row)
{
  int column = vmx_object_schema_get_column_index (vmx_record_batch_get_schema (rows),
                                                   "temporary_key");
  const VmxValue *value = vmx_record_batch_peek_value (rows, row, (guint) column);

  if (vmx_value_is_null (value))
    return VMX_KEY_UNTOLD;
  return vmx_value_get_int64 (value) != 0 ? VMX_KEY_TEMPORARY : VMX_KEY_LASTING;
}

VmxChangeEntry *
vmx_change_entry_read (VmxRecordBatch *rows, guint row, GError **error)
{
  g_autoptr(VmxChangeEntry) self = g_new0 (VmxChangeEntry, 1);
  guint state;

  self->seq = vmx_system_table_get_int64 (rows, row, "seq");
  self->service = g_strdup (vmx_system_table_get_text (rows, row, "service"));
  self->object = g_strdup (vmx_system_table_get_text (rows, row, "object"));
  self->key = g_strdup (vmx_system_table_get_text (rows, row, "key"));
  self->values = g_strdup (vmx_system_table_get_text (rows, row, "record_values"));
  self->changed_at = g_strdup (vmx_system_table_get_text (rows, row, "changed_at"));
  self->answer = g_strdup (vmx_system_table_get_text (rows, row, "answer"));
  self->answer_code = g_strdup (vmx_system_table_get_text (rows, row, "answer_code"));
  self->answer_status = (int) vmx_system_table_get_int64 (rows, row, "answer_status");
  self->key_kind = read_key_kind (rows, row);
  self->latest_only = vmx_system_table_get_int64 (rows, row, "latest_only") != 0;
  self->attempts = (guint) vmx_system_table_get_int64 (rows, row, "attempts");
  if (self->service == NULL || self->object == NULL || self->key == NULL
      || !vmx_change_action_from_string (vmx_system_table_get_text (rows, row, "action"),
                                         &self->action)
      || !find_name (vmx_system_table_get_text (rows, row, "state"), state_names,
                     G_N_ELEMENTS (state_names), &state))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_DATABASE,
                   "the store is damaged: the change %" G_GINT64_FORMAT " in vmx_changes cannot be "
                   "read",
                   self->seq);
      return NULL;
    }
  self->state = (VmxChangeState) state;
  if (self->state == VMX_CHANGE_STATE_PENDING
      && vmx_system_table_get_int64 (rows, row, "deferred") != 0)
    self->state = VMX_CHANGE_STATE_DEFERRED;
  return g_steal_pointer (&self);
}

/* Leaves out rows of a lookup that found nothing. */
static GPtrArray *
read_rows (VmxRecordBatch *rows, GError **error)
{
  g_autoptr(GPtrArray) entries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_change_entry_free);

  for (guint row = 0; row < vmx_record_batch_get_n_rows (rows); row++)
    {
      VmxChangeEntry *entry;

      if (vmx_system_table_get_int64 (rows, row, "seq") == 0)
        continue;
      entry = vmx_change_entry_read (rows, row, error);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (entries, entry);
    }
  return g_steal_pointer (&entries);
}

GPtrArray *
vmx_change_entry_select (VmxStorageTxn *txn, const char *object, const char *key, GError **error)
{
  g_autoptr(VmxRecordBatch) rows = vmx_system_table_select (
      txn, VMX_TABLE_CHANGES, "seq", error, object != NULL ? "object" : NULL, object,
      key != NULL ? "key" : NULL, key, NULL);

  return rows != NULL ? read_rows (rows, error) : NULL;
}

GPtrArray *
vmx_change_entry_lookup (VmxStorageTxn *txn, GArray *seqs, GError **error)
{
  g_autoptr(VmxRecordBatch) keys
      = vmx_record_batch_new (vmx_system_table_get_schema (VMX_TABLE_CHANGES));
  g_autoptr(VmxRecordBatch) rows = NULL;

  for (guint i = 0; i < seqs->len; i++)
    {
      g_autofree char *seq
          = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (seqs, gint64, i));

      vmx_system_table_add_row (keys, "seq", seq, NULL);
    }
  rows = vmx_storage_txn_lookup (txn, keys, error);
  return rows != NULL ? read_rows (rows, error) : NULL;
}

gboolean
vmx_change_entry_is_frozen (const VmxChangeEntry *self)
{
  return self->state == VMX_CHANGE_STATE_IN_FLIGHT || self->state == VMX_CHANGE_STATE_UNKNOWN;
}
