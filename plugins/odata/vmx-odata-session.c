/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-session.h"

#include <string.h>

#include "vmx-odata-network-error.h"
#include "vmx-odata-retry.h"
#include "vmx-odata-url.h"

#define CHUNK_SIZE (64 * 1024)
#define MAX_FAILURE_BYTES (1024 * 1024)
#define MAX_REDIRECTS 10
/* Longer waits are the business of the next run. */
#define LONGEST_WAIT (120 * 1000)
/* Servers close idle connections, some after five seconds; without a running main loop libsoup
 * sees that only when the next request fails. */
#define LONGEST_IDLE (4 * G_USEC_PER_SEC)

struct _VmxOdataSession
{
  SoupSession *soup;
  VmxAuthenticator *authenticator;
  GHashTable *credentials; /* header values by name, for the origin of the service only */
  char *root;
  char *origin;
  guint64 max_bytes;
  guint retries;
  guint retry_delay;
  gint64 last_use; /* monotonic time */
  char *chunk;
};

/* One call of vmx_odata_session_read() or vmx_odata_session_write(). */
typedef struct
{
  VmxOdataSession *session;
  const VmxOdataRequest *request;
  const VmxOdataSink *sink;
  gpointer sink_data;
  VmxOdataReply *reply;
  GCancellable *cancellable;
  gboolean is_write;
  gboolean sent;    /* the request went out, and nobody refused it */
  gboolean renewed; /* the authenticator was asked again */
  gboolean passing; /* the error may not come again */
} Exchange;

/* --- Signing in --- */

static gboolean
ask_authenticator (VmxOdataSession *self, gboolean refused, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr(GHashTable) credentials = NULL;

  if (self->authenticator == NULL)
    return TRUE;
  credentials = vmx_authenticator_get_headers (self->authenticator, self->origin, refused,
                                               cancellable, error);
  if (credentials == NULL)
    return FALSE;
  g_clear_pointer (&self->credentials, g_hash_table_unref);
  self->credentials = g_steal_pointer (&credentials);
  return TRUE;
}

/* --- Messages --- */

static void
add_credentials (VmxOdataSession *self, const char *url, SoupMessageHeaders *headers)
{
  GHashTableIter iter;
  gpointer name, value;

  if (self->credentials == NULL || !vmx_odata_url_is_same_origin (url, self->root))
    return;
  g_hash_table_iter_init (&iter, self->credentials);
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
}

static void
on_wrote_headers (SoupMessage *message, gpointer data)
{
  Exchange *exchange = data;

  exchange->sent = TRUE;
}

static void
add_headers (const VmxOdataRequest *request, SoupMessageHeaders *headers)
{
  /* Never Accept-Language: it changes the order of records, and pages then lose some. */
  if (request->accept != NULL)
    soup_message_headers_replace (headers, "Accept", request->accept);
  soup_message_headers_replace (headers, "OData-MaxVersion", "4.01");
  if (request->prefer != NULL)
    soup_message_headers_replace (headers, "Prefer", request->prefer);
  for (guint i = 0; request->headers != NULL && request->headers[i] != NULL; i += 2)
    soup_message_headers_replace (headers, request->headers[i], request->headers[i + 1]);
}

static void
set_body (SoupMessage *message, const char *text)
{
  g_autoptr(GBytes) body = NULL;

  if (text == NULL)
    return;
  body = g_bytes_new (text, strlen (text));
  soup_message_set_request_body_from_bytes (message, NULL, body);
}

