/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An upload of 10,000 creates of 10 columns, over loopback. */
#include "bench-common.h"
#include "floor-upload.h"

#include <libvmxsync/vmxsync.h>
#include <stdio.h>
#include <vmx-odata-server.h>

#define N_RECORDS 10000
#define ROUNDS 3

static VmxOdataServer *
start_server (void)
{
  g_autoptr(GError) error = NULL;
  VmxOdataServer *server = vmx_odata_server_new (&error);

  bench_check (error);
  vmx_odata_server_add_hr_sample (server, 0);
  return server;
}

static VmxClient *
set_up (VmxOdataServer *server, const char *store_path)
{
  VmxClient *client = vmx_client_new (store_path);
  g_autoptr(GError) error = NULL;

  vmx_client_add_service (client, "Bench", "odata", vmx_odata_server_get_url (server), &error);
  bench_check (error);
  vmx_client_setup (client, NULL, NULL, &error);
  bench_check (error);
  return client;
}

static VmxRecord *
make_record (guint i)
{
  VmxRecord *record = vmx_record_new ();
  g_autofree char *email = g_strdup_printf ("employee%u@example.com", i);
  g_autofree char *salary = g_strdup_printf ("%u.%02u", 30000 + i, i % 100);

  vmx_record_set_int64 (record, "ID", i);
  vmx_record_set_text (record, "FirstName", "Grace");
  vmx_record_set_text (record, "LastName", "Ångström");
  vmx_record_set_text (record, "Email", email);
  vmx_record_set_text (record, "Salary", salary);
  vmx_record_set_double (record, "Rating", (i % 50) / 8.0);
  vmx_record_set_int64 (record, "BadgeNumber", G_GINT64_CONSTANT (9007199254740993) + i);
  vmx_record_set_boolean (record, "Active", i % 3 != 0);
  vmx_record_set_text (record, "HiredOn", "2001-02-03");
  return record;
}

static void
create_records (VmxClient *client, VmxObj *employees)
{
  g_autoptr(VmxEditGroup) group = vmx_edit_group_new (client);
  g_autoptr(GError) error = NULL;

  for (guint i = 1; i <= N_RECORDS; i++)
    {
      g_autoptr(VmxRecord) record = make_record (i);

      vmx_edit_group_create (group, employees, record, NULL);
    }
  vmx_edit_group_apply (group, NULL, &error);
  bench_check (error);
}

static void
our_upload (VmxObj *employees, guint batch_size)
{
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autoptr(VmxSyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  vmx_sync_options_set_sync_type (options, VMX_SYNC_TYPE_UPLOAD_ONLY);
  vmx_sync_options_set_upload_batch_size (options, batch_size);
  result = vmx_obj_start_sync (employees, options, NULL, &error);
  bench_check (error);
  g_assert_cmpuint (vmx_sync_result_get_total_uploaded_records (result), ==, N_RECORDS);
}

/* The bodies that our side sent, in order. */
static GPtrArray *
take_bodies (VmxOdataServer *server)
{
  GPtrArray *bodies = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < vmx_odata_server_get_n_requests (server); i++)
    {
      g_autofree char *line = vmx_odata_server_get_request (server, i);

      if (g_str_has_prefix (line, "POST "))
        g_ptr_array_add (bodies, vmx_odata_server_get_request_body (server, i));
    }
  return bodies;
}

static void
run_floor (GPtrArray *bodies, BenchTimes *times)
{
  g_autoptr(VmxOdataServer) server = start_server ();
  g_autofree char *url = g_strconcat (vmx_odata_server_get_url (server), "$batch", NULL);
  gint64 started = g_get_monotonic_time ();

  floor_upload (url, bodies);
  bench_times_add_floor (times, started);
  g_assert_cmpuint (vmx_odata_server_get_n_rows (server, "Employees"), ==, N_RECORDS);
}

static void
run_round (const char *folder, guint batch_size, BenchTimes *times)
{
  g_autofree char *path = g_build_filename (folder, "ours.db", NULL);
  g_autoptr(VmxOdataServer) server = start_server ();
  g_autoptr(GPtrArray) bodies = NULL;
  g_autoptr(GError) error = NULL;
  gint64 started;

  {
    g_autoptr(VmxClient) client = set_up (server, path);
    g_autoptr(VmxObj) employees = vmx_client_get_object (client, "Employees", &error);

    bench_check (error);
    create_records (client, employees);
    started = g_get_monotonic_time ();
    our_upload (employees, batch_size);
    bench_times_add_ours (times, started);
  }
  bodies = take_bodies (server);
  run_floor (bodies, times);
  remove (path);
}

int
main (int argc, char **argv)
{
  static const guint sizes[] = { 500, 50 };
  g_autofree char *folder = bench_make_folder ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("upload-%u", sizes[i]);
      BenchTimes times;

      bench_times_init (&times);
      for (guint round = 0; round < ROUNDS; round++)
        run_round (folder, sizes[i], &times);
      bench_print (name, &times, 0);
    }
  bench_remove_folder (folder);
  return 0;
}
