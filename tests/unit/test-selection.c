/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-selection.h>

#include "test-query-fixture.h"

typedef struct
{
  const char *text;
  gboolean can_push;
} PushCase;

static const PushCase where_cases[] = {
  { "Id = 7", TRUE },
  { "Id != 7 AND (Id < 8 OR Id >= 9)", TRUE },
  { "Id = NULL", TRUE },
  { "Id = TRUE", TRUE }, /* the parser makes it 1 */
  { "Name = 7", TRUE },  /* and this text */
  { "Big > 9223372036854775807", TRUE },
  { "Score > 2.5", TRUE },
  { "Score > 2", TRUE },
  { "Price = 0.1", TRUE },
  { "Price = 1", TRUE },
  { "Active = TRUE", TRUE },
  { "Name = 'x'", TRUE },
  { "Name LIKE 'x%'", TRUE },
  { "Name NOT LIKE 'x%'", TRUE },
  { "Name IS NULL", TRUE },
  { "Name IS NOT NULL", TRUE },
  { "NOT (Name IS NULL)", TRUE },
  { "Extra IS NULL", TRUE },
  { "Id IN (1, 2, 3)", TRUE },
  { "Id IN (1, NULL)", TRUE },
  { "Id NOT IN (1, 2, 3)", TRUE },
  { "Id = 7.5", FALSE },
  { "Id = 99999999999999999999", FALSE },
  { "Id IN (1, 2.5)", FALSE },
  { "Id IN (1, Big)", FALSE },
  { "7 = Id", FALSE },
  { "Id = Big", FALSE },
  { "Score > Price", FALSE },
  { "NOT (Id = 7)", FALSE },
  { "NOT (Id = 7 AND Name LIKE 'x')", FALSE },
  { "NOT (NOT (Name IS NULL))", FALSE },
  { "Id = 7 AND 7 = Id", FALSE },
  { "Id LIKE '7'", FALSE },
};

static const PushCase filter_cases[] = {
  { "Id eq 7", TRUE },
  { "Id ne null", TRUE },
  { "Id in (1,2)", TRUE },
  { "Name eq 'x' and (Id lt 3 or Price ge 1.5)", TRUE },
  { "Born eq 2024-02-29", TRUE },
  { "Changed lt 2024-02-29T13:30:15Z", TRUE },
  { "Guid eq abcdef01-2345-6789-abcd-ef0123456789", TRUE },
  { "Active eq true", TRUE },
  { "Score lt INF", TRUE },
  { "Score eq NaN", FALSE },
  { "not (Id in (1,2))", FALSE },
  { "not (Id eq 7)", FALSE },
  { "Active", FALSE },
  { "true", FALSE },
  { "Id add 1 eq 8", FALSE },
  { "contains(Name,'x')", FALSE },
  { "tolower(Name) eq 'x'", FALSE },
  { "Id eq Big", FALSE },
  { "7 eq Id", FALSE },
};

static void
check_case (const PushCase *push, VmxQuery *query, GError *error, VmxObjectSchema *schema)
{
  if (error != NULL || vmx_selection_can_push (query, schema) != push->can_push)
    {
      g_test_message ("%s: %s", push->text,
                      error != NULL ? error->message : "not as it should be");
      g_test_fail ();
    }
}

static void
test_where (void)
{
  g_autoptr(VmxObjectSchema) schema = query_fixture_make_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (where_cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = vmx_query_new_from_where (where_cases[i].text, schema, &error);

      check_case (&where_cases[i], query, error, schema);
    }
}

static void
test_filter (void)
{
  g_autoptr(VmxObjectSchema) schema = query_fixture_make_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (filter_cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = vmx_query_new_from_filter (filter_cases[i].text, schema, &error);

      check_case (&filter_cases[i], query, error, schema);
    }
}

/* Every kind of column with a literal of every type: only what fits is let through. */
static void
test_kinds (void)
{
  static const struct
  {
    VmxColumnType type;
    const char *text;
  } literals[] = {
    { VMX_COLUMN_BOOLEAN, "true" },
    { VMX_COLUMN_INT64, "1" },
    { VMX_COLUMN_DOUBLE, "1.5" },
    { VMX_COLUMN_DECIMAL, "1.5" },
    { VMX_COLUMN_STRING, "1" },
    { VMX_COLUMN_DATE, "2024-02-29" },
    { VMX_COLUMN_TIME_OF_DAY, "06:30:15" },
    { VMX_COLUMN_TIMESTAMP, "2024-02-29T06:30:15Z" },
    { VMX_COLUMN_DURATION, "PT1S" },
    { VMX_COLUMN_GUID, "abcdef01-2345-6789-abcd-ef0123456789" },
    { VMX_COLUMN_BINARY, "AP8=" },
  };
  static const struct
  {
    const char *column;
    const char *fits; /* one character per literal */
  } rows[] = {
    { "Active", "x          " }, { "Id", " x         " },      { "Tiny", " x         " },
    { "Big", " x         " },    { "Score", " xx        " },   { "Rate", " xx        " },
    { "Price", " x x       " },  { "Name", "    x      " },    { "Born", "     x     " },
    { "Wakes", "      x    " },  { "Changed", "       x   " }, { "Lasts", "        x  " },
    { "Guid", "         x " },   { "Photo", "          x" },   { "Extra", "           " },
    { "Film", "           " },
  };
  g_autoptr(VmxObjectSchema) schema = query_fixture_make_schema ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (literals); j++)
      {
        int index = vmx_object_schema_get_column_index (schema, rows[i].column);
        g_autoptr(GError) error = NULL;
        g_autoptr(VmxValue) value
            = vmx_value_new_parsed (literals[j].type, literals[j].text, &error);
        g_autoptr(VmxQuery) column = vmx_query_new_column (schema, index);
        g_autoptr(VmxQuery) literal = vmx_query_new_literal (value);
        g_autoptr(VmxQuery) query
            = vmx_query_new_comparison (VMX_QUERY_EQ, VMX_QUERY_NULLS_SQL, column, literal);

        g_assert_no_error (error);
        if (vmx_selection_can_push (query, schema) != (rows[i].fits[j] == 'x'))
          {
            g_test_message ("%s with a literal of type %d", rows[i].column, literals[j].type);
            g_test_fail ();
          }
      }
}

