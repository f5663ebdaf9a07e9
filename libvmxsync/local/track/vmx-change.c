/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/track/vmx-change-private.h>

#include <libvmxsync/local/track/vmx-image-private.h>
#include <libvmxsync/model/vmx-error.h>

/**
 * VmxChange:
 *
 * One local create, update or delete that the server has not accepted yet.
 *
 * Since: 0.1
 */
struct _VmxChange
{
  GObject parent_instance;

  gint64 seq;
  VmxChangeAction action;
  VmxChangeState state;
  VmxRecord *values; /* (nullable) */
  char *changed_at;
  char *reason;
  guint attempts;
  int status; /* 0 for none */
  char *code;    /* (nullable) */
  char *message; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (VmxChange, vmx_change, G_TYPE_OBJECT)

static void
vmx_change_finalize (GObject *object)
{
  VmxChange *self = VMX_CHANGE (object);

  g_clear_object (&self->values);
  g_free (self->changed_at);
  g_free (self->reason);
  g_free (self->code);
  g_free (self->message);
  G_OBJECT_CLASS (vmx_change_parent_class)->finalize (object);
}

static void
vmx_change_class_init (VmxChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_change_finalize;
}

static void
vmx_change_init (VmxChange *self)
{
}

static const char *
describe_state (VmxChangeState state)
{
  switch (state)
    {
    case VMX_CHANGE_STATE_DEFERRED:
      return "held back until it is marked for upload";
    case VMX_CHANGE_STATE_IN_FLIGHT:
      return "was sent, the answer is outstanding";
    case VMX_CHANGE_STATE_UNKNOWN:
      return "was sent, but whether the server took it is unknown";
    case VMX_CHANGE_STATE_CONFLICT:
      return "the record was changed at the server, too";
    case VMX_CHANGE_STATE_REJECTED:
      return "the server refused it";
    case VMX_CHANGE_STATE_PENDING:
    default:
      return "waits for the next upload";
    }
}

/* Words of our own say what the state does, and more; those of the server need to be introduced. */
static gboolean
explains_itself (const VmxChangeEntry *entry)
{
  gboolean is_own = entry->answer_code == NULL
                    && (entry->answer_status == 0 || entry->answer_status >= VMX_ERROR_DATABASE);

  return is_own && entry->state != VMX_CHANGE_STATE_UNKNOWN
         && entry->state != VMX_CHANGE_STATE_IN_FLIGHT;
}

static char *
describe (const VmxChangeEntry *entry)
{
  const char *state = describe_state (entry->state);

  if (entry->answer == NULL)
    return g_strdup (state);
  return explains_itself (entry) ? g_strdup (entry->answer)
                                 : g_strdup_printf ("%s: %s", state, entry->answer);
}

static gboolean
read_values (VmxChange *self, const VmxChangeEntry *entry, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autofree char *what = NULL;

  if (entry->values == NULL)
    return TRUE;
  batch = vmx_record_batch_new (schema);
  what = g_strdup_printf ("the change %" G_GINT64_FORMAT " of object “%s”", entry->seq,
                          entry->object);
  if (!vmx_image_decode (entry->values, batch, what, error))
    return FALSE;
  self->values = vmx_record_batch_get_record (batch, 0);
  return TRUE;
}

VmxChange *
vmx_change_new (const VmxChangeEntry *entry, VmxObjectSchema *schema, GError **error)
{
  g_autoptr(VmxChange) self = g_object_new (VMX_TYPE_CHANGE, NULL);

  self->seq = entry->seq;
  self->action = entry->action;
  self->state = entry->state;
  self->changed_at = g_strdup (entry->changed_at);
  self->attempts = entry->attempts;
  self->reason = describe (entry);
  self->status = entry->answer_status;
  self->code = g_strdup (entry->answer_code);
  self->message = g_strdup (entry->answer);
  return read_values (self, entry, schema, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * vmx_change_get_seq:
 * @self: a change
 *
 * Gets the number of the change. Later changes of a store have larger numbers, and none is used
 * twice.
 *
 * Returns: the number, from 1
 *
 * Since: 0.1
 */
gint64
vmx_change_get_seq (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), 0);

  return self->seq;
}

/**
 * vmx_change_get_action:
 * @self: a change
 *
 * Gets what the change did.
 *
 * Returns: the action
 *
 * Since: 0.1
 */
VmxChangeAction
vmx_change_get_action (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), VMX_CHANGE_ACTION_CREATE);

  return self->action;
}

/**
 * vmx_change_get_state:
 * @self: a change
 *
 * Gets where the change stands.
 *
 * Returns: the state
 *
 * Since: 0.1
 */
VmxChangeState
vmx_change_get_state (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), VMX_CHANGE_STATE_PENDING);

  return self->state;
}

/**
 * vmx_change_get_reason:
 * @self: a change
 *
 * Gets in words why the change is still here, with the last answer of the server if there was one.
 *
 * Returns: a sentence without a full stop
 *
 * Since: 0.1
 */
const char *
vmx_change_get_reason (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), NULL);

  return self->reason;
}

/**
 * vmx_change_get_values:
 * @self: a change
 *
 * Gets the values as they were at the time of the change: all of a create, those that an update
 * sets.
 *
 * Returns: (transfer none) (nullable): a record; %NULL for a delete
 *
 * Since: 0.1
 */
VmxRecord *
vmx_change_get_values (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), NULL);

  return self->values;
}

/**
 * vmx_change_get_changed_at:
 * @self: a change
 *
 * Gets when the change was made.
 *
 * Returns: (nullable): a time in UTC, ISO 8601
 *
 * Since: 0.1
 */
const char *
vmx_change_get_changed_at (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), NULL);

  return self->changed_at;
}

/**
 * vmx_change_get_attempts:
 * @self: a change
 *
 * Gets how often the change was sent. Requests that came to nothing as a whole, because there was
 * no network or the server was busy, do not count.
 *
 * Returns: the number of attempts
 *
 * Since: 0.1
 */
guint
vmx_change_get_attempts (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), 0);

  return self->attempts;
}

/**
 * vmx_change_get_status:
 * @self: a change
 *
 * Gets the status of the last answer to the change: that of the server, such as 412, or a code of
 * [error@Vmx.Error] where there was no answer that counts.
 *
 * Returns: the status, 0 for none
 *
 * Since: 0.1
 */
int
vmx_change_get_status (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), 0);

  return self->status;
}

/**
 * vmx_change_get_code:
 * @self: a change
 *
 * Gets the code of an error that the server gave last.
 *
 * Returns: (nullable): the code, %NULL for none
 *
 * Since: 0.1
 */
const char *
vmx_change_get_code (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), NULL);

  return self->code;
}

/**
 * vmx_change_get_message:
 * @self: a change
 *
 * Gets the words of the last answer to the change: the server's, or ours where there was no answer
 * that counts.
 *
 * Returns: (nullable): the message, %NULL for none
 *
 * Since: 0.1
 */
const char *
vmx_change_get_message (VmxChange *self)
{
  g_return_val_if_fail (VMX_IS_CHANGE (self), NULL);

  return self->message;
}
