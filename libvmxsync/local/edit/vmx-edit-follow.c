/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A program may name a parent by the temporary key that it had. */
#include <libvmxsync/local/edit/vmx-edit-steps-private.h>

#include <libvmxsync/local/store/vmx-key-alias-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

/* The parent that a row names, as a row with its key; FALSE when it names none by its whole key. */
static gboolean
read_parent (const VmxRelation *relation, VmxRecordBatch *batch, guint row, VmxRecordBatch *parent)
{
  vmx_record_batch_add_row (parent);
  for (guint i = 0; i < relation->child_columns->len; i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (
          batch, row, g_array_index (relation->child_columns, guint, i));

      if (vmx_value_is_null (value)
          || !vmx_record_batch_set_value (
              parent, 0, g_array_index (relation->parent_columns, guint, i), value, NULL))
        return FALSE;
    }
  return vmx_record_batch_check_keys (parent, NULL);
}

static gboolean
follow_relation (VmxEdit *edit, const VmxRelation *relation, VmxRecordBatch *batch, guint row,
                 GError **error)
{
  g_autoptr(VmxRecordBatch) parent = vmx_record_batch_new (relation->parent);

  if (!read_parent (relation, batch, row, parent))
    return TRUE;
  if (!vmx_key_alias_follow (edit->txn, parent, 0, error))
    return FALSE;
  for (guint i = 0; i < relation->child_columns->len; i++)
    if (!vmx_record_batch_set_value (
            batch, row, g_array_index (relation->child_columns, guint, i),
            vmx_record_batch_peek_value (parent, 0,
                                         g_array_index (relation->parent_columns, guint, i)),
            error))
      return FALSE;
  return TRUE;
}

gboolean
vmx_edit_follow_keys (VmxEdit *edit, VmxEditObject *object, VmxRecordBatch *batch, guint row,
                      GError **error)
{
  for (guint i = 0; i < object->as_child->len; i++)
    if (!follow_relation (edit, object->as_child->pdata[i], batch, row, error))
      return FALSE;
  return TRUE;
}
