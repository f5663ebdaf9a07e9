/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-multipart.h"

#include <string.h>

/* --- Writing --- */

/* Only what needs no quotes: some servers take none. */
static char *
make_boundary (const char *prefix, const char *seed)
{
  g_autofree char *clean = g_strndup (seed, 40);

  g_strcanon (clean, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-", '-');
  return g_strconcat (prefix, clean, NULL);
}

char *
vmx_odata_multipart_get_content_type (const char *seed)
{
  g_autofree char *boundary = make_boundary ("batch_", seed);

  return g_strconcat ("multipart/mixed;boundary=", boundary, NULL);
}

static void
write_operation (GString *text, const VmxOdataOperation *operation, guint id)
{
  g_auto(GStrv) headers = vmx_odata_operation_get_headers (operation);

  g_string_append_printf (text,
                          "Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n"
                          "Content-ID: %u\r\n\r\n%s %s HTTP/1.1\r\n",
                          id, operation->method, operation->url);
  for (guint i = 0; headers[i] != NULL; i += 2)
    g_string_append_printf (text, "%s: %s\r\n", headers[i], headers[i + 1]);
  g_string_append (text, "\r\n");
  if (operation->body != NULL)
    g_string_append (text, operation->body);
  g_string_append (text, "\r\n");
}

/* The changes from first on that have one fate. */
static void
write_change_set (GString *text, const GArray *operations, guint first, guint end, const char *seed)
{
  g_autofree char *boundary = make_boundary ("changeset_", seed);

  g_string_append_printf (text, "Content-Type: multipart/mixed;boundary=%s_%u\r\n\r\n", boundary,
                          first + 1);
  for (guint i = first; i < end; i++)
    {
      g_string_append_printf (text, "--%s_%u\r\n", boundary, first + 1);
      write_operation (text, &g_array_index (operations, VmxOdataOperation, i), i + 1);
    }
  g_string_append_printf (text, "--%s_%u--\r\n", boundary, first + 1);
}

char *
vmx_odata_multipart_write (const GArray *operations, gboolean is_atomic, const char *seed)
{
  g_autofree char *boundary = make_boundary ("batch_", seed);
  g_autoptr(GString) text = g_string_new (NULL);
  guint step = is_atomic ? operations->len : 1;

  for (guint i = 0; i < operations->len; i += step)
    {
      g_string_append_printf (text, "--%s\r\n", boundary);
      write_change_set (text, operations, i, i + step, seed);
    }
  g_string_append_printf (text, "--%s--\r\n", boundary);
  return g_strdup (text->str);
}

/* --- Lines: some servers end them with LF alone --- */

typedef struct
{
  const char *text;
  const char *end;
} Slice;

/* Takes the next line off a text; without what ends it. FALSE if there is none. */
static gboolean
take_line (Slice *rest, Slice *line)
{
  const char *end;

  if (rest->text == rest->end)
    return FALSE;
  end = memchr (rest->text, '\n', (gsize) (rest->end - rest->text));
  line->text = rest->text;
  line->end = end != NULL ? end : rest->end;
  rest->text = end != NULL ? end + 1 : rest->end;
  if (line->end > line->text && line->end[-1] == '\r')
    line->end--;
  return TRUE;
}

/* The line end before a boundary belongs to the boundary. */
static void
drop_line_end (Slice *slice)
{
  if (slice->end > slice->text && slice->end[-1] == '\n')
    slice->end--;
  if (slice->end > slice->text && slice->end[-1] == '\r')
    slice->end--;
}

/* --- Boundaries --- */

typedef enum
{
  LINE_OTHER,
  LINE_DELIMITER,
  LINE_CLOSE,
} LineKind;

static LineKind
get_line_kind (const Slice *line, const char *boundary)
{
  gsize length = strlen (boundary);
  const char *rest = line->text + 2 + length;
  LineKind kind = LINE_DELIMITER;

  if ((gsize) (line->end - line->text) < length + 2 || memcmp (line->text, "--", 2) != 0
      || memcmp (line->text + 2, boundary, length) != 0)
    return LINE_OTHER;
  if (line->end - rest >= 2 && memcmp (rest, "--", 2) == 0)
    {
      kind = LINE_CLOSE;
      rest += 2;
    }
  while (rest < line->end && (*rest == ' ' || *rest == '\t'))
    rest++;
  return rest == line->end ? kind : LINE_OTHER;
}

/* Servers have been seen to announce "undefined": then the first line that looks like a boundary
 * is believed. */
static char *
find_boundary (const Slice *text, const char *announced)
{
  Slice rest = *text;
  Slice line;
  char *first = NULL;

  while (take_line (&rest, &line))
    {
      if (announced != NULL && get_line_kind (&line, announced) != LINE_OTHER)
        {
          g_free (first);
          return g_strdup (announced);
        }
      if (first == NULL && line.end - line.text > 2 && memcmp (line.text, "--", 2) == 0)
        first = g_strchomp (g_strndup (line.text + 2, (gsize) (line.end - line.text) - 2));
    }
  return first;
}

/* --- Headers --- */

typedef void (*HeaderFunc) (gpointer data, const char *name, const char *value);

/* Takes the headers and the empty line behind them. FALSE if that is not there. */
static gboolean
take_headers (Slice *rest, HeaderFunc func, gpointer data)
{
  Slice line;

  while (take_line (rest, &line))
    {
      g_autofree char *text = g_strndup (line.text, (gsize) (line.end - line.text));
      char *colon = strchr (text, ':');

      if (*text == '\0')
        return TRUE;
      if (colon == NULL)
        continue;
      *colon = '\0';
      func (data, g_strstrip (text), g_strstrip (colon + 1));
    }
  return FALSE;
}

typedef struct
{
  char *id;       /* (nullable) */
  char *boundary; /* (nullable): of the parts inside */
} PartHeaders;

static void
take_part_header (gpointer data, const char *name, const char *value)
{
  PartHeaders *self = data;

  if (g_ascii_strcasecmp (name, "Content-ID") == 0)
    {
      g_free (self->id);
      self->id = g_strdup (value);
    }
  else if (g_ascii_strcasecmp (name, "Content-Type") == 0
           && g_ascii_strncasecmp (value, "multipart/", strlen ("multipart/")) == 0)
    {
      g_autoptr(SoupMessageHeaders) headers
          = soup_message_headers_new (SOUP_MESSAGE_HEADERS_MULTIPART);
      g_autoptr(GHashTable) params = NULL;

      soup_message_headers_replace (headers, "Content-Type", value);
      soup_message_headers_get_content_type (headers, &params);
      g_free (self->boundary);
      self->boundary = g_strdup (params != NULL ? g_hash_table_lookup (params, "boundary") : NULL);
      if (self->boundary == NULL)
        self->boundary = g_strdup ("");
    }
}

static void
part_headers_clear (PartHeaders *self)
{
  g_free (self->id);
  g_free (self->boundary);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PartHeaders, part_headers_clear)

static void
take_answer_header (gpointer data, const char *name, const char *value)
{
  VmxOdataPart *part = data;

  /* Some put it here. */
  if (g_ascii_strcasecmp (name, "Content-ID") == 0 && part->id == NULL)
    part->id = g_strdup (value);
  vmx_odata_part_add_header (part, name, value);
}

/* --- Parts --- */

static gboolean
fail (GError **error, const char *words)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER, "the answer to the batch %s", words);
  return FALSE;
}

