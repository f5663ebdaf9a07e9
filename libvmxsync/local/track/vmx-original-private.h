/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/track/vmx-track-enums.h>
#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

typedef enum
{
  VMX_SERVER_STATE_SAME,    /* as in the base image, as far as is known */
  VMX_SERVER_STATE_UPDATED, /* as in the server image */
  VMX_SERVER_STATE_DELETED,
} VmxServerState;

/* A row of vmx_originals: a record as it was before its first local edit, and what is known of the
 * server's since. Images are JSON. */
typedef struct
{
  char *object;
  char *key; /* key text */
  VmxChangeAction first_action;
  char *base_image; /* (nullable): there was no record */
  char *base_etag;  /* (nullable) */
  VmxServerState server_state;
  char *server_image; /* (nullable) */
  char *server_etag;  /* (nullable) */
} VmxOriginal;

VmxOriginal *vmx_original_new (VmxChangeAction first_action, const char *object, const char *key);
void vmx_original_free (VmxOriginal *self);
void vmx_original_append (const VmxOriginal *self, VmxRecordBatch *rows);
VmxOriginal *vmx_original_read (VmxRecordBatch *rows, guint row, GError **error);
/* original is NULL when the record has none. */
gboolean vmx_original_lookup (VmxStorageTxn *txn, const char *object, const char *key,
                              VmxOriginal **original, GError **error);
/* Those of the records of changes (element-type VmxChangeEntry), in their order; NULL where there
 * is none. (element-type VmxOriginal) */
GPtrArray *vmx_original_lookup_all (VmxStorageTxn *txn, GPtrArray *entries, GError **error);
/* What the server has now; image and etag are (nullable). */
void vmx_original_set_server (VmxOriginal *self, VmxServerState state, const char *image,
                              const char *etag);
/* (element-type VmxOriginal); object NULL: of all objects. */
GPtrArray *vmx_original_select (VmxStorageTxn *txn, const char *object, GError **error);
/* What a rollback restores; NULL when it removes the record. The texts belong to self. */
const char *vmx_original_get_restored (const VmxOriginal *self, const char **etag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxOriginal, vmx_original_free)

G_END_DECLS
