/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/sync/vmx-sync-result.h>

G_BEGIN_DECLS

/* show_stats: whether the program asked for the statistics. errors: (element-type VmxSyncError).
 * failure: (nullable): why the sync failed as a whole. */
VmxSyncResult *vmx_sync_result_new (VmxSyncStats *stats, gboolean show_stats,
                                    const char *const *warnings, GPtrArray *errors,
                                    const GError *failure);

G_END_DECLS
