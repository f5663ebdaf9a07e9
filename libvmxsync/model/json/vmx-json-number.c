/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-json-number-private.h"

#include <float.h>
#include <math.h>

static gsize
count_digits (const char *text, gsize length)
{
  gsize n = 0;

  while (n < length && g_ascii_isdigit (text[n]))
    n++;
  return n;
}

gboolean
vmx_json_is_number (const char *text, gsize length)
{
  gsize position = length > 0 && text[0] == '-' ? 1 : 0;
  gsize n = count_digits (text + position, length - position);

  if (n == 0 || (n > 1 && text[position] == '0'))
    return FALSE;
  position += n;
  if (position < length && text[position] == '.')
    {
      position++;
      n = count_digits (text + position, length - position);
      if (n == 0)
        return FALSE;
      position += n;
    }
  if (position < length && (text[position] == 'e' || text[position] == 'E'))
    {
      position++;
      if (position < length && (text[position] == '+' || text[position] == '-'))
        position++;
      n = count_digits (text + position, length - position);
      if (n == 0)
        return FALSE;
      position += n;
    }
  return position == length;
}

/* Fifteen digits are enough for each normal number that has a shorter form; subnormal ones have
 * less precision. */
void
vmx_json_format_double (double value, char text[G_ASCII_DTOSTR_BUF_SIZE])
{
  char format[] = "%.00g";

  for (int digits = fabs (value) < DBL_MIN ? 1 : 15; digits <= 17; digits++)
    {
      format[2] = (char) ('0' + digits / 10);
      format[3] = (char) ('0' + digits % 10);
      g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        return;
    }
}
