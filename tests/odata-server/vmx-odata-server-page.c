/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-private.h"

#include <string.h>

/* What part of the chosen records a page has. */
typedef struct
{
  GArray *rows;
  guint start;
  guint end;
  guint left; /* how many more the client wants */
} Page;

static gboolean
find_page (VmxServerState *self, VmxServerRequest *request, Page *page)
{
  guint n = page->rows->len;
  guint preferred = vmx_server_request_get_max_page_size (request);
  guint size = self->options.page_size > 0 ? self->options.page_size : G_MAXUINT;
  guint skip, token, top;

  if (!vmx_server_request_get_number (request, "$skip", 0, &skip)
      || !vmx_server_request_get_number (request, "$skiptoken", skip, &token)
      || !vmx_server_request_get_number (request, "$top", G_MAXUINT, &top))
    return FALSE;
  if (preferred > 0 && !self->options.ignores_page_size)
    size = MIN (size, preferred);
  page->start = MIN (token, n);
  size = MIN (MIN (size, top), n - page->start);
  page->end = page->start + size;
  page->left = MIN (top - size, n - page->end);
  return TRUE;
}

VmxServerFormat
vmx_server_get_format (VmxServerState *self, VmxServerRequest *request)
{
  const char *accept = soup_message_headers_get_list (request->headers, "Accept");
  VmxServerFormat format = { self->options.short_annotations ? "@" : "@odata.", FALSE, NULL };

  format.no_etags = self->options.no_etags;
  format.exact_strings = !self->options.plain_numbers && accept != NULL
                         && strstr (accept, "IEEE754Compatible=true") != NULL;
  return format;
}

/* --- $select --- */

/* Which columns are asked for, or NULL for all. */
static gboolean *
parse_select (VmxServerSet *set, const char *select, GError **error)
{
  g_autofree gboolean *columns = NULL;
  g_auto(GStrv) names = NULL;

  if (select == NULL || strcmp (select, "*") == 0)
    return NULL;
  columns = g_new0 (gboolean, vmx_object_schema_get_n_columns (set->schema) + 1);
  names = g_strsplit (select, ",", -1);
  for (guint i = 0; names[i] != NULL; i++)
    {
      int column = vmx_object_schema_get_column_index (set->schema, g_strstrip (names[i]));

      if (column < 0)
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "$select: “%s” is no property",
                       names[i]);
          return NULL;
        }
      columns[column] = TRUE;
    }
  return g_steal_pointer (&columns);
}

/* --- Writing --- */

static void
write_annotation (VmxJsonWriter *writer, const VmxServerFormat *format, const char *name,
                  const char *text)
{
  g_autofree char *full = g_strconcat (format->prefix, name, NULL);

  vmx_json_writer_member (writer, full, -1);
  vmx_json_writer_string (writer, text, -1);
}

static void
write_count (VmxServerState *self, VmxJsonWriter *writer, const VmxServerFormat *format,
             guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);
  g_autofree char *name = g_strconcat (format->prefix, "count", NULL);

  vmx_json_writer_member (writer, name, -1);
  if (self->options.count_as_string)
    vmx_json_writer_string (writer, text, -1);
  else
    vmx_json_writer_number (writer, text, -1);
}

static char *
make_next_link (VmxServerState *self, VmxServerRequest *request, const Page *page,
                const VmxServerPageFault *fault)
{
  g_autofree char *next = NULL;

  if (fault->next_link != NULL)
    return g_strdup (fault->next_link);
  if (fault->is_empty)
    next
        = vmx_server_request_make_next (request, page->start, page->left + page->end - page->start);
  else if (page->left > 0)
    next = vmx_server_request_make_next (request, page->end, page->left);
  else
    return NULL;
  /* Each empty page adds one, so that no link comes twice. */
  return g_strconcat (self->options.absolute_links ? self->url : "", next,
                      fault->is_empty ? "&empty=1" : "", NULL);
}

static void
write_annotations (VmxServerState *self, VmxServerSet *set, VmxServerRequest *request,
                   const VmxServerPageFault *fault, const VmxServerFormat *format, const Page *page,
                   VmxJsonWriter *writer)
{
  g_autofree char *context = g_strconcat (self->options.absolute_links ? self->url : "",
                                          "$metadata#", vmx_server_set_get_name (set), NULL);
  g_autofree char *next = make_next_link (self, request, page, fault);

  write_annotation (writer, format, "context", context);
  if (g_strcmp0 (vmx_server_request_get_option (request, "$count"), "true") == 0)
    write_count (self, writer, format, page->rows->len);
  if (next != NULL)
    write_annotation (writer, format, "nextLink", next);
}

static void
write_page (VmxServerState *self, VmxServerSet *set, VmxServerRequest *request,
            const VmxServerPageFault *fault, const VmxServerFormat *format, const Page *page,
            GString *body)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  guint end = fault->is_empty ? page->start : page->end;
  const char *json;
  gsize length;

  vmx_json_writer_start_object (writer);
  if (!self->options.annotations_last)
    write_annotations (self, set, request, fault, format, page, writer);
  vmx_json_writer_member (writer, "value", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = page->start; i < end; i++)
    vmx_server_set_write_row (set, g_array_index (page->rows, guint, i), format, writer);
  vmx_json_writer_end_array (writer);
  if (self->options.annotations_last)
    write_annotations (self, set, request, fault, format, page, writer);
  vmx_json_writer_end_object (writer);
  json = vmx_json_writer_peek (writer, &length);
  g_string_append_len (body, json, (gssize) length);
}

void
vmx_server_answer_page (VmxServerState *self, VmxServerSet *set, VmxServerRequest *request,
                        const VmxServerPageFault *fault, VmxServerReply *reply)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) rows
      = vmx_server_set_select (set, vmx_server_request_get_option (request, "$filter"),
                               vmx_server_request_get_option (request, "$orderby"), &error);
  VmxServerFormat format = vmx_server_get_format (self, request);
  g_autofree gboolean *columns = NULL;
  Page page = { rows, 0, 0, 0 };

  if (error == NULL)
    columns = parse_select (set, vmx_server_request_get_option (request, "$select"), &error);
  if (error != NULL)
    {
      gboolean unknown = g_error_matches (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED);

      vmx_server_reply_set_error (reply, unknown ? 501 : 400, unknown ? "501" : "400",
                                  error->message);
      return;
    }
  if (!find_page (self, request, &page))
    {
      vmx_server_reply_set_error (reply, 400, "400",
                                  "$top, $skip and $skiptoken are whole numbers");
      return;
    }
  format.columns = columns;
  write_page (self, set, request, fault, &format, &page, reply->body);
  if (vmx_server_request_get_max_page_size (request) > 0 && !self->options.ignores_page_size)
    soup_message_headers_append (reply->headers, "Preference-Applied", "odata.maxpagesize");
}
