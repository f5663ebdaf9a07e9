/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-test.h"

#include <glib/gstdio.h>
#include <string.h>

static GPtrArray *folders;

static void
remove_tree (GFile *file)
{
  g_autoptr(GFileEnumerator) children = NULL;
  GFile *child;

  children = g_file_enumerate_children (file, "standard::name", G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS,
                                        NULL, NULL);
  while (children != NULL
         && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

static void
remove_folders (void)
{
  for (guint i = 0; i < folders->len; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_path (folders->pdata[i]);

      g_chmod (folders->pdata[i], 0700);
      remove_tree (file);
    }
  g_clear_pointer (&folders, g_ptr_array_unref);
}

void
vmx_test_init (int *argc, char ***argv)
{
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  folders = g_ptr_array_new_with_free_func (g_free);
  atexit (remove_folders);
}

char *
vmx_test_make_folder (void)
{
  g_autoptr(GError) error = NULL;
  char *path = g_dir_make_tmp ("vmx-test-XXXXXX", &error);

  g_assert_no_error (error);
  g_ptr_array_add (folders, g_strdup (path));
  return path;
}

char *
vmx_test_find_shared (const char *path)
{
  const char *shared = g_getenv ("VMX_TEST_SHARED");
  g_autofree char *full = NULL;

  if (shared != NULL)
    full = g_build_filename (shared, path, NULL);
  if (full != NULL && g_file_test (full, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&full);
  g_test_skip ("the folder with the OASIS test vectors is not there");
  return NULL;
}

void
vmx_test_assert_message (const GError *error, const char *part)
{
  if (strstr (error->message, part) == NULL)
    {
      g_test_message ("expected \"%s\" in: %s", part, error->message);
      g_test_fail ();
    }
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
vmx_test_join_sorted (GPtrArray *texts, const char *separator)
{
  g_ptr_array_sort (texts, compare_texts);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv (separator, (char **) texts->pdata);
}
