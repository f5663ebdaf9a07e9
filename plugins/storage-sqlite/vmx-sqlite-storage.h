/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

#define VMX_TYPE_SQLITE_STORAGE (vmx_sqlite_storage_get_type ())

/* Keeps records in a SQLite file. */
G_DECLARE_FINAL_TYPE (VmxSqliteStorage, vmx_sqlite_storage, VMX, SQLITE_STORAGE, GObject)

G_END_DECLS
