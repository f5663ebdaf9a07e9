/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/store/vmx-store-private.h>
#include <libvmxsync/plugin/vmx-authenticator.h>
#include <libvmxsync/plugin/vmx-processor.h>
#include <libvmxsync/plugin/vmx-transport.h>
#include <libvmxsync/sync/upload/vmx-conflict-resolver-private.h>
#include <libvmxsync/sync/vmx-plugin-spec-private.h>
#include <libvmxsync/sync/vmx-sync-error-private.h>
#include <libvmxsync/sync/vmx-sync-options-private.h>
#include <libvmxsync/sync/vmx-sync-progress-private.h>
#include <libvmxsync/sync/vmx-sync-result-private.h>
#include <libvmxsync/sync/vmx-sync-stats-private.h>
#include <libvmxsync/sync/vmx-worker-private.h>

G_BEGIN_DECLS

/* One sync of one object. It holds copies of everything that it was started with, so that the
 * program may change its settings meanwhile. */
typedef struct
{
  VmxStore *store;
  VmxServiceInfo *service;
  VmxObjectSchema *schema;
  VmxSyncOptions *options;
  VmxAuthenticator *authenticator; /* (nullable) */
  VmxPluginSpec *transport;
  GPtrArray *processors; /* (element-type VmxPluginSpec) */
  VmxConflictPolicy conflict_policy;
  VmxConflictResolver *resolver; /* (nullable): the program decides */
  gboolean atomic; /* each upload request as a whole or not at all */

  /* While it runs; used by one thread at a time, but where noted. */
  VmxWorker *worker;
  gint64 generation; /* of the store, whose schema is the run's */
  char *start_text;
  gint64 started; /* monotonic */
  const char *filter; /* (nullable): as it is sent */
  VmxSyncStats *stats;
  GPtrArray *warnings; /* (element-type utf8), NULL-terminated */
  GMutex warnings_mutex;
  GPtrArray *errors; /* (element-type VmxSyncError) */
  guint64 left_to_upload;
  double fraction;
  double fraction_before; /* what the phases before this one had */
  VmxSyncResult *outcome; /* (nullable), also of a failed run, once it has ended */
} VmxSyncRun;

VmxSyncRun *vmx_sync_run_new (VmxStore *store, VmxServiceInfo *service, VmxObjectSchema *schema,
                              VmxSyncOptions *options, VmxAuthenticator *authenticator,
                              const VmxPluginSpec *transport, GPtrArray *processors);
void vmx_sync_run_free (VmxSyncRun *self);
/* A VmxWorkFunc: a VmxSyncResult, or NULL with an error. */
gpointer vmx_sync_run_work (VmxWorker *worker, gpointer run, GCancellable *cancellable,
                            GError **error);

/* A transaction that sees the schemas with which the run began; VMX_ERROR_SCHEMA_REFRESH when
 * another program has changed them. */
VmxStorageTxn *vmx_sync_run_begin (VmxSyncRun *self, VmxTxnMode mode, GCancellable *cancellable,
                                   GError **error);

/* The same of a transaction that is open. */
gboolean vmx_sync_run_check_generation (VmxSyncRun *self, VmxStorageTxn *txn, GError **error);

/* For the phases, from any of their threads. The same sentence is only kept once. */
void vmx_sync_run_add_warning (VmxSyncRun *self, const char *warning);
void vmx_sync_run_post (VmxSyncRun *self, VmxSyncPhase phase, VmxSyncState state,
                        guint batch_number, gint64 expected);

/* Puts object and batch in front of an error of a batch. */
void vmx_sync_run_prefix_error (VmxSyncRun *self, guint batch_number, GError **error);

/* The upload phase: requests of earlier runs, and unless only_recover all changes that wait. */
gboolean vmx_upload_run (VmxSyncRun *run, VmxTransport *transport, GPtrArray *processors,
                         gboolean only_recover, GCancellable *cancellable, GError **error);
/* The download phase. */
gboolean vmx_download_run (VmxSyncRun *run, VmxTransport *transport, GPtrArray *processors,
                           GCancellable *cancellable, GError **error);

/* One row of the run history, whatever the outcome; failures are left aside. */
void vmx_run_log_write (VmxSyncRun *run, const GError *outcome);

G_END_DECLS
