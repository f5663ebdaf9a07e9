/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/record/vmx-record-batch-copy-private.h>

#include <libvmxsync/model/value/vmx-value-private.h>

void
vmx_record_batch_overlay (VmxRecordBatch *self, guint row, VmxRecordBatch *other, guint other_row)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (other); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (other, other_row, i);

      if (vmx_value_get_kind (value) != VMX_VALUE_MISSING)
        vmx_record_batch_put_copy (self, row, i, value);
    }
}

guint
vmx_record_batch_add_copy (VmxRecordBatch *self, VmxRecordBatch *other, guint other_row)
{
  guint row = vmx_record_batch_add_row (self);

  vmx_record_batch_overlay (self, row, other, other_row);
  vmx_record_batch_set_etag (self, row, vmx_record_batch_get_etag (other, other_row));
  return row;
}
