/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Work beside the program's main context: one named thread, and messages back in order. Everything
 * visible happens in the context that started the work, and the thread has ended before the task
 * returns, so nothing of the program is ever freed on a foreign thread. */
typedef struct _VmxWorker VmxWorker;

/* Runs on the worker's thread. NULL with an error set, or a result. */
typedef gpointer (*VmxWorkFunc) (VmxWorker *worker, gpointer data, GCancellable *cancellable,
                                 GError **error);
/* Runs in the context that started the work. source is the source object of the task. */
typedef void (*VmxDeliverFunc) (gpointer source, GObject *message);
/* Whether a later message makes an earlier one, that was not delivered yet, needless. */
typedef gboolean (*VmxSupersedeFunc) (GObject *earlier, GObject *later);

typedef struct
{
  const char *thread_name;
  VmxWorkFunc work;
  VmxDeliverFunc deliver;      /* (nullable) */
  VmxSupersedeFunc supersedes; /* (nullable) */
  /* Runs in the starting context when the work is done, before the task returns. (nullable) */
  void (*done) (gpointer source, gpointer data, gpointer result);
  GDestroyNotify free_data;
  GDestroyNotify free_result;
} VmxWork;

/* Takes data and the task, which returns the result. work is static. */
void vmx_worker_start (const VmxWork *work, gpointer data, GTask *task);
/* The same on the calling thread: messages are delivered as they come. Takes data. */
gpointer vmx_worker_run_inline (const VmxWork *work, gpointer data, gpointer source,
                                GCancellable *cancellable, GError **error);

/* From the work, on any of its threads. */
/* Calls a function of the program where the work was started from, and waits for its end. */
typedef void (*VmxWorkerCall) (gpointer source, gpointer data);
void vmx_worker_call (VmxWorker *self, VmxWorkerCall call, gpointer data);
void vmx_worker_post (VmxWorker *self, GObject *message);
/* TRUE on the calling thread of a blocking call: then no further thread may be made. */
gboolean vmx_worker_is_inline (VmxWorker *self);

G_END_DECLS
