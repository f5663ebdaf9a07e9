/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-edit.h"
#include "cli-objects.h"

/* Objects without such changes are no failure, unless there is none with them. */
static gint64
mark_all (CliArgs *args, GError **error)
{
  const char *name = args->operands != NULL ? args->operands[0] : NULL;
  g_autoptr(VmxClient) client = cli_open_client (args, error);
  g_autoptr(VmxWriteOptions) everything = vmx_write_options_new ();
  g_autoptr(GPtrArray) objects = NULL;
  gint64 total = 0;

  objects = client != NULL ? cli_choose_objects (client, name, NULL, error) : NULL;
  if (objects == NULL)
    return -1;
  vmx_write_options_set_filter (everything, "true");
  for (guint i = 0; i < objects->len; i++)
    {
      g_autoptr(GError) local_error = NULL;
      gint64 count = vmx_obj_mark_for_upload (objects->pdata[i], everything, NULL, &local_error);

      if (count >= 0)
        total += count;
      else if (!g_error_matches (local_error, VMX_ERROR, VMX_ERROR_NO_RECORD))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return -1;
        }
    }
  if (total > 0)
    return total;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NO_RECORD,
                       "there are no changes that are held back or were refused");
  return -1;
}

static gint64
mark_some (CliArgs *args, VmxWriteOptions *options, GError **error)
{
  g_autoptr(VmxObj) object = NULL;

  if (args->operands == NULL)
    {
      cli_set_usage_error (error, "OBJECT is missing");
      return -1;
    }
  object = cli_open_object (args, error);
  return object != NULL ? vmx_obj_mark_for_upload (object, options, NULL, error) : -1;
}

static gboolean
run_mark_for_upload (CliArgs *args, GError **error)
{
  g_autoptr(VmxWriteOptions) options = cli_edit_read_options (args, error);
  gint64 count;

  if (options == NULL || !cli_edit_check_all (args, options, error))
    return FALSE;
  count = args->all ? mark_all (args, error) : mark_some (args, options, error);
  if (count < 0)
    return FALSE;
  cli_edit_print_count (args, count, "marked for upload");
  return TRUE;
}

const CliCommand cli_command_mark_for_upload = {
  .name = "mark-for-upload",
  .summary = "Release changes that were held back or refused",
  .required = "store",
  .optional = "options all json",
  .operands = "[OBJECT]",
  .notes = "Changes made with “markForUpload”: false are held back until then. The criterion in\n"
           "--options says of which records, as for update; --all is about those of OBJECT, or of\n"
           "all objects. Example:\n"
           "  vmxsync mark-for-upload --store hr.db Employee --options '{\"filter\": \"Id lt 0\"}'",
  .run = run_mark_for_upload,
};
