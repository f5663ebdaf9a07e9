/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-gate.h"

G_BEGIN_DECLS

/* What the lock file is called: the store's path and this. */
#define VMX_SQLITE_LOCK_SUFFIX "-lock"
/* How long a download lets edits go first. After that it competes with them, so that no download
 * starves. */
#define VMX_SQLITE_PATIENCE (100 * G_TIME_SPAN_MILLISECOND)
/* How long an edit takes its chances with others. */
#define VMX_SQLITE_EDIT_PATIENCE (20 * G_TIME_SPAN_MILLISECOND)

/* Edits of all programs go before the batches of a download. SQLite's own waiting is no queue: who
 * asks back to back gets nearly every turn. So whoever edits shows it by a lock on a file beside
 * the store, and downloads look there. Whoever has waited for too long shows that by another lock,
 * and edits look there. The system takes the locks away from programs that die. */
typedef struct
{
  GMutex lock;
  GCond changed;
  char *store; /* (nullable): NULL while the store is closed */
  int fd; /* of the lock file, -1 until it is needed */
  guint n_shown; /* edits of this storage: its locks do not add up by themselves */
  gboolean is_locked;
  gboolean is_overdue; /* whoever is through the gate */
} VmxSqliteIntent;

void vmx_sqlite_intent_init (VmxSqliteIntent *self);
void vmx_sqlite_intent_clear (VmxSqliteIntent *self);
/* The store that was opened, NULL when it was closed. */
void vmx_sqlite_intent_set_store (VmxSqliteIntent *self, const char *path);

/* Goes through the gate, for an edit or for a batch of a download. Waits until timeout milliseconds
 * after since, which is a monotonic time. */
gboolean vmx_sqlite_intent_enter (VmxSqliteIntent *self, VmxSqliteGate *gate, gboolean edits,
                                  gint64 since, guint timeout, GCancellable *cancellable,
                                  GError **error);
/* Whoever is through the gate has waited for too long, until it leaves or it says that its turn has
 * come. */
void vmx_sqlite_intent_set_overdue (VmxSqliteIntent *self, gboolean is_overdue);
void vmx_sqlite_intent_leave (VmxSqliteIntent *self, VmxSqliteGate *gate, gboolean edits);

G_END_DECLS
