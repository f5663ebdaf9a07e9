/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/local/store/vmx-schema-settings-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/vmx-excerpt-private.h>
#include <libvmxsync/model/schema/vmx-object-schema-private.h>
#include <libvmxsync/model/schema/vmx-service-schema-private.h>
#include <libvmxsync/model/vmx-suggest-private.h>

#include <string.h>

/* "Object.setting=value" for one object, by setting. */
typedef GHashTable Settings;

static const char *const known_settings[] = {
  "rename",    "omit-columns",  "change-tracking-column", "soft-delete-column",
  "page-style", "generated-key", NULL,
};

gboolean
vmx_service_option_split (const char *option, char **object, char **name, char **value,
                          GError **error)
{
  const char *equals = strchr (option, '=');
  const char *point;

  if (equals == NULL || equals == option)
    {
      g_autofree char *excerpt = vmx_excerpt (option, -1, VMX_EXCERPT_NAME);

      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                   "the service option “%s” has to be written as name=value", excerpt);
      return FALSE;
    }
  point = g_strrstr_len (option, equals - option, ".");
  *object = point != NULL ? g_strndup (option, (gsize) (point - option)) : NULL;
  point = point != NULL ? point + 1 : option;
  *name = g_strndup (point, (gsize) (equals - point));
  *value = g_strdup (equals + 1);
  return TRUE;
}

static gboolean
check_setting_name (const char *object, const char *name, GError **error)
{
  g_autofree char *excerpt = vmx_excerpt (name, -1, VMX_EXCERPT_NAME);
  g_autofree char *tail = NULL;

  if (g_strv_contains (known_settings, name))
    return TRUE;
  tail = vmx_suggest_tail (name, known_settings);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
               "objects have no setting “%s” (object “%s”)%s", excerpt, object, tail);
  return FALSE;
}

static gboolean
check_generated_key (VmxObjectSchema *object, const char *value, GError **error)
{
  static const char *const makers[] = { "server", "client", "program", NULL };
  const char *name = vmx_object_schema_get_name (object);
  g_autofree char *excerpt = vmx_excerpt (value, -1, VMX_EXCERPT_NAME);

  if (!g_strv_contains (makers, value))
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                 "the service option %s.generated-key: expected “server”, “client” or “program”, "
                 "found “%s”",
                 name, excerpt);
  else if (vmx_object_schema_get_n_key_columns (object) > 1 && !g_str_equal (value, "program"))
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                 "the service option %s.generated-key: the key has %u columns, and only a key of "
                 "one column can be made; leave the option out",
                 name, vmx_object_schema_get_n_key_columns (object));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_setting (const char *object, const char *name, const char *value, VmxServiceSchema *offered,
               GError **error)
{
  VmxObjectSchema *schema = vmx_service_schema_require_object (offered, object, error);

  if (schema == NULL)
    {
      g_autofree char *excerpt = vmx_excerpt (name, -1, VMX_EXCERPT_NAME);

      g_prefix_error (error, "service option with the setting “%s”: ", excerpt);
      return FALSE;
    }
  if (!check_setting_name (object, name, error))
    return FALSE;
  if (*value == '\0' && g_str_equal (name, "rename"))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                   "the service option %s.rename needs the new name behind the “=”", object);
      return FALSE;
    }
  return !g_str_equal (name, "generated-key") || check_generated_key (schema, value, error);
}

/* Object name to its settings. */
static GHashTable *
collect_settings (VmxServiceSchema *offered, const char *const *options, GError **error)
{
  g_autoptr(GHashTable) by_object = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);

  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    {
      g_autofree char *object = NULL;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;
      Settings *settings;

      if (!vmx_service_option_split (options[i], &object, &name, &value, error))
        return NULL;
      if (object == NULL)
        continue;
      if (!check_setting (object, name, value, offered, error))
        return NULL;
      settings = g_hash_table_lookup (by_object, object);
      if (settings == NULL)
        {
          settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
          g_hash_table_insert (by_object, g_steal_pointer (&object), settings);
        }
      g_hash_table_insert (settings, g_steal_pointer (&name), g_steal_pointer (&value));
    }
  return g_steal_pointer (&by_object);
}

static const char *
get_setting (GHashTable *by_object, const char *object, const char *name)
{
  Settings *settings = g_hash_table_lookup (by_object, object);

  return settings != NULL ? g_hash_table_lookup (settings, name) : NULL;
}

static const char *
kept_name (GHashTable *by_object, const char *object)
{
  const char *rename = get_setting (by_object, object, "rename");

  return rename != NULL ? rename : object;
}

