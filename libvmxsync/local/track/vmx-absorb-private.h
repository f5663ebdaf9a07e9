/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* Before a downloaded batch is written: tells the originals of locally edited records what the
 * server has. rows (nullable) has one byte per row, 0 for those records; NULL when the batch has
 * none. */
gboolean vmx_absorb_batch (VmxStorageTxn *txn, VmxRecordBatch *batch, GBytes **rows,
                           GError **error);
/* The stored records with the keys of a batch as the server had them last, whatever was edited
 * here; like vmx_storage_txn_lookup(). */
VmxRecordBatch *vmx_absorb_lookup (VmxStorageTxn *txn, VmxRecordBatch *keys, GError **error);

G_END_DECLS
