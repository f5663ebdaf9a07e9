/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Downloads the employees of a country and shows the first three.
 *
 *     sync-employees STORE URL [TRANSPORT]
 */
#include <libvmxsync/vmxsync.h>

#include <locale.h>

static void
on_progress (VmxObj *employees, VmxSyncProgress *progress, gpointer user_data)
{
  if (vmx_sync_progress_get_phase (progress) == VMX_SYNC_PHASE_DOWNLOAD
      && vmx_sync_progress_get_state (progress) == VMX_SYNC_STATE_ENDED)
    g_print ("batch %u: %" G_GUINT64_FORMAT " records so far\n",
             vmx_sync_progress_get_batch_number (progress),
             vmx_sync_progress_get_total_downloaded_records (progress));
}

static gboolean
print_first (VmxObj *employees, GError **error)
{
  g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
  g_autoptr(GPtrArray) records = NULL;

  vmx_read_options_add_order (options, "LastName", VMX_ORDER_ASCENDING);
  records = vmx_obj_get (employees, options, NULL, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < MIN (records->len, 3); i++)
    g_print ("%s, %s\n", vmx_record_get_text (records->pdata[i], "LastName"),
             vmx_record_get_text (records->pdata[i], "FirstName"));
  return TRUE;
}

static gboolean
sync_employees (const char *store, const char *url, const char *transport, GError **error)
{
  g_autoptr(VmxClient) client = vmx_client_new (store);
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(VmxObj) employees = NULL;
  g_autoptr(VmxSyncResult) result = NULL;

  if (vmx_client_add_service (client, "HR", transport, url, error) == NULL
      || !vmx_client_setup (client, NULL, NULL, error))
    return FALSE;
  employees = vmx_client_get_object (client, "Employees", error);
  if (employees == NULL)
    return FALSE;

  g_signal_connect (employees, "progress", G_CALLBACK (on_progress), NULL);
  vmx_sync_options_set_filter (options, "Country eq 'UK'");
  vmx_sync_options_set_download_batch_size (options, 2);
  vmx_sync_options_set_get_sync_stats (options, TRUE);
  result = vmx_obj_start_sync (employees, options, NULL, error);
  if (result == NULL || !print_first (employees, error))
    return FALSE;
  g_print ("%" G_GUINT64_FORMAT " records downloaded in %u batches\n",
           vmx_sync_result_get_total_downloaded_records (result),
           vmx_sync_stats_get_n_download_batches (vmx_sync_result_get_stats (result)));
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr(GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc < 3)
    {
      g_printerr ("usage: %s STORE URL [TRANSPORT]\n", argv[0]);
      return 2;
    }
  if (sync_employees (argv[1], argv[2], argv[3], &error))
    return 0;
  g_printerr ("sync-employees: %d: %s\n", error->code, error->message);
  return 1;
}
