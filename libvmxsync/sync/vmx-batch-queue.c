/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-batch-queue-private.h>

#define MAX_WAITING 2

struct _VmxBatchQueue
{
  GMutex mutex;
  GCond changed;
  GQueue batches; /* (element-type VmxRecordBatch) */
  gboolean closed;
  gboolean abandoned;
};

VmxBatchQueue *
vmx_batch_queue_new (void)
{
  VmxBatchQueue *self = g_new0 (VmxBatchQueue, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->batches);
  return self;
}

void
vmx_batch_queue_free (VmxBatchQueue *self)
{
  g_queue_clear_full (&self->batches, g_object_unref);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

gboolean
vmx_batch_queue_push (VmxBatchQueue *self, VmxRecordBatch *batch)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (self->batches.length >= MAX_WAITING && !self->abandoned)
    g_cond_wait (&self->changed, &self->mutex);
  if (self->abandoned)
    {
      g_object_unref (batch);
      return FALSE;
    }
  g_queue_push_tail (&self->batches, batch);
  g_cond_signal (&self->changed);
  return TRUE;
}

VmxRecordBatch *
vmx_batch_queue_pop (VmxBatchQueue *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  VmxRecordBatch *batch;

  while (self->batches.length == 0 && !self->closed)
    g_cond_wait (&self->changed, &self->mutex);
  batch = g_queue_pop_head (&self->batches);
  g_cond_signal (&self->changed);
  return batch;
}

void
vmx_batch_queue_close (VmxBatchQueue *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->closed = TRUE;
  g_cond_signal (&self->changed);
}

void
vmx_batch_queue_abandon (VmxBatchQueue *self)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->abandoned = TRUE;
  g_queue_clear_full (&self->batches, g_object_unref);
  g_cond_signal (&self->changed);
}
