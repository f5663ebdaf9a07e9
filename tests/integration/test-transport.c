/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "test-transport.h"

#include "fixture.h"

#include <string.h>

static gboolean
answer (GError *failure, GError **error)
{
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (failure));
  return FALSE;
}

static gboolean
test_transport_open (VmxTransport *transport, VmxAuthenticator *authenticator,
                     GCancellable *cancellable, GError **error)
{
  TestTransport *self = TEST_TRANSPORT (transport);

  g_atomic_int_inc (&self->n_opened);
  self->thread = g_thread_self ();
  return answer (self->open_error, error);
}

static gboolean
test_transport_close (VmxTransport *transport, GError **error)
{
  TestTransport *self = TEST_TRANSPORT (transport);

  g_atomic_int_inc (&self->n_closed);
  g_assert_true (self->thread == g_thread_self ());
  return answer (self->close_error, error);
}

static VmxTransportFeatures
test_transport_get_features (VmxTransport *transport)
{
  return TEST_TRANSPORT (transport)->total >= 0 ? VMX_TRANSPORT_FEATURE_TOTAL
                                                : VMX_TRANSPORT_FEATURE_NONE;
}

static VmxServiceSchema *
test_transport_fetch_schema (VmxTransport *transport, GCancellable *cancellable, GError **error)
{
  VmxServiceSchema *schema = vmx_service_schema_new ();
  g_autoptr(VmxObjectSchema) object = vmx_object_schema_new ("Item");
  g_autoptr(VmxColumn) id = vmx_column_new ("Id", VMX_COLUMN_INT64, VMX_COLUMN_FLAG_NONE);
  g_autoptr(VmxColumn) name
      = vmx_column_new ("Name", VMX_COLUMN_STRING, VMX_COLUMN_FLAG_NULLABLE);

  vmx_object_schema_add_column (object, id);
  vmx_object_schema_add_column (object, name);
  vmx_object_schema_add_key_column (object, "Id");
  vmx_service_schema_add_object (schema, object);
  return schema;
}

VmxRecordBatch *
test_transport_make_batch (VmxFetchRequest *request, guint n_rows, gint64 first_id,
                           const char *next_context)
{
  VmxRecordBatch *batch = vmx_record_batch_new (vmx_fetch_request_get_schema (request));

  for (guint i = 0; i < n_rows; i++)
    {
      guint row = vmx_record_batch_add_row (batch);
      g_autofree char *name = g_strdup_printf ("item %" G_GINT64_FORMAT, first_id + i);

      vmx_record_batch_put_int64 (batch, row, 0, first_id + i);
      vmx_record_batch_put_text (batch, row, 1, name, strlen (name));
    }
  vmx_record_batch_set_next_context (batch, next_context);
  return batch;
}

static VmxRecordBatch *
make_three (TestTransport *self, VmxFetchRequest *request, GCancellable *cancellable,
            GError **error)
{
  const char *context = vmx_fetch_request_get_context (request);
  guint done = context != NULL ? (guint) g_ascii_strtoull (context, NULL, 10) : 0;
  g_autofree char *next = done < 2 ? g_strdup_printf ("%u", done + 1) : NULL;

  return test_transport_make_batch (request, 2, done * 2 + 1, next);
}

static VmxRecordBatch *
test_transport_fetch_batch (VmxTransport *transport, VmxFetchRequest *request,
                            GCancellable *cancellable, GError **error)
{
  TestTransport *self = TEST_TRANSPORT (transport);
  TestFetchFunc fetch = self->fetch != NULL ? self->fetch : make_three;
  VmxRecordBatch *batch;

  g_assert_true (self->thread == g_thread_self ());
  g_atomic_int_inc (&self->n_fetched);
  g_free (self->filter);
  g_free (self->params);
  self->filter = g_strdup (vmx_fetch_request_get_filter (request));
  self->params = g_strjoinv ("|", (char **) vmx_fetch_request_get_query_params (request));
  self->batch_size = vmx_fetch_request_get_batch_size (request);
  g_mutex_lock (&self->gate);
  g_mutex_unlock (&self->gate);
  self->want_total = vmx_fetch_request_get_want_total (request);
  batch = fetch (self, request, cancellable, error);
  if (batch != NULL && self->total >= 0)
    vmx_record_batch_set_total (batch, self->total);
  return batch;
}

static void
transport_init (VmxTransportInterface *iface)
{
  iface->open = test_transport_open;
  iface->close = test_transport_close;
  iface->get_features = test_transport_get_features;
  iface->fetch_schema = test_transport_fetch_schema;
  iface->fetch_batch = test_transport_fetch_batch;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestTransport, test_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_TRANSPORT, transport_init))

static void
test_transport_finalize (GObject *object)
{
  TestTransport *self = TEST_TRANSPORT (object);

  g_clear_error (&self->open_error);
  g_clear_error (&self->close_error);
  g_free (self->filter);
  g_free (self->params);
  g_mutex_clear (&self->gate);
  G_OBJECT_CLASS (test_transport_parent_class)->finalize (object);
}

static void
test_transport_class_init (TestTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_transport_finalize;
}

static void
test_transport_init (TestTransport *self)
{
  g_mutex_init (&self->gate);
  self->total = -1;
}

TestTransport *
test_transport_new (void)
{
  return g_object_new (TEST_TYPE_TRANSPORT, NULL);
}

VmxClient *
test_transport_set_up (TestTransport *self)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr(GError) error = NULL;
  VmxClient *client = vmx_client_new (path);
  VmxObjSvc *service = vmx_client_add_service (client, "Shop", NULL, NULL, &error);

  g_assert_no_error (error);
  vmx_obj_svc_set_transport (service, VMX_TRANSPORT (self));
  fixture_setup (client);
  g_assert_cmpint (self->n_opened, ==, 1);
  g_assert_cmpint (self->n_closed, ==, 1);
  return client;
}
