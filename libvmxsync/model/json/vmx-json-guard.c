/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-json-guard-private.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-reader.h>
#include <libvmxsync/model/json/vmx-json-writer.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* --- Parsing --- */

static gboolean
is_whole (const char *text, gsize length)
{
  return memchr (text, '.', length) == NULL && memchr (text, 'e', length) == NULL
         && memchr (text, 'E', length) == NULL;
}

static gboolean
check_number (gpointer unused, const char *text, gsize length, GError **error)
{
  g_autofree char *number = g_strndup (text, length);
  gboolean fits;

  errno = 0;
  if (is_whole (text, length))
    {
      g_ascii_strtoll (number, NULL, 10);
      fits = errno == 0;
    }
  else
    fits = isfinite (g_ascii_strtod (number, NULL));
  if (!fits)
    g_set_error (error, VMX_ERROR, VMX_ERROR_JSON,
                 "the number %.100s is too large here; write it as a string", number);
  return fits;
}

static gboolean
read_strictly (const char *text, gsize length, gsize max_bytes, GError **error)
{
  static const VmxJsonHandler handler = { .on_number = check_number };
  g_autoptr(VmxJsonReader) reader = vmx_json_reader_new (&handler, NULL);

  vmx_json_reader_set_max_bytes (reader, max_bytes);
  return vmx_json_reader_feed (reader, text, length, error)
         && vmx_json_reader_finish (reader, error);
}

static JsonNode *
parse_tree (const char *text, gsize length, GError **error)
{
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) local_error = NULL;
  JsonNode *root = NULL;

  if (json_parser_load_from_data (parser, text, (gssize) length, &local_error))
    root = json_parser_steal_root (parser);
  if (root == NULL)
    g_set_error (error, VMX_ERROR, VMX_ERROR_JSON, "%s",
                 local_error != NULL ? local_error->message : "there is no value");
  return root;
}

JsonNode *
vmx_json_guard_parse (const char *text, gssize length, gsize max_bytes, const char *what,
                      GError **error)
{
  JsonNode *root = NULL;
  gsize size;

  g_return_val_if_fail (what != NULL, NULL);

  if (text == NULL)
    text = "";
  size = length < 0 ? strlen (text) : (gsize) length;
  if (read_strictly (text, size, max_bytes, error))
    {
      if (size >= 3 && memcmp (text, BYTE_ORDER_MARK, 3) == 0)
        {
          text += 3;
          size -= 3;
        }
      root = parse_tree (text, size, error);
    }
  if (root == NULL)
    g_prefix_error (error, "%s cannot be read: ", what);
  return root;
}

/* --- Printing --- */

static void write_node (VmxJsonWriter *writer, JsonNode *node);

static void
write_member (JsonObject *object, const char *name, JsonNode *node, gpointer writer)
{
  vmx_json_writer_member (writer, name, -1);
  write_node (writer, node);
}

static void
write_element (JsonArray *array, guint position, JsonNode *node, gpointer writer)
{
  write_node (writer, node);
}

static void
write_scalar (VmxJsonWriter *writer, JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    vmx_json_writer_string (writer, json_node_get_string (node), -1);
  else if (type == G_TYPE_BOOLEAN)
    vmx_json_writer_boolean (writer, json_node_get_boolean (node));
  else if (type == G_TYPE_DOUBLE)
    vmx_json_writer_double (writer, json_node_get_double (node));
  else
    vmx_json_writer_int64 (writer, json_node_get_int (node));
}

static void
write_node (VmxJsonWriter *writer, JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      vmx_json_writer_start_object (writer);
      json_object_foreach_member (json_node_get_object (node), write_member, writer);
      vmx_json_writer_end_object (writer);
      return;

    case JSON_NODE_ARRAY:
      vmx_json_writer_start_array (writer);
      json_array_foreach_element (json_node_get_array (node), write_element, writer);
      vmx_json_writer_end_array (writer);
      return;

    case JSON_NODE_VALUE:
      write_scalar (writer, node);
      return;

    case JSON_NODE_NULL:
    default:
      vmx_json_writer_null (writer);
      return;
    }
}

const char *
vmx_json_guard_get_text (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

GStrv
vmx_json_guard_get_texts (JsonNode *node)
{
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    {
      const char *text
          = vmx_json_guard_get_text (json_array_get_element (json_node_get_array (node), i));

      if (text == NULL)
        return NULL;
      g_strv_builder_add (texts, text);
    }
  return g_strv_builder_end (texts);
}

static void
start_line (GString *out, guint depth)
{
  g_string_append_c (out, '\n');
  for (guint i = 0; i < depth; i++)
    g_string_append (out, "  ");
}

/* The end of a string that starts at text, in valid JSON. */
static const char *
skip_string (const char *text)
{
  for (text++; *text != '"'; text++)
    {
      if (*text == '\\')
        text++;
    }
  return text + 1;
}

static const char *
indent_token (GString *out, const char *text, guint *depth)
{
  const char *end = *text == '"' ? skip_string (text) : text + 1;
  gboolean opens = *text == '{' || *text == '[';
  gboolean closes = *text == '}' || *text == ']';

  if (opens && (*end == '}' || *end == ']'))
    {
      g_string_append_len (out, text, 2);
      return end + 1;
    }
  if (closes)
    start_line (out, --*depth);
  g_string_append_len (out, text, end - text);
  if (opens)
    ++*depth;
  if (opens || *text == ',')
    start_line (out, *depth);
  else if (*text == ':')
    g_string_append_c (out, ' ');
  return end;
}

/* json is compact and valid. */
static char *
indent (const char *json)
{
  GString *out = g_string_new (NULL);
  guint depth = 0;

  while (*json != '\0')
    json = indent_token (out, json, &depth);
  return g_string_free (out, FALSE);
}

char *
vmx_json_guard_print (JsonNode *node, gboolean pretty)
{
  g_autoptr(VmxJsonWriter) writer = NULL;

  g_return_val_if_fail (node != NULL, NULL);

  writer = vmx_json_writer_new ();
  write_node (writer, node);
  return pretty ? indent (vmx_json_writer_peek (writer, NULL))
                : vmx_json_writer_steal (writer, NULL);
}