/* A query that was made for a schema which has since changed must not reach a storage. */
static void
test_other_schema (void)
{
  g_autoptr(VmxObjectSchema) schema = query_fixture_make_schema ();
  g_autoptr(VmxObjectSchema) other = vmx_object_schema_new ("Employee");
  g_autoptr(VmxColumn) column = vmx_column_new ("Key", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxQuery) same_position = vmx_query_new_from_where ("Id = 1", schema, NULL);
  g_autoptr(VmxQuery) too_far = vmx_query_new_from_where ("Big IS NULL", schema, NULL);

  vmx_object_schema_add_column (other, column);
  vmx_object_schema_add_key_column (other, "Key");
  g_assert_true (vmx_object_schema_seal (other, NULL));
  g_assert_false (vmx_selection_can_push (same_position, other));
  g_assert_false (vmx_selection_can_push (too_far, other));
}

static void
test_columns (void)
{
  g_autoptr(VmxObjectSchema) schema = query_fixture_make_schema ();
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);

  g_assert_true (vmx_selection_get_schema (selection) == schema);
  g_assert_true (vmx_selection_has_column (selection, 0));
  g_assert_true (vmx_selection_has_column (selection, 3));
  vmx_selection_add_column (selection, 3);
  vmx_selection_add_column (selection, 5);
  g_assert_false (vmx_selection_has_column (selection, 0));
  g_assert_true (vmx_selection_has_column (selection, 3));
  g_assert_false (vmx_selection_has_column (selection, 4));
  g_assert_true (vmx_selection_has_column (selection, 5));
}

static void
test_rest (void)
{
  g_autoptr(VmxObjectSchema) schema = query_fixture_make_schema ();
  g_autoptr(VmxSelection) selection = vmx_selection_new (schema);
  g_autoptr(VmxQuery) query = vmx_query_new_from_where ("Id = 1", schema, NULL);

  g_assert_cmpint (vmx_selection_get_limit (selection), ==, -1);
  vmx_selection_set_limit (selection, 0);
  g_assert_cmpint (vmx_selection_get_limit (selection), ==, 0);
  g_assert_false (vmx_selection_get_with_etags (selection));
  vmx_selection_set_with_etags (selection, TRUE);
  g_assert_true (vmx_selection_get_with_etags (selection));

  g_assert_cmpuint (vmx_selection_get_n_orders (selection), ==, 0);
  vmx_selection_add_order (selection, 2, VMX_ORDER_DESCENDING);
  vmx_selection_add_order (selection, 0, VMX_ORDER_ASCENDING_IGNORE_CASE);
  g_assert_cmpuint (vmx_selection_get_n_orders (selection), ==, 2);
  g_assert_cmpuint (vmx_selection_get_order_column (selection, 0), ==, 2);
  g_assert_cmpint (vmx_selection_get_order (selection, 0), ==, VMX_ORDER_DESCENDING);
  g_assert_cmpuint (vmx_selection_get_order_column (selection, 1), ==, 0);
  g_assert_cmpint (vmx_selection_get_order (selection, 1), ==, VMX_ORDER_ASCENDING_IGNORE_CASE);

  g_assert_null (vmx_selection_get_query (selection));
  vmx_selection_set_query (selection, query);
  vmx_selection_set_query (selection, query);
  g_assert_true (vmx_selection_get_query (selection) == query);
  vmx_selection_set_query (selection, NULL);
  g_assert_null (vmx_selection_get_query (selection));
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/selection/where", test_where);
  g_test_add_func ("/selection/filter", test_filter);
  g_test_add_func ("/selection/kinds", test_kinds);
  g_test_add_func ("/selection/other-schema", test_other_schema);
  g_test_add_func ("/selection/columns", test_columns);
  g_test_add_func ("/selection/rest", test_rest);
  return g_test_run ();
}
