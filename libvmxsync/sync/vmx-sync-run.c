/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-sync-run-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/query/vmx-query.h>
#include <libvmxsync/sync/vmx-sync-result-private.h>

VmxSyncRun *
vmx_sync_run_new (VmxStore *store, VmxServiceInfo *service, VmxObjectSchema *schema,
                  VmxSyncOptions *options, VmxAuthenticator *authenticator,
                  const VmxPluginSpec *transport, GPtrArray *processors)
{
  VmxSyncRun *self = g_new0 (VmxSyncRun, 1);

  self->store = g_object_ref (store);
  self->service = vmx_service_info_ref (service);
  self->schema = g_object_ref (schema);
  self->options = options != NULL ? vmx_sync_options_copy (options) : vmx_sync_options_new ();
  g_set_object (&self->authenticator, authenticator);
  self->transport = vmx_plugin_spec_copy (transport);
  self->processors = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_plugin_spec_free);
  for (guint i = 0; i < processors->len; i++)
    g_ptr_array_add (self->processors, vmx_plugin_spec_copy (processors->pdata[i]));
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->warnings, NULL);
  self->errors = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_init (&self->warnings_mutex);
  self->fraction = -1;
  return self;
}

void
vmx_sync_run_free (VmxSyncRun *self)
{
  g_object_unref (self->store);
  vmx_service_info_unref (self->service);
  g_object_unref (self->schema);
  g_object_unref (self->options);
  g_clear_object (&self->authenticator);
  vmx_plugin_spec_free (self->transport);
  g_ptr_array_unref (self->processors);
  g_clear_pointer (&self->resolver, vmx_conflict_resolver_unref);
  g_ptr_array_unref (self->warnings);
  g_ptr_array_unref (self->errors);
  g_clear_object (&self->outcome);
  g_mutex_clear (&self->warnings_mutex);
  g_clear_object (&self->stats);
  g_free (self->start_text);
  g_free (self);
}

void
vmx_sync_run_add_warning (VmxSyncRun *self, const char *warning)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->warnings_mutex);

  for (guint i = 0; i + 1 < self->warnings->len; i++)
    if (g_str_equal (self->warnings->pdata[i], warning))
      return;
  g_ptr_array_insert (self->warnings, (int) self->warnings->len - 1, g_strdup (warning));
}

/* The run goes by the schema that the store has now, whatever the program has seen of it. */
static gboolean
take_schema (VmxSyncRun *self, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (self->store, VMX_TXN_READ, cancellable, error);
  g_autoptr(VmxServiceInfo) service = NULL;
  VmxObjectSchema *schema = NULL;

  if (txn == NULL || !vmx_store_get_generation (txn, &self->generation, error))
    return FALSE;
  service = vmx_store_find_object (self->store, txn, vmx_object_schema_get_name (self->schema),
                                   &schema, error);
  if (service == NULL)
    return FALSE;
  g_set_object (&self->schema, schema);
  vmx_service_info_unref (self->service);
  self->service = g_steal_pointer (&service);
  return TRUE;
}

gboolean
vmx_sync_run_check_generation (VmxSyncRun *self, VmxStorageTxn *txn, GError **error)
{
  gint64 generation;

  if (!vmx_store_get_generation (txn, &generation, error))
    return FALSE;
  if (generation == self->generation)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_SCHEMA_REFRESH,
                       "the schema of the store was changed by another program while the sync "
                       "was running; nothing of the batch was stored, start the sync again");
  return FALSE;
}

VmxStorageTxn *
vmx_sync_run_begin (VmxSyncRun *self, VmxTxnMode mode, GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxStorageTxn) txn = vmx_store_begin (self->store, mode, cancellable, error);

  return txn != NULL && vmx_sync_run_check_generation (self, txn, error) ? g_steal_pointer (&txn)
                                                                         : NULL;
}

