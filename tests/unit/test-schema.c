/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <json-glib/json-glib.h>

#include <libvmxsync/model/vmx-error.h>

#include "model-fixture.h"
#include "vmx-test.h"

static VmxObjectSchema *
make_object (const char *name)
{
  VmxObjectSchema *schema = vmx_object_schema_new (name);

  model_fixture_add_column (schema, "ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  model_fixture_add_column (schema, "Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);
  model_fixture_add_column (schema, "Address", VMX_COLUMN_JSON, VMX_COLUMN_FLAG_NULLABLE);
  return schema;
}

static void
no_key (VmxObjectSchema *schema)
{
}

static void
unknown_key (VmxObjectSchema *schema)
{
  vmx_object_schema_add_key_column (schema, "Id");
}

static void
doubled_key (VmxObjectSchema *schema)
{
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_add_key_column (schema, "ID");
}

static void
json_key (VmxObjectSchema *schema)
{
  vmx_object_schema_add_key_column (schema, "Address");
}

static void
doubled_column (VmxObjectSchema *schema)
{
  vmx_object_schema_add_key_column (schema, "ID");
  model_fixture_add_column (schema, "Name", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
}

static void
nameless_column (VmxObjectSchema *schema)
{
  vmx_object_schema_add_key_column (schema, "ID");
  model_fixture_add_column (schema, "", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
}

static void
damaged_column_name (VmxObjectSchema *schema)
{
  vmx_object_schema_add_key_column (schema, "ID");
  model_fixture_add_column (schema, "\xff", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
}

static void
unknown_index (VmxObjectSchema *schema)
{
  static const char *const columns[] = { "ID", "Nmae", NULL };

  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_add_index (schema, columns);
}

static void
unknown_tracking (VmxObjectSchema *schema)
{
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_set_change_tracking_column (schema, "ModifiedAt");
}

static void
unknown_soft_delete (VmxObjectSchema *schema)
{
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_object_schema_set_soft_delete_column (schema, "Gone");
}

static void
test_seal (void)
{
  static const struct
  {
    void (*change) (VmxObjectSchema *schema);
    int code;
    const char *part;
  } cases[] = {
    { no_key, VMX_ERROR_NO_PRIMARY_KEY, "“Thing”" },
    { unknown_key, VMX_ERROR_INVALID_OBJECT, "“Id”" },
    { doubled_key, VMX_ERROR_INVALID_OBJECT, "twice" },
    { json_key, VMX_ERROR_INVALID_ATTRIBUTE, "“Address”" },
    { doubled_column, VMX_ERROR_INVALID_ATTRIBUTE, "“Name”" },
    { nameless_column, VMX_ERROR_INVALID_ATTRIBUTE, "column 4" },
    { damaged_column_name, VMX_ERROR_INVALID_ATTRIBUTE, "column 4" },
    { unknown_index, VMX_ERROR_INVALID_OBJECT, "“Nmae”" },
    { unknown_tracking, VMX_ERROR_INVALID_OBJECT, "“ModifiedAt”" },
    { unknown_soft_delete, VMX_ERROR_INVALID_OBJECT, "“Gone”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxObjectSchema) schema = make_object ("Thing");
      g_autoptr(GError) error = NULL;

      cases[i].change (schema);
      g_assert_false (vmx_object_schema_seal (schema, &error));
      g_assert_false (vmx_object_schema_is_sealed (schema));
      vmx_assert_error (error, VMX_ERROR, cases[i].code, cases[i].part);
    }
}

static void
test_seal_service (void)
{
  g_autoptr(VmxServiceSchema) service = vmx_service_schema_new ();
  g_autoptr(VmxObjectSchema) one = make_object ("Thing");
  g_autoptr(VmxObjectSchema) other = make_object ("Thing");
  g_autoptr(VmxObjectSchema) nameless = make_object ("");
  g_autoptr(GError) error = NULL;

  vmx_object_schema_add_key_column (one, "ID");
  vmx_object_schema_add_key_column (other, "ID");
  vmx_service_schema_add_object (service, one);
  vmx_service_schema_add_object (service, other);
  g_assert_false (vmx_service_schema_seal (service, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OBJECT, "two objects");
  g_assert_false (vmx_object_schema_seal (nameless, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OBJECT, "no usable name");
}

static void
test_lookup (void)
{
  g_autoptr(VmxServiceSchema) service = model_fixture_make_service ();
  VmxObjectSchema *employees = vmx_service_schema_find_object (service, "Employees");
  g_autofree char *nearest = vmx_object_schema_suggest_column (employees, "salery");
  g_autofree char *none = vmx_object_schema_suggest_column (employees, "Zebra");

  g_assert_null (vmx_service_schema_find_object (service, "employees"));
  g_assert_cmpint (vmx_object_schema_get_column_index (employees, "Salary"), ==, 2);
  g_assert_cmpint (vmx_object_schema_get_column_index (employees, "salary"), ==, -1);
  g_assert_cmpint (vmx_object_schema_get_column_index (employees, NULL), ==, -1);
  g_assert_cmpint (vmx_object_schema_get_column_index_len (employees, "SalaryX", 6), ==, 2);
  g_assert_cmpint (vmx_object_schema_get_column_index_len (employees, "ID\0x", 4), ==, -1);
  g_assert_null (vmx_object_schema_get_column (employees, 99));
  g_assert_cmpstr (nearest, ==, "Salary");
  g_assert_null (none);
  g_assert_true (vmx_object_schema_is_key_column (employees, 0));
  g_assert_false (vmx_object_schema_is_key_column (employees, 1));
  g_assert_false (vmx_column_is_mandatory (vmx_object_schema_find_column (employees, "ID")));
  g_assert_true (vmx_column_is_mandatory (vmx_object_schema_find_column (employees, "Name")));
  g_assert_false (vmx_column_is_mandatory (vmx_object_schema_find_column (employees, "State")));
  g_assert_false (vmx_column_is_mandatory (vmx_object_schema_find_column (employees, "Salary")));
}

static void
test_select (void)
{
  static const char *const chosen[] = { "Employees", "Employees", NULL };
  static const char *const unknown[] = { "Employee", NULL };
  g_autoptr(VmxServiceSchema) service = model_fixture_make_service ();
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxServiceSchema) selected = vmx_service_schema_select (service, chosen, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_service_schema_get_n_objects (selected), ==, 1);
  g_assert_cmpstr (vmx_service_schema_get_version (selected), ==, "4.01");
  g_assert_cmpstr (vmx_service_schema_get_notes (selected)[0], ==, "Photos were left out");
  g_assert_null (vmx_service_schema_select (service, unknown, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND, "did you mean “Employees”?");
}

static void
test_json (void)
{
  g_autoptr(VmxServiceSchema) service = model_fixture_make_service ();
  g_autofree char *json = vmx_service_schema_to_json (service);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxServiceSchema) again = vmx_service_schema_new_from_json (json, &error);
  g_autofree char *json_again = NULL;
  VmxObjectSchema *employees;
  VmxRelationship *relationship;

  g_assert_no_error (error);
  json_again = vmx_service_schema_to_json (again);
  g_assert_cmpstr (json_again, ==, json);

  employees = vmx_service_schema_find_object (again, "Employees");
  relationship = vmx_object_schema_get_relationship (employees, 0);
  g_assert_true (vmx_object_schema_is_open (employees));
  g_assert_cmpstr (vmx_object_schema_get_setting (employees, "page-style"), ==, "keyset");
  g_assert_cmpstr (vmx_object_schema_get_index (employees, 0)[1], ==, "State");
  g_assert_cmpstr (vmx_object_schema_get_soft_delete_column (employees), ==, "Deleted");
  g_assert_true (vmx_relationship_get_cascade (relationship));
  g_assert_cmpstr (vmx_relationship_get_target_column (relationship, 0), ==, "ID");
  g_assert_cmpint (vmx_column_get_scale (vmx_object_schema_find_column (employees, "Salary")), ==,
                   2);
  g_assert_cmpstr (vmx_column_get_default (vmx_object_schema_find_column (employees, "State")),
                   ==, "new");
}

/* Puts a value of a wrong type at the given place, counted over all members and elements; FALSE
 * when there are not as many. */
static gboolean
spoil (JsonNode *node, guint *countdown)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr(GList) members = json_object_get_members (object);

      for (GList *l = members; l != NULL; l = l->next)
        {
          if ((*countdown)-- == 0)
            {
              json_object_set_double_member (object, l->data, 1.5);
              return TRUE;
            }
          if (spoil (json_object_get_member (object, l->data), countdown))
            return TRUE;
        }
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if ((*countdown)-- == 0)
            {
              json_array_remove_element (array, i);
              json_array_add_double_element (array, 1.5);
              return TRUE;
            }
          if (spoil (json_array_get_element (array, i), countdown))
            return TRUE;
        }
    }
  return FALSE;
}

static void
test_damaged_json (void)
{
  g_autoptr(VmxServiceSchema) service = model_fixture_make_service ();
  g_autofree char *json = vmx_service_schema_to_json (service);
  guint count = 0;

  for (;; count++)
    {
      g_autoptr(JsonNode) root = json_from_string (json, NULL);
      g_autofree char *spoilt = NULL;
      g_autoptr(GError) error = NULL;
      guint countdown = count;

      if (!spoil (root, &countdown))
        break;
      spoilt = json_to_string (root, FALSE);
      g_test_message ("%s", spoilt);
      g_assert_null (vmx_service_schema_new_from_json (spoilt, &error));
      g_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA);
    }
  g_assert_cmpuint (count, >, 60);
}

static void
test_wrong_json (void)
{
  static const struct
  {
    const char *json;
    int code;
  } cases[] = {
    { "", VMX_ERROR_JSON },
    { "{", VMX_ERROR_JSON },
    { "[]", VMX_ERROR_INVALID_SCHEMA },
    { "null", VMX_ERROR_INVALID_SCHEMA },
    { "{}", VMX_ERROR_INVALID_SCHEMA },
    { "{\"objects\":null}", VMX_ERROR_INVALID_SCHEMA },
    { "{\"objects\":[{}]}", VMX_ERROR_INVALID_SCHEMA },
    { "{\"objects\":[{\"name\":\"A\"}]}", VMX_ERROR_NO_PRIMARY_KEY },
    { "{\"objects\":[{\"name\":\"A\",\"columns\":[{\"name\":\"a\",\"type\":\"text\"}]}]}",
      VMX_ERROR_INVALID_SCHEMA },
    { "{\"objects\":[{\"name\":\"A\",\"columns\":[{\"name\":\"a\",\"type\":\"int32\","
      "\"flags\":4096}]}]}",
      VMX_ERROR_INVALID_SCHEMA },
    { "{\"objects\":[{\"name\":\"A\",\"columns\":[{\"name\":\"a\",\"type\":\"int32\","
      "\"maxLength\":-1}]}]}",
      VMX_ERROR_INVALID_SCHEMA },
    { "{\"objects\":[{\"name\":\"A\",\"relationships\":[{\"name\":\"a\",\"target\":\"B\","
      "\"type\":3}]}]}",
      VMX_ERROR_INVALID_SCHEMA },
    { "{\"objects\":[{\"name\":\"A\",\"indexes\":[[]]}]}", VMX_ERROR_INVALID_SCHEMA },
    { "{\"objects\":[{\"name\":\"A\",\"settings\":{\"x\":null}}]}", VMX_ERROR_INVALID_SCHEMA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].json);
      g_assert_null (vmx_service_schema_new_from_json (cases[i].json, &error));
      g_assert_error (error, VMX_ERROR, cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/schema/seal", test_seal);
  g_test_add_func ("/schema/seal-service", test_seal_service);
  g_test_add_func ("/schema/lookup", test_lookup);
  g_test_add_func ("/schema/select", test_select);
  g_test_add_func ("/schema/json", test_json);
  g_test_add_func ("/schema/damaged-json", test_damaged_json);
  g_test_add_func ("/schema/wrong-json", test_wrong_json);
  return g_test_run ();
}
