/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "push-transport.h"

#include "fixture-edit.h"

static gboolean
push_transport_open (VmxTransport *transport, VmxAuthenticator *authenticator,
                     GCancellable *cancellable, GError **error)
{
  PUSH_TRANSPORT (transport)->is_down = FALSE;
  return TRUE;
}

static gboolean
push_transport_close (VmxTransport *transport, GError **error)
{
  return TRUE;
}

static VmxTransportFeatures
push_transport_get_features (VmxTransport *transport)
{
  return PUSH_TRANSPORT (transport)->features;
}

static VmxServiceSchema *
push_transport_fetch_schema (VmxTransport *transport, GCancellable *cancellable, GError **error)
{
  g_autofree char *scenario = fixture_hr_scenario (NULL);
  g_autoptr(GObject) mock = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), "mock",
                                                      VMX_PLUGIN_KIND_TRANSPORT, error);

  if (mock == NULL)
    return NULL;
  g_object_set (mock, "scenario-text", scenario, NULL);
  return vmx_transport_open (VMX_TRANSPORT (mock), NULL, cancellable, error)
             ? vmx_transport_fetch_schema (VMX_TRANSPORT (mock), cancellable, error)
             : NULL;
}

static VmxRecordBatch *
push_transport_fetch_batch (VmxTransport *transport, VmxFetchRequest *request,
                            GCancellable *cancellable, GError **error)
{
  return vmx_record_batch_new (vmx_fetch_request_get_schema (request));
}

/* There are none. */
static VmxRecordBatch *
push_transport_fetch_records (VmxTransport *transport, VmxRecordBatch *keys,
                              GCancellable *cancellable, GError **error)
{
  VmxRecordBatch *records;

  if (PUSH_TRANSPORT (transport)->is_down)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_CONNECT_FAILED, "the server is down");
      return NULL;
    }
  records = vmx_record_batch_new (vmx_record_batch_get_schema (keys));
  for (guint row = 0; row < vmx_record_batch_get_n_rows (keys); row++)
    {
      vmx_record_batch_add_row (records);
      for (guint i = 0; i < vmx_record_batch_get_n_columns (keys); i++)
        vmx_record_batch_put_copy (records, row, i, vmx_record_batch_peek_value (keys, row, i));
      vmx_record_batch_add_deleted (records, row);
    }
  return records;
}

/* --- Uploads --- */

static char *
describe (VmxUploadRequest *request, guint member)
{
  static const char *const actions[] = { "create", "update", "delete" };
  VmxRecordBatch *batch = vmx_upload_request_get_batch (request, member);
  g_autoptr(VmxRecord) record = vmx_upload_request_get_record (request, member);
  g_autofree char *json = NULL;

  if (batch == NULL)
    return g_strdup ("abandoned");
  json = vmx_record_to_json (record);
  return g_strdup_printf ("%s %s %s", actions[vmx_upload_request_get_action (request, member)],
                          vmx_object_schema_get_name (vmx_record_batch_get_schema (batch)), json);
}

static void
note (PushTransport *self, VmxUploadRequest *request)
{
  g_autoptr(GString) line = g_string_new (NULL);

  for (guint i = 0; i < vmx_upload_request_get_n_members (request); i++)
    {
      g_autofree char *text = describe (request, i);

      g_string_append_printf (line, "%s%s", i > 0 ? "; " : "", text);
    }
  g_ptr_array_add (self->log, g_string_free (g_steal_pointer (&line), FALSE));
  g_ptr_array_add (self->ids, g_strdup (vmx_upload_request_get_request_id (request)));
  g_free (self->params);
  self->params = g_strjoinv ("|", (char **) vmx_upload_request_get_query_params (request));
  self->atomic = vmx_upload_request_get_atomic (request);
}

/* The whole record as the server has it then: what was not sent is null. */
static VmxRecordBatch *
make_record (PushTransport *self, VmxRecordBatch *sent, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (sent);
  VmxRecordBatch *record = vmx_record_batch_new (schema);

  vmx_record_batch_add_row (record);
  for (guint i = 0; i < vmx_record_batch_get_n_columns (sent); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (sent, row, i);

      if (vmx_value_get_kind (value) != VMX_VALUE_MISSING)
        vmx_record_batch_put_copy (record, 0, i, value);
      else if (vmx_object_schema_is_key_column (schema, i))
        vmx_record_batch_put_int64 (record, 0, i, self->next_key++);
      else
        vmx_record_batch_set_null (record, 0, i);
    }
  vmx_record_batch_set_etag (record, 0, "W/\"pushed\"");
  return record;
}

