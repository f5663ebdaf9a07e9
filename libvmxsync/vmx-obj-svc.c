/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmx-obj-svc-private.h>

#include <libvmxsync/local/store/vmx-schema-settings-private.h>
#include <libvmxsync/local/store/vmx-service-options-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/plugin/vmx-plugin-loader.h>
#include <libvmxsync/vmx-enum-types.h>
#include <libvmxsync/vmx-obj-private.h>

#include <string.h>

/**
 * VmxObjSvc:
 *
 * An object service: a named group of objects behind one address.
 *
 * Its transport and its processors are chosen here. They count from the next setup or sync.
 *
 * Since: 0.1
 */
struct _VmxObjSvc
{
  GObject parent_instance;

  VmxClient *client; /* (unowned) (nullable): the client owns its services */
  char *name;
  char *transport_name; /* (nullable) */
  char *url;            /* (nullable) */
  VmxTransport *transport; /* (nullable) */
  GPtrArray *options;      /* (element-type utf8), "name=value", NULL-terminated */
  GStrv objects;           /* (nullable) */
  GPtrArray *processors;   /* (element-type VmxPluginSpec) */
  VmxServiceInfo *info;    /* (nullable) */
  VmxConflictResolver *resolver; /* (nullable) */
  GPtrArray *old_schemas;  /* (element-type VmxServiceSchema): the program may hold parts of them */
};

G_DEFINE_FINAL_TYPE (VmxObjSvc, vmx_obj_svc, G_TYPE_OBJECT)

typedef enum
{
  PROP_NAME = 1,
  PROP_TRANSPORT_NAME,
  PROP_URL,
  PROP_TRANSPORT,
  PROP_CONFLICT_POLICY,
} VmxObjSvcProperty;

static GParamSpec *properties[PROP_CONFLICT_POLICY + 1];
static guint progress_signal;

static void
vmx_obj_svc_finalize (GObject *object)
{
  VmxObjSvc *self = VMX_OBJ_SVC (object);

  g_clear_weak_pointer (&self->client);
  g_free (self->name);
  g_free (self->transport_name);
  g_free (self->url);
  g_clear_object (&self->transport);
  g_ptr_array_unref (self->options);
  g_strfreev (self->objects);
  g_ptr_array_unref (self->processors);
  g_clear_pointer (&self->info, vmx_service_info_unref);
  g_clear_pointer (&self->resolver, vmx_conflict_resolver_unref);
  g_ptr_array_unref (self->old_schemas);
  G_OBJECT_CLASS (vmx_obj_svc_parent_class)->finalize (object);
}

