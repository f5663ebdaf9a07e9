/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TRUE for names that begin with a small letter and have small letters, digits and dashes. */
gboolean vmx_plugin_is_valid_name (const char *name);
/* FALSE in programs that run with more rights than their caller has. */
gboolean vmx_plugin_can_trust_environment (void);
/* All folders in the order to look into them. Those that the caller or the environment could slip
 * in are left out unless trust_environment. first may be NULL. */
char **vmx_plugin_list_folders (const char *const *first, gboolean trust_environment);
/* The first file of a plugin, or NULL. */
char *vmx_plugin_find_file (const char *const *folders, const char *name);
/* All plugins in the folders: path by name. Where a name occurs twice the first one wins. */
GHashTable *vmx_plugin_list_files (const char *const *folders);

G_END_DECLS
