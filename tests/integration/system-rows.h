/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

G_BEGIN_DECLS

/* Rows of the library's own tables, read through the storage of a client. */
typedef enum
{
  SYSTEM_CHANGES,
  SYSTEM_ORIGINALS,
  SYSTEM_BOOKMARKS,
} SystemTable;

guint system_rows_count (VmxClient *client, SystemTable table);
/* All rows as JSON, in key order. */
char *system_rows_print (VmxClient *client, SystemTable table);

#define system_rows_assert(client, table, expected)                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *system_text = system_rows_print (client, table);                              \
    g_assert_cmpstr (system_text, ==, expected);                                                   \
  }                                                                                                \
  G_STMT_END

G_END_DECLS
