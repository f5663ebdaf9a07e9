/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-table.h"

G_BEGIN_DECLS

#define VMX_TYPE_MOCK_CURSOR (vmx_mock_cursor_get_type ())

G_DECLARE_FINAL_TYPE (VmxMockCursor, vmx_mock_cursor, VMX, MOCK_CURSOR, GObject)

/* Sees the table as it is now. Without orders records come in the order of their keys. */
VmxMockCursor *vmx_mock_cursor_new (VmxMockTable *table, VmxSelection *selection);
/* How many records are left, without orders and limit. */
gint64 vmx_mock_cursor_count (VmxMockCursor *self);

G_END_DECLS
