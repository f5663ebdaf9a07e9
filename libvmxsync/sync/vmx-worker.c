/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-worker-private.h>

/* A busy worker must not starve the program's drawing. */
#define DELIVERY_INTERVAL (33 * G_TIME_SPAN_MILLISECOND)

struct _VmxWorker
{
  const VmxWork *work;
  gpointer data;
  gpointer source_object;
  gboolean is_inline;

  GTask *task;
  GThread *thread;
  GSource *source;
  gint64 last_delivery;

  GMutex mutex;
  GQueue messages; /* (element-type GObject) */
  gboolean done;
  gpointer result;
  GError *error;
};

static void
vmx_worker_free (VmxWorker *self)
{
  g_assert (g_queue_is_empty (&self->messages));
  g_clear_pointer (&self->data, self->work->free_data);
  g_clear_object (&self->task);
  g_clear_error (&self->error);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static VmxWorker *
worker_new (const VmxWork *work, gpointer data)
{
  VmxWorker *self = g_new0 (VmxWorker, 1);

  self->work = work;
  self->data = data;
  g_mutex_init (&self->mutex);
  g_queue_init (&self->messages);
  return self;
}

gboolean
vmx_worker_is_inline (VmxWorker *self)
{
  return self->is_inline;
}

static void
drop_superseded (VmxWorker *self, GObject *message)
{
  GObject *last = g_queue_peek_tail (&self->messages);

  if (last != NULL && self->work->supersedes != NULL && self->work->supersedes (last, message))
    g_object_unref (g_queue_pop_tail (&self->messages));
}

void
vmx_worker_post (VmxWorker *self, GObject *message)
{
  if (self->work->deliver == NULL)
    return;
  if (self->is_inline)
    {
      self->work->deliver (self->source_object, message);
      return;
    }
  g_mutex_lock (&self->mutex);
  drop_superseded (self, message);
  g_queue_push_tail (&self->messages, g_object_ref (message));
  g_source_set_ready_time (self->source,
                           MAX (g_get_monotonic_time (),
                                self->last_delivery + DELIVERY_INTERVAL));
  g_mutex_unlock (&self->mutex);
}

/* A call that the worker waits for. */
typedef struct
{
  VmxWorker *worker;
  VmxWorkerCall call;
  gpointer data;
  GMutex mutex;
  GCond ended;
  gboolean done;
} WaitingCall;

static gboolean
run_call (gpointer user_data)
{
  WaitingCall *waiting = user_data;

  waiting->call (g_task_get_source_object (waiting->worker->task), waiting->data);
  g_mutex_lock (&waiting->mutex);
  waiting->done = TRUE;
  g_cond_signal (&waiting->ended);
  g_mutex_unlock (&waiting->mutex);
  return G_SOURCE_REMOVE;
}

void
vmx_worker_call (VmxWorker *self, VmxWorkerCall call, gpointer data)
{
  WaitingCall waiting = { .worker = self, .call = call, .data = data };

  if (self->is_inline)
    {
      call (self->source_object, data);
      return;
    }
  g_mutex_init (&waiting.mutex);
  g_cond_init (&waiting.ended);
  g_main_context_invoke_full (g_task_get_context (self->task), g_task_get_priority (self->task),
                              run_call, &waiting, NULL);
  g_mutex_lock (&waiting.mutex);
  while (!waiting.done)
    g_cond_wait (&waiting.ended, &waiting.mutex);
  g_mutex_unlock (&waiting.mutex);
  g_mutex_clear (&waiting.mutex);
  g_cond_clear (&waiting.ended);
}

gpointer
vmx_worker_run_inline (const VmxWork *work, gpointer data, gpointer source,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr(GObject) kept = g_object_ref (source); /* whatever the handlers let go of */
  VmxWorker *self = worker_new (work, data);
  gpointer result;

  self->is_inline = TRUE;
  self->source_object = source;
  result = work->work (self, data, cancellable, error);
  if (work->done != NULL)
    work->done (source, data, result);
  vmx_worker_free (self);
  return result;
}

static gpointer
run_thread (gpointer user_data)
{
  VmxWorker *self = user_data;
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GError) error = NULL;
  gpointer result;

  /* What plugins do with main contexts stays on this thread. */
  g_main_context_push_thread_default (context);
  result = self->work->work (self, self->data, g_task_get_cancellable (self->task), &error);
  g_main_context_pop_thread_default (context);

  g_mutex_lock (&self->mutex);
  self->result = result;
  self->error = g_steal_pointer (&error);
  self->done = TRUE;
  g_source_set_ready_time (self->source, 0);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* Without the lock: a handler may start or cancel what it likes. */
static void
deliver_messages (VmxWorker *self, GQueue *messages)
{
  GObject *message;

  while ((message = g_queue_pop_head (messages)) != NULL)
    {
      self->work->deliver (g_task_get_source_object (self->task), message);
      g_object_unref (message);
    }
}

static void
return_task (VmxWorker *self)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->task);
  gpointer result = g_steal_pointer (&self->result);
  GError *error = g_steal_pointer (&self->error);

  g_thread_join (g_steal_pointer (&self->thread));
  if (self->work->done != NULL)
    self->work->done (g_task_get_source_object (task), self->data, result);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, self->work->free_result);
}

static gboolean
dispatch (gpointer user_data)
{
  VmxWorker *self = user_data;
  GQueue messages;
  gboolean done;

  g_mutex_lock (&self->mutex);
  done = self->done;
  /* What is posted meanwhile waits for its turn, or a busy worker would never let go. */
  messages = self->messages;
  g_queue_init (&self->messages);
  self->last_delivery = g_get_monotonic_time ();
  g_source_set_ready_time (self->source, -1);
  g_mutex_unlock (&self->mutex);

  deliver_messages (self, &messages);
  if (!done)
    return G_SOURCE_CONTINUE;
  return_task (self);
  vmx_worker_free (self);
  return G_SOURCE_REMOVE;
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = source_dispatch };

void
vmx_worker_start (const VmxWork *work, gpointer data, GTask *task)
{
  VmxWorker *self = worker_new (work, data);
  g_autoptr(GSource) source = g_source_new (&source_funcs, sizeof (GSource));

  self->task = task;
  /* The work itself decides what a late cancellation means for its result. */
  g_task_set_check_cancellable (task, FALSE);
  self->source = source;
  g_source_set_static_name (source, "[vmx] worker");
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, dispatch, self, NULL);
  g_source_attach (source, g_task_get_context (task));
  g_mutex_lock (&self->mutex);
  self->thread = g_thread_new (work->thread_name, run_thread, self);
  g_mutex_unlock (&self->mutex);
}
