/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-mock-write.h"

#include <libvmxsync/model/record/vmx-record-decoder.h>

#include <string.h>

/* A change on its way. */
typedef struct
{
  VmxMockState *state;
  const VmxMockChange *change;
  const VmxMockObject *object;
  VmxMockRecords *records;
  VmxObjectSchema *schema;
  VmxRecordBatch *batch; /* its one row is what the change tells, and becomes the record */
  VmxMockRow before;     /* the record that the service has */
  VmxMockAnswer *answer;
} Write;

static gboolean
reject (Write *self, const char *code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* FALSE. */
static gboolean
reject (Write *self, const char *code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vmx_mock_answer_set (self->answer, VMX_UPLOAD_OUTCOME_REJECTED, 400, code,
                       g_strdup_vprintf (format, arguments));
  va_end (arguments);
  return FALSE;
}

static void
accept_change (Write *self, int status)
{
  vmx_mock_answer_set (self->answer, VMX_UPLOAD_OUTCOME_ACCEPTED, status, NULL, NULL);
}

/* --- What the change tells --- */

static void
write_members (VmxJsonWriter *writer, const VmxJsonTree *object)
{
  for (guint i = 0; i < vmx_json_tree_get_n_children (object); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (object, i);

      vmx_json_writer_member (writer, child->name, -1);
      vmx_json_tree_write (child, writer);
    }
}

/* Through the decoder of records, so that what does not fit is found as in a real service. */
static gboolean
read_row (Write *self)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  g_autoptr(VmxRecordDecoder) decoder = vmx_record_decoder_new (self->batch);
  g_autoptr(GError) error = NULL;
  const char *text;
  gsize length;

  vmx_json_writer_start_object (writer);
  write_members (writer, self->change->key);
  write_members (writer, self->change->values);
  vmx_json_writer_end_object (writer);
  text = vmx_json_writer_peek (writer, &length);
  vmx_record_decoder_set_strict_names (decoder, TRUE);
  if (vmx_json_read (vmx_record_decoder_get_handler (), decoder, text, (gssize) length, &error))
    return TRUE;
  return reject (self, "InvalidValue", "%s", error->message);
}

static VmxValueKind
get_kind (Write *self, guint column)
{
  return vmx_value_get_kind (vmx_record_batch_peek_value (self->batch, 0, column));
}

static gboolean
has_key (Write *self)
{
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (self->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);

      if (get_kind (self, column) == VMX_VALUE_MISSING
          || get_kind (self, column) == VMX_VALUE_NULL)
        return reject (self, "KeyMissing", "the key column “%s” has no value",
                       vmx_object_schema_get_key_column_name (self->schema, i));
    }
  return TRUE;
}

static gboolean
check_nulls (Write *self)
{
  for (guint i = 0; i < vmx_object_schema_get_n_columns (self->schema); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (self->schema, i);

      if (get_kind (self, i) == VMX_VALUE_NULL && !vmx_column_is_nullable (column)
          && (vmx_column_get_flags (column) & VMX_COLUMN_FLAG_COMPUTED) == 0)
        return reject (self, "NullNotAllowed", "the column “%s” cannot be null",
                       vmx_column_get_name (column));
    }
  return TRUE;
}

/* --- Parents --- */

/* The key of the parent that a relation leads to, as a row of the parent's object. NULL if it leads
 * nowhere. */
static VmxRecordBatch *
make_parent_key (Write *self, VmxRelationship *relation, VmxObjectSchema *target)
{
  g_autoptr(VmxRecordBatch) key = vmx_record_batch_new (target);

  vmx_record_batch_add_row (key);
  for (guint i = 0; i < vmx_relationship_get_n_columns (relation); i++)
    {
      int from = vmx_object_schema_get_column_index (
          self->schema, vmx_relationship_get_source_column (relation, i));
      int to = vmx_object_schema_get_column_index (
          target, vmx_relationship_get_target_column (relation, i));

      if (from < 0 || to < 0 || !vmx_object_schema_is_key_column (target, (guint) to)
          || get_kind (self, (guint) from) == VMX_VALUE_MISSING
          || get_kind (self, (guint) from) == VMX_VALUE_NULL
          || !vmx_record_batch_set_value (
              key, 0, (guint) to, vmx_record_batch_peek_value (self->batch, 0, (guint) from), NULL))
        return NULL;
    }
  return g_steal_pointer (&key);
}

static gboolean
check_parents (Write *self)
{
  guint n = self->object->checks_parents ? vmx_object_schema_get_n_relationships (self->schema) : 0;

  for (guint i = 0; i < n; i++)
    {
      VmxRelationship *relation = vmx_object_schema_get_relationship (self->schema, i);
      const char *target = vmx_relationship_get_target (relation);
      VmxMockRecords *parents = vmx_mock_state_find (self->state, target);
      g_autoptr(VmxRecordBatch) key = NULL;

      if (parents == NULL
          || vmx_relationship_get_relationship_type (relation) != VMX_RELATIONSHIP_MANY_TO_ONE)
        continue;
      key = make_parent_key (self, relation, vmx_mock_records_get_schema (parents));
      if (key != NULL && vmx_mock_records_find (parents, key, 0).batch == NULL)
        return reject (self, "NoParent", "there is no “%s” to which it could belong", target);
    }
  return TRUE;
}

