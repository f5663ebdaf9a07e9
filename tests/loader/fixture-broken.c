/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A plugin with one thing wrong; meson.build says which by redefining one of these. */
#include <libvmxsync/plugin/vmx-plugin-abi.h>
#include <libvmxsync/vmxsync.h>

#ifndef FIXTURE_SIZE
#define FIXTURE_SIZE sizeof (VmxPluginDescriptor)
#endif
#ifndef FIXTURE_MAJOR
#define FIXTURE_MAJOR VMX_PLUGIN_ABI_MAJOR
#endif
#ifndef FIXTURE_MINOR
#define FIXTURE_MINOR VMX_PLUGIN_ABI_MINOR
#endif
#ifndef FIXTURE_KINDS
#define FIXTURE_KINDS VMX_PLUGIN_KIND_TRANSPORT
#endif
#ifndef FIXTURE_VERSION
#define FIXTURE_VERSION "1"
#endif
#ifndef FIXTURE_TYPE
#define FIXTURE_TYPE G_TYPE_OBJECT
#endif
#ifndef FIXTURE_GET_TYPE
#define FIXTURE_GET_TYPE get_type
#endif
#ifndef FIXTURE_RESULT
#define FIXTURE_RESULT &descriptor
#endif

#ifdef FIXTURE_UNRESOLVED
void vmx_fixture_nobody_has_this (void);
#endif

static GType G_GNUC_UNUSED
get_type (VmxPluginKinds kind)
{
#ifdef FIXTURE_UNRESOLVED
  vmx_fixture_nobody_has_this ();
#endif
  return FIXTURE_TYPE;
}

static const VmxPluginDescriptor descriptor G_GNUC_UNUSED
    = { FIXTURE_SIZE,    FIXTURE_MAJOR,      FIXTURE_MINOR, FIXTURE_KINDS,   FIXTURE_NAME,
        FIXTURE_VERSION, "Something is wrong", "LGPL-2.1-or-later", FIXTURE_GET_TYPE };

G_MODULE_EXPORT const VmxPluginDescriptor *FIXTURE_SYMBOL (void);
const VmxPluginDescriptor *
FIXTURE_SYMBOL (void)
{
  return FIXTURE_RESULT;
}
