/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Addresses of records, from and to text. */

/* What the service calls the object, whatever the program calls it. */
const char *vmx_odata_key_get_set (VmxObjectSchema *schema);
/* Whether a row has all cells of its key. */
gboolean vmx_odata_key_is_complete (VmxRecordBatch *batch, guint row);
gboolean vmx_odata_key_equal (VmxRecordBatch *a, guint row_of_a, VmxRecordBatch *b, guint row_of_b);
/* Sets the cells of the key to those of another row, where that has them. */
void vmx_odata_key_copy (VmxRecordBatch *to, guint to_row, VmxRecordBatch *from, guint from_row);
/* Appends "Set(1)" or "Set(A=1,B='x')", ready for an address. VMX_ERROR_KEY_MISSING. */
gboolean vmx_odata_key_append (GString *url, VmxRecordBatch *batch, guint row, GError **error);

/* Takes the key out of the address of a record, such as OData-EntityId and Location tell it, full
 * or relative. Servers escape it or do not; sent is what the key may be known to be. FALSE if there
 * is no whole key in it; the row then has none either. */
gboolean vmx_odata_key_parse (const char *address, VmxRecordBatch *batch, guint row,
                              VmxRecordBatch *sent, guint sent_row);

G_END_DECLS
