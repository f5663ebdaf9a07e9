/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-transport.h"

#include <string.h>

#include "vmx-mock-body.h"
#include "vmx-mock-page.h"
#include "vmx-mock-push.h"
#include "vmx-mock-schema.h"
#include "vmx-mock-state-file.h"
#include "vmx-mock-state.h"

/* A transport to a service that exists only in a scenario. Everything it does follows from the
 * scenario and from the calls before. */
struct _VmxMockTransport
{
  GObject parent_instance;

  char *scenario_path;
  char *scenario_text;
  char *url;
  char *name;
  /* Kept over close, so that a fault that struck in one run is over in the next. */
  VmxMockScenario *scenario; /* (nullable) */
  GBytes *source;            /* (nullable), what the scenario was read from */
  VmxMockState *state;       /* (nullable), while it is open */
  guint n_pushes;            /* since it was opened */
  guint form;                /* a position in form_names */
  gboolean knows_requests;   /* the service has proved that it knows requests again */
  gboolean is_open;
};

/* The names of the ways to encode uploads; they differ in nothing else. */
static const char *const form_names[] = { "mock", "mock-other" };

enum
{
  PROP_SCENARIO = 1,
  PROP_SCENARIO_TEXT,
  PROP_URL,
  PROP_NAME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void vmx_mock_transport_transport_init (VmxTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxMockTransport, vmx_mock_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_TRANSPORT,
                                                      vmx_mock_transport_transport_init))

/* --- The scenario --- */

#define SCENARIO_VARIABLE "VMX_MOCK_SCENARIO"

/* NULL for the address of a real service. */
static char *
get_path_of_url (const char *url)
{
  g_autofree char *scheme = g_uri_parse_scheme (url);

  if (scheme == NULL)
    return g_strdup (url);
  return g_str_equal (scheme, "file") ? g_filename_from_uri (url, NULL, NULL) : NULL;
}

/* A program that knows nothing of this plugin gives a URL, perhaps that of its real service. */
static char *
find_path (VmxMockTransport *self, GError **error)
{
  char *path = NULL;

  if (self->scenario_path != NULL)
    return g_strdup (self->scenario_path);
  if (self->url != NULL)
    path = get_path_of_url (self->url);
  if (path == NULL)
    path = g_strdup (g_getenv (SCENARIO_VARIABLE));
  if (path == NULL)
    g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                         "the mock transport has no scenario; set its property scenario or "
                         "scenario-text, give a file: URL, or set " SCENARIO_VARIABLE
                         " to the path of one");
  return path;
}

/* source says in messages where the text is from. */
static GBytes *
load_source (VmxMockTransport *self, char **name, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  char *text;
  gsize length;

  if (self->scenario_text != NULL)
    {
      *name = g_strdup ("the property scenario-text");
      return g_bytes_new (self->scenario_text, strlen (self->scenario_text));
    }
  *name = find_path (self, error);
  if (*name == NULL)
    return NULL;
  if (g_file_get_contents (*name, &text, &length, &local_error))
    return g_bytes_new_take (text, length);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
               "the scenario of the mock transport cannot be read: %s", local_error->message);
  return NULL;
}

/* Reads the scenario, unless it is the one that was read before. */
static gboolean
load_scenario (VmxMockTransport *self, GError **error)
{
  g_autofree char *name = NULL;
  g_autoptr(GBytes) source = load_source (self, &name, error);
  VmxMockScenario *scenario;
  gsize length;
  const char *text;

  if (source == NULL)
    return FALSE;
  if (self->source != NULL && g_bytes_equal (source, self->source))
    return TRUE;
  text = g_bytes_get_data (source, &length);
  scenario = vmx_mock_scenario_new (text, (gssize) length, error);
  if (scenario == NULL)
    {
      g_prefix_error (error, "scenario %s: ", name);
      return FALSE;
    }
  g_clear_pointer (&self->scenario, vmx_mock_scenario_free);
  g_clear_pointer (&self->source, g_bytes_unref);
  self->scenario = scenario;
  self->source = g_steal_pointer (&source);
  return TRUE;
}

/* --- Calls --- */

/* Everything that every call does first. The faults that struck it are given back.
 * (transfer container) (element-type VmxMockFault) */
static GPtrArray *
begin_call (VmxMockTransport *self, VmxMockCall call, const char *const *objects, guint batch,
            GCancellable *cancellable, GError **error)
{
  g_autoptr(GPtrArray) faults = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (!self->is_open)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NETWORK,
                           "the mock transport is not open; open it before requests");
      return NULL;
    }
  faults = vmx_mock_scenario_strike (self->scenario, call, objects, batch);
  for (guint i = 0; i < faults->len; i++)
    if (!vmx_mock_fault_run (faults->pdata[i], cancellable, error))
      return NULL;
  return g_steal_pointer (&faults);
}

