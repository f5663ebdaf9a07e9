/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-output.h"

static VmxReadOptions *
read_options (CliArgs *args, GError **error)
{
  g_autofree char *json = NULL;

  if (!cli_args_read_options (args, &json, error))
    return NULL;
  return json != NULL ? vmx_read_options_new_from_json (json, error) : vmx_read_options_new ();
}

static gboolean
run_get (CliArgs *args, GError **error)
{
  g_autoptr(VmxReadOptions) options = read_options (args, error);
  g_autoptr(VmxObj) object = options != NULL ? cli_open_object (args, error) : NULL;
  g_autoptr(GPtrArray) records = NULL;

  records = object != NULL ? vmx_obj_get (object, options, NULL, error) : NULL;
  if (records == NULL)
    return FALSE;
  cli_print_records (records, args->json);
  return TRUE;
}

const CliCommand cli_command_get = {
  .name = "get",
  .summary = "Show records of an object, without the network",
  .required = "store",
  .optional = "options json",
  .operands = "OBJECT",
  .notes = "Example:\n"
           "  vmxsync get --store hr.db Employee \\\n"
           "    --options '{\"whereConditionAsAString\": \"Salary > 50000\",\n"
           "                \"orderByMap\": [{\"LastName\": \"ASC\"}]}'",
  .run = run_get,
};
