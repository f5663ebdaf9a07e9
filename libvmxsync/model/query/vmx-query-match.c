/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-query-evaluate-private.h>

#include <string.h>

/* Longer patterns are no honest ones. */
#define MAX_PATTERN_LENGTH (32 * 1024)
/* Steps of backtracking, far below the engine's own limit of ten million. */
#define LIMITS "(*LIMIT_MATCH=1000000)"

static const char *
skip_character (const char *at, const char *end)
{
  const char *next = g_utf8_next_char (at);

  return MIN (next, end);
}

gboolean
vmx_query_match_like (const char *text, gsize text_length, const char *pattern,
                      gsize pattern_length)
{
  const char *text_end = text + text_length;
  const char *pattern_end = pattern + pattern_length;
  const char *after_wildcard = NULL; /* where to go on when what follows the last % fails */
  const char *retry = NULL;

  while (text < text_end)
    {
      if (pattern < pattern_end && *pattern == '%')
        {
          after_wildcard = ++pattern;
          retry = text;
        }
      else if (pattern < pattern_end && *pattern == '_')
        {
          pattern++;
          text = skip_character (text, text_end);
        }
      else if (pattern < pattern_end && g_ascii_tolower (*pattern) == g_ascii_tolower (*text))
        {
          pattern++;
          text++;
        }
      else if (after_wildcard != NULL)
        {
          pattern = after_wildcard;
          text = retry = skip_character (retry, text_end);
        }
      else
        return FALSE;
    }
  while (pattern < pattern_end && *pattern == '%')
    pattern++;
  return pattern == pattern_end;
}

/* The last expression of this thread: a filter uses the same one for each row. */
typedef struct
{
  char *pattern;
  GRegex *regex; /* NULL if the pattern is wrong */
} CachedPattern;

static void
cached_pattern_free (gpointer data)
{
  CachedPattern *self = data;

  g_clear_pointer (&self->regex, g_regex_unref);
  g_free (self->pattern);
  g_free (self);
}

static GPrivate last_pattern = G_PRIVATE_INIT (cached_pattern_free);

static GRegex *
compile_pattern (const char *pattern, gsize length)
{
  CachedPattern *cached = g_private_get (&last_pattern);
  g_autofree char *limited = NULL;

  if (cached != NULL && strcmp (cached->pattern, pattern) == 0)
    return cached->regex;
  cached = g_new0 (CachedPattern, 1);
  cached->pattern = g_strndup (pattern, length);
  /* A pattern cannot raise the limits that come first. */
  limited = g_strconcat (LIMITS, cached->pattern, NULL);
  cached->regex = g_regex_new (limited, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  g_private_replace (&last_pattern, cached);
  return cached->regex;
}

gboolean
vmx_query_match_pattern (const char *text, gsize text_length, const char *pattern,
                         gsize pattern_length, gboolean *matches)
{
  g_autoptr(GError) error = NULL;
  GRegex *regex = NULL;

  if (pattern_length <= MAX_PATTERN_LENGTH)
    regex = compile_pattern (pattern, pattern_length);
  if (regex == NULL)
    return FALSE;
  *matches = g_regex_match_full (regex, text, text_length, 0, 0, NULL, &error);
  return error == NULL;
}