/* FALSE, and not locked, if the file of the state cannot be read. */
static gboolean
lock_state (VmxMockTransport *self, GError **error)
{
  const char *path = vmx_mock_scenario_get_state_path (self->scenario);

  vmx_mock_state_lock (self->state);
  if (path == NULL || vmx_mock_state_file_load (self->state, path, error))
    return TRUE;
  vmx_mock_state_unlock (self->state);
  return FALSE;
}

/* Transports to the same service find the same state. */
static gboolean
find_state (VmxMockTransport *self, GError **error)
{
  g_autofree char *name = NULL;

  g_clear_pointer (&self->state, vmx_mock_state_unref);
  if (vmx_mock_scenario_get_state_path (self->scenario) != NULL)
    {
      self->state = vmx_mock_state_new (self->scenario);
      if (!lock_state (self, error))
        return FALSE;
      vmx_mock_state_unlock (self->state);
      return TRUE;
    }
  if (self->name != NULL)
    name = g_strconcat ("name:", self->name, NULL);
  else if (self->scenario_text != NULL)
    name = g_strconcat ("text:", self->scenario_text, NULL);
  else
    {
      g_autofree char *path = find_path (self, error);
      g_autofree char *canonical = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;

      if (path == NULL)
        return FALSE;
      name = g_strconcat ("path:", canonical, NULL);
    }
  self->state = vmx_mock_state_get (name, self->scenario);
  return TRUE;
}

static gboolean
vmx_mock_transport_open (VmxTransport *transport, VmxAuthenticator *authenticator,
                         GCancellable *cancellable, GError **error)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  g_autoptr(GPtrArray) faults = NULL;

  if (!load_scenario (self, error) || !find_state (self, error))
    return FALSE;
  self->n_pushes = 0;
  self->is_open = TRUE;
  faults = begin_call (self, VMX_MOCK_CALL_OPEN, NULL, 0, cancellable, error);
  self->is_open = faults != NULL;
  return self->is_open;
}

static gboolean
vmx_mock_transport_close (VmxTransport *transport, GError **error)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);

  g_clear_pointer (&self->state, vmx_mock_state_unref);
  self->is_open = FALSE;
  return TRUE;
}

static VmxTransportFeatures
vmx_mock_transport_get_features (VmxTransport *transport)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  VmxTransportFeatures features;

  if (!self->is_open)
    return VMX_TRANSPORT_FEATURE_NONE;
  features = vmx_mock_scenario_get_features (self->scenario);
  return self->knows_requests ? features : features & ~VMX_TRANSPORT_FEATURE_REPEAT;
}

static VmxServiceSchema *
vmx_mock_transport_fetch_schema (VmxTransport *transport, GCancellable *cancellable,
                                 GError **error)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  g_autoptr(GPtrArray) faults
      = begin_call (self, VMX_MOCK_CALL_FETCH_SCHEMA, NULL, 0, cancellable, error);

  if (faults == NULL)
    return NULL;
  return vmx_mock_schema_copy (vmx_mock_scenario_get_schema (self->scenario));
}

static const VmxMockObject *
find_object (VmxMockTransport *self, const char *name, GError **error)
{
  const VmxMockObject *object = vmx_mock_scenario_find_object (self->scenario, name);

  if (object == NULL)
    g_set_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND,
                 "mock service: the scenario has no object “%s”", name);
  return object;
}

static VmxRecordBatch *
vmx_mock_transport_fetch_batch (VmxTransport *transport, VmxFetchRequest *request,
                                GCancellable *cancellable, GError **error)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  const char *name = vmx_mock_body_get_object_name (vmx_fetch_request_get_schema (request));
  const char *const names[] = { name, NULL };
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GPtrArray) faults = NULL;
  const VmxMockObject *object;
  VmxMockPosition position;
  VmxRecordBatch *page;
  gint64 answered;

  if (!vmx_mock_position_read (&position, vmx_fetch_request_get_context (request), error))
    return NULL;
  faults = begin_call (self, VMX_MOCK_CALL_FETCH_BATCH, names, position.batch, cancellable, error);
  if (faults == NULL)
    return NULL;
  object = find_object (self, name, error);
  if (object == NULL)
    return NULL;
  answered = g_get_monotonic_time ();
  if (!lock_state (self, error))
    return NULL;
  page = vmx_mock_page_make (object, vmx_mock_state_find (self->state, name),
                             vmx_mock_scenario_get_features (self->scenario), request, &position,
                             faults, error);
  vmx_mock_state_unlock (self->state);
  if (page != NULL)
    vmx_record_batch_set_times (page, answered - start, g_get_monotonic_time () - answered);
  return page;
}

