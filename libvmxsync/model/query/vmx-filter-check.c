/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-check-private.h"

#include <string.h>

#include <libvmxsync/model/vmx-error.h>

#define BOOLEAN VMX_FILTER_TYPE_BOOLEAN
#define UNKNOWN VMX_FILTER_TYPE_UNKNOWN
#define NULL_TYPE VMX_FILTER_TYPE_NULL
#define TEXT VMX_FILTER_TYPE_TEXT
#define MOMENT (VMX_FILTER_TYPE_DATE | VMX_FILTER_TYPE_TIMESTAMP)

typedef VmxFilterType (*CheckFunc) (VmxFilterCheck *self, VmxQuery *node);

static VmxFilterType check_node (VmxFilterCheck *self, VmxQuery *node);

void
vmx_filter_check_fail (VmxFilterCheck *self, VmxQuery *node, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (self->error != NULL)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->error = g_error_new (VMX_ERROR, VMX_ERROR_INVALID_FILTER, "at character %u: %s",
                             node->position, text);
}

VmxFilterType
vmx_filter_check_give_up (VmxFilterCheck *self)
{
  self->cannot_judge = TRUE;
  return UNKNOWN;
}

static VmxQuery *
get_child (VmxQuery *node, guint position)
{
  return node->children->pdata[position];
}

/* Null goes with everything, and nothing can be said about what is not known. */
static gboolean
is_undecided (VmxFilterType type)
{
  return type == UNKNOWN || type == NULL_TYPE;
}

static gboolean
is_literal (VmxQuery *node)
{
  return node->kind == VMX_QUERY_LITERAL;
}

/* A duration may be written as plain text. */
static gboolean
make_duration (VmxQuery *node)
{
  VmxValue *value;

  if (!is_literal (node) || node->name != NULL)
    return FALSE;
  value = vmx_value_new_parsed (VMX_COLUMN_DURATION, vmx_value_get_text (node->value, NULL), NULL);
  if (value == NULL)
    return FALSE;
  vmx_value_free (node->value);
  node->value = value;
  node->column_type = VMX_COLUMN_DURATION;
  return TRUE;
}

static void
fail_clash (VmxFilterCheck *self, VmxQuery *node, VmxFilterType left, VmxFilterType right)
{
  VmxFilterType unquoted = VMX_FILTER_TYPE_GUID | VMX_FILTER_TYPE_TIME_OF_DAY | MOMENT;
  VmxFilterType both = left | right;
  g_autofree char *left_text = vmx_filter_type_describe (left);
  g_autofree char *right_text = vmx_filter_type_describe (right);
  const char *hint = "";

  if ((both & TEXT) != 0 && (both & unquoted) != 0)
    hint = "; GUIDs, dates and times are written without quotes";
  else if ((both & TEXT) != 0 && (both & VMX_FILTER_TYPE_NUMBER) != 0)
    hint = "; numbers are written without quotes";
  vmx_filter_check_fail (self, node, "%s cannot be compared with %s%s", left_text, right_text,
                         hint);
}

/* A column whose type is an enumeration is a text column with the name of that type. */
static void
check_enum (VmxFilterCheck *self, VmxQuery *node, VmxQuery *other, VmxQuery *literal)
{
  const char *type_name = NULL;

  if (other->column >= 0)
    type_name = vmx_column_get_type_name (
        vmx_object_schema_get_column (self->schema, other->column));
  if (is_literal (other) || (type_name != NULL && strcmp (type_name, "Edm.String") == 0))
    vmx_filter_check_fail (self, node, "text cannot be compared with members of “%s”",
                           literal->name);
  else if (type_name == NULL || strcmp (type_name, literal->name) != 0)
    vmx_filter_check_give_up (self);
}

