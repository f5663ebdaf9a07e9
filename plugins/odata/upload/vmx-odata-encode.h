/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-form.h"

G_BEGIN_DECLS

/* Gives a request the bytes that are sent and kept until there is an answer. The address is
 * relative to the service. */
gboolean vmx_odata_encode (VmxUploadRequest *request, VmxOdataForm form, GError **error);
/* The header fields of an encoded request, names and values by turns. NULL if they cannot be
 * read (VMX_ERROR_NOT_SUPPORTED). */
char **vmx_odata_encode_get_headers (VmxUploadRequest *request, GError **error);

G_END_DECLS
