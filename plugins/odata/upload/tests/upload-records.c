/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "upload-records.h"

static const struct
{
  const char *name;
  VmxColumnType type;
  VmxColumnFlags flags;
} columns[] = {
  { "ID", VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NONE },
  { "Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE },
  { "Active", VMX_COLUMN_BOOLEAN, VMX_COLUMN_FLAG_NULLABLE },
  { "Rating", VMX_COLUMN_DOUBLE, VMX_COLUMN_FLAG_NULLABLE },
  { "Salary", VMX_COLUMN_DECIMAL, VMX_COLUMN_FLAG_NULLABLE },
  { "Day", VMX_COLUMN_DATE, VMX_COLUMN_FLAG_NULLABLE },
  { "Time", VMX_COLUMN_TIME_OF_DAY, VMX_COLUMN_FLAG_NULLABLE },
  { "Stamp", VMX_COLUMN_TIMESTAMP, VMX_COLUMN_FLAG_NULLABLE },
  { "Length", VMX_COLUMN_DURATION, VMX_COLUMN_FLAG_NULLABLE },
  { "Guid", VMX_COLUMN_GUID, VMX_COLUMN_FLAG_NULLABLE },
  { "Bytes", VMX_COLUMN_BINARY, VMX_COLUMN_FLAG_NULLABLE },
  { "Address", VMX_COLUMN_JSON, VMX_COLUMN_FLAG_NULLABLE },
  { "Photo", VMX_COLUMN_STREAM, VMX_COLUMN_FLAG_NULLABLE },
  { "ModifiedAt", VMX_COLUMN_TIMESTAMP, VMX_COLUMN_FLAG_NULLABLE | VMX_COLUMN_FLAG_COMPUTED },
};

VmxObjectSchema *
make_schema (const char *keys)
{
  VmxObjectSchema *schema = vmx_object_schema_new ("Staff");
  g_auto(GStrv) names = g_strsplit (keys, ",", -1);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr(VmxColumn) column
          = vmx_column_new (columns[i].name, columns[i].type, columns[i].flags);

      vmx_object_schema_add_column (schema, column);
    }
  for (guint i = 0; names[i] != NULL; i++)
    vmx_object_schema_add_key_column (schema, names[i]);
  vmx_object_schema_set_setting (schema, "entity-set", "Employees");
  g_assert_true (vmx_object_schema_seal (schema, NULL));
  return schema;
}

VmxRecordBatch *
make_record (VmxObjectSchema *schema, const char *json, const char *etag)
{
  VmxRecordBatch *batch = vmx_record_batch_new (schema);
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_record_batch_append_json (batch, json, &error));
  g_assert_no_error (error);
  if (etag != NULL)
    vmx_record_batch_set_etag (batch, 0, etag);
  return batch;
}

VmxUploadRequest *
make_request (void)
{
  return vmx_upload_request_new (REQUEST_ID, "2024-02-29T12:00:00.123Z");
}

void
add_change (VmxUploadRequest *request, VmxChangeAction action, VmxObjectSchema *schema,
            const char *json, const char *etag)
{
  g_autoptr(VmxRecordBatch) batch = make_record (schema, json, etag);

  vmx_upload_request_add (request, action, batch, 0);
}

VmxUploadRequest *
make_mixed_request (VmxObjectSchema *schema)
{
  VmxUploadRequest *request = make_request ();

  add_change (request, VMX_CHANGE_ACTION_CREATE, schema, "{\"Name\":\"Ada\"}", NULL);
  add_change (request, VMX_CHANGE_ACTION_UPDATE, schema, "{\"ID\":2,\"Name\":\"Bob\"}",
              "W/\"2\"");
  add_change (request, VMX_CHANGE_ACTION_DELETE, schema, "{\"ID\":3}", "W/\"3\"");
  return request;
}
