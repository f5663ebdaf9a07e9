/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-authenticator.h>

G_BEGIN_DECLS

#define VMX_TYPE_TOKEN_AUTHENTICATOR (vmx_token_authenticator_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxTokenAuthenticator, vmx_token_authenticator, VMX, TOKEN_AUTHENTICATOR,
                      GObject)

VMX_AVAILABLE_IN_ALL
VmxTokenAuthenticator *vmx_token_authenticator_new (const char *token);
VMX_AVAILABLE_IN_ALL
VmxTokenAuthenticator *vmx_token_authenticator_new_for_file (const char *path);
VMX_AVAILABLE_IN_ALL
void vmx_token_authenticator_set_token (VmxTokenAuthenticator *self, const char *token);

G_END_DECLS
