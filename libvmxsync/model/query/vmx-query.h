/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-object-schema.h>
#include <libvmxsync/model/schema/vmx-service-schema.h>
#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/model/value/vmx-value.h>

G_BEGIN_DECLS

/**
 * VmxQueryKind:
 * @VMX_QUERY_LITERAL: a literal; [method@Vmx.Query.get_value]
 * @VMX_QUERY_COLUMN: a column of the object; [method@Vmx.Query.get_name] and
 *   [method@Vmx.Query.get_column]
 * @VMX_QUERY_AND: two or more conditions
 * @VMX_QUERY_OR: two or more conditions
 * @VMX_QUERY_NOT: one condition
 * @VMX_QUERY_EQ: left, right
 * @VMX_QUERY_NE: left, right
 * @VMX_QUERY_GT: left, right
 * @VMX_QUERY_GE: left, right
 * @VMX_QUERY_LT: left, right
 * @VMX_QUERY_LE: left, right
 * @VMX_QUERY_IN: needle, then each member of the list; a lone member that is no literal may be
 *   a collection
 * @VMX_QUERY_HAS: left, flags
 * @VMX_QUERY_LIKE: text, pattern; `%` and `_` are wild, ASCII letters match without case
 * @VMX_QUERY_IS_NULL: one expression
 * @VMX_QUERY_ADD: left, right
 * @VMX_QUERY_SUB: left, right
 * @VMX_QUERY_MUL: left, right
 * @VMX_QUERY_DIV: left, right; whole numbers give a whole number
 * @VMX_QUERY_DIVBY: left, right; never cuts fractions
 * @VMX_QUERY_MOD: left, right
 * @VMX_QUERY_NEGATE: one expression
 * @VMX_QUERY_CALL: a built-in function; its name in small letters, its arguments; for `case` each
 *   condition is followed by its value
 * @VMX_QUERY_CAST: [expression], type name in the name
 * @VMX_QUERY_ISOF: [expression], type name in the name
 * @VMX_QUERY_ANY: a path, optionally a condition; the variable in the name
 * @VMX_QUERY_ALL: a path, a condition; the variable in the name
 * @VMX_QUERY_PATH: a path that is not a column, or a custom function; its text in the name
 * @VMX_QUERY_VARIABLE: `$it`, `$this`, `$root` or a lambda variable, with the path behind it, in
 *   the name
 * @VMX_QUERY_ALIAS: a parameter alias, `@name`
 * @VMX_QUERY_LIST: a list of expressions
 * @VMX_QUERY_JSON: a JSON object literal, its text in the value, its member values below it; an
 *   array is a list
 *
 * The kinds of nodes in a query tree, with what their children are.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_QUERY_LITERAL,
  VMX_QUERY_COLUMN,
  VMX_QUERY_AND,
  VMX_QUERY_OR,
  VMX_QUERY_NOT,
  VMX_QUERY_EQ,
  VMX_QUERY_NE,
  VMX_QUERY_GT,
  VMX_QUERY_GE,
  VMX_QUERY_LT,
  VMX_QUERY_LE,
  VMX_QUERY_IN,
  VMX_QUERY_HAS,
  VMX_QUERY_LIKE,
  VMX_QUERY_IS_NULL,
  VMX_QUERY_ADD,
  VMX_QUERY_SUB,
  VMX_QUERY_MUL,
  VMX_QUERY_DIV,
  VMX_QUERY_DIVBY,
  VMX_QUERY_MOD,
  VMX_QUERY_NEGATE,
  VMX_QUERY_CALL,
  VMX_QUERY_CAST,
  VMX_QUERY_ISOF,
  VMX_QUERY_ANY,
  VMX_QUERY_ALL,
  VMX_QUERY_PATH,
  VMX_QUERY_VARIABLE,
  VMX_QUERY_ALIAS,
  VMX_QUERY_LIST,
  VMX_QUERY_JSON,
} VmxQueryKind;

/**
 * VmxQueryNulls:
 * @VMX_QUERY_NULLS_ODATA: `null eq null` is true, every other comparison with null is false
 *   (`ne`: true when just one side is null)
 * @VMX_QUERY_NULLS_SQL: every comparison with null is unknown
 *
 * How a comparison treats null.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_QUERY_NULLS_ODATA,
  VMX_QUERY_NULLS_SQL,
} VmxQueryNulls;

#define VMX_TYPE_QUERY (vmx_query_get_type ())

typedef struct _VmxQuery VmxQuery;

VMX_AVAILABLE_IN_ALL
GType vmx_query_get_type (void) G_GNUC_CONST;
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_query_ref (VmxQuery *self);
VMX_AVAILABLE_IN_ALL
void vmx_query_unref (VmxQuery *self);

/* Making one */
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_query_new_from_filter (const char *filter, VmxObjectSchema *schema, GError **error);
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_query_new_from_where (const char *where, VmxObjectSchema *schema, GError **error);
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_query_new_column (VmxObjectSchema *schema, guint column);
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_query_new_literal (const VmxValue *value);
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_query_new_comparison (VmxQueryKind kind, VmxQueryNulls nulls, VmxQuery *left,
                                    VmxQuery *right);
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_query_new_and (VmxQuery *left, VmxQuery *right);

VMX_AVAILABLE_IN_ALL
VmxFilterVerdict vmx_query_judge_filter (const char *filter, VmxObjectSchema *schema,
                                         VmxServiceSchema *service, GError **error);

/* Reading one */
VMX_AVAILABLE_IN_ALL
VmxQueryKind vmx_query_get_kind (VmxQuery *self);
VMX_AVAILABLE_IN_ALL
VmxQueryNulls vmx_query_get_nulls (VmxQuery *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_query_get_name (VmxQuery *self);
VMX_AVAILABLE_IN_ALL
int vmx_query_get_column (VmxQuery *self);
VMX_AVAILABLE_IN_ALL
const VmxValue *vmx_query_get_value (VmxQuery *self);
VMX_AVAILABLE_IN_ALL
guint vmx_query_get_n_children (VmxQuery *self);
VMX_AVAILABLE_IN_ALL
VmxQuery *vmx_query_get_child (VmxQuery *self, guint position);

/* Using one */
VMX_AVAILABLE_IN_ALL
gboolean vmx_query_can_evaluate (VmxQuery *self, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_query_matches (VmxQuery *self, VmxRecordBatch *batch, guint row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxQuery, vmx_query_unref)

G_END_DECLS
