/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-change-private.h>

#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/local/track/vmx-record-versions-private.h>
#include <libvmxsync/model/json/vmx-json-writer.h>

/**
 * VmxPendingRecord:
 *
 * A record with local changes that the server has not accepted yet.
 *
 * Since: 0.1
 */
struct _VmxPendingRecord
{
  GObject parent_instance;

  char *object;
  VmxRecord *primary_keys;
  GPtrArray *changes; /* (element-type VmxChange), by seq, at least one */
  gboolean is_conflict;
  VmxRecordVersions versions; /* of a conflict */
};

G_DEFINE_FINAL_TYPE (VmxPendingRecord, vmx_pending_record, G_TYPE_OBJECT)

static void
vmx_pending_record_finalize (GObject *object)
{
  VmxPendingRecord *self = VMX_PENDING_RECORD (object);

  g_free (self->object);
  g_clear_object (&self->primary_keys);
  g_ptr_array_unref (self->changes);
  vmx_record_versions_clear (&self->versions);
  G_OBJECT_CLASS (vmx_pending_record_parent_class)->finalize (object);
}

static void
vmx_pending_record_class_init (VmxPendingRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_pending_record_finalize;
}

static void
vmx_pending_record_init (VmxPendingRecord *self)
{
  self->changes = g_ptr_array_new_with_free_func (g_object_unref);
}

static VmxPendingRecord *
pending_record_new (const VmxChangeEntry *entry, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxPendingRecord) self = g_object_new (VMX_TYPE_PENDING_RECORD, NULL);

  self->object = g_strdup (entry->object);
  self->primary_keys = vmx_key_text_to_record (entry->key, schema, error);
  return self->primary_keys != NULL ? g_steal_pointer (&self) : NULL;
}

/* Takes the change; both versions are read once for each record. */
static gboolean
add_change (VmxPendingRecord *self, VmxChange *change, VmxStorageTxn *txn, const char *key,
            VmxObjectSchema *schema, GError **error)
{
  g_ptr_array_add (self->changes, change);
  if (self->is_conflict || vmx_change_get_state (change) != VMX_CHANGE_STATE_CONFLICT)
    return TRUE;
  self->is_conflict = TRUE;
  return vmx_record_versions_read (&self->versions, txn, schema, key, error);
}

GPtrArray *
vmx_pending_records_new (GPtrArray *entries, VmxStorageTxn *txn, VmxObjectSchema *schema,
                         GError **error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < entries->len; i++)
    {
      const VmxChangeEntry *entry = entries->pdata[i];
      VmxPendingRecord *record = g_hash_table_lookup (by_key, entry->key);
      VmxChange *change = vmx_change_new (entry, schema, error);

      if (change == NULL)
        return NULL;
      if (record == NULL)
        {
          record = pending_record_new (entry, schema, error);
          if (record == NULL)
            {
              g_object_unref (change);
              return NULL;
            }
          g_hash_table_insert (by_key, entry->key, record);
          g_ptr_array_add (records, record);
        }
      if (!add_change (record, change, txn, entry->key, schema, error))
        return NULL;
    }
  return g_steal_pointer (&records);
}

/* The change that tells why the record is not done: one that needs somebody to decide goes before
 * one that only waits. */
static VmxChange *
get_leading_change (VmxPendingRecord *self)
{
  VmxChange *leading = self->changes->pdata[0];

  for (guint i = 1; i < self->changes->len; i++)
    if (vmx_change_get_state (self->changes->pdata[i]) > vmx_change_get_state (leading))
      leading = self->changes->pdata[i];
  return leading;
}

/**
 * vmx_pending_record_get_object:
 * @self: a pending record
 *
 * Gets the name of the object that the record belongs to.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_pending_record_get_object (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), NULL);

  return self->object;
}

/**
 * vmx_pending_record_get_primary_keys:
 * @self: a pending record
 *
 * Gets the primary key of the record.
 *
 * Returns: (transfer none): a record of the key columns
 *
 * Since: 0.1
 */
VmxRecord *
vmx_pending_record_get_primary_keys (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), NULL);

  return self->primary_keys;
}

/**
 * vmx_pending_record_get_state:
 * @self: a pending record
 *
 * Gets where the record stands: the state of that of its changes which needs most attention.
 *
 * Returns: the state
 *
 * Since: 0.1
 */
VmxChangeState
vmx_pending_record_get_state (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), VMX_CHANGE_STATE_PENDING);

  return vmx_change_get_state (get_leading_change (self));
}

/**
 * vmx_pending_record_get_reason:
 * @self: a pending record
 *
 * Gets in words why the record is not uploaded yet.
 *
 * Returns: a sentence without a full stop
 *
 * Since: 0.1
 */
const char *
vmx_pending_record_get_reason (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), NULL);

  return vmx_change_get_reason (get_leading_change (self));
}

/**
 * vmx_pending_record_get_changes:
 * @self: a pending record
 *
 * Gets the changes of the record, in the order in which they were made.
 *
 * Returns: (transfer none) (element-type VmxChange): the changes, at least one
 *
 * Since: 0.1
 */
GPtrArray *
vmx_pending_record_get_changes (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), NULL);

  return self->changes;
}

