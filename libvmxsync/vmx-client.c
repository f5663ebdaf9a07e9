/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/vmx-client-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/plugin/vmx-plugin-loader.h>
#include <libvmxsync/vmx-obj-private.h>

/**
 * VmxClient:
 *
 * The application: a store on the disk and the services whose objects it keeps.
 *
 * Services are described with [method@Vmx.Client.add_service] and set up with
 * [method@Vmx.Client.setup], which fetches their schemas the first time and works from the store
 * after that. Then [method@Vmx.Client.get_object] gives the objects.
 *
 * Since: 0.1
 */
G_DEFINE_FINAL_TYPE (VmxClient, vmx_client, G_TYPE_OBJECT)

typedef enum
{
  PROP_STORE_PATH = 1,
  PROP_STORAGE,
  PROP_AUTHENTICATOR,
  PROP_SERVICES,
  PROP_SET_UP,
} VmxClientProperty;

static GParamSpec *properties[PROP_SET_UP + 1];
static guint progress_signal;

static void
vmx_client_finalize (GObject *object)
{
  VmxClient *self = VMX_CLIENT (object);

  g_free (self->store_path);
  g_clear_object (&self->store);
  g_clear_object (&self->storage);
  g_clear_object (&self->authenticator);
  g_object_unref (self->services);
  vmx_watch_list_unref (self->watches);
  vmx_exclusion_unref (self->exclusion);
  G_OBJECT_CLASS (vmx_client_parent_class)->finalize (object);
}

