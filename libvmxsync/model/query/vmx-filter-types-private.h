/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-filter-functions-private.h>
#include <libvmxsync/model/query/vmx-query.h>

G_BEGIN_DECLS

/* Unknown for binary columns and JSON. */
VmxFilterType vmx_filter_type_from_column (VmxColumnType type);
/* FALSE when the name claims to be of the namespace Edm, but is not. Unknown for other names. */
gboolean vmx_filter_type_from_name (const char *name, VmxFilterType *type);
/* In words, with an article; sets of types are joined with "or". */
char *vmx_filter_type_describe (VmxFilterType type);
/* What add, sub, mul … of two known types gives; unknown when it is impossible. */
VmxFilterType vmx_filter_type_calculate (VmxQueryKind operation, VmxFilterType left,
                                         VmxFilterType right);

G_END_DECLS
