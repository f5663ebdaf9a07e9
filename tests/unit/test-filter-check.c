/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/query/vmx-query-private.h>

#include "vmx-test.h"

#define VALID VMX_FILTER_VALID
#define NOT_JUDGED VMX_FILTER_NOT_JUDGED

typedef struct
{
  const char *name;
  VmxColumnType type;
  const char *type_name;
} ColumnCase;

typedef struct
{
  const char *filter;
  const char *message; /* begins with the position */
} InvalidCase;

static const ColumnCase columns[] = {
  { "ID", VMX_COLUMN_INT32, NULL },
  { "Name", VMX_COLUMN_STRING, "Edm.String" },
  { "Nick", VMX_COLUMN_STRING, NULL },
  { "Colour", VMX_COLUMN_STRING, "HR.Colour" },
  { "Age", VMX_COLUMN_INT16, NULL },
  { "Pay", VMX_COLUMN_DECIMAL, NULL },
  { "Rate", VMX_COLUMN_DOUBLE, NULL },
  { "Active", VMX_COLUMN_BOOLEAN, NULL },
  { "Born", VMX_COLUMN_DATE, NULL },
  { "Wakes", VMX_COLUMN_TIME_OF_DAY, NULL },
  { "Changed", VMX_COLUMN_TIMESTAMP, NULL },
  { "Break", VMX_COLUMN_DURATION, NULL },
  { "Token", VMX_COLUMN_GUID, NULL },
  { "Thumb", VMX_COLUMN_BINARY, NULL },
  { "Photo", VMX_COLUMN_STREAM, NULL },
  { "Address", VMX_COLUMN_JSON, NULL },
  { "Department_ID", VMX_COLUMN_INT32, NULL },
};

static const char *const valid_filters[] = {
  "Active",
  "not Active",
  "$it/Active",
  "true",
  "Age eq 5",
  "5 lt Age",
  "Age eq Pay and Pay eq Rate and Rate lt 1e3",
  "Age eq 1.5",
  "Age eq 99999999999999999999",
  "Name eq 'x' or Name eq null or null ne Nick",
  "Name gt Nick",
  "Colour eq 'Red'",
  "Colour eq HR.Colour'Red'",
  "Colour has HR.Colour'Red,Blue'",
  "Colour in (HR.Colour'Red',null)",
  "Born eq 2020-01-01",
  "year(Born) eq 2020 and month(Changed) le 2",
  "Born add duration'P1D' lt 2020-01-01",
  "Born add 'P1D' lt 2020-01-01",
  "Changed sub Changed gt duration'PT1H'",
  "Changed gt now() sub duration'P7D'",
  "Wakes gt 06:00 and hour(Wakes) lt 12",
  "Changed gt 2020-01-01T00:00:00Z",
  "Break gt duration'PT1H' and Break mul 2 lt 'P1D'",
  "totalseconds('PT5S') eq 5",
  "Token eq 01234567-89ab-cdef-0123-456789abcdef",
  "Token gt 01234567-89ab-cdef-0123-456789abcdef",
  "Thumb eq binary'Zm9v'",
  "Age in (1,2,3)",
  "Age in ()",
  "Age in [1,null]",
  "Name in ('a','b')",
  "[Name,Nick] in [['a','b'],['c',null]]",
  "contains(Name,'x') and startswith(tolower(Name),toupper('y'))",
  "length(concat(Name,Nick)) gt indexof(Name,'x')",
  "substring(Name,1,2) eq 'x'",
  "round(Pay) div 2 add floor(Rate) mod 3 eq -Age",
  "case(Active:1,true:2) eq 1",
  "case(Active:'a',true:null) eq 'b'",
  "cast(Age,Edm.String) eq '5'",
  "isof(Age,Edm.Int32)",
  "Rate lt NaN or Rate eq INF",
  "date(Changed) eq Born and time(Changed) eq Wakes",
  "date(Born) eq Born",
  "Active eq true and Active gt false",
  "Department/Title eq 'x'",
  "Department/Size add 1 eq 2",
  "(Name eq 'x') eq true",
};

