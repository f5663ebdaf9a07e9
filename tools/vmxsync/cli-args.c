/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cli-args.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli-output.h"

typedef struct
{
  const char *name;
  GOptionArg type;
  gsize offset;
  const char *description;
  const char *value; /* (nullable): the word for it in the help */
} OptionInfo;

/* Arguments are taken as bytes ("filenames"): a C locale must not refuse UTF-8 text. */
static const OptionInfo known_options[] = {
  { "store", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, store),
    "The file that keeps the records", "FILE" },
  { "service", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, service),
    "Your name for the object service", "NAME" },
  { "object", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, object), "Only this object",
    "NAME" },
  { "transport", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, transport),
    "The plugin that talks to the service (odata)", "NAME" },
  { "url", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, url),
    "The address of the service, without user name and password", "URL" },
  { "objects", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, objects),
    "The objects to keep (all)", "A,B,…" },
  { "set", G_OPTION_ARG_FILENAME_ARRAY, G_STRUCT_OFFSET (CliArgs, settings),
    "An option of the transport, or of one object with OBJECT.NAME; may be repeated",
    "NAME=VALUE" },
  { "processor", G_OPTION_ARG_FILENAME_ARRAY, G_STRUCT_OFFSET (CliArgs, processors),
    "A plugin that works on downloaded records; may be repeated", "NAME" },
  { "token-file", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, token_file),
    "A file with the sign-in token (else VMXSYNC_TOKEN from the environment)", "FILE" },
  { "options", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, options),
    "Options as a JSON object, or the file that has them", "JSON|@FILE" },
  { "progress", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, progress),
    "bar, json or none (bar on a terminal)", "KIND" },
  { "json", G_OPTION_ARG_NONE, G_STRUCT_OFFSET (CliArgs, json),
    "Print one JSON document and nothing else", NULL },
  { "all", G_OPTION_ARG_NONE, G_STRUCT_OFFSET (CliArgs, all),
    "All records, where --options has no criterion", NULL },
  { "key", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, key),
    "The key of the record: its columns as a JSON object, or the value of the only one", "JSON" },
  { "keep", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, keep),
    "Of a conflict: keep what was done here, what the server has, or these values",
    "client|server|JSON|@FILE" },
  { "send-again", G_OPTION_ARG_NONE, G_STRUCT_OFFSET (CliArgs, send_again),
    "Send the changes again as they are", NULL },
  { "done", G_OPTION_ARG_NONE, G_STRUCT_OFFSET (CliArgs, done),
    "Of an unknown outcome: the server has done it", NULL },
  { "as", G_OPTION_ARG_FILENAME, G_STRUCT_OFFSET (CliArgs, as),
    "With --done: the key that the server gave to a new record, as for --key", "JSON" },
  { "discard", G_OPTION_ARG_NONE, G_STRUCT_OFFSET (CliArgs, discard),
    "Forget the changes of the record", NULL },
  { "yes", G_OPTION_ARG_NONE, G_STRUCT_OFFSET (CliArgs, yes), "Do not ask", NULL },
};

void
cli_args_clear (CliArgs *self)
{
  g_free (self->store);
  g_free (self->service);
  g_free (self->object);
  g_free (self->transport);
  g_free (self->url);
  g_free (self->objects);
  g_strfreev (self->settings);
  g_strfreev (self->processors);
  g_free (self->token_file);
  g_free (self->options);
  g_free (self->progress);
  g_free (self->key);
  g_free (self->keep);
  g_free (self->as);
  g_strfreev (self->operands);
  g_free (self->failure);
}

void
cli_set_usage_error (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, message);
}

static const OptionInfo *
find_option (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (known_options); i++)
    if (g_str_equal (known_options[i].name, name))
      return &known_options[i];
  return NULL;
}

static GStrv
split_names (const char *names)
{
  return g_strsplit (names != NULL ? names : "", " ", -1);
}

static void
add_entries (GArray *entries, const char *names, CliArgs *args)
{
  g_auto(GStrv) list = split_names (names);

  for (guint i = 0; list[i] != NULL; i++)
    {
      const OptionInfo *info = find_option (list[i]);
      GOptionEntry entry = { 0 };

      g_return_if_fail (info != NULL);
      entry.long_name = info->name;
      entry.arg = info->type;
      entry.arg_data = G_STRUCT_MEMBER_P (args, info->offset);
      entry.description = info->description;
      entry.arg_description = info->value;
      g_array_append_val (entries, entry);
    }
}

