/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "model-fixture.h"

#include <libvmxsync/model/value/vmx-value-private.h>

VmxColumn *
model_fixture_add_column (VmxObjectSchema *schema, const char *name, VmxColumnType type,
                          VmxColumnFlags flags)
{
  g_autoptr(VmxColumn) column = vmx_column_new (name, type, flags);

  vmx_object_schema_add_column (schema, column);
  return column;
}

VmxObjectSchema *
model_fixture_make_everything (void)
{
  VmxObjectSchema *schema = vmx_object_schema_new ("Everything");
  g_autoptr(GError) error = NULL;

  for (guint type = 0; vmx_column_type_is_valid (type); type++)
    model_fixture_add_column (schema, vmx_column_type_to_string (type), type,
                              VMX_COLUMN_FLAG_NULLABLE);
  vmx_object_schema_add_key_column (schema, "int32");
  vmx_object_schema_seal (schema, &error);
  g_assert_no_error (error);
  return schema;
}

VmxRecordBatch *
model_fixture_make_batch (void)
{
  g_autoptr(VmxObjectSchema) schema = model_fixture_make_everything ();

  return vmx_record_batch_new (schema);
}

static VmxObjectSchema *
make_departments (void)
{
  VmxObjectSchema *schema = vmx_object_schema_new ("Departments");

  model_fixture_add_column (schema, "ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE);
  model_fixture_add_column (schema, "Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);
  vmx_object_schema_add_key_column (schema, "ID");
  return schema;
}

static void
add_employee_columns (VmxObjectSchema *schema)
{
  VmxColumn *column;

  column = model_fixture_add_column (schema, "ID", VMX_COLUMN_GUID, VMX_COLUMN_FLAG_COMPUTED);
  vmx_column_set_type_name (column, "Edm.Guid");
  column = model_fixture_add_column (schema, "Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE);
  vmx_column_set_max_length (column, 80);
  column = model_fixture_add_column (schema, "Salary", VMX_COLUMN_DECIMAL,
                                     VMX_COLUMN_FLAG_NULLABLE);
  vmx_column_set_precision (column, 15, 2);
  column = model_fixture_add_column (schema, "State", VMX_COLUMN_STRING,
                                     VMX_COLUMN_FLAG_IMMUTABLE);
  vmx_column_set_default (column, "new");
  model_fixture_add_column (schema, "ModifiedAt", VMX_COLUMN_TIMESTAMP, VMX_COLUMN_FLAG_NULLABLE);
  model_fixture_add_column (schema, "Deleted", VMX_COLUMN_BOOLEAN, VMX_COLUMN_FLAG_NULLABLE);
  model_fixture_add_column (schema, "Department_ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NULLABLE);
}

static VmxObjectSchema *
make_employees (void)
{
  static const char *const index[] = { "Name", "State", NULL };
  VmxObjectSchema *schema = vmx_object_schema_new ("Employees");
  g_autoptr(VmxRelationship) boss
      = vmx_relationship_new ("Department", VMX_RELATIONSHIP_MANY_TO_ONE, "Departments");

  add_employee_columns (schema);
  vmx_object_schema_add_key_column (schema, "ID");
  vmx_relationship_add_columns (boss, "Department_ID", "ID");
  vmx_relationship_set_cascade (boss, TRUE);
  vmx_object_schema_add_relationship (schema, boss);
  vmx_object_schema_add_index (schema, index);
  vmx_object_schema_add_navigation (schema, "Department");
  vmx_object_schema_set_type_name (schema, "HR.Employee");
  vmx_object_schema_set_open (schema, TRUE);
  vmx_object_schema_set_change_tracking_column (schema, "ModifiedAt");
  vmx_object_schema_set_soft_delete_column (schema, "Deleted");
  vmx_object_schema_set_setting (schema, "page-style", "keyset");
  return schema;
}

VmxServiceSchema *
model_fixture_make_service (void)
{
  VmxServiceSchema *service = vmx_service_schema_new ();
  g_autoptr(VmxObjectSchema) departments = make_departments ();
  g_autoptr(VmxObjectSchema) employees = make_employees ();
  g_autoptr(GError) error = NULL;

  vmx_service_schema_set_version (service, "4.01");
  vmx_service_schema_set_timestamp (service, "2024-12-31T07:30:00Z");
  vmx_service_schema_add_note (service, "Photos were left out");
  vmx_service_schema_add_object (service, departments);
  vmx_service_schema_add_object (service, employees);
  vmx_service_schema_seal (service, &error);
  g_assert_no_error (error);
  return service;
}
