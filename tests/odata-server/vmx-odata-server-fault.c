/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server-private.h"

#include <string.h>

struct _VmxServerFault
{
  gatomicrefcount n_refs;
  VmxOdataFault fault;
  guint n_matches;
};

VmxServerFault *
vmx_server_fault_new (const VmxOdataFault *fault)
{
  VmxServerFault *self = g_new0 (VmxServerFault, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->fault = *fault;
  self->fault.match = g_strdup (fault->match);
  self->fault.member = g_strdup (fault->member);
  self->fault.headers = g_strdup (fault->headers);
  self->fault.body = g_strdup (fault->body);
  self->fault.with = g_strdup (fault->with);
  self->fault.times = MAX (fault->times, 1);
  return self;
}

VmxServerFault *
vmx_server_fault_ref (VmxServerFault *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
vmx_server_fault_free (VmxServerFault *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_free ((char *) self->fault.match);
  g_free ((char *) self->fault.member);
  g_free ((char *) self->fault.headers);
  g_free ((char *) self->fault.body);
  g_free ((char *) self->fault.with);
  g_free (self);
}

const VmxOdataFault *
vmx_server_fault_get (VmxServerFault *self)
{
  return &self->fault;
}

static gboolean
is_part_of (const char *part, const char *line)
{
  return part == NULL || strstr (line, part) != NULL;
}

/* member is NULL for a whole request. */
static VmxServerFault *
take_fault (VmxServerState *self, const char *line, const char *member)
{
  for (guint i = 0; i < self->faults->len; i++)
    {
      VmxServerFault *fault = self->faults->pdata[i];

      if (!is_part_of (fault->fault.match, line)
          || (fault->fault.member != NULL) != (member != NULL)
          || (member != NULL && !is_part_of (fault->fault.member, member)))
        continue;
      if (fault->n_matches++ < fault->fault.skip)
        continue;
      vmx_server_fault_ref (fault);
      if (fault->n_matches - fault->fault.skip >= fault->fault.times)
        g_ptr_array_remove_index (self->faults, i);
      return fault;
    }
  return NULL;
}

VmxServerFault *
vmx_server_state_take_fault (VmxServerState *self, const char *line)
{
  return take_fault (self, line, NULL);
}

VmxServerFault *
vmx_server_state_take_member_fault (VmxServerState *self, const char *line, const char *member)
{
  return take_fault (self, line, member);
}

gboolean
vmx_server_fault_replaces_work (VmxServerFault *self, const char *method)
{
  VmxOdataFaultKind kind = self->fault.kind;

  /* What is read keeps its headers. */
  if (kind == VMX_ODATA_FAULT_REPLY)
    return strcmp (method, SOUP_METHOD_GET) != 0;
  return kind == VMX_ODATA_FAULT_CLOSE || kind == VMX_ODATA_FAULT_CUT_REQUEST
         || kind == VMX_ODATA_FAULT_BARE_200;
}

VmxServerPageFault
vmx_server_fault_get_page_fault (VmxServerFault *self)
{
  VmxServerPageFault page_fault = { FALSE, NULL };

  if (self == NULL)
    return page_fault;
  page_fault.is_empty = self->fault.kind == VMX_ODATA_FAULT_EMPTY_PAGE;
  if (self->fault.kind == VMX_ODATA_FAULT_LINK)
    page_fault.next_link = self->fault.body;
  return page_fault;
}

/* --- Changing an answer --- */

static void
add_headers (VmxServerFault *self, VmxServerReply *reply)
{
  g_auto(GStrv) lines
      = g_strsplit (self->fault.headers != NULL ? self->fault.headers : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto(GStrv) parts = g_strsplit (lines[i], ": ", 2);

      if (parts[0] != NULL && parts[1] != NULL)
        soup_message_headers_replace (reply->headers, parts[0], parts[1]);
    }
}

static void
replace_reply (VmxServerFault *self, VmxServerReply *reply)
{
  reply->status = self->fault.status != 0 ? self->fault.status : SOUP_STATUS_OK;
  g_string_assign (reply->body, self->fault.body != NULL ? self->fault.body : "");
}

void
vmx_server_fault_change_reply (VmxServerFault *self, VmxServerReply *reply)
{
  VmxOdataFaultKind kind = self->fault.kind;

  if (kind == VMX_ODATA_FAULT_REPLY || kind == VMX_ODATA_FAULT_DO_THEN_REPLY)
    replace_reply (self, reply);
  if (kind == VMX_ODATA_FAULT_REPLACE)
    g_string_replace (reply->body, self->fault.body, self->fault.with, 1);
  add_headers (self, reply);
}

/* --- Breaking the connection --- */

gboolean
vmx_server_fault_breaks (VmxServerFault *self)
{
  VmxOdataFaultKind kind = self->fault.kind;

  return kind == VMX_ODATA_FAULT_CUT || kind == VMX_ODATA_FAULT_CUT_CHUNKED
         || kind == VMX_ODATA_FAULT_CUT_IN_CHUNK || kind == VMX_ODATA_FAULT_CLOSE
         || kind == VMX_ODATA_FAULT_LOSE;
}

static GString *
make_broken_answer (VmxServerFault *self, VmxServerReply *reply)
{
  GString *raw = g_string_new (NULL);
  gsize length = MIN (self->fault.n_bytes, reply->body->len);
  VmxOdataFaultKind kind = self->fault.kind;

  if (kind == VMX_ODATA_FAULT_CLOSE || kind == VMX_ODATA_FAULT_LOSE)
    return raw;
  g_string_append_printf (raw, "HTTP/1.1 %u %s\r\nContent-Type: %s\r\n", reply->status,
                          soup_status_get_phrase (reply->status), reply->content_type);
  if (kind == VMX_ODATA_FAULT_CUT)
    g_string_append_printf (raw, "Content-Length: %zu\r\n\r\n", reply->body->len);
  else
    g_string_append_printf (raw, "Transfer-Encoding: chunked\r\n\r\n%zx\r\n",
                            kind == VMX_ODATA_FAULT_CUT_CHUNKED ? length : reply->body->len + 1);
  g_string_append_len (raw, reply->body->str, (gssize) length);
  if (kind == VMX_ODATA_FAULT_CUT_CHUNKED)
    g_string_append (raw, "\r\n");
  return raw;
}

void
vmx_server_fault_break (VmxServerFault *self, SoupServerMessage *message, VmxServerReply *reply)
{
  GString *raw = make_broken_answer (self, reply);
  g_autoptr(GIOStream) connection = soup_server_message_steal_connection (message);

  g_output_stream_write_all (g_io_stream_get_output_stream (connection), raw->str, raw->len, NULL,
                             NULL, NULL);
  g_io_stream_close (connection, NULL, NULL);
  g_string_free (raw, TRUE);
}