/* How far the phase is that is going on; the upload is half of a run that downloads, too. */
static void
raise_fraction (VmxSyncRun *self, VmxSyncPhase phase, guint64 done, gint64 expected)
{
  gboolean is_half = phase == VMX_SYNC_PHASE_UPLOAD
                     && vmx_sync_options_get_sync_type (self->options)
                            != VMX_SYNC_TYPE_UPLOAD_ONLY;
  double share = is_half ? 0.5 : 1 - self->fraction_before;

  if (expected > 0)
    self->fraction = MAX (self->fraction,
                          self->fraction_before
                              + share * MIN (1.0, (double) done / (double) expected));
}

void
vmx_sync_run_post (VmxSyncRun *self, VmxSyncPhase phase, VmxSyncState state, guint batch_number,
                   gint64 expected)
{
  guint64 downloaded = vmx_sync_stats_get_total_downloaded_records (self->stats);
  guint64 uploaded = vmx_sync_stats_get_total_uploaded_records (self->stats);
  g_autoptr(VmxSyncProgress) progress = NULL;
  VmxSyncProgressInfo info = {
    .phase = phase,
    .state = state,
    .name = vmx_object_schema_get_name (self->schema),
    .start_time = phase == VMX_SYNC_PHASE_SYNC ? self->start_text : NULL,
    .n_objects = 1,
    .batch_number = batch_number,
    .downloaded = downloaded,
    .uploaded = uploaded,
    .left_to_upload = self->left_to_upload,
    .expected = expected,
    .elapsed = (g_get_monotonic_time () - self->started) / 1000,
  };

  if (phase == VMX_SYNC_PHASE_UPLOAD)
    raise_fraction (self, phase, uploaded, (gint64) (uploaded + self->left_to_upload));
  else
    raise_fraction (self, phase, downloaded, expected);
  if (phase == VMX_SYNC_PHASE_SYNC && state == VMX_SYNC_STATE_ENDED)
    self->fraction = 1;
  info.fraction = self->fraction;
  progress = vmx_sync_progress_new (&info);
  vmx_worker_post (self->worker, G_OBJECT (progress));
}

void
vmx_sync_run_prefix_error (VmxSyncRun *self, guint batch_number, GError **error)
{
  /* Who reads records often names the object already. */
  if (error != NULL && g_str_has_prefix ((*error)->message, "object “"))
    g_prefix_error (error, "batch %u: ", batch_number);
  else
    g_prefix_error (error, "object “%s”, batch %u: ", vmx_object_schema_get_name (self->schema),
                    batch_number);
}

/* An invalid filter is never sent: real servers answer it with anything from an error to all
 * records. An empty one cannot be meant. */
static gboolean
judge_filter (VmxSyncRun *self, GError **error)
{
  const char *filter = vmx_sync_options_get_filter (self->options);
  g_autoptr(GError) reason = NULL;
  g_autofree char *warning = NULL;

  self->filter = filter;
  if (filter == NULL
      || vmx_query_judge_filter (filter, self->schema, self->service->schema, &reason)
             != VMX_FILTER_INVALID)
    return TRUE;
  if (*filter == '\0' || vmx_sync_options_get_strict_filter (self->options))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&reason), "object “%s”: ",
                                  vmx_object_schema_get_name (self->schema));
      return FALSE;
    }
  warning = g_strdup_printf ("the filter is invalid and was left aside, all records are "
                             "downloaded: %s",
                             reason->message);
  vmx_sync_run_add_warning (self, warning);
  self->filter = NULL;
  return TRUE;
}

static void
copy_warnings (VmxSyncRun *self)
{
  const char *const *warnings = vmx_sync_options_get_warnings (self->options);

  for (guint i = 0; warnings[i] != NULL; i++)
    vmx_sync_run_add_warning (self, warnings[i]);
}

/* Processors of the program are given back however the run ends. */
static void
release_processors (VmxSyncRun *self, GPtrArray *processors)
{
  for (guint i = 0; i < processors->len; i++)
    vmx_plugin_spec_release (self->processors->pdata[i], processors->pdata[i]);
}

