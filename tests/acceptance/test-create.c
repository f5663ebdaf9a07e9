/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Creating records: acceptance rows 55 to 62. */
#include "fixture-edit.h"

#include <string.h>

#define DEPARTMENTS                                                                                \
  "\"Department\":{\"records\":[{\"Id\":1,\"Code\":\"S\",\"Title\":\"Sales\",\"Budget\":10.50}]}"

typedef struct
{
  VmxClient *client;
  VmxObj *department;
  VmxObj *employee;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->client = fixture_set_up_hr (DEPARTMENTS);
  fixture->department = fixture_get_object (fixture->client, "Department");
  fixture->employee = fixture_get_object (fixture->client, "Employee");
  g_object_unref (fixture_sync (fixture->department, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->department);
  g_object_unref (fixture->employee);
  g_object_unref (fixture->client);
}

static char *
create (Fixture *fixture, const char *object, const char *record, const char *options)
{
  g_autoptr(VmxObj) handle = fixture_get_object (fixture->client, object);

  return fixture_create (handle, record, options);
}

static void
assert_create (Fixture *fixture, const char *object, const char *record, const char *expected)
{
  g_autofree char *created = create (fixture, object, record, NULL);

  g_assert_cmpstr (created, ==, expected);
}

static void
assert_create_fails (Fixture *fixture, const char *object, const char *record, const char *options,
                     int code, const char *part)
{
  g_autoptr(VmxObj) handle = fixture_get_object (fixture->client, object);

  fixture_assert_edit_fails (handle, FIXTURE_CREATE, record, options, code, part);
}

static void
test_row_55 (Fixture *fixture, gconstpointer data)
{
  VmxObjSvc *service = vmx_client_get_service (fixture->client, "HR", NULL);
  g_autoptr(VmxObj) order = NULL;
  g_autoptr(GError) error = NULL;

  order = vmx_obj_svc_get_object (service, "Order", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_obj_get_name (order), ==, "Order");
  g_assert_true (vmx_obj_get_service (order) == service);
  g_assert_null (vmx_obj_svc_get_object (service, "order", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "order");
  g_assert_null (vmx_obj_svc_get_object (service, "", &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NAME_EMPTY, "empty");
}

static void
test_row_56 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *created
      = create (fixture, "Department", "{\"Id\":7,\"Title\":\"Legal\",\"Budget\":\"1.10\"}", NULL);

  g_assert_cmpstr (created, ==, "{\"Id\":7,\"Code\":null,\"Title\":\"Legal\",\"Budget\":\"1.10\"}");
  fixture_assert_records (fixture->department, "{\"primaryKeys\":{\"Id\":7}}",
                          "[{\"Id\":7,\"Code\":null,\"Title\":\"Legal\",\"Budget\":\"1.10\"}]");
  fixture_assert_pending (
      fixture->department,
      "{\"Id\":7} pending: create pending {\"Title\":\"Legal\",\"Budget\":\"1.10\"}");
  assert_create_fails (fixture, "Department", "{\"Id\":7,\"Title\":\"Again\"}", NULL,
                       VMX_ERROR_CRUD, "7");
  assert_create_fails (fixture, "Department", "{\"Id\":1,\"Title\":\"Again\"}", NULL,
                       VMX_ERROR_CRUD, "1");
  assert_create_fails (fixture, "Department", "{\"Id\":8,\"Title\":\"Legal\"}",
                       "{\"primaryKeys\":{\"Id\":8}}", VMX_ERROR_INVALID_OPTION, "primaryKeys");
}

static void
test_row_56_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(VmxRecord) record = vmx_record_new ();
  g_autoptr(VmxRecord) created = NULL;
  g_autoptr(GError) error = NULL;

  vmx_record_set_text (record, "Name", "Anna");
  vmx_obj_create_async (fixture->employee, record, NULL, NULL, fixture_keep_result, &result);
  vmx_record_set_text (record, "Name", "what comes too late");
  fixture_wait_for (&result);
  created = vmx_obj_create_finish (fixture->employee, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (vmx_record_get_text (created, "Name"), ==, "Anna");
  g_assert_cmpint (vmx_record_get_int64 (created, "Id"), ==, -1);
  g_assert_cmpuint (fixture_count (fixture->employee), ==, 1);
}

/* What goes in comes out, also by way of the change. */
static void
test_row_56_types (Fixture *fixture, gconstpointer data)
{
  static const char values[]
      = "\"Boolean\":true,\"Byte\":255,\"SByte\":-128,\"Int16\":-32768,\"Int32\":2147483647,"
        "\"Int64\":\"9223372036854775807\",\"Single\":0.5,\"Double\":1e+300,"
        "\"Decimal\":\"123456789012345678901234567890.10\",\"String\":\"Žluť\\u0001\\n\","
        "\"Date\":\"2024-02-29\",\"TimeOfDay\":\"23:59:59.1234567\","
        "\"Timestamp\":\"2024-02-29T21:59:59.5Z\",\"Duration\":\"P1DT2H3M4.5S\","
        "\"Guid\":\"6F9619FF-8B86-D011-B42D-00C04FC964FF\",\"Binary\":\"AAH_gA==\","
        "\"Json\":{\"a\":[1,0.10,null,true],\"b\":{\"c\":\"d\"}}";
  g_autofree char *record = g_strdup_printf ("{\"Id\":5,%s}", values);
  g_autofree char *records = g_strdup_printf ("[%s]", record);
  g_autofree char *pending = g_strdup_printf ("{\"Id\":5} pending: create pending {%s}", values);
  g_autoptr(VmxObj) thing = fixture_get_object (fixture->client, "Thing");

  assert_create (fixture, "Thing", record, record);
  fixture_assert_all (thing, records);
  fixture_assert_pending (thing, pending);
}

static void
test_row_57 (Fixture *fixture, gconstpointer data)
{
  assert_create_fails (fixture, "Department", "{\"Id\":2,\"Code\":\"A\"}", NULL,
                       VMX_ERROR_MANDATORY_COLUMN, "Title");
  assert_create_fails (fixture, "Department", "{\"Id\":2,\"Title\":null}", NULL,
                       VMX_ERROR_MANDATORY_COLUMN, "Title");
  assert_create_fails (fixture, "Department", "{\"Title\":\"No key\"}", NULL,
                       VMX_ERROR_MANDATORY_COLUMN, "Id");
  assert_create_fails (fixture, "Room", "{\"Seats\":4}", NULL, VMX_ERROR_MANDATORY_COLUMN,
                       "Number");
  assert_create_fails (fixture, "Order", "{\"Region\":\"N\"}", NULL, VMX_ERROR_MANDATORY_COLUMN,
                       "Number");
  /* Without a value, but the server has a default. */
  g_free (create (fixture, "Employee", "{\"Name\":\"Anna\"}", NULL));
  assert_create_fails (fixture, "Employee", "{\"Name\":\"Anna\",\"Grade\":null}", NULL,
                       VMX_ERROR_MANDATORY_COLUMN, "Grade");
}

static void
test_row_58 (Fixture *fixture, gconstpointer data)
{
  static const char untracked[] = "{\"trackChanges\":false}";

  assert_create_fails (fixture, "Employee", "{\"Id\":4,\"Name\":\"Anna\"}", NULL,
                       VMX_ERROR_GENERATED_COLUMN, "Id");
  assert_create_fails (fixture, "Employee", "{\"Name\":\"Anna\",\"Badge\":\"x\"}", NULL,
                       VMX_ERROR_GENERATED_COLUMN, "Badge");
  assert_create_fails (fixture, "Ticket", "{\"Code\":\"T1\"}", NULL, VMX_ERROR_GENERATED_COLUMN,
                       "Code");
  assert_create_fails (fixture, "Task", "{\"Id\":\"6f9619ff-8b86-d011-b42d-00c04fc964ff\"}", NULL,
                       VMX_ERROR_GENERATED_COLUMN, "Id");
  g_free (create (fixture, "Employee", "{\"Id\":4,\"Name\":\"Anna\",\"Grade\":3,\"Badge\":\"x\"}",
                  untracked));
  fixture_assert_all (fixture->employee,
                      "[{\"Id\":4,\"Name\":\"Anna\",\"Grade\":3,\"Salary\":null,"
                      "\"DepartmentId\":null,\"ManagerId\":null,\"Badge\":\"x\"}]");
  fixture_assert_pending (fixture->employee, "");
  assert_create_fails (fixture, "Employee", "{\"Name\":\"Anna\"}", untracked, VMX_ERROR_KEY_MISSING,
                       "Id");
  assert_create_fails (fixture, "Ticket", "{\"Title\":\"x\"}", untracked, VMX_ERROR_KEY_MISSING,
                       "Code");
}

static void
assert_new_guid (const char *created)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecord) record = vmx_record_new_from_json (created, &error);

  g_assert_no_error (error);
  g_assert_true (g_uuid_string_is_valid (vmx_record_get_text (record, "Id")));
}

