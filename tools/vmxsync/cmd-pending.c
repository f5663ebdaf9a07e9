/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-objects.h"
#include "cli-output.h"
#include "cli-pending.h"

static GPtrArray *
collect (VmxClient *client, const char *name, GError **error)
{
  g_autoptr(GPtrArray) objects = cli_choose_objects (client, name, NULL, error);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; objects != NULL && i < objects->len; i++)
    {
      g_autoptr(GPtrArray) records
          = vmx_obj_get_pending_records_for_upload (objects->pdata[i], NULL, error);

      if (records == NULL)
        return NULL;
      g_ptr_array_extend (all, records, (GCopyFunc) g_object_ref, NULL);
    }
  return objects != NULL ? g_steal_pointer (&all) : NULL;
}

static void
print_json (GPtrArray *records)
{
  VmxJsonWriter *writer = vmx_json_writer_new ();

  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *json = vmx_pending_record_to_json (records->pdata[i]);

      vmx_json_writer_raw (writer, json, -1);
    }
  vmx_json_writer_end_array (writer);
  cli_print_writer (writer);
}

static gboolean
run_pending (CliArgs *args, GError **error)
{
  const char *name = args->operands != NULL ? args->operands[0] : NULL;
  g_autoptr(VmxClient) client = cli_open_client (args, error);
  g_autoptr(GPtrArray) records = client != NULL ? collect (client, name, error) : NULL;

  if (records == NULL)
    return FALSE;
  if (args->json)
    print_json (records);
  else
    cli_print_pending_records (records);
  return TRUE;
}

const CliCommand cli_command_pending = {
  .name = "pending",
  .summary = "List records with changes that were not uploaded",
  .required = "store",
  .optional = "json",
  .operands = "[OBJECT]",
  .notes = "The next sync sends what is pending. Other changes wait for somebody: deferred ones\n"
           "for “vmxsync mark-for-upload”, those in conflict, of unknown outcome or rejected for\n"
           "“vmxsync resolve”. Below a conflict are the columns in which both versions differ;\n"
           "--json has both versions, and the last answer of the server to each change.",
  .run = run_pending,
};
