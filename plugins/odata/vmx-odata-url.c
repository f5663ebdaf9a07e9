/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-url.h"

#include <string.h>

#include <libvmxsync/vmxsync.h>

/* What libsoup uses: parts stay encoded, default ports go away. */
#define URI_FLAGS                                                                                  \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY                 \
   | G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

static int
get_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port != -1)
    return port;
  return g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

static gboolean
is_http (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  return strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0;
}

static GUri *
parse (const char *url)
{
  if (url == NULL || !g_utf8_validate (url, -1, NULL))
    return NULL;
  return g_uri_parse (url, URI_FLAGS, NULL);
}

/* --- The service --- */

static const char *
find_root_problem (GUri *uri)
{
  if (!is_http (uri))
    return "its scheme must be http or https";
  if (g_uri_get_userinfo (uri) != NULL)
    return "it must not hold a user name or password; sign in through an authenticator";
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return "it has no host";
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return "it must end with the path of the service, without “?” or “#”";
  return NULL;
}

char *
vmx_odata_url_check_root (const char *url, GError **error)
{
  g_autoptr(GUri) uri = parse (url);
  g_autoptr(GUri) root = NULL;
  g_autofree char *path = NULL;
  const char *problem = "it is not a full address such as https://example.com/odata/v4/";

  if (uri != NULL)
    problem = find_root_problem (uri);
  if (problem != NULL)
    {
      gboolean can_show
          = url != NULL && strpbrk (url, "@?") == NULL && g_utf8_validate (url, -1, NULL);

      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_URL,
                   "the url%s%s%s of the service cannot be used: %s", can_show ? " “" : "",
                   can_show ? url : "", can_show ? "”" : "", problem);
      return NULL;
    }
  path = g_strconcat (g_uri_get_path (uri), g_str_has_suffix (g_uri_get_path (uri), "/") ? "" : "/",
                      NULL);
  root = g_uri_build (URI_FLAGS, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                      g_uri_get_port (uri), path, NULL, NULL);
  return g_uri_to_string (root);
}

char *
vmx_odata_url_get_origin (const char *url)
{
  g_autoptr(GUri) uri = parse (url);
  const char *host;

  if (uri == NULL || g_uri_get_host (uri) == NULL)
    return NULL;
  host = g_uri_get_host (uri);
  if (strchr (host, ':') != NULL)
    return g_strdup_printf ("%s://[%s]:%d", g_uri_get_scheme (uri), host, get_port (uri));
  return g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), host, get_port (uri));
}

gboolean
vmx_odata_url_is_same_origin (const char *a, const char *b)
{
  g_autofree char *first = vmx_odata_url_get_origin (a);
  g_autofree char *second = vmx_odata_url_get_origin (b);

  return first != NULL && second != NULL && g_ascii_strcasecmp (first, second) == 0;
}

char *
vmx_odata_url_describe (const char *url)
{
  g_autofree char *origin = vmx_odata_url_get_origin (url);
  g_autoptr(GUri) uri = parse (url);

  if (origin == NULL)
    return g_strdup ("an unreadable address");
  return g_strconcat (origin, g_uri_get_path (uri), NULL);
}

/* --- Making addresses --- */

static void
append_escaped (GString *url, const char *text, const char *kept)
{
  static const char digits[] = "0123456789ABCDEF";

  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isalnum (*c) || strchr ("-._~", *c) != NULL || strchr (kept, *c) != NULL)
        g_string_append_c (url, *c);
      else
        {
          g_string_append_c (url, '%');
          g_string_append_c (url, digits[(guchar) *c >> 4]);
          g_string_append_c (url, digits[(guchar) *c & 15]);
        }
    }
}

void
vmx_odata_url_append_escaped (GString *url, const char *text)
{
  append_escaped (url, text, "");
}

GString *
vmx_odata_url_start (const char *root, const char *path)
{
  GString *url = g_string_new (root);

  append_escaped (url, path, "$");
  return url;
}

void
vmx_odata_url_add_raw_option (GString *url, const char *name, const char *value)
{
  g_string_append_c (url, strchr (url->str, '?') == NULL ? '?' : '&');
  append_escaped (url, name, "$");
  g_string_append_c (url, '=');
  g_string_append (url, value);
}

void
vmx_odata_url_add_option (GString *url, const char *name, const char *value)
{
  vmx_odata_url_add_raw_option (url, name, "");
  vmx_odata_url_append_escaped (url, value);
}

/* --- Links --- */

/* Servers write blanks, quotes and letters of any kind into links. */
static char *
clean_link (const char *link)
{
  static const char allowed[] = "%:/?#[]@!$&'()*+,;=";
  GString *clean = g_string_new (NULL);

  append_escaped (clean, link, allowed);
  return g_string_free (clean, FALSE);
}

static char *
resolve (const char *base, const char *link, GError **error)
{
  g_autofree char *clean = clean_link (link);
  g_autofree char *resolved = g_uri_resolve_relative (base, clean, URI_FLAGS, NULL);
  g_autoptr(GUri) uri = parse (resolved);

  if (uri != NULL && is_http (uri) && g_uri_get_userinfo (uri) == NULL)
    return g_steal_pointer (&resolved);
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
                       "the server sent a link that is no usable address");
  return NULL;
}

static char *
get_link_base (const char *root, const char *request, const char *context, const char *link)
{
  g_autofree char *base = NULL;

  /* A mere query belongs to what was asked for, never to the metadata. */
  if (*link == '?')
    return g_strdup (request);
  if (context != NULL)
    base = resolve (request, context, NULL);
  if (base != NULL && vmx_odata_url_is_same_origin (base, root))
    return g_steal_pointer (&base);
  return g_strdup (root);
}

/* A service behind a TLS proxy may not know that it is called by https. */
static char *
mend_scheme (const char *root, char *url)
{
  g_autoptr(GUri) service = parse (root);
  g_autoptr(GUri) link = parse (url);
  g_autoptr(GUri) mended = NULL;

  if (strcmp (g_uri_get_scheme (service), "https") != 0
      || strcmp (g_uri_get_scheme (link), "http") != 0
      || g_ascii_strcasecmp (g_uri_get_host (service), g_uri_get_host (link)) != 0
      || (get_port (link) != 80 && get_port (link) != get_port (service)))
    return url;
  mended
      = g_uri_build (URI_FLAGS, "https", NULL, g_uri_get_host (service), g_uri_get_port (service),
                     g_uri_get_path (link), g_uri_get_query (link), NULL);
  g_free (url);
  return g_uri_to_string (mended);
}

char *
vmx_odata_url_resolve_link (const char *root, const char *request, const char *context,
                            const char *link, GError **error)
{
  g_autofree char *base = get_link_base (root, request, context, link);
  g_autofree char *url = resolve (base, link, error);
  g_autofree char *origin = NULL;
  g_autofree char *expected = NULL;

  if (url == NULL)
    return NULL;
  url = mend_scheme (root, g_steal_pointer (&url));
  if (vmx_odata_url_is_same_origin (url, root))
    return g_steal_pointer (&url);

  origin = vmx_odata_url_get_origin (url);
  expected = vmx_odata_url_get_origin (root);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "a link of the server leads to %s, expected %s; it was not followed", origin,
               expected);
  return NULL;
}

char *
vmx_odata_url_resolve_location (const char *request, const char *location, GError **error)
{
  return resolve (request, location, error);
}

char *
vmx_odata_url_get_local_part (const char *url)
{
  g_autoptr(GUri) uri = parse (url);
  const char *query;

  g_return_val_if_fail (uri != NULL, NULL);

  query = g_uri_get_query (uri);
  return g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : "", query, NULL);
}
