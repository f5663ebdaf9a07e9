/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A first download of 100,000 records of 11 columns, about 30 MB of JSON, over loopback. */
#include "bench-common.h"
#include "floor-download.h"

#include <libvmxsync/vmxsync.h>
#include <stdio.h>

#define ROUNDS 5

static void
on_done (GObject *source, GAsyncResult *result, gpointer loop)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxSyncResult) done = vmx_obj_start_sync_finish (VMX_OBJ (source), result, &error);

  bench_check (error);
  g_assert (vmx_sync_result_get_total_downloaded_records (done) > 0);
  g_main_loop_quit (loop);
}

static void
our_download (const char *url, const char *store_path)
{
  g_autoptr(VmxClient) client = vmx_client_new (store_path);
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(VmxObj) records = NULL;
  g_autoptr(GError) error = NULL;

  vmx_client_add_service (client, "Bench", "odata", url, &error);
  bench_check (error);
  vmx_client_setup (client, NULL, NULL, &error);
  bench_check (error);
  records = vmx_client_get_object (client, "Records", &error);
  bench_check (error);
  vmx_obj_start_sync_async (records, options, NULL, on_done, loop);
  g_main_loop_run (loop);
}

/* Its address; the server lives as long as its standard input. */
static char *
start_server (const char *program, GSubprocess **server)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDataInputStream) output = NULL;

  *server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                              &error, program, "100000", NULL);
  bench_check (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (*server));
  return g_data_input_stream_read_line (output, NULL, NULL, NULL);
}

static void
run_rounds (const char *url, const char *folder, BenchTimes *times)
{
  for (int round = 0; round < ROUNDS; round++)
    {
      g_autofree char *ours = g_strdup_printf ("%s/ours-%d.db", folder, round);
      g_autofree char *floor = g_strdup_printf ("%s/floor-%d.db", folder, round);
      gint64 started = g_get_monotonic_time ();

      our_download (url, ours);
      bench_times_add_ours (times, started);
      started = g_get_monotonic_time ();
      floor_download (url, floor);
      bench_times_add_floor (times, started);
      remove (ours);
      remove (floor);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autofree char *url = NULL;
  g_autofree char *store = NULL;
  g_autoptr(GSubprocess) server = NULL;
  BenchTimes times;
  double peak;

  if (argc == 4 && g_str_equal (argv[1], "--ours"))
    {
      our_download (argv[2], argv[3]);
      return 0;
    }
  if (argc != 2)
    {
      g_printerr ("usage: bench-download PAGE-SERVER\n");
      return 2;
    }
  folder = bench_make_folder ();
  url = start_server (argv[1], &server);
  store = g_build_filename (folder, "alone.db", NULL);
  peak = bench_run_and_measure ((const char *[]){ argv[0], "--ours", url, store, NULL });
  bench_times_init (&times);
  run_rounds (url, folder, &times);
  bench_print ("download", &times, peak);
  g_subprocess_force_exit (server);
  bench_remove_folder (folder);
  return 0;
}
