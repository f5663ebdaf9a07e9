/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/settle/vmx-conflict.h>

G_BEGIN_DECLS

/* What a conflict is about; records are (nullable): there is none. Everything is taken over. */
typedef struct
{
  char *object;
  VmxRecord *primary_keys;
  VmxChangeAction action;
  char *reason;
  VmxRecord *base;
  VmxRecord *local;
  VmxRecord *server;
  char *seen; /* the changes of the record when this was read, to be compared only */
} VmxConflictInfo;

VmxConflict *vmx_conflict_new (VmxConflictInfo *info);
const char *vmx_conflict_get_seen (VmxConflict *self);

G_END_DECLS
