/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-gate.h"

void
vmx_sqlite_gate_init (VmxSqliteGate *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  g_queue_init (&self->waiting);
}

void
vmx_sqlite_gate_clear (VmxSqliteGate *self)
{
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
}

static void
wake_waiting (GCancellable *cancellable, gpointer data)
{
  VmxSqliteGate *self = data;

  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static gboolean
wait_for_turn (VmxSqliteGate *self, gint64 deadline, GCancellable *cancellable)
{
  gboolean may_enter;
  gboolean in_time = TRUE;
  GList me = { NULL, NULL, NULL };

  g_mutex_lock (&self->lock);
  g_queue_push_tail_link (&self->waiting, &me);
  while ((self->taken || self->waiting.head != &me) && in_time
         && !g_cancellable_is_cancelled (cancellable))
    in_time = g_cond_wait_until (&self->changed, &self->lock, deadline);
  may_enter
      = !self->taken && self->waiting.head == &me && !g_cancellable_is_cancelled (cancellable);
  g_queue_unlink (&self->waiting, &me);
  if (may_enter)
    self->taken = TRUE;
  else
    /* The one behind may be the first now. */
    g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  return may_enter;
}

gboolean
vmx_sqlite_gate_enter (VmxSqliteGate *self, gint64 since, guint timeout, GCancellable *cancellable,
                       GError **error)
{
  gint64 deadline = since + timeout * G_TIME_SPAN_MILLISECOND;
  gulong handler = 0;
  gboolean entered;

  if (cancellable != NULL)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (wake_waiting), self, NULL);
  entered = wait_for_turn (self, deadline, cancellable);
  g_cancellable_disconnect (cancellable, handler);
  if (entered)
    return TRUE;
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    g_set_error (error, VMX_ERROR, VMX_ERROR_TRANSACTION_FAILED,
                 "waited %" G_GINT64_FORMAT " ms, but another transaction of this program is "
                 "writing; end it first, or raise “busy-timeout”",
                 (g_get_monotonic_time () - since) / G_TIME_SPAN_MILLISECOND);
  return FALSE;
}

void
vmx_sqlite_gate_leave (VmxSqliteGate *self)
{
  g_mutex_lock (&self->lock);
  self->taken = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}
