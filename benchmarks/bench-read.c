/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading 100,000 records into objects, and single records by their keys, next to bare SQLite that
 * copies the same values. */
#include "bench-common.h"

#include <libvmxsync/vmxsync.h>
#include <sqlite3.h>

#define ROUNDS 5
#define N_RECORDS 100000
#define N_KEYED 5000

#define SCENARIO                                                                                   \
  "{\"objects\":{\"Records\":{\"key\":[\"Id\"],\"columns\":{\"Id\":\"int32\","                   \
  "\"Name\":\"string?\","                                                                          \
  "\"Email\":\"string?\",\"City\":\"string?\",\"Notes\":\"string?\",\"Salary\":\"decimal?\","      \
  "\"HiredAt\":\"timestamp?\",\"Birthday\":\"date?\",\"Active\":\"boolean?\","                     \
  "\"Rating\":\"double?\",\"Revision\":\"int64?\"},\"generate\":{\"count\":100000}}}}"

static VmxObj *
fill_store (const char *path)
{
  g_autoptr(VmxClient) client = vmx_client_new (path);
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  VmxObjSvc *service = vmx_client_add_service (client, "Bench", "mock", NULL, &error);
  VmxObj *records;

  bench_check (error);
  vmx_obj_svc_set_option (service, "scenario-text", SCENARIO, &error);
  bench_check (error);
  vmx_client_setup (client, NULL, NULL, &error);
  bench_check (error);
  records = vmx_client_get_object (client, "Records", &error);
  bench_check (error);
  result = vmx_obj_start_sync (records, NULL, NULL, &error);
  bench_check (error);
  return records;
}

static void
read_all (VmxObj *records)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) found = vmx_obj_get (records, NULL, NULL, &error);

  bench_check (error);
  g_assert (found->len == N_RECORDS);
}

static void
read_keyed (VmxObj *records)
{
  for (int id = 1; id <= N_KEYED; id++)
    {
      g_autoptr(VmxRecord) key = vmx_record_new ();
      g_autoptr(VmxReadOptions) options = vmx_read_options_new ();
      g_autoptr(GPtrArray) found = NULL;
      g_autoptr(GError) error = NULL;

      vmx_record_set_int64 (key, "Id", id);
      vmx_read_options_set_primary_keys (options, key);
      found = vmx_obj_get (records, options, NULL, &error);
      bench_check (error);
      g_assert (found->len == 1);
    }
}

/* One row with copies of its values. */
static char **
copy_row (sqlite3_stmt *statement)
{
  int n_columns = sqlite3_column_count (statement);
  char **row = g_new0 (char *, n_columns + 1);

  for (int i = 0; i < n_columns; i++)
    {
      const char *text = (const char *) sqlite3_column_text (statement, i);

      row[i] = g_strdup (text != NULL ? text : "");
    }
  return row;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement;

  g_assert (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK);
  return statement;
}

static void
floor_all (sqlite3 *db)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  sqlite3_stmt *statement = prepare (db, "SELECT * FROM Records ORDER BY Id");

  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (rows, copy_row (statement));
  g_assert (rows->len == N_RECORDS);
  sqlite3_finalize (statement);
}

static void
floor_keyed (sqlite3 *db)
{
  sqlite3_stmt *statement = prepare (db, "SELECT * FROM Records WHERE Id = ?");

  for (int id = 1; id <= N_KEYED; id++)
    {
      g_auto(GStrv) row = NULL;

      sqlite3_bind_int (statement, 1, id);
      g_assert (sqlite3_step (statement) == SQLITE_ROW);
      row = copy_row (statement);
      sqlite3_reset (statement);
    }
  sqlite3_finalize (statement);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = bench_make_folder ();
  g_autofree char *path = g_build_filename (folder, "store.db", NULL);
  g_autoptr(VmxObj) records = fill_store (path);
  BenchTimes all, keyed;
  sqlite3 *db;

  g_assert (sqlite3_open (path, &db) == SQLITE_OK);
  bench_times_init (&all);
  bench_times_init (&keyed);
  for (int round = 0; round < ROUNDS; round++)
    {
      gint64 started = g_get_monotonic_time ();

      read_all (records);
      bench_times_add_ours (&all, started);
      started = g_get_monotonic_time ();
      floor_all (db);
      bench_times_add_floor (&all, started);
      started = g_get_monotonic_time ();
      read_keyed (records);
      bench_times_add_ours (&keyed, started);
      started = g_get_monotonic_time ();
      floor_keyed (db);
      bench_times_add_floor (&keyed, started);
    }
  sqlite3_close (db);
  bench_print ("get-all", &all, 0);
  bench_print ("get-keyed", &keyed, 0);
  bench_remove_folder (folder);
  return 0;
}
