/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-output.h"
#include "cli-table.h"

static gboolean
add_settings (VmxObjSvc *service, CliArgs *args, GError **error)
{
  for (guint i = 0; args->settings != NULL && args->settings[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (args->settings[i], "=", 2);

      if (g_strv_length (parts) < 2 || *parts[0] == '\0')
        {
          cli_set_usage_error (error, "option --set: expected NAME=VALUE, not “%s”",
                               args->settings[i]);
          return FALSE;
        }
      if (!vmx_obj_svc_set_option (service, parts[0], parts[1], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_processors (VmxObjSvc *service, CliArgs *args, GError **error)
{
  for (guint i = 0; args->processors != NULL && args->processors[i] != NULL; i++)
    if (!vmx_obj_svc_add_processor_by_name (service, args->processors[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
choose_objects (VmxObjSvc *service, CliArgs *args, GError **error)
{
  g_auto(GStrv) objects = NULL;

  if (args->objects == NULL)
    return TRUE;
  objects = g_strsplit (args->objects, ",", -1);
  for (guint i = 0; objects[i] != NULL; i++)
    if (*g_strstrip (objects[i]) == '\0' || !g_utf8_validate (objects[i], -1, NULL))
      {
        cli_set_usage_error (error, "option --objects: expected names, separated by commas");
        return FALSE;
      }
  vmx_obj_svc_set_objects (service, (const char *const *) objects);
  return TRUE;
}

static VmxObjSvc *
describe_service (VmxClient *client, CliArgs *args, GError **error)
{
  VmxObjSvc *service
      = vmx_client_add_service (client, args->service, args->transport, args->url, error);

  if (service == NULL || !add_settings (service, args, error)
      || !choose_objects (service, args, error) || !add_processors (service, args, error))
    return NULL;
  return service;
}

static char *
join_key (VmxObjectSchema *schema)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            vmx_object_schema_get_key_column_name (schema, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
print_service (VmxObjSvc *service)
{
  static const char *const headings[] = { "Object", "Columns", "Key", NULL };
  VmxServiceSchema *schema = vmx_obj_svc_get_schema (service);
  const char *const *notes = vmx_service_schema_get_notes (schema);
  g_autoptr(CliTable) table = cli_table_new (headings, 0);

  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (schema, i);
      g_autofree char *key = join_key (object);

      cli_table_add (table, vmx_object_schema_get_name (object));
      cli_table_add_count (table, vmx_object_schema_get_n_columns (object));
      cli_table_add (table, key);
    }
  cli_table_print (table);
  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    g_print ("%sNote: %s\n", i == 0 ? "\n" : "", notes[i]);
}

static void
write_object (VmxJsonWriter *writer, VmxObjectSchema *object)
{
  vmx_json_writer_start_object (writer);
  cli_write_text (writer, "name", vmx_object_schema_get_name (object));
  cli_write_number (writer, "columns", vmx_object_schema_get_n_columns (object));
  vmx_json_writer_member (writer, "key", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (object); i++)
    vmx_json_writer_string (writer, vmx_object_schema_get_key_column_name (object, i), -1);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
}

/* The members of an object that is begun. */
static void
write_service (VmxJsonWriter *writer, VmxObjSvc *service)
{
  VmxServiceSchema *schema = vmx_obj_svc_get_schema (service);
  const char *const *notes = vmx_service_schema_get_notes (schema);

  cli_write_text (writer, "service", vmx_obj_svc_get_name (service));
  vmx_json_writer_member (writer, "objects", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    write_object (writer, vmx_service_schema_get_object (schema, i));
  vmx_json_writer_end_array (writer);
  vmx_json_writer_member (writer, "notes", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
    vmx_json_writer_string (writer, notes[i], -1);
  vmx_json_writer_end_array (writer);
}

static void
print_service_json (VmxObjSvc *service)
{
  VmxJsonWriter *writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  cli_write_number (writer, "status", 0);
  write_service (writer, service);
  vmx_json_writer_end_object (writer);
  cli_print_writer (writer);
}

static void
print_services (VmxClient *client, const char *store)
{
  GListModel *services = vmx_client_get_services (client);

  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (services, i);

      g_print ("%sService %s in %s:\n\n", i > 0 ? "\n" : "", vmx_obj_svc_get_name (service), store);
      print_service (service);
    }
}

static void
print_services_json (VmxClient *client)
{
  GListModel *services = vmx_client_get_services (client);
  VmxJsonWriter *writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  cli_write_number (writer, "status", 0);
  vmx_json_writer_member (writer, "services", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < g_list_model_get_n_items (services); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (services, i);

      vmx_json_writer_start_object (writer);
      write_service (writer, service);
      vmx_json_writer_end_object (writer);
    }
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  cli_print_writer (writer);
}

static gboolean
run_setup (CliArgs *args, GError **error)
{
  g_autoptr(VmxClient) client = cli_make_client (args);
  VmxObjSvc *service = describe_service (client, args, error);
  g_auto(CliCall) call = { 0 };

  if (service == NULL)
    return FALSE;
  cli_call_init (&call);
  vmx_client_setup_async (client, NULL, call.cancellable, cli_call_done, &call);
  if (!vmx_client_setup_finish (client, cli_call_wait (&call), error))
    return FALSE;
  if (args->json)
    {
      print_service_json (service);
      return TRUE;
    }
  g_print ("Service %s is set up in %s.\n\n", vmx_obj_svc_get_name (service), args->store);
  print_service (service);
  return TRUE;
}

const CliCommand cli_command_setup = {
  .name = "setup",
  .summary = "Connect a store with an object service",
  .required = "store service url",
  .optional = "transport objects set processor token-file json",
  .notes = "The store is made if it is not there. The objects of a service stay as they are until\n"
           "“vmxsync incremental-setup” or “vmxsync reset”.\n\n"
           "--set also takes options of the service, whatever its transport:\n"
           "  conflict-policy=POLICY  what becomes of records that were changed on both sides:\n"
           "                          ask (unless set), none, client-wins, server-wins, merge\n"
           "  atomic-uploads=true     the changes of an upload request are all done or none\n\n"
           "Example:\n"
           "  vmxsync setup --store hr.db --service HR --url https://example.com/odata/hr/",
  .run = run_setup,
};

/* --objects is about one service: the one of --service, or the only one. */
static gboolean
choose_known_objects (VmxClient *client, CliArgs *args, GError **error)
{
  GListModel *services = vmx_client_get_services (client);
  g_autoptr(VmxObjSvc) only = NULL;

  if (args->service != NULL)
    {
      VmxObjSvc *service = vmx_client_get_service (client, args->service, error);

      return service != NULL && choose_objects (service, args, error);
    }
  if (g_list_model_get_n_items (services) != 1)
    {
      cli_set_usage_error (error,
                           "the store has %u services; --service says which one --objects "
                           "is about",
                           g_list_model_get_n_items (services));
      return FALSE;
    }
  only = g_list_model_get_item (services, 0);
  return choose_objects (only, args, error);
}

static gboolean
run_incremental_setup (CliArgs *args, GError **error)
{
  g_autoptr(VmxClient) client = NULL;
  g_auto(CliCall) call = { 0 };

  if (args->service != NULL && args->objects == NULL)
    {
      cli_set_usage_error (error, "--service goes with --objects; the schemas of all services are "
                                  "taken over");
      return FALSE;
    }
  client = cli_open_client (args, error);
  if (client == NULL || (args->objects != NULL && !choose_known_objects (client, args, error)))
    return FALSE;
  cli_call_init (&call);
  vmx_client_incremental_setup_async (client, NULL, call.cancellable, cli_call_done, &call);
  if (!vmx_client_incremental_setup_finish (client, cli_call_wait (&call), error))
    return FALSE;
  if (args->json)
    print_services_json (client);
  else
    print_services (client, args->store);
  return TRUE;
}

const CliCommand cli_command_incremental_setup = {
  .name = "incremental-setup",
  .summary = "Take over changes of a service's schema",
  .required = "store",
  .optional = "service objects token-file json",
  .notes = "Objects and columns come and go; records and local changes stay. --objects chooses\n"
           "other objects than before. Without a network, the schemas stay as they are.\n\n"
           "Example:\n"
           "  vmxsync incremental-setup --store hr.db",
  .run = run_incremental_setup,
};
