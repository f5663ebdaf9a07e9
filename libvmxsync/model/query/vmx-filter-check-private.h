/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-filter-types-private.h>
#include <libvmxsync/model/query/vmx-query-private.h>

G_BEGIN_DECLS

/* The state of one check. */
typedef struct
{
  VmxObjectSchema *schema;
  VmxServiceSchema *service; /* (nullable) */
  guint lambda_depth;
  gboolean cannot_judge;
  GError *error;
} VmxFilterCheck;

/* Keeps the first error only. */
void vmx_filter_check_fail (VmxFilterCheck *self, VmxQuery *node, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* The answer for what only the server can know. */
VmxFilterType vmx_filter_check_give_up (VmxFilterCheck *self);

/* Names: binds columns, and follows paths as far as the schema goes. */
VmxFilterType vmx_filter_check_column (VmxFilterCheck *self, VmxQuery *node);
VmxFilterType vmx_filter_check_path (VmxFilterCheck *self, VmxQuery *node);
VmxFilterType vmx_filter_check_variable (VmxFilterCheck *self, VmxQuery *node);
/* What any() and all() look at. */
void vmx_filter_check_collection (VmxFilterCheck *self, VmxQuery *node);

G_END_DECLS
