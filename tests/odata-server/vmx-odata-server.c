/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-server.h"

#include <string.h>

#include "vmx-odata-server-private.h"

/* What a message carries from its headers to its end. */
#define FAULT_KEY "vmx-fault"

struct _VmxOdataServer
{
  GObject parent_instance;

  GMutex lock; /* of all below */
  GCond started;
  VmxServerState state;
  VmxOdataServerObserver observer; /* (nullable) */
  gpointer observer_data;

  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  GError *error; /* why it did not start */
};

G_DEFINE_FINAL_TYPE (VmxOdataServer, vmx_odata_server, G_TYPE_OBJECT)

/* --- The log --- */

static void
free_log_entry (gpointer data)
{
  VmxServerLogEntry *entry = data;

  g_free (entry->line);
  soup_message_headers_unref (entry->headers);
  g_bytes_unref (entry->body);
  g_free (entry);
}

static void
add_log_entry (VmxServerState *state, VmxServerRequest *request)
{
  VmxServerLogEntry *entry = g_new0 (VmxServerLogEntry, 1);

  entry->line = g_strdup (request->line);
  entry->headers = soup_message_headers_ref (request->headers);
  entry->body = g_bytes_ref (request->body);
  g_ptr_array_add (state->log, entry);
}

VmxServerState *
vmx_odata_server_lock (VmxOdataServer *self)
{
  g_mutex_lock (&self->lock);
  return &self->state;
}

void
vmx_odata_server_unlock (VmxOdataServer *self)
{
  g_mutex_unlock (&self->lock);
}

/* --- Answering, in the server's thread --- */

/* A request from its arrival to its answer. */
typedef struct
{
  VmxOdataServer *server;
  SoupServerMessage *message;
  VmxServerFault *fault; /* (nullable) */
  GSource *timer;        /* (nullable) */
} Job;

static void
job_free (Job *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_pointer (&self->fault, vmx_server_fault_free);
  g_object_unref (self->message);
  g_free (self);
}

static GString *
compress (GString *body)
{
  g_autoptr(GConverter) converter
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new (memory, converter);
  GMemoryOutputStream *result = G_MEMORY_OUTPUT_STREAM (memory);

  g_output_stream_write_all (stream, body->str, body->len, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_string_new_len (g_memory_output_stream_get_data (result),
                           (gssize) g_memory_output_stream_get_data_size (result));
}

static gboolean
wants_gzip (SoupServerMessage *message)
{
  const char *accepted
      = soup_message_headers_get_list (soup_server_message_get_request_headers (message),
                                       "Accept-Encoding");

  return accepted != NULL && strstr (accepted, "gzip") != NULL;
}

static void
copy_header (const char *name, const char *value, gpointer data)
{
  soup_message_headers_replace (data, name, value);
}

/* Small ones, so that there are some in each answer. */
static void
append_in_chunks (SoupServerMessage *message, GBytes *bytes)
{
  SoupMessageBody *body = soup_server_message_get_response_body (message);
  const gsize size = 100;

  soup_message_headers_set_encoding (soup_server_message_get_response_headers (message),
                                     SOUP_ENCODING_CHUNKED);
  for (gsize i = 0; i < g_bytes_get_size (bytes); i += size)
    {
      g_autoptr(GBytes) chunk
          = g_bytes_new_from_bytes (bytes, i, MIN (size, g_bytes_get_size (bytes) - i));

      soup_message_body_append_bytes (body, chunk);
    }
  soup_message_body_complete (body);
}

static void
send_reply (SoupServerMessage *message, VmxServerReply *reply,
            const VmxOdataServerOptions *options)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autoptr(GBytes) bytes = NULL;
  GString *body = g_steal_pointer (&reply->body);

  reply->body = g_string_new (NULL);
  if (options->gzip && wants_gzip (message))
    {
      GString *packed = compress (body);

      g_string_free (body, TRUE);
      body = packed;
      soup_message_headers_replace (headers, "Content-Encoding", "gzip");
    }
  soup_message_headers_replace (headers, "Content-Type", reply->content_type);
  soup_message_headers_foreach (reply->headers, copy_header, headers);
  soup_server_message_set_status (message, reply->status, NULL);
  bytes = g_string_free_to_bytes (body);
  if (g_bytes_get_size (bytes) > 0 && options->chunked)
    append_in_chunks (message, bytes);
  else if (g_bytes_get_size (bytes) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), bytes);
}

