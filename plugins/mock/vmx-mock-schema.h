/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-json.h"

G_BEGIN_DECLS

/* The sealed schema of a scenario: that of its member schema, if there is one, and its objects in
 * the short form. Objects of the short form have the members key and columns. */
VmxServiceSchema *vmx_mock_schema_read (const VmxJsonTree *scenario, GError **error);
/* A schema of its own that is not sealed. */
VmxServiceSchema *vmx_mock_schema_copy (VmxServiceSchema *sealed);

G_END_DECLS
