/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/vmx-error.h>

/**
 * vmx_error_quark:
 *
 * The error domain of the library; its codes are [error@Vmx.Error].
 *
 * Returns: the quark
 *
 * Since: 0.1
 */
G_DEFINE_QUARK (vmx-error-quark, vmx_error)
