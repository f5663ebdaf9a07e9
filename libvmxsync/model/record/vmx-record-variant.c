/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records to and from variants. */
#include <libvmxsync/model/record/vmx-record-private.h>

#include <libvmxsync/model/vmx-error.h>
#include <libvmxsync/model/json/vmx-json-reader.h>
#include <libvmxsync/model/json/vmx-json-writer.h>

static GVariant *
value_to_variant (const VmxValue *value)
{
  switch (vmx_value_get_kind (value))
    {
    case VMX_VALUE_INT64:
      return g_variant_new_int64 (vmx_value_get_int64 (value));
    case VMX_VALUE_DOUBLE:
      return g_variant_new_double (vmx_value_get_double (value));
    case VMX_VALUE_BOOLEAN:
      return g_variant_new_boolean (vmx_value_get_boolean (value));
    case VMX_VALUE_BLOB:
      return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, value->bytes, value->length, 1);
    case VMX_VALUE_MISSING:
    case VMX_VALUE_NULL:
      return g_variant_new_maybe (G_VARIANT_TYPE_VARIANT, NULL);
    case VMX_VALUE_DECIMAL:
    case VMX_VALUE_TEXT:
    case VMX_VALUE_DATE:
    case VMX_VALUE_TIME_OF_DAY:
    case VMX_VALUE_TIMESTAMP:
    case VMX_VALUE_DURATION:
    case VMX_VALUE_GUID:
    case VMX_VALUE_JSON:
    default:
      return g_variant_new_string (vmx_value_get_text (value, NULL));
    }
}

/**
 * vmx_record_to_variant:
 * @self: a record
 *
 * Gets the record as a dictionary of the type `a{sv}`: `x`, `d`, `b`, `ay`, an empty `mv` for null,
 * and `s` for everything else.
 *
 * Returns: (transfer full): the dictionary
 *
 * Since: 0.1
 */
