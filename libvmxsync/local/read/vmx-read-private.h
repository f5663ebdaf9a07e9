/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-read-options.h>
#include <libvmxsync/local/store/vmx-store-private.h>
#include <libvmxsync/model/query/vmx-query.h>

G_BEGIN_DECLS

/* One reading of records of an object. It keeps nothing of the options, which are the program's. */
typedef struct _VmxReadPlan VmxReadPlan;

/* options NULL reads all. */
VmxReadPlan *vmx_read_plan_new (VmxObjectSchema *schema, VmxReadOptions *options, GError **error);
void vmx_read_plan_free (VmxReadPlan *self);
/* Once, on any thread; (element-type VmxRecord). */
GPtrArray *vmx_read_plan_run (VmxReadPlan *self, VmxStore *store, GCancellable *cancellable,
                              GError **error);

/* The condition that options express; NULL without error when there is none. */
gboolean vmx_read_options_make_query (VmxReadOptions *options, VmxObjectSchema *schema,
                                      VmxQuery **query, GError **error);
/* Sets VMX_ERROR_INVALID_OPTION that suggests the nearest column; FALSE. */
gboolean vmx_read_set_unknown_column (const char *option, const char *column,
                                      VmxObjectSchema *schema, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxReadPlan, vmx_read_plan_free)

G_END_DECLS