static void
check_comparable (VmxFilterCheck *self, VmxQuery *node, VmxQuery *left, VmxFilterType left_type,
                  VmxQuery *right, VmxFilterType right_type)
{
  VmxFilterType both = left_type | right_type;

  if (is_undecided (left_type) || is_undecided (right_type) || left_type == right_type)
    return;
  if (both == (TEXT | VMX_FILTER_TYPE_ENUM))
    check_enum (self, node, left_type == TEXT ? left : right, left_type == TEXT ? right : left);
  else if (both == MOMENT) /* some servers widen dates to timestamps, some do not */
    vmx_filter_check_give_up (self);
  else if (both != (TEXT | VMX_FILTER_TYPE_DURATION)
           || !make_duration (left_type == TEXT ? left : right))
    fail_clash (self, node, left_type, right_type);
}

static VmxFilterType
check_literal (VmxFilterCheck *self, VmxQuery *node)
{
  if (vmx_value_is_null (node->value))
    return NULL_TYPE;
  if (node->name != NULL)
    return VMX_FILTER_TYPE_ENUM;
  return vmx_filter_type_from_column (node->column_type);
}

static void
check_condition (VmxFilterCheck *self, VmxQuery *node)
{
  VmxFilterType type = check_node (self, node);
  g_autofree char *text = NULL;

  if (type == BOOLEAN || is_undecided (type))
    return;
  text = vmx_filter_type_describe (type);
  vmx_filter_check_fail (self, node, "expected a condition that is true or false, found %s", text);
}

static VmxFilterType
check_logic (VmxFilterCheck *self, VmxQuery *node)
{
  for (guint i = 0; i < node->children->len; i++)
    check_condition (self, get_child (node, i));
  return BOOLEAN;
}

static VmxFilterType
check_comparison (VmxFilterCheck *self, VmxQuery *node)
{
  VmxQuery *left = get_child (node, 0);
  VmxQuery *right = get_child (node, 1);
  VmxFilterType left_type = check_node (self, left);
  VmxFilterType right_type = check_node (self, right);

  check_comparable (self, node, left, left_type, right, right_type);
  return BOOLEAN;
}

static VmxFilterType
check_is_null (VmxFilterCheck *self, VmxQuery *node)
{
  check_node (self, get_child (node, 0));
  return BOOLEAN;
}

/* A lone member that is no literal should be a collection, whatever its schema says. */
static VmxFilterType
check_in (VmxFilterCheck *self, VmxQuery *node)
{
  VmxQuery *needle = get_child (node, 0);
  VmxFilterType needle_type = check_node (self, needle);

  for (guint i = 1; i < node->children->len; i++)
    {
      VmxQuery *member = get_child (node, i);
      VmxFilterType type = check_node (self, member);

      if (node->children->len == 2 && !is_literal (member))
        vmx_filter_check_give_up (self);
      check_comparable (self, node, needle, needle_type, member, type);
    }
  return BOOLEAN;
}

static VmxFilterType
check_has (VmxFilterCheck *self, VmxQuery *node)
{
  VmxQuery *left = get_child (node, 0);
  VmxQuery *flags = get_child (node, 1);
  VmxFilterType type = check_node (self, left);
  g_autofree char *text = NULL;

  if (is_undecided (type))
    return BOOLEAN;
  if (type != TEXT)
    {
      text = vmx_filter_type_describe (type);
      vmx_filter_check_fail (self, node, "“has” needs an enumeration, not %s", text);
    }
  else if (flags->name != NULL)
    check_enum (self, node, left, flags);
  else
    vmx_filter_check_give_up (self);
  return BOOLEAN;
}

