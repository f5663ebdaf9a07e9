/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-output.h"
#include "cli-table.h"

#define MAX_MESSAGE_WIDTH 80
#define RUNS_QUERY \
  "SELECT service, object, started, outcome, downloaded, uploaded, message FROM vmx_runs" \
  " ORDER BY run DESC LIMIT 10"

/* What the table and the JSON document are made from. */
typedef struct
{
  VmxClient *client;
  GPtrArray *objects; /* (element-type ObjectStatus) */
  GPtrArray *runs;    /* (element-type VmxRecord) */
} Status;

typedef struct
{
  VmxObjSvc *service;
  const char *name;
  gint64 n_records;
  gint64 n_pending; /* changes */
} ObjectStatus;

static void
status_clear (Status *status)
{
  g_clear_object (&status->client);
  g_clear_pointer (&status->objects, g_ptr_array_unref);
  g_clear_pointer (&status->runs, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Status, status_clear)

static void
object_status_free (gpointer data)
{
  ObjectStatus *object = data;

  g_object_unref (object->service);
  g_free (object);
}

/* A name between quotation marks of a kind. */
static char *
quote (const char *name, const char *mark)
{
  g_auto(GStrv) parts = g_strsplit (name, mark, -1);
  g_autofree char *twice = g_strconcat (mark, mark, NULL);
  g_autofree char *doubled = g_strjoinv (twice, parts);

  return g_strconcat (mark, doubled, mark, NULL);
}

static gboolean
count (VmxClient *client, ObjectStatus *object, GError **error)
{
  g_autofree char *table = quote (object->name, "\"");
  g_autofree char *text = quote (object->name, "'");
  g_autofree char *query
      = g_strdup_printf ("SELECT (SELECT count(*) FROM %s) AS records,"
                         " (SELECT count(*) FROM vmx_changes WHERE object = %s) AS pending",
                         table, text);
  g_autoptr(GPtrArray) rows = vmx_client_execute_select_query (client, query, NULL, error);

  if (rows == NULL)
    return FALSE;
  object->n_records = vmx_record_get_int64 (rows->pdata[0], "records");
  object->n_pending = vmx_record_get_int64 (rows->pdata[0], "pending");
  return TRUE;
}

static gboolean
add_service (Status *status, VmxObjSvc *service, GError **error)
{
  VmxServiceSchema *schema = vmx_obj_svc_get_schema (service);

  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      ObjectStatus *object = g_new0 (ObjectStatus, 1);

      object->service = g_object_ref (service);
      object->name = vmx_object_schema_get_name (vmx_service_schema_get_object (schema, i));
      g_ptr_array_add (status->objects, object);
      if (!count (status->client, object, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
collect (Status *status, CliArgs *args, GError **error)
{
  GListModel *services;

  status->client = cli_open_client (args, error);
  if (status->client == NULL)
    return FALSE;
  status->objects = g_ptr_array_new_with_free_func (object_status_free);
  services = vmx_client_get_services (status->client);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (services, i);

      if (!add_service (status, service, error))
        return FALSE;
    }
  status->runs = vmx_client_execute_select_query (status->client, RUNS_QUERY, NULL, error);
  return status->runs != NULL;
}

static const char *
get_transport (VmxObjSvc *service)
{
  const char *name = vmx_obj_svc_get_transport_name (service);

  return name != NULL ? name : vmx_plugin_loader_get_default_name (VMX_PLUGIN_KIND_TRANSPORT);
}

static void
print_objects (Status *status)
{
  static const char *const headings[] = { "Service", "Object", "Records", "Pending changes", NULL };
  GListModel *services = vmx_client_get_services (status->client);
  g_autoptr(CliTable) table = cli_table_new (headings, 0);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (services, i);
      const char *url = vmx_obj_svc_get_url (service);

      g_print ("Service %s: %s, %s\n", vmx_obj_svc_get_name (service), get_transport (service),
               url != NULL ? url : "no address");
    }
  for (guint i = 0; i < status->objects->len; i++)
    {
      ObjectStatus *object = status->objects->pdata[i];

      cli_table_add (table, vmx_obj_svc_get_name (object->service));
      cli_table_add (table, object->name);
      cli_table_add_count (table, (guint64) object->n_records);
      cli_table_add_count (table, (guint64) object->n_pending);
    }
  g_print ("\n");
  cli_table_print (table);
}

static void
print_runs (GPtrArray *runs)
{
  static const char *const headings[]
      = { "Started", "Object", "Outcome", "Downloaded", "Uploaded", "Message", NULL };
  g_autoptr(CliTable) table = cli_table_new (headings, MAX_MESSAGE_WIDTH);

  for (guint i = 0; i < runs->len; i++)
    {
      VmxRecord *run = runs->pdata[i];
      const char *message = vmx_record_get_text (run, "message");

      cli_table_add (table, vmx_record_get_text (run, "started"));
      cli_table_add (table, vmx_record_get_text (run, "object"));
      cli_table_add (table, vmx_record_get_text (run, "outcome"));
      cli_table_add_count (table, (guint64) vmx_record_get_int64 (run, "downloaded"));
      cli_table_add_count (table, (guint64) vmx_record_get_int64 (run, "uploaded"));
      cli_table_add (table, message != NULL ? message : "");
    }
  cli_table_print (table);
}

static void
print_status (Status *status)
{
  print_objects (status);
  if (status->runs->len == 0)
    {
      g_print ("\nNothing was synchronised yet.\n");
      return;
    }
  g_print ("\nLast runs, newest first:\n");
  print_runs (status->runs);
}

static void
write_service (VmxJsonWriter *writer, Status *status, VmxObjSvc *service)
{
  vmx_json_writer_start_object (writer);
  cli_write_text (writer, "name", vmx_obj_svc_get_name (service));
  cli_write_text (writer, "transport", get_transport (service));
  cli_write_text (writer, "url", vmx_obj_svc_get_url (service));
  vmx_json_writer_member (writer, "objects", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < status->objects->len; i++)
    {
      ObjectStatus *object = status->objects->pdata[i];

      if (object->service != service)
        continue;
      vmx_json_writer_start_object (writer);
      cli_write_text (writer, "name", object->name);
      cli_write_number (writer, "records", object->n_records);
      cli_write_number (writer, "pending", object->n_pending);
      vmx_json_writer_end_object (writer);
    }
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
}

static void
print_status_json (Status *status, const char *store)
{
  GListModel *services = vmx_client_get_services (status->client);
  VmxJsonWriter *writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  cli_write_text (writer, "store", store);
  vmx_json_writer_member (writer, "services", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (services, i);

      write_service (writer, status, service);
    }
  vmx_json_writer_end_array (writer);
  vmx_json_writer_member (writer, "runs", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < status->runs->len; i++)
    {
      g_autofree char *run = vmx_record_to_json (status->runs->pdata[i]);

      vmx_json_writer_raw (writer, run, -1);
    }
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  cli_print_writer (writer);
}

static gboolean
run_status (CliArgs *args, GError **error)
{
  g_auto(Status) status = { 0 };

  if (!collect (&status, args, error))
    return FALSE;
  if (args->json)
    print_status_json (&status, args->store);
  else
    print_status (&status);
  return TRUE;
}

const CliCommand cli_command_status = {
  .name = "status",
  .summary = "Show services, objects, pending changes and the last runs of a store",
  .required = "store",
  .optional = "json",
  .run = run_status,
};
