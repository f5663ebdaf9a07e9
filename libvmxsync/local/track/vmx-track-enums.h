/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

/**
 * VmxChangeState:
 * @VMX_CHANGE_STATE_PENDING: waits for the next upload
 * @VMX_CHANGE_STATE_DEFERRED: held back until it is marked for upload
 * @VMX_CHANGE_STATE_IN_FLIGHT: was sent, and the answer is outstanding
 * @VMX_CHANGE_STATE_UNKNOWN: was sent, and nobody can tell whether the server took it
 * @VMX_CHANGE_STATE_CONFLICT: the record was changed at the server, too; somebody has to decide
 * @VMX_CHANGE_STATE_REJECTED: the server refused it
 *
 * Where a local change stands that the server has not accepted yet.
 *
 * Since: 0.1
 */
typedef enum
{
  VMX_CHANGE_STATE_PENDING,
  VMX_CHANGE_STATE_DEFERRED,
  VMX_CHANGE_STATE_IN_FLIGHT,
  VMX_CHANGE_STATE_UNKNOWN,
  VMX_CHANGE_STATE_CONFLICT,
  VMX_CHANGE_STATE_REJECTED,
} VmxChangeState;

G_END_DECLS
