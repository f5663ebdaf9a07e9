/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/vmx-excerpt-private.h>

#include <string.h>

static gboolean
is_continuation (char byte)
{
  return ((guint8) byte & 0xc0) == 0x80;
}

char *
vmx_excerpt (const char *text, gssize length, gsize max_length)
{
  gsize whole = length < 0 ? strlen (text) : (gsize) length;
  gsize end = MIN (whole, max_length);
  g_autofree char *start = NULL;

  /* Not in the middle of a character. */
  while (end < whole && end > 0 && is_continuation (text[end]))
    end--;
  start = g_utf8_make_valid (text, (gssize) end);
  return g_strconcat (start, end < whole ? "…" : "", NULL);
}
