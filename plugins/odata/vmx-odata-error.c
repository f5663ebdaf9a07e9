/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-error.h"

#include <libsoup/soup.h>
#include <string.h>

#include <libvmxsync/model/json/vmx-json-reader.h>

/* Some servers repeat the whole value that they did not like. */
#define MAX_CHARACTERS 500
#define MAX_DETAILS 3

/* --- Text --- */

/* Valid UTF-8 in one line and not too long. */
static char *
clean_text (const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) length);
  GString *clean = g_string_new (NULL);
  guint n = 0;

  for (const char *c = g_strstrip (valid); *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (n++ == MAX_CHARACTERS)
        {
          g_string_append (clean, "…");
          break;
        }
      if (!g_unichar_iscntrl (character) && !g_unichar_isspace (character))
        g_string_append_unichar (clean, character);
      else if (clean->len > 0 && clean->str[clean->len - 1] != ' ')
        g_string_append_c (clean, ' ');
    }
  return g_string_free (clean, FALSE);
}

/* --- JSON --- */

typedef struct
{
  GString *path; /* of the current member, as "/error/message"; arrays do not count */
  gsize starts[VMX_JSON_MAX_DEPTH + 1];
  guint depth; /* of objects */
  char *found[5];
  guint rank; /* of what was found as another message */
  guint n_details;
} JsonError;

/* Members of an error, the better ones first. */
enum
{
  FOUND_MESSAGE,
  FOUND_CODE,
  FOUND_TARGET,
  FOUND_DETAILS,
  FOUND_OTHER,
};

static const struct
{
  const char *path;
  guint what;
} places[] = {
  { "/error/message", FOUND_MESSAGE },
  { "/error/message/value", FOUND_MESSAGE },
  { "/odata.error/message", FOUND_MESSAGE },
  { "/odata.error/message/value", FOUND_MESSAGE },
  { "/error/code", FOUND_CODE },
  { "/odata.error/code", FOUND_CODE },
  { "/code", FOUND_CODE },
  { "/error/target", FOUND_TARGET },
  { "/error/details/message", FOUND_DETAILS },
  { "/message", FOUND_OTHER },
  { "/Message", FOUND_OTHER },
  { "/error_description", FOUND_OTHER },
  { "/detail", FOUND_OTHER },
  { "/title", FOUND_OTHER },
  { "/error", FOUND_OTHER },
};

static void
add_detail (JsonError *self, const char *text)
{
  char **details = &self->found[FOUND_DETAILS];
  g_autofree char *before = g_steal_pointer (details);

  *details = before != NULL ? g_strconcat (before, "; ", text, NULL) : g_strdup (text);
  self->n_details++;
}

static gboolean
is_better (JsonError *self, guint what, guint rank)
{
  if (self->found[what] == NULL || (what == FOUND_OTHER && rank < self->rank))
    {
      self->rank = what == FOUND_OTHER ? rank : self->rank;
      return TRUE;
    }
  return FALSE;
}

static gboolean
on_text (gpointer data, const char *text, gsize length, GError **error)
{
  JsonError *self = data;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      guint what = places[i].what;
      g_autofree char *clean = NULL;

      if (strcmp (self->path->str, places[i].path) != 0)
        continue;
      clean = clean_text (text, length);
      if (what == FOUND_DETAILS && self->n_details < MAX_DETAILS)
        add_detail (self, clean);
      else if (what != FOUND_DETAILS && *clean != '\0' && is_better (self, what, i))
        {
          g_free (self->found[what]);
          self->found[what] = g_steal_pointer (&clean);
        }
      break;
    }
  return TRUE;
}

static gboolean
on_member (gpointer data, const char *name, gsize length, GError **error)
{
  JsonError *self = data;

  g_string_truncate (self->path, self->starts[self->depth]);
  g_string_append_c (self->path, '/');
  g_string_append_len (self->path, name, (gssize) length);
  return TRUE;
}

static gboolean
on_start_object (gpointer data, GError **error)
{
  JsonError *self = data;

  self->starts[++self->depth] = self->path->len;
  return TRUE;
}

static gboolean
on_end_object (gpointer data, GError **error)
{
  JsonError *self = data;

  g_string_truncate (self->path, self->starts[self->depth--]);
  return TRUE;
}

static const VmxJsonHandler json_handler = {
  .on_number = on_text,
  .on_string = on_text,
  .on_member = on_member,
  .on_start_object = on_start_object,
  .on_end_object = on_end_object,
};

static char *
join_message (JsonError *found)
{
  const char *message = found->found[FOUND_MESSAGE];
  const char *details = found->found[FOUND_DETAILS];

  if (message == NULL)
    message = found->found[FOUND_OTHER];
  if (message == NULL || details == NULL)
    return g_strdup (message != NULL ? message : details);
  return g_strconcat (message, ": ", details, NULL);
}

