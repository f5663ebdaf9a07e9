/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/model/record/vmx-record-batch.h>

G_BEGIN_DECLS

/* Records as JSON objects, in which changes and originals keep them: columns by name, so that they
 * outlive changes of the schema. Missing cells and streams are left out. */
char *vmx_image_encode (VmxRecordBatch *batch, guint row);
/* Adds a row. What is no column any more is passed over. what names the image in errors. */
gboolean vmx_image_decode (const char *image, VmxRecordBatch *batch, const char *what,
                           GError **error);

/* Adds a row with the key columns that vmx_record_batch_get_key_text() wrote. */
gboolean vmx_key_text_decode (const char *key, VmxRecordBatch *batch, GError **error);
/* The same as a record of the key columns. */
VmxRecord *vmx_key_text_to_record (const char *key, VmxObjectSchema *schema, GError **error);

G_END_DECLS
