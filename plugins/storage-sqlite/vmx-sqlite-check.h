/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-connection.h"

G_BEGIN_DECLS

/* What SQLite finds wrong with the file, in its words; empty when that is nothing. */
char **vmx_sqlite_check (VmxSqliteConnection *connection, GCancellable *cancellable,
                         GError **error);

G_END_DECLS