/* What was read before the text breaks off counts, too. */
static void
read_json (VmxOdataError *self, const char *body, gsize length)
{
  JsonError found = { .path = g_string_new (NULL) };

  vmx_json_read (&json_handler, &found, body, (gssize) length, NULL);
  self->message = join_message (&found);
  self->code = g_steal_pointer (&found.found[FOUND_CODE]);
  self->target = g_steal_pointer (&found.found[FOUND_TARGET]);
  for (guint i = 0; i < G_N_ELEMENTS (found.found); i++)
    g_free (found.found[i]);
  g_string_free (found.path, TRUE);
}

/* --- XML and HTML: not parsed, only looked into --- */

static const struct
{
  const char *entity;
  const char *character;
} entities[] = {
  { "&lt;", "<" },  { "&gt;", ">" },   { "&quot;", "\"" },
  { "&#39;", "'" }, { "&apos;", "'" }, { "&amp;", "&" },
};

static char *
decode_entities (const char *text, gsize length)
{
  GString *decoded = g_string_new_len (text, (gssize) length);
  char *clean;

  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    g_string_replace (decoded, entities[i].entity, entities[i].character, 0);
  clean = clean_text (decoded->str, decoded->len);
  g_string_free (decoded, TRUE);
  return clean;
}

/* The text of the first element of this name, with or without a prefix. lower is text in small
 * letters. */
static char *
find_element (const char *text, const char *lower, const char *name)
{
  for (const char *tag = strchr (lower, '<'); tag != NULL; tag = strchr (tag + 1, '<'))
    {
      gsize name_length = strcspn (tag + 1, " \t\r\n/>");
      const char *colon = memchr (tag + 1, ':', name_length);
      const char *local = colon != NULL ? colon + 1 : tag + 1;
      const char *start = strchr (tag, '>');
      const char *end = start != NULL ? strchr (start, '<') : NULL;

      if (end == NULL)
        return NULL;
      if ((gsize) (tag + 1 + name_length - local) == strlen (name)
          && strncmp (local, name, strlen (name)) == 0)
        return decode_entities (text + (start + 1 - lower), (gsize) (end - start - 1));
    }
  return NULL;
}

static void
read_xml (VmxOdataError *self, const char *body)
{
  g_autofree char *lower = g_ascii_strdown (body, -1);

  self->message = find_element (body, lower, "message");
  self->code = find_element (body, lower, "code");
  if (self->code != NULL && *self->code == '\0')
    g_clear_pointer (&self->code, g_free);
}

static char *
strip_tags (const char *body)
{
  g_autoptr(GString) words = g_string_new (NULL);
  gboolean in_tag = FALSE;

  for (const char *c = body; *c != '\0' && words->len < 8 * MAX_CHARACTERS; c++)
    {
      if (*c == '<')
        g_string_append_c (words, ' ');
      in_tag = *c == '<' || (in_tag && *c != '>');
      if (!in_tag && *c != '>')
        g_string_append_c (words, *c);
    }
  return decode_entities (words->str, words->len);
}

char *
vmx_odata_error_get_page_title (const char *body, gsize length)
{
  g_autofree char *text = g_strndup (body, length);
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_autofree char *title = find_element (text, lower, "title");

  if (title != NULL && *title != '\0')
    return g_steal_pointer (&title);
  return strip_tags (text);
}

/* --- The error --- */

static void
read_body (VmxOdataError *self, const char *content_type, const char *body, gsize length)
{
  g_autofree char *text = g_strndup (body, length);
  const char *start = text + strspn (text, "\xef\xbb\xbf \t\r\n");

  if (*start == '{' || *start == '[')
    read_json (self, body, length);
  else if (*start == '<' && strstr (content_type, "html") == NULL)
    read_xml (self, start);
  if (self->message == NULL && *start == '<')
    self->message = vmx_odata_error_get_page_title (start, strlen (start));
  else if (self->message == NULL)
    self->message = clean_text (start, strlen (start));
}

VmxOdataError *
vmx_odata_error_new (guint status, const char *content_type, const char *body, gsize length)
{
  VmxOdataError *self = g_new0 (VmxOdataError, 1);

  self->status = status;
  read_body (self, content_type != NULL ? content_type : "", body != NULL ? body : "",
             body != NULL ? length : 0);
  return self;
}

void
vmx_odata_error_free (VmxOdataError *self)
{
  g_free (self->code);
  g_free (self->message);
  g_free (self->target);
  g_free (self);
}

char *
vmx_odata_error_to_text (const VmxOdataError *self)
{
  GString *text = g_string_new (NULL);

  if (self->status != 0)
    g_string_append_printf (text, "HTTP %u %s", self->status,
                            soup_status_get_phrase (self->status));
  if (self->code != NULL)
    g_string_append_printf (text, "%scode %s", text->len > 0 ? ", " : "", self->code);
  if (self->target != NULL)
    g_string_append_printf (text, "%starget %s", text->len > 0 ? ", " : "", self->target);
  if (*self->message != '\0')
    g_string_append_printf (text, "%s“%s”", text->len > 0 ? ": " : "", self->message);
  return g_string_free (text, FALSE);
}
