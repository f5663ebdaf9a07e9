/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/value/vmx-value-private.h>

G_BEGIN_DECLS

/* A number with more digits than this takes no part in calculations. */
#define VMX_DECIMAL_MAX_DIGITS 1000
/* A quotient is rounded to this many digits, the precision of a decimal128. */
#define VMX_DECIMAL_QUOTIENT_DIGITS 34

typedef enum
{
  VMX_DECIMAL_ADD,
  VMX_DECIMAL_SUBTRACT,
  VMX_DECIMAL_MULTIPLY,
  VMX_DECIMAL_DIVIDE,
  VMX_DECIMAL_REMAINDER,
} VmxDecimalOperation;

typedef enum
{
  VMX_DECIMAL_ROUND, /* a half goes away from zero */
  VMX_DECIMAL_FLOOR,
  VMX_DECIMAL_CEILING,
} VmxDecimalRounding;

/* The operands are decimals. FALSE, and a null as result, when the divisor is zero or a number has
 * too many digits. All but the quotient are exact; the remainder has the sign of the dividend. */
gboolean vmx_decimal_calculate (VmxDecimalOperation operation, const VmxValue *left,
                                const VmxValue *right, VmxArena *arena, VmxValue *result);
gboolean vmx_decimal_round (VmxDecimalRounding rounding, const VmxValue *operand, VmxArena *arena,
                            VmxValue *result);
gboolean vmx_decimal_negate (const VmxValue *operand, VmxArena *arena, VmxValue *result);
void vmx_decimal_set_int64 (VmxValue *self, gint64 number, VmxArena *arena);

G_END_DECLS
