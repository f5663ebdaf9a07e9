/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-sync-progress-private.h>

#include <libvmxsync/model/json/vmx-json-writer.h>

/**
 * VmxSyncProgress:
 *
 * One event of a sync that is going on. It never changes.
 *
 * Since: 0.1
 */
struct _VmxSyncProgress
{
  GObject parent_instance;

  VmxSyncProgressInfo info;
  char *name;
  char *start_time;
};

G_DEFINE_FINAL_TYPE (VmxSyncProgress, vmx_sync_progress, G_TYPE_OBJECT)

static void
vmx_sync_progress_finalize (GObject *object)
{
  VmxSyncProgress *self = VMX_SYNC_PROGRESS (object);

  g_free (self->name);
  g_free (self->start_time);
  G_OBJECT_CLASS (vmx_sync_progress_parent_class)->finalize (object);
}

static void
vmx_sync_progress_class_init (VmxSyncProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_sync_progress_finalize;
}

static void
vmx_sync_progress_init (VmxSyncProgress *self)
{
}

VmxSyncProgress *
vmx_sync_progress_new (const VmxSyncProgressInfo *info)
{
  VmxSyncProgress *self = g_object_new (VMX_TYPE_SYNC_PROGRESS, NULL);

  self->info = *info;
  self->name = g_strdup (info->name);
  self->start_time = g_strdup (info->start_time);
  return self;
}

gboolean
vmx_sync_progress_is_superseded (GObject *earlier, GObject *later)
{
  const VmxSyncProgressInfo *a = &VMX_SYNC_PROGRESS (earlier)->info;
  const VmxSyncProgressInfo *b = &VMX_SYNC_PROGRESS (later)->info;

  return a->state == VMX_SYNC_STATE_IN_PROGRESS && b->state == VMX_SYNC_STATE_IN_PROGRESS
         && a->phase == b->phase && a->batch_number == b->batch_number;
}

/**
 * vmx_sync_progress_get_phase:
 * @self: a progress event
 *
 * Gets which part of the sync the event is about.
 *
 * Returns: the phase
 *
 * Since: 0.1
 */
VmxSyncPhase
vmx_sync_progress_get_phase (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), VMX_SYNC_PHASE_SYNC);

  return self->info.phase;
}

/**
 * vmx_sync_progress_get_state:
 * @self: a progress event
 *
 * Gets where the phase stands.
 *
 * Returns: the state
 *
 * Since: 0.1
 */
VmxSyncState
vmx_sync_progress_get_state (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), VMX_SYNC_STATE_STARTED);

  return self->info.state;
}

/**
 * vmx_sync_progress_get_name:
 * @self: a progress event
 *
 * Gets the name of the object or service that is synchronised.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_sync_progress_get_name (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), NULL);

  return self->name;
}

/**
 * vmx_sync_progress_get_start_time:
 * @self: a progress event
 *
 * Gets when the sync began, in UTC.
 *
 * Returns: (nullable): an ISO 8601 instant, %NULL in events without it
 *
 * Since: 0.1
 */
const char *
vmx_sync_progress_get_start_time (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), NULL);

  return self->start_time;
}

/**
 * vmx_sync_progress_get_total_objects_to_sync:
 * @self: a progress event
 *
 * Gets how many objects the sync has.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_sync_progress_get_total_objects_to_sync (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), 0);

  return self->info.n_objects;
}

/**
 * vmx_sync_progress_get_batch_number:
 * @self: a progress event
 *
 * Gets which batch the event is about.
 *
 * Returns: the number from 1, 0 in events of the sync as a whole
 *
 * Since: 0.1
 */
guint
vmx_sync_progress_get_batch_number (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), 0);

  return self->info.batch_number;
}

