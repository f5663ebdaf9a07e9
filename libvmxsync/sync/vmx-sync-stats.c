/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-sync-stats-private.h>

/**
 * VmxSyncStats:
 *
 * What a sync did and how long it took, batch by batch.
 *
 * Since: 0.1
 */
struct _VmxSyncStats
{
  GObject parent_instance;

  char *name;
  char *start_time;
  gint64 elapsed;
  guint64 uploaded;
  guint64 downloaded;
  GArray *uploads;   /* (element-type VmxBatchStats) */
  GArray *downloads; /* (element-type VmxBatchStats) */
};

G_DEFINE_FINAL_TYPE (VmxSyncStats, vmx_sync_stats, G_TYPE_OBJECT)

static void
vmx_sync_stats_finalize (GObject *object)
{
  VmxSyncStats *self = VMX_SYNC_STATS (object);

  g_free (self->name);
  g_free (self->start_time);
  g_array_unref (self->uploads);
  g_array_unref (self->downloads);
  G_OBJECT_CLASS (vmx_sync_stats_parent_class)->finalize (object);
}

static void
vmx_sync_stats_class_init (VmxSyncStatsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_sync_stats_finalize;
}

static void
vmx_sync_stats_init (VmxSyncStats *self)
{
  self->uploads = g_array_new (FALSE, FALSE, sizeof (VmxBatchStats));
  self->downloads = g_array_new (FALSE, FALSE, sizeof (VmxBatchStats));
}

VmxSyncStats *
vmx_sync_stats_new (const char *name, const char *start_time)
{
  VmxSyncStats *self = g_object_new (VMX_TYPE_SYNC_STATS, NULL);

  self->name = g_strdup (name);
  self->start_time = g_strdup (start_time);
  return self;
}

void
vmx_sync_stats_add_upload (VmxSyncStats *self, const VmxBatchStats *batch)
{
  g_array_append_val (self->uploads, *batch);
  self->uploaded += batch->n_records;
}

void
vmx_sync_stats_add_download (VmxSyncStats *self, const VmxBatchStats *batch)
{
  g_array_append_val (self->downloads, *batch);
  self->downloaded += batch->n_records;
}

void
vmx_sync_stats_set_elapsed (VmxSyncStats *self, gint64 milliseconds)
{
  self->elapsed = milliseconds;
}

/**
 * vmx_sync_stats_get_name:
 * @self: statistics
 *
 * Gets the name of the object or service that was synchronised.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_sync_stats_get_name (VmxSyncStats *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), NULL);

  return self->name;
}

/**
 * vmx_sync_stats_get_start_time:
 * @self: statistics
 *
 * Gets when the sync began, in UTC.
 *
 * Returns: an ISO 8601 instant
 *
 * Since: 0.1
 */
const char *
vmx_sync_stats_get_start_time (VmxSyncStats *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), NULL);

  return self->start_time;
}

/**
 * vmx_sync_stats_get_elapsed_time:
 * @self: statistics
 *
 * Gets how long the sync took.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
gint64
vmx_sync_stats_get_elapsed_time (VmxSyncStats *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return self->elapsed;
}

/**
 * vmx_sync_stats_get_total_uploaded_records:
 * @self: statistics
 *
 * Gets how many changes were uploaded.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint64
vmx_sync_stats_get_total_uploaded_records (VmxSyncStats *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return self->uploaded;
}

/**
 * vmx_sync_stats_get_total_downloaded_records:
 * @self: statistics
 *
 * Gets how many records were downloaded and stored.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint64
vmx_sync_stats_get_total_downloaded_records (VmxSyncStats *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return self->downloaded;
}

/**
 * vmx_sync_stats_get_n_download_batches:
 * @self: statistics
 *
 * Gets how many batches were downloaded.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_sync_stats_get_n_download_batches (VmxSyncStats *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return self->downloads->len;
}

static const VmxBatchStats *
get_batch_of (GArray *batches, guint position)
{
  static const VmxBatchStats nothing;

  return position < batches->len ? &g_array_index (batches, VmxBatchStats, position) : &nothing;
}

static const VmxBatchStats *
get_batch (VmxSyncStats *self, guint position)
{
  return get_batch_of (self->downloads, position);
}

/**
 * vmx_sync_stats_get_n_upload_batches:
 * @self: statistics
 *
 * Gets how many batches were uploaded.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_sync_stats_get_n_upload_batches (VmxSyncStats *self)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return self->uploads->len;
}

/**
 * vmx_sync_stats_get_upload_batch_records:
 * @self: statistics
 * @position: which upload batch, from 0
 *
 * Gets how many changes of a batch the server accepted.
 *
 * Returns: the number, 0 if there is no such batch
 *
 * Since: 0.1
 */
guint64
vmx_sync_stats_get_upload_batch_records (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return get_batch_of (self->uploads, position)->n_records;
}

static double
to_milliseconds (gint64 microseconds)
{
  return (double) microseconds / 1000.0;
}

