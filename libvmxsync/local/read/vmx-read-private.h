/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-read-options.h>
#include <libvmxsync/local/store/vmx-store-private.h>
#include <libvmxsync/model/query/vmx-query.h>

G_BEGIN_DECLS

/* Reads records of an object by the schema that the store has at that moment; options NULL reads
 * all. (element-type VmxRecord). */
GPtrArray *vmx_read_records (VmxStore *store, const char *object, VmxReadOptions *options,
                             GCancellable *cancellable, GError **error);

/* The whole records that meet a condition, with their etags; query NULL for all. */
VmxRecordBatch *vmx_read_matching (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxQuery *query,
                                   GCancellable *cancellable, GError **error);
/* The part of a condition that storages judge, and the part that is left to us; either may be
 * NULL. */
void vmx_read_share_out (VmxQuery *query, VmxObjectSchema *schema, VmxQuery **pushed,
                         VmxQuery **residual);

G_END_DECLS
