/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-authenticator.h>

#include <libvmxsync/plugin/vmx-plugin-check-private.h>

#include <string.h>

/**
 * VmxAuthenticator:
 *
 * The interface of those who know how to sign in to a service.
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (VmxAuthenticator, vmx_authenticator, G_TYPE_OBJECT)

static void
vmx_authenticator_default_init (VmxAuthenticatorInterface *iface)
{
}

static gboolean
is_header_name (const char *name)
{
  if (name == NULL || *name == '\0')
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && strchr ("!#$%&'*+-.^_`|~", *name) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_header_value (const char *value)
{
  if (value == NULL)
    return FALSE;
  for (; *value != '\0'; value++)
    if (g_ascii_iscntrl (*value) && *value != '\t')
      return FALSE;
  return TRUE;
}

/* A line break in a value would smuggle in further headers. The value itself is a secret. */
static gboolean
check_headers (VmxAuthenticator *self, GHashTable *headers, GError **error)
{
  GHashTableIter iter;
  const char *name, *value;

  g_hash_table_iter_init (&iter, headers);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &value))
    {
      if (!is_header_name (name))
        {
          vmx_plugin_set_misbehaved (self, "get_headers", error,
                                     "it gave a header whose name is not a valid header name");
          return FALSE;
        }
      if (!is_header_value (value))
        {
          vmx_plugin_set_misbehaved (self, "get_headers", error,
                                     "the value of its header “%s” is missing or has a control "
                                     "character",
                                     name);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * vmx_authenticator_get_headers:
 * @self: an authenticator
 * @origin: scheme, host and port of the service, such as `https://example.com:443`
 * @refused: whether the server refused the headers of the last call (401)
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Gives the request headers that sign requests to an origin.
 *
 * Headers that cannot be sent, such as values with line breaks, are refused with
 * [error@Vmx.Error.PLUGIN_MISBEHAVED].
 *
 * Returns: (transfer full) (element-type utf8 utf8): header values by name, perhaps none
 *
 * Since: 0.1
 */
GHashTable *
vmx_authenticator_get_headers (VmxAuthenticator *self, const char *origin, gboolean refused,
                               GCancellable *cancellable, GError **error)
{
  VmxAuthenticatorInterface *iface;
  g_autoptr(GHashTable) headers = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_AUTHENTICATOR (self), NULL);
  g_return_val_if_fail (origin != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_AUTHENTICATOR_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "get_headers", iface->get_headers != NULL, error))
    return NULL;
  headers = iface->get_headers (self, origin, refused, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, "get_headers", headers != NULL, &local_error, error)
      || !check_headers (self, headers, error))
    return NULL;
  return g_steal_pointer (&headers);
}
