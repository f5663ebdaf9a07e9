/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/plugin/vmx-storage-txn.h>

G_BEGIN_DECLS

#define VMX_TYPE_STORAGE (vmx_storage_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (VmxStorage, vmx_storage, VMX, STORAGE, GObject)

/**
 * VmxStorageInterface:
 * @parent_iface: the parent interface
 * @open: opens the store
 * @close: closes the store
 * @exists: says whether there is a store to open
 * @destroy: removes the store with everything in it
 * @begin: begins a transaction
 * @run_select: (nullable): runs one select statement
 * @check: (nullable): looks for damage
 *
 * The interface of those who keep records on the disk.
 *
 * A storage knows tables and transactions, and nothing of synchronisation. All calls may come from
 * any thread; there is one writing transaction at a time, and a second one waits. Any number of
 * reading transactions run beside it, each of which sees the last commit. A storage that keeps a
 * file has a property `path`.
 *
 * Since: 0.1
 */
struct _VmxStorageInterface
{
  GTypeInterface parent_iface;

  /**
   * VmxStorageInterface::open:
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
  gboolean (*open) (VmxStorage *self, gboolean create, GCancellable *cancellable,
                    GError **error);

  /**
   * VmxStorageInterface::close:
   * @self: a storage
   * @error: return location for an error, or %NULL
   *
   * Closes the store. All transactions have ended before.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*close) (VmxStorage *self, GError **error);

  /**
   * VmxStorageInterface::exists:
   * @self: a storage
   *
   * Says whether there is a store to open. The storage need not be open.
   *
   * Returns: %TRUE if there is
   *
   * Since: 0.1
   */
  gboolean (*exists) (VmxStorage *self);

  /**
   * VmxStorageInterface::destroy:
   * @self: a closed storage
   * @error: return location for an error, or %NULL
   *
   * Removes the store with everything in it. It is no error if there is none.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*destroy) (VmxStorage *self, GError **error);

  /**
   * VmxStorageInterface::begin:
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
  VmxStorageTxn *(*begin) (VmxStorage *self, VmxTxnMode mode, GCancellable *cancellable,
                           GError **error);

  /* Not named like its caller, which would give it the same ownership: what a language makes of a
   * list has to own its records, and what it gets from C has to free them by itself. */
  /**
   * VmxStorageInterface::run_select:
   * @self: an open storage
   * @statement: a select statement in the storage's own language
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Runs one select statement. Everything that could write is refused with
   * [error@Vmx.Error.INVALID_QUERY].
   *
   * Returns: (transfer full) (element-type VmxRecord): the records that it finds
   *
   * Since: 0.1
   */
  GPtrArray *(*run_select) (VmxStorage *self, const char *statement,
                            GCancellable *cancellable, GError **error);

  /**
   * VmxStorageInterface::check:
   * @self: an open storage
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Looks through the whole store for damage, and changes nothing. Damage is what it finds, not an
   * error; an error says that it could not look.
   *
   * Returns: (transfer full) (array zero-terminated=1): a sentence for each damage, for people;
   *   empty when the store is whole
   *
   * Since: 0.1
   */
  char **(*check) (VmxStorage *self, GCancellable *cancellable, GError **error);
};

VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_open (VmxStorage *self, gboolean create, GCancellable *cancellable,
                           GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_close (VmxStorage *self, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_exists (VmxStorage *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_destroy (VmxStorage *self, GError **error);
VMX_AVAILABLE_IN_ALL
VmxStorageTxn *vmx_storage_begin (VmxStorage *self, VmxTxnMode mode, GCancellable *cancellable,
                                  GError **error);
VMX_AVAILABLE_IN_ALL
GPtrArray *vmx_storage_execute_select (VmxStorage *self, const char *statement,
                                       GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
char **vmx_storage_check (VmxStorage *self, GCancellable *cancellable, GError **error);

G_END_DECLS
