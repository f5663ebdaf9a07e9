/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-query-evaluate-private.h>

#include <libvmxsync/model/vmx-error.h>

#include <string.h>

static const VmxValue null_value = VMX_VALUE_INIT_NULL;

static gint64 (*current_clock) (void) = g_get_real_time;

void
vmx_query_set_clock (gint64 (*clock) (void))
{
  current_clock = clock != NULL ? clock : g_get_real_time;
}

VmxArena *
vmx_evaluation_get_arena (VmxEvaluation *self)
{
  if (self->arena == NULL)
    self->arena = vmx_arena_new ();
  return self->arena;
}

const VmxValue *
vmx_evaluation_get_now (VmxEvaluation *self)
{
  if (self->now.kind == VMX_VALUE_MISSING)
    {
      gint64 now = current_clock ();
      gint64 in_day = (now % G_TIME_SPAN_DAY + G_TIME_SPAN_DAY) % G_TIME_SPAN_DAY;
      g_autofree char *fraction
          = g_strdup_printf ("%06d", (int) (in_day % G_TIME_SPAN_SECOND));
      VmxInstant instant = { .days = (now - in_day) / G_TIME_SPAN_DAY,
                             .seconds = in_day / G_TIME_SPAN_SECOND,
                             .fraction = fraction,
                             .fraction_length = 6 };
      g_autofree char *text = vmx_timestamp_print (&instant);

      vmx_query_set_text (&self->now, VMX_VALUE_TIMESTAMP, text, strlen (text),
                          vmx_evaluation_get_arena (self));
    }
  return &self->now;
}

static VmxTruth
truth_new (gboolean truth)
{
  return truth ? VMX_TRUTH_TRUE : VMX_TRUTH_FALSE;
}

static VmxTruth
truth_from_value (const VmxValue *value)
{
  if (value->kind != VMX_VALUE_BOOLEAN)
    return VMX_TRUTH_UNKNOWN;
  return truth_new (value->int64 != 0);
}

static void
set_truth (VmxValue *self, VmxTruth truth)
{
  if (truth == VMX_TRUTH_UNKNOWN)
    *self = null_value;
  else
    *self = (VmxValue) { .kind = VMX_VALUE_BOOLEAN, .int64 = truth == VMX_TRUTH_TRUE };
}

/* One of the two truths decides for all, an unknown one only if nothing decides. */
static VmxTruth
evaluate_junction (VmxEvaluation *self, VmxQuery *query, VmxTruth deciding)
{
  VmxTruth answer = deciding == VMX_TRUTH_TRUE ? VMX_TRUTH_FALSE : VMX_TRUTH_TRUE;

  for (guint i = 0; i < query->children->len; i++)
    {
      VmxTruth truth = vmx_evaluation_get_truth (self, query->children->pdata[i]);

      if (truth == deciding)
        return truth;
      if (truth == VMX_TRUTH_UNKNOWN)
        answer = truth;
    }
  return answer;
}

static VmxTruth
evaluate_not (VmxEvaluation *self, VmxQuery *query)
{
  VmxTruth truth = vmx_evaluation_get_truth (self, query->children->pdata[0]);

  return truth == VMX_TRUTH_UNKNOWN ? truth : truth_new (truth == VMX_TRUTH_FALSE);
}

static VmxTruth
compare_with_null (VmxQuery *query, gboolean both)
{
  if (query->nulls == VMX_QUERY_NULLS_SQL)
    return VMX_TRUTH_UNKNOWN;
  if (query->kind == VMX_QUERY_EQ)
    return truth_new (both);
  return truth_new (query->kind == VMX_QUERY_NE && !both);
}

static VmxTruth
evaluate_comparison (VmxEvaluation *self, VmxQuery *query)
{
  VmxValue scratches[2];
  const VmxValue *left
      = vmx_evaluation_get_value (self, query->children->pdata[0], &scratches[0]);
  const VmxValue *right
      = vmx_evaluation_get_value (self, query->children->pdata[1], &scratches[1]);
  int order;

  if (vmx_value_is_null (left) || vmx_value_is_null (right))
    return compare_with_null (query, vmx_value_is_null (left) && vmx_value_is_null (right));
  if (!vmx_query_order_values (left, right, &order))
    return VMX_TRUTH_UNKNOWN;
  if (query->kind == VMX_QUERY_EQ)
    return truth_new (order == 0);
  if (query->kind == VMX_QUERY_NE)
    return truth_new (order != 0);
  if (query->kind == VMX_QUERY_GT)
    return truth_new (order > 0);
  if (query->kind == VMX_QUERY_GE)
    return truth_new (order >= 0);
  return truth_new (query->kind == VMX_QUERY_LT ? order < 0 : order <= 0);
}

