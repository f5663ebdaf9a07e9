/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/read/vmx-record-index-private.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the store has now, and how a list gets there. */
typedef struct
{
  VmxRecordIndex *index;
  GArray *steps; /* (element-type VmxListStep) */
  gint64 duration;
} VmxRecordScan;

void vmx_record_scan_free (VmxRecordScan *self);

/* Reads on a thread of its own; the task returns a VmxRecordScan. before is what the list shows
 * now, (nullable). options must not be changed meanwhile. */
void vmx_record_scan_start (VmxStore *store, const char *object, VmxReadOptions *options,
                            VmxRecordIndex *before, GTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxRecordScan, vmx_record_scan_free)

G_END_DECLS