static void
observe (VmxOdataServer *self, VmxOdataMoment moment, const char *line)
{
  VmxOdataServerObserver func;
  gpointer data;

  g_mutex_lock (&self->lock);
  func = self->observer;
  data = self->observer_data;
  g_mutex_unlock (&self->lock);
  if (func != NULL)
    func (self, moment, line, data);
}

static gboolean
has_fault (Job *job, VmxOdataFaultKind kind)
{
  return job->fault != NULL && vmx_server_fault_get (job->fault)->kind == kind;
}

/* Carries the request out as often as the fault wants; the last answer counts. */
static void
carry_out (Job *job, VmxServerRequest *request, VmxServerReply *reply)
{
  VmxServerPageFault page_fault = vmx_server_fault_get_page_fault (job->fault);

  if (job->fault != NULL && vmx_server_fault_replaces_work (job->fault, request->method))
    return;
  if (has_fault (job, VMX_ODATA_FAULT_TWICE))
    {
      vmx_server_answer (&job->server->state, request, &page_fault, reply);
      vmx_server_reply_clear (reply);
      vmx_server_reply_init (reply);
    }
  vmx_server_answer (&job->server->state, request, &page_fault, reply);
}

static void
answer (Job *job)
{
  VmxOdataServer *self = job->server;
  g_auto(VmxServerRequest) request = { 0 };
  g_auto(VmxServerReply) reply = { 0 };
  VmxOdataServerOptions options;

  vmx_server_request_init (&request, job->message);
  vmx_server_reply_init (&reply);
  g_mutex_lock (&self->lock);
  carry_out (job, &request, &reply);
  options = self->state.options;
  g_mutex_unlock (&self->lock);
  observe (self, VMX_ODATA_MOMENT_DONE, request.line);

  if (job->fault != NULL)
    vmx_server_fault_change_reply (job->fault, &reply);
  if (job->fault != NULL && vmx_server_fault_breaks (job->fault))
    vmx_server_fault_break (job->fault, job->message, &reply);
  else
    send_reply (job->message, &reply, &options);
}

static gboolean
on_timer (gpointer data)
{
  Job *job = data;

  answer (job);
  soup_server_message_unpause (job->message);
  job_free (job);
  return G_SOURCE_REMOVE;
}

static void
on_finished (SoupServerMessage *message, gpointer data)
{
  job_free (data);
}

static void
answer_later (Job *job, guint delay)
{
  soup_server_message_pause (job->message);
  g_signal_connect (job->message, "finished", G_CALLBACK (on_finished), job);
  job->timer = g_timeout_source_new (delay);
  g_source_set_callback (job->timer, on_timer, job, NULL);
  g_source_attach (job->timer, job->server->context);
}

/* The headers are there, but not the body. */
static void
on_headers (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  VmxOdataServer *self = data;
  g_auto(VmxServerRequest) request = { 0 };
  VmxServerFault *fault;

  vmx_server_request_init (&request, message);
  g_mutex_lock (&self->lock);
  fault = vmx_server_state_take_fault (&self->state, request.line);
  if (fault != NULL && vmx_server_fault_get (fault)->kind == VMX_ODATA_FAULT_CUT_REQUEST)
    add_log_entry (&self->state, &request);
  g_mutex_unlock (&self->lock);
  if (fault == NULL)
    return;
  g_object_set_data_full (G_OBJECT (message), FAULT_KEY, fault,
                          (GDestroyNotify) vmx_server_fault_free);
  if (vmx_server_fault_get (fault)->kind == VMX_ODATA_FAULT_CUT_REQUEST)
    g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
}

