/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/model/schema/vmx-service-schema.h>
#include <libvmxsync/plugin/vmx-authenticator.h>
#include <libvmxsync/plugin/vmx-fetch-request.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>
#include <libvmxsync/plugin/vmx-upload-reply.h>
#include <libvmxsync/plugin/vmx-upload-request.h>

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
 * @encode_push: gives changes the form in which they are sent
 * @push_batch: sends changes
 * @fetch_records: fetches records by their keys
 * @get_learned: tells what is worth to be remembered of the service
 * @set_learned: takes what was remembered
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

  /**
   * VmxTransportInterface::encode_push:
   * @self: an open transport
   * @request: changes
   * @error: return location for an error, or %NULL
   *
   * Gives changes the form in which they are sent, with [method@Vmx.UploadRequest.set_wire], and
   * sends nothing. Without this call the request keeps no encoded form, and is encoded when it is
   * sent.
   *
   * A service that has not %VMX_TRANSPORT_FEATURE_BATCH gets requests with one change only.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*encode_push) (VmxTransport *self, VmxUploadRequest *request, GError **error);

  /**
   * VmxTransportInterface::push_batch:
   * @self: an open transport
   * @request: changes, as @encode_push encoded them, perhaps in an earlier run
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Sends changes and tells what became of them.
   *
   * Errors say whether something may have been done: after
   * [error@Vmx.Error.NOT_SIGNED_IN], [error@Vmx.Error.CONNECT_TIMED_OUT],
   * [error@Vmx.Error.CONNECT_FAILED], [error@Vmx.Error.HOST_NOT_FOUND],
   * [error@Vmx.Error.OFFLINE], [error@Vmx.Error.TLS], [error@Vmx.Error.INVALID_URL] and
   * [error@Vmx.Error.NOT_SUPPORTED] nothing was; after any other error it may have been.
   *
   * Returns: (transfer full): the reply
   *
   * Since: 0.1
   */
  VmxUploadReply *(*push_batch) (VmxTransport *self, VmxUploadRequest *request,
                                 GCancellable *cancellable, GError **error);

  /**
   * VmxTransportInterface::fetch_records:
   * @self: an open transport
   * @keys: rows of one object, with their keys
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Fetches records by their keys, with their etags.
   *
   * Returns: (transfer full): a batch with as many rows in the same order; a record that the
   *   service does not have is a row with the key that is marked with
   *   [method@Vmx.RecordBatch.add_deleted]
   *
   * Since: 0.1
   */
  VmxRecordBatch *(*fetch_records) (VmxTransport *self, VmxRecordBatch *keys,
                                    GCancellable *cancellable, GError **error);

  /**
   * VmxTransportInterface::get_learned:
   * @self: a transport
   *
   * Tells what the transport learned of the service and would have to find out again next time.
   * It is kept in the store and must not be secret.
   *
   * Returns: (transfer full) (nullable): some text
   *
   * Since: 0.1
   */
  char *(*get_learned) (VmxTransport *self);

  /**
   * VmxTransportInterface::set_learned:
   * @self: an open transport
   * @learned: what @get_learned told an earlier time, perhaps of another version of the plugin
   *
   * Takes what was remembered. Text that means nothing to the transport is left aside.
   *
   * Returns: whether it means something
   *
   * Since: 0.1
   */
  gboolean (*set_learned) (VmxTransport *self, const char *learned);
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
VMX_AVAILABLE_IN_ALL
gboolean vmx_transport_encode_push (VmxTransport *self, VmxUploadRequest *request,
                                    GError **error);
VMX_AVAILABLE_IN_ALL
VmxUploadReply *vmx_transport_push_batch (VmxTransport *self, VmxUploadRequest *request,
                                          GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_transport_can_fetch_records (VmxTransport *self);
VMX_AVAILABLE_IN_ALL
VmxRecordBatch *vmx_transport_fetch_records (VmxTransport *self, VmxRecordBatch *keys,
                                             GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
char *vmx_transport_get_learned (VmxTransport *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_transport_set_learned (VmxTransport *self, const char *learned);

G_END_DECLS
