/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-service-info-private.h>
#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* Brings the tables of a service's objects from one schema to another. Records, local changes and
 * originals stay; what a download knew of altered objects goes, so that the next one fills new
 * columns. An object that has local edits is not removed: VMX_ERROR_SCHEMA_SETUP. is_changed says
 * whether there was anything to do. */
gboolean vmx_store_change_tables (VmxStorageTxn *txn, VmxServiceInfo *before, VmxServiceInfo *after,
                                  gboolean *is_changed, GError **error);

G_END_DECLS
