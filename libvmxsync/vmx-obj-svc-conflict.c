/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a service does about records that were changed on both sides. */
#include <libvmxsync/vmx-obj-svc-private.h>

#include <libvmxsync/local/store/vmx-service-options-private.h>

/**
 * vmx_obj_svc_get_conflict_policy: (get-property conflict-policy)
 * @self: a service
 *
 * Gets what happens to local changes of records that were changed at the server, too.
 *
 * Returns: the policy
 *
 * Since: 0.1
 */
VmxConflictPolicy
vmx_obj_svc_get_conflict_policy (VmxObjSvc *self)
{
  VmxServiceOptions options;

  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), VMX_CONFLICT_POLICY_ASK);

  vmx_service_options_read (&options, vmx_obj_svc_get_options (self), NULL);
  return options.conflict_policy;
}

/**
 * vmx_obj_svc_set_conflict_policy: (set-property conflict-policy)
 * @self: a service
 * @policy: the policy
 *
 * Sets what happens to local changes of records that were changed at the server, too. It counts
 * from the next sync, and setup keeps it in the store. A function that was set with
 * [method@Vmx.ObjSvc.set_conflict_resolver] goes before it.
 *
 * This is the service option `conflict-policy`, with the values `ask`, `none`, `client-wins`,
 * `server-wins` and `merge`.
 *
 * Since: 0.1
 */
void
vmx_obj_svc_set_conflict_policy (VmxObjSvc *self, VmxConflictPolicy policy)
{
  g_return_if_fail (VMX_IS_OBJ_SVC (self));
  g_return_if_fail (policy <= VMX_CONFLICT_POLICY_MERGE);

  if (policy != vmx_obj_svc_get_conflict_policy (self))
    vmx_obj_svc_set_option (self, "conflict-policy", vmx_conflict_policy_to_string (policy), NULL);
}

/**
 * vmx_obj_svc_set_conflict_resolver:
 * @self: a service
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): who decides; %NULL to
 *   leave it to the policy
 * @user_data: data for @func
 * @destroy: (nullable): how to free @user_data
 *
 * Sets a function that decides about each conflict of a sync. It counts from the next sync and is
 * not kept in the store.
 *
 * Since: 0.1
 */
void
vmx_obj_svc_set_conflict_resolver (VmxObjSvc *self, VmxConflictFunc func, gpointer user_data,
                                   GDestroyNotify destroy)
{
  g_return_if_fail (VMX_IS_OBJ_SVC (self));

  vmx_obj_svc_take_resolver (
      self, func != NULL ? vmx_conflict_resolver_new (func, user_data, destroy) : NULL);
}
