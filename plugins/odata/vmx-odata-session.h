/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>
#include <libvmxsync/vmxsync.h>

#include "vmx-odata-error.h"

G_BEGIN_DECLS

/* The connections to one service. It belongs to the thread that made it. */
typedef struct _VmxOdataSession VmxOdataSession;

typedef struct
{
  const char *root; /* as vmx_odata_url_check_root() gives it */
  guint timeout;    /* seconds without a byte, 0 for none */
  guint64 max_bytes;
  guint retries;
  guint retry_delay; /* milliseconds before the first one */
} VmxOdataSessionOptions;

typedef struct
{
  const char *url;
  const char *accept;         /* (nullable) */
  const char *prefer;         /* (nullable) */
  const char *method;         /* (nullable): GET */
  const char *const *headers; /* (nullable): more of them, names and values by turns */
  const char *body;           /* (nullable) */
} VmxOdataRequest;

typedef struct
{
  guint status;
  char *url; /* where the answer came from, after redirects */
  char *content_type;
  SoupMessageHeaders *headers;
  VmxOdataError *failure; /* (nullable): what the server says if the status is none of success */
  gint64 network_time;    /* microseconds, of all attempts, without waits between them */
  gint64 parsing_time;
} VmxOdataReply;

/* Takes the body of a successful answer. begin is called anew for each attempt; when finish fails,
 * the body was cut off and there may be another attempt. */
typedef struct
{
  gboolean (*begin) (gpointer self, const VmxOdataReply *reply, GError **error);
  gboolean (*feed) (gpointer self, const char *bytes, gsize length, GError **error);
  gboolean (*finish) (gpointer self, GError **error);
} VmxOdataSink;

VmxOdataSession *vmx_odata_session_new (const VmxOdataSessionOptions *options,
                                        VmxAuthenticator *authenticator, GCancellable *cancellable,
                                        GError **error);
void vmx_odata_session_free (VmxOdataSession *self);
const char *vmx_odata_session_get_root (VmxOdataSession *self);

/* Reads what is at an address, with all repetitions that are worth it. TRUE means that there is an
 * answer: of success, which the sink has, or reply->failure. */
gboolean vmx_odata_session_read (VmxOdataSession *self, const VmxOdataRequest *request,
                                 const VmxOdataSink *sink, gpointer sink_data, VmxOdataReply *reply,
                                 GCancellable *cancellable, GError **error);

/* Sends what may change something. It is sent again only when nothing of it can have been done:
 * when it did not go out, and once after a 401. Redirects are not followed. When the request went
 * out, an error is none of those that say that nothing was done (VmxTransportInterface.push_batch);
 * reply and sink then have what came before it. */
gboolean vmx_odata_session_write (VmxOdataSession *self, const VmxOdataRequest *request,
                                  const VmxOdataSink *sink, gpointer sink_data,
                                  VmxOdataReply *reply, GCancellable *cancellable, GError **error);

void vmx_odata_reply_clear (VmxOdataReply *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VmxOdataReply, vmx_odata_reply_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VmxOdataSession, vmx_odata_session_free)

G_END_DECLS
