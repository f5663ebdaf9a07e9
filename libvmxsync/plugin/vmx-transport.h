/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/model/schema/vmx-service-schema.h>
#include <libvmxsync/plugin/vmx-authenticator.h>
#include <libvmxsync/plugin/vmx-fetch-request.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_TRANSPORT (vmx_transport_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (VmxTransport, vmx_transport, VMX, TRANSPORT, GObject)

/**
 * VmxTransportInterface:
 * @parent_iface: the parent interface
 * @open: gets ready to talk to the service
 * @close: lets go of everything that open and later calls took
 * @get_features: tells what the service can do
 * @fetch_schema: fetches the schema of the service
 * @fetch_batch: fetches one batch of records
 *
 * The interface of those who talk to a service.
 *
 * All calls of a run come from one thread, between one open and one close. The options of a
 * transport are its GObject properties; one that needs an address has a property `url`.
 *
 * Since: 0.1
 */
struct _VmxTransportInterface
{
  GTypeInterface parent_iface;

  /**
   * VmxTransportInterface::open:
   * @self: a transport
   * @authenticator: (nullable): who signs the requests
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Gets ready to talk to the service. It need not send anything.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*open) (VmxTransport *self, VmxAuthenticator *authenticator,
                    GCancellable *cancellable, GError **error);

  /**
   * VmxTransportInterface::close:
   * @self: a transport
   * @error: return location for an error, or %NULL
   *
   * Lets go of everything that the calls before took. It is also called after a failed call.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*close) (VmxTransport *self, GError **error);

  /**
   * VmxTransportInterface::get_features:
   * @self: an open transport
   *
   * Tells what the service can do.
   *
   * Returns: the features
   *
   * Since: 0.1
   */
  VmxTransportFeatures (*get_features) (VmxTransport *self);

  /**
   * VmxTransportInterface::fetch_schema:
   * @self: an open transport
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Fetches the schema of the service: all objects that it offers. It must not be sealed, because
   * the program's settings are still put into it.
   *
   * Returns: (transfer full): the schema
   *
   * Since: 0.1
   */
  VmxServiceSchema *(*fetch_schema) (VmxTransport *self, GCancellable *cancellable,
                                     GError **error);

  /**
   * VmxTransportInterface::fetch_batch:
   * @self: an open transport
   * @request: what to fetch
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Fetches one batch of records. The batch tells with
   * [method@Vmx.RecordBatch.set_next_context] whether another one follows; it may be empty.
   *
   * Returns: (transfer full): the batch
   *
   * Since: 0.1
   */
  VmxRecordBatch *(*fetch_batch) (VmxTransport *self, VmxFetchRequest *request,
                                  GCancellable *cancellable, GError **error);
};

VMX_AVAILABLE_IN_ALL
gboolean vmx_transport_open (VmxTransport *self, VmxAuthenticator *authenticator,
                             GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_transport_close (VmxTransport *self, GError **error);
VMX_AVAILABLE_IN_ALL
VmxTransportFeatures vmx_transport_get_features (VmxTransport *self);
VMX_AVAILABLE_IN_ALL
VmxServiceSchema *vmx_transport_fetch_schema (VmxTransport *self, GCancellable *cancellable,
                                              GError **error);
VMX_AVAILABLE_IN_ALL
VmxRecordBatch *vmx_transport_fetch_batch (VmxTransport *self, VmxFetchRequest *request,
                                           GCancellable *cancellable, GError **error);

G_END_DECLS
