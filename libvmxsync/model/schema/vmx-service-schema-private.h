/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-service-schema.h>

G_BEGIN_DECLS

/* Like find_object(), but a missing object is VMX_ERROR_OBJECT_NOT_FOUND with a suggestion. */
VmxObjectSchema *vmx_service_schema_require_object (VmxServiceSchema *self, const char *name,
                                                    GError **error);

G_END_DECLS
