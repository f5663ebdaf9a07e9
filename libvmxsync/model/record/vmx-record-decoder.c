/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-record-decoder.h"

#include <string.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-capture-private.h>
#include <libvmxsync/model/value/vmx-value-private.h>

/* Where the value of the current member goes, if not to a column. */
enum
{
  TARGET_NONE = -1, /* there is no member yet */
  TARGET_SKIP = -2,
  TARGET_ANNOTATION = -3,
};

typedef struct
{
  const char *name;
  gsize name_length;
  VmxColumnType type;
} DecoderColumn;

struct _VmxRecordDecoder
{
  VmxRecordBatch *batch;
  VmxObjectSchema *schema;
  DecoderColumn *columns;
  guint n_columns;
  /* By column plus one, 0 is the start of a record: the column that came next the last time. */
  guint *followers;

  VmxAnnotationFunc annotation_func;
  gpointer annotation_data;
  gboolean strict_names;
  guint64 n_unknown;

  gboolean in_record;
  guint row;
  guint last_column; /* an index into followers */
  int target;        /* a column, or one of the enumeration */
  GString *annotation;
  gsize annotation_sign; /* where its "@" is */

  VmxJsonCapture capture; /* of a structure inside the record */
};

/* --- Errors --- */

static gboolean
knows_key (VmxRecordDecoder *self)
{
  guint n = vmx_object_schema_get_n_key_columns (self->schema);

  for (guint i = 0; i < n; i++)
    {
      guint column = vmx_object_schema_get_key_column_index (self->schema, i);
      const VmxValue *value = vmx_record_batch_peek_value (self->batch, self->row, column);

      if (value->kind == VMX_VALUE_MISSING || value->kind == VMX_VALUE_NULL)
        return FALSE;
    }
  return n > 0;
}

/* Says before the message which record it is about. */
static gboolean
fail_in_column (VmxRecordDecoder *self, const char *column, GError **error)
{
  g_autofree char *key = NULL;

  if (knows_key (self))
    key = vmx_record_batch_get_key_text (self->batch, self->row);
  g_prefix_error (error, "object %s, %s%s%scolumn %s: ",
                  vmx_object_schema_get_name (self->schema), key != NULL ? "record " : "",
                  key != NULL ? key : "", key != NULL ? ", " : "", column);
  return FALSE;
}

static gboolean
check (VmxRecordDecoder *self, gboolean success, GError **error)
{
  return success || fail_in_column (self, self->columns[self->target].name, error);
}

static gboolean
fail_no_record (VmxRecordDecoder *self, const char *found, GError **error)
{
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE,
               "object %s: found %s, expected a record, which is a JSON object",
               vmx_object_schema_get_name (self->schema), found);
  return FALSE;
}

/* --- Members --- */

static inline gboolean
is_column (VmxRecordDecoder *self, guint column, const char *name, gsize length)
{
  return column < self->n_columns && self->columns[column].name_length == length
         && memcmp (self->columns[column].name, name, length) == 0;
}

static int
find_column (VmxRecordDecoder *self, const char *name, gsize length)
{
  guint guess = self->followers[self->last_column];
  int found;

  if (is_column (self, guess, name, length))
    {
      self->last_column = guess + 1;
      return (int) guess;
    }
  found = vmx_object_schema_get_column_index_len (self->schema, name, length);
  if (found < 0)
    return TARGET_NONE;
  self->followers[self->last_column] = (guint) found;
  self->last_column = (guint) found + 1;
  return found;
}

static gboolean
start_unknown (VmxRecordDecoder *self, const char *name, gsize length, GError **error)
{
  g_autofree char *column = NULL;

  self->target = TARGET_SKIP;
  self->n_unknown++;
  if (!self->strict_names)
    return TRUE;

  column = g_strndup (name, length);
  g_set_error (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN, "there is no such column");
  return fail_in_column (self, column, error);
}

static void
start_annotation (VmxRecordDecoder *self, const char *name, gsize length, const char *sign)
{
  self->target = TARGET_SKIP;
  if (self->annotation_func == NULL)
    return;
  self->target = TARGET_ANNOTATION;
  g_string_truncate (self->annotation, 0);
  g_string_append_len (self->annotation, name, (gssize) length);
  self->annotation_sign = (gsize) (sign - name);
}

static gboolean
on_member (gpointer data, const char *name, gsize length, GError **error)
{
  VmxRecordDecoder *self = data;
  const char *sign;

  if (vmx_json_capture_member (&self->capture, name, length))
    return TRUE;
  self->target = find_column (self, name, length);
  if (self->target >= 0)
    return TRUE;
  sign = memchr (name, '@', length);
  if (sign == NULL)
    return start_unknown (self, name, length, error);
  start_annotation (self, name, length, sign);
  return TRUE;
}

