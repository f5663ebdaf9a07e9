/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-push.h"

#include "vmx-mock-answer.h"
#include "vmx-mock-body.h"
#include "vmx-mock-write.h"

/* A request on its way through the service. */
typedef struct
{
  VmxMockScenario *scenario;
  VmxMockState *state;
  GPtrArray *faults; /* (element-type VmxMockFault) */
  VmxMockBody *body;
} Push;

static const VmxMockChange *
get_change (const Push *self, guint member)
{
  return &g_array_index (self->body->changes, VmxMockChange, member);
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

/* --- What the service does --- */

static gpointer
copy_answer (gconstpointer answer, gpointer user_data)
{
  return vmx_mock_answer_copy (answer);
}

static GPtrArray *
make_answers (const Push *self)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_mock_answer_free);

  for (guint i = 0; i < self->body->changes->len; i++)
    g_ptr_array_add (answers, vmx_mock_answer_new (get_change (self, i)->object));
  return answers;
}

static gboolean
knows_requests (const Push *self)
{
  return (vmx_mock_scenario_get_features (self->scenario) & VMX_TRANSPORT_FEATURE_REPEAT) != 0;
}

/* The fault that says what becomes of a member. (nullable) */
static const VmxMockFault *
find_member_fault (const Push *self, guint member)
{
  for (guint i = 0; i < self->faults->len; i++)
    if (vmx_mock_fault_hits_member (self->faults->pdata[i], member,
                                    get_change (self, member)->object))
      return self->faults->pdata[i];
  return NULL;
}

/* With how many members the service gets done before something happens to it. */
static guint
count_reachable (const Push *self)
{
  guint n = self->body->changes->len;

  for (guint i = 0; i < self->faults->len; i++)
    {
      const VmxMockFault *fault = self->faults->pdata[i];

      if (fault->when == VMX_MOCK_WHEN_DURING)
        n = MIN (n, fault->n_done);
      else if (fault->when == VMX_MOCK_WHEN_BEFORE
               && fault->verdict == VMX_UPLOAD_VERDICT_INCOMPLETE)
        n = 0;
    }
  return n;
}

/* A member that has an answer was done when the request came the first time. */
static gboolean
carry_out_member (const Push *self, guint member, VmxMockAnswer *answer)
{
  const VmxMockFault *fault = find_member_fault (self, member);

  if (answer->outcome == VMX_UPLOAD_OUTCOME_UNANSWERED && (fault == NULL || fault->done))
    vmx_mock_write (self->state, self->scenario, get_change (self, member), answer);
  return answer->outcome == VMX_UPLOAD_OUTCOME_ACCEPTED;
}

static void
carry_out_all (const Push *self, GPtrArray *answers)
{
  guint n_reachable = count_reachable (self);
  gboolean atomic = self->body->atomic;
  gboolean failed = n_reachable < answers->len;

  if (atomic)
    begin (self->state);
  for (guint i = 0; i < n_reachable && !(failed && atomic); i++)
    failed = !carry_out_member (self, i, answers->pdata[i]) || failed;
  if (!atomic)
    return;
  end (self->state, !failed);
  if (failed)
    forget_accepted (answers);
}

/* The true answers. (transfer full) (element-type VmxMockAnswer) */
static GPtrArray *
carry_out (const Push *self, const char *request_id)
{
  GPtrArray *before
      = knows_requests (self) ? vmx_mock_state_recall (self->state, request_id) : NULL;
  g_autoptr(GPtrArray) answers = NULL;

  if (before != NULL && before->len == self->body->changes->len)
    answers = g_ptr_array_copy (before, copy_answer, NULL);
  else
    answers = make_answers (self);
  carry_out_all (self, answers);
  if (knows_requests (self))
    {
      g_autoptr(GPtrArray) copy = g_ptr_array_copy (answers, copy_answer, NULL);

      vmx_mock_state_remember (self->state, request_id, copy);
    }
  return g_steal_pointer (&answers);
}

/* --- What the service says --- */

static VmxUploadReply *
refuse (VmxUploadRequest *request, VmxUploadVerdict verdict, int status, const char *message)
{
  VmxUploadReply *reply = vmx_upload_reply_new (vmx_upload_request_get_n_members (request));

  vmx_upload_reply_set_verdict (reply, verdict, status, message);
  return reply;
}

