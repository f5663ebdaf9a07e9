/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-parser-private.h"

#include <string.h>

#include <libvmxsync/model/vmx-error.h>

/* The `$filter` grammar of OData 4.01 by precedence climbing. One thing goes beyond it: not(…)
 * without a blank, because programs write it and servers take it. */

#define MAX_WORD_LENGTH 5
#define MAX_EXCERPT_CHARACTERS 20

typedef enum
{
  LEVEL_NONE,
  LEVEL_OR,
  LEVEL_AND,
  LEVEL_EQUALITY,
  LEVEL_RELATION,
  LEVEL_SUM,
  LEVEL_PRODUCT,
  LEVEL_MEMBER, /* binds tighter than not and the minus sign */
} Level;

typedef struct
{
  const char *word;
  Level level;
  VmxQueryKind kind;
} Operator;

static const Operator operators[] = {
  { "or", LEVEL_OR, VMX_QUERY_OR },
  { "and", LEVEL_AND, VMX_QUERY_AND },
  { "eq", LEVEL_EQUALITY, VMX_QUERY_EQ },
  { "ne", LEVEL_EQUALITY, VMX_QUERY_NE },
  { "gt", LEVEL_RELATION, VMX_QUERY_GT },
  { "ge", LEVEL_RELATION, VMX_QUERY_GE },
  { "lt", LEVEL_RELATION, VMX_QUERY_LT },
  { "le", LEVEL_RELATION, VMX_QUERY_LE },
  { "add", LEVEL_SUM, VMX_QUERY_ADD },
  { "sub", LEVEL_SUM, VMX_QUERY_SUB },
  { "mul", LEVEL_PRODUCT, VMX_QUERY_MUL },
  { "div", LEVEL_PRODUCT, VMX_QUERY_DIV },
  { "divby", LEVEL_PRODUCT, VMX_QUERY_DIVBY },
  { "mod", LEVEL_PRODUCT, VMX_QUERY_MOD },
  { "has", LEVEL_MEMBER, VMX_QUERY_HAS },
  { "in", LEVEL_MEMBER, VMX_QUERY_IN },
};

static VmxQuery *parse_binary (VmxFilterParser *self, Level level);

void
vmx_filter_parser_fail (VmxFilterParser *self, gsize position, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->error != NULL)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->error_position = position;
  self->error = g_error_new (VMX_ERROR, VMX_ERROR_INVALID_FILTER,
                             "at character %" G_GSIZE_FORMAT ": %s", position, text);
}

