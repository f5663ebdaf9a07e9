/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-parser-private.h"

#include <string.h>

/* Paths: what stands between slashes. The parser knows no schema, so that it takes every order of
 * segments that some schema could allow. */

typedef enum
{
  SEGMENT_NAME,
  SEGMENT_TYPE,       /* a qualified name: a type, or a function if brackets follow */
  SEGMENT_BRACKETS,   /* a key, or the parameters of a function */
  SEGMENT_FILTER,     /* $filter(…) */
  SEGMENT_ANNOTATION, /* @name */
  SEGMENT_VARIABLE,   /* $it, $this, a parameter alias or a lambda variable */
  SEGMENT_ROOT,       /* $root */
  SEGMENT_LAST,       /* nothing may follow */
} Segment;

typedef struct
{
  gsize start;
  guint n_segments;
  Segment last;
  VmxQueryKind kind;
} Path;

static void
add_segment (Path *path, Segment segment)
{
  path->last = segment;
  path->n_segments++;
}

static gboolean
is_variable (VmxFilterParser *self, const char *name)
{
  for (guint i = 0; i < self->variables->len; i++)
    {
      if (strcmp (self->variables->pdata[i], name) == 0)
        return TRUE;
    }
  return FALSE;
}

/* The text so far as a node. */
static VmxQuery *
finish_path (VmxFilterParser *self, const Path *path, gsize end)
{
  g_autofree char *name = NULL;

  name = g_strndup (self->lexer.text + path->start, end - path->start);
  return vmx_query_new_named (path->n_segments == 1 || path->kind == VMX_QUERY_VARIABLE
                                  ? path->kind
                                  : VMX_QUERY_PATH,
                              name, path->start);
}

static gboolean
scan_annotation_name (VmxFilterLexer *lexer)
{
  if (!vmx_filter_scan_qualified_name (lexer))
    return FALSE;
  return !vmx_filter_lexer_accept (lexer, '#') || vmx_filter_scan_identifier (lexer);
}

/* Behind the @. A plain name is an alias at the start of a path. */
static gboolean
parse_at (VmxFilterParser *self, Path *path, gboolean is_first)
{
  VmxFilterLexer probe = self->lexer;
  gboolean is_plain;

  if (!scan_annotation_name (&self->lexer))
    {
      vmx_filter_parser_expected (self, "the name of a parameter alias or annotation after '@'");
      return FALSE;
    }
  is_plain = vmx_filter_scan_identifier (&probe) && probe.position == self->lexer.position;
  if (is_first)
    path->kind = is_plain ? VMX_QUERY_ALIAS : VMX_QUERY_PATH;
  add_segment (path, is_first && is_plain ? SEGMENT_VARIABLE : SEGMENT_ANNOTATION);
  return TRUE;
}

static gboolean
parse_name (VmxFilterParser *self, Path *path)
{
  gsize start = self->lexer.position;
  gboolean is_qualified;

  if (!vmx_filter_scan_qualified_name (&self->lexer))
    {
      vmx_filter_parser_expected (self, path->n_segments == 0 ? "a value or a name" : "a name");
      return FALSE;
    }
  is_qualified = memchr (self->lexer.text + start, '.', self->lexer.position - start) != NULL;
  add_segment (path, is_qualified ? SEGMENT_TYPE : SEGMENT_NAME);
  return TRUE;
}

static gboolean
parse_dollar_first (VmxFilterParser *self, Path *path)
{
  static const char *const names[] = { "$it", "$this", "$root" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      VmxFilterLexer lexer = self->lexer;

      if (!vmx_filter_lexer_accept_text (&lexer, names[i])
          || vmx_filter_lexer_at_identifier (&lexer))
        continue;
      self->lexer = lexer;
      path->kind = VMX_QUERY_VARIABLE;
      add_segment (path, i == 2 ? SEGMENT_ROOT : SEGMENT_VARIABLE);
      return TRUE;
    }
  vmx_filter_parser_expected (self, "$it, $this or $root");
  return FALSE;
}

static gboolean
parse_first (VmxFilterParser *self, Path *path)
{
  g_autofree char *name = NULL;

  if (vmx_filter_lexer_accept (&self->lexer, '@'))
    return parse_at (self, path, TRUE);
  if (vmx_filter_lexer_peek (&self->lexer) == '$')
    return parse_dollar_first (self, path);
  if (!parse_name (self, path))
    return FALSE;
  path->kind = path->last == SEGMENT_NAME ? VMX_QUERY_COLUMN : VMX_QUERY_PATH;
  name = vmx_filter_parser_slice (self, path->start);
  if (is_variable (self, name))
    {
      path->kind = VMX_QUERY_VARIABLE;
      path->last = SEGMENT_VARIABLE;
    }
  return TRUE;
}

