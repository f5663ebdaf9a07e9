/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-scenario.h"

#include <libvmxsync/model/record/vmx-record-decoder.h>

#include <string.h>

#include "vmx-mock-generate.h"
#include "vmx-mock-schema.h"

#define MAX_GENERATED (10 * 1000 * 1000)

struct _VmxMockScenario
{
  VmxServiceSchema *schema;
  VmxTransportFeatures features;
  guint max_members;
  char *state_path; /* (nullable) */
  char *service;
  GHashTable *objects; /* (element-type utf8 VmxMockObject) */
  GPtrArray *faults;   /* (element-type VmxMockFault) */
};

static void
object_free (gpointer data)
{
  VmxMockObject *object = data;

  g_object_unref (object->records);
  g_strfreev (object->answer_without);
  g_free (object);
}

/* --- Records --- */

static gboolean
take_annotation (gpointer user_data, VmxRecordBatch *batch, guint row, const char *target,
                 gsize target_length, const char *term, gsize term_length, const char *text,
                 gsize text_length, GError **error)
{
  g_autofree char *name = g_strndup (term, term_length);
  g_autofree char *etag = g_strndup (text, text_length);

  if (target_length > 0 || !g_str_equal (name, "etag"))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN,
                   "annotation “%.*s@%s” is not known; a record may have an “@etag”",
                   (int) target_length, target, name);
      return FALSE;
    }
  vmx_record_batch_set_etag (batch, row, etag);
  return TRUE;
}

/* Says before the message where in the scenario it happened. */
static gboolean
fail_at (const VmxJsonTree *json, GError **error)
{
  g_autofree char *path = vmx_mock_json_get_path (json);

  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

/* Through the same decoder as the answers of real services, so numbers stay exact. */
static gboolean
read_records (const VmxJsonTree *json, VmxRecordBatch *batch, GError **error)
{
  g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (batch);
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  if (!vmx_mock_json_check_kind (json, VMX_JSON_TREE_ARRAY, error))
    return FALSE;
  vmx_record_decoder_set_strict_names (decoder, TRUE);
  vmx_record_decoder_set_annotation_func (decoder, take_annotation, NULL);
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *record = vmx_json_tree_get_child (json, i);
      const char *text;
      gsize length;

      vmx_json_writer_reset (writer);
      vmx_json_tree_write (record, writer);
      text = vmx_json_writer_peek (writer, &length);
      if (!vmx_json_read (vmx_record_decoder_get_handler (), decoder, text, (gssize) length,
                          error))
        return fail_at (record, error);
    }
  return TRUE;
}

static gboolean
read_generate (const VmxJsonTree *json, VmxRecordBatch *batch, GError **error)
{
  static const char *const members[] = { "count", NULL };
  guint count = 0;

  if (!vmx_mock_json_check_members (json, members, error)
      || !vmx_mock_json_read_uint (json, "count", MAX_GENERATED, &count, error))
    return FALSE;
  return vmx_mock_generate (batch, count, error) || fail_at (json, error);
}

static gboolean
check_keys (const VmxJsonTree *json, VmxRecordBatch *batch, GError **error)
{
  g_autoptr(GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!vmx_record_batch_check_keys (batch, error))
    return fail_at (json, error);
  for (guint row = 0; row < vmx_record_batch_get_n_rows (batch); row++)
    {
      g_autofree char *key = vmx_record_batch_get_key_text (batch, row);

      if (g_hash_table_contains (keys, key))
        {
          g_autofree char *expected
              = g_strdup_printf ("records with different keys, but two have the key %s", key);

          return vmx_mock_json_fail (json, expected, error);
        }
      g_hash_table_add (keys, g_steal_pointer (&key));
    }
  return TRUE;
}

gboolean
vmx_mock_scenario_read_records (const VmxJsonTree *json, VmxRecordBatch *batch, GError **error)
{
  return read_records (json, batch, error) && check_keys (json, batch, error);
}

/* --- Objects --- */

static gboolean
check_object (const VmxJsonTree *json, GError **error)
{
  static const char *const members[]
      = { "key",           "columns", "records", "generate",       "page-size",
          "generated-key", "etags",   "answers", "answer-without", "checks-parents",
          NULL };

  if (!vmx_mock_json_check_members (json, members, error))
    return FALSE;
  if ((vmx_json_tree_get_member (json, "key") != NULL)
      != (vmx_json_tree_get_member (json, "columns") != NULL))
    return vmx_mock_json_fail (json, "key and columns together", error);
  if (vmx_json_tree_get_member (json, "generated-key") != NULL
      && vmx_json_tree_get_member (json, "key") == NULL)
    return vmx_mock_json_fail (json, "generated-key beside key; in the schema it is a setting",
                               error);
  if (vmx_json_tree_get_member (json, "records") != NULL
      && vmx_json_tree_get_member (json, "generate") != NULL)
    return vmx_mock_json_fail (json, "either records or generate", error);
  return TRUE;
}

