/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-parser-private.h"

#include <libvmxsync/model/query/vmx-filter-functions-private.h>

static VmxQuery *
new_call (const char *name, gsize start)
{
  return vmx_query_new_named (VMX_QUERY_CALL, name, start);
}

static VmxQuery *
parse_arguments (VmxFilterParser *self, const VmxFilterFunction *function, gsize start)
{
  g_autoptr(VmxQuery) node = new_call (function->name, start);
  g_autofree char *what = NULL;
  guint n = 0;

  if (function->max_arguments == 0)
    vmx_filter_lexer_skip_blanks (&self->lexer);
  while (n < function->max_arguments)
    {
      if (!vmx_filter_parser_add (self, node, vmx_filter_parse_spaced (self)))
        return NULL;
      n++;
      if (n >= function->min_arguments && vmx_filter_lexer_peek (&self->lexer) == ')')
        break;
      if (n < function->max_arguments
          && !vmx_filter_parser_expect (self, ',', "',' and another argument"))
        return NULL;
    }
  what = g_strdup_printf ("')', as %s() takes %u argument(s)", function->name,
                          function->max_arguments);
  return vmx_filter_parser_expect (self, ')', what) ? g_steal_pointer (&node) : NULL;
}

/* case(condition:value,condition:value) */
static VmxQuery *
parse_case (VmxFilterParser *self, gsize start)
{
  g_autoptr(VmxQuery) node = new_call ("case", start);

  do
    {
      if (!vmx_filter_parser_add (self, node, vmx_filter_parse_spaced (self))
          || !vmx_filter_parser_expect (self, ':', "':' and a value for the condition")
          || !vmx_filter_parser_add (self, node, vmx_filter_parse_spaced (self)))
        return NULL;
    }
  while (vmx_filter_lexer_accept (&self->lexer, ','));
  return vmx_filter_parser_expect (self, ')', "',' or ')'") ? g_steal_pointer (&node) : NULL;
}

static gboolean
scan_type_name (VmxFilterLexer *lexer)
{
  gsize start = lexer->position;

  if (vmx_filter_lexer_accept_text (lexer, "Collection("))
    return vmx_filter_scan_qualified_name (lexer) && vmx_filter_lexer_accept (lexer, ')');
  lexer->position = start;
  return vmx_filter_scan_qualified_name (lexer);
}

/* A lone argument is the type, and then it is the present record that is meant. */
static gboolean
is_lone_type (VmxFilterParser *self)
{
  VmxFilterLexer lexer = self->lexer;

  if (!scan_type_name (&lexer))
    return FALSE;
  vmx_filter_lexer_skip_blanks (&lexer);
  return vmx_filter_lexer_peek (&lexer) == ')';
}

static VmxQuery *
parse_type_call (VmxFilterParser *self, VmxQueryKind kind, gsize start)
{
  g_autoptr(VmxQuery) node = vmx_query_new (kind, start);
  gsize type_start;

  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (!is_lone_type (self))
    {
      if (!vmx_filter_parser_add (self, node, vmx_filter_parse_spaced (self))
          || !vmx_filter_parser_expect (self, ',', "',' and a type name"))
        return NULL;
      vmx_filter_lexer_skip_blanks (&self->lexer);
    }
  type_start = self->lexer.position;
  if (!scan_type_name (&self->lexer))
    {
      vmx_filter_parser_expected (self, "a type name such as Edm.String");
      return NULL;
    }
  node->name = vmx_filter_parser_slice (self, type_start);
  vmx_filter_lexer_skip_blanks (&self->lexer);
  return vmx_filter_parser_expect (self, ')', "')'") ? g_steal_pointer (&node) : NULL;
}

static VmxQuery *
parse_call (VmxFilterParser *self, const char *name, gsize length, gsize start)
{
  const VmxFilterFunction *function = vmx_filter_function_find (name, length);

  if (function != NULL)
    return parse_arguments (self, function, start);
  if (length != 4)
    return NULL;
  if (g_ascii_strncasecmp (name, "case", 4) == 0)
    return parse_case (self, start);
  if (g_ascii_strncasecmp (name, "cast", 4) == 0)
    return parse_type_call (self, VMX_QUERY_CAST, start);
  if (g_ascii_strncasecmp (name, "isof", 4) == 0)
    return parse_type_call (self, VMX_QUERY_ISOF, start);
  return NULL;
}

VmxQuery *
vmx_filter_parse_call (VmxFilterParser *self)
{
  gsize start = self->lexer.position;
  const char *name = vmx_filter_lexer_here (&self->lexer);
  gsize length;
  VmxQuery *node = NULL;

  if (vmx_filter_scan_qualified_name (&self->lexer))
    {
      length = self->lexer.position - start;
      if (vmx_filter_lexer_accept (&self->lexer, '('))
        node = parse_call (self, name, length, start);
    }
  if (node == NULL && self->error == NULL)
    self->lexer.position = start;
  return node;
}
