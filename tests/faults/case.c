/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "case.h"

#include "fixture-edit.h"

#define MAX_ROUNDS 12

VmxClient *
case_open (const char *path, const char *url, const CaseOptions *options)
{
  g_autofree char *timeout = g_strdup_printf ("%u", options->timeout);
  g_autoptr(GError) error = NULL;
  VmxClient *client = vmx_client_new (path);
  VmxObjSvc *service = vmx_client_add_service (client, "Work", "odata", url, &error);

  g_assert_no_error (error);
  vmx_obj_svc_set_option (service, "batch-form", options->form, &error);
  vmx_obj_svc_set_option (service, "timeout", timeout, &error);
  vmx_obj_svc_set_option (service, "retries", "1", &error);
  vmx_obj_svc_set_option (service, "retry-delay-ms", "1", &error);
  g_assert_no_error (error);
  fixture_setup (client);
  return client;
}

void
case_init (Case *self, const CaseOptions *options)
{
  const VmxOdataServerOptions behaviour
      = { .checks_parents = TRUE, .knows_repeats = options->repeats };
  g_autoptr(GError) error = NULL;

  self->server = vmx_odata_server_new (&error);
  g_assert_no_error (error);
  reference_fill (self->server);
  vmx_odata_server_configure (self->server, &behaviour);
  self->path = fixture_new_path ();
  self->client = case_open (self->path, vmx_odata_server_get_url (self->server), options);
  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    fixture_sync_object (self->client, reference_objects[n]);
  reference_edit (self->client);
  reference_disturb (self->server);
  vmx_odata_server_forget_requests (self->server);
}

void
case_clear (Case *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->server);
  g_clear_pointer (&self->path, g_free);
}

static gboolean
sync_all (VmxClient *client, const char *json)
{
  gboolean success = TRUE;

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
      g_autoptr(VmxSyncOptions) options = vmx_sync_options_new_from_json (json, NULL);
      g_autoptr(GError) error = NULL;
      g_autoptr(VmxSyncResult) result = vmx_obj_start_sync (object, options, NULL, &error);

      if (error != NULL)
        g_test_message ("%s: %s", reference_objects[n], error->message);
      success = success && result != NULL;
    }
  return success;
}

gboolean
case_upload (VmxClient *client)
{
  return sync_all (client, "{\"syncType\":\"uploadOnly\",\"uploadBatchSize\":7}");
}

static char *
read_all_pending (VmxClient *client)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint n = 0; n < REFERENCE_N_OBJECTS; n++)
    {
      g_autoptr(VmxObj) object = fixture_get_object (client, reference_objects[n]);
      g_autofree char *pending = fixture_read_pending (object);

      g_string_append (text, pending);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
case_settle (VmxClient *client)
{
  g_autofree char *before = read_all_pending (client);

  for (guint i = 0; i < MAX_ROUNDS; i++)
    {
      gboolean success = case_upload (client);
      g_autofree char *after = read_all_pending (client);
      gboolean is_quiet = success && g_str_equal (before, after);

      g_free (before);
      before = g_steal_pointer (&after);
      if (!is_quiet)
        continue;
      g_assert_true (sync_all (client, "{}"));
      return;
    }
  g_error ("the upload does not come to rest; this waits:\n%s", before);
}