static void
vmx_client_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxClient *self = VMX_CLIENT (object);

  switch ((VmxClientProperty) id)
    {
    case PROP_STORE_PATH:
      g_value_set_string (value, self->store_path);
      break;
    case PROP_STORAGE:
      g_value_set_object (value, self->storage);
      break;
    case PROP_AUTHENTICATOR:
      g_value_set_object (value, self->authenticator);
      break;
    case PROP_SERVICES:
      g_value_set_object (value, self->services);
      break;
    case PROP_SET_UP:
      g_value_set_boolean (value, self->set_up);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_client_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  VmxClient *self = VMX_CLIENT (object);

  switch ((VmxClientProperty) id)
    {
    case PROP_STORE_PATH:
      self->store_path = g_value_dup_string (value);
      break;
    case PROP_STORAGE:
      self->storage = g_value_dup_object (value);
      break;
    case PROP_AUTHENTICATOR:
      vmx_client_set_authenticator (self, g_value_get_object (value));
      break;
    case PROP_SERVICES:
    case PROP_SET_UP:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_client_class_init (VmxClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = vmx_client_finalize;
  object_class->get_property = vmx_client_get_property;
  object_class->set_property = vmx_client_set_property;

  /**
   * VmxClient:store-path: (getter get_store_path)
   *
   * The file of the store; %NULL for one in the user's data folder, named after the program.
   *
   * Since: 0.1
   */
  properties[PROP_STORE_PATH] = g_param_spec_string (
      "store-path", NULL, NULL, NULL,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * VmxClient:storage: (getter get_storage)
   *
   * Who keeps the records; %NULL for the default storage.
   *
   * Since: 0.1
   */
  properties[PROP_STORAGE] = g_param_spec_object (
      "storage", NULL, NULL, VMX_TYPE_STORAGE,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * VmxClient:authenticator: (getter get_authenticator) (setter set_authenticator)
   *
   * Who signs requests in.
   *
   * Since: 0.1
   */
  properties[PROP_AUTHENTICATOR] = g_param_spec_object (
      "authenticator", NULL, NULL, VMX_TYPE_AUTHENTICATOR,
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * VmxClient:services: (getter get_services)
   *
   * The services.
   *
   * Since: 0.1
   */
  properties[PROP_SERVICES] = g_param_spec_object (
      "services", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * VmxClient:set-up: (getter is_set_up)
   *
   * Whether setup was done.
   *
   * Since: 0.1
   */
  properties[PROP_SET_UP] = g_param_spec_boolean ("set-up", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * VmxClient::progress:
   * @self: the client
   * @progress: where a sync of one of its objects stands
   *
   * Is emitted while objects are synchronised, in the context that started the sync.
   *
   * Since: 0.1
   */
  progress_signal = g_signal_new ("progress", VMX_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, VMX_TYPE_SYNC_PROGRESS);
}

static void
vmx_client_init (VmxClient *self)
{
  self->services = g_list_store_new (VMX_TYPE_OBJ_SVC);
  self->watches = vmx_watch_list_new ();
  self->exclusion = vmx_exclusion_new ();
}

/**
 * vmx_client_new:
 * @store_path: (nullable) (type filename): the file of the store; %NULL for one in the user's data
 *   folder, named after the program
 *
 * Makes a client that keeps its records in a file.
 *
 * Returns: (transfer full): the client
 *
 * Since: 0.1
 */
VmxClient *
vmx_client_new (const char *store_path)
{
  return g_object_new (VMX_TYPE_CLIENT, "store-path", store_path, NULL);
}

/**
 * vmx_client_new_with_storage:
 * @storage: who keeps the records
 *
 * Makes a client that keeps its records in a storage of the program.
 *
 * Returns: (transfer full): the client
 *
 * Since: 0.1
 */
VmxClient *
vmx_client_new_with_storage (VmxStorage *storage)
{
  g_return_val_if_fail (VMX_IS_STORAGE (storage), NULL);

  return g_object_new (VMX_TYPE_CLIENT, "storage", storage, NULL);
}

/**
 * vmx_client_get_default:
 *
 * Gets the client that [ctor@Vmx.Obj.new] uses. It is made at the first call and lives as long as
 * the program.
 *
 * Returns: (transfer none): the client
 *
 * Since: 0.1
 */
VmxClient *
vmx_client_get_default (void)
{
  static VmxClient *client;

  if (g_once_init_enter (&client))
    g_once_init_leave (&client, vmx_client_new (NULL));
  return client;
}

static char *
default_store_path (void)
{
  const char *program = g_get_prgname ();

  return g_build_filename (g_get_user_data_dir (), program != NULL ? program : "vmxsync",
                           "store.db", NULL);
}

/* A storage without files takes the path as the name of the store. */
static void
set_place (GObject *storage, const char *path)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (storage);

  if (g_object_class_find_property (klass, "path") != NULL)
    g_object_set (storage, "path", path, NULL);
  else if (g_object_class_find_property (klass, "name") != NULL)
    g_object_set (storage, "name", path, NULL);
}

gboolean
vmx_client_ensure_store (VmxClient *self, GError **error)
{
  if (self->store != NULL)
    return TRUE;
  if (self->storage == NULL)
    {
      GObject *storage = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), NULL,
                                                   VMX_PLUGIN_KIND_STORAGE, error);

      if (storage == NULL)
        return FALSE;
      if (self->store_path == NULL)
        self->store_path = default_store_path ();
      set_place (storage, self->store_path);
      self->storage = VMX_STORAGE (storage);
    }
  self->store = vmx_store_new (self->storage);
  vmx_store_set_watches (self->store, self->watches);
  return TRUE;
}

VmxStore *
vmx_client_get_store (VmxClient *self, GError **error)
{
  if (self->set_up && self->store != NULL)
    return self->store;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_NOT_SET_UP,
                       "the client is not set up; call setup first");
  return NULL;
}

VmxWatchList *
vmx_client_get_watches (VmxClient *self)
{
  return self->watches;
}

VmxExclusion *
vmx_client_get_exclusion (VmxClient *self)
{
  return self->exclusion;
}

void
vmx_client_emit_progress (VmxClient *self, VmxSyncProgress *progress)
{
  g_signal_emit (self, progress_signal, 0, progress);
}

/**
 * vmx_client_get_store_path: (get-property store-path)
 * @self: a client
 *
 * Gets the file of the store.
 *
 * Returns: (nullable) (type filename): the path, %NULL if it is not decided yet or the storage
 *   keeps no file
 *
 * Since: 0.1
 */
const char *
vmx_client_get_store_path (VmxClient *self)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  return self->store_path;
}

/**
 * vmx_client_get_storage: (get-property storage)
 * @self: a client
 *
 * Gets who keeps the records.
 *
 * Returns: (transfer none) (nullable): the storage, %NULL before setup if it is the default one
 *
 * Since: 0.1
 */
VmxStorage *
vmx_client_get_storage (VmxClient *self)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  return self->storage;
}

/**
 * vmx_client_get_authenticator: (get-property authenticator)
 * @self: a client
 *
 * Gets who signs requests in.
 *
 * Returns: (transfer none) (nullable): the authenticator
 *
 * Since: 0.1
 */
VmxAuthenticator *
vmx_client_get_authenticator (VmxClient *self)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  return self->authenticator;
}

