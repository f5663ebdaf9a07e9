/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

#include "vmx-odata-csdl.h"

G_BEGIN_DECLS

/* An entity set that is kept as an object, between the metadata and its schema. */
typedef struct
{
  const VmxODataContainer *container;
  const VmxODataSet *set;
  GPtrArray *types;  /* (element-type VmxODataType), base types first */
  const GArray *key; /* (element-type VmxODataKeyRef) */
  VmxObjectSchema *schema;
} VmxODataObject;

G_END_DECLS