static gboolean
check_omitted (VmxObjectSchema *object, const char *column, GError **error)
{
  const char *name = vmx_object_schema_get_name (object);
  int position = vmx_object_schema_get_column_index (object, column);
  g_autofree char *message = NULL;

  if (*column == '\0')
    return TRUE;
  if (position < 0)
    {
      message = vmx_object_schema_describe_unknown (object, column);
      g_set_error (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN,
                   "the service option %s.omit-columns: %s", name, message);
      return FALSE;
    }
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (object); i++)
    if (g_str_equal (vmx_object_schema_get_key_column_name (object, i), column))
      {
        g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_OPTION,
                     "the service option %s.omit-columns names “%s”, which is part of the primary "
                     "key",
                     name, column);
        return FALSE;
      }
  return TRUE;
}

static gboolean
copy_columns (VmxObjectSchema *kept, VmxObjectSchema *object, const char *omitted_text,
              GError **error)
{
  g_auto(GStrv) omitted = g_strsplit (omitted_text != NULL ? omitted_text : "", ",", -1);

  for (guint i = 0; omitted[i] != NULL; i++)
    if (!check_omitted (object, g_strstrip (omitted[i]), error))
      return FALSE;
  for (guint i = 0; i < vmx_object_schema_get_n_columns (object); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (object, i);

      if (!g_strv_contains ((const char *const *) omitted, vmx_column_get_name (column)))
        vmx_object_schema_add_column (kept, column);
    }
  return TRUE;
}

static VmxRelationship *
copy_relationship (VmxRelationship *relationship, const char *target)
{
  VmxRelationship *copy = vmx_relationship_new (
      vmx_relationship_get_name (relationship),
      vmx_relationship_get_relationship_type (relationship), target);

  vmx_relationship_set_cascade (copy, vmx_relationship_get_cascade (relationship));
  for (guint i = 0; i < vmx_relationship_get_n_columns (relationship); i++)
    vmx_relationship_add_columns (copy, vmx_relationship_get_source_column (relationship, i),
                                  vmx_relationship_get_target_column (relationship, i));
  return copy;
}

