/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "vmx-json-tree.h"

#include <libvmxsync/model/json/vmx-json-reader.h>

/* --- Building --- */

typedef struct
{
  VmxJsonTree *root;    /* (nullable) */
  VmxJsonTree *current; /* (nullable), the array or object that is being read */
  char *name;           /* (nullable), of the member that is being read */
} Builder;

/* Takes the text. */
static VmxJsonTree *
add_node (Builder *builder, VmxJsonTreeKind kind, char *text)
{
  VmxJsonTree *node = g_new0 (VmxJsonTree, 1);

  node->kind = kind;
  node->name = g_steal_pointer (&builder->name);
  node->text = text;
  node->parent = builder->current;
  if (builder->current == NULL)
    {
      builder->root = node;
      return node;
    }
  node->index = builder->current->children->len;
  g_ptr_array_add (builder->current->children, node);
  return node;
}

static gboolean
on_null (gpointer data, GError **error)
{
  add_node (data, VMX_JSON_TREE_NULL, NULL);
  return TRUE;
}

static gboolean
on_boolean (gpointer data, gboolean value, GError **error)
{
  add_node (data, VMX_JSON_TREE_BOOLEAN, g_strdup (value ? "true" : "false"));
  return TRUE;
}

static gboolean
on_number (gpointer data, const char *text, gsize length, GError **error)
{
  add_node (data, VMX_JSON_TREE_NUMBER, g_strndup (text, length));
  return TRUE;
}

static gboolean
on_string (gpointer data, const char *text, gsize length, GError **error)
{
  add_node (data, VMX_JSON_TREE_STRING, g_strndup (text, length));
  return TRUE;
}

static gboolean
on_member (gpointer data, const char *name, gsize length, GError **error)
{
  Builder *builder = data;

  builder->name = g_strndup (name, length);
  return TRUE;
}

static gboolean
go_down (Builder *builder, VmxJsonTreeKind kind)
{
  builder->current = add_node (builder, kind, NULL);
  builder->current->children
      = g_ptr_array_new_with_free_func ((GDestroyNotify) vmx_json_tree_free);
  return TRUE;
}

static gboolean
on_start_object (gpointer data, GError **error)
{
  return go_down (data, VMX_JSON_TREE_OBJECT);
}

static gboolean
on_start_array (gpointer data, GError **error)
{
  return go_down (data, VMX_JSON_TREE_ARRAY);
}

static gboolean
on_end (gpointer data, GError **error)
{
  Builder *builder = data;

  builder->current = builder->current->parent;
  return TRUE;
}

/**
 * vmx_json_tree_new: (skip)
 * @text: a JSON document
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for an error
 *
 * Reads a whole document into a tree. Members keep their order, and numbers stay as they are
 * written, so that nothing is rounded.
 *
 * The reader is as strict as vmx_json_reader_new() says, so the tree has at most
 * `VMX_JSON_MAX_DEPTH` levels of arrays and objects, and no text has a NUL inside. Text of a wrong
 * form is `VMX_ERROR_JSON`.
 *
 * Returns: (transfer full) (nullable): the whole document, or %NULL with @error set
 *
 * Since: 0.1
 */
VmxJsonTree *
vmx_json_tree_new (const char *text, gssize length, GError **error)
{
  static const VmxJsonHandler handler = {
    .on_null = on_null,
    .on_boolean = on_boolean,
    .on_number = on_number,
    .on_string = on_string,
    .on_member = on_member,
    .on_start_object = on_start_object,
    .on_end_object = on_end,
    .on_start_array = on_start_array,
    .on_end_array = on_end,
  };
  Builder builder = { NULL, NULL, NULL };
  gboolean success;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  success = vmx_json_read (&handler, &builder, text, length, error);
  g_free (builder.name);
  if (!success)
    g_clear_pointer (&builder.root, vmx_json_tree_free);
  return builder.root;
}

/**
 * vmx_json_tree_free: (skip)
 * @self: (transfer full): a whole document, from vmx_json_tree_new()
 *
 * Frees a document with all that is in it.
 *
 * Since: 0.1
 */
void
vmx_json_tree_free (VmxJsonTree *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self->text);
  g_free (self->name);
  g_free (self);
}

/* --- As text --- */

static void
write_children (const VmxJsonTree *self, VmxJsonWriter *writer)
{
  for (guint i = 0; i < vmx_json_tree_get_n_children (self); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (self, i);

      if (child->name != NULL)
        vmx_json_writer_member (writer, child->name, -1);
      vmx_json_tree_write (child, writer);
    }
}

/**
 * vmx_json_tree_write: (skip)
 * @self: a value
 * @writer: where to write it
 *
 * Writes a value with all that is in it, without its name. Numbers are written as they were read.
 *
 * Since: 0.1
 */