static void
on_request (SoupServer *soup, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  VmxOdataServer *self = data;
  g_auto(VmxServerRequest) request = { 0 };
  VmxServerFault *fault = g_object_steal_data (G_OBJECT (message), FAULT_KEY);
  Job *job;
  guint delay;

  if (fault != NULL && vmx_server_fault_get (fault)->kind == VMX_ODATA_FAULT_CUT_REQUEST)
    {
      /* The body was there already when the connection was closed. */
      vmx_server_fault_free (fault);
      return;
    }
  job = g_new0 (Job, 1);
  job->fault = fault;
  job->server = self;
  job->message = g_object_ref (message);
  vmx_server_request_init (&request, message);
  g_mutex_lock (&self->lock);
  add_log_entry (&self->state, &request);
  delay = self->state.options.latency_ms;
  g_mutex_unlock (&self->lock);
  observe (self, VMX_ODATA_MOMENT_BEFORE, request.line);

  if (job->fault != NULL)
    delay += vmx_server_fault_get (job->fault)->delay_ms;
  if (delay > 0)
    {
      answer_later (job, delay);
      return;
    }
  answer (job);
  job_free (job);
}

/* --- The thread --- */

static char *
make_url (SoupServer *soup)
{
  GSList *uris = soup_server_get_uris (soup);
  char *url = g_strdup_printf ("http://127.0.0.1:%d" VMX_SERVER_PATH, g_uri_get_port (uris->data));

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return url;
}

static void
listen_and_tell (VmxOdataServer *self, SoupServer *soup)
{
  g_mutex_lock (&self->lock);
  if (soup_server_listen_local (soup, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &self->error))
    self->state.url = make_url (soup);
  g_cond_signal (&self->started);
  g_mutex_unlock (&self->lock);
}

static gpointer
run (gpointer data)
{
  VmxOdataServer *self = data;
  g_autoptr(SoupServer) soup = NULL;

  g_main_context_push_thread_default (self->context);
  soup = g_object_new (SOUP_TYPE_SERVER, "raw-paths", TRUE, NULL);
  soup_server_add_early_handler (soup, NULL, on_headers, self, NULL);
  soup_server_add_handler (soup, NULL, on_request, self, NULL);
  listen_and_tell (self, soup);
  g_main_loop_run (self->loop);
  soup_server_disconnect (soup);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

/* --- The object --- */

static void
vmx_odata_server_finalize (GObject *object)
{
  VmxOdataServer *self = VMX_ODATA_SERVER (object);

  vmx_odata_server_stop (self);
  g_ptr_array_unref (self->state.sets);
  g_ptr_array_unref (self->state.faults);
  g_ptr_array_unref (self->state.log);
  g_hash_table_unref (self->state.repeats);
  g_free (self->state.token);
  g_free (self->state.url);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_clear_error (&self->error);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->started);
  G_OBJECT_CLASS (vmx_odata_server_parent_class)->finalize (object);
}

static void
vmx_odata_server_class_init (VmxOdataServerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_odata_server_finalize;
}

static void
vmx_odata_server_init (VmxOdataServer *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->started);
  self->state.sets = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_server_set_free);
  self->state.faults = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_server_fault_free);
  self->state.log = g_ptr_array_new_with_free_func (free_log_entry);
  self->state.repeats = vmx_server_repeats_new ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
}

VmxOdataServer *
vmx_odata_server_new (GError **error)
{
  g_autoptr(VmxOdataServer) self = g_object_new (VMX_TYPE_ODATA_SERVER, NULL);

  self->thread = g_thread_new ("odata-server", run, self);
  g_mutex_lock (&self->lock);
  while (self->state.url == NULL && self->error == NULL)
    g_cond_wait (&self->started, &self->lock);
  g_mutex_unlock (&self->lock);
  if (self->error == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&self->error));
  return NULL;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

void
vmx_odata_server_stop (VmxOdataServer *self)
{
  if (self->thread == NULL)
    return;
  /* From inside the loop, because it may not have begun to run. */
  g_main_context_invoke_full (self->context, G_PRIORITY_DEFAULT, quit, self->loop, NULL);
  g_thread_join (g_steal_pointer (&self->thread));
}

const char *
vmx_odata_server_get_url (VmxOdataServer *self)
{
  return self->state.url;
}

