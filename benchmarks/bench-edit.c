/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Edits of 10,000 records, next to bare SQLite that writes the same rows in as many transactions.
 * The stores are in memory if TMPDIR names no other place: waiting for a disk, which both do as
 * often, would hide the work. */
#include "bench-common.h"
#include "floor-edit.h"

#include <glib/gstdio.h>
#include <libvmxsync/vmxsync.h>
#include <unistd.h>

#define ROUNDS 3
#define N_RECORDS 10000

#define COLUMNS                                                                                    \
  "\"key\":[\"Id\"],\"columns\":{\"Id\":\"int32\",\"Name\":\"string?\","                           \
  "\"Email\":\"string?\",\"City\":\"string?\",\"Notes\":\"string?\",\"Salary\":\"decimal?\","      \
  "\"HiredAt\":\"timestamp?\",\"Birthday\":\"date?\",\"Active\":\"boolean?\","                     \
  "\"Rating\":\"double?\",\"Revision\":\"int64?\"}"
#define SCENARIO                                                                                   \
  "{\"objects\":{\"Known\":{" COLUMNS ",\"generate\":{\"count\":10000}},"                          \
  "\"Single\":{" COLUMNS "},\"Grouped\":{" COLUMNS "}}}"

/* One round works in a folder of its own. */
typedef struct
{
  VmxClient *client;
  FloorEdit *floor;
} Round;

static VmxObj *
get_object (VmxClient *client, const char *name)
{
  g_autoptr(GError) error = NULL;
  VmxObj *object = vmx_client_get_object (client, name, &error);

  bench_check (error);
  return object;
}

static VmxClient *
make_client (const char *path)
{
  g_autoptr(VmxObj) known = NULL;
  g_autoptr(GError) error = NULL;
  VmxClient *client = vmx_client_new (path);
  VmxObjSvc *service = vmx_client_add_service (client, "Bench", "mock", NULL, &error);

  bench_check (error);
  vmx_obj_svc_set_option (service, "scenario-text", SCENARIO, &error);
  bench_check (error);
  vmx_client_setup (client, NULL, NULL, &error);
  bench_check (error);
  known = get_object (client, "Known");
  g_object_unref (vmx_obj_start_sync (known, NULL, NULL, &error));
  bench_check (error);
  return client;
}

static VmxRecord *
make_record (int id)
{
  g_autofree char *name = g_strdup_printf ("Employee %d", id);
  g_autofree char *email = g_strdup_printf ("employee.%d@example.com", id);
  VmxRecord *record = vmx_record_new ();

  vmx_record_set_int64 (record, "Id", id);
  vmx_record_set_text (record, "Name", name);
  vmx_record_set_text (record, "Email", email);
  vmx_record_set_text (record, "City", "Saint-Denis");
  vmx_record_set_text (record, "Notes", "Prefers to be called in the morning");
  vmx_record_set_text (record, "Salary", "31415.92");
  vmx_record_set_text (record, "HiredAt", "2026-11-01T08:30:00Z");
  vmx_record_set_text (record, "Birthday", "1990-02-28");
  vmx_record_set_boolean (record, "Active", TRUE);
  vmx_record_set_double (record, "Rating", 4.5);
  vmx_record_set_int64 (record, "Revision", 1);
  return record;
}

/* The program's own records are not measured, as the floor's rows are not. */
static GPtrArray *
make_records (void)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (int id = 1; id <= N_RECORDS; id++)
    g_ptr_array_add (records, make_record (id));
  return records;
}

static void
create_single (Round *round, BenchTimes *times)
{
  g_autoptr(VmxObj) object = get_object (round->client, "Single");
  g_autoptr(GPtrArray) records = make_records ();
  g_autoptr(GError) error = NULL;
  gint64 started = g_get_monotonic_time ();

  for (guint i = 0; i < records->len; i++)
    {
      g_object_unref (vmx_obj_create (object, records->pdata[i], NULL, NULL, &error));
      bench_check (error);
    }
  started = g_get_monotonic_time () - started;
  bench_times_add (times, started, floor_edit_write (round->floor, "Single", TRUE));
}

static void
create_grouped (Round *round, BenchTimes *times)
{
  g_autoptr(VmxObj) object = get_object (round->client, "Grouped");
  g_autoptr(VmxEditGroup) group = vmx_edit_group_new (round->client);
  g_autoptr(GPtrArray) records = make_records ();
  g_autoptr(GError) error = NULL;
  gint64 started = g_get_monotonic_time ();

  for (guint i = 0; i < records->len; i++)
    vmx_edit_group_create (group, object, records->pdata[i], NULL);
  vmx_edit_group_apply (group, NULL, &error);
  bench_check (error);
  started = g_get_monotonic_time () - started;
  bench_times_add (times, started, floor_edit_write (round->floor, "Grouped", FALSE));
}

static void
update_keyed (Round *round, BenchTimes *times)
{
  g_autoptr(VmxObj) object = get_object (round->client, "Known");
  g_autoptr(GError) error = NULL;
  gint64 started;

  floor_edit_load (round->floor, "Known");
  started = g_get_monotonic_time ();
  for (int id = 1; id <= N_RECORDS; id++)
    {
      g_autoptr(VmxWriteOptions) options = vmx_write_options_new ();
      g_autoptr(VmxRecord) key = vmx_record_new ();
      g_autoptr(VmxRecord) record = vmx_record_new ();

      vmx_record_set_int64 (key, "Id", id);
      vmx_write_options_set_primary_keys (options, key);
      vmx_record_set_text (record, "Salary", "27182.81");
      vmx_record_set_int64 (record, "Revision", 2);
      vmx_obj_update_by_pk (object, record, options, NULL, &error);
      bench_check (error);
    }
  started = g_get_monotonic_time () - started;
  bench_times_add (times, started, floor_edit_write (round->floor, "Known", TRUE));
}

static void
roll_back (Round *round, BenchTimes *times)
{
  g_autoptr(VmxObj) object = get_object (round->client, "Known");
  g_autoptr(GError) error = NULL;
  gint64 started = g_get_monotonic_time ();

  vmx_obj_rollback (object, NULL, NULL, &error);
  bench_check (error);
  started = g_get_monotonic_time () - started;
  bench_times_add (times, started, floor_edit_roll_back (round->floor, "Known"));
}

typedef void (*Measure) (Round *round, BenchTimes *times);

static const struct
{
  const char *name;
  Measure measure;
} measures[] = {
  { "create-single", create_single },
  { "create-group", create_grouped },
  { "update-keyed", update_keyed },
  { "rollback", roll_back },
};

static void
run_round (BenchTimes *times)
{
  g_autofree char *folder = bench_make_folder ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autofree char *floor_path = g_build_filename (folder, "floor.db", NULL);
  g_autoptr(VmxClient) client = make_client (path);
  g_autoptr(FloorEdit) floor = floor_edit_new (path, floor_path);
  Round round = { client, floor };

  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    measures[i].measure (&round, &times[i]);
  bench_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  const char *memory = "/dev/shm";
  BenchTimes times[G_N_ELEMENTS (measures)];

  if (g_access (memory, W_OK) == 0)
    g_setenv ("TMPDIR", memory, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    bench_times_init (&times[i]);
  for (int round = 0; round < ROUNDS; round++)
    run_round (times);
  for (guint i = 0; i < G_N_ELEMENTS (measures); i++)
    bench_print (measures[i].name, &times[i], 0);
  return 0;
}
