/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-paging.h"

G_BEGIN_DECLS

/* The addresses that a download asks for. */

/* The first page, in the order that the server likes. */
char *vmx_odata_query_make_first (const char *root, VmxFetchRequest *request, GError **error);
/* A page by key; last is NULL for the first one. */
char *vmx_odata_query_make_by_key (const char *root, VmxFetchRequest *request, const char *last,
                                   GError **error);
/* Whether the application's parameters leave the order and number of records to us. */
gboolean vmx_odata_query_can_page_by_key (VmxFetchRequest *request);

G_END_DECLS
