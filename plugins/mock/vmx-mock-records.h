/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* A record that never changes: an update makes another one. */
typedef struct
{
  VmxRecordBatch *batch; /* (nullable), NULL for no record */
  guint row;
} VmxMockRow;

/* The records that the service has of one object, in the order in which it gives them. */
typedef struct _VmxMockRecords VmxMockRecords;

/* The batch must not change any more. */
VmxMockRecords *vmx_mock_records_new (VmxRecordBatch *batch);
void vmx_mock_records_free (VmxMockRecords *self);

VmxObjectSchema *vmx_mock_records_get_schema (VmxMockRecords *self);
/* Places keep their number; those of deleted records are empty. */
guint vmx_mock_records_get_n_places (VmxMockRecords *self);
VmxMockRow vmx_mock_records_get (VmxMockRecords *self, guint place);
/* The record with the key of a row that has the columns of this object. */
VmxMockRow vmx_mock_records_find (VmxMockRecords *self, VmxRecordBatch *batch, guint row);
/* Replaces the record of the same key, or adds one at the end. */
void vmx_mock_records_put (VmxMockRecords *self, VmxRecordBatch *batch, guint row);
void vmx_mock_records_remove (VmxMockRecords *self, VmxRecordBatch *batch, guint row);

/* What happens after begin is kept, or taken back as a whole. */
void vmx_mock_records_begin (VmxMockRecords *self);
void vmx_mock_records_end (VmxMockRecords *self, gboolean keep);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockRecords, vmx_mock_records_free)

G_END_DECLS
