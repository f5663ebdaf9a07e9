/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-module-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/plugin/vmx-processor.h>
#include <libvmxsync/plugin/vmx-storage.h>
#include <libvmxsync/plugin/vmx-transport.h>

#include <stddef.h>

typedef const VmxPluginDescriptor *(*GetDescriptorFunc) (void);

typedef struct
{
  VmxPluginKinds kind;
  const char *word;
  GType (*get_interface) (void);
} KindRow;

static const KindRow kind_rows[] = {
  { VMX_PLUGIN_KIND_TRANSPORT, "transport", vmx_transport_get_type },
  { VMX_PLUGIN_KIND_STORAGE, "storage", vmx_storage_get_type },
  { VMX_PLUGIN_KIND_PROCESSOR, "processor", vmx_processor_get_type },
};

char *
vmx_plugin_kinds_to_text (VmxPluginKinds kinds)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kind_rows); i++)
    if (kinds & kind_rows[i].kind)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " and " : "", kind_rows[i].word);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean G_GNUC_PRINTF (3, 4)
set_invalid (const char *path, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_INVALID, "“%s” is not a usable plugin: %s", path,
               what);
  return FALSE;
}

static const VmxPluginDescriptor *
get_descriptor (GModule *module, const char *path, const char *name, GError **error)
{
  g_autofree char *symbol_name = g_strdup (name);
  g_autofree char *symbol = NULL;
  const VmxPluginDescriptor *descriptor;
  gpointer get_descriptor_func = NULL;

  g_strdelimit (symbol_name, "-", '_');
  symbol = g_strdup_printf ("vmx_plugin_%s_get_descriptor", symbol_name);
  if (!g_module_symbol (module, symbol, &get_descriptor_func) || get_descriptor_func == NULL)
    {
      set_invalid (path, error, "it does not export %s(); use VMX_PLUGIN_DEFINE", symbol);
      return NULL;
    }
  descriptor = ((GetDescriptorFunc) get_descriptor_func) ();
  if (descriptor == NULL)
    set_invalid (path, error, "%s() returned NULL", symbol);
  return descriptor;
}

/* Reads no further than the descriptor is known to reach. */
static gboolean
check_abi (const VmxPluginDescriptor *descriptor, const char *path, GError **error)
{
  if (descriptor->struct_size < offsetof (VmxPluginDescriptor, kinds))
    return set_invalid (path, error, "its descriptor has only %u bytes", descriptor->struct_size);
  if (descriptor->abi_major != VMX_PLUGIN_ABI_MAJOR
      || descriptor->abi_minor > VMX_PLUGIN_ABI_MINOR)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_ABI,
                   "“%s” was built for plugin interface %u.%u, but this library has %d.%d; %s",
                   path, descriptor->abi_major, descriptor->abi_minor, VMX_PLUGIN_ABI_MAJOR,
                   VMX_PLUGIN_ABI_MINOR,
                   descriptor->abi_major < VMX_PLUGIN_ABI_MAJOR ? "build the plugin again"
                                                                : "install a newer library");
      return FALSE;
    }
  if (descriptor->struct_size < sizeof (VmxPluginDescriptor))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_PLUGIN_ABI,
                   "“%s” has a descriptor of %u bytes, but plugin interface %d.%d needs "
                   "%" G_GSIZE_FORMAT "; build the plugin again",
                   path, descriptor->struct_size, VMX_PLUGIN_ABI_MAJOR, VMX_PLUGIN_ABI_MINOR,
                   sizeof (VmxPluginDescriptor));
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_text (const char *text)
{
  return text != NULL && g_utf8_validate (text, -1, NULL);
}

