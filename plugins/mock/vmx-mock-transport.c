/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-transport.h"

#include <string.h>

#include "vmx-mock-page.h"
#include "vmx-mock-schema.h"

/* A transport to a service that exists only in a scenario. Everything it does follows from the
 * scenario and from the calls before. */
struct _VmxMockTransport
{
  GObject parent_instance;

  char *scenario_path;
  char *scenario_text;
  char *url;
  /* Kept over close, so that a fault that struck in one run is over in the next. */
  VmxMockScenario *scenario; /* (nullable) */
  GBytes *source;            /* (nullable), what the scenario was read from */
  gboolean is_open;
};

enum
{
  PROP_SCENARIO = 1,
  PROP_SCENARIO_TEXT,
  PROP_URL,
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
begin_call (VmxMockTransport *self, VmxMockCall call, const char *object, guint batch,
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
  faults = vmx_mock_scenario_strike (self->scenario, call, object, batch);
  for (guint i = 0; i < faults->len; i++)
    if (!vmx_mock_fault_run (faults->pdata[i], cancellable, error))
      return NULL;
  return g_steal_pointer (&faults);
}

static gboolean
vmx_mock_transport_open (VmxTransport *transport, VmxAuthenticator *authenticator,
                         GCancellable *cancellable, GError **error)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);
  g_autoptr(GPtrArray) faults = NULL;

  if (!load_scenario (self, error))
    return FALSE;
  self->is_open = TRUE;
  faults = begin_call (self, VMX_MOCK_CALL_OPEN, NULL, 0, cancellable, error);
  self->is_open = faults != NULL;
  return self->is_open;
}

static gboolean
vmx_mock_transport_close (VmxTransport *transport, GError **error)
{
  VMX_MOCK_TRANSPORT (transport)->is_open = FALSE;
  return TRUE;
}

static VmxTransportFeatures
vmx_mock_transport_get_features (VmxTransport *transport)
{
  VmxMockTransport *self = VMX_MOCK_TRANSPORT (transport);

  return self->is_open ? vmx_mock_scenario_get_features (self->scenario)
                       : VMX_TRANSPORT_FEATURE_NONE;
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

/* The program may have renamed the object. */
static const char *
get_name_at_service (VmxObjectSchema *schema)
{
  const char *name = vmx_object_schema_get_setting (schema, "entity-set");

  return name != NULL ? name : vmx_object_schema_get_name (schema);
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
  const char *name = get_name_at_service (vmx_fetch_request_get_schema (request));
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GPtrArray) faults = NULL;
  const VmxMockObject *object;
  VmxMockPosition position;
  VmxRecordBatch *page;
  gint64 answered;

  if (!vmx_mock_position_read (&position, vmx_fetch_request_get_context (request), error))
    return NULL;
  faults = begin_call (self, VMX_MOCK_CALL_FETCH_BATCH, name, position.batch, cancellable, error);
  if (faults == NULL)
    return NULL;
  object = find_object (self, name, error);
  if (object == NULL)
    return NULL;
  answered = g_get_monotonic_time ();
  page = vmx_mock_page_make (object, vmx_mock_scenario_get_features (self->scenario), request,
                             &position, faults, error);
  if (page != NULL)
    vmx_record_batch_set_times (page, answered - start, g_get_monotonic_time () - answered);
  return page;
}

static void
vmx_mock_transport_transport_init (VmxTransportInterface *iface)
{
  iface->open = vmx_mock_transport_open;
  iface->close = vmx_mock_transport_close;
  iface->get_features = vmx_mock_transport_get_features;
  iface->fetch_schema = vmx_mock_transport_fetch_schema;
  iface->fetch_batch = vmx_mock_transport_fetch_batch;
}

/* --- Properties --- */

static char **
get_field (VmxMockTransport *self, guint id)
{
  if (id == PROP_SCENARIO)
    return &self->scenario_path;
  return id == PROP_SCENARIO_TEXT ? &self->scenario_text : &self->url;
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
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vmx_mock_transport_init (VmxMockTransport *self)
{
}
