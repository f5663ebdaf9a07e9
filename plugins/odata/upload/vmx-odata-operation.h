/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

#define VMX_ODATA_ACCEPT_JSON "application/json;odata.metadata=minimal;IEEE754Compatible=true"

/* One change, or the reading of one record, as HTTP sees it. */
typedef struct
{
  const char *method;
  char *url;  /* relative to the service, without a leading slash */
  char *etag; /* (nullable): for If-Match */
  char *body; /* (nullable): JSON */
} VmxOdataOperation;

gboolean vmx_odata_operation_init (VmxOdataOperation *self, VmxUploadRequest *request, guint member,
                                   GError **error);
gboolean vmx_odata_operation_init_read (VmxOdataOperation *self, VmxRecordBatch *keys, guint row,
                                        GError **error);
void vmx_odata_operation_clear (VmxOdataOperation *self);
/* Names and values by turns. */
char **vmx_odata_operation_get_headers (const VmxOdataOperation *self);
/* The operations of all changes of a request, (element-type VmxOdataOperation). */
GArray *vmx_odata_operations_new (void);
GArray *vmx_odata_operations_new_for_request (VmxUploadRequest *request, GError **error);

/* Adds the parameters that the application wants in all upload requests. */
void vmx_odata_operation_add_params (GString *url, VmxUploadRequest *request);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxOdataOperation, vmx_odata_operation_clear)

G_END_DECLS
