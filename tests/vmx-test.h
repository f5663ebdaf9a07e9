/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Call this instead of g_test_init(): isolated directories, no proxies, no foreign settings, and
 * criticals and warnings that nobody expected are fatal. */
void vmx_test_init (int *argc, char ***argv);
/* A new empty folder, removed at the end of the running test program. */
char *vmx_test_make_folder (void);
/* The folder with the design documents and test vectors, or NULL after g_test_skip(). */
char *vmx_test_find_shared (const char *path);

/* Asserts domain and code and that the message holds a text, then clears the error. */
#define vmx_assert_error(error, domain, code, part)                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_error (error, domain, code);                                                          \
    vmx_test_assert_message (error, part);                                                         \
    g_clear_error (&error);                                                                        \
  }                                                                                                \
  G_STMT_END
void vmx_test_assert_message (const GError *error, const char *part);

/* Sorts the texts and joins them. */
char *vmx_test_join_sorted (GPtrArray *texts, const char *separator);

G_END_DECLS