/**
 * vmx_sync_stats_get_batch_records:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how many records a download batch had.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint64
vmx_sync_stats_get_batch_records (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return get_batch (self, position)->n_records;
}

/**
 * vmx_sync_stats_get_batch_network_time:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how long the network took for a download batch.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
double
vmx_sync_stats_get_batch_network_time (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return to_milliseconds (get_batch (self, position)->network_time);
}

/**
 * vmx_sync_stats_get_batch_parsing_time:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how long reading the answer of a download batch took.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
double
vmx_sync_stats_get_batch_parsing_time (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return to_milliseconds (get_batch (self, position)->parsing_time);
}

/**
 * vmx_sync_stats_get_batch_processing_time:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how long the processors took for a download batch.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
double
vmx_sync_stats_get_batch_processing_time (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return to_milliseconds (get_batch (self, position)->processing_time);
}

/**
 * vmx_sync_stats_get_batch_storing_time:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how long storing a download batch took.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
double
vmx_sync_stats_get_batch_storing_time (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return to_milliseconds (get_batch (self, position)->storing_time);
}

/**
 * vmx_sync_stats_get_upload_batch_network_time:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how long the network took for an upload batch.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
double
vmx_sync_stats_get_upload_batch_network_time (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return to_milliseconds (get_batch_of (self->uploads, position)->network_time);
}

/**
 * vmx_sync_stats_get_upload_batch_parsing_time:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how long reading the answers of an upload batch took.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
double
vmx_sync_stats_get_upload_batch_parsing_time (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return to_milliseconds (get_batch_of (self->uploads, position)->parsing_time);
}

/**
 * vmx_sync_stats_get_upload_batch_processing_time:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how long the processors and decisions took for an upload batch.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
double
vmx_sync_stats_get_upload_batch_processing_time (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return to_milliseconds (get_batch_of (self->uploads, position)->processing_time);
}

/**
 * vmx_sync_stats_get_upload_batch_storing_time:
 * @self: statistics
 * @position: which batch, from 0
 *
 * Gets how long storing what became of an upload batch took.
 *
 * Returns: milliseconds
 *
 * Since: 0.1
 */
double
vmx_sync_stats_get_upload_batch_storing_time (VmxSyncStats *self, guint position)
{
  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), 0);

  return to_milliseconds (get_batch_of (self->uploads, position)->storing_time);
}

static void
write_time (VmxJsonWriter *writer, const char *member, gint64 microseconds)
{
  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_double (writer, to_milliseconds (microseconds));
}

static void
write_number (VmxJsonWriter *writer, const char *member, guint64 number)
{
  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_int64 (writer, (gint64) number);
}

/* The names are the documented ones, misspelt as they are. */
static void
write_batch (VmxJsonWriter *writer, guint number, const VmxBatchStats *batch)
{
  vmx_json_writer_start_object (writer);
  write_number (writer, "batchNumber", number);
  write_number (writer, "numberOfRecords", batch->n_records);
  write_time (writer, "requestCreationTime", batch->creation_time);
  write_time (writer, "networkDurationTime", batch->network_time);
  write_time (writer, "responseParsingTime", batch->parsing_time);
  write_time (writer, "sdkObjectCreationTime", batch->processing_time);
  write_time (writer, "dataPersistanceTime", batch->storing_time);
  vmx_json_writer_end_object (writer);
}

static void
write_batches (VmxJsonWriter *writer, const char *member, GArray *batches)
{
  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < batches->len; i++)
    write_batch (writer, i + 1, get_batch_of (batches, i));
  vmx_json_writer_end_array (writer);
}

void
vmx_sync_stats_write (VmxSyncStats *self, VmxJsonWriter *writer)
{
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "name", -1);
  vmx_json_writer_string (writer, self->name, -1);
  vmx_json_writer_member (writer, "startTime", -1);
  vmx_json_writer_string (writer, self->start_time, -1);
  write_number (writer, "syncElapsedTime", (guint64) self->elapsed);
  write_number (writer, "totalUploadedRecords", self->uploaded);
  write_number (writer, "totalDownloadedRecords", self->downloaded);
  write_number (writer, "numberOfRecordsSynced", self->uploaded + self->downloaded);
  write_batches (writer, "uploadStats", self->uploads);
  write_batches (writer, "downloadStats", self->downloads);
  vmx_json_writer_end_object (writer);
}

/**
 * vmx_sync_stats_to_json:
 * @self: statistics
 *
 * Writes the statistics as a JSON object with the documented keys; times are in milliseconds.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
vmx_sync_stats_to_json (VmxSyncStats *self)
{
  g_autoptr(VmxJsonWriter) writer = NULL;

  g_return_val_if_fail (VMX_IS_SYNC_STATS (self), NULL);

  writer = vmx_json_writer_new ();
  vmx_sync_stats_write (self, writer);
  return vmx_json_writer_steal (writer, NULL);
}
