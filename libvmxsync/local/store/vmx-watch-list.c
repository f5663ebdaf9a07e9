/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-watch-list-private.h>

/* A busy run must not starve the program's drawing. */
#define DELIVERY_INTERVAL (33 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  guint id;
  char *object; /* (nullable): NULL for any */
  VmxWatchFunc func;
  gpointer user_data;
  GDestroyNotify destroy; /* (nullable) */
  GMainContext *context;
  GSource *source; /* owns the watch */

  GMutex mutex; /* for what follows */
  gboolean removed;
  gboolean due;
  gint64 last_delivery;
} Watch;

struct _VmxWatchList
{
  gatomicrefcount ref_count;
  GMutex mutex;       /* for what follows */
  GPtrArray *watches; /* (element-type Watch) */
  guint last_id;
};

typedef struct
{
  GWeakRef object;
  VmxWatchReceiverFunc func;
} Receiver;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  if (watch->destroy != NULL)
    watch->destroy (watch->user_data);
  g_free (watch->object);
  g_mutex_clear (&watch->mutex);
  g_free (watch);
}

static gboolean
dispatch_watch (gpointer data)
{
  Watch *watch = data;
  gboolean removed;

  g_mutex_lock (&watch->mutex);
  removed = watch->removed;
  watch->due = FALSE;
  watch->last_delivery = g_get_monotonic_time ();
  g_source_set_ready_time (watch->source, -1);
  g_mutex_unlock (&watch->mutex);

  if (!removed)
    watch->func (watch->user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = source_dispatch };

static void
end_watch (gpointer data)
{
  Watch *watch = data;
  g_autoptr(GSource) source = watch->source;
  g_autoptr(GMainContext) context = watch->context;

  g_mutex_lock (&watch->mutex);
  watch->removed = TRUE;
  g_mutex_unlock (&watch->mutex);
  g_source_destroy (source);
}

static void
tell_watch (Watch *watch)
{
  g_mutex_lock (&watch->mutex);
  if (!watch->due && !watch->removed)
    {
      watch->due = TRUE;
      g_source_set_ready_time (watch->source, watch->last_delivery + DELIVERY_INTERVAL);
    }
  g_mutex_unlock (&watch->mutex);
}

VmxWatchList *
vmx_watch_list_new (void)
{
  VmxWatchList *self = g_new0 (VmxWatchList, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  self->watches = g_ptr_array_new_with_free_func (end_watch);
  return self;
}

VmxWatchList *
vmx_watch_list_ref (VmxWatchList *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
vmx_watch_list_unref (VmxWatchList *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_ptr_array_unref (self->watches);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
vmx_watch_list_add (VmxWatchList *self, const char *object, VmxWatchFunc func, gpointer user_data,
                    GDestroyNotify destroy)
{
  Watch *watch = g_new0 (Watch, 1);
  guint id;

  watch->object = g_strdup (object);
  watch->func = func;
  watch->user_data = user_data;
  watch->destroy = destroy;
  watch->context = g_main_context_ref_thread_default ();
  watch->source = g_source_new (&source_funcs, sizeof (GSource));
  watch->last_delivery = g_get_monotonic_time () - DELIVERY_INTERVAL;
  g_mutex_init (&watch->mutex);
  g_source_set_static_name (watch->source, "[vmx] watch");
  g_source_set_callback (watch->source, dispatch_watch, watch, watch_free);
  g_source_attach (watch->source, watch->context);

  g_mutex_lock (&self->mutex);
  self->last_id = MAX (self->last_id + 1, 1);
  id = watch->id = self->last_id;
  g_ptr_array_add (self->watches, watch);
  g_mutex_unlock (&self->mutex);
  return id;
}

static void
tell_receiver (gpointer user_data)
{
  Receiver *receiver = user_data;
  g_autoptr(GObject) object = g_weak_ref_get (&receiver->object);

  if (object != NULL)
    receiver->func (object);
}

static void
receiver_free (gpointer user_data)
{
  Receiver *receiver = user_data;

  g_weak_ref_clear (&receiver->object);
  g_free (receiver);
}

guint
vmx_watch_list_add_receiver (VmxWatchList *self, const char *object, GObject *receiver,
                             VmxWatchReceiverFunc func)
{
  Receiver *info = g_new0 (Receiver, 1);

  g_weak_ref_init (&info->object, receiver);
  info->func = func;
  return vmx_watch_list_add (self, object, tell_receiver, info, receiver_free);
}

/* Ended without the lock, because destroy is the watcher's own code. */
void
vmx_watch_list_remove (VmxWatchList *self, guint id)
{
  Watch *found = NULL;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->watches->len && found == NULL; i++)
    if (((Watch *) self->watches->pdata[i])->id == id)
      found = g_ptr_array_steal_index (self->watches, i);
  g_mutex_unlock (&self->mutex);
  if (found != NULL)
    end_watch (found);
}

void
vmx_watch_list_notify (VmxWatchList *self, const char *object)
{
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->watches->len; i++)
    {
      Watch *watch = self->watches->pdata[i];

      if (object == NULL || watch->object == NULL || g_str_equal (watch->object, object))
        tell_watch (watch);
    }
  g_mutex_unlock (&self->mutex);
}