/* --- Values --- */

static gboolean
give_annotation (VmxRecordDecoder *self, const char *text, gsize length, GError **error)
{
  const char *name = self->annotation->str;
  gsize term = self->annotation_sign + 1;

  return self->annotation_func (self->annotation_data, self->batch, self->row, name,
                                self->annotation_sign, name + term, self->annotation->len - term,
                                text, length, error);
}

/* A value that goes to no column. */
static gboolean
take_other (VmxRecordDecoder *self, const char *text, gsize length, GError **error)
{
  if (!self->in_record)
    return fail_no_record (self, "a single value", error);
  return self->target != TARGET_ANNOTATION || give_annotation (self, text, length, error);
}

static inline gboolean
is_json_column (VmxRecordDecoder *self)
{
  return self->columns[self->target].type == VMX_COLUMN_JSON;
}

static void
put_json (VmxRecordDecoder *self, const char *text, gsize length)
{
  vmx_record_batch_put_text (self->batch, self->row, (guint) self->target, text, length);
}

static gboolean
on_null (gpointer data, GError **error)
{
  VmxRecordDecoder *self = data;

  if (vmx_json_capture_null (&self->capture))
    return TRUE;
  if (self->target < 0)
    return take_other (self, "null", 4, error);
  vmx_record_batch_set_null (self->batch, self->row, (guint) self->target);
  return TRUE;
}

static gboolean
on_boolean (gpointer data, gboolean value, GError **error)
{
  VmxRecordDecoder *self = data;
  const char *text = value ? "true" : "false";

  if (vmx_json_capture_boolean (&self->capture, value))
    return TRUE;
  if (self->target < 0)
    return take_other (self, text, strlen (text), error);
  if (!is_json_column (self))
    return check (self,
                  vmx_record_batch_set_boolean (self->batch, self->row, (guint) self->target,
                                                value, error),
                  error);
  put_json (self, text, strlen (text));
  return TRUE;
}

static gboolean
on_number (gpointer data, const char *text, gsize length, GError **error)
{
  VmxRecordDecoder *self = data;

  if (vmx_json_capture_number (&self->capture, text, length))
    return TRUE;
  if (self->target < 0)
    return take_other (self, text, length, error);
  if (!is_json_column (self))
    return check (self,
                  vmx_record_batch_set_number (self->batch, self->row, (guint) self->target, text,
                                               length, error),
                  error);
  put_json (self, text, length);
  return TRUE;
}

static gboolean
on_string (gpointer data, const char *text, gsize length, GError **error)
{
  VmxRecordDecoder *self = data;

  if (vmx_json_capture_string (&self->capture, text, length))
    return TRUE;
  if (self->target < 0)
    return take_other (self, text, length, error);
  if (!is_json_column (self))
    return check (self,
                  vmx_record_batch_set_string (self->batch, self->row, (guint) self->target, text,
                                               length, error),
                  error);
  text = vmx_json_capture_quote (&self->capture, text, &length);
  put_json (self, text, length);
  return TRUE;
}

/* --- Structures --- */

/* An object or array that is the value of a member, or is inside of one. */
static gboolean
start_structure (VmxRecordDecoder *self, gboolean is_array, GError **error)
{
  if (self->capture.depth == 0 && self->target >= 0 && !is_json_column (self))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE,
                   "found %s, expected a value of type %s", is_array ? "an array" : "an object",
                   vmx_column_type_to_string (self->columns[self->target].type));
      return check (self, FALSE, error);
    }
  vmx_json_capture_start (&self->capture, is_array, self->target != TARGET_SKIP);
  return TRUE;
}

static gboolean
end_structure (VmxRecordDecoder *self, gboolean is_array, GError **error)
{
  const char *text;
  gsize length;

  if (!vmx_json_capture_end (&self->capture, is_array))
    return TRUE;
  text = vmx_json_capture_peek (&self->capture, &length);
  if (text == NULL)
    return TRUE;
  if (self->target < 0)
    return give_annotation (self, text, length, error);
  put_json (self, text, length);
  return TRUE;
}

static gboolean
on_start_object (gpointer data, GError **error)
{
  VmxRecordDecoder *self = data;

  if (!self->in_record)
    {
      self->in_record = TRUE;
      self->row = vmx_record_batch_add_row (self->batch);
      self->last_column = 0;
      self->target = TARGET_NONE;
      return TRUE;
    }
  return start_structure (self, FALSE, error);
}

static gboolean
on_end_object (gpointer data, GError **error)
{
  VmxRecordDecoder *self = data;

  if (self->capture.depth == 0)
    {
      self->in_record = FALSE;
      self->target = TARGET_NONE;
      return TRUE;
    }
  return end_structure (self, FALSE, error);
}

