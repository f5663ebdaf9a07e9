/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A sync with three callbacks, for programs that have a main loop anyway.
 *
 *     callbacks STORE URL [TRANSPORT]
 */
#include <libvmxsync/vmxsync.h>

#include <locale.h>

typedef struct
{
  GMainLoop *loop;
  GError *error;
} App;

static void
on_success (VmxObj *employees, VmxSyncResult *result, gpointer user_data)
{
  App *app = user_data;

  g_print ("%s: %" G_GUINT64_FORMAT " records downloaded\n", vmx_sync_result_get_name (result),
           vmx_sync_result_get_total_downloaded_records (result));
  g_main_loop_quit (app->loop);
}

static void
on_failure (VmxObj *employees, const GError *error, gpointer user_data)
{
  App *app = user_data;

  app->error = g_error_copy (error);
  g_main_loop_quit (app->loop);
}

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
start (App *app, char **argv, GError **error)
{
  g_autoptr(VmxClient) client = vmx_client_new (argv[1]);
  g_autoptr(VmxSyncOptions) options = NULL;
  g_autoptr(VmxObj) employees = NULL;

  if (vmx_client_add_service (client, "HR", argv[3], argv[2], error) == NULL
      || !vmx_client_setup (client, NULL, NULL, error))
    return FALSE;
  employees = vmx_client_get_object (client, "Employees", error);
  options = vmx_sync_options_new_from_json (
      "{\"downloadBatchSize\": 2, \"filter\": \"Country eq 'UK'\"}", NULL);
  if (employees == NULL)
    return FALSE;
  vmx_obj_start_sync_with_callbacks (employees, options, on_success, on_failure, on_progress, app,
                                     NULL);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  App app = { loop, NULL };

  setlocale (LC_ALL, "");
  if (argc < 3)
    {
      g_printerr ("usage: %s STORE URL [TRANSPORT]\n", argv[0]);
      return 2;
    }
  if (start (&app, argv, &app.error))
    g_main_loop_run (loop);
  if (app.error == NULL)
    return 0;
  g_printerr ("callbacks: %d: %s\n", app.error->code, app.error->message);
  g_clear_error (&app.error);
  return 1;
}