static const char *const unjudged_filters[] = {
  "null",
  "Staff/any()",
  "Staff/any(s:s/Name eq 'x' and Age gt 5)",
  "Staff/$count gt 5",
  "Staff/$count($filter=1 eq 'x') gt 5",
  "Boss/Name eq 'x'",
  "Boss eq null",
  "Boss/Boss/Whatever gt 5",
  "Department/Boss/Name eq 'x'",
  "Department/Staff/$count gt 5",
  "Staff(1)/Name eq 'x'",
  "HR.isOld(limit=5)",
  "isOld(limit=5)",
  "Name/HR.isLong()",
  "HR.Manager/Level gt 5",
  "Age eq @p",
  "@p",
  "@p/Name eq 'x'",
  "$it eq $this",
  "$root/People(1)/Name eq Name",
  "Address/Street eq 'x'",
  "Address eq {\"Street\":\"x\"}",
  "Address/any(a:a eq 1)",
  "contains(Address,Name)",
  "@HR.Note eq 'x'",
  "Name/@HR.Note eq 'x'",
  "Colour eq HR.Shade'Red'",
  "Nick eq HR.Shade'Red'",
  "Name has 'x'",
  "Photo eq null",
  "Born eq 2020-01-01T00:00:00Z",
  "Changed gt 2020-01-01",
  "Changed gt Born",
  "geo.distance(Address,geography'SRID=0;Point(1 2)') lt 5",
  "cast(HR.Manager) eq null",
  "isof(HR.Manager)",
  "isof(Age,HR.Small)",
  "cast(Address,HR.Place) eq null",
  "Name in (Nick)",
  "Age in Address/Numbers",
};

static const InvalidCase invalid_filters[] = {
  { "Active eq", "9: expected" },
  { "1", "0: expected a condition" },
  { "Age", "0: expected a condition that is true or false, found a number" },
  { "'x'", "0: expected a condition that is true or false, found text" },
  { "Age add 1", "0: expected a condition" },
  { "[1]", "0: expected a condition that is true or false, found a list" },
  { "Active and Age", "11: expected a condition" },
  { "not Age", "4: expected a condition" },
  { "not Name eq 'x'", "4: expected a condition" },
  { "Nme eq 'x'", "0: “Person” has no column “Nme”; did you mean “Name”?" },
  { "age eq 5", "0: “Person” has no column “age”; did you mean “Age”?" },
  { "$it/age eq 5", "0: “Person” has no column “age”" },
  { "Active and Zzzzzzz", "11: “Person” has no column “Zzzzzzz”" },
  { "Zzzzzzz/any()", "0: “Person” has no column “Zzzzzzz”" },
  { "Zzzzzzz/Name eq 'x'", "0: “Person” has no column “Zzzzzzz”" },
  { "Department/Zzzzzzz eq 1", "0: “Department” has no column “Zzzzzzz”" },
  { "Department/Title eq 1", "0: text cannot be compared with a number" },
  { "Name/Length eq 5", "0: the column “Name” is a plain value" },
  { "Name/$count eq 5", "0: the column “Name” is a plain value" },
  { "Name(1) eq 5", "0: the column “Name” is a plain value" },
  { "Age eq 'x'", "0: a number cannot be compared with text; numbers are written without quotes" },
  { "Name eq 5", "0: text cannot be compared with a number" },
  { "Name eq true", "0: text cannot be compared with a condition" },
  { "Active eq 1", "0: a condition cannot be compared with a number" },
  { "Token eq '01234567-89ab-cdef-0123-456789abcdef'",
    "0: a GUID cannot be compared with text; GUIDs, dates and times are written without quotes" },
  { "Born eq '2020-01-01'", "0: a date cannot be compared with text" },
  { "Changed gt '2020-01-01T00:00:00Z'", "0: a timestamp cannot be compared with text" },
  { "Wakes eq 2020-01-01", "0: a time of day cannot be compared with a date" },
  { "Break gt 'soon'", "0: a duration cannot be compared with text" },
  { "Break gt 5", "0: a duration cannot be compared with a number" },
  { "Thumb eq 'x'", "0: bytes cannot be compared with text" },
  { "Age eq [1]", "0: a number cannot be compared with a list" },
  { "Age eq {}", "0: a number cannot be compared with an object" },
  { "Name eq HR.Colour'Red'", "0: text cannot be compared with members" },
  { "Age eq HR.Colour'Red'", "0: a number cannot be compared with an enumeration" },
  { "Age has HR.Colour'Red'", "0: “has” needs an enumeration, not a number" },
  { "Name has HR.Colour'Red'", "0: text cannot be compared with members" },
  { "Age in (1,'x')", "0: a number cannot be compared with text" },
  { "Age in ['x']", "0: a number cannot be compared with text" },
  { "Name add 1 eq 2", "0: nothing can be calculated from text and a number" },
  { "Born add 1 eq Born", "0: nothing can be calculated from a date and a number" },
  { "Born add Born eq Born", "0: nothing can be calculated" },
  { "-Name eq 1", "0: the minus sign needs a number, not text" },
  { "contains(Age,'5')", "9: contains() takes text or a list here, not a number" },
  { "contains(Name,5)", "14: contains() takes text or a list here, not a number" },
  { "length(Age) eq 1", "7: length() takes" },
  { "year(Name) eq 2020", "5: year() takes a date or a timestamp here, not text" },
  { "year(Wakes) eq 2020", "5: year() takes" },
  { "hour(Born) eq 5", "5: hour() takes" },
  { "round(Name) eq 5", "6: round() takes a number here, not text" },
  { "substring(Name,'1') eq 'x'", "15: substring() takes a number here, not text" },
  { "tolower(Token) eq 'x'", "8: tolower() takes text here, not a GUID" },
  { "tolower(Name)", "0: expected a condition" },
  { "now() eq 5", "0: a timestamp cannot be compared with a number" },
  { "length(Name) eq 'x'", "0: a number cannot be compared with text" },
  { "Staff/$count eq 'x'", "0: a number cannot be compared with text" },
  { "case(Age:1) eq 1", "5: expected a condition" },
  { "case(Active:'a') eq 1", "0: text cannot be compared with a number" },
  { "cast(Age,Edm.Strang) eq 'x'", "0: there is no type “Edm.Strang”" },
  { "cast(Age,Edm.String) eq 5", "0: text cannot be compared with a number" },
  { "isof(Zzzzzzz,Edm.String)", "5: “Person” has no column “Zzzzzzz”" },
  { "Name/any(n:true)", "0: any() and all() need a collection" },
  { "Staff/any(s:5)", "12: expected a condition" },
  { "Staff/any(s:Zzzzzzz eq s/Name)", "12: “Person” has no column “Zzzzzzz”" },
  { "Born eq 2020-13-01", "14: expected the rest of a date" },
  { "Born eq 2020-02-30", "8: this value cannot be used: expected a date" },
};

