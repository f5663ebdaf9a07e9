/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-where-operand-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/model/schema/vmx-object-schema-private.h>

#include <string.h>

static VmxQuery *
literal_new (VmxColumnType type, VmxValue *value, gsize position)
{
  VmxQuery *literal = vmx_query_new (VMX_QUERY_LITERAL, position);

  literal->nulls = VMX_QUERY_NULLS_SQL;
  literal->column_type = type;
  literal->value = value;
  return literal;
}

/* As a whole number if it is one of 64 bits, else as a decimal. */
static VmxQuery *
number_new (const char *text, gsize position, GError **error)
{
  VmxValue *value = vmx_value_new_parsed (VMX_COLUMN_INT64, text, NULL);

  if (value != NULL)
    return literal_new (VMX_COLUMN_INT64, value, position);
  value = vmx_value_new_parsed (VMX_COLUMN_DECIMAL, text, NULL);
  if (value != NULL)
    return literal_new (VMX_COLUMN_DECIMAL, value, position);
  vmx_where_lexer_fail (position, error, "expected a number with an exponent within ±400");
  return NULL;
}

static VmxQuery *
blob_new (const char *digits, gsize position)
{
  gsize length = strlen (digits) / 2;
  guint8 *data = g_malloc (length + 1);
  g_autoptr(GBytes) bytes = NULL;

  for (gsize i = 0; i < length; i++)
    data[i] = g_ascii_xdigit_value (digits[2 * i]) * 16 + g_ascii_xdigit_value (digits[2 * i + 1]);
  bytes = g_bytes_new_take (data, length);
  return literal_new (VMX_COLUMN_BINARY, vmx_value_new_blob (bytes), position);
}

VmxQuery *
vmx_where_read_literal (VmxWhereLexer *lexer, gboolean negative, GError **error)
{
  gsize position = lexer->start;

  if (negative && lexer->token == VMX_WHERE_NUMBER)
    g_string_prepend_c (lexer->text, '-');
  else if (negative)
    {
      vmx_where_lexer_expect (lexer, "a number behind “-”", error);
      return NULL;
    }
  switch ((int) lexer->token)
    {
    case VMX_WHERE_NUMBER:
      return number_new (lexer->text->str, position, error);
    case VMX_WHERE_STRING:
      return literal_new (VMX_COLUMN_STRING, vmx_value_new_text (lexer->text->str), position);
    case VMX_WHERE_BLOB:
      return blob_new (lexer->text->str, position);
    case VMX_WHERE_TRUE:
    case VMX_WHERE_FALSE:
      return literal_new (VMX_COLUMN_BOOLEAN,
                          vmx_value_new_boolean (lexer->token == VMX_WHERE_TRUE), position);
    case VMX_WHERE_NULL:
      return literal_new (VMX_COLUMN_STRING, vmx_value_new_null (), position);
    default:
      vmx_where_lexer_expect (lexer, "a column name or a value", error);
      return NULL;
    }
}

static VmxQuery *
refuse_name (VmxWhereLexer *lexer, VmxObjectSchema *schema, GError **error)
{
  const char *name = lexer->text->str;
  const char *object = vmx_object_schema_get_name (schema);
  g_autofree char *excerpt = vmx_excerpt (name, -1, VMX_EXCERPT_NAME);
  g_autofree char *tail = vmx_object_schema_suggest_tail (schema, name);

  vmx_where_lexer_fail (lexer->start, error,
                        "expected a column name or a value; “%s” is not a column of the object "
                        "“%s”%s",
                        excerpt, object, tail);
  return NULL;
}

VmxQuery *
vmx_where_read_column (VmxWhereLexer *lexer, VmxObjectSchema *schema, GError **error)
{
  int index = vmx_object_schema_get_column_index (schema, lexer->text->str);
  VmxQuery *column;

  if (index < 0)
    return refuse_name (lexer, schema, error);
  column = vmx_query_new_column (schema, index);
  column->nulls = VMX_QUERY_NULLS_SQL;
  column->position = lexer->start;
  if (column->column_type != VMX_COLUMN_STREAM)
    return column;
  vmx_query_unref (column);
  vmx_where_lexer_fail (lexer->start, error,
                        "the column “%s” is a binary stream, whose bytes are not in the record",
                        lexer->text->str);
  return NULL;
}

static gboolean
is_number_kind (VmxValueKind kind)
{
  return kind == VMX_VALUE_INT64 || kind == VMX_VALUE_DOUBLE || kind == VMX_VALUE_DECIMAL;
}

