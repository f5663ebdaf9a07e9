/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/settle/vmx-conflict.h>

G_BEGIN_DECLS

/* Who decides about conflicts of a service: a policy, or a function of the program. */
typedef struct
{
  gatomicrefcount ref_count;
  VmxConflictFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
} VmxConflictResolver;

VmxConflictResolver *vmx_conflict_resolver_new (VmxConflictFunc func, gpointer user_data,
                                                GDestroyNotify destroy);
VmxConflictResolver *vmx_conflict_resolver_ref (VmxConflictResolver *self);
void vmx_conflict_resolver_unref (VmxConflictResolver *self);

G_END_DECLS
