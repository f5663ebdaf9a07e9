/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-csdl.h"

G_BEGIN_DECLS

/* Reads $metadata in JSON (CSDL JSON 4.01). The result is complete. */
VmxODataCsdl *vmx_odata_csdl_json_read (const char *text, gsize length, GError **error);

G_END_DECLS
