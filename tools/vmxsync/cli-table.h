/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A table of text for people. Cells are added row by row. */
typedef struct _CliTable CliTable;

/* max_width: terminal columns of a cell at most, 0 for no limit. */
CliTable *cli_table_new (const char *const *headings, guint max_width);
void cli_table_free (CliTable *self);
void cli_table_add (CliTable *self, const char *text);
/* A column of numbers is aligned to the right. */
void cli_table_add_number (CliTable *self, const char *text);
void cli_table_add_count (CliTable *self, guint64 count);
void cli_table_add_null (CliTable *self);
/* A line of its own below the row that was added last, as wide as it is. */
void cli_table_add_note (CliTable *self, const char *text);
void cli_table_print (CliTable *self);

/* Shortens a text that takes more columns, with a mark that something is missing. */
char *cli_text_cut (const char *text, guint max_width);
/* How many columns of a terminal a text takes. */
guint cli_text_width (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliTable, cli_table_free)

G_END_DECLS