static gboolean
acquire_processors (VmxSyncRun *self, GPtrArray *processors, GError **error)
{
  for (guint i = 0; i < self->processors->len; i++)
    {
      GObject *processor = vmx_plugin_spec_acquire (self->processors->pdata[i], error);

      if (processor == NULL)
        return FALSE;
      g_ptr_array_add (processors, processor);
      if (!vmx_processor_prepare (VMX_PROCESSOR (processor), self->schema, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_options (VmxSyncRun *self, GError **error)
{
  const char *const *names = vmx_sync_options_get_remove_after_upload (self->options);
  const char *object = vmx_object_schema_get_name (self->schema);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (!g_str_equal (names[i], object))
      {
        g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                     "option “removeAfterUpload”: the sync of “%s” does not upload “%s”; name only "
                     "the object that is synchronised",
                     object, names[i]);
        return FALSE;
      }
  return vmx_sync_options_check_supported (self->options, error);
}

/* What was sent in earlier runs comes first, whatever this one is for. */
static gboolean
run_transfers (VmxSyncRun *self, VmxTransport *transport, GPtrArray *processors,
               GCancellable *cancellable, GError **error)
{
  VmxSyncType type = vmx_sync_options_get_sync_type (self->options);

  if (!vmx_upload_run (self, transport, processors, type == VMX_SYNC_TYPE_DOWNLOAD_ONLY,
                       cancellable, error))
    return FALSE;
  self->fraction_before = MAX (0, self->fraction);
  return type == VMX_SYNC_TYPE_UPLOAD_ONLY
         || vmx_download_run (self, transport, processors, cancellable, error);
}

static gboolean
run_open_transport (VmxSyncRun *self, VmxTransport *transport, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr(GPtrArray) processors = g_ptr_array_new ();
  g_autoptr(GError) close_error = NULL;
  gboolean success;

  success = vmx_transport_open (transport, self->authenticator, cancellable, error)
            && acquire_processors (self, processors, error)
            && run_transfers (self, transport, processors, cancellable, error);
  release_processors (self, processors);
  /* Nothing is lost when closing fails, so it is only told. */
  if (!vmx_transport_close (transport, &close_error) && success)
    vmx_sync_run_add_warning (self, close_error->message);
  return success;
}

static gboolean
run_phases (VmxSyncRun *self, GCancellable *cancellable, GError **error)
{
  GObject *transport;
  gboolean success;

  if (!check_options (self, error)
      || g_cancellable_set_error_if_cancelled (cancellable, error)
      || !take_schema (self, cancellable, error) || !judge_filter (self, error))
    return FALSE;
  transport = vmx_plugin_spec_acquire (self->transport, error);
  if (transport == NULL)
    return FALSE;
  success = run_open_transport (self, VMX_TRANSPORT (transport), cancellable, error);
  vmx_plugin_spec_release (self->transport, transport);
  return success;
}

gpointer
vmx_sync_run_work (VmxWorker *worker, gpointer run, GCancellable *cancellable, GError **error)
{
  VmxSyncRun *self = run;
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  self->worker = worker;
  self->started = g_get_monotonic_time ();
  self->start_text = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  self->stats
      = vmx_sync_stats_new (vmx_object_schema_get_name (self->schema), self->start_text);
  copy_warnings (self);
  vmx_sync_run_post (self, VMX_SYNC_PHASE_SYNC, VMX_SYNC_STATE_STARTED, 0, -1);
  success = run_phases (self, cancellable, &local_error);
  vmx_sync_stats_set_elapsed (self->stats, (g_get_monotonic_time () - self->started) / 1000);
  vmx_run_log_write (self, local_error);
  self->outcome = vmx_sync_result_new (self->stats,
                                       vmx_sync_options_get_get_sync_stats (self->options),
                                       (const char *const *) self->warnings->pdata, self->errors,
                                       local_error);
  if (!success)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  vmx_sync_run_post (self, VMX_SYNC_PHASE_SYNC, VMX_SYNC_STATE_ENDED, 0, -1);
  return g_object_ref (self->outcome);
}
