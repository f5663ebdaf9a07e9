/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-sqlite-connection.h"

G_BEGIN_DECLS

/* The stored records with the keys of a batch, row for row. */
VmxRecordBatch *vmx_sqlite_lookup (VmxSqliteConnection *connection, VmxRecordBatch *keys,
                                   GError **error);

G_END_DECLS
