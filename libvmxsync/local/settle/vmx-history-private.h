/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/settle/vmx-settlement-private.h>

G_BEGIN_DECLS

/* A record with everything that was done to it here. */
typedef struct
{
  VmxEdit *edit;         /* (unowned) */
  VmxEditObject *object; /* (unowned) */
  char *key;
  VmxOriginal *original; /* (nullable) */
  GPtrArray *entries;    /* (element-type VmxChangeEntry), by seq */
} VmxHistory;

VmxHistory *vmx_history_read (VmxEdit *edit, VmxEditObject *object, const char *key,
                              GError **error);
void vmx_history_free (VmxHistory *self);

/* The record as it is in the store; one row, whose cells are missing when there is none. */
VmxRecordBatch *vmx_history_read_record (VmxHistory *self, GError **error);
/* Local values that no change will bring to the server: edits that were not tracked. One row, whose
 * other cells are missing; NULL if there are none, or with an error. */
gboolean vmx_history_find_untracked (VmxHistory *self, VmxRecordBatch **untracked,
                                     GError **error);
/* The last values that updates and creates among the entries give to columns: one row. */
VmxRecordBatch *vmx_history_collect_values (VmxHistory *self, GError **error);

/* Puts the values (JSON, (nullable)) of a change, and the key, into the one row of a batch. */
gboolean vmx_history_overlay (VmxRecordBatch *batch, const char *values, const char *key,
                              GError **error);

/* A change is over. */
gboolean vmx_history_end_change (VmxHistory *self, gint64 seq, GError **error);
gboolean vmx_history_end_all_changes (VmxHistory *self, GError **error);
/* Writes entries that were altered. */
gboolean vmx_history_put_changes (VmxHistory *self, GError **error);
/* Writes the record as its original, which must be there, and its changes say. */
gboolean vmx_history_rewrite (VmxHistory *self, GError **error);
/* Makes the server's version the original, and puts the entries and untracked values (nullable) on
 * top of it. */
gboolean vmx_history_rebase (VmxHistory *self, const VmxServerRecord *server,
                             VmxRecordBatch *untracked, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxHistory, vmx_history_free)

G_END_DECLS
