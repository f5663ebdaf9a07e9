/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-commands.h"

#include "cli-output.h"
#include "cli-table.h"

static const struct
{
  VmxPluginKinds kind;
  const char *name;
} kind_names[] = {
  { VMX_PLUGIN_KIND_TRANSPORT, "transport" },
  { VMX_PLUGIN_KIND_STORAGE, "storage" },
  { VMX_PLUGIN_KIND_PROCESSOR, "processor" },
};

static char *
join_kinds (VmxPluginKinds kinds)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (kinds & kind_names[i].kind)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", kind_names[i].name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_row (CliTable *table, VmxPluginInfo *info)
{
  g_autofree char *kinds = join_kinds (vmx_plugin_info_get_kinds (info));

  cli_table_add (table, vmx_plugin_info_get_name (info));
  cli_table_add (table, kinds);
  cli_table_add (table, vmx_plugin_info_get_version (info));
  cli_table_add (table, vmx_plugin_info_get_description (info));
  cli_table_add (table, vmx_plugin_info_get_path (info));
}

static void
print_plugins (GListModel *plugins)
{
  static const char *const headings[]
      = { "Name", "Kind", "Version", "Description", "Path", NULL };
  g_autoptr(CliTable) table = cli_table_new (headings, 0);
  g_autoptr(GString) broken = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (plugins); i++)
    {
      g_autoptr(VmxPluginInfo) info = g_list_model_get_item (plugins, i);
      const GError *error = vmx_plugin_info_get_error (info);
      g_autofree char *message = error != NULL ? cli_clean_text (error->message) : NULL;

      if (error != NULL)
        g_string_append_printf (broken, "\nCannot be used: %s\n  %s\n  %d: %s\n",
                                vmx_plugin_info_get_name (info), vmx_plugin_info_get_path (info),
                                error->code, message);
      else
        add_row (table, info);
    }
  cli_table_print (table);
  g_print ("%s", broken->str);
}

static void
write_kinds (VmxJsonWriter *writer, VmxPluginKinds kinds)
{
  vmx_json_writer_member (writer, "kinds", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (kinds & kind_names[i].kind)
      vmx_json_writer_string (writer, kind_names[i].name, -1);
  vmx_json_writer_end_array (writer);
}

static void
write_plugin (VmxJsonWriter *writer, VmxPluginInfo *info)
{
  const GError *error = vmx_plugin_info_get_error (info);

  vmx_json_writer_start_object (writer);
  cli_write_text (writer, "name", vmx_plugin_info_get_name (info));
  write_kinds (writer, vmx_plugin_info_get_kinds (info));
  cli_write_text (writer, "version", vmx_plugin_info_get_version (info));
  cli_write_text (writer, "description", vmx_plugin_info_get_description (info));
  cli_write_text (writer, "license", vmx_plugin_info_get_license (info));
  cli_write_text (writer, "path", vmx_plugin_info_get_path (info));
  if (error != NULL)
    {
      cli_write_number (writer, "code", error->code);
      cli_write_text (writer, "message", error->message);
    }
  vmx_json_writer_end_object (writer);
}

static gboolean
run_plugins (CliArgs *args, GError **error)
{
  VmxPluginLoader *loader = vmx_plugin_loader_get_default ();
  VmxJsonWriter *writer;

  vmx_plugin_loader_scan (loader);
  if (!args->json)
    {
      print_plugins (G_LIST_MODEL (loader));
      return TRUE;
    }
  writer = vmx_json_writer_new ();
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (loader)); i++)
    {
      g_autoptr(VmxPluginInfo) info = g_list_model_get_item (G_LIST_MODEL (loader), i);

      write_plugin (writer, info);
    }
  vmx_json_writer_end_array (writer);
  cli_print_writer (writer);
  return TRUE;
}

const CliCommand cli_command_plugins = {
  .name = "plugins",
  .summary = "List the plugins, and why some cannot be used",
  .optional = "json",
  .notes = "Plugins are looked for in VMX_PLUGIN_PATH, in the user's data folder and where the\n"
           "library is installed.",
  .run = run_plugins,
};