static SoupMessage *
make_message (Exchange *exchange, const char *url, GError **error)
{
  const VmxOdataRequest *request = exchange->request;
  SoupMessage *message
      = soup_message_new (request->method != NULL ? request->method : SOUP_METHOD_GET, url);
  SoupMessageFlags flags = SOUP_MESSAGE_NO_REDIRECT;
  SoupMessageHeaders *headers;

  if (message == NULL)
    {
      g_autofree char *place = vmx_odata_url_describe (url);

      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_URL, "%s cannot be asked", place);
      return NULL;
    }
  headers = soup_message_get_request_headers (message);
  add_headers (request, headers);
  set_body (message, request->body);
  add_credentials (exchange->session, url, headers);
  /* On an old connection the server may already have hung up, and libsoup then repeats what it
   * takes for harmless. */
  if (exchange->is_write)
    flags |= SOUP_MESSAGE_NEW_CONNECTION;
  soup_message_set_flags (message, flags);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), exchange);
  return message;
}

/* --- Bodies --- */

/* Leaves a body that was not read to its end. The connection goes with it: reading on only to keep
 * it could take for ever. */
static void
abandon (GInputStream *body)
{
  g_autoptr(GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_input_stream_close (body, cancelled, NULL);
}

static gssize
read_chunk (Exchange *exchange, GInputStream *body, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  gssize length = g_input_stream_read (body, exchange->session->chunk, CHUNK_SIZE,
                                       exchange->cancellable, error);

  exchange->reply->network_time += g_get_monotonic_time () - start;
  return length;
}

static gboolean
feed_chunk (Exchange *exchange, gsize length, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  gboolean success
      = exchange->sink->feed (exchange->sink_data, exchange->session->chunk, length, error);

  exchange->reply->parsing_time += g_get_monotonic_time () - start;
  return success;
}

static gboolean
fail_too_large (Exchange *exchange, GError **error)
{
  g_autofree char *place = vmx_odata_url_describe (exchange->reply->url);
  g_autofree char *size = g_format_size (exchange->session->max_bytes);

  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "%s: the answer is larger than %s; ask for smaller batches or raise "
               "“max-response-bytes”",
               place, size);
  return FALSE;
}

static gboolean
read_success (Exchange *exchange, GInputStream *body, GError **error)
{
  guint64 n_bytes = 0;
  gssize length;

  if (!exchange->sink->begin (exchange->sink_data, exchange->reply, error))
    return FALSE;
  while ((length = read_chunk (exchange, body, error)) > 0)
    {
      n_bytes += (guint64) length;
      if (n_bytes > exchange->session->max_bytes)
        return fail_too_large (exchange, error);
      if (!feed_chunk (exchange, (gsize) length, error))
        return FALSE;
    }
  if (length < 0)
    return FALSE;
  exchange->passing = TRUE;
  return exchange->sink->finish (exchange->sink_data, error);
}

/* Of a body that breaks off what came counts. */
static void
read_failure (Exchange *exchange, GInputStream *body)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  gssize length;

  while (bytes->len < MAX_FAILURE_BYTES && (length = read_chunk (exchange, body, NULL)) > 0)
    g_byte_array_append (bytes, (const guint8 *) exchange->session->chunk, (guint) length);
  exchange->reply->failure
      = vmx_odata_error_new (exchange->reply->status, exchange->reply->content_type,
                             (const char *) bytes->data, bytes->len);
}

/* --- One attempt --- */

static void
start_reply (Exchange *exchange, SoupMessage *message, const char *url)
{
  VmxOdataReply *reply = exchange->reply;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  gint64 network_time = reply->network_time;
  gint64 parsing_time = reply->parsing_time;
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  vmx_odata_reply_clear (reply);
  reply->status = soup_message_get_status (message);
  reply->url = g_strdup (url);
  reply->content_type = g_ascii_strdown (type != NULL ? type : "", -1);
  reply->headers = soup_message_headers_ref (headers);
  reply->network_time = network_time;
  reply->parsing_time = parsing_time;
}

static gboolean
read_body (Exchange *exchange, GInputStream *body, GError **error)
{
  gboolean success = TRUE;

  if (SOUP_STATUS_IS_SUCCESSFUL (exchange->reply->status))
    success = read_success (exchange, body, error);
  else
    read_failure (exchange, body);
  if (!success || exchange->reply->failure != NULL)
    abandon (body);
  return success;
}

