/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <libvmxsync/model/json/vmx-json-tree.h>
#include <string.h>

#include "vmx-odata-server-private.h"

/* The bodies of creates and updates. */

static gboolean
is_number_type (VmxColumnType type)
{
  return type >= VMX_COLUMN_BYTE && type <= VMX_COLUMN_DECIMAL;
}

/* Whether JSON of this kind can stand for the type at all. */
static gboolean
suits (VmxColumnType type, VmxJsonTreeKind kind, gboolean numbers_as_text)
{
  gboolean is_long = type == VMX_COLUMN_INT64 || type == VMX_COLUMN_DECIMAL;
  gboolean is_float = type == VMX_COLUMN_SINGLE || type == VMX_COLUMN_DOUBLE;

  if (kind == VMX_JSON_TREE_BOOLEAN)
    return type == VMX_COLUMN_BOOLEAN;
  if (kind == VMX_JSON_TREE_NUMBER)
    return is_number_type (type);
  if (kind != VMX_JSON_TREE_STRING)
    return FALSE;
  return is_float || (is_long && numbers_as_text)
         || (!is_number_type (type) && type != VMX_COLUMN_BOOLEAN);
}

static gboolean
set_structure (VmxRecordBatch *values, guint column, const VmxJsonTree *tree, GError **error)
{
  g_autoptr(VmxJsonWriter) writer = vmx_json_writer_new ();
  g_autoptr(VmxValue) value = NULL;

  vmx_json_tree_write (tree, writer);
  value = vmx_value_new_parsed (VMX_COLUMN_JSON, vmx_json_writer_peek (writer, NULL), error);
  return value != NULL && vmx_record_batch_set_value (values, 0, column, value, error);
}

static gboolean
set_cell (VmxRecordBatch *values, guint column, VmxColumnType type, const VmxJsonTree *tree,
          gboolean numbers_as_text, GError **error)
{
  if (tree->kind == VMX_JSON_TREE_NULL)
    {
      vmx_record_batch_set_null (values, 0, column);
      return TRUE;
    }
  if (type == VMX_COLUMN_JSON)
    return set_structure (values, column, tree, error);
  if (!suits (type, tree->kind, numbers_as_text))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "wrong type");
      return FALSE;
    }
  if (tree->kind == VMX_JSON_TREE_BOOLEAN)
    return vmx_record_batch_set_boolean (values, 0, column, vmx_json_tree_is_true (tree), error);
  if (tree->kind == VMX_JSON_TREE_NUMBER)
    return vmx_record_batch_set_number (values, 0, column, tree->text, strlen (tree->text), error);
  return vmx_record_batch_set_string (values, 0, column, tree->text, strlen (tree->text), error);
}

static gboolean
check_cell (VmxColumn *column, const VmxJsonTree *tree, GError **error)
{
  guint max_length = vmx_column_get_max_length (column);

  if (tree->kind == VMX_JSON_TREE_NULL && !vmx_column_is_nullable (column))
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "null is not allowed");
  else if (max_length > 0 && vmx_column_get_column_type (column) == VMX_COLUMN_STRING
           && tree->kind == VMX_JSON_TREE_STRING && g_utf8_strlen (tree->text, -1) > max_length)
    g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "too long");
  else
    return TRUE;
  return FALSE;
}

/* What a client may not set: the keys of an update, and what the server computes. */
static gboolean
is_ignored (VmxServerSet *set, guint position, gboolean is_update)
{
  VmxColumn *column = vmx_object_schema_get_column (set->schema, position);

  if (vmx_object_schema_is_key_column (set->schema, position))
    return is_update;
  return (vmx_column_get_flags (column) & VMX_COLUMN_FLAG_COMPUTED) != 0
         || vmx_column_get_column_type (column) == VMX_COLUMN_STREAM;
}

static gboolean
read_member (VmxServerSet *set, const VmxServerBody *body, const VmxJsonTree *tree,
             VmxRecordBatch *values, GError **error)
{
  int position = vmx_object_schema_get_column_index (set->schema, tree->name);
  VmxColumn *column;

  if (position < 0)
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_UNKNOWN_COLUMN, "unknown property “%s”", tree->name);
      return FALSE;
    }
  if (is_ignored (set, (guint) position, body->is_update))
    return TRUE;
  column = vmx_object_schema_get_column (set->schema, (guint) position);
  if (vmx_server_set_makes_key (set, (guint) position))
    {
      g_set_error (error, VMX_ERROR, VMX_ERROR_INVALID_VALUE, "the server makes this key");
      return FALSE;
    }
  return check_cell (column, tree, error)
         && set_cell (values, (guint) position, vmx_column_get_column_type (column), tree,
                      body->numbers_as_text, error);
}

VmxRecordBatch *
vmx_server_body_read (const VmxServerBody *body, VmxServerSet *set, VmxServerReply *reply)
{
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (body->bytes, &length);
  g_autoptr(VmxJsonTree) tree
      = vmx_json_tree_new (text != NULL ? text : "", (gssize) length, &error);
  g_autoptr(VmxRecordBatch) values = vmx_record_batch_new (set->schema);

  vmx_record_batch_add_row (values);
  if (tree == NULL || tree->kind != VMX_JSON_TREE_OBJECT)
    {
      vmx_server_reply_set_error (reply, 400, "400",
                                  error != NULL ? error->message : "the body is no object");
      return NULL;
    }
  for (guint i = 0; i < vmx_json_tree_get_n_children (tree); i++)
    {
      const VmxJsonTree *member = vmx_json_tree_get_child (tree, i);

      if (strchr (member->name, '@') != NULL || read_member (set, body, member, values, &error))
        continue;
      vmx_server_reply_refuse_column (reply, member->name, error->message);
      return NULL;
    }
  return g_steal_pointer (&values);
}

static void
make_key (VmxServerSet *set, VmxRecordBatch *values, guint column)
{
  VmxColumnType type
      = vmx_column_get_column_type (vmx_object_schema_get_column (set->schema, column));
  g_autofree char *guid = NULL;

  if (type != VMX_COLUMN_GUID)
    {
      vmx_record_batch_put_int64 (values, 0, column, ++set->last_key);
      return;
    }
  guid = g_uuid_string_random ();
  vmx_record_batch_set_string (values, 0, column, guid, strlen (guid), NULL);
}

gboolean
vmx_server_body_complete (VmxServerSet *set, VmxRecordBatch *values, VmxServerReply *reply)
{
  for (guint i = 0; i < vmx_record_batch_get_n_columns (values); i++)
    {
      VmxColumn *column = vmx_object_schema_get_column (set->schema, i);
      const char *text = vmx_column_get_default (column);

      if (vmx_value_get_kind (vmx_record_batch_peek_value (values, 0, i)) != VMX_VALUE_MISSING)
        continue;
      if (vmx_server_set_makes_key (set, i))
        make_key (set, values, i);
      else if (vmx_column_is_mandatory (column) || vmx_object_schema_is_key_column (set->schema, i))
        {
          vmx_server_reply_refuse_column (reply, vmx_column_get_name (column),
                                          "a value is required");
          return FALSE;
        }
      else if (text == NULL
               || !vmx_record_batch_set_string (values, 0, i, text, strlen (text), NULL))
        vmx_record_batch_set_null (values, 0, i);
    }
  return TRUE;
}
