/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-args.h"

G_BEGIN_DECLS

/* What the commands that edit records have in common. */

/* The write options of --options; some without a criterion when there are none. */
VmxWriteOptions *cli_edit_read_options (CliArgs *args, GError **error);
/* The record that the second operand has. */
VmxRecord *cli_edit_read_record (CliArgs *args, GError **error);

/* Whether the options choose among the records of an object. */
gboolean cli_edit_has_criterion (VmxWriteOptions *options);
/* Without a criterion --all has to say so; with one it must not. */
gboolean cli_edit_check_all (CliArgs *args, VmxWriteOptions *options, GError **error);

/* How many records were edited: a line for people (“2 records changed.”), or {"records":2}. */
void cli_edit_print_count (CliArgs *args, gint64 count, const char *done);
/* A line for people, or {"status":0}. */
void cli_edit_print_done (CliArgs *args, const char *line);

G_END_DECLS