/* Asks one address and takes what comes. */
static gboolean
ask (Exchange *exchange, const char *url, GError **error)
{
  VmxOdataSession *session = exchange->session;
  g_autoptr(SoupMessage) message = make_message (exchange, url, error);
  g_autoptr(GInputStream) body = NULL;
  g_autoptr(GError) local_error = NULL;
  gint64 start = g_get_monotonic_time ();
  gboolean success;

  if (message == NULL)
    return FALSE;
  if (start - session->last_use > LONGEST_IDLE)
    soup_session_abort (session->soup);
  exchange->sent = FALSE;
  body = soup_session_send (session->soup, message, exchange->cancellable, &local_error);
  exchange->reply->network_time += g_get_monotonic_time () - start;
  if (body != NULL)
    start_reply (exchange, message, url);
  success = body != NULL && read_body (exchange, body, &local_error);
  session->last_use = g_get_monotonic_time ();
  g_signal_handlers_disconnect_by_data (message, exchange);
  if (success)
    return TRUE;

  exchange->passing = exchange->passing || vmx_odata_network_error_is_passing (local_error);
  if (local_error->domain != VMX_ERROR)
    {
      g_autofree char *place = vmx_odata_url_describe (url);

      vmx_odata_network_error_translate (&local_error, place, exchange->sent);
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_redirect (const VmxOdataReply *reply)
{
  guint status = reply->status;

  return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
         && soup_message_headers_get_one (reply->headers, "Location") != NULL;
}

/* Where a redirect leads. Credentials do not follow to another origin, and nothing goes from a
 * secure to an open connection. */
static char *
follow (const VmxOdataReply *reply, GError **error)
{
  const char *location = soup_message_headers_get_one (reply->headers, "Location");
  g_autofree char *target = vmx_odata_url_resolve_location (reply->url, location, error);

  if (target == NULL)
    return NULL;
  if (g_str_has_prefix (reply->url, "https:") && !g_str_has_prefix (target, "https:"))
    {
      g_autofree char *place = vmx_odata_url_describe (reply->url);

      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
                   "%s: the server redirects from https to an open connection; it was not followed",
                   place);
      return NULL;
    }
  return g_steal_pointer (&target);
}

static gboolean
ask_with_redirects (Exchange *exchange, GError **error)
{
  g_autofree char *url = g_strdup (exchange->request->url);

  for (guint i = 0; i <= MAX_REDIRECTS; i++)
    {
      char *target;

      if (!ask (exchange, url, error))
        return FALSE;
      if (exchange->request->method != NULL || !is_redirect (exchange->reply))
        return TRUE;
      target = follow (exchange->reply, error);
      g_free (url);
      url = target;
      if (url == NULL)
        return FALSE;
    }
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ANSWER,
               "the server redirects more than %d times", MAX_REDIRECTS);
  return FALSE;
}

static gboolean
attempt (Exchange *exchange, GError **error)
{
  VmxOdataSession *session = exchange->session;

  exchange->passing = FALSE;
  if (!ask_with_redirects (exchange, error))
    return FALSE;
  if (exchange->reply->status != SOUP_STATUS_UNAUTHORIZED || exchange->renewed
      || session->authenticator == NULL
      || !vmx_odata_url_is_same_origin (exchange->reply->url, session->root))
    return TRUE;
  exchange->renewed = TRUE;
  exchange->sent = FALSE;
  return ask_authenticator (session, TRUE, exchange->cancellable, error)
         && ask_with_redirects (exchange, error);
}

/* --- Attempts --- */

