/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-store.h"

struct _VmxMockStore
{
  gatomicrefcount ref_count;
  GMutex lock;
  GCond changed;
  GHashTable *tables; /* (element-type utf8 VmxMockTable) (nullable), NULL when not made yet */
  gboolean writing;
};

static GHashTable *
tables_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) vmx_mock_table_unref);
}

VmxMockStore *
vmx_mock_store_new (void)
{
  VmxMockStore *self = g_new0 (VmxMockStore, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  return self;
}

VmxMockStore *
vmx_mock_store_get (const char *name)
{
  static GMutex registry_lock;
  static GHashTable *registry;
  VmxMockStore *self;

  g_mutex_lock (&registry_lock);
  if (registry == NULL)
    registry = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) vmx_mock_store_unref);
  self = g_hash_table_lookup (registry, name);
  if (self == NULL)
    {
      self = vmx_mock_store_new ();
      g_hash_table_insert (registry, g_strdup (name), self);
    }
  vmx_mock_store_ref (self);
  g_mutex_unlock (&registry_lock);
  return self;
}

VmxMockStore *
vmx_mock_store_ref (VmxMockStore *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
vmx_mock_store_unref (VmxMockStore *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->tables, g_hash_table_unref);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

gboolean
vmx_mock_store_exists (VmxMockStore *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->tables != NULL;
}

gboolean
vmx_mock_store_open (VmxMockStore *self, gboolean create)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->tables == NULL && create)
    self->tables = tables_new ();
  return self->tables != NULL;
}

void
vmx_mock_store_destroy (VmxMockStore *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_clear_pointer (&self->tables, g_hash_table_unref);
}

GHashTable *
vmx_mock_store_get_tables (VmxMockStore *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  GHashTable *copy = tables_new ();
  GHashTableIter iter;
  gpointer name, table;

  if (self->tables == NULL)
    return copy;
  g_hash_table_iter_init (&iter, self->tables);
  while (g_hash_table_iter_next (&iter, &name, &table))
    g_hash_table_insert (copy, g_strdup (name), vmx_mock_table_ref (table));
  return copy;
}

static void
wake_up (GCancellable *cancellable, gpointer user_data)
{
  VmxMockStore *self = user_data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_cond_broadcast (&self->changed);
}

/* TRUE when it is the caller's turn. */
static gboolean
wait_for_turn (VmxMockStore *self, gint64 deadline, GCancellable *cancellable)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  while (self->writing)
    if (g_cancellable_is_cancelled (cancellable)
        || !g_cond_wait_until (&self->changed, &self->lock, deadline))
      return FALSE;
  self->writing = TRUE;
  return TRUE;
}

gboolean
vmx_mock_store_begin_write (VmxMockStore *self, gint64 timeout, GCancellable *cancellable,
                            GError **error)
{
  gint64 deadline = g_get_monotonic_time () + timeout;
  gulong handler = 0;
  gboolean success;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_up), self, NULL);
  success = wait_for_turn (self, deadline, cancellable);
  g_cancellable_disconnect (cancellable, handler);
  if (success)
    return TRUE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_BUSY,
               "another transaction has been writing for %" G_GINT64_FORMAT
               " ms; try again when it has ended",
               timeout / 1000);
  return FALSE;
}

void
vmx_mock_store_end_write (VmxMockStore *self, GHashTable *tables)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (tables != NULL)
    {
      g_clear_pointer (&self->tables, g_hash_table_unref);
      self->tables = g_hash_table_ref (tables);
    }
  self->writing = FALSE;
  g_cond_broadcast (&self->changed);
}
