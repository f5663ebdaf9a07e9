/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The best of several rounds is what the code can do; the rest is the machine's noise. */
typedef struct
{
  double ours;
  double floor;
} BenchTimes;

void bench_times_init (BenchTimes *times);
void bench_times_add_ours (BenchTimes *times, gint64 started);
void bench_times_add_floor (BenchTimes *times, gint64 started);
/* Times that somebody else took, in microseconds. */
void bench_times_add (BenchTimes *times, gint64 ours, gint64 floor);
/* The one line of a benchmark. peak_mb: of the process that ran only our side, 0 for this one. */
void bench_print (const char *name, const BenchTimes *times, double peak_mb);
/* Runs a program and waits for it; the most memory that it ever had, in MB. */
double bench_run_and_measure (const char *const *argv);
char *bench_make_folder (void);
void bench_remove_folder (const char *folder);
/* Ends the benchmark with the message of an error, if there is one. */
void bench_check (const GError *error);

G_END_DECLS
