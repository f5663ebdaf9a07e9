/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-server.h"

G_BEGIN_DECLS

/* What the samples are made with. */

typedef struct
{
  const char *name;
  VmxColumnType type;
  VmxColumnFlags flags;
} VmxServerSampleColumn;

/* The first n_keys columns are the key. Decimals have two digits behind the point, and texts at
 * most 100 characters. */
VmxObjectSchema *vmx_server_sample_make_schema (const char *name,
                                                const VmxServerSampleColumn *columns,
                                                guint n_columns, guint n_keys);
void vmx_server_sample_add_relation (VmxObjectSchema *schema, const char *name,
                                     VmxRelationshipType type, const char *target,
                                     const char *source_column, const char *target_column);
/* Seals the schema and adds its set. */
void vmx_server_sample_add_set (VmxOdataServer *server, VmxObjectSchema *schema);

G_END_DECLS
