/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "vmx-odata-server-private.h"

G_BEGIN_DECLS

/* One request of many that came together. */
typedef struct
{
  char *id;     /* (nullable): of JSON, or a Content-ID */
  char *group;  /* (nullable): name of the atomic group */
  char **needs; /* (nullable): ids of members or groups that must go well before */
  VmxServerRequest request;
  VmxServerReply reply;
  gboolean is_answered;
  gboolean is_good; /* what was done, whatever the answer says */
} VmxServerMember;

VmxServerMember *vmx_server_member_new (const char *id, const char *group, const char *method,
                                        const char *url, SoupMessageHeaders *headers, GBytes *body);
void vmx_server_member_free (VmxServerMember *self);
/* Whether the answer says so: an error, or nothing at all. */
gboolean vmx_server_member_reads_failed (VmxServerMember *self);

/* The first one behind the group that begins at a position. */
guint vmx_server_members_find_end (GPtrArray *members, guint start);
/* Carries out the members in order; with stops, those behind a failure get no answer. */
void vmx_server_members_run (VmxServerState *self, VmxServerRequest *batch, GPtrArray *members,
                             gboolean stops);

/* Both read a batch, carry it out and write the answer. */
void vmx_server_answer_json_batch (VmxServerState *self, VmxServerRequest *request,
                                   VmxServerReply *reply);
void vmx_server_answer_multipart_batch (VmxServerState *self, VmxServerRequest *request,
                                        VmxServerReply *reply);
/* FALSE with the refusal in reply. */
gboolean vmx_server_batch_check_limit (VmxServerState *self, guint n_members,
                                       VmxServerReply *reply);

G_END_DECLS
