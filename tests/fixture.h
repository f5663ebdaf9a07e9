/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libvmxsync/vmxsync.h>

#include "vmx-test.h"

G_BEGIN_DECLS

/* Clients whose service "HR" is a scenario of the mock transport. The storage is the one that the
 * environment names, so that every test runs over each storage. */

/* A place for a store that no other test uses. */
char *fixture_new_path (void);
/* Not set up yet. scenario is its text, (nullable) for a client without services. */
VmxClient *fixture_new_client (const char *path, const char *scenario);
/* At a new place, set up. */
VmxClient *fixture_set_up (const char *scenario);
/* The same with a storage of the program's own, which is the mock storage whatever is tested. */
VmxClient *fixture_set_up_with_mock_storage (const char *scenario, VmxStorage **storage);
void fixture_add_service (VmxClient *client, const char *name, const char *scenario);
void fixture_set_scenario (VmxClient *client, const char *name, const char *scenario);
/* Setup that has to succeed. */
void fixture_setup (VmxClient *client);
void fixture_assert_setup_fails (VmxClient *client, int code, const char *part);
VmxObj *fixture_get_object (VmxClient *client, const char *name);
gboolean fixture_uses_sqlite (void);

/* Calls that have to succeed; options are JSON, (nullable). */
VmxSyncResult *fixture_sync (VmxObj *object, const char *options);
void fixture_sync_object (VmxClient *client, const char *name);
guint fixture_count (VmxObj *object);
guint fixture_count_object (VmxClient *client, const char *name);
/* The records as one JSON array. */
char *fixture_read (VmxObj *object, const char *options);
void fixture_assert_records (VmxObj *object, const char *options, const char *json);
/* Calls that have to fail. */
#define fixture_assert_sync_fails(object, options, domain, code, part)                             \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr(GError) fixture_error = fixture_sync_error (object, options);                        \
    vmx_assert_error (fixture_error, domain, code, part);                                          \
  }                                                                                                \
  G_STMT_END
GError *fixture_sync_error (VmxObj *object, const char *options);
#define fixture_assert_read_fails(object, options, code, part)                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autoptr(GError) fixture_error = fixture_read_error (object, options);                        \
    vmx_assert_error (fixture_error, VMX_ERROR, code, part);                                       \
  }                                                                                                \
  G_STMT_END
GError *fixture_read_error (VmxObj *object, const char *options);
VmxSyncOptions *fixture_sync_options (const char *json);

/* A GAsyncReadyCallback that keeps the result at user_data, a GAsyncResult **. */
void fixture_keep_result (GObject *source, GAsyncResult *result, gpointer user_data);
/* Runs the default main context until there is one. */
void fixture_wait_for (GAsyncResult **result);
/* Runs it until nothing is left to do. */
void fixture_drain (void);

/* A handler of notify signals that counts them at user_data, a guint *. */
void fixture_count_notify (GObject *object, GParamSpec *pspec, gpointer user_data);

G_END_DECLS
