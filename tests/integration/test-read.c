/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading: acceptance rows 63 to 67. */
#include "fixture.h"

#include <string.h>

#define SCENARIO                                                                                   \
  "{\"objects\":{\"Employee\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"Name\":\"string?"  \
  "\","                                                                                            \
  "\"City\":\"string?\",\"Age\":\"int32?\",\"Salary\":\"decimal?\",\"Since\":\"timestamp?\","      \
  "\"Active\":\"boolean?\"},\"records\":["                                                         \
  "{\"Id\":1,\"Name\":\"Anna\",\"City\":\"Bonn\",\"Age\":31,\"Salary\":10.50,"                     \
  "\"Since\":\"2020-01-01T00:00:00Z\",\"Active\":true},"                                           \
  "{\"Id\":2,\"Name\":\"ben\",\"City\":\"Bonn\",\"Age\":22,\"Salary\":9.5,"                        \
  "\"Since\":\"2019-12-31T23:30:00-02:00\",\"Active\":false},"                                     \
  "{\"Id\":3,\"Name\":\"Cem\",\"City\":null,\"Age\":22,\"Salary\":100,\"Since\":null,"             \
  "\"Active\":true},"                                                                              \
  "{\"Id\":4,\"Name\":\"_a%\",\"City\":\"Köln\",\"Age\":null,\"Salary\":null,\"Since\":null,"     \
  "\"Active\":null}]},"                                                                            \
  "\"Line\":{\"key\":[\"Order\",\"Pos\"],\"columns\":{\"Order\":\"string\",\"Pos\":\"int32\","     \
  "\"Text\":\"string?\"},\"records\":[{\"Order\":\"A\",\"Pos\":1,\"Text\":\"x\"},"                 \
  "{\"Order\":\"A\",\"Pos\":2,\"Text\":\"y\"},{\"Order\":\"B\",\"Pos\":1,\"Text\":\"z\"}]},"       \
  "\"Thing\":{\"key\":[\"Guid\"],\"columns\":{\"Guid\":\"guid\",\"Text\":\"string?\"},"            \
  "\"records\":[{\"Guid\":\"F5B0ADB6-0000-4000-8000-00000000ABCD\",\"Text\":\"it\"}]},"            \
  "\"Nothing\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\"},\"records\":[]}}}"

