/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The processor chain, between an answer and the store. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

static gboolean
has_record (VmxUploadMember *member)
{
  return member->entry != NULL && member->fate == VMX_FATE_ACCEPT && member->server.batch != NULL;
}

static gboolean
is_complete (VmxUploadMember *member)
{
  for (guint i = 0; i < vmx_object_schema_get_n_columns (member->schema); i++)
    if (vmx_value_get_kind (
            vmx_record_batch_peek_value (member->server.batch, member->server.row, i))
            == VMX_VALUE_MISSING
        && vmx_column_get_column_type (vmx_object_schema_get_column (member->schema, i))
               != VMX_COLUMN_STREAM)
      return FALSE;
  return TRUE;
}

static gboolean
run_chain (VmxUploadBatch *self, VmxObjectSchema *schema, GPtrArray *members, GError **error)
{
  g_autoptr(VmxRecordBatch) request = vmx_record_batch_new (schema);
  g_autoptr(VmxRecordBatch) reply = vmx_record_batch_new (schema);
  GPtrArray *processors = self->upload->processors;

  for (guint i = 0; i < members->len; i++)
    {
      VmxUploadMember *member = members->pdata[i];

      vmx_record_batch_add_copy (request, member->sent, member->row);
      vmx_record_batch_add_copy (reply, member->server.batch, member->server.row);
    }
  for (guint i = 0; i < processors->len; i++)
    if (!vmx_processor_process_upload_reply (processors->pdata[i], request, reply, error))
      return FALSE;
  for (guint i = 0; i < members->len; i++)
    {
      VmxUploadMember *member = members->pdata[i];

      vmx_upload_member_set_server (member, reply, i);
      member->processed = TRUE;
    }
  return TRUE;
}

static GPtrArray *
collect_new (VmxUploadBatch *self, VmxObjectSchema *schema)
{
  GPtrArray *members = g_ptr_array_new ();

  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (has_record (member) && !member->processed && member->schema == schema)
        g_ptr_array_add (members, member);
    }
  return members;
}

/* No transaction is open while a processor, which may be the program's own code, runs. */
gboolean
vmx_upload_process (VmxUploadBatch *self, GError **error)
{
  VmxServiceSchema *schema = self->upload->run->service->schema;

  if (self->upload->processors->len == 0)
    return TRUE;
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (schema, i);
      g_autoptr(GPtrArray) members = collect_new (self, object);

      if (members->len > 0 && !run_chain (self, object, members, error))
        return FALSE;
    }
  return TRUE;
}

void
vmx_upload_require_whole (VmxUploadBatch *self)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (has_record (member) && !is_complete (member))
        member->need = VMX_NEED_RECORD;
    }
}
