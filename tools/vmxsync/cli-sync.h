/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-call.h"
#include "cli-progress.h"

G_BEGIN_DECLS

/* Synchronises an object and shows warnings. */
VmxSyncResult *cli_sync_object (CliCall *call, VmxObj *object, VmxSyncOptions *options,
                                CliProgress *progress, GError **error);
/* One line for people, and the batches if there are statistics. */
void cli_print_sync_result (VmxSyncResult *result, gint64 microseconds);

G_END_DECLS
