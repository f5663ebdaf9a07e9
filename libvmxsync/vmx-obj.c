/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmx-obj-private.h>

#include <libvmxsync/model/vmx-error.h>

/**
 * VmxObj:
 *
 * An object: a kind of record, such as “Employee”.
 *
 * Its records are read from the store, with or without a network, and synchronised with the server
 * by [method@Vmx.Obj.start_sync].
 *
 * Since: 0.1
 */
struct _VmxObj
{
  GObject parent_instance;

  VmxClient *client;
  char *name;
  GPtrArray *processors; /* (element-type VmxPluginSpec) */
  gboolean syncing;
  double fraction;
  VmxSyncResult *last_result; /* (nullable) */
  guint watch;
};

G_DEFINE_FINAL_TYPE (VmxObj, vmx_obj, G_TYPE_OBJECT)

typedef enum
{
  PROP_CLIENT = 1,
  PROP_NAME,
  PROP_SYNCING,
  PROP_FRACTION,
  PROP_LAST_RESULT,
} VmxObjProperty;

static GParamSpec *properties[PROP_LAST_RESULT + 1];
static guint progress_signal;
static guint changed_signal;

static void
emit_changed (GObject *object)
{
  g_signal_emit (object, changed_signal, 0);
}

static void
vmx_obj_constructed (GObject *object)
{
  VmxObj *self = VMX_OBJ (object);

  G_OBJECT_CLASS (vmx_obj_parent_class)->constructed (object);
  if (self->client == NULL)
    self->client = g_object_ref (vmx_client_get_default ());
  self->watch = vmx_watch_list_add_receiver (vmx_client_get_watches (self->client), self->name,
                                             object, emit_changed);
}

static void
vmx_obj_dispose (GObject *object)
{
  VmxObj *self = VMX_OBJ (object);

  vmx_watch_list_remove (vmx_client_get_watches (self->client), self->watch);
  G_OBJECT_CLASS (vmx_obj_parent_class)->dispose (object);
}

static void
vmx_obj_finalize (GObject *object)
{
  VmxObj *self = VMX_OBJ (object);

  g_object_unref (self->client);
  g_free (self->name);
  g_ptr_array_unref (self->processors);
  g_clear_object (&self->last_result);
  G_OBJECT_CLASS (vmx_obj_parent_class)->finalize (object);
}

static void
vmx_obj_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxObj *self = VMX_OBJ (object);

  switch ((VmxObjProperty) id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_SYNCING:
      g_value_set_boolean (value, self->syncing);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_LAST_RESULT:
      g_value_set_object (value, self->last_result);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_obj_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VmxObj *self = VMX_OBJ (object);

  switch ((VmxObjProperty) id)
    {
    case PROP_CLIENT:
      self->client = g_value_dup_object (value);
      break;
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;
    case PROP_SYNCING:
    case PROP_FRACTION:
    case PROP_LAST_RESULT:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_signals (void)
{
  /**
   * VmxObj::progress:
   * @self: the object
   * @progress: where the sync stands
   *
   * Is emitted while a sync that was started on this handle goes on, in the context that started
   * it; in a blocking call, on the calling thread. A handler must not wait for the end of the sync.
   *
   * Since: 0.1
   */
  progress_signal = g_signal_new ("progress", VMX_TYPE_OBJ, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, VMX_TYPE_SYNC_PROGRESS);
  /**
   * VmxObj::changed:
   * @self: the object
   *
   * Is emitted after records of the object were changed in the store, by an edit or a sync of this
   * process, on whichever handle, and after setup, reset and drop of the client. It comes in the
   * main context that was the thread's default when this handle was made, and many changes may be
   * told at once.
   *
   * [class@Vmx.RecordModel] keeps a list of records up to date.
   *
   * Since: 0.1
   */
  changed_signal = g_signal_new ("changed", VMX_TYPE_OBJ, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
vmx_obj_class_init (VmxObjClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags made_with = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = vmx_obj_constructed;
  object_class->dispose = vmx_obj_dispose;
  object_class->finalize = vmx_obj_finalize;
  object_class->get_property = vmx_obj_get_property;
  object_class->set_property = vmx_obj_set_property;

  /**
   * VmxObj:client: (getter get_client)
   *
   * The client whose store has the records; the default client if none is given.
   *
   * Since: 0.1
   */
  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, VMX_TYPE_CLIENT, made_with);
  /**
   * VmxObj:name: (getter get_name)
   *
   * The name of the object.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, made_with);
  /**
   * VmxObj:syncing: (getter get_syncing)
   *
   * Whether a sync that was started on this handle is running.
   *
   * Since: 0.1
   */
  properties[PROP_SYNCING] = g_param_spec_boolean ("syncing", NULL, NULL, FALSE, flags);
  /**
   * VmxObj:fraction: (getter get_fraction)
   *
   * How much of the running or last sync is done: 0 to 1, or -1 while it is unknown.
   *
   * Since: 0.1
   */
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  /**
   * VmxObj:last-result: (getter get_last_result)
   *
   * What the last successful sync that was started on this handle did.
   *
   * Since: 0.1
   */
  properties[PROP_LAST_RESULT]
      = g_param_spec_object ("last-result", NULL, NULL, VMX_TYPE_SYNC_RESULT, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  install_signals ();
}

static void
vmx_obj_init (VmxObj *self)
{
  self->processors = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_plugin_spec_free);
  self->fraction = -1;
}

VmxObj *
vmx_obj_new_for_client (VmxClient *client, const char *name, GError **error)
{
  if (name == NULL || *name == '\0')
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_OBJECT_NAME_EMPTY,
                           "the object name is empty; expected a name such as “Employee”");
      return NULL;
    }
  if (!g_utf8_validate (name, -1, NULL))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND,
                           "the object name is not UTF-8 text");
      return NULL;
    }
  if (vmx_client_is_set_up (client) && vmx_client_find_service_of (client, name, error) == NULL)
    return NULL;
  return g_object_new (VMX_TYPE_OBJ, "client", client, "name", name, NULL);
}

