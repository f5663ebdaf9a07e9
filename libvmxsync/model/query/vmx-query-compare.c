/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/query/vmx-query-evaluate-private.h>

gboolean
vmx_query_is_number (const VmxValue *value)
{
  return value->kind == VMX_VALUE_INT64 || value->kind == VMX_VALUE_DOUBLE
         || value->kind == VMX_VALUE_DECIMAL;
}

gboolean
vmx_query_order_values (const VmxValue *left, const VmxValue *right, int *order)
{
  if (left->kind == right->kind || (vmx_query_is_number (left) && vmx_query_is_number (right)))
    {
      *order = vmx_value_compare (left, right);
      return TRUE;
    }
  if ((left->kind == VMX_VALUE_GUID && right->kind == VMX_VALUE_TEXT)
      || (left->kind == VMX_VALUE_TEXT && right->kind == VMX_VALUE_GUID))
    {
      /* Some servers write GUIDs as text. */
      VmxValue a = *left, b = *right;

      a.kind = b.kind = VMX_VALUE_GUID;
      *order = vmx_value_compare (&a, &b);
      return TRUE;
    }
  return FALSE;
}
