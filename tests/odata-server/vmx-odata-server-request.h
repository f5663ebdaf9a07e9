/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "vmx-odata-server-set.h"
#include "vmx-odata-server.h"

G_BEGIN_DECLS

#define VMX_SERVER_PATH "/odata/"

/* A request as the service understands it. */
typedef struct
{
  char *method;
  char *line; /* for the log: method, path and query as they were sent */
  char *path; /* behind VMX_SERVER_PATH, decoded; NULL for what is elsewhere */
  char *query;
  GHashTable *options; /* decoded values by decoded names */
  SoupMessageHeaders *headers;
  GBytes *body;
} VmxServerRequest;

void vmx_server_request_init (VmxServerRequest *self, SoupServerMessage *message);
/* A member of a batch; its address is relative to the service. */
void vmx_server_request_init_member (VmxServerRequest *self, const char *method, const char *url,
                                     SoupMessageHeaders *headers, GBytes *body);
void vmx_server_request_clear (VmxServerRequest *self);
/* Whether the Prefer header has this, such as "return=minimal". */
gboolean vmx_server_request_prefers (VmxServerRequest *self, const char *preference);
const char *vmx_server_request_get_option (VmxServerRequest *self, const char *name);
/* A whole number, or otherwise if the option is not there. FALSE for what is no number. */
gboolean vmx_server_request_get_number (VmxServerRequest *self, const char *name, guint otherwise,
                                        guint *number);
/* From the Prefer header, 0 if it does not say. */
guint vmx_server_request_get_max_page_size (VmxServerRequest *self);
/* Path and query of the next page, relative to the service. */
char *vmx_server_request_make_next (VmxServerRequest *self, guint position, guint left);

/* An answer before it goes out. */
typedef struct
{
  guint status;
  const char *content_type;
  GString *body;
  SoupMessageHeaders *headers;
} VmxServerReply;

void vmx_server_reply_init (VmxServerReply *self);
void vmx_server_reply_clear (VmxServerReply *self);
void vmx_server_reply_set_error (VmxServerReply *self, guint status, const char *code,
                                 const char *message);
/* 400, with the name of the column that is at fault. */
void vmx_server_reply_refuse_column (VmxServerReply *self, const char *column, const char *message);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxServerRequest, vmx_server_request_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxServerReply, vmx_server_reply_clear)

G_END_DECLS
