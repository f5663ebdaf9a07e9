/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/schema/vmx-service-schema.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-guard-private.h>
#include <libvmxsync/model/schema/vmx-object-schema-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

#define MAX_SCHEMA_BYTES (64 * 1024 * 1024)
#define ALL_COLUMN_FLAGS                                                                           \
  (VMX_COLUMN_FLAG_NULLABLE | VMX_COLUMN_FLAG_COMPUTED | VMX_COLUMN_FLAG_IMMUTABLE                 \
   | VMX_COLUMN_FLAG_HAS_DEFAULT)

/* --- Writing --- */

static void
add_text (JsonBuilder *builder, const char *member, const char *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, text);
}

static void
add_number (JsonBuilder *builder, const char *member, gint64 number, gint64 unless)
{
  if (number == unless)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_add_int_value (builder, number);
}

static void
start_array (JsonBuilder *builder, const char *member)
{
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
}

static void
add_texts (JsonBuilder *builder, const char *member, const char *const *texts)
{
  start_array (builder, member);
  for (guint i = 0; texts[i] != NULL; i++)
    json_builder_add_string_value (builder, texts[i]);
  json_builder_end_array (builder);
}

static void
write_column (JsonBuilder *builder, VmxColumn *column)
{
  json_builder_begin_object (builder);
  add_text (builder, "name", vmx_column_get_name (column));
  add_text (builder, "type", vmx_column_type_to_string (vmx_column_get_column_type (column)));
  add_number (builder, "flags", vmx_column_get_flags (column), VMX_COLUMN_FLAG_NONE);
  add_text (builder, "typeName", vmx_column_get_type_name (column));
  add_number (builder, "maxLength", vmx_column_get_max_length (column), 0);
  add_number (builder, "precision", vmx_column_get_precision (column), -1);
  add_number (builder, "scale", vmx_column_get_scale (column), -1);
  add_text (builder, "default", vmx_column_get_default (column));
  json_builder_end_object (builder);
}

