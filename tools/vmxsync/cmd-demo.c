/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A service inside this process and a two-way sync with it, told step by step. */
#include "cli-commands.h"

#include <glib/gstdio.h>
#include <vmx-odata-server.h>

#include "cli-order.h"
#include "cli-output.h"
#include "cli-pending.h"
#include "cli-sync.h"

#define N_EMPLOYEES 5000
#define BATCH_SIZE 250
#define LATENCY_MS 80 /* as over a real network, so that there is something to see */

typedef struct
{
  VmxOdataServer *server;
  VmxClient *client;
  char *folder;
  char *store;
  CliProgress *progress;
  CliCall call;
} Demo;

static void
remove_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
demo_clear (Demo *demo)
{
  g_clear_pointer (&demo->progress, cli_progress_free);
  g_clear_object (&demo->client);
  g_clear_object (&demo->server);
  if (demo->folder != NULL)
    remove_folder (demo->folder);
  g_free (demo->folder);
  g_free (demo->store);
  cli_call_clear (&demo->call);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Demo, demo_clear)

static gboolean
make_folder (Demo *demo, GError **error)
{
  demo->folder = g_dir_make_tmp ("vmxsync-demo-XXXXXX", error);
  if (demo->folder == NULL)
    return FALSE;
  demo->store = g_build_filename (demo->folder, "hr.db", NULL);
  return TRUE;
}

static gboolean
start_server (Demo *demo, GError **error)
{
  const VmxOdataServerOptions options = { .page_size = BATCH_SIZE, .latency_ms = LATENCY_MS };

  demo->server = vmx_odata_server_new (error);
  if (demo->server == NULL)
    return FALSE;
  vmx_odata_server_add_hr_sample (demo->server, N_EMPLOYEES);
  vmx_odata_server_set_generates_keys (demo->server, "Employees", TRUE);
  vmx_odata_server_configure (demo->server, &options);
  g_print ("1. An OData service with %u employees runs inside this process, at\n   %s\n\n",
           N_EMPLOYEES, vmx_odata_server_get_url (demo->server));
  return TRUE;
}

static gboolean
set_up (Demo *demo, GError **error)
{
  VmxServiceSchema *schema;
  VmxObjSvc *service;

  demo->client = vmx_client_new (demo->store);
  service = vmx_client_add_service (demo->client, "HR", "odata",
                                    vmx_odata_server_get_url (demo->server), error);
  if (service == NULL)
    return FALSE;
  vmx_client_setup_async (demo->client, NULL, demo->call.cancellable, cli_call_done, &demo->call);
  if (!vmx_client_setup_finish (demo->client, cli_call_wait (&demo->call), error))
    return FALSE;
  schema = vmx_obj_svc_get_schema (service);
  g_print ("2. Setup made a store with the tables that the service describes:\n");
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (schema, i);

      g_print ("   %s, %u columns\n", vmx_object_schema_get_name (object),
               vmx_object_schema_get_n_columns (object));
    }
  g_print ("   The store is %s.\n\n", demo->store);
  return TRUE;
}

static gboolean
sync_object (Demo *demo, const char *name, VmxSyncOptions *options, guint position,
             guint n_objects, GError **error)
{
  g_autoptr(VmxObj) object = vmx_client_get_object (demo->client, name, error);
  gint64 start = g_get_monotonic_time ();
  g_autoptr(VmxSyncResult) result = NULL;

  if (object == NULL)
    return FALSE;
  cli_progress_follow (demo->progress, object, position, n_objects);
  result = cli_sync_object (&demo->call, object, options, demo->progress, error);
  if (result == NULL)
    return FALSE;
  cli_print_sync_result (result, g_get_monotonic_time () - start);
  return TRUE;
}

static gboolean
sync_service (Demo *demo, GError **error)
{
  g_autoptr(VmxObjSvc) service = g_list_model_get_item (
      vmx_client_get_services (demo->client), 0);
  g_autoptr(GPtrArray) ordered = cli_order_objects (vmx_obj_svc_get_schema (service));
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();

  vmx_sync_options_set_download_batch_size (options, BATCH_SIZE);
  vmx_sync_options_set_get_sync_stats (options, TRUE);
  g_print ("3. The first sync downloads everything, in batches of %u, with statistics:\n",
           BATCH_SIZE);
  for (guint i = 0; i < ordered->len; i++)
    if (!sync_object (demo, vmx_object_schema_get_name (ordered->pdata[i]), options, i + 1,
                      ordered->len, error))
      return FALSE;
  g_print ("\n");
  return TRUE;
}

static gboolean
show_records (Demo *demo, const char *json, GError **error)
{
  g_autoptr(VmxReadOptions) options = vmx_read_options_new_from_json (json, error);
  g_autoptr(VmxObj) object = vmx_client_get_object (demo->client, "Employees", error);
  g_autoptr(GPtrArray) records = NULL;

  if (options == NULL || object == NULL)
    return FALSE;
  records = vmx_obj_get (object, options, demo->call.cancellable, error);
  if (records == NULL)
    return FALSE;
  cli_print_records (records, FALSE);
  g_print ("\n");
  return TRUE;
}

static gboolean
read_best_paid (Demo *demo, GError **error)
{
  g_print ("4. Now the records are here. Employees who earn more than 34990, from the top:\n");
  return show_records (demo,
                       "{\"whereConditionAsAString\": \"Salary > 34990\","
                       " \"orderByMap\": [{\"Salary\": \"DESC\"}],"
                       " \"projectionColumns\": [\"ID\", \"FirstName\", \"LastName\", \"Salary\","
                       " \"HiredOn\"]}",
                       error);
}

