/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-service-schema.h>

G_BEGIN_DECLS

/* Service options come as "name=value". Those with a point in the name, "Object.setting=value", are
 * about one object; the others are properties of the transport. */
gboolean vmx_service_option_split (const char *option, char **object, char **name, char **value,
                                   GError **error);

/* The schema that is kept of what a service offers: the chosen objects (NULL for all), renamed and
 * with their settings, sealed. Names that no store can tell apart are
 * VMX_ERROR_INVALID_ATTRIBUTE. */
VmxServiceSchema *vmx_schema_apply_settings (VmxServiceSchema *offered,
                                             const char *const *objects,
                                             const char *const *options, GError **error);

/* The setting that holds the name at the service, when the program has another one. */
#define VMX_SETTING_ENTITY_SET "entity-set"

G_END_DECLS