/* Whether the needle equals one member; a null counts as the kind of nulls says. */
static VmxTruth
is_member (VmxQuery *query, const VmxValue *needle, const VmxValue *member)
{
  gboolean needle_null = vmx_value_is_null (needle);
  gboolean member_null = vmx_value_is_null (member);
  int order;

  if (!needle_null && !member_null)
    return truth_new (vmx_query_order_values (needle, member, &order) && order == 0);
  if (query->nulls == VMX_QUERY_NULLS_SQL)
    return VMX_TRUTH_UNKNOWN;
  return truth_new (needle_null && member_null);
}

static VmxTruth
evaluate_in (VmxEvaluation *self, VmxQuery *query)
{
  VmxValue needle_scratch, scratch;
  const VmxValue *needle
      = vmx_evaluation_get_value (self, query->children->pdata[0], &needle_scratch);
  VmxTruth answer = VMX_TRUTH_FALSE;

  for (guint i = 1; i < query->children->len && answer != VMX_TRUTH_TRUE; i++)
    {
      VmxTruth truth = is_member (
          query, needle, vmx_evaluation_get_value (self, query->children->pdata[i], &scratch));

      if (truth != VMX_TRUTH_FALSE)
        answer = truth;
    }
  return answer;
}

/* Whether a name is among names such as "Red, Blue". */
static gboolean
has_flag (const VmxValue *names, const char *name)
{
  g_auto(GStrv) list = g_strsplit (names->text, ",", -1);

  for (guint i = 0; list[i] != NULL; i++)
    if (strcmp (g_strstrip (list[i]), name) == 0)
      return TRUE;
  return FALSE;
}

static VmxTruth
evaluate_has (VmxEvaluation *self, VmxQuery *query)
{
  VmxValue scratches[2];
  const VmxValue *value
      = vmx_evaluation_get_value (self, query->children->pdata[0], &scratches[0]);
  const VmxValue *flags
      = vmx_evaluation_get_value (self, query->children->pdata[1], &scratches[1]);
  g_auto(GStrv) names = NULL;

  if (value->kind == VMX_VALUE_INT64 && flags->kind == VMX_VALUE_INT64)
    return truth_new ((value->int64 & flags->int64) == flags->int64);
  if (value->kind != VMX_VALUE_TEXT || flags->kind != VMX_VALUE_TEXT)
    return VMX_TRUTH_UNKNOWN;
  names = g_strsplit (flags->text, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    if (!has_flag (value, g_strstrip (names[i])))
      return VMX_TRUTH_FALSE;
  return VMX_TRUTH_TRUE;
}

static VmxTruth
evaluate_like (VmxEvaluation *self, VmxQuery *query)
{
  VmxValue scratches[2];
  const VmxValue *value
      = vmx_evaluation_get_value (self, query->children->pdata[0], &scratches[0]);
  const VmxValue *pattern
      = vmx_evaluation_get_value (self, query->children->pdata[1], &scratches[1]);
  char text[24];

  if (pattern->kind != VMX_VALUE_TEXT)
    return VMX_TRUTH_UNKNOWN;
  if (value->kind == VMX_VALUE_INT64)
    return truth_new (vmx_query_match_like (
        text, g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value->int64), pattern->text,
        pattern->length));
  if (!vmx_value_kind_is_text (value->kind))
    return VMX_TRUTH_UNKNOWN;
  return truth_new (
      vmx_query_match_like (value->text, value->length, pattern->text, pattern->length));
}

static VmxTruth
evaluate_is_null (VmxEvaluation *self, VmxQuery *query)
{
  VmxValue scratch;

  return truth_new (
      vmx_value_is_null (vmx_evaluation_get_value (self, query->children->pdata[0], &scratch)));
}

static VmxTruth
evaluate_truth (VmxEvaluation *self, VmxQuery *query)
{
  VmxValue scratch;

  switch ((int) query->kind)
    {
    case VMX_QUERY_AND:
      return evaluate_junction (self, query, VMX_TRUTH_FALSE);
    case VMX_QUERY_OR:
      return evaluate_junction (self, query, VMX_TRUTH_TRUE);
    case VMX_QUERY_NOT:
      return evaluate_not (self, query);
    case VMX_QUERY_EQ:
    case VMX_QUERY_NE:
    case VMX_QUERY_GT:
    case VMX_QUERY_GE:
    case VMX_QUERY_LT:
    case VMX_QUERY_LE:
      return evaluate_comparison (self, query);
    case VMX_QUERY_IN:
      return evaluate_in (self, query);
    case VMX_QUERY_HAS:
      return evaluate_has (self, query);
    case VMX_QUERY_LIKE:
      return evaluate_like (self, query);
    case VMX_QUERY_IS_NULL:
      return evaluate_is_null (self, query);
    default:
      return truth_from_value (vmx_evaluation_get_value (self, query, &scratch));
    }
}

