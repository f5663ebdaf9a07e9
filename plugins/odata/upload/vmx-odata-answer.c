/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-answer.h"

#include <string.h>

#include "vmx-odata-error.h"
#include "vmx-odata-retry.h"
#include "vmx-odata-key.h"
#include "vmx-odata-record.h"
#include "vmx-odata-verdict.h"

typedef struct
{
  VmxUploadReply *reply;
  VmxUploadRequest *request;
  gboolean is_single;
  GPtrArray *batches; /* (element-type VmxRecordBatch): one for each object */
} Answers;

static gboolean
says_repeatability (SoupMessageHeaders *headers, const char *word)
{
  const char *result = soup_message_headers_get_one (headers, "Repeatability-Result");

  return result != NULL && g_ascii_strcasecmp (result, word) == 0;
}

gboolean
vmx_odata_answer_can_repeat (SoupMessageHeaders *headers)
{
  return says_repeatability (headers, "accepted");
}

/* --- Records --- */

static VmxRecordBatch *
get_batch (Answers *self, VmxObjectSchema *schema)
{
  for (guint i = 0; i < self->batches->len; i++)
    {
      if (vmx_record_batch_get_schema (self->batches->pdata[i]) == schema)
        return self->batches->pdata[i];
    }
  g_ptr_array_add (self->batches, vmx_record_batch_new (schema));
  return self->batches->pdata[self->batches->len - 1];
}

static gboolean
find_key (const VmxOdataPart *part, VmxRecordBatch *batch, guint row, VmxRecordBatch *sent,
          guint sent_row)
{
  static const char *const names[] = { "OData-EntityId", "Location" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *address = vmx_odata_part_get_header (part, names[i]);

      if (address != NULL && vmx_odata_key_parse (address, batch, row, sent, sent_row))
        return TRUE;
    }
  vmx_odata_key_copy (batch, row, sent, sent_row);
  return vmx_odata_key_is_complete (batch, row);
}

/* --- Success --- */

static gboolean
has_json_object (const VmxOdataPart *part)
{
  const char *text = part->body->str;

  text += strspn (text, "\xef\xbb\xbf \t\r\n");
  return *text == '{';
}

static const char says_too_little[] = "the server reports success without saying what it did";

/* Whether a status of success says that the change was done. A bare 200 is also what some servers
 * say when they break down. */
static gboolean
proves_success (VmxChangeAction action, const VmxOdataPart *part, gboolean has_record,
                gboolean has_key)
{
  if (part->status == 204)
    return TRUE;
  if (part->status == 201)
    return has_record || has_json_object (part)
           || vmx_odata_part_get_header (part, "OData-EntityId") != NULL
           || vmx_odata_part_get_header (part, "Location") != NULL;
  return part->status == 200 && has_record && (has_key || action == VMX_CHANGE_ACTION_UPDATE);
}

/* Makes the row the record that came back, or at least its key and etag. What is wrong, or NULL. */
static const char *
take_record (Answers *self, guint member, const VmxOdataPart *part, VmxRecordBatch *batch)
{
  VmxChangeAction action = vmx_upload_request_get_action (self->request, member);
  VmxRecordBatch *sent = vmx_upload_request_get_batch (self->request, member);
  guint sent_row = vmx_upload_request_get_row (self->request, member);
  const char *etag = vmx_odata_part_get_header (part, "ETag");
  guint row = vmx_record_batch_get_n_rows (batch);
  gboolean has_record = has_json_object (part)
                        && vmx_odata_record_read (batch, part->body->str, part->body->len, NULL);
  gboolean has_key = has_record && vmx_odata_key_is_complete (batch, row);

  if (!proves_success (action, part, has_record, has_key))
    return says_too_little;
  if (!has_record)
    vmx_record_batch_add_row (batch);
  if (vmx_record_batch_get_etag (batch, row) == NULL && etag != NULL)
    vmx_record_batch_set_etag (batch, row, etag);
  if (!has_key && !find_key (part, batch, row, sent, sent_row))
    return NULL;
  /* A mixed-up server could send any record. */
  if (action == VMX_CHANGE_ACTION_UPDATE && !vmx_odata_key_equal (batch, row, sent, sent_row))
    return "the server answered with another record than the one that was changed";
  vmx_upload_reply_set_record (self->reply, member, batch, row);
  return NULL;
}

