/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-output.h"

static void
print_json (const char *const *findings)
{
  VmxJsonWriter *writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "findings", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; findings[i] != NULL; i++)
    vmx_json_writer_string (writer, findings[i], -1);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  cli_print_writer (writer);
}

static void
print_lines (const char *const *findings)
{
  if (findings[0] == NULL)
    g_print ("The store is whole.\n");
  for (guint i = 0; findings[i] != NULL; i++)
    {
      g_autofree char *line = cli_clean_text (findings[i]);

      g_print ("%s\n", line);
    }
}

static gboolean
run_doctor (CliArgs *args, GError **error)
{
  g_autoptr(VmxClient) client = cli_open_client (args, error);
  g_auto(GStrv) findings = NULL;

  if (client != NULL)
    findings = vmx_client_check_store (client, NULL, error);
  if (findings == NULL)
    return FALSE;
  if (args->json)
    print_json ((const char *const *) findings);
  else
    print_lines ((const char *const *) findings);
  if (findings[0] == NULL)
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_DATABASE,
               "%u things are wrong with the store; keep a copy of the file, and see the list",
               g_strv_length (findings));
  return FALSE;
}

const CliCommand cli_command_doctor = {
  .name = "doctor",
  .summary = "Look whether a store is whole",
  .required = "store",
  .optional = "json",
  .notes = "Looks for damage of the file, and for local changes that do not fit together. Nothing\n"
           "is changed. With findings the exit status is 1.",
  .run = run_doctor,
};
