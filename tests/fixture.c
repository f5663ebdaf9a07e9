/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixture.h"

char *
fixture_new_path (void)
{
  g_autofree char *folder = vmx_test_make_folder ();

  return g_build_filename (folder, "store.db", NULL);
}

gboolean
fixture_uses_sqlite (void)
{
  return g_strcmp0 (g_getenv ("VMX_USE_STORAGE"), "storage-sqlite") == 0;
}

void
fixture_set_scenario (VmxClient *client, const char *name, const char *scenario)
{
  g_autoptr(GError) error = NULL;
  VmxObjSvc *service = vmx_client_get_service (client, name, &error);

  g_assert_no_error (error);
  vmx_obj_svc_set_option (service, "scenario-text", scenario, &error);
  g_assert_no_error (error);
}

void
fixture_add_service (VmxClient *client, const char *name, const char *scenario)
{
  g_autoptr(GError) error = NULL;

  vmx_client_add_service (client, name, "mock", NULL, &error);
  g_assert_no_error (error);
  fixture_set_scenario (client, name, scenario);
}

VmxClient *
fixture_new_client (const char *path, const char *scenario)
{
  VmxClient *client = vmx_client_new (path);

  if (scenario != NULL)
    fixture_add_service (client, "HR", scenario);
  return client;
}

void
fixture_setup (VmxClient *client)
{
  g_autoptr(GError) error = NULL;
  gboolean success = vmx_client_setup (client, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (success);
  g_assert_true (vmx_client_is_set_up (client));
}

void
fixture_assert_setup_fails (VmxClient *client, int code, const char *part)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (vmx_client_setup (client, NULL, NULL, &error));
  vmx_assert_error (error, VMX_ERROR, code, part);
}

VmxClient *
fixture_set_up (const char *scenario)
{
  g_autofree char *path = fixture_new_path ();
  VmxClient *client = fixture_new_client (path, scenario);

  fixture_setup (client);
  return client;
}

VmxClient *
fixture_set_up_with_mock_storage (const char *scenario, VmxStorage **storage)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GObject) plugin = vmx_plugin_loader_create (vmx_plugin_loader_get_default (), "mock",
                                                        VMX_PLUGIN_KIND_STORAGE, &error);
  VmxClient *client;

  g_assert_no_error (error);
  client = vmx_client_new_with_storage (VMX_STORAGE (plugin));
  fixture_add_service (client, "HR", scenario);
  fixture_setup (client);
  *storage = VMX_STORAGE (plugin); /* the client keeps it */
  return client;
}

VmxObj *
fixture_get_object (VmxClient *client, const char *name)
{
  g_autoptr(GError) error = NULL;
  VmxObj *object = vmx_client_get_object (client, name, &error);

  g_assert_no_error (error);
  return object;
}

VmxSyncOptions *
fixture_sync_options (const char *json)
{
  g_autoptr(GError) error = NULL;
  VmxSyncOptions *options = NULL;

  if (json != NULL)
    options = vmx_sync_options_new_from_json (json, &error);
  g_assert_no_error (error);
  return options;
}

VmxSyncResult *
fixture_sync (VmxObj *object, const char *options)
{
  g_autoptr(VmxSyncOptions) parsed = fixture_sync_options (options);
  g_autoptr(GError) error = NULL;
  VmxSyncResult *result = vmx_obj_start_sync (object, parsed, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
  return result;
}

GError *
fixture_sync_error (VmxObj *object, const char *options)
{
  g_autoptr(VmxSyncOptions) parsed = fixture_sync_options (options);
  GError *error = NULL;

  g_assert_null (vmx_obj_start_sync (object, parsed, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return error;
}

static GPtrArray *
read_records (VmxObj *object, const char *options, GError **error)
{
  g_autoptr(VmxReadOptions) parsed = NULL;

  if (options != NULL)
    {
      parsed = vmx_read_options_new_from_json (options, error);
      if (parsed == NULL)
        return NULL;
    }
  return vmx_obj_get (object, parsed, NULL, error);
}

GError *
fixture_read_error (VmxObj *object, const char *options)
{
  GError *error = NULL;

  g_assert_null (read_records (object, options, &error));
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return error;
}

guint
fixture_count (VmxObj *object)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = read_records (object, NULL, &error);

  g_assert_no_error (error);
  return records->len;
}

void
fixture_sync_object (VmxClient *client, const char *name)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, name);
  g_autoptr(VmxSyncResult) result = fixture_sync (object, NULL);
}

guint
fixture_count_object (VmxClient *client, const char *name)
{
  g_autoptr(VmxObj) object = fixture_get_object (client, name);

  return fixture_count (object);
}

char *
fixture_read (VmxObj *object, const char *options)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) records = read_records (object, options, &error);
  g_autoptr(GString) json = g_string_new ("[");

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *record = vmx_record_to_json (records->pdata[i]);

      g_string_append_printf (json, "%s%s", i > 0 ? "," : "", record);
    }
  g_string_append_c (json, ']');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

void
fixture_assert_records (VmxObj *object, const char *options, const char *json)
{
  g_autofree char *found = fixture_read (object, options);

  g_test_message ("%s", options);
  g_assert_cmpstr (found, ==, json);
}

void
fixture_keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

void
fixture_wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_drain (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

void
fixture_count_notify (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *n_notified = user_data;

  ++*n_notified;
}
