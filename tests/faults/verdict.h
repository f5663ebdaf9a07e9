/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "reference.h"

G_BEGIN_DECLS

/* What may wait for somebody, besides the conflict and the refused record of the reference. */
typedef enum
{
  VERDICT_NOTHING = 0,
  VERDICT_UNKNOWN = 1 << 0,  /* creates whose keys the server makes, whose answer was lost */
  VERDICT_REJECTED = 1 << 1, /* what the server was made to refuse */
} VerdictWaits;

/* Judges what an upload came to, once it is quiet: server and client are equal but for what waits,
 * nothing is lost and nothing doubled. fresh has just downloaded what the server has. */
void verdict_check (VmxClient *fresh, VmxClient *client, VerdictWaits waits);
/* Resolves what waits as a person would who looks at the server. The number. */
guint verdict_resolve (VmxClient *fresh, VmxClient *client);

G_END_DECLS