static char *
make_excerpt (const char *text)
{
  const char *end = text;

  for (int i = 0; i < MAX_EXCERPT_CHARACTERS && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  return g_strdup_printf ("“%.*s%s”", (int) (end - text), text, *end == '\0' ? "" : "…");
}

void
vmx_filter_parser_expected (VmxFilterParser *self, const char *what)
{
  const char *here = vmx_filter_lexer_here (&self->lexer);
  g_autofree char *excerpt = NULL;

  excerpt = *here == '\0' ? g_strdup ("the end of the filter") : make_excerpt (here);
  vmx_filter_parser_fail (self, self->lexer.position, "expected %s, found %s", what, excerpt);
}

gboolean
vmx_filter_parser_expect (VmxFilterParser *self, char c, const char *what)
{
  if (vmx_filter_lexer_accept (&self->lexer, c))
    return TRUE;
  vmx_filter_parser_expected (self, what);
  return FALSE;
}

gboolean
vmx_filter_parser_enter (VmxFilterParser *self)
{
  if (self->depth++ < VMX_FILTER_MAX_DEPTH)
    return TRUE;
  vmx_filter_parser_fail (self, self->lexer.position,
                          "the filter is nested deeper than %d levels; make it simpler",
                          VMX_FILTER_MAX_DEPTH);
  return FALSE;
}

void
vmx_filter_parser_leave (VmxFilterParser *self)
{
  self->depth--;
}

char *
vmx_filter_parser_slice (VmxFilterParser *self, gsize start)
{
  return g_strndup (self->lexer.text + start, self->lexer.position - start);
}

gboolean
vmx_filter_parser_add (VmxFilterParser *self, VmxQuery *node, VmxQuery *child)
{
  if (child == NULL)
    return FALSE;
  vmx_query_add (node, child);
  if (node->height < VMX_QUERY_MAX_HEIGHT)
    return TRUE;
  vmx_filter_parser_fail (self, child->position,
                          "the filter has more than %d operations inside each other; use brackets "
                          "or a simpler filter", VMX_QUERY_MAX_HEIGHT);
  return FALSE;
}

/* Reads blanks, an operator of at least this level and the blanks behind it, or nothing. */
static const Operator *
accept_operator (VmxFilterParser *self, Level level)
{
  gsize start = self->lexer.position;
  const Operator *found = NULL;
  const char *word;
  gsize length = 0;

  if (vmx_filter_lexer_skip_blanks (&self->lexer))
    {
      word = vmx_filter_lexer_here (&self->lexer);
      while (length <= MAX_WORD_LENGTH && g_ascii_isalpha (word[length]))
        length++;
      for (guint i = 0; i < G_N_ELEMENTS (operators) && found == NULL; i++)
        {
          if (strlen (operators[i].word) == length
              && g_ascii_strncasecmp (operators[i].word, word, length) == 0)
            found = &operators[i];
        }
    }
  if (found == NULL || found->level < level)
    {
      self->lexer.position = start;
      return NULL;
    }
  self->lexer.position += length;
  if (!vmx_filter_lexer_skip_blanks (&self->lexer))
    vmx_filter_parser_expected (self, "a blank after the operator");
  return found;
}

static VmxQuery *
parse_brackets (VmxFilterParser *self)
{
  g_autoptr(VmxQuery) node = NULL;

  vmx_filter_lexer_accept (&self->lexer, '(');
  node = vmx_filter_parse_spaced (self);
  if (node == NULL || !vmx_filter_parser_expect (self, ')', "an operator or ')'"))
    return NULL;
  return g_steal_pointer (&node);
}

static VmxQuery *
parse_primary (VmxFilterParser *self)
{
  char c = vmx_filter_lexer_peek (&self->lexer);
  VmxQuery *node;

  if (c == '(')
    return parse_brackets (self);
  if (c == '[' || c == '{')
    return vmx_filter_parse_json (self);
  node = vmx_filter_parse_literal (self);
  if (node == NULL && self->error == NULL)
    node = vmx_filter_parse_call (self);
  if (node == NULL && self->error == NULL)
    node = vmx_filter_parse_path (self);
  return node;
}

/* FALSE without an error and with the place given back when this is no list of literals, but an
 * expression in brackets. */
static gboolean
parse_literals (VmxFilterParser *self, VmxQuery *parent)
{
  gsize start = self->lexer.position;
  guint n = 0;

  vmx_filter_lexer_accept (&self->lexer, '(');
  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (vmx_filter_lexer_accept (&self->lexer, ')'))
    return TRUE;
  do
    {
      g_autoptr(VmxQuery) literal = NULL;

      vmx_filter_lexer_skip_blanks (&self->lexer);
      literal = vmx_filter_parse_literal (self);
      vmx_filter_lexer_skip_blanks (&self->lexer);
      if (n == 0 && self->error == NULL
          && (literal == NULL || strchr (",)", vmx_filter_lexer_peek (&self->lexer)) == NULL))
        {
          self->lexer.position = start;
          return FALSE;
        }
      if (literal == NULL)
        {
          vmx_filter_parser_expected (self, "a literal");
          return FALSE;
        }
      vmx_query_add (parent, g_steal_pointer (&literal));
      n++;
    }
  while (vmx_filter_lexer_accept (&self->lexer, ','));
  return vmx_filter_parser_expect (self, ')', "',' or ')'");
}

static void
add_members (VmxQuery *node, VmxQuery *list)
{
  for (guint i = 0; i < vmx_query_get_n_children (list); i++)
    vmx_query_add (node, vmx_query_ref (list->children->pdata[i]));
}

static gboolean
parse_members (VmxFilterParser *self, VmxQuery *node)
{
  g_autoptr(VmxQuery) collection = NULL;

  if (vmx_filter_lexer_peek (&self->lexer) == '(' && parse_literals (self, node))
    return TRUE;
  if (self->error != NULL)
    return FALSE;
  collection = parse_primary (self);
  if (collection == NULL)
    return FALSE;
  if (collection->kind != VMX_QUERY_LIST)
    return vmx_filter_parser_add (self, node, g_steal_pointer (&collection));
  add_members (node, collection);
  return TRUE;
}

static gboolean
parse_flags (VmxFilterParser *self, VmxQuery *node)
{
  gsize start = self->lexer.position;
  g_autoptr(VmxQuery) flags = vmx_filter_parse_literal (self);

  if (flags != NULL && flags->column_type == VMX_COLUMN_STRING
      && !vmx_value_is_null (flags->value))
    return vmx_filter_parser_add (self, node, g_steal_pointer (&flags));
  self->lexer.position = start;
  vmx_filter_parser_expected (self, "members of an enumeration, as in Model.Color'Red'");
  return FALSE;
}

static gboolean
parse_right_side (VmxFilterParser *self, const Operator *found, VmxQuery *node)
{
  if (self->error != NULL)
    return FALSE;
  if (found->kind == VMX_QUERY_IN)
    return parse_members (self, node);
  if (found->kind == VMX_QUERY_HAS)
    return parse_flags (self, node);
  return vmx_filter_parser_add (self, node, parse_binary (self, found->level + 1));
}

/* Takes left. Conditions of one kind in a row become one node, other operators go to the left. */
static VmxQuery *
parse_operation (VmxFilterParser *self, const Operator *found, VmxQuery *left)
{
  g_autoptr(VmxQuery) node = left;
  gboolean is_chain = found->level == LEVEL_OR || found->level == LEVEL_AND;

  if (!is_chain || left->kind != found->kind)
    {
      node = vmx_query_new (found->kind, left->position);
      if (!vmx_filter_parser_add (self, node, left))
        return NULL;
    }
  return parse_right_side (self, found, node) ? g_steal_pointer (&node) : NULL;
}

static VmxQuery *
parse_member (VmxFilterParser *self)
{
  VmxQuery *node = parse_primary (self);
  const Operator *found;

  while (node != NULL && (found = accept_operator (self, LEVEL_MEMBER)) != NULL)
    node = parse_operation (self, found, node);
  return node;
}

/* A record may have a column of this name, so that the next character counts. */
static gboolean
accept_not (VmxFilterLexer *lexer)
{
  const char *here = vmx_filter_lexer_here (lexer);

  if (g_ascii_strncasecmp (here, "not", 3) != 0 || here[3] == '\0'
      || strchr (" \t(", here[3]) == NULL)
    return FALSE;
  lexer->position += 3;
  vmx_filter_lexer_skip_blanks (lexer);
  return TRUE;
}

/* The minus sign of a number belongs to the number. */
static gboolean
accept_minus (VmxFilterLexer *lexer)
{
  const char *here = vmx_filter_lexer_here (lexer);

  if (*here != '-' || g_ascii_isdigit (here[1]) || g_str_has_prefix (here, "-INF"))
    return FALSE;
  lexer->position++;
  vmx_filter_lexer_skip_blanks (lexer);
  return TRUE;
}

static VmxQuery *parse_unary (VmxFilterParser *self);

static VmxQuery *
parse_operand (VmxFilterParser *self, VmxQueryKind kind, gsize start)
{
  g_autoptr(VmxQuery) node = vmx_query_new (kind, start);

  if (!vmx_filter_parser_enter (self) || !vmx_filter_parser_add (self, node, parse_unary (self)))
    return NULL;
  vmx_filter_parser_leave (self);
  return g_steal_pointer (&node);
}

static VmxQuery *
parse_unary (VmxFilterParser *self)
{
  gsize start = self->lexer.position;

  if (accept_not (&self->lexer))
    return parse_operand (self, VMX_QUERY_NOT, start);
  if (accept_minus (&self->lexer))
    return parse_operand (self, VMX_QUERY_NEGATE, start);
  return parse_member (self);
}

static VmxQuery *
parse_binary (VmxFilterParser *self, Level level)
{
  VmxQuery *node = parse_unary (self);
  const Operator *found;

  while (node != NULL && (found = accept_operator (self, level)) != NULL)
    node = parse_operation (self, found, node);
  return node;
}

VmxQuery *
vmx_filter_parse_expression (VmxFilterParser *self)
{
  VmxQuery *node;

  if (!vmx_filter_parser_enter (self))
    return NULL;
  node = parse_binary (self, LEVEL_OR);
  vmx_filter_parser_leave (self);
  return node;
}

VmxQuery *
vmx_filter_parse_spaced (VmxFilterParser *self)
{
  VmxQuery *node;

  vmx_filter_lexer_skip_blanks (&self->lexer);
  node = vmx_filter_parse_expression (self);
  vmx_filter_lexer_skip_blanks (&self->lexer);
  return node;
}

static gboolean
check_text (VmxFilterParser *self)
{
  const char *end;

  if (strnlen (self->lexer.text, VMX_FILTER_MAX_LENGTH + 1) > VMX_FILTER_MAX_LENGTH)
    {
      vmx_filter_parser_fail (self, VMX_FILTER_MAX_LENGTH, "the filter is longer than %d bytes",
                              VMX_FILTER_MAX_LENGTH);
      return FALSE;
    }
  if (!g_utf8_validate (self->lexer.text, -1, &end))
    {
      vmx_filter_parser_fail (self, end - self->lexer.text, "the filter is not valid UTF-8 here");
      return FALSE;
    }
  return TRUE;
}

static VmxQuery *
parse_all (VmxFilterParser *self)
{
  g_autoptr(VmxQuery) node = vmx_filter_parse_expression (self);

  if (node == NULL)
    return NULL;
  if (vmx_filter_lexer_peek (&self->lexer) == '\0')
    return g_steal_pointer (&node);
  vmx_filter_parser_expected (self, "an operator with a blank on each side, or the end");
  return NULL;
}

VmxQuery *
vmx_filter_parse (const char *filter, gsize *error_position, GError **error)
{
  g_autoptr(GPtrArray) variables = g_ptr_array_new_with_free_func (g_free);
  VmxFilterParser self = { .lexer = { .text = filter }, .variables = variables };
  VmxQuery *node = NULL;

  if (check_text (&self))
    node = parse_all (&self);
  if (node != NULL)
    return node;
  if (error_position != NULL)
    *error_position = self.error_position;
  g_propagate_error (error, self.error);
  return NULL;
}
