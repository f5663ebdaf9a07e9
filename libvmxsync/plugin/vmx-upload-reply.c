/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-upload-reply.h>

/**
 * VmxUploadReply:
 *
 * What a service answered to a [class@Vmx.UploadRequest].
 *
 * A transport says what became of the request as a whole, and of each change that the answer
 * mentions.
 *
 * Since: 0.1
 */
typedef struct
{
  VmxUploadOutcome outcome;
  int status;
  char *code;
  char *message;
  VmxRecordBatch *batch; /* (nullable) */
  guint row;
} Answer;

struct _VmxUploadReply
{
  GObject parent_instance;

  GArray *answers; /* (element-type Answer) */
  VmxUploadVerdict verdict;
  int status;
  char *message;
  gint64 retry_after;
  gint64 network_time;
  gint64 parsing_time;
};

G_DEFINE_FINAL_TYPE (VmxUploadReply, vmx_upload_reply, G_TYPE_OBJECT)

static void
answer_clear (gpointer data)
{
  Answer *answer = data;

  g_free (answer->code);
  g_free (answer->message);
  g_clear_object (&answer->batch);
}

static void
vmx_upload_reply_finalize (GObject *object)
{
  VmxUploadReply *self = VMX_UPLOAD_REPLY (object);

  g_array_unref (self->answers);
  g_free (self->message);
  G_OBJECT_CLASS (vmx_upload_reply_parent_class)->finalize (object);
}

static void
vmx_upload_reply_class_init (VmxUploadReplyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_upload_reply_finalize;
}

static void
vmx_upload_reply_init (VmxUploadReply *self)
{
  self->answers = g_array_new (FALSE, TRUE, sizeof (Answer));
  g_array_set_clear_func (self->answers, answer_clear);
  self->retry_after = -1;
}

static void
replace_text (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

/**
 * vmx_upload_reply_new:
 * @n_members: how many changes the request carries
 *
 * Makes a complete reply that mentions none of the changes.
 *
 * Returns: (transfer full): the reply
 *
 * Since: 0.1
 */
VmxUploadReply *
vmx_upload_reply_new (guint n_members)
{
  VmxUploadReply *self = g_object_new (VMX_TYPE_UPLOAD_REPLY, NULL);

  g_array_set_size (self->answers, n_members);
  return self;
}

/**
 * vmx_upload_reply_get_n_members:
 * @self: a reply
 *
 * Gets how many changes the request carries.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
vmx_upload_reply_get_n_members (VmxUploadReply *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), 0);

  return self->answers->len;
}

/* --- Of the whole --- */

/**
 * vmx_upload_reply_set_verdict:
 * @self: a reply
 * @verdict: what became of the request
 * @status: the status of the service, such as that of HTTP; 0 if there is none
 * @message: (nullable): what the service, or the transport, says of it
 *
 * Sets what became of the request as a whole.
 *
 * Since: 0.1
 */
void
vmx_upload_reply_set_verdict (VmxUploadReply *self, VmxUploadVerdict verdict, int status,
                              const char *message)
{
  g_return_if_fail (VMX_IS_UPLOAD_REPLY (self));

  self->verdict = verdict;
  self->status = status;
  replace_text (&self->message, message);
}

/**
 * vmx_upload_reply_get_verdict:
 * @self: a reply
 *
 * Gets what became of the request as a whole.
 *
 * Returns: the verdict
 *
 * Since: 0.1
 */
VmxUploadVerdict
vmx_upload_reply_get_verdict (VmxUploadReply *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), VMX_UPLOAD_VERDICT_INCOMPLETE);

  return self->verdict;
}

/**
 * vmx_upload_reply_get_verdict_status:
 * @self: a reply
 *
 * Gets the status that belongs to the verdict.
 *
 * Returns: the status, 0 if there is none
 *
 * Since: 0.1
 */
int
vmx_upload_reply_get_verdict_status (VmxUploadReply *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), 0);

  return self->status;
}

/**
 * vmx_upload_reply_get_verdict_message:
 * @self: a reply
 *
 * Gets the words that belong to the verdict.
 *
 * Returns: (nullable): the words
 *
 * Since: 0.1
 */
const char *
vmx_upload_reply_get_verdict_message (VmxUploadReply *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), NULL);

  return self->message;
}

/**
 * vmx_upload_reply_set_retry_after:
 * @self: a reply
 * @milliseconds: how long the service wants to be left alone, -1 if it does not say
 *
 * Sets when changes for which the service is busy may be sent again.
 *
 * Since: 0.1
 */
void
vmx_upload_reply_set_retry_after (VmxUploadReply *self, gint64 milliseconds)
{
  g_return_if_fail (VMX_IS_UPLOAD_REPLY (self));

  self->retry_after = milliseconds;
}

/**
 * vmx_upload_reply_get_retry_after:
 * @self: a reply
 *
 * Gets how long the service wants to be left alone.
 *
 * Returns: milliseconds, -1 if it does not say
 *
 * Since: 0.1
 */
gint64
vmx_upload_reply_get_retry_after (VmxUploadReply *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), -1);

  return self->retry_after;
}

/**
 * vmx_upload_reply_set_times:
 * @self: a reply
 * @network: microseconds that were spent with the network
 * @parsing: microseconds that were spent with reading the answer
 *
 * Sets what the statistics tell of the request.
 *
 * Since: 0.1
 */
void
vmx_upload_reply_set_times (VmxUploadReply *self, gint64 network, gint64 parsing)
{
  g_return_if_fail (VMX_IS_UPLOAD_REPLY (self));

  self->network_time = network;
  self->parsing_time = parsing;
}