static gboolean
has_columns (VmxObjectSchema *object, const char *const *columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    if (vmx_object_schema_find_column (object, columns[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* Of a column that is left out nothing can be asked. */
static gboolean
has_source_columns (VmxObjectSchema *object, VmxRelationship *relationship)
{
  for (guint i = 0; i < vmx_relationship_get_n_columns (relationship); i++)
    if (vmx_object_schema_find_column (
            object, vmx_relationship_get_source_column (relationship, i))
        == NULL)
      return FALSE;
  return TRUE;
}

static void
copy_lists (VmxObjectSchema *kept, VmxObjectSchema *object, GHashTable *by_object)
{
  g_auto(GStrv) settings = vmx_object_schema_get_setting_names (object);

  for (guint i = 0; i < vmx_object_schema_get_n_relationships (object); i++)
    {
      VmxRelationship *relationship = vmx_object_schema_get_relationship (object, i);
      g_autoptr(VmxRelationship) copy = copy_relationship (
          relationship, kept_name (by_object, vmx_relationship_get_target (relationship)));

      if (has_source_columns (kept, copy))
        vmx_object_schema_add_relationship (kept, copy);
    }
  for (guint i = 0; i < vmx_object_schema_get_n_navigations (object); i++)
    vmx_object_schema_add_navigation (kept, vmx_object_schema_get_navigation (object, i));
  for (guint i = 0; i < vmx_object_schema_get_n_indexes (object); i++)
    if (has_columns (kept, vmx_object_schema_get_index (object, i)))
      vmx_object_schema_add_index (kept, vmx_object_schema_get_index (object, i));
  for (guint i = 0; settings[i] != NULL; i++)
    vmx_object_schema_set_setting (kept, settings[i],
                                   vmx_object_schema_get_setting (object, settings[i]));
}

/* The column that the program names, else the one that the service names if it is kept. */
static const char *
choose_column (VmxObjectSchema *kept, const char *setting, const char *offered)
{
  if (setting != NULL)
    return setting;
  return vmx_object_schema_find_column (kept, offered) != NULL ? offered : NULL;
}

static VmxObjectSchema *
keep_object (VmxObjectSchema *object, GHashTable *by_object, GError **error)
{
  const char *name = vmx_object_schema_get_name (object);
  g_autoptr(VmxObjectSchema) kept = vmx_object_schema_new (kept_name (by_object, name));

  if (!copy_columns (kept, object, get_setting (by_object, name, "omit-columns"), error))
    return NULL;
  copy_lists (kept, object, by_object);
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (object); i++)
    vmx_object_schema_add_key_column (kept, vmx_object_schema_get_key_column_name (object, i));
  vmx_object_schema_set_type_name (kept, vmx_object_schema_get_type_name (object));
  vmx_object_schema_set_open (kept, vmx_object_schema_is_open (object));
  vmx_object_schema_set_change_tracking_column (
      kept, choose_column (kept, get_setting (by_object, name, "change-tracking-column"),
                           vmx_object_schema_get_change_tracking_column (object)));
  vmx_object_schema_set_soft_delete_column (
      kept, choose_column (kept, get_setting (by_object, name, "soft-delete-column"),
                           vmx_object_schema_get_soft_delete_column (object)));
  if (get_setting (by_object, name, "rename") != NULL)
    vmx_object_schema_set_setting (kept, VMX_SETTING_ENTITY_SET, name);
  for (guint i = 0; known_settings[i] != NULL; i++)
    if (get_setting (by_object, name, known_settings[i]) != NULL)
      vmx_object_schema_set_setting (kept, known_settings[i],
                                     get_setting (by_object, name, known_settings[i]));
  return g_steal_pointer (&kept);
}

static gboolean
is_reserved (const char *name)
{
  return g_ascii_strncasecmp (name, "vmx_", 4) == 0
         || g_ascii_strncasecmp (name, "sqlite_", 7) == 0;
}

/* Options name objects as the service does. */
static const char *
offered_name (VmxObjectSchema *object)
{
  const char *renamed = vmx_object_schema_get_setting (object, VMX_SETTING_ENTITY_SET);

  return renamed != NULL ? renamed : vmx_object_schema_get_name (object);
}

static gboolean
check_column_names (VmxObjectSchema *object, GError **error)
{
  g_autoptr(GHashTable) folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < vmx_object_schema_get_n_columns (object); i++)
    {
      const char *name = vmx_column_get_name (vmx_object_schema_get_column (object, i));

      if (!is_reserved (name) && g_hash_table_add (folded, g_ascii_strdown (name, -1)))
        continue;
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ATTRIBUTE,
                   "object “%s”: the column name “%s” %s; leave the column out with the service "
                   "option %s.omit-columns=%s",
                   vmx_object_schema_get_name (object), name,
                   is_reserved (name) ? "is reserved for the store"
                                      : "differs from another one only in upper and lower case",
                   offered_name (object), name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_names (VmxServiceSchema *schema, GError **error)
{
  g_autoptr(GHashTable) folded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < vmx_service_schema_get_n_objects (schema); i++)
    {
      VmxObjectSchema *object = vmx_service_schema_get_object (schema, i);
      const char *name = vmx_object_schema_get_name (object);

      if (is_reserved (name) || !g_hash_table_add (folded, g_ascii_strdown (name, -1)))
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_ATTRIBUTE,
                       "the object name “%s” %s; rename it with the service option "
                       "%s.rename=NEWNAME",
                       name,
                       is_reserved (name)
                           ? "is reserved for the store"
                           : "is that of another object, or differs only in upper and lower case",
                       offered_name (object));
          return FALSE;
        }
      if (!check_column_names (object, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_objects (VmxServiceSchema *schema, GError **error)
{
  if (vmx_service_schema_get_n_objects (schema) > 0)
    return TRUE;
  g_set_error_literal (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                       "the service offers no object that can be kept");
  return FALSE;
}

VmxServiceSchema *
vmx_schema_apply_settings (VmxServiceSchema *offered, const char *const *objects,
                           const char *const *options, GError **error)
{
  g_autoptr(GHashTable) by_object = collect_settings (offered, options, error);
  g_autoptr(VmxServiceSchema) chosen = NULL;
  g_autoptr(VmxServiceSchema) kept = NULL;

  if (by_object == NULL)
    return NULL;
  chosen = objects != NULL ? vmx_service_schema_select (offered, objects, error)
                           : g_object_ref (offered);
  if (chosen == NULL || !has_objects (chosen, error))
    return NULL;
  kept = vmx_service_schema_new ();
  vmx_service_schema_set_version (kept, vmx_service_schema_get_version (chosen));
  vmx_service_schema_set_timestamp (kept, vmx_service_schema_get_timestamp (chosen));
  for (guint i = 0; vmx_service_schema_get_notes (chosen)[i] != NULL; i++)
    vmx_service_schema_add_note (kept, vmx_service_schema_get_notes (chosen)[i]);
  for (guint i = 0; i < vmx_service_schema_get_n_objects (chosen); i++)
    {
      g_autoptr(VmxObjectSchema) object
          = keep_object (vmx_service_schema_get_object (chosen, i), by_object, error);

      if (object == NULL)
        return NULL;
      vmx_service_schema_add_object (kept, object);
    }
  if (!check_names (kept, error) || !vmx_service_schema_seal (kept, error))
    return NULL;
  return g_steal_pointer (&kept);
}
