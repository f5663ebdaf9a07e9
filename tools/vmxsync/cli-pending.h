/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Pending records (element-type VmxPendingRecord) as a table; below those in conflict, the columns
 * in which both versions differ. */
void cli_print_pending_records (GPtrArray *records);

G_END_DECLS
