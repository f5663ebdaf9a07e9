/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-where-operand-private.h>

#include <libvmxsync/model/vmx-error.h>

/* SQLite refuses longer ones. */
#define MAX_LIKE_PATTERN 50000

typedef struct
{
  VmxWhereLexer lexer;
  VmxObjectSchema *schema;
  guint nesting;
  guint brackets;
} Parser;

static VmxQuery *parse_or (Parser *self, GError **error);

static VmxQuery *
node_new (VmxQueryKind kind, gsize position)
{
  VmxQuery *node = vmx_query_new (kind, position);

  node->nulls = VMX_QUERY_NULLS_SQL;
  return node;
}

static gboolean
is_condition (VmxQuery *query)
{
  return query->kind != VMX_QUERY_LITERAL && query->kind != VMX_QUERY_COLUMN;
}

static gboolean
advance (Parser *self, GError **error)
{
  return vmx_where_lexer_advance (&self->lexer, error);
}

/* NULL, so that a parsing function can return it. */
static gpointer
expect (Parser *self, const char *expected, GError **error)
{
  vmx_where_lexer_expect (&self->lexer, expected, error);
  return NULL;
}

static gboolean
take (Parser *self, VmxWhereToken token, const char *expected, GError **error)
{
  if (self->lexer.token != token)
    return vmx_where_lexer_expect (&self->lexer, expected, error);
  return advance (self, error);
}

static gboolean
refuse_nesting (gsize position, GError **error)
{
  return vmx_where_lexer_fail (position, error, "expected at most %d levels of nested conditions",
                               VMX_QUERY_MAX_HEIGHT);
}

static gboolean
enter (Parser *self, GError **error)
{
  if (self->nesting == VMX_QUERY_MAX_HEIGHT)
    return refuse_nesting (self->lexer.start, error);
  self->nesting++;
  return TRUE;
}

static gboolean
require_condition (VmxQuery *query, GError **error)
{
  if (is_condition (query))
    return TRUE;
  return vmx_where_lexer_fail (query->position, error,
                               "expected a condition, found a column or value without a "
                               "comparison");
}

static VmxQuery *
parse_brackets (Parser *self, GError **error)
{
  g_autoptr(VmxQuery) inner = NULL;

  if (!enter (self, error) || !advance (self, error))
    return NULL;
  self->brackets++;
  inner = parse_or (self, error);
  self->brackets--;
  self->nesting--;
  if (inner == NULL || !take (self, VMX_WHERE_CLOSE, "“)”", error))
    return NULL;
  return g_steal_pointer (&inner);
}

static VmxQuery *
parse_column (Parser *self, GError **error)
{
  const char *behind = self->lexer.source + self->lexer.next;
  g_autoptr(VmxQuery) column = NULL;

  while (g_ascii_isspace (*behind))
    behind++;
  if (*behind == '(')
    {
      vmx_where_lexer_fail (
          self->lexer.start, error,
          "expected a column name; “%.64s (” looks like a function, and functions "
          "are not supported here",
          self->lexer.text->str);
      return NULL;
    }
  column = vmx_where_read_column (&self->lexer, self->schema, error);
  if (column == NULL || !advance (self, error))
    return NULL;
  return g_steal_pointer (&column);
}

static VmxQuery *
parse_literal (Parser *self, GError **error)
{
  gboolean negative = self->lexer.token == VMX_WHERE_MINUS;
  g_autoptr(VmxQuery) literal = NULL;

  if (negative && !advance (self, error))
    return NULL;
  literal = vmx_where_read_literal (&self->lexer, negative, error);
  if (literal == NULL || !advance (self, error))
    return NULL;
  return g_steal_pointer (&literal);
}

static VmxQuery *
parse_operand (Parser *self, GError **error)
{
  if (self->lexer.token == VMX_WHERE_OPEN)
    return parse_brackets (self, error);
  if (self->lexer.token == VMX_WHERE_NAME)
    return parse_column (self, error);
  return parse_literal (self, error);
}

