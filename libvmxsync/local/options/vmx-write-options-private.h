/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-criteria-private.h>
#include <libvmxsync/local/options/vmx-write-options.h>

G_BEGIN_DECLS

/* How a change is kept. */
typedef struct
{
  gboolean changes;
  gboolean intermediate_updates;
  gboolean mark_for_upload;
  gboolean latest_snapshot;
} VmxTracking;

#define VMX_TRACKING_DEFAULT                                                                       \
  {                                                                                                \
    .changes = TRUE, .intermediate_updates = TRUE, .mark_for_upload = TRUE                         \
  }

/* NULL options have no criterion and track everything. */
const VmxCriteria *vmx_write_options_get_criteria (VmxWriteOptions *self);
const VmxTracking *vmx_write_options_get_tracking (VmxWriteOptions *self);
VmxWriteOptions *vmx_write_options_copy (VmxWriteOptions *self);

G_END_DECLS