static gboolean
on_start_array (gpointer data, GError **error)
{
  VmxRecordDecoder *self = data;

  if (!self->in_record)
    return fail_no_record (self, "an array", error);
  return start_structure (self, TRUE, error);
}

static gboolean
on_end_array (gpointer data, GError **error)
{
  return end_structure (data, TRUE, error);
}

/* --- The decoder --- */

/**
 * vmx_record_decoder_new: (skip)
 * @batch: the batch that gets the rows
 *
 * Makes a decoder of records. It can take any number of them, one after the other.
 *
 * Its owner hands it the events of a `VmxJsonReader`, from the start of a record's object
 * to its end, through vmx_record_decoder_get_handler(). Cells of columns that a record does not
 * name stay missing. After an error the row that was begun is still in the batch; its owner
 * decides what becomes of it, and must not go on with the decoder.
 *
 * Returns: (transfer full): a new decoder
 *
 * Since: 0.1
 */
VmxRecordDecoder *
vmx_record_decoder_new (VmxRecordBatch *batch)
{
  VmxRecordDecoder *self;

  g_return_val_if_fail (VMX_IS_RECORD_BATCH (batch), NULL);

  self = g_new0 (VmxRecordDecoder, 1);
  self->batch = g_object_ref (batch);
  self->schema = vmx_record_batch_get_schema (batch);
  self->n_columns = vmx_object_schema_get_n_columns (self->schema);
  self->columns = g_new0 (DecoderColumn, self->n_columns);
  self->followers = g_new0 (guint, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (self->schema, i);

      self->columns[i].name = vmx_column_get_name (column);
      self->columns[i].name_length = strlen (self->columns[i].name);
      self->columns[i].type = vmx_column_get_column_type (column);
      self->followers[i] = i;
    }
  self->target = TARGET_NONE;
  self->annotation = g_string_new (NULL);
  vmx_json_capture_init (&self->capture);
  return self;
}

/**
 * vmx_record_decoder_free: (skip)
 * @self: (transfer full): a decoder
 *
 * Frees a decoder. The batch stays with those who hold it.
 *
 * Since: 0.1
 */
void
vmx_record_decoder_free (VmxRecordDecoder *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->batch);
  g_free (self->columns);
  g_free (self->followers);
  g_string_free (self->annotation, TRUE);
  vmx_json_capture_clear (&self->capture);
  g_free (self);
}

/**
 * vmx_record_decoder_set_annotation_func: (skip)
 * @self: a decoder
 * @func: (nullable): what is called for members whose name holds an "@"
 * @user_data: passed to @func
 *
 * Sets what takes annotations. Without it they are passed over. A null and the string "null" look
 * the same to it, as do other scalars and strings.
 *
 * Since: 0.1
 */
void
vmx_record_decoder_set_annotation_func (VmxRecordDecoder *self, VmxAnnotationFunc func,
                                        gpointer user_data)
{
  g_return_if_fail (self != NULL);

  self->annotation_func = func;
  self->annotation_data = user_data;
}

/**
 * vmx_record_decoder_set_strict_names: (skip)
 * @self: a decoder
 * @strict: whether a member that is no column is `VMX_ERROR_UNKNOWN_COLUMN`
 *
 * Sets what becomes of members that are neither columns nor annotations. By default they are passed
 * over and counted.
 *
 * Since: 0.1
 */
void
vmx_record_decoder_set_strict_names (VmxRecordDecoder *self, gboolean strict)
{
  g_return_if_fail (self != NULL);

  self->strict_names = strict;
}

/**
 * vmx_record_decoder_get_handler: (skip)
 *
 * Gives the functions that take the events. Their first argument is the decoder. All are set.
 *
 * Returns: (transfer none): a handler
 *
 * Since: 0.1
 */
const VmxJsonHandler *
vmx_record_decoder_get_handler (void)
{
  static const VmxJsonHandler handler = {
    .on_null = on_null,
    .on_boolean = on_boolean,
    .on_number = on_number,
    .on_string = on_string,
    .on_member = on_member,
    .on_start_object = on_start_object,
    .on_end_object = on_end_object,
    .on_start_array = on_start_array,
    .on_end_array = on_end_array,
  };

  return &handler;
}

/**
 * vmx_record_decoder_in_record: (skip)
 * @self: a decoder
 *
 * Tells whether a record has begun and not ended.
 *
 * Returns: %TRUE inside a record
 *
 * Since: 0.1
 */
gboolean
vmx_record_decoder_in_record (VmxRecordDecoder *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->in_record;
}

/**
 * vmx_record_decoder_get_n_unknown: (skip)
 * @self: a decoder
 *
 * Counts the members of all records so far that are neither columns nor annotations.
 *
 * Returns: how many there were
 *
 * Since: 0.1
 */
guint64
vmx_record_decoder_get_n_unknown (VmxRecordDecoder *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_unknown;
}
