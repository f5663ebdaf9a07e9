/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-lexer-private.h"

#include <string.h>

#define MAX_IDENTIFIER_LENGTH 128

gboolean
vmx_filter_lexer_accept (VmxFilterLexer *self, char c)
{
  if (c == '\0' || vmx_filter_lexer_peek (self) != c)
    return FALSE;
  self->position++;
  return TRUE;
}

gboolean
vmx_filter_lexer_accept_any (VmxFilterLexer *self, const char *characters)
{
  char c = vmx_filter_lexer_peek (self);

  return c != '\0' && strchr (characters, c) != NULL && vmx_filter_lexer_accept (self, c);
}

gboolean
vmx_filter_lexer_accept_text (VmxFilterLexer *self, const char *text)
{
  if (!g_str_has_prefix (vmx_filter_lexer_here (self), text))
    return FALSE;
  self->position += strlen (text);
  return TRUE;
}

gboolean
vmx_filter_lexer_accept_text_nocase (VmxFilterLexer *self, const char *text)
{
  gsize length = strlen (text);

  if (g_ascii_strncasecmp (vmx_filter_lexer_here (self), text, length) != 0)
    return FALSE;
  self->position += length;
  return TRUE;
}

gboolean
vmx_filter_lexer_at_blank (const VmxFilterLexer *self)
{
  char c = vmx_filter_lexer_peek (self);

  return c == ' ' || c == '\t';
}

gboolean
vmx_filter_lexer_skip_blanks (VmxFilterLexer *self)
{
  gsize start = self->position;

  while (vmx_filter_lexer_at_blank (self))
    self->position++;
  return self->position > start;
}

gboolean
vmx_filter_lexer_scan_digits (VmxFilterLexer *self, guint minimum, guint maximum)
{
  guint n = 0;

  while (g_ascii_isdigit (vmx_filter_lexer_peek (self)) && (maximum == 0 || n < maximum))
    {
      self->position++;
      n++;
    }
  return n >= minimum;
}

static gboolean
is_leading (gunichar c)
{
  GUnicodeType type;

  if (c < 0x80)
    return c == '_' || g_ascii_isalpha (c);
  type = g_unichar_type (c);
  return type == G_UNICODE_LETTER_NUMBER || g_unichar_isalpha (c);
}

static gboolean
is_following (gunichar c)
{
  GUnicodeType type;

  if (is_leading (c))
    return TRUE;
  if (c < 0x80)
    return g_ascii_isdigit (c);
  type = g_unichar_type (c);
  return type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_NON_SPACING_MARK
         || type == G_UNICODE_SPACING_MARK || type == G_UNICODE_CONNECT_PUNCTUATION
         || type == G_UNICODE_FORMAT;
}

/* Zero at the end of the text. The parser has checked that the text is UTF-8. */
static gunichar
peek_character (const VmxFilterLexer *self)
{
  return g_utf8_get_char (vmx_filter_lexer_here (self));
}

gboolean
vmx_filter_lexer_at_identifier (const VmxFilterLexer *self)
{
  return is_leading (peek_character (self));
}

gboolean
vmx_filter_scan_identifier (VmxFilterLexer *lexer)
{
  guint n = 1;

  if (!vmx_filter_lexer_at_identifier (lexer))
    return FALSE;
  do
    {
      lexer->position += g_utf8_skip[(guchar) vmx_filter_lexer_peek (lexer)];
      n++;
    }
  while (n <= MAX_IDENTIFIER_LENGTH && is_following (peek_character (lexer)));
  return !is_following (peek_character (lexer));
}

gboolean
vmx_filter_scan_qualified_name (VmxFilterLexer *lexer)
{
  do
    {
      if (!vmx_filter_scan_identifier (lexer))
        return FALSE;
    }
  while (vmx_filter_lexer_accept (lexer, '.'));
  return TRUE;
}