/* --- Uploads --- */

static gboolean
check_upload (VmxMockTransport *self, VmxUploadRequest *request, GError **error)
{
  VmxTransportFeatures features = vmx_mock_transport_get_features (VMX_TRANSPORT (self));
  guint n_members = vmx_upload_request_get_n_members (request);

  if ((features & VMX_TRANSPORT_FEATURE_UPLOAD) != 0
      && (n_members <= 1 || (features & VMX_TRANSPORT_FEATURE_BATCH) != 0))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "mock service: a request with %u changes, but the scenario leaves out the feature "
               "“%s”",
               n_members, (features & VMX_TRANSPORT_FEATURE_UPLOAD) != 0 ? "batch" : "upload");
  return FALSE;
}

static gboolean
encode (VmxMockTransport *self, VmxUploadRequest *request, GError **error)
{
  g_autofree char *body = NULL;

  for (guint i = 0; i < vmx_upload_request_get_n_members (request); i++)
    if (vmx_upload_request_get_batch (request, i) == NULL)
      {
        g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
                     "mock service: change %u was abandoned, and cannot be encoded anew", i);
        return FALSE;
      }
  body = vmx_mock_body_write (request);
  vmx_upload_request_set_wire (request, form_names[self->form], "POST", "mock:", NULL, body);
  return TRUE;
}

static gboolean
vmx_mock_transport_encode_push (VmxTransport *transport, VmxUploadRequest *request, GError **error)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  g_autoptr(GPtrArray) faults
      = begin_call (self, VMX_MOCK_CALL_ENCODE_PUSH, NULL, 0, NULL, error);

  return faults != NULL && check_upload (self, request, error) && encode (self, request, error);
}

/* The object of each member, for the faults. */
static GStrv
list_objects (VmxUploadRequest *request)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < vmx_upload_request_get_n_members (request); i++)
    {
      VmxRecordBatch *batch = vmx_upload_request_get_batch (request, i);

      g_strv_builder_add (names, batch != NULL ? vmx_mock_body_get_object_name (
                                                     vmx_record_batch_get_schema (batch))
                                               : "");
    }
  return g_strv_builder_end (names);
}

/* What the answer tells of the service. */
static void
learn (VmxMockTransport *self, VmxUploadReply *reply)
{
  VmxTransportFeatures features = vmx_mock_scenario_get_features (self->scenario);

  if ((features & VMX_TRANSPORT_FEATURE_REPEAT) != 0)
    self->knows_requests = TRUE;
  if (vmx_upload_reply_get_verdict (reply) == VMX_UPLOAD_VERDICT_OTHER_FORM)
    self->form = (self->form + 1) % G_N_ELEMENTS (form_names);
}

/* What was done is kept also when the answer is lost. */
static VmxUploadReply *
push (VmxMockTransport *self, VmxUploadRequest *request, GPtrArray *faults, GError **error)
{
  const char *path = vmx_mock_scenario_get_state_path (self->scenario);
  g_autoptr(VmxUploadReply) reply = NULL;
  g_autoptr(GError) local_error = NULL;
  gboolean saved;

  if (!lock_state (self, error))
    return NULL;
  reply = vmx_mock_push (self->scenario, self->state, request, faults, &local_error);
  saved = path == NULL || vmx_mock_state_file_save (self->state, path, error);
  vmx_mock_state_unlock (self->state);
  if (!saved)
    return NULL;
  if (reply == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return g_steal_pointer (&reply);
}

static VmxUploadReply *
vmx_mock_transport_push_batch (VmxTransport *transport, VmxUploadRequest *request,
                               GCancellable *cancellable, GError **error)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  g_auto(GStrv) objects = list_objects (request);
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GPtrArray) faults = NULL;
  VmxUploadReply *reply;

  if (self->is_open && !check_upload (self, request, error))
    return NULL;
  faults = begin_call (self, VMX_MOCK_CALL_PUSH_BATCH, (const char *const *) objects,
                       ++self->n_pushes, cancellable, error);
  if (faults == NULL
      || (vmx_upload_request_get_body (request) == NULL && !encode (self, request, error)))
    return NULL;
  reply = push (self, request, faults, error);
  if (reply == NULL)
    return NULL;
  vmx_upload_reply_set_times (reply, g_get_monotonic_time () - start, 0);
  learn (self, reply);
  return reply;
}

