/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-output.h"

static gboolean
confirm (CliArgs *args, GError **error)
{
  g_autofree char *store = cli_clean_text (args->store);
  g_autofree char *effect = g_strdup_printf (
      "removes all records of %s, also changes that were not uploaded", store);

  return cli_args_confirm (args, effect, error);
}

static void
print_done (CliArgs *args, const char *what)
{
  if (args->json)
    cli_print_json ("{\"status\":0}");
  else
    g_print ("%s %s.\n", args->store, what);
}

static gboolean
run_reset (CliArgs *args, GError **error)
{
  g_autoptr(VmxClient) client = NULL;
  g_auto(CliCall) call = { 0 };

  if (!confirm (args, error))
    return FALSE;
  client = cli_make_client (args);
  cli_call_init (&call);
  vmx_client_reset_async (client, NULL, call.cancellable, cli_call_done, &call);
  if (!vmx_client_reset_finish (client, cli_call_wait (&call), error))
    return FALSE;
  print_done (args, "is empty and has the newest schemas");
  return TRUE;
}

static gboolean
run_drop (CliArgs *args, GError **error)
{
  g_autoptr(VmxClient) client = NULL;

  if (!confirm (args, error))
    return FALSE;
  client = cli_make_client (args);
  if (!vmx_client_drop (client, NULL, NULL, error))
    return FALSE;
  print_done (args, "is gone");
  return TRUE;
}

const CliCommand cli_command_reset = {
  .name = "reset",
  .summary = "Fetch the schemas anew and empty the store",
  .required = "store",
  .optional = "token-file yes json",
  .run = run_reset,
};

const CliCommand cli_command_drop = {
  .name = "drop",
  .summary = "Remove the store with everything in it",
  .required = "store",
  .optional = "yes json",
  .run = run_drop,
};
