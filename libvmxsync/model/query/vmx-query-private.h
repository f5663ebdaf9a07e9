/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-query.h>
#include <libvmxsync/model/value/vmx-value-private.h>

G_BEGIN_DECLS

/* A node of the tree. Immutable once its parser is done, so trees are shared between threads. */
struct _VmxQuery
{
  gatomicrefcount ref_count;
  guint8 kind;  /* VmxQueryKind */
  guint8 nulls; /* VmxQueryNulls */
  guint16 height; /* levels of nodes below this one */
  int column;   /* index in the schema, -1 when not a column */
  guint position; /* byte offset in the source text */
  VmxColumnType column_type; /* of a column, or the type a literal was written as */
  char *name;
  VmxValue *value;
  GPtrArray *children; /* (element-type VmxQuery) (nullable) */
};

/* No parser makes a tree with more levels, so that those who walk one may recurse. */
#define VMX_QUERY_MAX_HEIGHT 100

VmxQuery *vmx_query_new (VmxQueryKind kind, guint position);
VmxQuery *vmx_query_new_named (VmxQueryKind kind, const char *name, guint position);
/* Takes the child, which must have its own children already. */
void vmx_query_add (VmxQuery *self, VmxQuery *child);

/* What the tokens of the grammar mean, without any schema: the pure parser. The error has the byte
 * offset in its message ("at character N") and, if not NULL, in error_position. */
VmxQuery *vmx_filter_parse (const char *filter, gsize *error_position, GError **error);
/* Binds columns and judges names and types. query is changed in place by its only owner. */
VmxFilterVerdict vmx_filter_check (VmxQuery *query, VmxObjectSchema *schema,
                                   VmxServiceSchema *service, GError **error);

G_END_DECLS
