/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-time-private.h>

#include <string.h>

#define SECONDS_A_DAY 86400

/* A place in a text of known end. */
typedef struct
{
  const char *at;
  const char *end;
} Cursor;

static gboolean
take_char (Cursor *cursor, char c)
{
  if (cursor->at >= cursor->end || *cursor->at != c)
    return FALSE;
  cursor->at++;
  return TRUE;
}

static gboolean
take_digits (Cursor *cursor, guint at_least, guint at_most, gint64 *number)
{
  guint count = 0;

  *number = 0;
  while (count < at_most && cursor->at < cursor->end && g_ascii_isdigit (*cursor->at))
    {
      *number = *number * 10 + (*cursor->at++ - '0');
      count++;
    }
  return count >= at_least;
}

static gboolean
take_two (Cursor *cursor, int below, int *number)
{
  gint64 value;

  if (!take_digits (cursor, 2, 2, &value) || value >= below)
    return FALSE;
  *number = (int) value;
  return TRUE;
}

gint64
vmx_days_from_date (gint64 year, int month, int day)
{
  /* Years that begin in March put the leap day last. */
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

void
vmx_date_from_days (gint64 days, gint64 *year, int *month, int *day)
{
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  gint64 day_of_era = z - era * 146097;
  gint64 year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted = (5 * day_of_year + 2) / 153;

  *day = (int) (day_of_year - (153 * shifted + 2) / 5 + 1);
  *month = (int) (shifted < 10 ? shifted + 3 : shifted - 9);
  *year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

static gboolean
is_leap_year (gint64 year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static gboolean
take_date (Cursor *cursor, gint64 *days)
{
  static const int month_lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean negative = take_char (cursor, '-');
  const char *start = cursor->at;
  gint64 year;
  int month, day, length;

  if (!take_digits (cursor, 4, 9, &year)
      /* A year has one spelling, or equal keys would differ. */
      || (*start == '0' && cursor->at - start > 4) || (negative && year == 0)
      || !take_char (cursor, '-')
      || !take_two (cursor, 13, &month) || !take_char (cursor, '-')
      || !take_two (cursor, 32, &day) || month == 0 || day == 0)
    return FALSE;
  year = negative ? -year : year;
  length = month_lengths[month - 1] + (month == 2 && is_leap_year (year) ? 1 : 0);
  if (day > length)
    return FALSE;
  *days = vmx_days_from_date (year, month, day);
  return TRUE;
}

static gboolean
take_fraction (Cursor *cursor, const char **fraction, gsize *length)
{
  *fraction = cursor->at;
  *length = 0;
  if (!take_char (cursor, '.'))
    return TRUE;
  *fraction = cursor->at;
  while (cursor->at < cursor->end && g_ascii_isdigit (*cursor->at))
    cursor->at++;
  *length = cursor->at - *fraction;
  return *length > 0 && *length <= 32;
}

static gboolean
take_time (Cursor *cursor, VmxInstant *instant)
{
  int hour, minute, second = 0;

  instant->fraction = cursor->at;
  instant->fraction_length = 0;
  if (!take_two (cursor, 24, &hour) || !take_char (cursor, ':') || !take_two (cursor, 60, &minute))
    return FALSE;
  if (take_char (cursor, ':')
      && (!take_two (cursor, 60, &second)
          || !take_fraction (cursor, &instant->fraction, &instant->fraction_length)))
    return FALSE;
  instant->seconds = hour * 3600 + minute * 60 + second;
  return TRUE;
}

/* Seconds east of UTC. */
static gboolean
take_zone (Cursor *cursor, int *offset)
{
  gboolean west;
  int hours, minutes;

  *offset = 0;
  if (cursor->at == cursor->end || take_char (cursor, 'Z') || take_char (cursor, 'z'))
    return TRUE;
  west = *cursor->at == '-';
  if (!take_char (cursor, '+') && !take_char (cursor, '-'))
    return FALSE;
  if (!take_two (cursor, 24, &hours))
    return FALSE;
  take_char (cursor, ':');
  if (!take_two (cursor, 60, &minutes))
    return FALSE;
  *offset = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
  return TRUE;
}

gboolean
vmx_date_parse (const char *text, gsize length, gint64 *days)
{
  Cursor cursor = { text, text + length };

  return take_date (&cursor, days) && cursor.at == cursor.end;
}

gboolean
vmx_time_of_day_parse (const char *text, gsize length, VmxInstant *instant)
{
  Cursor cursor = { text, text + length };

  instant->days = 0;
  return take_time (&cursor, instant) && cursor.at == cursor.end;
}

gboolean
vmx_timestamp_parse (const char *text, gsize length, VmxInstant *instant)
{
  Cursor cursor = { text, text + length };
  int offset;

  if (!take_date (&cursor, &instant->days)
      || (!take_char (&cursor, 'T') && !take_char (&cursor, 't'))
      || !take_time (&cursor, instant) || !take_zone (&cursor, &offset)
      || cursor.at != cursor.end)
    return FALSE;
  instant->seconds -= offset;
  if (instant->seconds < 0)
    {
      instant->seconds += SECONDS_A_DAY;
      instant->days--;
    }
  else if (instant->seconds >= SECONDS_A_DAY)
    {
      instant->seconds -= SECONDS_A_DAY;
      instant->days++;
    }
  return TRUE;
}

/* One "12H" of a duration; a fraction is only taken in front of the unit S. */
static gboolean
take_component (Cursor *cursor, char unit, gint64 factor, gint64 *seconds, const char **fraction,
                gsize *fraction_length)
{
  Cursor try = *cursor;
  const char *digits;
  gsize count = 0;
  gint64 number;

  if (!take_digits (&try, 1, 12, &number))
    return FALSE;
  if (unit == 'S' && (!take_fraction (&try, &digits, &count)))
    return FALSE;
  if (!take_char (&try, unit))
    return FALSE;
  *seconds += number * factor;
  if (count > 0)
    {
      *fraction = digits;
      *fraction_length = count;
    }
  *cursor = try;
  return TRUE;
}

gboolean
vmx_duration_parse (const char *text, gsize length, gboolean *negative, gint64 *seconds,
                    const char **fraction, gsize *fraction_length)
{
  Cursor cursor = { text, text + length };
  guint count = 0;
  guint in_time = 0;

  *seconds = 0;
  *fraction = text;
  *fraction_length = 0;
  *negative = take_char (&cursor, '-');
  if (!*negative)
    take_char (&cursor, '+');
  if (!take_char (&cursor, 'P'))
    return FALSE;
  count += take_component (&cursor, 'D', SECONDS_A_DAY, seconds, fraction, fraction_length);
  if (take_char (&cursor, 'T'))
    {
      in_time += take_component (&cursor, 'H', 3600, seconds, fraction, fraction_length);
      in_time += take_component (&cursor, 'M', 60, seconds, fraction, fraction_length);
      in_time += take_component (&cursor, 'S', 1, seconds, fraction, fraction_length);
      if (in_time == 0)
        return FALSE;
    }
  return count + in_time > 0 && cursor.at == cursor.end;
}

char *
vmx_date_print (gint64 days)
{
  gint64 year;
  int month, day;

  vmx_date_from_days (days, &year, &month, &day);
  return g_strdup_printf ("%s%04" G_GINT64_FORMAT "-%02d-%02d", year < 0 ? "-" : "", ABS (year),
                          month, day);
}

char *
vmx_time_of_day_print (const VmxInstant *instant)
{
  return g_strdup_printf ("%02d:%02d:%02d%s%.*s", instant->seconds / 3600,
                          instant->seconds / 60 % 60, instant->seconds % 60,
                          instant->fraction_length > 0 ? "." : "",
                          (int) instant->fraction_length, instant->fraction);
}

char *
vmx_timestamp_print (const VmxInstant *instant)
{
  g_autofree char *date = vmx_date_print (instant->days);
  g_autofree char *time = vmx_time_of_day_print (instant);

  return g_strconcat (date, "T", time, "Z", NULL);
}

int
vmx_fraction_compare (const char *a, gsize a_length, const char *b, gsize b_length)
{
  for (gsize i = 0; i < MAX (a_length, b_length); i++)
    {
      char left = i < a_length ? a[i] : '0';
      char right = i < b_length ? b[i] : '0';

      if (left != right)
        return left < right ? -1 : 1;
    }
  return 0;
}

static int
compare_int64 (gint64 a, gint64 b)
{
  return (a > b) - (a < b);
}

static int
compare_instants (const VmxInstant *a, const VmxInstant *b)
{
  int order = compare_int64 (a->days, b->days);

  if (order == 0)
    order = compare_int64 (a->seconds, b->seconds);
  if (order == 0)
    order = vmx_fraction_compare (a->fraction, a->fraction_length, b->fraction,
                                  b->fraction_length);
  return order;
}

static int
compare_bytes (const char *a, gsize a_length, const char *b, gsize b_length)
{
  int order = memcmp (a, b, MIN (a_length, b_length));

  return order != 0 ? order : compare_int64 (a_length, b_length);
}

int
vmx_date_compare (const char *a, gsize a_length, const char *b, gsize b_length)
{
  gint64 left, right;

  if (!vmx_date_parse (a, a_length, &left) || !vmx_date_parse (b, b_length, &right))
    return compare_bytes (a, a_length, b, b_length);
  return compare_int64 (left, right);
}

int
vmx_time_of_day_compare (const char *a, gsize a_length, const char *b, gsize b_length)
{
  VmxInstant left, right;

  if (!vmx_time_of_day_parse (a, a_length, &left) || !vmx_time_of_day_parse (b, b_length, &right))
    return compare_bytes (a, a_length, b, b_length);
  return compare_instants (&left, &right);
}

int
vmx_timestamp_compare (const char *a, gsize a_length, const char *b, gsize b_length)
{
  VmxInstant left, right;

  if (!vmx_timestamp_parse (a, a_length, &left) || !vmx_timestamp_parse (b, b_length, &right))
    return compare_bytes (a, a_length, b, b_length);
  return compare_instants (&left, &right);
}

int
vmx_duration_compare (const char *a, gsize a_length, const char *b, gsize b_length)
{
  gboolean a_negative, b_negative;
  gint64 a_seconds, b_seconds;
  const char *a_fraction, *b_fraction;
  gsize a_count, b_count;
  int order;

  if (!vmx_duration_parse (a, a_length, &a_negative, &a_seconds, &a_fraction, &a_count)
      || !vmx_duration_parse (b, b_length, &b_negative, &b_seconds, &b_fraction, &b_count))
    return compare_bytes (a, a_length, b, b_length);
  order = compare_int64 (a_seconds, b_seconds);
  if (order == 0)
    order = vmx_fraction_compare (a_fraction, a_count, b_fraction, b_count);
  if (a_negative && b_negative)
    return -order;
  if (a_negative == b_negative)
    return order;
  /* A zero has no sign. */
  if (a_seconds == 0 && b_seconds == 0 && vmx_fraction_compare (a_fraction, a_count, "", 0) == 0
      && vmx_fraction_compare (b_fraction, b_count, "", 0) == 0)
    return 0;
  return a_negative ? -1 : 1;
}
