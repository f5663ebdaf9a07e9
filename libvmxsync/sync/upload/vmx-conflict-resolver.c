/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/upload/vmx-conflict-resolver-private.h>

VmxConflictResolver *
vmx_conflict_resolver_new (VmxConflictFunc func, gpointer user_data, GDestroyNotify destroy)
{
  VmxConflictResolver *self = g_new0 (VmxConflictResolver, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

VmxConflictResolver *
vmx_conflict_resolver_ref (VmxConflictResolver *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
vmx_conflict_resolver_unref (VmxConflictResolver *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}
