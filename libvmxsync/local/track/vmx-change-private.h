/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/track/vmx-change-entry-private.h>
#include <libvmxsync/local/track/vmx-pending-record.h>

G_BEGIN_DECLS

VmxChange *vmx_change_new (const VmxChangeEntry *entry, VmxObjectSchema *schema, GError **error);

/* Of the changes of one object (element-type VmxChangeEntry), by seq: one record for each key, in
 * the order of their first changes; (element-type VmxPendingRecord). txn: the transaction that the
 * changes are from. */
GPtrArray *vmx_pending_records_new (GPtrArray *entries, VmxStorageTxn *txn,
                                    VmxObjectSchema *schema, GError **error);

G_END_DECLS
