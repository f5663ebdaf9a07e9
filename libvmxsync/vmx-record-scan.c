/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmx-record-scan-private.h>

#include <libvmxsync/sync/vmx-worker-private.h>

typedef struct
{
  VmxStore *store;
  char *object;
  VmxReadOptions *options; /* (nullable) */
  VmxRecordIndex *before;  /* (nullable) */
} ScanJob;

static void
scan_job_free (ScanJob *job)
{
  g_object_unref (job->store);
  g_free (job->object);
  g_clear_object (&job->options);
  g_clear_pointer (&job->before, vmx_record_index_unref);
  g_free (job);
}

void
vmx_record_scan_free (VmxRecordScan *self)
{
  vmx_record_index_unref (self->index);
  g_array_unref (self->steps);
  g_free (self);
}

static gpointer
scan (VmxWorker *worker, gpointer data, GCancellable *cancellable, GError **error)
{
  ScanJob *job = data;
  gint64 start = g_get_monotonic_time ();
  VmxRecordIndex *index
      = vmx_record_index_scan (job->store, job->object, job->options, cancellable, error);
  VmxRecordScan *result;

  if (index == NULL)
    return NULL;
  result = g_new0 (VmxRecordScan, 1);
  result->index = index;
  result->steps = vmx_record_index_diff (job->before, index);
  result->duration = g_get_monotonic_time () - start;
  return result;
}

static const VmxWork scan_work = {
  .thread_name = "vmx-scan",
  .work = scan,
  .free_data = (GDestroyNotify) scan_job_free,
  .free_result = (GDestroyNotify) vmx_record_scan_free,
};

void
vmx_record_scan_start (VmxStore *store, const char *object, VmxReadOptions *options,
                       VmxRecordIndex *before, GTask *task)
{
  ScanJob *job = g_new0 (ScanJob, 1);

  job->store = g_object_ref (store);
  job->object = g_strdup (object);
  g_set_object (&job->options, options);
  job->before = before != NULL ? vmx_record_index_ref (before) : NULL;
  vmx_worker_start (&scan_work, job, task);
}