static void
take_success (Answers *self, guint member, const VmxOdataPart *part)
{
  VmxChangeAction action = vmx_upload_request_get_action (self->request, member);
  VmxRecordBatch *sent = vmx_upload_request_get_batch (self->request, member);
  const char *problem = NULL;
  VmxUploadOutcome outcome;

  if (action == VMX_CHANGE_ACTION_DELETE)
    problem = part->status == 200 && part->body->len == 0 ? says_too_little : NULL;
  else if (sent != NULL)
    {
      VmxRecordBatch *batch = get_batch (self, vmx_record_batch_get_schema (sent));
      guint n_rows = vmx_record_batch_get_n_rows (batch);

      problem = take_record (self, member, part, batch);
      if (vmx_record_batch_get_n_rows (batch) > n_rows
          && vmx_upload_reply_get_batch (self->reply, member) == NULL)
        vmx_record_batch_drop_last_row (batch);
    }
  outcome = problem == NULL ? VMX_UPLOAD_OUTCOME_ACCEPTED : VMX_UPLOAD_OUTCOME_UNKNOWN;
  vmx_upload_reply_set_outcome (self->reply, member, outcome, (int) part->status, NULL, problem);
}

/* --- Failure --- */

static void
take_failure (Answers *self, guint member, const VmxOdataPart *part)
{
  const char *after = vmx_odata_part_get_header (part, "Retry-After");
  gint64 delay = vmx_odata_retry_parse_after (after, g_get_real_time () / 1000);
  VmxOdataStatus status
      = { part->status, delay >= 0, says_repeatability (part->headers, "rejected") };
  VmxUploadOutcome outcome = vmx_odata_outcome (
      &status, vmx_upload_request_get_action (self->request, member), self->is_single);
  g_autoptr(VmxOdataError) problem = vmx_odata_error_new (
      part->status, vmx_odata_part_get_content_type (part), part->body->str, part->body->len);
  const char *message = problem->message;
  g_autofree char *status_words
      = g_strdup_printf ("the server answered with status %u", part->status);

  if (outcome == VMX_UPLOAD_OUTCOME_UNKNOWN && status.is_repeat_rejected)
    message = "the server no longer knows whether it did this before";
  if (outcome == VMX_UPLOAD_OUTCOME_BUSY)
    vmx_upload_reply_set_retry_after (self->reply,
                                      MAX (vmx_upload_reply_get_retry_after (self->reply), delay));
  if (message == NULL || *message == '\0')
    message = status_words;
  vmx_upload_reply_set_outcome (self->reply, member, outcome, (int) part->status, problem->code,
                                message);
}

static void
take_part (Answers *self, guint member, const VmxOdataPart *part)
{
  if (SOUP_STATUS_IS_SUCCESSFUL (part->status))
    take_success (self, member, part);
  else
    take_failure (self, member, part);
}

void
vmx_odata_answer_take_single (VmxUploadReply *reply, VmxUploadRequest *request,
                              const VmxOdataPart *part)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func (g_object_unref);
  Answers answers = { reply, request, TRUE, batches };

  take_part (&answers, 0, part);
}

/* --- Which answer is about which change --- */

static gboolean
parse_id (const char *id, guint n_members, guint *member)
{
  g_autofree char *text = g_strdup (id);
  guint64 number;

  /* Some write a Content-ID as that of a mail. */
  g_strdelimit (text, "<>", ' ');
  if (!g_ascii_string_to_unsigned (g_strstrip (text), 10, 1, n_members, &number, NULL))
    return FALSE;
  *member = (guint) number - 1;
  return TRUE;
}

/* Without ids the order counts. It is that of the changes from the first on: all of them, or as far
 * as the answer goes, or up to the one at which the server stopped. */
static gboolean
can_count (const GPtrArray *parts, guint n_members, gboolean is_whole)
{
  const VmxOdataPart *last = parts->len > 0 ? parts->pdata[parts->len - 1] : NULL;

  return parts->len == n_members
         || (last != NULL && parts->len < n_members && (!is_whole || last->status >= 400));
}

