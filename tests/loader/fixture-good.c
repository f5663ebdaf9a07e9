/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A plugin that does what it should, as a transport and as a processor. Its transport gives one
 * batch with as many rows as the option says. */
#include <libvmxsync/plugin/vmx-plugin-abi.h>
#include <libvmxsync/vmxsync.h>

#ifndef FIXTURE_TYPE_NAME
#define FIXTURE_TYPE_NAME "VmxFixtureGood"
#endif

typedef struct
{
  GObject parent_instance;
  guint n_rows;
} Good;

typedef struct
{
  GObjectClass parent_class;
} GoodClass;

enum
{
  PROP_0,
  PROP_ROWS
};

static gboolean
good_open (VmxTransport *transport, VmxAuthenticator *authenticator, GCancellable *cancellable,
           GError **error)
{
  return TRUE;
}

static gboolean
good_close (VmxTransport *transport, GError **error)
{
  return TRUE;
}

static VmxTransportFeatures
good_get_features (VmxTransport *transport)
{
  return VMX_TRANSPORT_FEATURE_TOTAL;
}

static VmxRecordBatch *
good_fetch_batch (VmxTransport *transport, VmxFetchRequest *request, GCancellable *cancellable,
                  GError **error)
{
  Good *self = (Good *) transport;
  g_autoptr(VmxRecordBatch) batch
      = vmx_record_batch_new (vmx_fetch_request_get_schema (request));

  for (guint i = 0; i < self->n_rows; i++)
    vmx_record_batch_put_int64 (batch, vmx_record_batch_add_row (batch), 0, i);
  return g_steal_pointer (&batch);
}

static void
transport_iface_init (VmxTransportInterface *iface)
{
  iface->open = good_open;
  iface->close = good_close;
  iface->get_features = good_get_features;
  iface->fetch_batch = good_fetch_batch;
}

static gboolean
good_prepare (VmxProcessor *processor, VmxObjectSchema *schema, GError **error)
{
  return TRUE;
}

static gboolean
good_process_download (VmxProcessor *processor, VmxRecordBatch *batch, VmxRecordBatch *stored,
                       GError **error)
{
  return TRUE;
}

static void
processor_iface_init (VmxProcessorInterface *iface)
{
  iface->prepare = good_prepare;
  iface->process_download = good_process_download;
}

static void
good_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_ROWS)
    ((Good *) object)->n_rows = g_value_get_uint (value);
}

static void
good_class_init (gpointer klass, gpointer data)
{
  G_OBJECT_CLASS (klass)->set_property = good_set_property;
  g_object_class_install_property (
      klass, PROP_ROWS,
      g_param_spec_uint ("rows", NULL, NULL, 0, 1000, 3, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT));
}

static GType
good_get_type (VmxPluginKinds kind)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      const GTypeInfo info = { .class_size = sizeof (GoodClass),
                               .class_init = good_class_init,
                               .instance_size = sizeof (Good) };
      const GInterfaceInfo transport = { (GInterfaceInitFunc) transport_iface_init, NULL, NULL };
      const GInterfaceInfo processor = { (GInterfaceInitFunc) processor_iface_init, NULL, NULL };
      GType new_type = g_type_register_static (G_TYPE_OBJECT, FIXTURE_TYPE_NAME, &info, 0);

      g_type_add_interface_static (new_type, VMX_TYPE_TRANSPORT, &transport);
      g_type_add_interface_static (new_type, VMX_TYPE_PROCESSOR, &processor);
      g_once_init_leave (&type, new_type);
    }
  return type;
}

#ifdef FIXTURE_TWIN
VMX_PLUGIN_DEFINE (twin, "twin", VMX_PLUGIN_KIND_TRANSPORT, FIXTURE_TWIN, "One of two files",
                   "LGPL-2.1-or-later", good_get_type)
#else
VMX_PLUGIN_DEFINE (good, "good", VMX_PLUGIN_KIND_TRANSPORT | VMX_PLUGIN_KIND_PROCESSOR, "1.2.3",
                   "Does what it should", "LGPL-2.1-or-later", good_get_type)
#endif