/**
 * vmx_obj_new:
 * @name: the name of an object
 * @error: return location for an error, or %NULL
 *
 * Gets an object of the default client, [func@Vmx.Client.get_default].
 *
 * Fails like [method@Vmx.Client.get_object].
 *
 * Returns: (transfer full): the object
 *
 * Since: 0.1
 */
VmxObj *
vmx_obj_new (const char *name, GError **error)
{
  return vmx_obj_new_for_client (vmx_client_get_default (), name, error);
}

VmxObjSvc *
vmx_obj_look_up (VmxObj *self, VmxObjectSchema **schema, GError **error)
{
  VmxObjSvc *service = vmx_client_find_service_of (self->client, self->name, error);

  if (service != NULL && schema != NULL)
    *schema = vmx_service_schema_find_object (vmx_obj_svc_get_schema (service), self->name);
  return service;
}

static void
copy_specs (GPtrArray *to, GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, vmx_plugin_spec_copy (from->pdata[i]));
}

GPtrArray *
vmx_obj_collect_processors (VmxObj *self, VmxObjSvc *service)
{
  GPtrArray *specs = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_plugin_spec_free);

  copy_specs (specs, vmx_obj_svc_get_processor_specs (service));
  copy_specs (specs, self->processors);
  return specs;
}

static void
set_fraction (VmxObj *self, double fraction)
{
  if (self->fraction == fraction)
    return;
  self->fraction = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

void
vmx_obj_set_syncing (VmxObj *self, gboolean syncing)
{
  if (syncing)
    set_fraction (self, -1);
  if (self->syncing == syncing)
    return;
  self->syncing = syncing;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SYNCING]);
}

void
vmx_obj_take_progress (VmxObj *self, VmxSyncProgress *progress)
{
  VmxObjSvc *service = vmx_obj_get_service (self);

  set_fraction (self, vmx_sync_progress_get_fraction (progress));
  g_signal_emit (self, progress_signal, 0, progress);
  if (service != NULL)
    vmx_obj_svc_emit_progress (service, progress);
  vmx_client_emit_progress (self->client, progress);
}

void
vmx_obj_set_last_result (VmxObj *self, VmxSyncResult *result)
{
  if (g_set_object (&self->last_result, result))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_RESULT]);
}

/**
 * vmx_obj_get_name: (get-property name)
 * @self: an object
 *
 * Gets the name.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_obj_get_name (VmxObj *self)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return self->name;
}

/**
 * vmx_obj_get_client: (get-property client)
 * @self: an object
 *
 * Gets the client whose store has the records.
 *
 * Returns: (transfer none): the client
 *
 * Since: 0.1
 */
VmxClient *
vmx_obj_get_client (VmxObj *self)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return self->client;
}

/**
 * vmx_obj_get_service:
 * @self: an object
 *
 * Gets the service that has the object.
 *
 * Returns: (transfer none) (nullable): the service, %NULL before setup
 *
 * Since: 0.1
 */
VmxObjSvc *
vmx_obj_get_service (VmxObj *self)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return vmx_obj_look_up (self, NULL, NULL);
}

