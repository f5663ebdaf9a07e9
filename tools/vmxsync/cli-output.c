/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-output.h"

#include <stdio.h>

#include "cli-table.h"

#define MAX_CELL_WIDTH 40

gboolean
cli_has_utf8 (void)
{
  return g_get_charset (NULL);
}

/* GLib would print a question mark for each quotation mark. */
static void
print_to (FILE *file, const char *text)
{
  g_autofree char *local = g_locale_from_utf8 (text, -1, NULL, NULL, NULL);

  if (local == NULL)
    local = g_str_to_ascii (text, NULL);
  fputs (local, file);
}

static void
print_out (const char *text)
{
  print_to (stdout, text);
}

static void
print_err (const char *text)
{
  print_to (stderr, text);
}

void
cli_output_init (void)
{
  if (cli_has_utf8 ())
    return;
  g_set_print_handler (print_out);
  g_set_printerr_handler (print_err);
}

char *
cli_clean_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      g_string_append_unichar (clean, g_unichar_iscntrl (character) ? ' ' : character);
    }
  return g_string_free (g_steal_pointer (&clean), FALSE);
}

void
cli_print_json (const char *json)
{
  fputs (json, stdout);
  fputc ('\n', stdout);
}

void
cli_print_warning (const char *warning)
{
  g_autofree char *clean = cli_clean_text (warning);

  g_printerr ("vmxsync: warning: %s\n", clean);
}

void
cli_write_text (VmxJsonWriter *writer, const char *member, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  vmx_json_writer_member (writer, member, -1);
  if (valid != NULL)
    vmx_json_writer_string (writer, valid, -1);
  else
    vmx_json_writer_null (writer);
}

void
cli_write_number (VmxJsonWriter *writer, const char *member, gint64 number)
{
  vmx_json_writer_member (writer, member, -1);
  vmx_json_writer_int64 (writer, number);
}

void
cli_print_writer (VmxJsonWriter *writer)
{
  g_autofree char *json = vmx_json_writer_steal (writer, NULL);

  vmx_json_writer_free (writer);
  cli_print_json (json);
}

static VmxValueKind
get_kind (const VmxValue *value)
{
  return value != NULL ? vmx_value_get_kind (value) : VMX_VALUE_MISSING;
}

char *
cli_describe_value (const VmxValue *value)
{
  VmxValueKind kind = get_kind (value);
  gsize length = 0;

  if (kind == VMX_VALUE_MISSING || kind == VMX_VALUE_NULL)
    return g_strdup ("null");
  if (kind != VMX_VALUE_BLOB)
    return vmx_value_to_string (value);
  vmx_value_peek_blob (value, &length);
  return g_strdup_printf ("<%" G_GSIZE_FORMAT " bytes>", length);
}

char *
cli_describe_key (VmxRecord *keys)
{
  g_auto(GStrv) names = vmx_record_get_column_names (keys);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *value = vmx_value_to_string (vmx_record_get_value (keys, names[i]));

      g_string_append_printf (text, "%s%s=%s", i > 0 ? ", " : "", names[i], value);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_value (CliTable *table, const VmxValue *value)
{
  VmxValueKind kind = get_kind (value);
  g_autofree char *text = cli_describe_value (value);

  if (kind == VMX_VALUE_MISSING || kind == VMX_VALUE_NULL)
    cli_table_add_null (table);
  else if (kind == VMX_VALUE_INT64 || kind == VMX_VALUE_DOUBLE || kind == VMX_VALUE_DECIMAL)
    cli_table_add_number (table, text);
  else
    cli_table_add (table, text);
}

static void
print_table (GPtrArray *records)
{
  g_auto(GStrv) columns = NULL;
  g_autoptr(CliTable) table = NULL;

  if (records->len > 0)
    {
      columns = vmx_record_get_column_names (records->pdata[0]);
      table = cli_table_new ((const char *const *) columns, MAX_CELL_WIDTH);
      for (guint i = 0; i < records->len; i++)
        for (guint j = 0; columns[j] != NULL; j++)
          add_value (table, vmx_record_get_value (records->pdata[i], columns[j]));
      cli_table_print (table);
    }
  g_print ("%u %s\n", records->len, records->len == 1 ? "record" : "records");
}

void
cli_print_records (GPtrArray *records, gboolean json)
{
  if (!json)
    {
      print_table (records);
      return;
    }
  fputs ("[", stdout);
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *record = vmx_record_to_json (records->pdata[i]);

      fputs (i > 0 ? ",\n " : "", stdout);
      fputs (record, stdout);
    }
  fputs ("]\n", stdout);
}

/* The documented number of an error; usage and cancellation have none of their own. */
static int
get_code (const GError *error)
{
  if (error->domain == VMX_ERROR)
    return error->code;
  if (error->domain == G_OPTION_ERROR)
    return VMX_ERROR_INVALID_OPTION;
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? VMX_ERROR_SYNC_CANCELLED
                                                                   : VMX_ERROR_SYNC;
}

static void
print_error_object (const GError *error)
{
  VmxJsonWriter *writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  cli_write_number (writer, "code", get_code (error));
  cli_write_text (writer, "message", error->message);
  cli_write_text (writer, "domain", "OfflineObjectsError");
  cli_write_text (writer, "callStack", "");
  vmx_json_writer_member (writer, "userInfo", -1);
  vmx_json_writer_start_object (writer);
  vmx_json_writer_end_object (writer);
  vmx_json_writer_end_object (writer);
  cli_print_writer (writer);
}

int
cli_report_error (const GError *error, const char *document, const char *command, gboolean json)
{
  g_autofree char *message = cli_clean_text (error->message);
  gboolean is_usage = error->domain == G_OPTION_ERROR;

  if (json && document != NULL)
    cli_print_json (document);
  else if (json)
    print_error_object (error);
  if (is_usage)
    g_printerr ("vmxsync: %s; see “vmxsync %s”\n", message, command);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_printerr ("vmxsync: cancelled\n");
  else
    g_printerr ("vmxsync: %d: %s\n", get_code (error), message);
  return is_usage ? 2 : 1;
}
