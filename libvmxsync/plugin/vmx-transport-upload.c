/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The calls of a transport that send changes. */
#include <libvmxsync/plugin/vmx-transport.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-plugin-check-private.h>

/**
 * vmx_transport_encode_push:
 * @self: an open transport
 * @request: changes
 * @error: return location for an error, or %NULL
 *
 * Gives changes the form in which they are sent, and sends nothing. A transport that does not
 * implement it leaves the request as it is.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_transport_encode_push (VmxTransport *self, VmxUploadRequest *request, GError **error)
{
  VmxTransportInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (request), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  if (iface->encode_push == NULL)
    return TRUE;
  success = iface->encode_push (self, request, &local_error);
  return vmx_plugin_check_result (self, "encode_push", success, &local_error, error);
}

static gboolean
check_reply (VmxTransport *self, VmxUploadRequest *request, VmxUploadReply *reply, GError **error)
{
  guint n_members = vmx_upload_request_get_n_members (request);

  if (vmx_upload_reply_get_n_members (reply) != n_members)
    {
      vmx_plugin_set_misbehaved (self, "push_batch", error,
                                 "the reply is about %u changes, the request has %u",
                                 vmx_upload_reply_get_n_members (reply), n_members);
      return FALSE;
    }
  for (guint i = 0; i < n_members; i++)
    {
      VmxRecordBatch *sent = vmx_upload_request_get_batch (request, i);
      VmxRecordBatch *got = vmx_upload_reply_get_batch (reply, i);

      if (sent != NULL && got != NULL
          && !vmx_plugin_check_schema (self, "push_batch", got, vmx_record_batch_get_schema (sent),
                                       error))
        return FALSE;
    }
  return TRUE;
}

/**
 * vmx_transport_push_batch:
 * @self: an open transport
 * @request: changes, as [method@Vmx.Transport.encode_push] encoded them
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Sends changes and tells what became of them. For the errors see the call of the interface.
 *
 * A reply that is not about the request is refused with
 * [error@Vmx.Error.PLUGIN_MISBEHAVED].
 *
 * Returns: (transfer full): the reply
 *
 * Since: 0.1
 */
VmxUploadReply *
vmx_transport_push_batch (VmxTransport *self, VmxUploadRequest *request, GCancellable *cancellable,
                          GError **error)
{
  VmxTransportInterface *iface;
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (VMX_IS_UPLOAD_REQUEST (request), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "push_batch", iface->push_batch != NULL, error))
    return NULL;
  reply = iface->push_batch (self, request, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, "push_batch", reply != NULL, &local_error, error)
      || !check_reply (self, request, reply, error))
    return NULL;
  return g_steal_pointer (&reply);
}

/**
 * vmx_transport_can_fetch_records:
 * @self: a transport
 *
 * Says whether [method@Vmx.Transport.fetch_records] is implemented.
 *
 * Returns: %TRUE if so
 *
 * Since: 0.1
 */
gboolean
vmx_transport_can_fetch_records (VmxTransport *self)
{
  g_return_val_if_fail (VMX_IS_TRANSPORT (self), FALSE);

  return VMX_TRANSPORT_GET_IFACE (self)->fetch_records != NULL;
}

/**
 * vmx_transport_fetch_records:
 * @self: an open transport
 * @keys: rows of one object, with their keys
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Fetches records by their keys, with their etags.
 *
 * A batch of another object or length is refused with
 * [error@Vmx.Error.PLUGIN_MISBEHAVED], and records without a whole key with
 * [error@Vmx.Error.KEY_MISSING].
 *
 * Returns: (transfer full): a batch with as many rows in the same order; records that the service
 *   does not have are marked as deleted
 *
 * Since: 0.1
 */
VmxRecordBatch *
vmx_transport_fetch_records (VmxTransport *self, VmxRecordBatch *keys, GCancellable *cancellable,
                             GError **error)
{
  const char *call = "fetch_records";
  VmxTransportInterface *iface;
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (VMX_IS_RECORD_BATCH (keys), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, call, iface->fetch_records != NULL, error))
    return NULL;
  batch = iface->fetch_records (self, keys, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, call, batch != NULL, &local_error, error)
      || !vmx_plugin_check_schema (self, call, batch, vmx_record_batch_get_schema (keys), error))
    return NULL;
  if (vmx_record_batch_get_n_rows (batch) != vmx_record_batch_get_n_rows (keys))
    {
      vmx_plugin_set_misbehaved (self, call, error, "%u records were asked for, but %u came",
                                 vmx_record_batch_get_n_rows (keys),
                                 vmx_record_batch_get_n_rows (batch));
      return NULL;
    }
  return vmx_plugin_check_keys (self, call, batch, error) ? g_steal_pointer (&batch) : NULL;
}

/**
 * vmx_transport_get_learned:
 * @self: a transport
 *
 * Gets what the transport learned of the service, to be remembered for the next run.
 *
 * Returns: (transfer full) (nullable): some text
 *
 * Since: 0.1
 */
char *
vmx_transport_get_learned (VmxTransport *self)
{
  VmxTransportInterface *iface;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), NULL);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  return iface->get_learned != NULL ? iface->get_learned (self) : NULL;
}

/**
 * vmx_transport_set_learned:
 * @self: an open transport
 * @learned: what [method@Vmx.Transport.get_learned] gave an earlier time
 *
 * Gives the transport what was remembered.
 *
 * Returns: whether it means something to the transport
 *
 * Since: 0.1
 */
gboolean
vmx_transport_set_learned (VmxTransport *self, const char *learned)
{
  VmxTransportInterface *iface;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (learned != NULL, FALSE);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  return iface->set_learned != NULL && iface->set_learned (self, learned);
}