static void
write_relationship (JsonBuilder *builder, VmxRelationship *relationship)
{
  json_builder_begin_object (builder);
  add_text (builder, "name", vmx_relationship_get_name (relationship));
  add_number (builder, "type", vmx_relationship_get_relationship_type (relationship), -1);
  add_text (builder, "target", vmx_relationship_get_target (relationship));
  add_number (builder, "cascade", vmx_relationship_get_cascade (relationship), FALSE);
  start_array (builder, "columns");
  for (guint i = 0; i < vmx_relationship_get_n_columns (relationship); i++)
    {
      json_builder_begin_array (builder);
      json_builder_add_string_value (builder,
                                     vmx_relationship_get_source_column (relationship, i));
      json_builder_add_string_value (builder,
                                     vmx_relationship_get_target_column (relationship, i));
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
write_key (JsonBuilder *builder, VmxObjectSchema *object)
{
  start_array (builder, "key");
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (object); i++)
    json_builder_add_string_value (builder, vmx_object_schema_get_key_column_name (object, i));
  json_builder_end_array (builder);
}

static void
write_settings (JsonBuilder *builder, VmxObjectSchema *object)
{
  g_auto(GStrv) names = vmx_object_schema_get_setting_names (object);

  json_builder_set_member_name (builder, "settings");
  json_builder_begin_object (builder);
  for (guint i = 0; names[i] != NULL; i++)
    add_text (builder, names[i], vmx_object_schema_get_setting (object, names[i]));
  json_builder_end_object (builder);
}

static void
write_lists (JsonBuilder *builder, VmxObjectSchema *object)
{
  start_array (builder, "columns");
  for (guint i = 0; i < vmx_object_schema_get_n_columns (object); i++)
    write_column (builder, vmx_object_schema_get_column (object, i));
  json_builder_end_array (builder);
  start_array (builder, "relationships");
  for (guint i = 0; i < vmx_object_schema_get_n_relationships (object); i++)
    write_relationship (builder, vmx_object_schema_get_relationship (object, i));
  json_builder_end_array (builder);
  start_array (builder, "navigations");
  for (guint i = 0; i < vmx_object_schema_get_n_navigations (object); i++)
    json_builder_add_string_value (builder, vmx_object_schema_get_navigation (object, i));
  json_builder_end_array (builder);
  start_array (builder, "indexes");
  for (guint i = 0; i < vmx_object_schema_get_n_indexes (object); i++)
    {
      const char *const *columns = vmx_object_schema_get_index (object, i);

      json_builder_begin_array (builder);
      for (guint j = 0; columns[j] != NULL; j++)
        json_builder_add_string_value (builder, columns[j]);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
}

static void
write_object (JsonBuilder *builder, VmxObjectSchema *object)
{
  json_builder_begin_object (builder);
  add_text (builder, "name", vmx_object_schema_get_name (object));
  add_text (builder, "typeName", vmx_object_schema_get_type_name (object));
  add_number (builder, "open", vmx_object_schema_is_open (object), FALSE);
  add_text (builder, "softDeleteColumn", vmx_object_schema_get_soft_delete_column (object));
  add_text (builder, "changeTrackingColumn",
            vmx_object_schema_get_change_tracking_column (object));
  write_key (builder, object);
  write_lists (builder, object);
  write_settings (builder, object);
  json_builder_end_object (builder);
}

char *
vmx_object_schema_to_json (VmxObjectSchema *self)
{
  g_autoptr(JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr(JsonNode) root = NULL;

  write_object (builder, self);
  root = json_builder_get_root (builder);
  return vmx_json_guard_print (root, FALSE);
}

/**
 * vmx_service_schema_to_json:
 * @self: a sealed schema
 *
 * Writes the schema as JSON text, for [ctor@Vmx.ServiceSchema.new_from_json].
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
vmx_service_schema_to_json (VmxServiceSchema *self)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(JsonNode) root = NULL;

  g_return_val_if_fail (VMX_IS_SERVICE_SCHEMA (self), NULL);
  g_return_val_if_fail (vmx_service_schema_is_sealed (self), NULL);

  builder = json_builder_new_immutable ();
  json_builder_begin_object (builder);
  add_text (builder, "version", vmx_service_schema_get_version (self));
  add_text (builder, "timestamp", vmx_service_schema_get_timestamp (self));
  add_texts (builder, "notes", vmx_service_schema_get_notes (self));
  start_array (builder, "objects");
  for (guint i = 0; i < vmx_service_schema_get_n_objects (self); i++)
    write_object (builder, vmx_service_schema_get_object (self, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return vmx_json_guard_print (root, FALSE);
}

/* --- Reading ---
 *
 * It never trusts the shape: a damaged store must end in an error, not in a critical. The first
 * member with a wrong form is remembered, and reading goes on as if it were absent. */

typedef struct
{
  const char *damaged; /* (nullable): the name of a member */
} Reading;

static void
set_damaged (Reading *self, const char *member)
{
  if (self->damaged == NULL)
    self->damaged = member;
}

/* NULL when it is absent or has a wrong form. */
static const char *
get_text (Reading *self, JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  const char *text = node != NULL ? vmx_json_guard_get_text (node) : NULL;

  if (node != NULL && text == NULL)
    set_damaged (self, member);
  return text;
}

/* Never NULL. */
static const char *
require_text (Reading *self, JsonObject *object, const char *member)
{
  const char *text = get_text (self, object, member);

  if (text != NULL)
    return text;
  set_damaged (self, member);
  return "";
}

static gint64
get_number (Reading *self, JsonObject *object, const char *member, gint64 otherwise, gint64 min,
            gint64 max)
{
  JsonNode *node = json_object_get_member (object, member);
  gint64 number;

  if (node == NULL)
    return otherwise;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    {
      number = json_node_get_int (node);
      if (number >= min && number <= max)
        return number;
    }
  set_damaged (self, member);
  return otherwise;
}

static gboolean
get_flag (Reading *self, JsonObject *object, const char *member)
{
  return get_number (self, object, member, FALSE, FALSE, TRUE) != 0;
}

/* NULL when it is absent or has a wrong form. */
static JsonArray *
get_array (Reading *self, JsonObject *object, const char *member, guint *length)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (node != NULL && array == NULL)
    set_damaged (self, member);
  *length = array != NULL ? json_array_get_length (array) : 0;
  return array;
}

static GStrv
get_texts (Reading *self, JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);
  GStrv texts = node != NULL ? vmx_json_guard_get_texts (node) : NULL;

  if (node != NULL && texts == NULL)
    set_damaged (self, member);
  return texts != NULL ? texts : g_new0 (char *, 1);
}

typedef void (*ReadElement) (Reading *self, gpointer parent, JsonObject *json);

static void
read_objects (Reading *self, JsonObject *object, const char *member, ReadElement read,
              gpointer parent)
{
  guint length;
  JsonArray *array = get_array (self, object, member, &length);

  for (guint i = 0; i < length; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (element))
        read (self, parent, json_node_get_object (element));
      else
        set_damaged (self, member);
    }
}

