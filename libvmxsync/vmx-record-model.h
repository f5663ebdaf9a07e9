/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/local/options/vmx-read-options.h>
#include <libvmxsync/vmx-obj.h>

G_BEGIN_DECLS

#define VMX_TYPE_RECORD_MODEL (vmx_record_model_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxRecordModel, vmx_record_model, VMX, RECORD_MODEL, GObject)

VMX_AVAILABLE_IN_ALL
VmxRecordModel *vmx_record_model_new (VmxObj *object, VmxReadOptions *options, GError **error);
VMX_AVAILABLE_IN_ALL
VmxObj *vmx_record_model_get_object (VmxRecordModel *self);
VMX_AVAILABLE_IN_ALL
VmxReadOptions *vmx_record_model_get_options (VmxRecordModel *self);
VMX_AVAILABLE_IN_ALL
gboolean vmx_record_model_get_loading (VmxRecordModel *self);
VMX_AVAILABLE_IN_ALL
const GError *vmx_record_model_get_error (VmxRecordModel *self);
VMX_AVAILABLE_IN_ALL
void vmx_record_model_refresh (VmxRecordModel *self);

G_END_DECLS
