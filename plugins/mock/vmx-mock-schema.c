/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-schema.h"

#include <string.h>

/* --- The short form, turned into the stored form --- */

/* The names of the column types, which are the nicks of their enumeration. */
static GStrv
list_type_names (void)
{
  g_autoptr(GEnumClass) types = g_type_class_ref (VMX_TYPE_COLUMN_TYPE);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < types->n_values; i++)
    g_strv_builder_add (names, types->values[i].value_nick);
  return g_strv_builder_end (names);
}

/* "int32", or "int32?" where null is allowed. */
static gboolean
write_column (VmxJsonWriter *writer, const VmxJsonTree *column, GError **error)
{
  g_auto(GStrv) names = list_type_names ();
  g_autofree char *type = NULL;
  gboolean nullable;

  if (!vmx_mock_json_check_kind (column, VMX_JSON_TREE_STRING, error))
    return FALSE;
  nullable = g_str_has_suffix (column->text, "?");
  type = g_strndup (column->text, strlen (column->text) - (nullable ? 1 : 0));
  if (vmx_mock_json_choose (column, "column type", type, (const char *const *) names, error) < 0)
    return FALSE;
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "name", -1);
  vmx_json_writer_string (writer, column->name, -1);
  vmx_json_writer_member (writer, "type", -1);
  vmx_json_writer_string (writer, type, -1);
  vmx_json_writer_member (writer, "flags", -1);
  vmx_json_writer_int64 (writer, nullable ? VMX_COLUMN_FLAG_NULLABLE : VMX_COLUMN_FLAG_NONE);
  vmx_json_writer_end_object (writer);
  return TRUE;
}

static gboolean
write_key (VmxJsonWriter *writer, const VmxJsonTree *object, GError **error)
{
  g_auto(GStrv) key = NULL;

  if (!vmx_mock_json_read_texts (object, "key", &key, error))
    return FALSE;
  vmx_json_writer_member (writer, "key", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; key != NULL && key[i] != NULL; i++)
    vmx_json_writer_string (writer, key[i], -1);
  vmx_json_writer_end_array (writer);
  return TRUE;
}

static gboolean
write_generated_key (VmxJsonWriter *writer, const VmxJsonTree *object, GError **error)
{
  static const char *const choices[] = { "server", "client", "program", NULL };
  const VmxJsonTree *node = vmx_json_tree_get_member (object, "generated-key");
  const char *value = NULL;

  if (!vmx_mock_json_read_text (object, "generated-key", &value, error))
    return FALSE;
  if (value == NULL)
    return TRUE;
  if (vmx_mock_json_choose (node, "generated-key", value, choices, error) < 0)
    return FALSE;
  if (vmx_json_tree_get_n_children (vmx_json_tree_get_member (object, "key")) != 1)
    return vmx_mock_json_fail (node, "a key of one column", error);
  vmx_json_writer_member (writer, "settings", -1);
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, node->name, -1);
  vmx_json_writer_string (writer, value, -1);
  vmx_json_writer_end_object (writer);
  return TRUE;
}

static gboolean
write_object (VmxJsonWriter *writer, const VmxJsonTree *object, const VmxJsonTree *columns,
              GError **error)
{
  if (!vmx_mock_json_check_kind (columns, VMX_JSON_TREE_OBJECT, error))
    return FALSE;
  vmx_json_writer_start_object (writer);
  vmx_json_writer_member (writer, "name", -1);
  vmx_json_writer_string (writer, object->name, -1);
  if (!write_key (writer, object, error) || !write_generated_key (writer, object, error))
    return FALSE;
  vmx_json_writer_member (writer, "columns", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < vmx_json_tree_get_n_children (columns); i++)
    if (!write_column (writer, vmx_json_tree_get_child (columns, i), error))
      return FALSE;
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  return TRUE;
}

static gboolean
write_short_objects (VmxJsonWriter *writer, const VmxJsonTree *scenario, GError **error)
{
  const VmxJsonTree *objects = vmx_json_tree_get_member (scenario, "objects");

  if (objects == NULL)
    return TRUE;
  if (!vmx_mock_json_check_kind (objects, VMX_JSON_TREE_OBJECT, error))
    return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (objects); i++)
    {
      const VmxJsonTree *object = vmx_json_tree_get_child (objects, i);
      const VmxJsonTree *columns = vmx_json_tree_get_member (object, "columns");

      if (columns != NULL && !write_object (writer, object, columns, error))
        return FALSE;
    }
  return TRUE;
}

