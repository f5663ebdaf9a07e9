/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Addresses: pure functions, nothing here talks to a server. */

/* The address of a service in its normal form, with a final slash. VMX_ERROR_INVALID_URL. */
char *vmx_odata_url_check_root (const char *url, GError **error);
/* Scheme, host and port, such as "https://example.com:443". NULL for what is no address. */
char *vmx_odata_url_get_origin (const char *url);
gboolean vmx_odata_url_is_same_origin (const char *a, const char *b);
/* What messages may show: scheme, host and path. A query can hold secrets. */
char *vmx_odata_url_describe (const char *url);

/* Encodes everything outside the unreserved characters of RFC 3986. */
void vmx_odata_url_append_escaped (GString *url, const char *text);
GString *vmx_odata_url_start (const char *root, const char *path);
/* Option names keep their "$", values are encoded. */
void vmx_odata_url_add_option (GString *url, const char *name, const char *value);
/* For a value that is a list of encoded parts. */
void vmx_odata_url_add_raw_option (GString *url, const char *name, const char *value);

/* The full address of a next or delta link. The base is the context, which itself is relative to
 * the request; without one it is the service. Links to other servers are refused
 * (VMX_ERROR_INVALID_ANSWER). */
char *vmx_odata_url_resolve_link (const char *root, const char *request, const char *context,
                                  const char *link, GError **error);
/* The target of a redirect, of any origin. */
char *vmx_odata_url_resolve_location (const char *request, const char *location, GError **error);
/* Path and query: an address within its origin. */
char *vmx_odata_url_get_local_part (const char *url);

G_END_DECLS
