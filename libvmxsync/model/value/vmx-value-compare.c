/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/value/vmx-value-private.h>

#include <string.h>

#define TWO_TO_63 9223372036854775808.0

static gboolean
is_number (const VmxValue *value)
{
  return value->kind == VMX_VALUE_INT64 || value->kind == VMX_VALUE_DOUBLE
         || value->kind == VMX_VALUE_DECIMAL;
}

/* A double does not hold every whole number of 64 bits, so neither side is converted as it is. */
static int
compare_int64_and_double (gint64 whole, double number)
{
  gint64 truncated;

  if (!(number < TWO_TO_63))
    return -1;
  if (number < -TWO_TO_63)
    return 1;
  truncated = (gint64) number;
  if (whole != truncated)
    return whole < truncated ? -1 : 1;
  number -= (double) truncated;
  return (number < 0) - (number > 0);
}

static int
compare_int64_and_decimal (gint64 whole, const VmxValue *decimal)
{
  char text[24];
  int length = g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, whole);

  return vmx_decimal_compare (text, (gsize) length, decimal->text, decimal->length);
}

static int
compare_int64_and_other (gint64 whole, const VmxValue *other)
{
  if (other->kind == VMX_VALUE_INT64)
    return (whole > other->int64) - (whole < other->int64);
  return other->kind == VMX_VALUE_DOUBLE ? compare_int64_and_double (whole, other->number)
                                         : compare_int64_and_decimal (whole, other);
}

static int
compare_numbers (const VmxValue *a, const VmxValue *b)
{
  double left, right;

  if (a->kind == VMX_VALUE_INT64)
    return compare_int64_and_other (a->int64, b);
  if (b->kind == VMX_VALUE_INT64)
    return -compare_int64_and_other (b->int64, a);
  if (a->kind == VMX_VALUE_DECIMAL && b->kind == VMX_VALUE_DECIMAL)
    return vmx_decimal_compare (a->text, a->length, b->text, b->length);
  left = vmx_value_get_double (a);
  right = vmx_value_get_double (b);
  return (left > right) - (left < right);
}

/* Not terminated texts come from storages, so every length counts. */
static int
compare_guids (const VmxValue *a, const VmxValue *b)
{
  int order = g_ascii_strncasecmp (a->text, b->text, MIN (a->length, b->length));

  return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int
compare_content (const VmxValue *a, const VmxValue *b)
{
  int order = memcmp (a->bytes, b->bytes, MIN (a->length, b->length));

  return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static int
compare_same_kind (const VmxValue *a, const VmxValue *b)
{
  switch ((VmxValueKind) a->kind)
    {
    case VMX_VALUE_MISSING:
    case VMX_VALUE_NULL:
      return 0;
    case VMX_VALUE_BOOLEAN:
      return (int) (a->int64 - b->int64);
    case VMX_VALUE_DATE:
      return vmx_date_compare (a->text, a->length, b->text, b->length);
    case VMX_VALUE_TIME_OF_DAY:
      return vmx_time_of_day_compare (a->text, a->length, b->text, b->length);
    case VMX_VALUE_TIMESTAMP:
      return vmx_timestamp_compare (a->text, a->length, b->text, b->length);
    case VMX_VALUE_DURATION:
      return vmx_duration_compare (a->text, a->length, b->text, b->length);
    case VMX_VALUE_GUID:
      return compare_guids (a, b);
    case VMX_VALUE_TEXT:
    case VMX_VALUE_BLOB:
    case VMX_VALUE_JSON:
      return compare_content (a, b);
    case VMX_VALUE_INT64:
    case VMX_VALUE_DOUBLE:
    case VMX_VALUE_DECIMAL:
    default:
      return compare_numbers (a, b);
    }
}

/**
 * vmx_value_compare:
 * @a: a value
 * @b: another value
 *
 * Orders two values: numbers by value (a decimal beside a floating-point number counts as one, so
 * that 0.1 equals 0.1), instants by time, GUIDs without case, text by its bytes. Missing comes
 * before null, and null before everything else; values of kinds that cannot be compared are ordered
 * by kind.
 *
 * Returns: less than, equal to, or more than 0
 *
 * Since: 0.1
 */
int
vmx_value_compare (const VmxValue *a, const VmxValue *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (is_number (a) && is_number (b))
    return compare_numbers (a, b);
  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  return compare_same_kind (a, b);
}

/**
 * vmx_value_equal:
 * @a: a value
 * @b: another value
 *
 * Says whether two values mean the same; see [method@Vmx.Value.compare].
 *
 * Returns: %TRUE if they do
 *
 * Since: 0.1
 */
gboolean
vmx_value_equal (const VmxValue *a, const VmxValue *b)
{
  return vmx_value_compare (a, b) == 0;
}

static int
compare_ignoring_case (const char *a, gsize a_length, const char *b, gsize b_length)
{
  g_autofree char *left = g_utf8_casefold (a, (gssize) a_length);
  g_autofree char *right = g_utf8_casefold (b, (gssize) b_length);

  return strcmp (left, right);
}

/**
 * vmx_column_type_compare_text: (skip)
 * @type: the type of a column that is kept as text
 * @ignore_case: whether upper and lower case are alike in a text column
 * @a: the text of a value
 * @a_length: its length in bytes
 * @b: another one
 * @b_length: its length in bytes
 *
 * Orders the texts of two values like [method@Vmx.Value.compare] orders the values, for storages
 * that keep them as text.
 *
 * Returns: less than, equal to, or more than 0
 *
 * Since: 0.1
 */
int
vmx_column_type_compare_text (VmxColumnType type, gboolean ignore_case, const char *a,
                              gsize a_length, const char *b, gsize b_length)
{
  VmxValue left = { vmx_column_type_get_value_kind (type), (guint32) a_length, { .text = a } };
  VmxValue right = { vmx_column_type_get_value_kind (type), (guint32) b_length, { .text = b } };

  if (ignore_case && left.kind == VMX_VALUE_TEXT)
    return compare_ignoring_case (a, a_length, b, b_length);
  return vmx_value_compare (&left, &right);
}