/* An operand behind an operator. */
static VmxQuery *
parse_value (Parser *self, GError **error)
{
  g_autoptr(VmxQuery) value = parse_operand (self, error);

  if (value == NULL)
    return NULL;
  if (is_condition (value))
    {
      vmx_where_lexer_fail (value->position, error,
                            "expected a column name or a value, found a condition");
      return NULL;
    }
  return g_steal_pointer (&value);
}

static VmxQuery *
comparison_new (VmxQueryKind kind, VmxQuery *left, VmxQuery *right, gsize position,
                GError **error)
{
  g_autoptr(VmxQuery) a = vmx_query_ref (left);
  g_autoptr(VmxQuery) b = vmx_query_ref (right);
  VmxQuery *node;

  if (!vmx_where_fit_operands (&a, &b, error))
    return NULL;
  node = node_new (kind, position);
  vmx_query_add (node, g_steal_pointer (&a));
  vmx_query_add (node, g_steal_pointer (&b));
  return node;
}

static VmxQuery *
parse_comparison (Parser *self, VmxQuery *left, GError **error)
{
  static const VmxQueryKind kinds[] = {
    [VMX_WHERE_EQ] = VMX_QUERY_EQ, [VMX_WHERE_NE] = VMX_QUERY_NE, [VMX_WHERE_LT] = VMX_QUERY_LT,
    [VMX_WHERE_LE] = VMX_QUERY_LE, [VMX_WHERE_GT] = VMX_QUERY_GT, [VMX_WHERE_GE] = VMX_QUERY_GE,
  };
  VmxQueryKind kind = kinds[self->lexer.token];
  gsize position = self->lexer.start;
  g_autoptr(VmxQuery) right = NULL;

  if (!advance (self, error))
    return NULL;
  right = parse_value (self, error);
  return right != NULL ? comparison_new (kind, left, right, position, error) : NULL;
}

static VmxQuery *
parse_in (Parser *self, VmxQuery *left, GError **error)
{
  g_autoptr(VmxQuery) node = node_new (VMX_QUERY_IN, self->lexer.start);

  if (left->kind != VMX_QUERY_COLUMN)
    return expect (self, "a column name before IN", error);
  vmx_query_add (node, vmx_query_ref (left));
  if (!advance (self, error) || !take (self, VMX_WHERE_OPEN, "“(” and a list", error))
    return NULL;
  while (TRUE)
    {
      g_autoptr(VmxQuery) member = parse_value (self, error);

      if (member == NULL || !vmx_where_fit_operands (&left, &member, error))
        return NULL;
      vmx_query_add (node, g_steal_pointer (&member));
      if (self->lexer.token != VMX_WHERE_COMMA)
        break;
      if (!advance (self, error))
        return NULL;
    }
  if (!take (self, VMX_WHERE_CLOSE, "“,” or “)”", error))
    return NULL;
  return g_steal_pointer (&node);
}

static gboolean
can_be_like (VmxQuery *query)
{
  VmxValueKind kind = vmx_column_type_get_value_kind (query->column_type);

  return query->kind == VMX_QUERY_COLUMN && kind != VMX_VALUE_JSON
         && (kind == VMX_VALUE_INT64 || vmx_value_kind_is_text (kind));
}

static VmxQuery *
parse_like (Parser *self, VmxQuery *left, GError **error)
{
  g_autoptr(VmxQuery) node = node_new (VMX_QUERY_LIKE, self->lexer.start);
  VmxQuery *pattern;

  if (!can_be_like (left))
    return expect (self, "a column of text or of exact numbers before LIKE", error);
  if (!advance (self, error))
    return NULL;
  if (self->lexer.token != VMX_WHERE_STRING || self->lexer.text->len > MAX_LIKE_PATTERN)
    return expect (self, "a pattern in single quotes of at most 50000 bytes", error);
  pattern = parse_literal (self, error);
  if (pattern == NULL)
    return NULL;
  vmx_query_add (node, vmx_query_ref (left));
  vmx_query_add (node, pattern);
  return g_steal_pointer (&node);
}