/* Everything of the member schema; its objects come first, then those of the short form. */
static gboolean
write_schema (VmxJsonWriter *writer, const VmxJsonTree *scenario, GError **error)
{
  const VmxJsonTree *schema = vmx_json_tree_get_member (scenario, "schema");
  const VmxJsonTree *objects = vmx_json_tree_get_member (schema, "objects");

  if (schema != NULL && !vmx_mock_json_check_kind (schema, VMX_JSON_TREE_OBJECT, error))
    return FALSE;
  if (objects != NULL && !vmx_mock_json_check_kind (objects, VMX_JSON_TREE_ARRAY, error))
    return FALSE;
  vmx_json_writer_start_object (writer);
  for (guint i = 0; i < vmx_json_tree_get_n_children (schema); i++)
    {
      const VmxJsonTree *member = vmx_json_tree_get_child (schema, i);

      if (member == objects)
        continue;
      vmx_json_writer_member (writer, member->name, -1);
      vmx_json_tree_write (member, writer);
    }
  vmx_json_writer_member (writer, "objects", -1);
  vmx_json_writer_start_array (writer);
  for (guint i = 0; i < vmx_json_tree_get_n_children (objects); i++)
    vmx_json_tree_write (vmx_json_tree_get_child (objects, i), writer);
  if (!write_short_objects (writer, scenario, error))
    return FALSE;
  vmx_json_writer_end_array (writer);
  vmx_json_writer_end_object (writer);
  return TRUE;
}

VmxServiceSchema *
vmx_mock_schema_read (const VmxJsonTree *scenario, GError **error)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  if (!write_schema (writer, scenario, error))
    return NULL;
  return vmx_service_schema_new_from_json (vmx_json_writer_peek (writer, NULL), error);
}

/* --- Copying --- */

static void
copy_columns (VmxObjectSchema *copy, VmxObjectSchema *object)
{
  guint n_keys = vmx_object_schema_get_n_key_columns (object);

  for (guint i = 0; i < vmx_object_schema_get_n_columns (object); i++)
    vmx_object_schema_add_column (copy, vmx_object_schema_get_column (object, i));
  for (guint i = 0; i < n_keys; i++)
    {
      guint column = vmx_object_schema_get_key_column_index (object, i);

      vmx_object_schema_add_key_column (
          copy, vmx_column_get_name (vmx_object_schema_get_column (object, column)));
    }
  for (guint i = 0; i < vmx_object_schema_get_n_indexes (object); i++)
    vmx_object_schema_add_index (copy, vmx_object_schema_get_index (object, i));
}

static VmxObjectSchema *
copy_object (VmxObjectSchema *object)
{
  VmxObjectSchema *copy = vmx_object_schema_new (vmx_object_schema_get_name (object));
  g_auto(GStrv) settings = vmx_object_schema_get_setting_names (object);

  vmx_object_schema_set_type_name (copy, vmx_object_schema_get_type_name (object));
  vmx_object_schema_set_open (copy, vmx_object_schema_is_open (object));
  copy_columns (copy, object);
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (object); i++)
    vmx_object_schema_add_relationship (copy, vmx_object_schema_get_relationship (object, i));
  for (guint i = 0; i < vmx_object_schema_get_n_navigations (object); i++)
    vmx_object_schema_add_navigation (copy, vmx_object_schema_get_navigation (object, i));
  vmx_object_schema_set_soft_delete_column (copy,
                                            vmx_object_schema_get_soft_delete_column (object));
  vmx_object_schema_set_change_tracking_column (
      copy, vmx_object_schema_get_change_tracking_column (object));
  for (guint i = 0; settings[i] != NULL; i++)
    vmx_object_schema_set_setting (copy, settings[i],
                                   vmx_object_schema_get_setting (object, settings[i]));
  return copy;
}

VmxServiceSchema *
vmx_mock_schema_copy (VmxServiceSchema *sealed)
{
  VmxServiceSchema *copy = vmx_service_schema_new ();
  const char *const *notes = vmx_service_schema_get_notes (sealed);

  vmx_service_schema_set_version (copy, vmx_service_schema_get_version (sealed));
  vmx_service_schema_set_timestamp (copy, vmx_service_schema_get_timestamp (sealed));
  for (guint i = 0; notes[i] != NULL; i++)
    vmx_service_schema_add_note (copy, notes[i]);
  for (guint i = 0; i < vmx_service_schema_get_n_objects (sealed); i++)
    {
      g_autoptr(VmxObjectSchema) object
          = copy_object (vmx_service_schema_get_object (sealed, i));

      vmx_service_schema_add_object (copy, object);
    }
  return copy;
}
