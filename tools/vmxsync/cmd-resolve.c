/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-call.h"
#include "cli-edit.h"
#include "cli-output.h"

/* What the options ask for. */
typedef struct
{
  VmxResolution resolution;
  const char *said; /* for people, when it is done */
} Decision;

static gboolean
read_keep (const char *keep, Decision *decision, GError **error)
{
  if (g_str_equal (keep, "client"))
    *decision = (Decision){ VMX_RESOLUTION_KEEP_CLIENT,
                            "What was done here is kept; the next sync sends it." };
  else if (g_str_equal (keep, "server"))
    *decision = (Decision){ VMX_RESOLUTION_KEEP_SERVER,
                            "What the server has is kept; the changes are dropped." };
  else if (*keep == '{' || *keep == '@')
    *decision = (Decision){ VMX_RESOLUTION_KEEP_RECORD,
                            "These values are kept; the next sync sends them." };
  else
    {
      cli_set_usage_error (error,
                           "option --keep: expected client, server, a JSON object or @FILE, "
                           "not “%s”",
                           keep);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_decision (CliArgs *args, Decision *decision, GError **error)
{
  int n_given = (args->keep != NULL) + args->send_again + args->done + args->discard;

  if (n_given != 1)
    {
      cli_set_usage_error (error, "expected one of --keep, --send-again, --done and --discard");
      return FALSE;
    }
  if (args->as != NULL && !args->done)
    {
      cli_set_usage_error (error, "--as goes with --done");
      return FALSE;
    }
  if (args->keep != NULL)
    return read_keep (args->keep, decision, error);
  if (args->send_again)
    *decision
        = (Decision){ VMX_RESOLUTION_SEND_AGAIN, "The next sync sends the changes again." };
  else if (args->done)
    *decision = (Decision){ VMX_RESOLUTION_DONE, "The change counts as done." };
  else
    *decision = (Decision){ VMX_RESOLUTION_DISCARD, "The changes are forgotten." };
  return TRUE;
}

/* The value of the only key column, as an object. */
static char *
wrap_value (const char *value, VmxObjectSchema *schema, const char *option, GError **error)
{
  g_autoptr(VmxJsonWriter) writer = NULL;

  if (vmx_object_schema_get_n_key_columns (schema) != 1)
    {
      cli_set_usage_error (error, "option %s: the key of “%s” has %u columns; give a JSON object",
                           option, vmx_object_schema_get_name (schema),
                           vmx_object_schema_get_n_key_columns (schema));
      return NULL;
    }
  writer = vmx_json_writer_new ();
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, vmx_object_schema_get_key_column_name (schema, 0), -1);
  vmx_json_writer_raw (writer, value, -1);
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

/* {"Id": 7}, or 7 */
static VmxRecord *
read_key (const char *text, VmxObjectSchema *schema, const char *option, GError **error)
{
  g_autofree char *clean = g_strstrip (g_strdup (text));
  g_autofree char *json = *clean == '{' ? g_steal_pointer (&clean)
                                        : wrap_value (clean, schema, option, error);
  VmxRecord *key = NULL;

  if (json == NULL)
    return NULL;
  key = vmx_record_new_from_json (json, error);
  if (key == NULL)
    g_prefix_error (error, "option %s: ", option);
  return key;
}

/* What goes with the resolution; *as stays NULL when nothing does. */
static gboolean
read_as (CliArgs *args, VmxResolution resolution, VmxObjectSchema *schema, VmxRecord **as,
         GError **error)
{
  g_autofree char *json = NULL;

  if (args->as != NULL)
    {
      *as = read_key (args->as, schema, "--as", error);
      return *as != NULL;
    }
  if (resolution != VMX_RESOLUTION_KEEP_RECORD)
    return TRUE;
  if (!cli_args_read_json (args->keep, "option --keep", &json, error))
    return FALSE;
  *as = vmx_record_new_from_json (json, error);
  if (*as == NULL)
    g_prefix_error (error, "option --keep: ");
  return *as != NULL;
}

static gboolean
run_resolve (CliArgs *args, GError **error)
{
  g_autoptr(VmxObj) object = NULL;
  g_autoptr(VmxRecord) key = NULL;
  g_autoptr(VmxRecord) as = NULL;
  Decision decision;

  if (!read_decision (args, &decision, error))
    return FALSE;
  object = cli_open_object (args, error);
  key = object != NULL ? read_key (args->key, vmx_obj_get_schema (object), "--key", error) : NULL;
  if (key == NULL || !read_as (args, decision.resolution, vmx_obj_get_schema (object), &as, error)
      || !vmx_obj_resolve (object, key, decision.resolution, as, NULL, error))
    return FALSE;
  cli_edit_print_done (args, decision.said);
  return TRUE;
}

const CliCommand cli_command_resolve = {
  .name = "resolve",
  .summary = "Decide about changes that wait for somebody",
  .required = "store key",
  .optional = "keep send-again done as discard json",
  .operands = "OBJECT",
  .notes = "“vmxsync pending” lists them. Exactly one of --keep, --send-again, --done and\n"
           "--discard says what becomes of the changes of the record; nothing is sent before the\n"
           "next sync.\n"
           "Values for --keep are columns to set; the others stay as the server has them.\n\n"
           "Examples:\n"
           "  vmxsync resolve --store hr.db Employee --key '{\"Id\": 7}' --keep client\n"
           "  vmxsync resolve --store hr.db Employee --key 7 --keep '{\"Grade\": 8}'\n"
           "  vmxsync resolve --store hr.db Employee --key -1 --done --as 42",
  .run = run_resolve,
};
