/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  VMX_WHERE_END,
  VMX_WHERE_NAME,
  VMX_WHERE_NUMBER,
  VMX_WHERE_STRING,
  VMX_WHERE_BLOB,
  VMX_WHERE_AND,
  VMX_WHERE_OR,
  VMX_WHERE_NOT,
  VMX_WHERE_IN,
  VMX_WHERE_LIKE,
  VMX_WHERE_BETWEEN,
  VMX_WHERE_IS,
  VMX_WHERE_NULL,
  VMX_WHERE_TRUE,
  VMX_WHERE_FALSE,
  VMX_WHERE_EQ,
  VMX_WHERE_NE,
  VMX_WHERE_LT,
  VMX_WHERE_LE,
  VMX_WHERE_GT,
  VMX_WHERE_GE,
  VMX_WHERE_OPEN,
  VMX_WHERE_CLOSE,
  VMX_WHERE_COMMA,
  VMX_WHERE_MINUS,
} VmxWhereToken;

/* Cuts the text of whereConditionAsAString into tokens. */
typedef struct
{
  const char *source;
  gsize next; /* offset of what follows the token */

  VmxWhereToken token;
  gsize start; /* offset of the token */
  /* A name or string without its quotes, a number, the hexadecimal digits of a blob. */
  GString *text;
} VmxWhereLexer;

/* source has to be UTF-8 and stays the caller's. Stands before the first token. */
void vmx_where_lexer_init (VmxWhereLexer *self, const char *source);
void vmx_where_lexer_clear (VmxWhereLexer *self);
gboolean vmx_where_lexer_advance (VmxWhereLexer *self, GError **error);
/* Sets VMX_ERROR_INVALID_OPTION with a position, counted in bytes from 0. Returns FALSE. */
gboolean vmx_where_lexer_fail (gsize position, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* The same for a token that is not what was expected. */
gboolean vmx_where_lexer_expect (VmxWhereLexer *self, const char *expected, GError **error);

G_END_DECLS
