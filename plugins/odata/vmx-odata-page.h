/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

#include "vmx-odata-error.h"

G_BEGIN_DECLS

/* Reads one page of an entity set while it arrives: the envelope stays here, the records go
 * straight into the rows of a batch. */
typedef struct _VmxOdataPage VmxOdataPage;

VmxOdataPage *vmx_odata_page_new (VmxObjectSchema *schema);
void vmx_odata_page_free (VmxOdataPage *self);
/* Stops the reading when a page has more rows; 0 for no limit. */
void vmx_odata_page_set_max_rows (VmxOdataPage *self, guint max_rows);

gboolean vmx_odata_page_feed (VmxOdataPage *self, const char *data, gsize length, GError **error);
/* FALSE if the page was cut off: that may go better another time. */
gboolean vmx_odata_page_finish (VmxOdataPage *self, GError **error);
/* Whether a finished page is one, with a key in each record. */
gboolean vmx_odata_page_check (VmxOdataPage *self, GError **error);

/* After a failed feed: there were more rows than the limit allows. */
gboolean vmx_odata_page_was_stopped (VmxOdataPage *self);
VmxRecordBatch *vmx_odata_page_get_batch (VmxOdataPage *self);
/* As the server wrote them, NULL if it did not. */
const char *vmx_odata_page_get_context (VmxOdataPage *self);
const char *vmx_odata_page_get_next_link (VmxOdataPage *self);
const char *vmx_odata_page_get_delta_link (VmxOdataPage *self);
/* The count of all records, -1 if unknown. */
gint64 vmx_odata_page_get_count (VmxOdataPage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxOdataPage, vmx_odata_page_free)

G_END_DECLS
