/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "odata-fixture.h"

void
fixture_open (Fixture *self, VmxAuthenticator *authenticator)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (vmx_transport_open (self->transport, authenticator, NULL, &error));
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr(GError) error = NULL;

  self->server = vmx_odata_server_new (&error);
  g_assert_no_error (error);
  vmx_odata_server_add_hr_sample (self->server, N_EMPLOYEES);
  self->transport
      = g_object_new (VMX_TYPE_ODATA_TRANSPORT, "url", vmx_odata_server_get_url (self->server),
                      "retry-delay-ms", 1, "timeout", 5, NULL);
  fixture_open (self, NULL);
  self->service = vmx_transport_fetch_schema (self->transport, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (vmx_service_schema_seal (self->service, &error));
  g_assert_no_error (error);
  self->employees = vmx_service_schema_find_object (self->service, "Employees");
  g_assert_nonnull (self->employees);
  vmx_odata_server_forget_requests (self->server);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  g_assert_true (vmx_transport_close (self->transport, NULL));
  g_assert_finalize_object (self->transport);
  g_object_unref (self->service);
  g_assert_finalize_object (self->server);
}

VmxFetchRequest *
fixture_new_request (Fixture *self, guint batch_size)
{
  VmxFetchRequest *request = vmx_fetch_request_new (self->employees);

  vmx_fetch_request_set_batch_size (request, batch_size);
  return request;
}

static void
take_keys (VmxRecordBatch *batch, GArray *keys)
{
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (batch, row, 0);
      gboolean is_number = vmx_value_get_kind (value) == VMX_VALUE_INT64;
      gint64 key = is_number ? vmx_value_get_int64 (value) : 0;

      g_array_append_val (keys, key);
    }
}

GArray *
fixture_download (Fixture *self, VmxFetchRequest *request, guint *n_batches, GError **error)
{
  g_autoptr(GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = 0;

  for (gboolean more = TRUE; more;)
    {
      g_autoptr(VmxRecordBatch) batch
          = vmx_transport_fetch_batch (self->transport, request, NULL, error);

      if (batch == NULL)
        return NULL;
      if (n++ == 0 && vmx_fetch_request_get_want_total (request))
        g_assert_cmpint (vmx_record_batch_get_total (batch), ==, N_EMPLOYEES);
      take_keys (batch, keys);
      more = vmx_record_batch_get_next_context (batch) != NULL;
      vmx_fetch_request_set_context (request, vmx_record_batch_get_next_context (batch));
    }
  if (n_batches != NULL)
    *n_batches = n;
  return g_steal_pointer (&keys);
}

void
fixture_assert_keys (GArray *keys, guint n)
{
  g_assert_nonnull (keys);
  g_assert_cmpuint (keys->len, ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (g_array_index (keys, gint64, i), ==, i + 1);
}
