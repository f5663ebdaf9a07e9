/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* start_sync with a success, a failure and a progress callback. */
#include <libvmxsync/vmx-obj.h>

typedef struct
{
  VmxSyncSuccessFunc success;
  VmxSyncFailureFunc failure;
  VmxSyncProgressFunc progress;
  gpointer user_data;
  GDestroyNotify destroy;
  gulong progress_handler;
} Callbacks;

static void
on_progress (VmxObj *self, VmxSyncProgress *progress, gpointer user_data)
{
  Callbacks *callbacks = user_data;

  callbacks->progress (self, progress, callbacks->user_data);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  VmxObj *self = VMX_OBJ (source);
  Callbacks *callbacks = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSyncResult) sync_result = vmx_obj_start_sync_finish (self, result, &error);

  if (callbacks->progress_handler != 0)
    g_signal_handler_disconnect (self, callbacks->progress_handler);
  if (sync_result != NULL && callbacks->success != NULL)
    callbacks->success (self, sync_result, callbacks->user_data);
  else if (sync_result == NULL && callbacks->failure != NULL)
    callbacks->failure (self, error, callbacks->user_data);
  if (callbacks->destroy != NULL)
    callbacks->destroy (callbacks->user_data);
  g_free (callbacks);
}

/**
 * vmx_obj_start_sync_with_callbacks: (skip)
 * @self: an object
 * @options: (nullable): options, %NULL for the defaults
 * @success: (nullable): what to call when the sync succeeded
 * @failure: (nullable): what to call when it failed
 * @progress: (nullable): what to call while it goes on
 * @user_data: data for the callbacks
 * @destroy: (nullable): what frees @user_data
 *
 * Does [method@Vmx.Obj.start_sync_async] with a callback for each outcome. Either @success or
 * @failure is called, once, after the last @progress.
 *
 * Since: 0.1
 */
void
vmx_obj_start_sync_with_callbacks (VmxObj *self, VmxSyncOptions *options,
                                   VmxSyncSuccessFunc success, VmxSyncFailureFunc failure,
                                   VmxSyncProgressFunc progress, gpointer user_data,
                                   GDestroyNotify destroy)
{
  Callbacks *callbacks;

  g_return_if_fail (VMX_IS_OBJ (self));

  callbacks = g_new0 (Callbacks, 1);
  callbacks->success = success;
  callbacks->failure = failure;
  callbacks->progress = progress;
  callbacks->user_data = user_data;
  callbacks->destroy = destroy;
  /* A sync that another call has running is none of this one's business. */
  if (progress != NULL && !vmx_obj_get_syncing (self))
    callbacks->progress_handler
        = g_signal_connect (self, "progress", G_CALLBACK (on_progress), callbacks);
  vmx_obj_start_sync_async (self, options, NULL, on_done, callbacks);
}

typedef struct
{
  GClosure *success;
  GClosure *failure;
  GClosure *progress;
} Closures;

static GClosure *
take_closure (GClosure *closure)
{
  if (closure == NULL)
    return NULL;
  g_closure_ref (closure);
  g_closure_sink (closure);
  if (G_CLOSURE_NEEDS_MARSHAL (closure))
    g_closure_set_marshal (closure, g_cclosure_marshal_generic);
  return closure;
}

static void
closures_free (gpointer data)
{
  Closures *closures = data;

  g_clear_pointer (&closures->success, g_closure_unref);
  g_clear_pointer (&closures->failure, g_closure_unref);
  g_clear_pointer (&closures->progress, g_closure_unref);
  g_free (closures);
}

static void
invoke (GClosure *closure, GValue *value)
{
  if (closure != NULL)
    g_closure_invoke (closure, NULL, 1, value, NULL);
}

static void
invoke_success (VmxObj *self, VmxSyncResult *result, gpointer user_data)
{
  Closures *closures = user_data;
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, VMX_TYPE_SYNC_RESULT);
  g_value_set_object (&value, result);
  invoke (closures->success, &value);
}

static void
invoke_failure (VmxObj *self, const GError *error, gpointer user_data)
{
  Closures *closures = user_data;
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_ERROR);
  g_value_set_boxed (&value, error);
  invoke (closures->failure, &value);
}

static void
invoke_progress (VmxObj *self, VmxSyncProgress *progress, gpointer user_data)
{
  Closures *closures = user_data;
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init (&value, VMX_TYPE_SYNC_PROGRESS);
  g_value_set_object (&value, progress);
  invoke (closures->progress, &value);
}

/**
 * vmx_obj_start_sync_with_closures: (rename-to vmx_obj_start_sync_with_callbacks)
 * @self: an object
 * @options: (nullable): options, %NULL for the defaults
 * @success: (nullable): what to call with the [class@Vmx.SyncResult] when the sync succeeded
 * @failure: (nullable): what to call with the error when it failed
 * @progress: (nullable): what to call with a [class@Vmx.SyncProgress] while it goes on
 *
 * Synchronises the records of the object with the server, with a callback for each outcome. Either
 * @success or @failure is called, once, after the last @progress, in the thread-default main
 * context of the caller.
 *
 * Since: 0.1
 */
void
vmx_obj_start_sync_with_closures (VmxObj *self, VmxSyncOptions *options, GClosure *success,
                                  GClosure *failure, GClosure *progress)
{
  Closures *closures;

  g_return_if_fail (VMX_IS_OBJ (self));

  closures = g_new0 (Closures, 1);
  closures->success = take_closure (success);
  closures->failure = take_closure (failure);
  closures->progress = take_closure (progress);
  vmx_obj_start_sync_with_callbacks (self, options, invoke_success, invoke_failure,
                                     closures->progress != NULL ? invoke_progress : NULL, closures,
                                     closures_free);
}
