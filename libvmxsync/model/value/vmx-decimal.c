/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-decimal-private.h>

#include <string.h>

/* Beyond what a double can hold, but small enough to write out. */
#define MAX_EXPONENT 400

/* A decimal taken apart: no leading zeros in whole, no trailing ones in fraction. */
typedef struct
{
  gboolean negative;
  const char *whole;
  gsize whole_length;
  const char *fraction;
  gsize fraction_length;
} Parts;

gboolean
vmx_decimal_is_valid (const char *text, gsize length)
{
  gsize i = 0, digits = 0;

  if (i < length && (text[i] == '-' || text[i] == '+'))
    i++;
  for (; i < length && g_ascii_isdigit (text[i]); i++)
    digits++;
  if (digits == 0)
    return FALSE;
  if (i == length)
    return TRUE;
  if (text[i++] != '.')
    return FALSE;
  for (digits = 0; i < length && g_ascii_isdigit (text[i]); i++)
    digits++;
  return digits > 0 && i == length;
}

static void
take_apart (const char *text, gsize length, Parts *parts)
{
  const char *end = text + length;
  const char *dot;

  parts->negative = length > 0 && *text == '-';
  if (length > 0 && (*text == '-' || *text == '+'))
    text++;
  dot = memchr (text, '.', end - text);
  parts->fraction = dot != NULL ? dot + 1 : end;
  parts->fraction_length = end - parts->fraction;
  while (parts->fraction_length > 0 && parts->fraction[parts->fraction_length - 1] == '0')
    parts->fraction_length--;
  if (dot == NULL)
    dot = end;
  while (text < dot && *text == '0')
    text++;
  parts->whole = text;
  parts->whole_length = dot - text;
  if (parts->whole_length == 0 && parts->fraction_length == 0)
    parts->negative = FALSE;
}

static int
compare_magnitude (const Parts *a, const Parts *b)
{
  int order;

  if (a->whole_length != b->whole_length)
    return a->whole_length < b->whole_length ? -1 : 1;
  order = memcmp (a->whole, b->whole, a->whole_length);
  if (order == 0)
    order = memcmp (a->fraction, b->fraction, MIN (a->fraction_length, b->fraction_length));
  if (order == 0 && a->fraction_length != b->fraction_length)
    order = a->fraction_length < b->fraction_length ? -1 : 1;
  return order;
}

int
vmx_decimal_compare (const char *a, gsize a_length, const char *b, gsize b_length)
{
  Parts left, right;
  int order;

  take_apart (a, a_length, &left);
  take_apart (b, b_length, &right);
  if (left.negative != right.negative)
    return left.negative ? -1 : 1;
  order = compare_magnitude (&left, &right);
  return left.negative ? -order : order;
}

char *
vmx_decimal_canonical (const char *text, gsize length)
{
  Parts parts;
  GString *canonical = g_string_sized_new (length + 2);

  take_apart (text, length, &parts);
  if (parts.negative)
    g_string_append_c (canonical, '-');
  if (parts.whole_length == 0)
    g_string_append_c (canonical, '0');
  g_string_append_len (canonical, parts.whole, parts.whole_length);
  if (parts.fraction_length > 0)
    {
      g_string_append_c (canonical, '.');
      g_string_append_len (canonical, parts.fraction, parts.fraction_length);
    }
  return g_string_free (canonical, FALSE);
}

/* Writes digits with the decimal point moved; digits has no sign. */
static char *
shift_point (gboolean negative, const char *digits, gssize point)
{
  gssize count = strlen (digits);
  GString *plain = g_string_new (negative ? "-" : "");

  if (point <= 0)
    {
      g_string_append (plain, "0.");
      for (gssize i = point; i < 0; i++)
        g_string_append_c (plain, '0');
      g_string_append (plain, digits);
      return g_string_free (plain, FALSE);
    }
  for (gssize i = 0; i < MAX (point, count); i++)
    {
      if (i == point)
        g_string_append_c (plain, '.');
      g_string_append_c (plain, i < count ? digits[i] : '0');
    }
  return g_string_free (plain, FALSE);
}

/* What stands behind the "e". */
static gboolean
parse_exponent (const char *text, gsize length, int *exponent)
{
  gboolean negative = length > 0 && *text == '-';
  gsize i = length > 0 && (*text == '-' || *text == '+') ? 1 : 0;

  *exponent = 0;
  if (i == length)
    return FALSE;
  for (; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *exponent = *exponent * 10 + (text[i] - '0');
      if (*exponent > MAX_EXPONENT)
        return FALSE;
    }
  *exponent = negative ? -*exponent : *exponent;
  return TRUE;
}

static gsize
find_exponent (const char *text, gsize length)
{
  gsize i = 0;

  while (i < length && text[i] != 'e' && text[i] != 'E')
    i++;
  return i;
}

/* Servers that compute with doubles send decimals such as 1.2345678901234569e+23. */
char *
vmx_decimal_from_scientific (const char *text, gsize length)
{
  gsize mark = find_exponent (text, length);
  gsize sign = length > 0 && (*text == '-' || *text == '+') ? 1 : 0;
  g_autoptr(GString) digits = NULL;
  g_autofree char *plain = NULL;
  const char *dot;
  gsize whole;
  int exponent = 0;

  if (!vmx_decimal_is_valid (text, mark))
    return NULL;
  if (mark == length)
    return g_strndup (text, length);
  if (!parse_exponent (text + mark + 1, length - mark - 1, &exponent))
    return NULL;
  dot = memchr (text, '.', mark);
  whole = (dot != NULL ? (gsize) (dot - text) : mark) - sign;
  digits = g_string_new_len (text + sign, (gssize) (mark - sign));
  if (dot != NULL)
    g_string_erase (digits, (gssize) whole, 1);
  plain = shift_point (*text == '-', digits->str, (gssize) whole + exponent);
  return vmx_decimal_canonical (plain, strlen (plain));
}
