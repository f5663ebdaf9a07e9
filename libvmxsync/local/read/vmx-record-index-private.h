/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/read/vmx-read-private.h>

G_BEGIN_DECLS

/* Which records a reading found, in its order: of each its key, and a fingerprint of what it shows.
 * Once it is built it never changes, and may be used on any thread. */
typedef struct _VmxRecordIndex VmxRecordIndex;

/* Without records. Takes the plan, which has to read the keys. */
VmxRecordIndex *vmx_record_index_new (VmxReadPlan *plan);
VmxRecordIndex *vmx_record_index_ref (VmxRecordIndex *self);
void vmx_record_index_unref (VmxRecordIndex *self);
/* Reads the records of an object as the store has them now, in a transaction of its own. options
 * NULL for all. */
VmxRecordIndex *vmx_record_index_scan (VmxStore *store, const char *object,
                                       VmxReadOptions *options, GCancellable *cancellable,
                                       GError **error);
void vmx_record_index_add (VmxRecordIndex *self, VmxRecordBatch *batch, guint row);

VmxReadPlan *vmx_record_index_get_plan (VmxRecordIndex *self);
guint vmx_record_index_get_n_records (VmxRecordIndex *self);
guint64 vmx_record_index_get_key_hash (VmxRecordIndex *self, guint position);
guint64 vmx_record_index_get_fingerprint (VmxRecordIndex *self, guint position);
/* Whether two records have the same key. */
gboolean vmx_record_index_is_same (VmxRecordIndex *self, guint position, VmxRecordIndex *other,
                                   guint other_position);
/* A batch with the keys of so many records from a position, and nothing else. */
VmxRecordBatch *vmx_record_index_make_keys (VmxRecordIndex *self, guint position, guint n_records);

/* Of so many items at a position, others are there instead. */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} VmxListStep;

/* What turns one list, NULL for an empty one, into the other: steps to be done one after another,
 * from the front. Records that keep their places among each other are touched only if they show
 * something else. */
GArray *vmx_record_index_diff (VmxRecordIndex *before, VmxRecordIndex *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxRecordIndex, vmx_record_index_unref)

G_END_DECLS
