/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

#define REQUEST_ID "3f2b8a60-1c1e-4a53-9d0a-6f1c2d3e4f50"

/* An object with a column of each type; keys is a list of key columns, as "ID" or "ID,Name". */
VmxObjectSchema *make_schema (const char *keys);
/* A row from a JSON object, with an etag that may be NULL. */
VmxRecordBatch *make_record (VmxObjectSchema *schema, const char *json, const char *etag);
VmxUploadRequest *make_request (void);
void add_change (VmxUploadRequest *request, VmxChangeAction action, VmxObjectSchema *schema,
                 const char *json, const char *etag);
/* A request with a create of a key made by the server, an update of 2 and a deletion of 3. */
VmxUploadRequest *make_mixed_request (VmxObjectSchema *schema);

G_END_DECLS