/**
 * vmx_client_set_authenticator: (set-property authenticator)
 * @self: a client
 * @authenticator: (nullable): who signs requests in, %NULL for nobody
 *
 * Sets who signs requests in. It counts from the next call that needs a service.
 *
 * Since: 0.1
 */
void
vmx_client_set_authenticator (VmxClient *self, VmxAuthenticator *authenticator)
{
  g_return_if_fail (VMX_IS_CLIENT (self));
  g_return_if_fail (authenticator == NULL || VMX_IS_AUTHENTICATOR (authenticator));

  if (g_set_object (&self->authenticator, authenticator))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTHENTICATOR]);
}

/**
 * vmx_client_is_set_up: (get-property set-up)
 * @self: a client
 *
 * Says whether setup was done.
 *
 * Returns: %TRUE if records can be read
 *
 * Since: 0.1
 */
gboolean
vmx_client_is_set_up (VmxClient *self)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), FALSE);

  return self->set_up;
}

/**
 * vmx_client_get_services: (get-property services)
 * @self: a client
 *
 * Gets the services.
 *
 * Returns: (transfer none): a list of [class@Vmx.ObjSvc]
 *
 * Since: 0.1
 */
GListModel *
vmx_client_get_services (VmxClient *self)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->services);
}

static VmxObjSvc *
find_service (VmxClient *self, const char *name)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);

      if (g_str_equal (vmx_obj_svc_get_name (service), name))
        return service; /* the list keeps it */
    }
  return NULL;
}

static gboolean
check_service_name (const char *name, GError **error)
{
  if (name == NULL || *name == '\0')
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_SERVICE_NAME_EMPTY,
                           "the service name is empty; expected a name such as “HR”");
      return FALSE;
    }
  if (g_utf8_validate (name, -1, NULL))
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_SERVICE_NAME,
                       "the service name is not UTF-8 text");
  return FALSE;
}

/* The store keeps the address, so it must not hold a password. */
static gboolean
check_url (const char *url, GError **error)
{
  g_autofree char *user = NULL;

  if (url == NULL)
    return TRUE;
  if (g_utf8_validate (url, -1, NULL)
      && (!g_uri_split (url, G_URI_FLAGS_PARSE_RELAXED, NULL, &user, NULL, NULL, NULL, NULL, NULL,
                        NULL)
          || user == NULL))
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_URL,
                       user != NULL ? "the service URL has a user name in it; leave it out and set "
                                      "an authenticator instead"
                                    : "the service URL is not UTF-8 text");
  return FALSE;
}

