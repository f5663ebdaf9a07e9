/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-mock-storage.h"

G_BEGIN_DECLS

#define VMX_TYPE_MOCK_TXN (vmx_mock_txn_get_type ())

G_DECLARE_FINAL_TYPE (VmxMockTxn, vmx_mock_txn, VMX, MOCK_TXN, GObject)

/* For a writing one the caller has waited for its turn in the store; ending the transaction ends
 * the turn. */
VmxStorageTxn *vmx_mock_txn_new (VmxMockStorage *storage, VmxMockStore *store, VmxTxnMode mode);

G_END_DECLS
