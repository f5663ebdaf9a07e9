/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-query.h>
#include <libvmxsync/model/record/vmx-record.h>

G_BEGIN_DECLS

/* Which records an option set is about. When several criteria are given, the first one counts. All
 * may be NULL. */
typedef struct
{
  VmxRecord *primary_keys;
  VmxRecord *where_condition;
  char *where_condition_as_a_string;
  VmxRecord *like_condition;
  char *filter;
} VmxCriteria;

/* The names of the options, for lists of known ones. */
#define VMX_CRITERIA_NAMES                                                                         \
  "primaryKeys", "whereCondition", "whereConditionAsAString", "likeCondition", "filter"

void vmx_criteria_clear (VmxCriteria *self);
/* A copy that later changes of the records leave alone. */
void vmx_criteria_copy (VmxCriteria *self, const VmxCriteria *from);
gboolean vmx_criteria_parse (VmxCriteria *self, VmxRecord *values, GError **error);
gboolean vmx_criteria_is_empty (const VmxCriteria *self);
/* The condition; NULL without error when there is none. */
gboolean vmx_criteria_make_query (const VmxCriteria *self, VmxObjectSchema *schema,
                                  VmxQuery **query, GError **error);
/* Sets VMX_ERROR_INVALID_OPTION that suggests the nearest column; FALSE. */
gboolean vmx_criteria_set_unknown_column (const char *option, const char *column,
                                          VmxObjectSchema *schema, GError **error);

G_END_DECLS