static void
read_column (Reading *self, gpointer object, JsonObject *json)
{
  g_autoptr(VmxColumn) column = NULL;
  VmxColumnType type = VMX_COLUMN_STRING;
  gint64 flags = get_number (self, json, "flags", VMX_COLUMN_FLAG_NONE, 0, ALL_COLUMN_FLAGS);

  if (!vmx_column_type_from_string (require_text (self, json, "type"), &type))
    set_damaged (self, "type");
  column = vmx_column_new (require_text (self, json, "name"), type, (VmxColumnFlags) flags);
  vmx_column_set_type_name (column, get_text (self, json, "typeName"));
  vmx_column_set_max_length (column,
                             (guint) get_number (self, json, "maxLength", 0, 0, G_MAXUINT));
  vmx_column_set_precision (column,
                            (int) get_number (self, json, "precision", -1, G_MININT, G_MAXINT),
                            (int) get_number (self, json, "scale", -1, G_MININT, G_MAXINT));
  vmx_column_set_default (column, get_text (self, json, "default"));
  vmx_object_schema_add_column (object, column);
}

static void
read_column_pairs (Reading *self, VmxRelationship *relationship, JsonObject *json)
{
  guint length;
  JsonArray *array = get_array (self, json, "columns", &length);

  for (guint i = 0; i < length; i++)
    {
      g_auto(GStrv) pair = vmx_json_guard_get_texts (json_array_get_element (array, i));

      if (pair != NULL && g_strv_length (pair) == 2)
        vmx_relationship_add_columns (relationship, pair[0], pair[1]);
      else
        set_damaged (self, "columns");
    }
}

static void
read_relationship (Reading *self, gpointer object, JsonObject *json)
{
  gint64 type = get_number (self, json, "type", VMX_RELATIONSHIP_MANY_TO_ONE,
                            VMX_RELATIONSHIP_MANY_TO_ONE, VMX_RELATIONSHIP_ONE_TO_ONE);
  g_autoptr(VmxRelationship) relationship
      = vmx_relationship_new (require_text (self, json, "name"), (VmxRelationshipType) type,
                              require_text (self, json, "target"));

  vmx_relationship_set_cascade (relationship, get_flag (self, json, "cascade"));
  read_column_pairs (self, relationship, json);
  vmx_object_schema_add_relationship (object, relationship);
}

static void
read_indexes (Reading *self, VmxObjectSchema *object, JsonObject *json)
{
  guint length;
  JsonArray *array = get_array (self, json, "indexes", &length);

  for (guint i = 0; i < length; i++)
    {
      g_auto(GStrv) columns = vmx_json_guard_get_texts (json_array_get_element (array, i));

      if (columns != NULL && columns[0] != NULL)
        vmx_object_schema_add_index (object, (const char *const *) columns);
      else
        set_damaged (self, "indexes");
    }
}

