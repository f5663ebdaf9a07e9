/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test-query-fixture.h"

#include <libvmxsync/model/vmx-error.h>

#include <string.h>

static VmxObjectSchema *schema;
static VmxRecordBatch *batch;

static const struct
{
  const char *where;
  char truth;
} cases[] = {
  { "Id = 7", 't' },
  { "Id == 7", 't' },
  { "Id=7", 't' },
  { "\tId\n=\r7 ", 't' },
  { "Id != 7", 'f' },
  { "Id <> 7", 'f' },
  { "Id < 8 AND Id <= 7 and Id > 6 And Id >= 7", 't' },
  { "8 > Id", 't' },
  { "Tiny = -3", 't' },
  { "Tiny = - 3", 't' },
  { "Id = 7.0", 't' },
  { "Id < 7.5", 't' },
  { "Id < 99999999999999999999", 't' },
  { "Id = '7'", 't' },
  { "Id = TRUE", 'f' },
  { "Big = 9223372036854775807", 't' },
  { "Big = 9223372036854775808", 'f' },
  { "Low = -9223372036854775808", 't' },
  { "Price = 0.1", 't' },
  { "Price = .1", 't' },
  { "Price = 1e-1", 't' },
  { "Price = '0.100'", 't' },
  { "Price < 1", 't' },
  { "Price = 0.1000000000000000000000000001", 'f' },
  { "Huge = 123456789012345678901234567890.123456789", 't' },
  { "Score = 2.5", 't' },
  { "Score = 25e-1", 't' },
  { "Score > 2", 't' },
  { "Score > Price", 't' },
  { "Id > Tiny", 't' },
  { "Active = 1", 't' },
  { "Active = TRUE", 't' },
  { "Active = 'true'", 't' },
  { "Idle = false", 't' },
  { "Active = Idle", 'f' },
  { "Name = 'Grüße O''Neil'", 't' },
  { "Name != Other", 't' },
  { "Name = 7", 'f' },
  { "\"Name\" = 'x' OR [Id] = 7", 't' },
  { "`Id` = 7", 't' },
  { "\"order by\" = 'odd'", 't' },
  { "[order by] = 'odd'", 't' },
  { "Born = '2024-02-29'", 't' },
  { "Born > '2024-02-28'", 't' },
  { "Wakes = '06:30:15.25'", 't' },
  { "Changed = '2024-02-29T13:30:15.25Z'", 't' },
  { "Changed = '2024-02-29 14:30:15.25+01:00'", 't' },
  { "Changed >= '2024-02-29'", 't' },
  { "Changed < '2024-03-01'", 't' },
  { "Lasts = 'PT26H'", 't' },
  { "Guid = 'abcdef01-2345-6789-ABCD-EF0123456789'", 't' },
  { "Photo = x'00FF'", 't' },
  { "Photo = X'00ff'", 't' },
  { "Photo != x''", 't' },
  { "1 = 1", 't' },
  { "'a' = 'b'", 'f' },

  { "Id = 1 OR Id = 7 AND Name = 'x'", 'f' },
  { "(Id = 1 OR Id = 7) AND Other = 'Grüße'", 't' },
  { "NOT Id = 1 AND Id = 7", 't' },
  { "NOT (Id = 1 OR Id = 7)", 'f' },
  { "NOT NOT Id = 7", 't' },
  { "((Id)) = (7)", 't' },
  { "((Id = 7))", 't' },

  { "Id IN (1, 7)", 't' },
  { "Id IN (1,2)", 'f' },
  { "Id NOT IN (1,2)", 't' },
  { "Id in ('7')", 't' },
  { "Name IN ('a', Name)", 't' },
  { "Colors = 'Red, Blue'", 't' },
  { "Price IN (0.10, 5)", 't' },
  { "Id BETWEEN 1 AND 7 AND Active = 1", 't' },
  { "Id BETWEEN 8 AND 9", 'f' },
  { "Id NOT BETWEEN 8 AND 9", 't' },
  { "7 BETWEEN Tiny AND Id", 't' },
  { "Born BETWEEN '2024-01-01' AND '2024-12-31'", 't' },
  { "Name LIKE 'gR%'", 't' },
  { "Name LIKE '%NEIL'", 't' },
  { "Name LIKE '%e o%'", 't' },
  { "Name LIKE 'Gr___ %'", 't' },
  { "Name LIKE 'Gr__ %'", 'f' },
  { "Name LIKE 'GRÜ%'", 'f' },
  { "Name LIKE '%'", 't' },
  { "Name LIKE ''", 'f' },
  { "Name LIKE '%Gr%ß%i_'", 't' },
  { "Name LIKE '%%%x'", 'f' },
  { "Name NOT LIKE 'x%'", 't' },
  { "Id LIKE '7'", 't' },
  { "Price LIKE '0.1_'", 't' },
  { "Born LIKE '2024-%'", 't' },

  /* Every comparison with null is unknown. */
  { "NoNumber IS NULL", 't' },
  { "NoNumber is not null", 'f' },
  { "Absent IS NULL", 't' },
  { "Id IS NULL", 'f' },
  { "Id IS NOT NULL", 't' },
  { "Extra IS NOT NULL", 't' },
  { "NoNumber = NULL", 'u' },
  { "NULL = NULL", 'u' },
  { "NoNumber != 1", 'u' },
  { "NoNumber = 1", 'u' },
  { "NOT NoNumber = 1", 'u' },
  { "NoNumber < 1", 'u' },
  { "NoText LIKE '%'", 'u' },
  { "NoText NOT LIKE '%'", 'u' },
  { "NoNumber IN (1)", 'u' },
  { "NoNumber IN (1, NULL)", 'u' },
  { "Id IN (7, NULL)", 't' },
  { "Id IN (1, NULL)", 'u' },
  { "Id NOT IN (1, NULL)", 'u' },
  { "Id NOT IN (7, NULL)", 'f' },
  { "NoNumber BETWEEN 1 AND 2", 'u' },
  { "Id BETWEEN NULL AND 1", 'f' },
  { "NoFlag = TRUE AND Idle = TRUE", 'f' },
  { "NoFlag = TRUE AND Active = TRUE", 'u' },
  { "NoFlag = TRUE OR Active = TRUE", 't' },
  { "NoFlag = TRUE OR Idle = TRUE", 'u' },
};

