/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-edit.h"

#include "cli-output.h"

VmxWriteOptions *
cli_edit_read_options (CliArgs *args, GError **error)
{
  g_autofree char *json = NULL;

  if (!cli_args_read_options (args, &json, error))
    return NULL;
  return json != NULL ? vmx_write_options_new_from_json (json, error) : vmx_write_options_new ();
}

VmxRecord *
cli_edit_read_record (CliArgs *args, GError **error)
{
  g_autofree char *json = NULL;

  if (!cli_args_read_json (args->operands[1], "the record", &json, error))
    return NULL;
  return vmx_record_new_from_json (json, error);
}

static gboolean
has_columns (VmxRecord *record)
{
  g_auto(GStrv) names = vmx_record_get_column_names (record);

  return names[0] != NULL;
}

/* The first one that is set counts, and one without columns is met by every record. */
gboolean
cli_edit_has_criterion (VmxWriteOptions *options)
{
  VmxRecord *where = vmx_write_options_get_where_condition (options);
  VmxRecord *like = vmx_write_options_get_like_condition (options);

  if (vmx_write_options_get_primary_keys (options) != NULL)
    return TRUE;
  if (where != NULL)
    return has_columns (where);
  if (vmx_write_options_get_where_condition_as_a_string (options) != NULL)
    return TRUE;
  if (like != NULL)
    return has_columns (like);
  return vmx_write_options_get_filter (options) != NULL;
}

gboolean
cli_edit_check_all (CliArgs *args, VmxWriteOptions *options, GError **error)
{
  gboolean has_criterion = cli_edit_has_criterion (options);

  if (has_criterion && args->all)
    cli_set_usage_error (error, "--all and a criterion in --options exclude each other");
  else if (!has_criterion && !args->all)
    cli_set_usage_error (error, "without a criterion in --options this is about all records; "
                                "say --all if you mean it");
  return has_criterion != args->all;
}

void
cli_edit_print_count (CliArgs *args, gint64 count, const char *done)
{
  VmxJsonWriter *writer;

  if (!args->json)
    {
      g_print ("%" G_GINT64_FORMAT " %s %s.\n", count, count == 1 ? "record" : "records", done);
      return;
    }
  writer = vmx_json_writer_new ();
  vmx_json_writer_start_object (writer);
  cli_write_number (writer, "records", count);
  vmx_json_writer_end_object (writer);
  cli_print_writer (writer);
}

void
cli_edit_print_done (CliArgs *args, const char *line)
{
  if (args->json)
    cli_print_json ("{\"status\":0}");
  else
    g_print ("%s\n", line);
}
