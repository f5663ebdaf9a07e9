/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/settle/vmx-conflict-enums.h>
#include <libvmxsync/model/record/vmx-record.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>

G_BEGIN_DECLS

#define VMX_TYPE_CONFLICT (vmx_conflict_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxConflict, vmx_conflict, VMX, CONFLICT, GObject)

/**
 * VmxConflictFunc:
 * @conflict: what the conflict is about
 * @user_data: data of the program
 *
 * Decides about a conflict. It is called in the main context that started the sync, or on the
 * calling thread of a blocking sync; the sync waits for it. No transaction is open meanwhile, so it
 * may read and edit.
 *
 * Returns: the decision; %VMX_CONFLICT_DECISION_KEEP_RECORD needs a record that was set with
 *   [method@Vmx.Conflict.set_record]
 *
 * Since: 0.1
 */
typedef VmxConflictDecision (*VmxConflictFunc) (VmxConflict *conflict, gpointer user_data);

VMX_AVAILABLE_IN_ALL
const char *vmx_conflict_get_object (VmxConflict *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_conflict_get_primary_keys (VmxConflict *self);
VMX_AVAILABLE_IN_ALL
VmxChangeAction vmx_conflict_get_action (VmxConflict *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_conflict_get_reason (VmxConflict *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_conflict_get_base_record (VmxConflict *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_conflict_get_local_record (VmxConflict *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_conflict_get_server_record (VmxConflict *self);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_conflict_get_record (VmxConflict *self);
VMX_AVAILABLE_IN_ALL
void vmx_conflict_set_record (VmxConflict *self, VmxRecord *record);

G_END_DECLS
