/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-fetch.h"

#include <string.h>

#include "vmx-odata-refusal.h"
#include "vmx-odata-sink.h"
#include "vmx-odata-json-batch.h"
#include "vmx-odata-key.h"
#include "vmx-odata-record.h"

#define BATCH_SIZE 50

/* One call of vmx_odata_fetch_records(). */
typedef struct
{
  VmxOdataSession *session;
  VmxRecordBatch *keys;
  VmxRecordBatch *records;
  GCancellable *cancellable;
  char *what; /* for messages */
  gint64 network_time;
  gint64 parsing_time;
} Fetch;

/* --- Records --- */

static void
add_gone (Fetch *self, guint row)
{
  guint new_row = vmx_record_batch_add_row (self->records);

  vmx_odata_key_copy (self->records, new_row, self->keys, row);
  vmx_record_batch_add_deleted (self->records, new_row);
}

static gboolean
add_record (Fetch *self, guint row, const char *json, gsize length, const char *etag,
            GError **error)
{
  guint new_row = vmx_record_batch_get_n_rows (self->records);

  if (!vmx_odata_record_read (self->records, json, length, error))
    return FALSE;
  if (vmx_record_batch_get_etag (self->records, new_row) == NULL && etag != NULL)
    vmx_record_batch_set_etag (self->records, new_row, etag);
  if (!vmx_odata_key_is_complete (self->records, new_row))
    vmx_odata_key_copy (self->records, new_row, self->keys, row);
  if (vmx_odata_key_equal (self->records, new_row, self->keys, row))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "%s: the server answered with another record than the one asked for", self->what);
  return FALSE;
}

/* --- One by one --- */

static gboolean
ask (Fetch *self, const VmxOdataRequest *request, GString *body, VmxOdataReply *reply,
     GError **error)
{
  gboolean answered = vmx_odata_session_read (self->session, request, &vmx_odata_json_sink, body,
                                              reply, self->cancellable, error);

  self->network_time += reply->network_time;
  self->parsing_time += reply->parsing_time;
  if (!answered)
    g_prefix_error (error, "%s: ", self->what);
  return answered;
}

static gboolean
fetch_one (Fetch *self, guint row, GError **error)
{
  g_auto(VmxOdataOperation) operation = { NULL };
  g_auto(VmxOdataReply) reply = { 0 };
  g_autoptr(GString) body = g_string_new (NULL);
  g_autofree char *url = NULL;
  VmxOdataRequest request = { .accept = VMX_ODATA_ACCEPT_JSON };

  if (!vmx_odata_operation_init_read (&operation, self->keys, row, error))
    return FALSE;
  url = g_strconcat (vmx_odata_session_get_root (self->session), operation.url, NULL);
  request.url = url;
  if (!ask (self, &request, body, &reply, error))
    return FALSE;
  if (reply.status == 404 || reply.status == 410)
    {
      add_gone (self, row);
      return TRUE;
    }
  return vmx_odata_refusal_check_reply (&reply, self->what, FALSE, error)
         && vmx_odata_refusal_check_kind (&reply, self->what, body->str, body->len, error)
         && add_record (self, row, body->str, body->len,
                        soup_message_headers_get_one (reply.headers, "ETag"), error);
}

/* --- Many at once --- */

static char *
encode (Fetch *self, guint first, guint end, GError **error)
{
  g_autoptr(GArray) operations = vmx_odata_operations_new ();

  for (guint row = first; row < end; row++)
    {
      VmxOdataOperation operation = { NULL };

      if (!vmx_odata_operation_init_read (&operation, self->keys, row, error))
        return NULL;
      g_array_append_val (operations, operation);
    }
  return vmx_odata_json_batch_write (operations, FALSE);
}

static VmxOdataPart *
find_part (const GPtrArray *parts, guint position)
{
  g_autofree char *id = g_strdup_printf ("%u", position + 1);
  VmxOdataPart *part = position < parts->len ? parts->pdata[position] : NULL;

  /* Mostly they come in order, and some servers leave the ids out. */
  if (part != NULL && (part->id == NULL || strcmp (part->id, id) == 0))
    return part;
  for (guint i = 0; i < parts->len; i++)
    {
      part = parts->pdata[i];
      if (g_strcmp0 (part->id, id) == 0)
        return part;
    }
  return NULL;
}

static gboolean
take_part (Fetch *self, guint row, const VmxOdataPart *part, const char *url, GError **error)
{
  if (part == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
                   "%s: the answer to a batch leaves records out", self->what);
      return FALSE;
    }
  if (part->status == 404 || part->status == 410)
    {
      add_gone (self, row);
      return TRUE;
    }
  return vmx_odata_refusal_check (part->status, vmx_odata_part_get_content_type (part), part->body,
                                  self->what, url, error)
         && add_record (self, row, part->body->str, part->body->len,
                        vmx_odata_part_get_header (part, "ETag"), error);
}

static gboolean
fetch_many (Fetch *self, guint first, guint end, GError **error)
{
  static const char *const headers[]
      = { "Content-Type", VMX_ODATA_ACCEPT_JSON, "OData-Version", "4.01", NULL };
  g_autofree char *text = encode (self, first, end, error);
  g_autofree char *url = g_strconcat (vmx_odata_session_get_root (self->session), "$batch", NULL);
  VmxOdataRequest request = {
    .url = url, .accept = VMX_ODATA_ACCEPT_JSON, .method = "POST", .headers = headers, .body = text
  };
  g_auto(VmxOdataReply) reply = { 0 };
  g_autoptr(GString) body = g_string_new (NULL);
  g_autoptr(GPtrArray) parts = vmx_odata_parts_new ();

  if (text == NULL || !ask (self, &request, body, &reply, error)
      || !vmx_odata_refusal_check_reply (&reply, self->what, FALSE, error)
      || !vmx_odata_refusal_check_kind (&reply, self->what, body->str, body->len, error))
    return FALSE;
  if (!vmx_odata_json_batch_read (body->str, body->len, parts, error))
    {
      g_prefix_error (error, "%s: ", self->what);
      return FALSE;
    }
  for (guint row = first; row < end; row++)
    {
      if (!take_part (self, row, find_part (parts, row - first), url, error))
        return FALSE;
    }
  return TRUE;
}

VmxRecordBatch *
vmx_odata_fetch_records (VmxOdataSession *session, VmxRecordBatch *keys, gboolean in_batches,
                         GCancellable *cancellable, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (keys);
  guint n_rows = vmx_record_batch_get_n_rows (keys);
  guint step = in_batches && n_rows > 1 ? BATCH_SIZE : 1;
  g_autoptr(VmxRecordBatch) records = vmx_record_batch_new (schema);
  g_autofree char *what = g_strdup_printf ("object “%s”", vmx_object_schema_get_name (schema));
  Fetch fetch = { session, keys, records, cancellable, what, 0, 0 };

  for (guint row = 0; row < n_rows; row += step)
    {
      guint end = MIN (row + step, n_rows);

      if (step == 1 ? !fetch_one (&fetch, row, error) : !fetch_many (&fetch, row, end, error))
        return NULL;
    }
  vmx_record_batch_set_times (records, fetch.network_time, fetch.parsing_time);
  return g_steal_pointer (&records);
}
