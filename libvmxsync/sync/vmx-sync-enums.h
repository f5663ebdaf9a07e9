/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

/**
 * VmxSyncType:
 * @VMX_SYNC_TYPE_FULL: local changes go up, then changes of the server come down
 * @VMX_SYNC_TYPE_DOWNLOAD_ONLY: changes of the server come down
 * @VMX_SYNC_TYPE_UPLOAD_ONLY: local changes go up
 *
 * Which ways records go in a sync.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_SYNC_TYPE_FULL,
  VMX_SYNC_TYPE_DOWNLOAD_ONLY,
  VMX_SYNC_TYPE_UPLOAD_ONLY,
} VmxSyncType;

/**
 * VmxSyncPhase:
 * @VMX_SYNC_PHASE_SYNC: the sync as a whole
 * @VMX_SYNC_PHASE_UPLOAD: local changes go up
 * @VMX_SYNC_PHASE_DOWNLOAD: changes of the server come down
 *
 * The part of a sync that a progress event is about.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_SYNC_PHASE_SYNC,
  VMX_SYNC_PHASE_UPLOAD,
  VMX_SYNC_PHASE_DOWNLOAD,
} VmxSyncPhase;

/**
 * VmxSyncState:
 * @VMX_SYNC_STATE_STARTED: the phase, or a batch of it, begins
 * @VMX_SYNC_STATE_IN_PROGRESS: the batch is being worked on
 * @VMX_SYNC_STATE_ENDED: the phase, or a batch of it, is done
 *
 * Where a phase of a sync stands.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_SYNC_STATE_STARTED,
  VMX_SYNC_STATE_IN_PROGRESS,
  VMX_SYNC_STATE_ENDED,
} VmxSyncState;

G_END_DECLS
