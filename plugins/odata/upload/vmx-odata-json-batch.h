/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-operation.h"
#include "vmx-odata-part.h"

G_BEGIN_DECLS

/* Many operations in one JSON document (OData 4.01), and their answers. */

/* The ids are the positions from 1. */
char *vmx_odata_json_batch_write (const GArray *operations, gboolean is_atomic);
/* Adds the answers that are whole. FALSE if the document is not (VMX_ERROR_INVALID_ANSWER). */
gboolean vmx_odata_json_batch_read (const char *text, gsize length, GPtrArray *parts,
                                    GError **error);

G_END_DECLS
