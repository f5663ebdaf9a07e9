/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-schema-settings-private.h>
#include <libvmxsync/model/vmx-error.h>

#include "model-fixture.h"
#include "vmx-test.h"

static void
test_split (void)
{
  static const struct
  {
    const char *option;
    const char *object, *name, *value; /* name is NULL if it is refused */
  } cases[] = {
    { "page-size=5", NULL, "page-size", "5" },
    { "url=http://a.b/c?d=e", NULL, "url", "http://a.b/c?d=e" },
    { "Employees.rename=Staff", "Employees", "rename", "Staff" },
    { "HR.Employees.rename=", "HR.Employees", "rename", "" },
    { "page-size", NULL, NULL, NULL },
    { "=5", NULL, NULL, NULL },
    { "", NULL, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *object = NULL;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;
      g_autoptr(GError) error = NULL;

      if (!vmx_service_option_split (cases[i].option, &object, &name, &value, &error))
        vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "name=value");
      g_assert_cmpstr (object, ==, cases[i].object);
      g_assert_cmpstr (name, ==, cases[i].name);
      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
test_rename (void)
{
  static const char *const options[]
      = { "Departments.rename=Units", "Employees.rename=Staff", "page-size=5", NULL };
  g_autoptr(VmxServiceSchema) offered = model_fixture_make_service ();
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxServiceSchema) kept = vmx_schema_apply_settings (offered, NULL, options, &error);
  VmxObjectSchema *staff;

  g_assert_no_error (error);
  g_assert_true (vmx_service_schema_is_sealed (kept));
  g_assert_cmpstr (vmx_service_schema_get_version (kept), ==, "4.01");
  g_assert_cmpstr (vmx_service_schema_get_notes (kept)[0], ==, "Photos were left out");
  staff = vmx_service_schema_find_object (kept, "Staff");
  g_assert_cmpstr (vmx_object_schema_get_setting (staff, VMX_SETTING_ENTITY_SET), ==,
                   "Employees");
  g_assert_cmpstr (vmx_object_schema_get_setting (staff, "page-style"), ==, "keyset");
  g_assert_cmpstr (
      vmx_relationship_get_target (vmx_object_schema_get_relationship (staff, 0)), ==, "Units");
  g_assert_null (vmx_service_schema_find_object (kept, "Employees"));
}

/* What refers to a column that is left out goes with it. */
static void
test_omit_columns (void)
{
  static const char *const options[]
      = { "Employees.omit-columns=State, ModifiedAt,Department_ID,", NULL };
  g_autoptr(VmxServiceSchema) offered = model_fixture_make_service ();
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxServiceSchema) kept = vmx_schema_apply_settings (offered, NULL, options, &error);
  VmxObjectSchema *employees;

  g_assert_no_error (error);
  employees = vmx_service_schema_find_object (kept, "Employees");
  g_assert_null (vmx_object_schema_find_column (employees, "State"));
  g_assert_null (vmx_object_schema_find_column (employees, "ModifiedAt"));
  g_assert_nonnull (vmx_object_schema_find_column (employees, "Salary"));
  g_assert_cmpuint (vmx_object_schema_get_n_indexes (employees), ==, 0);
  g_assert_cmpuint (vmx_object_schema_get_n_relationships (employees), ==, 0);
  g_assert_null (vmx_object_schema_get_change_tracking_column (employees));
  g_assert_cmpstr (vmx_object_schema_get_soft_delete_column (employees), ==, "Deleted");
}

static void
test_choose (void)
{
  static const char *const chosen[] = { "Departments", NULL };
  static const char *const none[] = { NULL };
  static const char *const options[]
      = { "Departments.change-tracking-column=Name", "Employees.rename=Staff", NULL };
  g_autoptr(VmxServiceSchema) offered = model_fixture_make_service ();
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxServiceSchema) kept
      = vmx_schema_apply_settings (offered, chosen, options, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_service_schema_get_n_objects (kept), ==, 1);
  g_assert_cmpstr (vmx_object_schema_get_change_tracking_column (
                       vmx_service_schema_get_object (kept, 0)),
                   ==, "Name");
  g_assert_null (vmx_schema_apply_settings (offered, none, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA, "no object");
}

