/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-store.h"

G_BEGIN_DECLS

#define VMX_TYPE_MOCK_STORAGE (vmx_mock_storage_get_type ())

G_DECLARE_FINAL_TYPE (VmxMockStorage, vmx_mock_storage, VMX, MOCK_STORAGE, GObject)

/* The fault switches: FALSE with an error when this call is the one that has to fail. */
gboolean vmx_mock_storage_check_write (VmxMockStorage *self, GError **error);
gboolean vmx_mock_storage_check_commit (VmxMockStorage *self, GError **error);

G_END_DECLS
