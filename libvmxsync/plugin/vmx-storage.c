/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-storage.h>

#include <libvmxsync/plugin/vmx-plugin-check-private.h>

/**
 * VmxStorage:
 *
 * The interface of those who keep records on the disk.
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (VmxStorage, vmx_storage, G_TYPE_OBJECT)

static void
vmx_storage_default_init (VmxStorageInterface *iface)
{
}

/**
 * vmx_storage_open:
 * @self: a storage
 * @create: whether to make a store where there is none
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Opens the store.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_open (VmxStorage *self, gboolean create, GCancellable *cancellable, GError **error)
{
  VmxStorageInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "open", iface->open != NULL, error))
    return FALSE;
  success = iface->open (self, create, cancellable, &local_error);
  return vmx_plugin_check_result (self, "open", success, &local_error, error);
}

/**
 * vmx_storage_close:
 * @self: a storage
 * @error: return location for an error, or %NULL
 *
 * Closes the store. All transactions have to end before.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_close (VmxStorage *self, GError **error)
{
  VmxStorageInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "close", iface->close != NULL, error))
    return FALSE;
  success = iface->close (self, &local_error);
  return vmx_plugin_check_result (self, "close", success, &local_error, error);
}

/**
 * vmx_storage_exists:
 * @self: a storage
 *
 * Says whether there is a store to open. The storage need not be open.
 *
 * Returns: %TRUE if there is
 *
 * Since: 0.1
 */
gboolean
vmx_storage_exists (VmxStorage *self)
{
  VmxStorageInterface *iface;

  g_return_val_if_fail (VMX_IS_STORAGE (self), FALSE);

  iface = VMX_STORAGE_GET_IFACE (self);
  return iface->exists != NULL && iface->exists (self);
}

/**
 * vmx_storage_destroy:
 * @self: a closed storage
 * @error: return location for an error, or %NULL
 *
 * Removes the store with everything in it. It is no error if there is none.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_storage_destroy (VmxStorage *self, GError **error)
{
  VmxStorageInterface *iface;
  g_autoptr(GError) local_error = NULL;
  gboolean success;

  g_return_val_if_fail (VMX_IS_STORAGE (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  iface = VMX_STORAGE_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "destroy", iface->destroy != NULL, error))
    return FALSE;
  success = iface->destroy (self, &local_error);
  return vmx_plugin_check_result (self, "destroy", success, &local_error, error);
}

/**
 * vmx_storage_begin:
 * @self: an open storage
 * @mode: what the transaction is for
 * @cancellable: (nullable): a cancellable, for the waiting
 * @error: return location for an error, or %NULL
 *
 * Begins a transaction. A writing one waits for its turn, for a bounded time.
 *
 * Returns: (transfer full): the transaction
 *
 * Since: 0.1
 */
VmxStorageTxn *
vmx_storage_begin (VmxStorage *self, VmxTxnMode mode, GCancellable *cancellable, GError **error)
{
  VmxStorageInterface *iface;
  g_autoptr(VmxStorageTxn) txn = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_STORAGE (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_STORAGE_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "begin", iface->begin != NULL, error))
    return NULL;
  txn = iface->begin (self, mode, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, "begin", txn != NULL, &local_error, error))
    return NULL;
  return g_steal_pointer (&txn);
}

/**
 * vmx_storage_execute_select:
 * @self: an open storage
 * @statement: a select statement in the storage's own language
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Runs one select statement.
 *
 * Fails with [error@Vmx.Error.INVALID_QUERY] for everything that could write, and with
 * [error@Vmx.Error.NOT_SUPPORTED] if the storage has no such language.
 *
 * Returns: (transfer container) (element-type VmxRecord): the records that it finds
 *
 * Since: 0.1
 */
GPtrArray *
vmx_storage_execute_select (VmxStorage *self, const char *statement, GCancellable *cancellable,
                            GError **error)
{
  VmxStorageInterface *iface;
  g_autoptr(GPtrArray) records = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_STORAGE (self), NULL);
  g_return_val_if_fail (statement != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_STORAGE_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "run_select", iface->run_select != NULL, error))
    return NULL;
  records = iface->run_select (self, statement, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, "run_select", records != NULL, &local_error, error))
    return NULL;
  /* An array that a language made of a list does not free its records. */
  g_ptr_array_set_free_func (records, g_object_unref);
  return g_steal_pointer (&records);
}

/**
 * vmx_storage_check:
 * @self: an open storage
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error, or %NULL
 *
 * Looks through the whole store for damage, and changes nothing.
 *
 * This takes the longer the bigger the store is. Fails with [error@Vmx.Error.NOT_SUPPORTED] if the
 * storage cannot look.
 *
 * Returns: (transfer full) (array zero-terminated=1): a sentence for each damage, for people; empty
 *   when the store is whole
 *
 * Since: 0.1
 */
char **
vmx_storage_check (VmxStorage *self, GCancellable *cancellable, GError **error)
{
  VmxStorageInterface *iface;
  g_auto(GStrv) damages = NULL;
  g_autoptr(GError) local_error = NULL;

  g_return_val_if_fail (VMX_IS_STORAGE (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  iface = VMX_STORAGE_GET_IFACE (self);
  if (!vmx_plugin_check_call (self, "check", iface->check != NULL, error))
    return NULL;
  damages = iface->check (self, cancellable, &local_error);
  if (!vmx_plugin_check_result (self, "check", damages != NULL, &local_error, error))
    return NULL;
  return g_steal_pointer (&damages);
}
