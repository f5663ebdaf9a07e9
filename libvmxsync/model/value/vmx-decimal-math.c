/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-decimal-math-private.h>

#include <string.h>

/* Digits 0 to 9, the most significant first and not zero, times ten to the power of -scale. Zero
 * has no digits. */
typedef struct
{
  gboolean negative;
  guint n_digits;
  int scale;
  guint8 *digits;
} Decimal;

static void
strip_leading_zeros (Decimal *self)
{
  while (self->n_digits > 0 && self->digits[0] == 0)
    {
      self->digits++;
      self->n_digits--;
    }
}

static gboolean
decimal_parse (Decimal *self, const VmxValue *value, VmxArena *arena)
{
  const char *end = value->text + value->length;
  const char *at = value->text;
  gboolean after_point = FALSE;

  if (value->length > VMX_DECIMAL_MAX_DIGITS + 16
      || !vmx_decimal_is_valid (value->text, value->length))
    return FALSE;
  *self = (Decimal) { .negative = *at == '-' };
  self->digits = vmx_arena_alloc (arena, value->length);
  if (at < end && (*at == '-' || *at == '+'))
    at++;
  for (; at < end; at++)
    {
      if (*at == '.')
        {
          after_point = TRUE;
          continue;
        }
      self->digits[self->n_digits++] = *at - '0';
      self->scale += after_point ? 1 : 0;
    }
  strip_leading_zeros (self);
  return self->n_digits <= VMX_DECIMAL_MAX_DIGITS && self->scale <= VMX_DECIMAL_MAX_DIGITS;
}

static void
strip_trailing_zeros (Decimal *self)
{
  while (self->scale > 0 && self->n_digits > 0 && self->digits[self->n_digits - 1] == 0)
    {
      self->n_digits--;
      self->scale--;
    }
  if (self->n_digits == 0)
    self->scale = 0;
}

static void
decimal_format (Decimal *self, VmxArena *arena, VmxValue *result)
{
  guint whole, zeros;
  char *text, *at;

  strip_leading_zeros (self);
  strip_trailing_zeros (self);
  whole = self->n_digits > (guint) self->scale ? self->n_digits - self->scale : 0;
  zeros = whole == 0 ? self->scale - self->n_digits : 0;
  at = text = vmx_arena_alloc (arena, self->n_digits + zeros + 4);
  if (self->negative && self->n_digits > 0)
    *at++ = '-';
  if (whole == 0)
    *at++ = '0';
  for (guint i = 0; i < whole; i++)
    *at++ = '0' + self->digits[i];
  if (self->scale > 0)
    *at++ = '.';
  memset (at, '0', zeros);
  at += zeros;
  for (guint i = whole; i < self->n_digits; i++)
    *at++ = '0' + self->digits[i];
  *at = '\0';
  *result = (VmxValue) { .kind = VMX_VALUE_DECIMAL, .length = at - text, .text = text };
}

/* The digits with zeros around them, so that two numbers can be worked on column by column. */
static guint8 *
align_digits (const Decimal *self, int scale, guint width, VmxArena *arena)
{
  guint8 *digits = vmx_arena_alloc (arena, width + 1);
  guint behind = scale - self->scale;

  memset (digits, 0, width + 1);
  memcpy (digits + width - behind - self->n_digits, self->digits, self->n_digits);
  return digits;
}

static guint
get_width (const Decimal *left, const Decimal *right, int scale)
{
  return MAX (left->n_digits + scale - left->scale, right->n_digits + scale - right->scale) + 1;
}

static void
add_digits (guint8 *sum, const guint8 *addend, guint width)
{
  guint carry = 0;

  for (guint i = width; i-- > 0;)
    {
      guint digit = sum[i] + addend[i] + carry;

      carry = digit >= 10;
      sum[i] = digit - (carry ? 10 : 0);
    }
}

static void
subtract_digits (guint8 *from, const guint8 *digits, guint width)
{
  int borrow = 0;

  for (guint i = width; i-- > 0;)
    {
      int digit = from[i] - digits[i] - borrow;

      borrow = digit < 0;
      from[i] = digit + (borrow ? 10 : 0);
    }
}

