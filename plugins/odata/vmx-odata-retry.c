/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-retry.h"

#include <libsoup/soup.h>
#include <string.h>

/* Beyond this a date or number is nonsense; it keeps the arithmetic safe, too. */
#define LONGEST_AFTER ((gint64) 366 * 24 * 60 * 60 * 1000)

gboolean
vmx_odata_retry_is_worth_it (guint status)
{
  if (status == SOUP_STATUS_NOT_IMPLEMENTED || status == SOUP_STATUS_HTTP_VERSION_NOT_SUPPORTED)
    return FALSE;
  return status == SOUP_STATUS_REQUEST_TIMEOUT || status == 429 || (status >= 500 && status < 600);
}

/* Digits with an optional fraction, and nothing else. */
static gint64
parse_seconds (const char *text)
{
  char *end;
  double seconds;

  if (!g_ascii_isdigit (*text) && *text != '.')
    return -1;
  seconds = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0' || strspn (text, "0123456789.") != strlen (text))
    return -1;
  return seconds * 1000 < LONGEST_AFTER ? (gint64) (seconds * 1000 + 0.5) : -1;
}

gint64
vmx_odata_retry_parse_after (const char *text, gint64 now)
{
  g_autofree char *stripped = NULL;
  g_autoptr(GDateTime) date = NULL;
  gint64 delay;

  if (text == NULL)
    return -1;
  stripped = g_strstrip (g_strdup (text));
  delay = parse_seconds (stripped);
  if (delay >= 0)
    return delay;

  date = soup_date_time_new_from_http_string (stripped);
  if (date == NULL)
    return -1;
  delay = g_date_time_to_unix (date) * 1000 - now;
  return delay < LONGEST_AFTER ? MAX (delay, 0) : -1;
}
