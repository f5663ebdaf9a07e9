/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The floor of edits: bare SQLite with prepared statements, which writes the rows that we wrote
 * into tables made like ours, in as many transactions. */
typedef struct _FloorEdit FloorEdit;

/* Tables like those of the store at path, without rows. */
FloorEdit *floor_edit_new (const char *path, const char *floor_path);
void floor_edit_free (FloorEdit *self);

/* Copies the records that the store has now. */
void floor_edit_load (FloorEdit *self, const char *object);
/* What follows gives the microseconds that the writing took. */
/* The records of an object, its changes and its originals as the store has them now: one edit a
 * record, each in a transaction of its own or all in one. */
gint64 floor_edit_write (FloorEdit *self, const char *object, gboolean one_by_one);
/* The records that were copied first, and away with changes and originals. */
gint64 floor_edit_roll_back (FloorEdit *self, const char *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FloorEdit, floor_edit_free)

G_END_DECLS