typedef struct
{
  VmxClient *client;
  VmxObj *employee;
  VmxObj *line;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->client = fixture_set_up (SCENARIO);
  fixture->employee = fixture_get_object (fixture->client, "Employee");
  fixture->line = fixture_get_object (fixture->client, "Line");
  g_object_unref (fixture_sync (fixture->employee, NULL));
  g_object_unref (fixture_sync (fixture->line, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->employee);
  g_object_unref (fixture->line);
  g_object_unref (fixture->client);
}

/* Each option object with the identities that it finds, in order of the identity. */
static const struct
{
  const char *condition;
  const char *ids;
} conditions[] = {
  /* Row 63. */
  { "", "1 2 3 4" },
  /* Row 64: keys. */
  { "\"primaryKeys\":{\"Id\":2}", "2" },
  { "\"primaryKeys\":{\"Id\":\"2\"}", "2" },
  { "\"primaryKeys\":{\"Id\":99}", "" },
  /* Row 64: maps. */
  { "\"whereCondition\":{\"City\":\"Bonn\"}", "1 2" },
  { "\"whereCondition\":{\"City\":\"bonn\"}", "" },
  { "\"whereCondition\":{\"City\":\"Bonn\",\"Age\":22}", "2" },
  { "\"whereCondition\":{\"City\":null}", "3" },
  { "\"whereCondition\":{\"Age\":22,\"City\":null}", "3" },
  { "\"whereCondition\":{\"Salary\":\"10.5\"}", "1" },
  { "\"whereCondition\":{\"Salary\":9.50}", "2" },
  { "\"whereCondition\":{\"Active\":true}", "1 3" },
  { "\"whereCondition\":{\"Since\":\"2020-01-01T01:30:00Z\"}", "2" },
  { "\"whereCondition\":{\"Name\":\"_a%\"}", "4" },
  { "\"whereCondition\":{}", "1 2 3 4" },
  /* Row 64: text. */
  { "\"whereConditionAsAString\":\"Age = 22\"", "2 3" },
  { "\"whereConditionAsAString\":\"Age >= 22 AND City = 'Bonn'\"", "1 2" },
  { "\"whereConditionAsAString\":\"City IS NULL OR Age IS NULL\"", "3 4" },
  { "\"whereConditionAsAString\":\"Age <> 22\"", "1" },
  { "\"whereConditionAsAString\":\"NOT (Age = 22)\"", "1" },
  { "\"whereConditionAsAString\":\"Salary > 9.9\"", "1 3" },
  { "\"whereConditionAsAString\":\"Id IN (1, 4, 7)\"", "1 4" },
  { "\"whereConditionAsAString\":\"Name LIKE '%e%'\"", "2 3" },
  { "\"whereConditionAsAString\":\"Id BETWEEN 2 AND 3\"", "2 3" },
  /* Row 65. */
  { "\"likeCondition\":{\"Name\":\"%n%\"}", "1 2" },
  { "\"likeCondition\":{\"Name\":\"B__\"}", "2" },
  { "\"likeCondition\":{\"Name\":\"%\",\"City\":\"bo%\"}", "1 2" },
  { "\"likeCondition\":{\"City\":\"K_ln\"}", "4" },
  { "\"likeCondition\":{}", "1 2 3 4" },
  /* The filter grammar, with functions that a storage need not know. */
  { "\"filter\":\"Age eq 22\"", "2 3" },
  { "\"filter\":\"City eq null\"", "3" },
  { "\"filter\":\"City ne 'Bonn'\"", "3 4" },
  { "\"filter\":\"not (Age eq 22)\"", "1 4" },
  { "\"filter\":\"contains(Name,'n')\"", "1 2" },
  { "\"filter\":\"tolower(Name) eq 'anna'\"", "1" },
  { "\"filter\":\"length(Name) eq 3 and Age eq 22\"", "2 3" },
  { "\"filter\":\"year(Since) eq 2020\"", "1 2" },
  { "\"filter\":\"Age add 9 eq 31\"", "2 3" },
  { "\"filter\":\"Salary mul 2 eq 21\"", "1" },
  { "\"filter\":\"Since gt 2020-01-01T00:00:00Z\"", "2" },
  { "\"filter\":\"Id in (1,3)\"", "1 3" },
  { "\"filter\":\"Active\"", "1 3" },
  { "\"filter\":\"startswith(City,'B') or Age lt 30 and endswith(Name,'m')\"", "1 2 3" },
  /* Precedence: key, then map, then text. */
  { "\"primaryKeys\":{\"Id\":1},\"whereCondition\":{\"Age\":22}", "1" },
  { "\"primaryKeys\":{\"Id\":1},\"whereConditionAsAString\":\"Id = 2\"", "1" },
  { "\"whereCondition\":{\"Id\":3},\"whereConditionAsAString\":\"Id = 2\"", "3" },
  { "\"whereConditionAsAString\":\"Id = 2\",\"likeCondition\":{\"Name\":\"C%\"}", "2" },
  { "\"likeCondition\":{\"Name\":\"C%\"},\"filter\":\"Id eq 1\"", "3" },
};

static char *
read_ids (VmxObj *object, const char *condition, GError **error)
{
  g_autofree char *json
      = g_strdup_printf ("{%s%s\"orderByMap\":[{\"Id\":\"ASC\"}],\"projectionColumns\":[\"Id\"]}",
                         condition, *condition != '\0' ? "," : "");
  g_autoptr(VmxReadOptions) options = vmx_read_options_new_from_json (json, error);
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GString) ids = g_string_new (NULL);

  if (options != NULL)
    records = vmx_obj_get (object, options, NULL, error);
  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    {
      g_auto(GStrv) columns = vmx_record_get_column_names (records->pdata[i]);

      g_assert_cmpuint (g_strv_length (columns), ==, 1);
      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                              vmx_record_get_int64 (records->pdata[i], "Id"));
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
test_conditions (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *ids = read_ids (fixture->employee, conditions[i].condition, &error);

      g_test_message ("%s", conditions[i].condition);
      g_assert_no_error (error);
      g_assert_cmpstr (ids, ==, conditions[i].ids);
    }
}

