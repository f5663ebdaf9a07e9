/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-operation.h"
#include "vmx-odata-part.h"

G_BEGIN_DECLS

/* Many operations as multipart/mixed (OData 4.0), and their answers. */

/* seed makes the boundaries: the same seed gives the same bytes. The ids are the positions
 * from 1. */
char *vmx_odata_multipart_write (const GArray *operations, gboolean is_atomic, const char *seed);
/* What the header Content-Type of the batch says. */
char *vmx_odata_multipart_get_content_type (const char *seed);

/* Adds the answers that are whole. boundary is what the headers of the reply say, NULL if nothing.
 * FALSE if the closing boundary is not there (VMX_ERROR_INVALID_ANSWER). */
gboolean vmx_odata_multipart_read (const char *text, gsize length, const char *boundary,
                                   GPtrArray *parts, GError **error);

G_END_DECLS
