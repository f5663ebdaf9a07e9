/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Adds records with values that follow from the type of a column and the number of the record,
 * which counts from 1. The same every time. Every tenth record is null where null is allowed. */
gboolean vmx_mock_generate (VmxRecordBatch *batch, guint count, GError **error);

G_END_DECLS