static VmxQuery *
parse_between (Parser *self, VmxQuery *left, GError **error)
{
  gsize position = self->lexer.start;
  g_autoptr(VmxQuery) low = NULL;
  g_autoptr(VmxQuery) high = NULL;
  g_autoptr(VmxQuery) above = NULL;
  g_autoptr(VmxQuery) below = NULL;
  VmxQuery *node;

  if (!advance (self, error))
    return NULL;
  low = parse_value (self, error);
  if (low == NULL || !take (self, VMX_WHERE_AND, "AND and the upper end", error))
    return NULL;
  high = parse_value (self, error);
  if (high == NULL)
    return NULL;
  above = comparison_new (VMX_QUERY_GE, left, low, position, error);
  if (above == NULL)
    return NULL;
  below = comparison_new (VMX_QUERY_LE, left, high, position, error);
  if (below == NULL)
    return NULL;
  node = node_new (VMX_QUERY_AND, position);
  vmx_query_add (node, g_steal_pointer (&above));
  vmx_query_add (node, g_steal_pointer (&below));
  return node;
}

static VmxQuery *
negate (VmxQuery *condition, gsize position)
{
  VmxQuery *node;

  if (condition == NULL)
    return NULL;
  node = node_new (VMX_QUERY_NOT, position);
  vmx_query_add (node, condition);
  return node;
}

static VmxQuery *
parse_is (Parser *self, VmxQuery *left, GError **error)
{
  gsize position = self->lexer.start;
  gboolean negated;
  VmxQuery *node;

  if (!advance (self, error))
    return NULL;
  negated = self->lexer.token == VMX_WHERE_NOT;
  if (negated && !advance (self, error))
    return NULL;
  if (!take (self, VMX_WHERE_NULL, negated ? "NULL" : "NULL or NOT NULL", error))
    return NULL;
  node = node_new (VMX_QUERY_IS_NULL, position);
  vmx_query_add (node, vmx_query_ref (left));
  return negated ? negate (node, position) : node;
}

static VmxQuery *
parse_word_operator (Parser *self, VmxQuery *left, GError **error)
{
  if (self->lexer.token == VMX_WHERE_IN)
    return parse_in (self, left, error);
  if (self->lexer.token == VMX_WHERE_LIKE)
    return parse_like (self, left, error);
  if (self->lexer.token == VMX_WHERE_BETWEEN)
    return parse_between (self, left, error);
  return expect (self, "IN, LIKE or BETWEEN behind NOT", error);
}

static VmxQuery *
parse_predicate (Parser *self, GError **error)
{
  g_autoptr(VmxQuery) left = parse_operand (self, error);
  gsize position = self->lexer.start;

  if (left == NULL || is_condition (left))
    return g_steal_pointer (&left);
  switch ((int) self->lexer.token)
    {
    case VMX_WHERE_EQ:
    case VMX_WHERE_NE:
    case VMX_WHERE_LT:
    case VMX_WHERE_LE:
    case VMX_WHERE_GT:
    case VMX_WHERE_GE:
      return parse_comparison (self, left, error);
    case VMX_WHERE_IN:
    case VMX_WHERE_LIKE:
    case VMX_WHERE_BETWEEN:
      return parse_word_operator (self, left, error);
    case VMX_WHERE_NOT:
      return advance (self, error) ? negate (parse_word_operator (self, left, error), position)
                                   : NULL;
    case VMX_WHERE_IS:
      return parse_is (self, left, error);
    default:
      /* A column or value alone in brackets. */
      if (self->lexer.token == VMX_WHERE_CLOSE && self->brackets > 0)
        return g_steal_pointer (&left);
      return expect (self, "a comparison, IN, LIKE, BETWEEN or IS NULL", error);
    }
}

