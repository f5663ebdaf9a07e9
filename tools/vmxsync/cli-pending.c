/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-pending.h"

#include "cli-output.h"
#include "cli-table.h"

#define MAX_CELL_WIDTH 50

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

void
cli_print_pending_records (GPtrArray *records)
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
