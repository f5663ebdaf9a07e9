/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-refusal.h"

#include <string.h>

#include "vmx-odata-url.h"

typedef struct
{
  VmxError code;
  const char *words;
} Refusal;

static Refusal
judge_status (guint status, gboolean has_filter)
{
  switch (status)
    {
    case 400:
    case 501:
      if (has_filter)
        return (Refusal){ VMX_ERROR_DOWNLOAD_FAILED, "the server refuses the filter" };
      break;
    case 401:
      return (Refusal){ VMX_ERROR_NOT_SIGNED_IN,
                        "the server asks for a sign-in or does not accept the one given" };
    case 403:
      return (Refusal){ VMX_ERROR_DOWNLOAD_FAILED, "this user has no right to read here" };
    case 404:
      return (Refusal){ VMX_ERROR_DOWNLOAD_FAILED,
                        "set not found; check the url and that the service still has it" };
    case 410:
      return (Refusal){ VMX_ERROR_DOWNLOAD_FAILED,
                        "the server no longer knows this position; start the download anew" };
    case 429:
      return (Refusal){ VMX_ERROR_SERVER, "the server has too many requests; try later" };
    default:
      break;
    }
  if (status >= 500)
    return (Refusal){ VMX_ERROR_SERVER, "the server failed" };
  return (Refusal){ VMX_ERROR_DOWNLOAD_FAILED, "the server refuses the request" };
}

static gboolean
fail (const VmxOdataError *failure, const char *what, const char *url, gboolean has_filter,
      GError **error)
{
  Refusal refusal = judge_status (failure->status, has_filter);
  g_autofree char *place = vmx_odata_url_describe (url);
  g_autofree char *words = vmx_odata_error_to_text (failure);

  g_set_error (error, VMX_ERROR, refusal.code, "%s: %s: %s (%s)", what, refusal.words, words,
               place);
  return FALSE;
}

gboolean
vmx_odata_refusal_check_reply (const VmxOdataReply *reply, const char *what, gboolean has_filter,
                               GError **error)
{
  return reply->failure == NULL || fail (reply->failure, what, reply->url, has_filter, error);
}

gboolean
vmx_odata_refusal_check (guint status, const char *content_type, const GString *body,
                         const char *what, const char *url, GError **error)
{
  g_autoptr(VmxOdataError) failure = NULL;

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    return TRUE;
  failure = vmx_odata_error_new (status, content_type, body->str, body->len);
  return fail (failure, what, url, FALSE, error);
}

gboolean
vmx_odata_refusal_is_page (const VmxOdataReply *reply)
{
  return strstr (reply->content_type, "html") != NULL
         || strstr (reply->content_type, "xml") != NULL;
}

gboolean
vmx_odata_refusal_check_kind (const VmxOdataReply *reply, const char *what, const char *body,
                              gsize length, GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *place = NULL;

  if (!vmx_odata_refusal_is_page (reply))
    return TRUE;
  title = vmx_odata_error_get_page_title (body, length);
  place = vmx_odata_url_describe (reply->url);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "%s: %s answered with a page of type %s, “%s”, expected JSON; check the url, and "
               "whether the server asks for a sign-in",
               what, place, reply->content_type, title);
  return FALSE;
}
