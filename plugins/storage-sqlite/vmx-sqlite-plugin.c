/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-sqlite-storage.h"

#include <libvmxsync/plugin/vmx-plugin-abi.h>

static GType
get_type_for_kind (VmxPluginKinds kind)
{
  return kind == VMX_PLUGIN_KIND_STORAGE ? VMX_TYPE_SQLITE_STORAGE : G_TYPE_INVALID;
}

VMX_PLUGIN_DEFINE (storage_sqlite, "storage-sqlite", VMX_PLUGIN_KIND_STORAGE, VMX_VERSION_S,
                   "Keeps records in a SQLite file", "LGPL-2.1-or-later", get_type_for_kind)
