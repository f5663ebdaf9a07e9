/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-where-lexer-private.h>

#include <libvmxsync/model/vmx-error.h>

#include <string.h>

#define MAX_EXCERPT 24

static const struct
{
  const char *word;
  VmxWhereToken token;
} keywords[] = {
  { "AND", VMX_WHERE_AND },         { "OR", VMX_WHERE_OR },     { "NOT", VMX_WHERE_NOT },
  { "IN", VMX_WHERE_IN },           { "LIKE", VMX_WHERE_LIKE }, { "IS", VMX_WHERE_IS },
  { "BETWEEN", VMX_WHERE_BETWEEN }, { "NULL", VMX_WHERE_NULL }, { "TRUE", VMX_WHERE_TRUE },
  { "FALSE", VMX_WHERE_FALSE },
};

/* Longer symbols come before those they begin with. */
static const struct
{
  const char *symbol;
  VmxWhereToken token;
} symbols[] = {
  { "==", VMX_WHERE_EQ },   { "=", VMX_WHERE_EQ },    { "!=", VMX_WHERE_NE },
  { "<>", VMX_WHERE_NE },   { "<=", VMX_WHERE_LE },   { "<", VMX_WHERE_LT },
  { ">=", VMX_WHERE_GE },   { ">", VMX_WHERE_GT },    { "(", VMX_WHERE_OPEN },
  { ")", VMX_WHERE_CLOSE }, { ",", VMX_WHERE_COMMA }, { "-", VMX_WHERE_MINUS },
};

void
vmx_where_lexer_init (VmxWhereLexer *self, const char *source)
{
  *self = (VmxWhereLexer) { .source = source, .text = g_string_new (NULL) };
}

void
vmx_where_lexer_clear (VmxWhereLexer *self)
{
  g_string_free (g_steal_pointer (&self->text), TRUE);
}

gboolean
vmx_where_lexer_fail (gsize position, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *valid = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* An excerpt may end within a character. */
  valid = g_utf8_make_valid (message, -1);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
               "whereConditionAsAString, character %" G_GSIZE_FORMAT ": %s", position, valid);
  return FALSE;
}

gboolean
vmx_where_lexer_expect (VmxWhereLexer *self, const char *expected, GError **error)
{
  gsize length = self->next - self->start;

  if (self->token == VMX_WHERE_END)
    return vmx_where_lexer_fail (self->start, error, "expected %s, found the end", expected);
  return vmx_where_lexer_fail (self->start, error, "expected %s, found “%.*s%s”", expected,
                               (int) MIN (length, MAX_EXCERPT), self->source + self->start,
                               length > MAX_EXCERPT ? "…" : "");
}

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '$' || (guchar) c >= 0x80;
}

static void
read_word (VmxWhereLexer *self)
{
  gsize length = 0;

  while (is_name_char (self->source[self->start + length]))
    length++;
  self->next = self->start + length;
  self->token = VMX_WHERE_NAME;
  g_string_append_len (self->text, self->source + self->start, length);
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (g_ascii_strcasecmp (self->text->str, keywords[i].word) == 0)
      self->token = keywords[i].token;
}

/* Up to the closing quote; a doubled one stands for itself. */
static gboolean
read_quoted (VmxWhereLexer *self, gsize from, char quote, VmxWhereToken token, GError **error)
{
  const char *at = self->source + from;

  for (;; at++)
    {
      const char *end = strchr (at, quote);

      if (end == NULL)
        return vmx_where_lexer_fail (self->start, error, "the closing %c is missing", quote);
      g_string_append_len (self->text, at, end - at);
      at = end + 1;
      if (*at != quote || quote == ']')
        break;
      g_string_append_c (self->text, quote);
    }
  self->token = token;
  self->next = at - self->source;
  return TRUE;
}

static gboolean
read_blob (VmxWhereLexer *self, GError **error)
{
  if (!read_quoted (self, self->start + 2, '\'', VMX_WHERE_BLOB, error))
    return FALSE;
  if (self->text->len % 2 != 0
      || strspn (self->text->str, "0123456789abcdefABCDEF") != self->text->len)
    return vmx_where_lexer_expect (self, "an even number of hexadecimal digits", error);
  return TRUE;
}

static gsize
append_digits (VmxWhereLexer *self)
{
  gsize count = 0;

  while (g_ascii_isdigit (self->source[self->next + count]))
    count++;
  g_string_append_len (self->text, self->source + self->next, count);
  self->next += count;
  return count;
}

static gboolean
append_exponent (VmxWhereLexer *self)
{
  char c = self->source[self->next];

  if (c != 'e' && c != 'E')
    return TRUE;
  g_string_append_c (self->text, 'e');
  c = self->source[++self->next];
  if (c == '+' || c == '-')
    {
      g_string_append_c (self->text, c);
      self->next++;
    }
  return append_digits (self) > 0;
}

static gboolean
read_number (VmxWhereLexer *self, GError **error)
{
  gboolean valid = TRUE;

  self->token = VMX_WHERE_NUMBER;
  self->next = self->start;
  if (append_digits (self) == 0)
    g_string_append_c (self->text, '0');
  if (self->source[self->next] == '.')
    {
      g_string_append_c (self->text, '.');
      self->next++;
      valid = append_digits (self) > 0;
    }
  if (valid && append_exponent (self) && !is_name_char (self->source[self->next]))
    return TRUE;
  if (self->source[self->next] != '\0')
    self->next++;
  return vmx_where_lexer_expect (self, "a number", error);
}

static gboolean
read_symbol (VmxWhereLexer *self, GError **error)
{
  const char *here = self->source + self->start;

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (g_str_has_prefix (here, symbols[i].symbol))
      {
        self->token = symbols[i].token;
        self->next = self->start + strlen (symbols[i].symbol);
        return TRUE;
      }
  self->next = self->start + 1;
  self->token = VMX_WHERE_NAME;
  return vmx_where_lexer_expect (self, "a column name, a value, an operator or a bracket", error);
}

gboolean
vmx_where_lexer_advance (VmxWhereLexer *self, GError **error)
{
  const char *here;

  g_string_truncate (self->text, 0);
  while (g_ascii_isspace (self->source[self->next]))
    self->next++;
  self->start = self->next;
  here = self->source + self->start;
  if (*here == '\0')
    {
      self->token = VMX_WHERE_END;
      return TRUE;
    }
  if ((*here == 'x' || *here == 'X') && here[1] == '\'')
    return read_blob (self, error);
  if (g_ascii_isdigit (*here) || (*here == '.' && g_ascii_isdigit (here[1])))
    return read_number (self, error);
  if (is_name_char (*here) && *here != '$')
    {
      read_word (self);
      return TRUE;
    }
  if (*here == '\'')
    return read_quoted (self, self->start + 1, '\'', VMX_WHERE_STRING, error);
  if (*here == '"' || *here == '`')
    return read_quoted (self, self->start + 1, *here, VMX_WHERE_NAME, error);
  if (*here == '[')
    return read_quoted (self, self->start + 1, ']', VMX_WHERE_NAME, error);
  return read_symbol (self, error);
}
