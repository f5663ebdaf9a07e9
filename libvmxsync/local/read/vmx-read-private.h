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

/* One reading of records of an object. It keeps nothing of the options, which are the program's. */
typedef struct _VmxReadPlan VmxReadPlan;

/* options NULL reads all. */
VmxReadPlan *vmx_read_plan_new (VmxObjectSchema *schema, VmxReadOptions *options, GError **error);
void vmx_read_plan_free (VmxReadPlan *self);

/* For those who keep positions: the order becomes total by the primary key, which is read too. */
void vmx_read_plan_add_keys (VmxReadPlan *self);
/* rows (element-type guint) are those of the batch that the plan asks for, in its order. */
typedef void (*VmxReadStepFunc) (VmxReadPlan *self, VmxRecordBatch *batch, GArray *rows,
                                 gpointer user_data);
/* Reads in steps that are small enough to stay in memory, once. */
gboolean vmx_read_plan_step (VmxReadPlan *self, VmxStorageTxn *txn, VmxReadStepFunc step,
                             gpointer user_data, GCancellable *cancellable, GError **error);
VmxObjectSchema *vmx_read_plan_get_schema (VmxReadPlan *self);
/* (element-type guint): the columns that records show; NULL for all. */
GArray *vmx_read_plan_get_projection (VmxReadPlan *self);
/* A batch of these rows with only those columns; NULL when records show all. */
VmxRecordBatch *vmx_read_plan_project (VmxReadPlan *self, VmxRecordBatch *batch, GArray *rows);

/* The whole records that meet a condition, with their etags; query NULL for all. */
VmxRecordBatch *vmx_read_matching (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxQuery *query,
                                   GCancellable *cancellable, GError **error);
/* The part of a condition that storages judge, and the part that is left to us; either may be
 * NULL. */
void vmx_read_share_out (VmxQuery *query, VmxObjectSchema *schema, VmxQuery **pushed,
                         VmxQuery **residual);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxReadPlan, vmx_read_plan_free)

G_END_DECLS