static void
test_row_59 (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = create (fixture, "Task", "{\"Title\":\"a\"}", NULL);
  g_autofree char *second = create (fixture, "Task", "{\"Title\":\"a\"}", NULL);
  g_autofree char *remark = create (fixture, "Remark", "{\"Text\":\"a\"}", NULL);

  assert_new_guid (first);
  assert_new_guid (remark);
  g_assert_cmpstr (first, !=, second);
  assert_create (fixture, "Remark",
                 "{\"Id\":\"6F9619FF-8B86-D011-B42D-00C04FC964FF\",\"Text\":\"b\"}",
                 "{\"Id\":\"6F9619FF-8B86-D011-B42D-00C04FC964FF\",\"Region\":null,"
                 "\"Number\":null,\"Position\":null,\"Text\":\"b\"}");
  assert_create (fixture, "Ticket", "{\"Title\":\"a\"}", "{\"Code\":\"-1\",\"Title\":\"a\"}");
  assert_create (fixture, "Counter", "{\"Value\":1}", "{\"Id\":-2,\"Value\":1}");
  assert_create (fixture, "Counter", "{\"Id\":8,\"Value\":2}", "{\"Id\":8,\"Value\":2}");
  assert_create (fixture, "Ticket", "{\"Title\":\"b\"}", "{\"Code\":\"-3\",\"Title\":\"b\"}");
}