GVariant *
vmx_record_to_variant (VmxRecord *self)
{
  GVariantBuilder builder;
  g_auto(GStrv) names = NULL;

  g_return_val_if_fail (VMX_IS_RECORD (self), NULL);

  names = vmx_record_get_column_names (self);
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (guint i = 0; names[i] != NULL; i++)
    g_variant_builder_add (&builder, "{sv}", names[i],
                           value_to_variant (vmx_record_get_value (self, names[i])));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* Nothing but a box around one value, or around none for null. */
static gboolean
is_wrapper (GVariant *variant)
{
  return g_variant_is_of_type (variant, G_VARIANT_TYPE_MAYBE)
         || g_variant_is_of_type (variant, G_VARIANT_TYPE_VARIANT);
}

/* NULL for what has parts, and for what is no value at all, such as a file handle. */
static VmxValue *
scalar_from_variant (GVariant *variant)
{
  switch (g_variant_classify (variant))
    {
    case G_VARIANT_CLASS_BOOLEAN:
      return vmx_value_new_boolean (g_variant_get_boolean (variant));
    case G_VARIANT_CLASS_BYTE:
      return vmx_value_new_int64 (g_variant_get_byte (variant));
    case G_VARIANT_CLASS_INT16:
      return vmx_value_new_int64 (g_variant_get_int16 (variant));
    case G_VARIANT_CLASS_UINT16:
      return vmx_value_new_int64 (g_variant_get_uint16 (variant));
    case G_VARIANT_CLASS_INT32:
      return vmx_value_new_int64 (g_variant_get_int32 (variant));
    case G_VARIANT_CLASS_UINT32:
      return vmx_value_new_int64 (g_variant_get_uint32 (variant));
    case G_VARIANT_CLASS_INT64:
      return vmx_value_new_int64 (g_variant_get_int64 (variant));
    case G_VARIANT_CLASS_UINT64:
      {
        g_autofree char *text = g_variant_print (variant, FALSE);

        return vmx_record_parse_number (text);
      }
    case G_VARIANT_CLASS_DOUBLE:
      return vmx_value_new_double (g_variant_get_double (variant));
    case G_VARIANT_CLASS_STRING:
      return vmx_value_new_text (g_variant_get_string (variant, NULL));
    case G_VARIANT_CLASS_ARRAY:
      if (g_variant_is_of_type (variant, G_VARIANT_TYPE_BYTESTRING))
        {
          g_autoptr(GBytes) bytes = g_variant_get_data_as_bytes (variant);

          return vmx_value_new_blob (bytes);
        }
      return NULL;
    case G_VARIANT_CLASS_MAYBE:
      return g_variant_n_children (variant) == 0 ? vmx_value_new_null () : NULL;
    case G_VARIANT_CLASS_HANDLE:
    case G_VARIANT_CLASS_OBJECT_PATH:
    case G_VARIANT_CLASS_SIGNATURE:
    case G_VARIANT_CLASS_VARIANT:
    case G_VARIANT_CLASS_TUPLE:
    case G_VARIANT_CLASS_DICT_ENTRY:
    default:
      return NULL;
    }
}

static gboolean write_variant (VmxJsonWriter *writer, GVariant *variant);

static gboolean
write_members (VmxJsonWriter *writer, GVariant *variant)
{
  vmx_json_writer_start_object (writer);
  for (gsize i = 0; i < g_variant_n_children (variant); i++)
    {
      g_autoptr(GVariant) entry = g_variant_get_child_value (variant, i);
      g_autoptr(GVariant) name = g_variant_get_child_value (entry, 0);
      g_autoptr(GVariant) member = g_variant_get_child_value (entry, 1);

      vmx_json_writer_member (writer, g_variant_get_string (name, NULL), -1);
      if (!write_variant (writer, member))
        return FALSE;
    }
  vmx_json_writer_end_object (writer);
  return TRUE;
}

static gboolean
write_elements (VmxJsonWriter *writer, GVariant *variant)
{
  vmx_json_writer_start_array (writer);
  for (gsize i = 0; i < g_variant_n_children (variant); i++)
    {
      g_autoptr(GVariant) element = g_variant_get_child_value (variant, i);

      if (!write_variant (writer, element))
        return FALSE;
    }
  vmx_json_writer_end_array (writer);
  return TRUE;
}

/* What is inside a nested dictionary, array or tuple. FALSE for what JSON cannot hold. */
static gboolean
write_variant (VmxJsonWriter *writer, GVariant *variant)
{
  g_autoptr(VmxValue) value = NULL;

  if (vmx_json_writer_get_depth (writer) >= VMX_JSON_MAX_DEPTH - 1)
    return FALSE;
  if (is_wrapper (variant) && g_variant_n_children (variant) > 0)
    {
      g_autoptr(GVariant) inner = g_variant_get_child_value (variant, 0);

      return write_variant (writer, inner);
    }
  if (g_variant_is_of_type (variant, G_VARIANT_TYPE ("a{s*}")))
    return write_members (writer, variant);
  value = scalar_from_variant (variant);
  if (value != NULL && value->kind == VMX_VALUE_DECIMAL)
    vmx_json_writer_number (writer, value->text, value->length);
  else if (value != NULL && value->kind == VMX_VALUE_INT64)
    vmx_json_writer_int64 (writer, value->int64);
  else if (value != NULL)
    vmx_json_writer_value (writer, value);
  else if (g_variant_is_of_type (variant, G_VARIANT_TYPE_ARRAY)
           || g_variant_is_of_type (variant, G_VARIANT_TYPE_TUPLE))
    return write_elements (writer, variant);
  else
    return FALSE;
  return TRUE;
}

/* NULL for what a column cannot hold. */
static VmxValue *
value_from_variant (GVariant *variant)
{
  g_autoptr(VmxJsonWriter) writer = NULL;
  VmxValue *scalar;
  const char *text;
  gsize length;

  if (is_wrapper (variant) && g_variant_n_children (variant) > 0)
    {
      g_autoptr(GVariant) inner = g_variant_get_child_value (variant, 0);

      return value_from_variant (inner);
    }
  scalar = scalar_from_variant (variant);
  if (scalar != NULL)
    return scalar;
  writer = vmx_json_writer_new ();
  if (!write_variant (writer, variant))
    return NULL;
  text = vmx_json_writer_peek (writer, &length);
  return vmx_value_new_content (VMX_VALUE_JSON, text, length);
}

/**
 * vmx_record_new_from_variant:
 * @variant: a dictionary of the type `a{sv}`
 * @error: return location for an error, or %NULL
 *
 * Makes a record from a dictionary. An empty maybe is null.
 *
 * Fails with [error@Vmx.Error.INVALID_VALUE].
 *
 * Returns: (transfer full): the record
 *
 * Since: 0.1
 */
VmxRecord *
vmx_record_new_from_variant (GVariant *variant, GError **error)
{
  g_autoptr(VmxRecord) record = NULL;
  GVariantIter iter;
  const char *name;
  GVariant *child;

  g_return_val_if_fail (variant != NULL, NULL);

  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE_VARDICT))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE,
                   "expected a record as a variant of the type a{sv}, found %s",
                   g_variant_get_type_string (variant));
      return NULL;
    }
  record = vmx_record_new ();
  g_variant_iter_init (&iter, variant);
  while (g_variant_iter_loop (&iter, "{&sv}", &name, &child))
    {
      g_autoptr(VmxValue) value = value_from_variant (child);

      if (value == NULL)
        {
          g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE,
                       "column “%s”: a variant of the type %s cannot be kept", name,
                       g_variant_get_type_string (child));
          g_variant_unref (child);
          return NULL;
        }
      vmx_record_set_value (record, name, value);
    }
  return g_steal_pointer (&record);
}