static gboolean
check_fields (const VmxPluginDescriptor *descriptor, const char *path, const char *name,
              GError **error)
{
  const VmxPluginKinds all
      = VMX_PLUGIN_KIND_TRANSPORT | VMX_PLUGIN_KIND_STORAGE | VMX_PLUGIN_KIND_PROCESSOR;

  if (!is_text (descriptor->name))
    return set_invalid (path, error, "its descriptor has no name");
  if (g_strcmp0 (descriptor->name, name) != 0)
    return set_invalid (path, error, "by its file it is “%s”, but by its descriptor “%s”", name,
                        descriptor->name);
  if (!is_text (descriptor->version) || !is_text (descriptor->description)
      || !is_text (descriptor->license))
    return set_invalid (path, error, "its descriptor lacks a version, description or licence");
  if (descriptor->kinds == VMX_PLUGIN_KIND_NONE || (descriptor->kinds & ~all) != 0)
    return set_invalid (path, error, "its kinds are 0x%x, which means nothing here",
                        descriptor->kinds);
  if (descriptor->get_type == NULL)
    return set_invalid (path, error, "its descriptor has no get_type function");
  return TRUE;
}

static gboolean
check_type (GType type, const KindRow *row, const char *path, GError **error)
{
  if (type == G_TYPE_INVALID || type == G_TYPE_NONE)
    return set_invalid (path, error, "it gave no type for a %s", row->word);
  if (!G_TYPE_IS_OBJECT (type))
    return set_invalid (path, error, "its type %s for a %s is not a GObject class",
                        g_type_name (type), row->word);
  if (!g_type_is_a (type, row->get_interface ()))
    return set_invalid (path, error, "its type %s for a %s does not implement %s",
                        g_type_name (type), row->word, g_type_name (row->get_interface ()));
  if (G_TYPE_IS_ABSTRACT (type))
    return set_invalid (path, error, "its type %s for a %s is abstract", g_type_name (type),
                        row->word);
  return TRUE;
}

static gboolean
check_types (const VmxPluginDescriptor *descriptor, const char *path, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_rows); i++)
    if ((descriptor->kinds & kind_rows[i].kind)
        && !check_type (descriptor->get_type (kind_rows[i].kind), &kind_rows[i], path, error))
      return FALSE;
  return TRUE;
}

/* Types cannot be registered twice, so that a second file with a plugin of the same name would be
 * fatal, whichever loader finds it. */
static gboolean
claim_name (const VmxPluginDescriptor *descriptor, const char *path, GError **error)
{
  static GMutex lock;
  static GHashTable *paths; /* (element-type VmxPluginDescriptor filename) */
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&lock);
  GHashTableIter iter;
  const VmxPluginDescriptor *other;
  const char *other_path;

  if (paths == NULL)
    paths = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, (gpointer *) &other, (gpointer *) &other_path))
    if (other != descriptor && g_strcmp0 (other->name, descriptor->name) == 0)
      return set_invalid (path, error, "this program has “%s” from “%s” already; start it again",
                          descriptor->name, other_path);
  if (!g_hash_table_contains (paths, descriptor))
    g_hash_table_insert (paths, (gpointer) descriptor, g_strdup (path));
  return TRUE;
}

static const VmxPluginDescriptor *
check_module (GModule *module, const char *path, const char *name, GError **error)
{
  const VmxPluginDescriptor *descriptor = get_descriptor (module, path, name, error);

  if (descriptor == NULL || !check_abi (descriptor, path, error)
      || !check_fields (descriptor, path, name, error) || !claim_name (descriptor, path, error))
    return NULL;
  return descriptor;
}

const VmxPluginDescriptor *
vmx_plugin_module_open (const char *path, const char *name, GError **error)
{
  g_autoptr(GError) local_error = NULL;
  const VmxPluginDescriptor *descriptor;
  GModule *module;

  /* Not lazy: a symbol that is missing shows now and not in the middle of a run. */
  module = g_module_open_full (path, G_MODULE_BIND_LOCAL, &local_error);
  if (module == NULL)
    {
      set_invalid (path, error, "it cannot be opened: %s", local_error->message);
      return NULL;
    }
  descriptor = check_module (module, path, name, error);
  if (descriptor == NULL)
    {
      g_module_close (module);
      return NULL;
    }
  /* Its types live as long as the process, and so must its code. */
  g_module_make_resident (module);
  return check_types (descriptor, path, error) ? descriptor : NULL;
}
