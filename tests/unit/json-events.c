/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "json-events.h"

static gboolean
add_line (GString *events, const char *kind, const char *text, gsize length)
{
  g_string_append (events, kind);
  g_string_append_len (events, text, (gssize) length);
  g_string_append_c (events, '\n');
  return TRUE;
}

static gboolean
on_null (gpointer data, GError **error)
{
  return add_line (data, "null", "", 0);
}

static gboolean
on_boolean (gpointer data, gboolean value, GError **error)
{
  return add_line (data, value ? "true" : "false", "", 0);
}

static gboolean
on_number (gpointer data, const char *text, gsize length, GError **error)
{
  return add_line (data, "number ", text, length);
}

static gboolean
on_string (gpointer data, const char *text, gsize length, GError **error)
{
  return add_line (data, "string ", text, length);
}

static gboolean
on_member (gpointer data, const char *name, gsize length, GError **error)
{
  return add_line (data, "name ", name, length);
}

static gboolean
on_start_object (gpointer data, GError **error)
{
  return add_line (data, "{", "", 0);
}

static gboolean
on_end_object (gpointer data, GError **error)
{
  return add_line (data, "}", "", 0);
}

static gboolean
on_start_array (gpointer data, GError **error)
{
  return add_line (data, "[", "", 0);
}

static gboolean
on_end_array (gpointer data, GError **error)
{
  return add_line (data, "]", "", 0);
}

const VmxJsonHandler json_events_handler = {
  .on_null = on_null,
  .on_boolean = on_boolean,
  .on_number = on_number,
  .on_string = on_string,
  .on_member = on_member,
  .on_start_object = on_start_object,
  .on_end_object = on_end_object,
  .on_start_array = on_start_array,
  .on_end_array = on_end_array,
};

gboolean
json_events_feed (VmxJsonReader *reader, const char *text, gsize length, gsize part_size,
                  GError **error)
{
  gsize position = 0;

  while (position < length)
    {
      gsize size = part_size > 0 ? part_size : (gsize) g_test_rand_int_range (0, 12);
      /* A copy of its own, so that memory checkers see reads beyond it. */
      g_autofree char *part = NULL;

      size = MIN (size, length - position);
      part = g_memdup2 (text + position, size);
      if (!vmx_json_reader_feed (reader, part, size, error))
        return FALSE;
      position += size;
    }
  return TRUE;
}

char *
json_events_read (const char *text, gsize length, gsize part_size, GError **error)
{
  g_autoptr(GString) events = g_string_new (NULL);
  g_autoptr(VmxJsonReader) reader = vmx_json_reader_new (&json_events_handler, events);

  if (!json_events_feed (reader, text, length, part_size, error)
      || !vmx_json_reader_finish (reader, error))
    return NULL;
  return g_strdup (events->str);
}
