/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading at the server what its answer did not tell. */
#include <libvmxsync/sync/upload/vmx-upload-private.h>

#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>
#include <libvmxsync/model/vmx-error.h>

/* Members of one object that need something. */
static GPtrArray *
collect (VmxUploadBatch *self, VmxObjectSchema *schema)
{
  GPtrArray *members = g_ptr_array_new ();

  for (guint i = 0; i < self->members->len; i++)
    {
      VmxUploadMember *member = vmx_upload_batch_get (self, i);

      if (member->entry != NULL && member->need != VMX_NEED_NOTHING && member->schema == schema)
        g_ptr_array_add (members, member);
    }
  return members;
}

/* The key that the server has it by: that of its answer, or our own. */
static gboolean
add_key (VmxRecordBatch *keys, VmxUploadMember *member, GError **error)
{
  guint row = vmx_record_batch_get_n_rows (keys);

  if (!member->server_known || member->server.batch == NULL)
    return vmx_key_text_decode (member->entry->key, keys, error);
  vmx_record_batch_add_row (keys);
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (member->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (member->schema, i);

      vmx_record_batch_put_copy (
          keys, row, column,
          vmx_record_batch_peek_value (member->server.batch, member->server.row, column));
    }
  return TRUE;
}

/* What an answer left out is taken from what was sent, and from the record before it. */
static gboolean
fill_up (VmxUploadMember *member, GError **error)
{
  g_autoptr(VmxRecordBatch) whole = vmx_record_batch_new (member->schema);
  g_autoptr(VmxRecordBatch) base = vmx_record_batch_new (member->schema);
  VmxRecordBatch *layers[] = { base, member->sent, member->server.batch };
  guint rows[] = { 0, member->row, member->server.row };
  const char *image = member->original != NULL ? member->original->base_image : NULL;

  if (!vmx_key_text_decode (member->entry->key, whole, error)
      || (image != NULL && !vmx_image_decode (image, base, "an original", error)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    if (layers[i] != NULL && rows[i] < vmx_record_batch_get_n_rows (layers[i]))
      vmx_record_batch_overlay (whole, 0, layers[i], rows[i]);
  if (member->server.batch != NULL)
    vmx_record_batch_set_etag (
        whole, 0, vmx_record_batch_get_etag (member->server.batch, member->server.row));
  vmx_upload_member_set_server (member, whole, 0);
  return TRUE;
}

/* The records cannot be read, today or ever. */
static gboolean
do_without (GPtrArray *members, GError **error)
{
  for (guint i = 0; i < members->len; i++)
    {
      VmxUploadMember *member = members->pdata[i];
      VmxUploadNeed what = member->need;

      if (what == VMX_NEED_RECORD && !fill_up (member, error))
        return FALSE;
      vmx_upload_member_set_fate (member, what == VMX_NEED_RECORD    ? VMX_FATE_ACCEPT
                                          : what == VMX_NEED_VERSION ? VMX_FATE_CONFLICT
                                                                     : VMX_FATE_LATER);
    }
  return TRUE;
}

static gboolean
cannot_be_read (const GError *error)
{
  return g_error_matches (error, VMX_ERROR, VMX_ERROR_DOWNLOAD_FAILED)
         || g_error_matches (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED);
}

/* They cannot be read now. What the server has accepted stays accepted: a download brings what its
 * answer left out. */
static gboolean
put_off (GPtrArray *members, GError **error)
{
  for (guint i = 0; i < members->len; i++)
    {
      VmxUploadMember *member = members->pdata[i];
      gboolean is_accepted = member->need == VMX_NEED_RECORD;

      if (is_accepted && !fill_up (member, error))
        return FALSE;
      vmx_upload_member_set_fate (member, is_accepted ? VMX_FATE_ACCEPT : VMX_FATE_IN_FLIGHT);
    }
  return TRUE;
}

static void
take (VmxUploadBatch *self, GPtrArray *members, VmxRecordBatch *found)
{
  for (guint i = 0; i < members->len; i++)
    {
      VmxUploadMember *member = members->pdata[i];
      gboolean is_gone = vmx_record_batch_is_deleted (found, i);

      vmx_upload_member_set_server (member, is_gone ? NULL : found, i);
      vmx_upload_judge_record (self, member);
    }
}

static gboolean
fetch_members (VmxUploadBatch *self, VmxObjectSchema *schema, GPtrArray *members,
               GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxRecordBatch) keys = vmx_record_batch_new (schema);
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(GError) local_error = NULL;

  for (guint i = 0; i < members->len; i++)
    if (!add_key (keys, members->pdata[i], error))
      return FALSE;
  found = vmx_transport_fetch_records (self->upload->transport, keys, cancellable, &local_error);
  if (found != NULL)
    {
      take (self, members, found);
      return TRUE;
    }
  if (cannot_be_read (local_error))
    {
      vmx_sync_run_add_warning (self->upload->run, local_error->message);
      return do_without (members, error);
    }
  if (put_off (members, error))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
vmx_upload_fetch (VmxUploadBatch *self, GCancellable *cancellable, GError **error)
{
  VmxServiceSchema *schema = self->upload->run->service->schema;
  gboolean can_fetch = vmx_transport_can_fetch_records (self->upload->transport);
  gboolean success = TRUE;

  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (schema, i);
      g_autoptr(GPtrArray) members = collect (self, object);

      if (members->len == 0)
        continue;
      if (!success)
        put_off (members, NULL);
      else if (!can_fetch)
        success = do_without (members, error);
      else
        success = fetch_members (self, object, members, cancellable, error);
    }
  return success;
}

gboolean
vmx_upload_probe (VmxUploadBatch *self, GCancellable *cancellable, GError **error)
{
  VmxUploadMember *member = NULL;
  g_autoptr(VmxRecordBatch) keys = NULL;
  g_autoptr(VmxRecordBatch) found = NULL;
  g_autoptr(GError) local_error = NULL;

  for (guint i = 0; i < self->members->len && (member == NULL || member->entry == NULL); i++)
    member = vmx_upload_batch_get (self, i);
  if (member == NULL || member->entry == NULL
      || !vmx_transport_can_fetch_records (self->upload->transport))
    return TRUE;
  keys = vmx_record_batch_new (member->schema);
  if (!add_key (keys, member, error))
    return FALSE;
  found = vmx_transport_fetch_records (self->upload->transport, keys, cancellable, &local_error);
  if (found != NULL || cannot_be_read (local_error))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
