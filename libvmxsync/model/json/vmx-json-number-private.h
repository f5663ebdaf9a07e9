/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The grammar of RFC 8259. */
gboolean vmx_json_is_number (const char *text, gsize length);
/* The shortest form of a finite number that reads back equal. */
void vmx_json_format_double (double value, char text[G_ASCII_DTOSTR_BUF_SIZE]);

G_END_DECLS
