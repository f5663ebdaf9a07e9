/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/schema/vmx-object-schema.h>

G_BEGIN_DECLS

#define VMX_TYPE_FETCH_REQUEST (vmx_fetch_request_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxFetchRequest, vmx_fetch_request, VMX, FETCH_REQUEST, GObject)

VMX_AVAILABLE_IN_ALL
VmxFetchRequest *vmx_fetch_request_new (VmxObjectSchema *schema);
VMX_AVAILABLE_IN_ALL
VmxObjectSchema *vmx_fetch_request_get_schema (VmxFetchRequest *self);
VMX_AVAILABLE_IN_ALL
const char *vmx_fetch_request_get_filter (VmxFetchRequest *self);
VMX_AVAILABLE_IN_ALL
void vmx_fetch_request_set_filter (VmxFetchRequest *self, const char *filter);
VMX_AVAILABLE_IN_ALL
guint vmx_fetch_request_get_batch_size (VmxFetchRequest *self);
VMX_AVAILABLE_IN_ALL
void vmx_fetch_request_set_batch_size (VmxFetchRequest *self, guint batch_size);
VMX_AVAILABLE_IN_ALL
const char *vmx_fetch_request_get_context (VmxFetchRequest *self);
VMX_AVAILABLE_IN_ALL
void vmx_fetch_request_set_context (VmxFetchRequest *self, const char *context);
VMX_AVAILABLE_IN_ALL
const char *vmx_fetch_request_get_bookmark (VmxFetchRequest *self);
VMX_AVAILABLE_IN_ALL
void vmx_fetch_request_set_bookmark (VmxFetchRequest *self, const char *bookmark);
VMX_AVAILABLE_IN_ALL
const char *const *vmx_fetch_request_get_query_params (VmxFetchRequest *self);
VMX_AVAILABLE_IN_ALL
void vmx_fetch_request_set_query_params (VmxFetchRequest *self, const char *const *params);
VMX_AVAILABLE_IN_ALL
gboolean vmx_fetch_request_get_want_total (VmxFetchRequest *self);
VMX_AVAILABLE_IN_ALL
void vmx_fetch_request_set_want_total (VmxFetchRequest *self, gboolean want_total);

G_END_DECLS
