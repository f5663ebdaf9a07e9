/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/sync/vmx-sync-stats.h>

G_BEGIN_DECLS

/* Times in microseconds. */
typedef struct
{
  guint64 n_records;
  gint64 creation_time;
  gint64 network_time;
  gint64 parsing_time;
  gint64 processing_time;
  gint64 storing_time;
} VmxBatchStats;

VmxSyncStats *vmx_sync_stats_new (const char *name, const char *start_time);
void vmx_sync_stats_add_upload (VmxSyncStats *self, const VmxBatchStats *batch);
void vmx_sync_stats_add_download (VmxSyncStats *self, const VmxBatchStats *batch);
void vmx_sync_stats_set_elapsed (VmxSyncStats *self, gint64 milliseconds);
void vmx_sync_stats_write (VmxSyncStats *self, VmxJsonWriter *writer);

G_END_DECLS
