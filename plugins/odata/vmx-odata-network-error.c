/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-network-error.h"

#include <gio/gio.h>

#include <libvmxsync/vmxsync.h>

typedef struct
{
  VmxError code;
  const char *advice;
} Translation;

static Translation
translate_io_error (int code, gboolean sent)
{
  Translation refused = { VMX_ERROR_CONNECT_FAILED, "check the url and whether the server runs" };
  Translation offline = { VMX_ERROR_OFFLINE, "there is no network" };
  Translation cut_off = { VMX_ERROR_INVALID_ANSWER, "the answer is damaged or was cut off" };
  Translation slow = { VMX_ERROR_READ_TIMED_OUT, "the server did not answer within the timeout" };
  Translation no_answer = { VMX_ERROR_CONNECT_TIMED_OUT, "no connection within the timeout" };
  Translation other = { VMX_ERROR_NETWORK, "the connection broke" };

  if (code == G_IO_ERROR_TIMED_OUT)
    return sent ? slow : no_answer;
  if (code == G_IO_ERROR_CONNECTION_REFUSED || code == G_IO_ERROR_HOST_UNREACHABLE)
    return refused;
  if (code == G_IO_ERROR_NETWORK_UNREACHABLE)
    return offline;
  if (code == G_IO_ERROR_PARTIAL_INPUT || code == G_IO_ERROR_INVALID_DATA)
    return cut_off;
  if (code == G_IO_ERROR_HOST_NOT_FOUND)
    return (Translation){ VMX_ERROR_HOST_NOT_FOUND, "check the url and the network" };
  return other;
}

static Translation
translate (const GError *error, gboolean sent)
{
  if (error->domain == G_IO_ERROR)
    return translate_io_error (error->code, sent);
  if (error->domain == G_RESOLVER_ERROR)
    return (Translation){ VMX_ERROR_HOST_NOT_FOUND, "check the url and the network" };
  if (error->domain == G_TLS_ERROR)
    return (Translation){ VMX_ERROR_TLS, "check the certificate of the server" };
  return (Translation){ VMX_ERROR_NETWORK, "the answer is no proper HTTP" };
}

gboolean
vmx_odata_network_error_is_before_sending (int code)
{
  return code == VMX_ERROR_CONNECT_TIMED_OUT || code == VMX_ERROR_CONNECT_FAILED
         || code == VMX_ERROR_HOST_NOT_FOUND || code == VMX_ERROR_OFFLINE || code == VMX_ERROR_TLS;
}

void
vmx_odata_network_error_translate (GError **error, const char *place, gboolean sent)
{
  g_autoptr(GError) cause = NULL;
  Translation translation;

  if (error == NULL || *error == NULL || (*error)->domain == VMX_ERROR
      || g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  cause = g_steal_pointer (error);
  translation = translate (cause, sent);
  if (sent && vmx_odata_network_error_is_before_sending (translation.code))
    translation = (Translation){ VMX_ERROR_NETWORK, "the connection broke" };
  else if (!sent && !vmx_odata_network_error_is_before_sending (translation.code))
    translation.code = VMX_ERROR_CONNECT_FAILED;
  g_set_error (error, VMX_ERROR, translation.code, "%s: %s (%s)", place, translation.advice,
               cause->message);
}

gboolean
vmx_odata_network_error_is_passing (const GError *error)
{
  if (error->domain == VMX_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE)
      || g_error_matches (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND))
    return FALSE;
  return TRUE;
}