/* "HTTP/1.1 201 Created"; FALSE if the line is none of this kind. */
static gboolean
read_status (const Slice *line, guint *status)
{
  g_autofree char *text = g_strndup (line->text, (gsize) (line->end - line->text));
  char *blank = strchr (text, ' ');
  guint64 number;

  if (!g_str_has_prefix (text, "HTTP/") || blank == NULL)
    return FALSE;
  number = g_ascii_strtoull (blank + 1, NULL, 10);
  *status = number < 1000 ? (guint) number : 0;
  return *status > 0;
}

static gboolean
read_answer (Slice rest, const char *id, GPtrArray *parts, GError **error)
{
  g_autoptr(VmxOdataPart) part = vmx_odata_part_new ();
  Slice line;

  part->id = g_strdup (id);
  do
    {
      if (!take_line (&rest, &line))
        return fail (error, "has a part without a status");
    }
  while (line.text == line.end);
  if (!read_status (&line, &part->status))
    return fail (error, "has a part that is no answer of HTTP");
  /* Without headers and body there may be no empty line either. */
  take_headers (&rest, take_answer_header, part);
  g_string_append_len (part->body, rest.text, rest.end - rest.text);
  g_ptr_array_add (parts, g_steal_pointer (&part));
  return TRUE;
}

static gboolean read_parts (const Slice *text, const char *boundary, gboolean is_inner,
                            GPtrArray *parts, GError **error);

/* Of a part that breaks off only the answers inside count that do not. */
static gboolean
read_part (Slice text, gboolean is_cut, gboolean is_inner, GPtrArray *parts, GError **error)
{
  g_auto(PartHeaders) headers = { NULL, NULL };
  g_autofree char *boundary = NULL;

  if (!is_cut)
    drop_line_end (&text);
  if (!take_headers (&text, take_part_header, &headers))
    return fail (error, "has a part without content");
  if (headers.boundary == NULL)
    return is_cut || read_answer (text, headers.id, parts, error);
  if (is_inner)
    return fail (error, "has a change set inside of a change set");
  boundary = find_boundary (&text, headers.boundary);
  if (boundary == NULL)
    return fail (error, "has a change set without a boundary");
  return read_parts (&text, boundary, TRUE, parts, error);
}

static gboolean
read_parts (const Slice *text, const char *boundary, gboolean is_inner, GPtrArray *parts,
            GError **error)
{
  Slice rest = *text;
  Slice part = { NULL, NULL };
  Slice line;

  while (take_line (&rest, &line))
    {
      LineKind kind = get_line_kind (&line, boundary);

      /* At the very end "--boundary" may be the beginning of something else. */
      if (kind == LINE_OTHER || (kind == LINE_DELIMITER && rest.text == rest.end))
        continue;
      part.end = line.text;
      if (part.text != NULL && !read_part (part, FALSE, is_inner, parts, error))
        return FALSE;
      part.text = rest.text;
      if (kind == LINE_CLOSE)
        return TRUE;
    }
  part.end = text->end;
  if (part.text != NULL)
    read_part (part, TRUE, is_inner, parts, NULL);
  return fail (error, "is cut off: its closing boundary is missing");
}

gboolean
vmx_odata_multipart_read (const char *text, gsize length, const char *boundary, GPtrArray *parts,
                          GError **error)
{
  Slice whole = { text, text + length };
  g_autofree char *found = find_boundary (&whole, boundary);

  if (found == NULL)
    return fail (error, "has no boundary");
  return read_parts (&whole, found, FALSE, parts, error);
}
