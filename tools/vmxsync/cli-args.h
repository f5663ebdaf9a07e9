/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* What the arguments of a command say. Texts are as they were typed: the library checks them. */
typedef struct
{
  char *store;
  char *service;
  char *object;
  char *transport;
  char *url;
  char *objects;    /* names, separated by commas */
  char **settings;  /* (nullable): NAME=VALUE */
  char **processors; /* (nullable) */
  char *token_file;
  char *options;    /* JSON or @FILE */
  char *progress;
  gboolean json;
  gboolean all;
  gboolean yes;
  char *key;        /* JSON */
  char *keep;       /* client, server, or JSON or @FILE */
  gboolean send_again;
  gboolean done;
  char *as;         /* JSON */
  gboolean discard;
  char **operands;  /* (nullable): what stands behind the options */

  /* What a command tells beside success or an error. */
  gboolean records_failed; /* it succeeded, but for some records */
  char *failure; /* (nullable): the JSON document of its error, when it is more than the error */
} CliArgs;

typedef struct
{
  const char *name;
  const char *summary;  /* one line */
  const char *required; /* (nullable): options that must be there, separated by blanks */
  const char *optional; /* (nullable) */
  const char *operands; /* (nullable): the words behind the options, separated by blanks; those in
                           [] may be missing */
  const char *notes;    /* (nullable): the end of its help */
  gboolean (*run) (CliArgs *args, GError **error); /* NULL: not in this build */
} CliCommand;

void cli_args_clear (CliArgs *self);
/* Prints the help and leaves the program when argv asks for it. */
gboolean cli_args_parse (CliArgs *self, const CliCommand *command, char **argv, GError **error);
void cli_print_command_help (const CliCommand *command);

/* An error of wrong usage: exit status 2. */
void cli_set_usage_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The option texts of --options; NULL in json when there are none. */
gboolean cli_args_read_options (CliArgs *self, char **json, GError **error);

/* The text of a JSON|@FILE argument; what: how messages call it. */
gboolean cli_args_read_json (const char *argument, const char *what, char **json, GError **error);

/* Asks for a yes on a terminal, unless --yes was given. effect: “This” goes before it. */
gboolean cli_args_confirm (CliArgs *self, const char *effect, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliArgs, cli_args_clear)

G_END_DECLS
