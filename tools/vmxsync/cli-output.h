/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/json/vmx-json-writer.h>
#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* From here on, text is printed in what the locale can show. */
void cli_output_init (void);

/* Whether the terminal's language can show more than ASCII. */
gboolean cli_has_utf8 (void);
/* Text for a terminal: valid UTF-8 in one line, without control characters. */
char *cli_clean_text (const char *text);

/* JSON is UTF-8 whatever the locale. */
void cli_print_json (const char *json);
void cli_print_warning (const char *warning);
/* Records as a table, or as a JSON array. */
void cli_print_records (GPtrArray *records, gboolean json);

void cli_write_text (VmxJsonWriter *writer, const char *member, const char *text);
void cli_write_number (VmxJsonWriter *writer, const char *member, gint64 number);
/* Ends the document, prints it and frees the writer. */
void cli_print_writer (VmxJsonWriter *writer);

/* What a cell holds, for people. */
char *cli_describe_value (const VmxValue *value);
/* Id=7, or Order=1, Line=2 */
char *cli_describe_key (VmxRecord *keys);

/* The line for people and, with json, the error object: document, or one made of the error. Gives
 * the exit status. */
int cli_report_error (const GError *error, const char *document, const char *command,
                      gboolean json);

G_END_DECLS
