/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record.h>

G_BEGIN_DECLS

#define VMX_TYPE_WRITE_OPTIONS (vmx_write_options_get_type ())

VMX_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (VmxWriteOptions, vmx_write_options, VMX, WRITE_OPTIONS, GObject)

VMX_AVAILABLE_IN_ALL
VmxWriteOptions *vmx_write_options_new (void);
VMX_AVAILABLE_IN_ALL
VmxWriteOptions *vmx_write_options_new_from_json (const char *json, GError **error);

/* Which records */
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_write_options_get_primary_keys (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_primary_keys (VmxWriteOptions *self, VmxRecord *primary_keys);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_write_options_get_where_condition (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_where_condition (VmxWriteOptions *self, VmxRecord *condition);
VMX_AVAILABLE_IN_ALL
const char *vmx_write_options_get_where_condition_as_a_string (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_where_condition_as_a_string (VmxWriteOptions *self, const char *text);
VMX_AVAILABLE_IN_ALL
VmxRecord *vmx_write_options_get_like_condition (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_like_condition (VmxWriteOptions *self, VmxRecord *patterns);
VMX_AVAILABLE_IN_ALL
const char *vmx_write_options_get_filter (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_filter (VmxWriteOptions *self, const char *filter);

/* How the change is kept */
VMX_AVAILABLE_IN_ALL
gboolean vmx_write_options_get_track_changes (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_track_changes (VmxWriteOptions *self, gboolean track_changes);
VMX_AVAILABLE_IN_ALL
gboolean vmx_write_options_get_track_intermediate_updates (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_track_intermediate_updates (VmxWriteOptions *self, gboolean track);
VMX_AVAILABLE_IN_ALL
gboolean vmx_write_options_get_mark_for_upload (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_mark_for_upload (VmxWriteOptions *self, gboolean mark_for_upload);
VMX_AVAILABLE_IN_ALL
gboolean vmx_write_options_get_sync_latest_object_snapshot (VmxWriteOptions *self);
VMX_AVAILABLE_IN_ALL
void vmx_write_options_set_sync_latest_object_snapshot (VmxWriteOptions *self, gboolean latest);

G_END_DECLS