static VmxObjectSchema *
make_person (gboolean open)
{
  VmxObjectSchema *schema = vmx_object_schema_new ("Person");
  g_autoptr(VmxRelationship) relationship = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(VmxColumn) column = NULL;

      column = vmx_column_new (columns[i].name, columns[i].type, VMX_COLUMN_FLAG_NULLABLE);
      vmx_column_set_type_name (column, columns[i].type_name);
      vmx_object_schema_add_column (schema, column);
    }
  relationship = vmx_relationship_new ("Department", VMX_RELATIONSHIP_MANY_TO_ONE, "Department");
  vmx_relationship_add_columns (relationship, "Department_ID", "ID");
  vmx_object_schema_add_relationship (schema, relationship);
  vmx_object_schema_add_navigation (schema, "Department");
  vmx_object_schema_add_navigation (schema, "Boss");
  vmx_object_schema_add_navigation (schema, "Staff");
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_set_open (schema, open);
  return schema;
}

static VmxObjectSchema *
make_department (void)
{
  static const ColumnCase cases[] = {
    { "ID", VMX_COLUMN_INT32, NULL },
    { "Title", VMX_COLUMN_STRING, NULL },
    { "Size", VMX_COLUMN_INT32, NULL },
  };
  VmxObjectSchema *schema = vmx_object_schema_new ("Department");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxColumn) column = NULL;

      column = vmx_column_new (cases[i].name, cases[i].type, VMX_COLUMN_FLAG_NONE);
      vmx_object_schema_add_column (schema, column);
    }
  vmx_object_schema_add_navigation (schema, "Boss");
  vmx_object_schema_add_navigation (schema, "Staff");
  vmx_object_schema_add_key_column (schema, "ID");
  return schema;
}

static VmxServiceSchema *
make_service (gboolean open)
{
  VmxServiceSchema *service = vmx_service_schema_new ();
  g_autoptr(VmxObjectSchema) person = make_person (open);
  g_autoptr(VmxObjectSchema) department = make_department ();
  g_autoptr(GError) error = NULL;

  vmx_service_schema_add_object (service, person);
  vmx_service_schema_add_object (service, department);
  vmx_service_schema_seal (service, &error);
  g_assert_no_error (error);
  return service;
}

static void
assert_verdict (VmxServiceSchema *service, const char *filter, VmxFilterVerdict expected)
{
  VmxObjectSchema *person = vmx_service_schema_find_object (service, "Person");
  g_autoptr(GError) error = NULL;
  VmxFilterVerdict verdict = vmx_query_judge_filter (filter, person, service, &error);

  g_test_message ("%s: %s", filter, error == NULL ? "" : error->message);
  g_assert_no_error (error);
  g_assert_cmpint (verdict, ==, expected);
}

