/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-sync.h"

#include "cli-output.h"
#include "cli-table.h"

VmxSyncResult *
cli_sync_object (CliCall *call, VmxObj *object, VmxSyncOptions *options, CliProgress *progress,
                 GError **error)
{
  const char *const *warnings;
  VmxSyncResult *result;

  vmx_obj_start_sync_async (object, options, call->cancellable, cli_call_done, call);
  result = vmx_obj_start_sync_finish (object, cli_call_wait (call), error);
  cli_progress_clear (progress);
  if (result == NULL)
    return NULL;
  warnings = vmx_sync_result_get_warnings (result);
  for (guint i = 0; warnings[i] != NULL; i++)
    cli_print_warning (warnings[i]);
  return result;
}

static void
add_time (CliTable *table, double milliseconds)
{
  g_autofree char *text = g_strdup_printf ("%.1f", milliseconds);

  cli_table_add_number (table, text);
}

static void
print_stats (VmxSyncStats *stats)
{
  static const char *const headings[]
      = { "Batch", "Records", "Network ms", "Parsing ms", "Processing ms", "Storing ms", NULL };
  g_autoptr(CliTable) table = cli_table_new (headings, 0);

  for (guint i = 0; i < vmx_sync_stats_get_n_download_batches (stats); i++)
    {
      cli_table_add_count (table, i + 1);
      cli_table_add_count (table, vmx_sync_stats_get_batch_records (stats, i));
      add_time (table, vmx_sync_stats_get_batch_network_time (stats, i));
      add_time (table, vmx_sync_stats_get_batch_parsing_time (stats, i));
      add_time (table, vmx_sync_stats_get_batch_processing_time (stats, i));
      add_time (table, vmx_sync_stats_get_batch_storing_time (stats, i));
    }
  cli_table_print (table);
}

void
cli_print_sync_result (VmxSyncResult *result, gint64 microseconds)
{
  guint64 downloaded = vmx_sync_result_get_total_downloaded_records (result);
  VmxSyncStats *stats = vmx_sync_result_get_stats (result);

  g_print ("%s: %" G_GUINT64_FORMAT " %s downloaded in %.2f s\n",
           vmx_sync_result_get_name (result), downloaded, downloaded == 1 ? "record" : "records",
           (double) microseconds / G_USEC_PER_SEC);
  if (stats != NULL)
    print_stats (stats);
}