static char *
describe_arguments (const CliCommand *command)
{
  g_auto(GStrv) required = split_names (command->required);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; required[i] != NULL; i++)
    g_string_append_printf (text, "%s--%s %s", i > 0 ? " " : "", required[i],
                            find_option (required[i])->value);
  if (command->operands != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", command->operands);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GOptionContext *
make_context (const CliCommand *command, CliArgs *args)
{
  g_autofree char *arguments = describe_arguments (command);
  g_autoptr(GArray) entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry));
  GOptionContext *context = g_option_context_new (arguments);
  GOptionEntry operands = { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY,
                            &args->operands, NULL, NULL };

  add_entries (entries, command->required, args);
  add_entries (entries, command->optional, args);
  g_array_append_val (entries, operands);
  g_option_context_add_main_entries (context, (GOptionEntry *) entries->data, NULL);
  g_option_context_set_summary (context, command->summary);
  g_option_context_set_description (context, command->notes);
  return context;
}

/* The help calls the program by its name and the command. */
static void
enter_command (const CliCommand *command)
{
  g_autofree char *name = g_strconcat ("vmxsync ", command->name, NULL);

  g_set_prgname (name);
}

static void
leave_command (void)
{
  g_set_prgname ("vmxsync");
}

void
cli_print_command_help (const CliCommand *command)
{
  g_auto(CliArgs) args = { 0 };
  g_autoptr(GOptionContext) context = make_context (command, &args);
  g_autofree char *help = NULL;

  enter_command (command);
  help = g_option_context_get_help (context, TRUE, NULL);
  leave_command ();
  g_print ("%s", help);
}

static gboolean
check_required (CliArgs *self, const CliCommand *command, GError **error)
{
  g_auto(GStrv) required = split_names (command->required);

  for (guint i = 0; required[i] != NULL; i++)
    {
      const OptionInfo *info = find_option (required[i]);
      const char *text = G_STRUCT_MEMBER (char *, self, info->offset);

      if (text != NULL && *text != '\0')
        continue;
      cli_set_usage_error (error, "option --%s %s is missing", info->name, info->value);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_operands (CliArgs *self, const CliCommand *command, GError **error)
{
  g_auto(GStrv) words = split_names (command->operands);
  guint given = self->operands != NULL ? g_strv_length (self->operands) : 0;
  guint allowed = g_strv_length (words);

  if (given > allowed)
    {
      cli_set_usage_error (error, "“%s” is one argument too many", self->operands[allowed]);
      return FALSE;
    }
  if (given == allowed || *words[given] == '[')
    return TRUE;
  cli_set_usage_error (error, "%s is missing", words[given]);
  return FALSE;
}

gboolean
cli_args_parse (CliArgs *self, const CliCommand *command, char **argv, GError **error)
{
  g_autoptr(GOptionContext) context = make_context (command, self);
  g_auto(GStrv) copy = g_strdupv (argv);
  gboolean parsed;

  enter_command (command);
  parsed = g_option_context_parse_strv (context, &copy, error);
  leave_command ();
  return parsed && check_required (self, command, error) && check_operands (self, command, error);
}

static gboolean
read_file (const char *path, const char *what, char **json, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "%s: the file cannot be read: %s",
                   what, local_error->message);
      return FALSE;
    }
  if (strlen (text) != length)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                   "%s: the file “%s” has a NUL character; expected JSON text", what, path);
      return FALSE;
    }
  *json = g_steal_pointer (&text);
  return TRUE;
}

gboolean
cli_args_read_json (const char *argument, const char *what, char **json, GError **error)
{
  if (*argument == '@')
    return read_file (argument + 1, what, json, error);
  *json = g_strdup (argument);
  return TRUE;
}

gboolean
cli_args_read_options (CliArgs *self, char **json, GError **error)
{
  *json = NULL;
  return self->options == NULL
         || cli_args_read_json (self->options, "option --options", json, error);
}

gboolean
cli_args_confirm (CliArgs *self, const char *effect, GError **error)
{
  char answer[16] = "";

  if (self->yes)
    return TRUE;
  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO))
    {
      cli_set_usage_error (error, "this %s; say --yes if you mean it", effect);
      return FALSE;
    }
  g_printerr ("This %s. Type yes to go on: ", effect);
  if (fgets (answer, sizeof answer, stdin) != NULL && g_str_equal (g_strstrip (answer), "yes"))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "nothing was changed");
  return FALSE;
}
