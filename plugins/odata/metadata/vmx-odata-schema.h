/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Makes the schema of a service, not sealed, from its $metadata document in XML or JSON. Which of
 * them it is, is seen from the text; content_type (nullable) is only for messages. */
VmxServiceSchema *vmx_odata_schema_from_metadata (const char *text, gsize length,
                                                  const char *content_type, GError **error);

G_END_DECLS
