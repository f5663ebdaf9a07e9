/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-exclusion-private.h>

#include <libvmxsync/model/vmx-error.h>

struct _VmxExclusion
{
  gatomicrefcount ref_count;
  GMutex mutex;
  char *task;        /* (nullable) */
  GHashTable *syncs; /* names of objects */
};

VmxExclusion *
vmx_exclusion_new (void)
{
  VmxExclusion *self = g_new0 (VmxExclusion, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->syncs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

VmxExclusion *
vmx_exclusion_ref (VmxExclusion *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
vmx_exclusion_unref (VmxExclusion *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->mutex);
  g_hash_table_unref (self->syncs);
  g_free (self->task);
  g_free (self);
}

gboolean
vmx_exclusion_enter_task (VmxExclusion *self, const char *task, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const char *running = self->task;

  if (running == NULL && g_hash_table_size (self->syncs) > 0)
    running = "a sync";
  if (running == NULL)
    {
      self->task = g_strdup (task);
      return TRUE;
    }
  g_set_error (error, VMX_ERROR, VMX_ERROR_BUSY_TASK,
               "%s cannot start while %s is running; wait for its end", task, running);
  return FALSE;
}

void
vmx_exclusion_leave_task (VmxExclusion *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_clear_pointer (&self->task, g_free);
}

gboolean
vmx_exclusion_enter_sync (VmxExclusion *self, const char *object, GError **error)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->task != NULL)
    g_set_error (error, VMX_ERROR, VMX_ERROR_BUSY,
                 "the sync of “%s” cannot start while %s is running; wait for its end", object,
                 self->task);
  else if (g_hash_table_contains (self->syncs, object))
    g_set_error (error, VMX_ERROR, VMX_ERROR_BUSY,
                 "a sync of “%s” is running; wait for its end or cancel it", object);
  else
    return g_hash_table_add (self->syncs, g_strdup (object));
  return FALSE;
}

void
vmx_exclusion_leave_sync (VmxExclusion *self, const char *object)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->syncs, object);
}
