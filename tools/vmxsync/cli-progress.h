/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Shows on the standard error how a sync goes on. */
typedef struct _CliProgress CliProgress;

/* kind: (nullable): bar, json or none; NULL for a bar on a terminal. */
CliProgress *cli_progress_new (const char *kind, GError **error);
void cli_progress_free (CliProgress *self);
/* Follows the next object, the position-th of n_objects from 1. */
void cli_progress_follow (CliProgress *self, VmxObj *object, guint position, guint n_objects);
/* Takes the bar away, so that other text can be printed. */
void cli_progress_clear (CliProgress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliProgress, cli_progress_free)

G_END_DECLS
