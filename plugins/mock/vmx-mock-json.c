/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-json.h"

#include <libvmxsync/model/vmx-suggest.h>

char *
vmx_mock_json_get_path (const VmxJsonTree *self)
{
  return self->parent != NULL ? vmx_json_tree_get_path (self) : g_strdup ("the scenario");
}

gboolean
vmx_mock_json_fail (const VmxJsonTree *self, const char *expected, GError **error)
{
  g_autofree char *path = vmx_mock_json_get_path (self);

  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION, "%s: expected %s", path, expected);
  return FALSE;
}

gboolean
vmx_mock_json_check_kind (const VmxJsonTree *self, VmxJsonTreeKind kind, GError **error)
{
  static const char *const expected[] = {
    [VMX_JSON_TREE_NULL] = "null",
    [VMX_JSON_TREE_BOOLEAN] = "true or false",
    [VMX_JSON_TREE_NUMBER] = "a number",
    [VMX_JSON_TREE_STRING] = "a text",
    [VMX_JSON_TREE_OBJECT] = "an object",
    [VMX_JSON_TREE_ARRAY] = "an array",
  };

  return self->kind == kind || vmx_mock_json_fail (self, expected[kind], error);
}

int
vmx_mock_json_choose (const VmxJsonTree *self, const char *what, const char *text,
                      const char *const *choices, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *all = NULL;
  const char *nearest;

  for (int i = 0; choices[i] != NULL; i++)
    if (g_str_equal (choices[i], text))
      return i;
  path = vmx_mock_json_get_path (self);
  all = g_strjoinv (", ", (GStrv) choices);
  nearest = vmx_suggest_nearest (text, choices);
  if (nearest != NULL)
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                 "%s: there is no %s “%s”; did you mean “%s”?", path, what, text, nearest);
  else
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                 "%s: there is no %s “%s”; use one of: %s", path, what, text, all);
  return -1;
}

gboolean
vmx_mock_json_check_members (const VmxJsonTree *self, const char *const *names, GError **error)
{
  if (!vmx_mock_json_check_kind (self, VMX_JSON_TREE_OBJECT, error))
    return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (self); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (self, i);

      if (vmx_mock_json_choose (self, "member", child->name, names, error) < 0)
        return FALSE;
    }
  return TRUE;
}

gboolean
vmx_mock_json_read_text (const VmxJsonTree *object, const char *name, const char **value,
                         GError **error)
{
  const VmxJsonTree *node = vmx_json_tree_get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!vmx_mock_json_check_kind (node, VMX_JSON_TREE_STRING, error))
    return FALSE;
  *value = node->text;
  return TRUE;
}

gboolean
vmx_mock_json_read_uint (const VmxJsonTree *object, const char *name, guint max, guint *value,
                         GError **error)
{
  const VmxJsonTree *node = vmx_json_tree_get_member (object, name);
  g_autofree char *expected = NULL;
  guint64 number;

  if (node == NULL)
    return TRUE;
  if (node->kind == VMX_JSON_TREE_NUMBER
      && g_ascii_string_to_unsigned (node->text, 10, 0, max, &number, NULL))
    {
      *value = (guint) number;
      return TRUE;
    }
  expected = g_strdup_printf ("a whole number from 0 to %u", max);
  return vmx_mock_json_fail (node, expected, error);
}

gboolean
vmx_mock_json_read_boolean (const VmxJsonTree *object, const char *name, gboolean *value,
                            GError **error)
{
  const VmxJsonTree *node = vmx_json_tree_get_member (object, name);

  if (node == NULL)
    return TRUE;
  if (!vmx_mock_json_check_kind (node, VMX_JSON_TREE_BOOLEAN, error))
    return FALSE;
  *value = vmx_json_tree_is_true (node);
  return TRUE;
}

gboolean
vmx_mock_json_read_texts (const VmxJsonTree *object, const char *name, GStrv *value,
                          GError **error)
{
  const VmxJsonTree *node = vmx_json_tree_get_member (object, name);
  g_autoptr(GStrvBuilder) texts = g_strv_builder_new ();

  if (node == NULL)
    return TRUE;
  if (!vmx_mock_json_check_kind (node, VMX_JSON_TREE_ARRAY, error))
    return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (node); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (node, i);

      if (!vmx_mock_json_check_kind (child, VMX_JSON_TREE_STRING, error))
        return FALSE;
      g_strv_builder_add (texts, child->text);
    }
  g_strfreev (*value);
  *value = g_strv_builder_end (texts);
  return TRUE;
}

gboolean
vmx_mock_json_check_column (const VmxJsonTree *self, VmxObjectSchema *object, const char *column,
                            GError **error)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) all = NULL;

  for (guint i = 0; i < vmx_object_schema_get_n_columns (object); i++)
    g_strv_builder_add (names,
                        vmx_column_get_name (vmx_object_schema_get_column (object, i)));
  all = g_strv_builder_end (names);
  return vmx_mock_json_choose (self, "column", column, (const char *const *) all, error) >= 0;
}

gboolean
vmx_mock_json_check_columns (const VmxJsonTree *self, VmxObjectSchema *object, GStrv columns,
                             GError **error)
{
  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    {
      guint column;

      if (!vmx_mock_json_check_column (self, object, columns[i], error))
        return FALSE;
      column = (guint) vmx_object_schema_get_column_index (object, columns[i]);
      if (vmx_object_schema_is_key_column (object, column))
        return vmx_mock_json_fail (self, "no key column, because every record has a whole key",
                                   error);
    }
  return TRUE;
}
