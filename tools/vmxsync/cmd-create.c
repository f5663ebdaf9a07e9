/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-edit.h"
#include "cli-output.h"

static void
print_created (CliArgs *args, VmxRecord *created)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new ();
  g_autofree char *json = NULL;

  if (args->json)
    {
      json = vmx_record_to_json (created);
      cli_print_json (json);
      return;
    }
  g_ptr_array_add (records, created);
  cli_print_records (records, FALSE);
}

static gboolean
run_create (CliArgs *args, GError **error)
{
  g_autoptr(VmxWriteOptions) options = cli_edit_read_options (args, error);
  g_autoptr(VmxRecord) record = options != NULL ? cli_edit_read_record (args, error) : NULL;
  g_autoptr(VmxObj) object = record != NULL ? cli_open_object (args, error) : NULL;
  g_autoptr(VmxRecord) created = NULL;

  created = object != NULL ? vmx_obj_create (object, record, options, NULL, error) : NULL;
  if (created == NULL)
    return FALSE;
  print_created (args, created);
  return TRUE;
}

const CliCommand cli_command_create = {
  .name = "create",
  .summary = "Create a record in the store",
  .required = "store",
  .optional = "options json",
  .operands = "OBJECT JSON|@FILE",
  .notes = "Shows the record with the key that it got. Example:\n"
           "  vmxsync create --store hr.db Employee '{\"LastName\": \"Winter\"}'",
  .run = run_create,
};
