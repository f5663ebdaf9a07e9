/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

#define VMX_TYPE_MOCK_TRANSPORT (vmx_mock_transport_get_type ())

G_DECLARE_FINAL_TYPE (VmxMockTransport, vmx_mock_transport, VMX, MOCK_TRANSPORT, GObject)

G_END_DECLS
