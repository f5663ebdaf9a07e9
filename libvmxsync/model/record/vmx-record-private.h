/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/model/record/vmx-record.h>
#include <libvmxsync/model/value/vmx-value-private.h>

G_BEGIN_DECLS

/* A record that reads a row of a batch, and keeps the batch alive, until somebody changes it. */
VmxRecord *vmx_record_new_for_row (VmxRecordBatch *batch, guint row);
/* A record with the same values, of its own. */
VmxRecord *vmx_record_copy (VmxRecord *self);
/* Copies the values of the record into the cells of a row. */
gboolean vmx_record_fill_row (VmxRecord *self, VmxRecordBatch *batch, guint row, GError **error);
/* A whole number if the text of a JSON number is one, else a decimal; NULL if it is too large. */
VmxValue *vmx_record_parse_number (const char *text);

G_END_DECLS