/* A GUID is found whatever case it is written in. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) thing = fixture_get_object (fixture->client, "Thing");
  const char *it = "[{\"Guid\":\"F5B0ADB6-0000-4000-8000-00000000ABCD\",\"Text\":\"it\"}]";

  fixture_assert_records (fixture->line, "{\"primaryKeys\":{\"Order\":\"A\",\"Pos\":2}}",
                          "[{\"Order\":\"A\",\"Pos\":2,\"Text\":\"y\"}]");
  fixture_assert_records (fixture->line, "{\"primaryKeys\":{\"Pos\":1,\"Order\":\"B\"}}",
                          "[{\"Order\":\"B\",\"Pos\":1,\"Text\":\"z\"}]");
  fixture_assert_records (fixture->line, "{\"primaryKeys\":{\"Order\":\"a\",\"Pos\":2}}", "[]");
  g_object_unref (fixture_sync (thing, NULL));
  fixture_assert_records (
      thing, "{\"primaryKeys\":{\"Guid\":\"f5b0adb6-0000-4000-8000-00000000abcd\"}}", it);
  fixture_assert_records (
      thing, "{\"primaryKeys\":{\"Guid\":\"F5B0ADB6-0000-4000-8000-00000000ABCD\"}}", it);
  fixture_assert_records (
      thing, "{\"whereCondition\":{\"Guid\":\"f5b0adb6-0000-4000-8000-00000000abcd\"}}", it);
}

/* Row 66. Ids in the order that is asked for; null comes first in ascending order. */
static const struct
{
  const char *order;
  const char *ids;
} orders[] = {
  { "[{\"Id\":\"DESC\"}]", "4 3 2 1" },
  { "[{\"Name\":\"ASC\"}]", "1 3 4 2" },
  { "[{\"Name\":\"DESC\"}]", "2 4 3 1" },
  { "[{\"Name\":\"ASC_IGNORECASE\"},{\"Id\":\"ASC\"}]", "4 1 2 3" },
  { "[{\"Name\":\"DESC_IGNORECASE\"}]", "3 2 1 4" },
  { "[{\"Age\":\"ASC\"},{\"Id\":\"DESC\"}]", "4 3 2 1" },
  { "[{\"Age\":\"DESC\"},{\"Id\":\"ASC\"}]", "1 2 3 4" },
  { "[{\"Salary\":\"ASC\"}]", "4 2 1 3" },
  { "[{\"City\":\"ASC\"},{\"Age\":\"ASC\"}]", "3 2 1 4" },
  { "[{\"Since\":\"DESC\"},{\"Id\":\"ASC\"}]", "2 1 3 4" },
  { "{\"Age\":\"ASC\",\"Id\":\"DESC\"}", "4 3 2 1" },
  { "[{\"Age\":\"ASC\",\"Id\":\"DESC\"}]", "4 3 2 1" },
};

static void
test_orders (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *options
          = g_strdup_printf ("{\"orderByMap\":%s,\"projectionColumns\":[\"Id\"]}", orders[i].order);
      g_autofree char *json = fixture_read (fixture->employee, options);
      g_autoptr(GString) ids = g_string_new (NULL);

      for (const char *p = json; *p != '\0'; p++)
        if (g_ascii_isdigit (*p))
          g_string_append_printf (ids, "%s%c", ids->len > 0 ? " " : "", *p);
      g_test_message ("%s", orders[i].order);
      g_assert_cmpstr (ids->str, ==, orders[i].ids);
    }
}

