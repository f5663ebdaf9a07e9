/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/sync/vmx-sync-run-private.h>

G_BEGIN_DECLS

/* The side of a download that processes and stores. Used by one thread at a time. */
typedef struct _VmxBatchWriter VmxBatchWriter;

VmxBatchWriter *vmx_batch_writer_new (VmxSyncRun *run, GPtrArray *processors);
void vmx_batch_writer_free (VmxBatchWriter *self);
/* Stores a batch with its bookmark in one transaction, or nothing of it. */
gboolean vmx_batch_writer_write (VmxBatchWriter *self, VmxRecordBatch *batch,
                                 GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxBatchWriter, vmx_batch_writer_free)

G_END_DECLS