/**
 * vmx_client_add_service:
 * @self: a client
 * @name: the program's name for the service
 * @transport: (nullable): the plugin that talks to it, %NULL for the default one
 * @url: (nullable): its address, without user name and password
 * @error: return location for an error, or %NULL
 *
 * Describes a service. It can be used after [method@Vmx.Client.setup].
 *
 * Fails with [error@Vmx.Error.SERVICE_NAME_EMPTY], and with
 * [error@Vmx.Error.INVALID_SERVICE_NAME] when there is a service of this name, and with
 * [error@Vmx.Error.INVALID_URL] for an address with a user name.
 *
 * Returns: (transfer none): the service
 *
 * Since: 0.1
 */
VmxObjSvc *
vmx_client_add_service (VmxClient *self, const char *name, const char *transport, const char *url,
                        GError **error)
{
  g_autoptr(VmxObjSvc) service = NULL;

  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  if (!check_service_name (name, error) || !check_url (url, error))
    return NULL;
  if (find_service (self, name) != NULL)
    {
      g_autofree char *shown = vmx_excerpt (name, -1, VMX_EXCERPT_NAME);

      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SERVICE_NAME,
                   "there is a service “%s” already; choose another name", shown);
      return NULL;
    }
  service = vmx_obj_svc_new (self, name, transport, url);
  g_list_store_append (self->services, service);
  return service;
}

/**
 * vmx_client_get_service:
 * @self: a client
 * @name: the name of a service
 * @error: return location for an error, or %NULL
 *
 * Gets a service.
 *
 * Fails with [error@Vmx.Error.SERVICE_NAME_EMPTY] or [error@Vmx.Error.INVALID_SERVICE_NAME].
 *
 * Returns: (transfer none): the service
 *
 * Since: 0.1
 */
VmxObjSvc *
vmx_client_get_service (VmxClient *self, const char *name, GError **error)
{
  VmxObjSvc *service;

  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  if (!check_service_name (name, error))
    return NULL;
  service = find_service (self, name);
  if (service == NULL)
    {
      g_autofree char *shown = vmx_excerpt (name, -1, VMX_EXCERPT_NAME);

      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SERVICE_NAME, "there is no service “%s”",
                   shown);
    }
  return service;
}

gboolean
vmx_client_check_object_name (const char *object, GError **error)
{
  if (object != NULL)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_OBJECT_NAME_EMPTY,
                       "the object has no name; expected a name such as “Employee”");
  return FALSE;
}

VmxObjSvc *
vmx_client_find_service_of (VmxClient *self, const char *object, GError **error)
{
  g_autofree char *shown = NULL;

  if (vmx_client_get_store (self, error) == NULL || !vmx_client_check_object_name (object, error))
    return NULL;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->services)); i++)
    {
      g_autoptr(VmxObjSvc) service = g_list_model_get_item (G_LIST_MODEL (self->services), i);
      VmxServiceSchema *schema = vmx_obj_svc_get_schema (service);

      if (schema != NULL && vmx_service_schema_find_object (schema, object) != NULL)
        return service; /* the list keeps it */
    }
  shown = vmx_excerpt (object, -1, VMX_EXCERPT_NAME);
  g_set_error (error, VMX_ERROR, VMX_ERROR_OBJECT_NOT_FOUND,
               "no service has an object “%s”; names differ in upper and lower case", shown);
  return NULL;
}

/**
 * vmx_client_get_object:
 * @self: a client
 * @name: the name of an object
 * @error: return location for an error, or %NULL
 *
 * Gets an object. Before setup it is a handle whose name is checked at its first use.
 *
 * Fails with [error@Vmx.Error.OBJECT_NAME_EMPTY], and after setup with
 * [error@Vmx.Error.OBJECT_NOT_FOUND].
 *
 * Returns: (transfer full): the object
 *
 * Since: 0.1
 */
VmxObj *
vmx_client_get_object (VmxClient *self, const char *name, GError **error)
{
  g_return_val_if_fail (VMX_IS_CLIENT (self), NULL);

  return vmx_obj_new_for_client (self, name, error);
}
