/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-body.h"

static const char *const action_names[] = {
  [VMX_CHANGE_ACTION_CREATE] = "create",
  [VMX_CHANGE_ACTION_UPDATE] = "update",
  [VMX_CHANGE_ACTION_DELETE] = "delete",
  NULL,
};

const char *
vmx_mock_body_get_object_name (VmxObjectSchema *schema)
{
  const char *name = vmx_object_schema_get_setting (schema, "entity-set");

  return name != NULL ? name : vmx_object_schema_get_name (schema);
}

/* --- Writing --- */

/* An object of the cells that are there, of the key or of the rest. */
static void
write_cells (VmxJsonWriter *writer, VmxRecordBatch *batch, guint row, gboolean key)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);

  vmx_json_writer_start_object (writer);
  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, i);

      if (vmx_object_schema_is_key_column (schema, i) != key
          || vmx_value_get_kind (value) == VMX_VALUE_MISSING)
        continue;
      vmx_json_writer_member (writer,
                              vmx_column_get_name (vmx_object_schema_get_column (schema, i)), -1);
      vmx_json_writer_value (writer, value);
    }
  vmx_json_writer_end_object (writer);
}

static void
write_member (VmxJsonWriter *writer, VmxUploadRequest *request, guint member)
{
  VmxRecordBatch *batch = vmx_upload_request_get_batch (request, member);
  VmxChangeAction action = vmx_upload_request_get_action (request, member);
  guint row = vmx_upload_request_get_row (request, member);
  const char *etag = vmx_record_batch_get_etag (batch, row);

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "action", -1);
  vmx_json_writer_string (writer, action_names[action], -1);
  vmx_json_writer_member (writer, "object", -1);
  vmx_json_writer_string (
      writer, vmx_mock_body_get_object_name (vmx_record_batch_get_schema (batch)), -1);
  vmx_json_writer_member (writer, "key", -1);
  write_cells (writer, batch, row, TRUE);
  if (etag != NULL)
    {
      vmx_json_writer_member (writer, "etag", -1);
      vmx_json_writer_string (writer, etag, -1);
    }
  if (action != VMX_CHANGE_ACTION_DELETE)
    {
      vmx_json_writer_member (writer, "values", -1);
      write_cells (writer, batch, row, FALSE);
    }
  vmx_json_writer_end_object (writer);
}

char *
vmx_mock_body_write (VmxUploadRequest *request)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "atomic", -1);
  vmx_json_writer_boolean (writer, vmx_upload_request_get_atomic (request));
  vmx_json_writer_member (writer, "members", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < vmx_upload_request_get_n_members (request); i++)
    write_member (writer, request, i);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

/* --- Reading --- */

static gboolean
read_change (VmxMockBody *self, const VmxJsonTree *json, GError **error)
{
  static const char *const members[] = { "action", "object", "key", "etag", "values", NULL };
  VmxMockChange change = { VMX_CHANGE_ACTION_CREATE, NULL, NULL, NULL, NULL };
  const char *action = "";
  int position;

  if (!vmx_mock_json_check_members (json, members, error)
      || !vmx_mock_json_read_text (json, "action", &action, error)
      || !vmx_mock_json_read_text (json, "object", &change.object, error)
      || !vmx_mock_json_read_text (json, "etag", &change.etag, error))
    return FALSE;
  position = vmx_mock_json_choose (json, "action", action, action_names, error);
  if (position < 0)
    return FALSE;
  if (change.object == NULL)
    return vmx_mock_json_fail (json, "an object", error);
  change.action = (VmxChangeAction) position;
  change.key = vmx_json_tree_get_member (json, "key");
  change.values = vmx_json_tree_get_member (json, "values");
  g_array_append_val (self->changes, change);
  return TRUE;
}

static gboolean
read_body (VmxMockBody *self, GError **error)
{
  static const char *const names[] = { "atomic", "members", NULL };
  const VmxJsonTree *members;

  if (!vmx_mock_json_check_members (self->json, names, error))
    return FALSE;
  members = vmx_json_tree_get_member (self->json, "members");
  if (members == NULL || members->kind != VMX_JSON_TREE_ARRAY)
    return vmx_mock_json_fail (self->json, "an array members", error);
  self->atomic = vmx_json_tree_is_true (vmx_json_tree_get_member (self->json, "atomic"));
  for (guint i = 0; i < vmx_json_tree_get_n_children (members); i++)
    if (!read_change (self, vmx_json_tree_get_child (members, i), error))
      return FALSE;
  return TRUE;
}

VmxMockBody *
vmx_mock_body_read (const char *text, GError **error)
{
  g_autoptr(VmxMockBody) self = g_new0 (VmxMockBody, 1);

  self->changes = g_array_new (FALSE, FALSE, sizeof (VmxMockChange));
  self->json = vmx_json_tree_new (text, -1, error);
  if (self->json != NULL && read_body (self, error))
    return g_steal_pointer (&self);
  g_prefix_error (error, "mock service: the body of the upload request cannot be read: ");
  return NULL;
}

void
vmx_mock_body_free (VmxMockBody *self)
{
  g_clear_pointer (&self->json, vmx_json_tree_free);
  g_array_unref (self->changes);
  g_free (self);
}