/* --- What the service adds --- */

static gboolean
makes_key (Write *self, guint column)
{
  VmxColumn *info = vmx_object_schema_get_column (self->schema, column);

  return (vmx_column_get_flags (info) & VMX_COLUMN_FLAG_COMPUTED) != 0
         || (vmx_object_schema_get_n_key_columns (self->schema) == 1
             && g_strcmp0 (vmx_object_schema_get_setting (self->schema, "generated-key"), "server")
                    == 0);
}

static gboolean
set_text (Write *self, guint column, const char *text)
{
  VmxColumn *info = vmx_object_schema_get_column (self->schema, column);
  g_autoptr(GError) error = NULL;

  if (vmx_record_batch_set_string (self->batch, 0, column, text, strlen (text), &error))
    return TRUE;
  return reject (self, "NoValue", "the service cannot make a value of the column “%s”: %s",
                 vmx_column_get_name (info), error->message);
}

static gboolean
make_key (Write *self, guint column)
{
  VmxColumn *info = vmx_object_schema_get_column (self->schema, column);
  gint64 number = vmx_mock_state_make_number (self->state, self->records, column);
  g_autofree char *text = NULL;

  if (number == 0)
    return reject (self, "NoKey", "the service has no more keys");
  if (vmx_column_get_column_type (info) == VMX_COLUMN_GUID)
    text = g_strdup_printf ("00000000-0000-4000-9000-%012" G_GINT64_MODIFIER "x", number);
  else if (vmx_column_get_column_type (info) == VMX_COLUMN_STRING)
    text = g_strdup_printf ("key-%" G_GINT64_FORMAT, number);
  else
    {
      g_autoptr(VmxValue) value = vmx_value_new_int64 (number);
      g_autoptr(GError) error = NULL;

      if (vmx_record_batch_set_value (self->batch, 0, column, value, &error))
        return TRUE;
      return reject (self, "NoKey", "the service cannot make a key: %s", error->message);
    }
  return set_text (self, column, text);
}

/* Timestamps tell when the record was written, whole numbers how often. Others stay as they are. */
static gboolean
compute (Write *self, guint column)
{
  VmxColumnType type = vmx_column_get_column_type (
      vmx_object_schema_get_column (self->schema, column));
  const VmxValue *before
      = self->before.batch != NULL
            ? vmx_record_batch_peek_value (self->before.batch, self->before.row, column)
            : NULL;

  if (type == VMX_COLUMN_TIMESTAMP)
    {
      g_autofree char *timestamp = vmx_mock_state_make_timestamp (self->state);

      return set_text (self, column, timestamp);
    }
  if (type == VMX_COLUMN_INT32 || type == VMX_COLUMN_INT64)
    {
      gboolean counted = before != NULL && vmx_value_get_kind (before) == VMX_VALUE_INT64;

      vmx_record_batch_put_int64 (self->batch, 0, column,
                                  counted ? vmx_value_get_int64 (before) + 1 : 1);
      return TRUE;
    }
  if (before != NULL)
    vmx_record_batch_put_copy (self->batch, 0, column, before);
  else
    vmx_record_batch_set_null (self->batch, 0, column);
  return TRUE;
}

static gboolean
fill_missing (Write *self, guint column)
{
  VmxColumn *info = vmx_object_schema_get_column (self->schema, column);
  const char *text = vmx_column_get_default (info);
  g_autoptr(VmxValue) value = NULL;

  if (self->before.batch != NULL)
    {
      vmx_record_batch_put_copy (self->batch, 0, column,
                                 vmx_record_batch_peek_value (self->before.batch, self->before.row,
                                                              column));
      return TRUE;
    }
  if (text != NULL)
    value = vmx_value_new_parsed (vmx_column_get_column_type (info), text, NULL);
  if (value != NULL && vmx_record_batch_set_value (self->batch, 0, column, value, NULL))
    return TRUE;
  if (vmx_column_is_mandatory (info))
    return reject (self, "ValueMissing", "the column “%s” needs a value",
                   vmx_column_get_name (info));
  vmx_record_batch_set_null (self->batch, 0, column);
  return TRUE;
}

