/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-decimal-math-private.h>
#include <libvmxsync/model/query/vmx-query-evaluate-private.h>

#include <string.h>

#define SECONDS_A_DAY 86400
/* Far more than any date has, far less than what overflows. */
#define MAX_SECONDS_DIGITS 15
#define MAX_FRACTION_DIGITS 32

/* Instants and durations are calculated as decimal seconds, with as many digits behind the point
 * as they have. */

static gboolean
set_seconds (VmxValue *self, gint64 whole, const char *fraction, gsize fraction_length,
             VmxArena *arena)
{
  VmxValue seconds, part;
  char *text;

  vmx_decimal_set_int64 (&seconds, whole, arena);
  text = vmx_arena_alloc (arena, fraction_length + 4);
  g_snprintf (text, fraction_length + 4, "0.%.*s0", (int) fraction_length, fraction);
  part = (VmxValue) { .kind = VMX_VALUE_DECIMAL, .length = fraction_length + 3, .text = text };
  return vmx_decimal_calculate (VMX_DECIMAL_ADD, &seconds, &part, arena, self);
}

gboolean
vmx_query_duration_to_seconds (const VmxValue *duration, VmxArena *arena, VmxValue *seconds)
{
  gboolean negative;
  gint64 whole;
  const char *fraction;
  gsize length;

  *seconds = (VmxValue) VMX_VALUE_INIT_NULL;
  if (!vmx_duration_parse (duration->text, duration->length, &negative, &whole, &fraction, &length)
      || !set_seconds (seconds, whole, fraction, length, arena))
    return FALSE;
  if (negative)
    {
      VmxValue positive = *seconds;

      return vmx_decimal_negate (&positive, arena, seconds);
    }
  return TRUE;
}

/* Seconds since 1970 of a date or timestamp, or the length of a duration. */
static gboolean
to_seconds (const VmxValue *value, VmxArena *arena, VmxValue *seconds)
{
  VmxInstant instant = { 0 };

  if (value->kind == VMX_VALUE_DURATION)
    return vmx_query_duration_to_seconds (value, arena, seconds);
  if (value->kind == VMX_VALUE_DATE)
    return vmx_date_parse (value->text, value->length, &instant.days)
           && set_seconds (seconds, instant.days * SECONDS_A_DAY, "", 0, arena);
  return value->kind == VMX_VALUE_TIMESTAMP
         && vmx_timestamp_parse (value->text, value->length, &instant)
         && set_seconds (seconds, instant.days * SECONDS_A_DAY + instant.seconds,
                         instant.fraction, instant.fraction_length, arena);
}

/* Splits into whole seconds, towards the past, and the digits of the fraction that is left. */
static gboolean
split_seconds (const VmxValue *seconds, VmxArena *arena, gint64 *whole, VmxInstant *instant)
{
  VmxValue floor, rest;

  if (!vmx_decimal_round (VMX_DECIMAL_FLOOR, seconds, arena, &floor)
      || floor.length > MAX_SECONDS_DIGITS
      || !vmx_decimal_calculate (VMX_DECIMAL_SUBTRACT, seconds, &floor, arena, &rest))
    return FALSE;
  *whole = g_ascii_strtoll (floor.text, NULL, 10);
  instant->fraction = rest.length > 2 ? rest.text + 2 : "";
  instant->fraction_length = rest.length > 2 ? MIN (rest.length - 2, MAX_FRACTION_DIGITS) : 0;
  return TRUE;
}

/* Null for what lies outside the years 1 to 9999. */
static void
set_instant (VmxValue *self, VmxValueKind kind, const VmxValue *seconds, VmxArena *arena)
{
  g_autofree char *text = NULL;
  VmxInstant instant;
  gint64 whole;

  if (!split_seconds (seconds, arena, &whole, &instant))
    return;
  instant.seconds = (whole % SECONDS_A_DAY + SECONDS_A_DAY) % SECONDS_A_DAY;
  instant.days = (whole - instant.seconds) / SECONDS_A_DAY;
  if (instant.days < vmx_days_from_date (1, 1, 1)
      || instant.days > vmx_days_from_date (9999, 12, 31))
    return;
  text = kind == VMX_VALUE_DATE ? vmx_date_print (instant.days) : vmx_timestamp_print (&instant);
  vmx_query_set_text (self, kind, text, strlen (text), arena);
}

static void
set_duration (VmxValue *self, const VmxValue *seconds, VmxArena *arena)
{
  VmxValue positive = *seconds;
  gboolean negative = *seconds->text == '-';
  g_autofree char *text = NULL;
  VmxInstant rest;
  gint64 whole;

  if (negative)
    {
      positive.text++;
      positive.length--;
    }
  if (!split_seconds (&positive, arena, &whole, &rest))
    return;
  text = g_strdup_printf ("%sP%" G_GINT64_FORMAT "DT%dH%dM%d%s%.*sS", negative ? "-" : "",
                          whole / SECONDS_A_DAY, (int) (whole / 3600 % 24),
                          (int) (whole / 60 % 60), (int) (whole % 60),
                          rest.fraction_length > 0 ? "." : "", (int) rest.fraction_length,
                          rest.fraction);
  vmx_query_set_text (self, VMX_VALUE_DURATION, text, strlen (text), arena);
}

static gboolean
is_instant (const VmxValue *value)
{
  return value->kind == VMX_VALUE_DATE || value->kind == VMX_VALUE_TIMESTAMP;
}

static void
calculate_sum (VmxQueryKind kind, const VmxValue *left, const VmxValue *right, VmxArena *arena,
               VmxValue *result)
{
  VmxValue a, b, sum;
  gboolean difference = kind == VMX_QUERY_SUB && is_instant (left) && left->kind == right->kind;

  if (!difference && right->kind != VMX_VALUE_DURATION)
    return;
  if (!to_seconds (left, arena, &a) || !to_seconds (right, arena, &b))
    return;
  if (!vmx_decimal_calculate (kind == VMX_QUERY_ADD ? VMX_DECIMAL_ADD : VMX_DECIMAL_SUBTRACT, &a,
                              &b, arena, &sum))
    return;
  if (difference || left->kind == VMX_VALUE_DURATION)
    set_duration (result, &sum, arena);
  else
    set_instant (result, left->kind, &sum, arena);
}

/* A duration times or through a number. */
static void
scale_duration (VmxQueryKind kind, const VmxValue *duration, const VmxValue *factor,
                VmxArena *arena, VmxValue *result)
{
  VmxValue seconds, product;

  if (duration->kind != VMX_VALUE_DURATION
      || (factor->kind != VMX_VALUE_INT64 && factor->kind != VMX_VALUE_DECIMAL)
      || !vmx_query_duration_to_seconds (duration, arena, &seconds))
    return;
  vmx_query_calculate (kind, &seconds, factor, arena, &product);
  if (!vmx_value_is_null (&product))
    set_duration (result, &product, arena);
}

void
vmx_query_calculate_times (VmxQueryKind kind, const VmxValue *left, const VmxValue *right,
                           VmxArena *arena, VmxValue *result)
{
  *result = (VmxValue) VMX_VALUE_INIT_NULL;
  if (kind == VMX_QUERY_ADD || kind == VMX_QUERY_SUB)
    calculate_sum (kind, left, right, arena, result);
  else if (kind == VMX_QUERY_MUL && right->kind == VMX_VALUE_DURATION)
    scale_duration (kind, right, left, arena, result);
  else if (kind != VMX_QUERY_MOD)
    scale_duration (kind, left, right, arena, result);
}