/* Not after the record is gone, and not by another client of the store. */
static void
test_row_59_never_reused (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) ticket = fixture_get_object (fixture->client, "Ticket");
  g_autoptr(VmxClient) second = vmx_client_new (vmx_client_get_store_path (fixture->client));
  g_autoptr(VmxObj) counter = NULL;
  g_autofree char *created = NULL;

  assert_create (fixture, "Ticket", "{\"Title\":\"a\"}", "{\"Code\":\"-1\",\"Title\":\"a\"}");
  fixture_edit (ticket, FIXTURE_DELETE, NULL, NULL);
  assert_create (fixture, "Ticket", "{\"Title\":\"b\"}", "{\"Code\":\"-2\",\"Title\":\"b\"}");
  fixture_edit (ticket, FIXTURE_ROLLBACK, NULL, NULL);
  assert_create (fixture, "Ticket", "{\"Title\":\"c\"}", "{\"Code\":\"-3\",\"Title\":\"c\"}");
  fixture_edit (ticket, FIXTURE_CLEAR, NULL, NULL);
  fixture_setup (second);
  counter = fixture_get_object (second, "Counter");
  created = fixture_create (counter, "{\"Value\":1}", NULL);
  g_assert_cmpstr (created, ==, "{\"Id\":-4,\"Value\":1}");
}

/* Nor one that a program gave to a record of its own, even if that is gone and waits. */
static void
test_row_59_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) ticket = fixture_get_object (fixture->client, "Ticket");

  fixture_edit (ticket, FIXTURE_CREATE, "{\"Code\":\"-1\"}", "{\"trackChanges\":false}");
  fixture_edit (ticket, FIXTURE_DELETE, NULL, "{\"markForUpload\":false}");
  fixture_edit (ticket, FIXTURE_CREATE, "{\"Code\":\"-2\"}", "{\"trackChanges\":false}");
  assert_create (fixture, "Ticket", "{\"Title\":\"a\"}", "{\"Code\":\"-3\",\"Title\":\"a\"}");
  fixture_assert_pending (ticket, "{\"Code\":\"-1\"} deferred: delete deferred\n"
                                  "{\"Code\":\"-3\"} pending: create pending {\"Title\":\"a\"}");
}