static gint64
choose_delay (Exchange *exchange, gboolean answered, guint n_attempts)
{
  gint64 delay = -1;

  if (answered)
    delay = vmx_odata_retry_parse_after (
        soup_message_headers_get_one (exchange->reply->headers, "Retry-After"),
        g_get_real_time () / 1000);
  if (delay >= 0)
    return delay;
  return vmx_wait_get_delay (n_attempts, exchange->session->retry_delay, g_random_double ());
}

static gboolean
is_worth_another (Exchange *exchange, gboolean answered)
{
  if (exchange->is_write)
    return !answered && !exchange->sent && exchange->passing;
  return answered ? vmx_odata_retry_is_worth_it (exchange->reply->status) : exchange->passing;
}

static gboolean
run_attempts (Exchange *exchange, GError **error)
{
  for (guint n = 0;; n++)
    {
      g_autoptr(GError) problem = NULL;
      gboolean answered = attempt (exchange, &problem);
      gboolean again = is_worth_another (exchange, answered);
      gint64 delay = again ? choose_delay (exchange, answered, n) : 0;

      if (!again || n >= exchange->session->retries || delay > LONGEST_WAIT)
        {
          if (!answered)
            g_propagate_error (error, g_steal_pointer (&problem));
          return answered;
        }
      if (!vmx_wait (delay, exchange->cancellable, error))
        return FALSE;
    }
}

gboolean
vmx_odata_session_read (VmxOdataSession *self, const VmxOdataRequest *request,
                        const VmxOdataSink *sink, gpointer sink_data, VmxOdataReply *reply,
                        GCancellable *cancellable, GError **error)
{
  Exchange exchange = { self, request, sink, sink_data, reply, cancellable };

  return run_attempts (&exchange, error);
}

gboolean
vmx_odata_session_write (VmxOdataSession *self, const VmxOdataRequest *request,
                         const VmxOdataSink *sink, gpointer sink_data, VmxOdataReply *reply,
                         GCancellable *cancellable, GError **error)
{
  Exchange exchange = { self, request, sink, sink_data, reply, cancellable, .is_write = TRUE };
  g_autoptr(GError) problem = NULL;

  if (run_attempts (&exchange, &problem))
    return TRUE;
  /* An authenticator may fail for any reason. */
  if (exchange.renewed && !exchange.sent && problem->domain == VMX_ERROR
      && !vmx_odata_network_error_is_before_sending (problem->code))
    problem->code = VMX_ERROR_NOT_SIGNED_IN;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* --- The session --- */

VmxOdataSession *
vmx_odata_session_new (const VmxOdataSessionOptions *options, VmxAuthenticator *authenticator,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr(VmxOdataSession) self = g_new0 (VmxOdataSession, 1);

  self->soup = soup_session_new_with_options ("timeout", options->timeout, "user-agent",
                                              "vmxsync/" VMX_VERSION_S, NULL);
  /* Its answer to a 401 is not ours. */
  soup_session_remove_feature_by_type (self->soup, SOUP_TYPE_AUTH_MANAGER);
  g_set_object (&self->authenticator, authenticator);
  self->root = g_strdup (options->root);
  self->origin = vmx_odata_url_get_origin (options->root);
  self->max_bytes = options->max_bytes;
  self->retries = options->retries;
  self->retry_delay = options->retry_delay;
  self->last_use = g_get_monotonic_time ();
  self->chunk = g_malloc (CHUNK_SIZE);
  if (!ask_authenticator (self, FALSE, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
vmx_odata_session_free (VmxOdataSession *self)
{
  soup_session_abort (self->soup);
  g_object_unref (self->soup);
  g_clear_object (&self->authenticator);
  g_clear_pointer (&self->credentials, g_hash_table_unref);
  g_free (self->root);
  g_free (self->origin);
  g_free (self->chunk);
  g_free (self);
}

const char *
vmx_odata_session_get_root (VmxOdataSession *self)
{
  return self->root;
}

void
vmx_odata_reply_clear (VmxOdataReply *self)
{
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->content_type, g_free);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->failure, vmx_odata_error_free);
}
