/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-loader.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-suggest-private.h>
#include <libvmxsync/plugin/vmx-plugin-info-private.h>
#include <libvmxsync/plugin/vmx-plugin-module-private.h>
#include <libvmxsync/plugin/vmx-plugin-search-private.h>

#include <string.h>

/* How much of a wrong name a message repeats. */
#define MAX_SHOWN_LENGTH 64

/**
 * VmxPluginLoader:
 *
 * Finds plugins, loads them and makes instances of their types.
 *
 * A plugin is a module named `libvmx-NAME.so`. The first one found counts, in this order:
 *
 * 1. folders of [method@Vmx.PluginLoader.prepend_path], the last one added first;
 * 2. the folders in the environment variable `VMX_PLUGIN_PATH`, separated by colons;
 * 3. `vmxsync-1/plugins-1` in the user's data folder;
 * 4. the folder in the environment variable `VMX_PLUGIN_DIR` if it is set, none if it is empty;
 *    else the folder where the library's own plugins are installed.
 *
 * A program that runs with more rights than its caller looks into the first and the installed
 * folder only, and its defaults do not come from the environment.
 *
 * The loader is a [iface@Gio.ListModel] of what the last [method@Vmx.PluginLoader.scan] found,
 * sorted by name. All other calls may come from any thread. A loaded plugin stays in the process.
 *
 * Since: 0.1
 */
struct _VmxPluginLoader
{
  GObject parent_instance;

  GRecMutex lock;     /* recursive, because a module may call back while it is loaded */
  GPtrArray *first;   /* (element-type filename): folders that come first */
  GHashTable *loaded; /* (element-type utf8 VmxPluginInfo) */
  GPtrArray *listed;  /* (element-type VmxPluginInfo): what the last scan found */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (VmxPluginLoader, vmx_plugin_loader, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
vmx_plugin_loader_finalize (GObject *object)
{
  VmxPluginLoader *self = VMX_PLUGIN_LOADER (object);

  g_ptr_array_unref (self->first);
  g_hash_table_unref (self->loaded);
  g_ptr_array_unref (self->listed);
  g_rec_mutex_clear (&self->lock);
  G_OBJECT_CLASS (vmx_plugin_loader_parent_class)->finalize (object);
}

static void
vmx_plugin_loader_class_init (VmxPluginLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = vmx_plugin_loader_finalize;
}

static void
vmx_plugin_loader_init (VmxPluginLoader *self)
{
  g_rec_mutex_init (&self->lock);
  self->first = g_ptr_array_new_with_free_func (g_free);
  self->loaded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->listed = g_ptr_array_new_with_free_func (g_object_unref);
}

static GType
vmx_plugin_loader_get_item_type (GListModel *list)
{
  return VMX_TYPE_PLUGIN_INFO;
}

static guint
vmx_plugin_loader_get_n_items (GListModel *list)
{
  VmxPluginLoader *self = VMX_PLUGIN_LOADER (list);
  g_autoptr(GRecMutexLocker) locker = g_rec_mutex_locker_new (&self->lock);

  return self->listed->len;
}

static gpointer
vmx_plugin_loader_get_item (GListModel *list, guint position)
{
  VmxPluginLoader *self = VMX_PLUGIN_LOADER (list);
  g_autoptr(GRecMutexLocker) locker = g_rec_mutex_locker_new (&self->lock);

  return position < self->listed->len ? g_object_ref (self->listed->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = vmx_plugin_loader_get_item_type;
  iface->get_n_items = vmx_plugin_loader_get_n_items;
  iface->get_item = vmx_plugin_loader_get_item;
}

/**
 * vmx_plugin_loader_get_default:
 *
 * Gets the loader that everything uses which was not given another one.
 *
 * Returns: (transfer none): the loader
 *
 * Since: 0.1
 */
VmxPluginLoader *
vmx_plugin_loader_get_default (void)
{
  static gsize default_loader;

  if (g_once_init_enter (&default_loader))
    g_once_init_leave (&default_loader, (gsize) vmx_plugin_loader_new ());
  return (VmxPluginLoader *) default_loader;
}

/**
 * vmx_plugin_loader_new:
 *
 * Makes a loader of its own, for tests.
 *
 * Returns: (transfer full): the loader
 *
 * Since: 0.1
 */
VmxPluginLoader *
vmx_plugin_loader_new (void)
{
  return g_object_new (VMX_TYPE_PLUGIN_LOADER, NULL);
}

/**
 * vmx_plugin_loader_prepend_path:
 * @self: a loader
 * @path: (type filename): a folder
 *
 * Looks into a folder before all others. Plugins that are loaded already stay as they are.
 *
 * Since: 0.1
 */
void
vmx_plugin_loader_prepend_path (VmxPluginLoader *self, const char *path)
{
  g_autoptr(GRecMutexLocker) locker = NULL;

  g_return_if_fail (VMX_IS_PLUGIN_LOADER (self));
  g_return_if_fail (path != NULL);

  locker = g_rec_mutex_locker_new (&self->lock);
  g_ptr_array_insert (self->first, 0, g_strdup (path));
}

static char **
list_folders (VmxPluginLoader *self)
{
  g_autoptr(GPtrArray) first = g_ptr_array_new ();

  g_ptr_array_extend (first, self->first, NULL, NULL);
  g_ptr_array_add (first, NULL);
  return vmx_plugin_list_folders ((const char *const *) first->pdata,
                                  vmx_plugin_can_trust_environment ());
}

/* Loads a plugin from a file unless it is loaded already. */
static VmxPluginInfo *
load_file (VmxPluginLoader *self, const char *name, const char *path, GError **error)
{
  VmxPluginInfo *info = g_hash_table_lookup (self->loaded, name);
  const VmxPluginDescriptor *descriptor;

  if (info != NULL)
    return g_object_ref (info);
  descriptor = vmx_plugin_module_open (path, name, error);
  if (descriptor == NULL)
    return NULL;
  info = vmx_plugin_info_new_loaded (descriptor, path);
  g_hash_table_insert (self->loaded, g_strdup (name), g_object_ref (info));
  return info;
}

static VmxPluginInfo *
load_or_explain (VmxPluginLoader *self, const char *name, const char *path)
{
  g_autoptr(GError) error = NULL;
  VmxPluginInfo *info = NULL;

  if (vmx_plugin_is_valid_name (name))
    info = load_file (self, name, path, &error);
  else
    g_set_error (&error, VMX_ERROR, VMX_ERROR_PLUGIN_INVALID,
                 "“%s” is not a usable plugin: names have small letters, digits and dashes only",
                 path);
  return info != NULL ? info : vmx_plugin_info_new_failed (name, path, error);
}

static int
compare_infos (gconstpointer a, gconstpointer b)
{
  return strcmp (vmx_plugin_info_get_name (*(VmxPluginInfo *const *) a),
                 vmx_plugin_info_get_name (*(VmxPluginInfo *const *) b));
}

static GPtrArray *
load_all (VmxPluginLoader *self)
{
  g_autoptr(GRecMutexLocker) locker = g_rec_mutex_locker_new (&self->lock);
  g_auto(GStrv) folders = list_folders (self);
  g_autoptr(GHashTable) files = vmx_plugin_list_files ((const char *const *) folders);
  GPtrArray *infos = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  const char *name, *path;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &path))
    g_ptr_array_add (infos, load_or_explain (self, name, path));
  g_ptr_array_sort (infos, compare_infos);
  return infos;
}

/**
 * vmx_plugin_loader_scan:
 * @self: a loader
 *
 * Looks into all folders, loads what is there and lists it. A module that cannot be used is listed
 * with [property@Vmx.PluginInfo:error] set.
 *
 * Call it on the thread whose listeners wait for [signal@Gio.ListModel::items-changed].
 *
 * Since: 0.1
 */
void
vmx_plugin_loader_scan (VmxPluginLoader *self)
{
  g_autoptr(GPtrArray) before = NULL;
  GPtrArray *now;

  g_return_if_fail (VMX_IS_PLUGIN_LOADER (self));

  now = load_all (self);
  g_rec_mutex_lock (&self->lock);
  before = self->listed;
  self->listed = now;
  g_rec_mutex_unlock (&self->lock);
  /* Listeners run without the lock. */
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before->len, now->len);
}

