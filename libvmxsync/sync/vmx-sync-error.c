/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-sync-error-private.h>

/**
 * VmxSyncError:
 *
 * What went wrong with one record in a sync that was otherwise done.
 *
 * Since: 0.1
 */
struct _VmxSyncError
{
  GObject parent_instance;

  VmxSyncPhase phase;
  int opstatus;
  char *code; /* (nullable) */
  char *message;
  char *object;
  char *object_service;
  VmxRecord *primary_keys; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (VmxSyncError, vmx_sync_error, G_TYPE_OBJECT)

static void
vmx_sync_error_finalize (GObject *object)
{
  VmxSyncError *self = VMX_SYNC_ERROR (object);

  g_free (self->code);
  g_free (self->message);
  g_free (self->object);
  g_free (self->object_service);
  g_clear_object (&self->primary_keys);
  G_OBJECT_CLASS (vmx_sync_error_parent_class)->finalize (object);
}

static void
vmx_sync_error_class_init (VmxSyncErrorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_sync_error_finalize;
}

static void
vmx_sync_error_init (VmxSyncError *self)
{
}

VmxSyncError *
vmx_sync_error_new (const VmxSyncErrorInfo *info)
{
  VmxSyncError *self = g_object_new (VMX_TYPE_SYNC_ERROR, NULL);

  self->phase = info->phase;
  self->opstatus = info->opstatus;
  self->code = g_strdup (info->code);
  self->message = g_strdup (info->message);
  self->object = g_strdup (info->object);
  self->object_service = g_strdup (info->object_service);
  g_set_object (&self->primary_keys, info->primary_keys);
  return self;
}

/**
 * vmx_sync_error_get_phase:
 * @self: an error
 *
 * Gets in which phase it happened.
 *
 * Returns: the phase
 *
 * Since: 0.1
 */
VmxSyncPhase
vmx_sync_error_get_phase (VmxSyncError *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_ERROR (self), VMX_SYNC_PHASE_SYNC);

  return self->phase;
}

/**
 * vmx_sync_error_get_opstatus:
 * @self: an error
 *
 * Gets the status of the server, such as that of HTTP, or one of the codes of [error@Vmx.Error]
 * where the server said nothing.
 *
 * Returns: the status
 *
 * Since: 0.1
 */
int
vmx_sync_error_get_opstatus (VmxSyncError *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_ERROR (self), 0);

  return self->opstatus;
}

/**
 * vmx_sync_error_get_code:
 * @self: an error
 *
 * Gets the code that the server gave beside the status.
 *
 * Returns: (nullable): the code, %NULL if it gave none
 *
 * Since: 0.1
 */
const char *
vmx_sync_error_get_code (VmxSyncError *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_ERROR (self), NULL);

  return self->code;
}

/**
 * vmx_sync_error_get_message:
 * @self: an error
 *
 * Gets what went wrong, in words.
 *
 * Returns: a sentence
 *
 * Since: 0.1
 */
const char *
vmx_sync_error_get_message (VmxSyncError *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_ERROR (self), NULL);

  return self->message;
}

/**
 * vmx_sync_error_get_object:
 * @self: an error
 *
 * Gets the object that the record belongs to.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_sync_error_get_object (VmxSyncError *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_ERROR (self), NULL);

  return self->object;
}

/**
 * vmx_sync_error_get_object_service:
 * @self: an error
 *
 * Gets the service that the object belongs to.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_sync_error_get_object_service (VmxSyncError *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_ERROR (self), NULL);

  return self->object_service;
}

/**
 * vmx_sync_error_get_primary_keys:
 * @self: an error
 *
 * Gets the key of the record.
 *
 * Returns: (transfer none) (nullable): a record of the key columns, %NULL if it is not about one
 *   record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_sync_error_get_primary_keys (VmxSyncError *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_ERROR (self), NULL);

  return self->primary_keys;
}

static void
write_text (VmxJsonWriter *writer, const char *member, const char *text)
{
  if (text == NULL)
    return;
  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_string (writer, text, -1);
}

static void
write_error (VmxSyncError *self, VmxJsonWriter *writer)
{
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "opstatus", -1);
  vmx_json_writer_int64 (writer, self->opstatus);
  write_text (writer, "errmsg", self->message);
  write_text (writer, "errcode", self->code);
  write_text (writer, "object", self->object);
  write_text (writer, "objectService", self->object_service);
  if (self->primary_keys != NULL)
    {
      g_autofree char *keys = vmx_record_to_json (self->primary_keys);

      vmx_json_writer_member (writer, "primaryKeys", -1);
      vmx_json_writer_raw (writer, keys, -1);
    }
  vmx_json_writer_end_object (writer);
}

static void
write_phase (GPtrArray *errors, VmxSyncPhase phase, const char *name, VmxJsonWriter *writer)
{
  vmx_json_writer_member (writer, name, -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < errors->len; i++)
    if (((VmxSyncError *) errors->pdata[i])->phase == phase)
      write_error (errors->pdata[i], writer);
  vmx_json_writer_end_array (writer);
}

void
vmx_sync_errors_write (GPtrArray *errors, VmxJsonWriter *writer)
{
  vmx_json_writer_start_object (writer);
  write_phase (errors, VMX_SYNC_PHASE_UPLOAD, "upload", writer);
  write_phase (errors, VMX_SYNC_PHASE_DOWNLOAD, "download", writer);
  vmx_json_writer_end_object (writer);
}
