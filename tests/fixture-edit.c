/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fixture-edit.h"

char *
fixture_hr_scenario (const char *objects)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "hr-schema.json", NULL);
  g_autofree char *schema = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &schema, NULL, &error);
  g_assert_no_error (error);
  return g_strdup_printf ("{\"schema\":%s,\"objects\":{%s}}", schema,
                          objects != NULL ? objects : "");
}

VmxClient *
fixture_set_up_hr (const char *objects)
{
  g_autofree char *scenario = fixture_hr_scenario (objects);

  return fixture_set_up (scenario);
}

void
fixture_sync_hr (VmxClient *client, VmxObj *object, const char *objects, const char *sync_options)
{
  g_autofree char *scenario = fixture_hr_scenario (objects);

  fixture_set_scenario (client, "HR", scenario);
  g_object_unref (fixture_sync (
      object, sync_options != NULL ? sync_options : "{\"syncType\":\"downloadOnly\"}"));
}

/* --- Edits --- */

static VmxRecord *
parse_record (const char *json)
{
  g_autoptr(GError) error = NULL;
  VmxRecord *record = json != NULL ? vmx_record_new_from_json (json, &error) : NULL;

  g_assert_no_error (error);
  return record;
}

/* FALSE with error; *options stays NULL without JSON. */
static gboolean
parse_options (const char *json, VmxWriteOptions **options, GError **error)
{
  if (json == NULL)
    return TRUE;
  *options = vmx_write_options_new_from_json (json, error);
  return *options != NULL;
}

static gint64
create (VmxObj *object, VmxRecord *record, VmxWriteOptions *options, GError **error)
{
  g_autoptr(VmxRecord) created = vmx_obj_create (object, record, options, NULL, error);

  return created != NULL ? 1 : -1;
}

static gint64
rollback (VmxObj *object, const char *key, GError **error)
{
  g_autoptr(VmxRecord) record = parse_record (key);

  return vmx_obj_rollback (object, record, NULL, error) ? 1 : -1;
}

gint64
fixture_try_edit (VmxObj *object, FixtureEdit edit, const char *record, const char *options,
                  GError **error)
{
  g_autoptr(VmxRecord) values = parse_record (record);
  g_autoptr(VmxWriteOptions) parsed = NULL;

  if (edit == FIXTURE_ROLLBACK)
    return rollback (object, options, error);
  if (!parse_options (options, &parsed, error))
    return -1;
  switch (edit)
    {
    case FIXTURE_CREATE:
      return create (object, values, parsed, error);
    case FIXTURE_UPDATE:
      return vmx_obj_update (object, values, parsed, NULL, error);
    case FIXTURE_UPDATE_BY_PK:
      return vmx_obj_update_by_pk (object, values, parsed, NULL, error);
    case FIXTURE_DELETE:
      return vmx_obj_delete (object, parsed, NULL, error) ? 1 : -1;
    case FIXTURE_DELETE_BY_PK:
      return vmx_obj_delete_by_pk (object, parsed, NULL, error) ? 1 : -1;
    case FIXTURE_MARK_FOR_UPLOAD:
      return vmx_obj_mark_for_upload (object, parsed, NULL, error);
    case FIXTURE_CLEAR:
      return vmx_obj_clear_offline_data (object, parsed, NULL, error) ? 1 : -1;
    case FIXTURE_ROLLBACK:
    default:
      g_assert_not_reached ();
    }
}

gint64
fixture_edit (VmxObj *object, FixtureEdit edit, const char *record, const char *options)
{
  g_autoptr(GError) error = NULL;
  gint64 n = fixture_try_edit (object, edit, record, options, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n, >=, 0);
  return n;
}

char *
fixture_create (VmxObj *object, const char *record, const char *options)
{
  g_autoptr(VmxRecord) values = parse_record (record);
  g_autoptr(VmxWriteOptions) parsed = NULL;
  g_autoptr(VmxRecord) created = NULL;
  g_autoptr(GError) error = NULL;

  parse_options (options, &parsed, &error);
  g_assert_no_error (error);
  created = vmx_obj_create (object, values, parsed, NULL, &error);
  g_assert_no_error (error);
  return vmx_record_to_json (created);
}

