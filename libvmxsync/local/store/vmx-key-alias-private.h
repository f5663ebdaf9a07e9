/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* Temporary keys that a program still holds after the server's came. */

/* The row of keys gets the real key if its key was a temporary one that was replaced. Keys that
 * cannot be temporary cost nothing. */
gboolean vmx_key_alias_follow (VmxStorageTxn *txn, VmxRecordBatch *keys, guint row,
                               GError **error);
/* The same of a record of key columns; (transfer full), the given record if there is nothing to
 * follow, or if it is no key. */
VmxRecord *vmx_key_alias_translate (VmxStorageTxn *txn, VmxObjectSchema *schema, VmxRecord *key,
                                    GError **error);

G_END_DECLS