static void
decimal_add (const Decimal *left, const Decimal *right, VmxArena *arena, Decimal *sum)
{
  int scale = MAX (left->scale, right->scale);
  guint width = get_width (left, right, scale);
  guint8 *a = align_digits (left, scale, width, arena);
  guint8 *b = align_digits (right, scale, width, arena);

  *sum = (Decimal) { .negative = left->negative, .n_digits = width, .scale = scale, .digits = a };
  if (left->negative == right->negative)
    {
      add_digits (a, b, width);
      return;
    }
  if (memcmp (a, b, width) >= 0)
    {
      subtract_digits (a, b, width);
      return;
    }
  subtract_digits (b, a, width);
  sum->digits = b;
  sum->negative = right->negative;
}

static void
decimal_multiply (const Decimal *left, const Decimal *right, VmxArena *arena, Decimal *product)
{
  guint width = left->n_digits + right->n_digits;
  guint8 *digits = vmx_arena_alloc (arena, width + 1);

  memset (digits, 0, width + 1);
  for (guint i = left->n_digits; i-- > 0;)
    {
      guint carry = 0;

      for (guint j = right->n_digits; j-- > 0;)
        {
          guint digit = digits[i + j + 1] + left->digits[i] * right->digits[j] + carry;

          carry = digit / 10;
          digits[i + j + 1] = digit % 10;
        }
      digits[i] = carry;
    }
  *product = (Decimal) { .negative = left->negative != right->negative,
                         .n_digits = width,
                         .scale = left->scale + right->scale,
                         .digits = digits };
}

/* Long division of whole numbers. Both are width digits long; the dividend becomes the quotient
 * and remainder, width digits too, what is left. */
static void
divide_digits (guint8 *dividend, const guint8 *divisor, guint8 *remainder, guint width)
{
  memset (remainder, 0, width);
  for (guint i = 0; i < width; i++)
    {
      guint8 digit = 0;

      memmove (remainder, remainder + 1, width - 1);
      remainder[width - 1] = dividend[i];
      for (; memcmp (remainder, divisor, width) >= 0; digit++)
        subtract_digits (remainder, divisor, width);
      dividend[i] = digit;
    }
}

/* Half goes away from zero. */
static void
round_to_digits (Decimal *self, guint n_digits)
{
  gboolean up;

  strip_leading_zeros (self);
  if (self->n_digits <= n_digits)
    return;
  up = self->digits[n_digits] >= 5;
  self->scale -= self->n_digits - n_digits;
  self->n_digits = n_digits;
  for (guint i = n_digits; up && i-- > 0;)
    {
      up = self->digits[i] == 9;
      self->digits[i] = up ? 0 : self->digits[i] + 1;
    }
  if (up)
    {
      /* All nines: 1 and zeros, one power of ten more. */
      self->digits[0] = 1;
      self->scale--;
    }
}

/* Writes out the zeros that a negative scale stands for. */
static gboolean
expand_scale (Decimal *self)
{
  guint zeros;

  if (self->n_digits == 0)
    self->scale = 0;
  if (self->scale >= 0)
    return self->n_digits <= VMX_DECIMAL_MAX_DIGITS && self->scale <= VMX_DECIMAL_MAX_DIGITS;
  zeros = -self->scale;
  if (self->n_digits + zeros > VMX_DECIMAL_MAX_DIGITS)
    return FALSE;
  memset (self->digits + self->n_digits, 0, zeros);
  self->n_digits += zeros;
  self->scale = 0;
  return TRUE;
}

static gboolean
decimal_divide (const Decimal *left, const Decimal *right, VmxArena *arena, Decimal *quotient)
{
  guint wanted = right->n_digits + VMX_DECIMAL_QUOTIENT_DIGITS + 1;
  guint zeros = wanted > left->n_digits ? wanted - left->n_digits : 0;
  guint width = MAX (left->n_digits + zeros, right->n_digits) + 1;
  Decimal enlarged = *left;
  Decimal divisor = *right;
  guint8 *remainder = vmx_arena_alloc (arena, width);

  enlarged.scale = divisor.scale = 0;
  *quotient = (Decimal) { .negative = left->negative != right->negative,
                          .n_digits = width,
                          .scale = left->scale + (int) zeros - right->scale };
  /* The result may need zeros for a negative scale behind it. */
  quotient->digits = vmx_arena_alloc (arena, width + VMX_DECIMAL_MAX_DIGITS);
  memcpy (quotient->digits, align_digits (&enlarged, zeros, width, arena), width);
  divide_digits (quotient->digits, align_digits (&divisor, 0, width, arena), remainder, width);
  round_to_digits (quotient, VMX_DECIMAL_QUOTIENT_DIGITS);
  return expand_scale (quotient);
}