/**
 * vmx_obj_get_schema:
 * @self: an object
 *
 * Gets the schema of the records.
 *
 * Returns: (transfer none) (nullable): the schema, %NULL before setup
 *
 * Since: 0.1
 */
VmxObjectSchema *
vmx_obj_get_schema (VmxObj *self)
{
  VmxObjectSchema *schema = NULL;

  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  vmx_obj_look_up (self, &schema, NULL);
  return schema;
}

/**
 * vmx_obj_get_storage:
 * @self: an object
 *
 * Gets who keeps the records; it is the client's.
 *
 * Returns: (transfer none) (nullable): the storage
 *
 * Since: 0.1
 */
VmxStorage *
vmx_obj_get_storage (VmxObj *self)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return vmx_client_get_storage (self->client);
}

/**
 * vmx_obj_get_transport_name:
 * @self: an object
 *
 * Gets the plugin that talks to the object's service.
 *
 * Returns: (nullable): its name, %NULL for the default one and before setup
 *
 * Since: 0.1
 */
const char *
vmx_obj_get_transport_name (VmxObj *self)
{
  VmxObjSvc *service;

  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  service = vmx_obj_get_service (self);
  return service != NULL ? vmx_obj_svc_get_transport_name (service) : NULL;
}

/**
 * vmx_obj_get_transport:
 * @self: an object
 *
 * Gets the program's own transport of the object's service.
 *
 * Returns: (transfer none) (nullable): the transport, %NULL if a plugin is used
 *
 * Since: 0.1
 */
VmxTransport *
vmx_obj_get_transport (VmxObj *self)
{
  VmxObjSvc *service;

  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  service = vmx_obj_get_service (self);
  return service != NULL ? vmx_obj_svc_get_transport (service) : NULL;
}

/**
 * vmx_obj_get_syncing: (get-property syncing)
 * @self: an object
 *
 * Says whether a sync that was started on this handle is running.
 *
 * Returns: %TRUE if it is
 *
 * Since: 0.1
 */
gboolean
vmx_obj_get_syncing (VmxObj *self)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);

  return self->syncing;
}

/**
 * vmx_obj_get_fraction: (get-property fraction)
 * @self: an object
 *
 * Gets how much of the running or last sync is done.
 *
 * Returns: 0 to 1, or -1 while it is unknown
 *
 * Since: 0.1
 */
double
vmx_obj_get_fraction (VmxObj *self)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), -1);

  return self->fraction;
}

/**
 * vmx_obj_get_last_result: (get-property last-result)
 * @self: an object
 *
 * Gets what the last successful sync that was started on this handle did.
 *
 * Returns: (transfer none) (nullable): the result, %NULL if there was none
 *
 * Since: 0.1
 */
VmxSyncResult *
vmx_obj_get_last_result (VmxObj *self)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  return self->last_result;
}

/**
 * vmx_obj_add_processor_by_name:
 * @self: an object
 * @name: a plugin, such as `fill-missing`
 * @error: return location for an error, or %NULL
 *
 * Adds a processor for syncs that are started on this handle, behind those of the service.
 *
 * Fails with [error@Vmx.Error.PLUGIN_NOT_FOUND] and other plugin errors.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_add_processor_by_name (VmxObj *self, const char *name, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ (self), FALSE);

  return vmx_processor_specs_add_name (self->processors, name, error);
}

/**
 * vmx_obj_add_processor:
 * @self: an object
 * @processor: a processor of the program
 *
 * Adds a processor for syncs that are started on this handle, behind those of the service.
 *
 * Since: 0.1
 */
void
vmx_obj_add_processor (VmxObj *self, VmxProcessor *processor)
{
  g_return_if_fail (VMX_IS_OBJ (self));
  g_return_if_fail (VMX_IS_PROCESSOR (processor));

  vmx_processor_specs_add_instance (self->processors, processor);
}

/**
 * vmx_obj_get_processor_names:
 * @self: an object
 *
 * Gets the processors that work on the records of the object: those of the service, then its own.
 *
 * Returns: (transfer full) (array zero-terminated=1): names of plugins, and type names of the
 *   program's own processors
 *
 * Since: 0.1
 */
char **
vmx_obj_get_processor_names (VmxObj *self)
{
  g_autoptr(GPtrArray) specs = NULL;
  VmxObjSvc *service;

  g_return_val_if_fail (VMX_IS_OBJ (self), NULL);

  service = vmx_obj_get_service (self);
  if (service == NULL)
    return vmx_processor_specs_get_names (self->processors);
  specs = vmx_obj_collect_processors (self, service);
  return vmx_processor_specs_get_names (specs);
}
