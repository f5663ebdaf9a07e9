/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two programs edit back to back while a third one writes batches of a download back to back. The
 * floor is bare SQLite that makes the same edits in two programs, with no download beside them. */
#include "bench-common.h"
#include "floor-contention.h"

#include <libvmxsync/vmxsync.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define ROUNDS 3
#define N_EDITORS 2
#define N_EDITS 1000 /* of each */
#define BATCH_ROWS 500
#define N_RECORDS 100000
/* The keys of each program. */
#define SHARE 10000000

typedef struct
{
  GSubprocess *process;
  GDataInputStream *output;
} Child;

/* The tables */

static VmxObjectSchema *
make_schema (const char *name)
{
  static const char *const names[]
      = { "Name", "Email", "City", "Notes", "Salary", "HiredAt", "Birthday" };
  g_autoptr(VmxColumn) id = vmx_column_new ("Id", VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NONE);
  g_autoptr(GError) error = NULL;
  VmxObjectSchema *schema = vmx_object_schema_new (name);

  vmx_object_schema_add_column (schema, id);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(VmxColumn) column
          = vmx_column_new (names[i], VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);

      vmx_object_schema_add_column (schema, column);
    }
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *number = g_strdup_printf ("Number%u", i);
      g_autoptr(VmxColumn) column
          = vmx_column_new (number, VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NULLABLE);

      vmx_object_schema_add_column (schema, column);
    }
  vmx_object_schema_add_key_column (schema, "Id");
  vmx_object_schema_seal (schema, &error);
  bench_check (error);
  return schema;
}

static void
add_row (VmxRecordBatch *batch, gint64 id)
{
  g_autofree char *text = g_strdup_printf ("text of record %" G_GINT64_FORMAT, id);
  guint row = vmx_record_batch_add_row (batch);
  gsize length = strlen (text);

  vmx_record_batch_put_int64 (batch, row, 0, id);
  for (guint i = 1; i <= 7; i++)
    vmx_record_batch_put_text (batch, row, i, text, length);
  for (guint i = 8; i <= 10; i++)
    vmx_record_batch_put_int64 (batch, row, i, id + i);
}

static VmxStorage *
open_storage (const char *path, gboolean create)
{
  g_autoptr(GError) error = NULL;
  GObject *storage = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), "storage-sqlite",
                                               VMX_PLUGIN_KIND_STORAGE, &error);

  bench_check (error);
  g_object_set (storage, "path", path, NULL);
  vmx_storage_open (VMX_STORAGE (storage), create, NULL, &error);
  bench_check (error);
  return VMX_STORAGE (storage);
}

static const char *const tables[] = { "Record", "Change", "Original" };

static void
make_store (const char *path)
{
  g_autoptr(VmxStorage) storage = open_storage (path, TRUE);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = vmx_storage_begin (storage, VMX_TXN_WRITE, NULL, &error);

  bench_check (error);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr(VmxObjectSchema) schema = make_schema (tables[i]);

      vmx_storage_txn_create_table (txn, schema, &error);
      bench_check (error);
    }
  vmx_storage_txn_commit (txn, &error);
  bench_check (error);
}

/* The children. An editor begins when its input has a line, and prints how long each edit took. */

static void
wait_for_go (void)
{
  char line[8];

  g_print ("ready\n");
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    exit (1);
}

static void
edit (VmxStorage *storage, VmxRecordBatch *const *rows)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxStorageTxn) txn = vmx_storage_begin (storage, VMX_TXN_WRITE_DURABLE, NULL, &error);

  bench_check (error);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      vmx_storage_txn_put (txn, rows[i], VMX_PUT_REPLACE, NULL, &error);
      bench_check (error);
    }
  vmx_storage_txn_commit (txn, &error);
  bench_check (error);
}

static void
be_editor (const char *path, gint64 first)
{
  g_autoptr(VmxStorage) storage = open_storage (path, FALSE);
  VmxObjectSchema *schemas[G_N_ELEMENTS (tables)];
  gint64 waits[N_EDITS];

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    schemas[i] = make_schema (tables[i]);
  wait_for_go ();
  for (guint i = 0; i < N_EDITS; i++)
    {
      VmxRecordBatch *rows[G_N_ELEMENTS (tables)];
      gint64 started;

      for (guint j = 0; j < G_N_ELEMENTS (tables); j++)
        {
          rows[j] = vmx_record_batch_new (schemas[j]);
          add_row (rows[j], first + i);
        }
      started = g_get_monotonic_time ();
      edit (storage, rows);
      waits[i] = g_get_monotonic_time () - started;
      for (guint j = 0; j < G_N_ELEMENTS (tables); j++)
        g_object_unref (rows[j]);
    }
  for (guint i = 0; i < N_EDITS; i++)
    g_print ("%" G_GINT64_FORMAT "\n", waits[i]);
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    g_object_unref (schemas[i]);
}

static void
be_floor (const char *path, gint64 first)
{
  FloorContention *floor = floor_contention_open (path);

  wait_for_go ();
  for (guint i = 0; i < N_EDITS; i++)
    floor_contention_edit (floor, first + i);
  floor_contention_close (floor);
}