static void
test_truths (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = vmx_query_new_from_where (cases[i].where, schema, &error);
      char truth;

      if (error != NULL)
        g_test_message ("%s", cases[i].where);
      g_assert_no_error (error);
      g_assert_true (vmx_query_can_evaluate (query, &error));
      truth = query_fixture_get_truth (query, batch);
      if (truth == cases[i].truth)
        continue;
      g_test_message ("%s: expected %c, found %c", cases[i].where, cases[i].truth, truth);
      g_test_fail ();
    }
}

static const struct
{
  const char *where;
  const char *part;
} errors[] = {
  { NULL, "character 0: expected a column name or a value, found the end" },
  { "", "character 0: expected a column name or a value, found the end" },
  { "   ", "character 3: expected a column name or a value, found the end" },
  { "Id", "character 2: expected a comparison" },
  { "(Id)", "character 4: expected a comparison" },
  { "7", "expected a comparison" },
  { "Id =", "character 4: expected a column name or a value, found the end" },
  { "Id = 7 8", "character 7: expected AND, OR or the end, found “8”" },
  { "Id = 7;", "character 6" },
  { "Id = 7; DROP TABLE Employee", "character 6" },
  { "Id = 7 -- x", "character 7: expected AND, OR or the end" },
  { "Id = /* x */ 7", "character 5" },
  { "Id = 7 /* x */", "character 7" },
  { "Id + 1 = 8", "character 3" },
  { "Id - 1 = 8", "character 3: expected a comparison" },
  { "Id * 2 = 14", "character 3" },
  { "Name || 'x' = 'y'", "character 5" },
  { "length(Name) = 3", "character 0: expected a column name; “length (” looks like a function" },
  { "Id = abs (1)", "functions are not supported" },
  { "Id IN (SELECT Id FROM Employee)", "“SELECT” is not a column" },
  { "EXISTS (SELECT 1)", "function" },
  { "Id = ?", "character 5" },
  { "Id = :p", "character 5" },
  { "Id = $p", "character 5" },
  { "Employee.Id = 7", "“Employee” is not a column" },
  { "Id.x = 7", "character 2" },
  { "id = 7", "did you mean “Id”?" },
  { "Pirce = 7", "“Pirce” is not a column of the object “Employee”; did you mean “Price”?" },
  { "Nonsense = 7", "character 0: expected a column name or a value; “Nonsense” is not a column" },
  { "Id = 7 'ééééééééééééé'", "character 7: expected AND, OR or the end, found “'ééééééééééé" },
  { "Name = 'x", "character 7: the closing ' is missing" },
  { "\"Name = 1", "character 0: the closing \" is missing" },
  { "[Name = 1", "character 0: the closing ] is missing" },
  { "Name = \"x\"", "character 7: expected a column name or a value; “x” is not a column" },
  { "Photo = x'0'", "character 8: expected an even number of hexadecimal digits" },
  { "Photo = x'0g'", "hexadecimal" },
  { "Photo = 'AP8='", "fits the column “Photo” of type binary" },
  { "Id = 7x", "character 5: expected a number" },
  { "Price = 7.", "character 8: expected a number, found “7.”" },
  { "Price = 7e", "expected a number" },
  { "Price = 1e9999", "exponent" },
  { "Id = -'7'", "expected a number behind “-”" },
  { "Id = --7", "expected a number behind “-”" },
  { "Id = x'00'", "character 5: expected a value that fits the column “Id” of type int32" },
  { "Id = 'seven'", "fits the column “Id” of type int32" },
  { "Price = TRUE", "fits the column “Price” of type decimal" },
  { "Active = 2", "fits the column “Active” of type boolean" },
  { "Born = 'tomorrow'", "fits the column “Born” of type date" },
  { "Born = '2023-02-29'", "fits the column “Born” of type date" },
  { "Born = 20240229", "fits the column “Born” of type date" },
  { "Changed = 'now'", "fits the column “Changed” of type timestamp" },
  { "Guid = 'x'", "fits the column “Guid” of type guid" },
  { "Lasts = '1 day'", "fits the column “Lasts” of type duration" },
  { "Score = 1e400", "fits the column “Score” of type double" },
  { "Name = TRUE", "fits the column “Name” of type string" },
  { "Id = Name", "character 5: expected something to compare with a whole number, found text" },
  { "1 = 'x'", "expected something to compare with a whole number, found text" },
  { "Extra = '{}'", "the column “Extra” holds complex values" },
  { "'{}' = Extra", "the column “Extra” holds complex values" },
  { "Film = x'00'", "character 0: the column “Film” is a binary stream" },
  { "Film IS NULL", "the column “Film” is a binary stream" },
  { "Extra LIKE '%'", "character 6: expected a column of text" },
  { "Id IN 7", "character 6: expected “(” and a list" },
  { "Id IN ()", "character 7: expected a column name or a value, found “)”" },
  { "Id IN (1", "expected “,” or “)”, found the end" },
  { "Id IN (1,)", "character 9" },
  { "Id IN ('x')", "fits the column “Id”" },
  { "7 IN (Id)", "character 2: expected a column name before IN" },
  { "Id NOT 7", "character 7: expected IN, LIKE or BETWEEN behind NOT" },
  { "Id BETWEEN 1", "expected AND and the upper end" },
  { "Id BETWEEN 1 OR 2", "expected AND and the upper end" },
  { "Name LIKE 7", "expected a pattern" },
  { "Name LIKE NULL", "expected a pattern" },
  { "Name LIKE 'a!%' ESCAPE '!'", "character 16: expected AND, OR or the end" },
  { "Score LIKE '2%'", "expected a column of text or of exact numbers before LIKE" },
  { "Id IS 7", "expected NULL or NOT NULL" },
  { "Id IS NOT 7", "expected NULL, found “7”" },
  { "(Id = 7", "expected “)”, found the end" },
  { "Id = 7)", "character 6: expected AND, OR or the end" },
  { "()", "character 1" },
  { "AND", "character 0" },
  { "Id = 7 AND", "found the end" },
  { "Id = 7 OR OR Id = 8", "character 10" },
  { "Id = (Id = 7)", "expected a column name or a value, found a condition" },
  { "(Id = 7) = 1", "character 9: expected AND, OR or the end" },
  { "NOT Id", "character 6: expected a comparison" },
  { "(NOT (Id))", "character 6: expected a condition" },
  { "(Id = 7 AND (Id))", "character 13: expected a condition" },
  { "((Id) OR Id = 7)", "character 6: expected a comparison" },
  { "Id = 7 = 7", "character 7" },
  { "Id GLOB '7'", "character 3" },
  { "Id = \xff", "character 5: expected UTF-8 text" },
  { "Name = 'ü\xc3'", "expected UTF-8 text" },
};

