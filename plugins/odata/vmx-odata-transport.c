/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-odata-transport.h"

#include "upload/vmx-odata-encode.h"
#include "upload/vmx-odata-fetch.h"
#include "upload/vmx-odata-push.h"
#include "vmx-odata-read.h"
#include "vmx-odata-url.h"

#define DEFAULT_TIMEOUT 60
#define DEFAULT_MAX_BYTES (G_GUINT64_CONSTANT (512) << 20)
#define DEFAULT_RETRIES 3
#define DEFAULT_RETRY_DELAY 500

struct _VmxOdataTransport
{
  GObject parent_instance;

  char *url;
  guint timeout;
  guint64 max_bytes;
  char *page_style;
  guint retries;
  guint retry_delay;
  char *batch_form;

  VmxOdataForms forms; /* kept until the next open */

  /* Between open and close */
  VmxOdataSession *session;
  VmxOdataGuard *guard;
  VmxOdataPageStyle style;
};

enum
{
  PROP_0,
  PROP_URL,
  PROP_TIMEOUT,
  PROP_MAX_RESPONSE_BYTES,
  PROP_PAGE_STYLE,
  PROP_RETRIES,
  PROP_RETRY_DELAY_MS,
  PROP_BATCH_FORM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void vmx_odata_transport_init_interface (VmxTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxOdataTransport, vmx_odata_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (VMX_TYPE_TRANSPORT,
                                                      vmx_odata_transport_init_interface))

/* --- The interface --- */

static gboolean
check_open (VmxOdataTransport *self, GError **error)
{
  if (self->session != NULL)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NETWORK,
                       "the OData transport is not open; open it before it is used");
  return FALSE;
}

static gboolean
vmx_odata_transport_close (VmxTransport *transport, GError **error)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (transport);

  g_clear_pointer (&self->session, vmx_odata_session_free);
  g_clear_pointer (&self->guard, vmx_odata_guard_free);
  return TRUE;
}

static gboolean
vmx_odata_transport_open (VmxTransport *transport, VmxAuthenticator *authenticator,
                          GCancellable *cancellable, GError **error)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (transport);
  VmxOdataSessionOptions options
      = { NULL, self->timeout, self->max_bytes, self->retries, self->retry_delay };
  g_autofree char *root = vmx_odata_url_check_root (self->url, error);
  VmxOdataForm form;

  if (root == NULL || !vmx_odata_form_parse (self->batch_form, &form, error)
      || !vmx_odata_page_style_parse (self->page_style, &self->style, error)
      || !vmx_odata_transport_close (transport, error))
    return FALSE;
  options.root = root;
  self->session = vmx_odata_session_new (&options, authenticator, cancellable, error);
  if (self->session == NULL)
    return FALSE;
  self->guard = vmx_odata_guard_new ();
  vmx_odata_forms_init (&self->forms, form);
  return TRUE;
}

static VmxTransportFeatures
vmx_odata_transport_get_features (VmxTransport *transport)
{
  const VmxOdataForms *forms = &VMX_ODATA_TRANSPORT (transport)->forms;
  VmxTransportFeatures features
      = VMX_TRANSPORT_FEATURE_FILTER | VMX_TRANSPORT_FEATURE_TOTAL | VMX_TRANSPORT_FEATURE_UPLOAD;

  if (forms->current != VMX_ODATA_FORM_SINGLE)
    features |= VMX_TRANSPORT_FEATURE_BATCH;
  if (forms->can_repeat)
    features |= VMX_TRANSPORT_FEATURE_REPEAT;
  return features;
}

static VmxServiceSchema *
vmx_odata_transport_fetch_schema (VmxTransport *transport, GCancellable *cancellable,
                                  GError **error)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (transport);

  if (!check_open (self, error))
    return NULL;
  return vmx_odata_read_schema (self->session, cancellable, error);
}

static VmxRecordBatch *
vmx_odata_transport_fetch_batch (VmxTransport *transport, VmxFetchRequest *request,
                                 GCancellable *cancellable, GError **error)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (transport);

  if (!check_open (self, error))
    return NULL;
  return vmx_odata_read_batch (self->session, self->guard, self->style, request, cancellable,
                               error);
}

static gboolean
vmx_odata_transport_encode_push (VmxTransport *transport, VmxUploadRequest *request, GError **error)
{
  return vmx_odata_encode (request, VMX_ODATA_TRANSPORT (transport)->forms.current, error);
}

static VmxUploadReply *
vmx_odata_transport_push_batch (VmxTransport *transport, VmxUploadRequest *request,
                                GCancellable *cancellable, GError **error)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (transport);

  if (!check_open (self, error))
    return NULL;
  return vmx_odata_push (self->session, &self->forms, request, cancellable, error);
}

static VmxRecordBatch *
vmx_odata_transport_fetch_records (VmxTransport *transport, VmxRecordBatch *keys,
                                   GCancellable *cancellable, GError **error)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (transport);

  if (!check_open (self, error))
    return NULL;
  return vmx_odata_fetch_records (self->session, keys,
                                  vmx_odata_forms_has_proved (&self->forms, VMX_ODATA_FORM_JSON),
                                  cancellable, error);
}

