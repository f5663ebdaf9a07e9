/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-read.h"

#include <string.h>

#include "metadata/vmx-odata-schema.h"
#include "upload/vmx-odata-operation.h"
#include "vmx-odata-page.h"
#include "vmx-odata-query.h"
#include "vmx-odata-refusal.h"
#include "vmx-odata-sink.h"
#include "vmx-odata-url.h"

#define ACCEPT_XML "application/xml"
#define ACCEPT_CSDL_JSON "application/json"
#define MAX_EMPTY_PAGES 1000
#define MAX_TITLE_BYTES (64 * 1024)

/* --- Sinks --- */

/* What is a page of records, or else a web page. */
typedef struct
{
  VmxObjectSchema *schema;
  VmxOdataPage *page;
  GByteArray *web_page; /* (nullable) */
  guint max_rows;
} PageSink;

static gboolean
page_begin (gpointer data, const VmxOdataReply *reply, GError **error)
{
  PageSink *self = data;

  g_clear_pointer (&self->page, vmx_odata_page_free);
  g_clear_pointer (&self->web_page, g_byte_array_unref);
  self->page = vmx_odata_page_new (self->schema);
  /* One that names its own page size does not ignore ours. */
  if (soup_message_headers_get_list (reply->headers, "Preference-Applied") == NULL)
    vmx_odata_page_set_max_rows (self->page, self->max_rows);
  if (vmx_odata_refusal_is_page (reply))
    self->web_page = g_byte_array_new ();
  return TRUE;
}

static gboolean
page_feed (gpointer data, const char *bytes, gsize length, GError **error)
{
  PageSink *self = data;

  if (self->web_page == NULL)
    return vmx_odata_page_feed (self->page, bytes, length, error);
  length = MIN (length, MAX_TITLE_BYTES - MIN (self->web_page->len, MAX_TITLE_BYTES));
  g_byte_array_append (self->web_page, (const guint8 *) bytes, (guint) length);
  return TRUE;
}

static gboolean
page_finish (gpointer data, GError **error)
{
  PageSink *self = data;

  return self->web_page != NULL || vmx_odata_page_finish (self->page, error);
}

static const VmxOdataSink page_sink = { page_begin, page_feed, page_finish };