static void
store_batch (VmxStorage *storage, VmxObjectSchema *schema, guint number)
{
  g_autoptr(VmxRecordBatch) batch = vmx_record_batch_new (schema);
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < BATCH_ROWS; i++)
    add_row (batch, (number * BATCH_ROWS + i) % N_RECORDS);
  txn = vmx_storage_begin (storage, VMX_TXN_WRITE, NULL, &error);
  bench_check (error);
  vmx_storage_txn_put (txn, batch, VMX_PUT_REPLACE, NULL, &error);
  bench_check (error);
  vmx_storage_txn_commit (txn, &error);
  bench_check (error);
}

/* Stores batches until its input ends, then prints how many. */
static void
be_download (const char *path)
{
  g_autoptr(VmxStorage) storage = open_storage (path, FALSE);
  g_autoptr(VmxObjectSchema) schema = make_schema (tables[0]);
  GPollFD input = { STDIN_FILENO, G_IO_IN | G_IO_HUP, 0 };
  guint n_batches = 0;

  store_batch (storage, schema, n_batches);
  wait_for_go ();
  while (g_poll (&input, 1, 0) == 0)
    store_batch (storage, schema, ++n_batches);
  g_print ("%u\n", n_batches);
}

/* The parent */

static char *
read_line (Child *child)
{
  g_autoptr(GError) error = NULL;
  char *line = g_data_input_stream_read_line (child->output, NULL, NULL, &error);

  bench_check (error);
  if (line == NULL)
    {
      g_printerr ("benchmark: a process ended too early\n");
      exit (1);
    }
  return line;
}

static void
start (Child *child, const char *program, const char *role, const char *path, guint number)
{
  g_autofree char *first = g_strdup_printf ("%u", number * SHARE);
  g_autofree char *ready = NULL;
  g_autoptr(GError) error = NULL;

  child->process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          program, role, path, first, NULL);
  bench_check (error);
  child->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child->process));
  ready = read_line (child);
}

static void
go (Child *child)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (child->process);
  g_autoptr(GError) error = NULL;

  g_output_stream_write_all (input, "go\n", 3, NULL, NULL, &error);
  bench_check (error);
}

static void
end (Child *child)
{
  g_autoptr(GError) error = NULL;

  g_subprocess_wait_check (child->process, NULL, &error);
  bench_check (error);
  g_object_unref (child->output);
  g_object_unref (child->process);
}

/* Starts two editors and waits for them. waits: (nullable): takes the time of each edit. */
static void
run_editors (const char *program, const char *role, const char *path, GArray *waits,
             BenchTimes *times, void (*add) (BenchTimes *times, gint64 started))
{
  Child editors[N_EDITORS];
  gint64 started;

  for (guint i = 0; i < N_EDITORS; i++)
    start (&editors[i], program, role, path, i + 1);
  started = g_get_monotonic_time ();
  for (guint i = 0; i < N_EDITORS; i++)
    go (&editors[i]);
  for (guint i = 0; i < N_EDITORS; i++)
    for (guint j = 0; waits != NULL && j < N_EDITS; j++)
      {
        g_autofree char *line = read_line (&editors[i]);
        gint64 wait = g_ascii_strtoll (line, NULL, 10);

        g_array_append_val (waits, wait);
      }
  for (guint i = 0; i < N_EDITORS; i++)
    end (&editors[i]);
  add (times, started);
}

static guint
run_round (const char *program, const char *folder, guint round, GArray *waits, BenchTimes *times)
{
  g_autofree char *ours = g_strdup_printf ("%s/ours-%u.db", folder, round);
  g_autofree char *floor = g_strdup_printf ("%s/floor-%u.db", folder, round);
  g_autofree char *n_batches = NULL;
  Child download;

  make_store (ours);
  start (&download, program, "--download", ours, 0);
  go (&download);
  run_editors (program, "--edit", ours, waits, times, bench_times_add_ours);
  g_output_stream_close (g_subprocess_get_stdin_pipe (download.process), NULL, NULL);
  n_batches = read_line (&download);
  end (&download);
  floor_contention_make (floor);
  run_editors (program, "--floor", floor, NULL, times, bench_times_add_floor);
  return (guint) g_ascii_strtoull (n_batches, NULL, 10);
}

static int
compare_waits (gconstpointer a, gconstpointer b)
{
  gint64 left = *(const gint64 *) a;
  gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static double
get_wait (GArray *waits, guint i)
{
  return (double) g_array_index (waits, gint64, i) / G_TIME_SPAN_MILLISECOND;
}

static void
run_rounds (const char *program)
{
  g_autofree char *folder = bench_make_folder ();
  g_autoptr(GArray) waits = g_array_new (FALSE, FALSE, sizeof (gint64));
  struct rusage usage;
  BenchTimes times;
  guint n_batches = 0;

  bench_times_init (&times);
  for (guint round = 0; round < ROUNDS; round++)
    n_batches += run_round (program, folder, round, waits, &times);
  g_array_sort (waits, compare_waits);
  getrusage (RUSAGE_CHILDREN, &usage);
  bench_print ("contention", &times, (double) usage.ru_maxrss / 1024);
  g_print ("contention: edit median %.2f ms, worst %.2f ms, %u edits, %u batches of %d rows\n",
           get_wait (waits, waits->len / 2), get_wait (waits, waits->len - 1), waits->len,
           n_batches, BATCH_ROWS);
  bench_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  if (argc != 4)
    run_rounds (argv[0]);
  else if (g_str_equal (argv[1], "--edit"))
    be_editor (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
  else if (g_str_equal (argv[1], "--floor"))
    be_floor (argv[2], g_ascii_strtoll (argv[3], NULL, 10));
  else
    be_download (argv[2]);
  return 0;
}
