/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-sync.h"

#include "cli-output.h"
#include "cli-table.h"

/* Employee Id=7: 409: somebody was faster */
static void
print_sync_error (VmxSyncError *error)
{
  VmxRecord *keys = vmx_sync_error_get_primary_keys (error);
  g_autofree char *key = keys != NULL ? cli_describe_key (keys) : g_strdup ("");
  g_autofree char *line = g_strdup_printf (
      "%s%s%s: %d: %s", vmx_sync_error_get_object (error), *key != '\0' ? " " : "", key,
      vmx_sync_error_get_opstatus (error), vmx_sync_error_get_message (error));

  cli_print_warning (line);
}

/* outcome: (nullable): the sync did not begin */
static void
print_warnings (VmxSyncResult *outcome)
{
  const char *const *warnings;
  GPtrArray *errors;

  if (outcome == NULL)
    return;
  warnings = vmx_sync_result_get_warnings (outcome);
  for (guint i = 0; warnings[i] != NULL; i++)
    cli_print_warning (warnings[i]);
  errors = vmx_sync_result_get_sync_errors (outcome);
  for (guint i = 0; i < errors->len; i++)
    print_sync_error (errors->pdata[i]);
}

VmxSyncResult *
cli_sync_object (CliCall *call, VmxObj *object, VmxSyncOptions *options, CliProgress *progress,
                 GError **error)
{
  VmxSyncResult *result;

  vmx_obj_start_sync_async (object, options, call->cancellable, cli_call_done, call);
  result = vmx_obj_start_sync_finish (object, cli_call_wait (call), error);
  cli_progress_clear (progress);
  print_warnings (result != NULL ? result : vmx_obj_get_last_outcome (object));
  return result;
}

static void
add_time (CliTable *table, double milliseconds)
{
  g_autofree char *text = g_strdup_printf ("%.1f", milliseconds);

  cli_table_add_number (table, text);
}

static void
add_uploads (CliTable *table, VmxSyncStats *stats)
{
  for (guint i = 0; i < vmx_sync_stats_get_n_upload_batches (stats); i++)
    {
      cli_table_add (table, "upload");
      cli_table_add_count (table, i + 1);
      cli_table_add_count (table, vmx_sync_stats_get_upload_batch_records (stats, i));
      add_time (table, vmx_sync_stats_get_upload_batch_network_time (stats, i));
      add_time (table, vmx_sync_stats_get_upload_batch_parsing_time (stats, i));
      add_time (table, vmx_sync_stats_get_upload_batch_processing_time (stats, i));
      add_time (table, vmx_sync_stats_get_upload_batch_storing_time (stats, i));
    }
}

static void
add_downloads (CliTable *table, VmxSyncStats *stats)
{
  for (guint i = 0; i < vmx_sync_stats_get_n_download_batches (stats); i++)
    {
      cli_table_add (table, "download");
      cli_table_add_count (table, i + 1);
      cli_table_add_count (table, vmx_sync_stats_get_batch_records (stats, i));
      add_time (table, vmx_sync_stats_get_batch_network_time (stats, i));
      add_time (table, vmx_sync_stats_get_batch_parsing_time (stats, i));
      add_time (table, vmx_sync_stats_get_batch_processing_time (stats, i));
      add_time (table, vmx_sync_stats_get_batch_storing_time (stats, i));
    }
}

static void
print_stats (VmxSyncStats *stats)
{
  static const char *const headings[]
      = { "Phase",      "Batch",         "Records",    "Network ms",
          "Parsing ms", "Processing ms", "Storing ms", NULL };
  g_autoptr(CliTable) table = cli_table_new (headings, 0);

  add_uploads (table, stats);
  add_downloads (table, stats);
  cli_table_print (table);
}

void
cli_print_sync_result (VmxSyncResult *result, gint64 microseconds)
{
  guint64 uploaded = vmx_sync_result_get_total_uploaded_records (result);
  guint64 downloaded = vmx_sync_result_get_total_downloaded_records (result);
  VmxSyncStats *stats = vmx_sync_result_get_stats (result);

  g_print ("%s: %" G_GUINT64_FORMAT " %s uploaded, %" G_GUINT64_FORMAT " %s downloaded in %.2f s\n",
           vmx_sync_result_get_name (result), uploaded, uploaded == 1 ? "change" : "changes",
           downloaded, downloaded == 1 ? "record" : "records",
           (double) microseconds / G_USEC_PER_SEC);
  if (stats != NULL)
    print_stats (stats);
}
