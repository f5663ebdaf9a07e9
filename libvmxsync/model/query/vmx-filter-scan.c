/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-scan-private.h"

#include <string.h>

#define MAX_FRACTION_DIGITS 12

gboolean
vmx_filter_scan_integer (VmxFilterLexer *lexer)
{
  vmx_filter_lexer_accept_any (lexer, "+-");
  return vmx_filter_lexer_scan_digits (lexer, 1, 0);
}

static gboolean
scan_exponent (VmxFilterLexer *lexer)
{
  return !vmx_filter_lexer_accept_any (lexer, "eE") || vmx_filter_scan_integer (lexer);
}

gboolean
vmx_filter_scan_number (VmxFilterLexer *lexer)
{
  if (vmx_filter_lexer_accept_text (lexer, "NaN") || vmx_filter_lexer_accept_text (lexer, "INF")
      || vmx_filter_lexer_accept_text (lexer, "-INF"))
    return TRUE;
  if (!vmx_filter_scan_integer (lexer))
    return FALSE;
  if (vmx_filter_lexer_accept (lexer, '.') && !vmx_filter_lexer_scan_digits (lexer, 1, 0))
    return FALSE;
  return scan_exponent (lexer);
}

/* Two digits whose number lies in a range; stops at the digit that leaves it. */
static gboolean
scan_two_digits (VmxFilterLexer *lexer, int minimum, int maximum)
{
  int tens = g_ascii_digit_value (vmx_filter_lexer_peek (lexer));
  int ones;

  if (tens < minimum / 10 || tens > maximum / 10)
    return FALSE;
  lexer->position++;
  ones = g_ascii_digit_value (vmx_filter_lexer_peek (lexer));
  if (ones < 0 || tens * 10 + ones < minimum || tens * 10 + ones > maximum)
    return FALSE;
  lexer->position++;
  return TRUE;
}

static gboolean
scan_year (VmxFilterLexer *lexer)
{
  vmx_filter_lexer_accept (lexer, '-');
  if (vmx_filter_lexer_peek (lexer) == '0')
    return vmx_filter_lexer_scan_digits (lexer, 4, 4);
  return vmx_filter_lexer_scan_digits (lexer, 4, 0);
}

gboolean
vmx_filter_scan_date (VmxFilterLexer *lexer)
{
  return scan_year (lexer) && vmx_filter_lexer_accept (lexer, '-')
         && scan_two_digits (lexer, 1, 12) && vmx_filter_lexer_accept (lexer, '-')
         && scan_two_digits (lexer, 1, 31);
}

static gboolean
scan_hour_and_minute (VmxFilterLexer *lexer)
{
  return scan_two_digits (lexer, 0, 23) && vmx_filter_lexer_accept (lexer, ':')
         && scan_two_digits (lexer, 0, 59);
}

gboolean
vmx_filter_scan_time_of_day (VmxFilterLexer *lexer)
{
  if (!scan_hour_and_minute (lexer))
    return FALSE;
  if (!vmx_filter_lexer_accept (lexer, ':'))
    return TRUE;
  if (!scan_two_digits (lexer, 0, 60))
    return FALSE;
  return !vmx_filter_lexer_accept (lexer, '.')
         || vmx_filter_lexer_scan_digits (lexer, 1, MAX_FRACTION_DIGITS);
}

gboolean
vmx_filter_scan_timestamp (VmxFilterLexer *lexer)
{
  if (!vmx_filter_scan_date (lexer) || !vmx_filter_lexer_accept_any (lexer, "Tt")
      || !vmx_filter_scan_time_of_day (lexer))
    return FALSE;
  return vmx_filter_lexer_accept_any (lexer, "Zz")
         || (vmx_filter_lexer_accept_any (lexer, "+-") && scan_hour_and_minute (lexer));
}

/* One number with its unit. The number may be left out, but not the unit after a number. */
static gboolean
scan_duration_part (VmxFilterLexer *lexer, const char *unit, gboolean *found)
{
  gsize start = lexer->position;

  if (!vmx_filter_lexer_scan_digits (lexer, 1, 0))
    return FALSE;
  if (*unit == 'S' && vmx_filter_lexer_accept (lexer, '.')
      && !vmx_filter_lexer_scan_digits (lexer, 1, 0))
    return FALSE;
  if (vmx_filter_lexer_accept_any (lexer, unit))
    {
      *found = TRUE;
      return TRUE;
    }
  lexer->position = start;
  return FALSE;
}