static void
vmx_obj_svc_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxObjSvc *self = VMX_OBJ_SVC (object);

  switch ((VmxObjSvcProperty) id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TRANSPORT_NAME:
      g_value_set_string (value, self->transport_name);
      break;
    case PROP_URL:
      g_value_set_string (value, self->url);
      break;
    case PROP_TRANSPORT:
      g_value_set_object (value, self->transport);
      break;
    case PROP_CONFLICT_POLICY:
      g_value_set_enum (value, vmx_obj_svc_get_conflict_policy (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_obj_svc_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if ((VmxObjSvcProperty) id == PROP_TRANSPORT)
    vmx_obj_svc_set_transport (VMX_OBJ_SVC (object), g_value_get_object (value));
  else if ((VmxObjSvcProperty) id == PROP_CONFLICT_POLICY)
    vmx_obj_svc_set_conflict_policy (VMX_OBJ_SVC (object), g_value_get_enum (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
vmx_obj_svc_class_init (VmxObjSvcClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = vmx_obj_svc_finalize;
  object_class->get_property = vmx_obj_svc_get_property;
  object_class->set_property = vmx_obj_svc_set_property;

  /**
   * VmxObjSvc:name: (getter get_name)
   *
   * The name of the service.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /**
   * VmxObjSvc:transport-name: (getter get_transport_name)
   *
   * The plugin that talks to the service; %NULL for the default one.
   *
   * Since: 0.1
   */
  properties[PROP_TRANSPORT_NAME] = g_param_spec_string ("transport-name", NULL, NULL, NULL, flags);
  /**
   * VmxObjSvc:url: (getter get_url)
   *
   * The address of the service.
   *
   * Since: 0.1
   */
  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, flags);
  /**
   * VmxObjSvc:transport: (getter get_transport) (setter set_transport)
   *
   * The program's own transport, in place of a plugin.
   *
   * Since: 0.1
   */
  properties[PROP_TRANSPORT] = g_param_spec_object (
      "transport", NULL, NULL, VMX_TYPE_TRANSPORT,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * VmxObjSvc:conflict-policy: (getter get_conflict_policy) (setter set_conflict_policy)
   *
   * What happens to local changes of records that were changed at the server, too.
   *
   * Since: 0.1
   */
  properties[PROP_CONFLICT_POLICY] = g_param_spec_enum (
      "conflict-policy", NULL, NULL, VMX_TYPE_CONFLICT_POLICY, VMX_CONFLICT_POLICY_ASK,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * VmxObjSvc::progress:
   * @self: the service
   * @progress: where a sync of one of its objects stands
   *
   * Is emitted while objects are synchronised, in the context that started the sync.
   *
   * Since: 0.1
   */
  progress_signal = g_signal_new ("progress", VMX_TYPE_OBJ_SVC, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, VMX_TYPE_SYNC_PROGRESS);
}

static void
vmx_obj_svc_init (VmxObjSvc *self)
{
  self->options = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->options, NULL);
  self->processors = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_plugin_spec_free);
  self->old_schemas = g_ptr_array_new_with_free_func (g_object_unref);
}

VmxObjSvc *
vmx_obj_svc_new (VmxClient *client, const char *name, const char *transport, const char *url)
{
  VmxObjSvc *self = g_object_new (VMX_TYPE_OBJ_SVC, NULL);

  g_set_weak_pointer (&self->client, client);
  self->name = g_strdup (name);
  self->transport_name = g_strdup (transport);
  self->url = g_strdup (url);
  return self;
}

VmxClient *
vmx_obj_svc_get_client (VmxObjSvc *self)
{
  return self->client;
}

static void
add_option (VmxObjSvc *self, const char *option)
{
  g_ptr_array_insert (self->options, (int) self->options->len - 1, g_strdup (option));
}

VmxObjSvc *
vmx_obj_svc_new_for_info (VmxClient *client, VmxServiceInfo *info)
{
  VmxObjSvc *self = vmx_obj_svc_new (client, info->name, info->transport, info->url);

  for (guint i = 0; info->options[i] != NULL; i++)
    add_option (self, info->options[i]);
  vmx_obj_svc_set_objects (self, (const char *const *) info->objects);
  for (guint i = 0; info->processors[i] != NULL; i++)
    vmx_processor_specs_add (self->processors, info->processors[i], NULL);
  return self;
}

/* Instances of the program cannot be remembered, so only names are described. */
static GStrv
describe_processors (VmxObjSvc *self)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < self->processors->len; i++)
    {
      VmxPluginSpec *spec = self->processors->pdata[i];

      if (spec->name != NULL)
        g_strv_builder_add (names, spec->name);
    }
  return g_strv_builder_end (names);
}

VmxServiceInfo *
vmx_obj_svc_describe (VmxObjSvc *self)
{
  g_auto(GStrv) processors = describe_processors (self);

  return vmx_service_info_new (self->name, self->transport_name, self->url,
                               (const char *const *) self->options->pdata,
                               (const char *const *) self->objects,
                               (const char *const *) processors, NULL);
}

VmxServiceInfo *
vmx_obj_svc_get_info (VmxObjSvc *self)
{
  return self->info;
}

void
vmx_obj_svc_set_info (VmxObjSvc *self, VmxServiceInfo *info)
{
  if (self->info != NULL && (info == NULL || info->schema != self->info->schema))
    g_ptr_array_add (self->old_schemas, g_object_ref (self->info->schema));
  g_clear_pointer (&self->info, vmx_service_info_unref);
  self->info = info != NULL ? vmx_service_info_ref (info) : NULL;
}

const char *const *
vmx_obj_svc_get_options (VmxObjSvc *self)
{
  return (const char *const *) self->options->pdata;
}

VmxConflictResolver *
vmx_obj_svc_get_resolver (VmxObjSvc *self)
{
  return self->resolver;
}

void
vmx_obj_svc_take_resolver (VmxObjSvc *self, VmxConflictResolver *resolver)
{
  g_clear_pointer (&self->resolver, vmx_conflict_resolver_unref);
  self->resolver = resolver;
}

VmxPluginSpec *
vmx_obj_svc_get_transport_spec (VmxObjSvc *self)
{
  return vmx_plugin_spec_new (VMX_PLUGIN_KIND_TRANSPORT, self->transport_name,
                              self->transport != NULL ? G_OBJECT (self->transport) : NULL,
                              self->url, (const char *const *) self->options->pdata);
}

GPtrArray *
vmx_obj_svc_get_processor_specs (VmxObjSvc *self)
{
  return self->processors;
}

void
vmx_obj_svc_emit_progress (VmxObjSvc *self, VmxSyncProgress *progress)
{
  g_signal_emit (self, progress_signal, 0, progress);
}

/**
 * vmx_obj_svc_get_name: (get-property name)
 * @self: a service
 *
 * Gets the name.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_obj_svc_get_name (VmxObjSvc *self)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), NULL);

  return self->name;
}

/**
 * vmx_obj_svc_get_transport_name: (get-property transport-name)
 * @self: a service
 *
 * Gets the plugin that talks to the service.
 *
 * Returns: (nullable): its name, %NULL for the default one
 *
 * Since: 0.1
 */
const char *
vmx_obj_svc_get_transport_name (VmxObjSvc *self)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), NULL);

  return self->transport_name;
}

