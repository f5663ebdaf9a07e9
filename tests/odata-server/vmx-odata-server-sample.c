/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-sample.h"

#include <string.h>

#define N_DEPARTMENTS 12

static const char *const department_names[N_DEPARTMENTS] = {
  "Sales",   "Marketing", "Finance",   "Legal",      "Research", "Development",
  "Support", "Logistics", "Purchases", "Production", "Training", "Öffentlichkeitsarbeit",
};
static const char *const first_names[] = {
  "Ada", "Björn", "Chloé", "Dmitri", "Emil", "Fatima", "Grace", "Håkon", "Inês", "José",
};
static const char *const last_names[] = {
  "Ångström", "Brown", "O'Neil", "Dvořák", "Evans", "Fischer", "García", "Hansen", "Ito", "Jansen",
};

/* --- Schemas --- */

static const VmxServerSampleColumn department_columns[] = {
  { "ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE },
  { "Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE },
  { "Budget", VMX_COLUMN_DECIMAL, VMX_COLUMN_FLAG_NULLABLE },
  { "ModifiedAt", VMX_COLUMN_TIMESTAMP, VMX_COLUMN_FLAG_NULLABLE | VMX_COLUMN_FLAG_COMPUTED },
};

static const VmxServerSampleColumn employee_columns[] = {
  { "ID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NONE },
  { "FirstName", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE },
  { "LastName", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE },
  { "Email", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE },
  { "Salary", VMX_COLUMN_DECIMAL, VMX_COLUMN_FLAG_NULLABLE },
  { "Rating", VMX_COLUMN_DOUBLE, VMX_COLUMN_FLAG_NULLABLE },
  { "BadgeNumber", VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NULLABLE },
  { "Active", VMX_COLUMN_BOOLEAN, VMX_COLUMN_FLAG_NULLABLE },
  { "HiredOn", VMX_COLUMN_DATE, VMX_COLUMN_FLAG_NULLABLE },
  { "DepartmentID", VMX_COLUMN_INT32, VMX_COLUMN_FLAG_NULLABLE },
  { "ModifiedAt", VMX_COLUMN_TIMESTAMP, VMX_COLUMN_FLAG_NULLABLE | VMX_COLUMN_FLAG_COMPUTED },
};

VmxObjectSchema *
vmx_server_sample_make_schema (const char *name, const VmxServerSampleColumn *columns,
                               guint n_columns, guint n_keys)
{
  VmxObjectSchema *schema = vmx_object_schema_new (name);

  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr(VmxColumn) column
          = vmx_column_new (columns[i].name, columns[i].type, columns[i].flags);

      if (columns[i].type == VMX_COLUMN_DECIMAL)
        vmx_column_set_precision (column, 15, 2);
      if (columns[i].type == VMX_COLUMN_STRING)
        vmx_column_set_max_length (column, 100);
      vmx_object_schema_add_column (schema, column);
    }
  for (guint i = 0; i < n_keys; i++)
    vmx_object_schema_add_key_column (schema, columns[i].name);
  return schema;
}

void
vmx_server_sample_add_relation (VmxObjectSchema *schema, const char *name, VmxRelationshipType type,
                                const char *target, const char *source_column,
                                const char *target_column)
{
  g_autoptr(VmxRelationship) relationship = vmx_relationship_new (name, type, target);

  vmx_relationship_add_columns (relationship, source_column, target_column);
  vmx_object_schema_add_relationship (schema, relationship);
}

void
vmx_server_sample_add_set (VmxOdataServer *server, VmxObjectSchema *schema)
{
  g_autoptr(GError) error = NULL;

  if (!vmx_object_schema_seal (schema, &error))
    g_error ("the sample schema is wrong: %s", error->message);
  vmx_odata_server_add_set (server, schema);
}

/* --- Records --- */

static void
put_text (VmxRecordBatch *batch, guint row, guint column, const char *text)
{
  vmx_record_batch_put_text (batch, row, column, text, strlen (text));
}

static void
fill_department (VmxRecordBatch *batch, guint row, guint position, gpointer data)
{
  char text[40];

  vmx_record_batch_put_int64 (batch, row, 0, position + 1);
  put_text (batch, row, 1, department_names[position % N_DEPARTMENTS]);
  g_snprintf (text, sizeof text, "%u.50", 100000 + position * 1000);
  put_text (batch, row, 2, text);
  put_text (batch, row, 3, "2024-01-01T00:00:00Z");
}

static void
fill_names (VmxRecordBatch *batch, guint row, guint position)
{
  const char *last_name = last_names[(position / 10) % G_N_ELEMENTS (last_names)];
  char email[80];

  put_text (batch, row, 1, first_names[position % G_N_ELEMENTS (first_names)]);
  put_text (batch, row, 2, last_name);
  g_snprintf (email, sizeof email, "employee%u@example.com", position + 1);
  put_text (batch, row, 3, email);
}

static void
fill_employee (VmxRecordBatch *batch, guint row, guint position, gpointer data)
{
  char text[40];

  vmx_record_batch_put_int64 (batch, row, 0, position + 1);
  fill_names (batch, row, position);
  g_snprintf (text, sizeof text, "%u.%02u", 30000 + position % 50000, position % 100);
  put_text (batch, row, 4, text);
  vmx_record_batch_put_double (batch, row, 5, (position % 50) / 8.0);
  vmx_record_batch_put_int64 (batch, row, 6, G_GINT64_CONSTANT (9007199254740993) + position);
  vmx_record_batch_set_boolean (batch, row, 7, position % 3 != 0, NULL);
  g_snprintf (text, sizeof text, "%04u-%02u-%02u", 1990 + position % 30, 1 + position % 12,
              1 + position % 28);
  put_text (batch, row, 8, text);
  if (position % 20 == 19)
    vmx_record_batch_set_null (batch, row, 9);
  else
    vmx_record_batch_put_int64 (batch, row, 9, 1 + position % N_DEPARTMENTS);
  g_snprintf (text, sizeof text, "2024-01-01T%02u:%02u:%02u.%03uZ", position / 3600 % 24,
              position / 60 % 60, position % 60, position % 1000);
  put_text (batch, row, 10, text);
}

void
vmx_odata_server_add_hr_sample (VmxOdataServer *self, guint n_employees)
{
  g_autoptr(VmxObjectSchema) departments = vmx_server_sample_make_schema (
      "Departments", department_columns, G_N_ELEMENTS (department_columns), 1);
  g_autoptr(VmxObjectSchema) employees = vmx_server_sample_make_schema (
      "Employees", employee_columns, G_N_ELEMENTS (employee_columns), 1);

  vmx_server_sample_add_relation (departments, "Employees", VMX_RELATIONSHIP_ONE_TO_MANY,
                                  "Employees", "ID", "DepartmentID");
  vmx_server_sample_add_relation (employees, "Department", VMX_RELATIONSHIP_MANY_TO_ONE,
                                  "Departments", "DepartmentID", "ID");
  vmx_server_sample_add_set (self, departments);
  vmx_server_sample_add_set (self, employees);
  vmx_odata_server_add_rows (self, "Departments", N_DEPARTMENTS, fill_department, NULL);
  vmx_odata_server_add_rows (self, "Employees", n_employees, fill_employee, NULL);
}