static void
test_row_60 (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *object;
    const char *record;
    int code;
    const char *part;
  } refused[] = {
    { "Department", "{\"Id\":2,\"Title\":\"a\",\"Titel\":\"b\"}", VMX_ERROR_UNKNOWN_COLUMN,
      "Titel" },
    { "Department", "{\"Id\":2,\"title\":\"a\"}", VMX_ERROR_UNKNOWN_COLUMN, "title" },
    { "Department", "{\"Id\":2,\"Title\":\"a\",\"vmx_etag\":\"b\"}", VMX_ERROR_UNKNOWN_COLUMN,
      "vmx_etag" },
    { "Department", "{\"Id\":2,\"Title\":[1]}", VMX_ERROR_INVALID_VALUE, "Title" },
    { "Department", "{\"Id\":\"two\",\"Title\":\"a\"}", VMX_ERROR_INVALID_VALUE, "Id" },
    { "Department", "{\"Id\":2,\"Title\":\"a\",\"Budget\":\"much\"}", VMX_ERROR_INVALID_VALUE,
      "Budget" },
    { "Department", "{\"Id\":2,\"Title\":\"123456789012345678901\"}", VMX_ERROR_INVALID_VALUE,
      "Title" },
    { "Department", "{\"Id\":2,\"Title\":\"a\",\"Code\":\"ABCDE\"}", VMX_ERROR_INVALID_VALUE,
      "Code" },
    { "Thing", "{\"Id\":1,\"Byte\":256}", VMX_ERROR_INVALID_VALUE, "Byte" },
    { "Thing", "{\"Id\":1,\"Int64\":9223372036854775808}", VMX_ERROR_INVALID_VALUE, "Int64" },
    { "Thing", "{\"Id\":1,\"Boolean\":\"perhaps\"}", VMX_ERROR_INVALID_VALUE, "Boolean" },
    { "Thing", "{\"Id\":1,\"Double\":\"NaN\"}", VMX_ERROR_INVALID_VALUE, "Double" },
    { "Thing", "{\"Id\":1,\"Guid\":\"no-guid\"}", VMX_ERROR_INVALID_VALUE, "Guid" },
    { "Thing", "{\"Id\":1,\"Date\":\"2023-02-29\"}", VMX_ERROR_INVALID_VALUE, "Date" },
    { "Thing", "{\"Id\":1,\"Timestamp\":\"yesterday\"}", VMX_ERROR_INVALID_VALUE, "Timestamp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    assert_create_fails (fixture, refused[i].object, refused[i].record, NULL, refused[i].code,
                         refused[i].part);
  /* Characters count, not bytes. */
  g_free (create (fixture, "Department",
                  "{\"Id\":2,\"Title\":\"äöüäöüäöüäöüäöüäöüäö\",\"Code\":\"ÄÖÜß\"}", NULL));
}

static void
test_row_61 (Fixture *fixture, gconstpointer data)
{
  assert_create_fails (fixture, "Counter", "{}", NULL, VMX_ERROR_RECORD_EMPTY, "Counter");
  assert_create_fails (fixture, "Counter", NULL, NULL, VMX_ERROR_RECORD_EMPTY, "Counter");
}

