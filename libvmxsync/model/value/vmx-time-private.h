/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Dates, times of day, instants and durations as ISO text. They never pass the local zone. */

/* Days since 1970-01-01 in the proleptic Gregorian calendar, and back. */
gint64 vmx_days_from_date (gint64 year, int month, int day);
void vmx_date_from_days (gint64 days, gint64 *year, int *month, int *day);

typedef struct
{
  gint64 days; /* since 1970-01-01 */
  int seconds; /* within the day */
  const char *fraction; /* digits behind the point, in the source text */
  gsize fraction_length;
} VmxInstant;

gboolean vmx_date_parse (const char *text, gsize length, gint64 *days);
gboolean vmx_time_of_day_parse (const char *text, gsize length, VmxInstant *instant);
/* In UTC; a text without a zone is taken as UTC. */
gboolean vmx_timestamp_parse (const char *text, gsize length, VmxInstant *instant);
/* Whole seconds and the fraction's digits; the sign is apart, for "-PT0.5S". */
gboolean vmx_duration_parse (const char *text, gsize length, gboolean *negative, gint64 *seconds,
                             const char **fraction, gsize *fraction_length);

char *vmx_date_print (gint64 days);
char *vmx_time_of_day_print (const VmxInstant *instant);
char *vmx_timestamp_print (const VmxInstant *instant);

int vmx_fraction_compare (const char *a, gsize a_length, const char *b, gsize b_length);
int vmx_date_compare (const char *a, gsize a_length, const char *b, gsize b_length);
int vmx_time_of_day_compare (const char *a, gsize a_length, const char *b, gsize b_length);
/* By time: fractions of different lengths are equal when they mean the same. */
int vmx_timestamp_compare (const char *a, gsize a_length, const char *b, gsize b_length);
int vmx_duration_compare (const char *a, gsize a_length, const char *b, gsize b_length);

G_END_DECLS
