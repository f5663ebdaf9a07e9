/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-decimal-math-private.h>
#include <libvmxsync/model/query/vmx-query-functions-private.h>

#include <math.h>

static void
round_number (VmxEvaluation *self, const VmxValue *number, VmxDecimalRounding rounding,
              double (*round_double) (double), VmxValue *result)
{
  if (number->kind == VMX_VALUE_DOUBLE)
    *result = (VmxValue) { .kind = VMX_VALUE_DOUBLE, .number = round_double (number->number) };
  else if (number->kind == VMX_VALUE_DECIMAL)
    vmx_decimal_round (rounding, number, vmx_evaluation_get_arena (self), result);
  else
    *result = *number;
}

VMX_DECLARE_QUERY_FUNCTION (round)
{
  round_number (self, arguments[0], VMX_DECIMAL_ROUND, round, result);
}

VMX_DECLARE_QUERY_FUNCTION (floor)
{
  round_number (self, arguments[0], VMX_DECIMAL_FLOOR, floor, result);
}

VMX_DECLARE_QUERY_FUNCTION (ceiling)
{
  round_number (self, arguments[0], VMX_DECIMAL_CEILING, ceil, result);
}
