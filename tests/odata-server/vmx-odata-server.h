/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

#define VMX_TYPE_ODATA_SERVER (vmx_odata_server_get_type ())

/* An OData 4 service on a free port of 127.0.0.1, in a thread of its own. All calls may come from
 * any thread; what they change counts from the next request on. */
G_DECLARE_FINAL_TYPE (VmxOdataServer, vmx_odata_server, VMX, ODATA_SERVER, GObject)

/* What the service says of an atomic group that failed and was taken back. */
typedef enum
{
  VMX_ODATA_GROUP_AS_DONE,     /* the good members still read 201, as from CAP */
  VMX_ODATA_GROUP_ONLY_FAILED, /* only the bad ones are answered */
  VMX_ODATA_GROUP_ALL_FAILED,  /* the good ones read 500, as from CAP on PostgreSQL */
} VmxOdataGroupAnswers;

typedef enum
{
  VMX_ODATA_BATCH_ALL,
  VMX_ODATA_BATCH_JSON,      /* 415 for multipart */
  VMX_ODATA_BATCH_MULTIPART, /* 415 for JSON */
  VMX_ODATA_BATCH_NONE,      /* 404 */
} VmxOdataBatchForms;

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
  guint latency_ms;  /* before each answer */
  gboolean chunked;  /* answers come in small chunks without a length */
  const char *token; /* (nullable): refuses all without "Authorization: Bearer TOKEN" */

  /* Writes. */
  gboolean returns_minimal;   /* 204 in place of the record, asked for or not */
  gboolean omits_entity_id;   /* no OData-EntityId beside Location */
  guint duplicate_status;     /* for a key that is there already; 0 for 409 */
  gboolean checks_parents;    /* 400 for a foreign key without its record */
  gboolean requires_if_match; /* 428 without If-Match */
  gboolean no_etags;          /* no etags in answers, and If-Match counts for nothing */
  gboolean strict_numbers;    /* Int64 and Decimal as text only with "IEEE754Compatible=true" */

  /* $batch. */
  VmxOdataBatchForms batch_forms;
  guint batch_limit;        /* the most members; 0 for no limit */
  guint batch_limit_status; /* for more of them; 0 for 429 */
  VmxOdataGroupAnswers group_answers;
  gboolean shuffles_answers; /* JSON: the last member is answered first */
  gboolean omits_ids;        /* JSON: answers have no id */
  gboolean lf_only;          /* multipart: answers have LF for CRLF */

  /* Repeatable requests. */
  gboolean knows_repeats; /* carries out what has the same Repeatability-Request-ID once */
  guint repeat_window;    /* seconds since Repeatability-First-Sent, older is 412; 0 for any */
} VmxOdataServerOptions;

/* What was carried out, without what was taken back. */
typedef struct
{
  guint n_creates;
  guint n_updates;
  guint n_deletes;
} VmxOdataServerCounts;

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
/* The service makes the keys of this set: whole numbers count up, GUIDs are random. Without this
 * call it makes those of computed key columns. */
void vmx_odata_server_set_generates_keys (VmxOdataServer *self, const char *set,
                                          gboolean generates);
/* Takes a record away behind the client's back. key is a JSON array. FALSE if there is none. */
gboolean vmx_odata_server_remove (VmxOdataServer *self, const char *set, const char *key);
guint vmx_odata_server_get_n_rows (VmxOdataServer *self, const char *set);
/* Changes a record behind the client's back; json has the columns that change. */
gboolean vmx_odata_server_update_json (VmxOdataServer *self, const char *set, const char *key,
                                       const char *json, GError **error);
/* A record as a JSON object with its etag, or NULL. */
char *vmx_odata_server_get_json (VmxOdataServer *self, const char *set, const char *key);
/* The keys of all records as JSON arrays, in the order of their creation. */
char **vmx_odata_server_list_keys (VmxOdataServer *self, const char *set);
/* What requests did to a set. */
void vmx_odata_server_get_counts (VmxOdataServer *self, const char *set,
                                  VmxOdataServerCounts *counts);
/* Departments and Employees, with columns of mixed types and a relation. */
void vmx_odata_server_add_hr_sample (VmxOdataServer *self, guint n_employees);
/* Empty sets for writes: Tickets with whole numbers as keys that the service makes, Projects (such
 * keys too) ← Tasks (GUIDs that clients make) ← Notes (GUIDs that the service makes) by ProjectID
 * and TaskID, and Places with the key Region and Name. */
void vmx_odata_server_add_upload_sample (VmxOdataServer *self);

/* --- Faults --- */

typedef enum
{
  VMX_ODATA_FAULT_REPLY,         /* status, headers and body; a write is not carried out */
  VMX_ODATA_FAULT_CUT,           /* with Content-Length, broken off after n_bytes of the body */
  VMX_ODATA_FAULT_CUT_CHUNKED,   /* broken off between two chunks */
  VMX_ODATA_FAULT_CUT_IN_CHUNK,  /* broken off inside a chunk */
  VMX_ODATA_FAULT_CLOSE,         /* the connection is closed and nothing is done */
  VMX_ODATA_FAULT_LOSE,          /* all is done, but the connection is closed before the answer */
  VMX_ODATA_FAULT_DELAY,         /* the answer comes delay_ms later */
  VMX_ODATA_FAULT_LINK,          /* body is the next link */
  VMX_ODATA_FAULT_EMPTY_PAGE,    /* no records, and a next link to those that were due */
  VMX_ODATA_FAULT_REPLACE,       /* the first body in the answer becomes with */
  VMX_ODATA_FAULT_DO_THEN_REPLY, /* all is done, then status, headers and body */
  VMX_ODATA_FAULT_BARE_200,      /* status 200 without a body, and nothing is done */
  VMX_ODATA_FAULT_CUT_REQUEST,   /* closed behind the headers of the request, nothing is done */
  VMX_ODATA_FAULT_TWICE,         /* is done twice, the second answer goes out */
} VmxOdataFaultKind;

typedef struct
{
  VmxOdataFaultKind kind;
  const char *match; /* (nullable): part of "GET /odata/Employees?…" as it was sent */
  /* (nullable): for one member of a batch, part of "PATCH Employees(5)" as it was sent; the kinds
   * for it are REPLY, DO_THEN_REPLY, BARE_200 and REPLACE */
  const char *member;
  guint skip;  /* how many matching requests are answered well before */
  guint times; /* how many get the fault, 0 means 1 */
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

typedef enum
{
  VMX_ODATA_MOMENT_BEFORE, /* the request has come, and nothing is done yet */
  VMX_ODATA_MOMENT_DONE,   /* all is done, and the answer has not begun to go out */
} VmxOdataMoment;

/* Runs in the server's thread, which goes on when it returns. line is as for a fault's match. */
typedef void (*VmxOdataServerObserver) (VmxOdataServer *self, VmxOdataMoment moment,
                                        const char *line, gpointer user_data);

/* func may be NULL. */
void vmx_odata_server_set_observer (VmxOdataServer *self, VmxOdataServerObserver func,
                                    gpointer user_data);

guint vmx_odata_server_get_n_requests (VmxOdataServer *self);
/* Method, path and query as they were sent: "GET /odata/Employees?$top=1". */
char *vmx_odata_server_get_request (VmxOdataServer *self, guint position);
/* NULL if the request had no such header. */
char *vmx_odata_server_get_request_header (VmxOdataServer *self, guint position, const char *name);
/* NULL if there is no such request. */
char *vmx_odata_server_get_request_body (VmxOdataServer *self, guint position);
void vmx_odata_server_forget_requests (VmxOdataServer *self);

G_END_DECLS
