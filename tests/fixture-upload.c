/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixture-upload.h"

char *
fixture_upload_quote (const char *text)
{
  return text != NULL ? g_strdelimit (g_strdup (text), "'", '"') : NULL;
}

/* --- The service --- */

static char *
make_scenario (FixtureUpload *self, const char *faults)
{
  g_autoptr(GString) text = g_string_new (NULL);

  g_string_printf (text, "{'objects':{%s}", self->objects);
  if (self->state != NULL)
    g_string_append_printf (text, ",'state':'%s'", self->state);
  if (self->more != NULL)
    g_string_append_printf (text, ",%s", self->more);
  if (faults != NULL)
    g_string_append_printf (text, ",'faults':[%s]", faults);
  g_string_append_c (text, '}');
  return fixture_upload_quote (text->str);
}

static void
set_scenario (FixtureUpload *self, const char *faults)
{
  g_autofree char *scenario = make_scenario (self, faults);

  g_object_set (self->transport->inner, "scenario-text", scenario, "name", self->name, NULL);
}

void
fixture_upload_set_faults (FixtureUpload *self, const char *faults)
{
  /* Without the file the service would begin anew. */
  g_assert_nonnull (self->state);
  set_scenario (self, faults);
}

static void
set_up (FixtureUpload *self, const char *objects, const char *more)
{
  static guint n_names = 0;
  g_autofree char *path = fixture_new_path ();
  g_autoptr(GError) error = NULL;

  self->name = g_strdup_printf ("service %u", ++n_names);
  self->objects = g_strdup (objects);
  self->more = g_strdup (more);
  self->transport = fixture_transport_new ();
  set_scenario (self, NULL);
  self->client = vmx_client_new (path);
  self->service = vmx_client_add_service (self->client, "HR", NULL, NULL, &error);
  g_assert_no_error (error);
  vmx_obj_svc_set_transport (self->service, VMX_TRANSPORT (self->transport));
  fixture_setup (self->client);
  self->handles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

void
fixture_upload_set_up (FixtureUpload *self, const char *objects, const char *more)
{
  g_autofree char *folder = vmx_test_make_folder ();

  self->state = g_build_filename (folder, "state.json", NULL);
  set_up (self, objects, more);
}

void
fixture_upload_set_up_repeatable (FixtureUpload *self, const char *objects)
{
  set_up (self, objects, "'features':['upload','batch','repeat']");
}

void
fixture_upload_tear_down (FixtureUpload *self)
{
  g_hash_table_unref (self->handles);
  g_object_unref (self->client);
  g_object_unref (self->transport);
  g_free (self->name);
  g_free (self->state);
  g_free (self->objects);
  g_free (self->more);
}

VmxClient *
fixture_upload_new_client (FixtureUpload *self)
{
  g_autofree char *scenario = make_scenario (self, NULL);
  g_autoptr(GError) error = NULL;
  VmxClient *client = fixture_set_up (scenario);
  VmxObjSvc *service = vmx_client_get_service (client, "HR", &error);

  g_assert_no_error (error);
  vmx_obj_svc_set_option (service, "name", self->name, &error);
  g_assert_no_error (error);
  return client;
}

VmxObj *
fixture_upload_get (FixtureUpload *self, const char *object)
{
  VmxObj *handle = g_hash_table_lookup (self->handles, object);

  if (handle == NULL)
    {
      handle = fixture_get_object (self->client, object);
      g_hash_table_insert (self->handles, g_strdup (object), handle);
    }
  return handle;
}

/* --- Edits --- */

static gint64
edit_object (VmxObj *object, FixtureEdit edit, const char *record, const char *options)
{
  g_autofree char *record_json = fixture_upload_quote (record);
  g_autofree char *options_json = fixture_upload_quote (options);

  return fixture_edit (object, edit, record_json, options_json);
}

gint64
fixture_upload_edit (FixtureUpload *self, const char *object, FixtureEdit edit, const char *record,
                     const char *options)
{
  return edit_object (fixture_upload_get (self, object), edit, record, options);
}

void
fixture_upload_edit_elsewhere (FixtureUpload *self, const char *object, FixtureEdit edit,
                               const char *record, const char *options)
{
  g_autoptr(VmxClient) client = fixture_upload_new_client (self);
  g_autoptr(VmxObj) handle = fixture_get_object (client, object);
  g_autoptr(VmxSyncResult) before = fixture_sync (handle, NULL);
  g_autoptr(VmxSyncResult) after = NULL;

  edit_object (handle, edit, record, options);
  after = fixture_sync (handle, "{\"syncType\":\"uploadOnly\"}");
  g_assert_cmpuint (vmx_sync_result_get_sync_errors (after)->len, ==, 0);
  g_assert_cmpuint (vmx_sync_result_get_total_uploaded_records (after), >=, 1);
}

/* --- Syncs --- */

VmxSyncResult *
fixture_upload_sync (FixtureUpload *self, const char *object, const char *options)
{
  g_autofree char *json = fixture_upload_quote (options);

  return fixture_sync (fixture_upload_get (self, object), json);
}

char *
fixture_upload_list_errors (VmxSyncResult *result)
{
  GPtrArray *errors = vmx_sync_result_get_sync_errors (result);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < errors->len; i++)
    {
      g_autofree char *key
          = vmx_record_to_json (vmx_sync_error_get_primary_keys (errors->pdata[i]));

      g_test_message ("%s", vmx_sync_error_get_message (errors->pdata[i]));
      g_string_append_printf (text, "%s%d %s", i > 0 ? "; " : "",
                              vmx_sync_error_get_opstatus (errors->pdata[i]), key);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
fixture_upload_assert_synced (FixtureUpload *self, const char *object, const char *options,
                              guint n_uploaded, const char *errors)
{
  g_autoptr(VmxSyncResult) result = fixture_upload_sync (self, object, options);
  g_autofree char *found = fixture_upload_list_errors (result);
  g_autofree char *expected = fixture_upload_quote (errors);

  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (vmx_sync_result_get_total_uploaded_records (result), ==, n_uploaded);
}

void
fixture_upload_assert_sync_fails (FixtureUpload *self, const char *object, const char *options,
                                  int code, const char *part)
{
  g_autofree char *json = fixture_upload_quote (options);

  fixture_assert_sync_fails (fixture_upload_get (self, object), json, VMX_ERROR, code, part);
}

/* --- What there is --- */

static void
assert_records (VmxObj *object, const char *json)
{
  g_autofree char *expected = fixture_upload_quote (json);

  fixture_assert_all (object, expected);
}

void
fixture_upload_assert_server (FixtureUpload *self, const char *object, const char *json)
{
  g_autoptr(VmxClient) client = fixture_upload_new_client (self);
  g_autoptr(VmxObj) handle = fixture_get_object (client, object);
  g_autoptr(VmxSyncResult) result = fixture_sync (handle, NULL);

  assert_records (handle, json);
}

void
fixture_upload_assert_local (FixtureUpload *self, const char *object, const char *json)
{
  assert_records (fixture_upload_get (self, object), json);
}

void
fixture_upload_assert_both (FixtureUpload *self, const char *object, const char *json)
{
  fixture_upload_assert_server (self, object, json);
  fixture_upload_assert_local (self, object, json);
}

void
fixture_upload_assert_pending (FixtureUpload *self, const char *object, const char *text)
{
  g_autofree char *expected = fixture_upload_quote (text);

  fixture_assert_pending (fixture_upload_get (self, object), expected);
}

void
fixture_upload_assert_sent (FixtureUpload *self, const char *text)
{
  g_autofree char *found = fixture_transport_take_log (self->transport);
  g_autofree char *expected = fixture_upload_quote (text);

  g_assert_cmpstr (found, ==, expected);
}

guint
fixture_upload_count_outbox (FixtureUpload *self)
{
  return fixture_count_rows (vmx_client_get_storage (self->client), &fixture_outbox);
}
