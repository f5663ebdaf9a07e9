/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>

G_BEGIN_DECLS

/* Fetched batches on their way to the thread that stores them. At most two wait, so that memory
 * stays flat however fast the server is. */
typedef struct _VmxBatchQueue VmxBatchQueue;

VmxBatchQueue *vmx_batch_queue_new (void);
void vmx_batch_queue_free (VmxBatchQueue *self);
/* Takes the batch; waits for room. FALSE when the other side has closed. */
gboolean vmx_batch_queue_push (VmxBatchQueue *self, VmxRecordBatch *batch);
/* Waits for a batch. NULL when the other side has closed and nothing is left. */
VmxRecordBatch *vmx_batch_queue_pop (VmxBatchQueue *self);
/* By the side that fetches: what waits is still stored. */
void vmx_batch_queue_close (VmxBatchQueue *self);
/* By the side that stores, after a failure: what waits is dropped. */
void vmx_batch_queue_abandon (VmxBatchQueue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxBatchQueue, vmx_batch_queue_free)

G_END_DECLS
