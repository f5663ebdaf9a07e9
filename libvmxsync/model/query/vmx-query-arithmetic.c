/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-decimal-math-private.h>
#include <libvmxsync/model/query/vmx-query-evaluate-private.h>

#include <math.h>

static gboolean
calculate_int64 (VmxQueryKind kind, gint64 left, gint64 right, gint64 *answer)
{
  if (kind == VMX_QUERY_ADD)
    return !__builtin_add_overflow (left, right, answer);
  if (kind == VMX_QUERY_SUB)
    return !__builtin_sub_overflow (left, right, answer);
  if (kind == VMX_QUERY_MUL)
    return !__builtin_mul_overflow (left, right, answer);
  if (right == 0)
    return FALSE;
  /* The processor traps on the smallest number divided by -1. */
  if (right == -1 && kind == VMX_QUERY_DIV)
    return !__builtin_sub_overflow (0, left, answer);
  if (right == -1)
    *answer = 0;
  else
    *answer = kind == VMX_QUERY_DIV ? left / right : left % right;
  return TRUE;
}

static void
calculate_doubles (VmxQueryKind kind, double left, double right, VmxValue *result)
{
  double answer = NAN;

  if (kind == VMX_QUERY_ADD)
    answer = left + right;
  else if (kind == VMX_QUERY_SUB)
    answer = left - right;
  else if (kind == VMX_QUERY_MUL)
    answer = left * right;
  else if (right != 0)
    answer = kind == VMX_QUERY_MOD ? fmod (left, right) : left / right;
  if (!isnan (answer))
    *result = (VmxValue) { .kind = VMX_VALUE_DOUBLE, .number = answer };
}

static void
calculate_decimals (VmxQueryKind kind, const VmxValue *left, const VmxValue *right,
                    VmxArena *arena, VmxValue *result)
{
  VmxDecimalOperation operation = VMX_DECIMAL_DIVIDE;
  VmxValue a, b;

  if (left->kind == VMX_VALUE_INT64)
    {
      vmx_decimal_set_int64 (&a, left->int64, arena);
      left = &a;
    }
  if (right->kind == VMX_VALUE_INT64)
    {
      vmx_decimal_set_int64 (&b, right->int64, arena);
      right = &b;
    }
  if (kind == VMX_QUERY_ADD)
    operation = VMX_DECIMAL_ADD;
  else if (kind == VMX_QUERY_SUB)
    operation = VMX_DECIMAL_SUBTRACT;
  else if (kind == VMX_QUERY_MUL)
    operation = VMX_DECIMAL_MULTIPLY;
  else if (kind == VMX_QUERY_MOD)
    operation = VMX_DECIMAL_REMAINDER;
  vmx_decimal_calculate (operation, left, right, arena, result);
}

void
vmx_query_calculate (VmxQueryKind kind, const VmxValue *left, const VmxValue *right,
                     VmxArena *arena, VmxValue *result)
{
  gint64 whole;

  *result = (VmxValue) VMX_VALUE_INIT_NULL;
  if (vmx_value_is_null (left) || vmx_value_is_null (right))
    return;
  if (!vmx_query_is_number (left) || !vmx_query_is_number (right))
    {
      vmx_query_calculate_times (kind, left, right, arena, result);
      return;
    }
  if (left->kind == VMX_VALUE_DOUBLE || right->kind == VMX_VALUE_DOUBLE)
    {
      calculate_doubles (kind, vmx_value_get_double (left), vmx_value_get_double (right), result);
      return;
    }
  if (kind == VMX_QUERY_DIVBY || left->kind != VMX_VALUE_INT64 || right->kind != VMX_VALUE_INT64)
    {
      calculate_decimals (kind, left, right, arena, result);
      return;
    }
  if (calculate_int64 (kind, left->int64, right->int64, &whole))
    vmx_query_set_int64 (result, whole);
}