/* The faults say something else than what happened. */
static void
distort (const Push *self, GPtrArray *answers)
{
  for (guint i = 0; i < answers->len; i++)
    {
      const VmxMockFault *fault = find_member_fault (self, i);

      if (fault != NULL)
        vmx_mock_answer_set (answers->pdata[i], (VmxUploadOutcome) fault->outcome,
                             (int) fault->status, fault->code, g_strdup (fault->message));
    }
}

/* (nullable) */
static const VmxMockFault *
find_verdict (GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    if (((const VmxMockFault *) faults->pdata[i])->verdict >= 0)
      return faults->pdata[i];
  return NULL;
}

static void
set_retry_after (VmxUploadReply *reply, GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    {
      const VmxMockFault *fault = faults->pdata[i];

      if (fault->retry_after >= 0)
        vmx_upload_reply_set_retry_after (reply, fault->retry_after);
    }
}

/* Whether the answer gets through. */
static gboolean
deliver (GPtrArray *faults, GError **error)
{
  for (guint i = 0; i < faults->len; i++)
    {
      const VmxMockFault *fault = faults->pdata[i];

      if (fault->error_code != 0 && fault->when != VMX_MOCK_WHEN_BEFORE)
        return vmx_mock_fault_fail (fault, error);
    }
  return TRUE;
}

static VmxUploadReply *
make_reply (const Push *self, VmxUploadRequest *request, GPtrArray *answers, GError **error)
{
  const VmxMockFault *verdict = find_verdict (self->faults);
  VmxUploadReply *reply;

  distort (self, answers);
  reply = vmx_mock_answer_make_reply (self->scenario, request, answers,
                                      verdict != NULL ? verdict->n_answered : answers->len,
                                      self->faults, error);
  if (reply != NULL && verdict != NULL)
    vmx_upload_reply_set_verdict (reply, (VmxUploadVerdict) verdict->verdict,
                                  (int) verdict->status, verdict->message);
  return reply;
}

/* (nullable), NULL if the request is taken. */
static VmxUploadReply *
look_at (VmxMockScenario *scenario, VmxUploadRequest *request, GPtrArray *faults)
{
  const VmxMockFault *verdict = find_verdict (faults);
  guint max_members = vmx_mock_scenario_get_max_members (scenario);

  if (verdict != NULL && verdict->verdict != VMX_UPLOAD_VERDICT_INCOMPLETE)
    return refuse (request, (VmxUploadVerdict) verdict->verdict, (int) verdict->status,
                   verdict->message);
  if (max_members != 0 && vmx_upload_request_get_n_members (request) > max_members)
    return refuse (request, VMX_UPLOAD_VERDICT_TOO_LARGE, 413, "too many changes in one request");
  return NULL;
}

static gboolean
comes_twice (GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    if (((const VmxMockFault *) faults->pdata[i])->twice)
      return TRUE;
  return FALSE;
}

static VmxUploadReply *
process (VmxMockScenario *scenario, VmxMockState *state, VmxUploadRequest *request,
         GPtrArray *faults, GError **error)
{
  const char *id = vmx_upload_request_get_request_id (request);
  g_autoptr(GError) local_error = NULL;
  g_autoptr(VmxMockBody) body
      = vmx_mock_body_read (vmx_upload_request_get_body (request), &local_error);
  g_autoptr(GPtrArray) answers = NULL;
  Push self = { scenario, state, faults, body };

  if (body == NULL)
    return refuse (request, VMX_UPLOAD_VERDICT_REFUSED, 400, local_error->message);
  if (body->changes->len != vmx_upload_request_get_n_members (request))
    return refuse (request, VMX_UPLOAD_VERDICT_REFUSED, 400,
                   "the body has another number of changes than the request");
  answers = carry_out (&self, id);
  if (comes_twice (faults))
    {
      g_ptr_array_unref (answers);
      answers = carry_out (&self, id);
    }
  return deliver (faults, error) ? make_reply (&self, request, answers, error) : NULL;
}

VmxUploadReply *
vmx_mock_push (VmxMockScenario *scenario, VmxMockState *state, VmxUploadRequest *request,
               GPtrArray *faults, GError **error)
{
  VmxUploadReply *reply = look_at (scenario, request, faults);

  if (reply == NULL)
    reply = process (scenario, state, request, faults, error);
  if (reply != NULL)
    set_retry_after (reply, faults);
  return reply;
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