void
fixture_assert_edit_fails (VmxObj *object, FixtureEdit edit, const char *record,
                           const char *options, int code, const char *part)
{
  g_autofree char *records = fixture_read (object, NULL);
  g_autofree char *pending = fixture_read_pending (object);
  g_autofree char *records_after = NULL;
  g_autofree char *pending_after = NULL;
  g_autoptr(GError) error = NULL;

  g_test_message ("%s %s", record, options);
  g_assert_cmpint (fixture_try_edit (object, edit, record, options, &error), ==, -1);
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  vmx_assert_error (error, VMX_ERROR, code, part);
  records_after = fixture_read (object, NULL);
  pending_after = fixture_read_pending (object);
  g_assert_cmpstr (records_after, ==, records);
  g_assert_cmpstr (pending_after, ==, pending);
}

void
fixture_assert_all (VmxObj *object, const char *json)
{
  VmxObjectSchema *schema = vmx_obj_get_schema (object);
  g_autoptr(GString) options = g_string_new ("{\"orderByMap\":[");

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (schema); i++)
    g_string_append_printf (options, "%s{\"%s\":\"ASC\"}", i > 0 ? "," : "",
                            vmx_object_schema_get_key_column_name (schema, i));
  g_string_append (options, "]}");
  fixture_assert_records (object, options->str, json);
}

/* --- What is pending --- */

static const char *
get_nick (GType type, int value)
{
  g_autoptr(GEnumClass) values = g_type_class_ref (type);

  return g_enum_get_value (values, value)->value_nick;
}

/* In the order of the object's columns. */
static char *
write_values (VmxObjectSchema *schema, VmxRecord *values)
{
  g_autoptr(VmxRecord) ordered = vmx_record_new ();

  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      const char *name = vmx_column_get_name (vmx_object_schema_get_column (schema, i));

      if (vmx_record_has (values, name) && !vmx_object_schema_is_key_column (schema, i))
        vmx_record_set_value (ordered, name, vmx_record_get_value (values, name));
    }
  return vmx_record_to_json (ordered);
}

static void
append_change (GString *line, VmxObjectSchema *schema, VmxChange *change)
{
  VmxChangeAction action = vmx_change_get_action (change);

  g_string_append_printf (line, " %s %s", get_nick (VMX_TYPE_CHANGE_ACTION, action),
                          get_nick (VMX_TYPE_CHANGE_STATE, vmx_change_get_state (change)));
  if (action != VMX_CHANGE_ACTION_DELETE)
    {
      g_autofree char *values = write_values (schema, vmx_change_get_values (change));

      g_string_append_printf (line, " %s", values);
    }
}

static char *
write_pending (VmxObjectSchema *schema, VmxPendingRecord *pending)
{
  g_autofree char *key = vmx_record_to_json (vmx_pending_record_get_primary_keys (pending));
  GPtrArray *changes = vmx_pending_record_get_changes (pending);
  g_autoptr(GString) line = g_string_new (key);
  gint64 last_seq = 0;

  g_string_append_printf (
      line, " %s:", get_nick (VMX_TYPE_CHANGE_STATE, vmx_pending_record_get_state (pending)));
  for (guint i = 0; i < changes->len; i++)
    {
      g_assert_cmpint (vmx_change_get_seq (changes->pdata[i]), >, last_seq);
      last_seq = vmx_change_get_seq (changes->pdata[i]);
      append_change (line, schema, changes->pdata[i]);
      if (i + 1 < changes->len)
        g_string_append_c (line, ';');
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
fixture_read_pending (VmxObj *object)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) pending = vmx_obj_get_pending_records_for_upload (object, NULL, &error);
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  for (guint i = 0; i < pending->len; i++)
    {
      g_assert_cmpstr (vmx_pending_record_get_object (pending->pdata[i]), ==,
                       vmx_obj_get_name (object));
      g_ptr_array_add (lines, write_pending (vmx_obj_get_schema (object), pending->pdata[i]));
    }
  return vmx_test_join_sorted (lines, "\n");
}

void
fixture_assert_pending (VmxObj *object, const char *text)
{
  g_autofree char *found = fixture_read_pending (object);

  g_assert_cmpstr (found, ==, text);
}

char *
fixture_read_deferred (VmxObj *object)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) keys = vmx_obj_get_upload_deferred_record_keys (object, NULL, &error);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < keys->len; i++)
    g_ptr_array_add (texts, vmx_record_to_json (keys->pdata[i]));
  joined = vmx_test_join_sorted (texts, ",");
  return g_strdup_printf ("[%s]", joined);
}