static VmxQuery *
parse_not (Parser *self, GError **error)
{
  gsize position = self->lexer.start;
  g_autoptr(VmxQuery) condition = NULL;

  if (self->lexer.token != VMX_WHERE_NOT)
    return parse_predicate (self, error);
  if (!enter (self, error) || !advance (self, error))
    return NULL;
  condition = parse_not (self, error);
  self->nesting--;
  if (condition == NULL || !require_condition (condition, error))
    return NULL;
  return negate (g_steal_pointer (&condition), position);
}

/* Parts with AND or OR between them become one wide node, however many they are. */
static VmxQuery *
parse_chain (Parser *self, VmxWhereToken separator, VmxQueryKind kind,
             VmxQuery *(*parse_part) (Parser *, GError **), GError **error)
{
  g_autoptr(VmxQuery) first = parse_part (self, error);
  g_autoptr(VmxQuery) chain = NULL;

  if (first == NULL || self->lexer.token != separator)
    return g_steal_pointer (&first);
  if (!require_condition (first, error))
    return NULL;
  chain = node_new (kind, self->lexer.start);
  vmx_query_add (chain, g_steal_pointer (&first));
  while (self->lexer.token == separator)
    {
      VmxQuery *part = advance (self, error) ? parse_part (self, error) : NULL;

      if (part == NULL)
        return NULL;
      vmx_query_add (chain, part);
      if (!require_condition (part, error))
        return NULL;
    }
  return g_steal_pointer (&chain);
}

static VmxQuery *
parse_and (Parser *self, GError **error)
{
  return parse_chain (self, VMX_WHERE_AND, VMX_QUERY_AND, parse_not, error);
}

static VmxQuery *
parse_or (Parser *self, GError **error)
{
  return parse_chain (self, VMX_WHERE_OR, VMX_QUERY_OR, parse_and, error);
}

static VmxQuery *
parse_where (Parser *self, GError **error)
{
  g_autoptr(VmxQuery) condition = NULL;

  if (!advance (self, error))
    return NULL;
  condition = parse_or (self, error);
  if (condition == NULL)
    return NULL;
  if (self->lexer.token != VMX_WHERE_END)
    return expect (self, "AND, OR or the end", error);
  if (condition->height > VMX_QUERY_MAX_HEIGHT)
    {
      refuse_nesting (condition->position, error);
      return NULL;
    }
  return g_steal_pointer (&condition);
}

/**
 * vmx_query_new_from_where:
 * @where: (nullable): the text of `whereConditionAsAString`, in the words of SQL
 * @schema: the object whose records are meant
 * @error: return location for an error, or %NULL
 *
 * Parses a where condition.
 *
 * It is made of comparisons (`=`, `==`, `!=`, `<>`, `<`, `<=`, `>`, `>=`), `IN`, `LIKE`, `BETWEEN`
 * and `IS NULL`, each also with `NOT`; of `AND`, `OR`, `NOT` and brackets; of numbers,
 * `'text'`, `TRUE`, `FALSE`, `NULL` and `x'00FF'`; and of columns, in the schema's spelling, bare
 * or as `"name"`, `[name]` or `` `name` ``. Values are converted to the type of the column that
 * they are compared with.
 *
 * Anything else is [error@Vmx.Error.INVALID_OPTION]; the message has the place, counted in bytes
 * from 0. A comparison with null is unknown, as in SQL.
 *
 * Returns: (transfer full): the query, or %NULL with @error set
 *
 * Since: 0.1
 */
VmxQuery *
vmx_query_new_from_where (const char *where, VmxObjectSchema *schema, GError **error)
{
  Parser parser = { .schema = schema };
  const char *invalid;
  VmxQuery *query;

  g_return_val_if_fail (VMX_IS_OBJECT_SCHEMA (schema), NULL);

  if (where == NULL)
    where = "";
  if (!g_utf8_validate (where, -1, &invalid))
    {
      vmx_where_lexer_fail (invalid - where, error, "expected UTF-8 text");
      return NULL;
    }
  vmx_where_lexer_init (&parser.lexer, where);
  query = parse_where (&parser, error);
  vmx_where_lexer_clear (&parser.lexer);
  return query;
}
