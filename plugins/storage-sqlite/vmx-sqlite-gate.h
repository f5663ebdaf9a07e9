/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Lets one writer of this process through at a time, in the order they came. A mutex would do
 * neither that nor give up waiting, and it could not be left on another thread. */
typedef struct
{
  GMutex lock;
  GCond changed;
  GQueue waiting;
  gboolean taken;
} VmxSqliteGate;

void vmx_sqlite_gate_init (VmxSqliteGate *self);
void vmx_sqlite_gate_clear (VmxSqliteGate *self);
/* Waits until timeout milliseconds after since, which is a monotonic time. */
gboolean vmx_sqlite_gate_enter (VmxSqliteGate *self, gint64 since, guint timeout,
                                GCancellable *cancellable, GError **error);
void vmx_sqlite_gate_leave (VmxSqliteGate *self);

G_END_DECLS
