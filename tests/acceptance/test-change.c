/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Updating and deleting records: acceptance rows 68 to 75. */
#include "fixture-edit.h"

#define OBJECTS                                                                                    \
  "\"Department\":{\"records\":["                                                                  \
  "{\"Id\":1,\"Code\":\"S\",\"Title\":\"Sales\",\"Budget\":1.5},"                                  \
  "{\"Id\":2,\"Code\":\"L\",\"Title\":\"Legal\",\"Budget\":null},"                                 \
  "{\"Id\":3,\"Code\":null,\"Title\":\"Lab\",\"Budget\":1.5}]},"                                   \
  "\"Employee\":{\"records\":["                                                                    \
  "{\"Id\":1,\"Name\":\"Anna\",\"Grade\":1,\"Salary\":null,\"DepartmentId\":1,"                    \
  "\"ManagerId\":null,\"Badge\":\"a\"},"                                                           \
  "{\"Id\":2,\"Name\":\"Ben\",\"Grade\":1,\"Salary\":null,\"DepartmentId\":null,"                  \
  "\"ManagerId\":1,\"Badge\":\"b\"}]},"                                                            \
  "\"Room\":{\"records\":[{\"Number\":\"A1\",\"DepartmentCode\":\"L\",\"Seats\":4}]},"             \
  "\"Order\":{\"records\":[{\"Region\":\"N\",\"Number\":1,\"Customer\":null},"                     \
  "{\"Region\":\"S\",\"Number\":1,\"Customer\":null}]},"                                           \
  "\"OrderLine\":{\"records\":["                                                                   \
  "{\"Region\":\"N\",\"Number\":1,\"Position\":1,\"Text\":\"x\"},"                                 \
  "{\"Region\":\"N\",\"Number\":1,\"Position\":2,\"Text\":\"y\"},"                                 \
  "{\"Region\":\"S\",\"Number\":1,\"Position\":1,\"Text\":\"z\"}]},"                               \
  "\"Remark\":{\"records\":["                                                                      \
  "{\"Id\":\"00000000-0000-4000-8000-000000000001\",\"Region\":\"N\",\"Number\":1,"                \
  "\"Position\":2,\"Text\":null},"                                                                 \
  "{\"Id\":\"00000000-0000-4000-8000-000000000002\",\"Region\":\"S\",\"Number\":1,"                \
  "\"Position\":1,\"Text\":null}]}"

static const char *const names[]
    = { "Department", "Employee", "Room", "Order", "OrderLine", "Remark" };

typedef struct
{
  VmxClient *client;
  VmxObj *objects[G_N_ELEMENTS (names)];
  VmxObj *department;
  VmxObj *employee;
  VmxObj *room;
  VmxObj *order;
  VmxObj *line;
  VmxObj *remark;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->client = fixture_set_up_hr (OBJECTS);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      fixture->objects[i] = fixture_get_object (fixture->client, names[i]);
      g_object_unref (fixture_sync (fixture->objects[i], NULL));
    }
  fixture->department = fixture->objects[0];
  fixture->employee = fixture->objects[1];
  fixture->room = fixture->objects[2];
  fixture->order = fixture->objects[3];
  fixture->line = fixture->objects[4];
  fixture->remark = fixture->objects[5];
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_object_unref (fixture->objects[i]);
  g_object_unref (fixture->client);
}

/* Each with the departments that it finds. */
static const struct
{
  const char *options;
  const char *ids;
} criteria[] = {
  { NULL, "1 2 3" },
  { "{}", "1 2 3" },
  { "{\"markForUpload\":true}", "1 2 3" },
  { "{\"primaryKeys\":{\"Id\":2}}", "2" },
  { "{\"primaryKeys\":{\"Id\":\"2\"}}", "2" },
  { "{\"whereCondition\":{\"Budget\":1.50}}", "1 3" },
  { "{\"whereCondition\":{\"Code\":null}}", "3" },
  { "{\"whereConditionAsAString\":\"Id > 1 AND Title LIKE 'L%'\"}", "2 3" },
  { "{\"whereConditionAsAString\":\"Budget IS NULL\"}", "2" },
  { "{\"likeCondition\":{\"Title\":\"sa%\"}}", "1" },
  { "{\"filter\":\"contains(Title,'a') and Id ne 2\"}", "1 3" },
  { "{\"primaryKeys\":{\"Id\":1},\"whereCondition\":{\"Id\":2},"
    "\"whereConditionAsAString\":\"Id = 3\"}",
    "1" },
  { "{\"whereCondition\":{\"Id\":2},\"whereConditionAsAString\":\"Id = 3\"}", "2" },
};

