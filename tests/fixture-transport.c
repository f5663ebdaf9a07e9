/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixture-transport.h"

/* --- The log --- */

/* params: names and values by turns. */
static void
append_params (GString *line, const char *const *params)
{
  for (guint i = 0; params != NULL && params[i] != NULL; i += 2)
    g_string_append_printf (line, "%c%s=%s", i == 0 ? '(' : '&', params[i], params[i + 1]);
  if (params != NULL && params[0] != NULL)
    g_string_append_c (line, ')');
}

static void
append_member (GString *line, VmxUploadRequest *request, guint member)
{
  static const char *const names[] = { "create", "update", "delete" };
  VmxRecordBatch *batch = vmx_upload_request_get_batch (request, member);
  g_autoptr(VmxRecord) record = NULL;
  g_autofree char *json = NULL;
  const char *etag;

  if (batch == NULL)
    {
      g_string_append (line, " abandoned");
      return;
    }
  record = vmx_upload_request_get_record (request, member);
  json = vmx_record_to_json (record);
  etag = vmx_record_batch_get_etag (batch, vmx_upload_request_get_row (request, member));
  g_string_append_printf (line, " %s %s %s", names[vmx_upload_request_get_action (request, member)],
                          vmx_object_schema_get_name (vmx_record_batch_get_schema (batch)), json);
  if (etag != NULL)
    g_string_append_printf (line, " [%s]", etag);
}

static void
log_push (FixtureTransport *self, VmxUploadRequest *request)
{
  g_autoptr(GString) line = g_string_new ("push");

  append_params (line, vmx_upload_request_get_query_params (request));
  for (guint i = 0; i < vmx_upload_request_get_n_members (request); i++)
    {
      append_member (line, request, i);
      if (i + 1 < vmx_upload_request_get_n_members (request))
        g_string_append_c (line, ';');
    }
  g_ptr_array_add (self->log, g_string_free (g_steal_pointer (&line), FALSE));
  g_ptr_array_add (self->ids, g_strdup (vmx_upload_request_get_request_id (request)));
  g_ptr_array_add (self->bodies, g_strdup (vmx_upload_request_get_body (request)));
}

static void
log_fetch (FixtureTransport *self, VmxFetchRequest *request)
{
  g_autoptr(GString) line = g_string_new ("fetch");

  append_params (line, vmx_fetch_request_get_query_params (request));
  g_string_append_printf (line, " %s",
                          vmx_object_schema_get_name (vmx_fetch_request_get_schema (request)));
  g_ptr_array_add (self->log, g_string_free (g_steal_pointer (&line), FALSE));
}

static void
log_read (FixtureTransport *self, VmxRecordBatch *keys)
{
  g_autoptr(GString) line = g_string_new ("read ");

  g_string_append (line, vmx_object_schema_get_name (vmx_record_batch_get_schema (keys)));
  for (guint row = 0; row < vmx_record_batch_get_n_rows (keys); row++)
    {
      g_autoptr(VmxRecord) record = vmx_record_batch_get_record (keys, row);
      g_autofree char *json = vmx_record_to_json (record);

      g_string_append_printf (line, " %s", json);
    }
  g_ptr_array_add (self->log, g_string_free (g_steal_pointer (&line), FALSE));
}

char *
fixture_transport_take_log (FixtureTransport *self)
{
  char *text;

  g_ptr_array_add (self->log, NULL);
  text = g_strjoinv ("\n", (char **) self->log->pdata);
  g_ptr_array_set_size (self->log, 0);
  return text;
}

/* --- The transport --- */

static void
call_once (FixtureTransport *self, FixtureFunc *place)
{
  FixtureFunc func = g_steal_pointer (place);

  if (func != NULL)
    func (self->user_data);
}

static gboolean
fixture_transport_open (VmxTransport *transport, VmxAuthenticator *authenticator,
                        GCancellable *cancellable, GError **error)
{
  return vmx_transport_open (FIXTURE_TRANSPORT (transport)->inner, authenticator, cancellable,
                             error);
}

static gboolean
fixture_transport_close (VmxTransport *transport, GError **error)
{
  return vmx_transport_close (FIXTURE_TRANSPORT (transport)->inner, error);
}

static VmxTransportFeatures
fixture_transport_get_features (VmxTransport *transport)
{
  return vmx_transport_get_features (FIXTURE_TRANSPORT (transport)->inner);
}

static VmxServiceSchema *
fixture_transport_fetch_schema (VmxTransport *transport, GCancellable *cancellable, GError **error)
{
  return vmx_transport_fetch_schema (FIXTURE_TRANSPORT (transport)->inner, cancellable, error);
}