static VmxFilterType
check_calculation (VmxFilterCheck *self, VmxQuery *node)
{
  VmxFilterType left = check_node (self, get_child (node, 0));
  VmxFilterType right = check_node (self, get_child (node, 1));
  VmxFilterType result;
  g_autofree char *left_text = NULL;
  g_autofree char *right_text = NULL;

  if (is_undecided (left) || is_undecided (right))
    return UNKNOWN;
  if (right == TEXT && make_duration (get_child (node, 1)))
    right = VMX_FILTER_TYPE_DURATION;
  result = vmx_filter_type_calculate (node->kind, left, right);
  if (result != UNKNOWN)
    return result;
  left_text = vmx_filter_type_describe (left);
  right_text = vmx_filter_type_describe (right);
  vmx_filter_check_fail (self, node, "nothing can be calculated from %s and %s in this way",
                         left_text, right_text);
  return UNKNOWN;
}

static VmxFilterType
check_negation (VmxFilterCheck *self, VmxQuery *node)
{
  VmxFilterType type = check_node (self, get_child (node, 0));
  g_autofree char *text = NULL;

  if (is_undecided (type) || type == VMX_FILTER_TYPE_NUMBER || type == VMX_FILTER_TYPE_DURATION)
    return type;
  text = vmx_filter_type_describe (type);
  vmx_filter_check_fail (self, node, "the minus sign needs a number, not %s", text);
  return UNKNOWN;
}

/* Each condition is followed by the value it stands for. */
static VmxFilterType
check_case (VmxFilterCheck *self, VmxQuery *node)
{
  VmxFilterType result = NULL_TYPE;

  for (guint i = 0; i + 1 < vmx_query_get_n_children (node); i += 2)
    {
      VmxFilterType type;

      check_condition (self, get_child (node, i));
      type = check_node (self, get_child (node, i + 1));
      if (i == 0 || result == NULL_TYPE)
        result = type;
      else if (type != NULL_TYPE && type != result)
        result = UNKNOWN;
    }
  return result;
}

static VmxFilterType
check_argument (VmxFilterCheck *self, VmxQuery *argument, const VmxFilterFunction *function,
                VmxFilterType wanted)
{
  VmxFilterType type = check_node (self, argument);
  g_autofree char *wanted_text = NULL;
  g_autofree char *text = NULL;

  if (is_undecided (type) || wanted == UNKNOWN || (type & wanted) != 0)
    return type;
  if (wanted == VMX_FILTER_TYPE_DURATION && type == TEXT && make_duration (argument))
    return VMX_FILTER_TYPE_DURATION;
  wanted_text = vmx_filter_type_describe (wanted);
  text = vmx_filter_type_describe (type);
  vmx_filter_check_fail (self, argument, "%s() takes %s here, not %s", function->name, wanted_text,
                         text);
  return type;
}

/* Text functions that give what they take: text of text, a list of a list. */
static VmxFilterType
get_result (const VmxFilterFunction *function, VmxFilterType first)
{
  if (function->result == TEXT && (function->arguments[0] & VMX_FILTER_TYPE_LIST) != 0
      && first != TEXT)
    return first;
  return function->result;
}

static VmxFilterType
check_call (VmxFilterCheck *self, VmxQuery *node)
{
  const VmxFilterFunction *function = vmx_filter_function_find (node->name, strlen (node->name));
  VmxFilterType first = UNKNOWN;

  if (function == NULL)
    return check_case (self, node);
  if (g_str_has_prefix (function->name, "geo."))
    vmx_filter_check_give_up (self);
  for (guint i = 0; i < vmx_query_get_n_children (node); i++)
    {
      VmxFilterType type;

      type = check_argument (self, get_child (node, i), function, function->arguments[i]);
      if (i == 0)
        first = type;
    }
  return get_result (function, first);
}

static VmxFilterType
check_type_name (VmxFilterCheck *self, VmxQuery *node)
{
  VmxFilterType type;

  if (vmx_query_get_n_children (node) > 0)
    check_node (self, get_child (node, 0));
  if (!vmx_filter_type_from_name (node->name, &type))
    vmx_filter_check_fail (self, node, "there is no type “%s”", node->name);
  if (type == UNKNOWN || vmx_query_get_n_children (node) == 0)
    vmx_filter_check_give_up (self);
  return type;
}

