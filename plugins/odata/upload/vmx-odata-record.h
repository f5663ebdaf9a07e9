/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Records as the server writes them. */

/* A VmxAnnotationFunc: takes the etag of a record, and that it is deleted. user_data is a GString
 * to work with. */
gboolean vmx_odata_record_take_annotation (gpointer user_data, VmxRecordBatch *batch, guint row,
                                           const char *target, gsize target_length,
                                           const char *term, gsize term_length, const char *text,
                                           gsize text_length, GError **error);

/* Adds a row with the record of a JSON text. FALSE if there is none in it
 * (VMX_ERROR_INVALID_ANSWER); the batch is then as before. The key may be missing. */
gboolean vmx_odata_record_read (VmxRecordBatch *batch, const char *json, gsize length,
                                GError **error);

G_END_DECLS
