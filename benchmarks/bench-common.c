/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench-common.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

void
bench_times_init (BenchTimes *times)
{
  times->ours = INFINITY;
  times->floor = INFINITY;
}

static double
seconds_since (gint64 started)
{
  return (double) (g_get_monotonic_time () - started) / G_TIME_SPAN_SECOND;
}

void
bench_times_add_ours (BenchTimes *times, gint64 started)
{
  times->ours = MIN (times->ours, seconds_since (started));
}

void
bench_times_add_floor (BenchTimes *times, gint64 started)
{
  times->floor = MIN (times->floor, seconds_since (started));
}

void
bench_times_add (BenchTimes *times, gint64 ours, gint64 floor)
{
  times->ours = MIN (times->ours, (double) ours / G_TIME_SPAN_SECOND);
  times->floor = MIN (times->floor, (double) floor / G_TIME_SPAN_SECOND);
}

static double
own_peak (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

void
bench_print (const char *name, const BenchTimes *times, double peak_mb)
{
  g_print ("%s: ratio %.2f (ours %.3f s, floor %.3f s, peak %.0f MB)\n", name,
           times->ours / times->floor, times->ours, times->floor,
           peak_mb > 0 ? peak_mb : own_peak ());
}

double
bench_run_and_measure (const char *const *argv)
{
  g_autoptr(GError) error = NULL;
  struct rusage usage;
  int status;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  bench_check (error);
  wait4 (pid, &status, 0, &usage);
  g_spawn_check_wait_status (status, &error);
  bench_check (error);
  return (double) usage.ru_maxrss / 1024;
}

char *
bench_make_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *folder = g_dir_make_tmp ("vmx-bench-XXXXXX", &error);

  bench_check (error);
  return folder;
}

void
bench_remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      remove (path);
    }
  remove (folder);
}

void
bench_check (const GError *error)
{
  if (error == NULL)
    return;
  g_printerr ("benchmark: %s\n", error->message);
  exit (1);
}
