/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-page.h"

#include "vmx-mock-answer.h"

/* --- Contexts: "BATCH:OFFSET" --- */

gboolean
vmx_mock_position_read (VmxMockPosition *self, const char *context, GError **error)
{
  g_auto(GStrv) parts = g_strsplit (context != NULL ? context : "1:0", ":", 2);
  guint64 batch, offset;

  if (g_strv_length (parts) == 2
      && g_ascii_string_to_unsigned (parts[0], 10, 1, G_MAXINT, &batch, NULL)
      && g_ascii_string_to_unsigned (parts[1], 10, 0, G_MAXINT, &offset, NULL))
    {
      self->batch = (guint) batch;
      self->offset = (guint) offset;
      return TRUE;
    }
  g_set_error (error, VMX_ERROR, VMX_ERROR_SERVER,
               "mock service: batch context “%s” is not one of this service; begin the download "
               "anew",
               context);
  return FALSE;
}

static void
set_next (VmxRecordBatch *page, const VmxMockPosition *position, guint offset)
{
  g_autofree char *context = g_strdup_printf ("%u:%u", position->batch + 1, offset);

  vmx_record_batch_set_next_context (page, context);
}

/* --- Records --- */

/* (nullable) without error: no filter. */
static VmxQuery *
parse_filter (const VmxMockObject *object, VmxTransportFeatures features, VmxFetchRequest *request,
              GError **error)
{
  const char *filter = vmx_fetch_request_get_filter (request);
  g_autoptr(VmxQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;

  if (filter == NULL)
    return NULL;
  if (!(features & VMX_TRANSPORT_FEATURE_FILTER))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_SERVER,
                   "mock service: the scenario leaves out the feature “filter” (501)");
      return NULL;
    }
  query = vmx_query_new_from_filter (filter, vmx_record_batch_get_schema (object->records),
                                     &local_error);
  if (query != NULL && vmx_query_can_evaluate (query, &local_error))
    return g_steal_pointer (&query);
  g_set_error (error, VMX_ERROR, VMX_ERROR_SERVER,
               "mock service: the filter cannot be answered (400): %s", local_error->message);
  return NULL;
}

static gboolean
matches (VmxQuery *query, VmxMockRow row)
{
  return row.batch != NULL && (query == NULL || vmx_query_matches (query, row.batch, row.row));
}

/* 0 asks for everything at once. */
static guint
get_size (const VmxMockObject *object, VmxFetchRequest *request)
{
  guint wanted = vmx_fetch_request_get_batch_size (request);

  return MIN (wanted != 0 ? wanted : G_MAXUINT,
              object->page_size != 0 ? object->page_size : G_MAXUINT);
}

static gint64
count_matches (VmxQuery *query, VmxMockRecords *records)
{
  gint64 n = 0;

  for (guint place = 0; place < vmx_mock_records_get_n_places (records); place++)
    n += matches (query, vmx_mock_records_get (records, place)) ? 1 : 0;
  return n;
}

static gboolean
fill (VmxRecordBatch *page, VmxMockRecords *records, guint size, VmxQuery *query,
      const VmxMockPosition *position, GPtrArray *faults, GError **error)
{
  g_auto(VmxMockCopier) copier = { NULL };

  vmx_mock_copier_init (&copier, vmx_record_batch_get_schema (page),
                        vmx_mock_records_get_schema (records), faults);
  for (guint place = position->offset; place < vmx_mock_records_get_n_places (records); place++)
    {
      VmxMockRow row = vmx_mock_records_get (records, place);

      if (!matches (query, row))
        continue;
      if (vmx_record_batch_get_n_rows (page) == size)
        {
          set_next (page, position, place);
          return TRUE;
        }
      if (!vmx_mock_copier_copy (&copier, page, &row, error))
        return FALSE;
    }
  return TRUE;
}

/* --- A value of a wrong type --- */

/* The record as the service sends it: its key, and an array where no array may be. */
static char *
write_wrong_record (VmxRecordBatch *page, const char *column)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (page);
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint position = vmx_object_schema_get_key_column_index (schema, i);
      const char *name = vmx_column_get_name (vmx_object_schema_get_column (schema, position));

      if (g_str_equal (name, column))
        continue;
      vmx_json_writer_member (writer, name, -1);
      vmx_json_writer_value (writer, vmx_record_batch_peek_value (page, 0, position));
    }
  vmx_json_writer_member (writer, column, -1);
  vmx_json_writer_start_array (writer);
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

/* The first record of the answer goes through the decoder, which gives the error of a real one. */
static gboolean
apply_wrong_type (VmxRecordBatch *page, GPtrArray *faults, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (page);

  for (guint i = 0; i < faults->len && vmx_record_batch_get_n_rows (page) > 0; i++)
    {
      const VmxMockFault *fault = faults->pdata[i];
      g_autoptr(VmxRecordBatch) wrong = NULL;
      g_autofree char *json = NULL;

      if (fault->wrong_type == NULL
          || vmx_object_schema_get_column_index (schema, fault->wrong_type) < 0)
        continue;
      wrong = vmx_record_batch_new (schema);
      json = write_wrong_record (page, fault->wrong_type);
      if (!vmx_record_batch_append_json (wrong, json, error))
        return FALSE;
    }
  return TRUE;
}

VmxRecordBatch *
vmx_mock_page_make (const VmxMockObject *object, VmxMockRecords *records,
                    VmxTransportFeatures features, VmxFetchRequest *request,
                    const VmxMockPosition *position, GPtrArray *faults, GError **error)
{
  g_autoptr(VmxRecordBatch) page = vmx_record_batch_new (vmx_fetch_request_get_schema (request));
  g_autoptr(VmxQuery) query = NULL;
  g_autoptr(GError) local_error = NULL;

  query = parse_filter (object, features, request, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (!fill (page, records, get_size (object, request), query, position, faults, error))
    return NULL;
  if (vmx_fetch_request_get_want_total (request) && (features & VMX_TRANSPORT_FEATURE_TOTAL))
    vmx_record_batch_set_total (page, count_matches (query, records));
  return apply_wrong_type (page, faults, error) ? g_steal_pointer (&page) : NULL;
}
