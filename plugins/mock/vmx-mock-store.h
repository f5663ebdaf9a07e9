/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-table.h"

G_BEGIN_DECLS

/* What storages of the same name share: the tables as last committed, and whose turn it is to
 * write. All functions may be called from any thread. */
typedef struct _VmxMockStore VmxMockStore;

/* A store that only its owners know. */
VmxMockStore *vmx_mock_store_new (void);
/* The store of this name in this process; made when asked for the first time. */
VmxMockStore *vmx_mock_store_get (const char *name);
VmxMockStore *vmx_mock_store_ref (VmxMockStore *self);
void vmx_mock_store_unref (VmxMockStore *self);

gboolean vmx_mock_store_exists (VmxMockStore *self);
/* FALSE when there is nothing to open and create is FALSE. */
gboolean vmx_mock_store_open (VmxMockStore *self, gboolean create);
void vmx_mock_store_destroy (VmxMockStore *self);

/* A copy of the list of tables, by name; the tables themselves are shared and never change. */
GHashTable *vmx_mock_store_get_tables (VmxMockStore *self);

/* Waits for the turn, at most timeout microseconds. */
gboolean vmx_mock_store_begin_write (VmxMockStore *self, gint64 timeout,
                                     GCancellable *cancellable, GError **error);
/* Ends the turn. tables is what the store has from now on; NULL leaves it as it is. */
void vmx_mock_store_end_write (VmxMockStore *self, GHashTable *tables);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxMockStore, vmx_mock_store_unref)

G_END_DECLS
