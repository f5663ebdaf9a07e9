/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-sample.h"

#define MADE_BY_SERVER VMX_COLUMN_FLAG_COMPUTED
#define NULLABLE VMX_COLUMN_FLAG_NULLABLE
#define MODIFIED_AT                                                                                \
  {                                                                                                \
    "ModifiedAt", VMX_COLUMN_TIMESTAMP, VMX_COLUMN_FLAG_NULLABLE | VMX_COLUMN_FLAG_COMPUTED        \
  }

static const VmxServerSampleColumn ticket_columns[] = {
  { "ID", VMX_COLUMN_INT32, MADE_BY_SERVER },
  { "Title", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE },
  { "Amount", VMX_COLUMN_DECIMAL, NULLABLE },
  { "Serial", VMX_COLUMN_INT64, NULLABLE },
  { "DueAt", VMX_COLUMN_TIMESTAMP, NULLABLE },
  { "Done", VMX_COLUMN_BOOLEAN, NULLABLE },
  MODIFIED_AT,
};

static const VmxServerSampleColumn project_columns[] = {
  { "ID", VMX_COLUMN_INT64, MADE_BY_SERVER },
  { "Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE },
  { "Budget", VMX_COLUMN_DECIMAL, NULLABLE },
  MODIFIED_AT,
};

static const VmxServerSampleColumn task_columns[] = {
  { "ID", VMX_COLUMN_GUID, VMX_COLUMN_FLAG_NONE },
  { "ProjectID", VMX_COLUMN_INT64, NULLABLE },
  { "Title", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE },
  { "Done", VMX_COLUMN_BOOLEAN, NULLABLE },
  { "Hours", VMX_COLUMN_DECIMAL, NULLABLE },
  MODIFIED_AT,
};

static const VmxServerSampleColumn note_columns[] = {
  { "ID", VMX_COLUMN_GUID, MADE_BY_SERVER },
  { "TaskID", VMX_COLUMN_GUID, NULLABLE },
  { "Text", VMX_COLUMN_STRING, NULLABLE },
  MODIFIED_AT,
};

static const VmxServerSampleColumn place_columns[] = {
  { "Region", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE },
  { "Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NONE },
  { "Population", VMX_COLUMN_INT64, NULLABLE },
  { "VisitedAt", VMX_COLUMN_TIMESTAMP, NULLABLE },
  MODIFIED_AT,
};

void
vmx_odata_server_add_upload_sample (VmxOdataServer *self)
{
  g_autoptr(VmxObjectSchema) tickets
      = vmx_server_sample_make_schema ("Tickets", ticket_columns, G_N_ELEMENTS (ticket_columns), 1);
  g_autoptr(VmxObjectSchema) projects = vmx_server_sample_make_schema (
      "Projects", project_columns, G_N_ELEMENTS (project_columns), 1);
  g_autoptr(VmxObjectSchema) tasks
      = vmx_server_sample_make_schema ("Tasks", task_columns, G_N_ELEMENTS (task_columns), 1);
  g_autoptr(VmxObjectSchema) notes
      = vmx_server_sample_make_schema ("Notes", note_columns, G_N_ELEMENTS (note_columns), 1);
  g_autoptr(VmxObjectSchema) places
      = vmx_server_sample_make_schema ("Places", place_columns, G_N_ELEMENTS (place_columns), 2);

  vmx_server_sample_add_relation (projects, "Tasks", VMX_RELATIONSHIP_ONE_TO_MANY, "Tasks", "ID",
                                  "ProjectID");
  vmx_server_sample_add_relation (tasks, "Project", VMX_RELATIONSHIP_MANY_TO_ONE, "Projects",
                                  "ProjectID", "ID");
  vmx_server_sample_add_relation (tasks, "Notes", VMX_RELATIONSHIP_ONE_TO_MANY, "Notes", "ID",
                                  "TaskID");
  vmx_server_sample_add_relation (notes, "Task", VMX_RELATIONSHIP_MANY_TO_ONE, "Tasks", "TaskID",
                                  "ID");
  vmx_server_sample_add_set (self, tickets);
  vmx_server_sample_add_set (self, projects);
  vmx_server_sample_add_set (self, tasks);
  vmx_server_sample_add_set (self, notes);
  vmx_server_sample_add_set (self, places);
}