void
vmx_json_tree_write (const VmxJsonTree *self, VmxJsonWriter *writer)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (writer != NULL);

  switch (self->kind)
    {
    case VMX_JSON_TREE_BOOLEAN:
      vmx_json_writer_boolean (writer, vmx_json_tree_is_true (self));
      break;
    case VMX_JSON_TREE_NUMBER:
      vmx_json_writer_number (writer, self->text, -1);
      break;
    case VMX_JSON_TREE_STRING:
      vmx_json_writer_string (writer, self->text, -1);
      break;
    case VMX_JSON_TREE_OBJECT:
      vmx_json_writer_start_object (writer);
      write_children (self, writer);
      vmx_json_writer_end_object (writer);
      break;
    case VMX_JSON_TREE_ARRAY:
      vmx_json_writer_start_array (writer);
      write_children (self, writer);
      vmx_json_writer_end_array (writer);
      break;
    case VMX_JSON_TREE_NULL:
    default:
      vmx_json_writer_null (writer);
    }
}

/**
 * vmx_json_tree_get_path: (skip)
 * @self: a value
 *
 * Tells where in the document a value is, for messages: the names of members with a dot between
 * them, and positions in arrays from 0, such as `objects.Employee.records[3]`.
 *
 * Returns: (transfer full): the path; empty for the whole document
 *
 * Since: 0.1
 */
char *
vmx_json_tree_get_path (const VmxJsonTree *self)
{
  g_autoptr(GString) path = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, NULL);

  for (; self->parent != NULL; self = self->parent)
    {
      g_autofree char *step = self->name != NULL
                                  ? g_strdup_printf (".%s", self->name)
                                  : g_strdup_printf ("[%u]", self->index);

      g_string_prepend (path, step);
    }
  return g_strdup (*path->str == '.' ? path->str + 1 : path->str);
}

/* --- Finding --- */

/**
 * vmx_json_tree_get_n_children: (skip)
 * @self: (nullable): a value
 *
 * Counts the elements of an array or the members of an object.
 *
 * Returns: how many there are; 0 for other values and %NULL
 *
 * Since: 0.1
 */
guint
vmx_json_tree_get_n_children (const VmxJsonTree *self)
{
  return self != NULL && self->children != NULL ? self->children->len : 0;
}

/**
 * vmx_json_tree_get_child: (skip)
 * @self: (nullable): a value
 * @position: a position, from 0
 *
 * Gives an element of an array or a member of an object, in the order of the document.
 *
 * Returns: (transfer none) (nullable): the value, or %NULL if @self has none there
 *
 * Since: 0.1
 */
const VmxJsonTree *
vmx_json_tree_get_child (const VmxJsonTree *self, guint position)
{
  return position < vmx_json_tree_get_n_children (self) ? self->children->pdata[position] : NULL;
}

/**
 * vmx_json_tree_get_member: (skip)
 * @self: (nullable): a value
 * @name: the name of a member, case-sensitive
 *
 * Looks for a member of an object.
 *
 * Returns: (transfer none) (nullable): the value of the member, or %NULL if @self is no object or
 *   has no such member
 *
 * Since: 0.1
 */
const VmxJsonTree *
vmx_json_tree_get_member (const VmxJsonTree *self, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < vmx_json_tree_get_n_children (self); i++)
    {
      const VmxJsonTree *child = vmx_json_tree_get_child (self, i);

      if (g_strcmp0 (child->name, name) == 0)
        return child;
    }
  return NULL;
}

/**
 * vmx_json_tree_get_string: (skip)
 * @self: (nullable): a value
 *
 * Gives the text of a string.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if @self is no string
 *
 * Since: 0.1
 */
const char *
vmx_json_tree_get_string (const VmxJsonTree *self)
{
  return self != NULL && self->kind == VMX_JSON_TREE_STRING ? self->text : NULL;
}

/**
 * vmx_json_tree_get_member_string: (skip)
 * @self: (nullable): a value
 * @name: the name of a member, case-sensitive
 *
 * Gives the text of a member that is a string.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if there is no such member or it is no
 *   string
 *
 * Since: 0.1
 */
const char *
vmx_json_tree_get_member_string (const VmxJsonTree *self, const char *name)
{
  return vmx_json_tree_get_string (vmx_json_tree_get_member (self, name));
}

/**
 * vmx_json_tree_is_true: (skip)
 * @self: (nullable): a value
 *
 * Asks for the boolean true; nothing else counts as true.
 *
 * Returns: whether @self is true
 *
 * Since: 0.1
 */
gboolean
vmx_json_tree_is_true (const VmxJsonTree *self)
{
  return self != NULL && self->kind == VMX_JSON_TREE_BOOLEAN && g_str_equal (self->text, "true");
}
