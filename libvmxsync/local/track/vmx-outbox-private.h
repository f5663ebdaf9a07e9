/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* Forgets changes (a set of gint64) that requests in flight carry: their answers will not be taken
 * over. The members of a request keep their places; a request of which nothing is left goes. */
gboolean vmx_outbox_abandon (VmxStorageTxn *txn, GHashTable *seqs, GError **error);

G_END_DECLS