/* Row 67. */
static void
test_projection (Fixture *fixture, gconstpointer data)
{
  VmxObj *employee = fixture->employee;

  fixture_assert_records (employee,
                          "{\"projectionColumns\":[\"Name\",\"Id\"],\"primaryKeys\":{\"Id\":1}}",
                          "[{\"Id\":1,\"Name\":\"Anna\"}]");
  fixture_assert_records (employee,
                          "{\"projectionColumns\":[\"City\"],\"filter\":\"length(Name) eq 4\"}",
                          "[{\"City\":\"Bonn\"}]");
  fixture_assert_records (employee,
                          "{\"projectionColumns\":[],\"whereCondition\":{\"Id\":4}}",
                          "[{\"Id\":4,\"Name\":\"_a%\",\"City\":\"Köln\",\"Age\":null,"
                          "\"Salary\":null,\"Since\":null,\"Active\":null}]");
  fixture_assert_records (
      employee, "{\"projectionColumns\":[\"Name\",\"Name\"],\"primaryKeys\":{\"Id\":1}}",
      "[{\"Name\":\"Anna\"}]");
}

static void
test_distinct (Fixture *fixture, gconstpointer data)
{
  VmxObj *employee = fixture->employee;

  fixture_assert_records (employee,
                          "{\"projectionColumns\":[\"Age\",\"Name\"],\"distinct\":true,"
                          "\"orderByMap\":[{\"Age\":\"ASC\"}]}",
                          "[{\"Age\":null},{\"Age\":22},{\"Age\":31}]");
  fixture_assert_records (employee,
                          "{\"projectionColumns\":[\"City\"],\"distinct\":\"true\","
                          "\"orderByMap\":[{\"Id\":\"ASC\"}]}",
                          "[{\"City\":\"Bonn\"},{\"City\":null},{\"City\":\"Köln\"}]");
  fixture_assert_records (employee,
                          "{\"projectionColumns\":[\"City\"],\"distinct\":true,"
                          "\"filter\":\"contains(Name,'n')\"}",
                          "[{\"City\":\"Bonn\"}]");
  fixture_assert_records (employee,
                          "{\"projectionColumns\":[\"Age\"],\"distinct\":false,"
                          "\"orderByMap\":[{\"Id\":\"ASC\"}]}",
                          "[{\"Age\":31},{\"Age\":22},{\"Age\":22},{\"Age\":null}]");
}

static void
test_empty_object (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) nothing = fixture_get_object (fixture->client, "Nothing");

  fixture_assert_records (nothing, NULL, "[]");
  fixture_assert_records (nothing, "{\"primaryKeys\":{\"Id\":1}}", "[]");
  fixture_assert_records (nothing, "{\"filter\":\"Id add 1 eq 2\"}", "[]");
  fixture_assert_records (nothing, "{\"projectionColumns\":[\"Id\"],\"distinct\":true}", "[]");
}

