/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-transport.h>

#include <libvmxsync/plugin/vmx-plugin-check-private.h>

/**
 * VmxTransport:
 *
 * The interface of those who talk to a service.
 *
 * Programs choose a transport by its plugin name, or hand in an object of a class of their own.
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (VmxTransport, vmx_transport, G_TYPE_OBJECT)

static void
vmx_transport_default_init (VmxTransportInterface *iface)
{
}

/**
 * vmx_transport_open:
 * @self: a transport
 * @authenticator: (nullable): who signs the requests
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Gets ready to talk to the service.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_transport_open (VmxTransport *self, VmxAuthenticator *authenticator,
                    GCancellable *cancellable, GError **error)
{
  VmxTransportInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (authenticator == NULL || VMX_IS_AUTHENTICATOR (authenticator), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "open", iface->open != NULL, error))
    return FALSE;
  success = iface->open (self, authenticator, cancellable, &local_error);
  return vmx_plugin_check_result (self, "open", success, &local_error, error);
}

/**
 * vmx_transport_close:
 * @self: a transport
 * @error: return location for an error, or %NULL
 *
 * Lets go of everything that the calls before took.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_transport_close (VmxTransport *self, GError **error)
{
  VmxTransportInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "close", iface->close != NULL, error))
    return FALSE;
  success = iface->close (self, &local_error);
  return vmx_plugin_check_result (self, "close", success, &local_error, error);
}

/**
 * vmx_transport_get_features:
 * @self: an open transport
 *
 * Tells what the service can do.
 *
 * Returns: the features; none if the transport does not tell
 *
 * Since: 0.1
 */
VmxTransportFeatures
vmx_transport_get_features (VmxTransport *self)
{
  VmxTransportInterface *iface;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), VMX_TRANSPORT_FEATURE_NONE);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  return iface->get_features != NULL ? iface->get_features (self) : VMX_TRANSPORT_FEATURE_NONE;
}

/**
 * vmx_transport_fetch_schema:
 * @self: an open transport
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Fetches the schema of the service: all objects that it offers. It is not sealed.
 *
 * Returns: (transfer full): the schema
 *
 * Since: 0.1
 */
VmxServiceSchema *
vmx_transport_fetch_schema (VmxTransport *self, GCancellable *cancellable, GError **error)
{
  VmxTransportInterface *iface;
  g_autoptr(VmxServiceSchema) schema = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "fetch_schema", iface->fetch_schema != NULL, error))
    return NULL;
  schema = iface->fetch_schema (self, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, "fetch_schema", schema != NULL, &local_error, error))
    return NULL;
  if (vmx_service_schema_is_sealed (schema))
    {
      vmx_plugin_set_misbehaved (self, "fetch_schema", error,
                                 "the schema is sealed, but the program's settings have to be put "
                                 "into it");
      return NULL;
    }
  return g_steal_pointer (&schema);
}

/**
 * vmx_transport_fetch_batch:
 * @self: an open transport
 * @request: what to fetch
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Fetches one batch of records.
 *
 * A batch of another object is refused with [error@Vmx.Error.PLUGIN_MISBEHAVED], and records
 * without a whole key with [error@Vmx.Error.KEY_MISSING].
 *
 * Returns: (transfer full): the batch
 *
 * Since: 0.1
 */
VmxRecordBatch *
vmx_transport_fetch_batch (VmxTransport *self, VmxFetchRequest *request,
                           GCancellable *cancellable, GError **error)
{
  VmxTransportInterface *iface;
  g_autoptr(VmxRecordBatch) batch = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_TRANSPORT (self), NULL);
  g_return_val_if_fail (VMX_IS_FETCH_REQUEST (request), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_TRANSPORT_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "fetch_batch", iface->fetch_batch != NULL, error))
    return NULL;
  batch = iface->fetch_batch (self, request, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, "fetch_batch", batch != NULL, &local_error, error)
      || !vmx_plugin_check_schema (self, "fetch_batch", batch,
                                   vmx_fetch_request_get_schema (request), error)
      || !vmx_plugin_check_keys (self, "fetch_batch", batch, error))
    return NULL;
  return g_steal_pointer (&batch);
}
