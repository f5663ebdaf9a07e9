/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "mock-push-fixture.h"

#define OBJECTS                                                                                    \
  "'objects':{'Item':{'key':['Id'],'columns':{'Id':'int32','Name':'string','Price':'decimal?',"    \
  "'Photo':'binary?'},'records':[{'@etag':'one','Id':1,'Name':'Anna','Price':1,'Photo':null},"     \
  "{'Id':2,'Name':'Bert','Price':null,'Photo':null}]}}"

char *
push_quotes (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

VmxTransport *
push_new_scenario (const char *name, const char *scenario)
{
  static guint n_names = 0;
  g_autofree char *own = g_strdup_printf ("own service %u", ++n_names);
  g_autofree char *text = push_quotes (scenario);

  return g_object_new (VMX_TYPE_MOCK_TRANSPORT, "scenario-text", text, "name",
                       name != NULL ? name : own, NULL);
}

VmxTransport *
push_new (const char *name, const char *more)
{
  g_autofree char *scenario
      = g_strdup_printf ("{" OBJECTS "%s%s}", more != NULL ? "," : "", more != NULL ? more : "");

  return push_new_scenario (name, scenario);
}

VmxTransport *
push_open (VmxTransport *transport)
{
  g_autoptr(GError) error = NULL;

  vmx_transport_open (transport, NULL, NULL, &error);
  g_assert_no_error (error);
  return transport;
}

VmxUploadRequest *
push_request (const char *id)
{
  return vmx_upload_request_new (id, "2026-01-01T00:00:00Z");
}

/* A batch with one record of an object as the service declares it. */
static VmxRecordBatch *
make_record (VmxTransport *transport, const char *object, const char *record, const char *etag)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxServiceSchema) schema = vmx_transport_fetch_schema (transport, NULL, &error);
  g_autofree char *json = push_quotes (record);
  VmxRecordBatch *batch;

  g_assert_no_error (error);
  vmx_service_schema_seal (schema, &error);
  g_assert_no_error (error);
  batch = vmx_record_batch_new (vmx_service_schema_find_object (schema, object));
  vmx_record_batch_append_json (batch, json, &error);
  g_assert_no_error (error);
  vmx_record_batch_set_etag (batch, 0, etag);
  return batch;
}

void
push_add (VmxTransport *transport, VmxUploadRequest *request, const char *object,
          VmxChangeAction action, const char *record, const char *etag)
{
  g_autoptr(VmxRecordBatch) batch = make_record (transport, object, record, etag);

  vmx_upload_request_add (request, action, batch, 0);
}

VmxUploadReply *
push_send (VmxTransport *transport, VmxUploadRequest *request)
{
  g_autoptr(GError) error = NULL;
  VmxUploadReply *reply = vmx_transport_push_batch (transport, request, NULL, &error);

  g_assert_no_error (error);
  return reply;
}

static void
assert_row (VmxRecordBatch *batch, guint row, const char *expected)
{
  g_autoptr(VmxRecord) record = vmx_record_batch_get_record (batch, row);
  g_autofree char *found = vmx_record_to_json (record);
  g_autofree char *json = push_quotes (expected);

  g_assert_cmpstr (found, ==, json);
}

void
push_assert_record (VmxUploadReply *reply, guint member, const char *record)
{
  VmxRecordBatch *batch = vmx_upload_reply_get_batch (reply, member);

  g_assert_true ((batch == NULL) == (record == NULL));
  if (batch != NULL)
    assert_row (batch, vmx_upload_reply_get_row (reply, member), record);
}

void
push_assert_item (VmxTransport *transport, int id, const char *record, const char *etag)
{
  g_autofree char *key = g_strdup_printf ("{'Id':%d}", id);
  g_autoptr(VmxRecordBatch) keys = make_record (transport, "Item", key, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxRecordBatch) found = vmx_transport_fetch_records (transport, keys, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (vmx_record_batch_get_n_rows (found), ==, 1);
  g_assert_cmpint (vmx_record_batch_is_deleted (found, 0), ==, record == NULL);
  assert_row (found, 0, record != NULL ? record : key);
  g_assert_cmpstr (vmx_record_batch_get_etag (found, 0), ==, etag);
}

void
push_assert_outcomes (VmxUploadReply *reply, const char *letters)
{
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < vmx_upload_reply_get_n_members (reply); i++)
    g_string_append_c (found, "-ACEGRBFU"[vmx_upload_reply_get_outcome (reply, i)]);
  g_assert_cmpstr (found->str, ==, letters);
}

char *
push_list_ids (VmxTransport *transport, const char *object)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(VmxServiceSchema) schema = vmx_transport_fetch_schema (transport, NULL, &error);
  g_autoptr(GString) ids = g_string_new (NULL);
  g_autoptr(VmxFetchRequest) request = NULL;
  g_autoptr(VmxRecordBatch) batch = NULL;

  g_assert_no_error (error);
  vmx_service_schema_seal (schema, &error);
  g_assert_no_error (error);
  request = vmx_fetch_request_new (vmx_service_schema_find_object (schema, object));
  batch = vmx_transport_fetch_batch (transport, request, NULL, &error);
  g_assert_no_error (error);
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      g_autofree char *id = vmx_value_to_string (vmx_record_batch_peek_value (batch, row, 0));

      g_string_append_printf (ids, "%s%s", row > 0 ? " " : "", id);
    }
  return g_string_free (g_steal_pointer (&ids), FALSE);
}
