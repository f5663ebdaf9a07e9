/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-server-set.h"

G_BEGIN_DECLS

/* Changes of records, and the way back. */

/* What was done, in order. */
typedef GPtrArray VmxServerJournal;

VmxServerJournal *vmx_server_journal_new (void);
/* Takes everything back, the last first. */
void vmx_server_journal_undo (VmxServerJournal *self);

/* values has one row; cells that are missing there stay as they are. journal may be NULL. */
guint vmx_server_set_create (VmxServerSet *self, VmxRecordBatch *values, VmxServerJournal *journal);
void vmx_server_set_update (VmxServerSet *self, guint row, VmxRecordBatch *values,
                            VmxServerJournal *journal);
void vmx_server_set_delete (VmxServerSet *self, guint row, VmxServerJournal *journal);

G_END_DECLS
