/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-read-options.h>
#include <libvmxsync/local/store/vmx-store-private.h>
#include <libvmxsync/model/query/vmx-query.h>

G_BEGIN_DECLS

/* One reading of records of an object. It keeps nothing of the options, which are the program's. */
typedef struct _VmxReadPlan VmxReadPlan;

/* options NULL reads all. */
VmxReadPlan *vmx_read_plan_new (VmxObjectSchema *schema, VmxReadOptions *options, GError **error);
void vmx_read_plan_free (VmxReadPlan *self);
/* Once, on any thread; (element-type VmxRecord). */
GPtrArray *vmx_read_plan_run (VmxReadPlan *self, VmxStore *store, GCancellable *cancellable,
                              GError **error);

/* The whole records that meet a condition, with their etags; query NULL for all. */
VmxRecordBatch *vmx_read_matching (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxQuery *query,
                                   GCancellable *cancellable, GError **error);
/* The part of a condition that storages judge, and the part that is left to us; either may be
 * NULL. */
void vmx_read_share_out (VmxQuery *query, VmxObjectSchema *schema, VmxQuery **pushed,
                         VmxQuery **residual);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxReadPlan, vmx_read_plan_free)

G_END_DECLS