static guint
count_ids (const char *ids)
{
  g_auto(GStrv) parts = g_strsplit (ids, " ", -1);

  return g_strv_length (parts);
}

/* The departments that a condition of a read finds. */
static char *
list_ids (Fixture *fixture, const char *condition)
{
  g_autofree char *options = g_strdup_printf ("{\"whereConditionAsAString\":\"%s\"}", condition);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxReadOptions) parsed = vmx_read_options_new_from_json (options, &error);
  g_autoptr(GPtrArray) records = vmx_obj_get (fixture->department, parsed, NULL, &error);
  g_autoptr(GString) ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            vmx_record_get_int64 (records->pdata[i], "Id"));
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
test_row_68 (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (criteria); i++)
    {
      g_autofree char *found = NULL;

      g_test_message ("%s", criteria[i].options);
      g_assert_cmpint (fixture_edit (fixture->department, FIXTURE_UPDATE, "{\"Budget\":99}",
                                     criteria[i].options),
                       ==, count_ids (criteria[i].ids));
      found = list_ids (fixture, "Budget = 99");
      g_assert_cmpstr (found, ==, criteria[i].ids);
      fixture_edit (fixture->department, FIXTURE_ROLLBACK, NULL, NULL);
    }
  fixture_assert_pending (fixture->department, "");
  fixture_edit (fixture->department, FIXTURE_UPDATE, "{\"Code\":null,\"Title\":\"New\"}",
                "{\"primaryKeys\":{\"Id\":1}}");
  fixture_edit (fixture->department, FIXTURE_UPDATE, "{\"Budget\":\"2.50\"}",
                "{\"whereCondition\":{\"Id\":1}}");
  fixture_assert_pending (fixture->department,
                          "{\"Id\":1} pending: update pending {\"Code\":null,\"Title\":\"New\"};"
                          " update pending {\"Budget\":\"2.50\"}");
}