/* Leaves the place behind digits whose unit does not fit here. */
static gboolean
scan_duration_end (VmxFilterLexer *lexer, gboolean found)
{
  return !vmx_filter_lexer_scan_digits (lexer, 1, 0) && found;
}

gboolean
vmx_filter_scan_duration (VmxFilterLexer *lexer)
{
  gboolean days = FALSE;
  gboolean times = FALSE;

  vmx_filter_lexer_accept (lexer, '-');
  if (!vmx_filter_lexer_accept_any (lexer, "Pp"))
    return FALSE;
  scan_duration_part (lexer, "Dd", &days);
  if (!vmx_filter_lexer_accept_any (lexer, "Tt"))
    return scan_duration_end (lexer, days);
  scan_duration_part (lexer, "Hh", &times);
  scan_duration_part (lexer, "Mm", &times);
  scan_duration_part (lexer, "Ss", &times);
  return scan_duration_end (lexer, times);
}

static gboolean
scan_hex_digits (VmxFilterLexer *lexer, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isxdigit (vmx_filter_lexer_peek (lexer)))
        return FALSE;
      lexer->position++;
    }
  return TRUE;
}

gboolean
vmx_filter_scan_guid (VmxFilterLexer *lexer)
{
  static const guint groups[] = { 8, 4, 4, 4, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      if (i > 0 && !vmx_filter_lexer_accept (lexer, '-'))
        return FALSE;
      if (!scan_hex_digits (lexer, groups[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_base64url (char c)
{
  return g_ascii_isalnum (c) || c == '-' || c == '_';
}

/* Four characters hold three bytes. A shorter last group must have no bits left over, and its
 * padding is optional. */
gboolean
vmx_filter_scan_binary (VmxFilterLexer *lexer)
{
  gsize start = lexer->position;
  gsize rest;
  char last;

  while (is_base64url (vmx_filter_lexer_peek (lexer)))
    lexer->position++;
  rest = (lexer->position - start) % 4;
  if (rest == 0)
    return TRUE;
  if (rest == 1)
    return FALSE;
  last = lexer->text[lexer->position - 1];
  if (strchr (rest == 2 ? "AQgw" : "AEIMQUYcgkosw048", last) == NULL)
    {
      lexer->position--;
      return FALSE;
    }
  vmx_filter_lexer_accept_text (lexer, rest == 2 ? "==" : "=");
  return TRUE;
}

static gboolean
scan_enum_member (VmxFilterLexer *lexer)
{
  if (vmx_filter_lexer_at_identifier (lexer))
    return vmx_filter_scan_identifier (lexer);
  vmx_filter_lexer_accept_any (lexer, "+-");
  return vmx_filter_lexer_scan_digits (lexer, 1, 19);
}

gboolean
vmx_filter_scan_enum_members (VmxFilterLexer *lexer)
{
  do
    {
      if (!scan_enum_member (lexer))
        return FALSE;
    }
  while (vmx_filter_lexer_accept (lexer, ','));
  return TRUE;
}

gboolean
vmx_filter_scan_string (VmxFilterLexer *lexer)
{
  const char *end;

  if (!vmx_filter_lexer_accept (lexer, '\''))
    return FALSE;
  do
    {
      end = strchr (vmx_filter_lexer_here (lexer), '\'');
      if (end == NULL)
        {
          lexer->position += strlen (vmx_filter_lexer_here (lexer));
          return FALSE;
        }
      lexer->position = end + 1 - lexer->text;
    }
  while (vmx_filter_lexer_accept (lexer, '\''));
  return TRUE;
}

static gboolean
scan_json_escape (VmxFilterLexer *lexer)
{
  if (vmx_filter_lexer_accept (lexer, 'u'))
    return scan_hex_digits (lexer, 4);
  return vmx_filter_lexer_accept_any (lexer, "\"\\/bfnrt");
}

gboolean
vmx_filter_scan_json_string (VmxFilterLexer *lexer)
{
  if (!vmx_filter_lexer_accept (lexer, '"'))
    return FALSE;
  while (!vmx_filter_lexer_accept (lexer, '"'))
    {
      if (vmx_filter_lexer_accept (lexer, '\\'))
        {
          if (!scan_json_escape (lexer))
            return FALSE;
        }
      else if ((guchar) vmx_filter_lexer_peek (lexer) < 0x20)
        return FALSE;
      else
        lexer->position++;
    }
  return TRUE;
}
