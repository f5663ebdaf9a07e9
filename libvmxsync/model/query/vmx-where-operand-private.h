/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-query-private.h>
#include <libvmxsync/model/query/vmx-where-lexer-private.h>

G_BEGIN_DECLS

/* The literal that the lexer stands on, as it was written. */
VmxQuery *vmx_where_read_literal (VmxWhereLexer *lexer, gboolean negative, GError **error);
VmxQuery *vmx_where_read_column (VmxWhereLexer *lexer, VmxObjectSchema *schema, GError **error);
/* Brings the literal among the two, if there is one, to what the column on the other side holds,
 * and fails if they cannot be compared. Both may be replaced. */
gboolean vmx_where_fit_operands (VmxQuery **left, VmxQuery **right, GError **error);

G_END_DECLS
