/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "verdict.h"

G_BEGIN_DECLS

/* What a client does, whatever the service is. */

void case_download (VmxClient *client);
/* Uploads all objects once; errors are left aside. TRUE if there was none. */
gboolean case_upload (VmxClient *client);
/* Uploads until nothing changes any more, and downloads once. */
void case_settle (VmxClient *client);

#define CASE_BATCH_SIZE 7

/* A new client that has downloaded what the service has. */
typedef VmxClient *(*CaseMakeFresh) (gpointer data);

/* Judges what the settled client has, resolves what waits, until nothing does. later: what may wait
 * after the first time. */
void case_check_and_resolve (VmxClient *client, CaseMakeFresh make_fresh, gpointer data,
                             VerdictWaits waits, VerdictWaits later);

G_END_DECLS