static void
test_row_68_refusals (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *record;
    const char *options;
    int code;
    const char *part;
  } refused[] = {
    { "{}", NULL, VMX_ERROR_RECORD_EMPTY, "Department" },
    { "{\"Titel\":\"a\"}", NULL, VMX_ERROR_UNKNOWN_COLUMN, "Titel" },
    { "{\"Title\":[1]}", NULL, VMX_ERROR_INVALID_VALUE, "Title" },
    { "{\"Title\":\"123456789012345678901\"}", NULL, VMX_ERROR_INVALID_VALUE, "Title" },
    { "{\"Title\":null}", NULL, VMX_ERROR_MANDATORY_COLUMN, "Title" },
    { "{\"Title\":\"a\"}", "{\"whereCondition\":{\"Titel\":1}}", VMX_ERROR_INVALID_OPTION,
      "Titel" },
    { "{\"Title\":\"a\"}", "{\"whereConditionAsAString\":\"DROP TABLE Department\"}",
      VMX_ERROR_INVALID_OPTION, "" },
    { "{\"Title\":\"a\"}", "{\"wherecondition\":{\"Id\":1}}", VMX_ERROR_INVALID_OPTION,
      "whereCondition" },
    { "{\"Title\":\"a\"}", "{\"trackChanges\":\"maybe\"}", VMX_ERROR_INVALID_OPTION,
      "trackChanges" },
    { "{\"Title\":\"a\"}", "{\"trackChanges\":false,\"trackIntermediateUpdates\":false}",
      VMX_ERROR_EXCLUSIVE_OPTIONS, "trackIntermediateUpdates" },
    /* Rooms name its code. */
    { "{\"Code\":\"N\"}", "{\"primaryKeys\":{\"Id\":2}}", VMX_ERROR_FOREIGN_KEY, "Room" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    fixture_assert_edit_fails (fixture->department, FIXTURE_UPDATE, refused[i].record,
                               refused[i].options, refused[i].code, refused[i].part);
  fixture_assert_edit_fails (fixture->employee, FIXTURE_UPDATE, "{\"Badge\":\"c\"}", NULL,
                             VMX_ERROR_GENERATED_COLUMN, "Badge");
  fixture_assert_edit_fails (fixture->employee, FIXTURE_UPDATE, "{\"DepartmentId\":99}", NULL,
                             VMX_ERROR_FOREIGN_KEY, "Department");
  fixture_assert_edit_fails (fixture->remark, FIXTURE_UPDATE, "{\"Position\":2}",
                             "{\"whereCondition\":{\"Region\":\"S\"}}", VMX_ERROR_FOREIGN_KEY,
                             "OrderLine");
  fixture_edit (fixture->remark, FIXTURE_UPDATE, "{\"Position\":1}",
                "{\"whereCondition\":{\"Region\":\"N\"}}");
  fixture_edit (fixture->department, FIXTURE_UPDATE, "{\"Code\":\"N\"}",
                "{\"primaryKeys\":{\"Id\":1}}");
  fixture_edit (fixture->department, FIXTURE_UPDATE, "{\"Code\":\"L\"}",
                "{\"primaryKeys\":{\"Id\":2}}");
  fixture_edit (fixture->employee, FIXTURE_UPDATE, "{\"DepartmentId\":2}", NULL);
  fixture_edit (fixture->employee, FIXTURE_UPDATE, "{\"DepartmentId\":null}", NULL);
}

static void
test_row_69 (Fixture *fixture, gconstpointer data)
{
  static const char line[] = "{\"primaryKeys\":{\"Region\":\"N\",\"Number\":1,\"Position\":2}}";

  g_assert_cmpint (fixture_edit (fixture->line, FIXTURE_UPDATE_BY_PK, "{\"Text\":\"new\"}", line),
                   ==, 1);
  fixture_assert_pending (fixture->line, "{\"Region\":\"N\",\"Number\":1,\"Position\":2} pending:"
                                         " update pending {\"Text\":\"new\"}");
  fixture_assert_edit_fails (fixture->line, FIXTURE_UPDATE_BY_PK, "{\"Text\":\"a\"}", NULL,
                             VMX_ERROR_OPTIONS_EMPTY, "primaryKeys");
  fixture_assert_edit_fails (fixture->line, FIXTURE_UPDATE_BY_PK, "{\"Text\":\"a\"}",
                             "{\"trackChanges\":true}", VMX_ERROR_KEY_MISSING, "primaryKeys");
  fixture_assert_edit_fails (fixture->line, FIXTURE_UPDATE_BY_PK, "{\"Text\":\"a\"}",
                             "{\"whereCondition\":{\"Text\":\"x\"}}", VMX_ERROR_KEY_MISSING,
                             "primaryKeys");
  fixture_assert_edit_fails (fixture->line, FIXTURE_UPDATE_BY_PK, "{\"Text\":\"a\"}",
                             "{\"primaryKeys\":{\"Region\":\"N\",\"Number\":1}}",
                             VMX_ERROR_KEY_MISSING, "Position");
  fixture_assert_edit_fails (fixture->line, FIXTURE_UPDATE_BY_PK, "{\"Text\":\"a\"}",
                             "{\"primaryKeys\":{\"Region\":\"N\",\"Number\":1,\"Position\":null}}",
                             VMX_ERROR_KEY_MISSING, "Position");
  fixture_assert_edit_fails (
      fixture->line, FIXTURE_UPDATE_BY_PK, "{\"Text\":\"a\"}",
      "{\"primaryKeys\":{\"Region\":\"N\",\"Number\":1,\"Position\":1,\"Text\":\"x\"}}",
      VMX_ERROR_INVALID_OPTION, "Text");
}

static void
test_row_70 (Fixture *fixture, gconstpointer data)
{
  fixture_assert_edit_fails (fixture->department, FIXTURE_UPDATE, "{\"Id\":9}",
                             "{\"primaryKeys\":{\"Id\":1}}", VMX_ERROR_KEY_UPDATE, "Id");
  fixture_assert_edit_fails (fixture->department, FIXTURE_UPDATE_BY_PK,
                             "{\"Id\":9,\"Title\":\"a\"}", "{\"primaryKeys\":{\"Id\":1}}",
                             VMX_ERROR_KEY_UPDATE, "Id");
  fixture_assert_edit_fails (fixture->department, FIXTURE_UPDATE, "{\"Id\":1,\"Title\":\"a\"}",
                             NULL, VMX_ERROR_KEY_UPDATE, "Id");
  fixture_assert_edit_fails (fixture->line, FIXTURE_UPDATE, "{\"Region\":\"S\",\"Text\":\"a\"}",
                             "{\"whereCondition\":{\"Text\":\"x\"}}", VMX_ERROR_KEY_UPDATE,
                             "Region");
  fixture_assert_edit_fails (fixture->department, FIXTURE_UPDATE_BY_PK, "{\"Id\":1}",
                             "{\"primaryKeys\":{\"Id\":1}}", VMX_ERROR_RECORD_EMPTY, "key");
  g_assert_cmpint (fixture_edit (fixture->department, FIXTURE_UPDATE,
                                 "{\"Id\":1,\"Title\":\"Same\"}", "{\"primaryKeys\":{\"Id\":1}}"),
                   ==, 1);
  fixture_assert_pending (fixture->department,
                          "{\"Id\":1} pending: update pending {\"Title\":\"Same\"}");
}

static void
test_row_71 (Fixture *fixture, gconstpointer data)
{
  static const char nobody[] = "{\"primaryKeys\":{\"Id\":99}}";

  fixture_assert_edit_fails (fixture->department, FIXTURE_UPDATE, "{\"Title\":\"a\"}", nobody,
                             VMX_ERROR_NO_RECORD, "Department");
  fixture_assert_edit_fails (fixture->department, FIXTURE_UPDATE_BY_PK, "{\"Title\":\"a\"}", nobody,
                             VMX_ERROR_NO_RECORD, "Department");
  fixture_assert_edit_fails (fixture->department, FIXTURE_DELETE, NULL, nobody, VMX_ERROR_NO_RECORD,
                             "Department");
  fixture_assert_edit_fails (fixture->department, FIXTURE_DELETE_BY_PK, NULL, nobody,
                             VMX_ERROR_NO_RECORD, "Department");
  fixture_assert_edit_fails (fixture->department, FIXTURE_DELETE, NULL,
                             "{\"whereConditionAsAString\":\"Title = 'x'\"}", VMX_ERROR_NO_RECORD,
                             "Department");
  fixture_edit (fixture->remark, FIXTURE_DELETE, NULL, NULL);
  fixture_assert_edit_fails (fixture->remark, FIXTURE_DELETE, NULL, NULL, VMX_ERROR_NO_RECORD,
                             "Remark");
  fixture_assert_edit_fails (fixture->remark, FIXTURE_UPDATE, "{\"Text\":\"a\"}", NULL,
                             VMX_ERROR_NO_RECORD, "Remark");
}

static void
test_row_72 (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->employee, FIXTURE_UPDATE, "{\"DepartmentId\":null}", NULL);
  fixture_edit (fixture->room, FIXTURE_DELETE, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (criteria); i++)
    {
      g_auto(GStrv) ids = g_strsplit (criteria[i].ids, " ", -1);
      g_autofree char *list = g_strjoinv (",", ids);
      g_autofree char *condition = g_strdup_printf ("Id IN (%s)", list);
      g_autofree char *left = NULL;

      g_test_message ("%s", criteria[i].options);
      fixture_edit (fixture->department, FIXTURE_DELETE, NULL, criteria[i].options);
      left = list_ids (fixture, condition);
      g_assert_cmpstr (left, ==, "");
      g_assert_cmpuint (fixture_count (fixture->department) + count_ids (criteria[i].ids), ==, 3);
      fixture_edit (fixture->department, FIXTURE_ROLLBACK, NULL, NULL);
    }
  fixture_edit (fixture->department, FIXTURE_DELETE, NULL, "{\"whereCondition\":{\"Code\":null}}");
  fixture_assert_pending (fixture->department, "{\"Id\":3} pending: delete pending");
}

