/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-connection.h"

G_BEGIN_DECLS

/* Runs one SELECT that a person or a program wrote, on a connection of its own that lets nothing
 * but reading through. */
GPtrArray *vmx_sqlite_select (VmxSqliteConnection *connection, const char *statement,
                              GCancellable *cancellable, GError **error);

G_END_DECLS
