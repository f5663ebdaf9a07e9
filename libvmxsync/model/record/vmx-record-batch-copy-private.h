/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Copying rows from one batch to another of the same object. */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>

G_BEGIN_DECLS

/* Sets the cells that the other row has; what is missing there stays as it is. */
void vmx_record_batch_overlay (VmxRecordBatch *self, guint row, VmxRecordBatch *other,
                               guint other_row);
/* Adds a row like the other one, with its etag, and tells its position. */
guint vmx_record_batch_add_copy (VmxRecordBatch *self, VmxRecordBatch *other, guint other_row);

G_END_DECLS
