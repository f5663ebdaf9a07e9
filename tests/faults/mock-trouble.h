/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "verdict.h"

G_BEGIN_DECLS

/* What goes wrong in one case. */
typedef struct
{
  char *faults; /* of a scenario */
  VerdictWaits waits;
  gboolean for_repeats; /* only a service that knows requests again gets through it */
} MockTrouble;

/* Everything that can go wrong, at every request and every member. n_changes are the changes of
 * each object, per_request how many of them go in one request. (element-type MockTrouble) */
GPtrArray *mock_trouble_list (const guint *n_changes, guint per_request);

G_END_DECLS
