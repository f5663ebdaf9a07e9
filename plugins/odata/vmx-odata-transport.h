/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

#define VMX_TYPE_ODATA_TRANSPORT (vmx_odata_transport_get_type ())

/* Talks to a service of OData 4. Its properties are in the README of the plugin. */
G_DECLARE_FINAL_TYPE (VmxOdataTransport, vmx_odata_transport, VMX, ODATA_TRANSPORT, GObject)

G_END_DECLS
