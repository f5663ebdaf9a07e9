/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-query-functions-private.h>

#include <string.h>

#define MAX_ARGUMENTS 3

static const VmxQueryFunctionInfo functions[] = {
  { "ceiling", "n", vmx_query_call_ceiling },
  { "concat", "tt", vmx_query_call_concat },
  { "contains", "tt", vmx_query_call_contains },
  { "date", "d", vmx_query_call_date },
  { "day", "d", vmx_query_call_day },
  { "endswith", "tt", vmx_query_call_endswith },
  { "floor", "n", vmx_query_call_floor },
  { "fractionalseconds", "h", vmx_query_call_fractionalseconds },
  { "hour", "h", vmx_query_call_hour },
  { "indexof", "tt", vmx_query_call_indexof },
  { "length", "t", vmx_query_call_length },
  { "matchesPattern", "tt", vmx_query_call_matches_pattern },
  { "maxdatetime", "", vmx_query_call_maxdatetime },
  { "mindatetime", "", vmx_query_call_mindatetime },
  { "minute", "h", vmx_query_call_minute },
  { "month", "d", vmx_query_call_month },
  { "now", "", vmx_query_call_now },
  { "round", "n", vmx_query_call_round },
  { "second", "h", vmx_query_call_second },
  { "startswith", "tt", vmx_query_call_startswith },
  { "substring", "ti?i", vmx_query_call_substring },
  { "time", "z", vmx_query_call_time },
  { "tolower", "t", vmx_query_call_tolower },
  { "totaloffsetminutes", "z", vmx_query_call_totaloffsetminutes },
  { "totalseconds", "p", vmx_query_call_totalseconds },
  { "toupper", "t", vmx_query_call_toupper },
  { "trim", "t", vmx_query_call_trim },
  { "year", "d", vmx_query_call_year },
};

const VmxQueryFunctionInfo *
vmx_query_find_function (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_ascii_strcasecmp (functions[i].name, name) == 0)
      return &functions[i];
  return NULL;
}

/* The letter for an argument, 0 if there is none. */
static char
get_argument_type (const VmxQueryFunctionInfo *self, guint position)
{
  for (const char *at = self->signature; *at != '\0'; at++)
    if (*at != '?' && position-- == 0)
      return *at;
  return 0;
}

gboolean
vmx_query_function_takes (const VmxQueryFunctionInfo *self, guint n_arguments)
{
  guint least = strcspn (self->signature, "?");
  guint most = least == strlen (self->signature) ? least : strlen (self->signature) - 1;

  return n_arguments >= least && n_arguments <= most;
}

static gboolean
argument_fits (char type, const VmxValue *argument)
{
  switch (type)
    {
    case 't':
      return argument->kind == VMX_VALUE_TEXT;
    case 'i':
      return argument->kind == VMX_VALUE_INT64;
    case 'n':
      return vmx_query_is_number (argument);
    case 'd':
      return argument->kind == VMX_VALUE_DATE || argument->kind == VMX_VALUE_TIMESTAMP;
    case 'h':
      return argument->kind == VMX_VALUE_TIME_OF_DAY || argument->kind == VMX_VALUE_TIMESTAMP;
    case 'z':
      return argument->kind == VMX_VALUE_TIMESTAMP;
    case 'p':
      return argument->kind == VMX_VALUE_DURATION;
    default:
      return FALSE;
    }
}

static const VmxValue *
call_function (VmxEvaluation *self, VmxQuery *query, VmxValue *scratch)
{
  const VmxQueryFunctionInfo *function = vmx_query_find_function (query->name);
  const VmxValue *arguments[MAX_ARGUMENTS];
  VmxValue scratches[MAX_ARGUMENTS];
  guint count = vmx_query_get_n_children (query);

  if (function == NULL || !vmx_query_function_takes (function, count))
    return scratch;
  for (guint i = 0; i < count; i++)
    {
      arguments[i]
          = vmx_evaluation_get_value (self, vmx_query_get_child (query, i), &scratches[i]);
      if (!argument_fits (get_argument_type (function, i), arguments[i]))
        return scratch;
    }
  function->call (self, arguments, count, scratch);
  return scratch;
}

/* case(condition:value, condition:value): pairs of children; the first true one counts. */
static const VmxValue *
choose_case (VmxEvaluation *self, VmxQuery *query, VmxValue *scratch)
{
  guint count = vmx_query_get_n_children (query);

  for (guint i = 0; i + 1 < count; i += 2)
    if (vmx_evaluation_get_truth (self, vmx_query_get_child (query, i)) == VMX_TRUTH_TRUE)
      return vmx_evaluation_get_value (self, vmx_query_get_child (query, i + 1), scratch);
  return scratch;
}

const VmxValue *
vmx_query_call (VmxEvaluation *self, VmxQuery *query, VmxValue *scratch)
{
  *scratch = (VmxValue) VMX_VALUE_INIT_NULL;
  if (vmx_query_is_case (query))
    return choose_case (self, query, scratch);
  return call_function (self, query, scratch);
}

gboolean
vmx_query_is_case (VmxQuery *query)
{
  return g_ascii_strcasecmp (query->name, "case") == 0;
}

void
vmx_query_set_int64 (VmxValue *self, gint64 number)
{
  *self = (VmxValue) { .kind = VMX_VALUE_INT64, .int64 = number };
}

void
vmx_query_set_text (VmxValue *self, VmxValueKind kind, const char *text, gsize length,
                    VmxArena *arena)
{
  *self = (VmxValue) { .kind = kind,
                       .length = length,
                       .text = vmx_arena_copy_text (arena, text, length) };
}
