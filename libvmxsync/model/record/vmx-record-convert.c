/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records to and from JSON. */
#include <libvmxsync/model/record/vmx-record-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-capture-private.h>
#include <libvmxsync/model/json/vmx-json-reader.h>

/* Reads one JSON object. Nested values are written again into a text of their own. */
typedef struct
{
  VmxRecord *record;
  GString *member;
  VmxJsonCapture nested;
  gboolean in_record;
} RecordReader;

static gboolean
set_column (RecordReader *reader, VmxValue *value, GError **error)
{
  g_autoptr(VmxValue) owned = value;

  if (!reader->in_record)
    {
      g_set_error_literal (error, VMX_ERROR, VMX_ERROR_JSON,
                           "expected a record as a JSON object, such as {\"Name\": \"Ada\"}");
      return FALSE;
    }
  vmx_record_set_value (reader->record, reader->member->str, owned);
  return TRUE;
}

static gboolean
on_null (gpointer data, GError **error)
{
  RecordReader *reader = data;

  return vmx_json_capture_null (&reader->nested)
         || set_column (reader, vmx_value_new_null (), error);
}

static gboolean
on_boolean (gpointer data, gboolean value, GError **error)
{
  RecordReader *reader = data;

  return vmx_json_capture_boolean (&reader->nested, value)
         || set_column (reader, vmx_value_new_boolean (value), error);
}

/* Without a schema the digits decide; with one, the column converts without loss. */
VmxValue *
vmx_record_parse_number (const char *text)
{
  VmxValue *value = vmx_value_new_parsed (VMX_COLUMN_INT64, text, NULL);

  return value != NULL ? value : vmx_value_new_parsed (VMX_COLUMN_DECIMAL, text, NULL);
}

static gboolean
on_number (gpointer data, const char *text, gsize length, GError **error)
{
  RecordReader *reader = data;
  g_autofree char *copy = NULL;
  VmxValue *value;

  if (vmx_json_capture_number (&reader->nested, text, length))
    return TRUE;
  copy = g_strndup (text, length);
  value = vmx_record_parse_number (copy);
  if (value != NULL)
    return set_column (reader, value, error);
  g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "the number %.40s is out of range", copy);
  return FALSE;
}

static gboolean
on_string (gpointer data, const char *text, gsize length, GError **error)
{
  RecordReader *reader = data;

  return vmx_json_capture_string (&reader->nested, text, length)
         || set_column (reader, vmx_value_new_content (VMX_VALUE_TEXT, text, length), error);
}

static gboolean
on_member (gpointer data, const char *name, gsize length, GError **error)
{
  RecordReader *reader = data;

  if (vmx_json_capture_member (&reader->nested, name, length))
    return TRUE;
  g_string_truncate (reader->member, 0);
  g_string_append_len (reader->member, name, (gssize) length);
  return TRUE;
}

static gboolean
start (RecordReader *reader, gboolean is_array, GError **error)
{
  if (reader->in_record)
    {
      vmx_json_capture_start (&reader->nested, is_array, TRUE);
      return TRUE;
    }
  if (is_array)
    return set_column (reader, vmx_value_new_null (), error);
  reader->in_record = TRUE;
  return TRUE;
}

static gboolean
end (RecordReader *reader, gboolean is_array, GError **error)
{
  const char *text;
  gsize length;

  if (reader->nested.depth == 0)
    {
      reader->in_record = FALSE;
      return TRUE;
    }
  if (!vmx_json_capture_end (&reader->nested, is_array))
    return TRUE;
  text = vmx_json_capture_peek (&reader->nested, &length);
  return set_column (reader, vmx_value_new_content (VMX_VALUE_JSON, text, length), error);
}

static gboolean
on_start_object (gpointer data, GError **error)
{
  return start (data, FALSE, error);
}

static gboolean
on_end_object (gpointer data, GError **error)
{
  return end (data, FALSE, error);
}

static gboolean
on_start_array (gpointer data, GError **error)
{
  return start (data, TRUE, error);
}

static gboolean
on_end_array (gpointer data, GError **error)
{
  return end (data, TRUE, error);
}

static const VmxJsonHandler record_handler = {
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

/**
 * vmx_record_new_from_json:
 * @json: a JSON object
 * @error: return location for an error, or %NULL
 *
 * Makes a record from JSON text. Whole numbers and numbers with a fraction keep all their digits.
 *
 * Fails with [error@Vmx.Error.JSON] or [error@Vmx.Error.INVALID_VALUE].
 *
 * Returns: (transfer full): the record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_record_new_from_json (const char *json, GError **error)
{
  g_autoptr(VmxRecord) record = NULL;
  g_autoptr(GString) member = NULL;
  RecordReader reader = { 0 };
  gboolean success;

  g_return_val_if_fail (json != NULL, NULL);

  record = vmx_record_new ();
  member = g_string_new (NULL);
  reader.record = record;
  reader.member = member;
  vmx_json_capture_init (&reader.nested);
  success = vmx_json_read (&record_handler, &reader, json, -1, error);
  vmx_json_capture_clear (&reader.nested);
  return success ? g_steal_pointer (&record) : NULL;
}

/**
 * vmx_record_to_json:
 * @self: a record
 *
 * Writes the record as a JSON object: whole numbers beyond 2⁵³ and decimals as strings, bytes in
 * base64url. Missing columns are left out.
 *
 * Returns: (transfer full): the text
 *
 * Since: 0.1
 */
char *
vmx_record_to_json (VmxRecord *self)
{
  g_autoptr(VmxJsonWriter) writer = NULL;
  g_auto(GStrv) names = NULL;

  g_return_val_if_fail (VMX_IS_RECORD (self), NULL);

  writer = vmx_json_writer_new ();
  names = vmx_record_get_column_names (self);
  vmx_json_writer_start_object (writer);
  for (guint i = 0; names[i] != NULL; i++)
    {
      vmx_json_writer_member (writer, names[i], -1);
      vmx_json_writer_value (writer, vmx_record_get_value (self, names[i]));
    }
  vmx_json_writer_end_object (writer);
  return vmx_json_writer_steal (writer, NULL);
}
