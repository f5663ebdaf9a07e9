/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/settle/vmx-conflict-private.h>

/**
 * VmxConflict:
 *
 * A record that was changed here and at the server.
 *
 * Since: 0.1
 */
struct _VmxConflict
{
  GObject parent_instance;

  VmxConflictInfo info;
  VmxRecord *record; /* (nullable): what the resolver wants */
};

G_DEFINE_FINAL_TYPE (VmxConflict, vmx_conflict, G_TYPE_OBJECT)

static void
vmx_conflict_finalize (GObject *object)
{
  VmxConflict *self = VMX_CONFLICT (object);

  g_free (self->info.object);
  g_free (self->info.reason);
  g_free (self->info.seen);
  g_clear_object (&self->info.primary_keys);
  g_clear_object (&self->info.base);
  g_clear_object (&self->info.local);
  g_clear_object (&self->info.server);
  g_clear_object (&self->record);
  G_OBJECT_CLASS (vmx_conflict_parent_class)->finalize (object);
}

static void
vmx_conflict_class_init (VmxConflictClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_conflict_finalize;
}

static void
vmx_conflict_init (VmxConflict *self)
{
}

VmxConflict *
vmx_conflict_new (VmxConflictInfo *info)
{
  VmxConflict *self = g_object_new (VMX_TYPE_CONFLICT, NULL);

  self->info = *info;
  *info = (VmxConflictInfo){ 0 };
  return self;
}

const char *
vmx_conflict_get_seen (VmxConflict *self)
{
  return self->info.seen;
}

/**
 * vmx_conflict_get_object:
 * @self: a conflict
 *
 * Gets the object that the record belongs to.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_conflict_get_object (VmxConflict *self)
{
  g_return_val_if_fail (VMX_IS_CONFLICT (self), NULL);

  return self->info.object;
}

/**
 * vmx_conflict_get_primary_keys:
 * @self: a conflict
 *
 * Gets the key of the record, as a record of its key columns.
 *
 * Returns: (transfer none): the key
 *
 * Since: 0.1
 */
VmxRecord *
vmx_conflict_get_primary_keys (VmxConflict *self)
{
  g_return_val_if_fail (VMX_IS_CONFLICT (self), NULL);

  return self->info.primary_keys;
}

/**
 * vmx_conflict_get_action:
 * @self: a conflict
 *
 * Gets what was done here to the record, first of all.
 *
 * Returns: the action
 *
 * Since: 0.1
 */
VmxChangeAction
vmx_conflict_get_action (VmxConflict *self)
{
  g_return_val_if_fail (VMX_IS_CONFLICT (self), VMX_CHANGE_ACTION_UPDATE);

  return self->info.action;
}

/**
 * vmx_conflict_get_reason:
 * @self: a conflict
 *
 * Gets why the server did not take the change, in words.
 *
 * Returns: a sentence
 *
 * Since: 0.1
 */
const char *
vmx_conflict_get_reason (VmxConflict *self)
{
  g_return_val_if_fail (VMX_IS_CONFLICT (self), NULL);

  return self->info.reason;
}

/**
 * vmx_conflict_get_base_record:
 * @self: a conflict
 *
 * Gets the record as it was before the first change made here.
 *
 * Returns: (transfer none) (nullable): the record, %NULL if there was none
 *
 * Since: 0.1
 */
VmxRecord *
vmx_conflict_get_base_record (VmxConflict *self)
{
  g_return_val_if_fail (VMX_IS_CONFLICT (self), NULL);

  return self->info.base;
}

/**
 * vmx_conflict_get_local_record:
 * @self: a conflict
 *
 * Gets the record as it is here.
 *
 * Returns: (transfer none) (nullable): the record, %NULL if it was deleted here
 *
 * Since: 0.1
 */
VmxRecord *
vmx_conflict_get_local_record (VmxConflict *self)
{
  g_return_val_if_fail (VMX_IS_CONFLICT (self), NULL);

  return self->info.local;
}

/**
 * vmx_conflict_get_server_record:
 * @self: a conflict
 *
 * Gets the record as the server has it.
 *
 * Returns: (transfer none) (nullable): the record, %NULL if the server has none
 *
 * Since: 0.1
 */
VmxRecord *
vmx_conflict_get_server_record (VmxConflict *self)
{
  g_return_val_if_fail (VMX_IS_CONFLICT (self), NULL);

  return self->info.server;
}

/**
 * vmx_conflict_get_record:
 * @self: a conflict
 *
 * Gets the record that is to be kept.
 *
 * Returns: (transfer none) (nullable): the record, %NULL if none was set
 *
 * Since: 0.1
 */
VmxRecord *
vmx_conflict_get_record (VmxConflict *self)
{
  g_return_val_if_fail (VMX_IS_CONFLICT (self), NULL);

  return self->record;
}

/**
 * vmx_conflict_set_record:
 * @self: a conflict
 * @record: (nullable): values by column, %NULL for none
 *
 * Sets the record that is to be kept, for %VMX_CONFLICT_DECISION_KEEP_RECORD. Columns that it does
 * not have stay as they are at the server.
 *
 * Since: 0.1
 */
void
vmx_conflict_set_record (VmxConflict *self, VmxRecord *record)
{
  g_return_if_fail (VMX_IS_CONFLICT (self));
  g_return_if_fail (record == NULL || VMX_IS_RECORD (record));

  g_set_object (&self->record, record);
}