static void
decimal_remainder (const Decimal *left, const Decimal *right, VmxArena *arena, Decimal *remainder)
{
  int scale = MAX (left->scale, right->scale);
  guint width = get_width (left, right, scale);

  *remainder = (Decimal) { .negative = left->negative,
                           .n_digits = width,
                           .scale = scale,
                           .digits = vmx_arena_alloc (arena, width) };
  divide_digits (align_digits (left, scale, width, arena),
                 align_digits (right, scale, width, arena), remainder->digits, width);
}

gboolean
vmx_decimal_calculate (VmxDecimalOperation operation, const VmxValue *left, const VmxValue *right,
                       VmxArena *arena, VmxValue *result)
{
  Decimal a, b, answer = { 0 };

  *result = (VmxValue) VMX_VALUE_INIT_NULL;
  if (!decimal_parse (&a, left, arena) || !decimal_parse (&b, right, arena))
    return FALSE;
  if (b.n_digits == 0 && (operation == VMX_DECIMAL_DIVIDE || operation == VMX_DECIMAL_REMAINDER))
    return FALSE;
  switch (operation)
    {
    case VMX_DECIMAL_SUBTRACT:
      b.negative = !b.negative;
      decimal_add (&a, &b, arena, &answer);
      break;
    case VMX_DECIMAL_MULTIPLY:
      decimal_multiply (&a, &b, arena, &answer);
      break;
    case VMX_DECIMAL_DIVIDE:
      if (!decimal_divide (&a, &b, arena, &answer))
        return FALSE;
      break;
    case VMX_DECIMAL_REMAINDER:
      decimal_remainder (&a, &b, arena, &answer);
      break;
    case VMX_DECIMAL_ADD:
    default:
      decimal_add (&a, &b, arena, &answer);
      break;
    }
  decimal_format (&answer, arena, result);
  return TRUE;
}

static gboolean
must_grow (VmxDecimalRounding rounding, const Decimal *self, const guint8 *fraction)
{
  gboolean any = FALSE;

  for (int i = 0; i < self->scale && !any; i++)
    any = fraction[i] != 0;
  if (rounding == VMX_DECIMAL_ROUND)
    return fraction[0] >= 5;
  return any && self->negative == (rounding == VMX_DECIMAL_FLOOR);
}

gboolean
vmx_decimal_round (VmxDecimalRounding rounding, const VmxValue *operand, VmxArena *arena,
                   VmxValue *result)
{
  static guint8 one_digit[] = { 1 };
  Decimal number, whole, one = { .n_digits = 1, .digits = one_digit };
  guint width;
  guint8 *digits;

  *result = (VmxValue) VMX_VALUE_INIT_NULL;
  if (!decimal_parse (&number, operand, arena))
    return FALSE;
  width = MAX (number.n_digits, (guint) number.scale) + 1;
  digits = align_digits (&number, number.scale, width, arena);
  whole = (Decimal) { .negative = number.negative,
                      .n_digits = width - number.scale,
                      .digits = digits };
  if (number.scale > 0 && must_grow (rounding, &number, digits + width - number.scale))
    add_digits (digits, align_digits (&one, 0, whole.n_digits, arena), whole.n_digits);
  decimal_format (&whole, arena, result);
  return TRUE;
}

gboolean
vmx_decimal_negate (const VmxValue *operand, VmxArena *arena, VmxValue *result)
{
  VmxValue zero = { .kind = VMX_VALUE_DECIMAL, .length = 1, .text = "0" };

  return vmx_decimal_calculate (VMX_DECIMAL_SUBTRACT, &zero, operand, arena, result);
}

void
vmx_decimal_set_int64 (VmxValue *self, gint64 number, VmxArena *arena)
{
  char text[24];
  int length = g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);

  *self = (VmxValue) { .kind = VMX_VALUE_DECIMAL,
                       .length = length,
                       .text = vmx_arena_copy_text (arena, text, length) };
}