/**
 * vmx_obj_svc_get_url: (get-property url)
 * @self: a service
 *
 * Gets the address.
 *
 * Returns: (nullable): the address
 *
 * Since: 0.1
 */
const char *
vmx_obj_svc_get_url (VmxObjSvc *self)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), NULL);

  return self->url;
}

/**
 * vmx_obj_svc_get_transport: (get-property transport)
 * @self: a service
 *
 * Gets the program's own transport.
 *
 * Returns: (transfer none) (nullable): the transport, %NULL if a plugin is used
 *
 * Since: 0.1
 */
VmxTransport *
vmx_obj_svc_get_transport (VmxObjSvc *self)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), NULL);

  return self->transport;
}

/**
 * vmx_obj_svc_set_transport: (set-property transport)
 * @self: a service
 * @transport: (nullable): a transport, %NULL to use a plugin
 *
 * Sets the program's own transport. Only one sync at a time can use it.
 *
 * Since: 0.1
 */
void
vmx_obj_svc_set_transport (VmxObjSvc *self, VmxTransport *transport)
{
  g_return_if_fail (VMX_IS_OBJ_SVC (self));
  g_return_if_fail (transport == NULL || VMX_IS_TRANSPORT (transport));

  if (g_set_object (&self->transport, transport))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRANSPORT]);
}

static void
remove_option (VmxObjSvc *self, const char *name)
{
  g_autofree char *prefix = g_strconcat (name, "=", NULL);

  for (guint i = 0; i + 1 < self->options->len; i++)
    if (g_str_has_prefix (self->options->pdata[i], prefix))
      {
        g_ptr_array_remove_index (self->options, i);
        return;
      }
}

/**
 * vmx_obj_svc_set_option:
 * @self: a service
 * @name: a property of the transport, such as `timeout`, or a setting of one object, such as
 *   `Employees.rename`
 * @value: (nullable): its value, %NULL to remove it
 * @error: return location for an error, or %NULL
 *
 * Sets an option of the transport, or a setting of one object: `rename`, `omit-columns`,
 * `change-tracking-column`, `soft-delete-column`, `page-style` or `generated-key`. Two more names
 * are about uploads: `conflict-policy` takes a nick of [enum@Vmx.ConflictPolicy], and
 * `atomic-uploads` `true` lets the changes of a request go all together or not at all. Names and
 * values are checked when the transport is used; options are stored, so nothing secret belongs here.
 *
 * Fails with [error@Vmx.Error.INVALID_OPTION] when the name cannot be one.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_svc_set_option (VmxObjSvc *self, const char *name, const char *value, GError **error)
{
  g_autofree char *option = NULL;
  VmxServiceOptions own;

  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), FALSE);

  if (name == NULL || *name == '\0' || strchr (name, '=') != NULL
      || !g_utf8_validate (name, -1, NULL) || (value != NULL && !g_utf8_validate (value, -1, NULL)))
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                           "a service option needs a name without “=” and a value, both UTF-8 "
                           "text");
      return FALSE;
    }
  option = value != NULL ? g_strconcat (name, "=", value, NULL) : NULL;
  if (!vmx_service_options_read (&own, (const char *const[]){ option, NULL }, error))
    return FALSE;
  remove_option (self, name);
  if (option != NULL)
    add_option (self, option);
  if (vmx_service_option_is_own (name))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONFLICT_POLICY]);
  return TRUE;
}

/**
 * vmx_obj_svc_set_objects:
 * @self: a service
 * @objects: (nullable) (array zero-terminated=1): names of objects, %NULL for all that the service
 *   offers
 *
 * Chooses which objects the first setup, every incremental setup and every reset keep. A store that
 * was set up with other objects refuses setup with [error@Vmx.Error.NOT_SUPPORTED].
 *
 * Since: 0.1
 */
