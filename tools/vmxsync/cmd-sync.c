/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-objects.h"
#include "cli-output.h"
#include "cli-sync.h"

static gboolean
read_options (CliArgs *args, VmxSyncOptions **options, GError **error)
{
  g_autofree char *json = NULL;

  if (!cli_args_read_options (args, &json, error))
    return FALSE;
  *options = json != NULL ? vmx_sync_options_new_from_json (json, error) : vmx_sync_options_new ();
  if (*options == NULL)
    return FALSE;
  if (args->object != NULL || vmx_sync_options_get_filter (*options) == NULL)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_FILTER,
                       "option “filter”: a filter is for one object; name it with --object");
  return FALSE;
}

static void
print_results (GPtrArray *results, gboolean is_list)
{
  VmxJsonWriter *writer;

  if (!is_list)
    {
      cli_print_json (results->pdata[0]);
      return;
    }
  writer = vmx_json_writer_new ();
  vmx_json_writer_start_object (writer);
  cli_write_number (writer, "status", 0);
  vmx_json_writer_member (writer, "results", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < results->len; i++)
    vmx_json_writer_raw (writer, results->pdata[i], -1);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  cli_print_writer (writer);
}

/* What a failed sync has done before, and which records it could not send, is in its outcome. */
static void
keep_failure (CliArgs *args, VmxObj *object)
{
  VmxSyncResult *outcome = vmx_obj_get_last_outcome (object);

  if (outcome != NULL)
    args->failure = vmx_sync_result_to_json (outcome);
}

static gboolean
sync_objects (GPtrArray *objects, CliArgs *args, VmxSyncOptions *options, CliProgress *progress,
              GError **error)
{
  g_autoptr(GPtrArray) results = g_ptr_array_new_with_free_func (g_free);
  g_auto(CliCall) call = { 0 };

  cli_call_init (&call);
  for (guint i = 0; i < objects->len; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr(VmxSyncResult) result = NULL;

      cli_progress_follow (progress, objects->pdata[i], i + 1, objects->len);
      result = cli_sync_object (&call, objects->pdata[i], options, progress, error);
      if (result == NULL)
        {
          keep_failure (args, objects->pdata[i]);
          return FALSE;
        }
      if (vmx_sync_result_get_sync_errors (result)->len > 0)
        args->records_failed = TRUE;
      if (args->json)
        g_ptr_array_add (results, vmx_sync_result_to_json (result));
      else
        cli_print_sync_result (result, g_get_monotonic_time () - start);
    }
  if (args->json)
    print_results (results, args->object == NULL);
  return TRUE;
}

static gboolean
run_sync (CliArgs *args, GError **error)
{
  g_autoptr(CliProgress) progress = cli_progress_new (args->progress, error);
  g_autoptr(VmxSyncOptions) options = NULL;
  g_autoptr(VmxClient) client = NULL;
  g_autoptr(GPtrArray) objects = NULL;

  if (progress == NULL)
    return FALSE;
  if (args->object != NULL && args->service != NULL)
    {
      cli_set_usage_error (error, "--service and --object exclude each other");
      return FALSE;
    }
  if (!read_options (args, &options, error))
    return FALSE;
  client = cli_open_client (args, error);
  if (client == NULL)
    return FALSE;
  objects = cli_choose_objects (client, args->object, args->service, error);
  return objects != NULL && sync_objects (objects, args, options, progress, error);
}

const CliCommand cli_command_sync = {
  .name = "sync",
  .summary = "Synchronise one object, a service or everything",
  .required = "store",
  .optional = "service object options token-file progress json",
  .notes = "Local changes are uploaded, then records are downloaded. Parents are synchronised\n"
           "before their children; the first failure ends the command. A record that the server\n"
           "did not take fails nothing else: it is a warning, the exit status is 3 then, and\n"
           "“vmxsync pending” tells how it stands.\n\n"
           "Examples:\n"
           "  vmxsync sync --store hr.db\n"
           "  vmxsync sync --store hr.db --object Employee \\\n"
           "    --options '{\"filter\": \"Salary gt 50000\", \"getSyncStats\": \"true\"}'",
  .run = run_sync,
};
