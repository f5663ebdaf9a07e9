/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

#define VMX_TYPE_FILL_MISSING (vmx_fill_missing_get_type ())

G_DECLARE_FINAL_TYPE (VmxFillMissing, vmx_fill_missing, VMX, FILL_MISSING, GObject)

G_END_DECLS