/**
 * vmx_upload_reply_get_network_time:
 * @self: a reply
 *
 * Gets the time that was spent with the network.
 *
 * Returns: microseconds
 *
 * Since: 0.1
 */
gint64
vmx_upload_reply_get_network_time (VmxUploadReply *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), 0);

  return self->network_time;
}

/**
 * vmx_upload_reply_get_parsing_time:
 * @self: a reply
 *
 * Gets the time that was spent with reading the answer.
 *
 * Returns: microseconds
 *
 * Since: 0.1
 */
gint64
vmx_upload_reply_get_parsing_time (VmxUploadReply *self)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), 0);

  return self->parsing_time;
}

/* --- Of each change --- */

static Answer *
get_answer (VmxUploadReply *self, guint member)
{
  return &g_array_index (self->answers, Answer, member);
}

/**
 * vmx_upload_reply_set_outcome:
 * @self: a reply
 * @member: the position of a change in the request
 * @outcome: what became of it
 * @status: the status of the service, such as that of HTTP; 0 if there is none
 * @code: (nullable): the code of the service
 * @message: (nullable): the words of the service
 *
 * Sets what became of a change.
 *
 * Since: 0.1
 */
void
vmx_upload_reply_set_outcome (VmxUploadReply *self, guint member, VmxUploadOutcome outcome,
                              int status, const char *code, const char *message)
{
  Answer *answer;

  g_return_if_fail (VMX_IS_UPLOAD_REPLY (self));
  g_return_if_fail (member < self->answers->len);

  answer = get_answer (self, member);
  answer->outcome = outcome;
  answer->status = status;
  replace_text (&answer->code, code);
  replace_text (&answer->message, message);
}

/**
 * vmx_upload_reply_get_outcome:
 * @self: a reply
 * @member: the position of a change in the request
 *
 * Gets what became of a change.
 *
 * Returns: the outcome
 *
 * Since: 0.1
 */
VmxUploadOutcome
vmx_upload_reply_get_outcome (VmxUploadReply *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), VMX_UPLOAD_OUTCOME_UNKNOWN);
  g_return_val_if_fail (member < self->answers->len, VMX_UPLOAD_OUTCOME_UNKNOWN);

  return get_answer (self, member)->outcome;
}

/**
 * vmx_upload_reply_get_status:
 * @self: a reply
 * @member: the position of a change in the request
 *
 * Gets the status of the service for a change.
 *
 * Returns: the status, 0 if there is none
 *
 * Since: 0.1
 */
int
vmx_upload_reply_get_status (VmxUploadReply *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), 0);
  g_return_val_if_fail (member < self->answers->len, 0);

  return get_answer (self, member)->status;
}

/**
 * vmx_upload_reply_get_code:
 * @self: a reply
 * @member: the position of a change in the request
 *
 * Gets the code of the service for a change.
 *
 * Returns: (nullable): the code
 *
 * Since: 0.1
 */
const char *
vmx_upload_reply_get_code (VmxUploadReply *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), NULL);
  g_return_val_if_fail (member < self->answers->len, NULL);

  return get_answer (self, member)->code;
}

/**
 * vmx_upload_reply_get_message:
 * @self: a reply
 * @member: the position of a change in the request
 *
 * Gets the words of the service for a change.
 *
 * Returns: (nullable): the words
 *
 * Since: 0.1
 */
const char *
vmx_upload_reply_get_message (VmxUploadReply *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), NULL);
  g_return_val_if_fail (member < self->answers->len, NULL);

  return get_answer (self, member)->message;
}

/**
 * vmx_upload_reply_set_record:
 * @self: a reply
 * @member: the position of a change in the request
 * @batch: records of the same object as that of the change
 * @row: the row of the record
 *
 * Sets the record as the service has it after the change, with its etag. Cells that the service did
 * not tell are missing; those of the key must be there.
 *
 * Since: 0.1
 */
void
vmx_upload_reply_set_record (VmxUploadReply *self, guint member, VmxRecordBatch *batch, guint row)
{
  Answer *answer;

  g_return_if_fail (VMX_IS_UPLOAD_REPLY (self));
  g_return_if_fail (member < self->answers->len);
  g_return_if_fail (VMX_IS_RECORD_BATCH (batch));
  g_return_if_fail (row < vmx_record_batch_get_n_rows (batch));

  answer = get_answer (self, member);
  g_set_object (&answer->batch, batch);
  answer->row = row;
}

/**
 * vmx_upload_reply_get_batch:
 * @self: a reply
 * @member: the position of a change in the request
 *
 * Gets the batch in which the record is that came back for a change.
 *
 * Returns: (transfer none) (nullable): the batch, %NULL if none came back
 *
 * Since: 0.1
 */
VmxRecordBatch *
vmx_upload_reply_get_batch (VmxUploadReply *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), NULL);
  g_return_val_if_fail (member < self->answers->len, NULL);

  return get_answer (self, member)->batch;
}

/**
 * vmx_upload_reply_get_row:
 * @self: a reply
 * @member: the position of a change in the request
 *
 * Gets the row of the record that came back for a change.
 *
 * Returns: the row
 *
 * Since: 0.1
 */
guint
vmx_upload_reply_get_row (VmxUploadReply *self, guint member)
{
  g_return_val_if_fail (VMX_IS_UPLOAD_REPLY (self), 0);
  g_return_val_if_fail (member < self->answers->len, 0);

  return get_answer (self, member)->row;
}