static gboolean
read_etags (const VmxJsonTree *json, VmxMockObject *object, GError **error)
{
  const VmxJsonTree *node = vmx_json_tree_get_member (json, "etags");

  if (node == NULL)
    return TRUE;
  if (node->kind == VMX_JSON_TREE_BOOLEAN)
    object->etags = vmx_json_tree_is_true (node) ? VMX_MOCK_ETAGS_ON : VMX_MOCK_ETAGS_OFF;
  else if (g_strcmp0 (vmx_json_tree_get_string (node), "required") == 0)
    object->etags = VMX_MOCK_ETAGS_REQUIRED;
  else
    return vmx_mock_json_fail (node, "true, false or “required”", error);
  return TRUE;
}

/* What comes back for changes. */
static gboolean
read_answers (const VmxJsonTree *json, VmxMockObject *object, GError **error)
{
  static const char *const choices[] = { "whole", "partial", "key", "none", NULL };
  const VmxJsonTree *without = vmx_json_tree_get_member (json, "answer-without");
  const char *name = choices[VMX_MOCK_ANSWERS_WHOLE];
  int position;

  if (!vmx_mock_json_read_text (json, "answers", &name, error)
      || !vmx_mock_json_read_texts (json, "answer-without", &object->answer_without, error))
    return FALSE;
  position = vmx_mock_json_choose (json, "answers", name, choices, error);
  if (position < 0)
    return FALSE;
  object->answers = (VmxMockAnswers) position;
  if ((object->answers == VMX_MOCK_ANSWERS_PARTIAL) != (without != NULL))
    return vmx_mock_json_fail (json, "answers “partial” and answer-without together", error);
  return vmx_mock_json_check_columns (without, vmx_record_batch_get_schema (object->records),
                                      object->answer_without, error);
}

static gboolean
read_object (VmxMockScenario *self, const VmxJsonTree *json, GError **error)
{
  VmxObjectSchema *schema = vmx_service_schema_find_object (self->schema, json->name);
  const VmxJsonTree *records = vmx_json_tree_get_member (json, "records");
  const VmxJsonTree *generate = vmx_json_tree_get_member (json, "generate");
  VmxMockObject *object;

  if (schema == NULL)
    return vmx_mock_json_fail (json, "key and columns, or an object of this name in the schema",
                               error);
  object = g_new0 (VmxMockObject, 1);
  object->records = vmx_record_batch_new (schema);
  g_hash_table_insert (self->objects, g_strdup (json->name), object);
  if (!vmx_mock_json_read_uint (json, "page-size", G_MAXINT, &object->page_size, error)
      || !read_etags (json, object, error) || !read_answers (json, object, error)
      || !vmx_mock_json_read_boolean (json, "checks-parents", &object->checks_parents, error))
    return FALSE;
  if (records != NULL && !read_records (records, object->records, error))
    return FALSE;
  if (generate != NULL && !read_generate (generate, object->records, error))
    return FALSE;
  return check_keys (json, object->records, error);
}

/* Objects that only the schema names have no records. */
static void
add_empty_objects (VmxMockScenario *self)
{
  for (guint i = 0; i < vmx_service_schema_get_n_objects (self->schema); i++)
    {
      VmxObjectSchema *schema = vmx_service_schema_get_object (self->schema, i);
      const char *name = vmx_object_schema_get_name (schema);
      VmxMockObject *object;

      if (g_hash_table_contains (self->objects, name))
        continue;
      object = g_new0 (VmxMockObject, 1);
      object->records = vmx_record_batch_new (schema);
      g_hash_table_insert (self->objects, g_strdup (name), object);
    }
}

static gboolean
read_objects (VmxMockScenario *self, const VmxJsonTree *json, GError **error)
{
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    if (!read_object (self, vmx_json_tree_get_child (json, i), error))
      return FALSE;
  add_empty_objects (self);
  return TRUE;
}

/* --- The rest --- */

static gboolean
read_features (VmxMockScenario *self, const VmxJsonTree *json, GError **error)
{
  static const char *const choices[] = { "filter", "total", "upload", "batch", "repeat", NULL };
  static const VmxTransportFeatures flags[]
      = { VMX_TRANSPORT_FEATURE_FILTER, VMX_TRANSPORT_FEATURE_TOTAL, VMX_TRANSPORT_FEATURE_UPLOAD,
          VMX_TRANSPORT_FEATURE_BATCH, VMX_TRANSPORT_FEATURE_REPEAT };
  const VmxJsonTree *node = vmx_json_tree_get_member (json, "features");
  g_auto(GStrv) names = NULL;

  self->features = VMX_TRANSPORT_FEATURE_FILTER | VMX_TRANSPORT_FEATURE_TOTAL
                   | VMX_TRANSPORT_FEATURE_UPLOAD | VMX_TRANSPORT_FEATURE_BATCH;
  if (node == NULL)
    return TRUE;
  if (!vmx_mock_json_read_texts (json, "features", &names, error))
    return FALSE;
  self->features = VMX_TRANSPORT_FEATURE_NONE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      int position = vmx_mock_json_choose (node, "feature", names[i], choices, error);

      if (position < 0)
        return FALSE;
      self->features |= flags[position];
    }
  return TRUE;
}