void
vmx_obj_svc_set_objects (VmxObjSvc *self, const char *const *objects)
{
  g_auto(GStrv) copy = g_strdupv ((char **) objects);

  g_return_if_fail (VMX_IS_OBJ_SVC (self));

  g_strfreev (self->objects);
  self->objects = g_steal_pointer (&copy);
}

/**
 * vmx_obj_svc_add_processor_by_name:
 * @self: a service
 * @name: a plugin, such as `fill-missing`
 * @error: return location for an error, or %NULL
 *
 * Adds a processor behind the others. It works on the records of all objects of the service.
 *
 * Fails with [error@Vmx.Error.PLUGIN_NOT_FOUND] and other plugin errors.
 *
 * Returns: %TRUE on success
 *
 * Since: 0.1
 */
gboolean
vmx_obj_svc_add_processor_by_name (VmxObjSvc *self, const char *name, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), FALSE);

  return vmx_processor_specs_add_name (self->processors, name, error);
}

/**
 * vmx_obj_svc_add_processor:
 * @self: a service
 * @processor: a processor of the program
 *
 * Adds a processor behind the others. Only one sync at a time can use it.
 *
 * Since: 0.1
 */
void
vmx_obj_svc_add_processor (VmxObjSvc *self, VmxProcessor *processor)
{
  g_return_if_fail (VMX_IS_OBJ_SVC (self));
  g_return_if_fail (VMX_IS_PROCESSOR (processor));

  vmx_processor_specs_add_instance (self->processors, processor);
}

/**
 * vmx_obj_svc_get_processor_names:
 * @self: a service
 *
 * Gets the processors in their order.
 *
 * Returns: (transfer full) (array zero-terminated=1): names of plugins, and type names of the
 *   program's own processors
 *
 * Since: 0.1
 */
char **
vmx_obj_svc_get_processor_names (VmxObjSvc *self)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), NULL);

  return vmx_processor_specs_get_names (self->processors);
}

/**
 * vmx_obj_svc_get_schema:
 * @self: a service
 *
 * Gets the schema of the objects that are kept.
 *
 * Returns: (transfer none) (nullable): the schema, %NULL before setup
 *
 * Since: 0.1
 */
VmxServiceSchema *
vmx_obj_svc_get_schema (VmxObjSvc *self)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), NULL);

  return self->info != NULL ? self->info->schema : NULL;
}

/**
 * vmx_obj_svc_get_object:
 * @self: a service
 * @name: the name of an object
 * @error: return location for an error, or %NULL
 *
 * Gets an object of the service.
 *
 * Fails with [error@Vmx.Error.OBJECT_NAME_EMPTY], with [error@Vmx.Error.OBJECT_NOT_FOUND] when the
 * service has no such object, and with [error@Vmx.Error.NOT_SET_UP] when the client is gone.
 *
 * Returns: (transfer full): the object
 *
 * Since: 0.1
 */
VmxObj *
vmx_obj_svc_get_object (VmxObjSvc *self, const char *name, GError **error)
{
  g_return_val_if_fail (VMX_IS_OBJ_SVC (self), NULL);

  if (self->client == NULL)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP,
                           "the client of the service is gone; keep it while its services are "
                           "used");
      return NULL;
    }
  if (self->info != NULL && name != NULL && *name != '\0'
      && vmx_service_schema_find_object (self->info->schema, name) == NULL)
    {
      g_autofree char *shown = vmx_excerpt (name, -1, VMX_EXCERPT_NAME);

      g_set_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND,
                   "service “%s” has no object “%s”; names differ in upper and lower case",
                   self->name, shown);
      return NULL;
    }
  return vmx_obj_new_for_client (self->client, name, error);
}
