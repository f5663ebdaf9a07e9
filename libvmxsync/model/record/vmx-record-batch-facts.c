/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a transport tells of a batch as a whole. */
#include <libvmxsync/model/record/vmx-record-batch-private.h>

/* The new text may be the old one. */
static void
replace_text (char **member, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*member);
  *member = copy;
}

/**
 * vmx_record_batch_get_next_context:
 * @self: a batch
 *
 * Gets what a transport needs to fetch the batch after this one; %NULL after the last one.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_record_batch_get_next_context (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), NULL);

  return self->next_context;
}

/**
 * vmx_record_batch_set_next_context:
 * @self: a batch
 * @context: (nullable): a text that only the transport understands
 *
 * Sets what a transport needs to fetch the batch after this one; %NULL after the last one.
 *
 * Since: 0.1
 */
void
vmx_record_batch_set_next_context (VmxRecordBatch *self, const char *context)
{
  g_return_if_fail (VMX_IS_RECORD_BATCH (self));

  replace_text (&self->next_context, context);
}

/**
 * vmx_record_batch_get_bookmark:
 * @self: a batch
 *
 * Gets where the next download can go on after the last batch of this one.
 *
 * Returns: (nullable): the text
 *
 * Since: 0.1
 */
const char *
vmx_record_batch_get_bookmark (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), NULL);

  return self->bookmark;
}

/**
 * vmx_record_batch_set_bookmark:
 * @self: a batch
 * @bookmark: (nullable): a text that only the transport understands
 *
 * Sets where the next download can go on after the last batch of this one.
 *
 * Since: 0.1
 */
void
vmx_record_batch_set_bookmark (VmxRecordBatch *self, const char *bookmark)
{
  g_return_if_fail (VMX_IS_RECORD_BATCH (self));

  replace_text (&self->bookmark, bookmark);
}

/**
 * vmx_record_batch_get_total:
 * @self: a batch
 *
 * Gets how many records the whole download has.
 *
 * Returns: the number, -1 if the server does not tell
 *
 * Since: 0.1
 */
gint64
vmx_record_batch_get_total (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), -1);

  return self->total;
}

/**
 * vmx_record_batch_set_total:
 * @self: a batch
 * @total: the number, -1 if not known
 *
 * Sets how many records the whole download has.
 *
 * Since: 0.1
 */
void
vmx_record_batch_set_total (VmxRecordBatch *self, gint64 total)
{
  g_return_if_fail (VMX_IS_RECORD_BATCH (self));

  self->total = total;
}

/**
 * vmx_record_batch_set_times:
 * @self: a batch
 * @network: microseconds spent waiting for the network
 * @parsing: microseconds spent reading the answer
 *
 * Sets how long the request took.
 *
 * Since: 0.1
 */
void
vmx_record_batch_set_times (VmxRecordBatch *self, gint64 network, gint64 parsing)
{
  g_return_if_fail (VMX_IS_RECORD_BATCH (self));

  self->network_time = network;
  self->parsing_time = parsing;
}

/**
 * vmx_record_batch_get_network_time:
 * @self: a batch
 *
 * Gets how long the transport waited for the network.
 *
 * Returns: microseconds
 *
 * Since: 0.1
 */
gint64
vmx_record_batch_get_network_time (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), 0);

  return self->network_time;
}

/**
 * vmx_record_batch_get_parsing_time:
 * @self: a batch
 *
 * Gets how long the transport took to read the answer.
 *
 * Returns: microseconds
 *
 * Since: 0.1
 */
gint64
vmx_record_batch_get_parsing_time (VmxRecordBatch *self)
{
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), 0);

  return self->parsing_time;
}

/**
 * vmx_record_batch_add_warning:
 * @self: a batch
 * @warning: a sentence for people
 *
 * Adds something that a user should know of this batch.
 *
 * Since: 0.1
 */
void
vmx_record_batch_add_warning (VmxRecordBatch *self, const char *warning)
{
  g_return_if_fail (VMX_IS_RECORD_BATCH (self));
  g_return_if_fail (warning != NULL);

  if (self->warnings == NULL)
    {
      self->warnings = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (self->warnings, NULL);
    }
  g_ptr_array_insert (self->warnings, (int) self->warnings->len - 1, g_strdup (warning));
}

/**
 * vmx_record_batch_get_warnings:
 * @self: a batch
 *
 * Gets what a user should know of this batch.
 *
 * Returns: (transfer none) (array zero-terminated=1): sentences
 *
 * Since: 0.1
 */
const char *const *
vmx_record_batch_get_warnings (VmxRecordBatch *self)
{
  static const char *const none[] = { NULL };

  g_return_val_if_fail (VMX_IS_RECORD_BATCH (self), NULL);

  return self->warnings != NULL ? (const char *const *) self->warnings->pdata : none;
}