/* Makes a whole record of what the change tells. */
static gboolean
complete_row (Write *self)
{
  for (guint i = 0; i < vmx_object_schema_get_n_columns (self->schema); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (self->schema, i);
      gboolean done = TRUE;

      if (vmx_object_schema_is_key_column (self->schema, i))
        continue;
      if ((vmx_column_get_flags (column) & VMX_COLUMN_FLAG_COMPUTED) != 0)
        done = compute (self, i);
      else if (get_kind (self, i) == VMX_VALUE_MISSING)
        done = fill_missing (self, i);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

static void
store (Write *self, int status)
{
  if (self->object->etags != VMX_MOCK_ETAGS_OFF)
    {
      g_autofree char *etag = vmx_mock_state_make_etag (self->state);

      vmx_record_batch_set_etag (self->batch, 0, etag);
    }
  vmx_mock_records_put (self->records, self->batch, 0);
  accept_change (self, status);
  vmx_mock_answer_set_row (self->answer, self->batch, 0);
}

/* --- The three actions --- */

/* A later deletion does not make the key of a record free again. */
static void
count_keys (Write *self)
{
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (self->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);

      if (makes_key (self, column))
        vmx_mock_state_count_from (self->state, self->records, column);
    }
}

static gboolean
make_keys (Write *self, gboolean *made)
{
  *made = FALSE;
  for (guint i = 0; i < vmx_object_schema_get_n_key_columns (self->schema); i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);

      if (!makes_key (self, column))
        continue;
      if (!make_key (self, column))
        return FALSE;
      *made = TRUE;
    }
  return TRUE;
}

static gboolean
key_is_taken (Write *self)
{
  return vmx_mock_records_find (self->records, self->batch, 0).batch != NULL;
}

static void
create (Write *self)
{
  gboolean made;

  if (!make_keys (self, &made) || !has_key (self) || !check_nulls (self)
      || !check_parents (self))
    return;
  while (made && key_is_taken (self))
    if (!make_keys (self, &made))
      return;
  if (key_is_taken (self))
    {
      g_autofree char *key = vmx_record_batch_get_key_text (self->batch, 0);

      vmx_mock_answer_set (self->answer, VMX_UPLOAD_OUTCOME_CONFLICT, 409, "KeyExists",
                           g_strdup_printf ("there is a record with the key %s", key));
      return;
    }
  if (complete_row (self))
    store (self, self->object->answers == VMX_MOCK_ANSWERS_NONE ? 204 : 201);
}

static gboolean
check_etag (Write *self)
{
  const char *current = vmx_record_batch_get_etag (self->before.batch, self->before.row);
  const char *given = self->change->etag;

  if (self->object->etags == VMX_MOCK_ETAGS_OFF)
    return TRUE;
  if (given == NULL && self->object->etags == VMX_MOCK_ETAGS_REQUIRED)
    {
      vmx_mock_answer_set (self->answer, VMX_UPLOAD_OUTCOME_ETAG_REQUIRED, 428, "EtagRequired",
                           g_strdup ("the change needs the etag of the record"));
      return FALSE;
    }
  if (given == NULL || g_str_equal (given, "*") || g_strcmp0 (given, current) == 0)
    return TRUE;
  vmx_mock_answer_set (self->answer, VMX_UPLOAD_OUTCOME_CONFLICT, 412, "EtagChanged",
                       g_strdup ("the record was changed meanwhile"));
  return FALSE;
}

/* The record that an update or a deletion means. */
static gboolean
find_before (Write *self)
{
  g_autofree char *key = NULL;

  if (!has_key (self))
    return FALSE;
  self->before = vmx_mock_records_find (self->records, self->batch, 0);
  if (self->before.batch != NULL)
    return check_etag (self);
  key = vmx_record_batch_get_key_text (self->batch, 0);
  vmx_mock_answer_set (self->answer, VMX_UPLOAD_OUTCOME_GONE, 404, "NotFound",
                       g_strdup_printf ("there is no record with the key %s", key));
  return FALSE;
}

static void
update (Write *self)
{
  if (find_before (self) && check_nulls (self) && check_parents (self) && complete_row (self))
    store (self, self->object->answers == VMX_MOCK_ANSWERS_NONE ? 204 : 200);
}

static void
delete (Write *self)
{
  if (!find_before (self))
    return;
  vmx_mock_records_remove (self->records, self->batch, 0);
  accept_change (self, 204);
}

void
vmx_mock_write (VmxMockState *state, VmxMockScenario *scenario, const VmxMockChange *change,
                VmxMockAnswer *answer)
{
  static void (*const actions[]) (Write *) = {
    [VMX_CHANGE_ACTION_CREATE] = create,
    [VMX_CHANGE_ACTION_UPDATE] = update,
    [VMX_CHANGE_ACTION_DELETE] = delete,
  };
  g_autoptr(VmxRecordBatch) batch = NULL;
  Write self = { .state = state, .change = change, .answer = answer };

  self.object = vmx_mock_scenario_find_object (scenario, change->object);
  self.records = vmx_mock_state_find (state, change->object);
  if (self.object == NULL || self.records == NULL)
    {
      vmx_mock_answer_set (answer, VMX_UPLOAD_OUTCOME_REJECTED, 404, "NoObject",
                           g_strdup_printf ("there is no object “%s”", change->object));
      return;
    }
  self.schema = vmx_mock_records_get_schema (self.records);
  batch = vmx_record_batch_new (self.schema);
  self.batch = batch;
  count_keys (&self);
  if (read_row (&self))
    actions[change->action](&self);
}
