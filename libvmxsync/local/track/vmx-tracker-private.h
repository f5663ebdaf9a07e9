/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/track/vmx-change-entry-private.h>
#include <libvmxsync/local/track/vmx-original-private.h>

G_BEGIN_DECLS

/* What one writing transaction does to changes and originals. New rows are written together, so
 * that many edits in one transaction cost little more than their rows. */
typedef struct _VmxTracker VmxTracker;

/* The tracker does not keep the transaction alive. */
VmxTracker *vmx_tracker_new (VmxStorageTxn *txn);
void vmx_tracker_free (VmxTracker *self);
/* Before the commit. */
gboolean vmx_tracker_finish (VmxTracker *self, GError **error);

/* The number of the next change of a store, from 1. */
gboolean vmx_tracker_get_next_seq (VmxStorageTxn *txn, gint64 *next_seq, GError **error);
/* Takes the entry and gives it the next seq and the time. */
gboolean vmx_tracker_add_change (VmxTracker *self, VmxChangeEntry *entry, GError **error);
/* Writes an entry that was read and altered. */
gboolean vmx_tracker_put_change (VmxTracker *self, const VmxChangeEntry *entry, GError **error);
/* Removes entries (element-type VmxChangeEntry), also from requests in flight. */
gboolean vmx_tracker_remove_changes (VmxTracker *self, GPtrArray *entries, GError **error);
/* Removes one whose answer came, and leaves its request as it is. */
gboolean vmx_tracker_end_change (VmxTracker *self, const VmxChangeEntry *entry, GError **error);
/* (element-type VmxChangeEntry), by seq; see vmx_change_entry_select(). */
GPtrArray *vmx_tracker_select_changes (VmxTracker *self, const char *object, const char *key,
                                       GError **error);
/* Those of the numbers (element-type gint64) that there are. */
GPtrArray *vmx_tracker_lookup_changes (VmxTracker *self, GArray *seqs, GError **error);

/* These records will be asked for: those without an original are found out together. */
gboolean vmx_tracker_expect (VmxTracker *self, const char *object, const char *const *keys,
                             GError **error);
/* original is NULL when the record has none. */
gboolean vmx_tracker_find_original (VmxTracker *self, const char *object, const char *key,
                                    VmxOriginal **original, GError **error);
/* Takes the original, of a record that has none or its own. */
gboolean vmx_tracker_put_original (VmxTracker *self, VmxOriginal *original, GError **error);
/* (element-type VmxOriginal) */
gboolean vmx_tracker_remove_originals (VmxTracker *self, GPtrArray *originals, GError **error);
/* (element-type VmxOriginal); object NULL: of all objects. */
GPtrArray *vmx_tracker_select_originals (VmxTracker *self, const char *object, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxTracker, vmx_tracker_free)

G_END_DECLS