static char *
vmx_odata_transport_get_learned (VmxTransport *transport)
{
  return vmx_odata_forms_get_learned (&VMX_ODATA_TRANSPORT (transport)->forms);
}

static gboolean
vmx_odata_transport_set_learned (VmxTransport *transport, const char *learned)
{
  return vmx_odata_forms_set_learned (&VMX_ODATA_TRANSPORT (transport)->forms, learned);
}

static void
vmx_odata_transport_init_interface (VmxTransportInterface *iface)
{
  iface->open = vmx_odata_transport_open;
  iface->close = vmx_odata_transport_close;
  iface->get_features = vmx_odata_transport_get_features;
  iface->fetch_schema = vmx_odata_transport_fetch_schema;
  iface->fetch_batch = vmx_odata_transport_fetch_batch;
  iface->encode_push = vmx_odata_transport_encode_push;
  iface->push_batch = vmx_odata_transport_push_batch;
  iface->fetch_records = vmx_odata_transport_fetch_records;
  iface->get_learned = vmx_odata_transport_get_learned;
  iface->set_learned = vmx_odata_transport_set_learned;
}

/* --- The object --- */

static void
vmx_odata_transport_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (object);

  switch (id)
    {
    case PROP_URL:
      g_free (self->url);
      self->url = g_value_dup_string (value);
      break;
    case PROP_TIMEOUT:
      self->timeout = g_value_get_uint (value);
      break;
    case PROP_MAX_RESPONSE_BYTES:
      self->max_bytes = g_value_get_uint64 (value);
      break;
    case PROP_PAGE_STYLE:
      g_free (self->page_style);
      self->page_style = g_value_dup_string (value);
      break;
    case PROP_RETRIES:
      self->retries = g_value_get_uint (value);
      break;
    case PROP_RETRY_DELAY_MS:
      self->retry_delay = g_value_get_uint (value);
      break;
    case PROP_BATCH_FORM:
      g_free (self->batch_form);
      self->batch_form = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_odata_transport_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (object);

  switch (id)
    {
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case PROP_TIMEOUT:
      g_value_set_uint (value, self->timeout);
      break;
    case PROP_MAX_RESPONSE_BYTES:
      g_value_set_uint64 (value, self->max_bytes);
      break;
    case PROP_PAGE_STYLE:
      g_value_set_string (value, self->page_style);
      break;
    case PROP_RETRIES:
      g_value_set_uint (value, self->retries);
      break;
    case PROP_RETRY_DELAY_MS:
      g_value_set_uint (value, self->retry_delay);
      break;
    case PROP_BATCH_FORM:
      g_value_set_string (value, self->batch_form);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_odata_transport_finalize (GObject *object)
{
  VmxOdataTransport *self = VMX_ODATA_TRANSPORT (object);

  vmx_odata_transport_close (VMX_TRANSPORT (self), NULL);
  g_free (self->url);
  g_free (self->page_style);
  g_free (self->batch_form);
  G_OBJECT_CLASS (vmx_odata_transport_parent_class)->finalize (object);
}

/* Options are read when the transport opens. */
static void
add_properties (void)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;

  properties[PROP_URL] = g_param_spec_string (
      "url", "URL", "Address of the service, without a user name or password", NULL, flags);
  properties[PROP_TIMEOUT]
      = g_param_spec_uint ("timeout", "Timeout", "Seconds to wait for the server, 0 for no limit",
                           0, G_MAXINT, DEFAULT_TIMEOUT, flags);
  properties[PROP_MAX_RESPONSE_BYTES] = g_param_spec_uint64 (
      "max-response-bytes", "Max response bytes", "The largest answer that is read, unpacked", 1,
      G_MAXUINT64, DEFAULT_MAX_BYTES, flags);
  properties[PROP_PAGE_STYLE] = g_param_spec_string (
      "page-style", "Page style", "How a download gets from page to page: auto, link or key",
      "auto", flags);
  properties[PROP_RETRIES]
      = g_param_spec_uint ("retries", "Retries", "How often a failed read is tried again", 0, 100,
                           DEFAULT_RETRIES, flags);
  properties[PROP_RETRY_DELAY_MS]
      = g_param_spec_uint ("retry-delay-ms", "Retry delay",
                           "Milliseconds before the first repetition; each wait doubles", 0,
                           G_MAXINT, DEFAULT_RETRY_DELAY, flags);
  properties[PROP_BATCH_FORM] = g_param_spec_string (
      "batch-form", "Batch form", "How changes are sent: auto, json, multipart or single", "auto",
      flags);
}

static void
vmx_odata_transport_class_init (VmxOdataTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = vmx_odata_transport_set_property;
  object_class->get_property = vmx_odata_transport_get_property;
  object_class->finalize = vmx_odata_transport_finalize;
  add_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vmx_odata_transport_init (VmxOdataTransport *self)
{
}