/* name=value, as functions and compound keys have it. */
static gboolean
parse_named_value (VmxFilterParser *self)
{
  g_autoptr(VmxQuery) value = NULL;

  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (!vmx_filter_scan_identifier (&self->lexer)
      || !vmx_filter_lexer_accept (&self->lexer, '='))
    {
      vmx_filter_parser_expected (self, "name=value, because this is no built-in function");
      return FALSE;
    }
  value = vmx_filter_parse_expression (self);
  vmx_filter_lexer_skip_blanks (&self->lexer);
  return value != NULL;
}

static gboolean
parse_named_values (VmxFilterParser *self)
{
  do
    {
      if (!parse_named_value (self))
        return FALSE;
    }
  while (vmx_filter_lexer_accept (&self->lexer, ','));
  return vmx_filter_parser_expect (self, ')', "',' or ')'");
}

/* The one value of a simple key: a literal or an alias. FALSE without an error if there is none. */
static gboolean
parse_key_value (VmxFilterParser *self)
{
  g_autoptr(VmxQuery) value = NULL;

  if (vmx_filter_lexer_accept (&self->lexer, '@'))
    {
      if (vmx_filter_scan_identifier (&self->lexer))
        return TRUE;
      vmx_filter_parser_expected (self, "the name of a parameter alias");
      return FALSE;
    }
  value = vmx_filter_parse_literal (self);
  return value != NULL;
}

static gboolean
parse_brackets (VmxFilterParser *self, Path *path)
{
  gsize start;

  add_segment (path, SEGMENT_BRACKETS);
  start = self->lexer.position;
  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (vmx_filter_lexer_accept (&self->lexer, ')'))
    return TRUE;
  self->lexer.position = start;
  if (parse_key_value (self) && vmx_filter_lexer_accept (&self->lexer, ')'))
    return TRUE;
  if (self->error != NULL)
    return FALSE;
  self->lexer.position = start;
  return parse_named_values (self);
}

static gboolean
parse_condition (VmxFilterParser *self)
{
  g_autoptr(VmxQuery) condition = vmx_filter_parse_expression (self);

  return condition != NULL;
}

static void
skip_phrase (VmxFilterLexer *lexer)
{
  lexer->position++;
  while (vmx_filter_lexer_peek (lexer) != '\0' && !vmx_filter_lexer_accept (lexer, '"'))
    lexer->position++;
}

/* Up to the ';' or ')' behind it. Phrases in double quotes and inner brackets may hold both. */
static gboolean
skip_search (VmxFilterParser *self)
{
  VmxFilterLexer *lexer = &self->lexer;
  gsize start = lexer->position;
  guint depth = 0;
  char c;

  while ((c = vmx_filter_lexer_peek (lexer)) != '\0'
         && (depth > 0 || (c != ';' && c != ')')))
    {
      if (c == '"')
        {
          skip_phrase (lexer);
          continue;
        }
      depth += (c == '(') - (c == ')');
      lexer->position++;
    }
  if (lexer->position > start)
    return TRUE;
  vmx_filter_parser_expected (self, "words to search for");
  return FALSE;
}

static gboolean
parse_count_option (VmxFilterParser *self)
{
  vmx_filter_lexer_accept (&self->lexer, '$');
  if (vmx_filter_lexer_accept_text_nocase (&self->lexer, "filter="))
    return parse_condition (self);
  if (vmx_filter_lexer_accept_text_nocase (&self->lexer, "search="))
    return skip_search (self);
  vmx_filter_parser_expected (self, "$filter= or $search=");
  return FALSE;
}

static gboolean
parse_count (VmxFilterParser *self, Path *path)
{
  add_segment (path, SEGMENT_LAST);
  if (!vmx_filter_lexer_accept (&self->lexer, '('))
    return TRUE;
  do
    {
      if (!parse_count_option (self))
        return FALSE;
    }
  while (vmx_filter_lexer_accept (&self->lexer, ';'));
  return vmx_filter_parser_expect (self, ')', "';' or ')'");
}

static gboolean
parse_dollar_segment (VmxFilterParser *self, Path *path)
{
  if (path->last != SEGMENT_ROOT && vmx_filter_lexer_accept_text (&self->lexer, "$count"))
    return parse_count (self, path);
  if (path->last != SEGMENT_ROOT && vmx_filter_lexer_accept_text (&self->lexer, "$filter("))
    {
      add_segment (path, SEGMENT_FILTER);
      return parse_condition (self) && vmx_filter_parser_expect (self, ')', "')'");
    }
  vmx_filter_parser_expected (self, "a name, $count or $filter(…)");
  return FALSE;
}

/* A key as a segment of its own. What starts with a letter reads as a name, which is no harm. */
static gboolean
skip_key_segment (VmxFilterParser *self, Path *path)
{
  while (g_ascii_isalnum (vmx_filter_lexer_peek (&self->lexer))
         || vmx_filter_lexer_accept_any (&self->lexer, "-._~"))
    {
      if (g_ascii_isalnum (vmx_filter_lexer_peek (&self->lexer)))
        self->lexer.position++;
    }
  add_segment (path, SEGMENT_BRACKETS);
  return TRUE;
}

