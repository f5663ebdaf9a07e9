/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The least that an edit can be by hand: three prepared upserts in one transaction that survives a
 * power cut. */
typedef struct _FloorContention FloorContention;

void floor_contention_make (const char *path);
FloorContention *floor_contention_open (const char *path);
void floor_contention_edit (FloorContention *self, gint64 id);
void floor_contention_close (FloorContention *self);

G_END_DECLS