static void
set_not_found (const char *name, const char *const *folders, GError **error)
{
  g_autoptr(GHashTable) files = vmx_plugin_list_files (folders);
  g_autofree const char **installed
      = (const char **) g_hash_table_get_keys_as_array (files, NULL);
  const char *nearest = vmx_suggest_nearest (name, installed);
  g_autofree char *looked_in = g_strjoinv (", ", (char **) folders);
  g_autofree char *hint
      = nearest != NULL ? g_strdup_printf ("; did you mean “%s”?", nearest) : g_strdup ("");

  g_set_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND,
               "there is no plugin “%.*s”: none of these folders has a file libvmx-%.*s."
               G_MODULE_SUFFIX ": %s%s",
               MAX_SHOWN_LENGTH, name, MAX_SHOWN_LENGTH, name,
               *looked_in != '\0' ? looked_in : "(none)", hint);
}

static gboolean
check_name (const char *name, GError **error)
{
  g_autofree char *shown = NULL;

  if (vmx_plugin_is_valid_name (name))
    return TRUE;
  shown = g_utf8_make_valid (name, strnlen (name, MAX_SHOWN_LENGTH));
  g_set_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND,
               "“%s” is not the name of a plugin: a name begins with a small letter and has small "
               "letters, digits and dashes only",
               shown);
  return FALSE;
}

/**
 * vmx_plugin_loader_load:
 * @self: a loader
 * @name: the name of a plugin
 * @error: return location for an error, or %NULL
 *
 * Loads a plugin, if it is not loaded already.
 *
 * Fails with [error@Vmx.Error.PLUGIN_NOT_FOUND], [error@Vmx.Error.PLUGIN_INVALID] or
 * [error@Vmx.Error.PLUGIN_ABI].
 *
 * Returns: (transfer full): what is known of the plugin
 *
 * Since: 0.1
 */
