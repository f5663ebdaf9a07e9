/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "fixture-edit.h"
#include "step.h"

G_BEGIN_DECLS

/* Plays steps on a new store and on the model, and compares them after each step. (nullable): what
 * differs, with the number of the step. At the end everything is rolled back. */
char *player_play (GArray *steps);
/* The steps that are left when no step can be dropped without the failure going away. */
GArray *player_shrink (GArray *steps);

G_END_DECLS