static void
test_errors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = vmx_query_new_from_where (errors[i].where, schema, &error);

      if (query != NULL)
        g_test_message ("%s", errors[i].where);
      g_assert_null (query);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_test_assert_message (error, "whereConditionAsAString, character ");
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, errors[i].part);
    }
}

static void
assert_too_deep (const char *where)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (vmx_query_new_from_where (where, schema, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "at most 100 levels");
}

static char *
repeat (const char *part, guint count, const char *end)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append (text, part);
  g_string_append (text, end);
  return g_string_free (text, FALSE);
}

static void
test_nesting (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxQuery) query = NULL;
  g_autofree char *brackets = g_strnfill (1024 * 1024, '(');
  g_autofree char *nots = repeat ("NOT ", 1024 * 256, "Id = 7");
  g_autofree char *tree = repeat ("Id = 1 OR Id = 2 AND (", 99, "Id = 7");
  g_autofree char *opening = g_strnfill (100, '(');
  g_autofree char *closing = g_strnfill (100, ')');
  g_autofree char *closed_tree = g_strconcat (tree, closing + 1, NULL);
  g_autofree char *most = g_strconcat (opening, "Id = 7", closing, NULL);
  g_autofree char *one_more = g_strconcat ("(", most, ")", NULL);

  assert_too_deep (brackets);
  assert_too_deep (nots);
  assert_too_deep (closed_tree);
  assert_too_deep (one_more);
  query = vmx_query_new_from_where (most, schema, &error);
  g_assert_no_error (error);
  g_assert_true (vmx_query_matches (query, batch, 0));
}

