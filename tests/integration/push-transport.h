/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* A transport of the program to the service of data/hr-schema.json, which has no records. It takes
 * uploads as a test says and remembers what it was sent. */
#define PUSH_TYPE_TRANSPORT (push_transport_get_type ())
G_DECLARE_FINAL_TYPE (PushTransport, push_transport, PUSH, TRANSPORT, GObject)

typedef VmxUploadReply *(*PushFunc) (PushTransport *self, VmxUploadRequest *request,
                                     GCancellable *cancellable, GError **error);

struct _PushTransport
{
  GObject parent_instance;

  PushFunc push;    /* NULL: push_transport_accept() */
  VmxTransportFeatures features; /* UPLOAD and BATCH unless a test takes them away */
  gint64 next_key;  /* that it gives, from 1000 */
  GPtrArray *log;   /* (element-type utf8): a line for each request */
  GPtrArray *ids;   /* (element-type utf8): their ids */
  char *params;     /* of the last request, with bars between them */
  gboolean atomic;  /* the last request was */
  char *learned;    /* (nullable): what it tells */
  char *remembered; /* (nullable): what it was told */
  gboolean is_down; /* the server has ended; it is there again when the next run opens it */
};

PushTransport *push_transport_new (void);
/* A client, set up, whose one service "HR" uses the transport. */
VmxClient *push_transport_set_up (PushTransport *self);
/* Takes everything, and gives keys where the service makes them. */
VmxUploadReply *push_transport_accept (PushTransport *self, VmxUploadRequest *request,
                                       GCancellable *cancellable, GError **error);
/* The log since the last call, one request a line. */
char *push_transport_take_log (PushTransport *self);

G_END_DECLS