static void
page_sink_clear (PageSink *self)
{
  g_clear_pointer (&self->page, vmx_odata_page_free);
  g_clear_pointer (&self->web_page, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PageSink, page_sink_clear)

/* --- Pages --- */

/* One call of vmx_odata_read_batch(). */
typedef struct
{
  VmxOdataSession *session;
  VmxOdataGuard *guard;
  VmxFetchRequest *request;
  VmxObjectSchema *schema;
  const char *name;
  GCancellable *cancellable;
  gint64 network_time;
  gint64 parsing_time;
  guint max_rows; /* of the page that is read */
  gboolean stopped;
} Download;

static char *
make_preference (VmxFetchRequest *request)
{
  guint size = vmx_fetch_request_get_batch_size (request);

  return size > 0 ? g_strdup_printf ("odata.maxpagesize=%u", size) : NULL;
}

/* Reads the page at url. final is where it came from after redirects. */
static VmxOdataPage *
read_page (Download *self, const char *url, char **final, GError **error)
{
  g_autofree char *preference = make_preference (self->request);
  VmxOdataRequest request = { url, VMX_ODATA_ACCEPT_JSON, preference };
  g_auto(VmxOdataReply) reply = { 0 };
  g_auto(PageSink) sink = { .schema = self->schema, .max_rows = self->max_rows };
  g_autofree char *what = g_strdup_printf ("object “%s”", self->name);
  gboolean answered = vmx_odata_session_read (self->session, &request, &page_sink, &sink, &reply,
                                              self->cancellable, error);

  self->network_time += reply.network_time;
  self->parsing_time += reply.parsing_time;
  self->stopped = !answered && sink.page != NULL && vmx_odata_page_was_stopped (sink.page);
  if (!answered)
    {
      if (error != NULL && !g_str_has_prefix ((*error)->message, "object "))
        g_prefix_error (error, "%s: ", what);
      return NULL;
    }
  if (!vmx_odata_refusal_check_reply (&reply, what,
                                      vmx_fetch_request_get_filter (self->request) != NULL, error)
      || (sink.web_page != NULL
          && !vmx_odata_refusal_check_kind (&reply, what, (const char *) sink.web_page->data,
                                            sink.web_page->len, error))
      || !vmx_odata_page_check (sink.page, error))
    return NULL;
  *final = g_steal_pointer (&reply.url);
  return g_steal_pointer (&sink.page);
}

static VmxRecordBatch *
finish_batch (Download *self, VmxOdataPage *page, const VmxOdataPosition *next)
{
  VmxRecordBatch *batch = vmx_odata_page_get_batch (page);
  g_autofree char *context = vmx_odata_position_to_text (next);

  vmx_record_batch_set_next_context (batch, context);
  vmx_record_batch_set_total (batch, vmx_odata_page_get_count (page));
  vmx_record_batch_set_times (batch, self->network_time, self->parsing_time);
  return g_object_ref (batch);
}

static gboolean
step (Download *self, const VmxOdataPosition *from, const VmxOdataPosition *to, GError **error)
{
  g_autofree char *before = vmx_odata_position_to_text (from);
  g_autofree char *after = vmx_odata_position_to_text (to);

  return vmx_odata_guard_step (self->guard, self->name, before, after, error);
}

/* --- Pages by key --- */

/* Ends with an empty page: a short one may only mean that the server has a limit of its own. */
static VmxRecordBatch *
read_by_key (Download *self, const VmxOdataPosition *position, GError **error)
{
  const char *root = vmx_odata_session_get_root (self->session);
  g_autofree char *url = vmx_odata_query_make_by_key (root, self->request, position->text, error);
  g_autofree char *final = NULL;
  g_autoptr(VmxOdataPage) page = NULL;
  g_auto(VmxOdataPosition) next = { VMX_ODATA_POSITION_START, NULL };
  VmxRecordBatch *batch;

  self->max_rows = 0;
  if (url == NULL)
    return NULL;
  page = read_page (self, url, &final, error);
  if (page == NULL)
    return NULL;
  batch = vmx_odata_page_get_batch (page);
  if (vmx_record_batch_get_n_rows (batch) > 0)
    {
      int column = vmx_odata_paging_get_column (self->schema);

      next.kind = VMX_ODATA_POSITION_KEY;
      next.text = vmx_odata_paging_get_last_key (batch, column, position->text, error);
      if (next.text == NULL)
        {
          g_prefix_error (error, "object “%s”: ", self->name);
          return NULL;
        }
      if (!step (self, position, &next, error))
        return NULL;
    }
  return finish_batch (self, page, &next);
}

/* --- Pages by link --- */

static gboolean
find_next (Download *self, VmxOdataPage *page, const char *url, VmxOdataPosition *next,
           GError **error)
{
  const char *root = vmx_odata_session_get_root (self->session);
  const char *link = vmx_odata_page_get_next_link (page);
  g_autofree char *full = NULL;

  if (link == NULL || *link == '\0')
    return TRUE;
  full = vmx_odata_url_resolve_link (root, url, vmx_odata_page_get_context (page), link, error);
  if (full == NULL)
    {
      g_prefix_error (error, "object “%s”: ", self->name);
      return FALSE;
    }
  next->kind = VMX_ODATA_POSITION_LINK;
  next->text = vmx_odata_url_get_local_part (full);
  return TRUE;
}

static char *
make_url (Download *self, const VmxOdataPosition *position, GError **error)
{
  const char *root = vmx_odata_session_get_root (self->session);

  if (position->kind == VMX_ODATA_POSITION_START)
    return vmx_odata_query_make_first (root, self->request, error);
  return vmx_odata_url_resolve_link (root, root, NULL, position->text, error);
}

/* Reads the page at a position and finds the next one. The total stands on the first page only,
 * even if that is an empty one. */
static VmxOdataPage *
read_and_step (Download *self, const VmxOdataPosition *position, VmxOdataPosition *next,
               GError **error)
{
  g_autofree char *url = make_url (self, position, error);
  g_autofree char *final = NULL;
  g_autoptr(VmxOdataPage) page = NULL;

  if (url == NULL)
    return NULL;
  page = read_page (self, url, &final, error);
  if (page == NULL || !find_next (self, page, final, next, error))
    return NULL;
  if (next->kind != VMX_ODATA_POSITION_START && !step (self, position, next, error))
    return NULL;
  return g_steal_pointer (&page);
}

static VmxRecordBatch *
fail_with_empty_pages (Download *self, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "object “%s”: the server sent %d empty pages in a row, expected records or an end",
               self->name, MAX_EMPTY_PAGES);
  return NULL;
}

static VmxRecordBatch *
read_by_link (Download *self, const VmxOdataPosition *start, GError **error)
{
  g_auto(VmxOdataPosition) position = { start->kind, g_strdup (start->text) };
  gint64 total = -1;

  for (guint i = 0; i < MAX_EMPTY_PAGES; i++)
    {
      g_auto(VmxOdataPosition) next = { VMX_ODATA_POSITION_START, NULL };
      g_autoptr(VmxOdataPage) page = read_and_step (self, &position, &next, error);
      VmxRecordBatch *batch;

      if (page == NULL)
        return NULL;
      total = MAX (total, vmx_odata_page_get_count (page));
      if (vmx_record_batch_get_n_rows (vmx_odata_page_get_batch (page)) > 0
          || next.kind == VMX_ODATA_POSITION_START)
        {
          batch = finish_batch (self, page, &next);
          vmx_record_batch_set_total (batch, total);
          return batch;
        }
      vmx_odata_position_clear (&position);
      position = next;
      next.text = NULL;
      self->max_rows = 0;
    }
  return fail_with_empty_pages (self, error);
}