static gboolean
read_faults (VmxMockScenario *self, const VmxJsonTree *json, GError **error)
{
  if (json == NULL)
    return TRUE;
  if (!vmx_mock_json_check_kind (json, VMX_JSON_TREE_ARRAY, error))
    return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      VmxMockFault *fault
          = vmx_mock_fault_new (vmx_json_tree_get_child (json, i), self->schema, error);

      if (fault == NULL)
        return FALSE;
      g_ptr_array_add (self->faults, fault);
    }
  return TRUE;
}

/* The shape of all objects is checked before the schema is made of them. */
static gboolean
check_shape (const VmxJsonTree *json, GError **error)
{
  static const char *const members[] = { "schema", "objects",     "features",
                                         "faults", "max-members", "state",
                                         NULL };
  const VmxJsonTree *objects;

  if (!vmx_mock_json_check_members (json, members, error))
    return FALSE;
  objects = vmx_json_tree_get_member (json, "objects");
  if (objects == NULL)
    return vmx_json_tree_get_member (json, "schema") != NULL
           || vmx_mock_json_fail (json, "objects or a schema", error);
  if (!vmx_mock_json_check_kind (objects, VMX_JSON_TREE_OBJECT, error))
    return FALSE;
  for (guint i = 0; i < vmx_json_tree_get_n_children (objects); i++)
    if (!check_object (vmx_json_tree_get_child (objects, i), error))
      return FALSE;
  return TRUE;
}

static char *
write_service (const VmxJsonTree *json)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();

  vmx_json_writer_start_object (writer);
  for (guint i = 0; i < vmx_json_tree_get_n_children (json); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (json, i);

      if (g_str_equal (child->name, "faults"))
        continue;
      vmx_json_writer_member (writer, child->name, -1);
      vmx_json_tree_write (child, writer);
    }
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}

VmxMockScenario *
vmx_mock_scenario_new (const char *text, gssize length, GError **error)
{
  g_autoptr(VmxMockScenario) self = g_new0 (VmxMockScenario, 1);
  g_autoptr(VmxJsonTree) json = NULL;
  const char *state_path = NULL;

  self->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, object_free);
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_mock_fault_free);
  json = vmx_json_tree_new (text, length, error);
  if (json == NULL || !check_shape (json, error))
    return NULL;
  self->schema = vmx_mock_schema_read (json, error);
  if (self->schema == NULL
      || !read_objects (self, vmx_json_tree_get_member (json, "objects"), error)
      || !read_features (self, json, error)
      || !vmx_mock_json_read_uint (json, "max-members", G_MAXINT, &self->max_members, error)
      || !vmx_mock_json_read_text (json, "state", &state_path, error)
      || !read_faults (self, vmx_json_tree_get_member (json, "faults"), error))
    return NULL;
  self->state_path = g_strdup (state_path);
  self->service = write_service (json);
  return g_steal_pointer (&self);
}

void
vmx_mock_scenario_free (VmxMockScenario *self)
{
  g_clear_object (&self->schema);
  g_hash_table_unref (self->objects);
  g_ptr_array_unref (self->faults);
  g_free (self->state_path);
  g_free (self->service);
  g_free (self);
}

VmxServiceSchema *
vmx_mock_scenario_get_schema (VmxMockScenario *self)
{
  return self->schema;
}

VmxTransportFeatures
vmx_mock_scenario_get_features (VmxMockScenario *self)
{
  return self->features;
}

guint
vmx_mock_scenario_get_max_members (VmxMockScenario *self)
{
  return self->max_members;
}

const char *
vmx_mock_scenario_get_state_path (VmxMockScenario *self)
{
  return self->state_path;
}

const char *
vmx_mock_scenario_get_service (VmxMockScenario *self)
{
  return self->service;
}

void
vmx_mock_scenario_foreach_object (VmxMockScenario *self, GHFunc func, gpointer user_data)
{
  g_hash_table_foreach (self->objects, func, user_data);
}

const VmxMockObject *
vmx_mock_scenario_find_object (VmxMockScenario *self, const char *name)
{
  return g_hash_table_lookup (self->objects, name);
}

GPtrArray *
vmx_mock_scenario_strike (VmxMockScenario *self, VmxMockCall call, const char *const *objects,
                          guint batch)
{
  GPtrArray *struck = g_ptr_array_new ();

  for (guint i = 0; i < self->faults->len; i++)
    if (vmx_mock_fault_strike (self->faults->pdata[i], call, objects, batch))
      g_ptr_array_add (struck, self->faults->pdata[i]);
  return struck;
}
