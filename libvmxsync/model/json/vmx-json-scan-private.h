/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Looks at raw JSON text, in chunks of any size, for what the parser behind the reader lets pass:
 * overlong and other invalid UTF-8, "\u0000", surrogate escapes that do not form a pair, and
 * vertical tabs and form feeds as white space. It need not know where strings begin, because
 * outside of them the parser refuses both backslashes and bytes beyond ASCII. */
typedef struct
{
  guint8 n_continuation; /* bytes of a character that are still to come */
  guint8 lowest;         /* bounds of the next of them */
  guint8 highest;
  guint8 escape; /* a VmxJsonEscape, private to the .c file */
  guint8 n_hex;
  gboolean after_high;
  guint32 code_unit;
} VmxJsonScan;

/* How many bytes are fine. If it is less than length, problem tells what is wrong with the next
 * one, in words that follow "found". */
gsize vmx_json_scan (VmxJsonScan *self, const guint8 *data, gsize length, const char **problem);

G_END_DECLS
