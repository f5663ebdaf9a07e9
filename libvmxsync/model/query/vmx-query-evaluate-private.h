/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-query-private.h>

G_BEGIN_DECLS

/* A condition that is used as a value takes two steps. */
#define VMX_QUERY_MAX_DEPTH (2 * VMX_QUERY_MAX_HEIGHT + 2)

typedef enum
{
  VMX_TRUTH_FALSE,
  VMX_TRUTH_TRUE,
  VMX_TRUTH_UNKNOWN,
} VmxTruth;

/* One evaluation of a query for one row. */
typedef struct
{
  VmxRecordBatch *batch;
  guint row;
  guint depth;
  VmxArena *arena; /* holds intermediate text; NULL until the first is needed */
  VmxValue now;    /* missing until asked for */
} VmxEvaluation;

/* The answer belongs to the batch, to the query or to scratch, and is never NULL. */
const VmxValue *vmx_evaluation_get_value (VmxEvaluation *self, VmxQuery *query, VmxValue *scratch);
VmxTruth vmx_evaluation_get_truth (VmxEvaluation *self, VmxQuery *query);
VmxArena *vmx_evaluation_get_arena (VmxEvaluation *self);
/* The same instant throughout one evaluation. */
const VmxValue *vmx_evaluation_get_now (VmxEvaluation *self);

/* Sets what now() is, in microseconds since 1970; NULL brings the real clock back. For tests. */
void vmx_query_set_clock (gint64 (*clock) (void));

gboolean vmx_query_is_number (const VmxValue *value);
/* FALSE if the values are of kinds that have no order among each other. */
gboolean vmx_query_order_values (const VmxValue *left, const VmxValue *right, int *order);

/* The result is null where the operation is not defined, overflows or divides by zero. */
void vmx_query_calculate (VmxQueryKind kind, const VmxValue *left, const VmxValue *right,
                          VmxArena *arena, VmxValue *result);
void vmx_query_calculate_times (VmxQueryKind kind, const VmxValue *left, const VmxValue *right,
                                VmxArena *arena, VmxValue *result);
/* As a decimal with all digits of its fraction. */
gboolean vmx_query_duration_to_seconds (const VmxValue *duration, VmxArena *arena,
                                        VmxValue *seconds);

typedef void (*VmxQueryFunction) (VmxEvaluation *self, const VmxValue *const *arguments,
                                  guint n_arguments, VmxValue *result);

/* A function that gives null for a null argument. Each letter of the signature is an argument:
 * t text, i whole number, n number, d with a date, h with a time of day, z timestamp, p duration;
 * those behind ? may be left out. */
typedef struct
{
  const char *name;
  const char *signature;
  VmxQueryFunction call;
} VmxQueryFunctionInfo;

const VmxQueryFunctionInfo *vmx_query_find_function (const char *name);
gboolean vmx_query_function_takes (const VmxQueryFunctionInfo *self, guint n_arguments);
/* case(condition:value, …), whose arguments are not all evaluated. */
gboolean vmx_query_is_case (VmxQuery *query);
const VmxValue *vmx_query_call (VmxEvaluation *self, VmxQuery *query, VmxValue *scratch);
void vmx_query_set_int64 (VmxValue *self, gint64 number);
/* A copy of text. */
void vmx_query_set_text (VmxValue *self, VmxValueKind kind, const char *text, gsize length,
                         VmxArena *arena);

/* SQL's LIKE: % is any text, _ is one character, ASCII letters match without case. */
gboolean vmx_query_match_like (const char *text, gsize text_length, const char *pattern,
                               gsize pattern_length);
/* FALSE if the pattern is not a regular expression, or takes far too long. */
gboolean vmx_query_match_pattern (const char *text, gsize text_length, const char *pattern,
                                  gsize pattern_length, gboolean *matches);

G_END_DECLS
