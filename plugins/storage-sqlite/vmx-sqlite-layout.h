/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-connection.h"

G_BEGIN_DECLS

/* Checks that the file is a store of ours that we can use, and makes it one if it is empty and
 * create says so. */
gboolean vmx_sqlite_layout_prepare (VmxSqliteConnection *connection, gboolean create,
                                    GError **error);
/* Removes the file and those that SQLite puts beside it. Refuses files that are not ours. */
gboolean vmx_sqlite_layout_remove_files (const char *path, GError **error);

G_END_DECLS
