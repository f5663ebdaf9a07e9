/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/read/vmx-record-index-private.h>

G_BEGIN_DECLS

/* The records of indexes, fetched a page at a time where somebody looks; only the pages that were
 * used last are kept. Used on one thread. */
typedef struct _VmxRecordPages VmxRecordPages;

VmxRecordPages *vmx_record_pages_new (void);
void vmx_record_pages_free (VmxRecordPages *self);
/* As the store has it now; a record that is gone, or cannot be read, has only its key. */
VmxRecord *vmx_record_pages_get (VmxRecordPages *self, VmxStore *store, VmxRecordIndex *index,
                                 guint position);
/* Forgets the pages of an index. */
void vmx_record_pages_drop (VmxRecordPages *self, VmxRecordIndex *index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxRecordPages, vmx_record_pages_free)

G_END_DECLS
