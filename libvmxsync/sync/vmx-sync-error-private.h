/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/sync/vmx-sync-error.h>

G_BEGIN_DECLS

/* Texts are copied. */
typedef struct
{
  VmxSyncPhase phase;
  int opstatus; /* of the server, or else one of our codes */
  const char *code; /* (nullable) */
  const char *message;
  const char *object;
  const char *object_service;
  VmxRecord *primary_keys; /* (nullable) */
} VmxSyncErrorInfo;

VmxSyncError *vmx_sync_error_new (const VmxSyncErrorInfo *info);
/* syncErrors, of errors (element-type VmxSyncError). */
void vmx_sync_errors_write (GPtrArray *errors, VmxJsonWriter *writer);

G_END_DECLS
