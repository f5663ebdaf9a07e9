/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-abi.h>
#include <libvmxsync/vmxsync.h>

#include "vmx-odata-transport.h"

static GType
get_type_for_kind (VmxPluginKinds kind)
{
  return kind == VMX_PLUGIN_KIND_TRANSPORT ? VMX_TYPE_ODATA_TRANSPORT : G_TYPE_INVALID;
}

VMX_PLUGIN_DEFINE (odata, "odata", VMX_PLUGIN_KIND_TRANSPORT, VMX_VERSION_S,
                   "Talks to services of OData 4 over HTTP", "LGPL-2.1-or-later", get_type_for_kind)
