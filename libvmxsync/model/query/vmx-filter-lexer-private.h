/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A place in text that ends with NUL. The functions below move it over what they read. Those that
 * scan leave it at the first byte that does not fit when they answer FALSE. */
typedef struct
{
  const char *text;
  gsize position;
} VmxFilterLexer;

typedef gboolean (*VmxFilterScan) (VmxFilterLexer *lexer);

static inline char
vmx_filter_lexer_peek (const VmxFilterLexer *self)
{
  return self->text[self->position];
}

static inline const char *
vmx_filter_lexer_here (const VmxFilterLexer *self)
{
  return self->text + self->position;
}

gboolean vmx_filter_lexer_accept (VmxFilterLexer *self, char c);
/* Any one of the characters. */
gboolean vmx_filter_lexer_accept_any (VmxFilterLexer *self, const char *characters);
gboolean vmx_filter_lexer_accept_text (VmxFilterLexer *self, const char *text);
gboolean vmx_filter_lexer_accept_text_nocase (VmxFilterLexer *self, const char *text);
/* TRUE if there was at least one blank. */
gboolean vmx_filter_lexer_skip_blanks (VmxFilterLexer *self);
gboolean vmx_filter_lexer_at_blank (const VmxFilterLexer *self);
/* At least minimum and at most maximum digits (0: any number). */
gboolean vmx_filter_lexer_scan_digits (VmxFilterLexer *self, guint minimum, guint maximum);

/* At most 128 characters: a letter or underscore, then also digits and marks. */
gboolean vmx_filter_scan_identifier (VmxFilterLexer *lexer);
/* Identifiers with dots between them. */
gboolean vmx_filter_scan_qualified_name (VmxFilterLexer *lexer);
gboolean vmx_filter_lexer_at_identifier (const VmxFilterLexer *self);

G_END_DECLS