VmxUploadReply *
push_transport_accept (PushTransport *self, VmxUploadRequest *request, GCancellable *cancellable,
                       GError **error)
{
  guint n = vmx_upload_request_get_n_members (request);
  VmxUploadReply *reply = vmx_upload_reply_new (n);

  for (guint i = 0; i < n; i++)
    {
      VmxRecordBatch *batch = vmx_upload_request_get_batch (request, i);
      g_autoptr(VmxRecordBatch) record = NULL;

      vmx_upload_reply_set_outcome (reply, i, VMX_UPLOAD_OUTCOME_ACCEPTED, 200, NULL, NULL);
      if (batch == NULL
          || vmx_upload_request_get_action (request, i) == VMX_CHANGE_ACTION_DELETE)
        continue;
      record = make_record (self, batch, vmx_upload_request_get_row (request, i));
      vmx_upload_reply_set_record (reply, i, record, 0);
    }
  return reply;
}

static VmxUploadReply *
push_transport_push_batch (VmxTransport *transport, VmxUploadRequest *request,
                           GCancellable *cancellable, GError **error)
{
  PushTransport *self = PUSH_TRANSPORT (transport);
  PushFunc push = self->push != NULL ? self->push : push_transport_accept;

  note (self, request);
  return push (self, request, cancellable, error);
}

static char *
push_transport_get_learned (VmxTransport *transport)
{
  return g_strdup (PUSH_TRANSPORT (transport)->learned);
}

static gboolean
push_transport_set_learned (VmxTransport *transport, const char *learned)
{
  PushTransport *self = PUSH_TRANSPORT (transport);

  g_free (self->remembered);
  self->remembered = g_strdup (learned);
  return TRUE;
}

static void
transport_init (VmxTransportInterface *iface)
{
  iface->open = push_transport_open;
  iface->close = push_transport_close;
  iface->get_features = push_transport_get_features;
  iface->fetch_schema = push_transport_fetch_schema;
  iface->fetch_batch = push_transport_fetch_batch;
  iface->push_batch = push_transport_push_batch;
  iface->fetch_records = push_transport_fetch_records;
  iface->get_learned = push_transport_get_learned;
  iface->set_learned = push_transport_set_learned;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PushTransport, push_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_TRANSPORT, transport_init))

static void
push_transport_finalize (GObject *object)
{
  PushTransport *self = PUSH_TRANSPORT (object);

  g_ptr_array_unref (self->log);
  g_ptr_array_unref (self->ids);
  g_free (self->params);
  g_free (self->learned);
  g_free (self->remembered);
  G_OBJECT_CLASS (push_transport_parent_class)->finalize (object);
}

static void
push_transport_class_init (PushTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = push_transport_finalize;
}

static void
push_transport_init (PushTransport *self)
{
  self->features = VMX_TRANSPORT_FEATURE_UPLOAD | VMX_TRANSPORT_FEATURE_BATCH;
  self->next_key = 1000;
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_ptr_array_new_with_free_func (g_free);
}

PushTransport *
push_transport_new (void)
{
  return g_object_new (PUSH_TYPE_TRANSPORT, NULL);
}

VmxClient *
push_transport_set_up (PushTransport *self)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(GError) error = NULL;
  VmxClient *client = vmx_client_new (path);
  VmxObjSvc *service = vmx_client_add_service (client, "HR", NULL, NULL, &error);

  g_assert_no_error (error);
  vmx_obj_svc_set_transport (service, VMX_TRANSPORT (self));
  fixture_setup (client);
  return client;
}

char *
push_transport_take_log (PushTransport *self)
{
  char *text;

  g_ptr_array_add (self->log, NULL);
  text = g_strjoinv ("\n", (char **) self->log->pdata);
  g_ptr_array_set_size (self->log, 0);
  return text;
}
