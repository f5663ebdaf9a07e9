/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include <libvmxsync/model/record/vmx-record-batch.h>
#include <libvmxsync/plugin/vmx-plugin-enums.h>
#include <libvmxsync/plugin/vmx-selection.h>

G_BEGIN_DECLS

#define VMX_TYPE_STORAGE_CURSOR (vmx_storage_cursor_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (VmxStorageCursor, vmx_storage_cursor, VMX, STORAGE_CURSOR, GObject)

/**
 * VmxStorageCursorInterface:
 * @parent_iface: the parent interface
 * @next: reads on
 *
 * The interface of the records that a selection finds. Dropping the last reference ends the
 * reading; the transaction outlives its cursors.
 *
 * Since: 0.1
 */
struct _VmxStorageCursorInterface
{
  GTypeInterface parent_iface;

  /**
   * VmxStorageCursorInterface::next:
   * @self: a cursor
   * @max_rows: how many records to read at most
   * @cancellable: (nullable): a cancellable
   * @error: return location for an error, or %NULL
   *
   * Reads on.
   *
   * Returns: (transfer full): the next records; a batch without rows at the end
   *
   * Since: 0.1
   */
  VmxRecordBatch *(*next) (VmxStorageCursor *self, guint max_rows, GCancellable *cancellable,
                           GError **error);
};

VMX_AVAILABLE_IN_ALL
VmxRecordBatch *vmx_storage_cursor_next (VmxStorageCursor *self, guint max_rows,
                                         GCancellable *cancellable, GError **error);

#define VMX_TYPE_STORAGE_TXN (vmx_storage_txn_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (VmxStorageTxn, vmx_storage_txn, VMX, STORAGE_TXN, GObject)

/**
 * VmxStorageTxnInterface:
 * @parent_iface: the parent interface
 * @create_table: creates the table of an object, with its indexes
 * @drop_table: removes a table
 * @has_table: says whether a table exists
 * @put: writes records
 * @remove: removes records by their keys
 * @clear: removes all records of a table
 * @lookup: reads the stored records that have the keys of a batch
 * @select: finds records
 * @count: counts records
 * @commit: makes everything done in the transaction last
 * @rollback: undoes everything done in the transaction
 * @alter_table: gives a table other columns and indexes
 *
 * The interface of transactions on a store. A transaction is used on one thread. Dropping the last
 * reference of one that was not committed rolls it back.
 *
 * Since: 0.1
 */
struct _VmxStorageTxnInterface
{
  GTypeInterface parent_iface;

  /**
   * VmxStorageTxnInterface::create_table:
   * @self: a writing transaction
   * @schema: the schema of an object
   * @error: return location for an error, or %NULL
   *
   * Creates the table of an object, named like it, with one column per column of the schema and its
   * indexes. Tables whose names do not begin with `vmx_` get one more column, `vmx_etag`.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*create_table) (VmxStorageTxn *self, VmxObjectSchema *schema, GError **error);

  /**
   * VmxStorageTxnInterface::drop_table:
   * @self: a writing transaction
   * @name: the name of a table; it is no error if there is none
   * @error: return location for an error, or %NULL
   *
   * Removes a table with its records and indexes.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*drop_table) (VmxStorageTxn *self, const char *name, GError **error);

  /**
   * VmxStorageTxnInterface::has_table:
   * @self: a transaction
   * @name: the name of a table
   * @exists: (out): return location for whether it exists
   * @error: return location for an error, or %NULL
   *
   * Says whether a table exists.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*has_table) (VmxStorageTxn *self, const char *name, gboolean *exists,
                         GError **error);

  /**
   * VmxStorageTxnInterface::put:
   * @self: a writing transaction
   * @batch: records with whole keys
   * @mode: what missing cells do
   * @rows: (nullable): one byte per row, 0 for the rows to leave out; %NULL for all
   * @error: return location for an error, or %NULL
   *
   * Writes records with their etags: new ones are added, others with the same key are changed. Rows
   * that are marked as deleted are left out. With %VMX_PUT_MERGE, a row without an etag leaves the
   * stored one.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*put) (VmxStorageTxn *self, VmxRecordBatch *batch, VmxPutMode mode, GBytes *rows,
                   GError **error);

  /**
   * VmxStorageTxnInterface::remove:
   * @self: a writing transaction
   * @batch: rows with whole keys
   * @rows: (nullable): one byte per row, 0 for the rows to leave out; %NULL for all
   * @n_removed: (out) (optional): return location for the number of records that were there
   * @error: return location for an error, or %NULL
   *
   * Removes records by their keys. It is no error if one is not there.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*remove) (VmxStorageTxn *self, VmxRecordBatch *batch, GBytes *rows,
                      guint64 *n_removed, GError **error);

  /**
   * VmxStorageTxnInterface::clear:
   * @self: a writing transaction
   * @schema: the schema of an object
   * @error: return location for an error, or %NULL
   *
   * Removes all records of an object.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*clear) (VmxStorageTxn *self, VmxObjectSchema *schema, GError **error);

  /**
   * VmxStorageTxnInterface::lookup:
   * @self: a transaction
   * @keys: rows with whole keys
   * @error: return location for an error, or %NULL
   *
   * Reads the stored records that have the keys of a batch, with their etags.
   *
   * Returns: (transfer full): a batch with as many rows in the same order; where nothing is stored
   *   all cells of the row are missing
   *
   * Since: 0.1
   */
  VmxRecordBatch *(*lookup) (VmxStorageTxn *self, VmxRecordBatch *keys, GError **error);

