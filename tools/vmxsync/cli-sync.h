/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-call.h"
#include "cli-progress.h"

G_BEGIN_DECLS

/* Synchronises an object, and shows warnings and what went wrong with single records. */
VmxSyncResult *cli_sync_object (CliCall *call, VmxObj *object, VmxSyncOptions *options,
                                CliProgress *progress, GError **error);
/* One line for people, and the batches of both ways if there are statistics. */
void cli_print_sync_result (VmxSyncResult *result, gint64 microseconds);

G_END_DECLS
