/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-state-file.h"

/* --- Saving --- */

static void
write_record (VmxJsonWriter *writer, const VmxMockRow *row)
{
  VmxObjectSchema *schema = vmx_record_batch_get_schema (row->batch);
  const char *etag = vmx_record_batch_get_etag (row->batch, row->row);

  vmx_json_writer_start_object (writer);
  if (etag != NULL)
    {
      vmx_json_writer_member (writer, "@etag", -1);
      vmx_json_writer_string (writer, etag, -1);
    }
  for (guint i = 0; i < vmx_object_schema_get_n_columns (schema); i++)
    {
      const VmxValue *value = vmx_record_batch_peek_value (row->batch, row->row, i);

      if (vmx_value_get_kind (value) == VMX_VALUE_MISSING)
        continue;
      vmx_json_writer_member (writer,
                              vmx_column_get_name (vmx_object_schema_get_column (schema, i)), -1);
      vmx_json_writer_value (writer, value);
    }
  vmx_json_writer_end_object (writer);
}

static void
write_objects (VmxJsonWriter *writer, VmxMockState *state)
{
  GHashTableIter iter;
  gpointer name, records;

  vmx_json_writer_start_object (writer);
  g_hash_table_iter_init (&iter, vmx_mock_state_get_objects (state));
  while (g_hash_table_iter_next (&iter, &name, &records))
    {
      vmx_json_writer_member (writer, name, -1);
      vmx_json_writer_start_array (writer);
      for (guint place = 0; place < vmx_mock_records_get_n_places (records); place++)
        {
          VmxMockRow row = vmx_mock_records_get (records, place);

          if (row.batch != NULL)
            write_record (writer, &row);
        }
      vmx_json_writer_end_array (writer);
    }
  vmx_json_writer_end_object (writer);
}

static void
write_numbers (VmxJsonWriter *writer, VmxMockState *state)
{
  GHashTableIter iter;
  gpointer name, number;

  vmx_json_writer_start_object (writer);
  g_hash_table_iter_init (&iter, vmx_mock_state_get_numbers (state));
  while (g_hash_table_iter_next (&iter, &name, &number))
    {
      vmx_json_writer_member (writer, name, -1);
      vmx_json_writer_int64 (writer, *(const gint64 *) number);
    }
  vmx_json_writer_end_object (writer);
}

gboolean
vmx_mock_state_file_save (VmxMockState *state, const char *path, GError **error)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  g_autoptr(GError) local_error = NULL;
  const char *text;
  gsize length;

  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "objects", -1);
  write_objects (writer, state);
  vmx_json_writer_member (writer, "numbers", -1);
  write_numbers (writer, state);
  vmx_json_writer_end_object (writer);
  text = vmx_json_writer_peek (writer, &length);
  if (g_file_set_contents (path, text, (gssize) length, &local_error))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_SERVER,
               "mock service: what it has cannot be written: %s", local_error->message);
  return FALSE;
}

/* --- Loading --- */

static gboolean
read_objects (VmxMockState *state, const VmxJsonTree *json, GError **error)
{
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);
      VmxMockRecords *records = vmx_mock_state_find (state, child->name);
      g_autoptr(VmxRecordBatch) batch = NULL;

      if (records == NULL)
        return vmx_mock_json_fail (child, "the name of an object of the scenario", error);
      batch = vmx_record_batch_new (vmx_mock_records_get_schema (records));
      if (!vmx_mock_scenario_read_records (child, batch, error))
        return FALSE;
      g_hash_table_replace (vmx_mock_state_get_objects (state), g_strdup (child->name),
                            vmx_mock_records_new (batch));
    }
  return TRUE;
}

static gboolean
read_numbers (VmxMockState *state, const VmxJsonTree *json, GError **error)
{
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);
      gint64 number;

      /* Large ones are written as text. */
      if (child->text == NULL
          || !g_ascii_string_to_signed (child->text, 10, 0, G_MAXINT64, &number, NULL))
        return vmx_mock_json_fail (child, "a whole number from 0", error);
      g_hash_table_replace (vmx_mock_state_get_numbers (state), g_strdup (child->name),
                            g_memdup2 (&number, sizeof number));
    }
  return TRUE;
}

gboolean
vmx_mock_state_file_load (VmxMockState *state, const char *path, GError **error)
{
  static const char *const members[] = { "objects", "numbers", NULL };
  g_autoptr(VmxJsonTree) json = NULL;
  g_autoptr(GError) local_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local_error))
    {
      if (g_error_matches (local_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                   "what the mock service has cannot be read: %s", local_error->message);
      return FALSE;
    }
  json = vmx_json_tree_new (text, (gssize) length, error);
  if (json != NULL && vmx_mock_json_check_members (json, members, error)
      && read_objects (state, vmx_json_tree_get_member (json, "objects"), error)
      && read_numbers (state, vmx_json_tree_get_member (json, "numbers"), error))
    return TRUE;
  g_prefix_error (error, "state of the mock service in %s: ", path);
  return FALSE;
}