  /**
   * VmxStorageTxnInterface::select:
   * @self: a transaction
   * @selection: what to find
   * @error: return location for an error, or %NULL
   *
   * Finds records. Null cells are null in the batches, never missing.
   *
   * Returns: (transfer full): a cursor
   *
   * Since: 0.1
   */
  VmxStorageCursor *(*select) (VmxStorageTxn *self, VmxSelection *selection, GError **error);

  /**
   * VmxStorageTxnInterface::count:
   * @self: a transaction
   * @selection: what to count; its columns, orders and limit are left aside
   * @error: return location for an error, or %NULL
   *
   * Counts records.
   *
   * Returns: the number, -1 on failure
   *
   * Since: 0.1
   */
  gint64 (*count) (VmxStorageTxn *self, VmxSelection *selection, GError **error);

  /**
   * VmxStorageTxnInterface::commit:
   * @self: a transaction
   * @error: return location for an error, or %NULL
   *
   * Makes everything done in the transaction last, and ends it. A failed commit keeps nothing.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*commit) (VmxStorageTxn *self, GError **error);

  /**
   * VmxStorageTxnInterface::rollback:
   * @self: a transaction
   * @error: return location for an error, or %NULL
   *
   * Undoes everything done in the transaction, and ends it.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*rollback) (VmxStorageTxn *self, GError **error);

  /**
   * VmxStorageTxnInterface::alter_table:
   * @self: a writing transaction
   * @from: the schema that the table was made with
   * @to: a schema of the same name with the same key columns, in which columns of the same name
   *   have the same type
   * @error: return location for an error, or %NULL
   *
   * Brings a table to the columns and indexes that [vfunc@Vmx.StorageTxn.create_table] would give
   * it with the other schema. Records stay, with their etags and with the values of the columns
   * that both schemas have. New columns are null.
   *
   * Returns: %TRUE on success
   *
   * Since: 0.1
   */
  gboolean (*alter_table) (VmxStorageTxn *self, VmxObjectSchema *from, VmxObjectSchema *to,
                           GError **error);
};

VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_create_table (VmxStorageTxn *self, VmxObjectSchema *schema,
                                       GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_alter_table (VmxStorageTxn *self, VmxObjectSchema *from,
                                      VmxObjectSchema *to, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_drop_table (VmxStorageTxn *self, const char *name, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_has_table (VmxStorageTxn *self, const char *name, gboolean *exists,
                                    GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_put (VmxStorageTxn *self, VmxRecordBatch *batch, VmxPutMode mode,
                              GBytes *rows, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_remove (VmxStorageTxn *self, VmxRecordBatch *batch, GBytes *rows,
                                 guint64 *n_removed, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_clear (VmxStorageTxn *self, VmxObjectSchema *schema, GError **error);
VMX_AVAILABLE_IN_ALL
VmxRecordBatch *vmx_storage_txn_lookup (VmxStorageTxn *self, VmxRecordBatch *keys,
                                        GError **error);
VMX_AVAILABLE_IN_ALL
VmxStorageCursor *vmx_storage_txn_select (VmxStorageTxn *self, VmxSelection *selection,
                                          GError **error);
VMX_AVAILABLE_IN_ALL
gint64 vmx_storage_txn_count (VmxStorageTxn *self, VmxSelection *selection, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_commit (VmxStorageTxn *self, GError **error);
VMX_AVAILABLE_IN_ALL
gboolean vmx_storage_txn_rollback (VmxStorageTxn *self, GError **error);

G_END_DECLS