static void
test_row_62 (Fixture *fixture, gconstpointer data)
{
  assert_create_fails (fixture, "Employee", "{\"Name\":\"Anna\",\"DepartmentId\":99}", NULL,
                       VMX_ERROR_FOREIGN_KEY, "Department");
  assert_create_fails (fixture, "Employee", "{\"Name\":\"Anna\",\"ManagerId\":99}", NULL,
                       VMX_ERROR_FOREIGN_KEY, "Employee");
  assert_create_fails (fixture, "Room", "{\"Number\":\"1\",\"DepartmentCode\":\"X\"}", NULL,
                       VMX_ERROR_FOREIGN_KEY, "Department");
  assert_create_fails (fixture, "OrderLine", "{\"Region\":\"N\",\"Number\":1,\"Position\":1}", NULL,
                       VMX_ERROR_FOREIGN_KEY, "Order");
  assert_create_fails (fixture, "Employee", "{\"Id\":3,\"Name\":\"Anna\",\"DepartmentId\":99}",
                       "{\"trackChanges\":false}", VMX_ERROR_FOREIGN_KEY, "Department");
  g_free (create (fixture, "Order", "{\"Region\":\"N\",\"Number\":1}", NULL));
  assert_create_fails (fixture, "OrderLine", "{\"Region\":\"S\",\"Number\":1,\"Position\":1}", NULL,
                       VMX_ERROR_FOREIGN_KEY, "Order");
  g_free (create (fixture, "OrderLine", "{\"Region\":\"N\",\"Number\":1,\"Position\":1}", NULL));
  assert_create_fails (fixture, "Remark", "{\"Region\":\"N\",\"Number\":1,\"Position\":2}", NULL,
                       VMX_ERROR_FOREIGN_KEY, "OrderLine");
  g_free (create (fixture, "Remark", "{\"Region\":\"N\",\"Number\":1,\"Position\":1}", NULL));
  g_free (create (fixture, "Room", "{\"Number\":\"1\",\"DepartmentCode\":\"S\"}", NULL));
  g_free (create (fixture, "Employee", "{\"Name\":\"Anna\",\"DepartmentId\":1}", NULL));
  g_free (create (fixture, "Employee", "{\"Name\":\"Ben\",\"ManagerId\":-1}", NULL));
  g_free (create (fixture, "Employee", "{\"Name\":\"Cem\",\"DepartmentId\":null}", NULL));
}

static void
add_to_group (VmxEditGroup *group, VmxObj *object, const char *json)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecord) record = vmx_record_new_from_json (json, &error);

  g_assert_no_error (error);
  vmx_edit_group_create (group, object, record, NULL);
}

/* The parent would be sent after the child that names it. */
static void
test_row_62_group (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxEditGroup) early = vmx_edit_group_new (fixture->client);
  g_autoptr(VmxEditGroup) late = vmx_edit_group_new (fixture->client);
  g_autoptr(GError) error = NULL;

  add_to_group (early, fixture->employee, "{\"Name\":\"Anna\",\"ManagerId\":-2}");
  add_to_group (early, fixture->employee, "{\"Name\":\"Ben\"}");
  g_assert_false (vmx_edit_group_apply (early, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_FOREIGN_KEY, "edit 1 of 2");
  fixture_assert_pending (fixture->employee, "");
  g_clear_error (&error);

  add_to_group (late, fixture->employee, "{\"Name\":\"Anna\"}");
  add_to_group (late, fixture->employee, "{\"Name\":\"Ben\",\"ManagerId\":-1}");
  g_assert_true (vmx_edit_group_apply (late, NULL, &error));
  g_assert_no_error (error);
}

static void
test_row_56_group (Fixture *fixture, gconstpointer data)
{
  g_autoptr(VmxObj) counter = fixture_get_object (fixture->client, "Counter");
  g_autoptr(VmxEditGroup) group = vmx_edit_group_new (fixture->client);
  g_autoptr(GError) error = NULL;

  add_to_group (group, counter, "{\"Id\":-1,\"Value\":1}");
  add_to_group (group, counter, "{\"Value\":2}");
  g_assert_true (vmx_edit_group_apply (group, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (vmx_record_get_int64 (vmx_edit_group_get_created (group, 1), "Id"), ==, -2);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  ADD ("/acceptance/row-55-get-sdk-object-by-name", test_row_55);
  ADD ("/acceptance/row-56-create", test_row_56);
  ADD ("/acceptance/row-56-create-async", test_row_56_async);
  ADD ("/acceptance/row-56-create-types", test_row_56_types);
  ADD ("/acceptance/row-56-create-group", test_row_56_group);
  ADD ("/acceptance/row-57-create-missing-mandatory", test_row_57);
  ADD ("/acceptance/row-58-create-value-for-generated", test_row_58);
  ADD ("/acceptance/row-59-create-generated-key", test_row_59);
  ADD ("/acceptance/row-59-create-generated-key-never-reused", test_row_59_never_reused);
  ADD ("/acceptance/row-59-create-generated-key-taken", test_row_59_taken);
  ADD ("/acceptance/row-60-create-unknown-or-bad-column", test_row_60);
  ADD ("/acceptance/row-61-create-empty-record", test_row_61);
  ADD ("/acceptance/row-62-create-missing-parent", test_row_62);
  ADD ("/acceptance/row-62-create-missing-parent-in-group", test_row_62_group);
  return g_test_run ();
}
