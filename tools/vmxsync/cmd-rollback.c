/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-edit.h"
#include "cli-output.h"

/* An empty key would mean all records, which is not what was asked for. */
static gboolean
check_keys (VmxRecord *options, VmxRecord *keys, GError **error)
{
  g_auto(GStrv) names = vmx_record_get_column_names (options);
  g_auto(GStrv) columns = keys != NULL ? vmx_record_get_column_names (keys) : NULL;

  if (keys == NULL || g_strv_length (names) != 1)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                         "option --options: expected “primaryKeys” and nothing else");
  else if (columns[0] == NULL)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_KEY_MISSING,
                         "option “primaryKeys” is empty; give a value for each key column, or "
                         "leave --options out for all records");
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_keys (CliArgs *args, VmxRecord **keys, GError **error)
{
  g_autoptr(VmxWriteOptions) options = NULL;
  g_autoptr(VmxRecord) given = NULL;
  g_autofree char *json = NULL;

  *keys = NULL;
  if (!cli_args_read_options (args, &json, error))
    return FALSE;
  if (json == NULL)
    return TRUE;
  options = vmx_write_options_new_from_json (json, error);
  given = options != NULL ? vmx_record_new_from_json (json, error) : NULL;
  if (given == NULL
      || !check_keys (given, vmx_write_options_get_primary_keys (options), error))
    return FALSE;
  *keys = g_object_ref (vmx_write_options_get_primary_keys (options));
  return TRUE;
}

static gboolean
confirm (CliArgs *args, GError **error)
{
  g_autofree char *clean
      = cli_clean_text (args->operands != NULL ? args->operands[0] : args->store);
  g_autofree char *effect = g_strdup_printf ("undoes all local changes of %s", clean);

  return cli_args_confirm (args, effect, error);
}

static gboolean
roll_back (CliArgs *args, VmxRecord *keys, GError **error)
{
  g_autoptr(VmxClient) client = NULL;
  g_autoptr(VmxObj) object = NULL;

  if (args->operands == NULL)
    {
      client = cli_open_client (args, error);
      return client != NULL && vmx_client_rollback (client, NULL, error);
    }
  object = cli_open_object (args, error);
  return object != NULL && vmx_obj_rollback (object, keys, NULL, error);
}

static gboolean
run_rollback (CliArgs *args, GError **error)
{
  g_autoptr(VmxRecord) keys = NULL;

  if (args->operands == NULL && args->options != NULL)
    {
      cli_set_usage_error (error, "--options needs an OBJECT");
      return FALSE;
    }
  if (!read_keys (args, &keys, error) || (keys == NULL && !confirm (args, error))
      || !roll_back (args, keys, error))
    return FALSE;
  cli_edit_print_done (args, "Rolled back.");
  return TRUE;
}

const CliCommand cli_command_rollback = {
  .name = "rollback",
  .summary = "Undo the local changes of a record, an object or everything",
  .required = "store",
  .optional = "options yes json",
  .operands = "[OBJECT]",
  .notes = "Records become what they were before their first change, or what the server has made\n"
           "of them since. Without primary keys it asks first. Example:\n"
           "  vmxsync rollback --store hr.db Employee --options '{\"primaryKeys\": {\"Id\": 7}}'",
  .run = run_rollback,
};
