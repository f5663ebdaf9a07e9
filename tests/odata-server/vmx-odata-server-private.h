/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-server-request.h"

G_BEGIN_DECLS

/* The service behind the connections. Whoever calls these holds the lock of the server. */
typedef struct
{
  VmxOdataServerOptions options;
  char *token;      /* of the options */
  char *url;
  GPtrArray *sets;  /* of VmxServerSet */
  GPtrArray *faults; /* of VmxServerFault */
  GPtrArray *log;   /* of VmxServerLogEntry */
} VmxServerState;

typedef struct
{
  char *line;
  SoupMessageHeaders *headers;
} VmxServerLogEntry;

VmxServerSet *vmx_server_state_find_set (VmxServerState *self, const char *name);

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
void vmx_server_write_metadata (VmxServerState *self, GString *xml);
/* The way that numbers and annotations are written for this client. */
VmxServerFormat vmx_server_get_format (VmxServerState *self, VmxServerRequest *request);

/* --- Faults --- */

typedef struct _VmxServerFault VmxServerFault;

VmxServerFault *vmx_server_fault_new (const VmxOdataFault *fault);
void vmx_server_fault_free (VmxServerFault *self);
/* (nullable): the first fault that is due for a request, used up once. It lives until the last
 * unref. */
VmxServerFault *vmx_server_state_take_fault (VmxServerState *self, const char *line);
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
