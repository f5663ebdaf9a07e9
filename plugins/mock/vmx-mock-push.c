/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-push.h"

#include "vmx-mock-answer.h"
#include "vmx-mock-body.h"
#include "vmx-mock-write.h"

static GPtrArray *
make_answers (VmxMockBody *body)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_mock_answer_free);

  for (guint i = 0; i < body->changes->len; i++)
    g_ptr_array_add (answers,
                     vmx_mock_answer_new (
                         g_array_index (body->changes, VmxMockChange, i).object));
  return answers;
}

/* --- All or nothing --- */

static void
begin (VmxMockState *state)
{
  GHashTableIter iter;
  gpointer records;

  g_hash_table_iter_init (&iter, vmx_mock_state_get_objects (state));
  while (g_hash_table_iter_next (&iter, NULL, &records))
    vmx_mock_records_begin (records);
}

static void
end (VmxMockState *state, gboolean keep)
{
  GHashTableIter iter;
  gpointer records;

  g_hash_table_iter_init (&iter, vmx_mock_state_get_objects (state));
  while (g_hash_table_iter_next (&iter, NULL, &records))
    vmx_mock_records_end (records, keep);
}

/* Only the change that failed has an answer then. */
static void
forget_accepted (GPtrArray *answers)
{
  for (guint i = 0; i < answers->len; i++)
    {
      VmxMockAnswer *answer = answers->pdata[i];

      if (answer->outcome == VMX_UPLOAD_OUTCOME_ACCEPTED)
        vmx_mock_answer_set (answer, VMX_UPLOAD_OUTCOME_UNANSWERED, 0, NULL, NULL);
    }
}

/* --- A request --- */

static void
carry_out (VmxMockScenario *scenario, VmxMockState *state, VmxMockBody *body, GPtrArray *answers)
{
  gboolean failed = FALSE;

  if (body->atomic)
    begin (state);
  for (guint i = 0; i < body->changes->len && !(failed && body->atomic); i++)
    {
      VmxMockAnswer *answer = answers->pdata[i];

      vmx_mock_write (state, scenario, &g_array_index (body->changes, VmxMockChange, i), answer);
      failed = failed || answer->outcome != VMX_UPLOAD_OUTCOME_ACCEPTED;
    }
  if (!body->atomic)
    return;
  end (state, !failed);
  if (failed)
    forget_accepted (answers);
}

static VmxUploadReply *
refuse (VmxUploadRequest *request, VmxUploadVerdict verdict, int status, const char *message)
{
  VmxUploadReply *reply = vmx_upload_reply_new (vmx_upload_request_get_n_members (request));

  vmx_upload_reply_set_verdict (reply, verdict, status, message);
  return reply;
}

VmxUploadReply *
vmx_mock_push (VmxMockScenario *scenario, VmxMockState *state, VmxUploadRequest *request,
               GPtrArray *faults, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  g_autoptr(VmxMockBody) body
      = vmx_mock_body_read (vmx_upload_request_get_body (request), &local_error);
  g_autoptr(GPtrArray) answers = NULL;

  if (body == NULL)
    return refuse (request, VMX_UPLOAD_VERDICT_REFUSED, 400, local_error->message);
  answers = make_answers (body);
  carry_out (scenario, state, body, answers);
  return vmx_mock_answer_make_reply (scenario, request, answers, answers->len, faults, error);
}

/* --- Reading back --- */

/* The key as the service writes it: its columns may have other types. */
static gboolean
convert_key (VmxRecordBatch *batch, VmxRecordBatch *keys, guint row, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  VmxObjectSchema *given = vmx_record_batch_get_schema (keys);
  guint target = vmx_record_batch_add_row (batch);

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      int column = vmx_object_schema_get_column_index (
          given, vmx_object_schema_get_key_column_name (schema, i));

      if (column >= 0
          && !vmx_record_batch_set_value (batch, target,
                                          vmx_object_schema_get_key_column_index (schema, i),
                                          vmx_record_batch_peek_value (keys, row, (guint) column),
                                          error))
        return FALSE;
    }
  return TRUE;
}

static void
add_absent (VmxRecordBatch *found, VmxRecordBatch *keys, guint row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (keys);
  guint target = vmx_record_batch_add_row (found);

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (schema, i);

      vmx_record_batch_put_copy (found, target, column,
                                 vmx_record_batch_peek_value (keys, row, column));
    }
  vmx_record_batch_add_deleted (found, target);
}

VmxRecordBatch *
vmx_mock_push_read_back (VmxMockRecords *records, VmxRecordBatch *keys, GPtrArray *faults,
                         GError **error)
{
  VmxObjectSchema *wanted = vmx_record_batch_get_schema (keys);
  g_autoptr(VmxRecordBatch) found = vmx_record_batch_new (wanted);
  g_autoptr(VmxRecordBatch) wire
      = vmx_record_batch_new (vmx_mock_records_get_schema (records));
  g_auto(VmxMockCopier) copier = { NULL };

  vmx_mock_copier_init (&copier, wanted, vmx_mock_records_get_schema (records), faults);
  for (guint row = 0; row < vmx_record_batch_get_n_rows (keys); row++)
    {
      VmxMockRow record;

      if (!convert_key (wire, keys, row, error))
        return NULL;
      record = vmx_mock_records_find (records, wire, row);
      if (record.batch == NULL)
        add_absent (found, keys, row);
      else if (!vmx_mock_copier_copy (&copier, found, &record, error))
        return NULL;
    }
  return g_steal_pointer (&found);
}