static void
test_row_73 (Fixture *fixture, gconstpointer data)
{
  fixture_assert_edit_fails (fixture->department, FIXTURE_DELETE_BY_PK, NULL, NULL,
                             VMX_ERROR_OPTIONS_EMPTY, "primaryKeys");
  fixture_assert_edit_fails (fixture->line, FIXTURE_DELETE_BY_PK, NULL,
                             "{\"primaryKeys\":{\"Region\":\"N\",\"Number\":1}}",
                             VMX_ERROR_KEY_MISSING, "Position");
  fixture_assert_edit_fails (fixture->department, FIXTURE_DELETE_BY_PK, NULL,
                             "{\"primaryKeys\":{\"Title\":\"Lab\"}}", VMX_ERROR_INVALID_OPTION,
                             "Title");
  fixture_edit (fixture->department, FIXTURE_DELETE_BY_PK, NULL, "{\"primaryKeys\":{\"Id\":3}}");
  g_assert_cmpuint (fixture_count (fixture->department), ==, 2);
  fixture_assert_pending (fixture->department, "{\"Id\":3} pending: delete pending");
}

static void
test_row_74 (Fixture *fixture, gconstpointer data)
{
  static const char first[] = "{\"primaryKeys\":{\"Id\":1}}";

  fixture_assert_edit_fails (fixture->department, FIXTURE_DELETE_BY_PK, NULL, first,
                             VMX_ERROR_FOREIGN_KEY, "Employee");
  fixture_assert_edit_fails (fixture->department, FIXTURE_DELETE, NULL, NULL, VMX_ERROR_FOREIGN_KEY,
                             "Employee");
  fixture_assert_edit_fails (fixture->employee, FIXTURE_DELETE_BY_PK, NULL, first,
                             VMX_ERROR_FOREIGN_KEY, "Employee");
  /* The whole call failed, also what could have been deleted. */
  g_assert_cmpuint (fixture_count (fixture->room), ==, 1);
  fixture_assert_pending (fixture->room, "");
  fixture_edit (fixture->employee, FIXTURE_DELETE_BY_PK, NULL, "{\"primaryKeys\":{\"Id\":2}}");
  fixture_edit (fixture->employee, FIXTURE_DELETE_BY_PK, NULL, first);
  fixture_edit (fixture->department, FIXTURE_DELETE_BY_PK, NULL, first);
  g_assert_cmpuint (fixture_count (fixture->department), ==, 2);
}

