/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/edit/vmx-edit-private.h>
#include <libvmxsync/local/edit/vmx-relations-private.h>

G_BEGIN_DECLS

/* The steps that edits are made of. */

/* Adds the program's record as a row; VMX_ERROR_RECORD_EMPTY, _UNKNOWN_COLUMN or _INVALID_VALUE,
 * for texts and bytes that are too long, too. Columns that the server computes, and null where none
 * is allowed, are refused here. */
gboolean vmx_edit_read_record (VmxEditObject *object, const VmxTracking *tracking,
                               VmxRecord *record, VmxRecordBatch *batch, GError **error);
/* Parents that the row names by a temporary key that was replaced get their real keys. */
gboolean vmx_edit_follow_keys (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *batch,
                               guint row, GError **error);
/* That nothing is missing in a new record. */
gboolean vmx_edit_check_mandatory (VmxEditObject *object, VmxRecordBatch *batch, guint row,
                                   GError **error);
/* That the parents are there which a row names, by any relation or by one. */
gboolean vmx_edit_check_parents (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *batch,
                                 guint row, GError **error);
gboolean vmx_edit_check_parent (VmxEdit *edit, const VmxRelation *relation, VmxRecordBatch *batch,
                                guint row, GError **error);
/* Options that exclude each other. */
gboolean vmx_edit_check_tracking (const VmxTracking *tracking, GError **error);
/* VMX_ERROR_OPTIONS_EMPTY or _KEY_MISSING. */
gboolean vmx_edit_check_has_key (VmxWriteOptions *options, GError **error);

/* The records that criteria are about, with their etags; VMX_ERROR_NO_RECORD if there are none.
 * by_key: whatever else is given, only the primary keys count. */
VmxRecordBatch *vmx_edit_match (VmxEdit *edit, VmxEditObject *object, VmxWriteOptions *options,
                                gboolean by_key, GError **error);

/* The key text that primary keys stand for. */
char *vmx_edit_read_key (VmxEdit *edit, VmxEditObject *object, VmxRecord *primary_keys,
                         GError **error);
/* The key texts of the rows. */
GStrv vmx_edit_get_keys (VmxRecordBatch *batch);

/* One change of one record. */
typedef struct
{
  VmxEditObject *object;
  const VmxTracking *tracking;
  const char *key;
  VmxChangeAction action;
  VmxRecordBatch *before; /* (nullable): there was no record */
  guint row;              /* of before */
  const char *values;     /* (nullable): JSON of what is set */
  VmxKeyKind key_kind;    /* of a create */
} VmxEditChange;

/* Writes original and change. */
gboolean vmx_edit_track (VmxEdit *edit, const VmxEditChange *change, GError **error);
/* The same for a delete. It removes the record, or brings the server's version back if there is one
 * and nothing is left to be sent. */
gboolean vmx_edit_track_delete (VmxEdit *edit, const VmxEditChange *change, GError **error);

/* Makes records what their originals (element-type VmxOriginal) say that a rollback leaves. */
gboolean vmx_edit_restore (VmxEdit *edit, VmxEditObject *object, GPtrArray *originals,
                           GError **error);
void vmx_edit_note_changed (VmxEdit *edit, VmxEditObject *object);

G_END_DECLS
