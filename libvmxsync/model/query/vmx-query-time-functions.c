/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-query-functions-private.h>

#include <string.h>

static gboolean
parse_instant (const VmxValue *value, VmxInstant *instant)
{
  *instant = (VmxInstant) { .fraction = "" };
  if (value->kind == VMX_VALUE_DATE)
    return vmx_date_parse (value->text, value->length, &instant->days);
  if (value->kind == VMX_VALUE_TIME_OF_DAY)
    return vmx_time_of_day_parse (value->text, value->length, instant);
  return vmx_timestamp_parse (value->text, value->length, instant);
}

typedef struct
{
  gint64 year;
  int month, day;
} CivilDate;

static gboolean
parse_civil_date (const VmxValue *value, CivilDate *date)
{
  VmxInstant instant;

  if (!parse_instant (value, &instant))
    return FALSE;
  vmx_date_from_days (instant.days, &date->year, &date->month, &date->day);
  return TRUE;
}

VMX_DECLARE_QUERY_FUNCTION (year)
{
  CivilDate date;

  if (parse_civil_date (arguments[0], &date))
    vmx_query_set_int64 (result, date.year);
}

VMX_DECLARE_QUERY_FUNCTION (month)
{
  CivilDate date;

  if (parse_civil_date (arguments[0], &date))
    vmx_query_set_int64 (result, date.month);
}

VMX_DECLARE_QUERY_FUNCTION (day)
{
  CivilDate date;

  if (parse_civil_date (arguments[0], &date))
    vmx_query_set_int64 (result, date.day);
}

VMX_DECLARE_QUERY_FUNCTION (hour)
{
  VmxInstant instant;

  if (parse_instant (arguments[0], &instant))
    vmx_query_set_int64 (result, instant.seconds / 3600);
}

VMX_DECLARE_QUERY_FUNCTION (minute)
{
  VmxInstant instant;

  if (parse_instant (arguments[0], &instant))
    vmx_query_set_int64 (result, instant.seconds / 60 % 60);
}

VMX_DECLARE_QUERY_FUNCTION (second)
{
  VmxInstant instant;

  if (parse_instant (arguments[0], &instant))
    vmx_query_set_int64 (result, instant.seconds % 60);
}

VMX_DECLARE_QUERY_FUNCTION (fractionalseconds)
{
  VmxInstant instant;
  char text[40];
  int length;

  if (!parse_instant (arguments[0], &instant))
    return;
  length = g_snprintf (text, sizeof text, "0.%.*s0", (int) instant.fraction_length,
                       instant.fraction);
  vmx_query_set_text (result, VMX_VALUE_DECIMAL, text, length, vmx_evaluation_get_arena (self));
}

VMX_DECLARE_QUERY_FUNCTION (date)
{
  g_autofree char *text = NULL;
  VmxInstant instant;

  if (!parse_instant (arguments[0], &instant))
    return;
  text = vmx_date_print (instant.days);
  vmx_query_set_text (result, VMX_VALUE_DATE, text, strlen (text),
                      vmx_evaluation_get_arena (self));
}

VMX_DECLARE_QUERY_FUNCTION (time)
{
  g_autofree char *text = NULL;
  VmxInstant instant;

  if (!parse_instant (arguments[0], &instant))
    return;
  text = vmx_time_of_day_print (&instant);
  vmx_query_set_text (result, VMX_VALUE_TIME_OF_DAY, text, strlen (text),
                      vmx_evaluation_get_arena (self));
}

/* Timestamps are kept in UTC. */
VMX_DECLARE_QUERY_FUNCTION (totaloffsetminutes)
{
  vmx_query_set_int64 (result, 0);
}

VMX_DECLARE_QUERY_FUNCTION (totalseconds)
{
  vmx_query_duration_to_seconds (arguments[0], vmx_evaluation_get_arena (self), result);
}

static void
set_timestamp (VmxValue *result, const char *text)
{
  *result = (VmxValue) { .kind = VMX_VALUE_TIMESTAMP, .length = strlen (text), .text = text };
}

VMX_DECLARE_QUERY_FUNCTION (mindatetime)
{
  set_timestamp (result, "0001-01-01T00:00:00Z");
}

VMX_DECLARE_QUERY_FUNCTION (maxdatetime)
{
  set_timestamp (result, "9999-12-31T23:59:59.999999999999Z");
}

VMX_DECLARE_QUERY_FUNCTION (now)
{
  *result = *vmx_evaluation_get_now (self);
}
