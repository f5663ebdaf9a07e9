/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

#include "vmx-test.h"

G_BEGIN_DECLS

/* The library's own tables, read and written past the library. */
typedef struct
{
  const char *name;
  const char *columns; /* name:type, separated by blanks; a star before those of the key */
} FixtureTable;

extern const FixtureTable fixture_meta;
extern const FixtureTable fixture_changes;
extern const FixtureTable fixture_originals;
extern const FixtureTable fixture_bookmarks;
extern const FixtureTable fixture_outbox;

void fixture_put_row (VmxStorage *storage, const FixtureTable *table, const char *json);
/* All rows in the order of their keys, as one JSON array of these columns, separated by blanks;
 * NULL for all columns. */
char *fixture_read_rows (VmxStorage *storage, const FixtureTable *table, const char *columns);
guint fixture_count_rows (VmxStorage *storage, const FixtureTable *table);

G_END_DECLS
