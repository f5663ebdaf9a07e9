/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vmxsync: the command line program. */
#include <libvmxsync/model/vmx-suggest.h>

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli-commands.h"
#include "cli-output.h"

static gboolean run_help (CliArgs *args, GError **error);

static const CliCommand command_help = {
  .name = "help",
  .summary = "Show this text, or the options of a command",
  .operands = "[COMMAND]",
  .run = run_help,
};

static const CliCommand *const commands[] = {
  &cli_command_setup,    &cli_command_incremental_setup,
  &cli_command_sync,     &cli_command_get,
  &cli_command_query,    &cli_command_create,
  &cli_command_update,   &cli_command_delete,
  &cli_command_pending,  &cli_command_resolve,
  &cli_command_mark_for_upload,
  &cli_command_rollback, &cli_command_status,
  &cli_command_reset,    &cli_command_drop,
  &cli_command_doctor,   &cli_command_plugins,
  &cli_command_demo,     &command_help,
};

static const CliCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i]->name, name))
      return commands[i];
  return NULL;
}

static const CliCommand *
find_command_or_suggest (const char *name, GError **error)
{
  const CliCommand *command = find_command (name);
  const char *names[G_N_ELEMENTS (commands) + 1] = { NULL };
  g_autofree char *tail = NULL;

  if (command != NULL)
    return command;
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i]->name;
  tail = vmx_suggest_tail (name, names);
  cli_set_usage_error (error, "there is no command “%.60s”%s", name, tail);
  return NULL;
}

static void
print_overview (void)
{
  g_print ("Usage: vmxsync COMMAND [OPTION…]\n\n"
           "Keeps records of an object service in a local store and synchronises them.\n\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-18s %s\n", commands[i]->name, commands[i]->summary);
  g_print ("\nExamples:\n"
           "  vmxsync demo\n"
           "  vmxsync setup --store hr.db --service HR --url https://example.com/odata/hr/\n"
           "  vmxsync sync --store hr.db\n"
           "  vmxsync get --store hr.db Employee\n"
           "\n“vmxsync COMMAND --help” shows the options of a command.\n"
           "The sign-in token comes from VMXSYNC_TOKEN or --token-file.\n"
           "Exit status: 0 done, 1 failed, 2 wrong usage, 3 done with some records failed.\n");
}

static gboolean
refuse_command (const CliCommand *command, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "this build does not have the command “%s”", command->name);
  return FALSE;
}

static gboolean
run_help (CliArgs *args, GError **error)
{
  const CliCommand *command;

  if (args->operands == NULL)
    {
      print_overview ();
      return TRUE;
    }
  command = find_command_or_suggest (args->operands[0], error);
  if (command == NULL)
    return FALSE;
  if (command->run == NULL)
    return refuse_command (command, error);
  cli_print_command_help (command);
  return TRUE;
}

static gboolean
run_command (const CliCommand *command, CliArgs *args, char **argv, GError **error)
{
  if (command->run == NULL)
    return refuse_command (command, error);
  return cli_args_parse (args, command, argv, error) && command->run (args, error);
}

/* Records that did not reach the disk or the pipe are a failure. */
static gboolean
flush_output (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       "the output could not be written completely");
  return FALSE;
}

static gboolean
run_arguments (const CliCommand **command, CliArgs *args, char **argv, GError **error)
{
  if (argv[0] == NULL || argv[1] == NULL)
    {
      cli_set_usage_error (error, "a command is missing");
      return FALSE;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_overview ();
      return flush_output (error);
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("vmxsync %s\n", VMX_VERSION_S);
      return flush_output (error);
    }
  *command = find_command_or_suggest (argv[1], error);
  return *command != NULL && run_command (*command, args, argv + 1, error)
         && flush_output (error);
}

int
main (int argc, char **argv)
{
  const CliCommand *command = NULL;
  g_auto(CliArgs) args = { 0 };
  g_autoptr(GError) error = NULL;
  g_autofree char *help = NULL;

  setlocale (LC_ALL, "");
  g_set_prgname ("vmxsync");
  g_log_writer_default_set_use_stderr (TRUE);
  cli_output_init ();
  if (run_arguments (&command, &args, argv, &error))
    return args.records_failed ? 3 : 0;
  help = command != NULL ? g_strconcat (command->name, " --help", NULL) : g_strdup ("--help");
  return cli_report_error (error, args.failure, help,
                           g_strv_contains ((const char *const *) argv, "--json"));
}