static void
test_valid (void)
{
  g_autoptr(VmxServiceSchema) service = make_service (FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (valid_filters); i++)
    assert_verdict (service, valid_filters[i], VALID);
}

static void
test_not_judged (void)
{
  g_autoptr(VmxServiceSchema) service = make_service (FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (unjudged_filters); i++)
    assert_verdict (service, unjudged_filters[i], NOT_JUDGED);
}

static void
test_invalid (void)
{
  g_autoptr(VmxServiceSchema) service = make_service (FALSE);
  VmxObjectSchema *person = vmx_service_schema_find_object (service, "Person");

  for (guint i = 0; i < G_N_ELEMENTS (invalid_filters); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxQuery) query = NULL;
      g_autofree char *message = NULL;
      VmxFilterVerdict verdict;

      message = g_strdup_printf ("The filter for the object “Person” is invalid at character %s",
                                 invalid_filters[i].message);
      verdict = vmx_query_judge_filter (invalid_filters[i].filter, person, service, &error);
      g_test_message ("%s: %s", invalid_filters[i].filter, error == NULL ? "" : error->message);
      g_assert_cmpint (verdict, ==, VMX_FILTER_INVALID);
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, message);
    }
}

static void
test_open_type (void)
{
  g_autoptr(VmxServiceSchema) service = make_service (TRUE);

  assert_verdict (service, "Extra eq 5", NOT_JUDGED);
  assert_verdict (service, "Extra/More eq 5", NOT_JUDGED);
  assert_verdict (service, "Extra", NOT_JUDGED);
  assert_verdict (service, "Age eq 5", VALID);
}

/* Without the other objects nothing can be said of them. */
static void
test_alone (void)
{
  g_autoptr(VmxServiceSchema) service = make_service (FALSE);
  VmxObjectSchema *person = vmx_service_schema_find_object (service, "Person");

  g_assert_cmpint (vmx_query_judge_filter ("Department/Zzzzzzz eq 1", person, NULL, NULL), ==,
                   NOT_JUDGED);
  g_assert_cmpint (vmx_query_judge_filter ("Age eq 'x'", person, NULL, NULL), ==,
                   VMX_FILTER_INVALID);
}

static void
test_binding (void)
{
  g_autoptr(VmxServiceSchema) service = make_service (FALSE);
  VmxObjectSchema *person = vmx_service_schema_find_object (service, "Person");
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxQuery) query = NULL;
  VmxQuery *left;

  query = vmx_query_new_from_filter ("$it/Age eq 5", person, &error);
  g_assert_no_error (error);
  left = vmx_query_get_child (query, 0);
  g_assert_cmpint (vmx_query_get_kind (left), ==, VMX_QUERY_COLUMN);
  g_assert_cmpint (vmx_query_get_column (left), ==, 4);
  g_assert_cmpstr (vmx_query_get_name (left), ==, "Age");
  g_assert_cmpint (left->column_type, ==, VMX_COLUMN_INT16);
  g_clear_pointer (&query, vmx_query_unref);

  query = vmx_query_new_from_filter ("Break gt 'PT1H'", person, &error);
  g_assert_no_error (error);
  g_assert_cmpint (vmx_value_get_kind (vmx_query_get_value (vmx_query_get_child (query, 1))), ==,
                   VMX_VALUE_DURATION);
  g_clear_pointer (&query, vmx_query_unref);

  query = vmx_query_new_from_filter ("Boss eq null", person, &error);
  g_assert_no_error (error);
  left = vmx_query_get_child (query, 0);
  g_assert_cmpint (vmx_query_get_kind (left), ==, VMX_QUERY_PATH);
  g_assert_cmpint (vmx_query_get_column (left), ==, -1);
  g_clear_pointer (&query, vmx_query_unref);

  query = vmx_query_new_from_filter ("Age eq", person, &error);
  g_assert_null (query);
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, "at character 6");
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/filter-check/valid", test_valid);
  g_test_add_func ("/filter-check/not-judged", test_not_judged);
  g_test_add_func ("/filter-check/invalid", test_invalid);
  g_test_add_func ("/filter-check/open-type", test_open_type);
  g_test_add_func ("/filter-check/alone", test_alone);
  g_test_add_func ("/filter-check/binding", test_binding);
  return g_test_run ();
}
