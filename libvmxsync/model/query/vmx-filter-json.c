/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-filter-parser-private.h"

#include <string.h>

#include <libvmxsync/model/query/vmx-filter-scan-private.h>

/* JSON arrays and objects as OData has them in URLs: expressions are values, too. */

#define REPLACEMENT_CHARACTER 0xfffd

static gunichar
read_code_unit (const char **text)
{
  gunichar unit = 0;

  for (int i = 0; i < 4; i++)
    unit = unit * 16 + g_ascii_xdigit_value (*(*text)++);
  return unit;
}

static gunichar
read_unicode_escape (const char **text)
{
  gunichar first = read_code_unit (text);
  gunichar second;

  if (first >= 0xd800 && first < 0xdc00 && g_str_has_prefix (*text, "\\u"))
    {
      *text += 2;
      second = read_code_unit (text);
      if (second >= 0xdc00 && second < 0xe000)
        return 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
      return REPLACEMENT_CHARACTER;
    }
  return first == 0 || !g_unichar_validate (first) ? REPLACEMENT_CHARACTER : first;
}

static gunichar
read_escape (const char **text)
{
  static const char names[] = "bfnrt";
  static const char meanings[] = "\b\f\n\r\t";
  char c = *(*text)++;
  const char *found;

  if (c == 'u')
    return read_unicode_escape (text);
  found = strchr (names, c);
  return found == NULL ? (gunichar) c : (gunichar) meanings[found - names];
}

/* The text between the quotes was checked by the scanner. */
static char *
unescape (const char *text, const char *end)
{
  GString *plain = g_string_new (NULL);

  while (text < end)
    {
      if (*text != '\\')
        {
          g_string_append_c (plain, *text++);
          continue;
        }
      text++;
      g_string_append_unichar (plain, read_escape (&text));
    }
  return g_string_free (plain, FALSE);
}

static VmxQuery *
parse_string (VmxFilterParser *self)
{
  gsize start = self->lexer.position;
  g_autofree char *text = NULL;
  VmxQuery *node;

  if (!vmx_filter_scan_json_string (&self->lexer))
    {
      vmx_filter_parser_expected (self, "JSON text that ends with \"");
      return NULL;
    }
  text = unescape (self->lexer.text + start + 1, vmx_filter_lexer_here (&self->lexer) - 1);
  node = vmx_query_new (VMX_QUERY_LITERAL, start);
  node->column_type = VMX_COLUMN_STRING;
  node->value = vmx_value_new_text (text);
  return node;
}

static VmxQuery *
parse_value (VmxFilterParser *self)
{
  if (vmx_filter_lexer_peek (&self->lexer) == '"')
    return parse_string (self);
  return vmx_filter_parse_expression (self);
}

static gboolean
skip_member_name (VmxFilterParser *self)
{
  if (!vmx_filter_scan_json_string (&self->lexer))
    {
      vmx_filter_parser_expected (self, "a member name in double quotes");
      return FALSE;
    }
  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (!vmx_filter_parser_expect (self, ':', "':' after a member name"))
    return FALSE;
  vmx_filter_lexer_skip_blanks (&self->lexer);
  return TRUE;
}

static gboolean
parse_item (VmxFilterParser *self, VmxQuery *parent, gboolean has_name)
{
  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (has_name && !skip_member_name (self))
    return FALSE;
  if (!vmx_filter_parser_add (self, parent, parse_value (self)))
    return FALSE;
  vmx_filter_lexer_skip_blanks (&self->lexer);
  return TRUE;
}

static gboolean
parse_items (VmxFilterParser *self, VmxQuery *parent, char close, gboolean has_names)
{
  vmx_filter_lexer_skip_blanks (&self->lexer);
  if (vmx_filter_lexer_accept (&self->lexer, close))
    return TRUE;
  do
    {
      if (!parse_item (self, parent, has_names))
        return FALSE;
    }
  while (vmx_filter_lexer_accept (&self->lexer, ','));
  return vmx_filter_parser_expect (self, close, has_names ? "',' or '}'" : "',' or ']'");
}

VmxQuery *
vmx_filter_parse_json (VmxFilterParser *self)
{
  gsize start = self->lexer.position;
  g_autoptr(VmxQuery) node = NULL;
  g_autofree char *text = NULL;

  if (vmx_filter_lexer_accept (&self->lexer, '['))
    {
      node = vmx_query_new (VMX_QUERY_LIST, start);
      return parse_items (self, node, ']', FALSE) ? g_steal_pointer (&node) : NULL;
    }
  vmx_filter_lexer_accept (&self->lexer, '{');
  node = vmx_query_new (VMX_QUERY_JSON, start);
  if (!parse_items (self, node, '}', TRUE))
    return NULL;
  text = vmx_filter_parser_slice (self, start);
  node->column_type = VMX_COLUMN_JSON;
  node->value = vmx_value_new_text (text);
  return g_steal_pointer (&node);
}