void
vmx_odata_server_configure (VmxOdataServer *self, const VmxOdataServerOptions *options)
{
  g_mutex_lock (&self->lock);
  g_free (self->state.token);
  self->state.options = *options;
  self->state.token = g_strdup (options->token);
  self->state.options.token = NULL;
  g_mutex_unlock (&self->lock);
}

/* --- Data --- */

void
vmx_odata_server_add_set (VmxOdataServer *self, VmxObjectSchema *schema)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->state.sets, vmx_server_set_new (schema));
  g_mutex_unlock (&self->lock);
}

void
vmx_odata_server_add_rows (VmxOdataServer *self, const char *set, guint n_rows,
                           VmxOdataServerRowFunc func, gpointer user_data)
{
  VmxServerSet *target;

  g_mutex_lock (&self->lock);
  target = vmx_server_state_find_set (&self->state, set);
  for (guint i = 0; target != NULL && i < n_rows; i++)
    func (target->batch, vmx_record_batch_add_row (target->batch), i, user_data);
  if (target != NULL)
    vmx_server_set_index_rows (target);
  g_mutex_unlock (&self->lock);
  g_return_if_fail (target != NULL);
}

gboolean
vmx_odata_server_add_json (VmxOdataServer *self, const char *set, const char *json, GError **error)
{
  VmxServerSet *target;
  gboolean success;

  g_mutex_lock (&self->lock);
  target = vmx_server_state_find_set (&self->state, set);
  success = target != NULL && vmx_record_batch_append_json (target->batch, json, error);
  if (success)
    vmx_server_set_index_rows (target);
  g_mutex_unlock (&self->lock);
  g_return_val_if_fail (target != NULL, FALSE);
  return success;
}

gboolean
vmx_odata_server_remove (VmxOdataServer *self, const char *set, const char *key)
{
  VmxServerSet *target;
  gint64 row;

  g_mutex_lock (&self->lock);
  target = vmx_server_state_find_set (&self->state, set);
  row = target != NULL ? vmx_server_set_find (target, key) : -1;
  if (row >= 0)
    vmx_server_set_remove (target, (guint) row);
  g_mutex_unlock (&self->lock);
  return row >= 0;
}

guint
vmx_odata_server_get_n_rows (VmxOdataServer *self, const char *set)
{
  VmxServerSet *target;
  guint n_rows;

  g_mutex_lock (&self->lock);
  target = vmx_server_state_find_set (&self->state, set);
  n_rows = target != NULL ? g_hash_table_size (target->rows_by_key) : 0;
  g_mutex_unlock (&self->lock);
  return n_rows;
}

/* --- Faults and the log --- */

void
vmx_odata_server_set_observer (VmxOdataServer *self, VmxOdataServerObserver func,
                               gpointer user_data)
{
  g_mutex_lock (&self->lock);
  self->observer = func;
  self->observer_data = user_data;
  g_mutex_unlock (&self->lock);
}

void
vmx_odata_server_add_fault (VmxOdataServer *self, const VmxOdataFault *fault)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->state.faults, vmx_server_fault_new (fault));
  g_mutex_unlock (&self->lock);
}

guint
vmx_odata_server_get_n_requests (VmxOdataServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->state.log->len;
  g_mutex_unlock (&self->lock);
  return n;
}

char *
vmx_odata_server_get_request (VmxOdataServer *self, guint position)
{
  char *line = NULL;

  g_mutex_lock (&self->lock);
  if (position < self->state.log->len)
    line = g_strdup (((VmxServerLogEntry *) self->state.log->pdata[position])->line);
  g_mutex_unlock (&self->lock);
  return line;
}

char *
vmx_odata_server_get_request_header (VmxOdataServer *self, guint position, const char *name)
{
  char *value = NULL;

  g_mutex_lock (&self->lock);
  if (position < self->state.log->len)
    {
      VmxServerLogEntry *entry = self->state.log->pdata[position];

      value = g_strdup (soup_message_headers_get_list (entry->headers, name));
    }
  g_mutex_unlock (&self->lock);
  return value;
}

void
vmx_odata_server_forget_requests (VmxOdataServer *self)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_set_size (self->state.log, 0);
  g_mutex_unlock (&self->lock);
}