static VmxRecordBatch *
vmx_mock_transport_fetch_records (VmxTransport *transport, VmxRecordBatch *keys,
                                  GCancellable *cancellable, GError **error)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  const char *name = vmx_mock_body_get_object_name (vmx_record_batch_get_schema (keys));
  const char *const names[] = { name, NULL };
  g_autoptr(GPtrArray) faults
      = begin_call (self, VMX_MOCK_CALL_FETCH_RECORDS, names, 0, cancellable, error);
  VmxRecordBatch *found;

  if (faults == NULL || find_object (self, name, error) == NULL)
    return NULL;
  if (!lock_state (self, error))
    return NULL;
  found = vmx_mock_push_read_back (vmx_mock_state_find (self->state, name), keys, faults, error);
  vmx_mock_state_unlock (self->state);
  return found;
}

/* --- What was learned of the service --- */

static char *
vmx_mock_transport_get_learned (VmxTransport *transport)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);

  if (!self->knows_requests && self->form == 0)
    return NULL;
  return g_strdup_printf ("{\"repeat\":%s,\"form\":\"%s\"}",
                          self->knows_requests ? "true" : "false", form_names[self->form]);
}

static gboolean
vmx_mock_transport_set_learned (VmxTransport *transport, const char *learned)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  g_autoptr(VmxJsonTree) json = vmx_json_tree_new (learned, -1, NULL);
  const VmxJsonTree *repeat = vmx_json_tree_get_member (json, "repeat");
  const char *form = vmx_json_tree_get_member_string (json, "form");

  if (repeat != NULL)
    self->knows_requests = vmx_json_tree_is_true (repeat);
  for (guint i = 0; i < G_N_ELEMENTS (form_names); i++)
    if (g_strcmp0 (form, form_names[i]) == 0)
      self->form = i;
  return repeat != NULL || form != NULL;
}

static void
vmx_mock_transport_transport_init (VmxTransportInterface *iface)
{
  iface->open = vmx_mock_transport_open;
  iface->close = vmx_mock_transport_close;
  iface->get_features = vmx_mock_transport_get_features;
  iface->fetch_schema = vmx_mock_transport_fetch_schema;
  iface->fetch_batch = vmx_mock_transport_fetch_batch;
  iface->encode_push = vmx_mock_transport_encode_push;
  iface->push_batch = vmx_mock_transport_push_batch;
  iface->fetch_records = vmx_mock_transport_fetch_records;
  iface->get_learned = vmx_mock_transport_get_learned;
  iface->set_learned = vmx_mock_transport_set_learned;
}

/* --- Properties --- */

static char **
get_field (VmxMockTransport *self, guint id)
{
  char **const fields[] = {
    [PROP_SCENARIO] = &self->scenario_path,
    [PROP_SCENARIO_TEXT] = &self->scenario_text,
    [PROP_URL] = &self->url,
    [PROP_NAME] = &self->name,
  };

  return fields[id];
}

static void
vmx_mock_transport_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, *get_field (VMX_MOCK_TRANSPORT (object), id));
}

static void
vmx_mock_transport_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  char **field = get_field (VMX_MOCK_TRANSPORT (object), id);

  g_free (*field);
  *field = g_value_dup_string (value);
}

static void
vmx_mock_transport_finalize (GObject *object)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (object);

  g_free (self->scenario_path);
  g_free (self->scenario_text);
  g_free (self->url);
  g_free (self->name);
  g_clear_pointer (&self->state, vmx_mock_state_unref);
  g_clear_pointer (&self->scenario, vmx_mock_scenario_free);
  g_clear_pointer (&self->source, g_bytes_unref);
  G_OBJECT_CLASS (vmx_mock_transport_parent_class)->finalize (object);
}

static void
vmx_mock_transport_class_init (VmxMockTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = vmx_mock_transport_get_property;
  object_class->set_property = vmx_mock_transport_set_property;
  object_class->finalize = vmx_mock_transport_finalize;

  properties[PROP_SCENARIO] = g_param_spec_string (
      "scenario", "Scenario", "The path of a file with the scenario, in JSON", NULL, flags);
  properties[PROP_SCENARIO_TEXT] = g_param_spec_string (
      "scenario-text", "Scenario text", "The scenario itself; wins over a path", NULL, flags);
  properties[PROP_URL] = g_param_spec_string (
      "url", "URL", "A file: URL or path of the scenario, used when none is set otherwise", NULL,
      flags);
  properties[PROP_NAME] = g_param_spec_string (
      "name", "Name", "Transports of the same name talk to one service, with the same records",
      NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vmx_mock_transport_init (VmxMockTransport *self)
{
}