static gboolean
parse_segment (VmxFilterParser *self, Path *path)
{
  char c = vmx_filter_lexer_peek (&self->lexer);

  if (c == '$')
    return parse_dollar_segment (self, path);
  if (path->last != SEGMENT_ROOT && vmx_filter_lexer_accept (&self->lexer, '@'))
    return parse_at (self, path, FALSE);
  if (path->last == SEGMENT_NAME && g_ascii_isdigit (c))
    return skip_key_segment (self, path);
  return parse_name (self, path);
}

static gboolean
can_have_brackets (const Path *path)
{
  return path->last == SEGMENT_NAME || path->last == SEGMENT_TYPE
         || path->last == SEGMENT_BRACKETS || path->last == SEGMENT_FILTER;
}

/* What is wrong after a first segment that cannot stand alone; NULL if nothing is. */
static const char *
find_missing (const Path *path)
{
  if (path->last == SEGMENT_ROOT)
    return "'/' and a name after $root";
  if (path->last == SEGMENT_TYPE && path->n_segments == 1)
    return "'(' or '/' after a qualified name";
  return NULL;
}

/* Behind the bracket of any( or all(. */
static gboolean
parse_lambda_body (VmxFilterParser *self, VmxQuery *node)
{
  gsize start;
  gboolean added;

  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (node->kind == VMX_QUERY_ANY && vmx_filter_lexer_peek (&self->lexer) == ')')
    return vmx_filter_lexer_accept (&self->lexer, ')');
  start = self->lexer.position;
  if (!vmx_filter_scan_identifier (&self->lexer))
    {
      vmx_filter_parser_expected (self, "the name of a variable");
      return FALSE;
    }
  node->name = vmx_filter_parser_slice (self, start);
  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (!vmx_filter_parser_expect (self, ':', "':' and a condition"))
    return FALSE;
  g_ptr_array_add (self->variables, g_strdup (node->name));
  added = vmx_filter_parser_add (self, node, vmx_filter_parse_spaced (self));
  g_ptr_array_set_size (self->variables, self->variables->len - 1);
  return added && vmx_filter_parser_expect (self, ')', "')'");
}

static VmxQuery *
parse_lambda (VmxFilterParser *self, const Path *path, VmxQueryKind kind, gsize end)
{
  g_autoptr(VmxQuery) node = vmx_query_new (kind, path->start);

  vmx_query_add (node, finish_path (self, path, end));
  return parse_lambda_body (self, node) ? g_steal_pointer (&node) : NULL;
}

static gboolean
accept_lambda (VmxFilterParser *self, VmxQueryKind *kind)
{
  *kind = VMX_QUERY_ANY;
  if (vmx_filter_lexer_accept_text_nocase (&self->lexer, "any("))
    return TRUE;
  *kind = VMX_QUERY_ALL;
  return vmx_filter_lexer_accept_text_nocase (&self->lexer, "all(");
}

/* any() and all() need something to look at; without it they are no functions. */
static gboolean
is_bare_lambda (VmxFilterParser *self, const Path *path)
{
  const char *name = self->lexer.text + path->start;

  return path->n_segments == 1 && vmx_filter_lexer_peek (&self->lexer) == '('
         && (g_ascii_strncasecmp (name, "any(", 4) == 0
             || g_ascii_strncasecmp (name, "all(", 4) == 0);
}

static VmxQuery *
parse_rest (VmxFilterParser *self, Path *path)
{
  VmxQueryKind lambda;
  gsize end;

  while (path->last != SEGMENT_LAST)
    {
      end = self->lexer.position;
      if (can_have_brackets (path) && vmx_filter_lexer_accept (&self->lexer, '('))
        {
          if (!parse_brackets (self, path))
            return NULL;
          continue;
        }
      if (!vmx_filter_lexer_accept (&self->lexer, '/'))
        break;
      if (path->last != SEGMENT_ROOT && accept_lambda (self, &lambda))
        return parse_lambda (self, path, lambda, end);
      if (!parse_segment (self, path))
        return NULL;
    }
  if (find_missing (path) != NULL)
    {
      vmx_filter_parser_expected (self, find_missing (path));
      return NULL;
    }
  return finish_path (self, path, self->lexer.position);
}

VmxQuery *
vmx_filter_parse_path (VmxFilterParser *self)
{
  Path path = { .start = self->lexer.position };

  if (!parse_first (self, &path))
    return NULL;
  if (is_bare_lambda (self, &path))
    {
      vmx_filter_parser_expected (self, "'/' and a collection before any() and all()");
      return NULL;
    }
  return parse_rest (self, &path);
}