static void
test_wide (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *chain = repeat ("Id = 7 AND ", 100000, "Active = 1");
  g_autofree char *list = repeat ("1,", 500000, "7)");
  g_autofree char *in = g_strconcat ("Id IN (", list, NULL);
  g_autoptr(VmxQuery) wide = vmx_query_new_from_where (chain, schema, &error);
  g_autoptr(VmxQuery) members = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_query_get_kind (wide), ==, VMX_QUERY_AND);
  g_assert_cmpuint (vmx_query_get_n_children (wide), ==, 100001);
  g_assert_true (vmx_query_matches (wide, batch, 0));
  members = vmx_query_new_from_where (in, schema, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (vmx_query_get_n_children (members), ==, 500002);
  g_assert_true (vmx_query_matches (members, batch, 0));
}

static void
test_megabyte (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *text = g_strnfill (1024 * 1024, 'a');
  g_autofree char *equal = g_strdup_printf ("Name = '%s'", text);
  g_autofree char *open = g_strdup_printf ("Name = '%s", text);
  g_autofree char *name = g_strdup_printf ("%s = 1", text);
  g_autofree char *like = g_strdup_printf ("Name LIKE '%s'", text);
  g_autofree char *digits = g_strnfill (1024 * 1024, '9');
  g_autofree char *number = g_strdup_printf ("Huge < %s", digits);
  g_autoptr(VmxQuery) query = vmx_query_new_from_where (equal, schema, &error);
  g_autoptr(VmxQuery) larger = NULL;

  g_assert_no_error (error);
  g_assert_false (vmx_query_matches (query, batch, 0));
  g_assert_null (vmx_query_new_from_where (open, schema, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "closing '");
  g_assert_null (vmx_query_new_from_where (name, schema, &error));
  g_assert_cmpuint (strlen (error->message), <, 300);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "is not a column");
  g_assert_null (vmx_query_new_from_where (like, schema, &error));
  g_assert_cmpuint (strlen (error->message), <, 300);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "at most 50000 bytes");
  larger = vmx_query_new_from_where (number, schema, &error);
  g_assert_no_error (error);
  g_assert_true (vmx_query_matches (larger, batch, 0));
}

/* Every beginning of a valid text is an error or a query, never a crash. */
static void
test_truncated (void)
{
  const char *where = "(Id NOT BETWEEN -1 AND 2.5e1 OR [Name] LIKE 'a''b%') AND NOT Photo IN "
                      "(x'00FF', NULL) OR \"Born\" IS NOT NULL";

  for (gsize length = 0; length <= strlen (where); length++)
    {
      g_autofree char *part = g_strndup (where, length);
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = vmx_query_new_from_where (part, schema, &error);

      g_assert_true ((query == NULL) == (error != NULL));
      g_assert_true (length < strlen (where) || query != NULL);
    }
}

static void
test_tree (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxQuery) query
      = vmx_query_new_from_where ("Born >= '2024-01-01' OR Id = 1", schema, &error);
  VmxQuery *left, *literal;

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_query_get_kind (query), ==, VMX_QUERY_OR);
  g_assert_cmpuint (vmx_query_get_n_children (query), ==, 2);
  left = vmx_query_get_child (query, 0);
  g_assert_cmpuint (vmx_query_get_kind (left), ==, VMX_QUERY_GE);
  g_assert_cmpuint (vmx_query_get_nulls (left), ==, VMX_QUERY_NULLS_SQL);
  g_assert_cmpstr (vmx_query_get_name (vmx_query_get_child (left, 0)), ==, "Born");
  literal = vmx_query_get_child (left, 1);
  g_assert_cmpuint (vmx_value_get_kind (vmx_query_get_value (literal)), ==, VMX_VALUE_DATE);
}

int
main (int argc, char **argv)
{
  int status;

  vmx_test_init (&argc, &argv);
  schema = query_fixture_make_schema ();
  batch = query_fixture_make_batch (schema);
  g_test_add_func ("/where/truths", test_truths);
  g_test_add_func ("/where/errors", test_errors);
  g_test_add_func ("/where/nesting", test_nesting);
  g_test_add_func ("/where/wide", test_wide);
  g_test_add_func ("/where/megabyte", test_megabyte);
  g_test_add_func ("/where/truncated", test_truncated);
  g_test_add_func ("/where/tree", test_tree);
  status = g_test_run ();
  g_clear_object (&batch);
  g_clear_object (&schema);
  return status;
}