/* --- Batches --- */

static gboolean
choose_style (Download *self, VmxOdataPageStyle *style, GError **error)
{
  const char *setting = vmx_object_schema_get_setting (self->schema, "page-style");
  gboolean can_page_by_key = vmx_odata_query_can_page_by_key (self->request);

  if (setting != NULL && !vmx_odata_page_style_parse (setting, style, error))
    {
      g_prefix_error (error, "object “%s”: ", self->name);
      return FALSE;
    }
  if (*style == VMX_ODATA_STYLE_KEY && !can_page_by_key && setting != NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                   "object “%s”: the page style “key” needs a single key column of whole numbers "
                   "or GUIDs, a batch size, and no query parameter that orders or cuts records",
                   self->name);
      return FALSE;
    }
  if (!can_page_by_key)
    *style = VMX_ODATA_STYLE_LINK;
  return TRUE;
}

/* A server that ignores the page size would send everything at once: then it is asked again, by
 * key. */
static VmxRecordBatch *
read_start (Download *self, VmxOdataPageStyle style, const VmxOdataPosition *position,
            GError **error)
{
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) local_error = NULL;
  guint size = vmx_fetch_request_get_batch_size (self->request);

  if (!choose_style (self, &style, error))
    return NULL;
  if (style == VMX_ODATA_STYLE_KEY)
    return read_by_key (self, position, error);
  if (style == VMX_ODATA_STYLE_AUTO && size < G_MAXUINT / 2)
    self->max_rows = 2 * size;
  batch = read_by_link (self, position, &local_error);
  if (batch == NULL && self->stopped)
    return read_by_key (self, position, error);
  if (batch == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return g_steal_pointer (&batch);
}

VmxRecordBatch *
vmx_odata_read_batch (VmxOdataSession *session, VmxOdataGuard *guard, VmxOdataPageStyle style,
                      VmxFetchRequest *request, GCancellable *cancellable, GError **error)
{
  VmxObjectSchema *schema = vmx_fetch_request_get_schema (request);
  Download download
      = { session, guard, request, schema, vmx_object_schema_get_name (schema), cancellable };
  g_auto(VmxOdataPosition) position = { VMX_ODATA_POSITION_START, NULL };

  if (!vmx_odata_position_parse (&position, vmx_fetch_request_get_context (request), schema, error))
    return NULL;
  switch (position.kind)
    {
    case VMX_ODATA_POSITION_LINK:
      return read_by_link (&download, &position, error);
    case VMX_ODATA_POSITION_KEY:
      return read_by_key (&download, &position, error);
    case VMX_ODATA_POSITION_START:
    default:
      vmx_odata_guard_restart (guard, download.name);
      return read_start (&download, style, &position, error);
    }
}

/* --- The schema --- */

static gboolean
read_metadata (VmxOdataSession *session, const char *accept, GString *text, VmxOdataReply *reply,
               GCancellable *cancellable, GError **error)
{
  g_autoptr(GString) url = vmx_odata_url_start (vmx_odata_session_get_root (session), "$metadata");
  VmxOdataRequest request = { url->str, accept, NULL };

  if (vmx_odata_session_read (session, &request, &vmx_odata_text_sink, text, reply, cancellable,
                              error))
    return TRUE;
  g_prefix_error (error, "the schema of the service: ");
  return FALSE;
}

VmxServiceSchema *
vmx_odata_read_schema (VmxOdataSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_auto(VmxOdataReply) reply = { 0 };

  if (!read_metadata (session, ACCEPT_XML, text, &reply, cancellable, error))
    return NULL;
  if (reply.status == 406 || reply.status == 415)
    {
      vmx_odata_reply_clear (&reply);
      if (!read_metadata (session, ACCEPT_CSDL_JSON, text, &reply, cancellable, error))
        return NULL;
    }
  if (!vmx_odata_refusal_check_reply (&reply, "the schema of the service", FALSE, error))
    {
      if (error != NULL && (*error)->code == VMX_ERROR_DOWNLOAD_FAILED)
        (*error)->code = VMX_ERROR_SCHEMA_REFRESH;
      return NULL;
    }
  return vmx_odata_schema_from_metadata (text->str, text->len, reply.content_type, error);
}
