/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/plugin/vmx-plugin-search-private.h>

#include <libvmxsync/plugin/vmx-plugin-abi.h>

#include <string.h>
#include <sys/auxv.h>

#define FILE_PREFIX "libvmx-"
#define FILE_SUFFIX "." G_MODULE_SUFFIX
#define USER_FOLDER "vmxsync-1" G_DIR_SEPARATOR_S "plugins-" G_STRINGIFY (VMX_PLUGIN_ABI_MAJOR)

gboolean
vmx_plugin_is_valid_name (const char *name)
{
  if (!g_ascii_islower (*name))
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_islower (*name) && !g_ascii_isdigit (*name) && *name != '-')
      return FALSE;
  return TRUE;
}

gboolean
vmx_plugin_can_trust_environment (void)
{
  return getauxval (AT_SECURE) == 0;
}

static void
add_folder (GPtrArray *folders, const char *path)
{
  if (*path != '\0')
    g_ptr_array_add (folders, g_canonicalize_filename (path, NULL));
}

static void
add_search_path (GPtrArray *folders, const char *search_path)
{
  g_auto(GStrv) paths = g_strsplit (search_path, G_SEARCHPATH_SEPARATOR_S, -1);

  for (char **path = paths; *path != NULL; path++)
    add_folder (folders, *path);
}

char **
vmx_plugin_list_folders (const char *const *first, gboolean trust_environment)
{
  GPtrArray *folders = g_ptr_array_new ();
  const char *added = trust_environment ? g_getenv ("VMX_PLUGIN_PATH") : NULL;
  const char *replacement = trust_environment ? g_getenv ("VMX_PLUGIN_DIR") : NULL;

  for (; first != NULL && *first != NULL; first++)
    add_folder (folders, *first);
  if (added != NULL)
    add_search_path (folders, added);
  if (trust_environment)
    g_ptr_array_add (folders, g_build_filename (g_get_user_data_dir (), USER_FOLDER, NULL));
  add_folder (folders, replacement != NULL ? replacement : VMX_PLUGIN_DIR);
  g_ptr_array_add (folders, NULL);
  return (char **) g_ptr_array_free (folders, FALSE);
}

char *
vmx_plugin_find_file (const char *const *folders, const char *name)
{
  g_autofree char *file = g_strconcat (FILE_PREFIX, name, FILE_SUFFIX, NULL);

  for (; *folders != NULL; folders++)
    {
      g_autofree char *path = g_build_filename (*folders, file, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

/* The plugin's name, or NULL for a file that is no plugin. */
static char *
get_name_from_file (const char *file)
{
  gsize length;

  if (!g_str_has_prefix (file, FILE_PREFIX) || !g_str_has_suffix (file, FILE_SUFFIX))
    return NULL;
  length = strlen (file);
  if (length <= strlen (FILE_PREFIX FILE_SUFFIX))
    return NULL;
  return g_utf8_make_valid (file + strlen (FILE_PREFIX), length - strlen (FILE_PREFIX FILE_SUFFIX));
}

static void
list_folder (GHashTable *files, const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *file;

  while (dir != NULL && (file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *name = get_name_from_file (file);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (name != NULL && !g_hash_table_contains (files, name)
          && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_hash_table_insert (files, g_steal_pointer (&name), g_steal_pointer (&path));
    }
}

GHashTable *
vmx_plugin_list_files (const char *const *folders)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (; *folders != NULL; folders++)
    list_folder (files, *folders);
  return files;
}
