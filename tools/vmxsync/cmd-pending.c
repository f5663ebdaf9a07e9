/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include <stdio.h>

#include "cli-call.h"
#include "cli-objects.h"
#include "cli-output.h"
#include "cli-table.h"

#define MAX_CELL_WIDTH 50

static GPtrArray *
collect (VmxClient *client, const char *name, GError **error)
{
  g_autoptr(GPtrArray) objects = cli_choose_objects (client, name, NULL, error);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; objects != NULL && i < objects->len; i++)
    {
      g_autoptr(GPtrArray) records
          = vmx_obj_get_pending_records_for_upload (objects->pdata[i], NULL, error);

      if (records == NULL)
        return NULL;
      g_ptr_array_extend (all, records, (GCopyFunc) g_object_ref, NULL);
    }
  return objects != NULL ? g_steal_pointer (&all) : NULL;
}

static const char *
get_nick (GType type, int value)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (type);

  /* The class of a static type stays. */
  return g_enum_get_value (klass, value)->value_nick;
}

static char *
describe_actions (GPtrArray *changes)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    g_string_append_printf (
        text, "%s%s", i > 0 ? ", " : "",
        get_nick (VMX_TYPE_CHANGE_ACTION, (int) vmx_change_get_action (changes->pdata[i])));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_column (CliTable *table, const char *column, const char *other_word, VmxRecord *other,
            VmxRecord *server)
{
  const VmxValue *other_value = vmx_record_get_value (other, column);
  const VmxValue *server_value = vmx_record_get_value (server, column);
  g_autofree char *other_text = cli_describe_value (other_value);
  g_autofree char *server_text = cli_describe_value (server_value);
  g_autofree char *other_cut = cli_text_cut (other_text, MAX_CELL_WIDTH);
  g_autofree char *server_cut = cli_text_cut (server_text, MAX_CELL_WIDTH);
  g_autofree char *note
      = g_strdup_printf ("%s: %s %s, server %s", column, other_word, other_cut, server_cut);

  if (other_value == NULL || server_value == NULL || !vmx_value_equal (other_value, server_value))
    cli_table_add_note (table, note);
}

/* Columns of two versions that differ. */
static void
add_columns (CliTable *table, const char *other_word, VmxRecord *other, VmxRecord *server)
{
  g_auto(GStrv) columns = vmx_record_get_column_names (server);

  for (guint i = 0; columns[i] != NULL; i++)
    if (vmx_record_has (other, columns[i]))
      add_column (table, columns[i], other_word, other, server);
}

static void
add_versions (CliTable *table, VmxPendingRecord *record)
{
  VmxRecord *base = vmx_pending_record_get_base_record (record);
  VmxRecord *local = vmx_pending_record_get_local_record (record);
  VmxRecord *server = vmx_pending_record_get_server_record (record);

  if (vmx_pending_record_get_state (record) != VMX_CHANGE_STATE_CONFLICT)
    return;
  if (local == NULL)
    cli_table_add_note (table, "deleted here");
  if (vmx_pending_record_get_server_deleted (record))
    cli_table_add_note (table, "deleted at the server");
  else if (server == NULL)
    cli_table_add_note (table, "what the server has is not known yet");
  else if (local != NULL)
    add_columns (table, "here", local, server);
  else if (base != NULL)
    add_columns (table, "was", base, server);
}

static void
add_row (CliTable *table, VmxPendingRecord *record)
{
  GPtrArray *changes = vmx_pending_record_get_changes (record);
  const char *changed_at = vmx_change_get_changed_at (changes->pdata[changes->len - 1]);
  g_autofree char *key = cli_describe_key (vmx_pending_record_get_primary_keys (record));
  g_autofree char *actions = describe_actions (changes);

  cli_table_add (table, vmx_pending_record_get_object (record));
  cli_table_add (table, key);
  cli_table_add (table, actions);
  cli_table_add (
      table, get_nick (VMX_TYPE_CHANGE_STATE, (int) vmx_pending_record_get_state (record)));
  cli_table_add (table, changed_at != NULL ? changed_at : "");
  cli_table_add (table, vmx_pending_record_get_reason (record));
  add_versions (table, record);
}

static void
print_table (GPtrArray *records)
{
  static const char *const headings[]
      = { "Object", "Key", "Changes", "State", "Last change", "Reason", NULL };
  g_autoptr(CliTable) table = cli_table_new (headings, MAX_CELL_WIDTH);

  for (guint i = 0; i < records->len; i++)
    add_row (table, records->pdata[i]);
  if (records->len > 0)
    cli_table_print (table);
  g_print ("%u %s with local changes\n", records->len, records->len == 1 ? "record" : "records");
}

static void
print_json (GPtrArray *records)
{
  VmxJsonWriter *writer = vmx_json_writer_new ();

  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *json = vmx_pending_record_to_json (records->pdata[i]);

      vmx_json_writer_raw (writer, json, -1);
    }
  vmx_json_writer_end_array (writer);
  cli_print_writer (writer);
}

static gboolean
run_pending (CliArgs *args, GError **error)
{
  const char *name = args->operands != NULL ? args->operands[0] : NULL;
  g_autoptr(VmxClient) client = cli_open_client (args, error);
  g_autoptr(GPtrArray) records = client != NULL ? collect (client, name, error) : NULL;

  if (records == NULL)
    return FALSE;
  if (args->json)
    print_json (records);
  else
    print_table (records);
  return TRUE;
}

const CliCommand cli_command_pending = {
  .name = "pending",
  .summary = "List records with changes that were not uploaded",
  .required = "store",
  .optional = "json",
  .operands = "[OBJECT]",
  .notes = "The next sync sends what is pending. Other changes wait for somebody: deferred ones for\n"
           "“vmxsync mark-for-upload”, those in conflict, of unknown outcome or rejected for\n"
           "“vmxsync resolve”. Below a conflict are the columns in which both versions differ;\n"
           "--json has both versions, and the last answer of the server to each change.",
  .run = run_pending,
};
