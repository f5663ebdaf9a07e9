/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/sync/vmx-sync-progress.h>

G_BEGIN_DECLS

/* Everything an event can tell; the run fills in what its phase and state have. */
typedef struct
{
  VmxSyncPhase phase;
  VmxSyncState state;
  const char *name;
  const char *start_time; /* (nullable) */
  guint n_objects;
  guint batch_number;
  guint64 downloaded;
  guint64 uploaded;
  guint64 left_to_upload;
  gint64 expected; /* -1 while the server does not tell */
  gint64 elapsed;  /* milliseconds */
  double fraction; /* -1 while unknown */
} VmxSyncProgressInfo;

VmxSyncProgress *vmx_sync_progress_new (const VmxSyncProgressInfo *info);
/* Two reports of the same batch in progress. */
gboolean vmx_sync_progress_is_superseded (GObject *earlier, GObject *later);

G_END_DECLS
