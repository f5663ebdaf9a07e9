/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

#define VMX_TYPE_ODATA_SERVER (vmx_odata_server_get_type ())

/* An OData 4 service on a free port of 127.0.0.1, in a thread of its own. All calls may come from
 * any thread; what they change counts from the next request on. */
G_DECLARE_FINAL_TYPE (VmxOdataServer, vmx_odata_server, VMX, ODATA_SERVER, GObject)

/* How the service behaves. All zero is an orderly service without limits. */
typedef struct
{
  guint page_size;             /* the most records that it puts into a page; 0 for no limit */
  gboolean ignores_page_size;  /* takes no notice of "Prefer: odata.maxpagesize" */
  gboolean plain_numbers;      /* Int64 and Decimal as numbers, whatever the client asks for */
  gboolean count_as_string;
  gboolean short_annotations;  /* "@etag" in place of "@odata.etag" */
  gboolean absolute_links;
  gboolean annotations_last;   /* context, count and next link behind the records */
  gboolean gzip;
  guint latency_ms;            /* before each answer */
  const char *token;           /* (nullable): refuses all without "Authorization: Bearer TOKEN" */
} VmxOdataServerOptions;

/* Starts a service without data. */
VmxOdataServer *vmx_odata_server_new (GError **error);
/* Ends it and its thread; so does the last unref. */
void vmx_odata_server_stop (VmxOdataServer *self);
/* The address of the service, with a final slash. */
const char *vmx_odata_server_get_url (VmxOdataServer *self);
void vmx_odata_server_configure (VmxOdataServer *self, const VmxOdataServerOptions *options);

/* --- Data --- */

/* Fills the cells of a new row. */
typedef void (*VmxOdataServerRowFunc) (VmxRecordBatch *batch, guint row, guint position,
                                       gpointer user_data);

/* A set of the object's name; the schema must be sealed. */
void vmx_odata_server_add_set (VmxOdataServer *self, VmxObjectSchema *schema);
void vmx_odata_server_add_rows (VmxOdataServer *self, const char *set, guint n_rows,
                                VmxOdataServerRowFunc func, gpointer user_data);
/* One record as a JSON object. */
gboolean vmx_odata_server_add_json (VmxOdataServer *self, const char *set, const char *json,
                                    GError **error);
/* Takes a record away behind the client's back. key is a JSON array. FALSE if there is none. */
gboolean vmx_odata_server_remove (VmxOdataServer *self, const char *set, const char *key);
guint vmx_odata_server_get_n_rows (VmxOdataServer *self, const char *set);
/* Departments and Employees, with columns of mixed types and a relation. */
void vmx_odata_server_add_hr_sample (VmxOdataServer *self, guint n_employees);

/* --- Faults --- */

typedef enum
{
  VMX_ODATA_FAULT_REPLY,       /* status, headers and body in place of the answer */
  VMX_ODATA_FAULT_CUT,         /* with Content-Length, broken off after n_bytes of the body */
  VMX_ODATA_FAULT_CUT_CHUNKED, /* broken off between two chunks */
  VMX_ODATA_FAULT_CUT_IN_CHUNK, /* broken off inside a chunk */
  VMX_ODATA_FAULT_CLOSE,       /* the connection is closed and nothing is done */
  VMX_ODATA_FAULT_LOSE,        /* all is done, but the connection is closed before the answer */
  VMX_ODATA_FAULT_DELAY,       /* the answer comes delay_ms later */
  VMX_ODATA_FAULT_LINK,        /* body is the next link */
  VMX_ODATA_FAULT_EMPTY_PAGE,  /* no records, and a next link to those that were due */
  VMX_ODATA_FAULT_REPLACE,     /* the first body in the answer becomes with */
} VmxOdataFaultKind;

typedef struct
{
  VmxOdataFaultKind kind;
  const char *match; /* (nullable): part of "GET /odata/Employees?…" as it was sent */
  guint skip;        /* how many matching requests are answered well before */
  guint times;       /* how many get the fault, 0 means 1 */
  guint status;
  const char *headers; /* (nullable): lines of "Name: value" */
  const char *body;    /* (nullable) */
  const char *with;
  gsize n_bytes;
  guint delay_ms;
} VmxOdataFault;

/* Copies fault and puts it behind those that are waiting. A request gets the first that matches. */
void vmx_odata_server_add_fault (VmxOdataServer *self, const VmxOdataFault *fault);

/* --- What was asked --- */

guint vmx_odata_server_get_n_requests (VmxOdataServer *self);
/* Method, path and query as they were sent: "GET /odata/Employees?$top=1". */
char *vmx_odata_server_get_request (VmxOdataServer *self, guint position);
/* NULL if the request had no such header. */
char *vmx_odata_server_get_request_header (VmxOdataServer *self, guint position,
                                           const char *name);
void vmx_odata_server_forget_requests (VmxOdataServer *self);

G_END_DECLS