static const struct
{
  const char *options;
  int code;
  const char *part;
} failures[] = {
  { "{\"primaryKeys\":{}}", VMX_ERROR_KEY_MISSING, "“Id”" },
  { "{\"primaryKeys\":{\"Id\":null}}", VMX_ERROR_KEY_MISSING, "“Id”" },
  { "{\"primaryKeys\":{\"Id\":1,\"Name\":\"x\"}}", VMX_ERROR_INVALID_OPTION, "not a key column" },
  { "{\"primaryKeys\":{\"id\":1}}", VMX_ERROR_INVALID_OPTION, "not a key column" },
  { "{\"primaryKeys\":{\"Id\":\"two\"}}", VMX_ERROR_INVALID_OPTION, "“Id”" },
  { "{\"primaryKeys\":{\"Id\":1.5}}", VMX_ERROR_INVALID_OPTION, "“Id”" },
  { "{\"primaryKeys\":[1]}", VMX_ERROR_INVALID_OPTION, "primaryKeys" },
  { "{\"primaryKeys\":null}", VMX_ERROR_INVALID_OPTION, "primaryKeys" },
  { "{\"whereCondition\":{\"Nam\":\"x\"}}", VMX_ERROR_INVALID_OPTION, "did you mean “Name”?" },
  { "{\"whereCondition\":{\"name\":\"x\"}}", VMX_ERROR_INVALID_OPTION, "did you mean “Name”?" },
  { "{\"whereCondition\":{\"\":\"x\"}}", VMX_ERROR_INVALID_OPTION, "“”" },
  { "{\"whereCondition\":{\"Age\":\"old\"}}", VMX_ERROR_INVALID_OPTION, "“Age”" },
  { "{\"whereCondition\":{\"Name\":{\"a\":1}}}", VMX_ERROR_INVALID_OPTION, "“Name”" },
  { "{\"whereCondition\":\"Name = 'x'\"}", VMX_ERROR_INVALID_OPTION, "whereCondition" },
  { "{\"whereConditionAsAString\":\"\"}", VMX_ERROR_INVALID_OPTION, "" },
  { "{\"whereConditionAsAString\":\"Nam = 1\"}", VMX_ERROR_INVALID_OPTION, "did you mean “Name”" },
  { "{\"whereConditionAsAString\":\"1=1; DROP TABLE Employee\"}", VMX_ERROR_INVALID_OPTION, "" },
  { "{\"whereConditionAsAString\":\"Id IN (SELECT 1)\"}", VMX_ERROR_INVALID_OPTION, "" },
  { "{\"whereConditionAsAString\":null}", VMX_ERROR_INVALID_OPTION, "whereConditionAsAString" },
  { "{\"whereConditionAsAString\":7}", VMX_ERROR_INVALID_OPTION, "expected text" },
  { "{\"likeCondition\":{\"Nam\":\"x\"}}", VMX_ERROR_INVALID_OPTION, "did you mean “Name”?" },
  { "{\"likeCondition\":{\"Name\":7}}", VMX_ERROR_INVALID_OPTION, "likeCondition" },
  { "{\"likeCondition\":{\"Name\":null}}", VMX_ERROR_INVALID_OPTION, "likeCondition" },
  { "{\"filter\":null}", VMX_ERROR_INVALID_FILTER, "filter" },
  { "{\"filter\":\"\"}", VMX_ERROR_INVALID_FILTER, "filter" },
  { "{\"filter\":\"Nam eq 'x'\"}", VMX_ERROR_INVALID_FILTER, "Nam" },
  { "{\"filter\":\"Age eq\"}", VMX_ERROR_INVALID_FILTER, "character" },
  { "{\"filter\":\"Name/any(n:n eq 'x')\"}", VMX_ERROR_INVALID_FILTER, "" },
  { "{\"filter\":\"isof(Name,Edm.String)\"}", VMX_ERROR_NOT_SUPPORTED, "" },
  { "{\"orderByMap\":[{\"\":\"ASC\"}]}", VMX_ERROR_ORDER_COLUMN_MISSING, "orderByMap" },
  { "{\"orderByMap\":[null]}", VMX_ERROR_ORDER_COLUMN_MISSING, "null" },
  { "{\"orderByMap\":[{\"Nme\":\"ASC\"}]}", VMX_ERROR_INVALID_OPTION, "did you mean “Name”?" },
  { "{\"orderByMap\":[{\"Name\":\"UP\"}]}", VMX_ERROR_INVALID_OPTION, "DESC_IGNORECASE" },
  { "{\"orderByMap\":[{\"Name\":null}]}", VMX_ERROR_INVALID_OPTION, "orderByMap" },
  { "{\"orderByMap\":[{\"Name\":1}]}", VMX_ERROR_INVALID_OPTION, "orderByMap" },
  { "{\"orderByMap\":\"Name\"}", VMX_ERROR_INVALID_OPTION, "orderByMap" },
  { "{\"orderByMap\":[[\"Name\"]]}", VMX_ERROR_INVALID_OPTION, "orderByMap" },
  { "{\"orderByMap\":null}", VMX_ERROR_INVALID_OPTION, "orderByMap" },
  { "{\"projectionColumns\":[\"Nme\"]}", VMX_ERROR_INVALID_OPTION, "did you mean “Name”?" },
  { "{\"projectionColumns\":[\"vmx_etag\"]}", VMX_ERROR_INVALID_OPTION, "vmx_etag" },
  { "{\"projectionColumns\":\"Name\"}", VMX_ERROR_INVALID_OPTION, "array of texts" },
  { "{\"projectionColumns\":[1]}", VMX_ERROR_INVALID_OPTION, "array of texts" },
  { "{\"distinct\":true}", VMX_ERROR_INVALID_OPTION, "projectionColumns" },
  { "{\"distinct\":1}", VMX_ERROR_INVALID_OPTION, "true or false" },
  { "{\"orderbymap\":[]}", VMX_ERROR_INVALID_OPTION, "did you mean “orderByMap”?" },
  { "{\"limit\":3}", VMX_ERROR_INVALID_OPTION, "no option “limit”" },
  { "[]", VMX_ERROR_INVALID_OPTION, "the read options" },
  { "{", VMX_ERROR_INVALID_OPTION, "the read options" },
  { "{\"filter\":\"\xff\"}", VMX_ERROR_INVALID_OPTION, "UTF-8" },
};

