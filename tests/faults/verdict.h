/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "reference.h"

G_BEGIN_DECLS

/* Judges what an upload came to, once it is quiet: server and client are equal but for what waits,
 * nothing is lost and nothing doubled. may_park: an answer was lost, so that creates whose keys the
 * server makes may be of unknown outcome. */
void verdict_check (VmxOdataServer *server, VmxClient *client, gboolean may_park);
/* Resolves everything of unknown outcome as a person would who looks at the server. The number. */
guint verdict_resolve_unknown (VmxOdataServer *server, VmxClient *client);

G_END_DECLS