static gboolean
take_matches (Answers *self, const GPtrArray *parts, gboolean is_whole)
{
  guint n_members = vmx_upload_request_get_n_members (self->request);
  g_autofree gboolean *is_taken = g_new0 (gboolean, n_members);
  gboolean counts = can_count (parts, n_members, is_whole);
  gboolean success = TRUE;

  for (guint i = 0; i < parts->len; i++)
    {
      const VmxOdataPart *part = parts->pdata[i];
      guint member = i;

      if (part->id != NULL ? !parse_id (part->id, n_members, &member) : (!counts || i >= n_members))
        success = FALSE;
      else if (is_taken[member])
        {
          vmx_upload_reply_set_outcome (self->reply, member, VMX_UPLOAD_OUTCOME_UNKNOWN,
                                        (int) part->status, NULL,
                                        "the server answered twice for this change");
          success = FALSE;
        }
      else
        {
          take_part (self, member, part);
          is_taken[member] = TRUE;
        }
    }
  return success;
}

/* --- All or nothing --- */

static gboolean
is_failure (VmxUploadOutcome outcome)
{
  return outcome != VMX_UPLOAD_OUTCOME_ACCEPTED && outcome != VMX_UPLOAD_OUTCOME_UNANSWERED
         && outcome != VMX_UPLOAD_OUTCOME_UNKNOWN;
}

static void
count_outcomes (VmxUploadReply *reply, guint *n_accepted, guint *n_failures, guint *n_unknown)
{
  for (guint i = 0; i < vmx_upload_reply_get_n_members (reply); i++)
    {
      VmxUploadOutcome outcome = vmx_upload_reply_get_outcome (reply, i);

      *n_accepted += outcome == VMX_UPLOAD_OUTCOME_ACCEPTED ? 1 : 0;
      *n_unknown += outcome == VMX_UPLOAD_OUTCOME_UNKNOWN ? 1 : 0;
      *n_failures += is_failure (outcome) ? 1 : 0;
    }
}

/* A failure in a group fails the group, whatever the answers of the others say; and what a group
 * did is known only if all of it is. */
static void
make_atomic (VmxUploadReply *reply)
{
  guint n_members = vmx_upload_reply_get_n_members (reply);
  guint n_accepted = 0, n_failures = 0, n_unknown = 0;
  VmxUploadOutcome outcome;

  count_outcomes (reply, &n_accepted, &n_failures, &n_unknown);
  if (n_accepted == n_members || n_accepted + n_unknown + n_failures == 0)
    return;
  outcome = n_failures > 0 && n_unknown == 0 ? VMX_UPLOAD_OUTCOME_UNANSWERED
                                             : VMX_UPLOAD_OUTCOME_UNKNOWN;
  for (guint i = 0; i < n_members; i++)
    {
      if (!is_failure (vmx_upload_reply_get_outcome (reply, i)))
        vmx_upload_reply_set_outcome (reply, i, outcome, 0, NULL,
                                      outcome == VMX_UPLOAD_OUTCOME_UNKNOWN
                                          ? "the answer does not tell what became of the group"
                                          : NULL);
    }
}

/* A failed change set has one answer for all of its changes. */
static gboolean
is_of_group (VmxUploadRequest *request, const GPtrArray *parts)
{
  const VmxOdataPart *part;

  if (!vmx_upload_request_get_atomic (request) || parts->len != 1)
    return FALSE;
  part = parts->pdata[0];
  return part->id == NULL && part->status >= 400;
}

gboolean
vmx_odata_answer_take_parts (VmxUploadReply *reply, VmxUploadRequest *request,
                             const GPtrArray *parts, gboolean is_whole, GError **error)
{
  g_autoptr(GPtrArray) batches = g_ptr_array_new_with_free_func (g_object_unref);
  Answers answers = { reply, request, FALSE, batches };
  gboolean success = TRUE;

  if (is_of_group (request, parts))
    {
      for (guint i = 0; i < vmx_upload_request_get_n_members (request); i++)
        take_part (&answers, i, parts->pdata[0]);
    }
  else
    success = take_matches (&answers, parts, is_whole);
  if (vmx_upload_request_get_atomic (request))
    make_atomic (reply);
  if (!success)
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
                 "the answer to the batch has parts that belong to none of its changes, or no "
                 "part for some of them");
  return success;
}
