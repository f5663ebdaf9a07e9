/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-answer.h"

VmxMockAnswer *
vmx_mock_answer_new (const char *object)
{
  VmxMockAnswer *self = g_new0 (VmxMockAnswer, 1);

  self->object = g_strdup (object);
  return self;
}

VmxMockAnswer *
vmx_mock_answer_copy (const VmxMockAnswer *self)
{
  VmxMockAnswer *copy = vmx_mock_answer_new (self->object);

  vmx_mock_answer_set (copy, self->outcome, self->status, self->code, g_strdup (self->message));
  vmx_mock_answer_set_row (copy, self->row.batch, self->row.row);
  return copy;
}

void
vmx_mock_answer_free (VmxMockAnswer *self)
{
  g_free (self->object);
  g_free (self->code);
  g_free (self->message);
  g_clear_object (&self->row.batch);
  g_free (self);
}

void
vmx_mock_answer_set (VmxMockAnswer *self, VmxUploadOutcome outcome, int status, const char *code,
                     char *message)
{
  char *code_copy = g_strdup (code);

  g_free (self->code);
  g_free (self->message);
  g_clear_object (&self->row.batch);
  self->outcome = outcome;
  self->status = status;
  self->code = code_copy;
  self->message = message;
}

void
vmx_mock_answer_set_row (VmxMockAnswer *self, VmxRecordBatch *batch, guint row)
{
  g_set_object (&self->row.batch, batch);
  self->row.row = row;
}

/* --- Copying --- */

static gboolean
is_left_out (GPtrArray *faults, const char *name)
{
  for (guint i = 0; i < faults->len; i++)
    {
      const VmxMockFault *fault = faults->pdata[i];

      if (fault->missing != NULL && g_strv_contains ((const char *const *) fault->missing, name))
        return TRUE;
    }
  return FALSE;
}

/* Where the columns of an answer come from, -1 for those that stay missing. A request may know
 * other columns than the service, in another order. */
static GArray *
map_columns (VmxObjectSchema *wanted, VmxObjectSchema *schema, GPtrArray *faults)
{
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < vmx_object_schema_get_n_columns (wanted); i++)
    {
      const char *name = vmx_column_get_name (vmx_object_schema_get_column (wanted, i));
      int source = is_left_out (faults, name)
                       ? -1
                       : vmx_object_schema_get_column_index (schema, name);

      g_array_append_val (sources, source);
    }
  return sources;
}

static gboolean
fail_in_column (VmxRecordBatch *records, guint row, guint column, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (records);
  g_autofree char *key = vmx_record_batch_get_key_text (records, row);

  g_prefix_error (error, "object %s, record %s, column %s: ", vmx_object_schema_get_name (schema),
                  key, vmx_column_get_name (vmx_object_schema_get_column (schema, column)));
  return FALSE;
}

void
vmx_mock_copier_init (VmxMockCopier *self, VmxObjectSchema *wanted, VmxObjectSchema *schema,
                      GPtrArray *faults)
{
  self->sources = map_columns (wanted, schema, faults);
}

void
vmx_mock_copier_clear (VmxMockCopier *self)
{
  g_clear_pointer (&self->sources, g_array_unref);
}

/* The request's schema may be older than the scenario, so its types may not fit any more. */
gboolean
vmx_mock_copier_copy (VmxMockCopier *self, VmxRecordBatch *batch, const VmxMockRow *row,
                      GError **error)
{
  guint target = vmx_record_batch_add_row (batch);

  for (guint i = 0; i < self->sources->len; i++)
    {
      int column = g_array_index (self->sources, int, i);

      if (column >= 0
          && !vmx_record_batch_set_value (
              batch, target, i, vmx_record_batch_peek_value (row->batch, row->row, (guint) column),
              error))
        return fail_in_column (row->batch, row->row, (guint) column, error);
    }
  vmx_record_batch_set_etag (batch, target, vmx_record_batch_get_etag (row->batch, row->row));
  return TRUE;
}

/* --- The reply --- */

/* The columns of the record that do not come back. */
static void
leave_out (VmxMockCopier *copier, VmxObjectSchema *wanted, const VmxMockObject *object)
{
  const char *const *without = (const char *const *) object->answer_without;

  for (guint i = 0; i < copier->sources->len; i++)
    {
      const char *name = vmx_column_get_name (vmx_object_schema_get_column (wanted, i));

      if ((without != NULL && g_strv_contains (without, name))
          || (object->answers == VMX_MOCK_ANSWERS_KEY
              && !vmx_object_schema_is_key_column (wanted, i)))
        g_array_index (copier->sources, int, i) = -1;
    }
}

/* All records of one object come in one batch. */
static VmxRecordBatch *
get_batch (GHashTable *batches, VmxObjectSchema *schema)
{
  VmxRecordBatch *batch = g_hash_table_lookup (batches, schema);

  if (batch == NULL)
    {
      batch = vmx_record_batch_new (schema);
      g_hash_table_insert (batches, schema, batch);
    }
  return batch;
}

static gboolean
add_record (VmxUploadReply *reply, guint member, const VmxMockObject *object,
            const VmxMockRow *row, VmxRecordBatch *batch, GPtrArray *faults, GError **error)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (batch);
  g_auto(VmxMockCopier) copier = { NULL };

  vmx_mock_copier_init (&copier, schema, vmx_record_batch_get_schema (row->batch), faults);
  leave_out (&copier, schema, object);
  if (!vmx_mock_copier_copy (&copier, batch, row, error))
    return FALSE;
  vmx_upload_reply_set_record (reply, member, batch, vmx_record_batch_get_n_rows (batch) - 1);
  return TRUE;
}

VmxUploadReply *
vmx_mock_answer_make_reply (VmxMockScenario *scenario, VmxUploadRequest *request,
                            GPtrArray *answers, guint n_answered, GPtrArray *faults,
                            GError **error)
{
  g_autoptr(VmxUploadReply) reply = vmx_upload_reply_new (answers->len);
  g_autoptr(GHashTable) batches
      = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_object_unref);

  for (guint i = 0; i < MIN (n_answered, answers->len); i++)
    {
      const VmxMockAnswer *answer = answers->pdata[i];
      const VmxMockObject *object = vmx_mock_scenario_find_object (scenario, answer->object);
      VmxRecordBatch *sent = vmx_upload_request_get_batch (request, i);

      vmx_upload_reply_set_outcome (reply, i, answer->outcome, answer->status, answer->code,
                                    answer->message);
      if (answer->row.batch != NULL && sent != NULL && object != NULL
          && object->answers != VMX_MOCK_ANSWERS_NONE
          && !add_record (reply, i, object, &answer->row,
                          get_batch (batches, vmx_record_batch_get_schema (sent)), faults, error))
        return NULL;
    }
  return g_steal_pointer (&reply);
}