VmxPluginInfo *
vmx_plugin_loader_load (VmxPluginLoader *self, const char *name, GError **error)
{
  g_autoptr(GRecMutexLocker) locker = NULL;
  g_auto(GStrv) folders = NULL;
  g_autofree char *path = NULL;
  VmxPluginInfo *info;

  g_return_val_if_fail (VMX_IS_PLUGIN_LOADER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_name (name, error))
    return NULL;
  locker = g_rec_mutex_locker_new (&self->lock);
  info = g_hash_table_lookup (self->loaded, name);
  if (info != NULL)
    return g_object_ref (info);
  folders = list_folders (self);
  path = vmx_plugin_find_file ((const char *const *) folders, name);
  if (path == NULL)
    {
      set_not_found (name, (const char *const *) folders, error);
      return NULL;
    }
  return load_file (self, name, path, error);
}

static gboolean
is_one_kind (VmxPluginKinds kind)
{
  return kind == VMX_PLUGIN_KIND_TRANSPORT || kind == VMX_PLUGIN_KIND_STORAGE
         || kind == VMX_PLUGIN_KIND_PROCESSOR;
}

/**
 * vmx_plugin_loader_get_plugin_type:
 * @self: a loader
 * @name: the name of a plugin
 * @kind: one kind
 * @error: return location for an error, or %NULL
 *
 * Gets the type with which a plugin plays a role. The plugin is loaded if need be.
 *
 * Fails like [method@Vmx.PluginLoader.load], and with [error@Vmx.Error.PLUGIN_NOT_FOUND] if the
 * plugin is of another kind.
 *
 * Returns: the type, or `G_TYPE_INVALID` on failure
 *
 * Since: 0.1
 */
GType
vmx_plugin_loader_get_plugin_type (VmxPluginLoader *self, const char *name, VmxPluginKinds kind,
                                   GError **error)
{
  g_autoptr(VmxPluginInfo) info = NULL;
  g_autofree char *wanted = NULL, *given = NULL;

  g_return_val_if_fail (VMX_IS_PLUGIN_LOADER (self), G_TYPE_INVALID);
  g_return_val_if_fail (name != NULL, G_TYPE_INVALID);
  g_return_val_if_fail (is_one_kind (kind), G_TYPE_INVALID);

  info = vmx_plugin_loader_load (self, name, error);
  if (info == NULL)
    return G_TYPE_INVALID;
  if (vmx_plugin_info_get_kinds (info) & kind)
    return vmx_plugin_info_get_descriptor (info)->get_type (kind);

  wanted = vmx_plugin_kinds_to_text (kind);
  given = vmx_plugin_kinds_to_text (vmx_plugin_info_get_kinds (info));
  g_set_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND,
               "plugin “%s” (%s) is a %s, but a %s is needed", name,
               vmx_plugin_info_get_path (info), given, wanted);
  return G_TYPE_INVALID;
}

/**
 * vmx_plugin_loader_create:
 * @self: a loader
 * @name: (nullable): the name of a plugin, %NULL for the default one of the kind
 * @kind: one kind
 * @error: return location for an error, or %NULL
 *
 * Makes an instance of a plugin's type, with the default values of its properties.
 *
 * Fails like [method@Vmx.PluginLoader.get_plugin_type].
 *
 * Returns: (transfer full): the instance
 *
 * Since: 0.1
 */
GObject *
vmx_plugin_loader_create (VmxPluginLoader *self, const char *name, VmxPluginKinds kind,
                          GError **error)
{
  GType type;
  GObject *instance;

  g_return_val_if_fail (VMX_IS_PLUGIN_LOADER (self), NULL);
  g_return_val_if_fail (is_one_kind (kind), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (name == NULL)
    name = vmx_plugin_loader_get_default_name (kind);
  if (name == NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_NOT_FOUND,
                   "there is no default processor; name the plugin");
      return NULL;
    }
  type = vmx_plugin_loader_get_plugin_type (self, name, kind, error);
  if (type == G_TYPE_INVALID)
    return NULL;
  instance = g_object_new (type, NULL);
  return g_object_is_floating (instance) ? g_object_ref_sink (instance) : instance;
}

static const char *
get_default (const char *variable, const char *otherwise)
{
  const char *name = vmx_plugin_can_trust_environment () ? g_getenv (variable) : NULL;

  return name != NULL && *name != '\0' ? name : otherwise;
}

/**
 * vmx_plugin_loader_get_default_name:
 * @kind: one kind
 *
 * Gets the name of the plugin that is used where a program names none: from the environment
 * variable `VMX_USE_TRANSPORT` or `VMX_USE_STORAGE`, else `odata` or `storage-sqlite`.
 *
 * Returns: (nullable): the name, %NULL for a kind without a default
 *
 * Since: 0.1
 */
const char *
vmx_plugin_loader_get_default_name (VmxPluginKinds kind)
{
  if (kind == VMX_PLUGIN_KIND_TRANSPORT)
    return get_default ("VMX_USE_TRANSPORT", "odata");
  if (kind == VMX_PLUGIN_KIND_STORAGE)
    return get_default ("VMX_USE_STORAGE", "storage-sqlite");
  return NULL;
}
