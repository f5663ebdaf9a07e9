/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-server-change.h"
#include "vmx-odata-server-request.h"

G_BEGIN_DECLS

/* The service behind the connections. Whoever calls these holds the lock of the server. */
typedef struct
{
  VmxOdataServerOptions options;
  char *token;      /* of the options */
  char *url;
  GPtrArray *sets;           /* of VmxServerSet */
  GPtrArray *faults;         /* of VmxServerFault */
  GPtrArray *log;            /* of VmxServerLogEntry */
  GHashTable *repeats;       /* VmxServerReply by Repeatability-Request-ID */
  guint n_writes;            /* the clock of computed times */
  VmxServerJournal *journal; /* (nullable): of the atomic group that is being done */
} VmxServerState;

typedef struct
{
  char *line;
  SoupMessageHeaders *headers;
  GBytes *body;
} VmxServerLogEntry;

VmxServerSet *vmx_server_state_find_set (VmxServerState *self, const char *name);
/* Takes and gives back the lock of a server. */
VmxServerState *vmx_odata_server_lock (VmxOdataServer *self);
void vmx_odata_server_unlock (VmxOdataServer *self);

/* --- Answers --- */

/* What an EMPTY_PAGE or LINK fault does to a page. */
typedef struct
{
  gboolean is_empty;
  const char *next_link; /* (nullable) */
} VmxServerPageFault;

void vmx_server_answer (VmxServerState *self, VmxServerRequest *request,
                        const VmxServerPageFault *fault, VmxServerReply *reply);
void vmx_server_answer_page (VmxServerState *self, VmxServerSet *set, VmxServerRequest *request,
                             const VmxServerPageFault *fault, VmxServerReply *reply);
/* A member of a batch: a set or a record. */
void vmx_server_answer_member (VmxServerState *self, VmxServerRequest *request,
                               VmxServerReply *reply);
/* One record, with its ETag in the header. */
void vmx_server_answer_row (VmxServerState *self, VmxServerSet *set, guint row,
                            VmxServerRequest *request, VmxServerReply *reply);
void vmx_server_reply_set_etag (VmxServerState *self, VmxServerSet *set, guint row,
                                VmxServerReply *reply);
/* POST to a set, for which key is NULL, and PATCH and DELETE of a record. */
void vmx_server_answer_write (VmxServerState *self, VmxServerSet *set, const char *key,
                              VmxServerRequest *request, VmxServerReply *reply);
void vmx_server_answer_batch (VmxServerState *self, VmxServerRequest *request,
                              VmxServerReply *reply);
void vmx_server_write_metadata (VmxServerState *self, GString *xml);
/* The way that numbers and annotations are written for this client. */
VmxServerFormat vmx_server_get_format (VmxServerState *self, VmxServerRequest *request);

/* --- Bodies of creates and updates --- */

typedef struct
{
  GBytes *bytes;
  gboolean is_update;
  gboolean numbers_as_text; /* Int64 and Decimal may be strings */
} VmxServerBody;

/* The columns that a body gives as the one row of a batch, others are missing. NULL with the
 * refusal in reply. */
VmxRecordBatch *vmx_server_body_read (const VmxServerBody *body, VmxServerSet *set,
                                      VmxServerReply *reply);
/* Adds keys, defaults and nulls to what a create gives. FALSE with the refusal in reply. */
gboolean vmx_server_body_complete (VmxServerSet *set, VmxRecordBatch *values,
                                   VmxServerReply *reply);
/* Sets what the server computes at each write. */
void vmx_server_state_stamp (VmxServerState *self, VmxServerSet *set, VmxRecordBatch *values);

/* --- Repeatable requests --- */

GHashTable *vmx_server_repeats_new (void);
/* TRUE if the answer was given before, or the request is refused. */
gboolean vmx_server_repeat_answer (VmxServerState *self, VmxServerRequest *request,
                                   VmxServerReply *reply);
/* Keeps the answer to a repeatable request. */
void vmx_server_repeat_keep (VmxServerState *self, VmxServerRequest *request,
                             VmxServerReply *reply);

/* --- Faults --- */

typedef struct _VmxServerFault VmxServerFault;

VmxServerFault *vmx_server_fault_new (const VmxOdataFault *fault);
void vmx_server_fault_free (VmxServerFault *self);
/* (nullable): the first fault that is due for a request, used up once. It lives until the last
 * unref. */
VmxServerFault *vmx_server_state_take_fault (VmxServerState *self, const char *line);
/* The same for a member of a batch; line is that of the batch. */
VmxServerFault *vmx_server_state_take_member_fault (VmxServerState *self, const char *line,
                                                    const char *member);
/* Whether the request is not carried out. */
gboolean vmx_server_fault_replaces_work (VmxServerFault *self, const char *method);
VmxServerFault *vmx_server_fault_ref (VmxServerFault *self);
const VmxOdataFault *vmx_server_fault_get (VmxServerFault *self);
VmxServerPageFault vmx_server_fault_get_page_fault (VmxServerFault *self);
/* Changes an answer that is ready. */
void vmx_server_fault_change_reply (VmxServerFault *self, VmxServerReply *reply);
/* Whether the answer goes out by vmx_server_fault_break(). */
gboolean vmx_server_fault_breaks (VmxServerFault *self);
/* Takes the connection from the server, sends what the fault lets through, and closes it. */
void vmx_server_fault_break (VmxServerFault *self, SoupServerMessage *message,
                             VmxServerReply *reply);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxServerFault, vmx_server_fault_free)

G_END_DECLS