static void
test_failures (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_test_message ("%u", i);
      fixture_assert_read_fails (fixture->employee, failures[i].options, failures[i].code,
                                 failures[i].part);
    }
  fixture_assert_read_fails (fixture->line, "{\"primaryKeys\":{\"Order\":\"A\"}}",
                             VMX_ERROR_KEY_MISSING, "“Pos”");
  fixture_assert_read_fails (fixture->line, "{\"primaryKeys\":{\"Pos\":1}}", VMX_ERROR_KEY_MISSING,
                             "“Order”");
}

/* What no JSON can carry comes through the setters. */
static void
test_broken_text (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "\xff", "Name = '\xff'", "\xc3\x28" };
  static const char *const broken_columns[] = { "N\xff", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(VmxReadOptions) where = vmx_read_options_new ();
      g_autoptr(VmxReadOptions) filter = vmx_read_options_new ();
      g_autoptr(VmxReadOptions) order = vmx_read_options_new ();
      g_autoptr(VmxReadOptions) columns = vmx_read_options_new ();
      g_autoptr(GError) error = NULL;

      vmx_read_options_set_where_condition_as_a_string (where, texts[i]);
      g_assert_null (vmx_obj_get (fixture->employee, where, NULL, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "");
      vmx_read_options_set_filter (filter, texts[i]);
      g_assert_null (vmx_obj_get (fixture->employee, filter, NULL, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, "");
      vmx_read_options_add_order (order, texts[i], VMX_ORDER_ASCENDING);
      g_assert_null (vmx_obj_get (fixture->employee, order, NULL, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "orderByMap");
      vmx_read_options_set_projection_columns (columns, broken_columns);
      g_assert_null (vmx_obj_get (fixture->employee, columns, NULL, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "projectionColumns");
    }
}

/* An empty filter is no filter text, also when it does not come from JSON. */
static void
test_empty_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GError) error = NULL;

  vmx_read_options_set_filter (options, "");
  g_assert_null (vmx_obj_get (fixture->employee, options, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, "");
}

static void
test_huge_text (Fixture *fixture, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (1024 * 1024, 'x');
  g_autofree char *where = g_strdup_printf ("{\"whereCondition\":{\"Name\":\"%s\"}}", huge);
  g_autofree char *text = g_strdup_printf ("{\"whereConditionAsAString\":\"Name = '%s'\"}", huge);
  g_autofree char *column = g_strdup_printf ("{\"whereCondition\":{\"%s\":1}}", huge);
  g_autofree char *projection = g_strdup_printf ("{\"projectionColumns\":[\"%s\"]}", huge);
  g_autofree char *brackets = g_strnfill (1024 * 1024, '(');
  g_autofree char *deep = g_strdup_printf ("{\"whereConditionAsAString\":\"%s\"}", brackets);
  g_autofree char *deep_filter = g_strdup_printf ("{\"filter\":\"%s\"}", brackets);

  g_test_message ("values may be long, names that are not there are cut in the message");
  g_free (fixture_read (fixture->employee, where));
  g_free (fixture_read (fixture->employee, text));
  fixture_assert_read_fails (fixture->employee, column, VMX_ERROR_INVALID_OPTION, "xxx…");
  fixture_assert_read_fails (fixture->employee, projection, VMX_ERROR_INVALID_OPTION, "xxx…");
  fixture_assert_read_fails (fixture->employee, deep, VMX_ERROR_INVALID_OPTION, "");
  fixture_assert_read_fails (fixture->employee, deep_filter, VMX_ERROR_INVALID_FILTER, "");
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxReadOptions) options
      = vmx_read_options_new_from_json ("{\"filter\":\"Age eq 22\"}", &error);
  g_autoptr(VmxReadOptions) broken
      = vmx_read_options_new_from_json ("{\"filter\":\"Age eq\"}", &error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) failed = NULL;
  g_autoptr(GPtrArray) records = NULL;

  g_assert_no_error (error);
  vmx_obj_get_async (fixture->employee, options, NULL, fixture_keep_result, &result);
  /* The reading has what it needs; the options are the program's again. */
  vmx_read_options_set_filter (options, "broken (");
  vmx_obj_get_async (fixture->employee, broken, NULL, fixture_keep_result, &failed);
  fixture_wait_for (&result);
  records = vmx_obj_get_finish (fixture->employee, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 2);
  fixture_wait_for (&failed);
  g_assert_null (vmx_obj_get_finish (fixture->employee, failed, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER, "");
}

static void
test_not_set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(VmxClient) client = fixture_new_client (path, SCENARIO);
  g_autoptr(VmxObj) object = fixture_get_object (client, "Anything");
  g_auto(GStrv) processors = vmx_obj_get_processor_names (object);

  fixture_assert_read_fails (object, NULL, VMX_ERROR_NOT_SET_UP, "setup");
  g_assert_cmpuint (g_strv_length (processors), ==, 0);
  g_assert_null (vmx_obj_get_schema (object));
  g_assert_null (vmx_obj_get_service (object));
  g_assert_null (vmx_obj_get_transport (object));
  g_assert_null (vmx_obj_get_transport_name (object));
  fixture_setup (client);
  fixture_assert_read_fails (object, NULL, VMX_ERROR_OBJECT_NOT_FOUND, "Anything");
  fixture_assert_sync_fails (object, NULL, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "Anything");
}

/* Steps of the reader: more records than it takes at once, with a condition of its own. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxClient) client = fixture_set_up (
      "{\"objects\":{\"A\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int64\",\"T\":\"string?\"},"
      "\"generate\":{\"count\":5000}}}}");
  g_autoptr(VmxObj) object = fixture_get_object (client, "A");
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) error = NULL;

  g_object_unref (fixture_sync (object, NULL));
  g_assert_cmpuint (fixture_count (object), ==, 5000);
  vmx_read_options_set_filter (options, "Id mod 2 eq 0");
  vmx_read_options_add_order (options, "Id", VMX_ORDER_DESCENDING);
  records = vmx_obj_get (object, options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 2500);
  for (guint i = 1; i < records->len; i++)
    g_assert_cmpint (vmx_record_get_int64 (records->pdata[i - 1], "Id"), ==,
                     vmx_record_get_int64 (records->pdata[i], "Id") + 2);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/read/rows-63-to-65/conditions", test_conditions);
  ADD ("/read/row-64/keys", test_keys);
  ADD ("/read/row-66/orders", test_orders);
  ADD ("/read/row-67/projection", test_projection);
  ADD ("/read/row-67/distinct", test_distinct);
  ADD ("/read/empty-object", test_empty_object);
  ADD ("/read/failures", test_failures);
  ADD ("/read/broken-text", test_broken_text);
  ADD ("/read/empty-text", test_empty_text);
  ADD ("/read/huge-text", test_huge_text);
  ADD ("/read/async", test_async);
  ADD ("/read/not-set-up", test_not_set_up);
  ADD ("/read/many", test_many);
  return g_test_run ();
}
