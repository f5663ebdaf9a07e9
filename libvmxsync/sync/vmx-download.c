/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The download phase: one side fetches batches, the other processes and stores them. */
#include <libvmxsync/sync/vmx-download-private.h>

#include <libvmxsync/model/record/vmx-record-batch-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-plugin-check-private.h>
#include <libvmxsync/sync/vmx-batch-queue-private.h>

/* The side that fetches. */
typedef struct
{
  VmxSyncRun *run;
  VmxTransport *transport;
  VmxFetchRequest *request;
  guint batch_number; /* of the last batch that was asked for */
} Fetcher;

/* The side that stores, on a thread of its own. */
typedef struct
{
  VmxBatchWriter *writer;
  VmxBatchQueue *queue;
  GCancellable *cancellable; /* of the run's own: ends the fetching after a failure */
  GError *error;
} StoreThread;

static VmxFetchRequest *
make_request (VmxSyncRun *run, VmxTransport *transport)
{
  VmxFetchRequest *request = vmx_fetch_request_new (run->schema);

  vmx_fetch_request_set_filter (request, run->filter);
  vmx_fetch_request_set_batch_size (request,
                                    vmx_sync_options_get_download_batch_size (run->options));
  vmx_fetch_request_set_query_params (
      request, vmx_sync_options_get_download_request_query_params (run->options));
  vmx_fetch_request_set_want_total (
      request, (vmx_transport_get_features (transport) & VMX_TRANSPORT_FEATURE_TOTAL) != 0);
  return request;
}

/* A context that leads to itself would never end. */
static gboolean
check_context (Fetcher *fetcher, VmxRecordBatch *batch, GError **error)
{
  const char *next = vmx_record_batch_get_next_context (batch);

  if (next == NULL || g_strcmp0 (next, vmx_fetch_request_get_context (fetcher->request)) != 0)
    return TRUE;
  vmx_plugin_set_misbehaved (fetcher->transport, "fetch_batch", error,
                             "the context of the next batch is the one of this batch");
  return FALSE;
}

static VmxRecordBatch *
fetch_next (Fetcher *fetcher, GCancellable *cancellable, GError **error)
{
  gint64 started = g_get_monotonic_time ();
  g_autoptr(VmxRecordBatch) batch = NULL;

  fetcher->batch_number++;
  batch = vmx_transport_fetch_batch (fetcher->transport, fetcher->request, cancellable, error);
  if (batch != NULL && check_context (fetcher, batch, error))
    {
      batch->creation_time = MAX (0, g_get_monotonic_time () - started - batch->network_time
                                         - batch->parsing_time);
      return g_steal_pointer (&batch);
    }
  vmx_sync_run_prefix_error (fetcher->run, fetcher->batch_number, error);
  return NULL;
}

/* FALSE after the last batch. The batch may be gone to the other side, so its context is copied
 * before. */
static gboolean
go_on (Fetcher *fetcher, VmxRecordBatch *batch)
{
  const char *context = vmx_record_batch_get_next_context (batch);

  vmx_fetch_request_set_context (fetcher->request, context);
  return context != NULL;
}

static gboolean
download_inline (Fetcher *fetcher, VmxBatchWriter *writer, GCancellable *cancellable,
                 GError **error)
{
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr(VmxRecordBatch) batch = fetch_next (fetcher, cancellable, error);

      if (batch == NULL)
        return FALSE;
      more = go_on (fetcher, batch);
      if (!vmx_batch_writer_write (writer, batch, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
store_batches (gpointer user_data)
{
  StoreThread *store = user_data;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr(VmxRecordBatch) batch = vmx_batch_queue_pop (store->queue);

      more = batch != NULL;
      if (!more || vmx_batch_writer_write (store->writer, batch, store->cancellable, &store->error))
        continue;
      vmx_batch_queue_abandon (store->queue);
      g_cancellable_cancel (store->cancellable);
      more = FALSE;
    }
  return NULL;
}

static void
fetch_batches (Fetcher *fetcher, VmxBatchQueue *queue, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;

  while (more)
    {
      VmxRecordBatch *batch = fetch_next (fetcher, cancellable, error);

      if (batch == NULL)
        return;
      more = go_on (fetcher, batch);
      more = vmx_batch_queue_push (queue, batch) && more;
    }
}

static void
cancel_other (GCancellable *cancellable, gpointer other)
{
  g_cancellable_cancel (other);
}

static gboolean
download_threaded (Fetcher *fetcher, VmxBatchWriter *writer, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr(GCancellable) inner = g_cancellable_new ();
  g_autoptr(VmxBatchQueue) queue = vmx_batch_queue_new ();
  g_autoptr(GError) fetch_error = NULL;
  StoreThread store = { writer, queue, inner, NULL };
  GThread *thread;
  gulong chained;

  chained = cancellable != NULL ? g_cancellable_connect (cancellable, G_CALLBACK (cancel_other),
                                                         g_object_ref (inner), g_object_unref)
                                : 0;
  thread = g_thread_new ("vmx-store", store_batches, &store);
  fetch_batches (fetcher, queue, inner, &fetch_error);
  vmx_batch_queue_close (queue);
  g_thread_join (thread);
  g_cancellable_disconnect (cancellable, chained);
  /* A failure to store cancels the fetching, so it is the cause when both failed. */
  if (store.error != NULL)
    {
      g_propagate_error (error, store.error);
      return FALSE;
    }
  if (fetch_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fetch_error));
      return FALSE;
    }
  return TRUE;
}

gboolean
vmx_download_run (VmxSyncRun *run, VmxTransport *transport, GPtrArray *processors,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxFetchRequest) request = make_request (run, transport);
  g_autoptr(VmxBatchWriter) writer = vmx_batch_writer_new (run, processors);
  Fetcher fetcher = { run, transport, request, 0 };

  vmx_sync_run_post (run, VMX_SYNC_PHASE_DOWNLOAD, VMX_SYNC_STATE_STARTED, 1, -1);
  if (vmx_worker_is_inline (run->worker))
    return download_inline (&fetcher, writer, cancellable, error);
  return download_threaded (&fetcher, writer, cancellable, error);
}
