/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-service-schema.h>

G_BEGIN_DECLS

typedef enum
{
  VMX_OBJECT_DIFF_UNCHANGED,
  VMX_OBJECT_DIFF_ALTERED,
  VMX_OBJECT_DIFF_ADDED,
  VMX_OBJECT_DIFF_REMOVED,
} VmxObjectDiffKind;

/* What becomes of one object. */
typedef struct
{
  VmxObjectDiffKind kind;
  VmxObjectSchema *before; /* (nullable): NULL if it is added */
  VmxObjectSchema *after;  /* (nullable): NULL if it is removed */
} VmxObjectDiff;

/* What leads from one schema of a service to another, (element-type VmxObjectDiff): first the
 * objects of the old one in their order, then those that are added. What cannot be done while
 * records stay is VMX_ERROR_NOT_SUPPORTED. */
GPtrArray *vmx_schema_diff (VmxServiceSchema *before, VmxServiceSchema *after, GError **error);

G_END_DECLS