/* SQL programs write a date alone, or a blank in the middle. */
static VmxValue *
parse_sql_timestamp (const char *text)
{
  g_autofree char *iso = NULL;

  if (strlen (text) == 10)
    iso = g_strconcat (text, "T00:00:00Z", NULL);
  else
    iso = g_strdup (text);
  if (strlen (iso) > 10 && iso[10] == ' ')
    iso[10] = 'T';
  return vmx_value_new_parsed (VMX_COLUMN_TIMESTAMP, iso, NULL);
}

/* NULL if the literal is nothing that a column of the type can be compared with. */
static VmxQuery *
convert_text (const char *text, VmxColumnType type, gsize position)
{
  VmxValue *value;

  if (vmx_column_type_is_integer (type))
    return number_new (text, position, NULL);
  if (type == VMX_COLUMN_BINARY)
    return NULL;
  value = type == VMX_COLUMN_TIMESTAMP ? parse_sql_timestamp (text)
                                       : vmx_value_new_parsed (type, text, NULL);
  return value != NULL ? literal_new (type, value, position) : NULL;
}

static VmxQuery *
convert_literal (VmxQuery *literal, VmxColumnType type)
{
  VmxValueKind kind = literal->value->kind;
  VmxValueKind wanted = vmx_column_type_get_value_kind (type);
  g_autofree char *text = NULL;

  /* A whole number column may be compared with 2.5 or with what is beyond its range. */
  if (kind == VMX_VALUE_NULL || kind == wanted
      || (is_number_kind (kind) && wanted == VMX_VALUE_INT64))
    return vmx_query_ref (literal);
  if (kind == VMX_VALUE_BOOLEAN && wanted == VMX_VALUE_INT64)
    return literal_new (VMX_COLUMN_INT64, vmx_value_new_int64 (literal->value->int64),
                        literal->position);
  text = vmx_value_to_string (literal->value);
  if (kind == VMX_VALUE_TEXT)
    return convert_text (text, type, literal->position);
  if (is_number_kind (kind)
      && (is_number_kind (wanted) || wanted == VMX_VALUE_BOOLEAN || wanted == VMX_VALUE_TEXT))
    return convert_text (text, type, literal->position);
  return NULL;
}

static gboolean
refuse_complex (VmxQuery *column, GError **error)
{
  return vmx_where_lexer_fail (column->position, error,
                               "the column “%s” holds complex values and can only be tested with "
                               "IS NULL",
                               column->name);
}

static gboolean
fit_literal (VmxQuery **literal, VmxQuery *column, GError **error)
{
  VmxQuery *converted = convert_literal (*literal, column->column_type);

  if (converted == NULL)
    return vmx_where_lexer_fail ((*literal)->position, error,
                                 "expected a value that fits the column “%s” of type %s",
                                 column->name, vmx_column_type_to_string (column->column_type));
  vmx_query_unref (*literal);
  *literal = converted;
  return TRUE;
}

static VmxValueKind
get_operand_kind (VmxQuery *operand)
{
  if (operand->kind == VMX_QUERY_LITERAL)
    return operand->value->kind;
  return vmx_column_type_get_value_kind (operand->column_type);
}

static gboolean
check_kinds (VmxQuery *left, VmxQuery *right, GError **error)
{
  VmxValueKind a = get_operand_kind (left);
  VmxValueKind b = get_operand_kind (right);

  if (a == b || a == VMX_VALUE_NULL || b == VMX_VALUE_NULL
      || (is_number_kind (a) && is_number_kind (b))
      || (a == VMX_VALUE_GUID && b == VMX_VALUE_TEXT)
      || (a == VMX_VALUE_TEXT && b == VMX_VALUE_GUID))
    return TRUE;
  return vmx_where_lexer_fail (right->position, error,
                               "expected something to compare with %s, found %s",
                               vmx_value_kind_to_string (a), vmx_value_kind_to_string (b));
}

static gboolean
is_complex (VmxQuery *operand)
{
  return operand->kind == VMX_QUERY_COLUMN && operand->column_type == VMX_COLUMN_JSON;
}

gboolean
vmx_where_fit_operands (VmxQuery **left, VmxQuery **right, GError **error)
{
  gboolean left_literal = (*left)->kind == VMX_QUERY_LITERAL;
  gboolean right_literal = (*right)->kind == VMX_QUERY_LITERAL;

  if (is_complex (*left))
    return refuse_complex (*left, error);
  if (is_complex (*right))
    return refuse_complex (*right, error);
  if (left_literal == right_literal)
    return check_kinds (*left, *right, error);
  if (left_literal)
    return fit_literal (left, *right, error);
  return fit_literal (right, *left, error);
}
