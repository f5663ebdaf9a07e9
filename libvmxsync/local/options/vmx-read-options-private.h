/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-criteria-private.h>
#include <libvmxsync/local/options/vmx-read-options.h>

G_BEGIN_DECLS

/* What later changes of the options leave alone; NULL for NULL. */
VmxReadOptions *vmx_read_options_copy (VmxReadOptions *self);
const VmxCriteria *vmx_read_options_get_criteria (VmxReadOptions *self);

G_END_DECLS