static VmxFilterType
check_isof (VmxFilterCheck *self, VmxQuery *node)
{
  check_type_name (self, node);
  return BOOLEAN;
}

static VmxFilterType
check_lambda (VmxFilterCheck *self, VmxQuery *node)
{
  vmx_filter_check_collection (self, get_child (node, 0));
  if (node->children->len > 1)
    {
      self->lambda_depth++;
      check_condition (self, get_child (node, 1));
      self->lambda_depth--;
    }
  return BOOLEAN;
}

static VmxFilterType
check_alias (VmxFilterCheck *self, VmxQuery *node)
{
  return vmx_filter_check_give_up (self);
}

static void
check_items (VmxFilterCheck *self, VmxQuery *node)
{
  for (guint i = 0; i < vmx_query_get_n_children (node); i++)
    check_node (self, get_child (node, i));
}

static VmxFilterType
check_list (VmxFilterCheck *self, VmxQuery *node)
{
  check_items (self, node);
  return VMX_FILTER_TYPE_LIST;
}

static VmxFilterType
check_object (VmxFilterCheck *self, VmxQuery *node)
{
  check_items (self, node);
  return VMX_FILTER_TYPE_OBJECT;
}

static const CheckFunc checks[] = {
  [VMX_QUERY_LITERAL] = check_literal,
  [VMX_QUERY_COLUMN] = vmx_filter_check_column,
  [VMX_QUERY_AND] = check_logic,
  [VMX_QUERY_OR] = check_logic,
  [VMX_QUERY_NOT] = check_logic,
  [VMX_QUERY_EQ] = check_comparison,
  [VMX_QUERY_NE] = check_comparison,
  [VMX_QUERY_GT] = check_comparison,
  [VMX_QUERY_GE] = check_comparison,
  [VMX_QUERY_LT] = check_comparison,
  [VMX_QUERY_LE] = check_comparison,
  [VMX_QUERY_IN] = check_in,
  [VMX_QUERY_HAS] = check_has,
  [VMX_QUERY_LIKE] = check_comparison,
  [VMX_QUERY_IS_NULL] = check_is_null,
  [VMX_QUERY_ADD] = check_calculation,
  [VMX_QUERY_SUB] = check_calculation,
  [VMX_QUERY_MUL] = check_calculation,
  [VMX_QUERY_DIV] = check_calculation,
  [VMX_QUERY_DIVBY] = check_calculation,
  [VMX_QUERY_MOD] = check_calculation,
  [VMX_QUERY_NEGATE] = check_negation,
  [VMX_QUERY_CALL] = check_call,
  [VMX_QUERY_CAST] = check_type_name,
  [VMX_QUERY_ISOF] = check_isof,
  [VMX_QUERY_ANY] = check_lambda,
  [VMX_QUERY_ALL] = check_lambda,
  [VMX_QUERY_PATH] = vmx_filter_check_path,
  [VMX_QUERY_VARIABLE] = vmx_filter_check_variable,
  [VMX_QUERY_ALIAS] = check_alias,
  [VMX_QUERY_LIST] = check_list,
  [VMX_QUERY_JSON] = check_object,
};

static VmxFilterType
check_node (VmxFilterCheck *self, VmxQuery *node)
{
  return checks[node->kind](self, node);
}

VmxFilterVerdict
vmx_filter_check (VmxQuery *query, VmxObjectSchema *schema, VmxServiceSchema *service,
                  GError **error)
{
  VmxFilterCheck self = { .schema = schema, .service = service };

  check_condition (&self, query);
  if (self.error != NULL)
    {
      g_propagate_error (error, self.error);
      return VMX_FILTER_INVALID;
    }
  if (query->kind == VMX_QUERY_LITERAL && vmx_value_is_null (query->value))
    return VMX_FILTER_NOT_JUDGED;
  return self.cannot_judge ? VMX_FILTER_NOT_JUDGED : VMX_FILTER_VALID;
}
