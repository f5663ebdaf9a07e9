/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/sync/vmx-sync-result.h>

G_BEGIN_DECLS

/* show_stats: whether the program asked for the statistics. */
VmxSyncResult *vmx_sync_result_new (VmxSyncStats *stats, gboolean show_stats,
                                    const char *const *warnings);

G_END_DECLS
