/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-edit.h"

static gboolean
run_delete (CliArgs *args, GError **error)
{
  g_autoptr(VmxWriteOptions) options = cli_edit_read_options (args, error);
  g_autoptr(VmxObj) object = NULL;

  if (options == NULL || !cli_edit_check_all (args, options, error))
    return FALSE;
  object = cli_open_object (args, error);
  if (object == NULL || !vmx_obj_delete (object, options, NULL, error))
    return FALSE;
  cli_edit_print_done (args, "Deleted.");
  return TRUE;
}

const CliCommand cli_command_delete = {
  .name = "delete",
  .summary = "Delete records from the store",
  .required = "store",
  .optional = "options all json",
  .operands = "OBJECT",
  .notes = "The criterion in --options says which records, as for update. Example:\n"
           "  vmxsync delete --store hr.db Employee --options '{\"primaryKeys\": {\"Id\": 7}}'",
  .run = run_delete,
};
