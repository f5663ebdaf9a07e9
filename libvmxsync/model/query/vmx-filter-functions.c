/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-functions-private.h"

#include <string.h>

#define ANY VMX_FILTER_TYPE_UNKNOWN
#define BOOLEAN VMX_FILTER_TYPE_BOOLEAN
#define NUMBER VMX_FILTER_TYPE_NUMBER
#define TEXT VMX_FILTER_TYPE_TEXT
#define DATE VMX_FILTER_TYPE_DATE
#define TIME VMX_FILTER_TYPE_TIME_OF_DAY
#define TIMESTAMP VMX_FILTER_TYPE_TIMESTAMP
#define DURATION VMX_FILTER_TYPE_DURATION
#define LIST VMX_FILTER_TYPE_LIST
#define DAYS (DATE | TIMESTAMP)
#define CLOCK (TIME | TIMESTAMP)

/* Text functions take collections too since OData 4.01. */
#define SERIES (TEXT | LIST)

static const VmxFilterFunction functions[] = {
  { "ceiling", 1, 1, NUMBER, { NUMBER } },
  { "concat", 2, 2, TEXT, { SERIES, SERIES } },
  { "contains", 2, 2, BOOLEAN, { SERIES, SERIES } },
  { "date", 1, 1, DATE, { DAYS } },
  { "day", 1, 1, NUMBER, { DAYS } },
  { "endswith", 2, 2, BOOLEAN, { SERIES, SERIES } },
  { "floor", 1, 1, NUMBER, { NUMBER } },
  { "fractionalseconds", 1, 1, NUMBER, { CLOCK } },
  { "geo.distance", 2, 2, NUMBER, { ANY, ANY } },
  { "geo.intersects", 2, 2, BOOLEAN, { ANY, ANY } },
  { "geo.length", 1, 1, NUMBER, { ANY } },
  { "hassubset", 2, 2, BOOLEAN, { LIST, LIST } },
  { "hassubsequence", 2, 2, BOOLEAN, { LIST, LIST } },
  { "hour", 1, 1, NUMBER, { CLOCK } },
  { "indexof", 2, 2, NUMBER, { SERIES, SERIES } },
  { "length", 1, 1, NUMBER, { SERIES } },
  { "matchespattern", 2, 2, BOOLEAN, { TEXT, TEXT } },
  { "maxdatetime", 0, 0, TIMESTAMP, { ANY } },
  { "mindatetime", 0, 0, TIMESTAMP, { ANY } },
  { "minute", 1, 1, NUMBER, { CLOCK } },
  { "month", 1, 1, NUMBER, { DAYS } },
  { "now", 0, 0, TIMESTAMP, { ANY } },
  { "round", 1, 1, NUMBER, { NUMBER } },
  { "second", 1, 1, NUMBER, { CLOCK } },
  { "startswith", 2, 2, BOOLEAN, { SERIES, SERIES } },
  { "substring", 2, 3, TEXT, { SERIES, NUMBER, NUMBER } },
  { "time", 1, 1, TIME, { CLOCK } },
  { "tolower", 1, 1, TEXT, { TEXT } },
  { "totaloffsetminutes", 1, 1, NUMBER, { TIMESTAMP } },
  { "totalseconds", 1, 1, NUMBER, { DURATION } },
  { "toupper", 1, 1, TEXT, { TEXT } },
  { "trim", 1, 1, TEXT, { TEXT } },
  { "year", 1, 1, NUMBER, { DAYS } },
};

const VmxFilterFunction *
vmx_filter_function_find (const char *name, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    {
      if (strlen (functions[i].name) == length
          && g_ascii_strncasecmp (functions[i].name, name, length) == 0)
        return &functions[i];
    }
  return NULL;
}
