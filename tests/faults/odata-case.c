/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "odata-case.h"

#include "fixture-edit.h"

VmxClient *
odata_case_open (const char *path, const char *url, const OdataCaseOptions *options)
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

static void
add_record (gpointer server, const char *object, const char *json)
{
  g_autoptr(GError) error = NULL;

  vmx_odata_server_add_json (server, object, json, &error);
  g_assert_no_error (error);
}

static void
disturb (VmxOdataServer *server)
{
  g_autoptr(GError) error = NULL;

  vmx_odata_server_update_json (server, "Tickets", "[" G_STRINGIFY (REFERENCE_CONFLICT_ID) "]",
                                "{\"Amount\":" REFERENCE_CONFLICT_AMOUNT "}", &error);
  g_assert_no_error (error);
  g_assert_true (vmx_odata_server_remove (server, "Projects",
                                          "[" G_STRINGIFY (REFERENCE_GONE_ID) "]"));
}

void
odata_case_init (OdataCase *self, const OdataCaseOptions *options)
{
  const VmxOdataServerOptions behaviour
      = { .checks_parents = TRUE, .knows_repeats = options->repeats };
  g_autoptr(GError) error = NULL;

  self->server = vmx_odata_server_new (&error);
  g_assert_no_error (error);
  vmx_odata_server_add_upload_sample (self->server);
  vmx_odata_server_configure (self->server, &behaviour);
  reference_fill (add_record, self->server);
  self->path = fixture_new_path ();
  self->client = odata_case_open (self->path, vmx_odata_server_get_url (self->server), options);
  case_download (self->client);
  reference_edit (self->client);
  disturb (self->server);
  vmx_odata_server_forget_requests (self->server);
}

void
odata_case_clear (OdataCase *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->server);
  g_clear_pointer (&self->path, g_free);
}

static VmxClient *
make_fresh (gpointer data)
{
  OdataCase *self = data;
  g_autofree char *path = fixture_new_path ();
  g_autoptr(GError) error = NULL;
  VmxClient *fresh = vmx_client_new (path);

  vmx_client_add_service (fresh, "Work", "odata", vmx_odata_server_get_url (self->server), &error);
  g_assert_no_error (error);
  fixture_setup (fresh);
  case_download (fresh);
  return fresh;
}

void
odata_case_check (OdataCase *self, VerdictWaits waits)
{
  case_check_and_resolve (self->client, make_fresh, self, waits, VERDICT_NOTHING);
}