/**
 * vmx_sync_progress_get_total_downloaded_records:
 * @self: a progress event
 *
 * Gets how many records were downloaded and stored so far.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint64
vmx_sync_progress_get_total_downloaded_records (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), 0);

  return self->info.downloaded;
}

/**
 * vmx_sync_progress_get_total_uploaded_records:
 * @self: a progress event
 *
 * Gets how many changes were uploaded so far.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint64
vmx_sync_progress_get_total_uploaded_records (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), 0);

  return self->info.uploaded;
}

/**
 * vmx_sync_progress_get_total_records_to_upload:
 * @self: an event
 *
 * Gets how many changes are still to be uploaded.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint64
vmx_sync_progress_get_total_records_to_upload (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), 0);

  return self->info.left_to_upload;
}

/**
 * vmx_sync_progress_get_expected_records:
 * @self: a progress event
 *
 * Gets how many records the download has in all.
 *
 * Returns: the number, -1 if the server does not tell
 *
 * Since: 0.1
 */
gint64
vmx_sync_progress_get_expected_records (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), -1);

  return self->info.expected;
}

/**
 * vmx_sync_progress_get_elapsed_time:
 * @self: a progress event
 *
 * Gets how long the sync has taken so far.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
gint64
vmx_sync_progress_get_elapsed_time (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), 0);

  return self->info.elapsed;
}

/**
 * vmx_sync_progress_get_fraction:
 * @self: a progress event
 *
 * Gets how much of the sync is done.
 *
 * Returns: 0 to 1, never falling; -1 while it is unknown
 *
 * Since: 0.1
 */
double
vmx_sync_progress_get_fraction (VmxSyncProgress *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), -1);

  return self->info.fraction;
}

static void
write_text (VmxJsonWriter *writer, const char *member, const char *text)
{
  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_string (writer, text, -1);
}

static void
write_number (VmxJsonWriter *writer, const char *member, gint64 number)
{
  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_int64 (writer, number);
}

static void
write_sync_event (VmxJsonWriter *writer, VmxSyncProgress *self)
{
  if (self->info.state == VMX_SYNC_STATE_STARTED)
    {
      write_text (writer, "startTime", self->start_time);
      write_number (writer, "totalObjectsToSync", self->info.n_objects);
    }
  else if (self->info.state == VMX_SYNC_STATE_ENDED)
    {
      write_number (writer, "syncElapsedTime", self->info.elapsed);
      write_number (writer, "totalUploadedRecords", (gint64) self->info.uploaded);
      write_number (writer, "totalDownloadedRecords", (gint64) self->info.downloaded);
    }
}

static void
write_upload_event (VmxJsonWriter *writer, VmxSyncProgress *self)
{
  if (self->info.state == VMX_SYNC_STATE_IN_PROGRESS)
    write_number (writer, "totalRecordsToUpload", (gint64) self->info.left_to_upload);
  if (self->info.state == VMX_SYNC_STATE_ENDED)
    write_number (writer, "totalUploadedRecords", (gint64) self->info.uploaded);
  write_number (writer, "batchNumber", self->info.batch_number);
}

static void
write_download_event (VmxJsonWriter *writer, VmxSyncProgress *self)
{
  if (self->info.state == VMX_SYNC_STATE_ENDED)
    write_number (writer, "totalDownloadedRecords", (gint64) self->info.downloaded);
  write_number (writer, "batchNumber", self->info.batch_number);
}

/**
 * vmx_sync_progress_to_json:
 * @self: a progress event
 *
 * Writes the event as a JSON object with the documented keys.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
vmx_sync_progress_to_json (VmxSyncProgress *self)
{
  static const char *const phases[] = { "Sync", "Upload", "Download" };
  static const char *const states[] = { "Started", "InProgress", "Ended" };
  g_autoptr(VmxJsonWriter) writer = NULL;

  g_return_val_if_fail (VMX_IS_SYNC_PROGRESS (self), NULL);

  writer = vmx_json_writer_new ();
  vmx_json_writer_start_object (writer);
  write_text (writer, "name", self->name);
  write_text (writer, "phase", phases[self->info.phase]);
  write_text (writer, "state", states[self->info.state]);
  if (self->info.phase == VMX_SYNC_PHASE_SYNC)
    write_sync_event (writer, self);
  else if (self->info.phase == VMX_SYNC_PHASE_UPLOAD)
    write_upload_event (writer, self);
  else
    write_download_event (writer, self);
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}
