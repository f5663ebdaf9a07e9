/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/vmx-suggest-private.h>

#include <string.h>

/* Longer names are only compared without case, so that a hostile name costs nothing. */
#define MAX_LENGTH 64

/* How many typing errors a name of this length may have and still be recognised. */
static guint
get_tolerance (gsize length)
{
  if (length <= 2)
    return 0;
  if (length <= 5)
    return 1;
  return length <= 8 ? 2 : 3;
}

static gboolean
bytes_equal (char a, char b)
{
  return g_ascii_tolower (a) == g_ascii_tolower (b);
}

/* Insertions, deletions, replacements and swaps of neighbours that turn a into b. */
static guint
count_edits (const char *a, gsize a_length, const char *b, gsize b_length)
{
  guint rows[3][MAX_LENGTH + 1];
  guint *before = rows[0], *previous = rows[1], *current = rows[2];

  for (gsize j = 0; j <= b_length; j++)
    previous[j] = j;
  for (gsize i = 1; i <= a_length; i++)
    {
      guint *recycled = before;

      current[0] = i;
      for (gsize j = 1; j <= b_length; j++)
        {
          guint replaced = previous[j - 1] + (bytes_equal (a[i - 1], b[j - 1]) ? 0 : 1);

          current[j] = MIN (replaced, MIN (previous[j], current[j - 1]) + 1);
          if (i > 1 && j > 1 && bytes_equal (a[i - 1], b[j - 2])
              && bytes_equal (a[i - 2], b[j - 1]))
            current[j] = MIN (current[j], before[j - 2] + 1);
        }
      before = previous;
      previous = current;
      current = recycled;
    }
  return previous[b_length];
}

/**
 * vmx_suggest_nearest: (skip)
 * @name: a name that is not known
 * @candidates: (array zero-terminated=1): the names that are
 *
 * Gets the name that a misspelt one probably means. One that differs only in case wins over every
 * other.
 *
 * Returns: (nullable): one of @candidates, %NULL if none is near
 *
 * Since: 0.1
 */
const char *
vmx_suggest_nearest (const char *name, const char *const *candidates)
{
  const char *nearest = NULL;
  gsize length = strlen (name);
  guint best = get_tolerance (length) + 1;

  for (guint i = 0; candidates[i] != NULL; i++)
    {
      gsize candidate_length = strlen (candidates[i]);
      guint edits;

      if (g_ascii_strcasecmp (name, candidates[i]) == 0)
        return candidates[i];
      if (length > MAX_LENGTH || candidate_length > MAX_LENGTH)
        continue;
      edits = count_edits (name, length, candidates[i], candidate_length);
      if (edits < best && edits < MAX (length, candidate_length))
        {
          best = edits;
          nearest = candidates[i];
        }
    }
  return nearest;
}

char *
vmx_suggest_print_tail (const char *nearest)
{
  return nearest != NULL ? g_strdup_printf ("; did you mean “%s”?", nearest) : g_strdup ("");
}

/**
 * vmx_suggest_tail: (skip)
 * @name: a name that is not known
 * @candidates: (array zero-terminated=1): the names that are
 *
 * Gets the end of a message about an unknown name: “; did you mean …?”, or nothing.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
vmx_suggest_tail (const char *name, const char *const *candidates)
{
  return vmx_suggest_print_tail (vmx_suggest_nearest (name, candidates));
}
