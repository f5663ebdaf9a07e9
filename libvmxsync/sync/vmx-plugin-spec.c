/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/sync/vmx-plugin-spec-private.h>

#include <libvmxsync/local/store/vmx-schema-settings-private.h>
#include <libvmxsync/local/store/vmx-service-options-private.h>
#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-plugin-check-private.h>
#include <libvmxsync/plugin/vmx-plugin-loader.h>

/* The programs' instances that runs use now. */
static GMutex in_use_mutex;
static GHashTable *in_use;

VmxPluginSpec *
vmx_plugin_spec_new (VmxPluginKinds kind, const char *name, GObject *instance, const char *url,
                     const char *const *properties)
{
  VmxPluginSpec *self = g_new0 (VmxPluginSpec, 1);

  self->kind = kind;
  self->name = g_strdup (name);
  g_set_object (&self->instance, instance);
  self->url = g_strdup (url);
  self->properties = g_strdupv ((char **) properties);
  return self;
}

VmxPluginSpec *
vmx_plugin_spec_copy (const VmxPluginSpec *self)
{
  return vmx_plugin_spec_new (self->kind, self->name, self->instance, self->url,
                              (const char *const *) self->properties);
}

void
vmx_plugin_spec_free (VmxPluginSpec *self)
{
  g_free (self->name);
  g_clear_object (&self->instance);
  g_free (self->url);
  g_strfreev (self->properties);
  g_free (self);
}

static gboolean
lock_instance (GObject *instance, GError **error)
{
  gboolean added;

  g_mutex_lock (&in_use_mutex);
  if (in_use == NULL)
    in_use = g_hash_table_new (NULL, NULL);
  added = g_hash_table_add (in_use, instance);
  g_mutex_unlock (&in_use_mutex);
  if (!added)
    g_set_error (error, VMX_ERROR, VMX_ERROR_BUSY,
                 "the %s that the program handed in is used by another run; wait for its end",
                 G_OBJECT_TYPE_NAME (instance));
  return added;
}

static gboolean
set_url (GObject *plugin, const char *url, GError **error)
{
  if (url == NULL)
    return TRUE;
  if (g_object_class_find_property (G_OBJECT_GET_CLASS (plugin), "url") != NULL)
    return vmx_plugin_set_property_from_text (plugin, "url", url, error);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
               "%s takes no URL, but the service has one", G_OBJECT_TYPE_NAME (plugin));
  return FALSE;
}

static gboolean
set_properties (GObject *plugin, const VmxPluginSpec *self, GError **error)
{
  for (guint i = 0; self->properties != NULL && self->properties[i] != NULL; i++)
    {
      g_autofree char *object = NULL;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (!vmx_service_option_split (self->properties[i], &object, &name, &value, error))
        return FALSE;
      if (object == NULL && !vmx_service_option_is_own (name)
          && !vmx_plugin_set_property_from_text (plugin, name, value, error))
        return FALSE;
    }
  return set_url (plugin, self->url, error);
}

GObject *
vmx_plugin_spec_acquire (const VmxPluginSpec *self, GError **error)
{
  g_autoptr(GObject) plugin = NULL;

  if (self->instance != NULL)
    return lock_instance (self->instance, error) ? g_object_ref (self->instance) : NULL;
  plugin = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), self->name, self->kind,
                                     error);
  if (plugin == NULL || !set_properties (plugin, self, error))
    return NULL;
  return g_steal_pointer (&plugin);
}

void
vmx_plugin_spec_release (const VmxPluginSpec *self, GObject *plugin)
{
  if (self->instance != NULL)
    {
      g_mutex_lock (&in_use_mutex);
      g_hash_table_remove (in_use, self->instance);
      g_mutex_unlock (&in_use_mutex);
    }
  g_object_unref (plugin);
}
