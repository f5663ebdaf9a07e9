/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-query-functions-private.h>

#include <string.h>

static void
set_boolean (VmxValue *result, gboolean value)
{
  *result = (VmxValue) { .kind = VMX_VALUE_BOOLEAN, .int64 = value != FALSE };
}

static const char *
find_text (const VmxValue *text, const VmxValue *part)
{
  return memmem (text->text, text->length, part->text, part->length);
}

VMX_DECLARE_QUERY_FUNCTION (contains)
{
  set_boolean (result, find_text (arguments[0], arguments[1]) != NULL);
}

VMX_DECLARE_QUERY_FUNCTION (startswith)
{
  const VmxValue *text = arguments[0], *part = arguments[1];

  set_boolean (result, text->length >= part->length
                           && memcmp (text->text, part->text, part->length) == 0);
}

VMX_DECLARE_QUERY_FUNCTION (endswith)
{
  const VmxValue *text = arguments[0], *part = arguments[1];

  set_boolean (result, text->length >= part->length
                           && memcmp (text->text + text->length - part->length, part->text,
                                      part->length) == 0);
}

VMX_DECLARE_QUERY_FUNCTION (length)
{
  vmx_query_set_int64 (result, g_utf8_strlen (arguments[0]->text, arguments[0]->length));
}

VMX_DECLARE_QUERY_FUNCTION (indexof)
{
  const char *found = find_text (arguments[0], arguments[1]);

  if (found == NULL)
    vmx_query_set_int64 (result, -1);
  else
    vmx_query_set_int64 (result, g_utf8_strlen (arguments[0]->text, found - arguments[0]->text));
}

static const char *
skip_characters (const char *at, const char *end, gint64 count)
{
  for (; count > 0 && at < end; count--)
    at = g_utf8_next_char (at);
  return MIN (at, end);
}

static void
set_part (VmxValue *result, const char *start, const char *end, VmxArena *arena)
{
  vmx_query_set_text (result, VMX_VALUE_TEXT, start, end - start, arena);
}

/* What lies outside the text is empty. */
VMX_DECLARE_QUERY_FUNCTION (substring)
{
  const char *end = arguments[0]->text + arguments[0]->length;
  const char *start = skip_characters (arguments[0]->text, end, arguments[1]->int64);

  if (n_arguments == 3)
    end = skip_characters (start, end, arguments[2]->int64);
  set_part (result, start, end, vmx_evaluation_get_arena (self));
}

VMX_DECLARE_QUERY_FUNCTION (trim)
{
  const char *start = arguments[0]->text;
  const char *end = start + arguments[0]->length;

  while (start < end && g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start)
    {
      const char *previous = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (previous)))
        break;
      end = previous;
    }
  set_part (result, start, end, vmx_evaluation_get_arena (self));
}

VMX_DECLARE_QUERY_FUNCTION (concat)
{
  const VmxValue *left = arguments[0], *right = arguments[1];
  char *text;

  if ((guint64) left->length + right->length >= G_MAXUINT32)
    return;
  text = vmx_arena_alloc (vmx_evaluation_get_arena (self),
                          (gsize) left->length + right->length + 1);
  memcpy (text, left->text, left->length);
  memcpy (text + left->length, right->text, right->length + 1);
  *result = (VmxValue) { .kind = VMX_VALUE_TEXT,
                         .length = left->length + right->length,
                         .text = text };
}

/* By the character tables of Unicode; g_utf8_strdown() would follow the locale. */
static void
map_characters (VmxEvaluation *self, const VmxValue *source, gunichar (*map) (gunichar),
                VmxValue *result)
{
  const char *end = source->text + source->length;
  /* No letter has a partner of more than twice its length. */
  char *text = vmx_arena_alloc (vmx_evaluation_get_arena (self), (gsize) source->length * 2 + 1);
  char *to = text;

  for (const char *at = source->text; at < end; at = g_utf8_next_char (at))
    to += g_unichar_to_utf8 (map (g_utf8_get_char (at)), to);
  *to = '\0';
  *result = (VmxValue) { .kind = VMX_VALUE_TEXT, .length = to - text, .text = text };
}

VMX_DECLARE_QUERY_FUNCTION (tolower)
{
  map_characters (self, arguments[0], g_unichar_tolower, result);
}

VMX_DECLARE_QUERY_FUNCTION (toupper)
{
  map_characters (self, arguments[0], g_unichar_toupper, result);
}

VMX_DECLARE_QUERY_FUNCTION (matches_pattern)
{
  gboolean matches;

  if (vmx_query_match_pattern (arguments[0]->text, arguments[0]->length, arguments[1]->text,
                               arguments[1]->length, &matches))
    set_boolean (result, matches);
}
