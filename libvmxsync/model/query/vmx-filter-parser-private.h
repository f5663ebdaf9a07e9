/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/query/vmx-filter-lexer-private.h>
#include <libvmxsync/model/query/vmx-query-private.h>

G_BEGIN_DECLS

#define VMX_FILTER_MAX_LENGTH (64 * 1024)
#define VMX_FILTER_MAX_DEPTH VMX_QUERY_MAX_HEIGHT

/* The state of one parse. Every function that reads answers NULL or FALSE once the error is set,
 * and nothing is read after that. */
typedef struct
{
  VmxFilterLexer lexer;
  guint depth;
  GPtrArray *variables; /* (element-type utf8) of the lambda expressions around this place */
  GError *error;
  gsize error_position;
} VmxFilterParser;

/* Keeps the first error only. */
void vmx_filter_parser_fail (VmxFilterParser *self, gsize position, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
/* Says what was expected at the present place, and what is there. */
void vmx_filter_parser_expected (VmxFilterParser *self, const char *what);
gboolean vmx_filter_parser_expect (VmxFilterParser *self, char c, const char *what);
gboolean vmx_filter_parser_enter (VmxFilterParser *self);
void vmx_filter_parser_leave (VmxFilterParser *self);
char *vmx_filter_parser_slice (VmxFilterParser *self, gsize start);
/* Takes both. FALSE when the tree became too deep. */
gboolean vmx_filter_parser_add (VmxFilterParser *self, VmxQuery *node, VmxQuery *child);

/* No blanks around it are read. */
VmxQuery *vmx_filter_parse_expression (VmxFilterParser *self);
/* An expression and the blanks on both sides of it, as they are allowed inside brackets. */
VmxQuery *vmx_filter_parse_spaced (VmxFilterParser *self);
/* NULL without an error when there is no literal here. */
VmxQuery *vmx_filter_parse_literal (VmxFilterParser *self);
VmxQuery *vmx_filter_parse_json (VmxFilterParser *self);
/* A built-in function, or cast and isof; NULL without an error when there is none here. */
VmxQuery *vmx_filter_parse_call (VmxFilterParser *self);
VmxQuery *vmx_filter_parse_path (VmxFilterParser *self);

G_END_DECLS
