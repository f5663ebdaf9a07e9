/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-info-private.h>

#include <libvmxsync/vmx-enum-types.h>

/**
 * VmxPluginInfo:
 *
 * What is known of a plugin: who it is, or why it could not be loaded.
 *
 * An info never changes. [class@Vmx.PluginLoader] gives them.
 *
 * Since: 0.1
 */
struct _VmxPluginInfo
{
  GObject parent_instance;

  char *name;
  char *path;
  const VmxPluginDescriptor *descriptor; /* NULL if the plugin could not be loaded */
  GError *error;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_KINDS,
  PROP_VERSION,
  PROP_DESCRIPTION,
  PROP_LICENSE,
  PROP_PATH,
  PROP_LOADED,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (VmxPluginInfo, vmx_plugin_info, G_TYPE_OBJECT)

static void
vmx_plugin_info_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  VmxPluginInfo *self = VMX_PLUGIN_INFO (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, vmx_plugin_info_get_name (self));
      break;
    case PROP_KINDS:
      g_value_set_flags (value, vmx_plugin_info_get_kinds (self));
      break;
    case PROP_VERSION:
      g_value_set_string (value, vmx_plugin_info_get_version (self));
      break;
    case PROP_DESCRIPTION:
      g_value_set_string (value, vmx_plugin_info_get_description (self));
      break;
    case PROP_LICENSE:
      g_value_set_string (value, vmx_plugin_info_get_license (self));
      break;
    case PROP_PATH:
      g_value_set_string (value, vmx_plugin_info_get_path (self));
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, vmx_plugin_info_is_loaded (self));
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, vmx_plugin_info_get_error (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
vmx_plugin_info_finalize (GObject *object)
{
  VmxPluginInfo *self = VMX_PLUGIN_INFO (object);

  g_free (self->name);
  g_free (self->path);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (vmx_plugin_info_parent_class)->finalize (object);
}

static void
vmx_plugin_info_class_init (VmxPluginInfoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = vmx_plugin_info_get_property;
  object_class->finalize = vmx_plugin_info_finalize;

  /**
   * VmxPluginInfo:name: (getter get_name)
   *
   * The name by which programs choose the plugin.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /**
   * VmxPluginInfo:kinds: (getter get_kinds)
   *
   * What the plugin can be.
   *
   * Since: 0.1
   */
  properties[PROP_KINDS] = g_param_spec_flags ("kinds", NULL, NULL, VMX_TYPE_PLUGIN_KINDS,
                                               VMX_PLUGIN_KIND_NONE, flags);
  /**
   * VmxPluginInfo:version: (getter get_version)
   *
   * The version of the plugin.
   *
   * Since: 0.1
   */
  properties[PROP_VERSION] = g_param_spec_string ("version", NULL, NULL, NULL, flags);
  /**
   * VmxPluginInfo:description: (getter get_description)
   *
   * One line for people.
   *
   * Since: 0.1
   */
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  /**
   * VmxPluginInfo:license: (getter get_license)
   *
   * The licence, as an SPDX expression.
   *
   * Since: 0.1
   */
  properties[PROP_LICENSE] = g_param_spec_string ("license", NULL, NULL, NULL, flags);
  /**
   * VmxPluginInfo:path: (getter get_path)
   *
   * The file of the module.
   *
   * Since: 0.1
   */
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL, flags);
  /**
   * VmxPluginInfo:loaded: (getter is_loaded)
   *
   * Whether the plugin can be used.
   *
   * Since: 0.1
   */
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  /**
   * VmxPluginInfo:error: (getter get_error)
   *
   * Why the plugin could not be loaded.
   *
   * Since: 0.1
   */
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
vmx_plugin_info_init (VmxPluginInfo *self)
{
}

VmxPluginInfo *
vmx_plugin_info_new_loaded (const VmxPluginDescriptor *descriptor, const char *path)
{
  VmxPluginInfo *self = g_object_new (VMX_TYPE_PLUGIN_INFO, NULL);

  self->name = g_strdup (descriptor->name);
  self->path = g_strdup (path);
  self->descriptor = descriptor;
  return self;
}

VmxPluginInfo *
vmx_plugin_info_new_failed (const char *name, const char *path, const GError *error)
{
  VmxPluginInfo *self = g_object_new (VMX_TYPE_PLUGIN_INFO, NULL);

  self->name = g_strdup (name);
  self->path = g_strdup (path);
  self->error = g_error_copy (error);
  return self;
}

const VmxPluginDescriptor *
vmx_plugin_info_get_descriptor (VmxPluginInfo *self)
{
  return self->descriptor;
}

/**
 * vmx_plugin_info_get_name: (get-property name)
 * @self: an info
 *
 * Gets the name by which programs choose the plugin.
 *
 * Returns: the name
 *
 * Since: 0.1
 */
const char *
vmx_plugin_info_get_name (VmxPluginInfo *self)
{
  g_return_val_if_fail (VMX_IS_PLUGIN_INFO (self), NULL);
  return self->name;
}

/**
 * vmx_plugin_info_get_kinds: (get-property kinds)
 * @self: an info
 *
 * Gets what the plugin can be.
 *
 * Returns: the kinds; none if the plugin could not be loaded
 *
 * Since: 0.1
 */
VmxPluginKinds
vmx_plugin_info_get_kinds (VmxPluginInfo *self)
{
  g_return_val_if_fail (VMX_IS_PLUGIN_INFO (self), VMX_PLUGIN_KIND_NONE);
  return self->descriptor != NULL ? self->descriptor->kinds : VMX_PLUGIN_KIND_NONE;
}

/**
 * vmx_plugin_info_get_version: (get-property version)
 * @self: an info
 *
 * Gets the version of the plugin.
 *
 * Returns: (nullable): the version, %NULL if the plugin could not be loaded
 *
 * Since: 0.1
 */
const char *
vmx_plugin_info_get_version (VmxPluginInfo *self)
{
  g_return_val_if_fail (VMX_IS_PLUGIN_INFO (self), NULL);
  return self->descriptor != NULL ? self->descriptor->version : NULL;
}

/**
 * vmx_plugin_info_get_description: (get-property description)
 * @self: an info
 *
 * Gets one line for people.
 *
 * Returns: (nullable): the description, %NULL if the plugin could not be loaded
 *
 * Since: 0.1
 */
const char *
vmx_plugin_info_get_description (VmxPluginInfo *self)
{
  g_return_val_if_fail (VMX_IS_PLUGIN_INFO (self), NULL);
  return self->descriptor != NULL ? self->descriptor->description : NULL;
}

/**
 * vmx_plugin_info_get_license: (get-property license)
 * @self: an info
 *
 * Gets the licence, as an SPDX expression.
 *
 * Returns: (nullable): the licence, %NULL if the plugin could not be loaded
 *
 * Since: 0.1
 */
const char *
vmx_plugin_info_get_license (VmxPluginInfo *self)
{
  g_return_val_if_fail (VMX_IS_PLUGIN_INFO (self), NULL);
  return self->descriptor != NULL ? self->descriptor->license : NULL;
}

/**
 * vmx_plugin_info_get_path: (get-property path)
 * @self: an info
 *
 * Gets the file of the module.
 *
 * Returns: (type filename): the path
 *
 * Since: 0.1
 */
const char *
vmx_plugin_info_get_path (VmxPluginInfo *self)
{
  g_return_val_if_fail (VMX_IS_PLUGIN_INFO (self), NULL);
  return self->path;
}

/**
 * vmx_plugin_info_is_loaded: (get-property loaded)
 * @self: an info
 *
 * Says whether the plugin can be used.
 *
 * Returns: %TRUE if it can, %FALSE if there is an error
 *
 * Since: 0.1
 */
gboolean
vmx_plugin_info_is_loaded (VmxPluginInfo *self)
{
  g_return_val_if_fail (VMX_IS_PLUGIN_INFO (self), FALSE);
  return self->descriptor != NULL;
}

/**
 * vmx_plugin_info_get_error: (get-property error)
 * @self: an info
 *
 * Gets why the plugin could not be loaded.
 *
 * Returns: (transfer none) (nullable): the error, %NULL if it was loaded
 *
 * Since: 0.1
 */
const GError *
vmx_plugin_info_get_error (VmxPluginInfo *self)
{
  g_return_val_if_fail (VMX_IS_PLUGIN_INFO (self), NULL);
  return self->error;
}
