/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-edmx.h"

#include "vmx-odata-edmx-private.h"

#include <libvmxsync/vmxsync.h>

#include <string.h>

/* GMarkup is enough: it checks UTF-8 and nesting and knows no entities but the five of XML. What it
 * lets pass is refused here: document types, a second root, any depth. */

#define MAX_DEPTH 100

/* The start of the document behind comments and processing instructions. */
static const char *
skip_prolog (const char *text, const char *end)
{
  static const char *const pairs[][2] = { { "<?", "?>" }, { "<!--", "-->" } };

  while (text != NULL && text < end)
    {
      const char *close = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
        if ((gsize) (end - text) > strlen (pairs[i][0]) && g_str_has_prefix (text, pairs[i][0]))
          close = pairs[i][1];
      if (close == NULL && !g_ascii_isspace (*text))
        return text;
      text = close != NULL ? g_strstr_len (text, end - text, close) : text + 1;
      if (text != NULL && close != NULL)
        text += strlen (close);
    }
  return NULL;
}

/* Sign-in pages come with status 200, and are seldom good XML. */
static gboolean
is_html (const char *text, gsize length)
{
  static const char *const starts[] = { "<!DOCTYPE html", "<html" };
  const char *start = skip_prolog (text, text + length);

  for (guint i = 0; start != NULL && i < G_N_ELEMENTS (starts); i++)
    if ((gsize) (text + length - start) >= strlen (starts[i])
        && g_ascii_strncasecmp (start, starts[i], strlen (starts[i])) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
fail_root (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  if (self->saw_root)
    return vmx_odata_edmx_fail (self, error, "a second root element “%s”", element->name);
  return vmx_odata_edmx_fail (
      self, error,
      "the root element is “%s”, expected “Edmx”; check that the URL is the one of an "
      "OData service",
      element->name);
}

static gboolean
enter (VmxODataEdmxReader *self, const VmxODataElement *element, GError **error)
{
  VmxODataPlace parent = g_array_index (self->places, VmxODataPlace, self->places->len - 1);
  const VmxODataRule *rule = vmx_odata_edmx_find_rule (parent, element->name);
  VmxODataPlace place = rule != NULL ? rule->place : IN_OTHER;

  if (parent == IN_DOCUMENT && (rule == NULL || self->saw_root))
    return fail_root (self, element, error);
  self->saw_root = TRUE;
  if (self->places->len > MAX_DEPTH)
    return vmx_odata_edmx_fail (self, error, "elements are nested deeper than %d", MAX_DEPTH);
  if (rule != NULL && rule->start != NULL && !rule->start (self, element, error))
    return FALSE;
  g_array_append_val (self->places, place);
  return TRUE;
}

/* --- Events of the parser --- */

static void
on_start_element (GMarkupParseContext *context, const char *name, const char **attributes,
                  const char **values, gpointer data, GError **error)
{
  const char *colon = strrchr (name, ':');
  const VmxODataElement element = { colon != NULL ? colon + 1 : name, attributes, values };

  enter (data, &element, error);
}

static void
on_end_element (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  VmxODataEdmxReader *self = data;
  VmxODataPlace place = g_array_index (self->places, VmxODataPlace, self->places->len - 1);

  g_array_set_size (self->places, self->places->len - 1);
  if (self->annotation == NULL)
    return;
  g_strstrip (self->text->str);
  if (place == IN_FLAG)
    self->annotation->flag = vmx_odata_edmx_parse_boolean (self->text->str, FALSE);
  else if (place == IN_PATH)
    g_ptr_array_add (self->annotation->paths,
                     (gpointer) vmx_odata_csdl_keep (self->csdl, self->text->str));
}

static void
on_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
         GError **error)
{
  VmxODataEdmxReader *self = data;
  VmxODataPlace place = g_array_index (self->places, VmxODataPlace, self->places->len - 1);

  if (place == IN_FLAG || place == IN_PATH)
    g_string_append_len (self->text, text, (gssize) length);
}

/* Comments, processing instructions and document types */
static void
on_passthrough (GMarkupParseContext *context, const char *text, gsize length, gpointer data,
                GError **error)
{
  if (length >= 9 && g_ascii_strncasecmp (text, "<!DOCTYPE", 9) == 0)
    vmx_odata_edmx_fail (data, error, "document types (<!DOCTYPE>) are not allowed in metadata");
}

static void
reader_clear (VmxODataEdmxReader *self)
{
  g_clear_pointer (&self->csdl, vmx_odata_csdl_free);
  g_clear_pointer (&self->context, g_markup_parse_context_free);
  g_clear_pointer (&self->places, g_array_unref);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxODataEdmxReader, reader_clear)

static gboolean
parse (VmxODataEdmxReader *self, const char *text, gsize length, GError **error)
{
  g_autoptr(GError) local_error = NULL;

  if (g_markup_parse_context_parse (self->context, text, (gssize) length, &local_error)
      && g_markup_parse_context_end_parse (self->context, &local_error))
    return vmx_odata_csdl_complete (self->csdl, error);
  if (local_error->domain == G_MARKUP_ERROR) /* its words name line and column */
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                 "the metadata is not well-formed XML: %s", local_error->message);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

VmxODataCsdl *
vmx_odata_edmx_read (const char *text, gsize length, GError **error)
{
  static const GMarkupParser parser = {
    .start_element = on_start_element,
    .end_element = on_end_element,
    .text = on_text,
    .passthrough = on_passthrough,
  };
  const VmxODataPlace document = IN_DOCUMENT;
  g_auto(VmxODataEdmxReader) self = { NULL };

  if (is_html (text, length))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                           "an HTML page came where OData metadata was expected; check the URL of "
                           "the service and the sign-in");
      return NULL;
    }
  self.csdl = vmx_odata_csdl_new ();
  self.places = g_array_new (FALSE, FALSE, sizeof (VmxODataPlace));
  self.text = g_string_new (NULL);
  g_array_append_val (self.places, document);
  self.context = g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &self, NULL);
  if (!parse (&self, text, length, error))
    return NULL;
  return g_steal_pointer (&self.csdl);
}