static void
test_wrong_options (void)
{
  static const struct
  {
    const char *option;
    int code;
    const char *part;
  } cases[] = {
    { "rename", VMX_ERROR_INVALID_OPTION, "name=value" },
    { "Employee.rename=x", VMX_ERROR_OBJECT_NOT_FOUND, "did you mean “Employees”?" },
    { "Employees.renane=x", VMX_ERROR_INVALID_OPTION, "did you mean “rename”?" },
    { "Employees.rename=", VMX_ERROR_INVALID_OPTION, "Employees.rename" },
    { "Employees.omit-columns=Stat", VMX_ERROR_UNKNOWN_COLUMN, "did you mean “State”?" },
    { "Employees.omit-columns=ID", VMX_ERROR_INVALID_OPTION, "primary key" },
    { "Employees.soft-delete-column=Gone", VMX_ERROR_INVALID_OBJECT, "“Gone”" },
    { "Employees.generated-key=", VMX_ERROR_INVALID_OPTION, "“server”, “client” or “program”" },
    { "Employees.generated-key=Server", VMX_ERROR_INVALID_OPTION, "found “Server”" },
    { "Employees.rename=departments", VMX_ERROR_INVALID_ATTRIBUTE, "Employees.rename=NEWNAME" },
    { "Employees.rename=Departments", VMX_ERROR_INVALID_ATTRIBUTE, "Employees.rename=NEWNAME" },
    { "Employees.rename=VMX_meta", VMX_ERROR_INVALID_ATTRIBUTE, "Employees.rename=NEWNAME" },
    { "Employees.rename=sqlite_x", VMX_ERROR_INVALID_ATTRIBUTE, "reserved" },
  };
  g_autoptr(VmxServiceSchema) offered = model_fixture_make_service ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const options[] = { cases[i].option, NULL };
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].option);
      g_assert_null (vmx_schema_apply_settings (offered, NULL, options, &error));
      vmx_assert_error (error, VMX_ERROR, cases[i].code, cases[i].part);
    }
}

static void
test_column_names (void)
{
  static const struct
  {
    const char *column;
    const char *part;
  } cases[] = {
    { "vmx_etag", "Things.omit-columns=vmx_etag" },
    { "SQLITE_x", "Things.omit-columns=SQLITE_x" },
    { "id", "Things.omit-columns=id" },
  };
  static const char *const options[] = { "Things.rename=Stuff", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(VmxServiceSchema) offered = vmx_service_schema_new ();
      g_autoptr(VmxObjectSchema) object = vmx_object_schema_new ("Things");
      g_autoptr(GError) error = NULL;

      model_fixture_add_column (object, "ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
      model_fixture_add_column (object, cases[i].column, VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
      vmx_object_schema_add_key_column (object, "ID");
      vmx_service_schema_add_object (offered, object);
      g_assert_true (vmx_service_schema_seal (offered, NULL));
      g_assert_null (vmx_schema_apply_settings (offered, NULL, options, &error));
      vmx_assert_error (error, VMX_ERROR, VMX_ERROR_INVALID_ATTRIBUTE, cases[i].part);
    }
}

int
main (int argc, char **argv)
{
  vmx_test_init (&argc, &argv);
  g_test_add_func ("/schema-settings/split", test_split);
  g_test_add_func ("/schema-settings/rename", test_rename);
  g_test_add_func ("/schema-settings/omit-columns", test_omit_columns);
  g_test_add_func ("/schema-settings/choose", test_choose);
  g_test_add_func ("/schema-settings/wrong-options", test_wrong_options);
  g_test_add_func ("/schema-settings/column-names", test_column_names);
  return g_test_run ();
}