VmxTruth
vmx_evaluation_get_truth (VmxEvaluation *self, VmxQuery *query)
{
  VmxTruth truth = VMX_TRUTH_UNKNOWN;

  if (++self->depth <= VMX_QUERY_MAX_DEPTH)
    truth = evaluate_truth (self, query);
  self->depth--;
  return truth;
}

static gboolean
is_condition (VmxQueryKind kind)
{
  return kind >= VMX_QUERY_AND && kind <= VMX_QUERY_IS_NULL;
}

static const VmxValue *
evaluate_arithmetic (VmxEvaluation *self, VmxQuery *query, VmxValue *scratch)
{
  VmxValue zero = { .kind = VMX_VALUE_INT64 };
  VmxValue scratches[2];
  const VmxValue *left
      = vmx_evaluation_get_value (self, query->children->pdata[0], &scratches[0]);
  const VmxValue *right;
  VmxArena *arena = vmx_evaluation_get_arena (self);

  if (query->kind != VMX_QUERY_NEGATE)
    {
      right = vmx_evaluation_get_value (self, query->children->pdata[1], &scratches[1]);
      vmx_query_calculate (query->kind, left, right, arena, scratch);
      return scratch;
    }
  if (left->kind == VMX_VALUE_DURATION)
    {
      zero.int64 = -1;
      vmx_query_calculate (VMX_QUERY_MUL, left, &zero, arena, scratch);
      return scratch;
    }
  vmx_query_calculate (VMX_QUERY_SUB, &zero, left, arena, scratch);
  return scratch;
}

static const VmxValue *
evaluate_value (VmxEvaluation *self, VmxQuery *query, VmxValue *scratch)
{
  switch ((int) query->kind)
    {
    case VMX_QUERY_ADD:
    case VMX_QUERY_SUB:
    case VMX_QUERY_MUL:
    case VMX_QUERY_DIV:
    case VMX_QUERY_DIVBY:
    case VMX_QUERY_MOD:
    case VMX_QUERY_NEGATE:
      return evaluate_arithmetic (self, query, scratch);
    case VMX_QUERY_CALL:
      return vmx_query_call (self, query, scratch);
    default:
      if (!is_condition (query->kind))
        return &null_value;
      set_truth (scratch, vmx_evaluation_get_truth (self, query));
      return scratch;
    }
}

const VmxValue *
vmx_evaluation_get_value (VmxEvaluation *self, VmxQuery *query, VmxValue *scratch)
{
  const VmxValue *value = &null_value;

  if (query->kind == VMX_QUERY_LITERAL)
    return query->value;
  if (query->kind == VMX_QUERY_COLUMN)
    return vmx_record_batch_peek_value (self->batch, self->row, query->column);
  if (++self->depth <= VMX_QUERY_MAX_DEPTH)
    value = evaluate_value (self, query, scratch);
  self->depth--;
  return value;
}

/**
 * vmx_query_matches:
 * @self: a query for which [method@Vmx.Query.can_evaluate] is true
 * @batch: records of the object that the query was made for
 * @row: the number of a row
 *
 * Says whether a record meets the condition.
 *
 * Missing cells count as null. A result that is null, because of null operands, an overflow, a
 * division by zero or values that cannot be compared, is no match. The function `now()` has one
 * value within a call.
 *
 * Whole numbers and decimals are calculated exactly; a result that does not fit 64 bits is null,
 * and a quotient of decimals has at most 34 digits.
 *
 * Returns: %TRUE if the record meets the condition
 *
 * Since: 0.1
 */
gboolean
vmx_query_matches (VmxQuery *self, VmxRecordBatch *batch, guint row)
{
  VmxEvaluation evaluation = { .batch = batch, .row = row };
  VmxTruth truth;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (batch), FALSE);
  g_return_val_if_fail (row < vmx_record_batch_get_n_rows (batch), FALSE);

  truth = vmx_evaluation_get_truth (&evaluation, self);
  g_clear_pointer (&evaluation.arena, vmx_arena_free);
  return truth == VMX_TRUTH_TRUE;
}