/* What another program, or the same one on another day, would do. */
static gboolean
sync_again (Demo *demo, GError **error)
{
  g_autoptr(VmxSyncOptions) options = NULL;

  g_clear_object (&demo->client);
  demo->client = vmx_client_new (demo->store);
  vmx_client_setup_async (demo->client, NULL, demo->call.cancellable, cli_call_done, &demo->call);
  if (!vmx_client_setup_finish (demo->client, cli_call_wait (&demo->call), error))
    return FALSE;
  g_print ("5. A second client opens the same store, needs no network for that, and downloads\n"
           "   only what its filter wants:\n");
  options = vmx_sync_options_new_from_json ("{\"filter\": \"DepartmentID eq 3\"}", error);
  if (options == NULL || !sync_object (demo, "Employees", options, 1, 1, error))
    return FALSE;
  g_print ("\n");
  return TRUE;
}

/* --- The way up --- */

static gboolean
show_pending (VmxObj *employees, GError **error)
{
  g_autoptr(GPtrArray) records = vmx_obj_get_pending_records_for_upload (employees, NULL, error);

  if (records == NULL)
    return FALSE;
  cli_print_pending_records (records);
  g_print ("\n");
  return TRUE;
}

static gboolean
update (VmxObj *employees, const char *json, const char *options_json, GError **error)
{
  g_autoptr(VmxRecord) record = vmx_record_new_from_json (json, error);
  g_autoptr(VmxWriteOptions) options
      = record != NULL ? vmx_write_options_new_from_json (options_json, error) : NULL;

  return options != NULL && vmx_obj_update_by_pk (employees, record, options, NULL, error) > 0;
}

static gboolean
edit (Demo *demo, VmxObj *employees, GError **error)
{
  g_autoptr(VmxRecord) maja
      = vmx_record_new_from_json ("{\"FirstName\": \"Maja\", \"LastName\": \"Novak\","
                                  " \"Salary\": 31000}",
                                  error);
  g_autoptr(VmxRecord) created = NULL;

  if (maja == NULL)
    return FALSE;
  created = vmx_obj_create (employees, maja, NULL, NULL, error);
  if (created == NULL
      || !update (employees, "{\"Salary\": 36000}", "{\"primaryKeys\": {\"ID\": 4711}}", error)
      || !update (employees, "{\"Salary\": 37000, \"Email\": \"emil@example.com\"}",
                  "{\"primaryKeys\": {\"ID\": 4712}}", error))
    return FALSE;
  g_print ("6. Edits need no network: one employee is new, two get more salary:\n");
  return show_pending (employees, error);
}

static gboolean
send (Demo *demo, VmxObj *employees, GError **error)
{
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();

  if (!vmx_odata_server_update_json (demo->server, "Employees", "[4712]",
                                     "{\"Salary\": 35500, \"LastName\": \"Novak\"}", error))
    return FALSE;
  g_print ("7. Meanwhile somebody else changed employee 4712 at the service. A sync sends the\n"
           "   edits; that record waits, with both versions, and holds back nobody:\n");
  vmx_sync_options_set_sync_type (options, VMX_SYNC_TYPE_UPLOAD_ONLY);
  return sync_object (demo, "Employees", options, 1, 1, error) && show_pending (employees, error);
}

static gboolean
decide (Demo *demo, VmxObj *employees, GError **error)
{
  g_autoptr(VmxRecord) key = vmx_record_new_from_json ("{\"ID\": 4712}", error);
  g_autoptr(VmxSyncOptions) options = vmx_sync_options_new ();
  g_autofree char *json = NULL;

  if (key == NULL
      || !vmx_obj_resolve (employees, key, VMX_RESOLUTION_KEEP_CLIENT, NULL, NULL, error))
    return FALSE;
  g_print ("8. The conflict is decided: what was changed here counts, the rest is the service's.\n"
           "   Another sync sends it:\n");
  vmx_sync_options_set_sync_type (options, VMX_SYNC_TYPE_UPLOAD_ONLY);
  if (!sync_object (demo, "Employees", options, 1, 1, error) || !show_pending (employees, error))
    return FALSE;
  json = vmx_odata_server_get_json (demo->server, "Employees", "[4712]");
  g_print ("   What the service has of employee 4712 now:\n   %s\n\n", json);
  return TRUE;
}

static gboolean
edit_and_send (Demo *demo, GError **error)
{
  g_autoptr(VmxObj) employees = vmx_client_get_object (demo->client, "Employees", error);

  return employees != NULL && edit (demo, employees, error) && send (demo, employees, error)
         && decide (demo, employees, error);
}

static gboolean
read_offline (Demo *demo, GError **error)
{
  vmx_odata_server_stop (demo->server);
  g_print ("9. The service is switched off; the records are still here:\n");
  return show_records (demo,
                       "{\"filter\": \"ID ge 4711 and ID le 4712 or ID gt 5000\","
                       " \"projectionColumns\": [\"ID\", \"FirstName\", \"LastName\", \"Email\","
                       " \"Salary\"]}",
                       error);
}

static gboolean
run_demo (CliArgs *args, GError **error)
{
  g_auto(Demo) demo = { 0 };

  cli_call_init (&demo.call);
  demo.progress = cli_progress_new (args->progress, error);
  if (demo.progress == NULL || !make_folder (&demo, error) || !start_server (&demo, error)
      || !set_up (&demo, error) || !sync_service (&demo, error) || !read_best_paid (&demo, error)
      || !sync_again (&demo, error) || !edit_and_send (&demo, error)
      || !read_offline (&demo, error))
    return FALSE;
  g_print ("Done. The store is removed.\n");
  return TRUE;
}

const CliCommand cli_command_demo = {
  .name = "demo",
  .summary = "Show a two-way sync with a service inside this program",
  .optional = "progress",
  .notes = "It uses 127.0.0.1 and a temporary folder only.",
  .run = run_demo,
};