static void
test_row_75 (Fixture *fixture, gconstpointer data)
{
  fixture_edit (fixture->order, FIXTURE_DELETE_BY_PK, NULL,
                "{\"primaryKeys\":{\"Region\":\"N\",\"Number\":1}}");
  fixture_assert_all (fixture->order, "[{\"Region\":\"S\",\"Number\":1,\"Customer\":null}]");
  fixture_assert_all (fixture->line,
                      "[{\"Region\":\"S\",\"Number\":1,\"Position\":1,\"Text\":\"z\"}]");
  g_assert_cmpuint (fixture_count (fixture->remark), ==, 1);
  fixture_assert_pending (fixture->order,
                          "{\"Region\":\"N\",\"Number\":1} pending: delete pending");
  fixture_assert_pending (fixture->line,
                          "{\"Region\":\"N\",\"Number\":1,\"Position\":1} pending: delete pending\n"
                          "{\"Region\":\"N\",\"Number\":1,\"Position\":2} pending: delete pending");
  fixture_assert_pending (
      fixture->remark, "{\"Id\":\"00000000-0000-4000-8000-000000000001\"} pending: delete pending");
  g_assert_cmpuint (
      fixture_count_rows (vmx_client_get_storage (fixture->client), &fixture_originals), ==, 4);
  /* By a column that is not the key. */
  fixture_edit (fixture->department, FIXTURE_DELETE_BY_PK, NULL, "{\"primaryKeys\":{\"Id\":2}}");
  g_assert_cmpuint (fixture_count (fixture->room), ==, 0);
  fixture_assert_pending (fixture->room, "{\"Number\":\"A1\"} pending: delete pending");
}

/* Children are uploaded before their parents. */
static void
test_row_75_order (Fixture *fixture, gconstpointer data)
{
  g_autofree char *objects = NULL;

  fixture_edit (fixture->order, FIXTURE_DELETE_BY_PK, NULL,
                "{\"primaryKeys\":{\"Region\":\"S\",\"Number\":1}}");
  objects = fixture_read_rows (vmx_client_get_storage (fixture->client), &fixture_changes,
                               "object action");
  g_assert_cmpstr (objects, ==,
                   "[{\"object\":\"Remark\",\"action\":\"delete\"},"
                   "{\"object\":\"OrderLine\",\"action\":\"delete\"},"
                   "{\"object\":\"Order\",\"action\":\"delete\"}]");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-68-update-criteria", test_row_68);
  ADD ("/acceptance/row-68-update-refusals", test_row_68_refusals);
  ADD ("/acceptance/row-69-update-by-pk", test_row_69);
  ADD ("/acceptance/row-70-update-key-column", test_row_70);
  ADD ("/acceptance/row-71-no-match", test_row_71);
  ADD ("/acceptance/row-72-delete-criteria", test_row_72);
  ADD ("/acceptance/row-73-delete-by-pk", test_row_73);
  ADD ("/acceptance/row-74-delete-parent-without-cascade", test_row_74);
  ADD ("/acceptance/row-75-delete-parent-with-cascade", test_row_75);
  ADD ("/acceptance/row-75-delete-children-first", test_row_75_order);
  return g_test_run ();
}
