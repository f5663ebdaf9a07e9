/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-abi.h>

#include "vmx-mock-storage.h"
#include "vmx-mock-transport.h"

static GType
get_type_for_kind (VmxPluginKinds kind)
{
  return kind == VMX_PLUGIN_KIND_STORAGE ? VMX_TYPE_MOCK_STORAGE : VMX_TYPE_MOCK_TRANSPORT;
}

VMX_PLUGIN_DEFINE (mock, "mock", VMX_PLUGIN_KIND_TRANSPORT | VMX_PLUGIN_KIND_STORAGE, VMX_VERSION_S,
                   "A service from a scenario file and a store in memory, for tests",
                   "LGPL-2.1-or-later", get_type_for_kind)
