/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/settle/vmx-conflict-enums.h>

G_BEGIN_DECLS

/* Options of a service that are for the library itself, and not for its transport or objects. */
typedef struct
{
  VmxConflictPolicy conflict_policy;
  gboolean atomic_uploads; /* each upload request as a whole or not at all */
} VmxServiceOptions;

gboolean vmx_service_option_is_own (const char *name);
/* Reads those among options ("name=value"); VMX_ERROR_INVALID_OPTION. */
gboolean vmx_service_options_read (VmxServiceOptions *self, const char *const *options,
                                   GError **error);
const char *vmx_conflict_policy_to_string (VmxConflictPolicy policy);

G_END_DECLS
