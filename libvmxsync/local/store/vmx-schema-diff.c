/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-schema-diff-private.h>

#include <libvmxsync/model/schema/vmx-object-schema-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>
#include <libvmxsync/model/vmx-error.h>

#define WHAT_TO_DO                                                                                 \
  "that cannot be changed while records stay; upload or roll back the local changes, then reset "  \
  "the store"

static char *
join_key (VmxObjectSchema *object)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (object); i++)
    g_string_append_printf (text, "%s“%s”", i > 0 ? ", " : "",
                            vmx_object_schema_get_key_column_name (object, i));
  return g_string_free (text, FALSE);
}

static gboolean
check_key (VmxObjectSchema *before, VmxObjectSchema *after, GError **error)
{
  g_autofree char *old_key = join_key (before);
  g_autofree char *new_key = join_key (after);

  if (g_str_equal (old_key, new_key))
    return TRUE;
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "object “%s”: its key was %s and now is %s; " WHAT_TO_DO,
               vmx_object_schema_get_name (before), old_key, new_key);
  return FALSE;
}

static gboolean
refuse_column (VmxObjectSchema *object, VmxColumn *column, const char *what, const char *before,
               const char *after, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_NOT_SUPPORTED,
               "object “%s”, column “%s”: its %s was %s and now is %s; " WHAT_TO_DO,
               vmx_object_schema_get_name (object), vmx_column_get_name (column), what, before,
               after);
  return FALSE;
}

/* unlimited is the number that stands for no limit. */
static gboolean
check_number (VmxObjectSchema *object, VmxColumn *column, const char *what, gint64 before,
              gint64 after, gint64 unlimited, GError **error)
{
  g_autofree char *old_text = NULL;
  g_autofree char *new_text = NULL;

  if (before == after)
    return TRUE;
  old_text = before != unlimited ? g_strdup_printf ("%" G_GINT64_FORMAT, before)
                                 : g_strdup ("unlimited");
  new_text
      = after != unlimited ? g_strdup_printf ("%" G_GINT64_FORMAT, after) : g_strdup ("unlimited");
  return refuse_column (object, column, what, old_text, new_text, error);
}

static gboolean
check_column (VmxObjectSchema *object, VmxColumn *before, VmxColumn *after, GError **error)
{
  VmxColumnType old_type = vmx_column_get_column_type (before);
  VmxColumnType new_type = vmx_column_get_column_type (after);

  if (old_type != new_type)
    return refuse_column (object, before, "type", vmx_column_type_to_string (old_type),
                          vmx_column_type_to_string (new_type), error);
  return check_number (object, before, "max length", vmx_column_get_max_length (before),
                       vmx_column_get_max_length (after), 0, error)
         && check_number (object, before, "precision", vmx_column_get_precision (before),
                          vmx_column_get_precision (after), -1, error)
         && check_number (object, before, "scale", vmx_column_get_scale (before),
                          vmx_column_get_scale (after), -1, error);
}

static gboolean
check_object (VmxObjectSchema *before, VmxObjectSchema *after, GError **error)
{
  if (!check_key (before, after, error))
    return FALSE;
  for (guint i = 0; i < vmx_object_schema_get_n_columns (before); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (before, i);
      VmxColumn *other = vmx_object_schema_find_column (after, vmx_column_get_name (column));

      if (other != NULL && !check_column (before, column, other, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_same (VmxObjectSchema *before, VmxObjectSchema *after)
{
  g_autofree char *old_text = vmx_object_schema_to_json (before);
  g_autofree char *new_text = vmx_object_schema_to_json (after);

  return g_str_equal (old_text, new_text);
}

static void
diff_free (VmxObjectDiff *diff)
{
  g_clear_object (&diff->before);
  g_clear_object (&diff->after);
  g_free (diff);
}

static void
add_diff (GPtrArray *diffs, VmxObjectDiffKind kind, VmxObjectSchema *before, VmxObjectSchema *after)
{
  VmxObjectDiff *diff = g_new0 (VmxObjectDiff, 1);

  diff->kind = kind;
  g_set_object (&diff->before, before);
  g_set_object (&diff->after, after);
  g_ptr_array_add (diffs, diff);
}

GPtrArray *
vmx_schema_diff (VmxServiceSchema *before, VmxServiceSchema *after, GError **error)
{
  g_autoptr(GPtrArray) diffs = g_ptr_array_new_with_free_func ((GDestroyNotify) diff_free);

  for (guint i = 0; i < vmx_service_schema_get_n_objects (before); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (before, i);
      VmxObjectSchema *other
          = vmx_service_schema_find_object (after, vmx_object_schema_get_name (object));

      if (other == NULL)
        add_diff (diffs, VMX_OBJECT_DIFF_REMOVED, object, NULL);
      else if (is_same (object, other))
        add_diff (diffs, VMX_OBJECT_DIFF_UNCHANGED, object, other);
      else if (check_object (object, other, error))
        add_diff (diffs, VMX_OBJECT_DIFF_ALTERED, object, other);
      else
        return NULL;
    }
  for (guint i = 0; i < vmx_service_schema_get_n_objects (after); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (after, i);

      if (vmx_service_schema_find_object (before, vmx_object_schema_get_name (object)) == NULL)
        add_diff (diffs, VMX_OBJECT_DIFF_ADDED, NULL, object);
    }
  return g_steal_pointer (&diffs);
}
