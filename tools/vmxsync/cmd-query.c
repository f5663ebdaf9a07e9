/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-output.h"

static gboolean
run_query (CliArgs *args, GError **error)
{
  g_autoptr(VmxClient) client = cli_open_client (args, error);
  g_autoptr(GPtrArray) records = NULL;

  if (client == NULL)
    return FALSE;
  records = vmx_client_execute_select_query (client, args->operands[0], NULL, error);
  if (records == NULL)
    return FALSE;
  cli_print_records (records, args->json);
  return TRUE;
}

const CliCommand cli_command_query = {
  .name = "query",
  .summary = "Run one SQL select on the store",
  .required = "store",
  .optional = "json",
  .operands = "SELECT",
  .notes = "Nothing is ever written. Example:\n"
           "  vmxsync query --store hr.db 'SELECT count(*) FROM Employee'",
  .run = run_query,
};
