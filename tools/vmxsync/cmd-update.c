/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-edit.h"

static gboolean
run_update (CliArgs *args, GError **error)
{
  g_autoptr(VmxWriteOptions) options = cli_edit_read_options (args, error);
  g_autoptr(VmxRecord) record = NULL;
  g_autoptr(VmxObj) object = NULL;
  gint64 count;

  if (options == NULL || !cli_edit_check_all (args, options, error))
    return FALSE;
  record = cli_edit_read_record (args, error);
  object = record != NULL ? cli_open_object (args, error) : NULL;
  count = object != NULL ? vmx_obj_update (object, record, options, NULL, error) : -1;
  if (count < 0)
    return FALSE;
  cli_edit_print_count (args, count, "changed");
  return TRUE;
}

const CliCommand cli_command_update = {
  .name = "update",
  .summary = "Change columns of records in the store",
  .required = "store",
  .optional = "options all json",
  .operands = "OBJECT JSON|@FILE",
  .notes = "The criterion in --options says which records: “primaryKeys”, “whereCondition”,\n"
           "“whereConditionAsAString”, “likeCondition” or “filter”. Example:\n"
           "  vmxsync update --store hr.db Employee '{\"City\": \"Leeds\"}' \\\n"
           "    --options '{\"primaryKeys\": {\"Id\": 7}}'",
  .run = run_update,
};
