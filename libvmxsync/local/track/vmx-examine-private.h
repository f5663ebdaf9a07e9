/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-store-private.h>

G_BEGIN_DECLS

/* What is wrong with a store, a sentence each: damage that the storage finds, and changes,
 * originals and requests that do not fit together. Changes nothing. */
GStrv vmx_examine_store (VmxStore *store, GCancellable *cancellable, GError **error);

G_END_DECLS