static void
read_names (Reading *self, VmxObjectSchema *object, JsonObject *json)
{
  g_auto(GStrv) key = get_texts (self, json, "key");
  g_auto(GStrv) navigations = get_texts (self, json, "navigations");

  for (guint i = 0; key[i] != NULL; i++)
    vmx_object_schema_add_key_column (object, key[i]);
  for (guint i = 0; navigations[i] != NULL; i++)
    vmx_object_schema_add_navigation (object, navigations[i]);
}

static void
read_settings (Reading *self, VmxObjectSchema *object, JsonObject *json)
{
  JsonNode *node = json_object_get_member (json, "settings");
  JsonObjectIter iter;
  const char *name;

  if (node == NULL)
    return;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      set_damaged (self, "settings");
      return;
    }
  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &name, NULL))
    vmx_object_schema_set_setting (
        object, name, require_text (self, json_node_get_object (node), name));
}

static void
read_object (Reading *self, gpointer schema, JsonObject *json)
{
  g_autoptr(VmxObjectSchema) object = vmx_object_schema_new (require_text (self, json, "name"));

  vmx_object_schema_set_type_name (object, get_text (self, json, "typeName"));
  vmx_object_schema_set_open (object, get_flag (self, json, "open"));
  vmx_object_schema_set_soft_delete_column (object, get_text (self, json, "softDeleteColumn"));
  vmx_object_schema_set_change_tracking_column (object,
                                                get_text (self, json, "changeTrackingColumn"));
  read_objects (self, json, "columns", read_column, object);
  read_objects (self, json, "relationships", read_relationship, object);
  read_names (self, object, json);
  read_indexes (self, object, json);
  read_settings (self, object, json);
  vmx_service_schema_add_object (schema, object);
}

static void
read_service (Reading *self, VmxServiceSchema *schema, JsonObject *json)
{
  g_auto(GStrv) notes = get_texts (self, json, "notes");

  vmx_service_schema_set_version (schema, get_text (self, json, "version"));
  vmx_service_schema_set_timestamp (schema, get_text (self, json, "timestamp"));
  for (guint i = 0; notes[i] != NULL; i++)
    vmx_service_schema_add_note (schema, notes[i]);
  if (!json_object_has_member (json, "objects"))
    set_damaged (self, "objects");
  read_objects (self, json, "objects", read_object, schema);
}

/**
 * vmx_service_schema_new_from_json:
 * @json: text of [method@Vmx.ServiceSchema.to_json]
 * @error: return location for an error, or %NULL
 *
 * Makes a sealed schema from its JSON text.
 *
 * Fails with [error@Vmx.Error.JSON] or [error@Vmx.Error.INVALID_SCHEMA], and like
 * [method@Vmx.ServiceSchema.seal].
 *
 * Returns: (transfer full): the schema
 *
 * Since: 0.1
 */
VmxServiceSchema *
vmx_service_schema_new_from_json (const char *json, GError **error)
{
  g_autoptr(VmxServiceSchema) self = NULL;
  g_autoptr(JsonNode) node = NULL;
  Reading reading = { NULL };

  g_return_val_if_fail (json != NULL, NULL);

  node = vmx_json_guard_parse (json, -1, MAX_SCHEMA_BYTES, "the stored schema", error);
  if (node == NULL)
    return NULL;
  self = vmx_service_schema_new ();
  if (JSON_NODE_HOLDS_OBJECT (node))
    read_service (&reading, self, json_node_get_object (node));
  else
    set_damaged (&reading, "the outer object");
  if (reading.damaged != NULL)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_SCHEMA,
                   "the stored schema cannot be read: “%s” is missing or has a wrong form; run "
                   "setup again",
                   reading.damaged);
      return NULL;
    }
  if (!vmx_service_schema_seal (self, error))
    return NULL;
  return g_steal_pointer (&self);
}