static VmxRecordBatch *
fixture_transport_fetch_batch (VmxTransport *transport, VmxFetchRequest *request,
                               GCancellable *cancellable, GError **error)
{
  FixtureTransport *self = FIXTURE_TRANSPORT (transport);

  log_fetch (self, request);
  return vmx_transport_fetch_batch (self->inner, request, cancellable, error);
}

static gboolean
fixture_transport_encode_push (VmxTransport *transport, VmxUploadRequest *request, GError **error)
{
  return vmx_transport_encode_push (FIXTURE_TRANSPORT (transport)->inner, request, error);
}

static VmxUploadReply *
refuse (VmxUploadRequest *request, VmxUploadVerdict verdict, int status, const char *message)
{
  VmxUploadReply *reply = vmx_upload_reply_new (vmx_upload_request_get_n_members (request));

  vmx_upload_reply_set_verdict (reply, verdict, status, message);
  vmx_upload_reply_set_retry_after (reply, 0);
  return reply;
}

static VmxUploadReply *
push (FixtureTransport *self, VmxUploadRequest *request, GCancellable *cancellable, GError **error)
{
  char letter = self->script != NULL && *self->script != '\0' ? *self->script++ : '.';
  g_autoptr(VmxUploadReply) reply = NULL;

  if (letter == 'b')
    return refuse (request, VMX_UPLOAD_VERDICT_BUSY, 429, "too many requests");
  if (letter == 'r')
    return refuse (request, VMX_UPLOAD_VERDICT_REFUSED, 403, "closed");
  if (letter == 'o')
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_OFFLINE, "no network");
      return NULL;
    }
  reply = vmx_transport_push_batch (self->inner, request, cancellable, error);
  if (letter != 'l' || reply == NULL)
    return g_steal_pointer (&reply);
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_READ_TIMED_OUT, "no answer");
  return NULL;
}

static VmxUploadReply *
fixture_transport_push_batch (VmxTransport *transport, VmxUploadRequest *request,
                              GCancellable *cancellable, GError **error)
{
  FixtureTransport *self = FIXTURE_TRANSPORT (transport);
  VmxUploadReply *reply;

  log_push (self, request);
  call_once (self, &self->before_push);
  reply = push (self, request, cancellable, error);
  call_once (self, &self->after_push);
  return reply;
}

static VmxRecordBatch *
fixture_transport_fetch_records (VmxTransport *transport, VmxRecordBatch *keys,
                                 GCancellable *cancellable, GError **error)
{
  FixtureTransport *self = FIXTURE_TRANSPORT (transport);

  log_read (self, keys);
  return vmx_transport_fetch_records (self->inner, keys, cancellable, error);
}

static char *
fixture_transport_get_learned (VmxTransport *transport)
{
  return vmx_transport_get_learned (FIXTURE_TRANSPORT (transport)->inner);
}

static gboolean
fixture_transport_set_learned (VmxTransport *transport, const char *learned)
{
  return vmx_transport_set_learned (FIXTURE_TRANSPORT (transport)->inner, learned);
}

static void
transport_init (VmxTransportInterface *iface)
{
  iface->open = fixture_transport_open;
  iface->close = fixture_transport_close;
  iface->get_features = fixture_transport_get_features;
  iface->fetch_schema = fixture_transport_fetch_schema;
  iface->fetch_batch = fixture_transport_fetch_batch;
  iface->encode_push = fixture_transport_encode_push;
  iface->push_batch = fixture_transport_push_batch;
  iface->fetch_records = fixture_transport_fetch_records;
  iface->get_learned = fixture_transport_get_learned;
  iface->set_learned = fixture_transport_set_learned;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FixtureTransport, fixture_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_TRANSPORT, transport_init))

static void
fixture_transport_finalize (GObject *object)
{
  FixtureTransport *self = FIXTURE_TRANSPORT (object);

  g_clear_object (&self->inner);
  g_ptr_array_unref (self->log);
  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->bodies);
  G_OBJECT_CLASS (fixture_transport_parent_class)->finalize (object);
}

static void
fixture_transport_class_init (FixtureTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fixture_transport_finalize;
}

static void
fixture_transport_init (FixtureTransport *self)
{
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->bodies = g_ptr_array_new_with_free_func (g_free);
}

FixtureTransport *
fixture_transport_new (void)
{
  FixtureTransport *self = g_object_new (FIXTURE_TYPE_TRANSPORT, NULL);
  g_autoptr(GError) error = NULL;
  GObject *inner = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), "mock",
                                             VMX_PLUGIN_KIND_TRANSPORT, &error);

  g_assert_no_error (error);
  self->inner = VMX_TRANSPORT (inner);
  return self;
}
