/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

/* A record as it was before its first local edit, as it is here, and as the server has it. Records
 * are (nullable): there is none. */
typedef struct
{
  VmxRecord *base;
  VmxRecord *local;
  VmxRecord *server; /* none either when nobody has seen what the server made of it */
  gboolean server_deleted;
} VmxRecordVersions;

gboolean vmx_record_versions_read (VmxRecordVersions *self, VmxStorageTxn *txn,
                                   VmxObjectSchema *schema, const char *key, GError **error);
void vmx_record_versions_clear (VmxRecordVersions *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxRecordVersions, vmx_record_versions_clear)

G_END_DECLS