/**
 * vmx_pending_record_get_base_record:
 * @self: a pending record
 *
 * Gets a record in conflict as it was before its first change here.
 *
 * Returns: (transfer none) (nullable): the record, %NULL if there was none, or no conflict
 *
 * Since: 0.1
 */
VmxRecord *
vmx_pending_record_get_base_record (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), NULL);

  return self->versions.base;
}

/**
 * vmx_pending_record_get_local_record:
 * @self: a pending record
 *
 * Gets a record in conflict as it is here.
 *
 * Returns: (transfer none) (nullable): the record, %NULL if it was deleted here, or there is no
 *   conflict
 *
 * Since: 0.1
 */
VmxRecord *
vmx_pending_record_get_local_record (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), NULL);

  return self->versions.local;
}

/**
 * vmx_pending_record_get_server_record:
 * @self: a pending record
 *
 * Gets a record in conflict as the server has it.
 *
 * Returns: (transfer none) (nullable): the record, %NULL if the server has deleted it, if nobody
 *   has seen yet what the server made of it, or if there is no conflict
 *
 * Since: 0.1
 */
VmxRecord *
vmx_pending_record_get_server_record (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), NULL);

  return self->versions.server;
}

/**
 * vmx_pending_record_get_server_deleted:
 * @self: a pending record
 *
 * Gets whether the server has deleted a record in conflict.
 *
 * Returns: %TRUE if it has
 *
 * Since: 0.1
 */
gboolean
vmx_pending_record_get_server_deleted (VmxPendingRecord *self)
{
  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), FALSE);

  return self->versions.server_deleted;
}

static void
write_text (VmxJsonWriter *writer, const char *member, const char *text)
{
  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_string (writer, text, -1);
}

static void
write_record (VmxJsonWriter *writer, const char *member, VmxRecord *record)
{
  g_autofree char *json = record != NULL ? vmx_record_to_json (record) : g_strdup ("null");

  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_raw (writer, json, -1);
}

static void
write_versions (VmxJsonWriter *writer, VmxPendingRecord *self)
{
  if (!self->is_conflict)
    return;
  write_record (writer, "base", self->versions.base);
  write_record (writer, "local", self->versions.local);
  if (self->versions.server != NULL || self->versions.server_deleted)
    write_record (writer, "server", self->versions.server);
}

static void
write_answer (VmxJsonWriter *writer, VmxChange *change)
{
  if (vmx_change_get_status (change) != 0)
    {
      vmx_json_writer_member (writer, "status", -1);
      vmx_json_writer_int64 (writer, vmx_change_get_status (change));
    }
  if (vmx_change_get_code (change) != NULL)
    write_text (writer, "code", vmx_change_get_code (change));
  if (vmx_change_get_message (change) != NULL)
    write_text (writer, "message", vmx_change_get_message (change));
}

static void
write_change (VmxJsonWriter *writer, VmxChange *change)
{
  VmxRecord *values = vmx_change_get_values (change);

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "seq", -1);
  vmx_json_writer_int64 (writer, vmx_change_get_seq (change));
  write_text (writer, "action", vmx_change_action_to_string (vmx_change_get_action (change)));
  write_text (writer, "state", vmx_change_state_to_string (vmx_change_get_state (change)));
  write_text (writer, "reason", vmx_change_get_reason (change));
  if (vmx_change_get_changed_at (change) != NULL)
    write_text (writer, "changedAt", vmx_change_get_changed_at (change));
  vmx_json_writer_member (writer, "attempts", -1);
  vmx_json_writer_int64 (writer, vmx_change_get_attempts (change));
  write_answer (writer, change);
  if (values != NULL)
    write_record (writer, "values", values);
  vmx_json_writer_end_object (writer);
}

/**
 * vmx_pending_record_to_json:
 * @self: a pending record
 *
 * Gets everything that is known as a JSON object with the members `object`, `primaryKeys`, `state`,
 * `reason` and `changes`, whose entries have `seq`, `action`, `state`, `reason`, `changedAt`,
 * `attempts`, `status`, `code` and `message` of the last answer as far as there was one and, but
 * for a delete, `values`.
 *
 * A conflict has the members `base`, `local` and `server`, too: the versions of the record, null
 * where there is none. `server` is missing while nobody has seen what the server made of it.
 *
 * Returns: (transfer full): the JSON text
 *
 * Since: 0.1
 */
char *
vmx_pending_record_to_json (VmxPendingRecord *self)
{
  g_autoptr(VmxJsonWriter) writer = NULL;

  g_return_val_if_fail (VMX_IS_PENDING_RECORD (self), NULL);

  writer = vmx_json_writer_new ();
  vmx_json_writer_start_object (writer);
  write_text (writer, "object", self->object);
  write_record (writer, "primaryKeys", self->primary_keys);
  write_text (writer, "state", vmx_change_state_to_string (vmx_pending_record_get_state (self)));
  write_text (writer, "reason", vmx_pending_record_get_reason (self));
  write_versions (writer, self);
  vmx_json_writer_member (writer, "changes", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < self->changes->len; i++)
    write_change (writer, self->changes->pdata[i]);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}
