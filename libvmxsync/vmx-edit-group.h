/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-write-options.h>
#include <libvmxsync/vmx-client.h>
#include <libvmxsync/vmx-obj.h>

G_BEGIN_DECLS

#define VMX_TYPE_EDIT_GROUP (vmx_edit_group_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxEditGroup, vmx_edit_group, VMX, EDIT_GROUP, GObject)

VMX_AVAILABLE_IN_ALL
VmxEditGroup *vmx_edit_group_new (VmxClient *client);

/* Adding edits; each gives the position of the edit */
VMX_AVAILABLE_IN_ALL
guint vmx_edit_group_create (VmxEditGroup *self, VmxObj *object, VmxRecord *record,
                             VmxWriteOptions *options);
VMX_AVAILABLE_IN_ALL
guint vmx_edit_group_update (VmxEditGroup *self, VmxObj *object, VmxRecord *record,
                             VmxWriteOptions *options);
VMX_AVAILABLE_IN_ALL
guint vmx_edit_group_update_by_pk (VmxEditGroup *self, VmxObj *object, VmxRecord *record,
                                   VmxWriteOptions *options);
VMX_AVAILABLE_IN_ALL
guint vmx_edit_group_delete (VmxEditGroup *self, VmxObj *object, VmxWriteOptions *options);
VMX_AVAILABLE_IN_ALL
guint vmx_edit_group_delete_by_pk (VmxEditGroup *self, VmxObj *object, VmxWriteOptions *options);
VMX_AVAILABLE_IN_ALL
guint vmx_edit_group_get_n_edits (VmxEditGroup *self);

/* All or nothing, once */
VMX_AVAILABLE_IN_ALL
gboolean vmx_edit_group_apply (VmxEditGroup *self, GCancellable *cancellable, GError **error);
VMX_AVAILABLE_IN_ALL
void vmx_edit_group_apply_async (VmxEditGroup *self, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
VMX_AVAILABLE_IN_ALL
gboolean vmx_edit_group_apply_finish (VmxEditGroup *self, GAsyncResult *result, GError **error);

/* What the edits did, once they are applied */
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_edit_group_get_created (VmxEditGroup *self, guint position);
VMX_AVAILABLE_IN_ALL
gint64 vmx_edit_group_get_count (VmxEditGroup *self, guint position);

G_END_DECLS
