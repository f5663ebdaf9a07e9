/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <libvmxsync/model/vmx-version.h>

G_BEGIN_DECLS

#define VMX_TYPE_AUTHENTICATOR (vmx_authenticator_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (VmxAuthenticator, vmx_authenticator, VMX, AUTHENTICATOR, GObject)

/**
 * VmxAuthenticatorInterface:
 * @parent_iface: the parent interface
 * @get_headers: gives the request headers that sign requests to an origin
 *
 * The interface of those who know how to sign in to a service.
 *
 * Since: 0.1
 */
struct _VmxAuthenticatorInterface
{
  GTypeInterface parent_iface;

  /**
   * VmxAuthenticatorInterface::get_headers:
   * @self: an authenticator
   * @origin: scheme, host and port of the service, such as `https://example.com:443`
   * @refused: whether the server refused the headers of the last call (401)
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Gives the request headers that sign requests to an origin. It is called on the thread of the
   * run, when a transport opens and once more after a 401.
   *
   * Returns: (transfer full) (element-type utf8 utf8): header values by name, perhaps none
   *
   * Since: 0.1
   */
  GHashTable *(*get_headers) (VmxAuthenticator *self, const char *origin, gboolean refused,
                              GCancellable *cancellable, GError **error);
};

VMX_AVAILABLE_IN_ALL
GHashTable *vmx_authenticator_get_headers (VmxAuthenticator *self, const char *origin,
                                           gboolean refused, GCancellable *cancellable,
                                           GError **error);

G_END_DECLS
