/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>

G_BEGIN_DECLS

/* FALSE and VMX_ERROR_NOT_SUPPORTED for a call that the plugin lacks. */
gboolean vmx_plugin_check_call (gpointer plugin, const char *call, gboolean implemented,
                                GError **error);
/* The one place where results of plugins are checked. success says whether the call gave a result;
 * local_error is what it set. Takes local_error. FALSE with error set unless both agree on success.
 * Foreign error domains are named in the message and become VMX_ERROR codes; G_IO_ERROR_CANCELLED
 * and VMX_ERROR pass as they are. */
gboolean vmx_plugin_check_result (gpointer plugin, const char *call, gboolean success,
                                  GError **local_error, GError **error);
/* FALSE and VMX_ERROR_PLUGIN_MISBEHAVED if the batch that a call gave is of another object. */
gboolean vmx_plugin_check_schema (gpointer plugin, const char *call, VmxRecordBatch *batch,
                                  VmxObjectSchema *schema, GError **error);
/* FALSE and VMX_ERROR_KEY_MISSING if a row has no whole key after a call. */
gboolean vmx_plugin_check_keys (gpointer plugin, const char *call, VmxRecordBatch *batch,
                                GError **error);
/* Sets VMX_ERROR_PLUGIN_MISBEHAVED and names the plugin's type and the call. */
void vmx_plugin_set_misbehaved (gpointer plugin, const char *call, GError **error,
                                const char *format, ...) G_GNUC_PRINTF (4, 5);
/* What a GError of GIO, TLS or the resolver is in our codes (2030 and up). */
int vmx_error_code_for_foreign (const GError *error);
/* Sets a GObject property of a plugin from text, by its type: "30", "true", "abc". */
gboolean vmx_plugin_set_property_from_text (GObject *plugin, const char *name, const char *text,
                                            GError **error);

G_END_DECLS
