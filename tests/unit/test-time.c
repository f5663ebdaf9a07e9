/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/value/vmx-time-private.h>

#include "vmx-test.h"

static void
test_days (void)
{
  static const struct
  {
    gint64 year;
    int month, day;
    gint64 days;
  } cases[] = {
    { 1970, 1, 1, 0 },        { 1969, 12, 31, -1 },  { 2000, 2, 29, 11016 },
    { 2024, 12, 31, 20088 },  { 1, 1, 1, -719162 },  { 0, 12, 31, -719163 },
    { -1, 3, 1, -719834 },    { 9999, 12, 31, 2932896 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (vmx_days_from_date (cases[i].year, cases[i].month, cases[i].day), ==,
                     cases[i].days);
  for (gint64 days = -1000000; days < 3000000; days += 997)
    {
      gint64 year;
      int month, day;

      vmx_date_from_days (days, &year, &month, &day);
      g_assert_cmpint (vmx_days_from_date (year, month, day), ==, days);
    }
}

static void
test_dates (void)
{
  static const char *const right[]
      = { "2024-12-31", "2024-02-29", "0000-01-01", "-0044-03-15", "12024-01-01" };
  static const char *const wrong[]
      = { "",           "2024",        "2024-13-01", "2024-00-01",  "2023-02-29", "2024-1-1",
          "2024-12-32", "2024-12-31 ", "+2024-1-1",  "02024-01-01", "-0000-01-01", "1900-02-29",
          "24-12-31",   "2024/12/31",  "2024-12-",   "2024-12-31T" };
  gint64 days;

  for (guint i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autofree char *text = NULL;

      g_assert_true (vmx_date_parse (right[i], strlen (right[i]), &days));
      text = vmx_date_print (days);
      g_assert_cmpstr (text, ==, right[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (vmx_date_parse (wrong[i], strlen (wrong[i]), &days));
}

/* NULL means refused. */
static void
test_timestamps (void)
{
  static const char *const cases[][2] = {
    { "2024-12-31T07:30:00Z", "2024-12-31T07:30:00Z" },
    { "2024-12-31t07:30:00z", "2024-12-31T07:30:00Z" },
    { "2024-12-31T07:30Z", "2024-12-31T07:30:00Z" },
    { "2024-12-31T07:30:00", "2024-12-31T07:30:00Z" },
    { "2024-12-31T23:30:00.1230-01:00", "2025-01-01T00:30:00.1230Z" },
    { "2025-01-01T00:30:00+01:00", "2024-12-31T23:30:00Z" },
    { "2025-01-01T00:30:00+0530", "2024-12-31T19:00:00Z" },
    { "0000-01-01T00:00:00+01:00", "-0001-12-31T23:00:00Z" },
    { "-0001-12-31T23:30:00-01:00", "0000-01-01T00:30:00Z" },
    { "12024-01-01T00:00:00Z", "12024-01-01T00:00:00Z" },
    { "2024-12-31", NULL },
    { "2024-12-31T24:00:00Z", NULL },
    { "2024-12-31T07:60:00Z", NULL },
    { "2024-12-31T07:30:60Z", NULL },
    { "2024-12-31T07:30:00.Z", NULL },
    { "2024-12-31T07:30:00+", NULL },
    { "2024-12-31T07:30:00+25:00", NULL },
    { "2024-12-31T07:30:00ZZ", NULL },
    { "2024-12-31 07:30:00Z", NULL },
    { "2023-02-29T07:30:00Z", NULL },
    { "2024-12-31T07:30:00.123456789012345678901234567890123Z", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = NULL;
      VmxInstant instant;

      if (vmx_timestamp_parse (cases[i][0], strlen (cases[i][0]), &instant))
        text = vmx_timestamp_print (&instant);
      g_assert_cmpstr (text, ==, cases[i][1]);
    }
}

/* Every beginning of a right text is refused or read without reading on. */
static void
test_truncated (void)
{
  static const char text[] = "2024-12-31T23:30:00.1230-01:00";

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *copy = g_memdup2 (text, MAX (length, 1));
      VmxInstant instant;

      if (vmx_timestamp_parse (copy, length, &instant))
        g_assert_cmpuint (length, >=, 16);
    }
}

typedef int (*Compare) (const char *a, gsize a_length, const char *b, gsize b_length);

static void
test_compare (void)
{
  static const struct
  {
    Compare compare;
    const char *a, *b;
    int order;
  } cases[] = {
    { vmx_date_compare, "-0044-03-15", "2024-01-01", -1 },
    { vmx_date_compare, "9999-12-31", "12024-01-01", -1 },
    { vmx_date_compare, "-0002-01-01", "-0001-01-01", -1 },
    { vmx_time_of_day_compare, "07:30:00", "07:30", 0 },
    { vmx_time_of_day_compare, "07:30:00.50", "07:30:00.5", 0 },
    { vmx_time_of_day_compare, "07:30:00.49", "07:30:00.5", -1 },
    { vmx_timestamp_compare, "2024-12-31T07:30:00Z", "2024-12-31T08:30:00+01:00", 0 },
    { vmx_timestamp_compare, "2024-12-31T07:30:00.000Z", "2024-12-31T07:30:00Z", 0 },
    { vmx_timestamp_compare, "2024-12-31T07:30:00.1Z", "2024-12-31T07:30:00.09Z", 1 },
    { vmx_duration_compare, "PT1H", "PT60M", 0 },
    { vmx_duration_compare, "P1D", "PT24H", 0 },
    { vmx_duration_compare, "PT0.5S", "PT0.50S", 0 },
    { vmx_duration_compare, "-PT0.5S", "PT0.5S", -1 },
    { vmx_duration_compare, "-PT2S", "-PT1S", -1 },
    { vmx_duration_compare, "-PT0S", "PT0.0S", 0 },
    { vmx_duration_compare, "-PT0S", "-PT5S", 1 },
    { vmx_duration_compare, "PT0S", "-PT5S", 1 },
    { vmx_duration_compare, "P999999999999D", "PT1S", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *a = cases[i].a, *b = cases[i].b;

      g_assert_cmpint (cases[i].compare (a, strlen (a), b, strlen (b)), ==, cases[i].order);
      g_assert_cmpint (cases[i].compare (b, strlen (b), a, strlen (a)), ==, -cases[i].order);
    }
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    gboolean negative;
    gint64 seconds; /* -1 if it is refused */
  } cases[] = {
    { "P1DT2H3M4S", FALSE, 93784 }, { "-PT0.5S", TRUE, 0 }, { "+P2D", FALSE, 172800 },
    { "PT36H", FALSE, 129600 },     { "P", FALSE, -1 },     { "PT", FALSE, -1 },
    { "P1DT", FALSE, -1 },          { "P1Y", FALSE, -1 },   { "PT1.5H", FALSE, -1 },
    { "PT.5S", FALSE, -1 },         { "PT1M1H", FALSE, -1 }, { "1D", FALSE, -1 },
    { "--P1D", FALSE, -1 },         { "P1D ", FALSE, -1 },  { "P1234567890123D", FALSE, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean negative;
      gint64 seconds;
      const char *fraction;
      gsize length;
      gboolean right = vmx_duration_parse (cases[i].text, strlen (cases[i].text), &negative,
                                           &seconds, &fraction, &length);

      g_assert_cmpint (right ? seconds : -1, ==, cases[i].seconds);
      if (right)
        g_assert_cmpint (negative, ==, cases[i].negative);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/time/days", test_days);
  g_test_add_func ("/time/dates", test_dates);
  g_test_add_func ("/time/timestamps", test_timestamps);
  g_test_add_func ("/time/truncated", test_truncated);
  g_test_add_func ("/time/compare", test_compare);
  g_test_add_func ("/time/durations", test_durations);
  return g_test_run ();
}
